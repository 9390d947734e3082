// What every page has: the theme, the keys, news of the server.

import { showKeys } from "./dialog.js";

const root = document.documentElement;
const PLACES = { o: "/", n: "/numbers", u: "/upload", t: "/tasks", e: "/tenants", s: "/connections", k: "/tokens", r: "/released", v: "/services", l: "/leads", a: "/reference" };
/** Everybody may see these, but the navigation leads to them only from their neighbours. */
const TABS = ["/released", "/services", "/leads"];
/** After `g`, the next key counts for so long. */
const LEADER = 1200;

document.getElementById("theme-button")?.addEventListener("click", () => {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = root.dataset.theme ?? (dark ? "dark" : "light");
  root.dataset.theme = now === "dark" ? "light" : "dark";
  try {
    localStorage.setItem("numberline.theme", root.dataset.theme);
  } catch {
    // Chosen for this page, then.
  }
});
document.getElementById("keys-button")?.addEventListener("click", showKeys);

let ledAt = 0;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const place = PLACES[event.key];
  if (place && Date.now() - ledAt < LEADER && (TABS.includes(place) || document.querySelector(`nav a[href="${place}"]`))) {
    event.preventDefault();
    location.assign(place);
  }
  ledAt = event.key === "g" ? Date.now() : 0;
  if (event.key === "?") {
    event.preventDefault();
    showKeys();
  }
});

/** Whether keys go into a text. */
export function isTyping(target) {
  return target instanceof HTMLElement && (target.matches("input:not([type=checkbox]), textarea, select") || target.isContentEditable);
}

const notice = document.getElementById("notice");

/** Tells something that holds for the whole page; nothing when it is over. */
export function setNotice(text) {
  if (!notice) return;
  notice.textContent = text ?? "";
  notice.hidden = !text;
}

/** The page's main part, below its title. */
export const main = document.getElementById("main");
