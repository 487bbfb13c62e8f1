"""A filing from a seed: one to three forms with what a person reads in them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

from bench.office_forms import layout as layouts
from bench.office_forms.draft import Bureau, Draft, Json, habits
from bench.office_forms.form import make
from bench.office_forms.words import book, pick
from bench.provinces.sheet import Block, Line

HELD = 1000
"""Seeds from here on are for judging: nobody looks at their forms."""


@dataclass(frozen=True, slots=True)
class Filing:
    """The blocks of a file, the truths of each form (one an order of its rows), and the choices behind each."""

    name: str
    blocks: list[Block]
    truths: list[list[Json]]
    choices: list[dict[str, str | list[str]]]
    due: frozenset[str]


def sample(seed: int) -> Filing:
    """The filing of a seed."""
    dice = random.Random(seed * 7919 + 11)
    bureau = _bureau(dice)
    many = dice.choices([1, 2, 3], [60, 26, 14])[0]
    kinds = _kinds(dice, many)
    titled = "each" if many == 1 else pick(dice, each=75, first=25)
    if titled == "first":
        kinds = ["project_target" if kinds[-1].startswith("department") else kinds[-1]] * many
    alike = len(set(kinds)) == 1 and (titled == "first" or dice.random() < 0.8)
    drafts = _drafts(dice, bureau, kinds, alike, titled == "each")
    blocks: list[Block] = []
    for number, draft in enumerate(drafts):
        if number and dice.random() < 0.5:
            blocks.append(Line(""))
        blocks += draft.blocks
    how = f"{many} {titled}" if many > 1 else "1"
    return Filing(
        f"s{seed}",
        blocks,
        [draft.truths() for draft in drafts],
        [{**draft.layout.told(), "forms a file": how} for draft in drafts],
        frozenset(code for draft in drafts for code in draft.due),
    )


def _bureau(dice: random.Random) -> Bureau:
    content = book("content")
    place = dice.choice(content["places"])
    field = content["fields"][dice.choice(list(content["fields"]))]
    return Bureau(place, field, place + field["department"], dice.choice([2023, 2024, 2025]))


def _kinds(dice: random.Random, many: int) -> list[str]:
    """The kinds of the forms: alike, or a department's before its projects'."""
    kind = pick(
        dice,
        project_target=36,
        project_self_evaluation=27,
        project_monitoring=10,
        transfer_target=6,
        department_target=13,
        department_self_evaluation=5,
        department_monitoring=3,
    )
    department = kind.startswith("department")
    return [kind] + ["project_" + kind.split("_", 1)[1] if department else kind] * (many - 1)


def _drafts(dice: random.Random, bureau: Bureau, kinds: list[str], alike: bool, each: bool) -> list[Draft]:
    """The forms drawn, in the order of the file. A department's is drawn last: its 项目支出 is the projects' sum."""
    projects = _projects(dice, bureau, len(kinds))
    shared = habits(dice)
    order = sorted(range(len(kinds)), key=lambda n: kinds[n].startswith("department"))
    layout = None
    total = Decimal(0)
    drafts = {}
    for number in order:
        if layout is None or not alike:
            layout = layouts.drawn(dice, kinds[number])
        summed = total if kinds[number].startswith("department") and len(kinds) > 1 else None
        draft = Draft(dice, bureau, shared, kinds[number], projects[number], layout.copy(), summed)
        make(draft, each or number == 0)
        total += draft.amounts["total"]
        drafts[number] = draft
    return [drafts[number] for number in sorted(drafts)]


def _projects(dice: random.Random, bureau: Bureau, many: int) -> list[Json]:
    """Projects of the bureau's field, and of others where it has too few."""
    own = bureau.field["projects"]
    found: list[Json] = dice.sample(own, min(many, len(own)))
    others = [p for f in book("content")["fields"].values() if f is not bureau.field for p in f["projects"]]
    return found + dice.sample(others, many - len(found))
