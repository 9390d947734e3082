// The portal in a real Chromium against the real program: `cargo xtask portal` runs this.
//
//   node run.js --program PATH --out FOLDER [--numbers 200000] [--chromium /usr/bin/chromium] [--only NAME]
//
// Each file in checks/ is a group of checks that share a page. A check that fails does not stop the others.

import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Browser } from "./browser.js";
import { Checks } from "./checks.js";
import { Program } from "./program.js";

const GROUPS = ["session", "table", "views", "hostile", "reach", "actions", "axe", "shots"];

const { values: options } = parseArgs({
  options: {
    program: { type: "string" },
    out: { type: "string" },
    numbers: { type: "string", default: "200000" },
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
  const server = await program.serve(Number(options.numbers));
  checks.note(`${options.numbers} numbers made and loaded in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  for (const name of GROUPS.filter((group) => !options.only || options.only.split(",").includes(group))) {
    const { run } = await import(`./checks/${name}.js`);
    await checks.group(name, () => run({ checks, browser, program, server, out: options.out }));
  }
} finally {
  await browser.close();
  await program.end();
}
process.exitCode = checks.report();
