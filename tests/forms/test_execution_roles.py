"""Heads of an execution block in no list: what words and figures say each is, and where they say too little."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from extractor.forms import execution_roles as roles
from extractor.forms.execution_roles import _Column, likely_measures, rival_by_figures, shares_out
from extractor.model.document import Cell
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


def _column(col: int, first: str | None, *, per_cent: bool = False, **said: float) -> _Column:
    return _Column(Cell(0, col, text=""), None if first is None else Decimal(first), per_cent, said)


def _measures(heads: list[str], *rows: list[str], known: dict[str, int] | None = None) -> dict[str, str]:
    """Measure → head, of the columns not in `known`."""
    table = drawn(["项目资金", *heads], *(["年度资金总额", *row] for row in rows))
    cells = {n: table.owner(0, n) for n in range(1, len(heads) + 1)}
    settled = {role: cells[col] for role, col in (known or {}).items()}
    open_ = [cell for n, cell in cells.items() if n not in (known or {}).values()]
    found = likely_measures(table, settled, open_, WORDS)  # type: ignore[arg-type]
    return {role: cell.text for role, cell in found.items()}


# ---- one column


@pytest.mark.parametrize(
    ("column", "role", "worth"),
    [
        (_column(1, "75", per_cent=True, rate=0.5), "rate", 0.9),
        (_column(1, "75", rate=0.5), "rate", 0.2),
        (_column(1, None, rate=0.5), "rate", 0.5),
        (_column(1, "75", per_cent=True, weight=0.9), "weight", 0.1),
        (_column(1, "75", per_cent=True, executed=0.9), "executed", 0.1),
        (_column(1, None, weight=0.5), "weight", 0.5),
        (_column(1, "100", weight=0.5), "weight", 0.9),
        (_column(1, "101", weight=0.5), "weight", -0.5),
        (_column(1, "101", executed=0.5), "executed", 0.5),
        (_column(1, "101"), "executed", 0.0),
    ],
)
def test_what_words_and_figures_of_a_column_are_worth(column: _Column, role: str, worth: float) -> None:
    assert roles._alone(column, role) == pytest.approx(worth)


# ---- columns together


def _budget(rate: str, spent: str, **placed: _Column) -> str | None:
    return roles._budget_of(Decimal(rate), _column(3, spent), placed)


def test_which_budget_makes_up_the_rate() -> None:
    assert _budget("75", "90", adjusted=_column(2, "120")) == "adjusted"
    assert _budget("75.5", "90", adjusted=_column(2, "120")) == "adjusted", "half a point is rounding"
    assert _budget("75.6", "90", adjusted=_column(2, "120")) is None
    assert _budget("75", "90", adjusted=_column(4, "120")) is None, "a budget stands before what was spent"
    assert _budget("75", "90", adjusted=_column(2, None)) is None
    assert _budget("75", "90", adjusted=_column(2, "0")) is None
    assert _budget("75", "0", adjusted=_column(2, "120")) is None
    assert _budget("75", "90", initial=_column(1, "120", initial=0.6)) == "initial"
    assert _budget("75", "90", initial=_column(1, "120", initial=0.59)) is None, "its words do not say it is the first"
    assert _budget("75", "90", adjusted=_column(2, "100"), initial=_column(1, "120", initial=0.7)) == "initial"


def _reckoned(role: str, **placed: _Column) -> float:
    return roles._reckoned(role, placed)


def test_money_that_makes_up_the_rate_is_sure() -> None:
    placed = {"executed": _column(3, "90"), "rate": _column(4, "75"), "adjusted": _column(2, "120")}
    assert _reckoned("adjusted", **placed) == _reckoned("executed", **placed) == 0.7
    assert _reckoned("initial", **placed) == 0.0 and _reckoned("rate", **placed) == 0.0
    placed["rate"] = _column(4, "80")
    assert _reckoned("adjusted", **placed) == _reckoned("executed", **placed) == 0.0


def test_a_changed_budget_stands_between_the_first_and_what_was_spent() -> None:
    placed = {"initial": _column(1, "100"), "adjusted": _column(2, "120"), "executed": _column(3, "90")}
    assert _reckoned("adjusted", **placed) == _reckoned("executed", **placed) == 0.3
    assert _reckoned("initial", **placed) == 0.0
    assert _reckoned("adjusted", **{**placed, "adjusted": _column(4, "120")}) == 0.0
    assert _reckoned("adjusted", **{**placed, "initial": _column(3, "100")}) == 0.0
    assert _reckoned("adjusted", **{k: v for k, v in placed.items() if k != "initial"}) == 0.0
    assert _reckoned("executed", **{k: v for k, v in placed.items() if k != "adjusted"}) == 0.0
    assert _reckoned("adjusted", **{k: v for k, v in placed.items() if k != "executed"}) == 0.0
    without = {**placed, "rate": _column(4, None)}
    assert _reckoned("adjusted", **without) == 0.3, "a rate left blank says nothing"


def _together(*columns: tuple[str, _Column]) -> float:
    return round(roles._together([c for _, c in columns], [r for r, _ in columns], {}), 6)


@pytest.mark.parametrize(
    ("columns", "worth"),
    [
        ([("weight", _column(1, "10")), ("score", _column(2, "10"))], 0.4),
        ([("weight", _column(1, "10")), ("score", _column(2, "10.5"))], -1.4),
        ([("weight", _column(2, "10")), ("score", _column(1, "9"))], 0.2),
        ([("weight", _column(1, None)), ("score", _column(2, "9"))], 0.1),
        ([("adjusted", _column(1, "120")), ("executed", _column(2, "90"))], 0.2),
        ([("adjusted", _column(2, "120")), ("executed", _column(1, "90"))], -0.2),
        ([("initial", _column(1, "120")), ("executed", _column(2, "90"))], 0.2),
        ([("initial", _column(1, "100")), ("adjusted", _column(2, "120"))], 0.1),
        ([("initial", _column(2, "100")), ("adjusted", _column(1, "120"))], -0.3),
        ([("weight", _column(1, "10")), ("executed", _column(2, "90"))], -0.6),
        ([("weight", _column(2, "10")), ("executed", _column(1, "90"))], 0.0),
        ([("weight", _column(1, "10")), ("score", _column(2, "9")), ("executed", _column(3, "90"))], -0.8),
        ([("rate", _column(1, "75"))], 0.0),
    ],
)
def test_what_measures_say_of_each_other(columns: list[tuple[str, _Column]], worth: float) -> None:
    assert _together(*columns) == pytest.approx(worth)


# ---- whole blocks


@pytest.mark.parametrize(
    ("heads", "rows", "found"),
    [
        (["全年盘子", "花掉的钱", "支出进度"], [["120", "90", "75%"]], {"rate": "支出进度"}),
        (["年初安排数", "调整后预算", "实际支出", "执行进度"], [["100", "120", "90", "75%"]],
         {"initial": "年初安排数", "adjusted": "调整后预算", "executed": "实际支出", "rate": "执行进度"}),
        (["甲", "乙"], [["1", "2"]], {}),
        (["全年预算", "实际支出", "赋分", "自评分值"], [["120", "90", "10", "9.43"]],
         {"executed": "实际支出", "weight": "赋分", "score": "自评分值"}),
    ],
)  # fmt: skip
def test_heads_that_no_list_holds(heads: list[str], rows: list[list[str]], found: dict[str, str]) -> None:
    said = _measures(heads, *rows)
    assert {role: said.get(role) for role in found} == found
    assert len(set(said.values())) == len(said)


def test_a_column_of_nothing_costs_the_others_nothing() -> None:
    heads, row = ["鹳雀楼", "", "年初安排数", "实际支出", "执行进度"], ["", "", "120", "90", "75%"]
    wanted = {"initial": "年初安排数", "executed": "实际支出", "rate": "执行进度"}
    assert _measures(heads, row) == wanted
    assert _measures(["鹳雀楼", *heads[2:]], ["7", *row[2:]]) == wanted, "a figure under a word that says nothing"


def test_measures_that_stand_already_are_not_given_again() -> None:
    said = _measures(["全年预算数", "实际支出数额", "执行进度"], ["120", "90", "75%"], known={"adjusted": 1, "rate": 3})
    assert said == {"executed": "实际支出数额"}


def test_a_column_reads_the_figure_under_its_head() -> None:
    table = drawn(["1/1|实际支出", "2/1|执行进度"], ["1,090.5万元", "^"], ["x", "75%"], ["1/2|合计", "^"])
    spent, rate = (roles._column(table, table.owner(0, col), WORDS) for col in (0, 1))  # type: ignore[arg-type]
    assert (spent.first, spent.per_cent) == (Decimal("1090.5"), False)
    assert (rate.first, rate.per_cent) == (Decimal(75), True)
    last = roles._column(table, table.owner(3, 0), WORDS)  # type: ignore[arg-type]
    assert last.first is None and not last.per_cent
    merged = drawn(["甲", "实际支出"], ["1/2|90", "^"])
    assert roles._column(merged, merged.owner(0, 1), WORDS).first is None, "a figure of the column before"  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "figure"), [("-5.50", "-5.50"), ("1,000", "1000"), ("约5", None), ("", None)])
def test_a_figure_stands_first(text: str, figure: str | None) -> None:
    assert roles._figure(text) == (None if figure is None else Decimal(figure))


def test_points_are_called_as_over_the_indicators() -> None:
    assert "weight" in roles._said(Cell(0, 0, text="赋分"), WORDS)
    said = roles._said(Cell(0, 0, text="自评得分"), WORDS)
    assert said["score"] > said.get("weight", 0.0) and all(worth >= roles._FAINT for worth in said.values())


@pytest.mark.parametrize(
    ("head", "role", "taken", "rival"),
    [
        ("盘子数", "adjusted", (), "initial"),
        ("盘子数", "initial", (), "adjusted"),
        ("盘子数", "adjusted", ("initial",), None),
        ("盘子数", "executed", (), None),
        ("全年预算数", "adjusted", (), None),
        ("年初安排", "initial", (), None),
    ],
)
def test_a_budget_that_words_do_not_tell_from_the_other(
    head: str, role: str, taken: tuple[str, ...], rival: str | None
) -> None:
    assert rival_by_figures(Cell(0, 0, text=head), role, taken, WORDS) == rival


@pytest.mark.parametrize(
    ("lines", "shares"),
    [
        ([("60", "60%"), ("40", "40%")], True),
        ([("60", "60%")], False),
        ([], False),
        ([("60", "60%"), ("40", "9%")], False),
    ],
)
def test_two_lines_that_make_up_their_per_cent_of_the_whole_are_shares(
    lines: list[tuple[str, str]], shares: bool
) -> None:
    rows = [["总额", "100", "100%"], *(["鹳雀", *line] for line in lines)]
    table = drawn(["资金", "金额", "占比"], *rows)
    _, money, rate = table.starting(0)
    assert shares_out(table, money, rate) == shares


def _said_to_be(monkeypatch: pytest.MonkeyPatch, **said: float) -> None:
    monkeypatch.setattr(roles, "_said", lambda cell, words: said)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"executed": 0.6}, ["executed"]),
        ({"executed": 0.59}, []),
        ({"executed": 0.75, "adjusted": 0.63}, ["executed"]),
        ({"executed": 0.75, "adjusted": 0.64}, []),  # another reading is too near
    ],
)
def test_a_head_is_as_like_its_measure_and_as_far_ahead_as_is_asked(
    said: dict[str, float], found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _said_to_be(monkeypatch, **said)
    assert list(_measures(["鹳雀楼"], ["190"])) == found


@pytest.mark.parametrize(("adjusted", "initial", "rival"), [(0.5, 0.45, True), (0.12, 0.0, False), (0.11, 0.0, True)])
def test_a_budget_is_told_from_the_other_by_words_that_are_as_far_ahead(
    adjusted: float, initial: float, rival: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    _said_to_be(monkeypatch, adjusted=adjusted, initial=initial)
    assert rival_by_figures(Cell(0, 0, text="鹳雀楼"), "adjusted", (), WORDS) == ("initial" if rival else None)


@pytest.mark.parametrize(
    ("as_head", "as_money", "said"),
    [(0.3, 0.0, {"weight": 0.3}), (0.29, 0.0, {}), (0.5, 0.5, {"weight": 0.5, "executed": 0.5}),
     (0.4, 0.5, {"executed": 0.5})],
)  # fmt: skip
def test_a_head_of_points_is_no_less_like_them_than_money(
    as_head: float, as_money: float, said: dict[str, float]
) -> None:
    worth = {"header": ("weight", as_head), "execution": ("executed", as_money)}
    evidence = SimpleNamespace(
        weigh=lambda kind, text: [SimpleNamespace(identity=worth[kind][0], score=worth[kind][1])]
    )
    words: Any = SimpleNamespace(evidence=evidence)
    assert roles._said(Cell(0, 0, text="鹳雀楼"), words) == said


@pytest.mark.parametrize(
    ("rows", "shares"),
    [
        ([["100", "100%"], ["60", "60%"], ["40", "40%"]], True),
        ([["100", "100.5%"], ["60", "60.5%"], ["40", "39.5%"]], True),  # rounding
        ([["100", "100.6%"], ["60", "60%"], ["40", "40%"]], False),
        ([["100", "100%"], ["60", "60.6%"], ["40", "40%"]], False),
        ([["100", "100%"], ["60", "60%"]], False),  # one line alone
        ([["100", "100%"], ["60", "60%"], ["2/1|40", "40%"], ["^", "7%"]], True),  # no line of its own
        ([["100", "100%"], ["60", "60%"], ["40", "40%"], ["1/2|目标", "^"]], True),
    ],
)
def test_per_cents_that_each_line_makes_up_of_the_first_are_shares(rows: list[list[str]], shares: bool) -> None:
    table = drawn(["金额", "占比"], *rows)
    money, rate = table.starting(0)
    assert roles.shares_out(table, money, rate) == shares
