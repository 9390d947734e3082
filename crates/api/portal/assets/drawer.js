// The drawer: everything about one number.

import { Refusal, get, isOperator } from "./api.js";
import { say } from "./dialog.js";
import { button, foreign, h, icon, replace } from "./dom.js";
import { STATUSES, ago, assignment, country, minute } from "./format.js";
import { timeOfTicks } from "./ticks.js";
import { timeline } from "./timeline.js";

export class Drawer {
  /** `closed()` and `opened()` are told; `narrow(name, value)` filters the list. */
  constructor(hooks) {
    Object.assign(this, { hooks, number: null });
    this.element = h("aside", { class: "drawer", "aria-label": "Number", hidden: true, tabindex: -1 });
  }

  /** Shows a number's record. */
  open(record) {
    if (record === undefined) return;
    const isOther = this.number !== record.telephoneNumber;
    this.number = record.telephoneNumber;
    this.element.hidden = false;
    document.body.classList.add("with-drawer");
    this.show(record);
    if (isOther) this.element.scrollTop = 0;
    this.element.focus({ preventScroll: true });
    this.hooks.opened();
  }

  /** Looks a number up and shows it. */
  async find(number) {
    try {
      this.open(await get(`/api/v3/oc/numbers/${encodeURIComponent(number)}`));
    } catch (error) {
      say(error instanceof Refusal && error.status === 404 ? `${number} is not within your reach.` : error.message, "bad");
    }
  }

  close() {
    this.number = null;
    this.element.hidden = true;
    document.body.classList.remove("with-drawer");
    this.hooks.closed();
  }

  show(record) {
    const status = STATUSES[record.acquiredNumberStatus];
    const actions = h("div", { class: "drawer-actions" });
    const past = h("section", {}, h("h3", {}, "Timeline"), h("div", { class: "timeline-place" }));
    replace(
      this.element,
      h(
        "header",
        {},
        h("div", {}, h("h2", {}, record.telephoneNumber), h("p", { class: "drawer-state" }, h("span", { class: "pill", data: { tone: status.tone } }, status.label), h("span", {}, assignment(record.assignmentStatus) ?? "assignment unknown"))),
        h("div", { class: "drawer-tools" }, button("Copy", { class: "quiet", click: () => copy(record.telephoneNumber) }, "copy"), button("Close", { class: "quiet", click: () => this.close() }, "close")),
      ),
      actions,
      past,
      this.owner(record),
      capabilities(record),
      location_(record),
      connections(record),
      checks(record),
      upload(record),
    );
    timeline(past.lastChild, record);
    if (isOperator) import("./actions.js").then(({ actionsOf }) => replace(actions, actionsOf(record)));
  }

  owner(record) {
    const link = (name, value) => value && button("Only these", { class: "quiet link", click: () => this.hooks.narrow(name, value) });
    return facts("Customer", [
      ["Company", foreign(record.msCompanyName)],
      ["Service", [foreign(record.umpCustomerFullName), link("service", record.umpCustomerGuid)]],
      ["Service id", code(record.umpCustomerGuid)],
      ["Tenant", [code(record.tenantId), link("tenant", record.tenantId)]],
      ["Channel", record.ovocChannelId === 0 ? "none" : String(record.ovocChannelId)],
      ["Consented", when(record.consentedOn)],
      ["Country", foreign(country(record.isoCountryCode))],
    ]);
  }
}

function facts(title, pairs) {
  return h("section", {}, h("h3", {}, title), h("dl", { class: "facts" }, ...pairs.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))));
}

const code = (text) => (text ? h("code", {}, String(text)) : foreign(null));

function when(time) {
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

function location_(record) {
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

function upload(record) {
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

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say("Copied.");
  } catch {
    say("This browser does not let pages copy.", "bad");
  }
}
