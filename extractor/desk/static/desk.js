// Loaded by every view: the keys that hold everywhere.
import "./moments.js";
import { bind, openKeys } from "./keys.js";

for (const link of document.querySelectorAll("nav a[data-go]")) {
  bind(`g ${link.dataset.go}`, `到“${link.textContent}”`, () => link.click());
}
// A link or a search box names its own key: data-key="]".
for (const one of document.querySelectorAll("main [data-key]")) {
  const search = one instanceof HTMLInputElement;
  bind(one.dataset.key, search ? one.labels[0].textContent.trim() : one.textContent.trim(), () => (search ? one.focus() : one.click()));
}
bind("?", "列出这里可用的按键", openKeys);
document.getElementById("keys-button")?.addEventListener("click", openKeys);
for (const button of document.querySelectorAll("dialog [data-close]")) {
  button.addEventListener("click", () => button.closest("dialog").close());
}
