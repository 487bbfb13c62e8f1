"""A printed total against its printed parts: the one comparison behind every `sum-mismatch` of money (K27)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from extractor.model.document import Place
from extractor.model.finding import Related
from extractor.quality.numbers import exact
from extractor.quality.registry import Fault, Held, Says, Unsure
from extractor.values.number import plain

OF_FISCAL = ("general_public_budget", "government_fund", "state_capital")
"""Printed under 财政拨款 where that is printed, else parts of the total themselves."""
BY_LEVEL = ("central_funds", "provincial_funds", "local_funds", "superior_funds", "current_level")
"""By level of government: parts of the total, or a second view of 财政拨款; forms differ."""
_CLOSED = (frozenset({"central_funds", "local_funds"}), frozenset({"superior_funds", "current_level"}))
"""Pairs of levels that leave no level out: every other choice of levels may be only a part of them."""
SOURCES = (
    *OF_FISCAL, "special_account_nontax", "fiscal_appropriation", *BY_LEVEL, "carry_over", "own_funds",
    "other_funds",
)  # fmt: skip


NEARLY_ALL = Decimal("0.99")
"""A single 其中 line from this share of the total on was meant to be the whole of it."""


@dataclass(slots=True)
class Part:
    """One printed term. `value` None: printed, not blank, and not readable as a number; blank is 0."""

    name: str
    pointer: str
    raw: str
    value: Decimal | None
    at: Place = field(default_factory=lambda: Place())
    slack: Decimal = Decimal(0)
    """Half of its last printed digit, in the unit of `value`; not asked for where that is 0 or None."""
    blank: bool = False

    def shown(self) -> str:
        """The term as a finding shows it."""
        return self.raw.strip() if self.value is None else plain(self.value)


def gap_of(say: object) -> Decimal | None:
    """By how much the parts exceed their total in a fault of `compare`, in the total's unit; None for any other."""
    if not isinstance(say, Fault) or say.observed is None or say.expected is None:
        return None
    stated, wanted = exact(say.observed), exact(say.expected)
    return None if stated is None or wanted is None else wanted - stated


def same_fault(say: Fault, told: str) -> Unsure:
    """What a rule says of a difference that another rule has told already: one fault is one finding."""
    return Unsure(f"与{told}是同一处不平，已在那里报过", say.inputs)


def equation(total: Part, parts: Sequence[Part]) -> str:
    """ "291.97 = 278.14 + 13.83": blank parts left out unless nothing else stands there."""
    terms = [p for p in parts if not p.blank] or list(parts)
    return f"{total.shown()} = {' + '.join(p.shown() for p in terms)}"


def added(parts: Sequence[Part]) -> Decimal:
    """Sum of the terms that could be read, in the unit they share."""
    return sum((p.value for p in parts if p.value is not None), Decimal(0))


def compare(total: Part, parts: Sequence[Part], what: str, form: int, *, mild: bool = False) -> Says:
    """Fault, Held or Unsure for one equation; `what` names it (按收入性质分). `mild`: a warning at most.

    Args:
        form: index of the form in the source, from 0.
    """
    inputs = {what: equation(total, parts)}
    unread = [p for p in (total, *parts) if p.value is None]
    if unread:
        yield Unsure(f"{what}：“{unread[0].name}”填的“{unread[0].raw.strip()}”读不出数来", inputs)
        return
    assert total.value is not None
    gap = added(parts) - total.value
    if gap == 0:
        yield Held(f"{what}：{inputs[what]}，相符", inputs)
        return
    slack = sum((p.slack for p in parts if p.value), Decimal(0))
    if total.slack > max((p.slack for p in parts if p.value), default=total.slack):
        slack += total.slack  # the total is printed more coarsely than its parts
    within = abs(gap) <= slack
    terms = " + ".join(f"{p.name}{p.shown()}" for p in parts if not p.blank) or "各分项均空白"
    yield Fault(
        f"{what}不平：{terms}，合计 {plain(added(parts))}，与“{total.name}”{total.shown()} 相差 {plain(abs(gap))}"
        f"{'（可能是四舍五入）' if within else ''}，请核对。",
        total.pointer, observed=total.shown(), expected=plain(added(parts)), at=total.at,
        grade="rounding" if within or mild else "beyond", inputs=inputs,
        related=[Related(p.name, f"/forms/{form}{p.pointer}", p.raw, p.at) for p in parts if not p.blank],
    )  # fmt: skip


def by_source(
    total: Part, parts: Mapping[str, Part], what: str, form: int, *, mixed: bool = False, whole: bool = False
) -> Says:
    """A total against its sources, whichever of the usual nestings the form prints.

    The rule holds when one nesting adds up and fires only when none does. A single 其中 line, or some of the levels of
    government, smaller than the total need not be the whole of it: cannot tell, unless it nearly is.

    Args:
        what: the equation's name (按资金来源分).
        form: index of the form in the source, from 0.
        mixed: a figure is printed twice (of several years beside the annual one), so that a mismatch cannot be told
            from a mixture.
        whole: what may be a part of the total is held to be the whole of it: it is in another column of the block.
    """
    choices = list(_nestings(parts))
    if not choices:
        return
    for choice in choices:
        chosen = [parts[code] for code in choice]
        if total.value is not None and all(p.value is not None for p in chosen) and added(chosen) == total.value:
            yield from compare(total, chosen, what, form)
            return
    first = [parts[code] for code in choices[0]]
    filled = [p for p in first if not p.blank]
    inputs = {what: equation(total, first)}
    if mixed:
        yield Unsure(f"{what}：同一栏印了不止一个数，可能是总额与年度额并列", inputs)
    elif _may_be_partial(parts) and not whole and total.value is not None and added(first) < total.value:
        if added(first) >= total.value * NEARLY_ALL:
            yield from compare(total, first, what, form, mild=True)
        else:
            named = "”“".join(p.name for p in first)
            yield Unsure(f"{what}：只印了“{named}”{'一项' if len(first) == 1 else ''}，不一定列全", inputs)
    elif not filled:
        yield Unsure(f"{what}：各分项均空白", inputs)
    else:
        yield from compare(total, first, what, form)


def _may_be_partial(parts: Mapping[str, Part]) -> bool:
    """One 其中 line, or some levels of government only (省级 and 市级): the total may hold more than is printed."""
    if len(parts) == 1:
        return True
    codes = frozenset(parts)
    return codes <= frozenset(BY_LEVEL) and not any(pair <= codes for pair in _CLOSED)


def _nestings(parts: Mapping[str, Part]) -> Iterator[tuple[str, ...]]:
    """The ways in which these sources may add up to the total, the most usual first."""
    codes = [code for code in SOURCES if code in parts]
    fiscal = "fiscal_appropriation" in parts
    levels = [code for code in codes if code in BY_LEVEL]
    base = [code for code in codes if code not in BY_LEVEL and not (fiscal and code in OF_FISCAL)]
    sizes = range(len(levels), -1, -1)
    for size in reversed(sizes) if fiscal else sizes:
        for chosen in combinations(levels, size):
            if found := (*base, *chosen):
                yield found
    if fiscal:
        yield from _without(base, levels, "fiscal_appropriation")


def _without(base: Sequence[str], levels: Sequence[str], code: str) -> Iterator[tuple[str, ...]]:
    if levels:
        yield (*(c for c in base if c != code), *levels)
