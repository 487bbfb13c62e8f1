"""Small forms drawn by chance, and what is read from each, one line a form: `python -m tests.make.layouts` rewrites the
lines; read the diff before you commit it.

    tests/layouts/drawn/*.sketch   forms of the generators in bench/, as they printed them once
    tests/layouts/drawn.told       what is kept of a thousand forms made of those and of the layouts: how much of
                                   everything was found and, behind the colon, a digest of it

    xuyi_crayfish                  a form of bench/provinces by its name: all of them are kept; office-17: one of
                                   bench/office_forms by its seed

    NAME~N   one to three things of NAME changed by chance; where N is 3, 7, 11 … nothing, but its cells are as a scan,
             a workbook or a page gives them. Which N were kept: so that each outcome of each condition in forms/ is met
             by three forms at least, as far as five thousand of them met it; and so that a small fault there would give
             something else in three (bench/edges.py).
    NAME!N   NAME, read wrongly on purpose (tests/make/misread.py)

    python -m tests.make.drawn hb-e~2     the form, and the whole of what is behind its digests

A digest is what makes a thousand forms bite that nobody can keep in full: where one changes, print the form before and
after. The changed layouts are drawn from their name, so a layout's own change moves them too.
"""

from __future__ import annotations

import dataclasses
import json
import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from functools import cache
from zlib import crc32

from bench.office_forms.filing import sample
from bench.provinces import load
from bench.provinces.sheet import Block, Line
from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.model.document import Aside, Document, Grid, Note
from extractor.rulebook import load_rules
from tests.make import layouts
from tests.make.misread import misread
from tests.make.sketch import draw

FOLDER = layouts.FOLDER / "drawn"
KEPT = layouts.FOLDER / "drawn.told"
MADE = 4
"""Of every so many forms made of one the last is dressed and has nothing changed."""
_WORDS = (
    "甲乙丙", "备注", "合计", "小计", "指标值", "三级指标", "二级指标", "产出指标", "数量指标", "100", "≥95%",
    "2024年12月底前",
    "其中：", "项目名称", "单位", "万元", "联系电话", "分值", "得分", "—", "无", "其他资金", "财政拨款", "见附录",
    "预算数", "执行数", "（盖章）", "一级指标", "目标1：改造三座泵站", "满意度指标", "是", "优",
)  # fmt: skip
_HEADS = ("指标解释", "年度指标值", "备注", "完成值", "计量单位", "权重", "甲乙丙", "绩效标准", "二级指标")
_LINES = (
    "# （单位：万元）", "# 填表人：李明  联系电话：13800000000", "#    2024年部门整体支出绩效目标表", "# 备注：甲乙丙",
    "# 附件2", "# 填报单位：青山县水利局", "# 一、年度目标", "# 续表", "#",
)  # fmt: skip
_OFFICE = "office-"
Rows = list[list[str]]


def names() -> list[str]:
    """The forms that are kept, those of provinces and counties, and of each layout one that is dressed and two that are
    read wrongly.
    """
    drawn = {path.stem for path in FOLDER.glob("*.sketch")}
    bases = {*layouts.names(), *layouts.changed()}
    others = drawn | bases | typed_forms().keys()
    found = {name for name in kept() if _base(name) in others or name.startswith(_OFFICE)}
    return sorted(found | {f"{base}{how}" for base in bases for how in ("~3", "!0", "!1")} | typed_forms().keys())


def _base(name: str) -> str:
    return name.partition("!")[0].partition("~")[0]


def sketch(name: str) -> str:
    """The form of this name as text."""
    base, _, number = name.partition("!")[0].partition("~")
    path = FOLDER / f"{base}.sketch"
    if base in (typed := typed_forms()):
        text = typed[base]
    elif base.startswith(_OFFICE):
        text = "".join(map(_as_sketch, sample(int(base.removeprefix(_OFFICE))).blocks))
    else:
        text = (path if path.exists() else layouts.FOLDER / f"{base}.sketch").read_text("utf-8")
    return _changed(text, random.Random(name), (1 + int(number)) % MADE) if number else text


@cache
def typed_forms() -> dict[str, str]:
    """The forms of provinces and counties (bench/provinces) as sketches, by name."""
    return {form.name: "".join(map(_as_sketch, form.blocks())) for form in load()}


def _as_sketch(block: Block) -> str:
    if isinstance(block, Line):
        return f"#{'    ' if block.centred else ' '}{block.text}\n"
    rows = [["<"] * block.cols for _ in range(block.rows)]
    for cell in block.cells:
        for row in range(cell.row, cell.row + cell.down):
            rows[row][cell.col] = "^"
        rows[cell.row][cell.col] = cell.text.replace("\n", "/n")
    return "".join("| " + " | ".join(cells) + " |\n" for cells in rows) + "#\n"


def document(name: str) -> Document:
    """The form of this name, its cells dressed where nothing in it is changed."""
    drawn = draw(sketch(name))
    number = name.partition("~")[2]
    if number and int(number) % MADE == MADE - 1:
        _dress(drawn, random.Random(name))
    return drawn


def _dress(drawn: Document, dice: random.Random) -> None:
    """What readers note at a cell: pictures, struck words, stored numbers, how sure a recogniser was, pages, boxes; and
    slots that no cell owns.
    """
    source = dice.choice(("scan", "sheet", "page"))
    for grid in (item for item in drawn.items if isinstance(item, Grid)):
        turn = dice.randrange(1, grid.rows + 1)
        grid.cells[:] = [cell for cell in grid.cells if dice.random() > (0.01 if cell.text else 0.3)]  # holes
        if dice.random() < 0.15:
            grid.doubts.append("两个格子重叠")
        if source == "sheet":
            grid.sheet = "Sheet1"
        for cell in grid.cells:
            if dice.random() < 0.05:
                cell.image = True
            if dice.random() < 0.04:
                cell.asides = (Aside(dice.choice(_WORDS), dice.choice(("struck", "hidden", "error", "lost"))),)
            if source == "scan":
                cell.confidence = dice.choice((0.99, 0.97, 0.9, 0.8, 0.6))
                cell.alternatives = [cell.text[:-1]] if dice.random() < 0.1 and cell.text else []
            elif source == "sheet":
                cell.ref = f"{chr(65 + cell.col)}{cell.row + 1}"
                cell.stored = f"{cell.text}4" if re.fullmatch(r"\d+\.\d+", cell.text) else None
            if source != "sheet":
                cell.page = 1 if cell.row < turn else 2
                cell.bbox = (60.0 * cell.col, 20.0 * cell.row, 60.0 * (cell.col + 1), 20.0 * (cell.row + 1))
                cell.full = dice.random() < 0.05


def _changed(text: str, dice: random.Random, times: int) -> str:
    """The sketch with so many changes that it can still be drawn with."""
    while times:
        tried = _once(text.splitlines(), dice)
        try:
            draw(tried)
        except (ValueError, KeyError):  # a merged cell was cut
            continue
        text, times = tried, times - 1
    return text


def _once(lines: list[str], dice: random.Random) -> str:
    at = dice.choice([n for n, line in enumerate(lines) if line.startswith("|")] or [len(lines) - 1])
    if not lines[at].startswith("|"):  # no table at all
        return "\n".join([*lines[:at], dice.choice(_LINES), lines[at]]) + "\n"
    first = next(n for n in range(at, -1, -1) if n == 0 or not lines[n - 1].startswith("|"))
    last = next(n for n in range(at, len(lines)) if n + 1 == len(lines) or not lines[n + 1].startswith("|"))
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines[first : last + 1]]
    row = at - first
    change = dice.choice(_CHANGES)
    change(rows, row, dice.randrange(len(rows[row])), dice)
    table = ["| " + " | ".join(cells) + " |" if cells else dice.choice(_LINES) for cells in rows]
    return "\n".join([*lines[:first], *table, *lines[last + 1 :]]) + "\n"


def _blank(rows: Rows, row: int, col: int, dice: random.Random) -> None:
    rows[row][col] = ""


def _word(rows: Rows, row: int, col: int, dice: random.Random) -> None:
    rows[row][col] = dice.choice(_WORDS)


def _head(rows: Rows, row: int, col: int, dice: random.Random) -> None:
    rows[row][col] = dice.choice(_HEADS)


def _copied(rows: Rows, row: int, col: int, dice: random.Random) -> None:
    rows[row][col] = dice.choice(dice.choice(rows))


def _counted(rows: Rows, row: int, col: int, dice: random.Random) -> None:
    rows[row][col] = re.sub(r"\d+", lambda m: str(int(m[0]) + dice.choice((1, 10))), rows[row][col], count=1)


def _unmerged(rows: Rows, row: int, col: int, dice: random.Random) -> None:
    rows[row][:] = ["" if cell in ("<", "^") else cell for cell in rows[row]]


def _swapped(rows: Rows, row: int, col: int, dice: random.Random) -> None:
    other = min(row + 1, len(rows) - 1)
    rows[row], rows[other] = rows[other], rows[row]


def _put_in(rows: Rows, row: int, col: int, dice: random.Random) -> None:
    rows.insert(row, [dice.choice((dice.choice(_WORDS), "")) for _ in rows[row]])


def _cut(rows: Rows, row: int, col: int, dice: random.Random) -> None:
    rows.insert(row, [])  # a line between two tables


def _dropped(rows: Rows, row: int, col: int, dice: random.Random) -> None:
    del rows[row]


def _twice(rows: Rows, row: int, col: int, dice: random.Random) -> None:
    rows.insert(row, list(rows[row]))


def _without_column(rows: Rows, row: int, col: int, dice: random.Random) -> None:
    for cells in rows:
        del cells[col : col + 1]


def _one_more_column(rows: Rows, row: int, col: int, dice: random.Random) -> None:
    for n, cells in enumerate(rows):
        cells.insert(col, dice.choice(_WORDS if n == row else ("", "", "甲乙丙", "10", "见附录")))


def _other_order(rows: Rows, row: int, col: int, dice: random.Random) -> None:
    other = dice.randrange(len(rows[row]))
    for cells in rows:
        if max(col, other) < len(cells):
            cells[col], cells[other] = cells[other], cells[col]


_CHANGES: tuple[Callable[[Rows, int, int, random.Random], None], ...] = (
    _blank, _word, _word, _head, _copied, _counted, _unmerged, _swapped, _put_in, _cut, _dropped, _twice,
    _without_column, _one_more_column, _other_order,
)  # fmt: skip


def readings(name: str) -> tuple[list[Reading], list[Note]]:
    """What is read of a form, and what is told of the document beside it."""
    drawn = document(name)
    with misread(name) if "!" in name else nullcontext():
        return read_forms(drawn, load_rules(), "0" * 64), drawn.notes


def _whole(found: list[Reading]) -> list[str]:
    """Everything that stands in the document itself, a line a key."""
    return [
        f"{field.name} {json.dumps(getattr(reading.form, field.name), ensure_ascii=False, default=_plain)}"
        for reading in found
        for field in dataclasses.fields(reading.form)
    ]


def _plain(value: object) -> object:
    """As `dataclasses.asdict` gives it, without its deep copies."""
    if dataclasses.is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    return str(value)


def line(name: str) -> str:
    """What is kept of a form: its parts, each with how much there is of it and a digest."""
    found, notes = readings(name)
    told = layouts.told(found, notes).splitlines()
    first = next(n for n, each in enumerate([*told, "finding"]) if each.startswith(("finding", "passed", "cannot")))
    first = min(first, len(told) - 1)
    parts = {"read": _whole(found), "roles": told[:first], "findings": told[first:-1]}
    doubts = sum(each.startswith("doubt") for each in told)
    kinds = "+".join(reading.form.kind for reading in found) or "-"
    sums = " ".join(f"{part} {len(lines)}:{_digest(lines)}" for part, lines in parts.items())
    return f"{name} {kinds} {sums} doubts {doubts} {told[-1]}"


def _digest(lines: Iterable[str]) -> str:
    return f"{crc32(chr(10).join(lines).encode()):08x}"


@cache
def kept() -> dict[str, str]:
    """The line kept of each form, by name."""
    if not KEPT.exists():
        return {}
    return {each.partition(" ")[0]: each for each in KEPT.read_text("utf-8").splitlines()}


def rewrite() -> Iterator[str]:
    """Write `KEPT` anew; the lines that changed."""
    before = kept()
    now = {name: line(name) for name in names()}
    KEPT.write_text("".join(f"{each}\n" for each in now.values()), "utf-8")
    yield from (each for name, each in now.items() if before.get(name) != each)


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        print(sketch(wanted), *_whole(readings(wanted)[0]), layouts.told(*readings(wanted)), sep="\n")
