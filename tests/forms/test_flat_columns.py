"""A list's own columns by heads in no list: how sure they must be, and what above them tells of a form instead."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from extractor.forms import flat_columns
from extractor.forms.band import Head
from extractor.forms.flat_columns import likely_flat
from extractor.forms.heads import HeadRows
from extractor.model.document import Cell
from extractor.rulebook import load_rules
from extractor.words.evidence import LIKELY
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())
LEVELS, ROW = ["二级指标", "三级指标", "指标值", "备注"], ["数量指标", "泵站", "3座", ""]


def _means(monkeypatch: pytest.MonkeyPatch, score: float = 1.0, kind: str = "field", **said: str | None) -> None:
    """What `meaning_of` says of a head's words."""

    def meaning(text: str, *_: object, **__: object) -> SimpleNamespace | None:
        identity = said.get(text)
        return identity and SimpleNamespace(kind=kind, identity=identity, score=score, doubtful=False)  # type: ignore[return-value]

    monkeypatch.setattr(flat_columns, "meaning_of", meaning)


def _flat(above: list[str], first: str, second: str, listed: str | None = None) -> list[tuple[int, str]]:
    """Column and role of what is found left of the levels."""
    table = drawn(above, [first, second, *LEVELS], ["甲", "乙", *ROW])
    heads = [Head("level2" if col == 2 else "other", col, "", Cell(1, col)) for col in range(2, 6)]
    heads += [Head(listed, 0, first, table.starting(1)[0], exact=True)] if listed else []
    likely_flat(table, HeadRows(1, 2, 2, True), heads, WORDS)
    return sorted((head.col, head.role) for head in heads if head.col < 2)


@pytest.mark.parametrize(("wide", "flat"), [(3, False), (4, True)])
def test_a_label_over_half_the_width_above_the_heads_says_of_a_form(
    wide: int, flat: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    _means(monkeypatch, 鹳雀="project_name", 台阁="filer")
    above = [f"1/{wide}|填报日期：2024年3月1日", *["^"] * (wide - 1), *[""] * (6 - wide)]
    assert _flat(above, "鹳雀", "台阁") == ([(0, "field:project_name"), (1, "field:filer")] if flat else [])


@pytest.mark.parametrize(("score", "flat"), [(LIKELY, True), (LIKELY - 0.01, False)])
def test_beside_a_listed_project_a_further_column_must_be_likely(
    score: float, flat: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    _means(monkeypatch, score, 台阁="filer")
    found = _flat([""] * 6, "项目名称", "台阁", listed="field:project_name")
    assert found == [(0, "field:project_name"), *([(1, "field:filer")] if flat else [])]


def test_of_two_columns_that_mean_the_same_the_first_is_it(monkeypatch: pytest.MonkeyPatch) -> None:
    _means(monkeypatch, 鹳雀="project_name", 台阁="project_name")
    assert _flat([""] * 6, "鹳雀", "台阁") == [(0, "field:project_name")]


@pytest.mark.parametrize(
    ("kind", "identity", "role"),
    [
        ("amount", "central_funds", "amount:central_funds"),
        ("amount", "total", None),
        ("field", "filer", None),
        ("field", None, None),  # its words say nothing
    ],
)
def test_words_under_a_head_of_money_are_a_part_of_it(
    kind: str, identity: str | None, role: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _means(monkeypatch, kind=kind, 鹳雀=identity)
    head = Head("other", 0, "鹳雀", Cell(1, 0, text="鹳雀"), path=("项目资金", "鹳雀"))
    assert [found.role for found in flat_columns._under_money([head], 0, WORDS)] == ([role] if role else [])
