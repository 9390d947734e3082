// The portal's pages and what is opened on them: what the scans and the pictures go through.

/** `path` leads there; `ready` waits for what is shown; `act` opens something on it first. */
export const PAGES = [
  { name: "sign-in", path: "/sign-in", isPublic: true },
  { name: "overview", path: "/", ready: ".plot .bar-fill" },
  { name: "numbers", path: "/numbers", ready: ".grid-row:not([hidden]):not(.waiting)" },
  { name: "drawer", path: "/numbers", ready: ".grid-row:not([hidden]):not(.waiting)", act: openNumber },
  { name: "released", path: "/released", ready: "main [aria-busy='false']", act: openFirst },
  { name: "upload", path: "/upload", ready: ".upload", act: preview },
  { name: "tasks", path: "/tasks", ready: "main [aria-busy='false']", act: openTask },
  { name: "tenants", path: "/tenants", ready: ".tenants tbody tr" },
  { name: "services", path: "/services", ready: ".list.picked tbody tr", act: openFirst },
  { name: "leads", path: "/leads", ready: "main [aria-busy='false']", act: openFirst },
  { name: "connections", path: "/connections", ready: "main [aria-busy='false']" },
  { name: "tokens", path: "/tokens", ready: ".list tbody tr" },
  { name: "reference", path: "/reference?search=check", ready: ".call", act: openCall },
];

async function openNumber(page) {
  await page.focus(".grid");
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".drawer .past li");
}

/** The first of a list; an empty list has none. */
async function openFirst(page) {
  const first = page.locator(".list.picked button.link").first();
  if ((await first.count()) === 0) return;
  await first.click();
  await page.waitForSelector(".panel h2");
  await page.waitForFunction(() => document.querySelector(".panel .timeline-place:empty") === null);
}

async function openTask(page) {
  const failed = page.locator("tr:has-text('Done, with errors') th a");
  const first = (await failed.count()) > 0 ? failed.first() : page.locator(".list tbody th a").first();
  if ((await first.count()) === 0) return;
  await first.click();
  await page.waitForSelector("[data-task]");
  await page.waitForSelector(".list tbody tr");
}

async function preview(page) {
  const [tenant] = await page.$$eval("#tenants option", (options) => options.map(({ value }) => value));
  await page.fill("#tenant", tenant ?? "00000000-0000-4000-8000-000000000001");
  await page.fill("#numbers", "+442079460100 .. +442079460149\n+442079460200\n020 7946 0201\n+442079460200");
  await page.click("text=Preview");
  await page.waitForSelector("#send");
}

async function openCall(page) {
  await page.click(".call summary:has-text('/action/check')");
  await page.waitForSelector(".call-details");
}

/** Goes to a page and opens on it what belongs to it. */
export async function visit(page, origin, { path, ready, act }) {
  await page.goto(origin + path);
  if (ready) await page.waitForSelector(ready);
  await act?.(page);
}
