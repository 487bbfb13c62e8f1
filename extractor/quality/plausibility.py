"""可行性与常理: rates over 100 %, stale years, dates, phones, numbers that cannot be read."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from extractor.characters.fold import fold_label, fold_text, squeeze
from extractor.matching.words import slipped_percents
from extractor.quality.case import Case, Row
from extractor.quality.numbers import HUNDRED, exact, half_digit, yuan_per
from extractor.quality.registry import Fault, Held, Says, Unsure, form_rule
from extractor.values.amount import is_rounding
from extractor.values.date import parse_phone
from extractor.values.number import fold_value, has_digit_gap, plain
from extractor.values.signs import lost_signs

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)年")
_NOT_OUR_YEAR = re.compile(
    r"《[^》]*》|[〔\[(（【]\s*20\d\d\s*年?\s*[〕\])）】]|20\d\d年?[-—–~～至到]+(?:20)?\d\d年?|自20\d\d年[^，。；]*|"
    r"20\d\d年[^，。；]{0,12}(?:以来|起|结转|底止|文件|号文)|(?:截至|截止|较|比|于|从|按照|根据|依据)20\d\d年[^，。；]*"
)
_NAME_AROUND = re.compile(r"[（(][\u3400-\u9fff\s]+[)）]|^[\u3400-\u9fff：:\s]+|[\u3400-\u9fff\s]+$")
"""A person's name before or behind the number, in brackets or not."""
_WHOLE_IN_BRACKETS = re.compile(r"[（(]([^（()）]*)[)）]")
_NOT_DIALLED = re.compile(r"内线|分机|短号|小号|[*＊×xX]{2,}")
"""Numbers of a house's own exchange, and masked ones."""


def _dials(raw: str) -> bool:
    """Whether a phone cell holds numbers one can call; blanks between two whole numbers part them."""
    bare = _NAME_AROUND.sub("", raw.strip()).strip()
    bare = found[1] if (found := _WHOLE_IN_BRACKETS.fullmatch(bare)) else bare
    if _NOT_DIALLED.search(raw) or parse_phone(bare)[1]:
        return True
    pieces = bare.split()
    return len(pieces) > 1 and all(sum(ch.isdigit() for ch in p) >= 7 and parse_phone(p)[1] for p in pieces)


_DAY_SHAPED = re.compile(r"(?<!\d)(20\d\d)(?:年(\d{1,2})月(?:(\d{1,2})日?)?|([./-])(\d{1,2})\4(\d{1,2}))(?!\d)")
_DOUBLED = re.compile(r"(\d[\d.,]+[万亿]?元?)\1")
DAMAGED = re.compile(r"^[≥≤><=约]*[\d.,，。:：]{2,}(?:万|亿)?[元%]?$")


@form_rule("rate-over-hundred", "implausible-value")
def rate_over_hundred(case: Case) -> Says:
    """比率类指标值超过 100%。

    为什么：合格率、覆盖率、满意度不可能超过 100%；以 2 开头的（292%）多半是“≥92%”的 ≥ 被误作 2。增长率等可以
    超过的名称由规则库列出；“≥100%”不算超过。
    不合格：验收合格率 ｜ 292%
    合格：　验收合格率 ｜ ≥92%；收入增长率 ｜ ≥120%
    """
    for row in case.named:
        for value in _percents(row):
            if value <= HUNDRED or (_may_exceed(case, row) and not _is_share(case, row)):
                continue
            raw = row.target.raw.strip()
            digits = plain(value)
            misread = digits.startswith("2") and len(digits) == 3
            hint = f"，可能是“≥{digits[1:]}%”的 ≥ 被写成或认成了 2" if misread else ""
            yield Fault(
                f"{row.called}的指标值“{raw}”超过 100%{hint}，请核对。",
                f"{row.pointer}/target", observed=raw, expected=f"≥{digits[1:]}%" if misread else "不超过 100%",
            )  # fmt: skip
            break


def _may_exceed(case: Case, row: Row) -> bool:
    return any(word in row.name for word in case.words.may_exceed_hundred)


def _is_share(case: Case, row: Row) -> bool:
    return bool(case.words.any_share.search(fold_label(row.name)))


@form_rule("actual-over-hundred", "implausible-value")
def actual_over_hundred(case: Case) -> Says:
    """完成值是某事物的一部分，却超过 100%。

    为什么：合格率、覆盖率、满意度、占比是部分与全部之比，实际完成值也不会超过 100%；完成率、增长率可以超过，不报。
    不合格：群众满意度，实际完成值 105%
    合格：　任务完成率，实际完成值 120%；群众满意度，实际完成值 98%
    """
    for row in case.named:
        raw = squeeze(row.indicator.actual or "")
        value = exact(raw) if "%" in fold_text(raw) else None
        capped = case.words.any_capped_rate.search(fold_label(row.name)) and not _may_exceed(case, row)
        if value is None or not (capped or _is_share(case, row)):
            continue
        if value > HUNDRED:
            yield Fault(
                f"{row.called}的实际完成值“{raw}”超过 100%，这个指标是部分与全部之比，请核对。",
                f"{row.pointer}/actual", observed=raw, expected="不超过 100%",
            )  # fmt: skip
        else:
            yield Held(f"{row.called}的实际完成值没有超过 100%")


def _percents(row: Row) -> list[Decimal]:
    targets = [row.target, *row.target.parts]
    return [v for t in targets if t.unit == "%" and t.kind == "number" and (v := exact(t.value)) is not None]


@form_rule("year-stale", "implausible-value")
def year_stale(case: Case) -> Says:
    """目标或指标里的年份不是本表的年份，多半是沿用旧表忘了改。

    为什么：年份不对，目标就不是这一年的目标。文号、书名号里的、“自某年起”“截至某年”“某年至某年”的不算，说所办的东西是
    哪年的（2014 年以前的档案）也不算；与本表年度或实施期相差在规则库界线以内的不算。
    不合格：2024 年的表，绩效目标写“完成 2020 年度培训任务”
    合格：　2024 年的表，绩效目标写“完成 2024 年度培训任务”
    """
    year = case.form.fiscal_year
    if year is None:
        yield Unsure("不知道本表的年度")
        return
    first, last = _span(case, year)
    for field in ("annual_goal",):
        raw = getattr(case.form.texts, field)
        if raw and (wrong := _all_outside(case, raw, first, last)):
            yield Fault(
                f"绩效目标里写的是 {wrong} 年，本表是 {year} 年度，请核对是否沿用了旧表。",
                f"/texts/{field}", observed=raw.strip()[:200], expected=f"{year}年", mark=f"{wrong}年",
            )  # fmt: skip
    for row in case.named:
        for part, text in (("level3", row.name), ("target", row.target.raw)):
            if wrong := _all_outside(case, text, first, last):
                yield Fault(
                    f"{row.called}里写的是 {wrong} 年，本表是 {year} 年度，请核对是否沿用了旧表。",
                    f"{row.pointer}/{part}", observed=text.strip(), expected=f"{year}年", mark=f"{wrong}年",
                )  # fmt: skip
                break


def _span(case: Case, year: int) -> tuple[int, int]:
    """Years that may be spoken of: those around the form's year and those of its period."""
    period = case.form.period
    starts = [year - case.limits.year_back]
    ends = [year + case.limits.year_ahead]
    if period is not None:
        starts += [int(period.start[:4])] if period.start else []
        ends += [int(period.end[:4]) + 1] if period.end else []
    return min(starts), max(ends)


def _all_outside(case: Case, text: str, first: int, last: int) -> int | None:
    """The first year spoken of, when every year spoken of lies outside."""
    said = case.words.any_year_of_things.sub("", _NOT_OUR_YEAR.sub("", fold_text(text)))
    years = [int(y) for y in _YEAR.findall(said)]
    return years[0] if years and all(not first <= y <= last for y in years) else None


@form_rule("date-unreadable", "bad-date")
def date_unreadable(case: Case) -> Says:
    """填了日期，却不是一个真实的日期。

    不合格：填报日期：2024年13月1日；完成时间 ｜ 2023年11月31日
    合格：　填报日期：2024年6月24日
    """
    if case.form.signoff.filing_date is None:
        for entry in case.printed("/signoff/filing_date"):
            if not entry.blank and len(re.findall(r"\d+", entry.raw)) > 1:
                yield Fault(
                    f"“{entry.label}”填的“{entry.raw.strip()}”不是一个真实的日期，请改正。",
                    "/signoff/filing_date", observed=entry.raw.strip(), expected="年、月、日", at=entry.at,
                )  # fmt: skip
                break
    period = case.form.period
    if period is not None and period.raw and (wrong := impossible_date(period.raw)):
        yield Fault(
            f"实施期“{period.raw.strip()}”里的“{wrong}”不是一个真实的日期，请改正。",
            "/period", observed=period.raw.strip(), mark=wrong,
        )  # fmt: skip
    if period is not None and period.raw and _runs_backwards(period.raw):
        yield Fault(
            f"实施期“{period.raw.strip()}”的结束早于开始，请改正。",
            "/period", observed=period.raw.strip(), expected="结束晚于开始",
        )  # fmt: skip
    for row in case.named:
        if wrong := impossible_date(row.target.raw):
            yield Fault(
                f"{row.called}的指标值里“{wrong}”不是一个真实的日期，请改正。",
                f"{row.pointer}/target", observed=row.target.raw.strip(), mark=wrong,
            )  # fmt: skip
        elif _JOINED.search(row.target.raw) and _runs_backwards(row.target.raw):
            yield Fault(
                f"{row.called}的指标值“{row.target.raw.strip()}”的结束早于开始，请改正。",
                f"{row.pointer}/target", observed=row.target.raw.strip(), expected="结束晚于开始",
            )  # fmt: skip


_MONTHS = re.compile(r"(?<!\d)(20\d\d)[年./-]\s*(1[0-2]|0?[1-9])(?!\d)(?:[月./-]\s*(\d{1,2})(?!\d))?")

_JOINED = re.compile(r"[日号月\d]\s*(?:至|到|[-–—~～])+\s*20\d\d")


def _runs_backwards(raw: str) -> bool:
    """Whether the second of two months lies before the first, or of two days the second day."""
    ends = [[int(part) for part in found if part] for found in _MONTHS.findall(raw)]
    if len(ends) != 2:
        return False
    shared = min(map(len, ends))
    return ends[1][:shared] < ends[0][:shared]


def impossible_date(raw: str) -> str | None:
    """The part of a text that has the shape of a date and is none (month 13, 30 February)."""
    for found in _DAY_SHAPED.finditer(raw):
        month, day = int(found[2] or found[5]), int(found[3] or found[6] or 1)
        try:
            date(int(found[1]), month, day)
        except ValueError:
            return found[0]
    return None


@form_rule("phone-unreadable", "bad-phone")
def phone_unreadable(case: Case) -> Says:
    """联系电话的位数不对。

    为什么：手机 11 位，固定电话 7 或 8 位（可带区号、分机）；位数不对就联系不上。写了两个号码的，各自判断。
    不合格：联系电话：138001380
    合格：　联系电话：13800138000；0737-2721288
    """
    for entry in case.printed("/signoff/phone"):
        digits = sum(ch.isdigit() for ch in entry.raw)
        if entry.blank or not digits or _dials(entry.raw):
            continue
        yield Fault(
            f"联系电话“{entry.raw.strip()}”共 {digits} 位数字，不是手机或固定电话的位数，请核对。",
            "/signoff/phone", observed=entry.raw.strip(), expected="11 位手机号或带区号的固定电话", at=entry.at,
        )  # fmt: skip
        return
    yield Held("印出的电话位数正确或没有填写")


_TWO_VALUES = re.compile(
    r"\A[≥≤<>=]?[\d.]+(?P<unit>[^\d\W_]{1,4}|%)[≥≤<>=]?[\d.]+(?P=unit)\Z"
    r"|[≥≤<>=][\d.]+[^\d≥≤<>=、,;/且或和至到~\-—(]{0,6}[≥≤<>=][\d.]+"
)
_FLAT_POWER = re.compile(r"\d[×xX]10\d{1,2}(?!\d)")


def unclear_number(raw: str) -> str:
    """Why a value with digits cannot be one number; "" where nothing speaks against it, or it has no digits."""
    folded = fold_value(raw)
    lost = lost_signs(folded)
    if not re.search(r"\d", folded):
        return ""
    if lost:
        return f"里的符号“{lost}”认不出是什么意思"
    if has_digit_gap(raw):
        return "的数字中间有空格或换行，分不清是一个数还是两个数"
    if _FLAT_POWER.search(folded):
        return "里的乘方写平了"
    return "里连着写了两个值" if _TWO_VALUES.search(folded) else ""


def _shown_otherwise(case: Case) -> Says:
    """Amounts whose cell shows another number than it stores, by a number format, and the two
    are not one sum of money.
    """
    for code, amount in case.form.amounts.items():
        cell = case.source_cell(f"/amounts/{code}")
        stored = exact(cell.stored) if cell is not None else None
        if cell is None or stored is None or amount.value is None or is_rounding(amount.value, plain(stored)):
            continue
        last = half_digit(Decimal(amount.value)) * yuan_per(amount.unit)
        if amount.yuan is not None and abs(Decimal(amount.yuan) - stored) <= last:
            continue
        yield Fault(
            f"金额格显示“{squeeze(amount.raw)}”，存的却是 {plain(stored)}，两数不是同一笔钱，已按显示的读取，"
            f"请核对单元格的数字格式。",
            f"/amounts/{code}", observed=amount.raw.strip(), expected=plain(stored),
        )  # fmt: skip


@form_rule("number-unreadable", "bad-number")
def number_unreadable(case: Case) -> Says:
    """金额或指标值有数字，却读不成一个数（重复、损坏、多余的逗号和点）。

    为什么：读不出的数没有参加任何合计；数前有认不出的符号（□、？、▲）、数字中间断开、两个值连写的，都按文字照录。
    本程序不替填报单位猜。
    不合格：财政拨款 ｜ 854万854万；资金总额 ｜ 7,00.0,77；完成率 ｜ 9%0；养护里程 ｜ □95公里
    合格：　财政拨款 ｜ 854万
    """
    yield from _shown_otherwise(case)
    for code, amount in case.form.amounts.items():
        raw = squeeze(amount.raw)
        if amount.value is not None or not re.search(r"\d", raw):
            continue
        if any(re.search(p, raw) for p in case.words.money_hints):
            yield Unsure(f"金额写作“{raw[:40]}”，要看别处")
            continue
        yield Fault(
            f"金额“{raw}”读不成一个数，请改写为一个清楚的数。",
            f"/amounts/{code}", observed=amount.raw.strip(), expected="一个数", sure=bool(_DOUBLED.search(raw)),
        )  # fmt: skip
    for row in case.named:
        raw = squeeze(row.target.raw)
        if row.target.kind != "text":
            continue
        slipped = slipped_percents(raw)
        unclear = "" if slipped else unclear_number(row.target.raw)
        if unclear:
            yield Fault(
                f"{row.called}的指标值“{raw}”{unclear}，没有当作数读取，请核对原件并改写清楚。",
                f"{row.pointer}/target", observed=raw, expected="一个数",
            )  # fmt: skip
        elif slipped or DAMAGED.match(raw):
            expected = raw
            for start, end, _, right in reversed(slipped):
                expected = expected[:start] + right + expected[end:]
            yield Fault(
                f"{row.called}的指标值“{raw}”读不成一个数，"
                + (f"应为“{expected}”，请改正。" if slipped else "请改写清楚。"),
                f"{row.pointer}/target", observed=raw, expected=expected if slipped else "一个数",
                spans=[[start, end] for start, end, _, _ in slipped],
            )  # fmt: skip
