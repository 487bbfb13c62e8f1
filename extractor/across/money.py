"""Money that two filings state differently: one project twice, project forms filed apart from the department form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.across.rows import AcrossCheck, AcrossFinding, FormRow, side, targets
from extractor.across.skeleton import plain

RULE_TWICE, RULE_APART, CODE = "project-twice", "projects-apart", "cross-form-mismatch"


def project_twice(forms: Sequence[FormRow]) -> Iterator[AcrossFinding | AcrossCheck]:
    """One project of one unit in two filings of the year with two amounts."""
    named: defaultdict[tuple[str, str], list[FormRow]] = defaultdict(list)
    for form in targets(forms):
        if form.project and form.owner:
            named[form.owner, plain(form.project)].append(form)
    compared = fired = 0
    for (owner, _), found in sorted(named.items()):
        if len({form.key[0] for form in found}) < 2:
            continue
        known = [form for form in found if form.budget is not None]
        if len(known) < 2:
            yield AcrossCheck(RULE_TWICE, CODE, "cannot-tell", f"{owner}“{found[0].project}”报了两次，金额没有读全")
            continue
        compared += 1
        amounts = sorted({form.budget for form in known if form.budget is not None})
        if len(amounts) > 1:
            fired += 1
            yield AcrossFinding(
                RULE_TWICE, CODE, "warning",
                (
                    f"{owner}的项目“{found[0].project}”在 {len(found)} "
                    f"份表里金额不同（{'、'.join(f'{a:,f} 元' for a in amounts)}），请核对以哪份为准。"
                ),
                tuple(side(f, f"{f.budget:,f} 元" if f.budget is not None else "", "/amounts") for f in found),
            )  # fmt: skip
    if not fired:
        yield AcrossCheck(RULE_TWICE, CODE, "passed", f"同一单位重复申报的项目 {compared} 个，金额都一致")


def projects_apart(forms: Sequence[FormRow]) -> Iterator[AcrossFinding | AcrossCheck]:
    """项目支出 of a department form against the project forms of the unit, filed in other files."""
    departments = [f for f in forms if f.kind == "department_target" and f.owner and f.project_expenditure is not None]
    projects: defaultdict[str, list[FormRow]] = defaultdict(list)
    for form in forms:
        if form.kind == "project_target":
            projects[form.owner].append(form)
    compared = False
    for form in departments:
        found = projects[form.owner]
        inside = {plain(p.project) or p.form_id: p for p in found if p.key[0] == form.key[0]}
        apart: defaultdict[str, list[FormRow]] = defaultdict(list)
        for p in found:
            # What the department's own file says of a project goes before what another file says of it.
            if p.key[0] != form.key[0] and plain(p.project) not in inside:
                apart[plain(p.project) or p.form_id].append(p)
        if not apart:
            continue
        compared = True
        if any(p.budget is None for p in (*inside.values(), *(q for same in apart.values() for q in same))):
            yield AcrossCheck(
                RULE_APART, CODE, "cannot-tell", f"{form.owner}有项目表的金额没有读出，无法与项目支出核对"
            )
            continue
        if any(len({p.budget for p in same}) > 1 for same in apart.values()):
            yield AcrossCheck(RULE_APART, CODE, "cannot-tell", f"{form.owner}有项目报了两个金额，无法与项目支出核对")
            continue
        unique = {**inside, **{name: same[0] for name, same in apart.items()}}
        total = sum((p.budget or Decimal(0) for p in unique.values()), Decimal(0))
        stated = form.project_expenditure or Decimal(0)
        if total == stated:
            yield AcrossCheck(
                RULE_APART, CODE, "passed", f"{form.owner}项目支出 {stated:,f} 元与 {len(unique)} 张项目表之和相等"
            )
            continue
        less = "小于" if stated < total else "大于"
        yield AcrossFinding(
            RULE_APART, CODE, "warning",
            (
                f"{form.owner}部门整体表的项目支出 {stated:,f} 元{less}分别报送的 {len(unique)} 张项目表之和 "
                f"{total:,f} 元，请核对是否有漏报或重报。"
            ),
            (side(form, f"{stated:,f} 元", "/amounts/project_expenditure"), *(side(p, f"{p.budget:,f} 元",
            "/amounts") for p in unique.values())),
        )  # fmt: skip
    if not compared:
        yield AcrossCheck(RULE_APART, CODE, "cannot-tell", "没有写明项目支出的部门整体表与分别报送的项目表可核对")
