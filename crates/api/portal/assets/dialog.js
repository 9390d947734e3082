// Questions, short news, and the list of keys.

import { button, h, replace } from "./dom.js";

const KEYS = [
  ["/", "Search"],
  ["↑ ↓", "Row by row"],
  ["Page Up, Page Down", "Page by page"],
  ["Home, End", "First, last row"],
  ["← →", "Scroll sideways"],
  ["Enter", "Open the number"],
  ["Space, Shift+Space", "Select the row, the rows up to it"],
  ["Ctrl+A", "Select all that match"],
  ["Esc", "Close"],
  ["g then o, n, u, t, e, s", "Overview, numbers, upload, tasks, tenants, SBCs"],
  ["g then r, v, l, k, a", "Released, services, leads, tokens, API"],
  ["?", "This list"],
];

/** Shows a dialog; resolves with what it was closed with. `build` gets a function that closes it. */
export function open(title, build, { wide = false } = {}) {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: wide ? "dialog wide" : "dialog", "aria-label": title });
    const close = (answer) => {
      dialog.close();
      resolve(answer);
    };
    dialog.append(
      h("header", {}, h("h2", {}, title), button("Close", { class: "quiet", click: () => close(null) }, "close")),
      ...[build(close)].flat(),
    );
    dialog.addEventListener("cancel", () => resolve(null));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Asks before something is done. What it will do stands in `said`. */
export function ask(title, said, { confirm, tone = "primary" }) {
  return open(title, (close) => [
    h("div", { class: "dialog-body" }, said),
    h(
      "footer",
      {},
      button("Cancel", { click: () => close(null) }),
      button(confirm, { class: tone, click: () => close(true), autofocus: true }),
    ),
  ]);
}

/** Shows which keys there are. */
export function showKeys() {
  if (document.querySelector("dialog[open]")) return;
  open("Keys", () =>
    h("dl", { class: "keys" }, ...KEYS.map(([key, what]) => h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)))),
  );
}

let tray = null;

/** Tells something that needs no answer. */
export function say(text, tone = "info") {
  tray ??= document.body.appendChild(h("div", { class: "tray", role: "status", "aria-live": "polite" }));
  const note = h("p", { class: `note ${tone}` }, text, button("Dismiss", { class: "quiet", click: () => note.remove() }, "close"));
  tray.append(note);
  setTimeout(() => note.remove(), tone === "bad" ? 20_000 : 6000);
}

/** Puts a failure where content was to be, with a way to try again. */
export function failed(place, error, again) {
  const ticket = error.ticket ? h("p", { class: "hint" }, "Ticket ", h("code", {}, error.ticket)) : null;
  replace(
    place,
    h("div", { class: "empty", role: "alert" }, h("h2", {}, "That did not work"), h("p", {}, error.whole ?? error.message), ticket, button("Try again", { click: again })),
  );
}
