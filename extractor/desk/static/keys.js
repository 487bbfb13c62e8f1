// Keys of the page. They are dead while something is typed: in fields, in dialogs' own fields, and while an input
// method composes Chinese (its letters must not be taken for commands).

const bound = new Map();
let first = null;
let timer = 0;

/** Bind a key ("j"), a sequence ("g 2") or a named key ("ArrowDown") to `run`; `meaning` is shown under `?`. */
export function bind(key, meaning, run) {
  bound.set(key, { meaning, run });
}

export function unbind(key) {
  bound.delete(key);
}

function typing(event) {
  const at = event.target;
  return event.isComposing || event.keyCode === 229 || (at instanceof Element && at.closest("input, textarea, select, [contenteditable='true']") !== null);
}

document.addEventListener("keydown", (event) => {
  if (typing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
  if (document.querySelector("dialog[open]") !== null) return;
  // On a focused button or link, Enter and Space are its own.
  if ((event.key === "Enter" || event.key === " ") && event.target.closest?.("a, button, summary") !== null) return;
  const pressed = first === null ? event.key : `${first} ${event.key}`;
  first = null;
  clearTimeout(timer);
  const found = bound.get(pressed) ?? bound.get(event.key);
  if (found !== undefined) {
    event.preventDefault();
    found.run(event);
  } else if ([...bound.keys()].some((key) => key.startsWith(`${event.key} `))) {
    first = event.key;
    timer = setTimeout(() => { first = null; }, 1500);
  }
});

export function openKeys() {
  const dialog = document.getElementById("keys");
  const list = dialog.querySelector("dl");
  list.replaceChildren();
  for (const [key, { meaning }] of bound) {
    const name = document.createElement("dt");
    const shown = document.createElement("kbd");
    shown.textContent = { ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", Enter: "回车", " ": "空格", Escape: "Esc" }[key] ?? key;
    name.append(shown);
    const said = document.createElement("dd");
    said.textContent = meaning;
    list.append(name, said);
  }
  dialog.showModal();
}
