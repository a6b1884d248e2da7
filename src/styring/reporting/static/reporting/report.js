// A form that has stood open through a sign-in carries an old token; the cookie has the new one.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target.closest("form[data-fresh-token]");
    const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
    if (form && cookie) form.elements.csrfmiddlewaretoken.value = cookie.split("=")[1];
  },
  true,
);

// What is saved by itself needs no warning when the page is left.
document.addEventListener("htmx:after:request", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form && document.querySelector("#lagret")?.getAttribute("role") === "status") delete form.dataset.changed;
});
