// Small helps that every page may use; nothing depends on them.

// A form marked data-guard asks before text that is not sent is lost.
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) form.dataset.changed = "true";
});
document.addEventListener("submit", (event) => delete event.target.dataset.changed);
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-changed]")) event.preventDefault();
});

// Choices that take effect at once, where the form also has a button for those without script.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
});
