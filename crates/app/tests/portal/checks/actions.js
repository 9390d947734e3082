// What an operator does with numbers, by mouse, against a demo: the real server with the simulator behind it.

import { rows, settled } from "../browser.js";
import { Desk, free } from "../desk.js";

const CHECKED = 3;

export async function run({ checks, browser, program, server }) {
  await selection(checks, browser, server);
  const desk = await Desk.open(browser, program);
  await overview(checks, desk);
  await upload(checks, desk);
  await failing(checks, desk);
  await removals(checks, desk);
  await assignments(checks, desk);
  await release(checks, desk);
  await checks.check("no error, and no request left the server", (a) => a.deepEqual(desk.page.faults, []));
  await desk.close();
}

async function selection(checks, browser, server) {
  const page = await browser.signedIn(server, server.tokens.admin);
  await page.goto(`${server.origin}/numbers`);
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
  await checks.check("every action is offered", async (a) => {
    const labels = (await page.locator(".selection button").allTextContents()).map((label) => label.trim());
    for (const label of ["Check now", "Release", "Unassign", "Approve removal", "Keep", "Export"]) a.ok(labels.includes(label), `${label} in ${labels}`);
  });
  await checks.check("no error, and no request left the server", (a) => a.deepEqual(page.faults, []));
  await page.context().close();
}

async function overview(checks, { page, origin }) {
  await page.waitForSelector(".plot .bar-fill");
  await checks.check("the printed address leads to an overview with plots", async (a) => a.ok((await page.locator(".plot svg").count()) >= 5));
  await page.click("nav a[href='/numbers']");
  await rows(page);
  await page.click(".grid-row:not([hidden]) >> nth=2");
  await page.waitForSelector(".drawer h2");
  await checks.check("from there a click opens the numbers, and another one a number", async (a) => {
    a.equal(new URL(page.url()).pathname, "/numbers");
    a.ok(page.url().startsWith(origin));
    a.match(await page.textContent(".drawer h2"), /^\+\d{3,15}$/);
    a.ok((await page.locator(".drawer .timeline circle").count()) > 0);
  });
}

async function upload(checks, desk) {
  const { page, tenant } = desk;
  const [known] = await desk.some(1, "acquiredNumberStatus=Active");
  await desk.go("/upload");
  await page.fill("#tenant", tenant);
  const lines = [free(1), free(1), "12345", `${free(100)} .. ${free(109)}`, `${free(200)} .. ${free(150)}`, known];
  await page.fill("#numbers", lines.join("\n"));
  await page.click("text=Preview");
  await page.waitForSelector("#send");
  await checks.check("the preview lists every refusal before anything is sent", async (a) => {
    const whys = await page.$$eval(".preview tbody tr td:last-child", (cells) => cells.map((cell) => cell.textContent));
    a.equal(whys.length, 4);
    ["already", "E.164", "ends before it begins", "is this tenant's already"].forEach((part) => a.ok(whys.some((why) => why.includes(part)), `${part} in ${whys}`));
    a.equal((await page.textContent("#send")).trim(), "Upload 11 numbers");
    a.equal(await desk.number(free(1)), null);
  });
  const looks = [];
  page.on("request", (request) => /\/api\/v2\/task\//.test(request.url()) && looks.push(request.url()));
  await page.click("#send");
  const { seen, status, text } = await desk.ended();
  await checks.check("an upload's task is followed live to its end, without asking again", (a) => {
    a.deepEqual(seen, ["In Progress", "CompletedSuccess"], text);
    a.equal(status, "CompletedSuccess");
    a.deepEqual(looks, []);
  });
  await checks.check("what was uploaded is active, and came by the portal", async (a) => {
    const record = await desk.number(free(100));
    a.deepEqual([record.acquiredNumberStatus, record.source, record.tenantId], [0, "webui", tenant]);
  });
  await page.click("dialog footer .primary");
  await page.setInputFiles("#file", { name: "numbers.csv", mimeType: "text/csv", buffer: Buffer.from(`telephoneNumber,note\n${free(110)},a\n'${free(111)},b\n`) });
  await page.click("text=Preview");
  await page.waitForSelector("#send");
  await checks.check("a file is read as well", async (a) => a.equal((await page.textContent("#send")).trim(), "Upload 2 numbers"));
  // In E.164 form, but no plan has such a number: only the server knows.
  await page.fill("#numbers", `${free(112)}\n+441`);
  await page.click("text=Preview");
  await page.waitForFunction(() => document.querySelectorAll(".preview tbody tr").length === 0 && document.querySelector("#send"));
  await page.click("#send");
  await page.click("text=Leave these out");
  await page.waitForSelector("#send");
  await checks.check("what the server refuses is told number by number, and can be left out", async (a) => {
    a.match(await page.textContent(".preview"), /\+441/);
    a.equal((await page.textContent("#send")).trim(), "Upload 1 number");
  });
  page.faults.splice(0, Infinity, ...page.faults.filter((fault) => !/status of 422/.test(fault)));
}

async function failing(checks, desk) {
  const { page, tenant, demo } = desk;
  const numbers = [free(301), free(302), free(303)];
  await demo.simulator.ask("POST", "/numbers/fail", { numbers: numbers.slice(0, 2), code: "NumberInUse" });
  await desk.go("/upload");
  await page.fill("#tenant", tenant);
  await page.fill("#numbers", numbers.join("\n"));
  await page.click("text=Preview");
  await page.click("#send");
  const failed = await desk.ended();
  await checks.check("a task that fails for some numbers says for which, and why", (a) => {
    a.equal(failed.status, "CompletedWithErrors", failed.text);
    numbers.slice(0, 2).forEach((number) => a.ok(failed.text.includes(number), number));
  });
  await demo.simulator.ask("POST", "/numbers/mend", { numbers: numbers.slice(0, 2) });
  await page.click("text=Try what failed again");
  await page.waitForFunction(() => document.querySelector("dialog [data-task]").dataset.status === "In Progress");
  const again = await desk.ended();
  await checks.check("what failed is tried again, and succeeds", async (a) => {
    a.equal(again.status, "CompletedSuccess", again.text);
    a.equal((await desk.number(numbers[0])).acquiredNumberStatus, 0);
  });
}

async function removals(checks, desk) {
  const { page, tenant, demo } = desk;
  const marked = `/api/v3/inventory/numbers?msTenantId=${tenant}&acquiredNumberStatus=MarkedForRemoval`;
  const numbers = await desk.some(CHECKED, "acquiredNumberStatus=Active&assignmentStatus=Unassigned");
  const before = (await desk.api(marked)).total;
  await demo.simulator.ask("POST", "/numbers/delete", { numbers });
  await desk.until("deleted numbers are marked", marked, ({ total }) => total >= before + CHECKED);
  await desk.go(`/numbers?tenant=${tenant}&status=MarkedForRemoval&search=${encodeURIComponent(numbers.join(" "))}`);
  await settled(page);
  await page.click(".grid-row:not([hidden]):not(.waiting) >> nth=0");
  const first = await page.textContent(".drawer h2");
  await page.click(".drawer-actions button:has-text('Approve removal')");
  await page.waitForSelector("dialog");
  await checks.check("an approval says what it will do before it does it", async (a) => {
    a.match(await page.textContent("dialog"), /leaves for good with the next removal job/);
    a.equal((await desk.number(first)).acquiredNumberStatus, 2);
  });
  await page.click("dialog .primary");
  await page.waitForSelector(".note:has-text('1 number done')");
  await desk.until("the approved number leaves", `/api/v3/oc/numbers/${encodeURIComponent(first)}`, (answer) => answer.errorCode === "number-unknown");
  await checks.check("an approved number leaves with the next removal", async (a) => {
    const { data } = await desk.api(`/api/v3/oc/released?msTenantId=${tenant}`);
    a.equal(data.find(({ telephoneNumber }) => telephoneNumber === first)?.kind, "removed");
  });
  await page.waitForFunction((rest) => document.querySelector(".foot").textContent.startsWith(`${rest} `), CHECKED - 1);
  await page.keyboard.press("Escape");
  await page.focus(".grid");
  await page.keyboard.press("Control+a");
  await page.click(".selection button:has-text('Keep')");
  await page.click("dialog .primary");
  await page.waitForSelector(`.note:has-text('${CHECKED - 1} numbers done')`);
  await checks.check("numbers that are kept are active again", async (a) => {
    for (const number of numbers.filter((one) => one !== first)) {
      const { data } = await desk.api(`/api/v3/oc/numbers/${encodeURIComponent(number)}/history?pageSize=500`);
      a.ok(data.some(({ kind, before: from, after, actor }) => kind === "status_changed" && /2/.test(from) && /0/.test(after) && actor.startsWith("token:")), JSON.stringify(data.slice(-3)));
    }
  });
  await page.reload();
  await page.waitForSelector(".foot");
}

async function assignments(checks, desk) {
  const { page, tenant, demo } = desk;
  const numbers = [free(100), free(101)];
  await demo.simulator.ask("POST", "/numbers/assign", { numbers, assignment: "userAssigned" });
  await desk.go(`/numbers?tenant=${tenant}&search=${encodeURIComponent(numbers.join(" "))}`);
  await settled(page);
  const act = async (label) => {
    await page.focus(".grid");
    await page.keyboard.press("Control+a");
    await page.click(`.selection button:has-text('${label}')`);
    await page.click("dialog footer button:not(:has-text('Cancel'))");
    return desk.ended("dialog:has([data-task])");
  };
  const check = await act("Check now");
  await checks.check("a check of a selection ends, and says how many were checked", (a) => {
    a.equal(check.status, "CompletedSuccess");
    a.match(check.text, /2 numbers checked/);
  });
  await page.click("dialog footer .primary");
  await page.waitForFunction(() => [...document.querySelectorAll(".grid-row:not([hidden])")].every((row) => row.textContent.includes("User")));
  await checks.check("the table shows what the check found, by itself", async (a) => a.equal((await desk.number(numbers[0])).assignmentStatus, "UserAssigned"));
  const taken = await act("Unassign");
  await checks.check("an unassignment ends, and the numbers are free", async (a) => {
    a.equal(taken.status, "CompletedSuccess", taken.text);
    const state = await demo.simulator.ask("GET", `/accounts/${tenant}/numbers?top=5000`);
    const left = (state.numbers ?? state.items ?? state).filter(({ telephoneNumber, number }) => numbers.includes(telephoneNumber ?? number) );
    left.forEach((one) => a.match(JSON.stringify(one), /[Uu]nassigned/));
  });
  await page.click("dialog footer .primary");
  await desk.go("/tenants");
  await page.click(`tr:has-text('${tenant}') button:has-text('Check now')`);
  await page.click("dialog .primary");
  const all = await desk.ended("dialog:has([data-task])");
  await checks.check("all numbers of a tenant are checked at once", async (a) => {
    a.equal(all.status, "CompletedSuccess", all.text);
    a.match(all.text, /[\d,]{2,} numbers checked/);
    await desk.until("the numbers are free", `/api/v3/oc/numbers/${encodeURIComponent(numbers[0])}`, ({ assignmentStatus }) => assignmentStatus === "Unassigned");
  });
  await page.click("dialog footer .primary");
}

async function release(checks, desk) {
  const { page } = desk;
  const number = free(105);
  await desk.go(`/numbers?number=${encodeURIComponent(number)}`);
  await page.click(".drawer-actions button:has-text('Release')");
  await page.waitForSelector("dialog");
  await checks.check("a release says what it will do before it does it", async (a) => a.match(await page.textContent("dialog"), /is given back to Microsoft/));
  await page.click("dialog .danger");
  const task = await desk.ended("dialog:has([data-task])");
  await checks.check("a release ends, and the number has left", async (a) => {
    a.equal(task.status, "CompletedSuccess", task.text);
    await desk.until("it left", `/api/v3/oc/numbers/${encodeURIComponent(number)}`, (answer) => answer.errorCode === "number-unknown");
  });
  await page.click("dialog footer .primary");
  await desk.go("/released");
  await page.click(`button:has-text('${number}')`);
  await page.waitForSelector(".panel .past li:has-text('Released')");
  await checks.check("what left is kept, with its whole past", async (a) => {
    const past = await page.textContent(".panel .past");
    ["Uploaded", "Pending first sync → Active", "Active → Release requested", "Released"].forEach((word) => a.ok(past.includes(word), `${word} in ${past}`));
    a.match(await page.textContent(".panel"), /webui/);
  });
}
