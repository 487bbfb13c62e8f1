"""Characters taken for one another: the tables are set, each way of likeness is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.matching import likeness
from extractor.matching.likeness import blur, closely_alike, kinship, syllables


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> None:
    sounds = {"甲": ("jia",), "乙": ("yi",), "丙": ("yi", "bing"), "丁": ("bing",), "戊": ("zhong",), "己": ("zong",),
              "庚": ("xin",), "辛": ("ping", "xing"), "壬": ()}  # fmt: skip
    monkeypatch.setattr(likeness, "_sounds", lambda: sounds)
    monkeypatch.setattr(likeness, "_shapes", lambda: ({"甲": "由申", "丁": "丙"}, {"甲": "里", "果": "甲"}))
    monkeypatch.setattr(likeness, "kinship", kinship.__wrapped__)


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize(
    ("one", "other", "kin", "close"),
    [
        ("乙", "丙", "same-sound", True),
        ("丙", "丁", "same-sound", True),  # by the second reading; they look alike as well
        ("甲", "由", "like-shape", True),
        ("甲", "里", "like-shape", False),  # only a little
        ("果", "甲", "like-shape", False),
        ("戊", "己", "near-sound", False),
        ("庚", "辛", "near-sound", False),  # 辛 by its second reading, 庚 is no 平
        ("乙", "丁", None, False),
        ("壬", "乙", None, False),  # of which nobody knows the sound
        ("壬", "壬", None, False),
    ],
)
def test_how_characters_are_alike(one: str, other: str, kin: str | None, close: bool) -> None:
    for pair in ((one, other), (other, one)):
        assert likeness.kinship(*pair) == kin
        assert closely_alike(*pair) == close


@pytest.mark.parametrize(
    ("character", "readings"),
    [("\u3400", ("qiu",)), ("㗙", ("chu", "na")), ("㓹", ("rui", "cui")), ("绩", ("ji",)), ("\u33ff", ()), ("a", ())],
)
def test_a_rare_character_has_at_most_two_readings(character: str, readings: tuple[str, ...]) -> None:
    assert syllables(character) == readings


def test_a_han_character_of_which_nobody_knows_a_reading_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypinyin

    monkeypatch.setattr(pypinyin, "pinyin", lambda char, **_: [[char]])
    assert likeness._rare_syllables.__wrapped__("\u3400") == ()


def test_the_vowel_with_two_dots_is_written_as_in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypinyin

    monkeypatch.setattr(pypinyin, "pinyin", lambda *_, **__: [["lü", "nüe"]])
    assert likeness._rare_syllables.__wrapped__("\u3400") == ("lv", "nve")


@pytest.mark.parametrize(
    ("syllable", "heard"),
    [("zhi", "zi"), ("zi", "zi"), ("chuang", "cuan"), ("shuo", "suo"), ("nve", "lve"), ("n", "n"), ("lve", "lve"),
     ("xing", "xin"), ("deng", "den"), ("neng", "len"), ("dong", "dong"), ("ang", "an"), ("an", "an"), ("er", "er")],
)  # fmt: skip
def test_what_is_heard_alike(syllable: str, heard: str) -> None:
    assert blur.__wrapped__(syllable) == heard


def test_the_tables_are_read_line_by_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Comments are left out; a character has all its readings, and is like all its families."""
    (tmp_path / "sounds.txt").write_text("# one\nyi 乙丙\n# two\nbing 丙丁\n", "utf-8")
    shapes = ("# by hand\n甲由\n己已巳", "# series\n由申", "甲申田\n戊戌", "甲里果\n丁了")
    (tmp_path / "shapes.txt").write_text("\n----\n".join(shapes), "utf-8")
    monkeypatch.setattr(likeness, "_HERE", tmp_path)
    assert likeness._sounds.__wrapped__() == {"乙": ("yi",), "丙": ("yi", "bing"), "丁": ("bing",)}
    assert likeness._shapes.__wrapped__() == (
        {"甲": "甲由申田", "由": "甲由由申", "申": "由申", "己": "己已巳", "已": "己已巳", "巳": "己已巳", "戊": "戌"},
        {"甲": "里果", "丁": "了"},
    )
