"""The letter per unit as a Word document in 公文 style (GB/T 9704-2012; measured settings for 28 characters x 22
lines).

Every word processor lays these settings out alike: 16 pt type narrowed by 0.25 pt, exact lines of 28.95 pt, no
document grid, no widow control. Fonts are named, never embedded; `fontTable.xml` names what may stand in.
The same report gives the same bytes.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from extractor.ground.safe import width
from extractor.report import ooxml
from extractor.report.letter import CrossLine, Letter, LetterBook, Mark, letter_book, letters_of
from extractor.report.model import Entry, Report
from extractor.report.rules import Rules

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

_CREATED = datetime.datetime(2000, 1, 1)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_ANNEX1 = (
    ("序号", 10), ("编号", 25), ("项目（表）名称", 38), ("位置", 32), ("原填内容", 28), ("问题", 40), ("依据", 32),
    ("修改建议", 36), ("级别", 11),
)  # fmt: skip
_ANNEX2 = (
    ("序号", 10), ("编号", 25), ("项目（表）名称", 40), ("问题", 48), ("整改措施", 40), ("修改后内容", 34), ("责任人",
    18),
    ("完成日期", 20), ("状态", 17),
)  # fmt: skip
"""Columns and their widths in mm; the text block of a page across is 252 mm wide."""


def to_docx(report: Report, rules: Rules) -> bytes:
    """One letter a unit, each with its annexes, in one document.

    Raises:
        RuleBookError: `letter.yaml` or the letter's text is wrong.
    """
    return letters_document(letters_of(report, rules), letter_book(rules))


def letters_document(letters: Sequence[Letter], book: LetterBook) -> bytes:
    """Letters one after the other, each on a new page."""
    document = new_document()
    for number, letter in enumerate(letters):
        _letter(document, letter, book, first=number == 0)
    return saved(document)


def new_document() -> Document:
    """An empty document in 公文 style."""
    import docx

    document = docx.Document()
    _settle(document)
    return document


def saved(document: Document) -> bytes:
    """Its bytes, the same for the same content."""
    buffer = io.BytesIO()
    document.save(buffer)
    return _fixed(buffer.getvalue())


def _settle(document: Document) -> None:
    """Document-wide settings: styles, odd and even pages, fixed properties."""
    ooxml.define_styles(document)
    document.settings.odd_and_even_pages_header_footer = True
    document.element.body.clear_content()
    properties = document.core_properties
    properties.created = properties.modified = _CREATED
    properties.author = properties.last_modified_by = "jixiao"
    properties.title = "预算绩效审核意见"
    properties.comments = ""


def _letter(document: Document, letter: Letter, book: LetterBook, *, first: bool) -> None:
    section = document.sections[0] if first else new_section(document)
    portrait(section)
    _head(section, book)
    body = document.element.body
    last = body.sectPr

    def add(xml: str) -> None:
        last.addprevious(ooxml.parsed(xml))

    if book.kind == "函":
        add(ooxml.paragraph(book.reference(), "GwRight"))
        add(ooxml.paragraph("", "GwBody"))
    else:
        add(ooxml.paragraph(book.reference(), "GwCentre"))
    for xml in [*body_text(letter.lines), *signature(book)]:
        add(xml)
    if letter.problems or letter.doubts or letter.crossed:
        _annexes(document, letter)


def body_text(lines: Sequence[tuple[Mark, str]]) -> Iterator[str]:
    """Marked lines as paragraphs."""
    for mark, text in lines:
        if mark == "title":
            for part in text.split("｜"):
                yield ooxml.paragraph(part, "GwTitle")
            yield ooxml.paragraph("", "GwBody")
        else:
            # with what follows: a signature must not stand alone on a page
            yield ooxml.paragraph(text, _STYLE[mark], keep=mark == "annex")


_STYLE = {"annex": "GwBody", "addressee": "GwPlain", "h1": "GwHead1", "h2": "GwHead2", "body": "GwBody"}


def signature(book: LetterBook) -> list[str]:
    """署名 and 成文日期 with room for the seal, 附注, 抄送.

    With a seal the date stands four characters from the right and the name is centred over it (GB/T 9704 7.3.5.1).
    """
    date, name = width(book.signed()) / 2, width(book.bureau) / 2
    lines = [ooxml.paragraph("", "GwBody", keep=True)] * 2
    lines.append(ooxml.paragraph(book.bureau, "GwSigned", keep=True, right=max(0.0, 4 + (date - name) / 2)))
    lines.append(ooxml.paragraph(book.signed(), "GwSigned", right=4))
    if book.contact:
        lines.append(ooxml.paragraph(f"（联系人：{book.contact}）", "GwBody"))
    if book.copy_to:
        lines.append(ooxml.paragraph(f"抄送：{book.copy_to}", "GwCopy"))
    return lines


# -- pages ------------------------------------------------------------------------------------------------------


def new_section(document: Document) -> Section:
    """A section that begins on a new page."""
    from docx.enum.section import WD_SECTION

    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    return section


def portrait(section: Section) -> None:
    """A4 upright with the margins of GB/T 9704-2012 (37, 35, 28 and 26 mm)."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(30), Mm(22)
    section.different_first_page_header_footer = True
    ooxml.restart_pages(section)


def landscape(section: Section) -> None:
    """A4 across, for wide tables."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(26), Mm(26)
    section.left_margin, section.right_margin = Mm(22), Mm(22)
    section.header_distance, section.footer_distance = Mm(15), Mm(15)
    section.different_first_page_header_footer = False
    ooxml.continue_pages(section)


def _head(section: Section, book: LetterBook) -> None:
    """信函格式: the bureau in red over a double rule on page 1, a second rule at its foot, page numbers from page 2."""
    for part in (section.first_page_header, section.first_page_footer, section.footer, section.even_page_footer):
        part.is_linked_to_previous = False
    ooxml.replace(section.first_page_header, ooxml.bureau_head(book.bureau))
    ooxml.replace(section.first_page_footer, ooxml.foot_rule())
    ooxml.replace(section.footer, ooxml.page_number("right"))
    ooxml.replace(section.even_page_footer, ooxml.page_number("left"))


# -- annexes ----------------------------------------------------------------------------------------------------


def _annexes(document: Document, letter: Letter) -> None:
    landscape(new_section(document))
    last: Any = document.element.body.sectPr

    def add(*xml: str) -> None:
        for one in xml:
            last.addprevious(ooxml.parsed(one))

    add(ooxml.paragraph("附件1", "GwAnnex"), ooxml.paragraph("审核意见表", "GwAnnexTitle"))
    if letter.problems:
        rows = [_opinion(number, entry, letter.files) for number, entry in enumerate(letter.problems, 1)]
        add(ooxml.table(_ANNEX1, rows))
    only = sum(map(bool, (letter.problems, letter.crossed, letter.doubts))) == 1
    ordinals = iter("二三" if letter.problems else "一二")
    if letter.crossed:
        said = "与其他填报文件核对发现的问题"
        add(ooxml.paragraph(said if only else f"{next(ordinals)}、{said}", "GwTableNote"))
        start = len(letter.problems) + 1
        add(ooxml.table(_ANNEX1, [_crossed(number, line) for number, line in enumerate(letter.crossed, start)]))
    if letter.doubts:
        said = "以下内容系统未能可靠识别，请核对（不作为填报单位的问题）"
        add(ooxml.paragraph(said if only else f"{next(ordinals)}、{said}", "GwTableNote"))
        rows = [_opinion(number, entry, letter.files) for number, entry in enumerate(letter.doubts, 1)]
        add(ooxml.table(_ANNEX1, rows))
    _pieces(document, letter)
    if letter.problems or letter.crossed:
        answers = [_answer(number, entry, letter.files) for number, entry in enumerate(letter.problems, 1)]
        answers += [
            [str(number), line.id, line.form, line.problem, "", "", "", "", ""]
            for number, line in enumerate(letter.crossed, len(answers) + 1)
        ]
        add(
            ooxml.paragraph("附件2", "GwAnnex", page_break=True),
            ooxml.paragraph("整改情况反馈表", "GwAnnexTitle"),
            ooxml.paragraph("编号请勿改动；状态填：已整改、整改中、未整改（说明原因）。", "GwTableNote"),
            ooxml.table(_ANNEX2, answers),
        )
    add(ooxml.LAST_LINE)


def _pieces(document: Document, letter: Letter) -> None:
    """Where the problems stand on their pages, at the end of annex 1: pictures of PDF files and scans."""
    from docx.shared import Mm

    shown = [(number, entry) for number, entry in enumerate(letter.problems, 1) if entry.piece is not None]
    if not shown:
        return
    document.element.body.sectPr.addprevious(
        ooxml.parsed(ooxml.paragraph("问题在原件上的位置（红框内）", "GwTableNote"))
    )
    for number, entry in shown:
        note = ooxml.paragraph(f"序号 {number}　{entry.title}　{entry.place}", "GwTableNote", keep=True)
        document.element.body.sectPr.addprevious(ooxml.parsed(note))
        picture, wide = _for_word(entry.piece or b"")
        paragraph = document.add_paragraph()
        paragraph.add_run().add_picture(io.BytesIO(picture), width=Mm(min(wide, _WIDEST)))


_WIDEST = 200.0
"""Millimetres of a picture in an annex."""


def _for_word(piece: bytes) -> tuple[bytes, float]:
    """A piece as a JPEG, which Word can show, and its width in mm at 108 dpi."""
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(piece)) as opened:
        opened.convert("RGB").save(out, "JPEG", quality=60)
        return out.getvalue(), opened.width / 108 * 25.4


def _opinion(number: int, entry: Entry, files: int) -> list[str]:
    finding = entry.finding
    advice = f"应为：{entry.expected}。{entry.advice}" if entry.expected else entry.advice
    where = " ".join(part for part in (entry.where, entry.place) if part)
    problem = f"{entry.title}：{finding.message}"
    basis = entry.basis if finding.verified else ""  # what is not verified is no basis of an official letter
    return [str(number), finding.id, _form(entry, files), where, entry.observed, problem, basis, advice, entry.severity]


def _crossed(number: int, line: CrossLine) -> list[str]:
    return [str(number), line.id, line.form, line.where, line.observed, line.problem, "", line.advice, line.severity]


def _answer(number: int, entry: Entry, files: int) -> list[str]:
    place = " ".join(part for part in (_form(entry, files), entry.where) if part)
    return [str(number), entry.finding.id, place, f"{entry.title}：{entry.finding.message}", "", "", "", "", ""]


def _form(entry: Entry, files: int) -> str:
    """The form, with its file where the unit sent several."""
    return entry.form_name if files == 1 else f"{entry.path}：{entry.form_name}"


# -- bytes ------------------------------------------------------------------------------------------------------


def _fixed(data: bytes) -> bytes:
    """The package with fixed times and our font table, so that equal reports are equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "word/fontTable.xml":
                content = ooxml.font_table().encode()
            fixed = zipfile.ZipInfo(info.filename, _ZIP_TIME)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            target.writestr(fixed, content)
    return out.getvalue()
