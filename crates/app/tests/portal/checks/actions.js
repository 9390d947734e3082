// What an operator does with numbers. Calls that this server does not have are not offered.

import { rows } from "../browser.js";

export async function run({ checks, browser, server }) {
  const { origin, tokens } = server;
  const page = await browser.signedIn(server, tokens.admin);
  await page.goto(`${origin}/numbers`);
  await rows(page);
  await page.focus(".grid");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+Space");
  await page.waitForSelector(".selection button");
  await checks.check("rows are selected by keyboard, one and a range", async (a) => a.match(await page.textContent(".selection"), /^3 numbers selected/));
  await page.keyboard.press("Control+a");
  await checks.check("everything that matches is selected at once", async (a) => {
    const total = (await page.textContent(".foot")).split(" ")[0];
    await page.waitForFunction((all) => document.querySelector(".selection b").textContent.startsWith(all), total);
    a.equal(await page.locator(".grid-row[aria-selected='false']:not([hidden])").count(), 0);
  });
  const calls = new Set((await page.getAttribute("html", "data-calls")).split(" "));
  await checks.check("only what the server can do is offered", async (a) => {
    const labels = { release: "Release", unassign: "Unassign", approve: "Approve removal", clear: "Keep" };
    for (const [call, label] of Object.entries(labels)) {
      a.equal(await page.locator(".selection button", { hasText: new RegExp(`^${label}$`) }).count(), calls.has(call) ? 1 : 0, label);
    }
  });
  await checks.check("no error, and no request left the server", (a) => a.deepEqual(page.faults, []));
  await page.context().close();
}
