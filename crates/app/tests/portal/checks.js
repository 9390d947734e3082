// What was checked and how it came out.

import assert from "node:assert/strict";

export class Checks {
  passed = 0;
  failures = [];
  notes = [];

  /** A claim, and what has to hold for it. */
  async check(claim, body) {
    try {
      await body(assert);
      this.passed += 1;
      console.log(`  ok      ${claim}`);
    } catch (error) {
      this.failures.push(claim);
      console.log(`  FAILED  ${claim}\n          ${String(error.stack ?? error).split("\n").slice(0, 12).join("\n          ")}`);
    }
  }

  /** A measured figure that is to be at most (or at least) so much. */
  figure(claim, value, unit, { most = Infinity, least = -Infinity }) {
    const bound = most === Infinity ? `at least ${least}` : `at most ${most}`;
    return this.check(`${claim}: ${value} ${unit}, ${bound} wanted`, (a) => a.ok(value <= most && value >= least));
  }

  note(text) {
    console.log(`  ${text}`);
  }

  async group(name, body) {
    const began = performance.now();
    console.log(name);
    try {
      await body();
    } catch (error) {
      this.failures.push(name);
      console.log(`  FAILED  ${name} broke off: ${String(error.stack ?? error)}`);
    }
    this.note(`${((performance.now() - began) / 1000).toFixed(1)} s`);
  }

  /** The exit code. */
  report() {
    console.log(`${this.passed} passed, ${this.failures.length} failed`);
    this.failures.forEach((claim) => console.log(`  FAILED  ${claim}`));
    return this.failures.length === 0 ? 0 : 1;
  }
}
