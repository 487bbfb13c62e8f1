"""Title, year, page line, and the fields at the top of a form."""

from __future__ import annotations

from bench.field_forms.draft import Draft
from bench.layout_grammar.canvas import Box, Line


def title(draft: Draft, repeat: bool) -> None:
    """The heading; a list of forms may print the second one without its annex line."""
    dice, facts = draft.dice, draft.facts
    name, year = dice.word(f"title_{facts.kind}"), facts.year
    place = dice.option("year", ["in title", "line", "line", "line only digits"], ["line with brackets", "both"])
    shown = f"{year}年{name}" if place in ("in title", "both") else name
    tail = dice.option("title tail", [""] * 6 + ["（本级）"], ["（年初批复）"]) if "self" not in facts.kind else ""
    shown = (facts.place if dice.option("title place", ["no"] * 6 + ["yes"]) == "yes" else "") + shown + tail
    if not repeat and dice.option("above", ["no"] * 6 + ["heading"], ["prose"]) != "no":
        heading = {
            "heading": "第四部分　预算绩效情况说明",
            "prose": f"现将{facts.department}{year}年度绩效管理情况公开如下，请予监督。",
        }
        draft.before.append(Line(heading[dice.chosen["above"]]))
    if not repeat and dice.chance("annex", 0.2):
        draft.before.append(Line(dice.option("annex text", ["附件1", "附件2：", "附表3"], ["附件2-1"])))
    draft.before.append(Line(shown, "center", True))
    under = {
        "line": f"（{year}年度）",
        "both": f"（{year}年度）",
        "line only digits": f"（{year} 年度）",
        "line with brackets": f"（ {year}年 ）",
    }
    if place in under:
        draft.before.append(Line(under[place], "center"))
    draft.truth |= {"title": shown, "fiscal_year": year, "kind": facts.kind}


def page_line(draft: Draft, unit: str | None) -> None:
    """填报单位 at the left and 单位：万元 at the right, above the table or as its first row."""
    dice, facts = draft.dice, draft.facts
    parts: list[str] = []
    if dice.option("filer", ["line", "line", "none"]) == "line":
        label = dice.word("filer")
        sealed = "" if "章" in label or not dice.chance("seal after", 0.4) else "（盖章）"
        parts.append(f"{label}：{facts.department}{sealed}")
        draft.truth["filer"] = facts.department
    if unit:
        parts.append(f"{dice.word('unit_word')}：{unit}")
    if not parts:
        return
    where = dice.option("page line", ["above", "above", "first row"], ["two lines"])
    if where == "two lines":
        draft.before += [Line(p, "left" if at == 0 else "right") for at, p in enumerate(parts)]
    elif where == "first row" and len(parts) == 2:
        edge = draft.frame.cut(2, 1)[0][1]
        draft.rows.append([Box(parts[0], 0, edge), Box(parts[1], edge, 720, 1, "right")])
    else:
        draft.before.append(Line(("　" * 8).join(parts)))


def fields(draft: Draft) -> None:
    """The form's head fields, as pairs, under each other, or with the colon inside the cell."""
    items = _items(draft)
    how = draft.dice.option(
        "head",
        ["two pairs", "two pairs", "two pairs", "one pair", "name wide", "name wide", "colon in cell"],
        ["over and under", "block", "three pairs"],
    )
    if how == "name wide":
        draft.pairs(items[:1], 1)
        draft.pairs(items[1:], 2)
    elif how == "over and under":
        for at in range(0, len(items), 4):
            some = items[at : at + 4]
            draft.rows.append([*draft.frame.row([k for k, _ in some], [1] * len(some))])
            draft.rows.append([*draft.frame.row([v for _, v in some], [1] * len(some))])
    elif how == "colon in cell":
        for at in range(0, len(items), 2):
            some = items[at : at + 2]
            draft.rows.append(draft.frame.row([f"{k}：{v}" for k, v in some], [1] * len(some)))
    elif how == "block":
        rows = [
            draft.inner.row([t for p in items[at : at + 2] for t in p], [1, 2.2] * len(items[at : at + 2]))
            for at in range(0, len(items), 2)
        ]
        draft.block(draft.dice.option("basic block", ["项目\n基本\n情况", "基本情况"]), rows)
    else:
        draft.pairs(items, {"two pairs": 2, "three pairs": 3}.get(how, 1))


def _items(draft: Draft) -> list[tuple[str, str]]:
    """Labels and values in the order printed; the truth is told as they are chosen."""
    dice, facts = draft.dice, draft.facts
    if facts.kind.startswith("department"):
        draft.truth["department"] = facts.department
        found = [(dice.word("department_own"), facts.department)]
        return found + ([_phone(draft)] if dice.chance("phone in head", 0.2) else [])
    draft.truth |= {"project_name": facts.project, "department": facts.department}
    found = [(dice.word("project_name"), facts.project)]
    if facts.kind == "transfer_target" and dice.option("levels of government", ["one", "one", "three"]) == "three":
        found += [
            ("中央主管部门", "国家有关部委"),
            ("省级财政部门", "省财政厅"),
            (dice.option("own department", ["县级主管部门", "市县主管部门", "区级主管部门"]), facts.department),
        ]
        return found
    found.append((dice.word("department"), facts.department))
    if facts.kind != "transfer_target" and dice.chance("implementer", 0.75):
        draft.truth["implementer"] = facts.unit
        found.append((dice.word("implementer"), facts.unit))
    if dice.chance("leader", 0.3):
        found += [("项目负责人", facts.people["leader"]), _phone(draft)]
    if dice.chance("attribute", 0.35):
        found.append(_attribute(draft))
    if "target" in facts.kind and dice.chance("period", 0.45):
        found.append(_period(draft))
    if dice.chance("code", 0.15):
        code = f"4301{facts.year % 100}{dice.number(10**9, 10**10 - 1)}"
        draft.truth["project_code"] = code
        found.insert(1, ("项目编码", code))
    return found


def _phone(draft: Draft) -> tuple[str, str]:
    phone = draft.facts.people["phone"]
    draft.tell("signoff", "phone", phone)
    return "联系电话", phone


def _attribute(draft: Draft) -> tuple[str, str]:
    return draft.dice.option("attribute text", ["属性", "类别", "性质"]).join(["项目", ""]), draft.dice.pick(
        ["延续项目", "新增项目", "经常性项目", "一次性项目", "新增□ 延续☑", "☑常年性 □一次性"]
    )


def _period(draft: Draft) -> tuple[str, str]:
    dice, year = draft.dice, draft.facts.year
    last = dice.pick([year, year, year + 2])
    raw, ends = dice.pick(
        [
            (f"{year}年1月-{last}年12月", (f"{year}-01", f"{last}-12")),
            (f"{year}.01-{last}.12", (f"{year}-01", f"{last}-12")),
            (f"{year}年1月1日至{last}年12月31日", (f"{year}-01-01", f"{last}-12-31")),
        ]
    )
    draft.tell("period", "raw", raw)
    draft.tell("period", "start", ends[0])
    draft.tell("period", "end", ends[1])
    return dice.word("period"), raw
