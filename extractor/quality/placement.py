"""相关性: indicators under the wrong level, of another kind than their level, twice, or too many."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extractor.characters.fold import fold_text
from extractor.model.finding import Related
from extractor.quality.case import BENEFITS, KIND_NAMES, Case, Head, Kind, Row
from extractor.quality.registry import Fault, Held, Says, Unsure, form_rule
from extractor.quality.spelling import meant

_PARENTS: dict[Kind, frozenset[Head]] = {
    "quantity": frozenset({"output"}),
    "quality": frozenset({"output"}),
    "timeliness": frozenset({"output"}),
    "cost": frozenset({"output", "cost"}),
    "economic": frozenset({"benefit"}),
    "social": frozenset({"benefit"}),
    "ecological": frozenset({"benefit"}),
    "lasting": frozenset({"benefit"}),
    "satisfaction": frozenset({"satisfaction", "benefit"}),
}
"""Which 一级指标 a 二级指标 may stand under in either regime; 管理类 and unknown ones are not judged."""
_HEAD_NAMES: dict[Head, str] = {
    "output": "产出指标", "benefit": "效益指标", "satisfaction": "满意度指标", "cost": "成本指标",
    "management": "管理类指标",
}  # fmt: skip


@form_rule("wrong-parent", "misplaced-indicator")
def wrong_parent(case: Case) -> Says:
    """二级指标放错了一级指标。

    为什么：数量、质量、时效属产出，经济、社会、生态效益和可持续影响属效益。成本在 2015 年的体例里属产出，2021 年起
    自成一级，两种都对，但一张表里只能用一种；满意度自成一级或放在效益下都对。
    不合格：效益指标 ｜ 质量指标
    合格：　产出指标 ｜ 质量指标；效益指标 ｜ 社会效益指标
    """
    if any(doubt.code == "doubtful-reading" and doubt.pointer.endswith("/level1") for doubt in case.reading.doubts):
        yield Unsure("一级指标一栏读得没有把握")
        return
    told: set[tuple[str, str]] = set()
    own_costs = any(row.head == "cost" for row in case.rows)
    for row in case.rows:
        kind = _level2_kind(row)
        if kind is None or row.head is None or row.head == "management":
            continue
        if row.head in _PARENTS[kind] and not (kind == "cost" and row.head == "output" and own_costs):
            continue
        if (row.level1, row.level2) in told:
            continue
        told.add((row.level1, row.level2))
        heads: frozenset[Head] = frozenset({"cost"}) if kind == "cost" and own_costs else _PARENTS[kind]
        right = "、".join(_HEAD_NAMES[head] for head in sorted(heads, reverse=True))
        yield Fault(
            f"第{row.index + 1}行的“{row.level2}”放在“{row.level1}”下，它应属{right}，请改正级别名称或移到正确的位置。",
            f"{row.pointer}/level2", observed=f"{row.level1} / {row.level2}", expected=right, mark=row.level2,
        )  # fmt: skip
    yield Held("二级指标都在它所属的一级指标下")


def _level2_kind(row: Row) -> Kind | None:
    """The row's kind, only where its own 二级指标 says so."""
    return row.kind if row.level2 and row.indicator.level2 is not None else None


@form_rule("satisfaction-elsewhere", "misplaced-indicator")
def satisfaction_elsewhere(case: Case) -> Says:
    """三级指标问的是满意度，却不在满意度指标下。

    为什么：满意度单列考核，放在社会效益等处会重复或漏计。
    不合格：社会效益指标 ｜ 市民对空气质量改善的满意程度
    合格：　服务对象满意度指标 ｜ 市民满意度
    """
    for row in case.named:
        if row.kind == "satisfaction" or row.head == "satisfaction":
            continue
        if row.kind is None and row.head not in ("output", "cost"):
            continue  # a form without 二级: 满意度 under 效益 is its right place
        name = fold_text(row.name)
        if case.words.any_satisfaction_name.search(name) and not case.words.any_satisfaction_term.search(name):
            yield Fault(
                f"{row.called}问的是满意度，应移到满意度指标下。",
                f"{row.pointer}/level3", observed=row.name, expected="满意度指标",
            )  # fmt: skip


@form_rule("not-on-time", "misplaced-indicator")
def not_on_time(case: Case) -> Says:
    """时效指标写成了完成率之类（建议）。

    为什么：时效指标看的是按时不按时；“各项工作完成率”量的是数量。名称里有及时、按期、时间、期限等字样的不提示，
    值本身是日期或时长的也不提示。
    不合格：时效指标 ｜ 各项工作完成率 ｜ 100%
    合格：　时效指标 ｜ 补助资金发放及时率 ｜ 100%；项目完成时间 ｜ 12月底前
    """
    for row in case.named:
        if row.kind != "timeliness" or row.target.kind not in ("number", "range") or row.target.unit != "%":
            continue
        name = meant(case, row)
        if any(word in name or word in row.target.raw for word in case.words.on_time):
            continue
        yield Fault(
            f"{row.called}没有说到时间，更像数量或质量指标，建议改为及时率或写明完成期限。",
            f"{row.pointer}/level3", observed=row.name, expected="及时率、按期完成率或完成期限",
        )  # fmt: skip


@form_rule("kind-elsewhere", "misplaced-indicator")
def kind_elsewhere(case: Case) -> Says:
    """三级指标与它的二级指标不是一类（建议）：产出里的及时率不在时效下，效益里出现合格率。

    为什么：产出与效益混用是审计常见问题；名称只能说明可能放错，所以只作建议。
    不合格：数量指标 ｜ 补助资金发放及时率
    合格：　时效指标 ｜ 补助资金发放及时率
    """
    for row in case.named:
        right = _belongs_to(row, meant(case, row))
        if right is None or right == row.kind:
            continue
        yield Fault(
            f"{row.called}从名称看是{KIND_NAMES[right]}，建议移到{KIND_NAMES[right]}下。",
            f"{row.pointer}/level3", observed=row.name, expected=KIND_NAMES[right],
        )  # fmt: skip


_ON_TIME_RATE = re.compile(r"(?:及时|按时|按期|准时)[^率]{0,4}率$")
_QUALITY_RATE = re.compile(r"(?:验收合格|质量达标|质量合格|优良)率$")


def _belongs_to(row: Row, name: str) -> Kind | None:
    """The kind that a name plainly belongs to; None where the name leaves room."""
    name = fold_text(name)
    if row.kind in ("quantity", "quality") or row.kind in BENEFITS:
        if _ON_TIME_RATE.search(name):
            return "timeliness"
        if row.kind in BENEFITS and _QUALITY_RATE.search(name):
            return "quality"
    return None


_STARS = re.compile(r"[★☆]+|^指标\d+[:：.、]")


@form_rule("row-twice", "duplicate-indicator")
def row_twice(case: Case) -> Says:
    """同一张表里同一个三级指标写了两次。

    为什么：重复的指标重复计分。长期指标与年度指标分开看，同名不算重复；括号里的单位不同算不同指标；在不同的二级指标下而
    值也不同的（数量：宣传 3次，质量：宣传 95%）看的是两件事，不报。
    不合格：数量指标 ｜ 培训人数 ｜ ≥100人 与 数量指标 ｜ 培训人数 ｜ ≥200人
    合格：　每个三级指标只出现一次
    """
    twice = list(_repeated(case))
    named = len({row.index for row in case.named})
    if len(twice) >= WHOLE_LIST and len(twice) * 2 >= named * 0.8:
        yield Unsure("整张指标表出现两遍，可能是长期和年度两块，看不出是不是重复")
        return
    for first, row in twice:
        yield Fault(
            f"{row.called}与第{first.index + 1}行重复，请删去一行或改为不同的指标。",
            f"{row.pointer}/level3", observed=row.name,
            related=[Related("先出现的一行", f"/forms/{case.form.index}{first.pointer}/level3", first.name,
                             case.place(f"{first.pointer}/level3"))],
        )  # fmt: skip


WHOLE_LIST = 4
"""From so many repeated rows on, a list that is there twice is two lists (of two terms), not a slip."""


def _repeated(case: Case) -> Iterator[tuple[Row, Row]]:
    """(the row where a name stands first, a later row with the same name)."""
    seen: dict[tuple[str, str], Row] = {}
    for row in case.named:
        key = (row.indicator.scope, _STARS.sub("", fold_text(row.name)))
        first = seen.setdefault(key, row)
        if first is not row and not _one_cell(case, first, row) and not _two_things(first, row):
            yield first, row


def _two_things(first: Row, row: Row) -> bool:
    """One name under two 二级指标 with two values: two sides of one thing."""
    return first.level2 != row.level2 and fold_text(first.target.raw) != fold_text(row.target.raw)


def _one_cell(case: Case, first: Row, row: Row) -> bool:
    """Both rows have their name from one merged cell."""
    one, other = (case.place(f"{r.pointer}/level3") for r in (first, row))
    return one.get("col") is not None and one == other


@form_rule("outputs-many", "too-many-indicators")
def outputs_many(case: Case) -> Says:
    """产出指标条数过多，不凝练。

    为什么：审计指出“产出指标条数繁多、缺乏凝练”；条数上限由规则库定。
    不合格：数量指标一项列了 14 条
    合格：　选最能反映产出的几条
    """
    annual = [row for row in case.named if row.indicator.scope == "annual" and (row.head == "output" or row.kind in
              ("quantity", "quality", "timeliness"))]  # fmt: skip
    by_kind = Counter(row.kind for row in annual if row.kind is not None)
    inputs = {"产出指标": str(len(annual))} | {KIND_NAMES[k]: str(n) for k, n in by_kind.items()}
    worst = max(by_kind, key=by_kind.__getitem__, default=None)
    limits = case.limits
    if len(annual) > limits.max_outputs:
        text = f"产出指标共 {len(annual)} 条，多于 {limits.max_outputs} 条，建议选最能反映产出的保留。"
    elif worst is not None and by_kind[worst] > limits.max_per_level2:
        text = f"{KIND_NAMES[worst]}共 {by_kind[worst]} 条，多于 {limits.max_per_level2} 条，建议归并。"
    else:
        yield Held(f"产出指标 {len(annual)} 条", inputs)
        return
    yield Fault(text, "/indicators", observed=str(len(annual)), at=case.form.at, inputs=inputs)
