"""Ink that is no print: tick boxes told by their shape, signatures noticed and not read, seals; end to end."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import numpy as np
import pytest

pytest.importorskip("cv2")
pytest.importorskip("onnxruntime")

import cv2
from PIL import Image, ImageDraw

from bench.scan_generator import _font, stamp, worn
from extractor.characters.fold import fold_text
from extractor.model.document import OBJECT, Grid
from extractor.model.extraction import Extraction
from extractor.pipeline import extract_bytes
from extractor.readers.image import read_page
from extractor.rulebook import load_rules
from extractor.scan.ticks import find_boxes
from extractor.settings import DEFAULTS
from tests.scan.fonts import WITH_FONTS

pytestmark = WITH_FONTS

BOXES = [
    "□是 ☑否", "□是 √否", "□", "☑", "□新增项目  □延续项目  ☑其他项目", "是□ 否☑", "☑是 ☒否", "■是 □否", "□困难 ☑国有",
    "日常维护口岸", "口", "国家中心田园日", "≥95%", "（√）是 （ ）否", "因固定目标", "否",
]  # fmt: skip


def _put(pen: Any, font: Any, x: float, y: float, text: str) -> None:
    """Text with boxes ticked and crossed by strokes of their own (the fonts have no ☑)."""
    for mark in text:
        shown = "□" if mark in "☑☒" else mark
        pen.text((x, y), shown, 0, font=font, anchor="lm")
        s, thick = font.size, max(2, round(font.size * 0.08))
        if mark == "☑":
            pen.line(
                [(x + s * u, y + s * (v - 0.5)) for u, v in ((0.22, 0.5), (0.42, 0.75), (0.9, 0.1))],
                fill=0,
                width=thick,
            )
        elif mark == "☒":
            pen.line([(x + s * 0.2, y - s * 0.3), (x + s * 0.8, y + s * 0.3)], fill=0, width=thick)
            pen.line([(x + s * 0.2, y + s * 0.3), (x + s * 0.8, y - s * 0.3)], fill=0, width=thick)
        x += font.getlength(shown)


def _boxes_page(font: str, dpi: int) -> Any:
    k = dpi / 72
    image = Image.new("L", (round(595 * k), round(842 * k)), 255)
    pen, face = ImageDraw.Draw(image), _font(font, 10.5 * k)
    for i, text in enumerate(BOXES):
        y = (100 + 24 * i) * k
        for left, right in ((60, 200), (200, 500)):
            pen.rectangle([left * k, y, right * k, y + 24 * k], outline=0, width=max(1, round(k / 2)))
        pen.text((65 * k, y + 12 * k), "是否纳入项目", 0, font=face, anchor="lm")
        _put(pen, face, 205 * k, y + 12 * k, text)
    return cv2.cvtColor(np.asarray(image), cv2.COLOR_GRAY2BGR)


@pytest.mark.parametrize(
    ("font", "dpi", "level"),
    [("serif", 200, "clean"), ("sans", 150, "clean"), ("light", 200, "hard"), ("sans", 190, "photo")],
)
def test_tick_boxes_are_read_or_in_doubt(font: str, dpi: int, level: str) -> None:
    reading = read_page(worn(_boxes_page(font, dpi), 307, dpi, level), 1, dpi / 72, DEFAULTS)
    (grid,) = (item for item in reading.items if isinstance(item, Grid))
    right = 0
    for cell, want in zip((c for c in grid.cells if c.col == 1), BOXES):
        same = fold_text(cell.text) == fold_text(want).replace("☒", "☑")
        right += same
        assert same or (cell.confidence or 0) < 0.8, (want, cell.text, cell.confidence)
    assert right >= len(BOXES) - 2


def test_what_stands_in_a_box_decides() -> None:
    ink = np.zeros((40, 120), np.uint8)
    cv2.rectangle(ink, (4, 4), (34, 34), 255, 2)
    cv2.rectangle(ink, (44, 4), (74, 34), 255, 2)
    cv2.line(ink, (48, 18), (58, 30), 255, 3)
    cv2.line(ink, (58, 30), (76, 2), 255, 3)
    cv2.rectangle(ink, (84, 4), (114, 34), 255, -1)
    assert [box.sign for box in find_boxes(ink, 38)] == ["□", "☑", "■"]
    assert find_boxes(ink[:, 84:], 90) == []


def _scribble(picture: Any, x: float, y: float, wide: float, high: float, seed: int, thick: int) -> None:
    dice = random.Random(seed)
    for stroke in range(3):
        points = np.array(
            [
                (x + wide * (stroke / 3.2 + i / 31) + dice.uniform(-0.06, 0.06) * wide, y + high * dice.random())
                for i in range(9)
            ]
        )
        at = np.linspace(0, 8, 60)
        smooth = [np.convolve(np.interp(at, range(9), points[:, axis]), np.ones(5) / 5, "valid") for axis in (0, 1)]
        cv2.polylines(picture, [np.stack(smooth, 1).astype(np.int32)], False, (40, 40, 40), thick, cv2.LINE_AA)


def _form(kind: str, gap: float, signed: bool, seed: int) -> Any:
    """A small project form at 200 dpi, its two signature places in cells or on a free line."""
    k = 200 / 72
    image = Image.new("L", (round(595 * k), round(842 * k)), 255)
    pen, face = ImageDraw.Draw(image), _font("serif", 10.5 * k)
    pen.text((297 * k, 60 * k), "2024年项目支出绩效目标表", 0, font=_font("title", 16 * k), anchor="mm")
    pen.text((48 * k, 90 * k), "填报单位：清河市水利局（盖章）", 0, font=face, anchor="lm")
    rows = [
        ["项目名称", "农村公路养护经费", "金额（万元）", "12.50"],
        ["预算部门", "清河市水利局", "年度绩效目标", "养护公路"],
        ["一级指标", "二级指标", "三级指标", "指标值及单位"], ["产出指标", "数量指标", "新建道路里程", "≥12公里"],
        ["产出指标", "质量指标", "工程验收合格率", "≥95%"],
        ["满意度指标", "服务对象满意度指标", "受益群众满意度", "≥90%"],
    ]  # fmt: skip
    if kind == "cell":
        rows.append(["填表人", "", "单位负责人签字", ""])
    xs, y, places = [48, 148, 268, 388, 548], 105.0, []
    for row in rows:
        for i, text in enumerate(row):
            pen.rectangle([xs[i] * k, y * k, xs[i + 1] * k, (y + 26) * k], outline=0, width=2)
            pen.text(((xs[i] + xs[i + 1]) / 2 * k, (y + 13) * k), text, 0, font=face, anchor="mm")
            if not text:
                places.append(((xs[i] + 20) * k, (y + 3) * k))
        y += 26
    if kind == "line":
        x = 48 * k
        for text in ("填表人：", "单位负责人签字："):
            pen.text((x, (y + 16) * k), text, 0, font=face, anchor="lm")
            x += face.getlength(text)
            places.append((x + gap * k, (y + 7) * k))
            x += 120 * k
        pen.text((x, (y + 16) * k), "联系电话：2721288", 0, font=face, anchor="lm")
    picture = cv2.cvtColor(np.asarray(image), cv2.COLOR_GRAY2BGR)
    for number, (left, top) in enumerate(places if signed else []):
        _scribble(picture, left, top, 60 * k, 19 * k, seed + number, 3)
    return picture


@cache
def _rules() -> Any:
    return load_rules(None)


def _extract(picture: Any) -> Extraction:
    return extract_bytes(cv2.imencode(".png", picture)[1].tobytes(), "x.png", path="x.png", rules=_rules())


@pytest.mark.parametrize(
    ("kind", "gap", "seed"), [("cell", 0, 303), ("line", 4, 303), ("line", 4, 311), ("line", 30, 311)]
)
def test_a_signature_is_noticed_and_not_read(kind: str, gap: float, seed: int) -> None:
    """K25: no `missing-field`, no invented name, and the place says that ink stands there."""
    document = _extract(worn(_form(kind, gap, True, seed), 305, 200, "mild"))
    (form,) = document.forms
    assert (form.signoff.preparer, form.signoff.responsible_person) == (None, None)
    assert [f.field for f in document.findings if f.code == "missing-field"] == []
    said = {entry.label: entry for entry in form.unmapped if entry.text == "（手写或图像）"}
    assert set(said) == {"填表人", "单位负责人签字"}
    assert all(entry.at["bbox"] for entry in said.values())
    assert OBJECT not in document.model_dump_json()
    if kind == "line":
        assert form.signoff.phone == "2721288"


@pytest.mark.parametrize("kind", ["cell", "line"])
def test_a_blank_signature_place_is_a_missing_field(kind: str) -> None:
    document = _extract(worn(_form(kind, 4, False, 1), 305, 200, "mild"))
    missing = {f.field for f in document.findings if f.code == "missing-field"}
    assert missing == {"/forms/0/signoff/preparer", "/forms/0/signoff/responsible_person"}
    assert [entry for entry in document.forms[0].unmapped if entry.text == "（手写或图像）"] == []


@pytest.mark.parametrize("level", ["clean", "hard"])
def test_a_red_round_seal_over_the_filer_sets_sealed(level: str) -> None:
    plain = _form("line", 4, False, 1)
    sealed = stamp(plain, (620, 260), 150, 0.8, "清河市水利局")
    documents = [_extract(worn(picture, 305, 200, level)) for picture in (plain, sealed)]
    assert [document.forms[0].signoff.sealed for document in documents] == [None, True]
    assert [document.forms[0].filer for document in documents] == ["清河市水利局"] * 2


def test_a_value_on_a_free_line_that_was_not_read_well_is_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.scan import words

    real = words._judge

    def unsure(*read: Any) -> Any:
        piece = real(*read)
        if "联系电话" in piece.text:
            piece.confidence = 0.6
        return piece

    monkeypatch.setattr(words, "_judge", unsure)
    document = _extract(_form("line", 4, False, 1))
    doubts = {f.field: f.observed for f in document.findings if f.code == "low-ocr-confidence"}
    assert doubts == {"/forms/0/signoff/phone": "2721288"}
