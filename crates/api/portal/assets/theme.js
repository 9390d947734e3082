// Sets the theme that was chosen, before anything is painted: the one script that is no module.
try {
  const chosen = localStorage.getItem("numberline.theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // A browser that keeps nothing shows the system's theme.
}
