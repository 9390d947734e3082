// axe-core over every page, light and dark: nothing serious, nothing critical.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { shown } from "../browser.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const PAGES = ["/", "/numbers", "/numbers?number=%2B448718943000", "/upload", "/tasks", "/tenants", "/connections", "/tokens"];

export async function run({ checks, browser, server }) {
  const { origin, tokens } = server;
  for (const colorScheme of ["light", "dark"]) {
    // axe itself stands in no page of ours, so it is let past the policy.
    const page = await browser.signedIn(server, tokens.admin, { colorScheme, bypassCSP: true });
    for (const path of ["/sign-in?fault=credential-unknown", ...PAGES]) {
      await page.goto(origin + path);
      await shown(page);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
      const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      await checks.check(`axe finds nothing serious on ${path}, ${colorScheme}`, (a) =>
        a.deepEqual(grave.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`), []),
      );
    }
    await page.context().close();
  }
}
