"""The year report as one HTML page with inline SVG charts; the same figures give the same page."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.report import words
from extractor.report.figure import money, share, wan
from extractor.report.html import TEMPLATES, environment, style_policy
from extractor.report.year import charts
from extractor.report.year.crossing import SHOWN_SIDES, form_words, marked, units_of, where
from extractor.report.year.figures import SEED, Figures, by_severity

if TYPE_CHECKING:
    from jinja2 import Environment

SHOWN = 20
"""Examples of a code on the page; the workbook has them all."""
_STATUS = {"ok": "ok", "partial": "warning", "failed": "error"}
_GRADE = {"优": "ok", "良": "plain", "中": "warning", "差": "error"}
_VERDICT = {"未能审核": "none", "通过": "ok", "修改后通过": "warning", "退回": "error"}


def title(figures: Figures) -> str:
    """The report's title."""
    return f"{figures.year}年预算绩效审核情况报告" if figures.year else "预算绩效审核情况报告"


def to_html(figures: Figures) -> str:
    """The page."""
    style = (TEMPLATES / "year.css").read_text("utf-8").strip()
    return (
        _environment()
        .get_template("year.html.j2")
        .render(
            f=figures,
            title=title(figures),
            style=style,
            policy=style_policy(style),
            words=words,
            seed=SEED,
            verdict_total=sum(figures.verdicts.values()),
            examples={code["code"]: figures.examples(code["code"], SHOWN) for code in figures.codes},
            worst=[(unit, figures.findings_of(unit["unit"], SHOWN)) for unit in figures.most_findings()],
            crossing=[(rule, rule.findings[:SHOWN]) for rule in figures.crossing],
            side_words=form_words,
            where=where,
            marked=marked,
            units_of=units_of,
            shown_sides=SHOWN_SIDES,
            **_charts(figures),
        )
    )


def _charts(figures: Figures) -> dict[str, str]:
    formats: dict[str, list[tuple[str, int]]] = {}
    for row in figures.rows["sources_by_format"]:
        formats.setdefault(row["format"], []).append((_STATUS[row["status"]], row["sources"]))
    points = [
        (str(unit["unit"] or ""), unit["money"], unit["score"], "#a1")
        for unit in figures.units
        if unit["money"] and unit["score"] is not None
    ]
    codes = [(code["title"], [(s, code[s]) for s in words.SEVERITY], f"#c-{code['code']}") for code in figures.codes]
    worst = figures.most_findings()
    units = [
        (str(u["unit"] or "（单位未识别）"), [(s, u[f"{s}s"]) for s in words.SEVERITY], f"#u-{n}")
        for n, u in enumerate(worst)
    ]
    across = [(r.words.title, list(r.severities.items()), f"#x-{r.rule}") for r in figures.crossing]
    untold = [
        (f"{figures.advice.title(r['code'])}（{r['rule']}）", [("none", r["times"])], "") for r in figures.untold[:12]
    ]
    return {
        "formats": charts.bars([(name, parts, "") for name, parts in formats.items()], "来源格式") if formats else "",
        "verdicts": charts.bars([(v, [(_VERDICT[v], n)], "") for v, n in figures.verdicts.items()], "审核结论"),
        "scores": charts.columns([(word, n, _GRADE[word]) for word, n in figures.grades.items()], "得分分布"),
        "scatter": charts.scatter(points, "金额与得分") if points else "",
        "codes": charts.bars(codes, "问题种类") if codes else "",
        "units_chart": charts.bars(units, "各单位问题") if units else "",
        "crossing_chart": charts.bars(across, "跨表核查") if across else "",
        "untold": charts.bars(untold, "无法判断") if untold else "",
    }


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = environment().overlay()
    made.filters = {**made.filters, "wan": lambda value: wan(money(value)), "share": share, "by_severity": by_severity}
    return made
