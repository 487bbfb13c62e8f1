"""The workbook a clerk ticks off and an auditor filters: 总览, 问题, 指标, 规则, 说明; on request a sheet a unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.flat.rows import indicator_rows
from extractor.ground.safe import one_line
from extractor.report import words
from extractor.report.indicator_sheet import values_sheet
from extractor.report.model import Entry, Report, SourceReport, rank
from extractor.report.overview import by_unit, lines_of, units_of
from extractor.report.workbook import Book, row_height, sheet_name

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

STATES = ("待整改", "整改中", "已整改", "豁免", "误报")

_FINDINGS: tuple[tuple[str, int], ...] = (
    ("文件", 24), ("级别", 6), ("问题", 13), ("表", 24), ("位置", 20), ("原填", 18), ("应为", 18), ("说明", 32),
    ("怎么改", 28), ("依据", 22), ("状态", 9), ("处理说明", 16),
    ("处理人", 10), ("处理日期", 12), ("填报单位", 20), ("项目", 24), ("年度", 7), ("审核方面", 10), ("依据核实", 9),
    ("对照", 30), ("序号", 6), ("代码", 22), ("编号", 20), ("文件哈希", 66),
)  # fmt: skip
PRINTED = 12
"""The first columns go on paper (A4 across); the rest is for filtering and for the way back."""
_STATE_COLUMN = [name for name, _ in _FINDINGS].index("状态")


def to_xlsx(report: Report, *, sheets_by_unit: bool = False) -> bytes:
    """The report as a workbook.

    Args:
        sheets_by_unit: a sheet of its own for each unit's findings too, named after it.
    """
    book = Book()
    _overview_sheet(book, report)
    _findings_sheet(book, "问题", report)
    values_sheet(book, indicator_rows([s.extraction for s in report.sources if s.extraction is not None]), chinese=True)
    _rules_sheet(book, report)
    _about_sheet(book, report)
    if sheets_by_unit:
        taken = {sheet.name.lower() for sheet in book.book.worksheets()}
        for unit, part in by_unit(report).items():
            _findings_sheet(book, sheet_name(unit, taken), part)
    return book.close()


# -- 总览 --------------------------------------------------------------------------------------------------------

_FILES = (
    ("文件", 44.0),
    ("单位", 24.0),
    ("内容", 30.0),
    ("结论", 12.0),
    ("得分", 7.0),
    ("错误", 7.0),
    ("警告", 7.0),
    ("提示", 7.0),
    ("读懂（%）", 9.0),
    ("最要紧的问题", 60.0),
)
_UNITS = ("单位", "", "文件数", "结论（最差）", "", "错误", "警告", "提示", "未能审核", "")


def _overview_sheet(book: Book, report: Report) -> None:
    """A line a file, the worst first; below them a line a unit."""
    sheet = book.sheet("总览", _FILES)
    sheet.freeze_panes(1, 1)
    lines = lines_of(report)
    for row, line in enumerate(lines, 1):
        _cells(
            book,
            sheet,
            row,
            (
                line.path,
                line.unit,
                line.kinds,
                line.verdict,
                line.score,
                line.errors,
                line.warnings,
                line.infos,
                line.read,
                line.worst,
            ),
        )
        sheet.set_row(row, row_height(((line.path, 44), (line.worst, 60))))
    sheet.autofilter(0, 0, max(len(lines), 1), len(_FILES) - 1)
    for verdict, severity in (
        ("未能审核", "error"),
        ("未作结论", "error"),
        ("退回", "error"),
        ("修改后通过", "warning"),
    ):
        rule = {"type": "formula", "criteria": f'=$D2="{verdict}"', "format": book.pale[severity]}
        sheet.conditional_format(1, 0, max(len(lines), 1), 3, rule)
    row = len(lines) + 2
    for column, head in enumerate(_UNITS):
        sheet.write_string(row, column, head, book.head)
    for number, unit in enumerate(units_of(report), row + 1):
        _cells(
            book,
            sheet,
            number,
            (unit.unit, "", unit.files, unit.verdict, "", unit.errors, unit.warnings, unit.infos, unit.unjudged, ""),
        )


def _cells(book: Book, sheet: Worksheet, row: int, values: Sequence[str | int | None]) -> None:
    for column, value in enumerate(values):
        if isinstance(value, int):
            sheet.write_number(row, column, value, book.number)
        else:
            book.text(sheet, row, column, value)


# -- 问题 -----------------------------------------------------------------------------------------------------


def _findings_sheet(book: Book, name: str, report: Report) -> None:
    sheet = book.sheet(name, _FINDINGS)
    sheet.freeze_panes(1, 3)
    row = 0
    for source in sorted(report.sources, key=rank):
        for entry in source.entries + source.waived:
            row += 1
            _finding_row(book, sheet, row, source, entry)
    last = max(row, 1)
    sheet.autofilter(0, 0, last, len(_FINDINGS) - 1)
    state = _STATE_COLUMN
    sheet.data_validation(
        1, state, last, state,
        {
            "validate": "list", "source": list(STATES), "error_title": "状态不对",
            "error_message": "请从列表中选择：" + "、".join(STATES), "input_title": "处理状态",
            "input_message": "从列表中选择",
        },
    )  # fmt: skip
    sheet.print_area(0, 0, last, PRINTED - 1)
    _colours(book, sheet, last)


def _finding_row(book: Book, sheet: Worksheet, row: int, source: SourceReport, entry: Entry) -> None:
    finding = entry.finding
    form = next((form for form in source.forms if form.index == finding.form), None)
    texts = {
        "级别": entry.severity,
        "问题": entry.title + ("（系统识别存疑）" if entry.doubt else ""),
        "填报单位": (form.filer or form.department if form else None) or "、".join(source.units[:1]),
        "项目": form.project_name if form else None,
        "表": entry.form_name,
        "位置": " ".join(part for part in (entry.where, entry.place) if part),
        "原填": finding.observed or entry.observed,
        "应为": finding.expected,
        "说明": finding.message,
        "怎么改": entry.advice,
        "审核方面": entry.head,
        "依据": entry.basis,
        "依据核实": words.standing(finding.basis, finding.verified),
        "状态": "豁免" if entry.waived is not None else "待整改",
        "处理说明": entry.waived or entry.change,
        "对照": "；".join(_related(entry)),
        "代码": finding.code,
        "编号": finding.id,
        "文件": source.source.path,
        "文件哈希": source.source.sha256,
    }
    for column, (name, _) in enumerate(_FINDINGS):
        if name == "序号":
            sheet.write_number(row, column, row, book.number)
        elif name == "年度":
            _year(book, sheet, row, column, form.fiscal_year if form else None)
        elif name == "级别":
            book.text(sheet, row, column, entry.severity, book.strong[finding.severity])
        else:
            grey = name in ("代码", "编号", "文件哈希")
            book.text(sheet, row, column, texts.get(name), book.grey if grey else None)
    sheet.set_row(row, row_height((texts.get(name), size) for name, size in _FINDINGS[:PRINTED]))


def _related(entry: Entry) -> list[str]:
    return [one_line(f"{other.role} {other.observed or ''}") for other in entry.finding.related]


def _year(book: Book, sheet: Worksheet, row: int, column: int, year: int | None) -> None:
    if year is None:
        sheet.write_blank(row, column, None, book.number)
    else:
        sheet.write_number(row, column, year, book.number)


def _colours(book: Book, sheet: Worksheet, last: int) -> None:
    """Done rows go grey; a waived or disputed row without an explanation asks for one."""
    state = chr(ord("A") + _STATE_COLUMN)
    note = chr(ord("A") + _STATE_COLUMN + 1)
    columns = len(_FINDINGS) - 1
    sheet.conditional_format(
        1, _STATE_COLUMN + 1, last, _STATE_COLUMN + 1,
        {"type": "formula", "criteria": f'=AND(OR(${state}2="豁免",${state}2="误报"),${note}2="")', "format": book.due},
    )  # fmt: skip
    sheet.conditional_format(
        1,
        0,
        last,
        columns,
        {"type": "formula", "criteria": f'=${state}2="已整改"', "format": book.done, "stop_if_true": True},
    )
    for severity, word in words.SEVERITY.items():
        sheet.conditional_format(
            1, 0, last, 2, {"type": "formula", "criteria": f'=$B2="{word}"', "format": book.pale[severity]}
        )


# -- 规则, 说明 --------------------------------------------------------------------------------------------------

_RULES = (
    ("文件", 28.0),
    ("表", 40.0),
    ("结果", 10.0),
    ("问题", 20.0),
    ("说明", 60.0),
    ("所用数字", 36.0),
    ("规则", 26.0),
    ("代码", 24.0),
)


def _rules_sheet(book: Book, report: Report) -> None:
    sheet = book.sheet("规则", _RULES)
    sheet.freeze_panes(1, 0)
    row = 0
    for source in report.sources:
        for line in source.rules:
            row += 1
            inputs = "，".join(f"{key}={value}" for key, value in line.check.figures.items())
            texts = (
                source.source.path,
                line.form_name,
                line.outcome,
                line.title,
                line.check.why,
                inputs,
                line.check.rule,
                line.check.code,
            )
            for column, text in enumerate(texts):
                book.text(sheet, row, column, text)
    sheet.autofilter(0, 0, max(row, 1), len(_RULES) - 1)


def _about_sheet(book: Book, report: Report) -> None:
    sheet = book.book.add_worksheet("说明")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, "绩效文件数据质量报告", book.title)
    row = 2
    for source in report.sources:
        for name, value in about(source):
            book.text(sheet, row, 0, name, book.head)
            if isinstance(value, int):
                sheet.write_number(row, 1, value, book.count)
            else:
                book.text(sheet, row, 1, value)
            row += 1
        row += 1
    notes = (
        ("程序版本", report.program_version),
        ("规则版本", report.rules_version),
        (
            "怎么用",
            (
                "先看“总览”：每份文件一行，最差的在前。在“问题”按文件、级别、单位、项目筛选；改完一条，"
                "在“状态”列选“已整改”，在“处理说明”写明改法。"
            ),
        ),
        ("编号", "“编号”在同一文件再次检查时不变，请勿改动；单位答复、豁免都按编号对应。"),
        ("级别", "错误：必须改正；警告：建议改正；提示：供参考。"),
        ("系统识别存疑", "标有“系统识别”的，是程序自己没有把握，请对照原件核对，不算填报单位的问题。"),
        (words.UNVERIFIED, words.UNVERIFIED_NOTE),
    )
    for name, said in notes:
        book.text(sheet, row, 0, name, book.head)
        book.text(sheet, row, 1, said)
        row += 1


def about(source: SourceReport) -> list[tuple[str, str | int]]:
    """What a reader must know of one source: which bytes, what became of them."""
    rows: list[tuple[str, str | int]] = [
        ("文件", source.source.path),
        ("文件哈希", source.source.sha256 or ""),
        ("格式", source.source.format or "未能判定"),
        ("读取结果", words.STATUS[source.source.status]),
    ]
    if source.source.failure is not None:
        rows.append(("原因", f"{source.source.failure.cause}。{source.source.failure.remedy}"))
    rows.append(("结论", source.verdict if source.source.status != "failed" else words.NO_VERDICT))
    if source.score is not None:
        rows.append(("得分", source.score))
    rows += [(word, source.counts[severity]) for severity, word in words.SEVERITY.items()]
    rows += [(f"规则{word}", source.outcomes[outcome]) for outcome, word in words.OUTCOME.items()]
    rows += [("已核对无误", said) for said in source.confirmed]
    if source.mended is not None:
        rows += [
            (f"比上次{word}", sum(e.change == word for e in source.entries)) for word in (words.STILL_OPEN, words.NEW)
        ]
        rows.append(("比上次已改正", len(source.mended)))
        rows += [("已改正", one_line(f"{mended.where} {mended.message}")) for mended in source.mended]
        for name, gone in ((words.CANNOT_TELL, source.untold), (words.NOT_SEEN, source.unseen)):
            rows += [(name, one_line(f"{one.where} {one.message}")) for one in gone]
    return rows
