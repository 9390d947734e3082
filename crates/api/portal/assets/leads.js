// Leads: customers that asked for the operator at Microsoft, with their consents and civic addresses. They are
// Microsoft's and read alone; what is noted about them is ours.

import { get, role, send } from "./api.js";
import { say } from "./dialog.js";
import { button, empty, foreign, h, listOf, replace } from "./dom.js";
import { onChange } from "./events.js";
import { ago, counted, country, day } from "./format.js";
import { Pages, Panel, beside } from "./pages.js";
import { code, facts, when } from "./record.js";
import { main } from "./shell.js";

const SIZE = 100;
const TONES = { Active: "good", Suspended: "warn", Removed: "bad" };
/** What the call that sets a lead takes; addresses come with the sync alone. */
const SET = ["tenantId", "status", "umpCustomerGuid", "ovocChannelId", "isDirectLead", "tenantOrigin", "operatorId", "consentedOn", "lastModifiedOn", "consentedCountries", "contactDetails", "contacts", "comments"];

const asked = new URLSearchParams(location.search);
const panel = new Panel("lead", "A lead");
const pages = new Pages(load);
let wanted = asked.get("lead");
main.append(beside([pages.place, pages.foot], panel));
pages.refresh();
onChange(() => pages.refresh());

async function load(page) {
  const leads = await get("/api/v2/oc/lead", { msTenantId: asked.get("tenant"), pageNumber: page, pageSize: SIZE });
  const found = leads.find(({ id }) => id === wanted);
  wanted = null;
  if (found) queueMicrotask(() => show(found));
  const content = leads.length === 0 ? empty("No leads yet", "Customers that choose the operator at Microsoft are kept here, with their consents and civic addresses. `numberline lead set` takes them in.") : table(leads);
  return { content, isLast: leads.length < SIZE, text: counted(leads.length, "lead") };
}

function table(leads) {
  const heads = ["Customer", "Consent", "Since", "Countries", "Addresses", "Tenant"];
  return listOf(heads, leads.map(row), "picked");
}

const nameOf = (lead) => lead.contactDetails?.companyName ?? lead.contacts[0]?.companyName ?? lead.civicAddresses[0]?.companyName;

function row(lead) {
  const name = h("button", { type: "button", class: "link", data: { key: lead.id }, click: () => show(lead) }, foreign(nameOf(lead), "Without a name"));
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, name, lead.contactDetails?.fullName && h("small", {}, foreign(lead.contactDetails.fullName))),
    h("td", {}, pill(lead)),
    h("td", { title: lead.consentedOn ?? "" }, h("span", { class: "nowrap" }, day(lead.consentedOn)), lead.consentedOn && h("small", {}, ago(lead.consentedOn))),
    h("td", {}, foreign(lead.consentedCountries.map(country).join(", "))),
    h("td", { class: "digits" }, String(lead.civicAddresses.length)),
    h("td", {}, code(lead.tenantId)),
  );
}

const pill = ({ status, isDirectLead }) => [h("span", { class: "pill", data: { tone: TONES[status] ?? "" } }, h("bdi", {}, status)), isDirectLead && h("small", {}, "made here")];

function show(lead) {
  const ours = h("section", {});
  const read = () => {
    const list = facts("Kept here", [["Notes", foreign(lead.comments)], ["Channel", foreign(lead.ovocChannelId, "none")], ["Service", lead.umpCustomerGuid ? h("a", { href: `/services?service=${lead.umpCustomerGuid}` }, code(lead.umpCustomerGuid)) : code(null)]]);
    replace(ours, ...list.childNodes, role === "admin" && h("div", {}, button("Change", { id: "change-lead", click: () => replace(ours, h("h3", {}, "Kept here"), form(lead, read)) }, "edit")));
  };
  read();
  const consent = facts("Consent", [["Status", pill(lead)], ["Given", when(lead.consentedOn)], ["Changed", when(lead.lastModifiedOn)], ["Countries", foreign(lead.consentedCountries.map(country).join(", "))], ["Tenant", code(lead.tenantId)], ["Origin", foreign(lead.tenantOrigin)], ["Operator", code(lead.operatorId)]]);
  const people = [lead.contactDetails, ...lead.contacts].filter(Boolean);
  panel.open(lead.id, foreign(nameOf(lead), "Without a name"), pill(lead), consent, ours, h("section", {}, h("h3", {}, "Contacts"), list(people, contact)), h("section", {}, h("h3", {}, "Civic addresses"), list(lead.civicAddresses, address)));
}

const list = (items, one) => (items.length === 0 ? h("p", { class: "hint" }, "None.") : h("ul", { class: "cards" }, ...items.map(one)));

const contact = ({ fullName, email, phoneNumber, companyName, companySize }) =>
  h("li", {}, h("b", {}, foreign(fullName, "Without a name")), ...[email, phoneNumber, companyName, companySize].filter(Boolean).map((text) => h("small", {}, foreign(text))));

function address(place) {
  const joined = (...names) => names.map((name) => place[name]).filter(Boolean).join(" ");
  const street = joined("houseNumber", "houseNumberSuffix", "preDirectional", "streetName", "streetSuffix", "postDirectional");
  const town = joined("postalOrZipCode", "cityOrTown", "stateOrProvince");
  return h("li", {}, h("b", {}, foreign(place.description ?? place.companyName ?? street, "Address")), ...[street, town, country(place.country)].filter(Boolean).map((text) => h("small", {}, foreign(text))), h("small", {}, code(place.id)), place.validationStatus && h("small", {}, foreign(place.validationStatus)));
}

function form(lead, done) {
  const notes = h("textarea", { name: "comments", rows: 3, maxlength: 255, dir: "auto" });
  notes.value = lead.comments ?? "";
  const channel = h("input", { name: "channel", inputmode: "numeric", pattern: "\\d*", value: lead.ovocChannelId ?? "" });
  const fault = h("p", { class: "notice bad", role: "alert", hidden: true });
  const submit = async (event) => {
    event.preventDefault();
    const changed = { ...lead, comments: notes.value.trim() || null, ovocChannelId: channel.value.trim() === "" ? null : Number(channel.value) };
    try {
      show(await send("PUT", `/api/v3/inventory/leads/${lead.id}`, Object.fromEntries(SET.map((name) => [name, changed[name]]))));
      say("The lead is changed.");
      pages.refresh();
    } catch (error) {
      fault.textContent = error.whole ?? error.message;
      fault.hidden = false;
    }
  };
  return h("form", { class: "form", submit }, h("label", {}, h("span", {}, "Notes"), notes), h("label", {}, h("span", {}, "Channel (empty is none)"), channel), fault, h("footer", {}, button("Cancel", { click: done }), h("button", { class: "primary" }, "Save")));
}
