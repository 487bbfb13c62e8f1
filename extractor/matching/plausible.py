"""One difference between a printed label and a known one: a slip of the pen, or words that read well as they stand?

What decides is how much dearer the printed place is to cut into words than the known one (`sense.strain`), and for
lost and added characters whether what stands there is used in that way (授权量, 旧小区, 路灯杆).
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Literal

from extractor.matching.distinctions import MODIFIERS, WORDS, apart_though_swapped, different_things
from extractor.matching.likeness import closely_alike
from extractor.matching.sense import alone_cost, begins_words, cut, ends_words, is_word, strain, word_at, word_class

EditKind = Literal["same-sound", "near-sound", "like-shape", "lost", "doubled", "swapped", "replaced", "inserted"]
Verdict = Literal["slip", "nonsense", "reads"]
"""slip: of the pen. nonsense: does not read, but is no slip that people make. reads: may be meant as it stands."""


@dataclass(slots=True)
class Edit:
    """One difference: `printed[at:end]` stands where `wanted` should; `where` is the place in the wanted key."""

    kind: EditKind
    at: int
    end: int
    printed: str
    wanted: str
    where: int


LINKING = frozenset("的之及和与或等并为")
"""Words that are put in and left out at will: 伙食满意度 is not a misspelt 伙食的满意度."""
_AROUND = 4
"""How far around a difference the words are looked at."""
_DEARER: dict[EditKind, float] = {
    "same-sound": 0.2, "like-shape": 0.4, "near-sound": 1.0, "swapped": 0.25, "doubled": 0.3, "lost": 0.45,
    "inserted": 1.8,
}  # fmt: skip
"""By how much the printed text must be dearer than the known one."""
_LAX, _LAX_LOST = -0.3, -1.5
"""What is asked of a wrong and of a lost character of the fixed labels of a form."""
_ALONE = 2.0
"""Cost of a character that labels seldom have alone."""
_RARE = 5.0
_NONSENSE = 2.5
_SURELY, _FIRMLY = 1.5, 3.0
_COMMON = 6
"""Class of a word that everybody knows."""
_STUB = -0.5
_SHORT_FORMS = frozenset(
    [
        "数量数",
        "数量量",
        "人数数",
        "次数数",
        "户数数",
        "经费费",
        "总体总",
        "新增新",
        "老旧旧",
        "程度度",
        "总额额",
        "金额额",
        "日期日",
        "日期期",
        "期限期",
        "类型类",
        "类别类",
        "分类类",
        "名称名",
        "省级省",
        "市级市",
        "县级县",
        "区级区",
        "村级村",
        "乡级乡",
        "镇级镇",
        "校级校",
        "上级上",
        "年度年",
        "月度月",
        "季度季",
    ]
)
"""Words of two characters with what they are shortened to: 专利授权数量, 专利授权量."""
_NO_MEASURE = frozenset("人场频班批")
"""What is left of 人数, 场次 and their like measures nothing at the end of a name."""
PARTICLES = frozenset("了一是也我你他她它这那哪谁吗呢吧啊么呀哦嗯就都还又很们便些矣哉")
"""Characters that no label has between two words."""
RARELY = frozenset("着且而则却只才把让使从往去来到在有没出里个得做会要过所好看说想给何其乃乎者亦即以于") | PARTICLES
"""Characters that hardly any has."""
_PENDING = frozenset("待拟应须需已将可能未仍曾再已经")
"""Verbs that may stand before any other: 待安置人数."""

_BEFORE_VERBS = _PENDING | frozenset("所新原现自")
"""What makes a verb of one character a phrase of its own: 所定目标 is no misspelt 设定目标."""
_ONE_LEFT_OUT = frozenset("上下")
"""Behind these 一 is left out at will: 下步 for 下一步."""

_COUNTING = frozenset(("人数", "人次", "户数", "户次", "村数", "家数", "班次", "场次", "项数"))
_SHORTENED = _PENDING | {form[2] for form in _SHORT_FORMS}


def judge(edit: Edit, printed: str, wanted: str, known_pairs: Container[str], lax: bool) -> Verdict:
    """What one difference is, all other differences left as printed.

    Args:
        edit: the difference.
        printed, wanted: the keys.
        known_pairs: two-character strings met in good labels.
        lax: a fixed label of the form.
    """
    kind = edit.kind
    if kind in _QUICKLY and _QUICKLY[kind](edit, printed):
        return "slip"
    dearer = _dearer(edit, printed)
    if kind == "lost":
        return "slip" if _lost(edit, printed, dearer, lax) else "reads"
    if kind == "inserted":
        if lax and makes_word(edit, printed, known_pairs):
            return "reads"
        odd = lax and edit.printed in RARELY and dearer >= _DEARER["lost"] and 0 < edit.at < len(printed) - 1
        return "slip" if odd or _intrudes(edit, printed, dearer) else "nonsense" if dearer >= _NONSENSE else "reads"
    if kind == "replaced":
        if lax and (makes_word(edit, printed, known_pairs) or _phrase(edit, wanted)):
            return "reads"
        if dearer < _NONSENSE:
            return "reads"
        if not _torn(edit, wanted):
            return "nonsense"
        return "slip" if lax or (alone_cost(edit.printed) >= _RARE and _obvious(edit, printed)) else "nonsense"
    if kind == "doubled":
        return "reads" if dearer < _DEARER[kind] or _two_words(edit, printed) else "slip"
    if kind == "swapped":
        return "slip" if dearer >= _DEARER[kind] or _wrong_order(edit) else "reads"
    if not lax and _pairs_known(edit, printed, known_pairs):
        return "reads"
    if lax and closely_alike(edit.printed, edit.wanted):
        return "slip" if dearer >= _LAX else "reads"
    return "slip" if dearer >= _DEARER[kind] else "reads"


def makes_nonsense(edit: Edit, printed: str) -> bool:
    """Whether the printed place does not read at all."""
    return _dearer(edit, printed) >= _NONSENSE


def _dearer(edit: Edit, printed: str) -> float:
    """By how much the printed place is dearer than with this one difference put right."""
    left, right = printed[max(0, edit.at - _AROUND) : edit.at], printed[edit.end : edit.end + _AROUND]
    return strain(left + printed[edit.at : edit.end] + right) - strain(left + edit.wanted + right)


def _phrase(edit: Edit, wanted: str) -> bool:
    """Whether a verb of two characters is said by its second and a word that goes before verbs (所定 for 设定)."""
    return edit.printed in _BEFORE_VERBS and is_word(wanted[edit.where : edit.where + 2])


def _obvious(edit: Edit, printed: str) -> bool:
    """Whether a character forms no word with its neighbours and stands nowhere alone."""
    at = edit.at
    if alone_cost(edit.printed) < _ALONE:
        return False
    return not any(
        is_word(printed[start : start + size]) for size in (2, 3, 4) for start in range(max(0, at - size + 1), at + 1)
    )


def _no_words(edit: Edit, printed: str) -> bool:
    """Whether two characters in the wrong order form no word with each other or their neighbours."""
    pairs = [printed[start : start + 2] for start in range(max(0, edit.at - 1), edit.end)]
    return all(alone_cost(char) > 1.0 for char in edit.printed) and not any(map(is_word, pairs))


def _one_word(edit: Edit, printed: str) -> bool:
    """Whether a doubled character does not make a word both with what stands before it and with what stands behind."""
    first = edit.at - 1 if edit.at and printed[edit.at - 1] == edit.printed else edit.at
    return not (is_word(printed[max(0, first - 1) : first + 1]) and is_word(printed[first + 1 : first + 3]))


_QUICKLY: dict[EditKind, Callable[[Edit, str], bool]] = {
    "same-sound": _obvious, "like-shape": _obvious, "swapped": _no_words, "doubled": _one_word,
}  # fmt: skip
"""What settles most cases without cutting the text into words."""


def _pairs_known(edit: Edit, printed: str, known_pairs: Container[str]) -> bool:
    framed = f"^{printed}$"
    return framed[edit.at : edit.at + 2] in known_pairs and framed[edit.at + 1 : edit.at + 3] in known_pairs


def _torn(edit: Edit, wanted: str) -> bool:
    """Whether the wrong character tore a common word whose other half begins or ends no others: 满意 yes, 苗木 (and so
    苗圃) no.
    """
    start, word = word_at(cut(wanted), edit.where)
    if edit.where - start < 2 and is_word(word[:2]):
        word = word[:2]
    if (word_class(word) or 0) < _COMMON:
        return False
    if len(word) > 2:
        return True
    first = edit.where == start
    return not (ends_words(word[1]) if first else begins_words(word[0]))


def _wrong_order(edit: Edit) -> bool:
    """Two words that read either way (展开 for 开展): a slip unless both are names of things (路线, 线路) or of one
    kind (区县).
    """
    if apart_though_swapped(edit.printed) or different_things(*edit.printed):
        return False
    return is_word(edit.wanted) and is_word(edit.printed)


def makes_word(edit: Edit, printed: str, known_pairs: Container[str]) -> bool:
    """Whether a character too many makes a word with its neighbour: a word put in (自评得分值,
    未达目标原因), no slip.
    """
    at = edit.at
    pairs = [printed[start : start + 2] for start in (at - 1, at)]
    return any(is_word(pair) or pair in known_pairs for pair in pairs)


def _two_words(edit: Edit, printed: str) -> bool:
    """Whether the doubled character ends one word and begins a counting one (脱贫户户数, 受益人人数)."""
    second = edit.at + 1 if printed[edit.at + 1 : edit.at + 2] == edit.printed else edit.at
    return printed[second : second + 2] in _COUNTING and len(cut(printed[:second])[-1]) > 1


def _lost(edit: Edit, printed: str, dearer: float, lax: bool) -> bool:
    """Whether what stands without the character does not read: it tore a word, or left a text that is no wording."""
    if edit.wanted in LINKING or edit.wanted == "一" and printed[edit.at - 1 : edit.at] in _ONE_LEFT_OUT:
        return False
    at_end, at_start = edit.at == len(printed), edit.at == 0
    if lax and (at_end and printed[-2:] in WORDS or at_start and printed[:2] in WORDS):
        return False  # 年度目标值 -> 年度目标
    if lax and at_end and printed[-1:] + edit.wanted + printed[-1:] in _SHORT_FORMS:
        return False  # 项目名称 -> 项目名
    if dearer >= _SURELY and _SHORTENED.isdisjoint(printed[max(0, edit.at - 1) : edit.at + 1]):
        return True
    stub = _stub(edit, printed)
    if stub is None:
        return dearer >= _DEARER["lost"] and edit.wanted not in MODIFIERS
    whole, left = stub
    if at_end and left in _NO_MEASURE:
        return not lax
    if left in _PENDING or (edit.wanted in MODIFIERS and alone_cost(left) <= 1.0 and whole[1] == left):
        return False  # 在职人员总数 -> 在职人员数
    if at_end:
        return dearer >= _DEARER["lost"]
    short = whole + left in _SHORT_FORMS and (not at_start or begins_words(left))  # 旧小区, but no 期范围
    return dearer >= (_NONSENSE if short else _LAX_LOST if lax else _STUB)


def _stub(edit: Edit, printed: str) -> tuple[str, str] | None:
    """(a word of two characters that lost one, what is left of it), if that stands alone now; else None.

    A longer word counts by its first two where they are a word (利用率).
    """
    whole = printed[: edit.at] + edit.wanted + printed[edit.at :]
    start, word = word_at(cut(whole), edit.at)
    if edit.at - start < 2 and is_word(word[:2]):
        word = word[:2]
    if len(word) != 2:
        return None
    left = word[1] if edit.at == start else word[0]
    return (word, left) if word_at(cut(printed), start) == (start, left) else None


def _intrudes(edit: Edit, printed: str, dearer: float) -> bool:
    """A character that makes no word where it was put in."""
    char = edit.printed
    before, after = printed[edit.at - 1 : edit.at], printed[edit.end : edit.end + 1]
    if char in LINKING or not before or not after or dearer < _DEARER["inserted"]:
        return False
    whole = printed[: edit.at] + printed[edit.end :]
    if is_split(whole, edit.at):
        return True
    if char in RARELY or alone_cost(char) >= _RARE:
        return True
    return dearer >= _FIRMLY and char not in _PENDING and not ends_words(char) and not begins_words(char)


def is_split(text: str, at: int) -> bool:
    """Whether a word of `text` reaches over the place `at`."""
    return word_at(cut(text), at)[0] < at
