"""What a rule looks at: one form with its rows made ready (`Case`), or all forms of a source (`Filing`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from extractor.characters.fold import fold_label, fold_text, squeeze
from extractor.forms.reading import Printed, Reading, Role
from extractor.model.document import Cell, Place
from extractor.model.filing import Amount, Form, Indicator, Label, Target
from extractor.quality.numbers import exact

if TYPE_CHECKING:
    from extractor.quality.book import Limits, QualityBook, Words
    from extractor.quality.rules import Rules
    from extractor.values.unit import UnitIndex

Kind = Literal[
    "quantity", "quality", "timeliness", "cost", "economic", "social", "ecological", "lasting", "satisfaction"
]
T = TypeVar("T")
Head = Literal["output", "benefit", "satisfaction", "cost", "management"]

_KINDS: tuple[tuple[str, Kind], ...] = (
    ("满意", "satisfaction"), ("服务对象", "satisfaction"), ("成本", "cost"), ("数量", "quantity"), ("质量", "quality"),
    ("时效", "timeliness"), ("进度", "timeliness"), ("可持续", "lasting"), ("经济", "economic"),
    ("社会", "social"), ("生态", "ecological"), ("环境", "ecological"),
)  # fmt: skip
_HEADS: tuple[tuple[str, Head], ...] = (
    ("满意", "satisfaction"), ("成本", "cost"), ("管理", "management"), ("产出", "output"), ("完成", "output"),
    ("效益", "benefit"), ("效果", "benefit"),
)  # fmt: skip
KIND_NAMES: dict[Kind, str] = {
    "quantity": "数量指标", "quality": "质量指标", "timeliness": "时效指标", "cost": "成本指标",
    "economic": "经济效益指标", "social": "社会效益指标", "ecological": "生态效益指标",
    "lasting": "可持续影响指标", "satisfaction": "满意度指标",
}  # fmt: skip
BENEFITS: frozenset[Kind] = frozenset({"economic", "social", "ecological", "lasting"})
DEPARTMENT_KINDS = frozenset({"department_target", "department_self_evaluation", "department_monitoring"})
_NAME = re.compile(r"[\u3400-\u9fffA-Za-z]")
_RESIDUE = re.compile(r"^(?:指标\d*[:.、]?)?(?:[.…。·]{2,}|[*＊×xX]{2,})(?:指标)?$")
_ONLY_NUMBERING = re.compile(r"^(?:指标|目标)?\d*[:.、]?(?:\.{2,}|-)*$")


def _words(label: Label | None) -> str:
    return fold_text(label.canonical or label.raw) if label is not None else ""


def _first(text: str, table: tuple[tuple[str, T], ...]) -> T | None:
    return next((value for word, value in table if word in text), None)


@dataclass(slots=True)
class Row:
    """One indicator with what the rules ask of it again and again."""

    index: int
    indicator: Indicator
    level1: str
    level2: str
    name: str
    """三级指标 as printed, white space folded; "" where blank."""
    named: bool
    """False for a blank row, a …… row, a bare "指标1：" and a name that says 不涉及."""
    kind: Kind | None
    """By its 二级指标, else by its 一级指标; None where neither tells."""
    head: Head | None
    blank: bool
    """Nothing stands in the value cell but a placeholder or a unit."""

    @property
    def target(self) -> Target:
        """The target as read."""
        return self.indicator.target

    @property
    def pointer(self) -> str:
        """JSON pointer of the indicator within its form."""
        return f"/indicators/{self.index}"

    @property
    def number(self) -> Decimal | None:
        """The target's value as printed, in the row's own unit; None where it is no single number."""
        return exact(self.target.value) if self.target.kind == "number" else None

    @property
    def called(self) -> str:
        """How a message speaks of the row: 第3行“名称”（时效指标）."""
        name = self.name or "（未填三级指标）"
        return f"第{self.index + 1}行指标“{name}”" + (f"（{self.level2}）" if self.level2 else "")


def _is_blank(target: Target) -> bool:
    if target.kind == "compound":
        return bool(target.parts) and all(_is_blank(part) for part in target.parts)
    return target.kind == "empty"


def is_residue(label: str) -> bool:
    """A label of dots, asterisks or crosses: printed by the template, for the filler to replace."""
    return bool(_RESIDUE.match(fold_text(label)))


def _only_counter(target: Target, units: UnitIndex) -> bool:
    """A counter alone where a quantity belongs (本, 盏): elsewhere such a word may be meant."""
    if target.kind != "text" or len(target.raw) > 2:
        return False
    unit = units.normalise(target.raw)
    return unit is not None and unit.family is not None


def _row(index: int, indicator: Indicator, not_applicable: Collection[str], units: UnitIndex) -> Row:
    level1, level2 = _words(indicator.level1), _words(indicator.level2)
    name = squeeze(indicator.level3.raw) if indicator.level3 is not None else ""
    folded = fold_text(name)
    kind = _first(level2, _KINDS) or ("satisfaction" if "满意" in level1 else "cost" if "成本" in level1 else None)
    return Row(
        index=index,
        indicator=indicator,
        level1=squeeze(indicator.level1.raw) if indicator.level1 else "",
        level2=squeeze(indicator.level2.raw) if indicator.level2 else "",
        name=name,
        named=bool(_NAME.search(fold_label(name))) and not _ONLY_NUMBERING.match(folded) and name not in not_applicable,
        kind=kind,
        head=_first(level1, _HEADS),
        blank=_is_blank(indicator.target) or (kind == "quantity" and _only_counter(indicator.target, units)),
    )


@dataclass(frozen=True, slots=True)
class Budget:
    """A figure that a total cost may be compared with: how a message names it, its amount code, its yuan."""

    name: str
    code: str
    yuan: Decimal


_PROJECT_BUDGETS = (("total", "资金总额"), ("current_level", "年度本级预算金额"), ("fiscal_appropriation", "财政拨款"))
_DEPARTMENT_BUDGETS = (*_PROJECT_BUDGETS, ("project_expenditure", "项目支出"), ("basic_expenditure", "基本支出"))


class Case:
    """One form as the rules see it; everything computed once."""

    def __init__(self, reading: Reading, rules: Rules) -> None:
        self.reading = reading
        self.form: Form = reading.form
        self.rules = rules
        self.book: QualityBook = rules.quality
        self.words: Words = self.book.words
        self.limits: Limits = self.book.limits
        self.looked: dict[Callable[..., object], int] = {}
        """By way of looking (`inputs.py`), how many cells it finds."""
        self._found: dict[Hashable, Any] = {}

    def once(self, key: Hashable, look: Callable[[], T]) -> T:
        """What was worked out under a key, by the first of the rules that ask for it."""
        if key not in self._found:
            self._found[key] = look()
        found: T = self._found[key]
        return found

    @cached_property
    def skipped(self) -> frozenset[str]:
        """Rules and codes that the form's layout switches off."""
        layout = self.form.layout
        books = [b.skip_rules for b in self.rules.forms if b.id == layout.id] if layout is not None else []
        return frozenset(self.reading.skip_rules).union(*books)

    @cached_property
    def rows(self) -> list[Row]:
        """All rows of indicators, in their order."""
        words, units = self.words.not_applicable, self.rules.units.index
        return [_row(i, indicator, words, units) for i, indicator in enumerate(self.form.indicators)]

    @cached_property
    def named(self) -> list[Row]:
        """The rows that have a name."""
        return [row for row in self.rows if row.named]

    @cached_property
    def unasked(self) -> frozenset[int]:
        """Indexes of long-term rows that need no value: the block is empty all through, in a
        project of one year (K20).
        """
        long, annual = ([r for r in self.rows if r.indicator.scope == scope] for scope in ("period", "annual"))
        if not long or not annual or any(not row.blank for row in long) or self._lasts_years():
            return frozenset()
        shared = {row.name for row in annual}
        return frozenset(row.index for row in long if not row.named or row.name in shared)

    def beside_unread(self, row: Row) -> bool:
        """Whether a text that found no place stands in the row's own line: what looks blank may be there."""
        at = self.place(row.pointer)
        line = (at.get("page"), at.get("table"), at.get("sheet"), at.get("row"))
        return line[3] is not None and line in self._unread_lines

    @cached_property
    def _unread_lines(self) -> frozenset[tuple[object, ...]]:
        found = (item.at for item in self.form.unmapped if item.label is None)
        return frozenset((at.get("page"), at.get("table"), at.get("sheet"), at.get("row")) for at in found)

    def _lasts_years(self) -> bool:
        period = self.form.period
        return bool(period and period.start and period.end and period.start[:4] != period.end[:4])

    def cell(self, row: Row, role: Role) -> str | None:
        """A row's cell as printed, None where the form has no such column or it was not kept."""
        return self.reading.texts_of(row.index).get(role)

    def printed(self, pointer: str) -> list[Printed]:
        """The places where a field is printed."""
        return [entry for entry in self.reading.printed if entry.field == pointer]

    def amount(self, code: str) -> Amount | None:
        """An amount of the form by its code, None where it is not printed."""
        return self.form.amounts.get(code)

    @cached_property
    def budgets(self) -> list[Budget]:
        """The form's own budget figures, the likeliest first; empty where none is readable."""
        codes = _DEPARTMENT_BUDGETS if self.form.kind in DEPARTMENT_KINDS else _PROJECT_BUDGETS
        found = [Budget(name, code, v) for code, name in codes if (v := self.yuan(code)) is not None]
        own, above = self.yuan("current_level"), self.yuan("superior_funds")
        if own is not None and above:
            found.append(Budget("本级预算与上级资金合计", "current_level", own + above))
        return found

    def yuan(self, code: str) -> Decimal | None:
        """An amount in yuan; None where it is not printed or could not be read."""
        amount = self.form.amounts.get(code)
        return exact(amount.yuan) if amount is not None else None

    @cached_property
    def pointers(self) -> list[str]:
        """Pointers of all values that were read from a cell, each cell once."""
        found = [
            (place, f"/indicators/{row}/{'target' if role in ('operator', 'unit') else role}")
            for row, cells in enumerate(self.reading.cells_at) for role, place in cells.items()
        ]  # fmt: skip
        found += [(amount.at, f"/amounts/{code}") for code, amount in self.form.amounts.items()]
        found += [(place, pointer) for pointer, place in self.form.places.items()]
        found += [(entry.at, entry.field) for entry in self.reading.printed]
        once = {
            (at.get("table"), at.get("row"), at.get("col")): pointer
            for at, pointer in reversed(found)
            if at and "row" in at
        }
        return sorted(set(once.values()))

    def source_cell(self, pointer: str) -> Cell | None:
        """The cell that the value at a pointer below the form was read from; None where it stands in no table."""
        at = self.place(pointer)
        return self._cells.get((at.get("table"), at.get("row"), at.get("col"))) if "row" in at else None

    @cached_property
    def _cells(self) -> dict[tuple[int | None, int | None, int | None], Cell]:
        return {(grid.table, cell.row, cell.col): cell for grid in self.reading.grids for cell in grid.cells}

    def holds_unread(self, pointer: str) -> bool:
        """Whether the cell holds something that is no text: a picture, an error mark, a text that the file has lost."""
        cell = self.source_cell(pointer)
        return cell is not None and (cell.image or any(aside.why in ("error", "lost") for aside in cell.asides))

    def place(self, pointer: str) -> Place:
        """Where a pointer below the form stands in the source; the nearest known place."""
        known = self.form.places.get(pointer)
        if known:
            return known
        parts = pointer.strip("/").split("/")
        if parts[0] == "indicators" and len(parts) > 1:
            return self._row_place(int(parts[1]), parts[2] if len(parts) > 2 else "")
        if parts[0] == "amounts" and len(parts) > 1 and parts[1] in self.form.amounts:
            return self.form.amounts[parts[1]].at or self.form.at
        entries = self.printed(pointer)
        return entries[0].at if entries else self.form.at

    def is_doubtful(self, pointer: str) -> bool:
        """Whether what stands at a pointer (or in its cell) was read from an image without being sure."""
        if not pointer:
            return False
        if any(pointer == p or pointer.startswith(p + "/") for p in self.form.ocr):
            return True
        sure = self.place(pointer).get("ocr_confidence")
        return sure is not None and sure < self.limits.ocr_sure

    def _row_place(self, index: int, part: str) -> Place:
        reading = self.reading
        if cell := reading.places_of(index).get(part):
            return cell
        if part == "target" and (at := next(iter(reading.target_at[index:]), None)):
            return at
        return self.form.indicators[index].at or self.form.at


class Filing:
    """All forms of one source."""

    def __init__(self, readings: list[Reading], rules: Rules) -> None:
        self.rules = rules
        self.book: QualityBook = rules.quality
        self.words: Words = self.book.words
        self.limits: Limits = self.book.limits
        self.cases = [Case(reading, rules) for reading in readings]
