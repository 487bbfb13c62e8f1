"""Self-evaluation and monitoring: execution rate, points by rate and direction, reasons for a shortfall."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from extractor.characters.fold import fold_text, squeeze
from extractor.model.filing import Execution
from extractor.quality.arithmetic import execution_by_source
from extractor.quality.case import Case, Row
from extractor.quality.direction import Direction, direction_of
from extractor.quality.numbers import HUNDRED, MONEY, exact, first_number, half_digit
from extractor.quality.points import shared_points
from extractor.quality.registry import Fault, Held, Says, Unsure, form_rule
from extractor.quality.sums import gap_of, same_fault
from extractor.values.number import plain
from extractor.values.target import parse_target
from extractor.values.unit import UnitIndex

_ONE_DECIMAL = Decimal("0.05")


def _rate(raw: str | None) -> Decimal | None:
    """A printed rate in per cent: "88%" -> 88, "0.88" and "1" (a stored share) -> 88 and 100, "88" -> 88."""
    value = exact(raw)
    if value is None or raw is None:
        return None
    return value * HUNDRED if _is_share(raw, value) else value


def _is_share(raw: str, value: Decimal) -> bool:
    return "%" not in raw and "％" not in raw and abs(value) <= SHARE


SHARE = Decimal("1.5")
"""A rate without % up to here is a share of one."""


@form_rule("execution-rate", "rate-mismatch")
def execution_rate(case: Case) -> Says:
    """预算执行率应等于执行数除以预算数。

    为什么：两个数都在表里，一除便知。分母用全年（调整后）预算数，没有时用年初预算数；印出的小数位之内的四舍五入不算错；
    预算数是 0 时不比较。
    不合格：预算数 7574，执行数 6643，执行率 98%
    合格：　预算数 7574，执行数 6643，执行率 87.71%
    """
    meant = _meant(case)
    for index, row in enumerate(case.form.execution):
        printed, executed = _rate(row.rate), exact(row.executed)
        bases = [b for raw in (row.adjusted, row.initial) if (b := exact(raw)) is not None]
        if printed is None:
            continue
        name = (row.item or "总额").strip("：: ")
        if executed is None or not bases:
            yield Unsure(f"“{name}”的预算数或执行数读不出来")
        elif all(b == 0 for b in bases):
            yield Unsure(f"“{name}”的预算数是 0，不计算执行率")
        else:
            for say in _compare_rate(index, row, name, printed, executed, [b for b in bases if b]):
                same = isinstance(say, Fault) and _explained(row, printed, meant.get(index, {}))
                yield same_fault(say, "资金栏的合计") if same and isinstance(say, Fault) else say


def _meant(case: Case) -> dict[int, dict[str, Decimal]]:
    """By row and column the figure that would make the columns of the money block add up, where they do not."""
    found: dict[int, dict[str, Decimal]] = {}
    for say in execution_by_source(case):
        gap = gap_of(say)
        if not isinstance(say, Fault) or gap is None:
            continue
        for pointer in (say.pointer, *(related.field or "" for related in say.related)):
            index, _, column = pointer.rpartition("execution/")[2].partition("/")
            if index.isdigit() and (value := exact(getattr(case.form.execution[int(index)], column, None))) is not None:
                found.setdefault(int(index), {})[column] = value + gap if pointer == say.pointer else value - gap
    return found


def _explained(row: Execution, printed: Decimal, meant: dict[str, Decimal]) -> bool:
    """The printed rate is right for the figure that the sum asks for: one wrong figure, told by the sum."""
    for column, value in meant.items():
        figures = {c: exact(getattr(row, c)) for c in ("initial", "adjusted", "executed")} | {column: value}
        executed = figures["executed"]
        bases = [base for base in (figures["adjusted"], figures["initial"]) if base]
        if executed is not None and any(_rounds_to(row.rate or "", printed, executed, base) for base in bases):
            return True
    return False


def _compare_rate(
    index: int, row: Execution, name: str, printed: Decimal, executed: Decimal, bases: list[Decimal]
) -> Says:
    computed = [executed / base * HUNDRED for base in bases]
    shown = f"{plain(executed)} ÷ {plain(bases[0])} = {computed[0]:.2f}%"
    printings = {printed, exact(row.rate) or printed}  # "0.5" may be a share or half a per cent
    if any(_rounds_to(row.rate or "", rate, executed, base) for base in bases for rate in printings):
        yield Held(f"“{name}”{shown}，与印出的 {row.rate} 相符", {name: shown})
    elif printed == HUNDRED and all(rate > HUNDRED for rate in computed):
        yield Held(f"“{name}”{shown}，超过的按 100% 计", {name: shown})
    else:
        yield Fault(
            f"“{name}”的执行率印作 {row.rate}，按执行数除以预算数应为 {computed[0]:.2f}%（{shown}），请核对。",
            f"/execution/{index}/rate", observed=row.rate, expected=f"{computed[0]:.2f}%", inputs={name: shown},
        )  # fmt: skip


def _rounds_to(raw: str, printed: Decimal, executed: Decimal, base: Decimal) -> bool:
    """Whether the printed rate is the quotient: rounded, or cut behind its last digit.

    Amounts with decimals are themselves rounded (元 printed as 万元), which moves the quotient a little.
    """
    written, rate = exact(raw) or Decimal(0), executed / base * HUNDRED
    half = half_digit(written) * (HUNDRED if written != printed else 1)
    blur = sum((rate * half_digit(v) / abs(v) for v in (executed, base) if v and v != v.to_integral()), Decimal(0))
    return -max(half, _LEAST) - blur <= rate - printed < max(2 * half, _LEAST) + blur


_LEAST = Decimal("0.005")


def achieved(row: Row, units: UnitIndex) -> Decimal | None:
    """The actual value as a number in the target's unit; None where it is no single number or of another unit."""
    raw = row.indicator.actual
    if raw is None or row.number is None:
        return None
    value, unit = exact(raw), row.target.unit or ""
    if value is None:
        return _measured(raw, unit, units)
    if unit == "%" and "%" not in fold_text(raw) and value <= SHARE < row.number:
        return None  # a stored share of one, or one per cent: cannot be told
    return None if unit != "%" and "%" in fold_text(raw) else value * _scale(row, value)


def _scale(row: Row, value: Decimal) -> Decimal:
    """万 or 亿 of a target (4.6万吨) that a bare actual of its size (4.5) leaves out; 1 where there is none."""
    printed = first_number(row.target.raw)
    if not printed or row.number is None or row.number == printed or abs(value) * HUNDRED >= abs(row.number):
        return Decimal(1)
    return row.number / printed


def _measured(raw: str, unit: str, units: UnitIndex) -> Decimal | None:
    """An actual value with words or a unit of its own (5.2万人次, 约40%)."""
    said = parse_target(raw, units=units)
    if said.kind == "number" and said.unit == unit:
        return exact(said.value)
    if said.kind == "number" and said.unit in MONEY and unit in MONEY:
        value = exact(said.value)
        return None if value is None else value * MONEY[said.unit] / MONEY[unit]
    folded = fold_text(raw)
    if (
        ("万" in folded and "万" not in unit)
        or ("亿" in folded and "亿" not in unit)
        or (unit != "%" and "%" in folded)
    ):
        return None
    if unit in MONEY and said.unit in MONEY:
        return None
    return first_number(raw)


def _ratio(direction: Direction, actual: Decimal, target: Decimal) -> Decimal | None:
    top, bottom = (actual, target) if direction == "higher" else (target, actual)
    return top / bottom if bottom else None


def _done(row: Row, direction: Direction, actual: Decimal) -> bool:
    target = row.number
    assert target is not None
    strict = row.target.operator in (">", "<")
    if direction == "higher":
        return actual > target if strict else actual >= target
    return actual < target if strict else actual <= target


_NO_REASON = frozenset({"", "无偏差", "无原因", "没有", "已完成", "完成", "全部完成", "达标"})


def reason_of(case: Case, row: Row) -> str:
    """What is said of the deviation, "" where nothing or only 无; a cell merged over rows speaks for all of them."""
    for index in range(row.index, -1, -1):
        indicator = case.rows[index].indicator
        if indicator.deviation_reason is not None:
            text = squeeze(indicator.deviation_reason).strip("。.")
            return "" if text in _NO_REASON or text in case.words.not_applicable else text
    return ""


def _noted(row: Row) -> bool:
    return bool((row.indicator.note or "").strip("—-/ 无"))


@form_rule("points-of-row", "points-mismatch", "claimed")
def points_of_row(case: Case) -> Says:
    """得分与完成情况不符：没有完成却得满分，得分高于完成的比例，完成了却扣分，得分超过分值。

    为什么：定量指标按完成比例计分，正向指标用实际值除以指标值，反向指标（≤、成本）用指标值除以实际值，不得超过分值
    （财预〔2020〕10号的通行口径）。多得的是错误，少得的是警告。大幅超额完成而扣分的、写明了原因的，各地规定不同，不作
    结论；得分低于比例的也不作结论。分值格合并在几行上的不逐行判断。
    不合格：指标值 ≤5300元/户，实际 5830元/户，分值 10，得分 10
    合格：　指标值 ≤5300元/户，实际 5830元/户，分值 10，得分 9.09
    """
    shared = shared_points(case)
    for row in case.named:
        weight, score = exact(row.indicator.weight), exact(row.indicator.achieved_score)
        if weight is None or score is None or row.index in shared:
            continue
        inputs = {
            row.name: (
                f"指标值 {row.target.raw.strip()}，实际 {row.indicator.actual or '空白'}，分值 {plain(weight)}，得分 "
                f"{plain(score)}"
            )
        }
        if score > weight:
            yield Fault(
                f"{row.called}得 {plain(score)} 分，超过分值 {plain(weight)} 分，请改正。",
                f"{row.pointer}/achieved_score", observed=plain(score), expected=f"不超过 {plain(weight)}",
                grade="claimed", inputs=inputs,
            )  # fmt: skip
            continue
        actual, direction = achieved(row, case.rules.units.index), direction_of(case, row)
        if (
            actual is not None
            and row.number is not None
            and actual == row.number
            and row.target.operator not in (">", "<")
        ):
            yield from _reached(case, row, weight, score, None, inputs)
        elif actual is not None and direction is not None and row.number is not None and not row.target.approximate:
            yield from _judge_points(case, row, weight, score, actual, direction, inputs)
        elif _in_words(case, row) == "done":
            yield from _reached(case, row, weight, score, None, inputs)
        elif _in_words(case, row) == "short" and score == weight:
            yield Fault(
                f"{row.called}没有完成（{_facts(row)}）却得满分 {plain(score)} 分，请核对。",
                f"{row.pointer}/achieved_score", observed=plain(score), expected=f"低于 {plain(weight)}",
                grade="claimed", inputs=inputs,
            )  # fmt: skip
        else:
            yield Unsure(f"{row.called}的实际值与指标值不能直接相比", inputs)


def _in_words(case: Case, row: Row) -> Literal["done", "short", ""]:
    """What a 完成值 without a number says of the target."""
    raw = squeeze(row.indicator.actual or "")
    if not raw:
        return ""
    if raw in case.words.unfinished:
        return "short"
    return "done" if raw == squeeze(row.target.raw) or raw in case.words.finished else ""


def _facts(row: Row) -> str:
    return f"指标值“{row.target.raw.strip()}”，实际“{(row.indicator.actual or '').strip()}”"


def _judge_points(
    case: Case, row: Row, weight: Decimal, score: Decimal, actual: Decimal, direction: Direction, inputs: dict[str, str]
) -> Says:
    assert row.number is not None
    ratio = _ratio(direction, actual, row.number)
    if _done(row, direction, actual):
        yield from _reached(case, row, weight, score, ratio, inputs)
        return
    due = weight * ratio if ratio is not None and ratio >= 0 else Decimal(0)
    full = score == weight and weight - due > _ONE_DECIMAL
    if full or score - due > max(half_digit(score), _ONE_DECIMAL):
        claim = (
            f"却得满分 {plain(score)} 分" if full else f"得 {plain(score)} 分（满分 {plain(weight)}），高于完成的比例"
        )
        yield Fault(
            f"{row.called}没有完成（{_facts(row)}）{claim}，按比例应得 {due:.2f} 分，请核对。",
            f"{row.pointer}/achieved_score", observed=plain(score), expected=f"{due:.2f}", grade="claimed",
            inputs=inputs,
        )  # fmt: skip
    elif abs(score - due) <= max(half_digit(score), _ONE_DECIMAL):
        yield Held(f"{row.called}按比例应得 {due:.2f} 分", inputs)
    else:
        yield Unsure(f"{row.called}按比例应得 {due:.2f} 分，实得 {plain(score)} 分，各地评分标准不同", inputs)


def _reached(
    case: Case, row: Row, weight: Decimal, score: Decimal, ratio: Decimal | None, inputs: dict[str, str]
) -> Says:
    if score >= weight:
        yield Held(f"{row.called}已完成并得满分", inputs)
    elif reason_of(case, row) or _noted(row) or (ratio is not None and ratio > Decimal(case.limits.overshoot)):
        yield Unsure(f"{row.called}已完成而扣分，写有原因或超额较多", inputs)
    else:
        yield Fault(
            f"{row.called}已经完成（{_facts(row)}）却只得 {plain(score)} 分（满分 {plain(weight)}），也没有说明原因，"
            f"请核对。",
            f"{row.pointer}/achieved_score", observed=plain(score), expected=plain(weight), inputs=inputs,
        )  # fmt: skip


@form_rule("points-of-execution", "points-mismatch", "claimed")
def points_of_execution(case: Case) -> Says:
    """预算执行率的得分与执行率不符。

    为什么：执行率得分一般按执行率乘分值；各地有分档的，所以只在明显不符时报：得分超过分值、执行率不到界线（规则库定）
    却得满分、执行率达到 100% 却扣分。
    不合格：执行率 43.5%，分值 10，得分 10
    合格：　执行率 87.71%，分值 10，得分 8.77
    """
    for index, row in enumerate(case.form.execution):
        weight, score, rate = exact(row.weight), exact(row.score), _rate(row.rate)
        if weight is None or score is None or rate is None:
            continue
        inputs = {row.item or "总额": f"执行率 {row.rate}，分值 {plain(weight)}，得分 {plain(score)}"}
        low = rate < Decimal(case.limits.execution_floor) and score == weight and weight > 0
        cut = rate >= HUNDRED and score < weight and rate <= HUNDRED * Decimal(case.limits.overshoot)
        if score > weight or low or cut:
            due = weight * min(rate, HUNDRED) / HUNDRED
            yield Fault(
                f"“{(row.item or '总额').strip('：: ')}”执行率 {row.rate}，分值 {plain(weight)}，得分 {plain(score)} "
                f"不符，"
                f"按比例应得 {due:.2f} 分，请核对。",
                f"/execution/{index}/score", observed=plain(score), expected=f"{due:.2f}",
                grade=None if cut else "claimed", inputs=inputs,
            )  # fmt: skip
        else:
            yield Held("执行率得分没有明显不符", inputs)


@form_rule("shortfall-unexplained", "missing-reason")
def shortfall_unexplained(case: Case) -> Says:
    """指标没有完成，偏差原因栏是空的。

    为什么：自评要求对未完成的指标说明原因和改进措施。方向先看符号（≥、≤），没有符号的看指标名称；没有原因栏的表不适用。
    不合格：指标值 ≥95%，实际 88%，偏差原因（空）
    合格：　指标值 ≥95%，实际 88%，偏差原因：部分人员年末离职，下年提前发放
    """
    if not case.reading.has_column("deviation_reason"):
        yield Held("本表没有偏差原因栏，不适用")
        return
    for row in case.named:
        raw = squeeze(row.indicator.actual or "")
        if not raw or reason_of(case, row):
            continue
        actual, direction = achieved(row, case.rules.units.index), direction_of(case, row)
        if actual is not None and direction is not None and row.number is not None and not row.target.approximate:
            short = not _done(row, direction, actual)
        elif said := _in_words(case, row):
            short = said == "short"
        else:
            yield Unsure(f"{row.called}的实际值与指标值不能直接相比", {row.name: f"{row.target.raw.strip()} / {raw}"})
            continue
        if short and _noted(row):
            yield Unsure(f"{row.called}没有完成，备注里写了“{(row.indicator.note or '').strip()[:40]}”")
        elif short:
            left = squeeze(row.indicator.deviation_reason or "")
            yield Fault(
                f"{row.called}没有完成（{_facts(row)}），偏差原因{f'只写“{left}”' if left else '是空的'}，"
                f"请补写原因和改进措施。",
                f"{row.pointer}/deviation_reason", observed=left, expected="未完成的原因和改进措施",
            )  # fmt: skip
