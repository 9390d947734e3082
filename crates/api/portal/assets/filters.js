// What a list is narrowed by, above the table and in the address.

import { get, isAborted } from "./api.js";
import { button, h, icon, replace } from "./dom.js";
import { STATUSES, assignment, count, country } from "./format.js";

/** The names in the address, and the API's parameters for them. */
const NAMES = {
  status: "acquiredNumberStatus",
  tenant: "msTenantId",
  service: "umpCustomerGuid",
  country: "isoCountryCode",
  assignment: "assignmentStatus",
  search: "search",
};
const TYPED = 180;

const LABELS = {
  tenant: (value) => `Tenant ${value.slice(0, 8)}…`,
  service: (value) => (value === "none" ? "No service" : `Service ${value.slice(0, 8)}…`),
  country: (value) => (value === "none" ? "No country" : country(value)),
  assignment: (value) => (value === "none" ? "No assignment known" : assignment(value)),
};

/** The filters that stand in an address. */
export function read(query = location.search) {
  const parameters = new URLSearchParams(query);
  const entries = Object.keys(NAMES).map((name) => [name, parameters.get(name) ?? ""]);
  return Object.fromEntries(entries);
}

/** The same as parameters of the API. */
export function parameters(filters) {
  return Object.fromEntries(Object.entries(NAMES).map(([name, parameter]) => [parameter, filters[name]]));
}

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

  /** A pasted list has lines; they would be joined without a blank. */
  pasted(event) {
    const text = event.clipboardData?.getData("text") ?? "";
    if (!/\r|\n/.test(text)) return;
    event.preventDefault();
    this.search.setRangeText(text.trim().replace(/\s+/g, " "), this.search.selectionStart, this.search.selectionEnd, "end");
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

/** The filters that are chosen from what there is: tenant, country, assignment. */
class Picker {
  constructor(choose) {
    this.choose = choose;
    this.body = h("div", { class: "picker-body" });
    this.element = h("details", { class: "picker", toggle: () => this.element.open && this.fill() }, h("summary", { class: "button" }, icon("filter"), h("span", {}, "Filter"), (this.number = h("b", { hidden: true }))), this.body);
    document.addEventListener("click", (event) => {
      if (!this.element.contains(event.target)) this.element.open = false;
    });
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.element.open = false;
      this.element.querySelector("summary").focus();
    });
  }

  mark(chosen) {
    this.number.textContent = String(chosen);
    this.number.hidden = chosen === 0;
  }

  async fill() {
    replace(this.body, h("p", { class: "hint" }, "Counting…"));
    try {
      const overview = await get("/api/v3/inventory/overview");
      replace(
        this.body,
        this.select("country", "Country", overview.countries, country),
        this.select("assignment", "Assignment", overview.assignments, assignment),
        this.tenants(),
      );
      this.body.querySelector("select").focus();
    } catch (error) {
      replace(this.body, h("p", { class: "hint", role: "alert" }, error.message));
    }
  }

  select(name, label, shares, named) {
    const options = shares.map(({ name: value, numbers }) => h("option", { value: value ?? "none" }, `${value === null ? "none" : named(value)} (${count(numbers)})`));
    return h("label", {}, h("span", {}, label), h("select", { change: (event) => this.done(name, event.target.value) }, h("option", { value: "" }, "Any"), ...options));
  }

  tenants() {
    const list = h("ul", { class: "matches" });
    let controller = null;
    const look = async (text) => {
      controller?.abort();
      controller = new AbortController();
      try {
        const { data } = await get("/api/v3/inventory/tenants", { search: text, limit: 8 }, { signal: controller.signal });
        replace(list, data.map((tenant) => h("li", {}, button("", { class: "match", click: () => this.done("tenant", tenant.tenantId) })))
          .map((item, index) => {
            const { tenantId, services, total } = data[index];
            replace(item.firstChild, h("bdi", {}, services[0]?.msCompanyName ?? services[0]?.umpCustomerFullName ?? tenantId), h("small", {}, `${count(total)} · ${tenantId.slice(0, 8)}…`));
            return item;
          }));
      } catch (error) {
        if (!isAborted(error)) replace(list, h("li", {}, error.message));
      }
    };
    look("");
    return h("div", { class: "tenant-pick" }, h("label", {}, h("span", {}, "Tenant"), h("input", { type: "search", placeholder: "Company, service or GUID", input: (event) => look(event.target.value.trim()) })), list);
  }

  done(name, value) {
    this.element.open = false;
    this.choose(name, value);
  }
}
