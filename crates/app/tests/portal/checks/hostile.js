// Texts that try to be more than texts: shown as they are, everywhere, and exported so that no spreadsheet runs them.

import { readFileSync } from "node:fs";
import { settled } from "../browser.js";
import { HOSTILE_TENANT, HOSTILE_TEXTS } from "../hostile.js";

export async function run({ checks, browser, server }) {
  const { origin, tokens } = server;
  const page = await browser.signedIn(server, tokens.admin);
  await page.goto(`${origin}/numbers?tenant=${HOSTILE_TENANT}`);
  await page.waitForFunction(() => document.querySelector(".foot").textContent.startsWith("6 "));
  await settled(page);
  await checks.check("the table shows them as they are", async (a) => {
    const shown = await page.$$eval(".grid-row:not([hidden]) .foreign bdi", (cells) => cells.map((cell) => cell.textContent));
    HOSTILE_TEXTS.forEach((text) => a.ok(shown.includes(text), text));
  });
  await page.focus(".grid");
  for (const [index, text] of HOSTILE_TEXTS.entries()) {
    await page.keyboard.press("Home");
    for (let step = 0; step < index; step += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForFunction((wanted) => document.querySelector(".drawer h2")?.textContent === wanted, `+3725550${100 + index}`);
    const whole = await page.textContent(".drawer");
    await checks.check(`the drawer shows ${JSON.stringify(text.slice(0, 30))} as it is`, (a) => a.ok(whole.includes(text)));
    await page.keyboard.press("Escape");
  }
  for (const path of ["/tenants?search=img", "/", "/tokens"]) {
    await page.goto(origin + path);
    await page.waitForSelector("main [aria-busy='false']");
  }
  await checks.check("none of them became an element or ran", async (a) => {
    a.equal(await page.evaluate(() => window.broken), undefined);
    a.equal(await page.locator("main img").count(), 0);
  });
  await page.goto(`${origin}/numbers?tenant=${HOSTILE_TENANT}`);
  await settled(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Export")]);
  const csv = readFileSync(await download.path(), "utf8");
  await checks.check("the export takes the formula its force and keeps every text", (a) => {
    a.ok(csv.includes(`'=cmd|' /C calc'!A0`) && !/(^|,)=cmd/m.test(csv));
    a.ok(csv.includes("<img src=x onerror=alert(1)>") && csv.includes(",+3725550100,"));
  });
  await checks.check("no error, and no request left the server", (a) => a.deepEqual(page.faults, []));
  await page.context().close();
}
