"""How much of a known layout a form must print to be taken for it."""

from __future__ import annotations

import pytest

from extractor.forms.recognise import recognise
from extractor.words.book import FormBook

ANCHORS = [f"栏目{letter}" for letter in "甲乙丙丁戊己庚辛壬癸"]


def _book(name: str, anchors: list[str], *, only_here: bool = False) -> FormBook:
    return FormBook(
        id=name, name=name, kind="project_target", titles=["绩效目标"], anchors=anchors, only_here=only_here
    )


@pytest.mark.parametrize(("printed", "score"), [(10, 1.0), (9, 0.9), (8, None)])
def test_a_taught_layout_is_known_by_nine_of_ten_anchors_whatever_its_title(printed: int, score: float | None) -> None:
    found = recognise("unknown", "绩效目标表", ANCHORS[:printed], [_book("甲", ANCHORS, only_here=True)])
    assert (found.layout and found.layout.score) == score
    assert found.kind == ("project_target" if score else "unknown")


@pytest.mark.parametrize(
    ("title", "printed", "known"),
    [(None, 10, True), (None, 9, False), ("绩效目标表", 4, True), ("绩效目标表", 3, False)],
)
def test_a_layout_is_known_by_its_anchors_or_its_title_and_a_third_of_them(
    title: str | None, printed: int, known: bool
) -> None:
    found = recognise("unknown", title, ANCHORS[:printed], [_book("甲", ANCHORS)])
    assert (found.layout is not None) == known


def test_the_runner_up_is_the_next_layout_that_says_anything() -> None:
    books = [_book("甲", ANCHORS), _book("乙", ANCHORS[:1] + ["栏目子"]), _book("丙", ["栏目丑"])]
    for given, second in ((books, "乙"), (books[::2], None), (books[:1], None)):
        layout = recognise("unknown", None, ANCHORS, given).layout
        assert layout is not None and layout.id == "甲"
        assert (layout.runner_up and layout.runner_up.id) == second
