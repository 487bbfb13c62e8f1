"""Text PDFs whose tables have no full rulings, or rulings of an odd make: what is read, what is told, what is wrong in
silence.

    python -m bench.pdf_rulings --seeds 0-39 [--kinds three-line,borderless] [--show]

Forms of `bench.field_forms`, each on one sheet drawn by the tests' own writer, or printed by Chromium where it is
installed:
plain rulings for comparison; thin rectangles, trapezoids, CSS borders; level rulings alone, three lines, shaded rows,
rows
parted by underscores, nothing at all. `passes unread`: files of that kind that end as 通过 though values are wrong or
missing.
Exits 1 where a kind is wrong in silence for more than 0.1 % of its values, or a file passes unread.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

from bench.field_forms.dice import JUDGING, Dice
from bench.field_forms.filing import Filing, sample
from bench.layout_grammar.canvas import WIDTH, Cell, Line, Table
from bench.layout_grammar.score import score
from extractor import extract
from tests.make.write_pdf import LEADING, PAD, Sheet, document, width_of, wrap

PAPER, MARGIN, SIZE = 700.0, 50.0, 9.5
SILENT = 0.1
Edge = tuple[float, float, float, float]


class Laid:
    """A table at its place on the sheet."""

    def __init__(self, table: Table, top: float, size: float) -> None:
        self.table, self.size = table, size
        step = (PAPER - 2 * MARGIN) / WIDTH
        self.xs = [MARGIN + step * sum(table.widths[:n]) for n in range(len(table.widths) + 1)]
        heights = [size * LEADING + 6] * table.rows
        for cell in sorted(table.cells, key=lambda c: c.rowspan):
            need = len(self.lines(cell)) * size * LEADING + 6
            heights[cell.row + cell.rowspan - 1] += max(0.0, need - sum(heights[cell.row : cell.row + cell.rowspan]))
        self.ys = [top + sum(heights[:n]) for n in range(table.rows + 1)]

    def lines(self, cell: Cell) -> list[str]:
        room = self.xs[cell.col + cell.colspan] - self.xs[cell.col] - 2 * PAD
        return wrap(cell.text, room, self.size)

    def box(self, cell: Cell) -> Edge:
        return (
            self.xs[cell.col], self.ys[cell.row], self.xs[cell.col + cell.colspan], self.ys[cell.row + cell.rowspan],
        )  # fmt: skip

    def write(self, sheet: Sheet, middle: bool) -> None:
        """The texts: beside merged cells in the middle of their height, or at its top."""
        for cell in self.table.cells:
            x0, y0, x1, y1 = self.box(cell)
            lines = self.lines(cell)
            free = y1 - y0 - len(lines) * self.size * LEADING
            y = y0 + (free / 2 if middle else 3) + self.size * 0.95
            for line in lines:
                if line:
                    off = (x1 - x0 - width_of(line, self.size)) / 2 if cell.align == "center" else PAD
                    sheet.text(x0 + off, y, line, self.size)
                y += self.size * LEADING


def _edges(laid: Laid, level: bool = True, upright: bool = True) -> Iterator[Edge]:
    for cell in laid.table.cells:
        x0, y0, x1, y1 = laid.box(cell)
        if level:
            yield from ((x0, y0, x1, y0), (x0, y1, x1, y1))
        if upright:
            yield from ((x0, y0, x0, y1), (x1, y0, x1, y1))


def _plain(sheet: Sheet, laid: Laid) -> None:
    for edge in _edges(laid):
        sheet.line(*edge)


def _thin_boxes(sheet: Sheet, laid: Laid) -> None:
    for x0, y0, x1, y1 in _edges(laid):
        sheet.box(x0 - 0.25, y0 - 0.25, x1 + 0.25, y1 + 0.25)


def _trapezoids(sheet: Sheet, laid: Laid) -> None:
    """Borders with mitred corners, each cell its own, as browsers fill them."""
    for cell in laid.table.cells:
        x0, y0, x1, y1 = laid.box(cell)
        outer = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
        inner = ((x0 + 0.7, y0 + 0.7), (x1 - 0.7, y0 + 0.7), (x1 - 0.7, y1 - 0.7), (x0 + 0.7, y1 - 0.7))
        for n in range(4):
            points = (outer[n], outer[(n + 1) % 4], inner[(n + 1) % 4], inner[n])
            path = " ".join(f"{x:.2f} {sheet.height - y:.2f} {'l' if k else 'm'}" for k, (x, y) in enumerate(points))
            sheet.ops.append(f"0 g {path} h f")


def _level(sheet: Sheet, laid: Laid) -> None:
    for edge in _edges(laid, upright=False):
        sheet.line(*edge)


def _three_lines(sheet: Sheet, laid: Laid) -> None:
    under = _below_heads(laid)
    for y in (laid.ys[0], *([laid.ys[under]] if under else []), laid.ys[-1]):
        sheet.line(laid.xs[0], y, laid.xs[-1], y, width=1)


def _below_heads(laid: Laid) -> int:
    heads = [c for c in laid.table.cells if "级" in c.text and len(c.text) < 12 or c.text in ("指标值", "目标值")]
    return max((c.row + c.rowspan for c in heads), default=0)


def _shaded(sheet: Sheet, laid: Laid) -> None:
    for row in range(0, laid.table.rows, 2):
        sheet.box(laid.xs[0], laid.ys[row], laid.xs[-1], laid.ys[row + 1], grey=0.9)


def _underscores(sheet: Sheet, laid: Laid) -> None:
    count = int((laid.xs[-1] - laid.xs[0]) / (laid.size / 2))
    for y in laid.ys:
        sheet.text(laid.xs[0], y, "_" * count, laid.size)


def _nothing(sheet: Sheet, laid: Laid) -> None:
    return None


DRAWN: dict[str, Callable[[Sheet, Laid], None]] = {
    "plain": _plain, "thin boxes": _thin_boxes, "trapezoids": _trapezoids, "level": _level, "three-line": _three_lines,
    "shaded": _shaded, "underscores": _underscores, "borderless": _nothing,
}  # fmt: skip
PRINTED = {
    "css border=1": "td{border:1px inset gray;padding:2px}",
    "css collapsed": "table{border-collapse:collapse}td{border:1px solid #999;padding:3px}",
    "css level": (
        "table{border-collapse:collapse}td{border-top:1px solid #333;border-bottom:1px solid #333;padding:3px}"
    ),
    "css borderless": "td{padding:3px 5px}",
}


def draw(filing: Filing, kind: str) -> bytes:
    """The filing's forms on one sheet, as tall as they need."""
    dice = Dice(filing.seed).rng(f"rulings {kind}")
    middle, size = dice.random() < 0.6, dice.choice([SIZE, SIZE - 1, SIZE + 1])
    y, laid = MARGIN, list[tuple[Line | Laid, float]]()
    for block in filing.blocks:
        if isinstance(block, Line):
            laid.append((block, y + 14))
            y += 24
        else:
            laid.append((Laid(block, y, size), y))
            y = laid[-1][0].ys[-1] + 12  # type: ignore[union-attr]
    sheet = Sheet(PAPER, y + MARGIN)
    for item, at in laid:
        if isinstance(item, Line):
            high = 15.0 if item.heading else 10.5
            free = PAPER - 2 * MARGIN - width_of(item.text, high)
            share = {"left": 0.0, "center": 0.5, "right": 1.0}[item.align]
            sheet.text(MARGIN + max(0.0, free) * share, at, item.text, high)
            continue
        DRAWN[kind](sheet, item)
        item.write(sheet, middle)
    return document([sheet])


def page(filing: Filing, style: str) -> str:
    """The filing as a web page for printing."""
    parts = []
    for block in filing.blocks:
        if isinstance(block, Line):
            parts.append(f'<p style="text-align:{block.align}">{_shown(block.text)}</p>')
            continue
        rows = [
            "".join(
                f'<td rowspan="{c.rowspan}" colspan="{c.colspan}" align="{c.align}">{_shown(c.text)}</td>'
                for c in block.cells
                if c.row == row
            )
            for row in range(block.rows)
        ]
        parts.append("<table width=100%>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    css = f"@page{{size:210mm 900mm;margin:15mm}}body{{font:13px 'Noto Sans CJK SC',sans-serif}}{style}"
    return f"<meta charset=utf-8><style>{css}</style>" + "".join(parts)


def _shown(text: str) -> str:
    return escape(text).replace("  ", "&nbsp;&nbsp;").replace("\n", "<br>")


def _print(filing: Filing, style: str, path: Path) -> None:
    source = path.with_suffix(".html")
    source.write_text(page(filing, style), "utf-8")
    command = [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={path}",
        source.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def write(filing: Filing, kind: str, path: Path) -> None:
    """One filing of one kind as a file."""
    if kind in PRINTED:
        _print(filing, PRINTED[kind], path)
    else:
        path.write_bytes(draw(filing, kind))


def measure(kind: str, seeds: list[int], folder: Path, show: bool) -> bool:
    """Print one kind's line; whether it holds."""
    forms = whole = values = wrong = silent = passing = doubted = 0
    for seed in seeds:
        filing = sample(seed)
        path = folder / f"{kind.replace(' ', '-').replace('=', '')}-{seed:05d}.pdf"
        write(filing, kind, path)
        output = json.loads(extract(path).model_dump_json())
        scores = score(filing.truth, output)
        lost = sum(one.silent for one in scores)
        passing += output["quality"]["verdict"] == "通过" and sum(len(one.misses) for one in scores) > 0
        for one in scores:
            forms, whole, values = forms + 1, whole + one.whole, values + one.fields + one.cells
            wrong, silent = wrong + len(one.misses), silent + one.silent
            doubted += one.whole and bool(one.doubts)
        if show and any(one.misses for one in scores):
            verdict = output["quality"]["verdict"]
            print(f"  {path.name} {verdict} wrong {sum(len(o.misses) for o in scores)} silent {lost}")
            for miss in [m for one in scores for m in one.misses if not m.told][:6]:
                print(f"     SILENT {miss.pointer} want {str(miss.want)[:50]!r} got {str(miss.got)[:60]!r}")
    print(
        f"{kind:<16}{forms:>5} forms  whole {100 * whole / forms:6.1f} %  values right "
        f"{100 - 100 * wrong / values:6.2f} %"
        f"  in silence {silent:>4} ({100 * silent / values:.2f} %)  right and doubted {doubted}  passes unread "
        f"{passing}",
        flush=True,
    )
    return 100 * silent / values <= SILENT and not passing


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="0-19")
    parser.add_argument("--kinds", default="")
    parser.add_argument("--show", action="store_true", help="list what is wrong (seeds below 500 only)")
    parser.add_argument("--keep", type=Path, help="a folder for the files")
    given = parser.parse_args()
    low, _, high = given.seeds.partition("-")
    seeds = list(range(int(low), int(high or low) + 1))
    if given.show and seeds[-1] >= JUDGING:
        parser.error("judging seeds are not looked at")
    kinds = [*DRAWN, *(PRINTED if shutil.which("chromium") else ())]
    held = True
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for kind in given.kinds.split(",") if given.kinds else kinds:
            held &= measure(kind, seeds, folder, given.show)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
