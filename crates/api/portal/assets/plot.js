// Plots, drawn as SVG from the numbers that stand in a table beneath them.

import { h, s } from "./dom.js";
import { count, share } from "./format.js";

const BAR = 30;
const LABEL = 148;
const VALUE = 104;
const HEIGHT = 220;
/** Lines of a plot's grid at most, beside the one at 0. */
const STEPS = 5;
const FRAME = { left: 56, right: 12, top: 12, bottom: 26 };

/** Horizontal bars: `{label, value, href, tone}` each; a bar with an address leads there. */
export function bars(entries, total) {
  const most = Math.max(1, ...entries.map(({ value }) => value));
  const picture = s("svg", { class: "bars", height: Math.max(1, entries.length) * BAR, role: "group", "aria-label": "Bars" });
  const draw = (width) => {
    const label = Math.min(LABEL, width * 0.42);
    const room = Math.max(20, width - label - VALUE);
    picture.replaceChildren(...entries.map((entry, index) => bar(entry, index * BAR, { label, room, most, width, total })));
  };
  return figure(picture, draw, entries, total);
}

function bar({ label, value, href, tone }, y, { label: x, room, most, width, total }) {
  const length = value === 0 ? 0 : Math.max(2, (value / most) * room);
  const said = `${label}: ${count(value)}, ${share(value, total)}`;
  const cut = fitted(label, x - 10);
  const middle = y + BAR / 2;
  const parts = [
    s("rect", { x: 0, y, width, height: BAR, class: "hit" }),
    s("text", { x: 0, y: middle, class: "bar-label" }, cut, cut === label ? null : s("title", {}, label)),
    s("rect", { x, y: y + 7, width: room, height: BAR - 14, rx: 3, class: "track" }),
    s("rect", { x, y: y + 7, width: length, height: BAR - 14, rx: 3, class: "bar-fill", "data-tone": tone ?? "" }),
    s("text", { x: width, y: middle, class: "bar-value", "text-anchor": "end" }, count(value), s("tspan", { class: "bar-share", dx: 6 }, share(value, total))),
  ];
  // A link is called what is written in it.
  return href ? s("a", { href }, ...parts) : s("g", { role: "img", "aria-label": said }, ...parts);
}

/** A text cut to about so many pixels. */
function fitted(text, width) {
  const most = Math.max(4, Math.floor(width / 6.9));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** A line of sums over months; `before` numbers have no month. */
export function growth(months, before) {
  let sum = 0;
  const points = months.map(({ label, value }) => ({ label, value: (sum += value), added: value }));
  const picture = s("svg", { class: "growth", height: HEIGHT, role: "img", "aria-label": points.length ? `From ${count(points[0].value)} in ${points[0].label} to ${count(sum)} in ${points.at(-1).label}` : "No month is known" });
  const draw = (width) => picture.replaceChildren(...line(points, width));
  const table = points.map(({ label, value, added }) => ({ label, value: added, second: value }));
  if (before > 0) table.push({ label: "not acquired yet", value: before, second: "" });
  return figure(picture, draw, table, null, ["Month", "Acquired", "In all"]);
}

function line(points, width) {
  if (points.length === 0) return [];
  const inner = { width: width - FRAME.left - FRAME.right, height: HEIGHT - FRAME.top - FRAME.bottom };
  const step = nice(points.at(-1).value / STEPS);
  const most = step * Math.max(1, Math.ceil(points.at(-1).value / step));
  const x = (index) => FRAME.left + (points.length === 1 ? inner.width / 2 : (index / (points.length - 1)) * inner.width);
  const y = (value) => FRAME.top + inner.height * (1 - value / most);
  const steps = Array.from({ length: Math.round(most / step) + 1 }, (_, index) => index * step);
  const grid = steps.flatMap((value) => [
    s("line", { class: "grid-line", x1: FRAME.left, x2: width - FRAME.right, y1: y(value), y2: y(value) }),
    s("text", { class: "axis", x: FRAME.left - 8, y: y(value), "text-anchor": "end" }, short(value)),
  ]);
  const every = Math.max(1, Math.ceil(points.length / Math.max(2, Math.floor(inner.width / 80))));
  const names = points.map((point, index) => (index % every === 0 ? s("text", { class: "axis", x: x(index), y: HEIGHT - 6, "text-anchor": index === 0 ? "start" : index === points.length - 1 ? "end" : "middle" }, point.label) : null)).filter(Boolean);
  const path = points.map(({ value }, index) => `${index === 0 ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`).join("");
  const area = `${path}L${x(points.length - 1).toFixed(1)} ${y(0)}L${x(0).toFixed(1)} ${y(0)}Z`;
  const dots = points.map((point, index) => s("circle", { class: "dot", cx: x(index), cy: y(point.value), r: points.length > 40 ? 1.5 : 3 }, s("title", {}, `${point.label}: ${count(point.value)} (+${count(point.added)})`)));
  return [...grid, s("path", { class: "area", d: area }), s("path", { class: "line", d: path }), ...dots, ...names];
}

/** A round number not below this one; a whole one. */
function nice(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= value) ?? value;
}

function short(value) {
  if (value >= 1_000_000) return `${+(value / 1_000_000).toFixed(2)} M`;
  if (value >= 1000) return `${+(value / 1000).toFixed(1)} k`;
  return String(+value.toFixed(1));
}

/** A picture that is drawn for its width, above the table of its numbers. */
function figure(picture, draw, rows, total, heads = ["", "Numbers", "Share"]) {
  let drawn = 0;
  const fit = () => {
    const width = Math.round(picture.getBoundingClientRect().width);
    if (width > 0 && width !== drawn) draw((drawn = width));
  };
  new ResizeObserver(fit).observe(picture);
  const body = rows.map(({ label, value, second }) => h("tr", {}, h("th", { scope: "row" }, label), h("td", {}, count(value)), h("td", {}, second === undefined ? share(value, total) : second === "" ? "" : count(second))));
  const table = h("table", {}, h("thead", {}, h("tr", {}, ...heads.map((head) => (head ? h("th", { scope: "col" }, head) : h("td", {}))))), h("tbody", {}, ...body));
  return h("figure", { class: "plot" }, picture, h("details", {}, h("summary", {}, "As a table"), table));
}
