// The overview, the tenants and the tokens.

import { api, rows } from "../browser.js";

export async function run({ checks, browser, server }) {
  const { origin, tokens } = server;
  const page = await browser.signedIn(server, tokens.admin);
  await page.waitForSelector(".plot .bar-fill");
  const overview = await api(page, "/api/v3/inventory/overview");
  await checks.check("the overview's plots show the API's counts, in their tables too", async (a) => {
    a.equal((await page.textContent(".tile strong")).replaceAll(",", ""), String(overview.total));
    const [first] = await page.$$eval(".plot table", (tables) => tables.map((table) => [...table.querySelectorAll("tbody td:nth-child(2)")].map((cell) => Number(cell.textContent.replaceAll(",", "")))));
    a.deepEqual(first, Object.values(overview.statuses));
  });
  await page.focus(".bars a >> nth=2");
  await page.keyboard.press("Enter");
  await page.waitForURL(/numbers\?status=MarkedForRemoval/);
  await rows(page);
  await checks.check("a bar opens the list that it counts", async (a) => {
    a.equal((await page.textContent(".foot")).split(" ")[0].replaceAll(",", ""), String(overview.statuses.MarkedForRemoval));
  });

  await page.goto(`${origin}/tenants`);
  await page.waitForSelector(".tenants tbody tr");
  await page.fill("#search", "MSFT");
  await page.waitForFunction(() => document.querySelectorAll(".tenants tbody tr").length === 1);
  await page.click(".tenants tbody a");
  await page.waitForURL(/numbers\?tenant=/);
  await page.waitForFunction(() => document.querySelector(".foot")?.textContent.startsWith("10 "));
  await checks.check("a tenant leads to its numbers", async (a) => a.match(await page.textContent(".tags"), /Tenant 3bc57cac/));

  await page.goto(`${origin}/tokens`);
  await page.click("#new-token");
  await page.fill("[name='name']", "<i>made by a test</i>");
  await page.click("text=Make the token");
  await page.waitForSelector("#secret");
  const secret = await page.textContent("#secret");
  await page.click("text=I have kept it");
  await page.waitForSelector("text=<i>made by a test</i>");
  const colleague = await browser.signedIn(server, secret);
  await checks.check("a token that was just made signs in", async (a) => a.match(await colleague.textContent(".who"), /reader/));
  const row = page.locator("tr", { hasText: "made by a test" });
  await row.locator("button").click();
  await page.click("dialog .danger");
  await row.locator(".pill", { hasText: "Revoked" }).waitFor();
  colleague.faults.length = 0;
  await checks.check("its session ends when it is revoked", async (a) => {
    await colleague.waitForFunction(async () => (await fetch("/api/v3/session")).status === 401);
    await colleague.goto(`${origin}/numbers`);
    a.equal(new URL(colleague.url()).pathname, "/sign-in");
  });
  await colleague.context().close();
  await checks.check("no error, and no request left the server", (a) => a.deepEqual(page.faults, []));
  await page.context().close();
}
