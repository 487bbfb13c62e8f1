// The source's own page or table, with the places framed. Pages come as pictures, fetched ahead; everything that
// stands in the file is put in as text.
import { get, make, Refused } from "./ask.js";

const SVG = "http://www.w3.org/2000/svg";
const AROUND = 60;
const outlines = new Map();

function outline(sha256) {
  if (!outlines.has(sha256)) {
    if (outlines.size > 40) outlines.delete(outlines.keys().next().value);
    outlines.set(sha256, get(`/picture/${sha256}`).catch((error) => {
      outlines.delete(sha256);
      throw error;
    }));
  }
  return outlines.get(sha256);
}

function pageUrl(sha256, page) {
  return `/picture/${sha256}/${page}?scale=2`;
}

/** Fetch what the next finding will show. */
export function ahead(sha256, paged, frames) {
  outline(sha256).catch(() => {});
  const page = frames[0]?.at.page;
  if (paged && page) new Image().src = pageUrl(sha256, page);
}

export class Paper {
  constructor(sheet, pageNumber, onPick) {
    this.sheet = sheet;
    this.pageNumber = pageNumber;
    this.onPick = onPick;
    this.zoom = 1;
    this.turn = 0;
  }

  /** Show a source with its frames: [{ role, at }], the first one the finding's own. */
  async show(sha256, frames) {
    const turn = ++this.turn;
    this.sha256 = sha256;
    this.frames = frames;
    try {
      const found = await outline(sha256);
      if (turn !== this.turn) return;
      this.found = found;
      if (found.kind === "pages") this.open(frames[0]?.at.page ?? 1);
      else this.tables();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (turn !== this.turn) return;
      this.found = null;
      this.pageNumber.textContent = "";
      this.sheet.replaceChildren(make("p", {}, `${error.cause}。${error.remedy}。`));
    }
  }

  /** Page `number`, from 1. */
  open(number) {
    const leaf = this.found.pages[number - 1];
    if (leaf === undefined) return;
    this.page = number;
    this.pageNumber.textContent = `${number} / ${this.found.pages.length} 页`;
    const image = make("img", { src: pageUrl(this.sha256, number), alt: `原件第 ${number} 页` });
    const overlay = document.createElementNS(SVG, "svg");
    overlay.setAttribute("viewBox", `0 0 ${leaf.width} ${leaf.height}`);
    overlay.setAttribute("preserveAspectRatio", "none");
    const boxes = [];
    this.frames.forEach(({ role, at }, index) => {
      for (const place of [at, ...(at.parts ?? [])]) {
        if (place.bbox === undefined || (place.page ?? 1) !== number) continue;
        boxes.push(frame(overlay, place.bbox, index > 0, role, leaf));
      }
    });
    const holder = make("div", { className: "leaf" }, image, overlay);
    this.sheet.replaceChildren(holder);
    this.leaf = holder;
    this.ratio = leaf.height / leaf.width;
    this.resize();
    if (boxes.length > 0) this.reveal(boxes[0], leaf);
    else this.sheet.scrollTo(0, 0);
  }

  resize() {
    if (this.leaf === undefined || !this.sheet.contains(this.leaf)) {
      const all = this.sheet.querySelector(".all");
      if (all !== null) all.style.fontSize = `${this.zoom}em`;
      return;
    }
    const width = Math.max(200, (this.sheet.clientWidth - 16) * this.zoom);
    this.leaf.style.width = `${width}px`;
    this.leaf.style.height = `${width * this.ratio}px`;
  }

  reveal(box, leaf) {
    const scale = this.leaf.clientWidth / leaf.width;
    const [left, top, right, bottom] = box;
    this.sheet.scrollTo(
      ((left + right) / 2) * scale - this.sheet.clientWidth / 2,
      ((top + bottom) / 2) * scale - this.sheet.clientHeight / 2,
    );
  }

  turnPage(by) {
    if (this.found?.kind === "pages") this.open(Math.min(this.found.pages.length, Math.max(1, this.page + by)));
  }

  magnify(by) {
    this.zoom = Math.min(4, Math.max(0.5, this.zoom * by));
    this.resize();
  }

  tables() {
    this.pageNumber.textContent = "";
    const all = make("div", { className: "all" });
    const wanted = this.frames.map(({ at }) => at);
    const inTables = this.found.tables.reduce((sum, table) => sum + table.cells.length, 0) < 6000;
    this.found.tables.forEach((table, number) => {
      if (inTables || wanted.some((at) => at.table === number)) all.append(this.table(table, number, wanted));
    });
    this.found.lines.forEach((line, number) => all.append(this.line(line, number + 1, wanted)));
    this.sheet.replaceChildren(all);
    this.resize();
    const framed = all.querySelector(".framed") ?? all.querySelector(".other");
    if (framed !== null) framed.scrollIntoView({ block: "center", inline: "center" });
    else this.sheet.scrollTo(0, 0);
  }

  table(table, number, wanted) {
    const near = wanted.filter((at) => at.table === number && at.row !== undefined).map((at) => at.row);
    const [top, bottom] = table.rows <= 200 || near.length === 0
      ? [0, Math.min(table.rows, 300)]
      : [Math.min(...near) - AROUND, Math.max(...near) + AROUND];
    const rows = new Map();
    for (const cell of table.cells) {
      if (cell.row + cell.rowspan <= top || cell.row >= bottom) continue;
      const shown = make("td", { rowSpan: cell.rowspan, colSpan: cell.colspan }, cell.text);
      wanted.forEach((at, index) => { if (isAt(at, number, cell)) shown.className = index > 0 && shown.className !== "framed" ? "other" : "framed"; });
      if (this.onPick) {
        shown.classList.add("pick");
        shown.dataset.place = `t${number}r${cell.row}c${cell.col}`;
        shown.addEventListener("click", () => this.onPick({ place: shown.dataset.place, text: cell.text, cell: shown }));
      }
      const row = Math.max(cell.row, top, 0);
      if (!rows.has(row)) rows.set(row, []);
      rows.get(row).push([cell.col, shown]);
    }
    const body = make("tbody");
    for (let row = Math.max(0, top); row < Math.min(table.rows, bottom); row += 1) {
      const cells = (rows.get(row) ?? []).sort((one, other) => one[0] - other[0]).map(([, cell]) => cell);
      body.append(make("tr", {}, ...cells));
    }
    return make("table", {}, body);
  }

  line(line, number, wanted) {
    const shown = make("p", {}, line.text);
    wanted.forEach((at, index) => { if (at.table === undefined && at.line === number) shown.className = index > 0 ? "other" : "framed"; });
    return shown;
  }
}

function frame(overlay, box, other, role, leaf) {
  const [left, top, right, bottom] = box;
  const room = Math.max(1.5, leaf.width / 400);
  const shown = document.createElementNS(SVG, "rect");
  shown.setAttribute("x", left - room);
  shown.setAttribute("y", top - room);
  shown.setAttribute("width", right - left + 2 * room);
  shown.setAttribute("height", bottom - top + 2 * room);
  if (other) shown.setAttribute("class", "other");
  const title = document.createElementNS(SVG, "title");
  title.textContent = role || "所指之处";
  shown.append(title);
  overlay.append(shown);
  return box;
}

function isAt(at, table, cell) {
  return [at, ...(at.parts ?? [])].some((place) => place.table === table && place.row === cell.row && place.col === cell.col);
}
