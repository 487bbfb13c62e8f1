"""The columns of the indicators' table in their order, and the rows of heads over them."""

from __future__ import annotations

from dataclasses import dataclass, field

from bench.office_forms.draft import Draft
from bench.office_forms.parts import Row, singles
from bench.office_forms.words import book

REGIONS = ("region0", "region1", "region2")
TICKS = ("tick0", "tick1", "tick2")
LEVELS = ("level1", "level2", "level12", "name")
_LEVELS = {"band": ["level2", "name"], "no1": ["level2", "name"], "joined": ["level12", "name"]}
_WORDINGS = {
    "level1": "h1",
    "level2": "h2",
    "name": "h3",
    "value": "hv",
    "sign": "hsign",
    "number": "hnum",
    "unit": "hunit",
}
_TICKED = ["确定能", "有可能", "完全不可能"]
_WEIGHT_FIRST = "weight first"


@dataclass(slots=True)
class Columns:
    """Keys of the columns, those of the value among them, and the rows of heads."""

    keys: list[str]
    values: list[str]
    heads: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Group:
    """A head over several columns."""

    start: int
    length: int
    text: str


def columns(draft: Draft) -> Columns:
    """Draw columns and heads."""
    found = _ordered(draft)
    names = _names(draft, found.keys)
    groups = _groups(draft, found, names)
    wanted = draft.option("head rows")
    draft.layout.choices["head rows"] = "one" if not groups else "three" if wanted == "three" else "two"
    if not groups:
        found.heads = [singles([names[key] for key in found.keys])]
        return found
    if wanted == "three":
        found.heads.append([(draft.word("htop"), 1, len(found.keys))])
    found.heads += _two_rows(found.keys, names, groups)
    return found


def _ordered(draft: Draft) -> Columns:
    keys = list(_LEVELS.get(draft.option("levels"), ["level1", "level2", "name"]))
    values = _values(draft)
    if "restorder" not in draft.layout.kept:
        draft.layout.kept["restorder"] = _order(draft)
    rest: list[str] = draft.layout.kept["restorder"]
    if "seq" in draft.layout.extras:
        keys = ["seq", *keys]
    if rest[:1] == [_WEIGHT_FIRST]:
        keys, rest = [*keys, "weight"], rest[1:]
    before = [k for k in rest if k in ("explain", "prior") and draft.keep("pre" + k, draft.dice.random() < 0.6)]
    keys += before + values + [k for k in rest if k not in before]
    if "m_possible" in keys and draft.keep("tick", draft.dice.random() < 0.4):
        at = keys.index("m_possible")
        keys[at : at + 1] = TICKS
    return Columns(keys, values)


def _values(draft: Draft) -> list[str]:
    how = draft.option("value")
    if how == "split":
        orders = [["sign", "number", "unit"], ["number", "unit", "sign"]]
        return draft.keep("splitorder", draft.dice.choices(orders, [80, 20])[0])
    return {"one": ["value"], "halfyear": ["half", "value"], "regions": list(REGIONS)}[how]


def _order(draft: Draft) -> list[str]:
    """The further columns; a score is never before its actual, a forecast never before what was done."""
    rest = [key for key in draft.layout.extras if key != "seq"]
    if draft.option("order") == "weightfirst" and "weight" in rest:
        rest.remove("weight")
        rest = [_WEIGHT_FIRST, *rest]
    if draft.option("order") == "shuffled":
        draft.dice.shuffle(rest)
        for first, second in (("actual", "score"), ("m_actual", "m_full")):
            if first in rest and second in rest:
                a, b = rest.index(first), rest.index(second)
                if b < a:
                    rest[a], rest[b] = rest[b], rest[a]
    return rest


def _names(draft: Draft, keys: list[str]) -> dict[str, str]:
    dice = draft.dice
    regions = draft.keep("regions", dice.sample(book("content")["counties"], 3))
    names = {}
    for key in keys:
        if key == "level12":
            names[key] = draft.spaced(draft.keep("h12", dice.choice(["指标类别", "指标类型", "指标分类"])))
        elif key in REGIONS:
            names[key] = regions[REGIONS.index(key)]
        elif key == "half":
            names[key] = draft.keep("hhalf", dice.choice(["半年目标值", "上半年目标值", "半年指标值"]))
        elif key in TICKS:
            names[key] = _TICKED[TICKS.index(key)]
        else:
            names[key] = draft.word(_WORDINGS.get(key, key))
    if draft.option("value") == "halfyear":
        names["value"] = draft.keep("hfull", dice.choice(["全年目标值", "全年指标值", "年度目标值"]))
    return names


def _groups(draft: Draft, found: Columns, names: dict[str, str]) -> list[_Group]:
    """Heads over several columns. A number under a head of its own wording is called 数值."""
    dice, keys, how = draft.dice, found.keys, draft.option("value")
    more = draft.option("head rows") != "one"
    start = min(keys.index(key) for key in found.values)
    groups = []
    if more and draft.keep("hgl", dice.random() < 0.75):
        levels = [n for n, key in enumerate(keys) if key in LEVELS]
        groups.append(_Group(levels[0], len(levels), draft.word("hgroup")))
    if how == "split" and draft.keep("hgv", more or dice.random() < 0.2):
        over = draft.word("hvgroup")
        groups.append(_Group(start, 3, over))
        if _bare(names["number"]) == _bare(over):
            names["number"] = "数值"
    if how == "regions" or (how == "halfyear" and more):
        words = ["指标值", "目标值", "分地区目标值"] if how == "regions" else ["指标值", "目标值"]
        groups.append(_Group(start, len(found.values), draft.keep("hg2", dice.choice(words))))
    if TICKS[0] in keys:
        groups.append(_Group(keys.index(TICKS[0]), 3, draft.word("m_possible")))
    return groups


def _bare(text: str) -> str:
    return text.replace("\n", "").replace(" ", "")


def _two_rows(keys: list[str], names: dict[str, str], groups: list[_Group]) -> list[Row]:
    upper: Row = []
    lower: Row = []
    covered = 0
    for number, key in enumerate(keys):
        group = next((g for g in groups if g.start == number), None)
        if group is not None:
            upper.append((group.text, 1, group.length))
            lower += singles([names[k] for k in keys[number : number + group.length]])
            covered = number + group.length
        elif number >= covered:
            upper.append((names[key], 2, 1))
    return [upper, lower]
