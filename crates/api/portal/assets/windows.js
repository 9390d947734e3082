// The list as far as it is here: windows of it, fetched when rows are wanted, dropped when they are far away. The whole
// list is never in memory.

import { isAborted } from "./api.js";

/** Rows in a window. */
export const SIZE = 100;
/** How many windows are kept. */
const KEPT = 40;
/** While somebody flings through the list, windows are asked for no more often than this, in milliseconds. */
const APART = 40;

export class Windows {
  /** `load(offset, limit, signal)` fetches a window; `arrived(answer)` and `refused(error)` are told. */
  constructor({ load, arrived, refused }) {
    Object.assign(this, { load, arrived, refused, kept: new Map(), underWay: new Map(), wanted: [], timer: 0, asked: 0 });
  }

  /** Forgets everything: it is another list now. */
  reset() {
    this.stop();
    this.kept.clear();
    this.wanted = [];
  }

  /** What is shown may be out of date; it stays until the new is here. */
  refresh() {
    this.stop();
    for (const window of this.kept.values()) window.isStale = true;
    this.pump();
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.underWay.forEach((controller) => controller.abort());
    this.underWay.clear();
  }

  /** A row's record, if it is here. */
  row(index) {
    return this.kept.get(Math.floor(index / SIZE))?.rows[index % SIZE];
  }

  /** Whether the rows from `first` to `last` are here. */
  has(first, last) {
    for (let index = Math.floor(first / SIZE); index <= Math.floor(last / SIZE); index += 1) {
      if (!this.kept.has(index)) return false;
    }
    return true;
  }

  /** These rows are shown now; those after them in the direction of travel may be next. */
  want(first, last, rows, direction) {
    const from = Math.floor(first / SIZE);
    const to = Math.floor(Math.max(first, last) / SIZE);
    const wanted = [];
    for (let index = from; index <= to; index += 1) wanted.push(index);
    const next = direction < 0 ? from - 1 : to + 1;
    if (next >= 0 && next * SIZE < rows) wanted.push(next);
    this.wanted = wanted;
    for (const [index, controller] of this.underWay) {
      if (!wanted.includes(index)) {
        controller.abort();
        this.underWay.delete(index);
      }
    }
    if (this.timer === 0 && wanted.some((index) => this.isMissing(index))) {
      const wait = Math.max(0, APART - (performance.now() - this.asked));
      this.timer = setTimeout(() => this.pump(), wait);
    }
  }

  isMissing(index) {
    return !this.underWay.has(index) && (this.kept.get(index)?.isStale ?? true);
  }

  pump() {
    this.timer = 0;
    for (const index of this.wanted.filter((index) => this.isMissing(index))) {
      this.asked = performance.now();
      this.fetch(index);
    }
  }

  async fetch(index) {
    const controller = new AbortController();
    this.underWay.set(index, controller);
    try {
      const answer = await this.load(index * SIZE, SIZE, controller.signal);
      if (controller.signal.aborted) return;
      this.kept.delete(index);
      this.kept.set(index, { rows: answer.data, isStale: false });
      this.forgetFar();
      this.arrived(answer);
    } catch (error) {
      if (!isAborted(error)) this.refused(error);
    } finally {
      if (this.underWay.get(index) === controller) this.underWay.delete(index);
    }
  }

  forgetFar() {
    for (const index of this.kept.keys()) {
      if (this.kept.size <= KEPT) return;
      if (!this.wanted.includes(index)) this.kept.delete(index);
    }
  }
}
