"""Forms of one source against each other: project money, filer, department, year, goals copied over."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from itertools import product

from extractor.characters.fold import fold_text
from extractor.matching.typo import compare
from extractor.model.finding import Related
from extractor.quality.arithmetic import total_by_source
from extractor.quality.case import Case, Filing
from extractor.quality.numbers import exact, yuan_per
from extractor.quality.registry import Fault, Held, Says, Unsure, filing_rule
from extractor.quality.sums import gap_of
from extractor.quality.wording import is_vague_or_hint
from extractor.values.number import plain

_PROJECTS = frozenset({"project_target", "transfer_target"})
_TARGETS = frozenset({"department_target", *_PROJECTS})
MAX_READINGS = 64


def party(case: Case) -> str:
    """Whom a form belongs to: its department, else its filer, folded and without a code."""
    name = fold_text(case.form.department or case.form.filer or "")
    return name.lstrip("0123456789[]-_")


def _same_party(one: Case, other: Case) -> bool:
    mine = {fold_text(x) for x in (one.form.department, one.form.filer) if x}
    theirs = {fold_text(x) for x in (other.form.department, other.form.filer) if x}
    return not mine or not theirs or bool(mine & theirs)


def _budget_choices(case: Case) -> dict[Decimal, str]:
    """What a project form may count for in the department's 项目支出, in yuan, the likeliest first."""
    total, own, above = case.yuan("total"), case.yuan("current_level"), case.yuan("superior_funds")
    found: dict[Decimal, str] = {}
    for value, name in (
        (total, "total"),
        (own, "current_level"),
        (own + above if own is not None and above else None, "current_level"),
        (case.yuan("fiscal_appropriation"), "fiscal_appropriation"),
    ):
        if value is not None:
            found.setdefault(value, name)
    return found


@filing_rule("projects-total", "cross-form-mismatch", "below", "above")
def projects_total(filing: Filing) -> Says:
    """部门整体表的“项目支出”应等于同一文件里各项目表预算之和。

    为什么：项目支出由项目组成。项目表之和大于项目支出必有一处错；小于时可能还有项目表未附上，只作警告。
    单位不同先折成元；项目表有读不出的金额时不下结论。
    不合格：项目支出 117.76，三张项目表 3.84、17.92、97
    合格：　项目支出 117.76 = 3.84 + 17.92 + 96
    """
    departments = [c for c in filing.cases if c.form.kind == "department_target"]
    for case in departments:
        index = case.form.index
        amount = case.amount("project_expenditure")
        if amount is None:
            continue
        projects = [
            c for c in filing.cases
            if c.form.kind in _PROJECTS and (_same_party(c, case) if len(departments) == 1 else party(c) == party(case))
            and (c.form.fiscal_year in (None, case.form.fiscal_year) or case.form.fiscal_year is None)
        ]  # fmt: skip
        stated = exact(amount.yuan)
        if not projects:
            yield Unsure("本文件里没有这个部门的项目表", form=index)
        elif stated is None:
            yield Unsure(f"部门整体表的项目支出（{amount.raw or '空白'}）读不出来或单位不明", form=index)
        else:
            yield from _compare(case, stated, projects)


def _compare(case: Case, stated: Decimal, projects: list[Case]) -> Says:
    index, amount = case.form.index, case.form.amounts["project_expenditure"]
    choices = [_budget_choices(c) for c in projects]
    if unread := [c for c, found in zip(projects, choices) if not found]:
        yield Unsure(f"项目“{unread[0].form.project_name or '（未填名称）'}”的预算金额读不出来或单位不明", form=index)
        return
    first = [next(iter(found)) for found in choices]
    scale = yuan_per(amount.unit)
    many = 1
    for found in choices:
        many *= len(found)
    picked = next((p for p in product(*choices) if sum(p) == stated), None) if many <= MAX_READINGS else None
    used = list(picked) if picked is not None else first
    shown = [plain(v / scale) for v in used]
    inputs = {
        "项目支出": plain(stated / scale),
        "各项目表之和": f"{' + '.join(shown)} = {plain(sum(used, Decimal(0)) / scale)}",
    }
    if sum(used, Decimal(0)) == stated:
        yield Held(f"{' + '.join(shown)} = {plain(stated / scale)}，与部门整体表的项目支出相符", inputs, form=index)
        return
    added = sum(first, Decimal(0))
    if sum(map(min, choices), Decimal(0)) <= stated <= sum(map(max, choices), Decimal(0)):
        yield Unsure("项目表另有上级资金，不知道项目支出是否包含", inputs, form=index)
        return
    if (told := _told_within(projects, added - stated)) is not None:
        yield Unsure(f"与{told}是同一处不平，已在那里报过", inputs, form=index)
        return
    over = added > stated
    parts = "、".join(f"{c.form.project_name or '（未填名称）'} {s}" for c, s in zip(projects, shown))
    advice = "请核对哪一处有误" if over else "可能有项目表未附上，请核对"
    unit = amount.unit or ""
    yield Fault(
        f"部门整体表的项目支出 {plain(stated / scale)}{unit}，与 {len(projects)} 张项目表之和 "
        f"{plain(added / scale)}{unit}"
        f"（{parts}）相差 {plain(abs(added - stated) / scale)}{unit}，{advice}。",
        "/amounts/project_expenditure", form=index, observed=plain(stated / scale), expected=plain(added / scale),
        grade="below" if over else "above", inputs=inputs,
        related=[
            Related(c.form.project_name or "项目表", f"/forms/{c.form.index}/amounts/{code}", c.form.amounts[code].raw,
                    c.place(f"/amounts/{code}"))
            for c, found in zip(projects, choices) for code in [found[next(iter(found))]]
        ],
    )  # fmt: skip


def _told_within(projects: list[Case], gap: Decimal) -> str | None:
    """The project whose own total is wrong by the same figure (in yuan): the fault stands there, and the department's
    figure is right. A wrong 项目支出 of the department is told here, whatever its own total says of it.
    """
    for project in projects:
        total = project.amount("total")
        scale = yuan_per(total.unit if total is not None else None)
        for say in total_by_source(project):
            if (wrong := gap_of(say)) is not None and -wrong * scale == gap:
                return f"项目“{project.form.project_name or '（未填名称）'}”资金总额的合计"
    return None


SHORTEST_NAME = 5


def _slip_of(value: str, usual: str) -> bool:
    """Whether a name is the other one with a slip of the pen; 第一小学 and 第二小学 are two schools."""
    if min(len(value), len(usual)) < SHORTEST_NAME:
        return False
    comparison = compare(value, usual, frozenset())
    if len(comparison.edits) != 1 or comparison.other_meaning:
        return False
    # Alone 总公会 could be a word of its own; beside the same name written right it is a slip.
    return comparison.slip or comparison.edits[0].kind in ("same-sound", "like-shape", "lost", "doubled")


@filing_rule("names-agree", "cross-form-mismatch")
def names_agree(filing: Filing) -> Says:
    """同一文件各表的填报单位、部门名称应当写法一致。

    为什么：只差一个字的名称多半是笔误，汇总时会被当成两个单位。完全不同的名称可能本来就是不同的单位，不作结论。
    不合格：三张表写“沅江市总工会”，一张写“沅江市总工”
    合格：　各表都写“沅江市总工会”
    """
    for field, name in (("filer", "填报单位"), ("department", "部门名称")):
        values = [(c, fold_text(v)) for c in filing.cases if (v := getattr(c.form, field))]
        count = Counter(v for _, v in values)
        if len(count) < 2:
            continue
        usual = max(count, key=count.__getitem__)
        often = count[usual]
        for case, value in values:
            if count[value] < often and _slip_of(value, usual):
                raw = getattr(case.form, field)
                sample = next(c for c, v in values if v == usual)
                yield Fault(
                    f"本表的{name}写作“{raw}”，其他 {often} 张表写作“{getattr(sample.form, field)}”，请统一。",
                    f"/{field}", form=case.form.index, observed=raw, expected=getattr(sample.form, field),
                    related=[Related(name, f"/forms/{sample.form.index}/{field}", getattr(sample.form, field),
                                     sample.place(f"/{field}"))],
                )  # fmt: skip
    if len(filing.cases) > 1:
        yield Held("各表的单位名称没有只差一字的写法")


@filing_rule("years-agree", "cross-form-mismatch")
def years_agree(filing: Filing) -> Says:
    """同一部门同一文件里，各目标表的年度应当一致。

    为什么：表头年度不一致，多半是沿用上年表样忘了改。
    不合格：部门整体表是 2024 年，其中一张项目表的标题还是 2023 年
    合格：　各表都是 2024 年
    """
    by_party: dict[str, list[Case]] = defaultdict(list)
    for case in filing.cases:
        if case.form.kind in _TARGETS and case.form.fiscal_year is not None and party(case):
            by_party[party(case)].append(case)
    for cases in by_party.values():
        count = Counter(c.form.fiscal_year for c in cases)
        if len(count) < 2:
            continue
        heads = {c.form.fiscal_year for c in cases if c.form.kind == "department_target"}
        year = max(count, key=count.__getitem__)
        often = count[year]
        if len(heads) == 1:
            year = heads.pop()
        elif often <= len(cases) - often:
            yield Unsure("各表年度不一，看不出以哪一年为准")
            continue
        if len([c for c in cases if c.form.fiscal_year != year]) * 2 > len(cases):
            yield Unsure("各表年度不一，可能是多个年度的汇编")
            continue
        for case in cases:
            if case.form.fiscal_year != year:
                yield Fault(
                    f"本表是 {case.form.fiscal_year} 年度，同一文件里本部门其他表是 {year} 年度，请核对标题年份。",
                    "/fiscal_year", form=case.form.index, observed=str(case.form.fiscal_year), expected=str(year),
                )  # fmt: skip


@filing_rule("goal-copied", "copied-goal")
def goal_copied(filing: Filing) -> Says:
    """不同项目的绩效目标一字不差。

    为什么：每个项目做的事不同，目标照搬说明没有结合项目。只比较同一类表、不同项目的目标。
    不合格：三个项目的本年度绩效目标都是“按要求完成本年度工作”
    合格：　各项目的目标各写各的事
    """
    seen: dict[tuple[str, str], Case] = {}
    for case in filing.cases:
        if case.form.kind in ("department_target", "unknown"):
            continue
        for field in ("annual_goal", "period_goal"):
            raw = getattr(case.form.texts, field)
            goal = fold_text(raw or "")
            if len(goal) < filing.limits.copied_goal_characters or is_vague_or_hint(case, raw or "") == "hint":
                continue
            first = seen.setdefault((case.form.kind, goal), case)
            if first is case or first.form.project_name == case.form.project_name:
                continue
            yield Fault(
                f"本表的绩效目标与项目“{first.form.project_name or '（未填名称）'}”的一字不差，请结合本项目填写。",
                f"/texts/{field}", form=case.form.index, observed=raw,
                related=[Related("同样的目标", f"/forms/{first.form.index}/texts/{field}", raw,
                first.place(f"/texts/{field}"))],
            )  # fmt: skip
            break
