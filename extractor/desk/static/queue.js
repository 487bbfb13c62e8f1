// 核对: list, paper and form; the clerk decides with one key and goes on to the next.
import { get, make, post, Refused, tell, tellRefused } from "./ask.js";
import { bind } from "./keys.js";
import { showForm } from "./form.js";
import { ahead, Paper } from "./paper.js";

const $ = (id) => document.getElementById(id);
const FACETS = { severity: "级别", code: "问题", unit: "单位", kind: "表类", state: "状态" };
const PROMPTS = { waive: "豁免的理由（必写）", unreadable: "请单位说明什么（可不写）" };

const state = { rows: [], at: -1, item: null, more: false, marked: new Map(), editing: null, busy: false };
const items = new Map();
const paper = new Paper($("sheet"), $("page-number"));
const address = new URL(location.href);

// -- the list -----------------------------------------------------------------------------------------------

function query() {
  const asked = new URLSearchParams(address.search);
  asked.delete("at");
  return asked;
}

function idOf(row) {
  return `${row.sha256}/${row.finding}`;
}

async function load() {
  const wanted = address.searchParams.get("at");
  const told = await get(`/queue/list?${query()}`);
  state.rows = told.rows;
  state.more = told.rows.length === 50;
  showCounts(told);
  let first = told.rows.findIndex((row) => idOf(row) === wanted);
  if (first < 0 && wanted) {
    const found = await item(wanted).catch(() => null);
    if (found !== null) {
      state.rows.unshift(found.row);
      first = 0;
    }
  }
  showList();
  await go(first < 0 ? 0 : first);
}

async function counts() {
  showCounts(await get(`/queue/list?${query()}`));
}

async function more() {
  const last = state.rows.at(-1);
  if (!state.more || last === undefined) return;
  const asked = query();
  asked.set("after", last.key);
  asked.set("facets", "0");
  const told = await get(`/queue/list?${asked}`);
  const known = new Set(state.rows.map(idOf));
  state.rows.push(...told.rows.filter((row) => !known.has(idOf(row))));
  state.more = told.rows.length === 50;
  showList();
}

function showList() {
  const list = $("list");
  list.replaceChildren();
  let path = null;
  state.rows.forEach((row, index) => {
    if (row.path !== path) {
      path = row.path;
      list.append(make("li", { className: "group" }, `${row.unit || "（未知单位）"} · ${row.path ?? ""}`));
    }
    const said = make("button", { type: "button" },
      make("span", { className: "what" }, make("b", {}, row.code_word), ` ${row.severity_word}${row.state === "open" ? "" : ` · ${row.state_word}`}`),
      make("span", { className: "said" }, row.message));
    said.addEventListener("click", () => go(index).catch(tellRefused));
    const entry = make("li", { className: row.severity, "data-id": idOf(row) }, said);
    if (state.marked.has(idOf(row))) entry.classList.add("marked");
    if (index === state.at) entry.classList.add("here");
    list.append(entry);
  });
  if (state.rows.length === 0) list.append(make("li", { className: "group" }, "没有要核对的问题了。换一个筛选条件，或到“发出”把结果送出去。"));
  $("more").hidden = !state.more;
}

function showCounts(told) {
  $("total").textContent = `${told.total} 个问题`;
  $("sample").textContent = told.sample ?? "";
  const holder = $("facets");
  holder.replaceChildren();
  const chosen = $("chosen");
  chosen.replaceChildren();
  for (const [name, title] of Object.entries(FACETS)) {
    const set = make("fieldset", {}, make("legend", {}, title));
    const on = name === "state" && address.searchParams.getAll("state").length === 0 ? ["open"] : address.searchParams.getAll(name);
    for (const choice of told.facets[name]) {
      const box = make("input", { type: "checkbox", checked: on.includes(choice.value) });
      box.addEventListener("change", () => choose(name, choice.value, box.checked));
      set.append(make("label", {}, box, make("span", {}, choice.label), make("b", {}, String(choice.findings))));
      if (on.includes(choice.value)) {
        const chip = make("button", { type: "button", className: "quiet", title: "去掉这个条件" }, `${choice.label} ×`);
        chip.addEventListener("click", () => choose(name, choice.value, false));
        chosen.append(make("li", {}, chip));
      }
    }
    if (told.facets[name].length > 0) holder.append(set);
  }
  const years = $("year");
  const now = address.searchParams.get("year") ?? "";
  years.replaceChildren(new Option("各年度", ""), ...told.years.map(([year, findings]) => new Option(year ? `${year} 年（${findings}）` : `无年度（${findings}）`, String(year))));
  years.value = now;
}

function choose(name, value, on) {
  let values = address.searchParams.getAll(name);
  if (name === "state" && values.length === 0) values = ["open"];
  values = values.filter((known) => known !== "all");
  values = on ? [...values, value] : values.filter((known) => known !== value);
  address.searchParams.delete(name);
  if (name === "state" && values.length === 0) values = ["all"];
  for (const one of values) address.searchParams.append(name, one);
  refilter();
}

function refilter() {
  address.searchParams.delete("at");
  state.at = -1;
  load().catch(tellRefused);
}

// -- one finding --------------------------------------------------------------------------------------------

function item(id) {
  if (!items.has(id)) {
    const asked = get(`/queue/item/${id}`);
    asked.catch(() => items.delete(id));
    items.set(id, asked);
    if (items.size > 30) items.delete(items.keys().next().value);
  }
  return items.get(id);
}

async function go(index) {
  closeEdit();
  if (index >= state.rows.length - 5) await more();
  if (state.rows.length === 0) {
    state.at = -1;
    state.item = null;
    for (const id of ["stake", "form", "history"]) $(id).replaceChildren();
    $("sheet").replaceChildren();
    $("where").textContent = "";
    return;
  }
  const at = Math.max(0, Math.min(index, state.rows.length - 1));
  state.at = at;
  const row = state.rows[at];
  // What a key is pressed for is what is shown: until the next finding is, there is nothing to decide.
  state.item = null;
  for (const entry of $("list").querySelectorAll("li[data-id]")) entry.classList.toggle("here", entry.dataset.id === idOf(row));
  $("list").querySelector(".here")?.scrollIntoView({ block: "nearest" });
  address.searchParams.set("at", idOf(row));
  history.replaceState(null, "", address);
  const found = await item(idOf(row));
  if (state.at !== at || state.rows[at] !== row) return;
  state.item = found;
  showItem(found);
  $("stake").dataset.id = idOf(row);
  paper.show(row.sha256, found.frames);
  const next = state.rows[at + 1];
  if (next !== undefined) item(idOf(next)).then((coming) => ahead(next.sha256, coming.paged, coming.frames)).catch(() => {});
}

function showItem(found) {
  const { row, finding, value } = found;
  $("where").textContent = `${row.unit || ""} ${row.project_name ?? ""} · ${found.name}`;
  const facts = make("dl");
  const add = (name, content) => { if (content !== null && content !== undefined && content !== "") facts.append(make("dt", {}, name), make("dd", {}, ...[content].flat())); };
  add("所填", finding.observed === null || finding.observed === undefined ? null : marked(finding.observed, finding.spans ?? []));
  if (value !== null && value.text !== finding.observed) add("读作", `${value.text === "" ? "（空白）" : value.text}（${value.label}）`);
  add("应为", finding.expected);
  if (value !== null && value.corrected !== null) add("已改为", value.corrected === "" ? "（空白）" : value.corrected);
  if (row.who) add("处理", `${row.state_word}，${row.who}${row.reason ? `：${row.reason}` : ""}`);
  add("依据", finding.basis ? `${finding.basis}${finding.verified ? "" : "※"}` : null);
  const head = make("h2", {}, `${row.code_word}`, make("span", { className: `state ${row.severity}` }, row.severity_word), make("span", { className: "state" }, row.state_word));
  $("stake").replaceChildren(head, make("p", {}, row.message), facts);
  for (const button of document.querySelectorAll("[data-act='value']")) button.disabled = value === null;
  showForm($("form"), found.form, value?.pointer ?? finding.field, (picked) => edit("value", picked));
  $("history-count").textContent = String(found.history.length);
  $("history").replaceChildren(...found.history.map((step) => {
    const said = step.action === "value" ? `改为“${step.new}”（原“${step.old ?? ""}”）` : step.word;
    return make("li", { className: step.undone_by === null ? "" : "gone" }, `${moment(step.made_at)} ${step.who ?? ""} ${said}${step.reason ? `：${step.reason}` : ""}`);
  }));
}

function moment(iso) {
  return new Date(iso).toLocaleString("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
}

function marked(text, spans) {
  const parts = [];
  let end = 0;
  for (const [from, to] of spans) {
    if (from < end) continue;
    parts.push(text.slice(end, from), make("mark", {}, text.slice(from, to)));
    end = to;
  }
  parts.push(text.slice(end));
  return parts.filter((part) => part !== "");
}

// -- deciding -----------------------------------------------------------------------------------------------

function edit(what, value = state.item?.value ?? null) {
  if (state.item === null || (what === "value" && value === null)) return;
  state.editing = { what, value };
  const text = $("edit-text");
  $("edit-label").textContent = what === "value" ? `${value.label}，原件上写的是` : PROMPTS[what];
  text.value = what === "value" ? value.corrected ?? value.text : "";
  text.rows = Math.min(8, Math.max(1, Math.ceil(text.value.length / 28)));
  $("edit").hidden = false;
  text.focus();
  text.select();
  $("form").querySelector(".at")?.scrollIntoView({ block: "nearest" });
  if (value !== null && value.at && value.pointer !== state.item.value?.pointer) paper.show(state.rows[state.at].sha256, [{ role: value.label, at: value.at }]);
}

function closeEdit() {
  if (state.editing === null) return;
  state.editing = null;
  $("edit").hidden = true;
  $("edit-text").blur();
}

$("edit-text").addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "Escape") {
    event.preventDefault();
    closeEdit();
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    save();
  }
});
$("edit").addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
$("edit-cancel").addEventListener("click", closeEdit);

function save() {
  if (state.editing === null) return;
  const { what, value } = state.editing;
  const text = $("edit-text").value.trim();
  if (what === "waive" && text === "") {
    tell("豁免要写理由", "error");
    return;
  }
  if (what === "value" && text === (value.corrected ?? value.text)) {
    tell("值没有变；读得对就按 a（属实）", "error");
    return;
  }
  decide(what, what === "value" ? { new: text, pointer: value.pointer } : { reason: text });
}

async function decide(what, more = {}) {
  const found = state.item;
  if (found === null || state.busy) return;
  state.busy = true;
  try {
    const own = more.pointer === undefined || more.pointer === found.value?.pointer;
    const told = await post("/queue/decide", {
      sha256: found.row.sha256, finding: own ? found.row.finding : null, action: what, seen: own ? found.seen : null, ...more,
    });
    closeEdit();
    did(told, found.row, what);
    await after(told, own ? found.row : null);
  } catch (error) {
    tellRefused(error);
    if (error.status === 409 || error.status === 404) await again();
  } finally {
    state.busy = false;
  }
}

/** What is decided leaves the list where the filter says so; on to the next one. */
async function after(told, row) {
  items.clear();
  const gone = new Set(told.closed.map((finding) => finding.id));
  const all = address.searchParams.getAll("state").includes("all");
  const here = row === null ? state.rows[state.at] : row;
  const left = state.rows.filter((known) => all || !((row !== null && idOf(known) === idOf(row)) || (known.sha256 === here.sha256 && gone.has(known.finding))));
  const before = state.rows.slice(0, state.at).filter((known) => left.includes(known)).length;
  for (const known of state.rows) if (!left.includes(known)) state.marked.delete(idOf(known));
  state.rows = left;
  showMarked();
  showList();
  await go(all && row !== null ? state.at + 1 : before);
  counts().catch(tellRefused);
}

async function again() {
  items.clear();
  await load().catch(tellRefused);
}

function did(told, row, what) {
  const lines = [];
  if (told.closed_count > 0) lines.push(make("p", { className: "closed" }, `消除 ${told.closed_count} 个问题：${told.closed.map((f) => f.code_word).join("、")}`));
  for (const finding of told.opened) lines.push(make("p", { className: "opened" }, `新出现：${finding.code_word}。${finding.message}`));
  for (const score of told.scores) lines.push(make("p", {}, `得分 ${score.before ?? "—"} → ${score.after ?? "—"}（${score.verdict ?? ""}）`));
  if (told.unchecked && what === "value") lines.push(make("p", { className: "opened" }, "这份文件是旧版程序读的，改值已记下；请重新收一次以便重新核查"));
  $("did").replaceChildren(...lines);
  const word = { confirm: "属实", value: "已改值", waive: "已豁免", unreadable: "请单位说明", undo: "已撤销", bulk: `已处理 ${told.decisions} 个` }[what];
  tell(`${word}${row ? `：${row.code_word}` : ""}（按 u 撤销）`);
}

async function undo() {
  if (state.busy) return;
  state.busy = true;
  try {
    const told = await post("/queue/undo", {});
    did(told, null, "undo");
    const at = state.at;
    items.clear();
    await load();
    if (!address.searchParams.get("at")) await go(at);
  } catch (error) {
    tellRefused(error);
  } finally {
    state.busy = false;
  }
}

// -- many at once -------------------------------------------------------------------------------------------

function mark() {
  const row = state.rows[state.at];
  if (row === undefined) return;
  const id = idOf(row);
  if (!state.marked.delete(id)) state.marked.set(id, { sha256: row.sha256, finding: row.finding, seen: state.item?.row.finding === row.finding ? state.item.seen : null });
  showMarked();
  showList();
  go(state.at + 1).catch(tellRefused);
}

function showMarked() {
  $("marked").textContent = String(state.marked.size);
  $("bulk-button").hidden = state.marked.size === 0;
}

function openBulk() {
  if (state.marked.size === 0) return;
  $("bulk-preview").replaceChildren(make("p", {}, `已标记 ${state.marked.size} 个问题。先看结果，再确定。`));
  $("bulk-do").disabled = true;
  $("bulk").showModal();
}

async function bulk(preview) {
  const act = document.querySelector("input[name='bulk-act']:checked").value;
  if (act === "waive" && $("bulk-reason").value.trim() === "") {
    $("bulk-preview").replaceChildren(make("p", { className: "error" }, "豁免要写理由"));
    $("bulk-reason").focus();
    return;
  }
  try {
    const told = await post("/queue/bulk", { items: [...state.marked.values()], action: act, reason: $("bulk-reason").value, preview });
    if (preview) {
      const word = { confirm: "属实", waive: "豁免", unreadable: "请单位说明" }[act];
      $("bulk-preview").replaceChildren(
        make("p", {}, `${told.files} 份文件里的 ${told.decisions} 个问题将记为“${word}”，一步可以撤销。`),
        ...told.scores.map((score) => make("p", {}, `得分 ${score.before ?? "—"} → ${score.after ?? "—"}（${score.verdict ?? ""}）`)));
      $("bulk-do").disabled = false;
      $("bulk-do").focus();
      return;
    }
    $("bulk").close();
    state.marked.clear();
    showMarked();
    did(told, null, "bulk");
    await again();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    $("bulk-preview").replaceChildren(make("p", { className: "error" }, `${error.cause}。${error.remedy}`));
    $("bulk-do").disabled = true;
  }
}

$("bulk-look").addEventListener("click", () => bulk(true));
$("bulk-do").addEventListener("click", () => bulk(false));
$("bulk-cancel").addEventListener("click", () => $("bulk").close());
$("bulk-form").addEventListener("submit", (event) => {
  event.preventDefault(); // Enter in the reason looks first
  bulk(true);
});
$("bulk-form").addEventListener("change", () => { $("bulk-do").disabled = true; });

// -- keys and buttons ---------------------------------------------------------------------------------------

const acts = {
  confirm: () => decide("confirm"), value: () => edit("value"), waive: () => edit("waive"), unreadable: () => edit("unreadable"),
  undo, mark, bulk: openBulk,
};
for (const button of document.querySelectorAll("[data-act]")) button.addEventListener("click", () => acts[button.dataset.act]());

function toggleFacets() {
  $("facets").hidden = !$("facets").hidden;
  $("facets-button").setAttribute("aria-expanded", String(!$("facets").hidden));
}

bind("j", "下一个问题", () => go(state.at + 1).catch(tellRefused));
bind("k", "上一个问题", () => go(state.at - 1).catch(tellRefused));
bind("a", "属实：问题确实存在（识别存疑的：读得对）", acts.confirm);
bind("c", "改值：原件上写的与读出的不同（回车保存并看下一个）", acts.value);
bind("w", "豁免，写理由", acts.waive);
bind("d", "无法辨认，请单位说明", acts.unreadable);
bind("u", "撤销自己的上一步", undo);
bind("x", "标记，供批量处理", mark);
bind("b", "批量处理已标记的", openBulk);
bind("/", "查找", () => $("search").focus());
bind("f", "打开或收起筛选", toggleFacets);
bind("[", "上一页", () => paper.turnPage(-1));
bind("]", "下一页", () => paper.turnPage(1));
bind("+", "放大", () => paper.magnify(1.25));
bind("=", "放大", () => paper.magnify(1.25));
bind("-", "缩小", () => paper.magnify(0.8));
$("page-back").addEventListener("click", () => paper.turnPage(-1));
$("page-on").addEventListener("click", () => paper.turnPage(1));
$("zoom-in").addEventListener("click", () => paper.magnify(1.25));
$("zoom-out").addEventListener("click", () => paper.magnify(0.8));
$("facets-button").addEventListener("click", toggleFacets);
$("more").addEventListener("click", () => more().catch(tellRefused));
addEventListener("resize", () => paper.resize());

$("search").value = address.searchParams.get("text") ?? "";
$("search").addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "Enter" || event.key === "Escape") {
    event.preventDefault();
    if (event.key === "Escape") $("search").value = "";
    address.searchParams.set("text", $("search").value.trim());
    if ($("search").value.trim() === "") address.searchParams.delete("text");
    $("search").blur();
    refilter();
  }
});
$("year").addEventListener("change", () => {
  address.searchParams.delete("year");
  if ($("year").value !== "") address.searchParams.set("year", $("year").value);
  refilter();
});

load().catch(tellRefused);
