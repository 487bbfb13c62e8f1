"""Sums inside one form: money by source and by use, the execution block (K27)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from extractor.characters.fold import squeeze
from extractor.model.document import Place
from extractor.model.filing import Amount, Execution
from extractor.model.finding import Related
from extractor.quality.case import Case
from extractor.quality.numbers import MONEY, exact, half_digit
from extractor.quality.registry import Fault, Say, Says, Unsure, form_rule
from extractor.quality.sums import OF_FISCAL, SOURCES, Part, added, by_source, compare, gap_of, same_fault
from extractor.values.amount import parse_amount
from extractor.words.vocabulary import Vocabulary, vocabulary

AMOUNT_NAMES: dict[str, str] = {
    "total": "资金总额", "general_public_budget": "一般公共预算", "government_fund": "政府性基金",
    "state_capital": "国有资本经营预算", "special_account_nontax": "纳入专户管理的非税收入",
    "fiscal_appropriation": "财政拨款", "central_funds": "中央资金", "provincial_funds": "省级资金",
    "local_funds": "地方资金", "superior_funds": "上级资金", "current_level": "本级资金", "carry_over": "上年结转",
    "own_funds": "自有资金", "other_funds": "其他资金", "basic_expenditure": "基本支出",
    "project_expenditure": "项目支出",
}  # fmt: skip
_FURTHER_USES = re.compile(r"经营支出|上缴|事业发展性支出|附属单位|其他支出|结转下年")
_TOTAL_ITEM = re.compile(r"总额|合计|总计|总预算|资金总")


def amount_part(case: Case, code: str, fold: bool) -> Part:
    """A printed amount as a term of a sum, in yuan where units differ (`fold`)."""
    amount = case.form.amounts[code]
    name, pointer = AMOUNT_NAMES.get(code, code), f"/amounts/{code}"
    value = exact(amount.value)
    if value is None:
        blank = not any(ch.isdigit() for ch in amount.raw)
        return Part(name, pointer, amount.raw, Decimal(0) if blank else None, amount.at, blank=blank)
    scale = MONEY.get(amount.unit or "") if fold else Decimal(1)
    if scale is None:
        return Part(name, pointer, amount.raw, None, amount.at)
    return Part(name, pointer, amount.raw, value * scale, amount.at, half_digit(value) * scale)


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
    各数最后一位的一半之和时只作警告（可能是四舍五入）。多年总额不与年度额相比。一览表的合计行也应等于各项目之和。
    不合格：资金总额 662.98，其中财政拨款 662.88，其他资金 0
    合格：　资金总额 291.97，其中一般公共预算 278.14，其他资金 13.83
    """
    yield from _list_sums(case)
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
    if _leftover_amount(case):
        says = _unless_told_by(_leftovers(case), says, total, "本表还有认不出的金额栏")
    wrong = _fiscal_gap(case) if "fiscal_appropriation" in parts else None
    for say in says:  # a wrong subtotal makes the total above it wrong by the same figure
        gap = gap_of(say)
        same = isinstance(say, Fault) and gap is not None and wrong is not None and gap == -wrong
        yield same_fault(say, "财政拨款的分项合计") if same and isinstance(say, Fault) else say


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
    elif (
        _printed_twice(case, ["total", *uses])
        or _leftover_amount(case)
        or any(_FURTHER_USES.search(text) for text, _ in case.reading.labels)
    ):
        yield from _only_held(
            compare(total, parts, "资金总额按支出性质", case.form.index), "本表另列有其他支出、多个总额或认不出的金额栏"
        )
    else:
        says = list(compare(total, parts, "资金总额按支出性质", case.form.index))
        told = {(say.observed, say.expected) for say in total_by_source(case) if isinstance(say, Fault)}
        for say in says:
            same = isinstance(say, Fault) and (say.observed, say.expected) in told
            yield same_fault(say, "按来源的合计") if same and isinstance(say, Fault) else say


_AMOUNT_AT_END = re.compile(r"[\u4e00-\u9fff）)]\s*[：:]\s*[\d,，.]+\s*(?:万|亿)?元?\s*$")


_MONEY_LABEL = re.compile(r"资金|拨款|经费|总额|总投资|合计|预算|金额|投入")


def _leftover_amount(case: Case) -> bool:
    """A money line that no field took: the printed parts may not be all, or belong to a total
    printed in another place.
    """
    for item in case.form.unmapped:
        label = squeeze(item.label or "")
        if any(_AMOUNT_AT_END.search(text) for text in (label, item.text)):
            return True
        if _MONEY_LABEL.search(label) and len(label) <= LONGEST_LABEL and parse_amount(item.text).value is not None:
            return True
    return False


def _leftovers(case: Case) -> list[Decimal]:
    """The figures that no field took, as far as they are figures."""
    found = (parse_amount(item.text, unit=case.form.currency_unit).value for item in case.form.unmapped)
    return [Decimal(value) for value in found if value is not None]


_MOST_LEFT = 12


def _unless_told_by(left: list[Decimal], says: Says, total: Part, why: str) -> Says:
    """A fault stands where none of the figures left over explains it: neither as a part (or several) that the sum lacks
    or has too much, nor as the total that the parts belong to.
    """
    gaps = {Decimal(0)}
    for value in left[:_MOST_LEFT]:
        gaps |= {gap + value for gap in gaps}
    for say in says:
        gap = gap_of(say)
        told = (
            gap is None
            or total.value is None
            or not left
            or len(left) > _MOST_LEFT
            or abs(gap) in gaps
            or total.value + gap in left
        )
        yield Unsure(why, say.inputs) if isinstance(say, Fault) and told else say


def _list_sums(case: Case) -> Says:
    """A list's sum row against its projects."""
    for one in case.reading.list_sums:
        value = exact(parse_amount(one.raw).value)
        pointer = next((f"/unmapped/{at}" for at, item in enumerate(case.form.unmapped) if item.at == one.at), "")
        total = Part(one.label, pointer, one.raw, value, one.at)
        if value is not None:
            total.slack = half_digit(value)
        parts = [_project_part(pointer, amount) for pointer, amount in one.parts]
        for say in compare(total, parts, f"一览表的“{one.label}”", case.form.index):
            if isinstance(say, Fault):
                say.message = (
                    f"一览表“{one.label}”印的是{total.shown()}，各项目相加是{say.expected}，两数不符，请核对。"
                )
                say.related = [Related("项目", p.pointer, p.raw, p.at) for p in parts if not p.blank]
            yield say


def _project_part(pointer: str, amount: Amount) -> Part:
    value = exact(amount.value)
    if value is None:
        blank = not any(ch.isdigit() for ch in amount.raw)
        return Part("项目", pointer, amount.raw, Decimal(0) if blank else None, amount.at, blank=blank)
    return Part("项目", pointer, amount.raw, value, amount.at, half_digit(value))


LONGEST_LABEL = 20


def _only_held(says: Says, why: str) -> Says:
    for say in says:
        yield say if not isinstance(say, Fault) else Unsure(why, say.inputs)


def _fiscal_gap(case: Case) -> Decimal | None:
    """By how much the kinds of budget exceed the printed 财政拨款, in the unit that the total is compared in."""
    gaps = [gap for say in fiscal_by_kind(case) if (gap := gap_of(say)) is not None]
    return gaps[0] if len(gaps) == 1 and not _units_differ(case, ["total", *SOURCES]) else None


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
    twice = _printed_twice(case, ["fiscal_appropriation", *codes]) or _leftover_amount(case)
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
    words = vocabulary(case.rules)
    coded = {code: i for i, row in enumerate(rows) if i and (code := _code_of(row, words)) is not None}
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
    says = [
        say
        for name, total, parts in columns
        for say in by_source(total, parts, f"资金栏{name}", case.form.index, whole=whole)
    ]
    yield from _once(says, case)


def _once(says: list[Say], case: Case) -> Says:
    """The same total wrong by the same figure in two columns (年初 and 全年预算数) is one fault; a doubtful one
    mutes no other.
    """
    told: dict[tuple[str | None, str | None, bool], Fault] = {}
    faults = [
        (say, (say.observed, say.expected, case.is_doubtful(say.pointer))) for say in says if isinstance(say, Fault)
    ]
    for say, key in faults:
        first = told.setdefault(key, say)
        if first is not say:
            at = say.at or Place()
            first.related.append(
                Related("同样不平的一列", f"/forms/{case.form.index}{say.pointer}", say.observed or "", at)
            )
            first.inputs.update(say.inputs)
    kept = {id(say) for say in told.values()}
    yield from (say for say in says if not isinstance(say, Fault) or id(say) in kept)


def _code_of(row: Execution, words: Vocabulary) -> str | None:
    """Which source of money a row of the execution block is, by the rule book's words; None where it is none."""
    text = row.item or ""
    code = words.amount(text) or words.nearly("amount", text)
    if code is None and (likely := words.evidence.likely("amount", text)) is not None:
        code = likely.identity
    return code if code in SOURCES else None


def _execution_part(case: Case, index: int, column: str) -> Part:
    row = case.form.execution[index]
    raw: str | None = getattr(row, column)
    pointer = f"/execution/{index}/{column}"
    value = exact(raw)
    name = (row.item or "总额").strip("：: ")
    at = case.place(pointer)
    if value is None:
        return Part(name, pointer, raw or "", Decimal(0) if raw is None else None, at, blank=raw is None)
    return Part(name, pointer, raw or "", value, at, half_digit(value))
