"""What a reading halves, doubles or shifts without a word: a text that stops in the middle of its sentence, a goal of
which a numbered part was not read, a block of indicators that is printed a second time without saying whether it is
the long-term or the year's (K20), a name taken for a label.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.account import Account, Doubt, Extent, area, doubtful
from extractor.forms.reading import Reading
from extractor.forms.text_kinds import quoted, says_something
from extractor.model.document import Cell, Grid
from extractor.words.vocabulary import Vocabulary
from extractor.words.years import is_year_line

_ENDED = tuple("。！？；.!?;：:）)")
_LEVELS = frozenset({"level1", "level2"})
_CAPTIONS = frozenset({"head", "block", "heading", "unread", "further"})
_NAMED_AGAIN = 0.5
"""Share of a block's indicators that the block above names too, from which it is the same block for another time."""
_LEAST = 2


def again(reading: Reading, account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """Doubts about texts cut in two, blocks printed twice and values taken from the cell beside."""
    yield from _cut_texts(account, extent, words)
    yield from _parts_of_goal(reading, account, extent, words)
    yield from _shifted(account, extent, words)
    yield from _second_block(reading)
    yield from _which_level(reading, words)
    yield from _year_line(reading, account, extent)


def _cut_texts(account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """A goal that does not end, over a text of its own column that nobody read, or that its place alone made a caption:
    a page or a row broke it.
    """
    captions = [(grid, cell) for grid, cell in account.of_role("block", extent) if _may_go_on(grid, cell, words)]
    for grid, cell in (*account.of_role("unread", extent), *captions):
        above = grid.above(cell)
        if above is None or not above.as_wide_as(cell):
            continue
        pointer = next((p for p in account.pointers(above) if p.startswith("/texts/")), None)
        if pointer is None or not says_something(above.text) or fold_text(above.text).endswith(_ENDED):
            continue
        said, rest = squeeze(above.text)[-20:], squeeze(cell.text)[:20]
        why = f"“…{said}”没有写完，下面的“{rest}”没有读懂，可能是它的后半段，请对照原件核对。"
        yield doubtful(pointer, why, [grid.place(above), grid.place(cell)], said, part="head")


def _may_go_on(grid: Grid, cell: Cell, words: Vocabulary) -> bool:
    """A caption that no rule book knows, narrower than the table, under a text with a comma and no end."""
    above = grid.above(cell)
    known = words.known(cell.text) or words.names_level(cell.text)
    return above is not None and not known and cell.colspan < grid.cols and "," in fold_text(above.text)


def _parts_of_goal(reading: Reading, account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """目标2：… that nobody read, while the goal has 目标1：… and others: it is not whole."""
    for grid, cell in account.of_role("unread", extent):
        found = words.grammar.goal_part(fold_text(cell.text))
        if found is None:
            continue
        for name in ("annual_goal", "period_goal"):
            goal = getattr(reading.form.texts, name)
            lines = [fold_text(line) for line in goal.splitlines()] if goal else []
            if not any(map(words.grammar.goal_part, lines)) or any(line.startswith(found) for line in lines):
                continue
            at = reading.form.places.get(f"/texts/{name}", grid.place(cell))
            why = f"{quoted(cell.text)}没有读进目标，目标可能缺了一条，请对照原件核对。"
            here = area(at, [*at.get("parts", [at]), grid.place(cell)])
            yield doubtful(f"/texts/{name}", why, here, squeeze(cell.text)[:200])


def _shifted(account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """A label that no rule book lists between a text that nobody read and its value, and behind that another such text:
    the cells may be labels and values in turn, one further on.
    """
    for grid, cell in account.of_role("label", extent):
        if cell.row + cell.rowspan > grid.rows or words.known(cell.text):
            continue
        row = grid.on_row(cell.row)
        at = next((n for n, c in enumerate(row) if c is cell), 0)
        if not 0 < at < len(row) - 2:
            continue
        before, value, behind = row[at - 1], row[at + 1], row[at + 2]
        if account.role(before) != "unread" or account.role(behind) != "unread" or not account.pointers(value):
            continue
        here = area(grid.place(value), map(grid.place, (before, cell, value, behind)))
        why = (
            f"{quoted(cell.text)}读成了栏名，{quoted(value.text)}读成了它的内容，这一行两头的格子没有读懂，"
            f"可能错开了一格，请对照原件核对。"
        )
        yield doubtful(account.pointers(value)[0], why, here, squeeze(cell.text), margin=0.2, part="head")


def _second_block(reading: Reading) -> Iterator[Doubt]:
    """The heads again right under the rows, the same indicators once more below them, all read with one scope."""
    rows = list(zip(reading.form.indicators, reading.cells_at))
    if len({row.scope for row, _ in rows}) != 1:
        return
    spots = {(c.at["table"], c.at["row"]) for c in reading.columns if c.role == "target" and "row" in c.at}
    tables = {table for table, _ in spots}
    for table, head in sorted(spots):
        above = [
            n for n, (row, _) in enumerate(rows) if row.at.get("table") == table and row.at.get("row", head) < head
        ]
        below = [n for n, (row, _) in enumerate(rows) if row.at.get("table") == table and row.at.get("row", -1) > head]
        if len(tables) > 1 or not above or len(below) < _LEAST or rows[above[-1]][0].at["row"] != head - 1:
            continue
        named = {_name(reading, n) for n in above}
        same = [n for n in below if _name(reading, n) in named]
        if len(same) <= _NAMED_AGAIN * len(below):
            continue
        scope = "年度" if rows[0][0].scope == "annual" else "长期"
        why = (
            f"指标表的栏名印了两遍，第{below[0] + 1}行起的指标与上面的同名，没有印明哪一组是长期的、哪一组是年度的，"
            f"都按{scope}指标读，请对照原件核对。"
        )
        at = area(rows[below[0]][0].at, (spot for n in (*above, *below) for spot in rows[n][1].values()))
        yield doubtful("/indicators", why, at, "、".join(name for n in same[:3] if (name := _name(reading, n))))
        return


def _which_level(reading: Reading, words: Vocabulary) -> Iterator[Doubt]:
    """满意度指标 in the only column of levels, under a head that does not say which level it is: it is a 一级 word, and
    a 二级 as forms abbreviate it (K18).
    """
    columns = [c for c in reading.columns if c.role in _LEVELS]
    if len(columns) != 1 or columns[0].role != "level2" or _says_level(columns[0].header, words):
        return
    for number, row in enumerate(reading.form.indicators):
        raw = row.level2.raw if row.level2 is not None else ""
        entry = words.level_entry("level2", raw) if raw and words.level1(raw) is not None else None
        if entry is None or entry.canonical == raw and not columns[0].header:
            continue
        head = f"“{squeeze(columns[0].header)}”" if columns[0].header else "没有列名的"
        why = f"{head}一列的“{raw}”读成了二级指标，也可能是一级指标，请对照原件核对这一行的级别。"
        at = reading.area_of([number])
        yield doubtful(f"/indicators/{number}/level2", why, at, raw, runner_up="一级指标")


def _says_level(head: str, words: Vocabulary) -> bool:
    """二级指标, or words like it (绩效指标二级)."""
    said = next((weighed.identity for weighed in words.evidence.weigh("header", head)[:1]), "")
    return (words.header(head) or said) in _LEVELS


def _year_line(reading: Reading, account: Account, extent: Extent) -> Iterator[Doubt]:
    """（2022年度） that was taken for a caption, in a form without a year."""
    if reading.form.fiscal_year is not None:
        return
    for grid, cell in extent.cells():
        if account.role(cell) in _CAPTIONS and is_year_line(cell.text):
            said = squeeze(cell.text)
            why = f"“{said}”没有读成这张表的年度，请对照原件核对。"
            yield doubtful("/fiscal_year", why, grid.place(cell), said)
            return


def _name(reading: Reading, number: int) -> str:
    label = reading.form.indicators[number].level3
    return squeeze(label.raw) if label is not None and label.raw else ""
