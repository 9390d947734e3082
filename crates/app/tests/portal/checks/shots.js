// Pictures of every page at two sizes, light and dark, of a demo in which something happened; and that the documents show
// each of them.

import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shown } from "../browser.js";
import { Desk } from "../desk.js";
import { furnish } from "../furnish.js";
import { PAGES, visit } from "../pages.js";

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const SCHEMES = ["light", "dark"];
/** Of WebP: text stays sharp. */
const QUALITY = 80;
/** All pictures of the documents together, in bytes. */
const MOST = 3_000_000;

export async function run({ checks, browser, program, options }) {
  const desk = await Desk.open(browser, program);
  await furnish(desk);
  for (const colorScheme of SCHEMES) {
    for (const viewport of SIZES) {
      const setting = { colorScheme, viewport };
      const visitor = await browser.visitor(desk.origin, setting);
      const page = await browser.signedIn(desk, desk.demo.token, setting);
      for (const entry of PAGES) await picture(checks, entry.isPublic ? visitor : page, desk.origin, entry, setting, options.out);
      await checks.check(`no error at ${viewport.width}, ${colorScheme}`, (a) => a.deepEqual([...page.faults, ...visitor.faults], []));
      await page.context().close();
      await visitor.context().close();
    }
  }
  await desk.close();
  const names = PAGES.flatMap(({ name }) => SCHEMES.flatMap((scheme) => SIZES.map(({ width }) => nameOf(name, width, scheme))));
  if (options.pictures) keep(names, options);
  await documented(checks, names, options.documents);
}

const nameOf = (page, width, scheme) => `${page}-${width}-${scheme}.webp`;

async function picture(checks, page, origin, entry, { colorScheme, viewport }, out) {
  await visit(page, origin, entry);
  await shown(page);
  // Short news go by themselves, some sooner, some later.
  await page.evaluate(() => document.querySelector(".tray")?.remove());
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
  await session.detach();
  writeFileSync(join(out, nameOf(entry.name, viewport.width, colorScheme)), Buffer.from(data, "base64"));
  await checks.check(`${entry.name} at ${viewport.width}, ${colorScheme}, is no wider than the screen`, async (a) => {
    a.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  });
}

/** Puts the new pictures in the place of those in the documents. */
function keep(names, { out, documents }) {
  const folder = join(documents, "portal");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  names.forEach((name) => copyFileSync(join(out, name), join(folder, name)));
}

async function documented(checks, names, documents) {
  const text = readFileSync(join(documents, "portal.md"), "utf8");
  const folder = join(documents, "portal");
  await checks.check("docs/portal.md shows every page at both sizes, light and dark", (a) => {
    a.deepEqual(names.filter((name) => !text.includes(`portal/${name}`)), []);
    a.deepEqual(names.filter((name) => !existsSync(join(folder, name))), []);
  });
  await checks.check("docs/portal has no other pictures", (a) => a.deepEqual(readdirSync(folder).filter((name) => !names.includes(name)), []));
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  await checks.figure("the pictures in docs/portal", Math.ceil(bytes / 1000), "kB", { most: MOST / 1000 });
}
