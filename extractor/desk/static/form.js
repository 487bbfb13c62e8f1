// The form as read, its values to be clicked; what a person put right stands beside what was read.
import { make } from "./ask.js";

/** Show a form in `holder`; `onPick(value)` when a value is clicked. */
export function showForm(holder, form, pointer, onPick) {
  holder.replaceChildren();
  if (form === null) return;
  holder.append(make("h3", {}, form.title));
  for (const section of form.sections) {
    const list = make("dl");
    for (const value of section.values) {
      const shown = make("dd", { title: value.editable ? "点一下改这个值" : "" }, ...text(value));
      mark(shown, value, pointer);
      if (value.editable) shown.addEventListener("click", () => onPick(value));
      list.append(make("dt", {}, value.label), shown);
    }
    holder.append(make("h3", {}, section.title), list);
  }
  if (form.execution) holder.append(make("h3", {}, "预算执行"), table(form.execution, pointer, onPick));
  if (form.indicators) holder.append(make("h3", {}, `绩效指标（${form.indicators.rows.length} 行）`), table(form.indicators, pointer, onPick));
  holder.querySelector(".at")?.scrollIntoView({ block: "nearest" });
}

function table(content, pointer, onPick) {
  const body = make("tbody");
  let above = [];
  for (const row of content.rows) {
    body.append(make("tr", {}, ...row.map((value, column) => {
      // Merged levels are filled down: said once.
      const same = column < 2 && above[column]?.text === value.text && value.corrected === null && value.text !== "";
      const cell = make("td", { className: value.editable ? "pick" : "" }, ...(same ? ["〃"] : text(value)));
      mark(cell, value, pointer);
      if (value.editable) cell.addEventListener("click", () => onPick(value));
      return cell;
    })));
    above = row;
  }
  const head = make("tr", {}, ...content.heads.map((name) => make("th", {}, name)));
  return make("div", { className: "scroll" }, make("table", {}, make("thead", {}, head), body));
}

function text(value) {
  const read = value.shown ?? value.text;
  if (value.corrected === null) return [read === "" ? "—" : read];
  return [make("del", {}, read === "" ? "（空白）" : read), " ", make("ins", {}, value.corrected === "" ? "（空白）" : value.corrected)];
}

function mark(cell, value, pointer) {
  cell.dataset.pointer = value.pointer;
  if (pointer && (value.pointer === pointer || value.pointer.startsWith(`${pointer}/`))) cell.classList.add("at");
}
