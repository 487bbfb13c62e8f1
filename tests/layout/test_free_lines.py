"""Lines of a page outside its tables: what did not fit on a line of labels and values is its rest."""

from __future__ import annotations

import pytest

from extractor.layout.text import Glyph, free_lines

WIDTH, SIZE, LEFT = 595.0, 10.0, 50.0


def _line(text: str, top: float, x0: float = LEFT) -> list[Glyph]:
    return [Glyph(char, x0 + SIZE * n, top, x0 + SIZE * (n + 1), top + SIZE) for n, char in enumerate(text)]


FULL = "填报人：王海　联系电话：一二三四五六七八　填报日期：甲乙丙丁戊己庚　单位负责人签字：杨志"


@pytest.mark.parametrize(
    ("rest", "x0", "top", "joined"),
    [
        ("强", LEFT, 112, True),
        ("强", LEFT + 40, 112, False),
        ("强", LEFT, 130, False),
        ("备注：可选", LEFT, 112, False),
        ("一段不属于这里的文字", LEFT, 112, False),
    ],
)
def test_the_rest_of_a_full_line_of_labels(rest: str, x0: float, top: float, joined: bool) -> None:
    line = FULL.ljust(49, "　")[: int((WIDTH - 2 * LEFT) / SIZE)]
    full = line.rstrip("　") + "丙" * (len(line) - len(line.rstrip("　")))
    lines = [x.text for x in free_lines([*_line(full, 100), *_line(rest, top, x0)], 1, WIDTH)]
    assert lines == ([full + rest] if joined else [full, rest])


@pytest.mark.parametrize(
    ("gap", "spread", "parted"), [(0.64, 0.0, True), (0.25, 0.0, False), (0.64, 0.5, False), (0.8, 0.5, True)]
)
def test_two_half_blanks_part_what_is_set_close(gap: float, spread: float, parted: bool) -> None:
    """LibreOffice moves the pen where blanks stand: .64 ems between a name and the next label, in a line set close."""
    text, glyphs, x = "填表人：赵文博办公电话：甲乙丙", [], LEFT
    for char in text:
        x += SIZE * (gap if char == "办" else spread)
        glyphs.append(Glyph(char, x, 100, x + SIZE, 100 + SIZE))
        x += SIZE
    (line,) = free_lines(glyphs, 1, WIDTH)
    assert line.text == ("填表人：赵文博 办公电话：甲乙丙" if parted else text)


def test_a_short_line_has_no_rest() -> None:
    assert len(free_lines([*_line("填报人：王海　电话：一二", 100), *_line("强", 112)], 1, WIDTH)) == 2
