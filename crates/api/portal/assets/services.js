// Customers' services with their facts.

import { get } from "./api.js";
import { failed, say } from "./dialog.js";
import { empty, foreign, h, icon, listOf, renew, replace } from "./dom.js";
import { onChange } from "./events.js";
import { counted } from "./format.js";
import { Panel, beside, setInAddress } from "./pages.js";
import { serviceSections } from "./service.js";
import { isTyping, main } from "./shell.js";

/** More are not drawn; the search narrows. */
const MOST_SHOWN = 500;

const asked = new URLSearchParams(location.search);
const search = h("input", { type: "search", id: "search", placeholder: "Name, or the beginning of a GUID", "aria-label": "Search services", value: asked.get("search") ?? "", dir: "auto", input: () => { setInAddress("search", search.value); show(); } });
const place = h("div", { class: "list-place", "aria-busy": "true" });
const foot = h("div", { class: "pager", role: "status" });
const panel = new Panel("service", "A service");
let services = [];

main.append(h("div", { class: "filters-row" }, h("label", { class: "search" }, icon("search"), search, h("kbd", { "aria-hidden": "true" }, "/"))), beside([place, foot], panel));
load();
onChange(load);
if (asked.get("service")) open(asked.get("service"));
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || isTyping(event.target)) return;
  event.preventDefault();
  search.focus();
});

async function load() {
  try {
    services = await get("/api/v3/customer", { allDetails: true });
    show();
  } catch (error) {
    failed(place, error, load);
  } finally {
    place.setAttribute("aria-busy", "false");
  }
}

function show() {
  const text = search.value.trim().toLowerCase();
  const has = (value) => (value ?? "").toLowerCase().includes(text);
  const matching = services.filter((service) => has(service.CustomerFullName) || has(service.CustomerShortName) || service.UmpCustomerGuid.startsWith(text) || (service.MsTenantId ?? "").startsWith(text));
  foot.textContent = matching.length > MOST_SHOWN ? `The first ${counted(MOST_SHOWN, "service")} of ${counted(matching.length, "service")}` : counted(matching.length, "service");
  if (matching.length === 0) replace(place, empty("No service matches", text ? "Nothing within your reach is called so." : "A service is here once a number or a record named it."));
  else renew(place, table(matching.slice(0, MOST_SHOWN)));
}

function table(list) {
  const heads = ["Service", "Tenant", "SIP connections", "Licence", ""];
  return listOf(heads, list.map(row), "picked");
}

function row(service) {
  const { UmpCustomerGuid: guid, MsTenantId: tenant } = service;
  const sites = service.SiteLocation ?? [];
  const name = h("button", { type: "button", class: "link", data: { key: guid }, click: () => open(guid) }, foreign(service.CustomerFullName, "Without a name"));
  const users = service.LicensedUsersCount === null ? null : h("small", {}, counted(service.LicensedUsersCount, "user"));
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, name, service.CustomerShortName && h("small", {}, foreign(service.CustomerShortName))),
    h("td", {}, h("code", {}, String(tenant ?? ""))),
    h("td", {}, sites.length === 0 ? foreign(null) : h("ul", { class: "plain" }, ...sites.map((site) => h("li", {}, foreign(site.name, "Without a name"), h("small", {}, `SBC ${site.sbcId}`))))),
    h("td", {}, foreign(service.LicenseType), users),
    h("td", { class: "right" }, h("a", { href: `/numbers?${new URLSearchParams({ ...(tenant && { tenant }), service: guid })}` }, "Numbers")),
  );
}

async function open(guid) {
  try {
    showOne(await get(`/api/v3/inventory/services/${encodeURIComponent(guid)}`));
  } catch (error) {
    say(error.status === 404 ? `The service ${guid} is not within your reach.` : (error.whole ?? error.message), "bad");
  }
}

function showOne(service) {
  const numbers = h("a", { href: `/numbers?${new URLSearchParams({ tenant: service.msTenantId, service: service.umpCustomerGuid })}` }, "Its numbers");
  const changed = (next) => {
    showOne(next);
    say("The service is changed, and every number of it shows it.");
    load();
  };
  panel.open(service.umpCustomerGuid, foreign(service.customerFullName, "Without a name"), [foreign(service.msCompanyName), numbers], serviceSections(service, changed));
}
