// Upload: numbers by form, range or file. What would be refused is said before anything is sent.

import { get, has, send } from "./api.js";
import { itemOf, showTasks } from "./actions.js";
import { button, empty, foreign, h, replace } from "./dom.js";
import { readEntries, ofCsv } from "./entries.js";
import { counted } from "./format.js";
import { main } from "./shell.js";

const LOOK_UP = 300;
const CAPABILITIES = ["InboundCalling", "OutboundCalling", "UserAssignment", "FirstPartyAppAssignment", "ConferenceAssignment", "Office365"];
const CHOSEN = ["InboundCalling", "OutboundCalling", "UserAssignment"];
const MOST_SHOWN = 200;

const { tenant: onlyTenant } = document.documentElement.dataset;
const tenants = h("datalist", { id: "tenants" });
const tenant = h("input", { id: "tenant", list: "tenants", required: true, autocomplete: "off", spellcheck: "false", value: onlyTenant, placeholder: "Company, or the tenant's GUID", input: () => offerTenants(tenant.value.trim()) });
const profile = h("input", { id: "profile", autocomplete: "off", spellcheck: "false", placeholder: "GUID" });
const usage = h("select", { id: "usage" }, ...["CallingUserAssignment", "FirstPartyAppAssignment", "ConferenceAssignment"].map((word) => h("option", {}, word)));
const ticket = h("input", { id: "ticket", autocomplete: "off", maxlength: 200 });
const text = h("textarea", { id: "numbers", rows: 10, spellcheck: "false", placeholder: "+442070000001\n+442070000100 .. +442070000199" });
const file = h("input", { id: "file", type: "file", accept: ".csv,.txt,text/csv,text/plain", change: readFile });
const boxes = CAPABILITIES.map((name) => h("label", { class: "check" }, h("input", { type: "checkbox", name: "capability", value: name, checked: CHOSEN.includes(name) }), h("span", {}, name)));
const preview = h("section", { class: "card preview", "aria-live": "polite", hidden: true });
const labelled = (label, field) => h("label", {}, h("span", {}, label), field);

const form = () =>
  h(
    "div",
    { class: "upload" },
    h(
      "form",
      { class: "card form", submit: look },
      labelled("Tenant", tenant),
      tenants,
      labelled("Calling profile", profile),
      labelled("Usage", usage),
      h("fieldset", {}, h("legend", {}, "Capabilities"), ...boxes),
      labelled("Ticket", ticket),
      labelled("Numbers and ranges, one a line", text),
      labelled("Or a file (CSV or text)", file),
      h("footer", {}, h("button", { class: "primary" }, "Preview")),
    ),
    preview,
  );
if (has("upload")) {
  main.append(form());
  offerTenants("");
} else {
  main.append(empty("Not on this server yet", "Numbers come by import at present: `numberline import`."));
}

async function offerTenants(search) {
  const { data } = await get("/api/v3/inventory/tenants", { search, limit: 20 }).catch(() => ({ data: [] }));
  replace(tenants, data.map(({ tenantId, services }) => h("option", { value: tenantId, label: services[0]?.msCompanyName ?? services[0]?.umpCustomerFullName ?? "" })));
}

async function readFile() {
  const [chosen] = file.files;
  if (chosen) text.value = ofCsv(await chosen.text());
}

/** Says what would be sent and what would be refused. */
async function look(event) {
  event.preventDefault();
  const entries = readEntries(text.value);
  preview.hidden = false;
  replace(preview, h("p", { class: "hint" }, "Looking the numbers up…"));
  try {
    const here = await known(entries.numbers);
    const taken = entries.numbers.filter((number) => !here.has(number));
    const refusals = [...entries.refusals, ...[...here].map(([number, record]) => ({ line: "", text: number, why: record.tenantId === tenant.value.trim() ? "is this tenant's already" : "is here already, for another tenant" }))];
    show({ ...entries, numbers: taken, refusals, count: entries.count - here.size });
  } catch (error) {
    replace(preview, h("p", { class: "notice bad", role: "alert" }, error.whole ?? error.message));
  }
}

/** Which of the numbers are in the inventory. */
async function known(numbers) {
  const found = new Map();
  for (let from = 0; from < numbers.length; from += LOOK_UP) {
    const part = numbers.slice(from, from + LOOK_UP);
    // A list has two at least; one number twice is one.
    const search = part.length === 1 ? `${part[0]} ${part[0]}` : part.join(" ");
    const { data } = await get("/api/v3/inventory/numbers", { search, limit: 500 });
    data.forEach((record) => found.set(record.telephoneNumber, record));
  }
  return found;
}

function show({ numbers, ranges, refusals, count }) {
  const rows = refusals.slice(0, MOST_SHOWN).map(({ line, text: said, why }) => h("tr", {}, h("td", { class: "digits" }, String(line)), h("th", { scope: "row" }, foreign(said)), h("td", {}, why)));
  const go = button(`Upload ${counted(count, "number")}`, { class: "primary", id: "send", disabled: count === 0, click: () => upload(numbers, ranges) }, "upload");
  replace(
    preview,
    h("header", {}, h("h2", {}, "Preview"), h("p", {}, `${counted(count, "number")} would be ordered for tenant ${tenant.value.trim()}.`)),
    ranges.length > 0 && h("p", {}, `${counted(ranges.length, "range")} among them; the server refuses what it finds wrong in them.`),
    refusals.length > 0 && h("h3", { id: "refusals" }, `${refusals.length} left out`),
    refusals.length > 0 && h("div", { class: "scroll", tabindex: 0, role: "region", "aria-labelledby": "refusals" }, h("table", { class: "list" }, h("thead", {}, h("tr", {}, ...["Line", "Number", "Why"].map((head) => h("th", { scope: "col" }, head)))), h("tbody", {}, ...rows))),
    h("footer", {}, go),
  );
}

async function upload(numbers, ranges) {
  const capabilities = boxes.map((box) => box.firstChild).filter(({ checked }) => checked).map(({ value }) => value);
  const body = { callingProfile: profile.value.trim() || undefined, usage: usage.value, capabilities, ticketId: ticket.value.trim() || undefined, phoneNumbersList: numbers.length > 0 ? numbers : undefined, phoneNumberRanges: ranges.length > 0 ? ranges : undefined };
  try {
    const task = await send("POST", "/api/v3/oc/numbers/action/upload", body, { msTenantId: tenant.value.trim() });
    text.value = "";
    preview.hidden = true;
    showTasks("Upload", [task]);
  } catch (error) {
    replace(preview, h("p", { class: "notice bad", role: "alert" }, error.whole ?? error.message), refused(error), h("footer", {}, button("Back to the preview", { click: () => look(new Event("submit")) })));
  }
}

/** What the server refuses, entry by entry. */
function refused(error) {
  const failures = error.problem?.failures ?? [];
  return failures.length === 0 ? null : h("ul", { class: "plain" }, ...failures.map((failure) => h("li", {}, itemOf(failure), h("small", {}, foreign(failure.detail)))));
}
