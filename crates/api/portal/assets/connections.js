// SBCs and calling profiles: what leads calls to the numbers.

import { get } from "./api.js";
import { failed } from "./dialog.js";
import { empty, foreign, h, listOf, replace } from "./dom.js";
import { onChange } from "./events.js";
import { counted } from "./format.js";
import { main } from "./shell.js";

const place = h("div", { class: "stacked", "aria-busy": "true" });
main.append(place);
load();
onChange(load);

async function load() {
  try {
    const [profiles, sbcs] = await Promise.all([get("/api/v2/oc/callingprofile"), all("/api/v3/inventory/sbcs")]);
    replace(
      place,
      h("h2", {}, "Calling profiles"),
      h("div", { class: "profiles" }, ...(profiles.length === 0 ? [empty("No calling profiles", "`numberline profile set` takes them in.")] : profiles.map(card))),
      h("h2", {}, "SBCs"),
      h("div", { class: "list-place short" }, sbcs.length === 0 ? empty("No SBCs", "An SBC is here once a service or a number named it.") : listOf(["SBC", "FQDN", "Address", "Id"], sbcs.map(row))),
    );
  } catch (error) {
    failed(place, error, load);
  } finally {
    place.setAttribute("aria-busy", "false");
  }
}

/** Every page of a list. */
async function all(path) {
  const found = [];
  for (let page = 1, last = 1; page <= last; page += 1) {
    const { data, totalPages } = await get(path, { pageNumber: page });
    found.push(...data);
    last = totalPages;
  }
  return found;
}

const row = (sbc) => h("tr", {}, h("th", { scope: "row" }, foreign(sbc.name)), h("td", {}, foreign(sbc.fqdn)), h("td", {}, foreign(sbc.ipAddress)), h("td", { class: "digits" }, String(sbc.sbcId)));

function card(profile) {
  const facts = [
    ["Carrier", profile.carrier],
    ["Region", profile.region],
    ["Environment", profile.enviroment],
    ["For", profile.offerTypes.map(({ offerTypeName }) => offerTypeName).join(", ")],
    ["Emergency", profile.isEmergencyProfile ? "this is an emergency profile" : profile.emergencyDialStrings.join(", ")],
  ].filter(([, value]) => value);
  return h(
    "section",
    { class: "card" },
    h("header", {}, h("h3", { class: "card-title" }, foreign(profile.name)), h("p", {}, h("code", {}, profile.callingProfileId))),
    h("dl", { class: "pairs" }, ...facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, foreign(value))))),
    h("h4", {}, counted(profile.trunksEnrolled.length, "trunk")),
    h("ul", { class: "plain" }, ...profile.trunksEnrolled.map(({ trunkFqdn, matchingSbcList }) => h("li", {}, foreign(trunkFqdn), h("small", {}, foreign(matchingSbcList.map(({ name }) => name).join(", "), "no SBC has this name"))))),
    profile.additionalSbcList.length > 0 && [h("h4", {}, "Other SBCs"), h("ul", { class: "plain" }, ...profile.additionalSbcList.map((sbc) => h("li", {}, foreign(sbc.name), h("small", {}, foreign(sbc.fqdn, "")))))],
  );
}
