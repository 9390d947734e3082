// axe-core over every page of a demo in which something happened, light and dark: nothing serious, nothing critical.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { shown } from "../browser.js";
import { Desk } from "../desk.js";
import { furnish } from "../furnish.js";
import { PAGES, visit } from "../pages.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Clicks on these in turn, and waits for what the last of them opens. */
const opening = (shown, ...openers) => async (page) => {
  for (const opener of openers) await page.click(opener);
  await page.waitForSelector(shown);
};
const UPLOAD = "#operations-orders-upload_numbers";

const FURTHER = [
  { name: "a refused sign-in", path: "/sign-in?fault=credential-unknown", isPublic: true },
  { name: "a task under way", path: "/tasks", ready: ".list tbody tr", act: opening("[data-task][data-status='In Progress']", "tr:has-text('Under way') th a") },
  { name: "calls to try out", path: "/docs/", ready: ".opblock", isPublic: true },
  { name: "a call with a body", path: "/docs/", ready: ".opblock", act: opening(`${UPLOAD} textarea`, `${UPLOAD} .opblock-summary-control`), isPublic: true },
  { name: "a call tried out", path: "/docs/", ready: ".opblock", act: opening(".live-responses-table .download-contents", "#operations-server-get_health .opblock-summary-control", ".execute"), isPublic: true },
  { name: "a credential for calls", path: "/docs/", ready: ".opblock", act: opening(".modal-ux .modal-btn", ".btn.authorize"), isPublic: true },
  { name: "the form of a service", path: "/services", ready: ".list.picked tbody tr", act: opening(".panel form", ".list.picked button.link >> nth=0", "#change-service") },
];

export async function run({ checks, browser, program }) {
  const desk = await Desk.open(browser, program);
  await furnish(desk);
  const { origin } = desk;
  for (const colorScheme of ["light", "dark"]) {
    // axe itself stands in no page of ours, so it is let past the policy.
    const options = { colorScheme, bypassCSP: true };
    const visitor = await browser.visitor(origin, options);
    const page = await browser.signedIn(desk, desk.demo.token, options);
    for (const entry of [...PAGES, ...FURTHER]) await scan(checks, entry.isPublic ? visitor : page, origin, entry, colorScheme);
    await page.goto(`${origin}/numbers`);
    await dialogs(checks, page, colorScheme);
    await page.context().close();
    await visitor.context().close();
  }
  await desk.close();
}

async function scan(checks, page, origin, entry, colorScheme) {
  await visit(page, origin, entry);
  await shown(page);
  await judge(checks, page, `${entry.name}, ${colorScheme}`);
}

async function dialogs(checks, page, colorScheme) {
  await page.waitForSelector(".grid-row:not([hidden]):not(.waiting)");
  for (const [name, opener] of [["the keys", "#keys-button"], ["the columns", "text=Columns"]]) {
    await page.click(opener);
    await page.waitForSelector("dialog[open]");
    await judge(checks, page, `${name}, ${colorScheme}`);
    await page.keyboard.press("Escape");
  }
  await page.click(".picker summary");
  await page.waitForSelector(".picker select");
  await judge(checks, page, `the filters, ${colorScheme}`);
}

async function judge(checks, page, name) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  await checks.check(`axe finds nothing serious on ${name}`, (a) =>
    a.deepEqual(grave.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`), []),
  );
}
