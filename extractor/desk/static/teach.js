// 教: point at a cell, say what it is, see at once what the filing and its like read with it; nothing is kept but by 保存.
import { get, make, post, Refused, tell, tellRefused } from "./ask.js";
import { bind } from "./keys.js";

const $ = (id) => document.getElementById(id);
const ROLES = { value: "r-value", level: "r-value", label: "r-head", head: "r-head", block: "r-head", title: "r-head", unread: "r-unread" };
const ROLE_WORDS = { value: "读出的值", level: "一二级指标", label: "栏目名", head: "列名", block: "分块标题", title: "标题", heading: "标题上方文字", further: "认得、不入库的内容", hint: "填表提示", note: "注", signoff: "落款", decoration: "线条页码", unread: "没有读懂" };
const MOST = 1500;
const address = new URL(location.href);
const labels = new Map([...document.querySelectorAll("#pick [data-pointer]")].map((b) => [b.dataset.pointer, b.textContent]));
const state = { rows: [], at: -1, told: null, said: [], book: null, picked: null, zoom: 1, turn: 0 };

async function load() {
  const told = await get("/teach/list");
  state.rows = told.rows;
  $("total").textContent = `${told.rows.length} 份填报有没有读懂的地方`;
  const wanted = address.searchParams.get("source");
  if (wanted && !told.rows.some((row) => row.sha256 === wanted)) state.rows.unshift({ sha256: wanted, path: "指定的填报", doubts: 0, coverage: null, unit: "" });
  $("list").replaceChildren(...state.rows.map((row, index) => {
    const read = row.coverage === null ? "" : `读出 ${Math.round(row.coverage * 100)}%`;
    const button = make("button", { type: "button" },
      make("span", { className: "what" }, make("b", {}, row.path ?? "")),
      make("span", { className: "unit" }, [row.unit, read, row.doubts ? `${row.doubts} 处没读懂` : "", row.verdict].filter(Boolean).join(" · ")));
    button.addEventListener("click", () => open(index).catch(tellRefused));
    return make("li", { className: row.verdict === "未能审核" ? "error" : "warning", "data-id": row.sha256 }, button);
  }));
  if (state.rows.length === 0) $("list").append(make("li", { className: "group" }, "没有读不懂的填报。"));
  else await open(Math.max(0, state.rows.findIndex((row) => row.sha256 === wanted)));
}

async function open(index) {
  const row = state.rows[index];
  if (row === undefined) return;
  const turn = ++state.turn;
  state.at = index;
  state.said = [];
  state.book = null;
  state.told = null;
  address.searchParams.set("source", row.sha256);
  history.replaceState(null, "", address);
  for (const entry of $("list").children) entry.classList.toggle("here", entry.dataset.id === row.sha256);
  $("list").querySelector(".here")?.scrollIntoView({ block: "nearest" });
  $("where").textContent = `${row.unit ?? ""} ${row.path ?? ""}`;
  $("sheet").replaceChildren(make("p", {}, "正在打开原件…"));
  $("effect").replaceChildren();
  showSaid();
  try {
    const told = await get(`/teach/source/${row.sha256}`);
    if (turn !== state.turn) return;
    state.told = told;
    showTables();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (turn === state.turn) $("sheet").replaceChildren(make("p", {}, `${error.cause}。${error.remedy}。`));
  }
}

function showTables() {
  const all = make("div", { className: "all" });
  let shown = 0;
  state.told.tables.forEach((table, number) => {
    if (shown > MOST * 4) return;
    const rows = new Map();
    for (const cell of table.cells) {
      shown += 1;
      const place = `t${number}r${cell.row}c${cell.col}`;
      const taken = state.told.cells[place];
      const box = make("td", { rowSpan: cell.rowspan, colSpan: cell.colspan, "data-place": place }, cell.text);
      if (taken) {
        box.classList.add(ROLES[taken.role] ?? "r-other");
        box.title = ROLE_WORDS[taken.role] ?? "";
      }
      if (cell.text.trim() !== "") {
        box.classList.add("pick");
        box.tabIndex = 0;
        box.addEventListener("click", () => pick(place, cell.text));
        box.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" || event.isComposing) return;
          event.preventDefault();
          pick(place, cell.text);
        });
      }
      if (!rows.has(cell.row)) rows.set(cell.row, []);
      rows.get(cell.row).push([cell.col, box]);
    }
    const body = make("tbody");
    for (let row = 0; row < table.rows && row < MOST; row += 1) {
      body.append(make("tr", {}, ...(rows.get(row) ?? []).sort((a, b) => a[0] - b[0]).map(([, box]) => box)));
    }
    all.append(make("table", {}, body));
  });
  if (shown === 0) all.append(make("p", {}, "这份文件里没有表格可以指。"));
  all.style.fontSize = `${state.zoom}em`;
  $("sheet").replaceChildren(all);
  (all.querySelector(".r-unread") ?? all).scrollIntoView({ block: "nearest" });
  markSaid();
}

function pick(place, text) {
  state.picked = { place, text };
  const taken = state.told.cells[place];
  $("pick-title").textContent = `“${text.trim().slice(0, 40)}”是什么？`;
  $("pick-form").value = String((taken?.form ?? 0) + 1);
  $("pick-find").value = "";
  find();
  $("pick").showModal();
  $("pick-find").focus();
}

function find() {
  const text = $("pick-find").value.trim();
  for (const button of document.querySelectorAll("#pick [data-pointer]")) button.hidden = text !== "" && !button.textContent.includes(text);
  for (const set of document.querySelectorAll("#pick fieldset")) set.hidden = [...set.querySelectorAll("button")].every((button) => button.hidden);
}

function say(pointer) {
  const { place, text } = state.picked;
  const form = Math.max(1, Number($("pick-form").value) || 1) - 1;
  const whole = pointer.startsWith("/indicators/") || pointer.startsWith("/execution/") ? pointer : `/forms/${form}${pointer}`;
  state.said = state.said.filter((one) => one.place !== place && (one.whole !== whole || pointer.startsWith("/indicators/other")));
  state.said.push({ place, text: text.trim(), pointer, whole });
  state.book = null;
  $("pick").close();
  showSaid();
  look().catch(tellRefused);
}

function showSaid() {
  $("said").replaceChildren(...state.said.map((one) => {
    const off = make("button", { type: "button", className: "quiet" }, "去掉");
    off.addEventListener("click", () => drop(one));
    return make("li", {}, make("span", {}, make("b", {}, labels.get(one.pointer) ?? one.pointer), ` ← “${one.text.slice(0, 50)}”`), off);
  }));
  $("hint").hidden = state.said.length > 0;
  $("look").disabled = $("undo").disabled = state.said.length === 0;
  $("save").disabled = state.book === null;
  markSaid();
}

function markSaid() {
  const places = new Set(state.said.map((one) => one.place));
  for (const box of $("sheet").querySelectorAll("td[data-place]")) box.classList.toggle("said", places.has(box.dataset.place));
}

function drop(one) {
  state.said = state.said.filter((other) => other !== one);
  state.book = null;
  showSaid();
  if (state.said.length > 0) look().catch(tellRefused);
  else $("effect").replaceChildren();
}

// -- what it does -------------------------------------------------------------------------------------------

async function look() {
  if (state.said.length === 0) return;
  const turn = ++state.turn;
  const sha256 = state.rows[state.at].sha256;
  $("effect").replaceChildren(make("p", { className: "dim" }, "正在按说的重读这份填报…"));
  try {
    const told = await post("/teach/propose", { sha256, pairs: state.said.map((one) => `${one.whole}=${one.place}`) });
    if (turn !== state.turn) return;
    state.book = told.book;
    showEffect(told);
    showSaid();
    if (told.book !== null) tryOn(turn, sha256, told.book);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (turn === state.turn) $("effect").replaceChildren(make("p", { className: "error" }, `${error.cause}。${error.remedy}`));
  }
}

function showEffect(told) {
  const holder = $("effect");
  if (told.book === null) {
    holder.replaceChildren(make("p", {}, "这份填报本来就是这样读的，没有要学的。"));
    return;
  }
  const [was, now] = told.coverage;
  holder.replaceChildren(
    make("h3", {}, "这份填报读出什么"),
    make("p", {}, `多读出 ${told.gained.length} 处，改动 ${told.changed.length} 处，不再读出 ${told.lost.length} 处；读出的比例 ${Math.round(was * 100)}% → ${Math.round(now * 100)}%，结论 ${told.verdicts[0] ?? "—"} → ${told.verdicts[1] ?? "—"}。`));
  const rows = [...told.gained.map((v) => ["多读出", v]), ...told.changed.map((v) => ["改动", v]), ...told.lost.map((v) => ["不再读出", v])];
  if (rows.length > 0) {
    const body = make("tbody", {}, ...rows.slice(0, 200).map(([what, v]) => make("tr", {}, make("td", {}, what), make("td", {}, nameOf(v.pointer)), make("td", {}, v.was), make("td", {}, v.now))));
    const head = make("tr", {}, ...["", "栏目", "原来", "学了以后"].map((name) => make("th", {}, name)));
    holder.append(make("div", { className: "scroll" }, make("table", {}, make("thead", {}, head), body)));
  }
  for (const miss of told.still) holder.append(make("p", { className: "warning" }, `${nameOf(miss.pointer)}：说的是“${miss.want}”，仍读作“${miss.got}”`));
  for (const remark of told.remarks) holder.append(make("p", { className: "warning" }, remark));
  holder.append(make("div", { id: "others" }), make("details", {}, make("summary", {}, "将要写入的规则"), make("pre", {}, told.difference)));
}

function nameOf(pointer) {
  const steps = pointer.split("/");
  const below = steps.slice(3);
  const form = `第 ${Number(steps[2]) + 1} 张表`;
  if (below[0] === "indicators" || below[0] === "execution") return `${form} 第 ${Number(below[1]) + 1} 行 ${labels.get(`/${below[0]}/${below[2]}`) ?? below[2]}`;
  return `${form} ${labels.get(`/${below.join("/")}`) ?? below.join("/")}`;
}

async function tryOn(turn, sha256, book) {
  const holder = $("others");
  holder.replaceChildren(make("h3", {}, "同类的其他填报"), make("p", { className: "dim" }, "正在试读…"));
  try {
    const told = await post("/teach/trial", { sha256, book });
    if (turn !== state.turn) return;
    const touched = told.rows.filter((row) => row.gained || row.changed || row.lost);
    holder.replaceChildren(make("h3", {}, "同类的其他填报"), make("p", {}, `试读 ${told.tried} 份：${touched.length} 份读出的内容有变化，${told.tried - touched.length} 份不变。`));
    if (touched.length > 0) {
      const body = make("tbody", {}, ...touched.map((row) => make("tr", {}, make("td", {}, row.path), make("td", { className: "num" }, String(row.gained)), make("td", { className: "num" }, String(row.changed)), make("td", { className: "num" }, String(row.lost)), make("td", { className: "num" }, `${Math.round(row.coverage[0] * 100)}% → ${Math.round(row.coverage[1] * 100)}%`))));
      const head = make("tr", {}, ...["文件", "多读出", "改动", "不再读出", "读出的比例"].map((name) => make("th", {}, name)));
      holder.append(make("div", { className: "scroll" }, make("table", {}, make("thead", {}, head), body)));
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (turn === state.turn) holder.replaceChildren(make("p", { className: "error" }, `${error.cause}。${error.remedy}`));
  }
}

async function save() {
  if (state.book === null) return;
  const sha256 = state.rows[state.at].sha256;
  try {
    const told = await post("/teach/save", { sha256, book: state.book });
    state.book = null;
    state.said = [];
    showSaid();
    const again = make("button", { type: "button", id: "reread" }, "按新规则重读这一批");
    again.addEventListener("click", () => post("/teach/reread", { sha256 }).then((job) => { tell(`正在重读 ${job.folder}，进度见“收件”`); again.disabled = true; }).catch(tellRefused));
    $("effect").replaceChildren(make("p", { className: "ok", id: "saved" }, `已保存到 ${told.path}，以后同一版式都这样读。`), again);
    tell("已保存");
  } catch (error) {
    tellRefused(error);
  }
}

$("look").addEventListener("click", () => look().catch(tellRefused));
$("save").addEventListener("click", save);
$("undo").addEventListener("click", () => { if (state.said.length > 0) drop(state.said.at(-1)); });
$("pick-find").addEventListener("input", find);
$("pick-find").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  const left = [...document.querySelectorAll("#pick [data-pointer]")].filter((button) => !button.hidden);
  const exact = left.find((button) => button.textContent === $("pick-find").value.trim());
  if (exact ?? left[0]) say((exact ?? left[0]).dataset.pointer);
});
for (const button of document.querySelectorAll("#pick [data-pointer]")) button.addEventListener("click", () => say(button.dataset.pointer));
function magnify(by) {
  state.zoom = Math.min(2.5, Math.max(0.6, state.zoom * by));
  const all = $("sheet").querySelector(".all");
  if (all !== null) all.style.fontSize = `${state.zoom}em`;
}
$("zoom-in").addEventListener("click", () => magnify(1.15));
$("zoom-out").addEventListener("click", () => magnify(0.87));
bind("j", "下一份填报", () => open(state.at + 1).catch(tellRefused));
bind("k", "上一份填报", () => open(state.at - 1).catch(tellRefused));
bind("v", "看效果", () => look().catch(tellRefused));
bind("s", "保存", save);
bind("u", "去掉最后说的一条", () => $("undo").click());
bind("+", "放大", () => magnify(1.15));
bind("=", "放大", () => magnify(1.15));
bind("-", "缩小", () => magnify(0.87));
bind("Enter", "在表格的一格上：说它是什么", () => {});

load().catch(tellRefused);
