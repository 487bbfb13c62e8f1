"""Which characters are taken for one another: by sound and by shape.

Both tables are frozen text files beside this module and read when a label first needs them: importing
pypinyin costs a tenth of a second and 40 MB, this costs milliseconds.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

Kinship = Literal["same-sound", "near-sound", "like-shape"]

_NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_HERE = Path(__file__).parent


@cache
def blur(syllable: str) -> str:
    """A syllable with the differences many speakers do not hear levelled: zh/z, ch/c, sh/s, n/l, in/ing, en/eng,
    an/ang.
    """
    for full, flat in _NEAR:
        if syllable.startswith(full):
            syllable = flat + syllable[2:]
    if syllable.startswith("n") and len(syllable) > 1:
        syllable = "l" + syllable[1:]
    if syllable.endswith(("ing", "eng", "ang")):
        syllable = syllable[:-1]
    return syllable


@cache
def _sounds() -> dict[str, tuple[str, ...]]:
    """Character -> its syllables without tones."""
    found: dict[str, list[str]] = {}
    for line in (_HERE / "sounds.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        syllable, characters = line.split(" ", 1)
        for character in characters:
            found.setdefault(character, []).append(syllable)
    return {character: tuple(syllables) for character, syllables in found.items()}


@cache
def _shapes() -> tuple[dict[str, str], dict[str, str]]:
    """Character -> the characters that look like it; those that look a little like it."""
    by_hand, series, drawn, further = (_HERE / "shapes.txt").read_text("utf-8").split("\n----\n")
    alike: dict[str, str] = {}
    for family in (*by_hand.splitlines(), *series.splitlines()):
        if not family.startswith("#"):
            for character in family:
                alike[character] = alike.get(character, "") + family
    for line in drawn.splitlines():
        alike[line[0]] = alike.get(line[0], "") + line[1:]
    return alike, {line[0]: line[1:] for line in further.splitlines()}


def syllables(character: str) -> tuple[str, ...]:
    """Readings of a Han character without tones; () where none is known."""
    known = _sounds().get(character)
    return known if known is not None else _rare_syllables(character)


@cache
def _rare_syllables(character: str) -> tuple[str, ...]:
    if not "\u3400" <= character <= "\u9fff":
        return ()
    from pypinyin import Style, pinyin

    readings = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    return tuple(r.replace("ü", "v") for r in readings[:2] if r != character)


@cache
def kinship(one: str, other: str) -> Kinship | None:
    """How two different characters are alike, the closest kind first; None where they are not."""
    here, there = syllables(one), syllables(other)
    if not set(here).isdisjoint(there):
        return "same-sound"
    if any(other in shapes.get(one, "") or one in shapes.get(other, "") for shapes in _shapes()):
        return "like-shape"
    if not set(map(blur, here)).isdisjoint(map(blur, there)):
        return "near-sound"
    return None


def closely_alike(one: str, other: str) -> bool:
    """Whether two characters sound the same or look alike at a glance, not only a little."""
    shapes = _shapes()[0]
    return kinship(one, other) == "same-sound" or other in shapes.get(one, "") or one in shapes.get(other, "")
