"""Thresholds of the forms room, each at its edge: a value on either side of it is told apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from extractor.characters.fold import fold_label
from extractor.forms import belonging
from extractor.forms.account import Doubt
from extractor.forms.anew import begins_anew, repeats_head
from extractor.forms.assemble import _holds_list
from extractor.forms.band import Band, Head
from extractor.forms.belonging import _begins_with_head
from extractor.forms.candidates import _beside
from extractor.forms.columns import _body_rows
from extractor.forms.doubts import confidence
from extractor.forms.draft import DOUBT_BELOW, Draft
from extractor.forms.fields import FieldReader
from extractor.forms.form_block import FormBlock
from extractor.forms.form_lines import _holds_fields, _is_signoff, dates_what_follows, headings_above
from extractor.forms.form_money import _plausibly_yuan
from extractor.forms.heads import _under_levels
from extractor.forms.money import _row_label, execution_heads
from extractor.forms.money_lying import lying, sum_of_others
from extractor.forms.money_sentence import money_sentence
from extractor.forms.money_years import year_word
from extractor.forms.odd import _astray, _is_whole, _one_for_several, _strange_places, _unlike_neighbours
from extractor.forms.reading import Reading
from extractor.forms.recognise import recognise
from extractor.forms.slice import Likeness
from extractor.forms.slices import Free, Slice
from extractor.forms.small_tables import is_small, lines_of
from extractor.forms.strays import _lines, _table
from extractor.forms.table_rows import TableRows
from extractor.forms.taught import holds, printed_texts
from extractor.forms.unread import _contiguous, _quoted
from extractor.forms.value_columns import _divides, _find_regions, _holds_values
from extractor.model.document import Cell, Document, Grid, Line, Place
from extractor.model.filing import Indicator, Label, Target
from extractor.rulebook import load_rules
from extractor.words.book import FormBook
from extractor.words.content import Content
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


def _slice(*rows: list[str]) -> Slice:
    cells = [Cell(r, c, text=text) for r, texts in enumerate(rows) for c, text in enumerate(texts)]
    return Slice(Grid(cells, len(rows), max(map(len, rows))), 0, len(rows))


def _free(text: str, line: int = 1) -> Free:
    return Free(text, {"line": line}, line=Line(text, line=line))


# ---- money


@pytest.mark.parametrize(
    ("figures", "project", "yuan"),
    [
        (["999999", "5"], False, False),
        (["1000000", "5"], False, True),
        (["99900"], True, False),
        (["100000"], True, True),
        (["100000"], False, False),
        (["100050"], True, False),
    ],
)
def test_figures_of_no_stated_unit_are_yuan_from_a_size_on(figures: list[str], project: bool, yuan: bool) -> None:
    assert _plausibly_yuan([Decimal(figure) for figure in figures], project=project) == yuan


@pytest.mark.parametrize(("length", "read"), [(400, True), (401, False)])
def test_money_is_read_from_sentences_of_some_length(length: int, read: bool) -> None:
    text = "年度资金总额500万元，其中：财政拨款300万元，其他资金200万元。"
    assert (money_sentence(text + "　" * (length - len(text)), WORDS) is not None) == read


@pytest.mark.parametrize(("length", "past"), [(22, "past"), (23, None)])
def test_a_label_of_past_money_has_a_length(length: int, past: str | None) -> None:
    assert year_word("上年预算" + "数" * (length - 4), WORDS, 2024) == past


# ---- fields


def _fields(slice_: Slice, row: int = 0, col: int = 0) -> Draft:
    draft = Draft()
    cell = slice_.owner(row, col)
    assert cell is not None
    FieldReader(WORDS, draft).read_cell(slice_, cell)
    return draft


@pytest.mark.parametrize(("length", "read"), [(400, True), (401, False)])
def test_labels_within_a_cell_are_looked_for_in_short_texts(length: int, read: bool) -> None:
    text = "填表人：李四  联系电话：5632178  单位地址："
    draft = _fields(_slice([text + "字" * (length - len(text.replace(" ", "")))]))
    assert any(c.identity == "preparer" and c.raw == "李四" for c in draft.fields) == read


@pytest.mark.parametrize(("length", "label"), [(16, True), (17, False)])
def test_an_unknown_label_is_short(length: int, label: bool) -> None:
    words = "鹳雀楼匾额悬挂朝向与楹联落款款式"
    text = words[:16] + "甲" * (length - 16)
    (left, *_) = _fields(_slice([text, "正南"])).left
    assert (left.entry.label, left.entry.text) == ((text, "正南") if label else (None, text))


@pytest.mark.parametrize(("length", "doubted"), [(12, True), (13, False)])
def test_a_short_word_over_a_text_may_be_a_head(length: int, doubted: bool) -> None:
    grid = Grid([Cell(0, 0, rowspan=2, text="年度目标"), Cell(0, 1, text="完成本年任务及收尾工作等事"[:length])], 2, 2)
    grid.cells.append(Cell(1, 1, text="维修泵站三座，清淤渠道十二千米，保障全县灌溉用水。"))
    assert bool(_fields(Slice(grid, 0, 2)).doubts) == doubted


@pytest.mark.parametrize(("apart", "beside"), [(2, True), (3, False)])
def test_a_sign_off_takes_few_rows(apart: int, beside: bool) -> None:
    assert _beside({"table": 0, "row": 10}, {"table": 0, "row": 10 + apart}) == beside
    assert not _beside({"table": 0, "row": 10}, {"table": 1, "row": 10})


@pytest.mark.parametrize(("sure", "doubted"), [(DOUBT_BELOW - 0.01, True), (DOUBT_BELOW, False)])
def test_a_value_of_a_scan_is_doubted_below_a_confidence(sure: float, doubted: bool) -> None:
    assert DOUBT_BELOW == 0.8
    draft = Draft()
    draft.doubt("/filer", Cell(0, 0, text="某局", confidence=sure))
    assert ("/filer" in draft.ocr) == doubted


def test_a_doubt_of_no_measured_margin_is_half_sure() -> None:
    bare = Doubt("doubtful-reading", "", "", Place())
    assert confidence([bare]) == 0.5
    assert confidence([bare, replace(bare, margin=0.2)]) == 0.2
    assert confidence([bare, replace(bare, margin=0.8)]) == 0.5
    assert confidence([]) == 1.0


# ---- rows and columns


def _band(heads: list[str], **more: Any) -> Band:
    return Band(0, 1, [Head("other", c, text, Cell(0, c, text=text)) for c, text in enumerate(heads)], **more)


@pytest.mark.parametrize(
    ("printed", "again"),
    [
        (["一级指标", "二级指标", "三级指标", "", ""], True),
        (["一级指标", "二级指标", "", "", ""], False),
        (["一级指标", "二级指标", "三级指标", "质量", ""], False),
    ],
)
def test_heads_printed_again(printed: list[str], again: bool) -> None:
    """Three of them at least, over half, and each word for word."""
    heads = ["一级指标", "二级指标", "三级指标", "指标值", "备注"]
    assert TableRows(_slice(heads, printed), _band(heads), WORDS, Draft()).prints_heads_again(1) == again


def test_half_of_the_heads_printed_again_is_a_row() -> None:
    heads = ["一级指标", "二级指标", "三级指标", "指标值", "备注", "说明"]
    printed = [*heads[:3], "", "", ""]
    assert not TableRows(_slice(heads, printed), _band(heads), WORDS, Draft()).prints_heads_again(1)


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["3座", "甲", "乙"], False),
        (["3座", "甲", "5座", "乙"], True),
        (["第1季度完成维修泵站任务三座以及配套"], True),
        (["第1季度完成维修泵站任务三座以及配套工程"], False),
        ([*["甲"] * 8, *["3座"] * 9], False),
        ([*["甲"] * 4, *["3座"] * 4, *["甲"] * 9], True),
    ],
)
def test_half_of_a_columns_first_cells_hold_values(cells: list[str], values: bool) -> None:
    band = _band(["青山镇"])
    assert _holds_values(_slice(["青山镇"], *[[text] for text in cells]), band, band.heads[0]) == values


# ---- blocks


@pytest.mark.parametrize(("score", "opens"), [(2, False), (3, True)])
def test_a_table_without_title_opens_a_form_by_its_likeness(score: int, opens: bool) -> None:
    assert belonging.opens(_slice(["甲"]), Likeness(score=score), None, None, WORDS) == opens


@pytest.mark.parametrize(("score", "opens"), [(0, False), (1, True)])
def test_under_a_title_less_is_enough(score: int, opens: bool) -> None:
    title = _free("2024年项目支出绩效目标表")
    assert belonging.opens(_slice(["甲"]), Likeness(score=score), title, None, WORDS) == opens


@pytest.mark.parametrize(("labelled", "rows", "begins"), [(0.25, 40, True), (0.24, 40, False), (0.25, 41, False)])
def test_a_head_alone_is_labelled_and_no_long_table(labelled: float, rows: int, begins: bool) -> None:
    like = Likeness(sections=frozenset({"head"}), labelled=labelled)
    assert _begins_with_head(_slice(*[["甲"]] * rows), like) == begins


def test_lines_over_a_title_are_few_and_short() -> None:
    lines = [_free(f"某县某局{n}") for n in range(6)]
    assert [free.text for free in headings_above(lines)] == [f"某县某局{n}" for n in range(2, 6)]
    assert headings_above([_free("字" * 61), _free("某县某局")]) == [_free("某县某局")]
    assert len(headings_above([_free("字" * 60), _free("某县某局")])) == 2


@pytest.mark.parametrize(("length", "dates"), [(40, True), (41, False)])
def test_a_heading_that_dates_what_follows_is_short(length: int, dates: bool) -> None:
    text = "局2023年部门预算公开"
    assert dates_what_follows("某" * (length - len(text)) + text, WORDS) == dates


@pytest.mark.parametrize(("length", "field"), [(80, True), (81, None)])
def test_a_field_over_a_title_is_short(length: int, field: bool | None) -> None:
    assert _holds_fields("项目名称：" + "甲" * (length - 5), WORDS) == field


@pytest.mark.parametrize(("length", "signs"), [(160, True), (161, False)])
def test_a_sign_off_is_one_line(length: int, signs: bool) -> None:
    text = "填表人：李四"
    assert _is_signoff(text + "四" * (length - len(text)), WORDS) == signs


@pytest.mark.parametrize(("tables", "follow"), [(6, True), (7, False)])
def test_indicators_follow_within_some_tables(tables: int, follow: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    read = [_slice([f"表{n}"]) for n in range(1, tables + 1)]
    monkeypatch.setattr(belonging, "looks_like_form", lambda unit, words: Likeness(has_indicators=unit is read[-1]))
    assert belonging.indicators_follow(list(read), WORDS) == follow
    assert not belonging.indicators_follow([_free("字" * 81), *read], WORDS)


@pytest.mark.parametrize(("pending", "goes_on"), [(3, True), (4, False)])
def test_a_form_goes_on_behind_few_lines(pending: int, goes_on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(belonging, "looks_like_form", lambda unit, words: Likeness(score=1))
    block = FormBlock(slices=[_slice(["甲"])])
    lines = [_free(f"第{n}行") for n in range(pending)]
    assert belonging._continues(block, _slice(["乙"]), lines, WORDS) == goes_on
    assert belonging._continues(block, _slice(["乙"]), [_free("字" * 80)], WORDS)
    assert not belonging._continues(block, _slice(["乙"]), [_free("字" * 81)], WORDS)


@pytest.mark.parametrize(("rows", "cols", "small"), [(8, 5, True), (9, 1, False), (8, 6, False)])
def test_a_small_table_stands_beside_a_form(rows: int, cols: int, small: bool) -> None:
    assert is_small(_slice(*[["甲"] * cols] * rows)) == small


@pytest.mark.parametrize(("before", "again"), [(28, True), (29, False)])
def test_a_head_printed_again_is_looked_for_in_the_first_thirty_rows(before: int, again: bool) -> None:
    head, rows = [["项目名称", "甲"], ["主管部门", "乙"]], [["产出指标", "3座"]] * 3
    table = _slice(*[[f"第{n}项", "值"] for n in range(before)], *head, *rows, *head)
    assert repeats_head(table, before + 5, 0, before + 2) == again


# ---- what nobody took


def test_a_table_like_a_form_is_told_of() -> None:
    unit = _slice(["某镇泵站", "3座"])
    for score, told in ((1, False), (2, True)):
        unit._likeness = Likeness(score=score)
        assert (_table(unit, WORDS) is not None) == told


@pytest.mark.parametrize(
    ("count", "titled", "told"), [(5, False, False), (6, False, True), (2, True, False), (3, True, True)]
)
def test_lines_of_a_forms_words_are_told_of(count: int, titled: bool, told: bool) -> None:
    words = ["一级指标", "二级指标", "三级指标", "产出指标", "数量指标", "项目名称"]
    title = [_free("2024年项目支出绩效目标表")] if titled else []
    assert (_lines([*title, *map(_free, words[-count:])], WORDS, titled=titled) is not None) == told


@pytest.mark.parametrize(("length", "shown"), [(20, "“" + "字" * 20 + "”"), (21, "“" + "字" * 19 + "…”")])
def test_a_quotation_is_short(length: int, shown: str) -> None:
    assert _quoted(["字" * length]) == shown


# ---- known layouts


def _book(anchors: int, *, taught: bool = False) -> FormBook:
    return FormBook(
        id="x", name="某表", kind="project_target", titles=["某县目标表$"], anchors=[f"锚{n}" for n in range(anchors)],
        only_here=taught
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "met", "known"), [("某县目标表", 4, True), ("某县目标表", 3, False), (None, 10, True), (None, 9, False)]
)
def test_a_layout_is_known_by_title_and_anchors(title: str | None, met: int, known: bool) -> None:
    """The title counts 0.4, all of ten anchors 0.6; from 0.6 on it is known."""
    found = recognise("unknown", title, [f"锚{n}" for n in range(met)], [_book(12 if title else 10)])
    assert (found.layout is not None) == known


@pytest.mark.parametrize(("title", "rival"), [("某县目标表$", True), ("别的表$", False), (None, False)])
def test_the_second_of_two_layouts_is_the_rival_where_anything_speaks_for_it(title: str | None, rival: bool) -> None:
    second = FormBook(id="y", name="另一张表", kind="project_target", titles=[title or ""], anchors=[])
    books = [_book(10), second] if title is not None else [_book(10)]
    layout = recognise("unknown", "某县目标表", [f"锚{n}" for n in range(10)], books).layout
    assert layout is not None and (layout.id, layout.score) == ("x", 1.0)
    assert (layout.runner_up and layout.runner_up.id) == ("y" if rival else None)


@pytest.mark.parametrize(("met", "held"), [(9, True), (8, False)])
def test_a_taught_layout_holds_where_nearly_all_anchors_are_printed(met: int, held: bool) -> None:
    assert holds(_book(10, taught=True), frozenset(f"锚{n}" for n in range(met))) == held


@pytest.mark.parametrize(("length", "met"), [(60, True), (61, False)])
def test_an_anchor_is_a_short_text(length: int, met: bool) -> None:
    assert ("字" * length in printed_texts(Document("txt", [Line("字" * length)]))) == met


# ---- readings that can hardly be right


def _rows(pairs: list[tuple[str, str]]) -> list[Indicator]:
    def level(raw: str) -> Label:
        return Label(raw, raw, "x", 1.0, "exact") if WORDS.level1(raw) or WORDS.level2(raw) else Label(raw)

    return [
        Indicator(level(one), level(two), Label(f"指标{n}"), Target(f"{n}座"), "annual", at={"row": n})
        for n, (one, two) in enumerate(pairs)
    ]


def _reading(rows: list[Indicator], **more: Any) -> Any:
    form: Any = SimpleNamespace(indicators=rows)
    return Reading(form, cells_at=[{} for _ in rows], **more)


@pytest.mark.parametrize(("astray", "right", "told"), [(3, 4, True), (2, 0, False), (3, 5, False), (4, 6, True)])
def test_levels_astray(astray: int, right: int, told: bool) -> None:
    rows = _rows([("满意度指标", "数量指标")] * astray + [("产出指标", "数量指标")] * right)
    assert bool(list(_astray(_reading(rows), rows, WORDS))) == told


@pytest.mark.parametrize(("known", "strange", "told"), [(7, 3, True), (2, 1, False)])
def test_rows_unlike_their_neighbours(known: int, strange: int, told: bool) -> None:
    rows = _rows([("产出指标", "数量指标")] * known + [(f"李四{n}", "张三") for n in range(strange)])
    assert bool(list(_unlike_neighbours(_reading(rows), rows, WORDS))) == told


@pytest.mark.parametrize(
    ("role", "count", "told"), [("level3", 2, False), ("level3", 3, True), ("target", 2, True), ("target", 1, False)]
)
def test_one_cell_names_few_rows_and_is_the_value_of_one(role: str, count: int, told: bool) -> None:
    rows = _rows([("产出指标", "数量指标")] * count)
    for row in rows:
        if role == "level3":
            row.level3 = Label("维修泵站")
        else:
            row.target = Target("900")
    other = "target" if role == "level3" else "level3"
    reading = _reading(rows, extent=SimpleNamespace(cells=list))
    reading.cells_at = [{role: {"row": 1, "col": 2}, other: {"row": n, "col": 3}} for n in range(1, count + 1)]
    assert bool(list(_one_for_several(reading, rows))) == told
    if rows[1:]:
        rows[0].scope = "period"
        assert not list(_one_for_several(reading, rows)), "a value of the year and one of the period have one name"


@pytest.mark.parametrize(("rows_of", "told"), [((1, 1, 2, 2), True), ((1, 1, 2), False)])
def test_each_cell_that_names_rows_names_two(rows_of: tuple[int, ...], told: bool) -> None:
    rows = _rows([("产出指标", "数量指标")] * len(rows_of))
    for row, cell in zip(rows, rows_of, strict=True):
        row.level3 = Label(f"维修泵站{cell}")
    reading = _reading(rows, extent=SimpleNamespace(cells=list))
    reading.cells_at = [
        {"level3": {"row": cell, "col": 2}, "target": {"row": n, "col": 3}} for n, cell in enumerate(rows_of, 1)
    ]
    assert bool(list(_one_for_several(reading, rows))) == told


@pytest.mark.parametrize(("alike", "whole"), [(3, False), (4, True)])
def test_a_row_without_points_is_one_of_four_under_its_level(alike: int, whole: bool) -> None:
    (row,) = _rows([("鹳雀", "楼台")])
    assert _is_whole(row, Counter({"鹳雀": alike}), WORDS) == whole


@pytest.mark.parametrize(("places", "words", "told"), [(1, 1, False), (1, 2, True)])
def test_columns_of_places_are_headed_by_places(places: int, words: int, told: bool) -> None:
    heads = ["青山镇"] * places + ["意义", "作用"][:words]
    reading = _reading([])
    reading.columns = [SimpleNamespace(role="region", region=h, header=h, at={}) for h in heads]
    assert bool(list(_strange_places(reading, WORDS))) == told


def test_a_form_begins_anew_where_two_of_its_sections_come_again() -> None:
    had = Likeness(has_indicators=True, sections=frozenset({"head", "money", "signoff"}))
    for sections, anew in (
        ({"head", "money"}, True),
        ({"head"}, False),
        ({"head", "signoff"}, False),
        ({"money"}, False),
        ({"money", "signoff"}, True),
    ):
        assert begins_anew(Likeness(has_indicators=True, sections=frozenset(sections)), [had]) == anew
    assert not begins_anew(Likeness(has_indicators=True, sections=had.sections), [Likeness(sections=had.sections)])


@pytest.mark.parametrize(("between", "again"), [(0, True), (1, True), (2, False)])
def test_two_rows_of_a_head_stand_near_each_other(between: int, again: bool) -> None:
    def head(filling: str) -> list[list[str]]:
        return [["项目名称", "甲"], *[[f"{filling}{n}", ""] for n in range(between)], ["主管部门", "乙"]]

    first = head("说明")
    table = _slice(*first, ["产出指标", "3座"], *head("备注"))
    assert repeats_head(table, len(first) + 1, 0, len(first)) == again


@pytest.mark.parametrize(("length", "again"), [(20, True), (21, False)])
def test_what_comes_again_is_a_label(length: int, again: bool) -> None:
    head = [["项" * length, "甲"], ["目" * length, "乙"]]
    assert repeats_head(_slice(*head, ["产出指标", "3座"], *head), 3, 0, 2) == again


@pytest.mark.parametrize(("length", "met"), [(400, True), (401, False)])
def test_labels_before_colons_are_looked_for_in_short_texts(length: int, met: bool) -> None:
    text = "填表人：" + "四" * (length - 4)
    assert ("填表人" in printed_texts(Document("txt", [Line(text)]))) == met


@pytest.mark.parametrize(("known", "other", "foreign"), [(1, 1, False), (1, 2, True)])
def test_a_small_table_that_says_little_of_a_form_is_foreign(known: int, other: int, foreign: bool) -> None:
    lines = lines_of(_slice(*[["填报单位：某局"]] * known, *[["网站地图"]] * other), WORDS)
    assert [line.foreign for line in lines] == [foreign] * (known + other)


@pytest.mark.parametrize(("length", "label"), [(20, True), (21, False)])
def test_a_label_of_a_small_table_is_short(length: int, label: bool) -> None:
    text = "字" * (length - 1) + "："
    lines = [line.text for line in lines_of(_slice([text, "某某"]), WORDS)]
    assert lines == ([f"{text}某某"] if label else [text, "某某"])


# ---- what planted faults showed to be untested (make mutants)


def test_the_word_before_a_money_unit_is_a_label() -> None:
    draft = Draft()
    FieldReader(WORDS, draft).read_line(_free("填报单位：某县水利局  计量单位：万元"))
    assert [label for label, _ in draft.labels] == ["填报单位", "计量单位"]
    assert draft.units == ["万元"]


def test_a_blocks_label_is_no_label_of_its_first_row() -> None:
    block = Cell(1, 0, rowspan=2, text="资金（万元）")
    cells = [Cell(0, 0), Cell(0, 1), Cell(0, 2, text="预算数"), block, Cell(1, 1), Cell(1, 2, text="5")]
    table = Slice(Grid([*cells, Cell(2, 1), Cell(2, 2, text="4")], 3, 3), 0, 3)
    assert _row_label(table, 1, 1, block, WORDS) is None
    assert _row_label(table, 1, 2, block, WORDS) is cells[4], "a blank cell of its own, no name in it"
    assert _row_label(table, 2, 1, block, WORDS) is None


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        (["年初预算数", "全年预算数", "全年执行数"], {"initial", "adjusted", "executed"}),
        (["全年预算数", "全年执行数"], {"adjusted", "executed"}),
        (["全年执行数", "执行率"], {"executed", "rate"}),
        (["全年执行数", "分值", "得分"], {"executed", "weight", "score"}),
        (["全年执行数", "分值"], set()),
        (["全年执行数", "甲"], set()),
        (["分值", "得分", "执行率"], set()),
        (["全年预算数", "2023"], set()),
    ],
)
def test_heads_of_execution_are_two_measures_or_one_and_its_rate_or_points(heads: list[str], found: set[str]) -> None:
    assert set(execution_heads(_slice(heads, ["5"] * len(heads)), 0, WORDS)) == found


@pytest.mark.parametrize(("length", "found"), [(60, 3), (61, 0)])
def test_a_head_of_execution_is_short(length: int, found: int) -> None:
    long = "全年执行数" + "　" * (length - 5)
    assert len(execution_heads(_slice([long, "分值", "得分"], ["5", "5", "5"]), 0, WORDS)) == found


@pytest.mark.parametrize(("blank", "goes_on"), [(2, True), (3, False)])
def test_a_note_between_rows_of_a_table_is_left_out(blank: int, goes_on: bool) -> None:
    heads = ["一级指标", "二级指标", "三级指标", "指标值"]
    rows = [
        ["产出指标", "数量指标", "维修泵站", "3座"],
        ["注：以下为效益指标", "", "", ""],
        *[["", "", "", ""]] * blank,
    ]
    rows.append(["效益指标", "社会效益指标", "受益农户", "300户"])
    table = _slice(heads, *rows)
    draft = Draft()
    assert TableRows(table, _band(heads), WORDS, draft).note_between(2, len(rows) + 1) == goes_on
    assert [left.entry.text for left in draft.left] == (["注：以下为效益指标"] if goes_on else [])


def test_cells_that_touch_each_other_are_one_area() -> None:
    """Side by side, above each other or corner to corner; a slot between them parts them, and so does another table."""
    grid, other = Grid([], 9, 9, table=0), Grid([], 9, 9, table=1)
    cells = [
        Cell(0, 0, text="甲"),
        Cell(1, 1, 2, 2, text="乙"),
        Cell(3, 3, text="丙"),
        Cell(1, 4, text="丁"),
        Cell(4, 0, text="戊"),
    ]
    groups = [[c.text for _, c in group] for group in _contiguous([(grid, c) for c in cells])]
    assert groups == [["甲", "乙", "丙"], ["丁"], ["戊"]]
    assert len(list(_contiguous([(grid, cells[0]), (other, Cell(0, 1))]))) == 2


@pytest.mark.parametrize(
    ("text", "left", "holds"),
    [
        ("产出指标：维修泵站3座；清淤渠道12公里。效益指标：受益农户300户。", "其他", True),
        ("产出指标：维修泵站3座；清淤渠道12公里。效益指标：受益农户300户。", "年度目标", False),
        ("产出指标：维修泵站3座；清淤渠道12公里，改造闸门2座。", "其他", False),
        ("全年完成维修养护任务，保障全县农业灌溉用水的需要，群众满意。", "其他", False),
    ],
)
def test_a_cell_may_hold_a_list_of_indicators(text: str, left: str, holds: bool) -> None:
    table = _slice([left, text])
    cell = table.owner(0, 1)
    assert cell is not None
    assert _holds_list(table, cell, WORDS) == holds


@pytest.mark.parametrize(
    ("identity", "labels"),
    [
        ("implementer", ["项目实施单位", "项目执行单位", "项目单位"]),
        ("department", ["主管部门", "部门"]),
        ("filer", ["填报单位", "单位"]),
        ("project_name", ["项目名称", "名称"]),
    ],
)
def test_of_several_labels_of_one_field_the_fuller_wins(identity: str, labels: list[str]) -> None:
    ranks = [WORDS.grammar.preference(identity, fold_label(label)) for label in labels]
    assert ranks == sorted(set(ranks))


@pytest.mark.parametrize(("wide", "heads", "band"), [(2, 5, True), (1, 5, False), (1, 2, False), (1, 1, True)])
def test_a_level_word_beside_one_blank_cell_holds_for_the_rows_below_where_it_is_wide(
    wide: int, heads: int, band: bool
) -> None:
    """As narrow as its column it is a row left blank, but where the table has no other head."""
    names = ["指标类别", "二级指标", "三级指标", "指标值", "备注"]
    cells = [Cell(0, c, text=text) for c, text in enumerate(names)]
    cells += [Cell(1, 0, colspan=wide, text="产出指标"), Cell(1, wide, colspan=5 - wide)]
    own: list[int] = []
    table = Slice(Grid(cells, 2, 5), 0, 2)
    assert TableRows(table, _band(names[:heads]), WORDS, Draft()).level_band(1, own) == band
    assert own == ([1] if band else [])


@pytest.mark.parametrize(
    ("over", "under", "col"),
    [
        (["产出指标", "<", "效益指标", "<"], ["三级指标", "指标值"] * 2, 0),
        (["产出指标", "<", "效益指标", "<"], ["三级指标", "指标值", "三级指标", "备注"], None),
        (["产出指标", "<", "备注", "<"], ["三级指标", "指标值"] * 2, None),
        (["产出指标", "效益指标"], ["三级指标", "三级指标"], None),
        (["产出指标", "<", "效益指标"], ["三级指标", "指标值", "三级指标"], None),
    ],
)
def test_level_words_side_by_side_stand_over_the_same_heads(over: list[str], under: list[str], col: int | None) -> None:
    cells = [Cell(1, c, text=text) for c, text in enumerate(under)]
    for c, text in enumerate(over):
        if text != "<":
            wide = 2 if over[c + 1 : c + 2] == ["<"] else 1
            cells.append(Cell(0, c, colspan=wide, text=text))
    table = Slice(Grid(cells, 3, len(under)), 0, 3)
    assert _under_levels(table, 1, table.starting(1), WORDS) == col


@pytest.mark.parametrize(("length", "role"), [(12, "head"), (13, "unread")])
def test_a_word_over_labels_is_short(length: int, role: str) -> None:
    table = _slice(["鹳雀楼匾额悬挂朝向楹联落款"[:length], ""], ["填报单位", "青山县水利局"])
    draft, cell = _fields(table), table.owner(0, 0)
    assert cell is not None and draft.account.role(cell) == role


@pytest.mark.parametrize(("length", "labelled"), [(40, True), (41, False)])
@pytest.mark.parametrize("beside", [True, False])
def test_what_a_left_over_cell_stands_beside_or_under_is_its_label(length: int, labelled: bool, beside: bool) -> None:
    label, text = "鹳" * length, "雀" * 20
    table = _slice([label, text]) if beside else _slice(["", label], ["", text])
    (left,) = _fields(table, *((0, 1) if beside else (1, 1))).left
    assert (left.entry.label, left.entry.text) == (label if labelled else None, text)


@pytest.mark.parametrize("share", ["sign", "nature", "unit", "direction"])
@pytest.mark.parametrize(("held", "divides"), [(0.5, False), (0.53, True)])
def test_a_column_of_signs_or_units_divides_a_value(share: str, held: float, divides: bool) -> None:
    content = Content(filled=20)
    setattr(content, share, held)
    assert _divides(content) == divides


@pytest.mark.parametrize(("likely", "regions"), [(0.74, 2), (0.76, 0)])
def test_a_head_that_is_like_a_known_one_is_no_place(
    monkeypatch: pytest.MonkeyPatch, likely: float, regions: int
) -> None:
    weighed = [SimpleNamespace(score=likely, identity="note")]
    monkeypatch.setattr(type(WORDS.evidence), "weigh", lambda self, kind, text: weighed if text != "三级指标" else [])
    band = _band(["三级指标", "青山镇", "白水镇"])
    band.heads[0].role = "level3"
    for head in band.heads[1:]:
        head.role = "other"
    table = _slice(["三级指标", "青山镇", "白水镇"], *[["改造泵站", "≥3座", "≥5座"]] * 3)
    _find_regions(table, band, [1, 2, 3], WORDS)
    assert len(band.regions) == regions


def test_what_columns_hold_is_told_by_their_first_rows() -> None:
    table = _slice(["三级指标", "指标值"], *[[f"改造泵站{n}", "≥3座"] for n in range(45)])
    assert _body_rows(table, _band(["三级指标", "指标值"]), WORDS) == list(range(1, 41))


# ---- money lying down


@pytest.mark.parametrize(
    ("figures", "at"),
    [
        (["60", "40", "100"], 2),
        (["100", "60", "40"], 0),
        (["60", "40", "100", "0"], 2),
        (["100", "100"], None),
        (["60", "100"], None),
        (["60", "41", "100"], None),
        (["50", "50", "", "100"], 3),
        (["0", "0", "0"], None),
    ],
)
def test_the_figure_that_the_others_add_up_to(figures: list[str], at: int | None) -> None:
    assert sum_of_others({col: Decimal(text) if text else None for col, text in enumerate(figures)}) == at


@pytest.mark.parametrize(
    ("label", "figures", "codes", "total"),
    [
        ("年度预算", ["60", "40", "100"], ["provincial_funds", "local_funds", None], 3),
        ("年度预算", ["60", "40", "100"], ["provincial_funds", "local_funds", "total"], 3),
        ("年度预算", ["60", "40", "90"], ["provincial_funds", "local_funds", None], None),
        ("年度预算", ["60", "", ""], ["provincial_funds", "local_funds", None], 0),
        ("年度预算", ["60", "40", ""], ["provincial_funds", "local_funds", None], None),
        ("年度预算", ["60", "40", "100"], ["provincial_funds", None, None], 0),
        ("财政拨款", ["60", "40", "100"], ["provincial_funds", "local_funds", None], 0),
        ("改造泵站", ["60", "40", "100"], ["provincial_funds", "local_funds", None], 0),
    ],
)
def test_a_row_of_a_budget_under_its_sources(
    label: str, figures: list[str], codes: list[str | None], total: int | None
) -> None:
    """`total`: its column, None where no figure is it, 0 where the row is none of money."""
    table = _slice(["", "甲", "乙", "丙"], [label, *figures])
    heads = {col: (Cell(0, col, text="甲"), code) for col, code in enumerate(codes, 1)}
    found = lying(table, 1, heads, WORDS)
    assert (found is None) == (total == 0)
    if found is not None:
        assert found[0].text == label
        assert next((col for col, (_, code) in found[1].items() if code == "total"), None) == total


@pytest.mark.parametrize(("down", "money"), [(1, True), (2, False)])
def test_the_label_of_money_lying_down_stands_beside_one_row(down: int, money: bool) -> None:
    table = drawn(["", "甲", "乙"], [f"{down}/1|年度预算", "60", "40"], ["^" if down == 2 else "", "", ""])
    heads = {1: (Cell(0, 1, text="甲"), "provincial_funds"), 2: (Cell(0, 2, text="乙"), "local_funds")}
    assert (lying(table, 1, heads, WORDS) is not None) == money


# ---- rows


@pytest.mark.parametrize(
    ("row", "wider"),
    [
        (["1/2|存在问题", "^", "1/2|资金到位迟", "^"], True),
        (["1/2|存在问题", "^", "资金到位迟", "无"], False),
        (["存在问题", "无", "1/2|资金到位迟", "^"], False),
        (["", "1/2|存在问题", "^", "无"], False),
    ],
)
def test_a_label_over_the_levels_and_a_text_over_the_values(row: list[str], wider: bool) -> None:
    band = _band(["一级指标", "三级指标", "指标值", "备注"])
    for head, role in zip(band.heads, ("level1", "level3", "target", "note"), strict=True):
        head.role = role
    table = drawn(["一级指标", "三级指标", "指标值", "备注"], row)
    reader = TableRows(table, band, WORDS, Draft())
    name = table.owner(1, 1 if row[0] == "" else 0)
    assert reader.wider_than_row(name, [table.owner(1, 2), table.owner(1, 3)]) == wider
    assert not reader.wider_than_row(name, [table.owner(1, 2)])
    assert not reader.wider_than_row(None, [table.owner(1, 2), table.owner(1, 3)])
