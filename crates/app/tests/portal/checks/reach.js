// Who sees what: a reader no action, a tenant's operator no other tenant; by page and by request.

import { api, settled } from "../browser.js";
import { DOCUMENT_TENANT } from "../program.js";

export async function run({ checks, browser, server }) {
  const { origin, tokens } = server;
  const reader = await browser.signedIn(server, tokens.reader);
  await reader.goto(`${origin}/numbers?number=%2B448718943000`);
  await reader.waitForSelector(".drawer h2");
  await checks.check("a reader sees no action", async (a) => {
    a.equal(await reader.locator(".grid-check, .drawer-actions button, .selection").count(), 0);
    a.equal(await reader.locator("nav a[href='/tokens'], nav a[href='/upload']").count(), 0);
  });
  await checks.check("a reader's session changes nothing by request either", async (a) => {
    const status = await reader.evaluate(async () => (await fetch("/api/v3/tokens", { method: "POST", body: "{\"role\":\"admin\"}", headers: { "content-type": "application/json", "numberline-portal": "1" } })).status);
    a.equal(status, 403);
    reader.faults.length = 0;
  });
  await reader.goto(`${origin}/tenants`);
  await reader.waitForSelector(".tenants tbody tr");
  await checks.check("a reader is offered no check of a tenant", async (a) => a.equal(await reader.locator("main button:has-text('Check now')").count(), 0));
  await reader.goto(`${origin}/tokens`);
  await checks.check("a page that needs another role says so", async (a) => a.match(await reader.textContent("main"), /needs the role admin/));
  await reader.context().close();

  const page = await browser.signedIn(server, tokens.tenant);
  await page.goto(`${origin}/numbers`);
  await settled(page);
  const all = await browser.signedIn(server, tokens.admin);
  const { data } = await api(all, "/api/v3/inventory/tenants?limit=500");
  const others = data.filter(({ tenantId }) => tenantId !== DOCUMENT_TENANT);
  await all.context().close();
  await checks.check("an operator of one tenant sees its ten numbers and no other", async (a) => {
    a.match(await page.textContent(".foot"), /^10 numbers/);
    const seen = await api(page, "/api/v3/inventory/numbers?limit=500");
    a.deepEqual([...new Set(seen.data.map(({ tenantId }) => tenantId))], [DOCUMENT_TENANT]);
    a.equal((await api(page, "/api/v3/inventory/overview")).tenants, 1);
    a.equal((await api(page, "/api/v3/inventory/tenants")).data.length, 1);
  });
  await checks.check("services, leads, departures and tasks are its own too", async (a) => {
    a.deepEqual([...new Set((await api(page, "/api/v3/customer")).map(({ MsTenantId }) => MsTenantId))], [DOCUMENT_TENANT]);
    a.ok((await api(page, "/api/v2/oc/lead?pageSize=100")).every(({ tenantId }) => tenantId === DOCUMENT_TENANT));
    a.ok((await api(page, "/api/v3/oc/released")).data.every(({ tenantId }) => tenantId === DOCUMENT_TENANT));
    a.ok((await api(page, "/api/v3/oc/tasks")).data.every(({ msTenantId }) => msTenantId === DOCUMENT_TENANT));
    await page.goto(`${origin}/services`);
    await page.waitForSelector(".list.picked tbody tr");
    a.equal(await page.locator(".list.picked tbody tr").count(), 1);
  });
  await checks.check("another tenant's page and requests answer as if there were none", async (a) => {
    const service = others.find(({ services }) => services[0]?.umpCustomerGuid).services[0].umpCustomerGuid;
    a.equal((await api(page, `/api/v3/inventory/services/${service}`)).errorCode, "service-unknown");
    for (const { tenantId } of others.slice(0, 3)) {
      a.equal((await api(page, `/api/v3/oc/released?msTenantId=${tenantId}`)).errorCode, "tenant-unknown");
      const post = (path, body) => page.evaluate(async ([address, text]) => (await fetch(address, { method: "POST", body: text, headers: { "content-type": "application/json", "numberline-portal": "1" } })).json(), [path, JSON.stringify(body)]);
      a.equal((await post(`/api/v3/oc/numbers/action/check?msTenantId=${tenantId}`, {})).errorCode, "tenant-unknown");
      a.equal((await post(`/api/v3/inventory/numbers?msTenantId=${tenantId}`, { search: "+" })).errorCode, "tenant-unknown");
      a.equal((await api(page, `/api/v3/inventory/numbers?msTenantId=${tenantId}`)).errorCode, "tenant-unknown");
      a.equal((await api(page, `/api/v3/inventory/overview?msTenantId=${tenantId}`)).errorCode, "tenant-unknown");
    }
    await page.goto(`${origin}/numbers?tenant=${others[0].tenantId}`);
    await page.waitForSelector(".grid-message .empty");
    a.match(await page.textContent(".grid-message"), /no tenant with this/);
  });
  await page.context().close();
}
