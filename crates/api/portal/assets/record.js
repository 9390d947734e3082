// What a record says, in sections: facts about a number as people read them.

import { button, foreign, h, icon } from "./dom.js";
import { ago, country, minute } from "./format.js";
import { timeOfTicks } from "./ticks.js";

/** Everything about a number. `narrow(name, value)` filters a list by it; null where there is no list. */
export function sections(record, narrow = null) {
  return [owner(record, narrow), capabilities(record), place(record), connections(record), checks(record), origin(record)];
}

function owner(record, narrow) {
  const link = (name, value) => narrow && value && button("Only these", { class: "quiet link", click: () => narrow(name, value) });
  const service = record.umpCustomerGuid ? h("a", { href: `/services?service=${record.umpCustomerGuid}` }, code(record.umpCustomerGuid)) : code(null);
  return facts("Customer", [
    ["Company", foreign(record.msCompanyName)],
    ["Service", [foreign(record.umpCustomerFullName), link("service", record.umpCustomerGuid)]],
    ["Service id", service],
    ["Tenant", [code(record.tenantId), link("tenant", record.tenantId)]],
    ["Channel", record.ovocChannelId === 0 ? "none" : String(record.ovocChannelId)],
    ["Consented", when(record.consentedOn)],
    ["Country", foreign(country(record.isoCountryCode))],
  ]);
}

/** Names and values under a title. */
export function facts(title, pairs) {
  return h("section", {}, h("h3", {}, title), h("dl", { class: "facts" }, ...pairs.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))));
}

/** A text for machines. */
export const code = (text) => (text ? h("code", {}, String(text)) : foreign(null));

/** A time, and how long ago it was. */
export function when(time) {
  return time ? h("time", { datetime: time, title: time }, `${minute(time)} · ${ago(time)}`) : foreign(null);
}

/** What was acquired beside what could be had. */
function capabilities(record) {
  const acquired = record.acquiredCapabilities ?? [];
  const available = record.availableCapabilities ?? [];
  const all = [...new Set([...acquired, ...available])];
  const title = record.acquiredNumberStatus === 4 ? "Capabilities asked for" : "Capabilities";
  if (all.length === 0) return facts(title, [["Acquired", foreign(null)]]);
  const entries = all.map((name) => {
    const has = acquired.includes(name);
    const could = available.length === 0 || available.includes(name);
    const said = has ? (could ? "acquired" : "acquired, no longer offered") : "offered, not acquired";
    return h("li", { class: has ? "has" : "", title: said }, icon(has ? "check" : "plus"), h("bdi", {}, name), h("span", { class: "unseen" }, `: ${said}`));
  });
  return h("section", {}, h("h3", {}, title), h("ul", { class: "capabilities" }, ...entries));
}

function place(record) {
  return facts("Emergency address", [
    ["Civic address", code(record.civicAddressId)],
    ["Location", code(record.locationId)],
  ]);
}

function connections(record) {
  const named = (record.sbcList ?? []).map(({ sbcName, sbcId }) => h("li", {}, foreign(sbcName), sbcId !== null && sbcId !== undefined ? h("small", {}, `id ${sbcId}`) : null));
  const addressed = (record.sbcListArray ?? []).map((text) => h("li", {}, h("code", {}, h("bdi", {}, String(text)))));
  return facts("SBCs and profile", [
    ["SBCs", named.length + addressed.length === 0 ? foreign(null, "none") : h("ul", { class: "plain" }, ...named, ...addressed)],
    ["SIP connection", [foreign(record.ocSipConnectionName), record.ocSipConnectionDescription && h("small", { dir: "auto" }, record.ocSipConnectionDescription)]],
    ["Calling profile", code(record.callingProfileId)],
    ["Tenant profile id", foreign(record.tenantCallingProfileId)],
  ]);
}

function checks(record) {
  const isFailing = record.aslvCode !== null && record.aslvCode !== 200;
  return facts("Assignment checks", [
    ["Last success", when(record.aslcht)],
    ["Status since", when(record.aslsct)],
    ["Last result", record.aslvCode === null ? "never checked" : h("span", { class: isFailing ? "bad" : "" }, `${record.aslvCode}${isFailing ? " (failed)" : ""}`)],
    ["Sweep", record.asticks === null ? foreign(null) : h("span", {}, h("code", { id: "asticks" }, String(record.asticks)), h("small", {}, minute(timeOfTicks(record.asticks))))],
  ]);
}

function origin(record) {
  return facts("Origin", [
    ["Source", foreign(record.source)],
    ["Row", String(record.id)],
    ["Made", when(record.whenCreated)],
    ["Acquired", when(record.acquiredOn)],
    ["Upload job", foreign(record.uploadToAccountJobId)],
    ["Upload entry", foreign(record.uploadTelephoneNumberEntryId)],
    ["Job at Microsoft", code(record.tnUploadJobId)],
  ]);
}
