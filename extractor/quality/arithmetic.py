"""Sums inside one form: money by source and by use, the execution block, points (K27)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from extractor.model.filing import Execution
from extractor.quality.case import Case, Row
from extractor.quality.numbers import HUNDRED, exact, half_digit, plain
from extractor.quality.registry import Fault, Held, Says, Unsure, form_rule
from extractor.quality.sums import OF_FISCAL, SOURCES, Part, added, by_source, compare

AMOUNT_NAMES: dict[str, str] = {
    "total": "资金总额", "general_public_budget": "一般公共预算", "government_fund": "政府性基金",
    "state_capital": "国有资本经营预算", "special_account_nontax": "纳入专户管理的非税收入",
    "fiscal_appropriation": "财政拨款", "central_funds": "中央资金", "provincial_funds": "省级资金",
    "local_funds": "地方资金", "superior_funds": "上级资金", "current_level": "本级资金", "carry_over": "上年结转",
    "own_funds": "自有资金", "other_funds": "其他资金", "basic_expenditure": "基本支出",
    "project_expenditure": "项目支出",
}  # fmt: skip
_FURTHER_USES = re.compile(r"经营支出|上缴|事业发展性支出|附属单位|其他支出|结转下年")
_POINTS = re.compile(r"[（(]\s*(\d+(?:\.\d+)?)\s*(?:[-－~～—至]\s*(\d+(?:\.\d+)?))?\s*[）)]?\s*分\s*[）)]?")
_ITEMS: tuple[tuple[str, str], ...] = (
    ("一般公共预算", "general_public_budget"), ("基金", "government_fund"), ("国有资本", "state_capital"),
    ("专户", "special_account_nontax"), ("非税", "special_account_nontax"), ("结转", "carry_over"),
    ("中央", "central_funds"), ("省级", "provincial_funds"), ("上级", "superior_funds"),
    ("地方", "local_funds"), ("市级", "current_level"), ("县级", "current_level"), ("区级", "current_level"),
    ("本级", "current_level"), ("财政", "fiscal_appropriation"), ("自有", "own_funds"),
    ("自筹", "own_funds"), ("单位资金", "own_funds"), ("其他", "other_funds"), ("其它", "other_funds"),
)  # fmt: skip
_TOTAL_ITEM = re.compile(r"总额|合计|总计|总预算|资金总")


def amount_part(case: Case, code: str, fold: bool) -> Part:
    """A printed amount as a term of a sum, in yuan where units differ (`fold`)."""
    amount = case.form.amounts[code]
    name, pointer = AMOUNT_NAMES.get(code, code), f"/amounts/{code}"
    value = exact(amount.value)
    if value is None:
        blank = not any(ch.isdigit() for ch in amount.raw)
        return Part(name, pointer, amount.raw, Decimal(0) if blank else None, Decimal(0), amount.at, blank)
    slack = half_digit(value)
    if fold:
        slack *= {"万元": Decimal(10000), "亿元": Decimal(100000000)}.get(amount.unit or "", Decimal(1))
        value = exact(amount.yuan)
    return Part(name, pointer, amount.raw, value, slack, amount.at)


def _units_differ(case: Case, codes: Iterable[str]) -> bool:
    return len({a.unit for c in codes if (a := case.form.amounts.get(c)) is not None and a.value is not None}) > 1


def _printed_twice(case: Case, codes: Iterable[str]) -> bool:
    """Two different figures under one code: several years side by side."""
    return any(
        len({p.raw.strip() for p in case.printed(f"/amounts/{code}") if p.raw.strip() and not p.blank}) > 1
        for code in codes
    )  # fmt: skip


@form_rule("total-by-source", "sum-mismatch", "beyond", "rounding")
def total_by_source(case: Case) -> Says:
    """资金总额应等于按收入性质（来源）列出的各项之和。

    为什么：总额与分项同表列出，一加便知；差一分也要说明。单位不同先折成元；空白的分项按 0 计；差额不超过
    各数最后一位的一半之和时只作警告（可能是四舍五入）。多年总额不与年度额相比。
    不合格：资金总额 662.98，其中财政拨款 662.88，其他资金 0
    合格：　资金总额 291.97，其中一般公共预算 278.14，其他资金 13.83
    """
    codes = [code for code in SOURCES if code in case.form.amounts]
    if "total" not in case.form.amounts or not codes:
        return
    fold = _units_differ(case, ["total", *codes])
    total = amount_part(case, "total", fold)
    if total.blank:
        yield Unsure("资金总额是空的")
        return
    parts = {code: amount_part(case, code, fold) for code in codes}
    mixed = _printed_twice(case, ["total", *codes])
    says = by_source(total, parts, "资金总额按来源", case.form.index, mixed=mixed)
    yield from _only_held(says, "本表还有认不出的金额栏") if _leftover_amount(case) else says


@form_rule("total-by-use", "sum-mismatch", "beyond", "rounding")
def total_by_use(case: Case) -> Says:
    """资金总额应等于基本支出与项目支出之和。

    为什么：同一笔钱按支出性质再分一次，合计必须回到总额。
    不合格：资金总额 291.97，基本支出 174.21，项目支出 117.77
    合格：　资金总额 291.97，基本支出 174.21，项目支出 117.76
    """
    uses = ("basic_expenditure", "project_expenditure")
    amounts = case.form.amounts
    if "total" not in amounts or not all(code in amounts for code in uses):
        return
    fold = _units_differ(case, ["total", *uses])
    total, parts = amount_part(case, "total", fold), [amount_part(case, code, fold) for code in uses]
    if total.blank:
        yield Unsure("资金总额是空的")
    elif all(p.blank for p in parts):
        yield Unsure("基本支出和项目支出都是空的")
    elif _printed_twice(case, ["total", *uses]) or _leftover_amount(case) or any(_FURTHER_USES.search(text) for text, _ in case.reading.labels):
        yield from _only_held(compare(total, parts, "资金总额按支出性质", case.form.index), "本表另列有其他支出、多个总额或认不出的金额栏")
    else:
        yield from compare(total, parts, "资金总额按支出性质", case.form.index)


_AMOUNT_AT_END = re.compile(r"[\u4e00-\u9fff）)]\s*[：:]\s*[\d,，.]+\s*(?:万|亿)?元?\s*$")


def _leftover_amount(case: Case) -> bool:
    """A money line that no field took: the printed parts may not be all."""
    return any(_AMOUNT_AT_END.search(text) for item in case.form.unmapped for text in (item.label or "", item.text))


def _only_held(says: Says, why: str) -> Says:
    for say in says:
        yield say if not isinstance(say, Fault) else Unsure(why, say.inputs)


@form_rule("fiscal-by-kind", "sum-mismatch", "beyond", "rounding")
def fiscal_by_kind(case: Case) -> Says:
    """财政拨款（小计）应等于一般公共预算、政府性基金、国有资本经营预算之和。

    不合格：财政拨款小计 6.30，一般公共预算 6.03，政府性基金 0.00
    合格：　财政拨款小计 6.30，一般公共预算 6.30，政府性基金 0.00
    """
    amounts = case.form.amounts
    codes = [code for code in OF_FISCAL if code in amounts]
    if "fiscal_appropriation" not in amounts or not codes:
        return
    fold = _units_differ(case, ["fiscal_appropriation", *codes])
    total = amount_part(case, "fiscal_appropriation", fold)
    parts = {code: amount_part(case, code, fold) for code in codes}
    if total.blank or all(p.blank for p in parts.values()):
        yield Unsure("财政拨款或其分项是空的")
        return
    twice = _printed_twice(case, ["fiscal_appropriation", *codes])
    yield from by_source(total, parts, "财政拨款按预算种类", case.form.index, mixed=twice)


@form_rule("execution-by-source", "sum-mismatch", "beyond", "rounding")
def execution_by_source(case: Case) -> Says:
    """自评表、监控表的资金栏：预算数、执行数各列，总额行应等于以下各行之和。

    不合格：年度资金总额 执行数 87.57，其中财政拨款 执行数 78.57，其他资金 0
    合格：　年度资金总额 执行数 87.57，其中财政拨款 执行数 87.57，其他资金 0
    """
    rows = case.form.execution
    if len(rows) < 2 or rows[0].item is None or not _TOTAL_ITEM.search(rows[0].item):
        return
    coded = {code: i for i, row in enumerate(rows) if i and (code := _code_of(row)) is not None}
    if len(coded) != len(rows) - 1:
        yield Unsure("资金栏里有认不出的行或重复的行")
        return
    columns = []
    for column, name in (("initial", "年初预算数"), ("adjusted", "全年预算数"), ("executed", "执行数")):
        total = _execution_part(case, 0, column)
        parts = {code: _execution_part(case, i, column) for code, i in coded.items()}
        if not total.blank and not all(p.blank for p in parts.values()):
            columns.append((name, total, parts))
    # one row that is the whole of the total in one column is so in the others
    whole = any(total.value == added(list(parts.values())) for _, total, parts in columns)
    for name, total, parts in columns:
        yield from by_source(total, parts, f"资金栏{name}", case.form.index, whole=whole)


def _code_of(row: Execution) -> str | None:
    text = row.item or ""
    return next((code for word, code in _ITEMS if word in text), None)


def _execution_part(case: Case, index: int, column: str) -> Part:
    row = case.form.execution[index]
    raw: str | None = getattr(row, column)
    pointer = f"/execution/{index}/{column}"
    value = exact(raw)
    name = (row.item or "总额").strip("：: ")
    slack = half_digit(value) if value is not None else Decimal(0)
    return Part(name, pointer, raw or "", Decimal(0) if raw is None else value, slack, case.place(pointer), raw is None)


def weights(case: Case) -> list[tuple[Row, Decimal | None]]:
    """Points of the rows that carry some; a cell merged over several rows counts once."""
    seen: set[tuple[object, ...]] = set()
    found: list[tuple[Row, Decimal | None]] = []
    for row in case.rows:
        raw = (row.indicator.weight or "").strip()
        if not raw or raw in "—-/":
            if row.named:
                found.append((row, None))
            continue
        at = case.place(f"{row.pointer}/weight")
        key = (at.get("page"), at.get("table"), at.get("row"), at.get("col"), at.get("cell"))
        if at.get("col") is not None and at != row.indicator.at and key in seen:
            continue
        seen.add(key)
        found.append((row, exact(raw)))
    return found


def execution_points(case: Case) -> Decimal | None:
    """Points of the money block: those of its first row that has some."""
    return next((p for row in case.form.execution if (p := exact(row.weight)) is not None), None)


@form_rule("points-total", "sum-mismatch", "beyond", "rounding")
def points_total(case: Case) -> Says:
    """各指标分值（权重）之和，加上预算执行率的分值，应等于印出的总分，没有印总分的应为 100 分。

    为什么：权重合计不是 100，得分就没有可比性；不设执行率分值的表，指标合计 90 分也可以。
    不合格：指标分值合计 100，另有执行率 10 分，总分印作 100
    合格：　指标分值合计 90，执行率 10 分，总分 100
    """
    rows = weights(case)
    if not any(points is not None for _, points in rows):
        return
    if gaps := [row for row, points in rows if points is None]:
        yield Unsure(f"{gaps[0].called}的分值是空的或读不出来")
        return
    values = [points for _, points in rows if points is not None]
    own, extra = sum(values, Decimal(0)), execution_points(case)
    inputs = {"指标分值合计": plain(own), "执行率分值": plain(extra) if extra is not None else "无"}
    printed = [(t, v) for t in case.reading.totals if t.what == "weight" and (v := exact(t.raw)) is not None]
    both = own + (extra or 0)
    if printed:
        total, wanted = printed[-1]
        inputs["印出的合计"] = plain(wanted)
        if wanted in (own, both):
            yield Held(f"分值合计 {plain(wanted)}，与印出的合计相符", inputs)
            return
        if extra is None and own == case.limits.points_without_execution and any(exact(r.score) is not None for r in case.form.execution):
            yield Held("指标合计 90 分，执行率一栏只印得分、没有分值", inputs)
            return
        at, name = total.at, f"印出的{total.label or '合计'} {plain(wanted)}"
    else:
        full, short = Decimal(case.limits.full_points), Decimal(case.limits.points_without_execution)
        accepted = {full, Decimal(1)} if extra is not None else {full, short, Decimal(1), short / HUNDRED}
        if both in accepted:
            yield Held(f"分值合计 {plain(both)}", inputs)
            return
        wanted, at, name = full, case.place("/indicators/0/weight"), f"满分 {plain(full)}"
    slack = sum((half_digit(v) for v in values), Decimal(0)) if any(v != v.to_integral() for v in values) else Decimal(0)
    within = abs(both - wanted) <= slack
    plus = f"，加执行率 {plain(extra)} 分共 {plain(both)} 分" if extra is not None else ""
    yield Fault(
        f"各指标分值合计 {plain(own)} 分{plus}，与{name} 分不符，请核对分值。",
        "/indicators/0/weight", observed=plain(both), expected=plain(wanted), at=at,
        grade="rounding" if within else "beyond", inputs=inputs,
    )  # fmt: skip


def _label_points(raw: str) -> tuple[Decimal, Decimal] | None:
    found = _POINTS.search(raw)
    if found is None:
        return None
    low = Decimal(found[1])
    return low, Decimal(found[2]) if found[2] else low


def _blocks(rows: list[tuple[Row, Decimal | None]], level: str) -> Iterator[list[tuple[Row, Decimal | None]]]:
    """Runs of rows under one printed level label."""
    run: list[tuple[Row, Decimal | None]] = []
    for row, points in rows:
        if run and (getattr(run[-1][0], level), run[-1][0].level1) != (getattr(row, level), row.level1):
            yield run
            run = []
        run.append((row, points))
    if run:
        yield run


@form_rule("points-of-level", "sum-mismatch", "beyond", "rounding")
def points_of_level(case: Case) -> Says:
    """级别名称里印的分数（产出指标（50分））应等于它下面各行分值之和。

    不合格：产出指标（50分），其下各行分值合计 45
    合格：　产出指标（50分），其下各行分值合计 50；成本指标（0-20）分，合计在 0 与 20 之间
    """
    rows = weights(case)
    for level in ("level1", "level2"):
        for block in _blocks(rows, level):
            row = block[0][0]
            label: str = getattr(row, level)
            bounds = _label_points(label)
            if bounds is None or all(points is None for _, points in block):
                continue
            if any(points is None for _, points in block):
                yield Unsure(f"“{label}”下有分值空白或读不出来的行")
                continue
            own = sum((points for _, points in block if points is not None), Decimal(0))
            inputs = {label: plain(own)}
            if bounds[0] <= own <= bounds[1]:
                yield Held(f"“{label}”下各行分值合计 {plain(own)}", inputs)
                continue
            yield Fault(
                f"“{label}”下各行分值合计 {plain(own)} 分，与名称里印的分数不符，请核对。",
                f"{row.pointer}/{level}", observed=label, expected=f"{plain(own)}分", grade="beyond", inputs=inputs,
            )  # fmt: skip


@form_rule("scores-total", "sum-mismatch", "beyond", "rounding")
def scores_total(case: Case) -> Says:
    """自评得分：各指标得分加执行率得分，应等于印出的总得分。

    不合格：各项得分合计 98，总分栏填 100
    合格：　各项得分合计 98，总分栏填 98
    """
    printed = [(t, v) for t in case.reading.totals if t.what == "score" and (v := exact(t.raw)) is not None]
    rows = [row for row in case.rows if row.named or (row.indicator.achieved_score or "").strip()]
    if not printed or not rows:
        return
    values = [exact(row.indicator.achieved_score) for row in rows]
    extra = next((s for e in case.form.execution if (s := exact(e.score)) is not None), None)
    if any(v is None for v in values):
        yield Unsure("有的指标得分是空的或读不出来")
        return
    known = [v for v in values if v is not None]
    own, (total, wanted) = sum(known, Decimal(0)), printed[-1]
    both = own + (extra or 0)
    inputs = {"指标得分合计": plain(own), "执行率得分": plain(extra) if extra is not None else "无", "印出的总分": plain(wanted)}
    if wanted in (own, both):
        yield Held(f"得分合计 {plain(wanted)}，与印出的总分相符", inputs)
        return
    slack = half_digit(wanted) if any(v != v.to_integral() for v in known) else Decimal(0)
    yield Fault(
        f"各指标得分加执行率得分合计 {plain(both)} 分，与印出的{total.label or '总分'} {plain(wanted)} 分不符，请核对。",
        f"{rows[0].pointer}/achieved_score", observed=plain(wanted), expected=plain(both), at=total.at,
        grade="rounding" if abs(both - wanted) <= slack else "beyond", inputs=inputs,
    )  # fmt: skip
