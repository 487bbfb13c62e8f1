"""The structural choices of one form, each sampled by itself."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import Any

from bench.office_forms.words import pick

_TARGET_EXTRAS = {
    "seq": 0.07,
    "standard": 0.22,
    "weight": 0.22,
    "explain": 0.16,
    "source": 0.07,
    "who": 0.06,
    "prior": 0.09,
    "note": 0.2,
}
_EVALUATION_EXTRAS = {"seq": 0.07, "explain": 0.16, "source": 0.06, "note": 0.15, "prior": 0.05}
_MONITORING_EXTRAS = {"m_possible": 0.55, "reason": 0.6, "note": 0.35, "seq": 0.06, "who": 0.05}


@dataclass(slots=True)
class Layout:
    """The option of each choice, the further columns, and the wordings and small choices made on the way, which
    all forms of a layout share."""

    choices: dict[str, str]
    extras: list[str]
    kept: dict[str, Any] = field(default_factory=dict)

    def copy(self) -> Layout:
        """The layout for another form: its own choices, the same wordings."""
        return replace(self, choices=dict(self.choices), extras=list(self.extras))

    def told(self) -> dict[str, str | list[str]]:
        """The choices as they are counted, the further columns before `order`."""
        found: dict[str, str | list[str]] = {}
        for name, option in self.choices.items():
            if name == "order":
                found["extras"] = self.extras
            found[name] = option
        return found


def drawn(dice: random.Random, kind: str) -> Layout:
    """A layout for a form of this kind."""
    target = kind.endswith("target")
    choices = {"kind": kind}
    _heads(dice, choices)
    _money(dice, choices, target)
    _indicators(dice, choices, target)
    _rest(dice, choices)
    extras = _extras(dice, kind)
    if choices["indicators"] != "table":
        extras = [e for e in extras if e == "note" and choices["indicators"] == "scope_stacked"]
    choices["order"] = pick(dice, usual=60, weightfirst=20, shuffled=20)
    return Layout(choices, extras)


def _heads(dice: random.Random, choices: dict[str, str]) -> None:
    choices["year place"] = pick(dice, title=62, line=28, heading=10)
    choices["page head"] = pick(dice, both=45, filer=15, unit=15, none=25)
    choices["head fields"] = pick(dice, one=15, two=46, three=7, over=9, colon=12, side=8, lines=3)


def _money(dice: random.Random, choices: dict[str, str], target: bool) -> None:
    choices["money place"] = pick(dice, before=88, after=12)
    if target:
        choices["money"] = pick(dice, rows=36, list=16, heads=16, sources=12, sentence=8, multi=7, colon=5)
        if choices["kind"].startswith("department"):
            choices["money"] = pick(dice, colon=34, rows=30, heads=16, two=20)
    else:
        choices["money"] = pick(dice, grid=70, pairs=18, side=12)
    choices["unit place"] = pick(dice, caption=36, block=26, label=20, cell=18)


def _indicators(dice: random.Random, choices: dict[str, str], target: bool) -> None:
    choices["goals"] = pick(dice, one=50, stacked=28, side=22) if target else pick(dice, beside=62, stacked=38)
    form = pick(dice, table=84, halves=6, scope_side=3, scope_stacked=4, scope_cols=3) if target else "table"
    department = choices["kind"].startswith("department")
    choices["indicators"] = form = "table" if department and form.startswith("scope") else form
    choices["levels"] = pick(dice, merged=52, repeated=14, blank=10, band=12, no1=6, joined=6)
    if form != "table" and choices["levels"] in ("band", "no1", "joined"):
        choices["levels"] = "merged"
    choices["head rows"] = pick(dice, one=58, two=32, three=10)
    choices["value"] = pick(dice, one=66, split=24, halfyear=10) if target else pick(dice, one=72, split=28)
    if choices["kind"] == "transfer_target":
        choices["value"] = pick(dice, one=40, split=10, regions=50)
    if form != "table":
        choices["value"] = "one"
    choices["op style"] = pick(dice, sign=44, ascii=12, words=14, none=14, bracket=8, wide=8)
    choices["side label"] = pick(dice, no=60, yes=40) if form != "scope_stacked" else "yes"


def _rest(dice: random.Random, choices: dict[str, str]) -> None:
    choices["caption"] = pick(dice, none=72, row=16, line=12)
    choices["note"] = pick(dice, none=66, line=22, row=12)
    choices["sign-off"] = pick(dice, none=12, line=40, row=20, cells=14, lines=14)
    again = choices["indicators"] == "table" and choices["levels"] != "band"
    choices["repeated head"] = pick(dice, no=90, yes=10) if again else "no"
    choices["tables"] = pick(dice, one=84, several=16)
    choices["white space"] = pick(dice, none=50, breaks=25, spaces=15, ideographic=10)
    choices["numbered names"] = pick(dice, no=86, yes=14)


def _extras(dice: random.Random, kind: str) -> list[str]:
    if kind.endswith("target"):
        always, chances = [], _TARGET_EXTRAS
    elif kind.endswith("evaluation"):
        always, chances = ["actual", "weight", "score", "reason"], _EVALUATION_EXTRAS
        if dice.random() < 0.1:
            always = ["actual", "reason"]
    else:
        always, chances = ["m_actual", "m_full"], _MONITORING_EXTRAS
    return always + [name for name, chance in chances.items() if dice.random() < chance]
