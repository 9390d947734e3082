// SBCs and calling profiles: what leads calls to the numbers.

import { get, has } from "./api.js";
import { failed } from "./dialog.js";
import { empty, foreign, h, replace } from "./dom.js";
import { main } from "./shell.js";

const place = h("div", { class: "list-place", "aria-busy": "true" });
main.append(place);
if (has("profiles")) load();
else {
  place.setAttribute("aria-busy", "false");
  replace(place, empty("Not on this server yet", "Calling profiles are shown here once the server knows them. A number's own SBCs and profile stand in its drawer."));
}

async function load() {
  try {
    const profiles = await get("/api/v2/oc/callingprofile");
    place.setAttribute("aria-busy", "false");
    replace(place, profiles.length === 0 ? empty("No calling profiles", "The server knows of none yet.") : profiles.map(card));
  } catch (error) {
    place.setAttribute("aria-busy", "false");
    failed(place, error, load);
  }
}

function card(profile) {
  return h(
    "section",
    { class: "card" },
    h("header", {}, h("h2", {}, foreign(profile.name)), h("p", {}, h("code", {}, profile.callingProfileId))),
    h("p", {}, foreign([profile.carrier, profile.region].filter(Boolean).join(", "), "")),
    h("h3", {}, "Trunks"),
    list(profile.trunksEnrolled.map(({ trunkFqdn, matchingSbcList }) => h("li", {}, foreign(trunkFqdn), h("small", {}, foreign(matchingSbcList.map(sbcName).join(", "), "no SBC"))))),
    h("h3", {}, "Other SBCs"),
    list(profile.additionalSbcList.map((sbc) => h("li", {}, foreign(sbcName(sbc))))),
  );
}

const sbcName = ({ name, fqdn }) => (fqdn ? `${name} (${fqdn})` : name);

function list(items) {
  return items.length === 0 ? h("p", { class: "hint" }, "None.") : h("ul", { class: "plain" }, ...items);
}
