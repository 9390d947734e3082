// Which numbers are selected: some, or everything that matches. What can be done with them stands in a bar.

import { isOperator } from "./api.js";
import { button, h, replace } from "./dom.js";
import { counted } from "./format.js";

/** More numbers than these are not selected one by one. */
const MOST = 10_000;

export class Selection {
  constructor(changed) {
    Object.assign(this, { changed, records: new Map(), all: null, anchor: null, total: 0 });
    this.element = h("div", { class: "selection", role: "region", "aria-label": "Selected numbers", hidden: true });
  }

  /** The bar, for those who may do something. */
  bar(filters) {
    this.filters = filters;
    return isOperator ? [this.element] : [];
  }

  has(number) {
    return this.all !== null || this.records.has(number);
  }

  /** Selects a row or not; with Shift all rows from the last one. */
  toggle(index, isRange, row) {
    const from = isRange && this.anchor !== null ? Math.min(this.anchor, index) : index;
    const to = isRange && this.anchor !== null ? Math.max(this.anchor, index) : index;
    this.all = null;
    const target = row(index);
    const isOn = target !== undefined && (isRange || !this.records.has(target.telephoneNumber));
    for (let at = from; at <= to; at += 1) {
      const record = row(at);
      if (record === undefined) continue;
      if (isOn && this.records.size < MOST) this.records.set(record.telephoneNumber, record);
      else if (!isOn) this.records.delete(record.telephoneNumber);
    }
    this.anchor = index;
    this.show();
  }

  /** Selects everything that matches. */
  everything(filters, total) {
    this.records.clear();
    this.all = { ...filters };
    this.total = total;
    this.show();
  }

  clear() {
    this.records.clear();
    this.all = null;
    this.anchor = null;
    this.show();
  }

  /** The list has so many numbers now. */
  tell(total) {
    this.total = total;
    if (this.all !== null) this.show();
  }

  get size() {
    return this.all === null ? this.records.size : this.total;
  }

  async show() {
    this.element.hidden = this.size === 0;
    this.changed();
    if (this.size === 0) return;
    const { actionButtons } = await import("./actions.js");
    const more = this.all === null && this.total > this.records.size ? button(`Select all ${counted(this.total, "number")}`, { class: "quiet", click: () => this.everything(this.filters.values, this.total) }) : null;
    replace(this.element, h("b", {}, `${counted(this.size, "number")} selected`), more, h("span", { class: "spring" }), actionButtons(this), button("Clear", { class: "quiet", click: () => this.clear() }, "close"));
  }
}
