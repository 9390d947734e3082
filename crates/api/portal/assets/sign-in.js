// Goes on at once where a session is there already: an address that came by mail reaches the server without the cookie,
// this request does not.

const { base, next } = document.documentElement.dataset;
const form = document.querySelector("form");

if (!document.getElementById("fault")) {
  const answer = await fetch(`${base}/api/v3/session`, { headers: { accept: "application/json" } });
  if (answer.ok) location.replace(next);
}
form?.addEventListener("submit", () => form.querySelector("button").setAttribute("aria-busy", "true"));
