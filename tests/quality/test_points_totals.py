"""Points against what is printed, of each rule itself: every way to acquit, every way to accuse, each at its edge."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.quality.points_totals import printed_totals
from tests.quality.build import case_of, said

_EXTRA = {"item": "年度资金总额"}


def _form(weights: str = "", scores: str = "", *, totals: str = "", **more: Any) -> dict[str, Any]:
    """Rows with these 分值 and 得分 ("." no cell, "-" a blank one) and totals ("weight=100=总分 score=98")."""
    given = [[] if w == "." else [w.strip("-")] for w in weights.split()]
    reached = scores.split() or [""] * len(given)
    rows = [["产出指标", "数量指标", f"某数{n}", "5人", *w, *([s.strip("-")] if w and s != "." else [])]
            for n, (w, s) in enumerate(zip(given, reached))]  # fmt: skip
    columns = ["level1", "level2", "level3", "target", "weight", *(["achieved_score"] if scores else [])]
    printed = [dict(zip(("what", "raw", "label"), each.split("="))) for each in totals.split()]
    return {"kind": "project_self_evaluation", "columns": columns, "rows": rows, "totals": printed} | more


def _money(**points: str) -> list[dict[str, str]]:
    return [{"item": "年度资金总额", **points}]


_FAULT = "! /indicators/0/weight [{}] -> {} (beyond)"
_UNOWNED = "? 有的指标行没有自己的分值格，合计不了"


@pytest.mark.parametrize(
    ("weights", "extra", "says"),
    [
        ("60 40", None, "= 分值合计 100"), ("60 30", None, "= 分值合计 90"), ("0.6 0.4", None, "= 分值合计 1"),
        ("0.6 0.3", None, "= 分值合计 0.9"), ("60 41", None, _FAULT.format(101, 100)),
        ("60 39", None, _FAULT.format(99, 100)),
        ("6 4", None, _FAULT.format(10, 100)), ("60 20", None, _FAULT.format(80, 100)),
        # with points of the money block nothing but the full points will do
        ("60 30", "10", "= 分值合计 100"), ("60 20", "10", _FAULT.format(90, 100)),
        ("0.6 0.3", "0.1", "= 分值合计 1"),
        ("0.6 0.2", "0.1", _FAULT.format("0.9", 100)), ("60 40", "10", _FAULT.format(110, 100)),
        ("60 40", "0", "= 分值合计 100"),
        # a row without points, a merged cell
        ("60 -", None, "? 第2行指标“某数1”（数量指标）的分值是空的或读不出来"),
        ("60 四十", None, "? 第2行指标“某数1”（数量指标）的分值是空的或读不出来"),
        ("60 . 40", None, "= 分值合计 100"), ("60 . 41", None, _UNOWNED), ("60 . 30", "10", "= 分值合计 100"),
        # where no cell stands above it, it is as one left blank
        (". 60 40", None, "? 第1行指标“某数0”（数量指标）的分值是空的或读不出来"),
        # fractions of points are rounded ones: half a last digit each
        ("60.4 40", None, "! /indicators/0/weight [100.4] -> 100 (rounding)"),
        ("60.5 40.05", None, "! /indicators/0/weight [100.55] -> 100 (beyond)"),
        ("60.5 40", None, "! /indicators/0/weight [100.5] -> 100 (rounding)"),
        ("60.56 40", None, "! /indicators/0/weight [100.56] -> 100 (beyond)"),
        ("59.4 40", None, "! /indicators/0/weight [99.4] -> 100 (beyond)"),
        ("59.45 40", None, "! /indicators/0/weight [99.45] -> 100 (beyond)"),
        ("59.5 40", None, "! /indicators/0/weight [99.5] -> 100 (rounding)"),
        ("60.5 39.6", None, "! /indicators/0/weight [100.1] -> 100 (rounding)"),
    ],
)  # fmt: skip
def test_points_where_no_total_is_printed(weights: str, extra: str | None, says: str) -> None:
    money = [] if extra is None else _money(weight=extra)
    assert said("points-total", _form(weights, execution=money)) == [says]


@pytest.mark.parametrize("weights", ["", "- -", ". ."])
def test_a_form_without_points_is_no_fault(weights: str) -> None:
    assert said("points-total", _form(weights)) == []


_RIGHT = "= 分值合计 {}，与印出的合计相符"


@pytest.mark.parametrize(
    ("weights", "total", "money", "says"),
    [
        ("60 40", "100", [], _RIGHT.format(100)), ("60 30", "90", [], _RIGHT.format(90)),
        ("60 30", "100", _money(weight="10"), _RIGHT.format(100)),
        ("60 30", "90", _money(weight="10"), _RIGHT.format(90)),
        ("60 20", "80", _money(weight="10"), _FAULT.format(90, 80)),
        ("60 20", "100", _money(weight="10"), _FAULT.format(90, 100)),
        ("60 20", "90", _money(weight="10"), _RIGHT.format(90)), ("60 41", "100", [], _FAULT.format(101, 100)),
        # 执行率 may have the last ten points without printing them, where there is such a block
        ("60 30", "100", _money(score="10"), "= 指标合计 90 分，执行率一栏没有印分值"),
        ("60 30", "100", [], _FAULT.format(90, 100)),
        ("60 29", "100", _money(score="10"), _FAULT.format(89, 100)),
        ("60 30", "99", _money(score="10"), _FAULT.format(90, 99)),
        # more than the full points, printed as such
        ("60 50", "110", [], _FAULT.format(110, 100)), ("60 40", "110", _money(weight="10"), _FAULT.format(110, 100)),
        ("60 50", "120", [], _FAULT.format(110, 120)),
        # a total that cannot be read is none; of several the last counts
        ("60 40", "一百", [], "= 分值合计 100"),
    ],
)  # fmt: skip
def test_points_against_a_printed_total(weights: str, total: str, money: list[dict[str, str]], says: str) -> None:
    assert said("points-total", _form(weights, totals=f"weight={total}", execution=money)) == [says]


def test_of_several_totals_the_last_counts() -> None:
    assert said("points-total", _form("60 40", totals="weight=60 weight=100")) == [_RIGHT.format(100)]
    assert said("points-total", _form("60 40", totals="weight=100 weight=60")) == [_FAULT.format(100, 60)]


@pytest.mark.parametrize("place", ["level1", "level2", "name"])
def test_points_in_addition_may_pass_a_hundred(place: str) -> None:
    form = _form("60 40 5", totals="weight=105")
    form["rows"][2][("level1", "level2", "name").index(place)] = "附加项"
    assert said("points-total", form) == [_RIGHT.format(105)]


def test_a_total_beyond_a_hundred_says_what_is_wrong() -> None:
    from extractor.quality.points_totals import points_total
    from extractor.quality.registry import Fault

    (say,) = points_total(case_of(_form("60 50", totals="weight=110=总分")))
    assert isinstance(say, Fault) and "印出的总分也是 110 分，超过满分 100 分" in say.message and say.at == {"line": 99}
    (say,) = points_total(case_of(_form("60 50", totals="weight=111=总分")))
    assert isinstance(say, Fault) and say.at == {"line": 99}
    assert say.message == "各指标分值合计 110 分，与印出的总分 111 分不符，请核对分值。"
    (say,) = points_total(case_of(_form("60 50", execution=_money(weight="10"))))
    assert isinstance(say, Fault) and say.at == {"table": 0, "row": 0, "col": 4}
    assert say.message == "各指标分值合计 110 分，加执行率 10 分共 120 分，与满分 100 分不符，请核对分值。"
    assert say.inputs == {"指标分值合计": "110", "执行率分值": "10"}


@pytest.mark.parametrize(
    ("total", "says"),
    [
        # what the 得分 add up to only slipped into the column of the 分值, unless it is the full points
        ("88", "= 分值合计 100"),
        ("97", "= 分值合计 100"),
        ("89", _FAULT.format(100, 89)),
        ("100", _RIGHT.format(100)),
    ],
)
def test_a_total_of_the_scores_under_the_weights(total: str, says: str) -> None:
    form = _form("60 30", "58 30", totals=f"weight={total}", execution=_money(weight="10", score="9"))
    assert said("points-total", form) == [says]


@pytest.mark.parametrize(
    ("scores", "total", "says"),
    [
        ("58 -", "58", _FAULT.format(100, 58)),
        ("58 30", "89", _FAULT.format(100, 89)),
        ("0 0", "0", _FAULT.format(100, 0)),
        ("58 30", "88", "= 分值合计 100"),
    ],
)
def test_scores_that_are_not_all_there_explain_no_total(scores: str, total: str, says: str) -> None:
    assert said("points-total", _form("60 40", scores, totals=f"weight={total}")) == [says]


@pytest.mark.parametrize(
    ("weights", "scopes", "extra", "says"),
    [
        ("100 60 40", {0: "period"}, None, "= 实施期、年度指标各自分值合计 100、100"),
        ("90 60 30", {0: "period"}, "10", "= 实施期、年度指标各自分值合计 90、90"),
        ("90 60 40", {0: "period"}, None, "= 实施期、年度指标各自分值合计 90、100"),
        ("100 60 30", {0: "period"}, "10", _FAULT.format(200, 100)),
        ("99 60 40", {0: "period"}, None, _FAULT.format(199, 100)),
        ("100 60 41", {0: "period"}, None, _FAULT.format(201, 100)), ("60 40", {}, None, "= 分值合计 100"),
        ("60 40", {0: "period"}, None, "= 分值合计 100"),
    ],
)  # fmt: skip
def test_long_term_and_annual_points_are_added_apart(
    weights: str, scopes: dict[int, str], extra: str | None, says: str
) -> None:
    money = [] if extra is None else _money(weight=extra)
    assert said("points-total", _form(weights, scopes=scopes, execution=money)) == [says]


@pytest.mark.parametrize(
    ("name", "points", "says"),
    [
        ("预算执行率", "10", "= 分值合计 100"), ("预算执行率", "9", _FAULT.format(109, 100)),
        ("预算完成", "10", _FAULT.format(110, 100)),
    ],
)  # fmt: skip
def test_an_execution_rate_printed_once_more_as_an_indicator(name: str, points: str, says: str) -> None:
    """Its points count once where they are the same."""
    form = _form(f"{points} 60 30", execution=_money(weight="10"))
    form["rows"][0][2] = name
    assert said("points-total", form) == [says]


@pytest.mark.parametrize(
    ("text", "weights", "money", "says"),
    [
        ("总分：83", "40 33", "10", "= 分值合计 83"), ("满分83分", "40 33", "10", "= 分值合计 83"),
        ("总分：84", "40 33", "10", _FAULT.format(83, 100)),
        ("总分：83，合格", "40 33", "10", _FAULT.format(83, 100)),
        ("总分：110", "60 40", "10", _FAULT.format(110, 100)),
    ],
)  # fmt: skip
def test_a_total_in_a_cell_of_its_own_acquits_up_to_the_full_points(
    text: str, weights: str, money: str, says: str
) -> None:
    for form in (_form(weights, cells=[text]), _form(weights, labels=[text])):
        assert said("points-total", form | {"execution": _money(weight=money)}) == [says]


def test_a_fault_of_the_total_is_told_where_the_level_says_so() -> None:
    """One 二级 of 25 for 20, or two levels that are wrong together."""
    form = _form("25 80")
    form["rows"][0][1] = "数量指标（20分）"
    form["rows"][1][1] = "质量指标"
    assert said("points-total", form) == ["? 与“数量指标（20分）”下的分值合计是同一处不平，已在那里报过"]
    form["rows"][1][1] = "质量指标（70分）"
    assert said("points-total", form) == [_FAULT.format(105, 100)]
    form["rows"][1][1] = "质量指标（80分）"
    assert said("points-total", form) == ["? 与“数量指标（20分）”下的分值合计是同一处不平，已在那里报过"]


def _doubt(observed: str, part: str, code: str = "unread-text") -> dict[str, str]:
    return {"code": code, "pointer": "/unmapped/0", "why": "没有读懂。", "part": part, "observed": observed}


_UNREAD = "? 资金执行的分值可能在没有读懂的地方，合计不了"


@pytest.mark.parametrize(
    ("weights", "doubt", "extra", "says"),
    [
        ("60 25", _doubt("分值 15", "head"), None, _UNREAD),
        ("60 25", _doubt("分值 14", "head"), None, _FAULT.format(85, 100)),
        ("60 25", _doubt("某某", "money"), None, _UNREAD),
        ("60 25", _doubt("某某", "indicators"), None, _FAULT.format(85, 100)),
        ("60 25", _doubt("分值 15", "money", "doubtful-reading"), None, _FAULT.format(85, 100)),
        ("60 45", _doubt("某某", "money"), None, _FAULT.format(105, 100)),
        ("60 45", _doubt("5", "head"), None, _FAULT.format(105, 100)),
        ("60 25", _doubt("某某", "money"), "10", _FAULT.format(95, 100)),
    ],
)  # fmt: skip
def test_what_the_sum_lacks_may_not_have_been_read(
    weights: str, doubt: dict[str, str], extra: str | None, says: str
) -> None:
    """Only where it lacks something, and where the money block prints no points."""
    money = [] if extra is None else _money(weight=extra)
    assert said("points-total", _form(weights, doubts=[doubt], execution=money)) == [says]


# --- points in the names of levels ------------------------------------------------------------------------------


def _levels(*rows: str) -> dict[str, Any]:
    cells = [
        [*(c.strip() for c in row.split("|")[:2]), f"某数{n}", "5人", *row.split("|")[2:]] for n, row in enumerate(rows)
    ]
    return {"columns": ["level1", "level2", "level3", "target", "weight"], "rows": cells}


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (["产出指标（50分）|数量指标|50"], ["= “产出指标（50分）”下各行分值合计 50"]),
        (["产出指标（50分）|数量指标|49"], ["! /indicators/0/level1 [产出指标（50分）] -> 49分 (beyond)"]),
        (["产出指标（50分）|数量指标|51"], ["! /indicators/0/level1 [产出指标（50分）] -> 51分 (beyond)"]),
        (["产出指标|数量指标|49"], []),
        (["成本指标（10-20分）|经济成本指标|10"], ["= “成本指标（10-20分）”下各行分值合计 10"]),
        (["成本指标（10-20分）|经济成本指标|20"], ["= “成本指标（10-20分）”下各行分值合计 20"]),
        (["成本指标（10-20分）|经济成本指标|9"], ["! /indicators/0/level1 [成本指标（10-20分）] -> 9分 (beyond)"]),
        (["成本指标（10-20分）|经济成本指标|21"], ["! /indicators/0/level1 [成本指标（10-20分）] -> 21分 (beyond)"]),
        # a row without points: nothing to add, or nothing at all printed
        (["产出指标（50分）|数量指标|50", "产出指标（50分）|质量指标|"],
         ["? “产出指标（50分）”下有分值空白或读不出来的行"]),
        (["产出指标（50分）|数量指标|", "效益指标（30分）|社会效益指标|30"],
         ["= “效益指标（30分）”下各行分值合计 30"]),
        # what follows a block that says nothing, that lacks points, that is right, that is wrong
        (["产出指标（50分）|数量指标|40", "产出指标（50分）|质量指标|", "效益指标|社会效益指标|9",
          "满意度指标（10分）|满意度指标|10", "管理指标（5分）|某|4"],
         ["? “产出指标（50分）”下有分值空白或读不出来的行", "= “满意度指标（10分）”下各行分值合计 10",
          "! /indicators/4/level1 [管理指标（5分）] -> 4分 (beyond)"]),
        (["产出指标（50分）|数量指标|40", "效益指标（30分）|社会效益指标|20"],
         ["! /indicators/0/level1 [产出指标（50分）] -> 40分 (beyond)",
          "! /indicators/1/level1 [效益指标（30分）] -> 20分 (beyond)"]),
        # the same fault of a 一级 and of its 二级 is told of the 二级; another one of each
        (["产出指标（50分）|数量指标（20分）|25", "产出指标（50分）|质量指标（30分）|30"],
         ["? 与“数量指标（20分）”下的分值合计是同一处不平，已在那里报过",
          "! /indicators/0/level2 [数量指标（20分）] -> 25分 (beyond)", "= “质量指标（30分）”下各行分值合计 30"]),
        (["产出指标（60分）|数量指标（20分）|25", "产出指标（60分）|质量指标（30分）|30"],
         ["! /indicators/0/level1 [产出指标（60分）] -> 55分 (beyond)",
          "! /indicators/0/level2 [数量指标（20分）] -> 25分 (beyond)", "= “质量指标（30分）”下各行分值合计 30"]),
        # one 二级 under two 一级 is two blocks
        (["产出指标|某类（20分）|20", "效益指标|某类（20分）|20"],
         ["= “某类（20分）”下各行分值合计 20", "= “某类（20分）”下各行分值合计 20"]),
        (["产出指标|某类（20分）|10", "产出指标|某类（20分）|10"], ["= “某类（20分）”下各行分值合计 20"]),
    ],
)  # fmt: skip
def test_points_in_the_name_of_a_level(rows: list[str], says: list[str]) -> None:
    assert said("points-of-level", _levels(*rows)) == says


# --- scores -----------------------------------------------------------------------------------------------------

_SCORES = "! /indicators/0/achieved_score [{}] -> {} ({})"
_HELD = "= 得分合计 {}，与印出的总分相符"


@pytest.mark.parametrize(
    ("scores", "totals", "money", "says"),
    [
        ("58 30", "score=88", {}, [_HELD.format(88)]), ("58 30", "score=89", {}, [_SCORES.format(89, 88, "beyond")]),
        ("58 30", "score=87", {}, [_SCORES.format(87, 88, "beyond")]), ("58 30", "", {}, []),
        ("58 -", "score=58", {}, ["? 有的指标得分是空的或读不出来"]),
        ("- -", "score=58", {}, ["? 有的指标得分是空的或读不出来"]),
        ("58 30", "score=88 score=98", {"score": "10"}, [_HELD.format(98)]),
        # a row of totals that closes the indicators alone: its name says so, or its own 分值
        ("58 30", "score=88", {"score": "10"}, [_HELD.format(88)]),
        ("58 30", "score=88=总分", {"score": "10"}, [_SCORES.format(88, 98, "beyond")]),
        ("58 30", "score=88=总分 weight=90=总分", {"weight": "10", "score": "10"}, [_HELD.format(88)]),
        ("58 30", "score=88 weight=100", {"weight": "10", "score": "10"}, [_SCORES.format(88, 98, "beyond")]),
        ("58 30", "score=88 weight=90", {"weight": "9", "score": "8"}, [_SCORES.format(88, 96, "beyond")]),
        # a total of the 分值 said in the same place
        ("58 30", "score=100 weight=100", {"weight": "10", "score": "10"}, ["= 印出的总分是分值的合计"]),
        ("58 30", "score=101 weight=101", {"weight": "10", "score": "10"}, [_SCORES.format(101, 98, "beyond")]),
        ("58 30", "score=100", {"weight": "10", "score": "10"}, [_SCORES.format(100, 98, "beyond")]),
        # the money block has 分值 and prints no 得分
        ("58 30", "score=98", {"weight": "10"}, ["= 预算执行的分值是 10，没有印得分，印出的总分含它的 10 分"]),
        ("58 30", "score=97", {"weight": "10"}, ["? 预算执行的分值是 10，没有印得分，印出的总分含它的 9 分"]),
        ("58 30", "score=88", {"weight": "10"}, [_HELD.format(88)]),
        ("58 30", "score=88=总分", {"weight": "10"}, [_HELD.format(88)]),
        ("58 30", "score=99", {"weight": "10"}, [_SCORES.format(99, 88, "beyond")]),
        ("58 30", "score=88.5", {"weight": "10"}, ["? 预算执行的分值是 10，没有印得分，印出的总分含它的 0.5 分"]),
        ("58 30", "score=90 weight=90", {}, ["= 印出的总分是分值的合计"]),
        ("58 30", "score=87", {"weight": "10"}, [_SCORES.format(87, 88, "beyond")]),
        # the same points too many in the 分值
        ("60 40", "score=100=总分 weight=100=总分", {"weight": "10", "score": "10"},
         ["? 与分值合计是同一处不平，已在分值里报过"]),
        ("60 39", "score=100=总分 weight=100=总分", {"weight": "10", "score": "10"},
         [_SCORES.format(100, 109, "beyond")]),
        # within half a digit of the printed total, where points have fractions
        ("58.2 30", "score=88", {}, [_SCORES.format(88, "88.2", "rounding")]),
        ("58.5 30", "score=88", {}, [_SCORES.format(88, "88.5", "rounding")]),
        ("58.6 30", "score=88", {}, [_SCORES.format(88, "88.6", "beyond")]),
        ("57.5 30", "score=88", {}, [_SCORES.format(88, "87.5", "rounding")]),
        # merged cells
        ("58 . 30", "score=88", {}, [_HELD.format(88)]),
        ("58 . 30", "score=89", {}, ["? 有的指标行没有自己的得分格，合计不了"]),
    ],
)  # fmt: skip
def test_scores_against_their_total(scores: str, totals: str, money: dict[str, str], says: list[str]) -> None:
    weights = {"60 40": "60 40", "60 39": "60 40"}.get(scores, "60 30" if scores.count(" ") == 1 else "50 10 30")
    form = _form(weights, scores, totals=totals, execution=[{**_EXTRA, **money}] if money else [])
    assert said("scores-total", form) == says


def test_a_row_of_totals_that_closes_a_hundred_points_of_indicators() -> None:
    form = _form("60 40", "58 30", totals="score=88=总分 weight=100", execution=_money(score="5"))
    assert said("scores-total", form) == [_HELD.format(88)]


def test_a_total_of_the_weights_in_another_place_is_no_total_of_the_scores() -> None:
    form = _form("60 30", "58 30", execution=_money(weight="10", score="10"))
    form["totals"] = [{"what": "score", "raw": "100"}, {"what": "weight", "raw": "100", "line": 98}]
    assert said("scores-total", form) == [_SCORES.format(100, 98, "beyond")]


@pytest.mark.parametrize(
    ("total", "doubt", "money", "unread"),
    [
        ("98", _doubt("得分 10", "head"), [], True), ("98", _doubt("得分 9", "head"), [], False),
        ("98", _doubt("某某", "money"), [], True), ("98", _doubt("得分 1", "money"), _money(score="9"), False),
        ("78", _doubt("某某", "money"), [], False),
    ],
)  # fmt: skip
def test_what_the_scores_lack_may_not_have_been_read(
    total: str, doubt: dict[str, str], money: list[dict[str, str]], unread: bool
) -> None:
    (say,) = said(
        "scores-total", _form("60 40", "58 30", totals=f"score={total}=总分", doubts=[doubt], execution=money)
    )
    assert (say == "? 资金执行的得分可能在没有读懂的地方，合计不了") == unread and say.startswith("?!"[not unread])


def test_the_figures_of_the_scores() -> None:
    from extractor.quality.points_totals import scores_total

    (say,) = scores_total(case_of(_form("60 30", "58 30", totals="score=98", execution=_money(score="10"))))
    assert say.inputs == {"指标得分合计": "88", "执行率得分": "10", "印出的总分": "98"}
    (say,) = scores_total(case_of(_form("60 30", "58 30", totals="score=88")))
    assert say.inputs["执行率得分"] == "无"


@pytest.mark.parametrize(
    ("form", "totals"),
    [
        (_form("60 30", "58 30", totals="score=88"), ["88"]),
        (_form("60 30", "58 30", totals="score=88 score=甲"), ["88"]),
        (_form("60 30", "58 30", cells=["总得分：88分"]), ["88"]),
        (_form("60 30", "58 30", labels=["自评得分 88"]), ["88"]),
        (_form("60 30", "58 30", cells=["总得分：88"], totals="score=90"), ["90"]),
        (_form("60 30", cells=["总得分：88"]), []),
        (_form("60 30", "58 30", cells=["总得分：88"], labels=["自评得分88"]), ["88", "88"]),
        (_form("60 30", "58 30", cells=["总得分：88"], labels=["自评得分87"]), []),
        (_form("60 30", "58 30", cells=[["自评总分", "88"]]), ["88"]),
        (_form("60 30", "58 30", cells=["总分：88"]), []),
        (_form("60 30", "58 30", totals="weight=90"), []),
    ],
)  # fmt: skip
def test_totals_of_the_scores(form: dict[str, Any], totals: list[str]) -> None:
    """The table's own, else one said in a line or a cell, where all that say one say the same."""
    assert [total.raw for total, _ in printed_totals(case_of(form), "score")] == totals
