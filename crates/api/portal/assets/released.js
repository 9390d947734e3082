// What left the list: each number with its last record, and its whole past.

import { get } from "./api.js";
import { button, empty, foreign, h, icon, listOf } from "./dom.js";
import { onChange } from "./events.js";
import { ago, counted, minute } from "./format.js";
import { Pages, Panel, beside, setInAddress } from "./pages.js";
import { sections } from "./record.js";
import { isTyping, main } from "./shell.js";
import { timeline } from "./timeline.js";

const PATH = "/api/v3/oc/released";
const SIZE = 100;
const KINDS = {
  released: ["Released", "info"],
  removed: ["Removed", "bad"],
  withdrawn: ["Withdrawn", "wait"],
  moved: ["Moved to another tenant", "warn"],
  replaced: ["Replaced by another row", "warn"],
};

const asked = new URLSearchParams(location.search);
const search = h("input", { type: "search", id: "search", placeholder: "A whole number, to see its past", "aria-label": "A number's past", autocomplete: "off", spellcheck: "false", inputmode: "tel" });
const panel = new Panel("number", "A number that left");
const pages = new Pages(load);
const form = h("form", { class: "filters-row", submit: find }, h("label", { class: "search" }, icon("search"), search, h("kbd", { "aria-hidden": "true" }, "/")), h("span", { class: "spring" }), button("Export", { click: exportAll }, "download"));
main.append(form, beside([pages.place, pages.foot], panel));
pages.refresh();
onChange(() => pages.page === 1 && pages.refresh());
if (asked.get("number")) past(asked.get("number"));
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || isTyping(event.target)) return;
  event.preventDefault();
  search.focus();
});

async function load(page) {
  const { data, totalPages, totalRecords } = await get(PATH, { msTenantId: asked.get("tenant"), pageNumber: page, pageSize: SIZE });
  const content = data.length === 0 ? empty("Nothing has left", "Numbers that are released, withdrawn or removed are kept here, with their last record and their whole past.") : table(data);
  return { content, isLast: page >= totalPages, text: counted(totalRecords, "departure") };
}

function table(gone) {
  const heads = ["Number", "Why", "Left", "Company", "Service", "By"];
  return listOf(heads, gone.map(row), "picked");
}

function row(gone) {
  const { record } = gone;
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, button(gone.telephoneNumber, { class: "link digits", data: { key: `${gone.id}` }, click: () => show(gone) })),
    h("td", {}, pill(gone.kind)),
    h("td", { title: gone.leftAt }, h("span", { class: "nowrap" }, minute(gone.leftAt)), h("small", {}, ago(gone.leftAt))),
    h("td", {}, foreign(record.msCompanyName)),
    h("td", {}, foreign(record.umpCustomerFullName)),
    h("td", {}, foreign(gone.actor), gone.taskId && h("small", {}, h("a", { href: `/tasks?task=${encodeURIComponent(gone.taskId)}` }, "its task"))),
  );
}

function pill(kind) {
  const [label, tone] = KINDS[kind] ?? [kind, ""];
  return h("span", { class: "pill", data: { tone } }, label);
}

function show(gone) {
  const history = h("div", {});
  panel.open(gone.telephoneNumber, gone.telephoneNumber, [pill(gone.kind), h("span", {}, `${minute(gone.leftAt)} · ${ago(gone.leftAt)}`)], h("section", {}, h("h3", {}, "Timeline"), history), sections(gone.record));
  timeline(history, gone.telephoneNumber, gone.record);
}

/** The past of any number, whether it left or not. */
function past(number) {
  const history = h("div", {});
  panel.open(number, number, [h("a", { href: `/numbers?number=${encodeURIComponent(number)}` }, "In the list")], h("section", {}, h("h3", {}, "Timeline"), history));
  timeline(history, number);
}

function find(event) {
  event.preventDefault();
  const digits = search.value.replace(/[^\d]/g, "").replace(/^00/, "");
  if (digits === "") return;
  setInAddress("number", `+${digits}`);
  past(`+${digits}`);
}

/** All that left, as CSV. */
async function exportAll() {
  const { MOST, csv, saveFile } = await import("./export.js");
  const rows = [];
  for (let page = 1, last = 1; page <= last && rows.length < MOST; page += 1) {
    const { data, totalPages } = await get(PATH, { msTenantId: asked.get("tenant"), pageNumber: page, pageSize: 1000 });
    last = totalPages;
    rows.push(...data.map(({ leftAt, kind, actor, taskId, record }) => ({ leftAt, kind, actor, taskId, ...record })));
  }
  saveFile("released.csv", csv(rows));
}
