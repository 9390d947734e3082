
// What Swagger UI leaves without a name that is read aloud, or names otherwise than it shows.
const NAMES = { ".body-param__text": "Body", ".close-modal": "Close", ".copy-to-clipboard > button": "Copy", ".modal-btn.authorize": "Authorize" };
const frame = document.getElementById("swagger-ui");
frame.setAttribute("role", "main");
new MutationObserver(() => {
  for (const [selector, name] of Object.entries(NAMES)) {
    for (const element of frame.querySelectorAll(`${selector}:not([aria-label="${name}"])`)) element.setAttribute("aria-label", name);
  }
}).observe(frame, { childList: true, subtree: true });
