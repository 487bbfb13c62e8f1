"""The year's audit report as a Word document in 公文 style; its text is
`rules/letter/year.txt`, a person finishes it.
"""

from __future__ import annotations

from typing import Any

from extractor.across.manual import MANUAL
from extractor.ground.safe import one_line
from extractor.report import docx, ooxml, words
from extractor.report.advice import OFFICIAL_HEADS
from extractor.report.figure import wan
from extractor.report.letter import letter_book, marked_text
from extractor.report.rules import Rules
from extractor.report.year.crossing import form_words, units_of
from extractor.report.year.figures import Figures, Rows

_UNITS = (
    ("序号", 12), ("单位", 70), ("表", 16), ("金额（万元）", 36), ("指标", 18), ("错误", 18), ("警告", 18), ("提示",
    18),
    ("得分", 20), ("等次", 18),
)  # fmt: skip
_CROSSING = (("序号", 12), ("编号", 25), ("核查事项", 28), ("单位", 34), ("文件和表", 62), ("问题", 56), ("怎么改", 35))
_CROSSING_ROWS = 100
_CLUSTERS, _UNITS_NAMED, _WORDS = 10, 12, 60
Annex = tuple[str, tuple[tuple[str, int], ...], list[list[str]]]
_SAMPLE = (("序号", 12), ("单位", 60), ("项目", 66), ("金额（万元）", 36), ("错误", 18), ("来由", 22), ("抽查结果", 38))
_UNREAD = (("序号", 12), ("文件", 80), ("类别", 30), ("原因", 66), ("处理办法", 64))


def to_docx(figures: Figures, rules: Rules) -> bytes:
    """The report.

    Raises:
        RuleBookError: `letter.yaml` or `year.txt` is wrong.
    """
    book = letter_book(rules)
    annexes = _annex_tables(figures)
    lines = marked_text(
        rules.path("letter/year.txt"),
        f=figures,
        basis=book.basis_words(),
        bureau=book.bureau,
        year_words=f"{figures.year}年度" if figures.year else "全部",
        words=words,
        heads=[(head, figures.heads[head]) for head in OFFICIAL_HEADS if figures.heads[head]],
        problems=any(figures.heads[head] for head in OFFICIAL_HEADS),
        crossing=figures.crossing,
        clusters=_clusters(figures),
        cluster_count=sum(len(rule.findings) for rule in figures.crossing if rule.words.shared),
        ordinal="一二三四五"[sum(bool(figures.heads[head]) for head in OFFICIAL_HEADS)],
        annexes=[name for name, _, _ in annexes],
    )
    document = docx.new_document()
    section = document.sections[0]
    docx.portrait(section)
    section.different_first_page_header_footer = False
    for part, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        part.is_linked_to_previous = False
        ooxml.replace(part, ooxml.page_number(side))
    last: Any = document.element.body.sectPr
    for xml in [*docx.body_text(lines), *docx.signature(book)]:
        last.addprevious(ooxml.parsed(xml))
    _annexes(document, annexes)
    return docx.saved(document)


def _clusters(figures: Figures) -> list[dict[str, str]]:
    """The largest clusters of shared goals and indicator sets: what, how many, which units, the words."""
    found = [(rule.words.title, f) for rule in figures.crossing if rule.words.shared for f in rule.findings]
    found.sort(key=lambda item: (-len(units_of(item[1])), -len(item[1].sides), item[1].id))
    return [
        {
            "title": title,
            "forms": str(len(finding.sides)),
            "units": "、".join(units_of(finding)[:_UNITS_NAMED])
            + ("等" if len(units_of(finding)) > _UNITS_NAMED else ""),
            "count": str(len(units_of(finding))),
            "text": (text := one_line(finding.sides[0].observed).rstrip("。；;."))[:_WORDS]
            + ("……" if len(text) > _WORDS else ""),
        }
        for title, finding in found[:_CLUSTERS]
    ]


def _annex_tables(figures: Figures) -> list[Annex]:
    annexes: list[Annex] = []
    if figures.form_count:
        annexes.append(("各单位审核情况表", _UNITS, _unit_rows(figures.units)))
        annexes.append(("抽查名单", _SAMPLE, _sample_rows(figures.sample)))
    if crossed := _crossing_rows(figures):
        annexes.append(("跨表核查问题表", _CROSSING, crossed))
    if figures.rows["unread"]:
        annexes.append(("未能读取的文件", _UNREAD, _unread_rows(figures.rows["unread"])))
    return annexes


def _annexes(document: Any, annexes: list[Annex]) -> None:
    if not annexes:
        return
    docx.landscape(docx.new_section(document))
    last: Any = document.element.body.sectPr
    for number, (name, columns, rows) in enumerate(annexes, 1):
        head = f"附件{number}" if len(annexes) > 1 else "附件"
        for xml in (
            ooxml.paragraph(head, "GwAnnex", page_break=number > 1),
            ooxml.paragraph(name, "GwAnnexTitle"),
            ooxml.table(columns, rows),
        ):
            last.addprevious(ooxml.parsed(xml))
    last.addprevious(ooxml.parsed(ooxml.LAST_LINE))


def _unit_rows(units: Rows) -> list[list[str]]:
    return [
        [
            str(n), u["unit"] or "（单位未识别）", str(u["forms"]), wan(u["money"]), str(u["indicators"]),
            str(u["errors"]),
            str(u["warnings"]), str(u["infos"]), "" if u["score"] is None else str(u["score"]), u["grade"] or "",
        ]
        for n, u in enumerate(units, 1)
    ]  # fmt: skip


def _crossing_rows(figures: Figures) -> list[list[str]]:
    """Errors and warnings across filings, a row each; the workbook has the infos and what is beyond the first rows."""
    rows = []
    serious = [f for rule in figures.crossing for f in rule.findings if f.severity != "info"]
    for number, finding in enumerate(serious[:_CROSSING_ROWS], 1):
        sides = finding.sides[:4]
        places = "\n".join(f"{side.path} {form_words(side)}" for side in sides)
        if len(finding.sides) > len(sides):
            places += f"\n等 {len(finding.sides)} 处"
        told = MANUAL[finding.rule]
        rows.append(
            [
                str(number),
                finding.id,
                told.title,
                "、".join(units_of(finding)[:3]),
                places,
                finding.message,
                told.advice,
            ]
        )
    if len(serious) > len(rows):
        rows.append(["", "", "", "", "", f"另有 {len(serious) - len(rows)} 条，见工作簿“跨表核查”。", ""])
    return rows


def _sample_rows(sample: Rows) -> list[list[str]]:
    return [
        [
            str(n),
            s["unit"] or "",
            s["project_name"] or words.KIND.get(s["kind"], ""),
            wan(s["yuan"]),
            str(s["errors"]),
            s["why"],
            "",
        ]
        for n, s in enumerate(sample, 1)
    ]


def _unread_rows(unread: Rows) -> list[list[str]]:
    return [
        [
            str(n),
            u["path"] or "",
            words.CATEGORY.get(u["category"], u["category"] or ""),
            u["cause"] or "",
            u["remedy"] or "",
        ]
        for n, u in enumerate(unread, 1)
    ]
