"""Values that are not what their column holds: figures for levels and names, level words for values, words for points.

A column may be headed as it likes; that ≥900人 is no 一级指标 and 效益指标 no value of one holds in every form.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.characters.fold import fold_text
from extractor.forms.account import Doubt, doubtful
from extractor.forms.reading import Reading
from extractor.forms.text_kinds import numbered, quoted
from extractor.model.document import Place
from extractor.model.filing import Indicator
from extractor.values.looks import DIGITS, is_compared
from extractor.words.vocabulary import Vocabulary

_NAMES = {
    "level1": "一级指标", "level2": "二级指标", "level3": "三级指标", "target": "指标值", "weight": "分值",
    "achieved_score": "得分",
}  # fmt: skip
_HEADS = frozenset({"level1", "level2", "level3", "target"})
_OF_ROWS = _HEADS | {"operator", "unit", "weight", "actual", "achieved_score", "standard"}
LEAST_HEADS = 3
"""So many cells of a row that are like heads are a row of heads."""
MOST = 0.5
"""Share of its filled cells from which a column of names or points is not what it is read as."""
LEAST = 2
"""So many of them it takes."""


def misfits(reading: Reading, words: Vocabulary) -> Iterator[Doubt]:
    """Columns whose cells cannot be what they were read as."""
    rows = reading.form.indicators

    def value(text: str) -> bool:
        return words.names_level(text) and words.header(text) is None

    texts = {role: [_text(row, role) for row in rows] for role in _NAMES}
    yield from _heads_as_rows(reading, texts["level3"], words)
    for role, is_odd, share, least in (
        ("level1", is_compared, 0.0, 1),
        ("level2", is_compared, 0.0, 1),
        ("level3", is_compared, MOST, LEAST),
        ("level3", DIGITS.fullmatch, 0.0, 1),
        ("target", value, 0.0, 1),
        ("weight", _wordy, MOST, LEAST),
        ("achieved_score", _wordy, MOST, LEAST),
    ):
        odd = [n for n, text in enumerate(texts[role]) if text and is_odd(text)]
        if len(odd) >= least and len(odd) > share * sum(map(bool, texts[role])):
            yield _doubt(reading, role, odd)


def _heads_as_rows(reading: Reading, names: list[str], words: Vocabulary) -> Iterator[Doubt]:
    """三级指标 or 指标值 as the name of an indicator: heads were read as rows, and no row is sure."""
    rows = reading.form.indicators
    said = [
        text
        for n, (row, text) in enumerate(zip(rows, names))
        if text
        and words.header(text) in _HEADS
        and (not words.names_level(text) or _heads_column(row, words))
        or text
        and _is_row_of_heads(reading, n, words)
    ]
    if not said:
        return
    why = f"“{said[0]}”是列名，读成了指标名称，这张表的行和列可能读错，请对照原件逐格核对。"
    places = list(whole_rows(reading)) or [rows[0].at]
    yield doubtful("/indicators", why, places, said[0][:200], margin=0.1, grave=True)


def _heads_column(row: Indicator, words: Vocabulary) -> bool:
    """Beside 具体指标, which is a level elsewhere, stands the head of another column and no value."""
    return words.likely_head(row.target.raw) is not None


def _is_row_of_heads(reading: Reading, number: int, words: Vocabulary) -> bool:
    """Several cells of a row are like heads, though no list holds them (绩效指标指标内容 | 绩效指标值符号)."""
    texts = reading.texts_of(number).values()
    own = [text for text in texts if text and not words.names_level(text) and not any(ch.isdigit() for ch in text)]
    return sum(words.evidence.likely_id("header", text) in _OF_ROWS for text in own) >= LEAST_HEADS


def whole_rows(reading: Reading) -> Iterator[Place]:
    """All that is printed on the rows of indicators, whatever it was taken for."""
    rows = reading.spots()
    for grid, cell in reading.extent.cells():
        if (grid.table, cell.row) in rows:
            yield grid.place(cell)


def _text(row: Indicator, role: str) -> str:
    if role == "target":
        return fold_text(row.target.raw)
    held = getattr(row, role)
    return fold_text((held if isinstance(held, str) else held.raw) or "") if held is not None else ""


def _wordy(text: str) -> bool:
    return not any(map(str.isdigit, text)) and any("\u4e00" <= ch <= "\u9fff" for ch in text)


def _doubt(reading: Reading, role: str, rows: list[int]) -> Doubt:
    first = rows[0]
    said, name = _text(reading.form.indicators[first], role), _NAMES[role]
    why = f"第{numbered(rows)}行的{name}读成{quoted(said)}，不像{name}，可能读错了列，请对照原件核对这几行。"
    # where one column is wrong, its neighbours may be
    places = [reading.place_of(first, role), *(at for n in rows for at in reading.places_of(n).values())]
    return doubtful(f"/indicators/{first}/{role}", why, places, said[:200], margin=0.1, grave=True)
