"""A filing of a seed: which forms a county put into one file, drawn and told."""

from __future__ import annotations

from dataclasses import dataclass, field

from bench.field_forms import foot, head, lists, money, scopes, spent, table, texts
from bench.field_forms.dice import Dice
from bench.field_forms.draft import Draft, Json
from bench.field_forms.facts import County, Facts, agree, county, evaluate, execution_row, facts
from bench.layout_grammar.canvas import Block, Line, Table, finish

_FILES = ["project_target"] * 6 + ["department_target"] * 4 + ["department and projects"] * 2 + [(
    "project_self_evaluat"
    "ion"
)] * 6 + [
    (
        "department_self_evaluatio"
        "n"
    )] * 2 + ["project_monitoring"] * 3 + ["department_monitoring"] + ["transfer_target"] * 2 + [(
        "flat "
        "list"
    )] * 2 + ["packed", (
        "several "
        "projects"
    ), "several projects", (
        "several evaluation"
        "s"
    )]  # fmt: skip
_HELD = ["across", "flat evaluation", "several monitored"]


@dataclass(slots=True)
class Filing:
    """Blocks of the page in order, the truth, and what was chosen."""

    seed: int
    blocks: list[Block] = field(default_factory=list)
    truth: Json = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)
    allowed: list[set[str]] = field(default_factory=list)


def sample(seed: int) -> Filing:
    """The filing of this seed."""
    dice = Dice(seed)
    what = dice.option("file", _FILES, _HELD)
    place, used = county(dice), set[str]()
    if what in ("flat list", "flat evaluation", "across"):
        drafts, blocks = _listed(dice, place, what, used)
        starts = [0]
    else:
        several = {
            "department and projects": ["department_target"] + ["project_target"] * dice.number(1, 3),
            "several projects": ["project_target"] * dice.number(2, 4),
            "several evaluations": ["project_self_evaluation"] * dice.number(2, 3),
            "several monitored": ["project_monitoring"] * 2,
            "packed": ["project_target"],
        }
        kinds = several.get(what, [what])
        told = [facts(dice, place, kind, used) for kind in kinds]
        if what == "department and projects":
            agree(told[0], told[1:])
        drafts, blocks, starts = [], [], []
        for at, one in enumerate(told):
            draft, drawn = _form(dice, one, at > 0, what == "packed")
            starts.append(len(blocks))
            drafts.append(draft)
            blocks += drawn
    return Filing(
        seed, blocks, {"forms": [d.truth for d in drafts]}, dict(dice.chosen), starts, [d.allowed for d in drafts]
    )


def _form(dice: Dice, one: Facts, repeat: bool, packed: bool) -> tuple[Draft, list[Block]]:
    kind = one.kind
    columns = table.plan(dice, kind)
    edges = sorted(
        {c.left for c in columns}
        | {c.right for c in columns}
        | ({60} if table.block_style(dice) in ("left", "left with heads") else set())
    )
    draft = Draft(dice, one, edges)
    if "target" not in kind:
        evaluate(dice, draft.facts.rows, "measure" not in [c.key for c in columns] and dice.chance("actual unit", 0.7))
    purse = money.Money(draft)
    head.title(draft, repeat)
    head.page_line(draft, purse.on_page)
    head.fields(draft)
    points = ""
    order = dice.option("order", ["money first", "money first", "money first", "goals first"])
    steps = {"money": lambda: _money(draft, purse), "goals": lambda: (texts.prose(draft), texts.goals(draft))}
    if order == "money first":
        points = str(steps["money"]() or "")
        steps["goals"]()
    else:
        steps["goals"]()
        points = str(steps["money"]() or "")
    texts.tasks(draft, purse)
    if packed:
        draft.rows += lists.packed(draft)
    elif dice.chosen.get("values") == "halves" and "target" in kind:
        scopes.halves(draft)
    elif dice.chosen.get("values") == "stacked" and "target" in kind:
        scopes.stacked(draft, columns)
    else:
        if "self" in kind and not points and dice.chance("execution row", 0.3):
            draft.facts.rows.append(execution_row(draft.truth["execution"][0].get("rate")))
        table.indicators(draft, columns, points)
    foot.foot(draft)
    return draft, [*draft.before, finish(draft.rows), *draft.after]


def _money(draft: Draft, purse: money.Money) -> str:
    kind = draft.facts.kind
    if "self" in kind or "monitoring" in kind:
        return spent.spent(draft, purse)
    if kind == "department_target":
        money.department_money(draft, purse)
    else:
        money.target_money(draft, purse)
    return ""


def _listed(dice: Dice, place: County, what: str, used: set[str]) -> tuple[list[Draft], list[Block]]:
    kind = "project_self_evaluation" if what == "flat evaluation" else "project_target"
    dice.chosen |= {
        "value style": "split" if what != "across" else "one",
        "levels": "three",
        "unit place": "page",
        "filer": "line",
        "page line": "above",
    }
    count = 1 if what == "across" else dice.number(1, 2)
    drafts = [Draft(dice, facts(dice, place, kind, used), []) for _ in range(count)]
    purses = [money.Money(d) for d in drafts]
    for draft in drafts:
        if "target" not in kind:
            evaluate(dice, draft.facts.rows, False)
        head.title(draft, False)
        head.page_line(draft, purses[0].on_page)
    before: list[Line] = drafts[0].before
    if what == "across":
        rows = lists.across(drafts[0], purses[0])
    else:
        rows = lists.flat(drafts, purses, lists.columns(dice, "self" in kind))
    drawn: Table = finish(rows)
    return drafts, [*before, drawn]
