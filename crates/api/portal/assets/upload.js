// Upload: numbers by form, range or file. What would be refused is said before anything is sent.

import { get, has, send } from "./api.js";
import { itemOf, showTasks } from "./actions.js";
import { button, empty, foreign, h, listOf, replace } from "./dom.js";
import { numbersOf, ofCsv, readEntries, without } from "./entries.js";
import { counted } from "./format.js";
import { lookUp } from "./list.js";
import { main } from "./shell.js";

/** What may be asked for beside what a usage gives by itself: to ask for that too would be refused. */
const CAPABILITIES = ["InboundCalling", "OutboundCalling", "Mobile", "Office365"];
const CHOSEN = ["InboundCalling", "OutboundCalling"];
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
      h("fieldset", {}, h("legend", {}, "Capabilities, beside those that the usage gives"), ...boxes),
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

/** Numbers that the server refused, and why: they are left out of the next preview. */
let refusedBefore = new Map();

/** Says what would be sent and what would be refused. */
async function look(event) {
  event.preventDefault();
  const entries = readEntries(text.value);
  preview.hidden = false;
  replace(preview, h("p", { class: "hint" }, "Looking the numbers up…"));
  try {
    show(await judged(entries));
  } catch (error) {
    replace(preview, h("p", { class: "notice bad", role: "alert" }, error.whole ?? error.message));
  }
}

/** The entries without those that are here already or were refused. */
async function judged({ numbers, ranges, refusals, count }) {
  const here = await lookUp([...numbers, ...ranges.flatMap(numbersOf)]);
  const own = tenant.value.trim().toLowerCase();
  const whys = new Map([...refusedBefore, ...[...here].map(([number, record]) => [number, record.tenantId === own ? "is this tenant's already" : "is here already, for another tenant"])]);
  const rest = ranges.map((range) => without(range, whys.keys()));
  const named = [...numbers, ...ranges.flatMap(numbersOf)].filter((number) => whys.has(number));
  return {
    numbers: [...numbers.filter((number) => !whys.has(number)), ...rest.flatMap((part) => part.numbers)],
    ranges: rest.flatMap((part) => part.ranges),
    refusals: [...refusals, ...named.map((number) => ({ line: "", text: number, why: whys.get(number) }))],
    count: count - named.length,
  };
}

function show({ numbers, ranges, refusals, count }) {
  const rows = refusals.slice(0, MOST_SHOWN).map(({ line, text: said, why }) => h("tr", {}, h("th", { scope: "row", class: "digits" }, foreign(said)), h("td", { class: "digits" }, foreign(line)), h("td", {}, why)));
  const more = refusals.length > MOST_SHOWN && h("p", { class: "hint" }, `And ${counted(refusals.length - MOST_SHOWN, "other")}.`);
  const go = button(`Upload ${counted(count, "number")}`, { class: "primary", id: "send", disabled: count === 0, click: () => upload(numbers, ranges) }, "upload");
  replace(
    preview,
    h("header", {}, h("h2", {}, "Preview"), h("p", {}, `${counted(count, "number")} would be ordered for tenant ${tenant.value.trim()}.`)),
    ranges.length > 0 && h("p", {}, `${counted(ranges.length, "range")} among them: `, h("span", { class: "digits" }, ranges.slice(0, 5).map(({ start, end }) => `${start} to ${end}`).join(", "), ranges.length > 5 ? ", …" : "")),
    refusals.length > 0 && h("h3", { id: "refusals" }, `${refusals.length} left out`),
    refusals.length > 0 && h("div", { class: "scroll", tabindex: 0, role: "region", "aria-labelledby": "refusals" }, listOf(["Number", "Line", "Why"], rows)),
    more,
    h("footer", {}, go),
  );
  go.focus();
}

async function upload(numbers, ranges) {
  const capabilities = boxes.map((box) => box.firstChild).filter(({ checked }) => checked).map(({ value }) => value);
  const body = { callingProfile: profile.value.trim() || undefined, usage: usage.value, capabilities, ticketId: ticket.value.trim() || undefined, phoneNumbersList: numbers.length > 0 ? numbers : undefined, phoneNumberRanges: ranges.length > 0 ? ranges : undefined };
  try {
    const task = await send("POST", "/api/v3/oc/numbers/action/upload", body, { msTenantId: tenant.value.trim() });
    text.value = "";
    preview.hidden = true;
    refusedBefore = new Map();
    await showTasks("Upload", [task]);
    text.focus();
  } catch (error) {
    const failures = error.problem?.failures ?? [];
    const leave = () => {
      refusedBefore = new Map([...refusedBefore, ...failures.filter(({ telephoneNumber }) => telephoneNumber).map(({ telephoneNumber, detail }) => [telephoneNumber, detail])]);
      look(new Event("submit"));
    };
    const back = failures.some(({ telephoneNumber }) => telephoneNumber) ? button("Leave these out", { class: "primary", click: leave }) : null;
    replace(preview, h("p", { class: "notice bad", role: "alert" }, error.whole ?? error.message), refused(failures), h("footer", {}, button("Back to the preview", { click: () => look(new Event("submit")) }), back));
  }
}

/** What the server refuses, entry by entry. */
function refused(failures) {
  return failures.length === 0 ? null : h("ul", { class: "plain" }, ...failures.map((failure) => h("li", {}, itemOf(failure), h("small", {}, foreign(failure.detail)))));
}
