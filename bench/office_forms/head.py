"""The fields over the money: names, period, people, and how they stand."""

from __future__ import annotations

from bench.office_forms.draft import Draft
from bench.office_forms.parts import Part, Row, singles
from bench.provinces.sheet import Line

Field = tuple[str, str]
"""A label and what is filled in."""
_OPTIONAL = {"period": 0.35, "leader": 0.3, "attr": 0.3, "code": 0.15, "basis_no": 0.12}


def head(draft: Draft) -> list[Part]:
    """The fields as a part of the table; none where they are lines over it."""
    if draft.department:
        fields = _of_department(draft)
    elif draft.kind == "transfer_target":
        fields = _of_transfer(draft)
    else:
        fields = _of_project(draft)
    how = draft.option("head fields")
    if how == "lines":
        draft.blocks += [Line(f"{label}：{value}".replace("\n", "")) for label, value in fields]
        return []
    if how == "over" and len(fields) > 1:
        part = Part(len(fields), wide=tuple(range(len(fields))))
        part.add(*[label for label, _ in fields])
        part.add(*[value for _, value in fields])
        return [part]
    if how in ("one", "over"):
        return [Part(2, [singles(field) for field in fields], wide=(1,))]
    return [_colons(draft, fields) if how == "colon" else _beside(draft, fields, how)]


def _of_department(draft: Draft) -> list[Field]:
    dice = draft.dice
    draft.truth["department"] = draft.bureau.department
    fields = [(draft.word("department_name"), draft.bureau.department)]
    if dice.random() < 0.5:
        fields.append((draft.word("staff"), f"{dice.randint(22, 180)}人"))
    if dice.random() < 0.4:
        fields.append((draft.word("subunits"), f"{dice.randint(3, 15)}个"))
    if dice.random() < 0.3:
        fields.append((draft.word("code").replace("项目", "部门"), f"{dice.randint(101, 899)}001"))
    return fields


def _of_transfer(draft: Draft) -> list[Field]:
    dice, name, department = draft.dice, draft.project["name"] + "资金", draft.bureau.department
    draft.truth |= {"project_name": name, "department": department}
    label = dice.choice(["专项名称", "专项资金名称", "专项（项目）名称", "转移支付项目名称"])
    above = dice.choice(["省级财政部门", "中央主管部门"])
    return [
        (label, name),
        (above, "国务院有关部门" if above.startswith("中央") else "省财政厅"),
        (dice.choice(["省级主管部门", "市级主管部门", "县级主管部门"]), department),
    ]


def _of_project(draft: Draft) -> list[Field]:
    dice = draft.dice
    name = draft.project["name"] + draft.keep("suffix", dice.choice(["", "项目", "经费"]))
    implementer = draft.bureau.place + dice.choice(draft.bureau.field["implementers"])
    core = [("project_name", name), ("department", draft.bureau.department), ("implementer", implementer)]
    if dice.random() < 0.12:
        core = core[:2]
    if dice.random() < 0.2:
        core = core[1:] + core[:1]
    fields = [(draft.word(key), value) for key, value in core]
    draft.truth |= dict(core)
    if "opt" not in draft.layout.kept:
        draft.layout.kept["opt"] = [key for key, chance in _OPTIONAL.items() if dice.random() < chance]
    return fields + [_optional(draft, key) for key in draft.layout.kept["opt"]]


def _optional(draft: Draft, key: str) -> Field:
    dice = draft.dice
    if key == "period":
        return _period(draft)
    label = draft.word(key)
    if key == "leader":
        return label, draft.habits.names[3]
    if key == "attr":
        return label, dice.choice(["延续项目", "新增□ 延续☑", "经常性项目", "☑新增项目 □延续项目"])
    if key == "code":
        return label, f"4307{dice.randint(10, 99)}{dice.randint(10**8, 10**9 - 1)}"
    return label, f"财预〔{draft.bureau.year - 1}〕{dice.randint(11, 199)}号"


def _period(draft: Draft) -> Field:
    """One year, three where the form has goals of the whole period."""
    year = draft.bureau.year
    long = draft.target and draft.option("goals") in ("stacked", "side")
    last = year + 2 if long or draft.option("indicators").startswith("scope") else year
    styles = ["{a}年1月-{b}年12月", "{a}.01-{b}.12", "{a}年1月至{b}年12月", "{a}-01至{b}-12"]
    raw = draft.keep("pfmt", draft.dice.choice(styles)).format(a=year, b=last)
    draft.truth["period"] = {"raw": raw, "start": f"{year}-01", "end": f"{last}-12"}
    return draft.word("period"), raw


def _colons(draft: Draft, fields: list[Field]) -> Part:
    """Label and value in one cell, one or two a row."""
    two = draft.dice.random() < 0.6
    colon = draft.dice.choice(["：", ":"])
    cells = [f"{label}{colon}{value}".replace("\n", "") for label, value in fields]
    if not two:
        return Part(1, [singles([cell]) for cell in cells], wide=(0,))
    rows = [singles(cells[n : n + 2]) for n in range(0, len(cells), 2)]
    if len(cells) % 2:
        rows[-1] = [(cells[-1], 1, 2)]
    return Part(2, rows, wide=(0, 1))


def _beside(draft: Draft, fields: list[Field], how: str) -> Part:
    """Two or three fields a row, under `side` with a block label at the left."""
    dice = draft.dice
    many = 3 if how == "three" else 2
    lead = 1 if how == "side" else 0
    lines = [fields[n : n + many] for n in range(0, len(fields), many)]
    if len(fields) % many and dice.random() < 0.5:  # the name in a row of its own
        lines = [fields[:1], *[fields[n : n + many] for n in range(1, len(fields), many)]]
    part = Part(2 * many + lead, wide=tuple(lead + 2 * n + 1 for n in range(many)))
    for number, line in enumerate(lines):
        row: Row = []
        if lead and number == 0:
            words = ["基本情况", "基本信息", "项目\n概况", "基\n本\n情\n况"]
            row.append(("部门概况" if draft.department else dice.choice(words), len(lines), 1))
        for n, (label, value) in enumerate(line):
            row += [(label, 1, 1), (value, 1, 1 if n < len(line) - 1 else 2 * (many - n) - 1)]
        part.rows.append(row)
    return part
