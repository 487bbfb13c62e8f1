// A file's page: its original beside what was read; a click on a finding frames its place.
import { Refused, make } from "./ask.js";
import { bind } from "./keys.js";
import { openOriginal } from "./original.js";

const box = document.getElementById("original");
const found = [...document.querySelectorAll(".finding")];
let original = null;
let at = -1;

function place(one) {
  const { page, bbox, table, row, col } = one.dataset;
  return {
    page: page === undefined ? undefined : Number(page),
    bbox: bbox === undefined ? null : bbox.split(" ").map(Number),
    table, row, col,
  };
}

function choose(number) {
  if (found.length === 0) return;
  at = Math.max(0, Math.min(number, found.length - 1));
  for (const [n, one] of found.entries()) one.classList.toggle("here", n === at);
  found[at].scrollIntoView({ block: "nearest" });
  original?.frame([place(found[at])]);
}

for (const [number, one] of found.entries()) one.addEventListener("click", () => choose(number));
bind("j", "下一个问题", () => choose(at + 1));
bind("k", "上一个问题", () => choose(at - 1));
bind("]", "下一页", () => original?.turn(1));
bind("[", "上一页", () => original?.turn(-1));

if (box.dataset.source) {
  const shown = make("div", { className: "original" });
  try {
    original = await openOriginal(shown, box.dataset.source);
    box.querySelector("[role=status]").replaceWith(shown);
    // One may have been chosen while the file was being opened.
    if (at >= 0) original.frame([place(found[at])]);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    box.querySelector("[role=status]").textContent = `${error.cause}。${error.remedy}`;
  }
} else {
  box.hidden = true;
}
