// 收件: what is dropped or picked goes up file by file, then is read; a named folder is read where it lies.
import { Refused, make, post, tell, tellRefused } from "./ask.js";
import { showJob } from "./jobs.js";
import { bind } from "./keys.js";

const AT_ONCE = 3;
const drop = document.getElementById("drop");
const jobs = document.getElementById("jobs");
const limit = Number(drop.dataset.limit) * 1024 * 1024;
const picked = { files: document.getElementById("files"), folder: document.getElementById("folder") };
let busy = false;

bind("o", "选文件", () => picked.files.click());
bind("p", "选文件夹", () => picked.folder.click());
bind("/", "写文件夹的路径", () => document.getElementById("path").focus());
document.getElementById("pick-files").addEventListener("click", () => picked.files.click());
document.getElementById("pick-folder").addEventListener("click", () => picked.folder.click());
for (const input of Object.values(picked)) {
  input.addEventListener("change", () => {
    const files = [...input.files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
    input.value = "";
    take(files);
  });
}

// A drop anywhere on the page counts; a file dropped beside the frame must not replace the page.
let inside = 0;
addEventListener("dragenter", (event) => { event.preventDefault(); inside += 1; drop.classList.add("over"); });
addEventListener("dragleave", () => { inside -= 1; if (inside <= 0) drop.classList.remove("over"); });
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", async (event) => {
  event.preventDefault();
  inside = 0;
  drop.classList.remove("over");
  // The entries must be taken before the first wait: the list is emptied after the event.
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = [...event.dataTransfer.files];
  const files = [];
  for (const [at, entry] of entries.entries()) {
    if (entry?.isDirectory) await below(entry, files);
    else if (plain[at] !== undefined) files.push({ path: plain[at].name, file: plain[at] });
  }
  take(files.length > 0 ? files : plain.map((file) => ({ path: file.name, file })));
});

async function below(entry, files) {
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed)).catch(() => null);
    if (file !== null) files.push({ path: entry.fullPath.replace(/^\/+/, ""), file });
    return;
  }
  const reader = entry.createReader();
  // One call gives a hundred entries at most; an empty one is the end.
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed)).catch(() => []);
    if (some.length === 0) return;
    for (const one of some) await below(one, files);
  }
}

const hidden = (path) => path.split("/").some((part) => part.startsWith(".") || part.startsWith("~$"));

async function take(all) {
  const files = all.filter(({ path }) => !hidden(path));
  if (busy) return tell("上一批还在传，请稍候", "error");
  if (files.length === 0) return tell("没有可以收的文件", "error");
  busy = true;
  const said = document.getElementById("sending-said");
  const bar = document.getElementById("sending-bar");
  document.getElementById("sending").hidden = false;
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  let sent = 0;
  let done = 0;
  const refused = [];
  try {
    const { batch } = await post("/intake/batch", {});
    const waiting = [...files];
    const carry = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        try {
          if (next.file.size > limit) throw new Refused(413, { cause: `文件超过上限 ${drop.dataset.limit} MiB`, remedy: "请拆分后再提交" });
          await send(batch, next);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          refused.push({ path: next.path, error });
        }
        sent += next.file.size;
        done += 1;
        said.textContent = `正在收 ${done} / ${files.length} 个文件`;
        bar.value = total > 0 ? sent / total : done / files.length;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, carry));
    if (refused.length < files.length) follow(await post(`/intake/batch/${encodeURIComponent(batch)}/read`, options()), refused);
    else for (const { path, error } of refused.slice(0, 5)) tell(`${path}：${error.cause}。${error.remedy}`, "error");
  } catch (error) {
    tellRefused(error);
  } finally {
    busy = false;
    document.getElementById("sending").hidden = true;
    bar.value = 0;
  }
}

async function send(batch, { path, file }) {
  let answer;
  try {
    answer = await fetch(`/intake/batch/${encodeURIComponent(batch)}/file?path=${encodeURIComponent(path)}`, {
      method: "PUT", headers: { "Content-Type": "application/octet-stream", Accept: "application/json" }, body: file,
    });
  } catch {
    throw new Refused(0, { cause: "没有传成", remedy: "文件可能正被占用或已移走，请再试一次" });
  }
  if (!answer.ok) throw new Refused(answer.status, await answer.json().catch(() => ({})));
}

const options = () => ({ ocr: document.getElementById("ocr").checked, retry: document.getElementById("retry").checked });

document.getElementById("named").addEventListener("submit", async (event) => {
  event.preventDefault();
  const path = document.getElementById("path").value.trim();
  if (path === "") return tell("请写出文件夹的路径", "error");
  try {
    follow(await post("/intake/folder", { path, prune: document.getElementById("prune").checked, ...options() }));
  } catch (error) {
    tellRefused(error);
  }
});

function follow(told, refused = []) {
  showJob(told, jobs, over);
  const box = document.getElementById(`job-${told.id}`);
  if (refused.length > 0) {
    box.querySelector(".job-failures").hidden = false;
    box.querySelector(".job-failures tbody").append(...refused.map(({ path, error }) => make("tr", {}, make("td", {}, path), make("td", {}, error.cause), make("td", {}, error.remedy))));
  }
}

function over(told, box) {
  const end = box.querySelector(".job-end");
  if (told.state !== "done") return;
  const { found, read, skipped, repeated, failed } = told.end;
  end.append(`找到 ${found} 个：读取 ${read}，已入库跳过 ${skipped}，内容重复 ${repeated}，没能读取 ${failed}。 `);
  for (const [href, text] of [["/overview", "看总览"], ["/queue", "去核对"], ["/send", "去发出"]]) {
    if (document.querySelector(`nav a[href="${href}"]`) !== null) end.append(make("a", { href, className: "button quiet" }, text), " ");
  }
  for (const [name, unit] of (told.end.unit_proposals ?? []).slice(0, 10)) {
    box.append(make("p", { className: "warning" }, `“${name}”和“${unit}”可能是同一单位，请核对后写入单位名录。`));
  }
}

for (const told of JSON.parse(document.getElementById("jobs-now").dataset.jobs).reverse()) showJob(told, jobs, over);
