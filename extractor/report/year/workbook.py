"""The auditors' workbook of a year: findings, units, indicators, outcomes, sampling list, unread files, about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from extractor.across.manual import MANUAL
from extractor.flat.rows import COLUMNS, NUMERIC, number_of
from extractor.report import words
from extractor.report.figure import money
from extractor.report.where import place_words
from extractor.report.workbook import MAX_ROWS, Book, row_height
from extractor.report.xlsx import STATES
from extractor.report.year.crossing import side_rows
from extractor.report.year.figures import SEED, Figures, Rows
from extractor.report.year.page import title
from extractor.report.year.queries import QUERIES

_WORDS = {"severity": words.SEVERITY, "kind": words.KIND, "outcome": words.OUTCOME, "category": words.CATEGORY}
_FINDINGS = (
    ("级别", "severity", 7), ("问题", "title", 16), ("单位", "unit", 22), ("项目", "project_name", 24), ("表的种类",
    "kind", 20),
    ("位置", "place", 24), ("原填", "observed", 26), ("应为", "expected", 22), ("说明", "message", 44), ("依据",
    "basis", 34),
    ("依据核实", "checked", 9), ("状态", "state", 10), ("处理人", "", 10), ("处理说明", "", 24), ("规则", "rule", 22),
    ("代码", "code", 22), ("编号", "finding_id", 20), ("文件", "source_path", 34), ("表编号", "form_id", 22),
)  # fmt: skip
NAMELESS = "（单位未识别）"
PRINTED = 10
"""Columns of the findings that go on paper."""
_UNITS = (
    ("单位", "unit", 26), ("表", "forms", 7), ("整体表", "department_forms", 8), ("项目表", "project_forms", 8),
    ("金额（元）", "money", 18), ("指标", "indicators", 8), ("错误", "errors", 8), ("警告", "warnings", 8), ("提示",
    "infos", 8),
    ("得分", "score", 8), ("等次", "grade", 7),
)  # fmt: skip
_CROSSING = (
    ("级别", "severity", 7), ("核查事项", "title", 18), ("单位", "unit", 22), ("项目", "project_name", 24), ("年度",
    "year", 7),
    ("文件", "source_path", 28), ("表", "form", 5), ("位置", "place", 26), ("原填", "observed", 36), ("说明",
    "message", 44),
    ("怎么改", "advice", 30), ("状态", "state", 10), ("处理人", "", 10), ("处理说明", "", 24), ("表的种类", "kind", 20),
    ("审核方面", "head", 10), ("规则", "rule", 16), ("代码", "code", 20), ("编号", "finding_id", 22), ("第几方",
    "side", 7), ("表编号", "form_id", 22),
)  # fmt: skip
"""One row a side; the sides of one finding share 编号 and stand together."""
_OUTCOMES = (
    ("范围", "range", 8),
    ("规则", "rule", 26),
    ("代码", "code", 24),
    ("问题", "title", 20),
    ("结果", "outcome", 12),
    ("次数", "times", 10),
    ("理由", "why", 60),
)
_SAMPLE = (
    ("单位", "unit", 24), ("项目", "project_name", 30), ("表的种类", "kind", 26), ("金额（元）", "yuan", 18), ("错误",
    "errors", 8),
    ("来由", "why", 10), ("文件", "source_path", 40), ("表编号", "form_id", 22), ("抽查结果", "", 30),
)  # fmt: skip
_UNDATED = (
    ("单位", "unit", 26), ("项目", "project_name", 30), ("表的种类", "kind", 26), ("表题", "title", 30), ("错误",
    "errors", 8),
    ("文件", "source_path", 44), ("表编号", "form_id", 22),
)  # fmt: skip
_REPEATED = (
    ("认定", "role_words", 8), ("文件", "source_path", 44), ("填报日期", "filing_date", 12), ("正本", "original_path",
    44),
    ("正本填报日期", "original_date", 14), ("单位", "unit", 26), ("项目", "project_name", 30), ("表的种类", "kind", 26),
)  # fmt: skip
_UNREAD = (("文件", "path", 50), ("类别", "category", 16), ("原因", "cause", 44), ("处理办法", "remedy", 44))
_COLUMNS = Sequence[tuple[str, str, int]]


def to_xlsx(figures: Figures, indicators: Iterable[Sequence[Any]]) -> bytes:
    """The workbook.

    Args:
        indicators: rows of `v_indicator` in the order of `flat.COLUMNS`.
    """
    book = Book(rows_only=True)
    _findings(book, figures)
    _crossing(book, figures)
    _sheet(book, "单位", _UNITS, figures.units)
    _indicators(book, indicators)
    _sheet(book, "规则结果", _OUTCOMES, _outcomes(figures))
    _sheet(book, "抽查名单", _SAMPLE, figures.sample)
    _sheet(book, "未读文件", _UNREAD, figures.rows["unread"])
    _sheet(book, "未归入", _UNDATED, figures.rows["undated_forms"])
    role = {"copy": "副本", "old": "旧版"}
    _sheet(
        book,
        "副本和旧版",
        _REPEATED,
        [{**row, "role_words": role[row["role"]]} for row in figures.rows["repeated_forms"]],
    )
    _about(book, figures)
    return book.close()


def _findings(book: Book, figures: Figures) -> None:
    rows = [
        {
            **row,
            "title": figures.advice.title(row["code"]),
            "place": place_words(json.loads(row["at"])) if row["at"] else "",
            "checked": words.standing(row["basis"], bool(row["verified"])),
            "state": STATES[0],
        }
        for row in figures.rows["findings"][:MAX_ROWS]
    ]
    sheet = _sheet(book, "问题清单", _FINDINGS, rows)
    _to_tick_off(book, sheet, _FINDINGS, len(rows))


def _crossing(book: Book, figures: Figures) -> None:
    rows = [{**row, "state": STATES[0]} for row in side_rows(figures.across)][:MAX_ROWS]
    sheet = _sheet(book, "跨表核查", _CROSSING, rows)
    _to_tick_off(book, sheet, _CROSSING, len(rows))


def _outcomes(figures: Figures) -> Rows:
    """The rule log: of every form's rules counted, of the cross-filing rules each line."""
    alone = [{**row, "range": "单表", "title": figures.advice.title(row["code"])} for row in figures.rows["outcomes"]]
    across = [
        {
            "range": "跨表",
            "rule": c.rule,
            "code": c.code,
            "title": MANUAL[c.rule].title,
            "outcome": c.outcome,
            "times": 1,
            "why": c.why,
        }
        for c in figures.across.checks
    ]
    across += [
        {
            "range": "跨表",
            "rule": r.rule,
            "code": r.findings[0].code,
            "title": r.words.title,
            "outcome": "fired",
            "times": len(r.findings),
        }
        for r in figures.crossing
    ]
    return alone + across


def _to_tick_off(book: Book, sheet: Any, columns: _COLUMNS, count: int) -> None:
    """A list to work through: states to choose from, severities coloured, the first columns on paper."""
    sheet.print_area(0, 0, max(count, 1), PRINTED - 1)
    state = [key for _, key, _ in columns].index("state")
    choice = {"validate": "list", "source": list(STATES), "error_title": "状态不对", "error_message": "请从列表中选择"}
    sheet.data_validation(1, state, max(count, 1), state, choice)
    for severity, word in words.SEVERITY.items():
        rule = {"type": "formula", "criteria": f'=$A2="{word}"', "format": book.pale[severity]}
        sheet.conditional_format(1, 0, max(count, 1), 1, rule)


def _sheet(book: Book, name: str, columns: _COLUMNS, rows: Rows) -> Any:
    sheet = book.sheet(name, [(head, size) for head, _, size in columns])
    sheet.freeze_panes(1, 1)
    for number, row in enumerate(rows[:MAX_ROWS], 1):
        shown = []
        for column, (_, key, size) in enumerate(columns):
            value = row.get(key) if key else None
            value = NAMELESS if key == "unit" and not value else value
            value = _WORDS.get(key, {}).get(value, value) if isinstance(value, str) else value
            _put(book, sheet, number, column, key, value)
            shown.append((value if isinstance(value, str) else None, size))
        sheet.set_row(number, row_height(shown[:PRINTED]))
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    return sheet


_LABELS = frozenset({"year", "form", "side"})
"""Numbers that name something: flush left, beside the text that follows."""
_AMOUNTS = frozenset({"money", "yuan", "score"})


def _put(book: Book, sheet: Any, row: int, column: int, key: str, value: Any) -> None:
    number: int | float | None = value if isinstance(value, int) and not isinstance(value, bool) else None
    if key in _AMOUNTS and (exact := money(value)) is not None:
        number = number_of(str(exact))
    if number is not None:
        sheet.write_number(row, column, number, book.count if key in _LABELS else book.number)
    else:
        book.text(sheet, row, column, None if value is None else str(value))


def _indicators(book: Book, rows: Iterable[Sequence[Any]]) -> None:
    sheet = book.sheet("指标库", [(name, 12) for name in COLUMNS.values()])
    sheet.freeze_panes(1, 0)
    numeric = [key in NUMERIC for key in COLUMNS]
    number = 0
    for number, row in enumerate(rows, 1):
        if number > MAX_ROWS:
            break
        for column, value in enumerate(row):
            amount = number_of(str(value)) if numeric[column] and value not in (None, "") else None
            if amount is not None:
                sheet.write_number(number, column, amount)
            elif value not in (None, ""):
                book.text(sheet, number, column, str(value))
    sheet.autofilter(0, 0, max(number, 1), len(COLUMNS) - 1)


def _about(book: Book, figures: Figures) -> None:
    sheet = book.book.add_worksheet("说明")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, title(figures), book.title)
    facts: list[tuple[str, Any]] = [
        ("来源文件", figures.source_count), ("绩效表", figures.form_count), ("单位", len(figures.units)),
        *((words.SEVERITY[s], n) for s, n in figures.severities.items()),
        *((f"跨表核查：{r.words.title}", len(r.findings)) for r in figures.crossing),
        *((f"无法判断：{title}", f"{why}（{times} 次）") for title, why, times in figures.across_untold),
        *(
            ("程序和规则版本", f"{v['program_version']} · {v['rules_version']}（{v['sources']} 份）")
            for v in figures.rows["versions"]
        ),
        ("抽查规则", (
            f"本年度全部表的二十分之一（不少于 10 张）；一半按金额从大到小，一半按 "
            f"sha256(\"{SEED}|表编号\") 从小到大"
        )),
    ]  # fmt: skip
    facts += [(f"查询 {name}", f"{what}\n{text}") for name, (what, text) in QUERIES.items()]
    for row, (name, value) in enumerate(facts, 2):
        book.text(sheet, row, 0, name, book.head)
        if isinstance(value, int):
            sheet.write_number(row, 1, value, book.count)
        else:
            book.text(sheet, row, 1, value)
