// The table of numbers: any depth, any filter, by keyboard alone, within its budgets.

import { api, drawn, rows, settled } from "../browser.js";

const LIMIT = 300;

export async function run({ checks, browser, server, options }) {
  const { origin, tokens } = server;
  const page = await browser.signedIn(server, tokens.admin);
  // Where one tenant has all that was made, its list is the one that is measured.
  const tenant = options.tenants === "1" ? await largest(page) : null;
  const list = tenant ? `${origin}/numbers?tenant=${tenant}` : `${origin}/numbers`;
  const windows = `/api/v3/inventory/numbers?${tenant ? `msTenantId=${tenant}&` : ""}`;
  const heap = new Heap(page);
  const sent = await weigh(page, list);
  await checks.figure("the first view, packed", Math.ceil(sent / 1024), "kB", { most: 150 });
  await checks.figure("the first rows after navigation", await firstRows(page, origin, list), "ms", { most: LIMIT });
  const total = (await api(page, `${windows}limit=1`)).total;
  await checks.check("the rows are counted for those who hear them", async (a) => {
    a.equal(await page.getAttribute(".grid", "aria-rowcount"), String(total + 1));
    a.match(await page.textContent(".foot"), new RegExp(total.toLocaleString("en-GB")));
  });
  await checks.check("every status shows its exact count", async (a) => {
    const { totals } = await api(page, `${windows}limit=1`);
    const shown = await page.$$eval(".chip-count", (chips) => chips.map((chip) => Number(chip.textContent.replaceAll(",", ""))));
    a.deepEqual(shown, [total, ...Object.values(totals)]);
  });

  await page.focus(".grid");
  heap.watch();
  await checks.figure("the jump to the end", await timed(page, () => page.keyboard.press("End"), total + 1), "ms", { most: LIMIT });
  await checks.check("the last row is the list's last number", async (a) => {
    const { data } = await api(page, `${windows}offset=${total - 1}&limit=1`);
    const seen = await drawn(page);
    a.deepEqual([seen.at(-1).index, seen.at(-1).number], [total + 1, data[0].telephoneNumber]);
  });
  const middle = Math.floor(total / 2);
  await checks.figure("the jump to the middle by the scroll bar", await dragTo(page, 0.5, total), "ms", { most: LIMIT });
  await checks.check("the middle of the bar is the middle of the list, row by row as the API has it", async (a) => {
    const seen = await drawn(page);
    a.ok(Math.abs(seen[0].index - middle) < total / 100, `${seen[0].index} for ${middle}`);
    const { data } = await api(page, `${windows}offset=${seen[0].index - 2}&limit=${seen.length}`);
    a.deepEqual(seen.map(({ number }) => number), data.map(({ telephoneNumber }) => telephoneNumber));
  });
  await checks.check("a small wheel moves the rows by as much", async (a) => {
    const before = await drawn(page);
    await page.mouse.move(500, 500);
    await page.mouse.wheel(0, 34 * 10);
    await page.waitForTimeout(400);
    await settled(page);
    const after = await drawn(page);
    a.ok(Math.abs(after[0].index - before[0].index - 10) <= 1, `${before[0].index} to ${after[0].index}`);
  });
  await page.focus(".grid");
  await page.keyboard.press("Home");
  await settled(page);
  await checks.figure("frames a second under a held Page Down", await heldPageDown(page), "", { least: 30 });
  await settled(page);
  await checks.check("after it the rows are the list's", async (a) => {
    const seen = await drawn(page);
    const { data } = await api(page, `${windows}offset=${seen[0].index - 2}&limit=${seen.length}`);
    a.deepEqual(seen.map(({ number }) => number), data.map(({ telephoneNumber }) => telephoneNumber));
  });
  await checks.figure("the heap at its highest, looked at ten times a second", heap.stop(), "MB", { most: 150 });

  await narrowed(checks, browser, server, page);
  await checks.check("no error, and no request left the server", (a) => a.deepEqual(page.faults, []));
  await page.context().close();
}

/** The tenant with the most numbers. */
async function largest(page) {
  const { data } = await api(page, "/api/v3/inventory/tenants?limit=500");
  return data.reduce((most, tenant) => (tenant.total > most.total ? tenant : most)).tenantId;
}

/** Looks at a page's heap while other things happen. */
class Heap {
  highest = 0;

  constructor(page) {
    this.page = page;
  }

  watch() {
    this.timer = setInterval(async () => {
      const bytes = await this.page.evaluate(() => performance.memory.usedJSHeapSize).catch(() => 0);
      this.highest = Math.max(this.highest, bytes);
    }, 100);
  }

  /** The highest so far, in megabytes. */
  stop() {
    clearInterval(this.timer);
    return Math.ceil(this.highest / 1024 / 1024);
  }
}

/** The bytes that cross the wire for a view without anything cached. */
async function weigh(page, address) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  let bytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.goto(address);
  await rows(page);
  await session.detach();
  return bytes;
}

async function firstRows(page, origin, list) {
  // Once to have the scripts in the cache, as on every working day; then the figure.
  await page.goto(list);
  await rows(page);
  await page.goto(`${origin}/tasks`);
  const script = () => {
    addEventListener("DOMContentLoaded", () => {
      const look = () => {
        if (document.querySelector(".grid-row:not([hidden]):not(.waiting)")) window.firstRowsAt = performance.now();
        else requestAnimationFrame(look);
      };
      look();
    });
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shifted = (window.shifted ?? 0) + entry.value))).observe({ type: "layout-shift", buffered: true });
  };
  await page.addInitScript(script);
  await page.goto(list);
  await page.waitForFunction(() => window.firstRowsAt !== undefined);
  return Math.round(await page.evaluate(() => window.firstRowsAt));
}

/** How long it takes until a row is drawn with its record. */
async function timed(page, act, rowIndex) {
  await page.evaluate((wanted) => {
    let began = 0;
    window.took = undefined;
    addEventListener("keydown", () => (began = performance.now()), { capture: true, once: true });
    const look = () => {
      const row = document.querySelector(`.grid-row[aria-rowindex="${wanted}"]:not([hidden]):not(.waiting)`);
      if (began > 0 && row) window.took = Math.round(performance.now() - began);
      else requestAnimationFrame(look);
    };
    look();
  }, rowIndex);
  await act();
  await page.waitForFunction(() => window.took !== undefined);
  return page.evaluate(() => window.took);
}

function dragTo(page, share, total) {
  return page.evaluate(
    ([part, rows]) =>
      new Promise((resolve) => {
        const view = document.querySelector(".grid");
        const began = performance.now();
        view.scrollTop = (view.scrollHeight - view.clientHeight) * part;
        const look = () => {
          if (performance.now() - began > 10_000) return resolve(Infinity);
          const shown = [...document.querySelectorAll(".grid-row:not([hidden])")];
          const isThere = shown.length > 0 && shown.every((row) => !row.classList.contains("waiting") && Math.abs(Number(row.getAttribute("aria-rowindex")) - rows * part) < rows / 50);
          if (isThere) resolve(Math.round(performance.now() - began));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    [share, total],
  );
}

/** Frames a second while Page Down repeats as a keyboard does: 30 times a second, for three seconds. */
function heldPageDown(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const view = document.querySelector(".grid");
        const press = () => view.dispatchEvent(new KeyboardEvent("keydown", { key: "PageDown", bubbles: true, cancelable: true }));
        const began = performance.now();
        let frames = 0;
        const timer = setInterval(press, 33);
        const frame = () => {
          frames += 1;
          const passed = performance.now() - began;
          if (passed < 3000) return requestAnimationFrame(frame);
          clearInterval(timer);
          resolve(Math.floor((frames * 1000) / passed));
        };
        requestAnimationFrame(frame);
      }),
  );
}

async function narrowed(checks, browser, server, page) {
  const { origin, tokens } = server;
  await page.goto(`${origin}/numbers`);
  await rows(page);
  await checks.check("the layout does not shift after the first rows", async (a) => a.ok((await page.evaluate(() => window.shifted ?? 0)) < 0.02));
  await page.keyboard.press("/");
  await page.keyboard.type("+4487189430");
  await page.waitForURL(/search=/);
  await page.waitForFunction(() => document.querySelector(".foot").textContent.startsWith("10 "));
  await page.keyboard.press("Enter");
  await settled(page);
  await checks.check("a search narrows the list to what begins so", async (a) => {
    a.deepEqual((await drawn(page)).map(({ number }) => number.slice(0, 11)), Array(10).fill("+4487189430"));
  });
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".drawer h2");
  await checks.check("Enter opens the drawer of the active row, with every digit of asticks", async (a) => {
    a.equal(await page.textContent(".drawer h2"), "+448718943001");
    const { data } = await api(page, "/api/v3/inventory/numbers?search=%2B448718943001");
    if (data[0].asticks === null) await page.goto(`${origin}/numbers?number=%2B448718943000`);
    await page.waitForSelector(".drawer h2");
    const shown = await page.$eval(".drawer", (drawer) => drawer.querySelector("#asticks")?.textContent ?? "none");
    a.match(shown, /^639069187671521345$|^none$/);
  });
  const shared = page.url();
  const other = await browser.signedIn(server, tokens.admin);
  await other.goto(shared);
  await other.waitForSelector(".drawer h2");
  await checks.check("an address that is sent to a colleague shows the same", async (a) => {
    a.equal(await other.textContent(".drawer h2"), await page.textContent(".drawer h2"));
    a.equal(await other.textContent(".foot"), await page.textContent(".foot"));
  });
  await other.context().close();
  await page.keyboard.press("Escape");
  await checks.check("Escape closes the drawer", async (a) => a.ok(await page.isHidden(".drawer")));
  await page.goto(`${origin}/numbers`);
  await rows(page);
  await page.click(".chip >> nth=3");
  await page.waitForURL(/status=MarkedForRemoval/);
  await settled(page);
  await checks.check("a status chip narrows the list to its count", async (a) => {
    const chip = (await page.textContent(".chip >> nth=3 >> .chip-count")).trim();
    a.equal((await page.textContent(".foot")).split(" ")[0], chip);
  });
  await page.goBack();
  await page.waitForFunction(() => document.querySelector(".chip").getAttribute("aria-pressed") === "true");
  await page.click("text=Columns");
  await page.uncheck("[data-check='service']");
  await page.keyboard.press("Escape");
  await page.reload();
  await rows(page);
  await checks.check("the choice of columns is remembered", async (a) => {
    const heads = await page.$$eval("[role='columnheader']", (cells) => cells.map((cell) => cell.textContent));
    a.ok(!heads.includes("Service") && heads.includes("Number"));
  });
}
