// Pictures of every page at two sizes, light and dark.

import { join } from "node:path";
import { shown } from "../browser.js";
import { PAGES } from "./axe.js";

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

export async function run({ checks, browser, server, out }) {
  const { origin, tokens } = server;
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of SIZES) {
      const page = await browser.signedIn(server, tokens.admin, { colorScheme, viewport });
      for (const path of PAGES) {
        await page.goto(origin + path);
        await shown(page);
        if (path.includes("number=")) await page.waitForSelector(".drawer h2");
        const name = path === "/" ? "overview" : path.includes("number=") ? "drawer" : path.slice(1);
        await page.screenshot({ path: join(out, `${name}-${viewport.width}-${colorScheme}.png`) });
        await checks.check(`${path} at ${viewport.width}, ${colorScheme}, is no wider than the screen`, async (a) => {
          a.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        });
      }
      await page.context().close();
    }
  }
}
