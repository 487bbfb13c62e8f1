"""The report checks itself before it prints: no part exceeds its whole, and each total equals what it is a total of.

What fails is a fault of the program, never of a filing: it is said on the first page, and the figure is not printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.report.year.figures import Defect, Figures


def defects(figures: Figures) -> list[Defect]:
    """What contradicts itself; empty where all holds."""
    return [*_totals(figures), *_parts(figures), *_money(figures)]


def withhold(figures: Figures, found: list[Defect]) -> None:
    """Take the money that contradicts itself out of the figures; counts are left out where they are printed."""
    figures.defects = found
    names = {defect.figure for defect in found}
    for code in figures.codes:
        if names & {"money", f"code {code['code']}"}:
            code["yuan"] = None
    for kind in figures.kinds:
        if names & {"money", f"kind {kind['kind']}"}:
            kind["yuan"] = None
    if names & {"money", "with_errors"}:
        figures.with_errors["yuan"] = None


def _totals(f: Figures) -> Iterator[Defect]:
    listed = len(f.rows["forms"])
    pairs = (
        ("forms", "各种类的表之和与表的清单", f.form_count, listed),
        ("forms", "各单位的表之和与表的清单", sum(unit["forms"] for unit in f.units), listed),
        ("findings", "各代码的问题之和与问题清单", sum(code["findings"] for code in f.codes), len(f.rows["findings"])),
        ("findings", "各单位的错误之和与错误总数", sum(unit["errors"] for unit in f.units), f.severities["error"]),
        ("findings", "各单位的警告之和与警告总数", sum(unit["warnings"] for unit in f.units), f.severities["warning"]),
        (
            "sources",
            "各审核结论的文件之和与来源文件",
            sum(row["sources"] for row in f.rows["verdicts"]),
            f.source_count,
        ),
        (
            "sources",
            "各格式的文件之和与来源文件",
            sum(row["sources"] for row in f.rows["sources_by_format"]),
            f.source_count,
        ),
    )
    yield from (Defect(figure, f"{what}不等（{one} 与 {other}）") for figure, what, one, other in pairs if one != other)


def _parts(f: Figures) -> Iterator[Defect]:
    whole = len(f.rows["forms"])
    parts = (("有错误的表", f.with_errors["forms"]), *((f"“{c['title']}”涉及的表", c["forms"]) for c in f.codes))
    yield from (Defect("forms", f"{what}多于全部的表（{part} 与 {whole}）") for what, part in parts if part > whole)


def _money(f: Figures) -> Iterator[Defect]:
    whole = f.money or Decimal(0)
    units = sum((money for money in f.unit_money.values() if money is not None), Decimal(0))
    if units != whole:
        yield Defect("money", f"各单位金额之和与金额总数不等（{units:f} 与 {whole:f} 元）")
    parts = [("with_errors", "有错误的表", f.with_errors["yuan"])]
    parts += [(f"code {code['code']}", f"“{code['title']}”涉及的表", code["yuan"]) for code in f.codes]
    parts += [(f"kind {row['kind']}", f"{row['kind']} 一类的表", row["yuan"]) for row in f.kinds]
    for figure, what, part in parts:
        if part is not None and part > whole:
            yield Defect(figure, f"{what}金额大于全部金额（{part:f} 与 {whole:f} 元）")
