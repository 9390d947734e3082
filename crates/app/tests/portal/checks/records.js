// Services and leads: what is kept here is changed on the page, what is Microsoft's is only shown.

import { api } from "../browser.js";
import { DOCUMENT_TENANT } from "../program.js";

const LEAD = "6e1d0f70-3b84-4c5a-a1d9-77f2c0b5e813";

export async function run({ checks, browser, server }) {
  const { origin, tokens } = server;
  const page = await browser.signedIn(server, tokens.admin);
  await service(checks, page, origin);
  await lead(checks, page, server);
  await departures(checks, page, origin);
  await checks.check("no error, and no request left the server", (a) => a.deepEqual(page.faults, []));
  await page.context().close();
  const reader = await browser.signedIn(server, tokens.reader);
  await reader.goto(`${origin}/leads?lead=${LEAD}`);
  await reader.waitForSelector(".panel h2");
  await checks.check("a reader changes neither", async (a) => {
    a.equal(await reader.locator("#change-lead").count(), 0);
    await reader.goto(`${origin}/services`);
    await reader.click(".list.picked button.link >> nth=0");
    await reader.waitForSelector(".panel h2");
    a.equal(await reader.locator("#change-service").count(), 0);
  });
  await reader.context().close();
}

async function service(checks, page, origin) {
  await page.goto(`${origin}/numbers?tenant=${DOCUMENT_TENANT}`);
  await page.waitForSelector(".grid-row:not([hidden]):not(.waiting)");
  const [{ umpCustomerGuid: guid, umpCustomerFullName: name, msCompanyName: company }] = (await api(page, `/api/v3/inventory/numbers?msTenantId=${DOCUMENT_TENANT}&limit=1`)).data;
  await page.goto(`${origin}/services?search=${guid.slice(0, 8)}`);
  await page.click(`[data-key='${guid}']`);
  await page.waitForSelector(".panel h2");
  await checks.check("a service shows its facts: those kept here, and Microsoft's", async (a) => {
    const text = await page.textContent(".panel");
    [name, company, guid, DOCUMENT_TENANT].forEach((part) => a.ok(text.includes(part), part));
  });
  await page.click("#change-service");
  await checks.check("only what is kept here can be changed", async (a) => {
    const names = await page.$$eval(".panel form [name]", (fields) => fields.map((field) => field.name));
    a.ok(names.includes("customerFullName") && !names.includes("msCompanyName") && !names.includes("consentedOn"), String(names));
  });
  await page.fill("[name='customerFullName']", "Renamed <b>here</b>");
  await page.click(".panel form .primary");
  await page.waitForSelector(".panel h2:has-text('Renamed <b>here</b>')");
  await checks.check("a change shows on every number of the service", async (a) => {
    const { data } = await api(page, `/api/v3/inventory/numbers?msTenantId=${DOCUMENT_TENANT}&limit=50`);
    a.deepEqual([...new Set(data.map((record) => record.umpCustomerFullName))], ["Renamed <b>here</b>"]);
    a.equal(data[0].msCompanyName, company);
  });
  await page.click("#change-service");
  await page.fill("[name='licenseType']", "99");
  await page.click(".panel form .primary");
  await page.waitForSelector(".panel form [role='alert']");
  await checks.check("what the server refuses is told beside the form", async (a) => a.match(await page.textContent(".panel form [role='alert']"), /licenseType/));
  page.faults.splice(0, Infinity, ...page.faults.filter((fault) => !/status of 400/.test(fault)));
  await page.keyboard.press("Escape");
}

async function lead(checks, page, { origin, tokens }) {
  const body = { tenantId: DOCUMENT_TENANT, status: "Active", consentedOn: "2026-09-14T08:20:00.1234567Z", consentedCountries: ["GB", "IE"], contactDetails: { fullName: "Mara Ellison", companyName: "Harbour Light Books" }, contacts: [{ fullName: "Idris Vaughan" }], comments: "First." };
  const headers = { authorization: `Bearer ${tokens.admin}`, "content-type": "application/json" };
  await fetch(`${origin}/api/v3/inventory/leads/${LEAD}`, { method: "PUT", headers, body: JSON.stringify(body) });
  await page.goto(`${origin}/leads?lead=${LEAD}`);
  await page.waitForSelector(".panel h2");
  const whole = () => api(page, `/api/v2/oc/lead?msTenantId=${DOCUMENT_TENANT}`).then((leads) => leads.find(({ id }) => id === LEAD));
  const before = await whole();
  await checks.check("a lead shows consent and contacts", async (a) => {
    const text = await page.textContent(".panel");
    ["Harbour Light Books", "Active", "United Kingdom, Ireland", "Mara Ellison", "Idris Vaughan", "First."].forEach((part) => a.ok(text.includes(part), part));
  });
  await page.click("#change-lead");
  await page.fill("[name='comments']", "Second.");
  await page.click(".panel form .primary");
  await page.waitForSelector(".panel dd:has-text('Second.')");
  await checks.check("a note is changed, and nothing else of the lead", async (a) => a.deepEqual(await whole(), { ...before, comments: "Second." }));
}

async function departures(checks, page, origin) {
  await page.goto(`${origin}/released`);
  await page.waitForSelector(".list.picked tbody tr");
  await page.keyboard.press("/");
  await page.keyboard.type("0044 8718 943000");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".panel .past li");
  await checks.check("the past of any number is found by typing it", async (a) => {
    a.equal(await page.textContent(".panel h2"), "+448718943000");
    a.match(await page.textContent(".panel .past"), /Imported/);
  });
}
