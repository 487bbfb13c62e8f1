"""Filings as running text: which texts are forms, what their lines hold, and what of them is left."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms import prose
from extractor.forms.draft import Draft
from extractor.forms.fields import FieldReader
from extractor.forms.prose import read_lines, read_prose, running_text
from extractor.forms.reading import Reading
from extractor.forms.slices import Free
from extractor.forms.source_units import units
from extractor.model.document import Cell, Document, Grid, Line
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary

RULES = load_rules()
WORDS = vocabulary(RULES)
TITLE = "2024年青山县水利局绩效目标"
ITEMS = ["数量指标：改造泵站≥3座；清淤渠道≥12公里。", "质量指标：验收合格率≥95%。", "社会效益指标：受益人口≥900人。"]


def _document(*lines: str, format: str = "txt") -> Document:
    return Document(format, [Line(text, line=n, centred=False) for n, text in enumerate(lines, 1)])


def _read(*lines: str, format: str = "txt") -> list[Reading]:
    return read_prose(_document(*lines, format=format), WORDS, "0" * 64)


def _rows(reading: Reading) -> list[tuple[Any, ...]]:
    return [
        (*((label.canonical if label else None) for label in (row.level1, row.level2)),
         row.level3.raw if row.level3 else None, row.target.raw)
        for row in reading.form.indicators
    ]  # fmt: skip


def _left(reading: Reading) -> list[str]:
    return [left.text for left in reading.form.unmapped]


# ---- which texts are forms


@pytest.mark.parametrize(("items", "forms"), [(ITEMS, 1), (ITEMS[:2], 0), ([ITEMS[0], ITEMS[0], ITEMS[1]], 1)])
def test_three_labels_make_a_form(items: list[str], forms: int) -> None:
    assert len(_read(TITLE, *items)) == forms


def test_three_labels_on_one_line_do_too() -> None:
    (found,) = _read(TITLE, "数量指标：泵站≥3座。质量指标：合格率≥95%。时效指标：完成及时率100%。")
    assert [row[1:3] for row in _rows(found)] == [
        ("数量指标", "泵站"), ("质量指标", "合格率"), ("时效指标", "完成及时率")
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "forms"), [(2, 1), (3, 0)])
def test_labels_alone_on_their_lines_are_cells_of_a_table(count: int, forms: int) -> None:
    assert len(_read(TITLE, *["项目名称", "主管部门", "实施单位"][:count], *ITEMS)) == forms


@pytest.mark.parametrize(
    ("title", "forms"),
    [
        (TITLE, 1),
        ("项目支出绩效自评", 1),
        ("青山县水利局工作安排", 0),
        ("一、绩效目标已经完成。", 0),
        ("绩效目标" + "甲" * 56, 1),
        ("绩效目标" + "甲" * 57, 0),
    ],
)
def test_a_text_without_title_is_no_form(title: str, forms: int) -> None:
    assert len(_read(title, *ITEMS)) == forms


def test_a_title_stands_before_what_it_is_over() -> None:
    assert _read(ITEMS[0], TITLE, *ITEMS[1:], ITEMS[0]) == []
    (found,) = _read("青山县水利局", TITLE, *ITEMS)
    assert found.form.title == TITLE and len(found.form.indicators) == 4


# ---- the year


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        ([TITLE], 2024),
        (["部门绩效目标", "（2023年度）"], 2023),
        (["部门绩效目标", "青山县水利局", "2023年度"], 2023),
        (["部门绩效目标", "青山县水利局", "公开", "2023年度"], None),
        (["2022年公开", "部门绩效目标"], 2022),
    ],
)
def test_the_year_stands_in_the_title_or_near_it(lines: list[str], year: int | None) -> None:
    (found,) = _read(*lines, *ITEMS)
    assert found.form.fiscal_year == year


# ---- several projects, a line each

PROJECTS = [
    "1.泵站改造项目绩效目标：数量指标：泵站≥3座；质量指标：合格率≥95%；时效指标：完成及时率100%。",
    "2.渠道清淤项目绩效目标：数量指标：渠道≥12公里；质量指标：合格率≥98%；时效指标：完成及时率100%。",
]


def test_each_line_that_lists_a_project_is_a_form() -> None:
    found = _read(TITLE, "说明", *PROJECTS, "填表人：李四")
    assert [reading.form.project_name for reading in found] == ["泵站改造项目", "渠道清淤项目"]
    assert [[row[3] for row in _rows(reading)] for reading in found] == [
        ["≥3座", "≥95%", "100%"], ["≥12公里", "≥98%", "100%"]
    ]  # fmt: skip
    assert [reading.form.signoff.preparer for reading in found] == ["李四", None], "what stands around is the first's"
    assert [reading.form.index for reading in found] == [0, 1]


def test_a_line_that_lists_a_project_needs_no_title() -> None:
    found = _read("青山县水利局2024年工作安排", PROJECTS[0])
    assert [(reading.form.project_name, reading.form.title, reading.form.fiscal_year) for reading in found] == [
        ("泵站改造项目", None, 2024)
    ]


def test_two_labels_on_a_line_list_no_project() -> None:
    short = "1.泵站改造项目绩效目标：数量指标：泵站≥3座；质量指标：合格率≥95%。"
    assert _read("青山县水利局", short, short) == []
    assert len(_read(TITLE, short, short)) == 1


def test_a_project_begins_with_an_output() -> None:
    later = "1.泵站改造项目绩效目标：质量指标：合格率≥95%；时效指标：及时率100%；数量指标：泵站≥3座。"
    assert _read("青山县水利局", later) == []


# ---- what a line holds


def test_a_level_of_its_own_is_in_force_below() -> None:
    (found,) = _read(TITLE, "产出指标", ITEMS[0], ITEMS[1], "效益指标：", ITEMS[2])
    assert _rows(found) == [
        ("产出指标", "数量指标", "改造泵站", "≥3座"),
        ("产出指标", "数量指标", "清淤渠道", "≥12公里"),
        ("产出指标", "质量指标", "验收合格率", "≥95%"),
        ("效益指标", "社会效益指标", "受益人口", "≥900人"),
    ]
    assert not _left(found)


def test_a_level_within_the_line_is_in_force_behind_it() -> None:
    (found,) = _read(TITLE, "产出指标：数量指标：泵站≥3座；质量指标：合格率≥95%。效益指标：社会效益指标：人口≥900人。")
    assert [row[0] for row in _rows(found)] == ["产出指标", "产出指标", "效益指标"]


def test_a_level_that_is_itself_the_indicator() -> None:
    (found,) = _read(TITLE, *ITEMS[:2], "满意度指标：群众满意度≥90%。")
    assert _rows(found)[-1][1:] == ("服务对象满意度指标", "群众满意度", "≥90%")


def test_names_and_values_written_in_other_ways() -> None:
    (found,) = _read(TITLE, "数量指标：改造泵站：三座；清淤渠道:全部。", "质量指标为：验收合格。", ITEMS[2])
    assert [row[2:] for row in _rows(found)] == [
        ("改造泵站", "三座"), ("清淤渠道", "全部"), ("验收合格", ""), ("受益人口", "≥900人")
    ]  # fmt: skip


def test_a_count_before_a_label_is_no_text() -> None:
    (found,) = _read(TITLE, "设2条数量指标：改造泵站≥3座；清淤渠道≥12公里。", *ITEMS[1:])
    assert len(found.form.indicators) == 4 and not _left(found)


def test_what_stands_before_the_first_indicator() -> None:
    (named,) = _read(TITLE, "（1）泵站改造项目绩效目标为：" + ITEMS[0], *ITEMS[1:])
    assert named.form.project_name == "泵站改造项目"
    (plain,) = _read(TITLE, "全年安排如下，" + ITEMS[0], *ITEMS[1:])
    assert plain.form.project_name is None


def test_a_path_before_each_name() -> None:
    lines = [
        "产出指标—数量指标—改造泵站：≥3座",
        "产出指标—质量指标—验收合格率：≥95%",
        "效益指标—社会效益指标—受益人口：≥900人",
    ]
    (found,) = _read(TITLE, *lines)
    assert _rows(found) == [
        ("产出指标", "数量指标", "改造泵站", "≥3座"),
        ("产出指标", "质量指标", "验收合格率", "≥95%"),
        ("效益指标", "社会效益指标", "受益人口", "≥900人"),
    ]


def test_places_of_rows_are_those_of_their_lines() -> None:
    (found,) = _read(TITLE, *ITEMS)
    assert [row.at["line"] for row in found.form.indicators] == [2, 2, 3, 4]
    assert found.form.places["/title"]["line"] == 1


# ---- texts and money


def test_paragraphs_under_a_heading_are_its_text() -> None:
    lines = ["一、年度目标", "改造泵站三座，清淤渠道。", "保障全县灌溉。", "二、绩效指标", *ITEMS]
    (found,) = _read(TITLE, *lines)
    assert found.form.texts.annual_goal == "改造泵站三座，清淤渠道。\n保障全县灌溉。"
    assert len(found.form.indicators) == 4


@pytest.mark.parametrize(
    "end",
    [
        "二、工作安排",
        "数量指标：闸门≥1座。",
        "产出指标—数量指标—闸门：≥1座",
        "产出指标",
        "填表人：李四",
        "主要职责",
        "项目名称：泵站改造",
    ],
)
def test_a_text_ends_where_something_else_begins(end: str) -> None:
    (found,) = _read(TITLE, "年度目标：", "改造泵站三座。", end, "见后。", *ITEMS)
    assert found.form.texts.annual_goal == "改造泵站三座。"


def test_a_heading_with_nothing_under_it_is_no_text() -> None:
    (found,) = _read(TITLE, "一、年度目标", *ITEMS)
    assert found.form.texts.annual_goal is None and len(found.form.indicators) == 4


def test_a_paragraph_of_figures_is_money() -> None:
    (found,) = _read(TITLE, "部门预算总额500万元，其中：基本支出200万元，项目支出300万元。", *ITEMS)
    amounts = {code: amount.value for code, amount in found.form.amounts.items()}
    assert amounts == {"total": "500", "basic_expenditure": "200", "project_expenditure": "300"}


def test_two_figures_are_enough_and_are_taken_once() -> None:
    draft = _draft("部门预算总额500万元，其中：基本支出200万元。")
    assert [amount.code for amount in draft.amounts] == ["total", "basic_expenditure"]
    assert [left.role for left in draft.left] == ["further"]


def test_figures_within_a_text_are_no_money() -> None:
    money = "部门预算总额500万元，其中：基本支出200万元，项目支出300万元。"
    for below in ([money], ["改造泵站三座。", money]):
        draft = _draft("年度目标：", *below)
        assert draft.amounts == [] and [c.raw for c in draft.fields] == ["\n".join(below)]


def test_one_figure_alone_is_no_paragraph_of_money() -> None:
    (found,) = _read(TITLE, "为本县水利事业总共花了500万元。", *ITEMS)
    assert found.form.amounts == {} and not found.form.execution


# ---- where the text stands


def test_lines_that_the_page_broke_are_joined_in_a_pdf_only() -> None:
    broken = ["数量指标：改造泵站≥3座；清淤渠道及田间配套沟渠建设", "≥12公里。", *ITEMS[1:]]
    (pdf,), (txt,) = (_read(TITLE, *broken, format=format) for format in ("pdf", "txt"))
    assert ("清淤渠道及田间配套沟渠建设", "≥12公里") in [row[2:] for row in _rows(pdf)]
    assert ("清淤渠道及田间配套沟渠建设", "≥12公里") not in [row[2:] for row in _rows(txt)]


def _sheet(*rows: list[str], sheet: str | None = "表1") -> Document:
    cells = [Cell(r, c, text=text) for r, texts in enumerate(rows) for c, text in enumerate(texts)]
    return Document("xlsx", [Grid(cells, len(rows), max(map(len, rows)), sheet=sheet)])


def test_text_typed_into_a_sheet_a_row_each() -> None:
    document = _sheet([TITLE], [""], ["产出指标\n" + ITEMS[0]], *([item] for item in ITEMS[1:]))
    document.number_tables()
    assert [free.text for free in running_text(document, WORDS)] == [TITLE, "产出指标", *ITEMS]
    (found,) = read_prose(document, WORDS, "0" * 64)
    assert len(found.form.indicators) == 4


@pytest.mark.parametrize("case", ["two cells", "no sheet", "line", "few"])
def test_what_is_no_text_in_a_sheet(case: str) -> None:
    rows = [[TITLE], *([item] for item in ITEMS)]
    document = _sheet(*rows)
    if case == "two cells":
        document = _sheet(*rows, ["甲", "乙"])
    elif case == "no sheet":
        document = _sheet(*rows, sheet=None)
    elif case == "line":
        document.items.append(Line("说明", line=9))
    elif case == "few":
        document = _sheet(*rows[:3])
    assert running_text(document, WORDS) == []


# ---- pieces


def _draft(*lines: str) -> Draft:
    draft = Draft()
    part = [Free(text, {"line": n}, line=Line(text, line=n)) for n, text in enumerate(lines)]
    read_lines(part, draft, FieldReader(WORDS, draft), WORDS)
    return draft


def test_levels_are_as_sure_as_they_are_printed() -> None:
    (row,) = _draft("产出数量指标：泵站≥3座").indicators or _draft("数量：泵站≥3座").indicators
    assert row.level2 is not None and row.level2.method == "alias"
    (row,) = _draft("数量指标：泵站≥3座").indicators
    assert row.level2 is not None and (row.level2.method, row.level2.code) == ("exact", row.level2.code)
    assert row.level1 is None


def test_a_first_level_may_hold_indicators_itself() -> None:
    draft = _draft("效益指标：受益人口≥900人；", "社会效益指标：就业人数≥9人。")
    assert [(row.level1 and row.level1.raw, row.level2 and row.level2.raw) for row in draft.indicators] == [
        ("效益指标", None), ("效益指标", "社会效益指标")
    ]  # fmt: skip
    assert {row.level1.score for row in draft.indicators if row.level1} == {1.0} and draft.left == []
    assert draft.indicators[1].level2 is not None and draft.indicators[1].level2.score == 1.0


def test_a_level_printed_bare_is_sure() -> None:
    for head in ("产出指标", "产出指标："):
        (row,) = _draft(head, "数量指标：泵站≥3座").indicators
        assert row.level1 is not None and (row.level1.canonical, row.level1.score) == ("产出指标", 1.0)


def test_behind_a_level_without_indicator_the_line_goes_on() -> None:
    draft = _draft("效益指标：另行说明。数量指标：泵站≥3座")
    assert [row.target.raw for row in draft.indicators] == ["≥3座"]
    assert [left.entry.text for left in draft.left] == ["另行说明"]


def test_the_number_of_a_project_is_decoration() -> None:
    draft = _draft("（1）泵站改造项目绩效目标为：如下，" + ITEMS[0])
    assert [(left.role, left.entry.text) for left in draft.left if left.entry.text] == [
        ("decoration", "（1）"), ("unread", "如下，")
    ]  # fmt: skip
    assert [c.raw for c in draft.fields] == ["泵站改造项目"]


def test_words_of_a_level_without_indicator_are_left() -> None:
    draft = _draft("效益指标：另行说明")
    assert [(left.entry.label, left.entry.text) for left in draft.left] == [("效益指标", "另行说明")]
    assert draft.indicators == []


def test_each_label_is_noted_with_its_place() -> None:
    draft = _draft("数量指标：泵站≥3座", "质量指标 ：合格率≥95%")
    assert draft.labels == [("数量指标：", {"line": 0}), ("质量指标：", {"line": 1})]
    assert [cells["target"] for cells in draft.cells] == ["≥3座", "≥95%"]
    assert [cells["level3"] for cells in draft.cells] == ["泵站", "合格率"]


@pytest.mark.parametrize(
    ("text", "named"),
    [("一、年度目标", "annual_goal"), ("年度目标：", "annual_goal"), ("项目名称", None), ("改造泵站", None)],
)
def test_a_heading_names_a_text(text: str, named: str | None) -> None:
    assert prose._heads_text(text, WORDS) == named


@pytest.mark.parametrize(("length", "level"), [(19, True), (20, False)])
def test_a_level_alone_is_a_short_line(length: int, level: bool) -> None:
    text = "产出指标" + " " * (length - 4)
    assert (prose._bare_level1(text, WORDS) is not None) == level


# ---- what a document is cut into


def _units(*items: Any) -> list[str]:
    return [unit.text for unit in units(Document("txt", list(items)), WORDS) if isinstance(unit, Free)]


@pytest.mark.parametrize(
    ("head", "below", "torn"),
    [
        ("支出项", "目名称：某项目", True),
        ("支出项", "目名称", False),
        ("1支出项", "目名称：某项目", False),
        ("项目", "名称：某项目", True),
        ("项目名称", "主管部门：某局", False),
        ("支出项目某某某某某", "目名称：某项目", False),
        ("项", "目名称：某项目", True),
        ("填", "报单位（部门盖章）：某局", False),
        ("项目", "：某项目", False),
        ("支出功能", "科目：某项目", False),
        ("一", "联系电话：123", False),
    ],
)
def test_a_label_that_a_line_break_cut_in_two(head: str, below: str, torn: bool) -> None:
    lines = _units(Line(head, line=1), Line(below, line=2), Line("完", line=3))
    assert lines == ([head + below, "完"] if torn else [head, below, "完"])


def test_furniture_and_empty_lines_are_no_units() -> None:
    assert _units(Line("第1页", chrome=True), Line("  "), Line("正文")) == ["正文"]


def _inner(*rows: list[str]) -> int:
    grid = Grid([Cell(r, c, text=text) for r, texts in enumerate(rows) for c, text in enumerate(texts)],
                len(rows), len(rows[0]), inner=True)  # fmt: skip
    return len(list(units(Document("docx", [grid]), WORDS)))


def test_what_follows_a_table_within_a_cell_is_read() -> None:
    inner = Grid([Cell(0, 0, text="甲"), Cell(0, 1, text="乙")], 1, 2, inner=True)
    assert _units(inner, Line("正文", line=1)) == ["正文"]
    assert _units(Line("支出项", line=1), Line("目名称：某项目", line=2)) == ["支出项目名称：某项目"]
    assert _units(Line("支出项", line=1), inner, Line("目名称：某项目", line=2)) == ["支出项", "目名称：某项目"]


def test_a_table_within_a_cell_counts_where_it_is_a_form() -> None:
    heads, row = ["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "改造泵站", "≥3座"]
    assert _inner(["甲", "乙"], ["丙", "丁"]) == 0
    assert _inner(heads, row, row) == 1


@pytest.mark.parametrize(("scanned", "value"), [(0, "≥12"), (1, "≥12公里")])
def test_lines_of_a_scanned_page_are_joined_too(scanned: int, value: str) -> None:
    document = _document(TITLE, "数量指标：改造泵站≥3座；清淤渠道≥12", "公里。", *ITEMS[1:], format="png")
    document.ocr_pages = scanned
    [reading] = read_prose(document, WORDS, "0" * 64)
    assert [row[-1] for row in _rows(reading)[:2]] == ["≥3座", value]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ([TITLE], ["绩效目标编制", "验收合格率", "受益人口"]),
        ([], None),  # the first indicator is no title, though its name says 绩效目标
        (["说明"], None),
    ],
)
def test_an_indicator_behind_its_levels_is_no_title(lines: list[str], names: list[str] | None) -> None:
    path = ["产出指标—数量指标—绩效目标编制：≥3份", "产出指标—质量指标—验收合格率：≥95%"]
    found = _read(*lines, *path, "效益指标—社会效益指标—受益人口：≥900人")
    assert [[row[2] for row in _rows(reading)] for reading in found] == ([names] if names else [])
