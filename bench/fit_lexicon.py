"""Writes `extractor/matching/lexicon.txt`: the words by which the typo model tells sense from nonsense.

    python bench/fit_lexicon.py PATH/TO/jieba/dict.txt

From the dictionary of jieba 0.42.1 (pip download --no-deps --no-binary :all: jieba==0.42.1; MIT): Han words of two to
four characters met at least five times (twice where a character is rare), names of people only where they are words as
well; from bench/data/field_words.txt and extractor/matching/words.txt: words of budget filings. Of single characters:
how freely they stand alone, by what the
labels of the rule books and the three-character words of the dictionary show.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from extractor.characters.fold import fold_key  # noqa: E402
from extractor.rulebook import Rules  # noqa: E402

TARGET = HERE.parent / "extractor" / "matching" / "lexicon.txt"
FIELD = HERE / "data" / "field_words.txt"
TOLD_APART = TARGET.parent / "words.txt"
HAN = re.compile(r"[\u4e00-\u9fff]+\Z")
FREE = frozenset("率数量的及和与对按户人性度员次额费")
"""Heads and particles that stand alone in every third label."""
NO_WORDS = frozenset(("用率", "时率", "数里"))
"""Met in the dictionary, no words of a filing: they hide a lost character (资金用率)."""
LEAST, LEAST_OF_NAMES, CLASSES, FIELD_CLASS = 5, 300, 12, 8
HEADER = """\
# Words and single characters, for telling sense from nonsense (extractor/matching/sense.py). Made by bench/fit_lexicon.py.
# Words of two to four characters: the class (base 2 logarithm of the frequency, 12 at most), then the words. From the
# dictionary of jieba 0.42.1, https://github.com/fxsjy/jieba, under the MIT licence:
# Copyright (c) 2013 Sun Junyi. Permission is hereby granted, free of charge, to any person obtaining a copy of this software
# and associated documentation files (the "Software"), to deal in the Software without restriction, including without
# limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software,
# and to permit persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright
# notice and this permission notice shall be included in all copies or substantial portions of the Software. THE SOFTWARE
# IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
# MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS
# BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
# OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
# Single characters by how freely they stand alone: "free" as in labels (率, 数), "often" and "seldom" as the head or tail of
# a longer word (危桥, 管道工), "common" elsewhere; all others are rare. "tails" and "heads": what ends (工) and begins (新)
# many three-character words. "field": words of budget filings, by hand.
"""  # noqa: E501


def words_of(path: Path) -> tuple[dict[str, int], dict[str, int], Counter[str], Counter[str]]:
    """(words kept, single characters) with their frequencies; how often a character ends and begins a longer word."""
    kept: dict[str, int] = {}
    singles: dict[str, int] = {}
    longer: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        word, count, tag = line.split()
        frequency = int(count)
        if not HAN.match(word) or word in NO_WORDS:
            continue
        if len(word) == 1:
            singles[word] = frequency
        name = tag.startswith("nr")
        least = LEAST_OF_NAMES if name else LEAST if all(map(_everyday, word)) else 2
        if 2 <= len(word) <= 4 and frequency >= least:
            kept[word] = frequency
        if len(word) == 3 and not name and tag[0] in "nvb":
            longer.append(word)
    tails = Counter(word[2] for word in longer if kept.get(word[:2], 0) >= 20)
    heads = Counter(word[0] for word in longer if kept.get(word[1:], 0) >= 20)
    for word in (*field_words(FIELD), *field_words(TOLD_APART)):
        kept[word] = max(kept.get(word, 0), 2**FIELD_CLASS)
    return kept, singles, tails, heads


def field_words(path: Path) -> list[str]:
    lines = (line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    return [word for line in lines for word in line.split() if 2 <= len(word) <= 4]


def cut(key: str, kept: dict[str, int]) -> list[str]:
    """The key in as few words as it goes."""
    best: list[tuple[float, int]] = [(0.0, 0)] + [(math.inf, 0)] * len(key)
    for start in range(len(key)):
        for size in range(1, min(4, len(key) - start) + 1):
            if size == 1 or key[start : start + size] in kept:
                cost = best[start][0] + (2.5 if size == 1 else 1.0)
                best[start + size] = min(best[start + size], (cost, start))
    words, end = [], len(key)
    while end:
        start = best[end][1]
        words.append(key[start:end])
        end = start
    return words


def _everyday(character: str) -> bool:
    """Whether a character is among the 3,755 of the first level of GB 2312."""
    code = character.encode("gb2312", "ignore")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7


def tiers(kept: dict[str, int], singles: dict[str, int], tails: Counter[str], heads: Counter[str]) -> dict[str, str]:
    rules = Rules()
    labels = {fold_key(word) for entry in rules.indicators.entries for word in (entry.name, *entry.aliases)}
    alone = Counter(word for label in labels for word in set(cut(label, kept)) if len(word) == 1)
    found: dict[str, list[str]] = defaultdict(list)
    for character in sorted({*singles, *alone}):
        if not HAN.match(character):
            continue
        if alone[character] >= 5 or character in FREE:
            found["free"].append(character)
        elif tails[character] >= 20 or heads[character] >= 30 or alone[character] >= 3:
            found["often"].append(character)
        elif tails[character] >= 8 or heads[character] >= 12 or alone[character] >= 2:
            found["seldom"].append(character)
        elif _everyday(character):
            found["common"].append(character)
    found["tails"] = sorted(character for character, count in tails.items() if count >= 12)
    found["heads"] = sorted(character for character, count in heads.items() if count >= 12)
    return {tier: "".join(characters) for tier, characters in found.items()}


def main() -> None:
    kept, singles, tails, heads = words_of(Path(sys.argv[1]))
    classes: dict[int, list[str]] = defaultdict(list)
    for word, frequency in kept.items():
        classes[min(CLASSES, int(math.log2(frequency)))].append(word)
    lines = [f"{tier} {characters}" for tier, characters in tiers(kept, singles, tails, heads).items()]
    lines.append(f"field {' '.join(sorted(set(field_words(FIELD))))}")
    lines += [f"{number} {' '.join(sorted(words))}" for number, words in sorted(classes.items())]
    TARGET.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    print(f"{len(kept)} words, {TARGET.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
