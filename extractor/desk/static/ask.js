// Asking the server, and telling the clerk. Everything that came from a filing is put in as text, never as HTML.

/** An answer of no: `cause`, `remedy`, `status`, and the rest of the JSON in `told`. */
export class Refused extends Error {
  constructor(status, told) {
    super(told.cause ?? "请求没有成功");
    this.status = status;
    this.cause = told.cause ?? "请求没有成功";
    this.remedy = told.remedy ?? "";
    this.told = told;
  }
}

async function answerOf(asked) {
  let answer;
  try {
    answer = await asked;
  } catch {
    throw new Refused(0, { cause: "工作台没有回应", remedy: "它可能已经关闭，请重新打开" });
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, told);
  return told;
}

/** JSON by GET. */
export function get(url, options = {}) {
  return answerOf(fetch(url, { headers: { Accept: "application/json" }, ...options }));
}

/** JSON by POST; gives the JSON of the answer, throws `Refused`. */
export function post(url, body) {
  return answerOf(fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  }));
}

/** A message at the foot of the page; errors stay longer. */
export function tell(text, kind = "") {
  const line = document.createElement("p");
  line.textContent = text;
  if (kind) line.className = kind;
  document.getElementById("told").append(line);
  setTimeout(() => line.remove(), kind === "error" ? 12000 : 5000);
}

/** What a `Refused` says, told. */
export function tellRefused(error) {
  if (!(error instanceof Refused)) throw error;
  tell(error.remedy ? `${error.cause}。${error.remedy}。` : error.cause, "error");
}

/** An element: make("td", { className: "num" }, "12", other). Strings become text. */
export function make(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("data-") || name.startsWith("aria-") || name === "role") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}
