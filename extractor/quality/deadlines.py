"""期限: filing after the day set for it, days outside the project's period, the whole period given as a deadline."""

from __future__ import annotations

from extractor.characters.fold import squeeze
from extractor.quality.case import Case
from extractor.quality.registry import Fault, Held, Says, Unsure, form_rule


@form_rule("filed-late", "late-filing")
def filed_late(case: Case) -> Says:
    """目标表的填报日期晚于规定期限（默认为预算年度开始）。

    为什么：绩效目标应随预算编制同步填报，预算年度开始以后才填，失去事前约束的作用。期限在 calendar.yaml。
    自评表、监控表不适用。
    不合格：2024 年度的目标表，填报日期 2024年6月24日
    合格：　2024 年度的目标表，填报日期 2023年11月20日
    """
    year, filed = case.form.fiscal_year, case.form.signoff.filing_date
    if year is None or filed is None:
        yield Unsure("不知道本表的年度" if year is None else "没有填报日期")
        return
    last = case.rules.calendar.last_day(case.form.kind, year)
    if last is None:
        yield Held("本类表没有规定期限")
    elif filed[: len(last)] > last[: len(filed)]:
        yield Fault(
            f"填报日期 {filed} 晚于 {year} 年度目标表的期限 {last}，以后请随预算编制同步填报。",
            "/signoff/filing_date", observed=filed, expected=f"不晚于 {last}", inputs={"填报日期": filed, "期限": last},
        )  # fmt: skip
    else:
        yield Held("在期限之内", {"填报日期": filed, "期限": last})


@form_rule("deadline-outside", "date-outside-period")
def deadline_outside(case: Case) -> Says:
    """时效指标的日期在项目实施期之外。

    不合格：实施期 2022年3月-2023年11月；项目完成时间 ｜ 2024年6月底
    合格：　实施期 2022年3月-2023年11月；项目完成时间 ｜ 2023年11月底前
    """
    period = case.form.period
    dated = [row for row in case.named if row.kind == "timeliness" and row.target.kind in ("date", "period")]
    if not dated:
        return
    if period is None or not period.end:
        yield Unsure("不知道实施期的起止")
        return
    for row in dated:
        when = row.target.date if row.target.kind == "date" else row.target.high
        if not when:
            yield Unsure(f"{row.called}的日期“{row.target.raw.strip()}”没有读成年月日")
            continue
        inputs = {row.name: when, "实施期": f"{period.start or '?'} 至 {period.end}"}
        late = when[: len(period.end)] > period.end[: len(when)]
        early = bool(period.start) and when[: len(period.start or "")] < (period.start or "")[: len(when)]
        if late or early:
            yield Fault(
                f"{row.called}的日期“{row.target.raw.strip()}”{'晚于实施期的结束' if late else '早于实施期的开始'}"
                f"（{period.start or '?'} 至 {period.end}），请核对。",
                f"{row.pointer}/target", observed=row.target.raw.strip(), expected=f"不晚于 {period.end}" if late else
                f"不早于 {period.start}", inputs=inputs,
            )  # fmt: skip
        else:
            yield Held(f"{row.called}的日期在实施期内", inputs)


@form_rule("period-for-deadline", "period-as-deadline")
def period_for_deadline(case: Case) -> Says:
    """时效指标把整个实施期（或“长期”“全年”）当作时限。

    为什么：时效要说某件事何时做完；整个实施期等于没有时限。
    不合格：实施期 2023.07-2024.01；服务周期 ｜ 2023.07-2024.01
    合格：　设备到位时间 ｜ 2023年8月底前
    """
    period, year = case.form.period, case.form.fiscal_year
    for row in case.named:
        if row.kind != "timeliness":
            continue
        raw = squeeze(row.target.raw)
        low, high = row.target.low or "", row.target.high or ""
        same = (
            row.target.kind == "period" and period is not None and bool(period.start and period.end)
            and low[:7] == (period.start or "")[:7] and high[:7] == (period.end or "")[:7]
        )  # fmt: skip
        whole_year = row.target.kind == "period" and low[:7] == f"{year}-01" and high[:7] == f"{year}-12"
        if same or whole_year or raw in case.words.endless_deadlines:
            yield Fault(
                f"{row.called}的指标值“{raw}”是整个实施期或没有期限，建议写明每件事的完成时限。",
                f"{row.pointer}/target", observed=raw, expected="完成时限",
            )  # fmt: skip
