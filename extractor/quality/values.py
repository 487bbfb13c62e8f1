"""适当性: units, direction of the sign, cost against budget."""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.characters.fold import fold_label, fold_text, squeeze
from extractor.model.filing import Target
from extractor.model.finding import Related
from extractor.quality.book import HeadUnits
from extractor.quality.case import Case, Row
from extractor.quality.numbers import MONEY, exact
from extractor.quality.registry import Fault, Held, Says, Unsure, form_rule
from extractor.quality.wording import is_cost_in_money, is_rate, is_slogan
from extractor.values.number import plain
from extractor.values.target import parse_target

_BRACKET = re.compile(r"[(（][^()（）]*[\u4e00-\u9fffA-Za-z%‰㎡²][^()（）]*[)）]\s*$|[≥≤><=][*＊]{1,2}[^\d]+$")
_DASH = frozenset({"", "-", "—", "/", "——", "无", "--"})


def _is_bare(target: Target) -> bool:
    return target.kind in ("number", "range") and not target.unit


_PURE = re.compile(r"(?:系数|指数)(?:[（(][^（）()]*[)）])?$")
"""Names of pure numbers: no unit belongs to them."""


def _is_zero(target: Target) -> bool:
    return target.kind == "number" and exact(target.value) == 0


@form_rule("unit-missing", "missing-unit")
def unit_missing(case: Case) -> Says:
    """指标值是数字，却没有单位。

    为什么：“3.84”是万元、万人还是次，看不出来。三种情形：表头写明“指标值及单位”；单位栏空着或填“-”；同一栏里
    其他数字都有单位，名称里也没有带单位的括号。0 和定性的行不要求单位；名称括号里已有单位、表中又没有单位栏的不报。
    不合格：成本指标 ｜ 按标准发放帮扶资金 ｜ 3.84
    合格：　成本指标 ｜ 按标准发放帮扶资金 ｜ ≤3.84万元
    """
    asked = any("单位" in c.header for c in case.reading.columns if c.role == "target")
    has_unit_column = case.reading.has_column("unit")
    numbers = [row for row in case.named if row.target.kind in ("number", "range") and not _is_zero(row.target)]
    bare = [row for row in numbers if _without_unit(case, row, has_unit_column) and not _PURE.search(row.name)]
    others_have = len(bare) < len(numbers) and all(
        r.target.unit or _BRACKET.search(r.name) for r in numbers if r not in bare
    )
    for row in bare:
        in_name = bool(_BRACKET.search(row.name))
        if has_unit_column or (not in_name and (asked or (others_have and len(bare) == 1))):
            why = "单位栏是空的" if has_unit_column else "没有写单位"
            yield Fault(
                f"{row.called}的指标值“{row.target.raw.strip()}”{why}{_equals_budget(case, row)}，请补填单位。",
                f"{row.pointer}/target", observed=row.target.raw.strip(), expected="数值和单位",
            )  # fmt: skip
    yield Held(f"查看了 {len(numbers)} 个数字指标值")


def _without_unit(case: Case, row: Row, has_unit_column: bool) -> bool:
    if has_unit_column:
        cell = case.cell(row, "unit")
        return _is_bare(row.target) if cell is None else cell.strip() in _DASH and not _unit_in_value(row.target)
    return _is_bare(row.target)


def _unit_in_value(target: Target) -> bool:
    """The unit stands in the value cell itself (not taken from the name's bracket)."""
    return bool(target.unit) and squeeze(target.unit or "") in squeeze(target.raw) or "%" in target.raw


def _equals_budget(case: Case, row: Row) -> str:
    """A hint where the bare number is the form's budget in 万元."""
    number = row.number
    if number is None:
        return ""
    for budget in case.budgets:
        if budget.yuan == number * MONEY["万元"]:
            return f"（与本表{budget.name} {plain(number)} 万元相等，单位应为万元）"
    return ""


@form_rule("unit-wrong", "unit-clash")
def unit_wrong(case: Case) -> Says:
    """单位与指标名称不相配。

    为什么：人数的单位是人，率的单位是 %，面积的单位是平方米、亩等；单位不配多半是填错行或填错值。
    只判断名称结尾说得清的指标。
    不合格：村组干部人数 ｜ ≥230个
    合格：　村组干部人数 ｜ ≥230人
    """
    for row in case.named:
        target = row.target
        if target.kind not in ("number", "range") or not target.unit:
            continue
        usual = _usual_units(case, row, fold_text(target.unit))
        if usual:
            yield Fault(
                f"{row.called}的单位“{target.unit}”与指标名称不配，一般用{'、'.join(usual[:3])}，请核对。",
                f"{row.pointer}/target", observed=target.raw.strip(), expected="、".join(usual[:3]), mark=target.unit,
            )  # fmt: skip


def _usual_units(case: Case, row: Row, unit: str) -> list[str]:
    """Units that would go with the name, where this one does not; empty where nothing speaks against it."""
    entry = _head_units(case, row.name)
    units = entry.units if entry is not None else None
    if entry is not None and entry.quotients and "/" in unit and unit.split("/")[0] not in MONEY:
        return []
    if units is not None:
        scaled = unit.split("/")[0].lstrip("万亿千百")
        if len(scaled) > 1:
            scaled = scaled.removesuffix("次")  # 亩次: an area, as often as it was treated
        fits = unit in units or scaled in units or any(unit.endswith(u) for u in units if len(u) > 1 or u == "次")
        return [] if fits else units
    if said := _said_in_name(row, unit):
        return [said]
    name = fold_label(row.name)
    if unit in _SPANS and _any(case.words.things, name) and not _any(case.words.things_over_time, name):
        return ["个", "块", "条"]
    return []


_SPANS = frozenset({"年", "月", "个月", "天", "日"})
_COUNTED = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)(人次|人|户|个|座|公里|亩|次|场|辆|台|套|件)")


def _said_in_name(row: Row, unit: str) -> str | None:
    """The unit that the name itself puts behind the very same number (村组干部230人, ≥230个)."""
    found = [(exact(number), said) for number, said in _COUNTED.findall(fold_text(row.name))]
    said = next((said for number, said in found if number == row.number), None)
    return said if said is not None and said != unit and unit in _PLAIN_COUNTS else None


_PLAIN_COUNTS = frozenset(
    {"人次", "人", "户", "个", "座", "公里", "亩", "次", "场", "辆", "台", "套", "件", "年", "月"}
)


def _head_units(case: Case, name: str) -> HeadUnits | None:
    folded = fold_label(name)
    for entry in case.words.head_units:
        if folded.endswith(entry.endings) and not any(word in folded for word in entry.but_not):
            return entry
    return None


@form_rule("cost-as-rate", "unit-clash")
def cost_as_rate(case: Case) -> Says:
    """成本填成了百分比或比例。

    为什么：成本指标要写金额或单价的上限；“项目总成本 100%”量不出花多少钱。名称本身是比率
    （成本控制率、成本占比）的不算，社会成本、生态环境成本可以用比率，不算。
    不合格：成本指标 ｜ 项目总成本 ｜ 100%；成本指标 ｜ 单位成本 ｜ 1:3
    合格：　成本指标 ｜ 项目总成本 ｜ ≤36万元；成本指标 ｜ 成本节约率 ｜ ≥5%
    """
    for row in case.named:
        target = row.target
        as_rate = target.unit in ("%", "‰") and target.kind in ("number", "range")
        if (
            not is_cost_in_money(row)
            or not (as_rate or target.kind == "ratio")
            or is_rate(case, row.name)
            or is_slogan(case, row.name)
        ):
            continue
        yield Fault(
            f"{row.called}是成本，指标值“{target.raw.strip()}”却是比率，请改为金额或单价的上限。",
            f"{row.pointer}/target", observed=target.raw.strip(), expected="金额或单价的上限",
        )  # fmt: skip


@form_rule("actual-unit", "unit-clash")
def actual_unit(case: Case) -> Says:
    """完成值的单位与指标值的单位不是一类。

    为什么：指标值 15 台，完成值写 100% 或 15 人，无法比较。同一类的单位（元与万元、米与公里、次与场）和“个”“项”之类
    通用的量词不算；没有写单位的不算。
    不合格：指标值 ≥15台，实际完成值 100%
    合格：　指标值 ≥15台，实际完成值 15台
    """
    for row in case.named:
        asked, said = row.target, parse_target(row.indicator.actual or "", units=case.rules.units.index)
        if {asked.kind, said.kind} - {"number", "range"} or not asked.unit or not said.unit:
            continue
        if _same_sort(case, asked.unit, said.unit):
            yield Held(f"{row.called}的完成值与指标值单位相符")
            continue
        raw = (row.indicator.actual or "").strip()
        yield Fault(
            f"{row.called}的指标值用“{asked.unit}”，完成值“{raw}”用“{said.unit}”，不是一类单位，无法比较，请核对。",
            f"{row.pointer}/actual", observed=raw, expected=asked.unit, mark=said.unit,
        )  # fmt: skip


_COUNTS = frozenset({"count", "frequency", "households"})


def _same_sort(case: Case, one: str, other: str) -> bool:
    """Whether two units measure the same, or nothing can be told against it."""
    if fold_text(one) == fold_text(other) or {one, other} & {"分", "得分", "分值"}:
        return True
    families = [case.rules.units.index.family_of(unit.split("/")[0]) for unit in (one, other)]
    if None in families or families[0] == families[1]:
        return True
    generic = any(unit.lstrip("万亿") in case.words.generic_counters for unit in (one, other))
    return generic and set(families) <= _COUNTS or set(families) == {"count", "frequency"}


@form_rule("money-mixed", "mixed-units")
def money_mixed(case: Case) -> Says:
    """同一张表里金额有的用元、有的用万元。

    为什么：混用容易差一万倍。元/人、元/亩等单价按元填是正常的，不算混用；金额栏里两种单位并列、或总价与表头单位不一致时报；
    执行情况栏里某个数另写了单位的，已按本表单位折算，同样报。
    成本以外的指标用亿元（带动投资 1.2 亿元）说的不是本表的资金，写法也不会误读，不报。
    不合格：金额单位：万元；成本指标 ｜ 维护成本 ｜ ≤1681680元
    合格：　金额单位：万元；成本指标 ｜ 维护成本 ｜ ≤168.168万元
    """
    units = {a.unit for a in case.form.amounts.values() if a.value is not None and a.unit}
    if len(units) > 1:
        code, amount = next(
            (c, a) for c, a in case.form.amounts.items() if a.unit and a.unit != case.form.currency_unit
        )
        yield Fault(
            f"本表金额栏里{'和'.join(sorted(units))}混用，请统一单位。",
            f"/amounts/{code}", observed=amount.raw.strip(), expected=case.form.currency_unit,
        )  # fmt: skip
    own = case.form.currency_unit
    if aside := [
        entry for entry in case.reading.printed if entry.kind == "execution"
    ]:  # told in 元, kept in the form's
        yield Fault(
            f"资金栏里“{aside[0].raw}”另写了单位，本表金额用“{own}”，请统一单位以免误读。",
            aside[0].field, observed=aside[0].raw, expected=own,
        )  # fmt: skip
    floor = Decimal(case.limits.mixed_units_yuan)
    for row in case.named:
        unit, number = row.target.unit, row.number
        if own is None or number is None or unit not in MONEY or unit == own or _is_price(case, row):
            continue
        if unit == "元" and number < floor or unit in _LARGE and row.kind != "cost":
            continue
        yield Fault(
            f"{row.called}用“{unit}”，本表金额用“{own}”，请统一单位以免误读。",
            f"{row.pointer}/target", observed=row.target.raw.strip(), expected=own, mark=unit,
        )  # fmt: skip


_LARGE = frozenset({"百万元", "千万元", "亿元"})
"""What is produced or invested is told in these, whatever the unit of the form's own money."""


def _is_price(case: Case, row: Row) -> bool:
    return any(re.search(p, fold_text(row.name)) for p in case.words.unit_price_names)


@form_rule("sign-against-kind", "direction-mismatch")
def sign_against_kind(case: Case) -> Says:
    """符号方向与指标相反：成本用 ≥，完成率、合格率、满意度用 ≤。

    为什么：成本要有上限，“≥90 万元”等于没有约束；产出和满意度要有下限，“≤95%”等于允许做得更少。补助标准、节约率等
    本来就该有下限的名称不算；次数、人数等看名称，只有明显应当越多越好的才报。
    不合格：成本指标 ｜ 项目总成本 ｜ ≥90万元
    合格：　成本指标 ｜ 项目总成本 ｜ ≤90万元
    """
    for row in case.named:
        sign, target = row.target.operator, row.target
        if target.kind != "number" or sign not in (">=", ">", "<=", "<"):
            continue
        name = fold_label(row.name)
        floor = sign in (">=", ">")
        if floor and _has_money(target) and _is_ceiling(case, row) and not _any(case.words.cost_floor_names, name):
            wrong, right = "成本应当有上限", "≤"
        elif row.kind != "cost" and not floor and _higher(case, name):
            wrong, right = "这个指标应当有下限", "≥"
        else:
            continue
        yield Fault(
            f"{row.called}的指标值“{target.raw.strip()}”方向相反，{wrong}，请核对是否应为“{right}”。",
            f"{row.pointer}/target", observed=target.raw.strip(), expected=right,
        )  # fmt: skip


def _has_money(target: Target) -> bool:
    return bool(target.unit) and "元" in (target.unit or "")


def _is_ceiling(case: Case, row: Row) -> bool:
    """A cost, or the form's own budget in a form without levels."""
    if row.kind == "cost":
        return True
    unit = row.target.unit or ""
    return (
        row.kind is None and row.head is None and unit in MONEY and row.number is not None
        and row.number * MONEY[unit] in [b.yuan for b in case.budgets]
    )  # fmt: skip


def _any(words: list[str], text: str) -> bool:
    return any(word in text for word in words)


def _higher(case: Case, name: str) -> bool:
    """Whether more is plainly better, by the end of the name."""
    if _any(case.words.lower_is_better, name):
        return False
    return any(name.endswith(word) for word in case.words.higher_is_better)


@form_rule("cost-against-budget", "cost-exceeds-budget", "smaller")
def cost_against_budget(case: Case) -> Says:
    """总成本与本表预算金额不一致。

    为什么：项目总成本就是预算；大于预算说明钱不够或填错，小于预算要说明余额去向（只提示）。先把元、万元折成一样再比；
    单价没有数量、数字没有金额单位的，无法判断；单价乘数量正好等于预算的，记为相符。
    不合格：年度资金总额 50万元；项目总成本 ｜ ≤60万元
    合格：　年度资金总额 50万元；项目总成本 ｜ ≤50万元
    """
    costs = [row for row in case.named if row.kind == "cost" and row.number is not None]
    if not costs:
        return
    if not case.budgets:
        yield Unsure("本表的预算金额读不出来或单位不明")
        return
    for row in costs:
        yield from _one_cost(case, row)


def _one_cost(case: Case, row: Row) -> Says:
    number, unit = row.number, row.target.unit
    assert number is not None
    shown = {b.name: f"{plain(b.yuan / MONEY['万元'])}万元" for b in case.budgets}
    inputs = {row.name: row.target.raw.strip(), **shown}
    if unit is None:
        yield Unsure(f"{row.called}的“{row.target.raw.strip()}”没有金额单位", inputs)
    elif "元/" in unit or (unit in MONEY and _is_price(case, row)):
        yield from _unit_cost(case, row, number, unit, inputs)
    elif unit in MONEY:
        cost = number * MONEY[unit]
        if cost in [b.yuan for b in case.budgets]:
            yield Held(f"{row.called}的“{row.target.raw.strip()}”与预算金额相符", inputs)
            return
        if _of_years(case, row):
            yield Unsure(f"{row.called}是几年合计的成本，不与年度预算比较", inputs)
            return
        yield from _total_cost(case, row, cost, inputs)


def _of_years(case: Case, row: Row) -> bool:
    """A cost of the whole period (K27): never held against the year's money."""
    return row.indicator.scope == "period" or "period" in case.rules.grammar.scope_words(row.name)


def _total_cost(case: Case, row: Row, cost: Decimal, inputs: dict[str, str]) -> Says:
    name = fold_text(row.name)
    over = cost > max(b.yuan for b in case.budgets)
    whole = any(re.search(p, name) for p in case.words.total_cost_names) and not any(
        re.search(p, name) for p in case.words.part_cost_names
    )
    if not over and not whole:
        yield Unsure(f"{row.called}不一定是总成本，不与预算比较", inputs)
        return
    if over and row.target.operator in (">=", ">"):
        yield Unsure(f"{row.called}写的是下限，不与预算比较", inputs)
        return
    budget = case.budgets[0]
    whole_sum = plain(budget.yuan / MONEY["万元"])
    gap = plain(abs(cost - budget.yuan) / MONEY["万元"])
    pointer = f"/amounts/{budget.code}"
    yield Fault(
        f"{row.called}的“{row.target.raw.strip()}”{'大于' if over else '小于'}本表{budget.name} {whole_sum} 万元，"
        f"相差 {gap} 万元，请核对。",
        f"{row.pointer}/target", observed=row.target.raw.strip(), expected=f"{whole_sum}万元",
        grade=None if over else "smaller", inputs=inputs,
        related=[Related(budget.name, f"/forms/{case.form.index}{pointer}", case.form.amounts[budget.code].raw,
                         case.place(pointer))],
    )  # fmt: skip


def _unit_cost(case: Case, row: Row, price: Decimal, unit: str, inputs: dict[str, str]) -> Says:
    """Price × quantity, where exactly one 数量 row has the price's own unit."""
    paid, _, per = unit.partition("/")
    money = MONEY.get(paid)
    rows = [r for r in case.named if r.kind == "quantity" and r.number is not None and r.target.unit == per]
    if money is None or not per or len(rows) != 1:
        yield Unsure(f"{row.called}是单价，没有唯一对应的数量", inputs)
        return
    quantity = rows[0].number
    assert quantity is not None
    product = price * money * quantity
    shown = f"{plain(quantity)}{per} × {plain(price)}{unit} = {plain(product)}元"
    if product in [b.yuan for b in case.budgets]:
        yield Held(f"数量乘单价 {shown}，与预算金额相符", inputs | {"数量×单价": shown})
    else:
        yield Unsure(f"数量乘单价 {shown}，与预算金额不等，可能另有其他支出", inputs | {"数量×单价": shown})
