// Everything by keyboard alone: from the demo's printed address to an upload and an approval. No mouse, no script that
// puts the focus somewhere.

import { settled, shown } from "../browser.js";
import { Desk, free } from "../desk.js";

/** Presses of Tab until something is reached, at most. */
const FAR = 80;

export async function run({ checks, browser, program }) {
  const desk = await Desk.open(browser, program);
  await numbers(checks, desk);
  await upload(checks, desk);
  await approval(checks, desk);
  await others(checks, desk);
  await checks.check("no error, and no request left the server", (a) => a.deepEqual(desk.page.faults, []));
  await desk.close();
}

/** Goes on with Tab until what has the focus is this. */
async function tabTo(page, selector, text = "", key = "Tab") {
  for (let presses = 0; presses < FAR; presses += 1) {
    const isThere = await page.evaluate(([wanted, part]) => document.activeElement.matches(wanted) && (document.activeElement.textContent.includes(part) || part === ""), [selector, text]);
    if (isThere) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${FAR} presses of ${key} do not lead to ${selector} ${text}`);
}

/** Every stop of the focus is seen. */
const isSeen = (page) =>
  page.evaluate(() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" || style.boxShadow !== "none" || document.activeElement === document.body;
  });

async function numbers(checks, { page }) {
  await tabTo(page, ".plot a", "Marked for removal");
  await checks.check("a bar of a plot is reached by Tab, and it shows", async (a) => a.ok(await isSeen(page)));
  await page.keyboard.press("Enter");
  await page.waitForURL(/numbers\?status=MarkedForRemoval/);
  await settled(page);
  await page.keyboard.press("g");
  await page.keyboard.press("n");
  await page.waitForURL(/\/numbers$/);
  await settled(page);
  await page.keyboard.press("/");
  await page.keyboard.type("+44");
  await page.waitForURL(/search=/);
  await page.keyboard.press("Enter");
  await settled(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".drawer h2");
  await checks.check("search, table and drawer go by keys", async (a) => {
    a.match(await page.textContent(".drawer h2"), /^\+44/);
    a.ok(await page.evaluate(() => document.activeElement.closest(".drawer") !== null));
  });
  await page.keyboard.press("Escape");
  await checks.check("Escape leads back to the table", async (a) => {
    a.ok(await page.isHidden(".drawer"));
    a.equal(await page.evaluate(() => document.activeElement.className), "grid");
  });
}

async function upload(checks, desk) {
  const { page, tenant } = desk;
  await page.keyboard.press("g");
  await page.keyboard.press("u");
  await page.waitForURL(/\/upload$/);
  await tabTo(page, "#tenant");
  await page.keyboard.type(tenant);
  await page.keyboard.press("Escape");
  await tabTo(page, "#numbers");
  await page.keyboard.type(`${free(700)}\n${free(701)}\nnothing`);
  await tabTo(page, "button.primary", "Preview");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.id === "send");
  await checks.check("the preview tells what is wrong, and the next key would send", async (a) => a.match(await page.textContent(".preview"), /2 numbers would be ordered.*1 left out.*nothing/s));
  await page.keyboard.press("Enter");
  const { status, text } = await desk.ended();
  await checks.check("an upload goes by keys, to its end", async (a) => {
    a.equal(status, "CompletedSuccess", text);
    a.equal((await desk.number(free(700))).acquiredNumberStatus, 0);
  });
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.querySelector("dialog[open]") === null);
}

async function approval(checks, desk) {
  const { page, tenant, demo } = desk;
  const marked = `/api/v3/inventory/numbers?msTenantId=${tenant}&acquiredNumberStatus=MarkedForRemoval`;
  const before = (await desk.api(marked)).total;
  await demo.simulator.ask("POST", "/numbers/delete", { account: tenant, count: 2 });
  await desk.until("deleted numbers are marked", marked, ({ total }) => total >= before + 2);
  // Out of the text, in which `g` is a letter.
  await tabTo(page, "button.primary", "Preview");
  await page.keyboard.press("g");
  await page.keyboard.press("n");
  await page.waitForURL(/\/numbers$/);
  await settled(page);
  await tabTo(page, ".chip", "Marked for removal");
  await page.keyboard.press("Enter");
  await page.waitForURL(/status=MarkedForRemoval/);
  // Until the next frame the rows of the list before stand there, and look settled.
  await shown(page);
  await settled(page);
  await tabTo(page, ".grid");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+Space");
  await page.waitForFunction(() => document.querySelector(".selection b")?.textContent.startsWith("2 numbers"));
  const [first] = (await desk.api("/api/v3/inventory/numbers?acquiredNumberStatus=MarkedForRemoval&limit=1")).data;
  await tabTo(page, ".selection button", "Approve removal", "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog[open]");
  await checks.check("the question's answer has the focus", async (a) => a.match(await page.evaluate(() => document.activeElement.textContent), /Approve removal 2 numbers/));
  await page.keyboard.press("Enter");
  await page.waitForSelector(".note:has-text('2 numbers done')");
  await desk.until("the approved number leaves", `/api/v3/oc/numbers/${encodeURIComponent(first.telephoneNumber)}`, (answer) => answer.errorCode === "number-unknown" || answer.acquiredNumberStatus === 3);
  await checks.check("an approval goes by keys", async (a) => a.ok((await desk.number(first.telephoneNumber))?.acquiredNumberStatus !== 2));
}

async function others(checks, { page }) {
  for (const [key, path] of [["t", "/tasks"], ["e", "/tenants"], ["v", "/services"], ["l", "/leads"], ["r", "/released"], ["s", "/connections"], ["k", "/tokens"], ["o", "/"]]) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await page.waitForURL((url) => url.pathname === path);
  }
  await page.keyboard.press("g");
  await page.keyboard.press("v");
  await page.waitForSelector(".list.picked tbody tr");
  await tabTo(page, ".list.picked button.link");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".panel h2");
  await page.keyboard.press("Escape");
  await checks.check("a panel opens and closes by keys, and the focus comes back", async (a) => {
    a.ok(await page.isHidden(".panel"));
    a.ok(await page.evaluate(() => document.activeElement.matches("button.link")));
  });
}
