"""A picture in a cell that holds a value is told once, with the words beside it; elsewhere and recognised it is not."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.model.document import Document, Grid
from extractor.quality.engine import _owners, review
from extractor.rulebook import load_rules
from tests.make.sketch import draw
from tests.quality.build import reading

FORM = """#    2024年项目支出绩效目标表
| 项目名称 | 泵站改造 | < | < |
| 主管部门 | 青山县水利局 | < | < |
| 资金总额（万元） | 100 | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 改造泵站数量 | ≥3座 |
| ^ | 质量指标 | 验收合格率 | 100% |
| 填表人 | 李明 | 联系电话 | 13800000000 |
"""


def _cell(document: Document, row: int, col: int) -> object:
    grid = next(item for item in document.items if isinstance(item, Grid))
    return next(cell for cell in grid.cells if (cell.row, cell.col) == (row, col))


def _told(*places: tuple[int, int], confidence: float | None = None, text: str | None = None) -> list[tuple[str, str]]:
    document = draw(FORM)
    for row, col in places:
        cell = _cell(document, row, col)
        cell.image, cell.confidence = True, confidence  # type: ignore[attr-defined]
        if text is not None:
            cell.text = text  # type: ignore[attr-defined]
    readings = read_forms(document, load_rules(), "0" * 64)
    findings, _, _ = review(readings, document.notes, source_sha="0" * 64, rules=load_rules())
    return [(f.field or "", f.observed or "") for f in findings if f.code == "unreadable-part"]


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ([], []),
        ([(4, 3)], [("/forms/0/indicators/0/target", "≥3座")]),
        ([(4, 2)], [("/forms/0/indicators/0/level3", "改造泵站数量")]),
        ([(2, 1)], [("/forms/0/amounts/total", "100")]),
        ([(0, 1)], [("/forms/0/project_name", "泵站改造")]),
        ([(1, 1)], [("/forms/0/department", "青山县水利局")]),
        ([(6, 1)], []),  # the place of a signature
        ([(3, 0)], []),  # a head
        ([(4, 3), (5, 3)], [("/forms/0/indicators/0/target", "≥3座"), ("/forms/0/indicators/1/target", "100%")]),
    ],
)
def test_pictures_are_told_where_a_value_stands(places: list[tuple[int, int]], told: list[tuple[str, str]]) -> None:
    assert sorted(_told(*places)) == sorted(told)


def test_words_of_thirty_characters_are_quoted_and_no_more() -> None:
    assert _told((4, 2), text="泵站" * 15) == [("/forms/0/indicators/0/level3", "泵站" * 15)]
    assert _told((4, 2), text="泵站" * 16) == [("/forms/0/indicators/0/level3", "泵站" * 15)]


def test_what_a_recogniser_read_has_doubts_of_its_own() -> None:
    assert _told((4, 3), confidence=0.99) == []


def test_forms_of_one_key_are_told_apart_and_those_without_hang_on_their_id() -> None:
    rules = load_rules()
    forms = [reading({"project": name}, number, rules) for number, name in enumerate("甲甲乙甲")]
    keys = ["k", "k", "l", "k"]
    for made, key in zip(forms, keys):
        made.form.form_key = key
    forms.append(reading({}, 4, rules))
    forms[-1].form.form_key, forms[-1].form.id = None, "id-4"

    class One:
        def __init__(self, form: object) -> None:
            self.form = form

    assert _owners([One(made.form) for made in forms]) == ["k-0", "k-1", "l-0", "k-2", "id-4"]  # type: ignore[misc]
