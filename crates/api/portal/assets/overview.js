// The overview: what there is, how fresh it is, what needs somebody. Every bar leads to the list that it counts.

import { Refusal, get, has } from "./api.js";
import { failed } from "./dialog.js";
import { empty, h, replace } from "./dom.js";
import { onChange } from "./events.js";
import { STATUSES, assignment, count, country, month, share } from "./format.js";
import { bars, growth } from "./plot.js";
import { main } from "./shell.js";

const TENANT = new URLSearchParams(location.search).get("tenant") ?? "";
const AGES = { hour: "within the hour", day: "within a day", week: "within a week", month: "within 30 days", older: "longer ago" };
const MOST_COUNTRIES = 10;

const tiles = h("div", { class: "tiles" });
const plots = h("div", { class: "plots", "aria-busy": "true" });
main.append(tiles, plots);
skeleton();
load();
onChange(load);

function skeleton() {
  replace(tiles, Array.from({ length: 4 }, () => h("div", { class: "tile waiting" })));
  replace(plots, Array.from({ length: 5 }, () => h("div", { class: "card waiting" })));
}

async function load() {
  try {
    const [overview, tasks] = await Promise.all([get("/api/v3/inventory/overview", { msTenantId: TENANT }), recentTasks()]);
    plots.setAttribute("aria-busy", "false");
    if (overview.total === 0) replace(plots, empty("No numbers yet", "Numbers come by upload, by import, and by what the sync finds at Microsoft."));
    else show(overview, tasks);
  } catch (error) {
    replace(tiles);
    failed(plots, error, load);
  }
}

/** The latest tasks; null where the server has none to tell of. */
async function recentTasks() {
  if (!has("tasks")) return null;
  try {
    return (await get("/api/v3/oc/tasks", { msTenantId: TENANT, pageSize: 100 })).data;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function link(parameters) {
  const query = new URLSearchParams({ ...(TENANT && { tenant: TENANT }), ...parameters }).toString();
  return query ? `/numbers?${query}` : "/numbers";
}

function show(overview, tasks) {
  const { total, statuses } = overview;
  const needing = statuses.MarkedForRemoval;
  const checked = overview.checkAges.filter(({ name }) => ["hour", "day"].includes(name)).reduce((sum, { numbers }) => sum + numbers, 0);
  const assigned = overview.assignments.filter(({ name }) => name !== null && name !== "Unassigned").reduce((sum, { numbers }) => sum + numbers, 0);
  replace(
    tiles,
    tile("Numbers", count(total), `in ${count(overview.tenants)} ${overview.tenants === 1 ? "tenant" : "tenants"}`, link({})),
    tile("Assigned", share(assigned, total), `${count(assigned)} numbers in use`, link({})),
    tile("Awaiting approval", count(needing), needing === 0 ? "nothing to approve" : "deleted by their tenants", link({ status: "MarkedForRemoval" }), needing > 0 ? "warn" : ""),
    tile("Checked within a day", share(checked, total), `${count(overview.failingChecks)} last checks failed`, link({}), overview.failingChecks > 0 ? "bad" : ""),
  );
  replace(
    plots,
    card("By status", "How many numbers stand where in their life", bars(STATUSES.map(({ word, label, tone }) => ({ label, tone, value: statuses[word], href: link({ status: word }) })), total)),
    card("By country", "Where the numbers are from", bars(countries(overview.countries), total)),
    card("Growth", "Numbers by the month in which they were acquired, added up", growth(everyMonth(overview.months), overview.neverAcquired), "wide"),
    card("Assignment", "What numbers are used for", bars(overview.assignments.map(({ name, numbers }) => ({ label: name === null ? "Not known" : (assignment(name) ?? name), value: numbers, href: link({ assignment: name ?? "none" }) })), total)),
    card("Last check", "How fresh the assignments shown are", bars([...overview.checkAges.map(({ name, numbers }) => ({ label: AGES[name] ?? name, value: numbers, tone: name === "older" ? "warn" : "" })), { label: "never", value: overview.neverChecked, tone: "wait" }], total)),
    tasks && jobs(tasks),
  );
}

/** The months from the first to the last, those too in which nothing was acquired. */
function everyMonth(months) {
  if (months.length === 0) return [];
  const known = new Map(months.map(({ name, numbers }) => [name, numbers]));
  const [year, first] = months[0].name.split("-").map(Number);
  const all = [];
  for (let index = 0; all.at(-1)?.name !== months.at(-1).name; index += 1) {
    const name = new Date(Date.UTC(year, first - 1 + index, 1)).toISOString().slice(0, 7);
    all.push({ name, label: month(name), value: known.get(name) ?? 0 });
  }
  return all;
}

function countries(shares) {
  const shown = shares.slice(0, MOST_COUNTRIES).map(({ name, numbers }) => ({ label: name === null ? "Not known" : country(name), value: numbers, href: link({ country: name ?? "none" }) }));
  const others = shares.slice(MOST_COUNTRIES);
  if (others.length > 0) shown.push({ label: `${others.length} others`, value: others.reduce((sum, { numbers }) => sum + numbers, 0), tone: "wait" });
  return shown;
}

function jobs(tasks) {
  const states = [
    ["In Progress", "info"],
    ["CompletedSuccess", "good"],
    ["CompletedWithErrors", "warn"],
    ["Failed", "bad"],
    ["Cancelled", "wait"],
  ];
  const entries = states.map(([state, tone]) => ({ label: state.replace(/([a-z])([A-Z])/g, "$1 $2"), tone, value: tasks.filter(({ status }) => status === state).length, href: "/tasks" }));
  return card("Tasks", `How the last ${count(tasks.length)} went`, bars(entries, tasks.length));
}

function tile(label, value, text, href, tone = "") {
  return h("a", { class: "tile", href, data: { tone } }, h("span", { class: "tile-label" }, label), h("strong", {}, value), h("span", { class: "tile-text" }, text));
}

function card(title, text, content, kind = "") {
  return h("section", { class: `card ${kind}` }, h("header", {}, h("h2", {}, title), h("p", {}, text)), content);
}
