"""Reading crops: signs by shape, doubt where readers differ, nothing fetched."""

from __future__ import annotations

import socket
from typing import Any

import numpy as np
import pytest

pytest.importorskip("cv2")
pytest.importorskip("onnxruntime")

from PIL import Image, ImageDraw

from bench.scan_generator import _font, sample
from extractor.characters.fold import fold_text
from extractor.model.document import Grid, Line
from extractor.scan.crop import Crop
from extractor.scan.pace import Pace, pace_of, uneven, wide_digits
from extractor.scan.page import read_picture
from extractor.scan.recognise import Mark, Reading, _decode
from extractor.scan.signs import shape_of
from extractor.scan.turning import read_any_way_up
from extractor.scan.words import Piece, TextReader, _check_widths, _judge, settled
from tests.scan.fonts import WITH_FONTS

pytestmark = WITH_FONTS


def _glyph(text: str, font: str, size: int = 28) -> Crop:
    face = _font(font, size)
    image = Image.new("L", (int(face.getlength(text)) + 16, size * 2), 235)
    ImageDraw.Draw(image).text((8, size), text, 10, font=face, anchor="lm")
    gray = np.asarray(image)
    ink = np.clip(231 - gray.astype(int), 0, 255).astype(np.uint8)
    ys, xs = np.nonzero(ink > 60)
    box = (slice(ys.min(), ys.max() + 1), slice(xs.min(), xs.max() + 1))
    return Crop(gray, ink[box], size * 0.9)


def _reading(text: str, chance: float = 1.0) -> Reading:
    return Reading([Mark(mark, chance, "", 0.0, (i + 0.5) / len(text)) for i, mark in enumerate(text)])


class _Told(TextReader):
    """A reader whose models say what they are told to, and that counts what the better one is asked."""

    def __init__(self, fast: list[Reading], slow: list[Reading]) -> None:
        self.told, self.slowly, self.asked = fast, slow, 0

    def read_fast(self, crops: list[Crop]) -> list[Reading]:
        return self.told

    def read_slow(self, crops: list[Crop]) -> list[Reading]:
        self.asked += len(crops)
        return self.slowly[: len(crops)]


@pytest.mark.parametrize("font", ["serif", "sans", "zenhei"])
@pytest.mark.parametrize("sign", ["≥", "≤", "/", "1", "2", "7"])
def test_shape_tells_signs_from_the_digits_they_are_taken_for(font: str, sign: str) -> None:
    name, likeness = shape_of(_glyph(sign, font).ink)[0]
    assert name == sign
    assert likeness > 0.85


@pytest.mark.parametrize(("sign", "misread"), [("/", "1"), ("≥", "N"), ("＝", "二")])
def test_lone_sign_is_read_by_its_shape_and_keeps_the_other_reading(sign: str, misread: str) -> None:
    piece = _judge(_glyph(sign, "sans"), _reading(misread, 0.95), _reading(misread, 0.95), Pace())
    assert fold_text(piece.text) == fold_text(sign)
    assert piece.other == misread


def test_a_digit_is_never_made_a_sign() -> None:
    for digit in "1257":
        piece = _judge(_glyph(digit, "serif"), _reading(digit), _reading(digit), Pace())
        assert (piece.text, piece.confidence) == (digit, 1.0)


def test_a_dropped_sign_before_a_number_is_put_in_doubt_not_right() -> None:
    crop = _glyph("≥95%", "sans")
    piece = _judge(crop, _reading("95%"), _reading("95%"), Pace())
    assert piece.text == "95%"
    assert piece.confidence < 0.8
    assert piece.other == "≥95%"


def test_readers_that_differ_are_a_doubt() -> None:
    crop = _glyph("退役军人慰问经费", "sans")
    piece = _judge(crop, _reading("退役军人慰间经费", 0.95), _reading("退役军人慰问经费", 0.95), Pace())
    assert piece.confidence < 0.8
    assert piece.other == "退役军人慰问经费"


def test_the_better_model_is_not_asked_where_the_fast_one_is_sure() -> None:
    reader = _Told([_reading("退役军人慰问经费", 0.99)], [])
    (piece,) = reader.read([_glyph("退役军人慰问经费", "sans")])
    assert (piece.text, reader.asked) == ("退役军人慰问经费", 0)
    assert piece.confidence >= 0.8


def test_the_better_model_is_asked_where_the_fast_one_is_not_sure_and_a_differing_reading_is_flagged() -> None:
    reader = _Told([_reading("退役军人慰间经费", 0.6)], [_reading("退役军人慰问经费", 0.99)])
    (piece,) = reader.read([_glyph("退役军人慰问经费", "sans")])
    assert (piece.text, piece.other, reader.asked) == ("退役军人慰问经费", "退役军人慰间经费", 1)
    assert piece.confidence < 0.8


def test_a_word_of_the_form_needs_less_certainty() -> None:
    reader = _Told([_reading("社会效益指标", 0.92), _reading("社会效益描述", 0.92)], [_reading("社会效益描述")])
    reader.read([_glyph("社会效益指标", "sans"), _glyph("社会效益描述", "sans")])
    assert reader.asked == 1


def test_a_thin_stroke_that_may_be_lost_is_looked_at_twice_however_sure() -> None:
    reader = _Told([_reading("元人")], [_reading("元/人")])
    (piece,) = reader.read([_glyph("元/人", "sans")])
    assert (reader.asked, piece.text, piece.other) == (1, "元/人", "元人")
    assert piece.confidence < 0.8


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("0%", False),
        ("≥950%", False),
        ("100%", True),
        ("90%", True),
        ("95%", True),
        ("项目名称、", False),
        ("（10分", False),
        ("（10分）", True),
    ],
)
def test_short_texts_that_are_looked_at_twice(text: str, stands: bool) -> None:
    assert settled(_glyph(text, "serif"), _reading(text), Pace(full=1.3, digit=0.9)) is stands


def _spaced(text: str, places: list[float], ems: float) -> Reading:
    return Reading([Mark(mark, 1.0, "", 0.0, place / ems) for mark, place in zip(text, places)])


def test_an_uneven_pace_tells_a_lost_character_and_one_read_twice() -> None:
    pace = pace_of([(_spaced("项目支出绩效目标申报表格式样", [0.75 + i for i in range(14)], 14.5), 14.5)])
    assert pace.full == pytest.approx(1.0)
    assert uneven(_spaced("健全长效", [0.75, 1.75, 2.75, 3.75], 4.5), 4.5, pace) == ""
    assert uneven(_spaced("健长效", [0.75, 2.75, 3.75], 4.5), 4.5, pace) == "hole"
    assert uneven(_spaced("元人", [0.75, 2.2], 3.0), 3.0, pace) == "hole"
    assert uneven(_spaced("慰问间经", [0.75, 1.75, 2.05, 2.75], 3.5), 3.5, pace) == "crowd"
    assert uneven(_spaced("健全长", [0.75, 1.75, 2.75], 4.5), 4.5, pace) == "end"
    assert uneven(_spaced("95%", [1.6, 2.1, 2.8], 3.4), 3.4, pace) == "end", "a ≥ before it"


def test_larger_print_keeps_its_own_pace() -> None:
    assert uneven(_spaced("绩效自评表", [1.1, 2.7, 4.3, 5.9, 7.5], 8.6), 8.6, Pace()) == ""


def test_a_hole_in_both_readings_is_a_doubt() -> None:
    # Eight characters stand there, one of which neither model saw.
    reading = _spaced("退役军人问经费", [0.7, 1.7, 2.7, 3.7, 5.7, 6.7, 7.7], 8.5)
    crop = _glyph("退役军人慰问经费", "sans")
    piece = _judge(crop, reading, reading, Pace(full=crop.ems / 8.5))
    assert piece.confidence < 0.8
    assert piece.why == "hole"


def test_a_lost_decimal_point_is_seen_in_the_ink() -> None:
    crop = _glyph("14.75", "sans", 40)
    places = [0.14, 0.32, 0.64, 0.83]
    assert any(places[1] < place < places[2] for place in crop.points())
    reading = Reading([Mark(mark, 1.0, "", 0.0, place) for mark, place in zip("1475", places)])
    pace = Pace(digit=(places[1] - places[0]) * crop.ems)
    assert not settled(crop, reading, pace)
    piece = _judge(crop, reading, reading, pace)
    assert (piece.text, piece.other) == ("1475", "14.75")
    assert piece.confidence < 0.8


def test_digits_without_a_point_stay() -> None:
    crop = _glyph("1475", "sans", 40)
    reading = Reading([Mark(mark, 1.0, "", 0.0, place) for mark, place in zip("1475", [0.15, 0.39, 0.61, 0.81])])
    pace = Pace(digit=0.22 * crop.ems / 1.3)
    assert wide_digits(reading, crop.ems, pace) == [0, 1]
    assert settled(crop, reading, pace), "room alone is no point"


def test_what_one_model_can_hardly_read_is_a_doubt_even_where_both_agree() -> None:
    crop = _glyph("臁签市", "sans")
    sure = _judge(crop, _reading("廉签市", 0.95), _reading("廉签市", 0.96), Pace(full=1.1))
    unsure = _judge(crop, _reading("廉签市", 0.5), _reading("廉签市", 0.96), Pace(full=1.1))
    assert (sure.confidence >= 0.8, unsure.confidence >= 0.8) == (True, False)


def test_blank_paper_explains_a_wide_step() -> None:
    crop = _glyph("李文    电话", "sans")
    share = 1 / crop.ems
    half = 0.5 + crop.margin / crop.em
    middle = [half, half + 1.1, crop.ems - half - 1.1, crop.ems - half]
    reading = Reading([Mark(mark, 1.0, "", 0.0, place * share) for mark, place in zip("李文电话", middle)])
    assert uneven(reading, crop.ems, Pace(full=1.1)) == "hole"
    assert uneven(reading, crop.ems, Pace(full=1.1), crop.blank) == ""


def test_a_lost_character_shows_in_the_width() -> None:
    texts = [
        "数量指标",
        "质量指标",
        "时效指标",
        "成本指标",
        "经济效益指标",
        "社会效益指标",
        "生态效益指标",
        "产出指标",
        "元/人次数",
    ]
    crops = [_glyph(text, "sans") for text in texts]
    pieces = [Piece(text, 0.99) for text in texts[:-1]] + [Piece("元人", 0.99)]
    _check_widths(crops, pieces)
    assert [p.confidence < 0.8 for p in pieces] == [False] * 8 + [True]


def test_decode_joins_repeats_and_keeps_the_weakest_character() -> None:
    chances = np.zeros((6, 4), np.float32)
    for frame, (index, chance) in enumerate([(1, 0.9), (1, 0.8), (0, 1.0), (2, 0.6), (0, 0.9), (3, 0.7)]):
        chances[frame, index] = chance
    reading = _decode(chances, ["", "甲", "乙", "丙"], 1.0)
    assert reading.text == "甲乙丙"
    assert reading.worst == pytest.approx(0.6)


def test_a_page_is_read_whole_and_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    picture, truth = sample(304, 150, "mild", 3)
    reading = read_picture(picture, 1, 150 / 72, 72 / 150, TextReader())
    (grid,) = (item for item in reading.items if isinstance(item, Grid))
    got = {(c.row, c.col, c.rowspan, c.colspan): c for c in grid.cells}
    silent = [
        (box.text, got[key].text)
        for box in truth.boxes
        if (key := (box.row, box.col, box.rowspan, box.colspan)) in got
        and fold_text(got[key].text) != fold_text(box.text)
        and (got[key].confidence is None or got[key].confidence >= 0.8)
        and not grid.doubts
    ]
    assert silent == []
    assert len(got.keys() & {(b.row, b.col, b.rowspan, b.colspan) for b in truth.boxes}) >= 0.95 * len(truth.boxes)
    title = next(item for item in reading.items if isinstance(item, Line))
    assert fold_text(title.text) == fold_text(truth.title)
    assert title.centred is True
    assert all(0 <= v <= 842 for c in grid.cells if c.bbox for v in c.bbox), "points, not pixels"


class _Counting(TextReader):
    asked = 0

    def read_slow(self, crops: list[Crop]) -> list[Reading]:
        self.asked += len(crops)
        return super().read_slow(crops)


def test_the_better_model_is_not_asked_about_a_page_on_its_head() -> None:
    picture, truth = sample(304, 150, "mild", 3)
    reader = _Counting()
    reading = read_any_way_up(np.ascontiguousarray(picture[::-1, ::-1]), 1, 150 / 72, 72 / 150, reader)
    title = next(item for item in reading.items if isinstance(item, Line))
    assert fold_text(title.text) == fold_text(truth.title)
    assert reader.asked < 0.25 * len(truth.boxes)


def test_stretches_without_room_do_not_shift_the_others() -> None:
    from extractor.scan.support import chances

    strong = [1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.05, 0.5, 0.02]
    weak = [0.1, 0.1, 0.0, 0.0, 0.0, 0.0, 0.3, 0.5, 0.02]
    found = chances(np.array([[np.nan] * 9, strong, [np.nan] * 9, weak]))
    assert (found[0], found[2]) == (0.0, 0.0)
    assert found[1] > 0.95
    assert found[3] < 0.1


def test_a_scrawl_is_ink_and_no_text() -> None:
    rng = np.random.default_rng(5)
    image = Image.new("L", (120, 60), 235)
    ImageDraw.Draw(image).line([(5 + 5 * i, 30 + float(rng.uniform(-20, 20))) for i in range(22)], fill=20, width=2)
    gray = np.asarray(image)
    ink = np.clip(231 - gray.astype(int), 0, 255).astype(np.uint8)
    piece = _judge(Crop(gray, ink, 25.0), _reading("nero", 0.5), _reading("ao", 0.6), Pace())
    assert piece.noise
    assert piece.ink
