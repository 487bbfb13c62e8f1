// The filing's own file in a box: its pages with frames over them, or its tables with cells marked.
import { get, make } from "./ask.js";

const SVG = "http://www.w3.org/2000/svg";
const SCALE = 2;

/** Open the original of a source in `box`. Gives { frame(places), page, pages }; throws `Refused`. */
export async function openOriginal(box, sha256) {
  const told = await get(`/picture/${sha256}`);
  return told.kind === "pages" ? paged(box, sha256, told.pages) : tables(box, told);
}

function paged(box, sha256, pages) {
  const image = make("img", { alt: "" });
  const overlay = document.createElementNS(SVG, "svg");
  overlay.setAttribute("aria-hidden", "true");
  const sheet = make("div", { className: "sheet" }, image);
  sheet.append(overlay);
  const count = make("span", { className: "dim" });
  const before = make("button", { type: "button", className: "quiet" }, "上一页");
  const after = make("button", { type: "button", className: "quiet" }, "下一页");
  const bar = make("div", { className: "row" }, count, before, after);
  bar.hidden = pages.length < 2;
  box.replaceChildren(bar, sheet);
  const shown = { page: 0, places: [] };
  const address = (page) => `/picture/${sha256}/${page}?scale=${SCALE}`;

  function turn(page) {
    if (page < 1 || page > pages.length) return;
    if (page !== shown.page) {
      shown.page = page;
      const { width, height } = pages[page - 1];
      image.src = address(page);
      image.alt = `原件第 ${page} 页`;
      image.width = Math.round(width);
      image.height = Math.round(height);
      overlay.setAttribute("viewBox", `0 0 ${width} ${height}`);
      count.textContent = `第 ${page} / ${pages.length} 页`;
      before.disabled = page === 1;
      after.disabled = page === pages.length;
      // The neighbours are fetched ahead: the browser keeps them.
      for (const next of [page + 1, page - 1]) if (next >= 1 && next <= pages.length) new Image().src = address(next);
    }
    draw();
  }

  function draw() {
    overlay.replaceChildren(...shown.places.filter((place) => place.bbox && (place.page ?? 1) === shown.page).map(({ bbox: [x0, y0, x1, y1], kind = "" }) => {
      const frame = document.createElementNS(SVG, "rect");
      for (const [name, value] of Object.entries({ x: x0 - 1.5, y: y0 - 1.5, width: x1 - x0 + 3, height: y1 - y0 + 3, class: `frame ${kind}` })) frame.setAttribute(name, value);
      return frame;
    }));
    overlay.querySelector("rect")?.scrollIntoView({ block: "center", inline: "nearest" });
  }

  before.addEventListener("click", () => turn(shown.page - 1));
  after.addEventListener("click", () => turn(shown.page + 1));
  turn(1);
  return {
    pages: pages.length,
    turn: (by) => turn(shown.page + by),
    frame(places) {
      shown.places = places;
      const at = places.find((place) => place.page !== undefined);
      turn(at?.page ?? shown.page);
      draw();
    },
  };
}

function tables(box, told) {
  const cells = new Map();
  const made = told.tables.map((table, number) => {
    const rows = Array.from({ length: Math.max(0, ...table.cells.map((cell) => cell.row + 1)) }, () => make("tr"));
    for (const cell of [...table.cells].sort((a, b) => a.row - b.row || a.col - b.col)) {
      const td = make("td", { rowSpan: Math.min(cell.rowspan, rows.length - cell.row), colSpan: cell.colspan }, cell.text);
      rows[cell.row].append(td);
      cells.set(`${number} ${cell.row} ${cell.col}`, td);
    }
    const body = make("table", { className: "grid-shown" }, make("tbody", {}, ...rows));
    return make("div", { className: "scroll" }, body, table.cut ? make("p", { className: "dim" }, "表太长，只显示前面的行。") : null);
  });
  const lines = told.lines.length > 0 ? make("details", {}, make("summary", {}, "表外的文字"), ...told.lines.map((line) => make("p", {}, line.text))) : null;
  box.replaceChildren(...made, ...(lines === null ? [] : [lines]));
  return {
    pages: 1,
    turn() {},
    frame(places) {
      for (const cell of cells.values()) cell.classList.remove("framed");
      const found = places.map(({ table, row, col }) => cells.get(`${table} ${row} ${col}`)).filter((cell) => cell !== undefined);
      for (const cell of found) cell.classList.add("framed");
      found[0]?.scrollIntoView({ block: "center", inline: "nearest" });
    },
  };
}
