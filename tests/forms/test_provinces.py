"""The provinces' forms (bench/provinces) say in their truth what they show, and their figures add up."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import permutations

import pytest

from bench.provinces import SETS, load
from bench.provinces.sheet import Cell, Line, Table, draw
from bench.provinces.truth import Form

FORMS = load()
PACKED = {"anhui_fishing_ban", "gansu_relief", "shanxi_gas", "beijing_hutong"}
"""Several parts of a row stand in one cell, or a cell names what it holds."""
LYING = {"guangxi_mangrove"}
"""An indicator is a column of the table."""
SOME_PARTS = {"shandong_reservoir", "hebei_disabled"}
"""Of the money's parts one is printed."""


def _number(text: object) -> Decimal:
    return Decimal(str(text).replace(",", ""))


def _texts(form: Form) -> list[str]:
    blocks = form.blocks()
    return [b.text for b in blocks if isinstance(b, Line)] + [
        c.text for b in blocks if isinstance(b, Table) for c in b.cells
    ]


def _cells(form: Form) -> list[Cell]:
    return [c for b in form.blocks() if isinstance(b, Table) for c in b.cells]


def test_there_are_enough_of_each_and_no_name_twice() -> None:
    assert [len(forms()) for forms in SETS.values()] == [18, 19, 20, 35, 20, 32, 49, 45, 34, 46, 43, 48, 40]
    assert len({f.name for f in FORMS}) == 449


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.name)
def test_the_truth_of_a_form_holds(form: Form) -> None:
    _what_the_truth_says_is_printed(form)
    _a_row_of_the_truth_is_a_row_of_the_table(form)
    _what_a_value_means_is_what_it_says(form)
    _the_money_adds_up(form)
    if form.points:
        _the_points_add_up(form)


def _what_the_truth_says_is_printed(form: Form) -> None:
    texts = _texts(form)
    whole = "\n".join(texts)
    shown = whole if form.name in PACKED else texts
    for reading in form.truth()["forms"]:
        for key in ("title", "filer", "department", "implementer", "project_name", "project_code"):
            assert (reading.get(key) or "") in whole, key
        for value in (reading.get("texts") or {}).values():
            assert value in shown
        for entry in reading.get("execution", []):
            assert all(v is None or v in whole for v in entry.values()), entry
        for value in (reading.get("signoff") or {}).values():
            assert value is None or value in whole or "-" in value
        for row in reading["indicators"]:
            assert row["level3"] in shown
            further = [row[k] for k in ("actual", "weight", "achieved_score", "standard", "note") if row.get(k)]
            assert all(f in shown for f in further), row
            assert all(not row[k] or any(row[k] in t.replace("\n", "") for t in texts) for k in ("level1", "level2")), (
                row
            )


def _a_row_of_the_truth_is_a_row_of_the_table(form: Form) -> None:
    cells = _cells(form)
    for reading in form.truth()["forms"]:
        for row in reading["indicators"]:
            raws = [row["target_raw"], *row.get("target_raw_alt", ())]
            if form.name in PACKED:
                lines = ["".join(c.text for c in cells if c.row == r) for r in {c.row for c in cells}]
                assert any(row["level3"] in line and raw in line for raw in raws for line in lines), row
                continue
            place = "col" if form.name in LYING else "row"
            named = {getattr(c, place) for c in cells if c.text == row["level3"]}
            beside = [{c.text for c in cells if getattr(c, place) == r} for r in named]
            assert any(_stands(raw, texts) for raw in raws for texts in beside), row


def _stands(raw: str, texts: set[str]) -> bool:
    """One cell, the cells of several places, or a sign, a value and a unit in cells of their own."""
    return (
        raw in texts
        or ("；" in raw and set(raw.split("；")) <= texts)
        or any(raw == "".join(parts) for n in (2, 3) for parts in permutations(texts, n))
    )


def _what_a_value_means_is_what_it_says(form: Form) -> None:
    signs = {
        ">=": ("≥", ">=", "不低于", "不少于", "大于等于"),
        "<=": ("≤", "<=", "不超过", "不高于", "小于等于"),
        "=": ("=", "＝", "等于"),
        "<": ("<", "＜", "低于"),
        ">": (">", "＞"),
    }
    after = {">=": "以上$", "<=": "以?内$"}
    for reading in form.truth()["forms"]:
        for row in reading["indicators"]:
            target, raw = row["target"], row["target_raw"]
            if "value" in target:
                number = re.search(r"\d+(?:\.\d+)?", raw)
                assert number and Decimal(target["value"]) in (Decimal(number[0]), Decimal(number[0]) * 10000), row
                sign = target.get("operator", "")
                plain = re.sub(after.get(sign, "$"), "", raw).removeprefix("约")
                unit = target.get("unit", "")
                assert plain.endswith((unit, f"（{unit}）")), row
                assert plain.startswith(signs.get(sign, number[0])) or plain != raw, row
            elif "date" in target:
                said = raw if re.match(r"\d{4}", raw) else f"{reading['fiscal_year']}年{raw}"
                assert list(map(int, target["date"].split("-"))) == list(map(int, re.findall(r"\d+", said)[:2])), row
            elif target["kind"] == "text":
                assert not re.search(r"\d", raw), row


def _the_money_adds_up(form: Form) -> None:
    for reading in form.truth()["forms"]:
        for total, *parts in form.sums:
            amounts = reading["amounts"]
            assert _number(amounts[total]) == sum(_number(amounts[p]) for p in parts)
        for entry in reading.get("execution", []):
            given = entry.get("adjusted", entry.get("initial"))
            if given and (rate := entry.get("rate")) and "rate-mismatch" not in form.due:
                share = 100 * _number(entry["executed"]) / _number(given)
                assert abs(share - _number(rate.rstrip("%"))) <= Decimal("0.006"), entry
        first, *parts = reading.get("execution", [{}])
        if parts and form.name not in SOME_PARTS:
            for key in {"initial", "adjusted", "executed"} & set(first):
                assert _number(first[key]) == sum(_number(p[key]) for p in parts), key


def _the_points_add_up(form: Form) -> None:
    for reading in form.truth()["forms"]:
        money = (reading.get("execution") or [{}])[0]
        rows = reading["indicators"]
        assert sum(_number(r["weight"]) for r in rows if r["weight"]) + _number(money.get("weight", 0)) == _number(
            form.points
        )
        if "score" in money:
            total = sum(_number(r["achieved_score"]) for r in rows if r["weight"]) + _number(money["score"])
            assert any(_is(t, total) for t in _texts(form)), total


def _is(text: str, number: Decimal) -> bool:
    """A cell of its own, or the last of a sentence: 总得分：99.00, 自评99.5分."""
    return any(Decimal(found) == number for found in re.findall(r"\d+(?:\.\d+)?(?=分|$)", text))


def test_a_drawing_with_a_hole_or_an_overlap_is_refused() -> None:
    with pytest.raises(ValueError, match="未占满"):
        draw("| a | b |\n| c |")
    with pytest.raises(ValueError, match="重叠"):
        draw("| a | b ↓2 | c |\n| d →2 | e |")
    with pytest.raises(ValueError, match="超出表尾"):
        draw("| a ↓2 | b ↓2 |")
