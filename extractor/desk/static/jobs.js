// A job on the page: its bar, each outcome as it comes, what could not be read and why, the end.
import { make, post, tellRefused } from "./ask.js";

const KEPT = 600;
const FAILURES = 2000;
const WORDS = { skipped: "已入库", repeated: "内容重复", failed: "没能读取" };

/** Show a job in `place` from the template `job-frame`, and follow it to its end; `onOver(told)` is called then. */
export function showJob(told, place, onOver = () => {}) {
  const frame = document.getElementById("job-frame").content.cloneNode(true);
  const box = frame.querySelector(".job");
  const part = (name) => box.querySelector(`.job-${name}`);
  box.id = `job-${told.id}`;
  part("title").textContent = told.title;
  part("stop").addEventListener("click", () => {
    part("stop").disabled = true;
    post(`/job/${told.id}/stop`, {}).catch(tellRefused);
  });
  place.prepend(frame);
  state(told);
  const events = new EventSource(`/job/${told.id}/events`);
  events.addEventListener("line", (event) => line(JSON.parse(event.data)));
  events.addEventListener("state", (event) => state(JSON.parse(event.data)));
  events.addEventListener("over", (event) => {
    events.close();
    const now = JSON.parse(event.data);
    state(now);
    onOver(now, box);
  });
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) part("said").textContent = "与工作台断开了，请刷新页面";
  });

  function state(now) {
    const bar = part("bar");
    if (now.total === null) bar.removeAttribute("value");
    else { bar.max = Math.max(now.total, 1); bar.value = now.count; }
    const counted = Object.entries(now.counts).map(([name, count]) => `${WORDS[name] ?? name} ${count}`);
    const where = { waiting: "排队等候", running: now.total === null ? "正在查看文件" : `${now.count} / ${now.total}`, done: "已完成", failed: "没有做完", stopped: "已停止" }[now.state];
    part("said").textContent = [where, ...counted].join("，");
    box.dataset.state = now.state;
    if (["done", "failed", "stopped"].includes(now.state)) {
      part("stop").hidden = true;
      bar.hidden = true;
      if (now.end.cause) {
        part("end").className = "job-end error";
        part("end").textContent = now.end.remedy ? `${now.end.cause}。${now.end.remedy}。` : now.end.cause;
      }
    }
  }

  function line(one) {
    if (one.failure) {
      const rows = part("failures").querySelector("tbody");
      part("failures").hidden = false;
      if (rows.children.length < FAILURES) rows.append(make("tr", {}, make("td", {}, one.path), make("td", {}, one.failure.cause), make("td", {}, one.failure.remedy || "")));
      return;
    }
    const box = part("lines-box");
    if (!box) return;
    const rows = box.querySelector("tbody");
    const name = one.sha256 ? make("a", { href: `/source/${one.sha256}` }, one.path) : one.path;
    const number = (value) => make("td", { className: "num" }, value === null || value === undefined ? "" : String(value));
    rows.prepend(make("tr", {}, make("td", {}, name), make("td", {}, one.verdict ?? WORDS[one.outcome] ?? one.text ?? ""), number(one.score), number(one.forms), number(one.errors), number(one.warnings)));
    while (rows.children.length > KEPT) rows.lastElementChild.remove();
    box.querySelector(".job-lines-count").textContent = String(rows.children.length);
  }
}
