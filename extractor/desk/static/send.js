// 发出: a press makes a lot; when it is made, its zip and files stand on the page.
import { make, post, tell, tellRefused } from "./ask.js";
import { showJob } from "./jobs.js";
import { bind } from "./keys.js";

const frame = document.getElementById("make");
const jobs = document.getElementById("jobs");

async function start(button) {
  const wanted = { what: button.dataset.what, year: Number(frame.dataset.year) };
  if (button.dataset.unit !== undefined) wanted.unit = button.dataset.unit;
  if (wanted.what === "export") wanted.format = document.getElementById("format").value;
  button.disabled = true;
  try {
    follow(await post("/send/make", wanted));
  } catch (error) {
    tellRefused(error);
  } finally {
    button.disabled = false;
  }
}

function follow(told) {
  showJob(told, jobs, over);
  document.getElementById(`job-${told.id}`).scrollIntoView({ block: "nearest" });
}

function over(told, box) {
  if (told.state !== "done") return;
  const lot = encodeURIComponent(told.end.lot);
  const end = box.querySelector(".job-end");
  end.append(
    `${told.end.files} 个文件。 `,
    make("a", { className: "button", href: `/send/lot/${lot}/zip`, download: "" }, "下载 zip"), " ",
    make("a", { className: "button quiet", href: "/send" + location.search }, "逐个文件"),
  );
  tell(`${told.title}：做好了`);
}

if (frame !== null) {
  for (const button of document.querySelectorAll("button[data-what]")) {
    button.addEventListener("click", () => start(button));
    if (button.dataset.hot) bind(button.dataset.hot, button.firstChild.textContent.trim(), () => start(button));
  }
  for (const told of JSON.parse(document.getElementById("jobs-now").dataset.jobs).reverse()) follow(told);
}
