// The API's calls, as the server's own OpenAPI document describes them.

import { failed } from "./dialog.js";
import { empty, h, icon, replace } from "./dom.js";
import { counted } from "./format.js";
import { main } from "./shell.js";

const METHODS = { get: "info", post: "good", put: "warn", patch: "warn", delete: "bad" };

const search = h("input", { type: "search", id: "search", placeholder: "Path, or a word of what a call does", "aria-label": "Search calls", value: new URLSearchParams(location.search).get("search") ?? "", input: show });
const place = h("div", { class: "stacked", "aria-busy": "true" });
let api = null;
main.append(h("div", { class: "filters-row" }, h("label", { class: "search" }, icon("search"), search), h("span", { class: "spring" }), h("a", { class: "button", href: "/docs/" }, "Try calls out"), h("a", { class: "button", href: "/openapi.json", download: "openapi.json" }, icon("download"), "OpenAPI")), place);
load();

async function load() {
  try {
    const response = await fetch("/openapi.json");
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    api = await response.json();
    show();
  } catch (error) {
    failed(place, error, load);
  } finally {
    place.setAttribute("aria-busy", "false");
  }
}

function show() {
  if (api === null) return;
  const text = search.value.trim().toLowerCase();
  const calls = Object.entries(api.paths).flatMap(([path, item]) => Object.keys(METHODS).filter((method) => item[method]).map((method) => ({ path, method, call: item[method] })));
  const matching = calls.filter(({ path, call }) => `${path} ${call.summary} ${call.operationId}`.toLowerCase().includes(text));
  const groups = api.tags.map(({ name, description }) => ({ name, description, calls: matching.filter(({ call }) => call.tags?.includes(name)) })).filter((group) => group.calls.length > 0);
  replace(place, groups.length === 0 ? empty("No call matches", "None is called so.") : groups.map(group));
}

const group = ({ name, description, calls }) =>
  h("section", { class: "card" }, h("header", {}, h("h2", {}, name[0].toUpperCase() + name.slice(1)), h("p", {}, description)), h("div", { class: "calls" }, ...calls.map(one)));

function one({ path, method, call }) {
  const summary = h("summary", {}, h("span", { class: "pill method", data: { tone: METHODS[method] } }, method.toUpperCase()), h("code", {}, path), h("span", { class: "call-summary" }, call.summary ?? call.operationId));
  const element = h("details", { class: "call", toggle: () => element.open && element.childElementCount === 1 && element.append(details(call)) }, summary);
  return element;
}

function details(call) {
  const parameters = (call.parameters ?? []).map(({ name, in: where, description, required }) => h("div", {}, h("dt", {}, h("code", {}, name), h("small", {}, required ? `${where}, needed` : where)), h("dd", {}, coded(description))));
  const body = call.requestBody?.content?.["application/json"]?.schema;
  const answers = Object.entries(call.responses).map(([status, { description }]) => h("div", {}, h("dt", {}, status), h("dd", {}, coded(description))));
  return h(
    "div",
    { class: "call-details" },
    call.description && h("p", {}, coded(call.description)),
    parameters.length > 0 && [h("h3", {}, counted(parameters.length, "parameter")), h("dl", { class: "pairs" }, ...parameters)],
    body && [h("h3", {}, "Body"), schema(body)],
    h("h3", {}, "Answers"),
    h("dl", { class: "pairs" }, ...answers),
  );
}

/** A text of the document: what stands between backticks is code. */
const coded = (text = "") => text.split("`").map((part, index) => (index % 2 === 1 ? h("code", {}, part) : part));

/** A body's members, or what it is called. */
function schema({ $ref, ...own }) {
  const known = $ref ? api.components.schemas[$ref.split("/").at(-1)] : own;
  const members = Object.entries(known.properties ?? {}).map(([name, { description, type }]) => h("div", {}, h("dt", {}, h("code", {}, name), h("small", {}, [known.required?.includes(name) ? "needed" : null, [type].flat().filter(Boolean).join(" or ")].filter(Boolean).join(", "))), h("dd", {}, coded(description))));
  return members.length > 0 ? h("dl", { class: "pairs" }, ...members) : h("p", {}, known.description ? coded(known.description) : h("code", {}, $ref?.split("/").at(-1) ?? "JSON"));
}
