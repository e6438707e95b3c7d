"use strict";
// Filters the findings of the page and switches its colours. Nothing is fetched or stored.
const form = document.querySelector("form");
const findings = [...document.querySelectorAll("article[data-rule]")];
const shown = document.querySelector("#shown");
function filter() {
  const severity = form.severity.value;
  const rule = form.rule.value;
  const file = form.file.value;
  const words = form.words.value.trim().toLowerCase();
  let count = 0;
  for (const one of findings) {
    const fits =
      (!severity || one.dataset.severity === severity) &&
      (!rule || one.dataset.rule === rule) &&
      (!file || one.dataset.file === file) &&
      (!words || one.textContent.toLowerCase().includes(words));
    one.hidden = !fits;
    count += fits ? 1 : 0;
  }
  shown.textContent = `${count} of ${findings.length} shown`;
}
if (form) {
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
}
const theme = document.querySelector("#theme");
theme.hidden = false;
theme.addEventListener("click", () => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = root.dataset.theme || (dark ? "dark" : "light");
  root.dataset.theme = now === "dark" ? "light" : "dark";
});
