// Tenants and their services.

import { get, has, isOperator } from "./api.js";
import { failed } from "./dialog.js";
import { button, empty, foreign, h, icon, listOf, replace } from "./dom.js";
import { onChange } from "./events.js";
import { STATUSES, count } from "./format.js";
import { isTyping, main } from "./shell.js";

const TYPED = 180;
const canCheck = isOperator && has("check");

const search = h("input", { type: "search", id: "search", placeholder: "Company, service, or the beginning of a GUID", "aria-label": "Search tenants", value: new URLSearchParams(location.search).get("search") ?? "", input: typed, dir: "auto" });
const HEADS = ["Company", "Tenant", "Services", "Numbers", "By status", canCheck && ""].filter((head) => head !== false);
const table = listOf(HEADS, [], "tenants");
const body = table.tBodies[0];
const place = h("div", { class: "list-place", "aria-busy": "true" }, table);
const more = h("div", { class: "more" });
let timer = 0;
let cursor = null;

main.append(h("div", { class: "filters-row" }, h("label", { class: "search" }, icon("search"), search, h("kbd", { "aria-hidden": "true" }, "/"))), place, more);
load();
onChange(() => cursor === null && load());
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || isTyping(event.target)) return;
  event.preventDefault();
  search.focus();
});

function typed() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    history.replaceState(null, "", search.value ? `?search=${encodeURIComponent(search.value)}` : location.pathname);
    load();
  }, TYPED);
}

async function load(after = null) {
  const asked = search.value.trim();
  try {
    const answer = await get("/api/v3/inventory/tenants", { search: asked, cursor: after, limit: 100 });
    if (asked !== search.value.trim()) return;
    place.setAttribute("aria-busy", "false");
    const rows = [...listOf(HEADS, answer.data.map(row)).tBodies[0].rows];
    if (after === null) body.replaceChildren(...rows);
    else body.append(...rows);
    cursor = after;
    if (!table.isConnected) replace(place, table);
    if (after === null && rows.length === 0) replace(place, empty("No tenant matches", asked ? "Nothing within your reach is called so." : "A tenant is here once a number, a service or a token named it."));
    replace(more, answer.nextCursor && button("More tenants", { click: () => load(answer.nextCursor) }));
  } catch (error) {
    failed(place, error, () => load(after));
  }
}

function row(tenant) {
  const { tenantId, services, totals, total } = tenant;
  const company = services.find((service) => service.msCompanyName)?.msCompanyName ?? services[0]?.umpCustomerFullName;
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, h("a", { href: `/numbers?tenant=${tenantId}` }, foreign(company, "Without a name"))),
    h("td", {}, h("code", {}, tenantId)),
    h("td", {}, h("ul", { class: "plain" }, ...services.map((service) => serviceOf(tenantId, service)))),
    h("td", { class: "digits" }, count(total)),
    h("td", {}, meter(totals, total, tenantId)),
    canCheck && h("td", { class: "right" }, total > 0 && button("Check now", { class: "quiet", "aria-label": `Check now: all numbers of ${tenantId}`, click: async () => (await import("./actions.js")).checkTenant(tenantId, company) }, "check")),
  );
}

function serviceOf(tenantId, service) {
  const href = `/numbers?${new URLSearchParams({ tenant: tenantId, service: service.umpCustomerGuid ?? "none" })}`;
  const channel = service.ovocChannelId === 0 ? null : h("small", {}, `channel ${service.ovocChannelId}`);
  const connection = service.ocSipConnectionName ? h("small", {}, foreign(service.ocSipConnectionName)) : null;
  return h("li", {}, h("a", { href }, foreign(service.umpCustomerFullName, "Without a service")), h("small", {}, count(service.numbers)), channel, connection);
}

/** The statuses as parts of one bar. */
function meter(totals, total, tenantId) {
  const parts = STATUSES.filter(({ word }) => totals[word] > 0);
  return h(
    "div",
    { class: "meter" },
    ...parts.map(({ word, label, tone }) => {
      const part = h("a", { href: `/numbers?${new URLSearchParams({ tenant: tenantId, status: word })}`, title: `${label}: ${count(totals[word])}`, "aria-label": `${label}: ${count(totals[word])}`, data: { tone } });
      part.style.flexGrow = String(Math.max(0.02, totals[word] / total));
      return part;
    }),
  );
}
