"""One form in the making: what is printed and what it says, written side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from bench.county_forms.dice import Dice
from bench.county_forms.page import Json, Line, Table
from bench.county_forms.subject import Subject, person, phone, written

AmountItem = tuple[str, str]
"""Item code and the label it is printed under."""


@dataclass(slots=True)
class Draft:
    """Lines and tables of one form, its truth, and the findings it earns by its own blanks."""

    dice: Dice
    subject: Subject
    truth: Json
    blocks: list[Line | Table] = field(default_factory=list)
    allowed: set[str] = field(default_factory=set)

    ways: dict[str, str] = field(default_factory=dict)
    """Habits kept through the form, such as where a block's label stands."""

    def way(self, name: str, options: list[str]) -> str:
        """One of the options, the same whenever it is asked for in this form."""
        if name not in self.ways:
            self.ways[name] = self.dice.pick(name, options)
        return self.ways[name]

    def table(self, width: int) -> Table:
        """A new table below what is there."""
        made = Table(width)
        self.blocks.append(made)
        return made

    def line(self, text: str, style: str = "left") -> None:
        """A paragraph."""
        self.blocks.append(Line(text, style))

    def put(self, group: str, key: str, value: object) -> None:
        """Note a truth below `group`."""
        self.truth.setdefault(group, {})[key] = value

    def text(self, key: str, value: str) -> str:
        """A long text, noted under `key`."""
        self.put("texts", key, value)
        return value


def start(dice: Dice, subject: Subject, kind: str) -> Draft:
    """An empty form of this kind."""
    truth: Json = {"kind": kind, "fiscal_year": subject.year, "currency_unit": subject.unit, "indicators": []}
    if kind.startswith("department"):
        truth["project_name"] = None
    return Draft(dice, subject, truth)


def heading(draft: Draft, noun: str, *, filer: bool | None = None, unit: bool = True) -> None:
    """Annex number, title, year and the line of filer and money unit above the table."""
    dice, subject = draft.dice, draft.subject
    annex = dice.pick("annex", ["", "", "附件{n}", "附表{n}："])
    if annex:
        draft.line(annex.format(n=dice.between(1, 8)))
    place = dice.some(["", "", subject.place])
    way = dice.pick("year in title", ["before", "below", "below number", "before number", "after"])
    year = subject.year
    title = {"before": f"{year}年度{place}{noun}", "before number": f"{year}年{place}{noun}",
        "after": f"{place}{noun}（{year}年度）"}.get(way, place + noun)  # fmt: skip
    draft.line(title, "title")
    draft.truth["title"] = title
    if way.startswith("below"):
        draft.line(f"（{year}年度）" if way == "below" else f"（ {year} 年度）", "centre")
    label = dice.word("filer")
    with_filer = dice.chance("filer line", 0.5) if filer is None else filer
    shown = []
    if with_filer:
        shown.append(f"{label}：{subject.bureau}")
        draft.truth["filer"] = subject.bureau
    if unit:
        shown.append(
            f"单位：{subject.unit}" if not with_filer or "单位：" not in label else f"金额单位：{subject.unit}"
        )
    if shown:
        draft.line(("    " + " " * dice.between(6, 30)).join(shown), "left" if with_filer else "right")


def pairs(table: Table, cells: list[tuple[str, str]], a_row: int = 2) -> None:
    """Labels beside their values, so many pairs a row; a short last row takes the whole width."""
    for at in range(0, len(cells), a_row):
        flat = [text for pair in cells[at : at + a_row] for text in pair]
        table.row(*flat)


def parties(draft: Draft, *, name: str = "project_name") -> list[tuple[str, str]]:
    """Project, department and implementer as label and value, noted."""
    dice, subject = draft.dice, draft.subject
    draft.truth |= {"project_name": subject.project, "department": subject.bureau, "implementer": subject.body}
    code = dice.pick("department code", ["", "", "[{}]"]).format(dice.between(101, 689))
    label = dice.word("department")
    if code:
        label = dice.some(["主管部门及代码", "主管部门（代码）"])
        del draft.truth["department"]  # the code may be kept or cut
    return [
        (dice.word(name), subject.project),
        (label, code + subject.bureau),
        (dice.word("implementer"), subject.body),
    ]


def codes_of(draft: Draft, codes: list[str]) -> list[AmountItem]:
    """Each code with a label; the parts begin with 其中 as the clerk likes."""
    among = draft.dice.pick("among", ["first", "none", "each"])
    items = [("total", draft.dice.word("total"))]
    for at, code in enumerate(codes):
        mark = "其中：" if among == "each" or (among == "first" and at == 0) else ""
        items.append((code, mark + draft.dice.word(code)))
    return items


def amount(draft: Draft, code: str, value: Decimal | None) -> str:
    """An amount as written, noted; None leaves it blank."""
    if value is None:
        draft.put("amounts", code, None)
        return ""
    shown = written(draft.dice, value, draft.subject.unit)
    draft.put("amounts", code, shown.replace(",", ""))
    return shown


def money_block(draft: Draft, table: Table, codes: list[str], style: str = "") -> None:
    """The money of a target form, in one of the shapes seen."""
    dice, subject = draft.dice, draft.subject
    style = style or dice.pick("money shape", ["rows", "inline", "matrix", "pairs", "rows beside"])
    dice.chosen["money shape"] = style
    items = codes_of(draft, codes)
    block = dice.word("money_block") + dice.some([f"（{subject.unit}）", f"\n（{subject.unit}）"])
    zero = dice.some(["0", ""])
    values: dict[str, Decimal | None] = {"total": subject.total}
    values |= {c: (subject.parts[c] or (Decimal(0) if zero else None)) for c in codes}
    shown = {code: amount(draft, code, values[code]) for code, _ in items}
    colon = dice.some(["", "："])
    if style == "inline":
        table.row((block, 1, len(items)), (f"{items[0][1]}：{shown['total']}", 0))
        for code, label in items[1:]:
            table.row((f"{label}：{shown[code]}", 0))
    elif style == "matrix":
        table.row((block, 1, 2), *(label.removeprefix("其中：") for _, label in items))
        table.row(*(shown[code] for code, _ in items))
    elif style == "pairs":
        flat = [(label + colon, shown[code]) for code, label in items]
        flat += [] if len(flat) % 2 == 0 else [("", "")]
        table.row((block, 1, len(flat) // 2), *flat[0], *flat[1])
        pairs(table, flat[2:])
    elif style == "rows beside":
        table.row((block, 1, len(items)), (items[0][1] + colon, 0), (shown["total"], 0))
        for code, label in items[1:]:
            table.row((label + colon, 0), (shown[code], 0))
    else:
        table.row((block, 0), (items[0][1] + colon, 0), (shown["total"], 0))
        for code, label in items[1:]:
            table.row(("", 0), (label + colon, 0), (shown[code], 0))


def sign_off(draft: Draft, style: str = "") -> None:
    """Preparer, phone, date and the responsible person below the table."""
    dice, subject = draft.dice, draft.subject
    style = style or dice.pick("sign-off", ["line", "none", "two lines", "row"])
    dice.chosen["sign-off"] = style
    if style == "none":
        return
    when = f"{subject.year - 1}-{dice.between(9, 12):02d}-{dice.between(10, 28)}"
    if "evaluation" in draft.truth["kind"]:
        when = f"{subject.year + 1}-{dice.between(1, 4):02d}-{dice.between(10, 28)}"
    elif "monitoring" in draft.truth["kind"]:
        when = f"{subject.year}-{dice.between(7, 9):02d}-{dice.between(10, 28)}"
    y, m, d = when.split("-")
    day = dice.some([f"{y}年{int(m)}月{int(d)}日", when, f"{y}.{int(m)}.{int(d)}", f"{y}/{int(m)}/{int(d)}"])
    who, head = person(dice), person(dice)
    number = draft.truth.get("signoff", {}).get("phone") or phone(dice)
    cells = [(dice.word("preparer"), who, "preparer", who), (dice.word("phone"), number, "phone", number),
        (dice.word("date"), day, "filing_date", when)]  # fmt: skip
    if dice.chance("responsible", 0.6):
        cells.insert(dice.some([0, 3]), (dice.word("responsible"), head, "responsible_person", head))
    if dice.chance("blank sign-off", 0.2):
        at = next((i for i, c in enumerate(cells) if c[2] == "responsible_person"), 2)
        cells[at] = (cells[at][0], "", cells[at][2], "")
        draft.allowed.add("missing-field")
    for _, _, key, value in cells:
        draft.put("signoff", key, value or None)
    if style == "line":
        draft.line((" " * dice.between(2, 6)).join(f"{label}：{text}" for label, text, _, _ in cells))
    elif style == "two lines":
        half = len(cells) // 2
        for part in (cells[:half], cells[half:]):
            draft.line((" " * dice.between(8, 20)).join(f"{label}：{text}" for label, text, _, _ in part))
    else:
        last = next(b for b in reversed(draft.blocks) if isinstance(b, Table))
        if last.width >= 2 * len(cells):
            last.row(*[text for label, value, _, _ in cells for text in (label, value)])
        else:
            for at in range(0, len(cells), 2):
                last.row(*[text for label, value, _, _ in cells[at : at + 2] for text in (label, value)])


def period(draft: Draft) -> str:
    """A span of time as written, noted."""
    dice, year = draft.dice, draft.subject.year
    end = year + dice.some([0, 0, 1, 2])
    first, last = dice.between(1, 4), dice.between(9, 12)
    style = dice.pick("period style",
        ["{a}年{b}月-{c}年{d}月", "{a}年{b}月至{c}年{d}月", "{a}.{b:02d}-{c}.{d:02d}", "{a}-{b:02d}至{c}-{d:02d}",
        "{a}年{b}月1日—{c}年{d}月28日"])  # fmt: skip
    raw = str(style).format(a=year, b=first, c=end, d=last)
    draft.put("period", "start", f"{year}-{first:02d}")
    draft.put("period", "end", f"{end}-{last:02d}")
    return raw
