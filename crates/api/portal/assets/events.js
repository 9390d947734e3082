// What the server tells by itself: server-sent events, followed only while the page is seen. A browser has few connections
// for one server, and a page in the background looks anew when it comes back.

import { address } from "./api.js";

const AGAIN = 5000;

/**
 * Follows a stream: `told(text)` gets what its events bring, `refused()` is told when the server does not give it (then it
 * is tried again, unless the answer is `true`). Gives a function that ends it.
 */
export function follow(path, name, told, refused = () => false) {
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
    source.addEventListener("error", () => {
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

/** Calls back whenever numbers or tokens changed within reach, and when they may have while nobody looked. */
export function onChange(listener) {
  listeners.add(listener);
  if (listeners.size === 1) follow("/api/v3/inventory/events", "change", tell);
}

function tell(text) {
  const { seq } = JSON.parse(text);
  // The first one says where things stand.
  const isNews = last !== null && last !== seq;
  last = seq;
  if (isNews) listeners.forEach((listener) => listener(seq));
}
