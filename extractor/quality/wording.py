"""Wording: vague goals, slogans, values that measure nothing, residue of the template, flat values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from extractor.characters.fold import fold_label, fold_text, squeeze
from extractor.matching.words import slipped_percents
from extractor.model.document import Place
from extractor.model.finding import Related
from extractor.quality.case import BENEFITS, Case, Row, is_residue
from extractor.quality.numbers import exact
from extractor.quality.plausibility import DAMAGED, unclear_number
from extractor.quality.registry import Fault, Held, Says, Unsure, form_rule

_GOALS = (("annual_goal", "绩效目标"), ("period_goal", "实施期绩效目标"))
_HAN = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")
_LEAD = re.compile(r"^(?:目标)?[\d一二三四五六七八九十]*[.、:：)）]*")


def is_vague_or_hint(case: Case, text: str) -> Literal["vague", "hint", ""]:
    """Whether a goal is made of stock phrases only, or is a printed hint left in."""
    folded = fold_text(text)
    if case.words.any_goal_hint.search(folded):
        return "hint"
    rest = case.words.any_stock_phrase.sub("", _LEAD.sub("", folded))
    return "" if _HAN.search(rest) else "vague"


@form_rule("goal-vague", "vague-goal")
def goal_vague(case: Case) -> Says:
    """绩效目标只有套话，没有本项目、本部门自己的内容。

    为什么：目标要说清做什么、做多少、达到什么效果；“按要求完成本年度工作”放在哪里都行，无法考核（目标审核的相关性）。
    不合格：按要求完成本年度工作
    合格：　慰问困难职工 120 户，发放慰问金 3.84 万元，困难职工家庭生活得到改善
    """
    texts = case.form.texts
    for field, name in _GOALS:
        raw = getattr(texts, field)
        if raw and raw.strip() and is_vague_or_hint(case, raw) == "vague":
            yield Fault(
                f"{name}“{raw.strip()}”没有本{'部门' if case.form.kind.startswith('department') else '项目'}的具体内容"
                f"，"
                "请写明做什么、做多少、达到什么效果。",
                f"/texts/{field}", observed=raw.strip(),
            )  # fmt: skip
            return
    if not any(getattr(texts, field) for field, _ in _GOALS):
        yield Unsure("本表没有读到绩效目标")


@form_rule("goal-from-duties", "copied-goal")
def goal_from_duties(case: Case) -> Says:
    """绩效目标照抄部门职责。

    为什么：职责年年一样，目标要说今年做什么、做到什么程度。一字不差，或者分句的八成以上都在职责里的才报。
    不合格：部门职责“负责全县文物保护和管理工作……”；年度目标“负责全县文物保护和管理工作……”
    合格：　年度目标“修缮文物 3 处，开放天数不少于 300 天”
    """
    duties, texts = case.form.texts.duties or "", case.form.texts
    known = set(_clauses(duties))
    if not known:
        return
    for field, name in _GOALS:
        goal = _clauses(getattr(texts, field) or "")
        if sum(map(len, goal)) < case.limits.copied_duties_characters:
            continue
        copied = sum(len(clause) for clause in goal if clause in known)
        if copied >= sum(map(len, goal)) * Decimal(case.limits.copied_share):
            raw = getattr(texts, field)
            yield Fault(
                f"{name}照抄了部门职责，没有写本年度要做什么、做到什么程度，请按年度工作填写。",
                f"/texts/{field}", observed=raw.strip(), related=[
                    Related("部门职责", f"/forms/{case.form.index}/texts/duties", duties, case.place("/texts/duties")),
                ],
            )  # fmt: skip
        else:
            yield Held(f"{name}不是照抄职责")


_CLAUSE_END = re.compile(r"[，,。；;：:\n]")
_NUMBERING = re.compile(r"^[（(]?[\d一二三四五六七八九十]+[)）.、]*")


def _clauses(text: str) -> list[str]:
    """The clauses of a long text without numbering, folded; one-word ones left out."""
    folded = (fold_text(_NUMBERING.sub("", piece.strip())) for piece in _CLAUSE_END.split(text))
    return [clause for clause in folded if len(clause) > 3]


@form_rule("slogan", "unquantified-target")
def slogan(case: Case) -> Says:
    """口号配上百分比充当指标（严格控制支出 100%）。

    为什么：成本指标要写金额或单价的上限；“严格控制支出”不是比率，100% 量不出任何东西。
    名称本身是比率（成本控制率）的不算。
    不合格：成本指标 ｜ 严格控制支出 ｜ 100%
    合格：　成本指标 ｜ 项目总成本 ｜ ≤96万元
    """
    for row in case.named:
        if not is_cost_in_money(row) or row.target.unit != "%" or row.number is None or is_rate(case, row.name):
            continue
        if not is_slogan(case, row.name):
            continue
        yield Fault(
            f"{row.called}是口号，指标值“{row.target.raw.strip()}”无法衡量成本，请改为金额或单价的上限。",
            f"{row.pointer}/target", observed=f"{row.name} {row.target.raw.strip()}", expected="金额或单价的上限",
        )  # fmt: skip


def is_rate(case: Case, name: str) -> bool:
    """Whether a name is that of a rate (合格率, 占比)."""
    return any(word in name for word in case.words.rate_words)


def is_slogan(case: Case, name: str) -> bool:
    """Whether a name holds a word that promises without saying what (有效提升)."""
    return any(word in name for word in case.words.slogans)


def is_cost_in_money(row: Row) -> bool:
    """A cost that is a sum of money; 社会成本 and 生态环境成本 are effects on others and may be
    told in words or rates.
    """
    return row.kind == "cost" and not re.search(r"社会|生态|环境", row.level2)


@form_rule("name-vague", "unquantified-target")
def name_vague(case: Case) -> Says:
    """三级指标的名称只是一句空话（提升、持续改善），或者用口号加百分比充当指标（增加岗位 100%）。

    为什么：名称要说清考核什么。“提升”没有说提升什么；“增加岗位 100%”没有说增加多少个。口号后面是数量的
    （增加岗位 ≥20个）说得清，不报。
    不合格：社会效益指标 ｜ 有效提升 ｜ 100%；社会效益指标 ｜ 增加岗位 ｜ ≥95%
    合格：　社会效益指标 ｜ 新增就业岗位数 ｜ ≥20个
    """
    for row in case.named:
        name = fold_label(row.name)
        label = row.indicator.level3
        if label is not None and label.canonical and label.method in ("exact", "alias"):
            continue  # an indicator of the field's books
        if case.words.any_vague_name.fullmatch(name):
            yield Fault(
                f"{row.called}只是一句空话，没有说考核什么，请改为具体的指标名称和数值。",
                f"{row.pointer}/level3", observed=row.name, expected="具体的指标名称",
            )  # fmt: skip
        elif (
            row.target.unit == "%"
            and row.number is not None
            and row.kind != "cost"
            and case.words.any_slogan_name.fullmatch(name)
        ):
            yield Fault(
                f"{row.called}是口号，指标值“{row.target.raw.strip()}”说不清做到多少，请改为数量或说明是什么的比率。",
                f"{row.pointer}/level3", observed=f"{row.name} {row.target.raw.strip()}", expected="数量，或写明什么率",
            )  # fmt: skip
    yield Held(f"查看了 {len(case.named)} 个指标名称")


@form_rule("value-unquantified", "unquantified-target", "advice")
def value_unquantified(case: Case) -> Says:
    """应当用数字的指标填了定性的话。

    为什么：数量、成本、满意度指标必须量化；效益指标可以定性，但“提高”“改善”“效果明显”难以衡量，只作提示。
    有数字却读不成一个数的也报（其他指标只作提示），免得以为已经读出。
    不合格：数量指标 ｜ 培训人数 ｜ 应训尽训
    合格：　数量指标 ｜ 培训人数 ｜ ≥200人
    """
    for row in case.named:
        raw = squeeze(row.target.raw)
        if row.target.kind != "text" or row.blank or not raw or _is_deferred(case, raw):
            continue
        if raw in case.words.not_applicable:
            continue
        if re.search(r"\d", raw):
            yield from _unread_digits(case, row, raw)
            continue
        vague = fold_text(raw).removeprefix("定性") in case.words.vague_values
        if row.kind in ("quantity", "satisfaction") or (is_cost_in_money(row) and not _bound(case, raw)):
            yield Fault(
                f"{row.called}的指标值“{raw}”不是数字，请改为可以衡量的数值和单位。",
                f"{row.pointer}/target", observed=raw, expected="数值和单位",
            )  # fmt: skip
        elif vague and (row.kind in BENEFITS or row.kind in ("quality", "timeliness")):
            yield Fault(
                f"{row.called}的指标值“{raw}”难以衡量，建议改为数值或分档的标准。",
                f"{row.pointer}/target", observed=raw, grade="advice",
            )  # fmt: skip


def _unread_digits(case: Case, row: Row, raw: str) -> Says:
    """A value that has digits and was not understood; what `bad-number` speaks of is left to it."""
    if unclear_number(row.target.raw) or slipped_percents(raw) or DAMAGED.match(raw):
        return
    asked = row.kind in ("quantity", "satisfaction", "cost") and not _bound(case, raw)
    yield Fault(
        f"{row.called}的指标值“{raw}”里有数字，但没有读成一个数，按文字照录，请核对并尽量写成数值和单位。",
        f"{row.pointer}/target", observed=raw, expected="数值和单位", grade=None if asked else "advice",
    )  # fmt: skip


def _bound(case: Case, raw: str) -> bool:
    return any(re.search(p, fold_text(raw)) for p in case.words.budget_bound_values)


def _is_deferred(case: Case, raw: str) -> bool:
    return any(re.search(p, fold_text(raw)) for p in case.words.deferred_values)


@form_rule("value-deferred", "unquantified-target")
def value_deferred(case: Case) -> Says:
    """指标值推后再定（根据下达任务目标要求确定、待定、以实际为准）。

    为什么：目标在批复预算时就要定下来，推后等于没有填。
    不合格：城镇新增就业人数 ｜ 根据下达任务目标要求确定
    合格：　城镇新增就业人数 ｜ ≥25000人
    """
    for row in case.named:
        raw = squeeze(row.target.raw)
        if row.target.kind in ("text", "empty") and raw and _is_deferred(case, raw):
            yield Fault(
                f"{row.called}的指标值“{raw}”是推后再定，请填写现在就能考核的数值。",
                f"{row.pointer}/target", observed=raw, expected="具体的指标值",
            )  # fmt: skip


_HINTED_LABEL = re.compile(
    r"^(?!.*(?:说明|填写|简述|描述|请))[\d.、]*[\u4e00-\u9fff、]{2,14}[（(][^（）()]*字[^（）()]*[）)]$"
)
"""A label whose bracket says how much to write (主要内容（限500字以内）): part of the form as printed."""
_CELLS = ("standard", "actual", "deviation_reason", "note")


def _texts(case: Case) -> Iterator[tuple[str, str, Place]]:
    """Texts of the form that may hold a hint: pointer ("" where no field took it), text folded, place.

    Values, row cells and `unmapped` are all there is in a form's block but its labels, which may carry hints.
    """
    found = [(p.field, p.raw, p.at) for p in case.reading.printed]
    found += [("", item.text, item.at) for item in case.form.unmapped]
    for row in case.rows:
        for role in _CELLS:
            if text := getattr(row.indicator, role):
                found.append((f"{row.pointer}/{role}", text, Place()))  # stands where its pointer does
    seen = {squeeze(text) for text, _ in case.reading.labels}
    for pointer, raw, at in found:
        text = squeeze(raw)
        if text not in seen and (pointer or not _HINTED_LABEL.match(text)):
            seen.add(text)
            yield pointer, text, at


@form_rule("residue", "template-residue")
def residue(case: Case) -> Says:
    """表样的提示语、占位符没有删掉。

    为什么：留着“**”“……”“100字以内”“请在此处填写”，说明这一栏没有真正填写或没有核对。同一张表里同样的残留只报一次；
    填在指标值里的每行报一次。
    不合格：受益人数（≥**人）；年度目标完成情况：说明完成情况（100字以内）
    合格：　受益人数；年度目标完成情况：已为 252 人发放工资
    """
    seen: set[str] = set()
    alike: dict[str, list[tuple[Row, Fault]]] = {}
    for row in case.rows:
        for left, fault in _residue_of_labels(case, row):
            alike.setdefault(left, []).append((row, fault))
    for left, hits in alike.items():
        seen.add(left)
        sure = [hit for hit in hits if not case.is_doubtful(hit[1].pointer)]  # a cell in doubt does not mute the others
        yield _one_of(case, sure or hits)
    for row in case.rows:
        yield from _residue_of_value(row, seen)
    for pointer, text, at in _texts(case):
        for found in _hints(case, text):
            left = squeeze(found[0]).strip("（）()")
            if not any(left in known for known in seen):
                seen.add(left)
                yield Fault(
                    f"表中还留着表样的提示“{_around(text, found.start(), found.end())}”，请填写实际内容后删去提示。",
                    pointer, observed=text[:200], mark=found[0], at=at,
                )  # fmt: skip


def _hints(case: Case, text: str) -> Iterator[re.Match[str]]:
    for having, pattern in case.words.residue_patterns:
        if having in text:
            yield from pattern.finditer(text)


def _one_of(case: Case, hits: list[tuple[Row, Fault]]) -> Fault:
    """One finding for all cells that hold the same residue: it lists their rows (K28)."""
    fault = hits[0][1]
    places = [case.place(fault.pointer)]
    rows: list[int] = []
    for row, other in hits[1:]:
        at = case.place(other.pointer)
        if at not in places:  # a merged label stands in many rows and is one cell
            places.append(at)
            rows.append(row.index + 1)
            fault.related.append(
                Related("同样的残留", f"/forms/{case.form.index}{other.pointer}", other.observed or "", at)
            )
    if rows:
        fault.message += f"第{'、'.join(map(str, rows))}行也有同样的残留。"
    return fault


def _residue_of_labels(case: Case, row: Row) -> Iterator[tuple[str, Fault]]:
    """What is left in the levels and the name of a row, each with the residue itself."""
    for level, name, label in (("level1", "一级指标", row.level1), ("level2", "二级指标", row.level2)):
        if is_residue(label):
            yield label, Fault(
                f"第{row.index + 1}行的{name}还是表样的“{label}”，请删去此行或写明指标。",
                f"{row.pointer}/{level}", observed=label, mark=label,
            )  # fmt: skip
    for pattern in case.words.residue_in_names:
        if found := re.search(pattern, row.name):
            yield re.sub(r"[^*＊….]", "", found[0]) or found[0], Fault(
                f"第{row.index + 1}行指标名称“{row.name}”里还留着表样的“{found[0]}”，请删去。",
                f"{row.pointer}/level3", observed=row.name, mark=found[0],
            )  # fmt: skip


def _residue_of_value(row: Row, seen: set[str]) -> Says:
    raw = squeeze(row.target.raw)
    found = re.search(r"[*＊]{2,}", raw)
    if found and (row.named or raw not in seen):
        seen.add(raw)
        yield Fault(
            f"{row.called}的指标值还是表样的“{raw}”，请填写数值。",
            f"{row.pointer}/target", observed=raw, mark=found[0],
        )  # fmt: skip


def _around(text: str, start: int, end: int, width: int = 12) -> str:
    left, right = max(0, start - width), min(len(text), end + width)
    return ("…" if left else "") + text[left:right] + ("…" if right < len(text) else "")


@form_rule("values-flat", "flat-targets")
def values_flat(case: Case) -> Says:
    """几乎所有指标值都一样（多为 100%）。

    为什么：审计指出这是“设置无压力的绩效目标”，看不出轻重和差别。达到一定行数、同一个值占到一定比例时提示。
    不合格：9 行指标有 8 行填 100%
    合格：　不同指标按历史数据和标准各定其值
    """
    values = [fold_text(row.target.raw) for row in case.named if not row.blank and row.target.raw.strip()]
    if len(values) < case.limits.flat_rows:
        yield Held(f"只有 {len(values)} 个指标值，不作比较")
        return
    count = Counter(values)
    value = max(count, key=count.__getitem__)
    often = count[value]
    inputs = {"最常见的值": value, "行数": f"{often}/{len(values)}"}
    if often / len(values) >= case.limits.flat_share and re.search(r"\d", value):
        yield Fault(
            f"{len(values)} 个指标值里有 {often} 个都是“{value}”，看不出差别，建议按历史数据或标准分别确定。",
            "/indicators", observed=value, at=case.form.at, inputs=inputs,
        )  # fmt: skip
    else:
        yield Held("指标值各不相同", inputs)


@form_rule("scored-nothing", "not-applicable-scored")
def scored_nothing(case: Case) -> Says:
    """指标填“无”“不涉及”，却带有分值。

    为什么：审计把“不涉及”“无”设分列为无效指标，白得分数。
    不合格：生态效益指标 ｜ 不涉及 ｜ 10分
    合格：　不适用的指标不设分，分值调到其他指标
    """
    for row in case.rows:
        weight = exact(row.indicator.weight)
        if weight is None or weight <= 0:
            continue
        said = next((t for t in (squeeze(row.target.raw), row.name) if t and t in case.words.not_applicable), None)
        if said is not None:
            yield Fault(
                f"{row.called}填“{said}”却设了 {row.indicator.weight} 分，请删去此行并把分值调到其他指标。",
                f"{row.pointer}/weight", observed=f"{said}，{row.indicator.weight}分",
            )  # fmt: skip
