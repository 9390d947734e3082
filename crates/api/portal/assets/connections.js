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
    const answer = await get("/api/v2/oc/callingprofile");
    const profiles = answer.data ?? answer;
    place.setAttribute("aria-busy", "false");
    replace(place, profiles.length === 0 ? empty("No calling profiles", "The server knows of none yet.") : profiles.map(card));
  } catch (error) {
    place.setAttribute("aria-busy", "false");
    failed(place, error, load);
  }
}

/** What calling profiles may name their members; the first that is there is shown. */
const first = (object, ...names) => names.map((name) => object?.[name]).find((value) => value !== undefined && value !== null);

function card(profile) {
  const trunks = first(profile, "trunks", "trunkList", "pstnTrunks") ?? [];
  const sbcs = first(profile, "sbcList", "sbcs", "matchingSbcs") ?? [];
  return h(
    "section",
    { class: "card" },
    h("header", {}, h("h2", {}, foreign(first(profile, "name", "displayName"), "Without a name")), h("p", {}, h("code", {}, String(first(profile, "callingProfileId", "id") ?? "")))),
    h("h3", {}, "Trunks"),
    list(trunks),
    h("h3", {}, "SBCs"),
    list(sbcs),
  );
}

function list(items) {
  if (!Array.isArray(items) || items.length === 0) return h("p", { class: "hint" }, "None.");
  return h("ul", { class: "plain" }, ...items.map((item) => h("li", {}, foreign(typeof item === "string" ? item : (first(item, "fqdn", "name", "sbcName", "trunkFqdn", "id") ?? JSON.stringify(item))))));
}
