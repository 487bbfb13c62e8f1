"""Long-term or annual: what the heads of a group say, what stands over or beside it, and the first of two."""

from __future__ import annotations

import pytest

from extractor.forms.band import Head
from extractor.forms.scopes import _captions, scoped_groups
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())
Rows = list[list[str]]


def _scopes(*rows: list[str], at: int = 0, halves: bool = False) -> list[str]:
    """Of each pair of name and value columns in row `at`, from the first 三级指标 on."""
    table = drawn(*rows)
    cells = [c for c in table.starting(at) if c.text.startswith(("三级指标", "指标值"))]
    groups = [
        {role: Head(role, c.col, c.text, c) for role, c in zip(("level3", "target"), cells[n : n + 2])}
        for n in range(0, len(cells), 2)
    ]
    return [scope for scope, _ in scoped_groups(groups, table, at, WORDS, halves=halves)]


PLAIN = ["三级指标", "指标值"]


@pytest.mark.parametrize(
    ("heads", "scopes"),
    [
        (PLAIN, ["annual"]),
        (PLAIN * 2, ["period", "annual"]),
        (PLAIN * 3, ["annual", "annual", "annual"]),
        (["三级指标", "指标值（长期）", "三级指标", "指标值（年度）"], ["period", "annual"]),
        (["三级指标", "指标值（年度）", "三级指标", "指标值（长期）"], ["annual", "period"]),
        (["三级指标", "指标值", "三级指标", "指标值（长期）"], ["annual", "period"]),
        (["三级指标（长期）", "指标值", "三级指标（年度）", "指标值"], ["period", "annual"]),
        (["三级指标（长期）", "指标值（年度）"], ["annual"]),
        (["三级指标", "指标值（长期）"], ["period"]),
    ],
)
def test_scopes_by_the_heads(heads: list[str], scopes: list[str]) -> None:
    assert _scopes(heads) == scopes


def test_two_halves_of_one_table_share_a_scope() -> None:
    assert _scopes(PLAIN * 2, halves=True) == ["annual", "annual"]


@pytest.mark.parametrize(
    ("over", "scopes"),
    [
        (["1/2|中期绩效指标", "^", "1/2|年度绩效指标", "^"], ["period", "annual"]),
        (["1/2|年度绩效指标", "^", "1/2|中期绩效指标", "^"], ["annual", "period"]),
        (["1/2|中期绩效", "^", "1/2|年度绩效", "^"], ["period", "annual"]),
        (["1/2|年度绩效", "^", "1/2|中期绩效", "^"], ["period", "annual"]),
        (["1/2|年度绩效指标" + "填" * 24, "^", "1/2|中期绩效指标" + "填" * 24, "^"], ["period", "annual"]),
        (["1/2|年度绩效指标" + "填" * 23, "^", "1/2|中期绩效指标" + "填" * 23, "^"], ["annual", "period"]),
    ],
)
def test_scopes_by_the_captions_over_the_groups(over: list[str], scopes: list[str]) -> None:
    """Only a caption of indicators counts, and only a short one."""
    assert _scopes(over, PLAIN * 2, at=1) == scopes


@pytest.mark.parametrize(
    ("rows", "scope"),
    [
        ([["1/3|年度绩效指标填报", "^", "^"], ["2/1|长期绩效指标", *PLAIN], ["^", "泵站", "3座"]], "period"),
        ([["1/3|年度绩效指标填报", "^", "^"], ["长期绩效指标", *PLAIN], ["x", "泵站", "3座"]], "annual"),
        ([["1/3|中期绩效指标", "^", "^"], ["2/1|绩效指标", *PLAIN], ["^", "泵站", "3座"]], "period"),
        ([["1/3|甲", "^", "^"], ["2/1|绩效指标", *PLAIN], ["^", "泵站", "3座"]], "annual"),
    ],
)
def test_the_label_beside_the_rows_outweighs_the_caption_over_all(rows: Rows, scope: str) -> None:
    assert _scopes(*rows, at=1) == [scope]


def test_one_groups_label_outweighs_its_heads() -> None:
    heads = ["三级指标", "指标值（年度）"]
    assert _scopes(["1/3|甲", "^", "^"], ["2/1|长期绩效指标", *heads], ["^", "泵站", "3座"], at=1) == ["period"]


@pytest.mark.parametrize(("length", "scopes"), [(29, {"annual"}), (30, set())])
def test_the_caption_of_a_block_is_short(length: int, scopes: set[str]) -> None:
    assert _captions(["年度绩效指标" + "　" * (length - 6)], WORDS) == scopes
