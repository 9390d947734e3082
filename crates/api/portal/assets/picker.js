// The filters that are chosen from what there is: tenant, country, assignment.

import { get, isAborted } from "./api.js";
import { button, h, icon, replace } from "./dom.js";
import { assignment, count, country } from "./format.js";

/** The button that opens them; `choose(name, value)` is told. */
export class Picker {
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
