// What an operator does with numbers. Calls that this server does not have are not offered; how the pages deal with
// what such calls answer is checked against answers as the contract has them, given in the server's place.

import { api, rows, settled } from "../browser.js";

const ALL_CALLS = "history tasks profiles upload release unassign approve clear";
const TASK = "tsk_msjob_00000000-0000-4000-8000-000000000001";

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
  await answered(checks, browser, server);
}

/** A page that believes the server to have every call, and the requests that it sent to those. */
async function standIn(browser, server) {
  const page = await browser.signedIn(server, server.tokens.admin);
  const sent = [];
  await page.route(/\/(numbers|upload|tasks)(\?[^/]*)?$/, async (route) => {
    if (route.request().resourceType() !== "document") return route.fallback();
    const response = await route.fetch();
    const body = (await response.text()).replace(/data-calls="[^"]*"/, `data-calls="${ALL_CALLS}"`);
    return route.fulfill({ response, body });
  });
  const answer = (pattern, make) =>
    page.route(pattern, (route) => {
      const request = route.request();
      sent.push({ path: new URL(request.url()).pathname + new URL(request.url()).search, body: request.postDataJSON(), headers: request.headers() });
      const { status = 200, json } = make(request.postDataJSON());
      return route.fulfill({ status, contentType: status < 400 ? "application/json" : "application/problem+json", body: JSON.stringify(json) });
    });
  return { page, sent, answer };
}

async function answered(checks, browser, server) {
  const { origin } = server;
  const { page, sent, answer } = await standIn(browser, server);
  await answer("**/history?**", () => ({ json: { data: [] } }));
  await answer("**/task/**", () => ({ json: { id: TASK, status: "CompletedWithErrors", details: [{ telephoneNumber: "+448718943001", state: "failed", errorCode: "refused-by-microsoft", detail: "<i>no</i>" }], totalNumbersCount: 3, executionMessages: [{ level: "Error", message: "one was <b>refused</b>" }], outputData: { kind: "release", entries: { done: 2, failed: 1 } } } }));
  await answer("**/action/release?**", () => ({ json: TASK }));
  await answer("**/action/upload?**", () => ({ json: TASK }));
  let tries = 0;
  await answer("**/action/ready-for-removal", ({ telephoneNumbers }) => {
    tries += 1;
    const failures = tries === 1 ? [{ telephoneNumber: telephoneNumbers[0], from: "Active", to: "ReadyForRemoval", errorCode: "status-refused", detail: "it is Active" }] : [];
    return { json: { data: { processedCount: telephoneNumbers.length, successCount: telephoneNumbers.length - failures.length, failures }, status: "success", succeeded: true, message: "" } };
  });

  await page.goto(`${origin}/numbers?status=MarkedForRemoval`);
  await settled(page);
  await page.focus(".grid");
  await page.keyboard.press("Control+a");
  await page.click(".selection button:has-text('Approve removal')");
  await page.waitForSelector("dialog");
  const total = (await page.textContent(".foot")).split(" ")[0];
  await checks.check("an approval of everything says what it will do before it does it", async (a) => {
    a.match(await page.textContent("dialog"), new RegExp(`${total} numbers leave for good`));
    a.equal(sent.length, 0);
  });
  await page.click("dialog .primary");
  await page.waitForSelector("dialog:has-text('1 number refused')");
  await checks.check("it goes in parts of at most 500, marked as the portal's own, and tells what was refused", async (a) => {
    a.ok(sent.every(({ body, headers }) => body.telephoneNumbers.length <= 500 && headers["numberline-portal"] === "1"));
    a.equal(sent.flatMap(({ body }) => body.telephoneNumbers).length, Number(total.replaceAll(",", "")));
    a.match(await page.textContent("dialog"), /Active → ReadyForRemoval.*it is Active/);
  });
  sent.length = 0;
  await page.click("text=Try these again");
  await page.waitForFunction(() => document.querySelector("dialog[open]") === null);
  await checks.check("what failed is tried again alone", (a) => a.equal(sent[0].body.telephoneNumbers.length, 1));

  await page.goto(`${origin}/numbers?search=%2B4487189430`);
  await settled(page);
  await page.focus(".grid");
  await page.keyboard.press("Control+a");
  await page.waitForSelector(".selection button");
  sent.length = 0;
  await page.click(".selection button:has-text('Release')");
  await page.waitForSelector("dialog");
  await page.click("dialog .danger");
  await page.waitForSelector("dialog .card");
  await checks.check("a release goes to each tenant, and its task is shown as it stands", async (a) => {
    const release = sent.find(({ path }) => path.includes("release"));
    a.match(release.path, /msTenantId=3bc57cac-5794-457f-ad36-2c88cade9dbb/);
    a.ok(Array.isArray(release.body) && release.body.every((number) => number.startsWith("+4487189430")));
    a.match(await page.textContent("dialog .card"), /Done, with errors.*one was <b>refused<\/b>.*<i>no<\/i>/);
  });
  await uploads(checks, page, origin, sent);
  await checks.check("no error, and no request left the server", (a) => a.deepEqual(page.faults, []));
  await page.context().close();
}

async function uploads(checks, page, origin, sent) {
  const { data } = await api(page, "/api/v3/inventory/numbers?limit=1");
  await page.goto(`${origin}/upload`);
  await page.fill("#tenant", "3bc57cac-5794-457f-ad36-2c88cade9dbb");
  const lines = ["+442079460001", "+442079460001", "12345", "+442079460100 .. +442079460109", "+442079460200 .. +442079460100", data[0].telephoneNumber];
  await page.fill("#numbers", lines.join("\n"));
  sent.length = 0;
  await page.click("text=Preview");
  await page.waitForSelector("#send");
  await checks.check("the preview lists every refusal, and sends nothing", async (a) => {
    const whys = await page.$$eval(".preview tbody tr td:last-child", (cells) => cells.map((cell) => cell.textContent));
    a.equal(whys.length, 4);
    ["already", "E.164", "ends before it begins", "is here already"].forEach((part) => a.ok(whys.some((why) => why.includes(part)), part));
    a.equal(sent.length, 0);
    a.equal((await page.textContent("#send")).trim(), "Upload 11 numbers");
  });
  await page.click("#send");
  await page.waitForSelector("dialog .card");
  await checks.check("the upload sends what was left, as the contract names it", (a) => {
    const { body, path } = sent.find((request) => request.path.includes("upload"));
    a.match(path, /msTenantId=3bc57cac/);
    a.deepEqual([body.phoneNumbersList, body.phoneNumberRanges], [["+442079460001"], [{ start: "+442079460100", end: "+442079460109" }]]);
    a.deepEqual(body.capabilities, ["InboundCalling", "OutboundCalling", "UserAssignment"]);
  });
}
