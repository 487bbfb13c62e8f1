"""PDF pages say what a person sees: crossed-out, covered and invisible text, forms, annotations, attached files,
pictures.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pypdfium2
import pytest

from extractor.characters.fonts import POINTS, UNKNOWN, shown
from extractor.errors import MissingProgramError
from extractor.layout.marks import mark_raised, settle_low, strike
from extractor.layout.text import Glyph, rows_of
from extractor.model.document import Cell, Document, Grid
from extractor.readers import read
from extractor.readers.pdf import digits as pdf_digits
from extractor.readers.pdf.page_words import is_garbled
from extractor.readers.pdf.raw import open_pdf
from extractor.settings import DEFAULTS
from tests.make.odd_xlsx import data, row, text, workbook
from tests.make.write_pdf import Sheet, document

LEFT, TOP, WIDE, HIGH = 60.0, 100.0, 220.0, 30.0


def form(
    old: Callable[[Sheet], None] | None = None,
    new: Callable[[Sheet], None] | None = None,
    after: Callable[[Sheet], None] | None = None,
) -> bytes:
    """A table of two rows; the second cell of the second row holds what `old` and `new` put there; `after` paints
    last.
    """
    sheet = Sheet()
    for y in range(3):
        sheet.line(LEFT, TOP + y * HIGH, LEFT + 2 * WIDE, TOP + y * HIGH)
    for x in range(3):
        sheet.line(LEFT + x * WIDE, TOP, LEFT + x * WIDE, TOP + 2 * HIGH)
    sheet.text(LEFT + 5, TOP + 18, "三级指标")
    sheet.text(LEFT + WIDE + 5, TOP + 18, "绩效指标值")
    sheet.text(LEFT + 5, TOP + HIGH + 18, "养护里程")
    for put in (old, new, after):
        if put is not None:
            put(sheet)
    return document([sheet])


X, Y = LEFT + WIDE + 5, TOP + HIGH + 18


def old(sheet: Sheet) -> None:
    sheet.text(X, Y, "≥80公里")


def new(sheet: Sheet) -> None:
    sheet.text(X + 60, Y, "≥95公里")


def painted(before: str, after: str) -> Callable[[Sheet], None]:
    def put(sheet: Sheet) -> None:
        sheet.ops.append(before)
        old(sheet)
        sheet.ops.append(after)

    return put


def op(*ops: str) -> Callable[[Sheet], None]:
    return lambda sheet: sheet.ops.extend(ops)


def note(
    subtype: str, more: str, x0: float = X, x1: float = X + 45, y0: float = Y - 11, y1: float = Y + 3
) -> Callable[[Sheet], None]:
    return lambda sheet: sheet.annotations.append(
        f"<< /Type /Annot /Subtype /{subtype} /Rect [{x0} {842 - y1} {x1} {842 - y0}] /F 4 {more} >>"
    )


def box_of(y0: float, y1: float, x0: float = X - 1, x1: float = X + 46) -> str:
    return f"{x0} {842 - y1} {x1 - x0} {y1 - y0} re f"


def value(pdf: bytes) -> tuple[Cell, Document]:
    found = read(pdf, "a.pdf", "pdf")
    (grid,) = found.grids()
    return next(cell for cell in grid.cells if (cell.row, cell.col) == (1, 1)), found


UNSEEN: dict[str, tuple[Callable[[Sheet], None], Callable[[Sheet], None] | None, str]] = {
    "a line through it": (old, op(f"0 0 0 RG 0.6 w {X} {842 - Y + 3.4} m {X + 42} {842 - Y + 3.4} l S"), "struck"),
    "a thin box through it": (old, op("0 0 0 rg", box_of(Y - 4.2, Y - 3.4, X, X + 42)), "struck"),
    "lines through each half": (old, op("0 0 0 rg", box_of(Y - 4.2, Y - 3.4, X, X + 16),
    box_of(Y - 4.2, Y - 3.4, X + 16, X + 42)), "struck"),
    "a strike-out annotation": (old, note("StrikeOut",
    f"/QuadPoints [{X} {842 - Y + 9} {X + 42} {842 - Y + 9} {X} {842 - Y - 2} {X + 42} {842 - Y - 2}]"), "struck"),
    "white": (painted("1 1 1 rg", "0 0 0 rg"), None, "hidden"),
    "nearly white": (painted("0.96 0.97 0.96 rg", "0 0 0 rg"), None, "hidden"),
    "invisible": (lambda sheet: sheet.text(X, Y, "≥80公里", mode=3), None, "hidden"),
    "clip only": (lambda sheet: sheet.text(X, Y, "≥80公里", mode=7), op("0 Tr"), "hidden"),
    "too small": (lambda sheet: sheet.text(X, Y, "≥80公里", 0.8), None, "hidden"),
    "under a white box": (old, op("1 1 1 rg", box_of(Y - 11, Y + 3), "0 0 0 rg"), "hidden"),
    "under a note's box": (old, note("FreeText", "/C [1 1 1] /Contents ()"), "hidden"),
}  # fmt: skip


@pytest.mark.parametrize("way", UNSEEN)
def test_what_is_crossed_out_or_not_to_be_seen_is_no_value(way: str) -> None:
    before, after, why = UNSEEN[way]
    pdf = form(before, new, after) if why == "struck" else form(before, after, new)
    cell, found = value(pdf)
    assert cell.text == "≥95公里"
    assert [(aside.text, aside.why) for aside in cell.asides] == [("≥80公里", why)]
    assert [n.code for n in found.notes] == ["hidden-content"]


SEEN: dict[str, tuple[Callable[[Sheet], None], Callable[[Sheet], None] | None]] = {
    "underlined": (old, op(f"0 0 0 RG 0.6 w {X} {842 - Y - 1.6} m {X + 42} {842 - Y - 1.6} l S")),
    "white on black": (
        lambda sheet: sheet.ops.append("0 0 0 rg " + box_of(Y - 11, Y + 3)),
        painted("1 1 1 rg", "0 0 0 rg"),
    ),
    "on a white box": (op("1 1 1 rg", box_of(Y - 11, Y + 3), "0 0 0 rg"), old),
    "grey": (painted("0.6 0.6 0.6 rg", "0 0 0 rg"), None),
}


@pytest.mark.parametrize("way", SEEN)
def test_what_is_seen_stays(way: str) -> None:
    before, after = SEEN[way]
    cell, found = value(form(before, after))
    assert (cell.text, cell.asides, found.notes) == ("≥80公里", (), [])


FIELDS = [
    ("/FT /Tx /V (80)", "80"),
    ("/FT /Ch /Ff 131072 /Opt [[(1) <FEFF65B0589E>] [(2) <FEFF5EF67EED>]] /V (2)", "延续"),
    ("/FT /Btn /AS /Yes /V /Yes /AP << /N << /Yes 99 0 R /Off 99 0 R >> >>", "☑"),
    ("/FT /Btn /AS /Off /AP << /N << /Yes 99 0 R /Off 99 0 R >> >>", "□"),
]


@pytest.mark.parametrize(("field", "shown_"), FIELDS)
def test_form_fields_show_their_value(field: str, shown_: str) -> None:
    pdf = form(None, None, note("Widget", f"/T (a) {field}"))
    at = pdf.rindex(b"<< /Type /Annot")
    assert at > 0
    pdf = pdf.replace(
        b"<< /Type /Catalog /Pages 2 0 R", b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [30 0 R] >>"
    )
    inner = pdf[pdf.index(b"<< /Type /Annot") :]
    depth = end = 0
    for end in range(len(inner)):
        depth += (inner[end : end + 2] == b"<<") - (inner[end : end + 2] == b">>")
        if depth == 0 and end > 2 and inner[end : end + 2] == b">>":
            break
    widget = inner[: end + 2]
    pdf = pdf.replace(widget, b"30 0 R")
    pdf = (
        pdf[: pdf.index(b"xref\n0")]
        + b"30 0 obj\n"
        + widget
        + (
            b"\nendobj\n99 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 0 >>"
            b"\nstream\n\nendstream\nendobj\ntrailer\n<< /Root 1 0 R /Size 100 >>\n%%EOF\n"
        )
    )
    cell, _ = value(pdf)
    assert cell.text == shown_


def test_typed_text_is_read_and_a_sign_stands_before_its_number() -> None:
    whole, _ = value(
        form(None, None, note("FreeText", "/DA (/F1 10 Tf) /Contents <FEFF2265003900355 16C91CC>".replace(" 1", "1")))
    )
    assert whole.text == "≥95公里"
    sign, _ = value(
        form(None, lambda s: s.text(X + 12, Y, "95公里"), note("FreeText", "/Contents <FEFF2265>", X, X + 11))
    )
    assert sign.text == "≥95公里"
    hidden, _ = value(
        form(
            None,
            new,
            lambda s: s.annotations.append(
                f"<< /Type /Annot /Subtype /FreeText /F 2 /Rect [{X} {842 - Y} {X + 40} {842 - Y + 10}] /Contents (80)"
                f" >>"
            ),
        )
    )
    assert hidden.text == "≥95公里"


def test_attached_files_are_members() -> None:
    inner = workbook(data(row(1, text("A1", "项目名称"), text("B1", "农村道路养护"))))
    with pypdfium2.PdfDocument(form(old)) as pdf:
        for name, body in (("附件.xlsx", inner), ("坏的.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1broken")):
            pdf.new_attachment(name).set_data(body)
        held = io.BytesIO()
        pdf.save(held)
    found = read(held.getvalue(), "a.pdf", "pdf")
    assert [grid.member for grid in found.grids()] == [None, "附件.xlsx"]
    assert [(n.code, n.observed) for n in found.notes] == [("unreadable-part", "坏的.doc")]


def test_two_pages_on_one_sheet_are_read_one_after_the_other() -> None:
    sheet = Sheet(842.0, 595.0)
    for side, name in ((0, "甲"), (421, "乙")):
        sheet.text(side + 110, 60, f"{name}项目支出绩效目标表", 14)
        sheet.text(side + 40, 85, f"填报单位：{name}局")
        for y in range(7):
            sheet.line(side + 40, 100 + y * 25, side + 380, 100 + y * 25)
        for x in range(3):
            sheet.line(side + 40 + x * 170, 100, side + 40 + x * 170, 250)
        for y in range(6):
            sheet.text(side + 45, 117 + y * 25, f"{name}标签{y}")
            sheet.text(side + 215, 117 + y * 25, f"{name}内容{y}")
        sheet.text(side + 40, 280, f"填表人：{name}")
    items = read(document([sheet]), "a.pdf", "pdf").items
    order = ["表" if isinstance(item, Grid) else item.text for item in items]
    assert order == [
        w for name in "甲乙" for w in (f"{name}项目支出绩效目标表", f"填报单位：{name}局", "表", f"填表人：{name}")
    ]


def glyphs(words: str, x: float = 0.0, top: float = 0.0, size: float = 10.0) -> list[Glyph]:
    return [Glyph(ch, x + i * size, top, x + (i + 1) * size, top + size) for i, ch in enumerate(words)]


@pytest.mark.parametrize(
    ("words", "small", "behind", "reads"),
    [
        ("养护里程九五", "1", "公里", "养护里程九五公里"),
        ("共9.5×10", "3", "公里", "共9.5×10³公里"),
        ("面积500m", "2", "", "面积500m²"),
    ],
)
def test_small_raised_figures_are_marks_powers_or_units(words: str, small: str, behind: str, reads: str) -> None:
    base = glyphs(words, top=10.0)
    up = [Glyph(small, len(words) * 10.0, 9.0, len(words) * 10.0 + 5, 15.0)]
    rest = glyphs(behind, x=len(words) * 10.0 + 6, top=10.0)
    found = mark_raised([*base, *up, *rest])
    assert "".join(g.text for g in sorted(found, key=lambda g: g.x0) if g.why is None) == reads


@pytest.mark.parametrize(("height", "mark"), [(7.9, True), (8.0, False)])
def test_a_raised_figure_is_a_fifth_smaller_than_its_text(height: float, mark: bool) -> None:
    base = glyphs("养护里程九五", top=10.0)
    found = mark_raised([*base, Glyph("1", 60.0, 9.0, 60 + height, 9.0 + height)])
    assert (found[-1].why == "mark") == mark


def test_a_low_small_figure_and_a_small_print_note_stay() -> None:
    low = [*glyphs("二氧化碳CO", top=10.0), Glyph("2", 70.0, 15.5, 75.0, 21.0)]
    assert all(g.why is None for g in mark_raised(low))


def test_rulings_are_no_strikes() -> None:
    from extractor.layout.ink import Stroke

    word = glyphs("养护", x=50.0, top=95.0)
    long = Stroke(10, 100, 300, 100, 0.5)
    under = Stroke(50, 105.2, 70, 105.2, 0.5)
    assert strike(word, [long, under]) == [long, under]
    assert all(g.why is None for g in word)


@pytest.mark.parametrize("font", POINTS)
def test_every_point_of_a_symbol_font_is_shown_from_code_letter_and_private_twin(font: str) -> None:
    for code, seen in enumerate(POINTS[font], 0x20):
        if seen == UNKNOWN:
            seen = chr(0xF000 + code)
        assert shown(chr(code), font) == seen == shown(chr(0xF000 + code), font)
        assert shown(chr(code), "宋体") == chr(code)


def table_of(pairs: dict[int, str]) -> bytes:
    body = "".join(f"<{code:04X}> <{ord(char):04X}>\n" for code, char in pairs.items())
    text_ = f"/CIDInit /ProcSet findresource begin begincmap\n{len(pairs)} beginbfchar\n{body}endbfchar\nendcmap"
    return b"4 0 obj\n<< /Length 9 >>\nstream\n" + zlib.compress(text_.encode()) + b"\nendstream\nendobj\n"


ORDERED = {0x13 + n: str(n) for n in range(10)}
RENUMBERED = {n + 5: char for n, char in enumerate("2024195836"[:1] + "0419583")}


@pytest.mark.parametrize(
    ("table", "want"),
    [
        (ORDERED, ""),
        (RENUMBERED, ""),
        ({**ORDERED, 0x80: "8"}, "8"),
        ({**ORDERED, 0x1B: "9", 0x1C: "8"}, "89"),
        ({0x20: "数"}, ""),
    ],
)
def test_character_tables_with_a_digit_astray_are_suspected(table: dict[int, str], want: str) -> None:
    assert "".join(sorted(pdf_digits.suspects(table_of(table)))) == want


def part_of(picture: np.ndarray) -> Callable[[tuple[int, int, int, int]], np.ndarray]:
    return lambda box: picture[box[1] : box[3], box[0] : box[2]]


def test_a_part_of_a_page_is_the_same_part_of_its_picture() -> None:
    for turn in (0, 90):
        sheet = Sheet(rotate=turn)
        for k in range(6):
            sheet.text(40 + 71 * k, 40 + 133 * k, f"2024年{k}", 10.5)
        with open_pdf(document([sheet])) as pdf, pdf.page(0) as page:
            scale = pdf_digits.SCALE
            whole = page.render(scale).copy()
            high, wide = whole.shape[:2]
            for box in (
                (0, 0, 9, 9),
                (100, 120, 260, 200),
                (wide - 7, high - 5, wide + 3, high + 3),
                (333, 557, 334, 558),
            ):
                left, top, right, bottom = box
                part = page.render_part(scale, box)
                assert (part == whole[top:bottom, left:right]).all() and part.shape == whole[
                    top:bottom, left:right
                ].shape
            assert page.render_part(scale, (wide, 0, wide + 4, 4)) is None


def test_a_digit_is_held_against_its_picture() -> None:
    nine, eight = (np.full((90, 60, 3), 255, np.uint8) for _ in range(2))
    for picture, boxes in ((nine, [(6, 48, True), (48, 84, False)]), (eight, [(6, 45, True), (45, 84, True)])):
        for top, bottom, closed in boxes:
            picture[top:bottom, 40:50] = 0
            if closed:
                picture[top:bottom, 10:20] = picture[top : top + 8, 10:50] = picture[bottom - 8 : bottom, 10:50] = 0
    scale = pdf_digits.SCALE
    one = [Glyph("9", 0.0, 0.0, 60 / scale, 90 / scale)]
    assert pdf_digits.doubtful(one, frozenset("9"), part_of(nine)) == frozenset()
    assert pdf_digits.doubtful(one, frozenset("9"), part_of(eight)) == frozenset("9")
    assert (
        pdf_digits.doubtful([Glyph("8", 0.0, 0.0, 60 / scale, 90 / scale)], frozenset("8"), part_of(eight))
        == frozenset()
    )


def test_a_form_s_table_without_lines_is_named_and_never_passed_over() -> None:
    sheet = Sheet()
    sheet.text(200, 80, "2024年项目支出绩效目标表", 14)
    for row_, words in enumerate(
        (["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "养护里程", "≥95公里"])
    ):
        for col, word in enumerate(words):
            sheet.text(60 + col * 120, 140 + row_ * 20, word)
    named = [(n.code, n.at) for n in read(document([sheet]), "a.pdf", "pdf").notes]
    assert named == [("unreadable-part", {"page": 1})]
    prose = Sheet()
    prose.text(60, 80, "本单位设置一级指标三个、二级指标八个、三级指标二十个，指标值均已完成。")
    assert read(document([prose]), "a.pdf", "pdf").notes == []


def test_a_frame_with_mitred_corners_is_a_cell() -> None:
    sheet = Sheet()
    for x in (60.0, 212.0):
        for y in (100.0, 132.0):
            sheet.frame(x, y, x + 150, y + 30)
            sheet.text(x + 5, y + 18, f"格{int(x)}{int(y)}")
    sheet.frame(58, 98, 364, 164)
    mitred = Sheet()
    for x in (60.0, 212.0):
        for y in (100.0, 132.0):
            corners = [(x, y), (x + 150, y), (x + 150, y + 30), (x, y + 30)]
            for k in range(4):
                (ax, ay), (bx, by) = corners[k], corners[(k + 1) % 4]
                inner = [
                    (cx + (0.75 if cx == x else -0.75), cy + (0.75 if cy == y else -0.75))
                    for cx, cy in (corners[(k + 1) % 4], corners[k])
                ]
                points = [(ax, ay), (bx, by), *inner]
                path = " ".join(f"{px:.2f} {842 - py:.2f} {'l' if n else 'm'}" for n, (px, py) in enumerate(points))
                mitred.ops.append(f"0.5 0.5 0.5 rg {path} h f 0 0 0 rg")
            mitred.text(x + 5, y + 18, f"格{int(x)}{int(y)}")
    for page in (sheet, mitred):
        (grid,) = read(document([page]), "a.pdf", "pdf").grids()
        assert [(c.row, c.col, c.text) for c in grid.cells] == [
            (0, 0, "格60100"),
            (0, 1, "格212100"),
            (1, 0, "格60132"),
            (1, 1, "格212132"),
        ]


def test_punctuation_in_a_tight_box_stays_in_its_line() -> None:
    upper, lower = glyphs("养护里程九五", top=10.0), glyphs("公里含桥梁", top=23.0)
    comma = Glyph("，", 30.0, 19.0, 33.0, 22.5)
    tight = settle_low(
        [*upper[:3], comma, *(Glyph(g.text, g.x0 + 10, g.top, g.x1 + 10, g.bottom) for g in upper[3:]), *lower]
    )
    assert ["".join(g.text for g in row_) for row_ in rows_of(tight)] == ["养护里，程九五", "公里含桥梁"]


def test_a_page_whose_characters_mean_nothing_is_not_taken_for_text() -> None:
    assert is_garbled("".join(chr(0x4E00 + 37 * n % 20000) for n in range(200)))
    assert not is_garbled("为贯彻落实党中央、国务院关于全面实施预算绩效管理的决策部署，" * 4)
    assert is_garbled("!\"#$%&'()*+,-./:;<=>?@[]" * 6)
    assert not is_garbled("Annual budget of the county 2024, page 12. " * 5)
    sheet = Sheet()
    sheet.frame(50, 80, 540, 300)
    sheet.text(60, 120, "".join(chr(0x4E00 + 37 * n % 20000) for n in range(40)), 10)
    sheet.text(60, 150, "".join(chr(0x4E00 + 91 * n % 20000) for n in range(40)), 10)
    with pytest.raises(MissingProgramError):
        read(document([sheet]), "a.pdf", "pdf", replace(DEFAULTS, ocr=False))
