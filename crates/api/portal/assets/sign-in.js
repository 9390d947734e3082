// Goes on at once where a session is there already: an address that came by mail reaches the server without the cookie,
// this request does not, and is then led on.

const { next } = document.documentElement.dataset;
const form = document.querySelector("form");

if (!document.getElementById("fault")) {
  const answer = await fetch("/sign-in");
  if (answer.redirected) location.replace(next);
}
form?.addEventListener("submit", () => form.querySelector("button").setAttribute("aria-busy", "true"));
