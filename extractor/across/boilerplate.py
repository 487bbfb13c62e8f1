"""Goals and indicator sets that several departments share, word for word or nearly (S1: 雷同; info, code
`boilerplate`).

Only across departments: one department's own projects are alike by right. An official phrase (in 30 % of the
departments and more) is no boilerplate, nor is a policy handed down under one project name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.across.clusters import candidates, clusters
from extractor.across.rows import AcrossCheck, AcrossFinding, FormRow, side, targets
from extractor.across.skeleton import clauses, plain, skeleton

MIN_GOAL = 20
MIN_ROWS = 3
OFFICIAL_SHARE = 0.3
MIN_DEPARTMENTS_FOR_SHARE = 10
SET_LIKENESS = 0.8
RULE_GOALS, RULE_SETS, CODE = "goals-shared", "sets-shared", "boilerplate"


def shared_goals(forms: Sequence[FormRow]) -> Iterator[AcrossFinding | AcrossCheck]:
    """Goals of at least twenty characters shared by two departments and more."""
    pool = [form for form in targets(forms) if len(plain(form.goal)) >= MIN_GOAL]
    if not pool:
        yield AcrossCheck(RULE_GOALS, CODE, "cannot-tell", f"没有 {MIN_GOAL} 字以上的绩效目标可比")
        return
    owners = len(_units(pool))
    if owners < 2:
        yield AcrossCheck(RULE_GOALS, CODE, "cannot-tell", "不到两个部门有可比的绩效目标")
        return
    parts = [clauses(form.goal, (form.owner, form.project)) for form in pool]
    bones = ["".join(part) for part in parts]
    fired = 0
    for cluster in clusters(bones, clauses=parts):
        members = [pool[n] for n in cluster.members]
        if not _counts(members, owners):
            continue
        fired += 1
        same = len({plain(f.goal) for f in members}) == 1
        how = (
            "完全相同"
            if same
            else "除数字和单位、项目名称外相同"
            if cluster.ratio == 100
            else f"高度相似（相似度 {cluster.ratio:.0f}）"
        )
        units = _units(members)
        yield AcrossFinding(
            RULE_GOALS, CODE, "info",
            (
                f"{len(units)} 个部门的 {len(members)} "
                f"张表的绩效目标{how}：{'、'.join(units[:5])}{'等' if len(units) > 5 else ''}，请核实是否照搬。"
            ),
            tuple(side(f, f.goal, f.goal_field) for f in members), {"likeness": str(cluster.ratio)},
        )  # fmt: skip
    if not fired:
        yield AcrossCheck(RULE_GOALS, CODE, "passed", f"比较了 {len(pool)} 条绩效目标，没有部门之间雷同的")


def shared_sets(forms: Sequence[FormRow]) -> Iterator[AcrossFinding | AcrossCheck]:
    """Whole indicator sets (three rows and more) shared by departments: elements are name and value."""
    pool = [form for form in targets(forms) if len(form.indicators) >= MIN_ROWS]
    if not pool:
        yield AcrossCheck(RULE_SETS, CODE, "cannot-tell", f"没有 {MIN_ROWS} 行以上指标的表可比")
        return
    owners = len(_units(pool))
    if owners < 2:
        yield AcrossCheck(RULE_SETS, CODE, "cannot-tell", "不到两个部门有可比的指标")
        return
    sets = [frozenset(_element(form, n) for n in range(len(form.indicators))) for form in pool]
    by_set: dict[frozenset[str], list[int]] = {}
    for n, items in enumerate(sets):
        by_set.setdefault(items, []).append(n)
    unique = list(by_set)
    joined = {n: [n] for n in range(len(unique))}
    home = list(range(len(unique)))
    for a, b in candidates([sorted(u) for u in unique]):
        if len(unique[a] & unique[b]) >= SET_LIKENESS * len(unique[a] | unique[b]) and home[a] != home[b]:
            keep, gone = sorted((home[a], home[b]))
            for n in joined.pop(gone):
                home[n] = keep
                joined[keep].append(n)
    fired = 0
    for found in joined.values():
        members = [pool[k] for n in sorted(found) for k in by_set[unique[n]]]
        if len(members) < 2 or not _counts(members, owners):
            continue
        fired += 1
        units = _units(members)
        yield AcrossFinding(
            RULE_SETS, CODE, "info",
            (
                f"{len(units)} 个部门的 {len(members)} "
                f"张表的指标名称和指标值几乎全部相同：{'、'.join(units[:5])}{'等' if len(units) > 5 else ''}，"
                f"请核实是否照搬。"
            ),
            tuple(side(f, "；".join(f"{i.name} {i.target}" for i in f.indicators), "/indicators") for f in members),
        )  # fmt: skip
    if not fired:
        yield AcrossCheck(RULE_SETS, CODE, "passed", f"比较了 {len(pool)} 张表的指标，没有部门之间成套雷同的")


def _element(form: FormRow, n: int) -> str:
    row = form.indicators[n]
    own = (form.owner, form.project)
    return f"{skeleton(row.name, own)}={plain(row.target)}"


def _units(members: Sequence[FormRow]) -> list[str]:
    return sorted({form.owner for form in members if form.owner})


def _counts(members: Sequence[FormRow], owners: int) -> bool:
    units = _units(members)
    if len(units) < 2:
        return False
    if owners >= MIN_DEPARTMENTS_FOR_SHARE and len(units) >= OFFICIAL_SHARE * owners:
        return False
    projects = {skeleton(form.project, (form.owner,)) for form in members}
    return not (len(projects) == 1 and projects != {""})
