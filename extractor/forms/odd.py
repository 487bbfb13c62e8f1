"""What of a finished reading can hardly be right, whatever the heads say: the reader's own mistake before the unit's.

Each check asks something that holds in every form: the 二级 of most rows stand under a 一级 they may stand under, rows
name levels as their neighbours do, a name belongs to few rows, a project's form names its project, columns of places
are headed by places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.account import Doubt, area, doubtful
from extractor.forms.half_levels import ALSO, JOINT
from extractor.forms.misfits import whole_rows
from extractor.forms.reading import Reading
from extractor.forms.text_kinds import numbered
from extractor.model.document import Place
from extractor.model.filing import Indicator, Label
from extractor.values.looks import POINTS
from extractor.words.vocabulary import Vocabulary

MOST_ASTRAY = 3
"""So many 二级 under a 一级 they do not belong to are a column read wrongly, not slips of the unit; …"""
SHARE_ASTRAY = 0.4
"""… where they are this share of the rows that can be told."""
ROWS_OF_ONE = 4
"""So many whole rows under a 一级 in words of its own are indicators."""
SURE_PLACES = 2
"""So many columns of places tell that one headed otherwise is none."""
KNOWN_LEVELS = 0.7
"""Share of rows with known levels from which the others are odd."""
_ANY_BELOW = "management"
"""The 一级 of a department's own frame (履职效能, 管理效率, 社会效应): 二级 of every kind stand below it."""


def odd(reading: Reading, words: Vocabulary) -> Iterator[Doubt]:
    """Doubts that the content of the reading itself raises."""
    rows = reading.form.indicators
    yield from _astray(reading, rows, words)
    yield from _unlike_neighbours(reading, rows, words)
    yield from _one_for_several(reading, rows)
    yield from _nameless(reading)
    yield from _strange_places(reading, words)
    yield from _places_apart(reading)


def _parent(row: Indicator, words: Vocabulary) -> tuple[str, str, str] | None:
    """Ids of the 一级 as read, of the 二级, and of the 一级 that the 二级 belongs to, where all are known."""
    if row.level1 is None or row.level2 is None:
        return None
    over, own = words.level_entry("level1", row.level1.raw), words.level_entry("level2", row.level2.raw)
    if over is not None and over.id == _ANY_BELOW or JOINT.search(row.level1.raw):
        return None
    return (over.id, own.id, own.parent) if over is not None and own is not None and own.parent else None


def _astray(reading: Reading, rows: list[Indicator], words: Vocabulary) -> Iterator[Doubt]:
    told = {n: found for n, row in enumerate(rows) if (found := _parent(row, words)) is not None}
    wrong = [
        n
        for n, (over, own, parent) in told.items()
        if over != parent and over not in ALSO.get(parent, set()) and over not in ALSO.get(own, set())
    ]
    if len(wrong) < MOST_ASTRAY or len(wrong) < SHARE_ASTRAY * len(told):
        return
    why = f"{len(wrong)}行的二级指标不属于读到的一级指标，一级指标一栏可能读错了位置，请对照原件核对这些行的级别。"
    places = [reading.place_of(n, "level1") for n in wrong]
    at = area(places[0], (at for at in places if "parts" not in at))
    yield doubtful(f"/indicators/{wrong[0]}/level1", why, at, margin=0.2, grave=True)


def _is_level(label: Label | None, words: Vocabulary) -> bool:
    return label is not None and (label.method != "none" or words.is_level(label.raw))


def _is_whole(row: Indicator, rows_of: Counter[str], words: Vocabulary) -> bool:
    """A named row with its value, one of several under one 一级, or with points of its own and no word of a label: no
    sign-off and no sum.
    """
    name = row.level3.raw if row.level3 is not None else ""
    if not name or not row.target.raw.strip() or row.level1 is None:
        return False
    if rows_of[row.level1.raw] >= ROWS_OF_ONE:
        return True
    texts = (row.level1.raw, row.level2.raw if row.level2 is not None else "", name, row.target.raw)
    plain = not any(words.known(text) or words.grammar.names_sum(text) for text in texts)
    return plain and row.weight is not None and POINTS.fullmatch(fold_text(row.weight)) is not None


def _unlike_neighbours(reading: Reading, rows: list[Indicator], words: Vocabulary) -> Iterator[Doubt]:
    """A row both of whose levels are no level words, where nearly all others are: a sign-off or
    a sum taken for a row.
    """
    full = [n for n, row in enumerate(rows) if row.level1 and row.level1.raw and row.level2 and row.level2.raw]
    known = [n for n in full if _is_level(rows[n].level1, words) or _is_level(rows[n].level2, words)]
    strange = [n for n in full if n not in known]
    rows_of = Counter(label.raw for n in strange if (label := rows[n].level1) is not None)
    strange = [n for n in strange if not _is_whole(rows[n], rows_of, words)]
    if not strange or len(known) < KNOWN_LEVELS * len(full):
        return
    why = f"第{numbered(strange)}行的一、二级指标不是指标级别的写法，这一行可能不是指标，请对照原件核对。"
    said = " ".join(squeeze(label.raw) for n in strange if (label := rows[n].level1) is not None)
    yield doubtful(f"/indicators/{strange[0]}", why, reading.area_of(strange), said[:200])


def _one_for_several(reading: Reading, rows: list[Indicator]) -> Iterator[Doubt]:
    """Cells each of which names several rows, or is the value of several: a project's name, its money; another column
    holds what the rows say.
    """
    for role, other, what, least in (("level3", "target", "三级指标", 3), ("target", "level3", "指标值", 2)):
        spots = Counter(_spot(cells.get(role, {})) for cells in reading.cells_at)
        beside = {_spot(cells.get(other, {})) for cells in reading.cells_at}
        if (
            len(rows) < least
            or len({row.scope for row in rows}) > 1
            or None in spots
            or min(spots.values()) < 2
            or len(beside) < len(rows)
        ):
            continue
        said = {_text(row, role) for row in rows}
        if len(said) > len(spots) or not all(said):
            continue  # a list within one cell
        names = "、".join(f"“{text[:20]}”" for text in sorted(said)[:3])
        why = f"{names}各是几行的{what}，{what}可能在别的列，请对照原件核对这几行。"
        at = area(reading.place_of(0, role), whole_rows(reading))
        yield doubtful("/indicators", why, at, margin=0.1, grave=True)


def _spot(at: Place) -> tuple[int | None, int, int | None] | None:
    return (at.get("table"), at["row"], at.get("col")) if "row" in at else None


def _text(row: Indicator, role: str) -> str:
    label = row.level3 if role == "level3" else row.target
    return label.raw if label is not None else ""


def _nameless(reading: Reading) -> Iterator[Doubt]:
    """Indicators that nobody says whose they are: read or not, a form without a kind cannot be judged."""
    form = reading.form
    if form.kind == "unknown" and form.indicators:
        bare = not any(free.text.strip() for free in reading.extent.lines) and not form.unmapped
        why = (
            "这张指标表上面没有印表名、项目名称和单位名称，不知道是哪个单位的哪一类绩效表，只核对了指标本身；"
            "请补上表头，或与印有表头的一页放在同一个文件里重新提交。"
            if bare
            else "这张指标表没有读到表名和项目、单位名称，不能判断是哪一类绩效表，请对照原件核对表头。"
        )
        yield doubtful("", why, form.at, margin=0.2, grave=True, part="head")


def _strange_places(reading: Reading, words: Vocabulary) -> Iterator[Doubt]:
    """Columns read as one value a place (K19), headed by words that name no place and no part of the year."""
    columns = [(c, c.region) for c in reading.columns if c.role == "region" and c.region]
    strange = [
        (c, name)
        for c, name in columns
        if "half" not in words.grammar.scope_words(name) and not words.grammar.heads_place(fold_text(name))
    ]
    graded = [words.header(name) == "other_grade" for _, name in columns]
    if any(graded) and not all(graded):
        strange = [column for column, grade in zip(columns, graded) if not grade]
    elif not strange or any(graded) or len(columns) - len(strange) < SURE_PLACES and len(strange) * 2 <= len(columns):
        return
    names = "、".join(f"“{name}”" for _, name in strange[:6])
    what = "分档的指标值，列名不是档次" if any(graded) else "分地区的指标值，列名不像地名"
    why = f"{names}各列读成{what}，请对照原件核对这几列。"
    first, _ = strange[0]
    at = area(first.at, (c.at for c, _ in columns))
    yield doubtful("/indicators", why, at, first.header or None, margin=0.4)


def _places_apart(reading: Reading) -> Iterator[Doubt]:
    """Columns of places or grades with another column among them: one may stand in another's place."""
    columns = sorted((c for c in reading.columns if "col" in c.at), key=lambda c: (c.at["table"], c.at["col"]))
    places = [n for n, c in enumerate(columns) if c.role == "region"]
    among = [c for c in columns[places[0] : places[-1]] if c.role != "region"] if places else []
    tables = {columns[n].at["table"] for n in places}
    if among and len(tables) == 1 and not any(c.role == "target" for c in among):
        between = "、".join(f"“{c.header}”" for c in among[:3])
        why = f"分地区或分档的各列中间夹着{between}，列的次序可能不对，请对照原件核对这几列。"
        at = [columns[n].at for n in places]
        yield doubtful("/indicators", why, at, columns[places[0]].region, margin=0.4)
