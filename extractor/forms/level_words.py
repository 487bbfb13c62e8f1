"""The levels of each row told once more, by the level words that are printed beside it and over it.

The reader takes levels from columns; here every 一级 or 二级 word of the table asks the rows it stands beside, or is a
band over, whether they say so. A word that no row of its own knows is a level that was lost or went to other rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.characters.fold import fold_label, squeeze
from extractor.forms.account import Account, Doubt, Extent, doubtful
from extractor.forms.body_rows import LONGEST_LEVEL
from extractor.forms.half_levels import JOINT
from extractor.forms.reading import Reading
from extractor.forms.text_kinds import numbered
from extractor.model.document import Cell, Grid, Place
from extractor.model.filing import Indicator
from extractor.words.joint_levels import level_before_unknown, levelled_name
from extractor.words.vocabulary import Vocabulary

_JOINED = frozenset("-—/、:")
"""Of a band that says both levels (产出指标——数量指标)."""
MOST = 0.5
"""Share of rows with a 一级 from which the others are told."""


def level_words(reading: Reading, account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """Rows that do not say the level words printed beside them, and rows without a 一级 among rows with one."""
    rows = reading.form.indicators
    spots = {n: spot for n in range(len(rows)) if (spot := _spot(reading, n)) is not None}
    if len(rows) > 1 and len(set(spots.values())) == 1:
        return  # a table on its side: all stand on one row
    said: dict[tuple[int, int], set[str]] = {}
    for n, spot in spots.items():
        said.setdefault(spot, set()).update(_said(rows[n]))
    astray: dict[int, Cell] = {}
    said_at: list[Place] = []
    for grid, printed in _printed(account, extent, words):
        for n, (table, row) in spots.items():
            if table != grid.table:
                continue
            beside = [word for word in printed if word.cell.row <= row < word.cell.row + word.cell.rowspan]
            strange = next((word for word in beside if not word.is_among(said[table, row])), None)
            if strange is None and not _has_own(reading, n, grid, row):
                strange = _band(printed, beside, row, rows[n])
            if strange is not None:
                astray.setdefault(n, strange.cell)
                said_at.append(grid.place(strange.cell))
    if astray:
        first = min(astray)
        texts = "、".join(dict.fromkeys(f"“{squeeze(cell.text)}”" for cell in astray.values()))
        why = (
            f"第{numbered(list(astray))}行指标旁边或上面印着{texts}，这几行没有读成这一级，请对照原件核对这几行的级别。"
        )
        doubt = _doubt(reading, list(astray), f"/indicators/{first}", why, grave=True)
        doubt.at["parts"] += [at for n, at in enumerate(said_at) if at not in said_at[:n]]  # the words themselves too
        yield doubt
    yield from _undivided(reading, words)
    yield from _without_level1(reading, [n for n in range(len(rows)) if n not in astray])


def _undivided(reading: Reading, words: Vocabulary) -> Iterator[Doubt]:
    """产出—履职效能 as one level, （产出—数量）救助人次 as a name: two levels that were not told apart."""
    rows = reading.form.indicators
    joined = [n for n, row in enumerate(rows) if _says_both(row, words)]
    if joined:
        said = "、".join(f"“{text}”" for text in dict.fromkeys(_joined_text(rows[n]) for n in joined[:3]))
        why = f"第{numbered(joined)}行的{said}像是把一级、二级指标写在一起，没有拆开，请对照原件核对这几行的级别。"
        yield _doubt(reading, joined, f"/indicators/{joined[0]}/level1", why, grave=True)


def _says_both(row: Indicator, words: Vocabulary) -> bool:
    odd = [label.raw for label in (row.level1, row.level2) if label is not None and label.raw and not label.canonical]
    if any(words.joint(raw) or level_before_unknown(raw, words) for raw in odd):
        return True
    return row.level1 is None and row.level2 is None and levelled_name(_raw(row, "level3"), words) is not None


def _joined_text(row: Indicator) -> str:
    return _raw(row, "level1") or _raw(row, "level2") or _raw(row, "level3")


def _without_level1(reading: Reading, open_: list[int]) -> Iterator[Doubt]:
    """Rows with a 二级 and no 一级, where most rows have one."""
    rows = reading.form.indicators
    full = [n for n, row in enumerate(rows) if _raw(row, "level1")]
    bare = [n for n in open_ if not _raw(rows[n], "level1") and _raw(rows[n], "level2")]
    if not bare or len(full) <= MOST * len(rows):
        return
    why = f"第{numbered(bare)}行指标没有读到一级指标，其他行有，请对照原件核对这几行的级别。"
    yield _doubt(reading, bare, f"/indicators/{bare[0]}/level1", why, grave=False)


def _raw(row: Indicator, level: str) -> str:
    label = getattr(row, level)
    return label.raw if label is not None else ""


def _doubt(reading: Reading, rows: list[int], pointer: str, why: str, *, grave: bool) -> Doubt:
    observed = "、".join(_name(reading, n) for n in rows)[:200]
    return doubtful(pointer, why, reading.area_of(rows), observed, margin=0.2 if grave else 0.4, grave=grave)


def _name(reading: Reading, number: int) -> str:
    """What a row is called; where it has no name, whatever it holds."""
    row = reading.form.indicators[number]
    held = reading.texts_of(number).values()
    return _raw(row, "level3") or _raw(row, "level2") or " ".join(squeeze(text) for text in held if text)


def _spot(reading: Reading, number: int) -> tuple[int, int] | None:
    """Table and row that an indicator stands on; None where its cells are no row (prose, a table on its side)."""
    cells = reading.places_of(number)
    own = [at for role in ("level3", "target", "weight", "actual") if (at := cells.get(role)) is not None]
    own = own or [reading.form.indicators[number].at]
    rows = {(at["table"], at["row"]) for at in own if "row" in at}
    return next(iter(rows)) if len(rows) == 1 else None


@dataclass(slots=True)
class _Word:
    """A level word as it is printed."""

    cell: Cell
    folded: str
    is_level1: bool
    """Whether rows below may have it as their 一级: 成本指标 in the column of 二级 is none."""
    halves: tuple[str, ...] = ()
    """Of a text that is a 一级 and a 二级 word: both."""

    def is_among(self, said: set[str]) -> bool:
        if self.folded in said or not said.isdisjoint(self.halves):
            return True
        return not _JOINED.isdisjoint(self.folded) and any(t in self.folded for t in said)


def _said(row: Indicator) -> Iterator[str]:
    texts = (_raw(row, "level1"), _raw(row, "level2"), _raw(row, "level3"), row.target.raw)
    return (_bare(text) for text in texts if text)


def _bare(text: str) -> str:
    return fold_label(text).removesuffix("指标")


def _printed(account: Account, extent: Extent, words: Vocabulary) -> Iterator[tuple[Grid, list[_Word]]]:
    found: dict[int, tuple[Grid, list[_Word]]] = {}
    for grid, cell in extent.cells():
        if len(cell.text) > LONGEST_LEVEL and words.joint(cell.text) is None:
            continue
        is_level1 = words.level1(cell.text) is not None
        if not is_level1 and words.level2(cell.text) is None or not _says_level(cell, account):
            continue
        if account.role(cell) != "head" or not _is_head(cell.text, words):
            band = is_level1 and not _is_level2_of_a_row(cell, grid, account)
            halves = tuple(map(_bare, words.joint(cell.text) or ()))
            found.setdefault(id(grid), (grid, []))[1].append(_Word(cell, _bare(cell.text), band, halves))
    yield from found.values()


def _is_head(text: str, words: Vocabulary) -> bool:
    """A head of the indicators or of the execution of the budget (预算执行率 is a level's name too)."""
    return words.header(text) is not None or words.execution(text) is not None or not words.names_level(text)


def _is_level2_of_a_row(cell: Cell, grid: Grid, account: Account) -> bool:
    """Taken as 二级 from a column of its own, not from a band over the whole width."""
    return cell.colspan < grid.cols and any(p.endswith("/level2") for p in account.pointers(cell))


def _says_level(cell: Cell, account: Account) -> bool:
    """No head, and no name of an indicator that stands in the one column of names."""
    entry = account.entries.get(id(cell))
    if entry is None or entry.role == "label" or entry.role == "block" and JOINT.search(cell.text):
        return False  # 产出与效果指标 beside all rows names the block
    return cell.colspan > 1 or not any(pointer.endswith("/level3") for pointer in entry.pointers)


def _band(printed: list[_Word], beside: list[_Word], row: int, indicator: Indicator) -> _Word | None:
    """The 一级 over row `row` that the row does not say, not as its 二级 either (成本指标 is both)."""
    over = [word for word in printed if word.is_level1 and word.cell.row + word.cell.rowspan <= row]
    if not over:
        return None
    level1, level2 = _bare(_raw(indicator, "level1")), _bare(_raw(indicator, "level2"))
    own = {level1} if level1 else set()
    if any(word.is_among(own) for word in beside):
        return None
    lowest = max(word.cell.row for word in over)
    over = [word for word in over if word.cell.row == lowest]  # several: side by side, over the halves of a table
    if any(word.is_among(own) or word.folded == level2 for word in over):
        return None
    last = over[0].cell
    if any(word.cell.as_wide_as(last) for word in beside):
        return None  # one column holds 一级 and 二级 words, one after the other (K18)
    return over[0]


def _has_own(reading: Reading, number: int, grid: Grid, row: int) -> bool:
    """Its 一级 stands in a cell of its own beside it, misspelt perhaps."""
    at = reading.places_of(number).get("level1")
    if at is None or at.get("table") != grid.table or "row" not in at:
        return False
    cell = grid.owners()[row][at["col"]]
    return cell is not None and (cell.row, cell.col) == (at["row"], at["col"]) and bool(cell.text.strip())
