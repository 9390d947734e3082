// Tells the page that something changed on the server. Only while the page is seen: a browser has few connections for
// one server, and a page in the background looks anew when it comes back.

import { address } from "./api.js";

const AGAIN = 5000;
const listeners = new Set();
let source = null;
let last = null;
let timer = 0;

/** Calls back whenever numbers or tokens changed within reach, and when they may have while nobody looked. */
export function onChange(listener) {
  listeners.add(listener);
  if (listeners.size === 1) {
    document.addEventListener("visibilitychange", follow);
    follow();
  }
}

function follow() {
  clearTimeout(timer);
  if (document.visibilityState === "hidden") {
    source?.close();
    source = null;
    return;
  }
  if (source !== null) return;
  source = new EventSource(address("/api/v3/inventory/events"));
  source.addEventListener("change", (event) => tell(event.data));
  source.addEventListener("error", () => {
    // The browser tries again by itself unless it was refused.
    if (source?.readyState !== EventSource.CLOSED) return;
    source = null;
    timer = setTimeout(follow, AGAIN);
  });
}

function tell(text) {
  const { seq } = JSON.parse(text);
  // The first one says where things stand.
  const isNews = last !== null && last !== seq;
  last = seq;
  if (isNews) listeners.forEach((listener) => listener(seq));
}
