"""A filing of one seed: its family's forms, now and then with a second form of another family behind."""

from __future__ import annotations

from bench.county_forms.dice import LATE, Dice
from bench.county_forms.dress import dress
from bench.county_forms.families import FAMILIES, Family, late
from bench.county_forms.page import Filing


def name_of(family: Family) -> str:
    """`projects.central` and the like."""
    return f"{family.__module__.rsplit('.', 1)[-1]}.{family.__name__}"


def sample(seed: int) -> Filing:
    """The filing of `seed`; every family comes up in turn."""
    dice = Dice(seed)
    families = late.FAMILIES if LATE <= seed < 2 * LATE else dice.kept(FAMILIES)
    family = families[seed % len(families)]
    drafts = family(dice)
    if len(drafts) == 1 and dice.chance("second form", 0.12):
        drafts += families[dice.between(0, len(families) - 1)](dice)
    for draft in drafts:
        if draft.blocks:
            dress(dice, draft, alone=len(drafts) == 1)
    dice.pick("sheet percent", ["text", "number", "text"])
    dice.pick("web page", ["new", "new", "old"])
    dice.pick("dump", ["utf-8", "utf-8", "gb18030"])
    options = {"family": name_of(family)} | dice.chosen
    return Filing(
        seed,
        name_of(family),
        [d.blocks for d in drafts if d.blocks],
        {"forms": [d.truth for d in drafts]},
        [d.allowed for d in drafts],
        options,
    )
