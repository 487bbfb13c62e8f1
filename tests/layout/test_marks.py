"""Raised characters and lines through text, where a font's boxes are twice as high as its characters."""

from __future__ import annotations

from extractor.layout.ink import Paint, Stroke
from extractor.layout.marks import mark_raised, strike
from extractor.layout.text import Glyph


def _text(text: str, x: float, top: float, bottom: float, step: float = 11.0) -> list[Glyph]:
    return [Glyph(char, x + step * n, top, x + step * (n + 1), bottom) for n, char in enumerate(text)]


def test_a_figure_over_the_next_line_is_no_note_mark() -> None:
    """A sheet as LibreOffice prints it: Han boxes of 20.8 pt for 11 pt of text, figures of 10. The 100 was lost."""
    figure = _text("=100%", 523.6, 468.2, 478.1, 7.0)
    below = _text("有效保障", 522.0, 482.1, 502.9)
    filler = _text("困难群众基本生活保障程度社会效益指标", 250.0, 482.1, 502.9)
    marked = mark_raised([*figure, *below, *filler])
    assert [g.why for g in marked if g.text in "=10%"] == [None] * 5
    assert {g.top for g in figure} == {468.2}


def test_a_figure_raised_beside_its_text_is_still_a_mark() -> None:
    text = _text("可持续影响指标说明文字", 100.0, 100.0, 111.0)
    mark = Glyph("1", 221.5, 98.0, 224.5, 105.0)
    mark_raised([*text, mark])
    assert mark.why == "mark"


def test_the_border_of_a_cell_is_no_line_through_its_text() -> None:
    """The text fills its cell and its box reaches over the border above: it was taken for struck out, and lost."""
    glyphs = _text("开发公益性岗位，帮助就业困难人员实现就业，全年任务已完", 496.0, 258.2, 279.0)
    border = Stroke(495.0, 265.5, 803.0, 265.5, 0.5)
    uprights: list[Paint] = [Stroke(x, 247.5, x, 297.0, 0.5) for x in (495.0, 803.0)]
    assert strike(glyphs, [border, *uprights]) == [border, *uprights]
    assert {g.why for g in glyphs} == {None}
    assert strike(glyphs, [border]) == []
    assert {g.why for g in glyphs} == {"struck"}
