// One service: its facts, and the form that changes those which are ours.

import { role, send } from "./api.js";
import { button, foreign, h, replace } from "./dom.js";
import { code, facts, when } from "./record.js";

/** The facts that are kept here and may be changed: the name in the API, the label, the kind of value. */
const OURS = [
  ["customerFullName", "Full name", "text"],
  ["customerShortName", "Short name", "text"],
  ["ovocChannelId", "Channel", "integer"],
  ["licenseType", "Licence type", "integer"],
  ["licensedUsersCount", "Licensed users", "integer"],
  ["tenantCallingProfileId", "Tenant profile id", "integer"],
  ["ocSipConnectionName", "SIP connection", "text"],
  ["ocSipConnectionDescription", "Its description", "text"],
];

/** What is known of a service. `changed(service)` is told when it was changed. */
export function serviceSections(service, changed) {
  const ours = h("section", {});
  const show = () => {
    const list = facts("Kept here", OURS.map(([name, label]) => [label, foreign(name === "ovocChannelId" && service[name] === 0 ? null : service[name], name === "ovocChannelId" ? "none" : undefined)]));
    replace(ours, ...list.childNodes, role === "admin" && h("div", {}, button("Change", { id: "change-service", click: edit }, "edit")));
  };
  const edit = () => replace(ours, h("h3", {}, "Kept here"), form(service, (next) => (next === null ? show() : changed(next))));
  show();
  return [
    ours,
    facts("Microsoft's", [
      ["Company", foreign(service.msCompanyName)],
      ["Default domain", foreign(service.msDefaultDomain)],
      ["Consented", when(service.consentedOn)],
      ["Tenant", code(service.msTenantId)],
      ["Service id", code(service.umpCustomerGuid)],
    ]),
    h("section", {}, h("h3", {}, "SIP connections"), sites(service.siteLocation)),
  ];
}

function sites(list) {
  if (list.length === 0) return h("p", { class: "hint" }, "None.");
  return h("ul", { class: "plain" }, ...list.map((site) => h("li", {}, foreign(site.name, "Without a name"), h("small", {}, `SBC ${site.sbcId}`), site.sbcConfigurationType && h("small", {}, foreign(site.sbcConfigurationType)), site.sbcDeploymentState && h("small", {}, foreign(site.sbcDeploymentState)))));
}

/** `done` gets the service as it is now, or null when nothing was changed. */
function form(service, done) {
  const fields = OURS.map(([name, label, kind]) => {
    const input = h("input", { name, value: service[name] ?? "", placeholder: name === "ovocChannelId" ? "0: none" : null, autocomplete: "off", dir: "auto", ...(kind === "integer" && { inputmode: "numeric", pattern: "\\d*" }) });
    return { name, kind, input, element: h("label", {}, h("span", {}, label), input) };
  });
  const fault = h("p", { class: "notice bad", role: "alert", hidden: true });
  const submit = async (event) => {
    event.preventDefault();
    const changes = fields.filter(({ name, input }) => input.value !== String(service[name] ?? ""));
    if (changes.length === 0) return done(null);
    const body = Object.fromEntries(changes.map(({ name, kind, input }) => [name, valueOf(name, kind, input.value)]));
    try {
      done(await send("PATCH", `/api/v3/inventory/services/${service.umpCustomerGuid}`, body));
    } catch (error) {
      fault.textContent = error.whole ?? error.message;
      fault.hidden = false;
    }
  };
  return h("form", { class: "form", submit }, ...fields.map(({ element }) => element), fault, h("footer", {}, button("Cancel", { click: () => done(null) }), h("button", { class: "primary" }, "Save: every number of it shows it at once")));
}

/** A field's value for the API: nothing is null, but no channel is 0. */
function valueOf(name, kind, text) {
  const trimmed = text.trim();
  if (trimmed === "") return name === "ovocChannelId" ? 0 : null;
  return kind === "integer" && /^\d{1,15}$/.test(trimmed) ? Number(trimmed) : trimmed;
}
