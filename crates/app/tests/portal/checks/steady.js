// No page moves what somebody reads: nothing shifts once the first content is there. And every first view is light.

import { shown } from "../browser.js";
import { PAGES, visit } from "../pages.js";

/** The sum of shifts, as browsers score it, that nobody notices. */
const MOST = 0.02;
/** What crosses the wire for a view without anything cached, in kilobytes. */
const HEAVIEST = 150;

export async function run({ checks, browser, server }) {
  const { origin, tokens } = server;
  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    const page = await browser.signedIn(server, tokens.admin, { viewport });
    await page.addInitScript(() => {
      window.shifts = [];
      const noted = ({ value, hadRecentInput, sources }) => hadRecentInput || window.shifts.push({ value, what: sources.map(({ node }) => node?.className ?? node?.nodeName).join(" ") });
      new PerformanceObserver((list) => list.getEntries().forEach(noted)).observe({ type: "layout-shift", buffered: true });
    });
    for (const { name, path, ready } of PAGES.filter(({ isPublic }) => !isPublic)) {
      const bytes = await weighed(page, () => visit(page, origin, { path, ready }));
      await shown(page);
      const shifts = await page.evaluate(() => window.shifts);
      const sum = shifts.reduce((all, { value }) => all + value, 0);
      await checks.check(`${name} at ${viewport.width} keeps still: ${sum.toFixed(3)}, and weighs ${Math.ceil(bytes / 1024)} kB`, (a) => {
        a.ok(sum <= MOST, JSON.stringify(shifts));
        a.ok(bytes <= HEAVIEST * 1024);
      });
    }
    await page.context().close();
  }
}

/** The bytes that cross the wire while something is done. */
async function weighed(page, work) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  let bytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await work();
  await session.detach();
  return bytes;
}
