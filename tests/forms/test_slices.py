"""Which rows of a grid are lines, which make a form of their own, and what makes a table look like one."""

from __future__ import annotations

import pytest

from extractor.forms.likeness import header_roles, looks_like_form
from extractor.forms.slice import Likeness
from extractor.forms.slices import (
    Free,
    Slice,
    _alone_in_row,
    _behind_signoff,
    _halves,
    _heads_page,
    _over_heads,
    explode,
)
from extractor.model.document import Cell, Grid
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary

WORDS = vocabulary(load_rules())
LEVELS = ["一级指标", "二级指标", "三级指标", "指标值"]
ROW = ["产出指标", "数量指标", "维修泵站", "3座"]


def _grid(*rows: list[str], cols: int = 0) -> Grid:
    """Cells as printed; "2|text" spans two columns, "2/text" two rows, None-like "^" and "<" are slots of such
    cells.
    """
    cells = []
    for r, texts in enumerate(rows):
        for c, text in enumerate(texts):
            if text in ("^", "<"):
                continue
            down = across = 1
            if text[1:2] == "/":
                down, text = int(text[0]), text[2:]
            elif text[1:2] == "|":
                across, text = int(text[0]), text[2:]
            cells.append(Cell(r, c, down, across, text=text))
    return Grid(cells, len(rows), cols or max(map(len, rows)))


def _slice(*rows: list[str]) -> Slice:
    grid = _grid(*rows)
    return Slice(grid, 0, grid.rows)


def _roles(*cells: str) -> set[str]:
    return set(header_roles(_slice(list(cells), *[[""] * len(cells)] * 5), 0, WORDS))


# ---- heads


@pytest.mark.parametrize(
    ("cells", "heads"),
    [
        (["一级指标", "二级指标"], True),
        (["三级指标", "指标值"], True),
        (["三级指标", "备注"], False),
        (["三级指标", "甲"], False),
        (["指标值", "备注"], False),
        (["三级指标", "分值"], True),
        (["三级指标", "实际完成值"], True),
    ],
)
def test_two_heads_one_of_them_a_level(cells: list[str], heads: bool) -> None:
    assert bool(_roles(*cells)) == heads


@pytest.mark.parametrize(("down", "head"), [(3, True), (4, False)])
def test_a_head_is_no_label_beside_many_rows(down: int, head: bool) -> None:
    rows = [["二级指标", f"{down}/一级指标", "三级指标"], *[["甲", "^", "乙"]] * 3, ["甲", "丙", "乙"]]
    if down == 3:
        rows[3] = ["甲", "丁", "乙"]
    assert ("level1" in header_roles(_slice(*rows), 0, WORDS)) == head


@pytest.mark.parametrize(("length", "head"), [(60, True), (61, False)])
def test_a_head_is_short(length: int, head: bool) -> None:
    roles = _roles("一级指标", "二级指标", "三级指标" + "　" * (length - 4))
    assert ("level3" in roles) == head


# ---- likeness


def _like(*rows: list[str]) -> Likeness:
    return looks_like_form(_slice(*rows), WORDS)


def test_what_a_form_prints_is_counted() -> None:
    assert _like(["甲", "乙"]).score == 0
    assert _like(["项目名称", "泵站维修"]).score == 1
    assert _like(LEVELS).score == 1, "heads without a level word"
    assert _like(LEVELS, ROW).score == 5, "heads, and two levels"
    full = _like(["项目名称", "泵站维修", "", ""], ["年度目标", "修好泵站", "", ""], LEVELS, ROW,
                 ["效益指标", "社会效益指标", "受益农户", "300户"])  # fmt: skip
    assert (full.score, full.has_indicators, full.starts) == (8, True, True)
    assert full.header == ("level1", "level2", "level3", "target")
    assert full.sections == {"head", "goals"}


def test_two_levels_on_two_rows_are_indicators_without_heads() -> None:
    one = ["数量指标", "维修泵站", "3座"]
    assert not _like(["产出指标", *one]).has_indicators
    assert not _like(one, one).has_indicators
    assert _like(one, ["质量指标", "验收合格率", "100%"]).has_indicators


@pytest.mark.parametrize(("before", "starts"), [(4, True), (5, False)])
def test_a_projects_name_starts_a_form_in_the_first_rows(before: int, starts: bool) -> None:
    assert _like(*[["甲", "乙"]] * before, ["项目名称", "泵站维修"]).starts == starts


def test_a_projects_name_in_the_page_head_starts_a_form() -> None:
    assert _like(["2|项目名称：泵站维修", "<"]).starts
    assert not _like(["甲", "乙"], ["2|项目名称：泵站维修", "<"]).starts
    assert _like(["2|填报单位：某局", "<"], ["2|项目名称：泵站维修", "<"], ["甲", "乙"]).starts


def test_the_share_of_labels_is_of_what_is_filled() -> None:
    assert _like(["项目名称", "泵站维修", ""], ["甲", "乙", " "]).labelled == 0.25
    assert _like(["", ""]).labelled == 0.0


def test_sections_are_told_by_their_labels() -> None:
    sections = _like(["填报单位", "某局"], ["年度目标", "甲"], ["财政拨款", "5"], ["填表人：李四", ""]).sections
    assert sections == {"head", "goals", "money", "signoff"}


# ---- lines


def _told(*rows: list[str]) -> list[str]:
    """What a grid falls into: lines by their text, slices by their rows."""
    return [
        piece.text if isinstance(piece, Free) else f"{piece.top}-{piece.bottom}"
        for piece in explode(_grid(*rows), WORDS)
    ]


@pytest.mark.parametrize(
    ("rows", "alone"),
    [
        ([["甲", ""]], "甲"),
        ([["2|甲", "<"]], "甲"),
        ([["甲", "乙"]], None),
        ([["", ""]], None),
        ([["2/甲", ""], ["^", ""]], None),
    ],
)
def test_the_one_text_of_a_row(rows: list[list[str]], alone: str | None) -> None:
    found = _alone_in_row(_slice(*rows), 0)
    assert (found.text if found is not None else None) == alone


def test_what_reaches_in_from_above_is_no_text_of_the_row() -> None:
    assert _alone_in_row(_slice(["2/甲", "乙"], ["^", ""]), 1) is None


def test_titles_and_lines_around_them_are_lines_of_their_own() -> None:
    form = [["项目名称", "泵站维修", "", ""], LEVELS, ROW]
    title, year, unit = (
        ["4|2024年项目支出绩效目标表", "<", "<", "<"],
        ["4|（2024年度）", "<", "<", "<"],
        ["4|填报单位：某局", "<", "<", "<"],
    )
    assert _told(["4|附件2", "<", "<", "<"], title, year, unit, *form) == [
        "附件2", "2024年项目支出绩效目标表", "（2024年度）", "填报单位：某局", "4-7",
    ]  # fmt: skip
    assert _told(*form, title, *form) == ["0-3", "2024年项目支出绩效目标表", "4-7"]


@pytest.mark.parametrize(("length", "line"), [(60, True), (61, False)])
def test_a_line_over_a_title_is_short(length: int, line: bool) -> None:
    rows = [["2|" + "字" * length, "<"], ["2|2024年项目支出绩效目标表", "<"], ["项目名称", "泵站维修"]]
    assert _told(*rows) == (["字" * 60, rows[1][0][2:], "2-3"] if line else ["0-1", rows[1][0][2:], "2-3"])


def test_a_line_over_a_title_with_a_label_and_value_stays_in_its_table() -> None:
    rows = [["2|备注：无", "<"], ["2|2024年项目支出绩效目标表", "<"], ["项目名称", "泵站维修"]]
    assert _told(*rows) == ["0-1", "2024年项目支出绩效目标表", "2-3"]


def test_a_sheet_of_single_texts_is_lines() -> None:
    assert _told(["甲", ""], ["乙", ""], ["丙", ""]) == ["甲", "乙", "丙"]
    assert _told(["甲", ""], ["乙", ""], ["", ""]) == ["0-3"], "two texts tell nothing"
    assert _told(["甲", ""], ["乙", ""], ["丙", ""], ["丁", "戊"]) == ["0-4"]
    assert _told(["年度目标", ""], ["修好泵站", ""], ["甲", ""]) == ["0-3"], "labels over their texts"


@pytest.mark.parametrize(
    ("text", "across", "cols", "head"),
    [
        ("（2024年度）", 1, 4, True),
        ("（2022年1-7月）", 1, 4, True),
        ("2024年项目支出绩效目标表", 1, 4, True),
        ("地址：某路", 3, 4, True),
        ("地址：某路", 2, 4, False),
        ("地址：某路", 1, 1, True),
        ("填报单位：某局", 1, 4, True),
        ("填报单位 某局", 4, 4, False),
        ("填报单位：" + "字" * 115, 4, 4, True),
        ("填报单位：" + "字" * 116, 4, 4, False),
    ],
)
def test_a_line_of_the_page_head(text: str, across: int, cols: int, head: bool) -> None:
    assert _heads_page(Cell(0, 0, colspan=across, text=text), cols, WORDS) == head


@pytest.mark.parametrize(("length", "over"), [(60, True), (61, False)])
def test_a_field_over_a_caption_is_short(length: int, over: bool) -> None:
    field = "项目名称" + "　" * (length - 4)
    assert _over_heads(_slice([field, "泵站", "", ""], ["绩效指标表", "", "", ""], LEVELS, ROW), 1, WORDS) == over


# ---- further forms


def test_a_projects_name_after_indicators_begins_a_further_form() -> None:
    form = [["项目名称", "泵站维修", "", ""], LEVELS, ROW]
    assert _told(*form, *form) == ["0-3", "3-6"]
    assert _told(*form[:1], *form) == ["0-4"], "no indicators between"
    assert _told(["", "", "", ""], *form) == ["1-4"], "blank rows above are nobody's"


def test_a_line_over_a_further_form_goes_with_it() -> None:
    form = [["项目名称", "泵站维修", "", ""], LEVELS, ROW]
    assert _told(*form, ["4|第二个项目", "<", "<", "<"], *form) == ["0-3", "3-7"]
    assert _told(*form, ["4|填表人：李四", "<", "<", "<"], *form) == ["0-4", "4-7"], "the sign-off closes the first"


_FIRST = [["项目全称", "泵站维修", "", ""], LEVELS, ROW, ["效益指标", "社会效益指标", "受益农户", "300户"]]


@pytest.mark.parametrize(
    "head",
    [
        [["本部门名称", "青山县水利局", "", ""], ["", "3|项目资金"], ["", "全年预算数", "12", ""]],
        [["2|项目支出名称:水渠清淤", "<", "2|主管部门名称:青山县水利局", "<"], ["总体目标", "3|清淤五公里", "<", "<"]],
    ],
)
def test_a_form_of_another_layout_begins_where_its_party_and_its_money_or_goals_are_asked_again(
    head: list[list[str]],
) -> None:
    rows = [*_FIRST, *head]
    assert _told(*rows, LEVELS, ROW) == ["0-4", f"4-{len(rows) + 2}"]
    assert _told(*rows) == [f"0-{len(rows)}"], "no indicators follow"
    assert _told(*_FIRST[1:], *head, LEVELS, ROW) == [f"0-{len(rows) + 1}"], "a head below the only form's first rows"
    assert _told(*_FIRST, head[0], LEVELS, ROW) == ["0-7"], "a party alone is no second form's"


def test_several_labels_in_one_cell_sign_a_form_off() -> None:
    other = [["任务", "清淤五公里", "", ""], LEVELS, ROW]
    for line, forms in (("经办人：赵文静 负责人：孙立新", ["0-5", "5-8"]), ("经办人：赵文静", ["0-8"])):
        assert _told(*_FIRST, ["4|" + line, "<", "<", "<"], *other) == forms


def test_a_line_right_under_the_heads_alone_goes_with_the_form_below() -> None:
    form = [["项目名称", "泵站维修", "", ""], LEVELS, ROW]
    assert _told(LEVELS, ["4|第二个项目", "<", "<", "<"], *form) == ["0-1", "1-5"]


@pytest.mark.parametrize(
    ("rows", "behind"),
    [
        ([["经办人：甲 负责人：乙", ""]], True),
        ([["经办人：甲", ""]], False),
        ([["经办人：甲", ""], ["负责人：乙", ""]], True),
        ([["经办人：甲", ""], ["第二个项目", ""], ["负责人：乙", ""]], True),
    ],
)
def test_two_labels_of_the_sign_off_end_a_form_whatever_stands_above(rows: list[list[str]], behind: bool) -> None:
    above = [["甲", "乙"], ["项目名称", "泵站"]]
    assert _behind_signoff(_slice(*above, *rows, ["项目", "水渠"]), 2 + len(rows), WORDS) == behind


def test_two_forms_side_by_side() -> None:
    rows = [
        ["项目名称", "2|泵站", "<", "项目名称", "2|水渠", "<"],
        ["一级指标", "二级指标", "指标值"] * 2,
        ["产出指标", "数量指标", "3座", "产出指标", "数量指标", "5公里"],
    ]
    halves = [piece for piece in explode(_grid(*rows), WORDS) if isinstance(piece, Slice)]
    assert [(half.left, half.right) for half in halves] == [(0, 3), (3, None)]
    rows.append(["甲", "乙", "2|跨在两表上", "<", "丙", "丁"])
    assert len(list(explode(_grid(*rows), WORDS))) == 1, "a cell over the middle: one form"


def test_a_cell_below_the_last_row_stands_in_no_row() -> None:
    grid = Grid([Cell(0, 0, text="甲"), Cell(1, 0, text="乙"), Cell(2, 0, text="丙")], 2, 1)
    assert [[c.text for c in Slice(grid, 0, 2).starting(row)] for row in (0, 1)] == [["甲"], ["乙"]]


def test_the_first_row_of_a_form_stays_its_own() -> None:
    form = [["项目名称", "泵站维修", "", ""], LEVELS, ROW]
    assert _told(["项目名称", "二级指标", "三级指标", "指标值"], *form) == ["0-1", "1-4"]


@pytest.mark.parametrize("body", [["产出指标", "维修泵站", "3座", ""], ["数量指标", "维修泵站", "3座", ""]])
def test_a_level_of_either_kind_shows_that_indicators_stood_above(body: list[str]) -> None:
    head = [["本部门名称", "青山县水利局", "", ""], ["", "3|项目资金"], ["", "全年预算数", "12", ""]]
    above = [["项目全称", "泵站维修", "", ""], LEVELS, ["甲", "乙", "丙", "丁"]]
    assert _told(*above, body, *head, LEVELS, ROW) == ["0-4", "4-9"]
    assert _told(*above, ["甲", "维修泵站", "3座", ""], *head, LEVELS, ROW) == ["0-9"]


@pytest.mark.parametrize(
    "heads",
    [
        ["绩效类别", "一级", "指标具体内容", "绩效目标值"],
        ["二级指标", "分值", "甲", "乙"],
        ["一级考核指标", "二级考核指标", "指标具体内容", "绩效目标值"],
    ],
)
def test_heads_in_words_of_the_rule_book_or_like_them_stand_over_the_further_form(heads: list[str]) -> None:
    head = [["本部门名称", "青山县水利局", "", ""], ["", "3|项目资金"], ["", "全年预算数", "12", ""]]
    assert _told(*_FIRST, *head, heads, ROW) == ["0-4", "4-9"]


@pytest.mark.parametrize(
    ("names", "levels", "forms"),
    [((0, 3), (0, 3), 2), ((0, 3), (1, 4), 2), ((0, 3), (3, 5), 1), ((0, 2), (3, 5), 1), ((0, 4), (0, 3), 1)],
)
def test_the_second_form_begins_behind_the_first_ones_levels(
    names: tuple[int, int], levels: tuple[int, int], forms: int
) -> None:
    first, second = ["甲"] * 6, ["乙"] * 6
    for col in names:
        first[col] = "项目名称"
    for col in levels:
        second[col] = "一级指标"
    assert len(list(_halves(_slice(first, second), WORDS))) == forms
