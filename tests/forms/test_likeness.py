"""What a table counts as a form by, and when it begins one: all of what was counted, on either side of each edge."""

from __future__ import annotations

import pytest

from extractor.forms.belonging import opens
from extractor.forms.likeness import looks_like_form, names_part, names_project_beside
from extractor.forms.slices import Slice
from extractor.model.document import Cell, Grid
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary

WORDS = vocabulary(load_rules())
ROWS = {
    "a field": "项目名称 泵站改造",
    "two fields of one kind": "项目名称 泵站改造/主管部门 水利局",
    "money": "项目名称 泵站改造/资金总额 100",
    "goals": "年度目标 改造三座泵站/项目名称 泵站改造",
    "two levels in one row": "产出指标 效益指标",
    "three levels in one row": "产出指标 效益指标 满意度指标",
    "two levels in two rows": "产出指标 改造泵站/效益指标 受益人口",
    "one level twice": "产出指标 改造泵站/产出指标 受益人口",
    "one level": "产出指标 改造泵站/改造 合格率",
    "four heads": "一级指标 二级指标 三级指标 指标值/产出指标 数量指标 改造泵站 3座",
    "two level heads": "一级指标 三级指标/产出指标 改造泵站",
    "two level heads and points": "一级指标 三级指标 权重/产出指标 改造泵站 10",
    "a level head and points": "三级指标 权重/改造泵站 10",
    "a level head and a remark": "三级指标 备注/改造泵站 无",
    "a level head and a value": "三级指标 指标值/改造泵站 3座",
    "no form": "序号 姓名 电话/1 张三 138",
    "a field in the fifth row": "甲 乙/甲 乙/甲 乙/甲 乙/项目名称 泵站",
    "a field in the sixth row": "甲 乙/甲 乙/甲 乙/甲 乙/甲 乙/项目名称 泵站",
    "a strange label in the fifth row": "甲 乙/甲 乙/甲 乙/甲 乙/本级项目名称 某泵站",
    "a strange label in the sixth row": "甲 乙/甲 乙/甲 乙/甲 乙/甲 乙/本级项目名称 某泵站",
    "a list of 21 characters in one cell": "产出指标：泵站3座；效益指标：农户30户。 甲",
    "a list of 20 characters in one cell": "产出指标：泵站3座；效益指标：农户3户。 甲",
}


def _slice(rows: str) -> Slice:
    texts = [row.split() for row in rows.split("/")]
    cells = [Cell(r, c, text=text) for r, row in enumerate(texts) for c, text in enumerate(row)]
    return Slice(Grid(cells, len(texts), max(map(len, texts))), 0, len(texts))


@pytest.mark.parametrize(
    ("name", "score", "starts", "indicators", "sections", "labelled", "begins"),
    [
        ("a field", 1, True, False, ["head"], 0.5, False),
        ("two fields of one kind", 1, True, False, ["head"], 0.5, False),
        ("money", 1, True, False, ["head", "money"], 0.5, False),
        ("goals", 2, True, False, ["goals", "head"], 0.5, False),
        ("two levels in one row", 2, False, False, [], 0.0, False),
        ("three levels in one row", 3, False, False, [], 0.0, True),
        ("two levels in two rows", 5, False, True, [], 0.0, True),
        ("one level twice", 1, False, False, [], 0.0, False),
        ("one level", 1, False, False, [], 0.0, False),
        ("four heads", 5, False, True, [], 0.0, True),
        ("two level heads", 1, False, False, [], 0.0, False),
        ("two level heads and points", 4, False, True, ["money"], 0.17, True),
        ("a level head and points", 0, False, False, ["money"], 0.25, False),
        ("a level head and a remark", 0, False, False, ["money"], 0.25, False),
        ("a level head and a value", 1, False, True, [], 0.0, False),
        ("no form", 0, False, False, ["signoff"], 0.17, False),
        ("a field in the fifth row", 1, True, False, ["head"], 0.1, False),
        ("a field in the sixth row", 1, False, False, ["head"], 0.08, False),
        ("a strange label in the fifth row", 1, True, False, [], 0.0, False),
        ("a strange label in the sixth row", 0, False, False, [], 0.0, False),
        ("a list of 21 characters in one cell", 5, False, True, [], 0.0, True),
        ("a list of 20 characters in one cell", 0, False, False, [], 0.0, False),
    ],
)
def test_what_a_table_counts_as_a_form_by(
    name: str, score: int, starts: bool, indicators: bool, sections: list[str], labelled: float, begins: bool
) -> None:
    unit = _slice(ROWS[name])
    like = looks_like_form(unit, WORDS)
    found = (like.score, like.starts, like.has_indicators, sorted(like.sections), round(like.labelled, 2))
    assert found == (score, starts, indicators, sections, labelled)
    assert opens(unit, like, None, None, WORDS) == begins


@pytest.mark.parametrize(("name", "named"), [("泵站", True), ("泵", False)])
def test_the_name_beside_a_strange_label_is_two_characters_long(name: str, named: bool) -> None:
    table = _slice(f"本级项目名称 {name}")
    assert names_project_beside(table, table.starting(0)[0], WORDS) == named


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("年度绩效目标表", True), ("年度绩效指标表", True), ("长期绩效指标", True), ("绩效指标表", False),
        ("年度资金情况表", False), ("实施期限", False), ("年度鹳雀", False),
    ],
)  # fmt: skip
def test_the_goals_or_indicators_of_a_scope_are_a_part_of_a_form(text: str, part: bool) -> None:
    assert names_part(text, WORDS) == part
