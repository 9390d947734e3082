// Texts that try to be more than texts: shown as they are, everywhere, and exported so that no spreadsheet runs them.

import { readFileSync } from "node:fs";
import { settled } from "../browser.js";
import { HOSTILE_TENANT, HOSTILE_TEXTS, label, serviceOf } from "../hostile.js";
import { PAGES, visit } from "../pages.js";

export async function run({ checks, browser, server }) {
  const { origin, tokens } = server;
  await spread(server);
  const page = await browser.signedIn(server, tokens.admin);
  await numbers(checks, page, origin);
  await panels(checks, page, origin);
  for (const entry of PAGES.filter(({ isPublic }) => !isPublic)) await visit(page, origin, entry);
  await inert(checks, page, "after every page");
  await narrow(checks, page, origin);
  await exported(checks, page, origin);
  await checks.check("no error, and no request left the server", (a) => a.deepEqual(page.faults, []));
  await page.context().close();
}

/** Puts the texts into every record beside numbers. */
async function spread({ origin, tokens }) {
  const set = async (method, path, body) => {
    const answer = await fetch(origin + path, { method, headers: { authorization: `Bearer ${tokens.admin}`, "content-type": "application/json" }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  };
  for (const [index, whole] of HOSTILE_TEXTS.entries()) {
    const text = label(whole);
    const contact = { fullName: text, email: text, phoneNumber: text, companyName: text, companySize: text };
    await set("PUT", `/api/v3/inventory/sbcs/${9000 + index}`, { name: text, fqdn: text, ipAddress: text });
    await set("PUT", `/api/v3/inventory/leads/00000000-0000-4000-8000-00000000a0${10 + index}`, { tenantId: HOSTILE_TENANT, status: index === 0 ? "Active" : text, tenantOrigin: text, consentedCountries: [text], contactDetails: contact, contacts: [contact], comments: text });
    await set("PUT", `/api/v3/inventory/profiles/00000000-0000-4000-8000-00000000b0${10 + index}`, { name: text, enviroment: text, region: text, carrier: text, offerTypes: [{ offerTypeName: text, testNumbers: [text] }], emergencyDialStrings: [text], trunksEnrolled: [{ trunkFqdn: text, trunkId: serviceOf(index) }], additionalSbcIds: [9000 + index], validation: { [text]: text } });
    await set("PATCH", `/api/v3/inventory/services/${serviceOf(index)}`, { customerShortName: text, msDefaultDomain: text, siteLocation: [{ name: text, sbcId: 9000 + index, sbcDeploymentState: text, sbcConfigurationType: text }] });
    await set("POST", "/api/v3/tokens", { role: "reader", name: text.slice(0, 200) });
  }
}

async function numbers(checks, page, origin) {
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
  await inert(checks, page, "in the table and the drawer");
}

/** What reaches beyond the screen, where the page as a whole does. */
function tooWide() {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  return [...document.querySelectorAll("main *")].filter((element) => element.getBoundingClientRect().right > innerWidth).map((element) => `${element.tagName}.${element.className}`);
}

/** A text without a blank must not push what stands beside it off a telephone's screen. */
async function narrow(checks, page, origin) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  for (const entry of PAGES.filter(({ isPublic }) => !isPublic)) {
    await visit(page, origin, entry);
    await checks.check(`no text is wider than a telephone: ${entry.name}`, async (a) => {
      a.deepEqual(await page.evaluate(tooWide), []);
    });
  }
  await page.setViewportSize(before);
}

async function panels(checks, page, origin) {
  for (const [path, kind] of [[`/released?tenant=${HOSTILE_TENANT}`, "what left"], ["/services?search=00000000-0000-4000-8000", "services"], [`/leads?tenant=${HOSTILE_TENANT}`, "leads"]]) {
    await page.goto(origin + path);
    await page.waitForSelector(".list.picked tbody tr:nth-child(6)");
    const seen = [];
    for (let index = 0; index < HOSTILE_TEXTS.length; index += 1) {
      await page.locator(".list.picked button.link").nth(index).click();
      await page.waitForSelector(".panel h2");
      await page.waitForFunction(() => document.querySelector(".panel:not([hidden]) section") !== null);
      seen.push(await page.textContent(".panel"));
      await page.keyboard.press("Escape");
      await page.waitForSelector(".panel", { state: "hidden" });
    }
    await checks.check(`the panels of ${kind} show them as they are`, (a) => HOSTILE_TEXTS.forEach((text) => a.ok(seen.some((whole) => whole.includes(label(text))), text)));
    await inert(checks, page, `in ${kind}`);
  }
  for (const [path, ready] of [["/connections", ".profiles .card:nth-child(6)"], ["/tokens", ".list tbody tr:nth-child(6)"], ["/tenants?search=img", ".tenants tbody tr"]]) {
    await page.goto(origin + path);
    await page.waitForSelector(ready);
    const whole = await page.textContent("main");
    const expected = path.startsWith("/tenants") ? HOSTILE_TEXTS.slice(0, 1) : HOSTILE_TEXTS;
    await checks.check(`${path} shows them as they are`, (a) => expected.forEach((text) => a.ok(whole.includes(text.slice(0, 200)), text)));
    await inert(checks, page, `on ${path}`);
  }
}

/** None of them became an element, ran, or made the page wider than the screen. */
function inert(checks, page, where) {
  return checks.check(`none of them became more than a text ${where}`, async (a) => {
    a.equal(await page.evaluate(() => window.broken), undefined);
    a.equal(await page.locator("main img, main script, dialog img").count(), 0);
    a.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  });
}

async function exported(checks, page, origin) {
  for (const path of ["/numbers", "/released"]) {
    await page.goto(`${origin}${path}?tenant=${HOSTILE_TENANT}`);
    await page.waitForSelector(path === "/numbers" ? ".grid-row:not([hidden]):not(.waiting)" : ".list tbody tr");
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Export")]);
    const csv = readFileSync(await download.path(), "utf8");
    await checks.check(`the export of ${path} takes the formula its force and keeps every text`, (a) => {
      a.ok(csv.includes(`'=cmd|' /C calc'!A0`) && !/(^|,)"?=cmd/m.test(csv));
      a.ok(csv.includes("<img src=x onerror=alert(1)>") && csv.includes(",+3725550100,"));
    });
  }
}
