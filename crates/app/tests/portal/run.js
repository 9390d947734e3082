// The portal in a real Chromium against the real program: `cargo xtask portal` runs this.
//
//   node run.js --program PATH --out FOLDER --documents FOLDER [--numbers 200000] [--tenants 40]
//               [--chromium /usr/bin/chromium] [--only NAME,NAME] [--pictures]
//
// Each file in checks/ is a group of checks that share a page. A check that fails does not stop the others.

import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Browser } from "./browser.js";
import { Checks } from "./checks.js";
import { Program } from "./program.js";

const GROUPS = ["session", "table", "views", "records", "search", "hostile", "reach", "actions", "keyboard", "steady", "axe", "shots", "away"];

const { values: options } = parseArgs({
  options: {
    program: { type: "string" },
    out: { type: "string" },
    documents: { type: "string" },
    numbers: { type: "string", default: "200000" },
    tenants: { type: "string", default: "40" },
    pictures: { type: "boolean", default: false },
    chromium: { type: "string", default: "/usr/bin/chromium" },
    only: { type: "string" },
  },
});

mkdirSync(options.out, { recursive: true });
const checks = new Checks();
const program = new Program(resolve(options.program));
const browser = await Browser.launch(options.chromium);
try {
  const began = performance.now();
  const server = await program.serve(Number(options.numbers), Number(options.tenants));
  checks.note(`${options.numbers} numbers made and loaded in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  for (const name of GROUPS.filter((group) => !options.only || options.only.split(",").includes(group))) {
    const { run } = await import(`./checks/${name}.js`);
    await checks.group(name, () => run({ checks, browser, program, server, options }));
  }
} finally {
  await browser.close();
  await program.end();
}
process.exitCode = checks.report();
