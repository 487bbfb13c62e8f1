"""Pages as they really arrive: pale print darkened, half-tone and specks cleaned, what was not read said with its
cause.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("cv2")

import cv2

from extractor.forms.draft import Draft
from extractor.layout.grid import Lattice, Span
from extractor.model.document import Cell
from extractor.scan.cleaned import read_cleaned
from extractor.scan.contrast import darken
from extractor.scan.crop import Crop
from extractor.scan.descreen import descreen, drop_outer_specks, is_specks, without_specks
from extractor.scan.doubtful import doubt_covered, doubt_points, doubt_sides, notes_on
from extractor.scan.legible import Legibility, form_without_table, judge, measure, verdict
from extractor.scan.lines import Strip, faint_mask, overlooked
from extractor.scan.page import cut_page
from extractor.scan.recognise import Mark, Reading
from extractor.scan.words import Piece

pytestmark = pytest.mark.needs_ocr
SCALE = 200 / 72
PAPER = 235


def _sheet(ink: int) -> np.ndarray:
    """A grey page of strokes in lines, so much darker than paper."""
    page = np.full((900, 700), PAPER, np.uint8)
    for y in range(60, 840, 40):
        for x in range(60, 620, 24):
            cv2.rectangle(page, (x, y), (x + 14, y + 20), PAPER - ink, 2)
    return page


@pytest.mark.parametrize(("ink", "changed"), [(40, True), (70, True), (160, False), (210, False)])
def test_pale_print_is_darkened_and_good_print_left_as_it_came(ink: int, changed: bool) -> None:
    page = _sheet(ink)
    out = darken(page, PAPER, SCALE)
    assert (out is not page) is changed
    assert PAPER - int(out[62:80, 60:74].min()) >= min(140, ink if not changed else 140)
    assert abs(int(out[20, 20]) - PAPER) <= 3, "paper stays paper"


def test_half_tone_becomes_tone_and_print_stays_as_it_is() -> None:
    page = cv2.cvtColor(_sheet(200), cv2.COLOR_GRAY2BGR)
    assert descreen(page) is page
    screened = np.full_like(page, 255)
    screened[::4, ::4] = 0
    out = descreen(screened)
    assert out is not screened
    assert int(out[100:200, 100:200].min()) > 200


def test_specks_go_from_a_dirty_page_and_a_decimal_point_stays() -> None:
    page = np.full((300, 400), PAPER, np.uint8)
    cv2.rectangle(page, (100, 100), (112, 122), 20, 2)
    page[119:122, 117:120] = 20  # the point of 0.5, at its foot
    page[200:203, 300:303] = 20
    assert without_specks(page, PAPER, SCALE)[0] is page, "one dot on a clean page may belong to its print"
    for x in range(20, 390, 30):
        page[250:252, x : x + 2] = 20  # dust
    out = without_specks(page, PAPER, SCALE)[0]
    assert int(out[120, 118]) == 20
    assert int(out[201, 301]) == PAPER
    assert int(out[250:252].min()) == PAPER
    assert int(out[101, 105]) == 20


@pytest.mark.parametrize(("apart", "aside", "kept"), [(11, 0, True), (11, 5, False), (40, 0, False)])
def test_the_dots_of_a_colon_stay_on_a_dirty_page_far_from_its_word_too(apart: int, aside: int, kept: bool) -> None:
    """After a bracket or a narrow character a ： stands farther from print than specks may."""
    page = np.full((300, 400), PAPER, np.uint8)
    cv2.rectangle(page, (100, 95), (120, 150), 20, 2)
    page[105:108, 140:143] = page[105 + apart : 108 + apart, 140 + aside : 143 + aside] = 20
    for x in range(20, 390, 30):
        page[250:252, x : x + 2] = 20  # dust
    out = without_specks(page, PAPER, SCALE)[0]
    assert (int(out[106, 141]) == 20) is kept
    assert (int(out[106 + apart, 141 + aside]) == 20) is kept


def test_specks_before_and_after_a_line_go_and_its_colon_stays() -> None:
    page = np.full((60, 300), PAPER, np.uint8)
    for x in (60, 90, 120):
        cv2.rectangle(page, (x, 20), (x + 18, 40), 20, 2)
    page[30:32, 50:53] = page[36:39, 160:163] = 20
    page[26:29, 150:153] = page[36:39, 150:153] = 20
    left, right = drop_outer_specks(page, PAPER, (45, 15, 170, 45), SCALE)
    assert (left, right) == (58, 154)
    assert int(page[30, 51]) == int(page[37, 161]) == PAPER
    assert int(page[27, 151]) == int(page[37, 151]) == 20, "the dots of a colon"


@pytest.mark.parametrize(
    ("doubtful", "printed", "code"),
    [(0.05, 300, None), (0.3, 300, "doubtful-table"), (0.6, 300, "unreadable-part"), (0.9, 4, None)],
)
def test_a_page_is_said_by_its_share_of_doubt(doubtful: float, printed: float, code: str | None) -> None:
    found = verdict(Legibility(240, 200, 0.5, 28, 0.3, printed, doubtful), 3)
    assert (found[0] if found else None) == code
    assert found is None or "第3页" in found[1]


def test_a_page_badly_read_without_a_table_is_no_table_in_doubt() -> None:
    found = verdict(Legibility(240, 200, 0.5, 28, 0.3, 300, 0.3), 1, tabled=False)
    assert found is not None and found[0] == "reading-disputed"


@pytest.mark.parametrize(
    ("paper", "contrast", "sharp", "pixels", "skew", "cause"),
    [
        (80, 200, 0.5, 28, 0.3, "太暗"),
        (240, 40, 0.5, 28, 0.3, "太浅"),
        (240, 200, 0.5, 9, 0.3, "分辨率不足"),
        (240, 200, 0.5, 28, 9.0, "太斜"),
        (240, 200, 0.1, 28, 0.3, "模糊"),
    ],
)
def test_the_cause_is_named(
    paper: float, contrast: float, sharp: float, pixels: float, skew: float, cause: str
) -> None:
    found = verdict(Legibility(paper, contrast, sharp, pixels, skew, 300, 0.6), 1)
    assert found is not None and cause in found[1]


def test_what_is_measured_of_a_picture() -> None:
    crisp = measure(_sheet(200))
    soft = measure(cv2.GaussianBlur(_sheet(200), (0, 0), 4))
    assert crisp.contrast > 150 and crisp.paper > 200
    assert soft.sharpness < 0.4 * crisp.sharpness


def test_doubt_is_weighed_by_print_and_specks_weigh_nothing() -> None:
    def crop(ems: float) -> Crop:
        wide = round(20 * ems)
        return Crop(np.zeros((24, wide + 8), np.uint8), np.full((20 if ems > 0.5 else 6, wide), 200, np.uint8), 20)

    found = Legibility(240, 200, 0.5)
    judge(
        found,
        [crop(9), crop(1), crop(0.3)],
        [Piece("职工权益维护和法律", 0.99), Piece("", 0.2, noise=True), Piece("", 0.2, noise=True)],
    )
    assert found.doubtful == pytest.approx(0.1)


def test_heads_side_by_side_without_a_table_are_said() -> None:
    rows = [["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "培训场次", "3场"]]
    assert "第2页" in (form_without_table(rows, 2) or "")
    assert form_without_table([["一级指标"], ["二级指标"], ["三级指标"], ["产出指标"]], 2) is None, "headings of prose"
    assert form_without_table([["填报单位：清河市总工会", "2024年3月1日"]], 2) is None, "a cover page"


@pytest.mark.parametrize(("size", "seen"), [((3, 14), True), ((14, 3), True), ((4, 4), False)])
def test_ink_in_a_cell_without_a_line_of_text_is_seen(size: tuple[int, int], seen: bool) -> None:
    ink = np.zeros((60, 80), np.uint8)
    ink[25 : 25 + size[0], 30 : 30 + size[1]] = 120
    assert overlooked(faint_mask(ink), (0, 0, 80, 60), 24) is seen
    edge = np.zeros((60, 80), np.uint8)
    edge[0:3] = 120
    assert not overlooked(faint_mask(edge), (0, 0, 80, 60), 24), "the edge of a ruling"


def test_ink_that_nothing_was_made_of_is_a_doubt_of_its_cell() -> None:
    draft = Draft()
    draft.doubt("/indicators/0/target", Cell(0, 0, text="", confidence=0.3))
    draft.doubt("/indicators/1/target", Cell(1, 0, text=""))
    assert list(draft.ocr) == ["/indicators/0/target"]


@pytest.mark.parametrize(
    ("at", "sure", "doubted"),
    [(30, 0.95, True), (30, 0.4, False), (2, 0.95, False)],
    ids=["beside", "noise", "far off"],
)
def test_print_beside_a_table_may_be_a_lost_column_and_bars_judgement(at: int, sure: float, doubted: bool) -> None:
    blank = cut_page(np.full((400, 600, 3), 255, np.uint8), SCALE)
    table = Lattice([300.0, 500.0], [50.0, 100, 150, 200], [Span(r, 0, 1, 1) for r in range(3)], [], support=1.0)
    free = [[Strip(at * 7, y, at * 7 + 60, y + 20)] for y in (60, 110, 160)]
    cuts = replace(blank, tables=[table], inner=[[]], strips=[[]], free=free, em=20.0)
    doubt_sides(cuts, [Piece("数量指标", sure)] * 3)
    assert bool(table.doubts) is doubted
    notes = notes_on(table, cuts.page, 1, 1.0)
    assert [note.code for note in notes] == (["unreadable-part"] if doubted else [])


@pytest.mark.parametrize(
    ("doubt", "code"),
    [("有 1 处框线不清晰", "doubtful-table"), ("有 1 处框线断缺，按表格形状补全", "doubtful-table"),
     ("有 4 处框线断缺，按表格形状补全", "unreadable-part"), ("框线不闭合，单元格无法确定", "unreadable-part"),
     ("表格左侧边框以外还有框线", "unreadable-part")],
)  # fmt: skip
def test_a_table_whose_columns_may_be_others_was_not_read(doubt: str, code: str) -> None:
    page = cut_page(np.full((400, 600, 3), 255, np.uint8), SCALE).page
    table = Lattice([0.0, 200.0], [0.0, 100.0], [Span(0, 0, 1, 1)], [doubt], support=1.0)
    assert notes_on(table, page, 2, 1.0)[0].code == code


SPECKS = [(12, 8, 14, 10), (60, 20, 63, 22)]


@pytest.mark.parametrize(
    ("drawn", "specks"),
    [
        (SPECKS, True),
        ([*SPECKS, (2, 0, 2, 29)], True),
        ([(30, 14, 46, 16)], False),
        ([(x, y, x + 1, y + 1) for x in (30, 36, 42) for y in (6, 12, 18, 24)], False),
        ([(40, 4, 44, 24)], False),
    ],
    ids=["specks", "specks beside a ruling's rim", "a dash", "a worn character", "a figure"],
)
def test_a_line_of_specks_is_told_from_print(drawn: list[tuple[int, int, int, int]], specks: bool) -> None:
    page = np.full((30, 90), PAPER, np.uint8)
    for x0, y0, x1, y1 in drawn:
        page[y0 : y1 + 1, x0 : x1 + 1] = 60
    assert is_specks(page, PAPER, (0, 0, 90, 30), 26.0, SCALE) is specks


class _Cleaned:
    """Stands for the better model: reads the same of every picture."""

    def __init__(self, text: str, worst: float) -> None:
        self.reading = Reading([Mark(mark, worst, "", 0.0, n / 2) for n, mark in enumerate(text)])

    def read_slow(self, crops: list[Crop]) -> list[Reading]:
        return [self.reading for _ in crops]


@pytest.mark.parametrize(
    ("piece", "worst", "text"),
    [
        (Piece("提升.", 0.7), 0.99, "提升"),
        (Piece("提升.", 0.7), 0.8, "提升."),
        (Piece("提升.", 0.9), 0.99, "提升."),
        (Piece("", 0.3, noise=True, ink=True), 0.99, ""),
    ],
    ids=["the surer reading", "unsure itself", "no doubt", "a signature"],
)
def test_what_is_in_doubt_on_a_dirty_page_is_read_once_more(piece: Piece, worst: float, text: str) -> None:
    gray = np.full((30, 60), PAPER, np.uint8)
    before = piece.confidence
    read_cleaned([Crop(gray, np.zeros((24, 50), np.uint8), 25.0)], [piece], _Cleaned("提升", worst))  # type: ignore[arg-type]
    assert piece.text == text
    assert piece.confidence <= max(before, 0.75), "two readings of one line are a doubt"
    assert text != "提升" or piece.other == "提升."


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("改善农村基础设施条件，惠及群众2.6万人。.", False),
        ("2:改善农村基础设施条件，惠及群众2.6万人。", False),
        ("2.改善农村基础设施条件，惠及群众2.6万人。", True),
        ("按规定（见附件。）", True),
        ("有效提升.", False),
        ("指标.(10分)", False),
        ("≥95%", True),
    ],
)
def test_marks_that_specks_make_of_a_dirty_page_are_doubts(text: str, sure: bool) -> None:
    piece = Piece(text, 0.97)
    doubt_points([piece])
    assert (piece.confidence >= 0.8) is sure


@pytest.mark.parametrize(
    ("confidence", "gap", "doubted"), [(0.5, 296, True), (0.9, 296, False), (0.5, 150, False), (None, 296, False)]
)
def test_a_badly_read_cell_parted_at_a_column_may_have_lost_a_ruling(
    confidence: float | None, gap: int, doubted: bool
) -> None:
    span = Span(0, 0, 1, 2)
    table = Lattice([100, 300, 500], [100, 140], [span])
    strips = [Strip(110, 110, gap - 14, 135), Strip(gap + 14, 110, 480, 135)]
    doubt_covered(table, span, strips, confidence, 25.0)
    assert bool(table.doubts) is doubted
