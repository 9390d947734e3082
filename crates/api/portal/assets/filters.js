// What a list is narrowed by, above the table.

import { say } from "./dialog.js";
import { h, icon, replace } from "./dom.js";
import { listed } from "./entries.js";
import { STATUSES, assignment, count, counted, country } from "./format.js";
import { read } from "./list.js";
import { Picker } from "./picker.js";

const TYPED = 180;

const LABELS = {
  tenant: (value) => `Tenant ${value.slice(0, 8)}…`,
  service: (value) => (value === "none" ? "No service" : `Service ${value.slice(0, 8)}…`),
  country: (value) => (value === "none" ? "No country" : country(value)),
  assignment: (value) => (value === "none" ? "No assignment known" : assignment(value)),
};

/** The bar above the table: search, filters, and the statuses with their counts. */
export class Filters {
  /** `changed(filters)` is told of every change. */
  constructor(changed) {
    this.changed = changed;
    this.values = read();
    this.search = h("input", {
      type: "search",
      id: "search",
      placeholder: "Number, part of it, list, service or company",
      "aria-label": "Search numbers, services and companies",
      autocomplete: "off",
      spellcheck: "false",
      dir: "auto",
      value: this.values.search,
      input: () => this.typed(),
      paste: (event) => this.pasted(event),
    });
    this.chips = h("div", { class: "chips", role: "group", "aria-label": "Status" });
    this.tags = h("div", { class: "tags" });
    this.tools = h("div", { class: "tools" });
    this.picker = new Picker((name, value) => this.set(name, value));
    this.element = h(
      "div",
      { class: "filters" },
      h("div", { class: "filters-row" }, h("label", { class: "search" }, icon("search"), this.search, h("kbd", { "aria-hidden": "true" }, "/")), this.picker.element, this.tools),
      h("div", { class: "filters-row" }, this.chips, this.tags),
    );
    this.buttons = [{ word: "", label: "All", tone: "" }, ...STATUSES].map((status) => this.chip(status));
    this.chips.append(...this.buttons.map(({ element }) => element));
    this.show();
  }

  chip({ word, label, tone }) {
    const number = h("span", { class: "chip-count" }, "");
    const element = h("button", { type: "button", class: "chip", data: { tone }, click: () => this.set("status", word) }, h("span", {}, label), number);
    return { element, number, word };
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.set("search", this.search.value.trim()), TYPED);
  }

  /** A pasted list of numbers becomes one line of them, however they were written. */
  pasted(event) {
    const text = event.clipboardData?.getData("text") ?? "";
    const { numbers, others } = listed(text);
    if (numbers.length < 2) return;
    event.preventDefault();
    this.search.setRangeText(numbers.join(" "), this.search.selectionStart, this.search.selectionEnd, "end");
    if (others > 0) say(`${counted(others, "line")} of it ${others === 1 ? "is no number" : "are no numbers"}.`);
    this.typed();
  }

  set(name, value) {
    if (this.values[name] === value) return;
    this.values = { ...this.values, [name]: value };
    this.show();
    this.changed(this.values);
  }

  /** Takes over the filters of another address. */
  take(values) {
    this.values = values;
    this.search.value = values.search;
    this.show();
  }

  show() {
    for (const { element, word } of this.buttons) element.setAttribute("aria-pressed", String(word === this.values.status));
    const tags = Object.keys(LABELS).filter((name) => this.values[name] !== "");
    replace(
      this.tags,
      tags.map((name) => {
        const label = LABELS[name](this.values[name]);
        return h("button", { type: "button", class: "tag", title: this.values[name], "aria-label": `Remove the filter ${label}`, click: () => this.set(name, "") }, h("bdi", {}, label), icon("close"));
      }),
    );
    this.picker.mark(tags.length);
  }

  /** Shows how many numbers there are of each status. */
  tell(totals, isExact) {
    const all = STATUSES.reduce((sum, { word }) => sum + totals[word], 0);
    for (const { number, word } of this.buttons) {
      number.textContent = `${isExact ? "" : "~"}${count(word === "" ? all : totals[word])}`;
    }
  }
}
