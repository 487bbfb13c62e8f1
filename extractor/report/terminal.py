"""The report on a terminal: verdict first, worst finding next, one block a finding.

Plain text when piped; colour and the window's width on a terminal. Chinese characters count two columns.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING

from extractor.ground.safe import clip, one_line, width, wrapped
from extractor.report import words
from extractor.report.excerpt import Excerpt, ExcerptCell
from extractor.report.model import Entry, Report, SourceReport
from extractor.report.overview import lines_of, units_of
from extractor.report.where import place_words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_STYLE = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_VERDICT = {
    "通过": "bold green",
    "修改后通过": "bold yellow",
    "退回": "bold red",
    words.UNJUDGED: "bold white on magenta",
}
_MUST = {"error": "必须改正", "warning": "建议改正", "info": "供参考"}
PIPED_WIDTH = 100
HEAD_COLUMNS = 6


WORST = 10
"""Files of several that the terminal shows; `--all` and a report in a file have them all."""


def to_text(report: Report, *, colour: bool | None = None, columns: int | None = None, everything: bool = True) -> str:
    """The report as text: of several files an overview first, the worst on top.

    Args:
        everything: every finding of every file; else of several files the ten worst, a line or two each.
        colour: ANSI colours; None = when standard output is a terminal.
        columns: width; None = the window's, or 100 when piped.
    """
    from rich.console import Console

    tty = sys.stdout.isatty()
    colour = tty if colour is None else colour
    room = columns or (shutil.get_terminal_size((PIPED_WIDTH, 24)).columns if tty else PIPED_WIDTH)
    out = StringIO()
    console = Console(
        file=out,
        force_terminal=colour,
        color_system="standard" if colour else None,
        width=max(40, room),
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        no_color=not colour,
    )
    if len(report.sources) > 1:
        _print_overview(console, report, everything=everything)
    for source in report.sources if everything or len(report.sources) == 1 else []:
        _print_source(console, source, report.explain)
    if len(report.sources) > 1:
        _print_total(console, report, everything=everything)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


Part = tuple[str, str]
"""A text and its style."""


def _text(*parts: Part) -> Text:
    from rich.text import Text

    return Text.assemble(*parts, no_wrap=True, overflow="ignore")


def _say(console: Console, *parts: Part) -> None:
    """Parts as one paragraph over the whole width."""
    for line in wrapped(parts, console.width):
        console.print(_text(*line), soft_wrap=True)


def _line(console: Console, head: str, *parts: Part, indent: int = 2) -> None:
    """`head` in a column of its own, the rest wrapped beside it."""
    edge = indent + HEAD_COLUMNS + 1
    lines = wrapped(parts, console.width - edge) or [[]]
    first = " " * indent + head + " " * (HEAD_COLUMNS - width(head) + 1)
    for number, line in enumerate(lines):
        console.print(_text((first if number == 0 else " " * edge, "dim"), *line), soft_wrap=True)


def _print_overview(console: Console, report: Report, *, everything: bool) -> None:
    """One line a file, the worst first, with what is worst in it; then the units."""
    lines = lines_of(report)
    shown = lines if everything else lines[:WORST]
    _say(
        console,
        (f"━━ 总览：{len(lines)} 份文件" + ("" if len(shown) == len(lines) else f"，最差的 {len(shown)} 份"), "bold"),
    )
    room = max(width(line.verdict) for line in shown)
    for number, line in enumerate(shown, 1):
        score = "  无" if line.score is None else f"{line.score:>4}"
        verdict = line.verdict + " " * (room - width(line.verdict))
        counts = f"错误 {line.errors:<3} 警告 {line.warnings:<3} 提示 {line.infos:<3}"
        read = "" if line.read is None or line.read == 100 else f"  读懂 {line.read}%"
        _say(
            console,
            (f"{number:>3}. ", "dim"),
            (verdict, _VERDICT.get(line.verdict, "bold")),
            (f" {score}  {counts}{read}  ", ""),
            (one_line(line.path), "bold"),
        )
        if line.worst:
            console.print(_text(("     ", ""), (clip(one_line(line.worst), console.width - 6), "dim")), soft_wrap=True)
    units = units_of(report)
    if len(units) > 1:
        console.print()
        _say(console, (f"── 按单位：{len(units)} 个", "bold"))
        for unit in units if everything else units[:WORST]:
            unread = f"  未能审核 {unit.unjudged}" if unit.unjudged else ""
            said = (
                f"  文件 {unit.files:<3} 错误 {unit.errors:<4} 警告 {unit.warnings:<4} 提示 {unit.infos:<4}{unread}  "
            )
            _say(console, (said, ""), (one_line(unit.unit), "bold"))
        if not everything and len(units) > WORST:
            _say(console, (f"  …… 另有 {len(units) - WORST} 个单位", "dim"))
    console.print()


def _print_total(console: Console, report: Report, *, everything: bool) -> None:
    failed = sum(source.source.status == "failed" for source in report.sources)
    counts = " · ".join(f"{words.SEVERITY[s]} {n}" for s, n in report.counts.items())
    unjudged = f"，未能审核 {report.unjudged} 份" if report.unjudged else ""
    console.rule(style="dim", characters="─")
    _say(console, (f"共 {len(report.sources)} 份文件，未能读取 {failed} 份{unjudged}；{counts}", "bold"))
    if not everything:
        _say(console, ("逐条内容：加 --all，或用 --format html -o 报告.html 写成网页", "dim"))


def _print_source(console: Console, source: SourceReport, explain: bool) -> None:
    _say(console, ("━━ ", "dim"), (one_line(source.source.path or source.source.name), "bold"))
    failure = source.source.failure
    if source.source.status == "failed":
        _say(console, (" 未能读取 ", "bold white on red"), ("  ", ""))
        if failure is not None:
            _line(console, "类别", (words.CATEGORY.get(failure.category, failure.category), ""))
            _line(console, "原因", (one_line(failure.cause), ""))
            _line(console, "怎么办", (one_line(failure.remedy), ""))
        console.print()
        return
    _print_summary(console, source)
    for severity in words.SEVERITY:
        group = [entry for entry in source.entries if entry.finding.severity == severity]
        if group:
            _print_group(console, severity, group)
    _print_tail(console, source)
    if explain:
        _print_rules(console, source)


def _print_summary(console: Console, source: SourceReport) -> None:
    verdict = source.verdict
    score = "无" if source.score is None else str(source.score)
    counts = source.counts
    _say(
        console,
        ("结论 ", "dim"), (verdict, _VERDICT.get(verdict, "bold")),
        ("   得分 ", "dim"), (score, "bold"),
        ("   错误 ", "dim"), (str(counts["error"]), _STYLE["error"] if counts["error"] else ""),
        ("   警告 ", "dim"), (str(counts["warning"]), _STYLE["warning"] if counts["warning"] else ""),
        ("   提示 ", "dim"), (str(counts["info"]), ""),
    )  # fmt: skip
    kinds = "，".join(f"{kind} {n} 张" for kind, n in source.kinds.items()) or "没有找到绩效表"
    units = "、".join(source.units[:3]) + ("等" if len(source.units) > 3 else "")
    years = "、".join(str(year) for year in source.years)
    facts = [kinds, *([units] if units else []), *([f"{years} 年度"] if years else [])]
    _line(console, "内容", ("；".join(facts), ""), indent=0)
    outcomes = source.outcomes
    _line(
        console,
        "规则",
        (f"{len(source.rules)} 项：通过 {outcomes['passed']}，发现问题 {outcomes['fired']}，", ""),
        (f"无法判断 {outcomes['cannot-tell']}", "yellow" if outcomes["cannot-tell"] else ""),
        (f"，不适用 {outcomes['not-applicable']}", ""),
        indent=0,
    )
    if source.entries and source.entries[0].finding.severity != "info":
        worst = source.entries[0]
        said = f"{worst.severity}：{worst.title} — {worst.form_name} {worst.where}".rstrip()
        _line(console, "最要紧", (said, _STYLE[worst.finding.severity]), indent=0)
    if source.source.status == "partial" and source.source.failure is not None:
        _line(console, "注意", ("只读取了一部分：" + one_line(source.source.failure.cause), "bold"), indent=0)


def _print_group(console: Console, severity: str, entries: list[Entry]) -> None:
    console.print()
    _say(console, (f"── {words.SEVERITY[severity]} {len(entries)} 条（{_MUST[severity]}）", _STYLE[severity]))
    for _, same in groupby(entries, key=lambda entry: entry.finding.code):
        batch = list(same)
        console.print()
        _print_code(console, batch)


def _print_code(console: Console, batch: list[Entry]) -> None:
    """Findings of one code: name, advice and basis once, then each place with its excerpt."""
    first = batch[0]
    several = f" ×{len(batch)}" if len(batch) > 1 else ""
    ours = "（系统识别存疑，不算填报问题）" if first.doubt else ""
    _say(
        console,
        (f"■ {first.severity}", _STYLE[first.finding.severity]),
        (f" {first.title}{several}{ours}", "bold"),
        (f"  {first.finding.code}", "dim"),
    )
    brief = first.finding.severity == "info" and len(batch) > 1
    for entry in batch:
        _print_entry(console, entry, brief=brief)
        if brief and entry is first:
            _line(console, "", ("例如：", "dim"), (one_line(entry.finding.message), ""))
    _line(console, "怎么改", (first.advice, "green"))
    for basis in dict.fromkeys(entry.basis for entry in batch if entry.basis):
        _line(console, "依据", (basis, "dim"))


def _print_entry(console: Console, entry: Entry, *, brief: bool) -> None:
    where = " · ".join(part for part in (entry.form_name, entry.where) if part)
    change = f"〔{entry.change}〕" if entry.change else ""
    _line(console, f"{entry.number:>3}.", (change, "bold"), (where, "bold"))
    _line(console, "", (" · ".join(part for part in (entry.place, f"编号 {entry.finding.id}") if part), "dim"))
    if not brief and entry.excerpt is not None:
        for line in excerpt_lines(entry.excerpt, console.width - 9):
            console.print(_text(("         ", ""), (line, "")), soft_wrap=True)
    if not brief:
        _line(console, "", ("问题：", "dim"), (one_line(entry.finding.message), ""))
        if entry.observed or entry.expected:
            _line(console, "", *_observed(entry))
    for other in entry.finding.related:
        said = f"{one_line(other.role)} {one_line(other.observed or '')}".strip()
        _line(console, "", ("对照：", "dim"), (" · ".join(p for p in (said, place_words(other.at)) if p), ""))


def _observed(entry: Entry) -> list[tuple[str, str]]:
    parts = [("原填：", "dim"), (clip(entry.observed, 160), _STYLE[entry.finding.severity])]
    if entry.expected:
        parts += [("  →  应为：", "dim"), (clip(entry.expected, 160), "green")]
    return parts


def excerpt_lines(excerpt: Excerpt, room: int) -> Iterator[str]:
    """The excerpt as aligned lines of at most `room` columns; 【 】 marks the cell, > its row."""
    numbered = any(row.number is not None for row in excerpt.rows)
    gutter = 5 if numbered else 2
    kept = _kept(excerpt, room - gutter)
    heads = [excerpt.heads[i] for i in kept]
    cells = [[row.cells[i] for i in kept] for row in excerpt.rows]
    texts = [[_cell_words(cell) for cell in row] for row in cells]
    natural = [max(width(text) for text in column) for column in zip(heads, *texts)]
    widths = _fit(natural, room - gutter - 3 * (len(natural) - 1))
    yield (" " * 2 + ("行 " if numbered else "") + _row(heads, widths)).rstrip()
    for row, shown, line in zip(excerpt.rows, cells, texts):
        mark = "> " if row.hit and len(excerpt.rows) > 1 else "  "
        number = f"{row.number or '':>2} " if numbered else ""
        starts = [cell.spans[0][0] if cell.spans else 0 for cell in shown]
        yield (mark + number + _row(line, widths, starts)).rstrip()


def _kept(excerpt: Excerpt, room: int) -> list[int]:
    """Columns that fit at six each: the marked one and the row's name stay longest."""
    kept = list(range(len(excerpt.heads)))
    marked = {i for row in excerpt.rows for i, cell in enumerate(row.cells) if cell.marked}
    dear = {i for i, head in enumerate(excerpt.heads) if head in ("三级指标", "栏目", "资金项目")}
    for spare in ([i for i in kept if i not in marked | dear], [i for i in kept if i not in marked]):
        for i in spare:
            if i in kept and len(kept) > 1 and 9 * len(kept) - 3 > room:
                kept.remove(i)
    return kept


def _cell_words(cell: ExcerptCell) -> str:
    return f"【{cell.text or '空白'}】" if cell.marked else cell.text


def _row(cells: list[str], widths: list[int], seen: list[int] | None = None) -> str:
    starts = seen or [0] * len(cells)
    shown = (_closed(text, room, start) for text, room, start in zip(cells, widths, starts))
    return " | ".join(text + " " * (room - width(text)) for text, room in zip(shown, widths))


def _closed(text: str, room: int, start: int) -> str:
    """`clip`, keeping the closing mark of a marked cell and the place `start` in it that differs."""
    if width(text) <= room or not text.endswith("】"):
        return clip(text, room)
    inner, room = text[1:-1], room - 4
    if start and width(inner[: start + 2]) > room - 1:
        inner = "…" + inner[max(0, start - 3) :]
    return f"【{clip(inner, room)}】"


def _fit(natural: list[int], room: int) -> list[int]:
    """Column widths within `room`: wide columns give way first, none below 6."""
    widths = list(natural)
    while sum(widths) > room and max(widths) > 6:
        widest = widths.index(max(widths))
        widths[widest] -= 1
    return widths


def _print_tail(console: Console, source: SourceReport) -> None:
    if not source.entries:
        console.print()
        _say(console, ("没有发现问题。", "green"))
    if source.confirmed:
        console.print()
        _say(console, (f"── 已核对无误 {len(source.confirmed)} 项", "green"))
        for said in source.confirmed:
            _line(console, "  ✓", (said, ""), indent=0)
    for entry in source.waived:
        _line(
            console,
            "豁免",
            (f"{entry.title}：{entry.form_name} {entry.where}（{one_line(entry.waived or '')}）", "dim"),
            indent=0,
        )
    if source.mended is not None:
        console.print()
        _say(console, (f"── 比上次：已改正 {len(source.mended)} 项", "green"))
        for mended in source.mended:
            _line(console, "  ✓", (f"{one_line(mended.where)} {one_line(mended.message)}", ""), indent=0)
        for name, gone in ((words.CANNOT_TELL, source.untold), (words.NOT_SEEN, source.unseen)):
            if gone:
                _say(console, (f"── 比上次：{name} {len(gone)} 项", "yellow"))
            for one in gone:
                _line(console, "  ？", (f"{one_line(one.where)} {one_line(one.message)}", ""), indent=0)
    if any(not e.finding.verified and e.finding.basis for e in source.entries):
        console.print()
        _say(console, (f"注：{words.UNVERIFIED_NOTE}", "dim"))
    console.print()


def _print_rules(console: Console, source: SourceReport) -> None:
    _say(console, ("── 规则逐项结果", "bold"))
    for outcome in words.OUTCOME:
        for line in source.rules:
            if line.check.outcome == outcome:
                inputs = "，".join(f"{key}={value}" for key, value in line.check.figures.items())
                said = f"{line.form_name.split(' ')[0]} {line.title}（{line.check.rule}）：{one_line(line.check.why)}"
                _line(console, line.outcome[:3], (said, ""), (f"  {inputs}" if inputs else "", "dim"), indent=0)
    console.print()
