// What the server tells by itself: server-sent events, followed only while the page is seen. A browser has few connections
// for one server, and a page in the background looks anew when it comes back.

import { address } from "./api.js";
import { heard, lost } from "./standing.js";

const AGAIN = 5000;

/**
 * Follows a stream: `told(text)` gets what its events bring, `refused()` is told when the server does not give it (then it
 * is tried again, unless the answer is `true`), `broken()` that it broke off. Gives a function that ends it.
 */
export function follow(path, name, told, refused = () => false, broken = () => {}) {
  let source = null;
  let timer = 0;
  let isOver = false;
  const stop = () => {
    source?.close();
    source = null;
    clearTimeout(timer);
  };
  const begin = () => {
    if (document.visibilityState === "hidden") return stop();
    if (isOver || source !== null) return;
    source = new EventSource(address(path));
    source.addEventListener(name, (event) => told(event.data));
    source.addEventListener("open", () => heard());
    source.addEventListener("error", () => {
      broken();
      // The browser tries again by itself unless it was refused.
      if (source?.readyState !== EventSource.CLOSED) return;
      stop();
      if (refused()) end();
      else timer = setTimeout(begin, AGAIN);
    });
  };
  const end = () => {
    isOver = true;
    stop();
    document.removeEventListener("visibilitychange", begin);
  };
  document.addEventListener("visibilitychange", begin);
  begin();
  return end;
}

const listeners = new Set();
let last = null;
let isMissed = false;

/** Calls back whenever numbers or tokens changed within reach, and when they may have while nobody looked. */
export function onChange(listener) {
  listeners.add(listener);
  if (listeners.size === 1) follow("/api/v3/inventory/events", "change", tell, undefined, miss);
}

function miss() {
  isMissed = true;
  lost();
}

function tell(text) {
  const { seq } = JSON.parse(text);
  // The first one says where things stand. After a break, what was asked for meanwhile may not have come.
  const isNews = last !== null && (last !== seq || isMissed);
  last = seq;
  isMissed = false;
  if (isNews) listeners.forEach((listener) => listener(seq));
}
