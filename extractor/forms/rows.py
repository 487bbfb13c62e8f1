"""Rows of the indicator table -> INDICATORs (K17 to K22)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.characters.fold import fold_text, squeeze, tidy
from extractor.forms.account import CellRole, Doubt
from extractor.forms.columns import LEVELS, Band, Head, doubtful
from extractor.forms.draft import Draft, Source
from extractor.forms.heads import band_levels, body_row, full_level1, width_of
from extractor.forms.money_years import year_word
from extractor.forms.packed import put_items
from extractor.forms.reading import Column, PrintedTotal
from extractor.forms.roles import OTHER, SURE
from extractor.forms.slices import SIGNOFF, Slice, header_roles
from extractor.model.document import Cell, Place
from extractor.model.filing import Indicator, Label, RunnerUp, Scope, Target
from extractor.values.target import parse_target
from extractor.words.items import items_of
from extractor.words.vocabulary import Vocabulary

if TYPE_CHECKING:
    from extractor.matching.matcher import MatchKind
    from extractor.words.rules import Rules

TOTAL_ROW = "other_total"
"""What a taught layout calls the first cell of its sum row (`header`)."""
_SAID_TOTAL = re.compile(r"^(?P<label>[\u4e00-\u9fff]{2,8})(?:\([^()]*\))?:?(?P<value>\d{1,3}(?:\.\d+)?)分?$")
_DOTS = re.compile(r"^[.…。·]{2,}$")
_CAPTIONS = frozenset({"block_indicators", "block_indicators_period"})
_LEFT = frozenset({"other", "definition", "direction"})
"""Columns that no key takes: their cells stand in `unmapped` under the column's head (K22)."""
_KEYS = {"operator": "target", "unit": "target"}
"""Columns whose text is part of another key."""
_FIRST_ROW = ("weight", "actual", "achieved_score")
_FURTHER = ("weight", "actual", "achieved_score", "deviation_reason", "note", "standard")


class RowReader:
    """Reads the rows under one band of heads into a draft."""

    def __init__(
        self, slice_: Slice, band: Band, words: Vocabulary, rules: Rules, draft: Draft, year: int | None
    ) -> None:
        self.slice, self.band, self.words, self.draft, self.year = slice_, band, words, draft, year
        self.rules = rules
        self.matcher, self.units = rules.matcher, rules.units.index
        self._first_col = min(h.col for h in band.heads)
        self._last: dict[int, dict[str, Label]] = {}
        """By group the labels in force, which merged and blank cells below go on with."""
        self._bands: dict[str, Cell] = {}
        """The bands over the whole width whose level words are in force."""
        self._named_level2: set[tuple[Scope, int]] = set()

    def read(self, top: int, bottom: int) -> int:
        """Read from `top` until the table ends; gives the first row that is not its own."""
        own: list[int] = []
        row = top
        while row < bottom:
            if row > top and (self._prints_heads_again(row) or header_roles(self.slice, row, self.words)):
                if not self._repeats_heads(row):
                    break
            elif not self._blank_row(row) and not self.total_row(row) and not self._level_band(row, own):
                if self._ends_at(row):
                    if not self._note_between(row, bottom):
                        break
                else:
                    own.append(row)
            row += 1
        for numbers in (
            [[n] for n in range(len(self.band.groups))]
            if self.band.halves or any(self.band.over)
            else [list(range(len(self.band.groups)))]
        ):
            for each in own:
                self._read_row(each, numbers)
        for each in own:
            self._leave_further(each)
        return row

    def _prints_heads_again(self, row: int) -> bool:
        """The row says under each head what the head says, whatever its words."""
        heads = {h.col: squeeze(h.cell.text) for h in self.band.heads if h.text}
        cells = [c for c in self.slice.starting(row) if c.text.strip() and c.col in heads]
        return len(cells) >= 3 and len(cells) * 2 > len(heads) and all(squeeze(c.text) == heads[c.col] for c in cells)

    def _repeats_heads(self, row: int) -> bool:
        """Take heads that are printed again (on a further page); False where they are another table's."""
        cells = [c for c in self.slice.starting(row) if c.text.strip()]
        again = self.band.flat and {squeeze(c.text) for c in cells} <= {squeeze(h.cell.text) for h in self.band.heads}
        beside = cells[0].col < self._first_col  # another block's
        if not again and (beside or header_roles(self.slice, row, self.words) or not self._prints_heads_again(row)):
            return False
        for cell in cells:
            self.draft.take(cell, "head")
            self.draft.labels.append((squeeze(cell.text), self.slice.grid.place(cell)))
        return True

    def _level_band(self, row: int, own: list[int]) -> bool:
        """A row that is nothing but a 一级 word over the whole width: in force for the rows below."""
        band = band_levels(self.slice, row, self.words)
        if band is not None and (band[1] is not None or self.band.headless):
            own.append(row)
            return True
        cell = full_level1(self.slice, row, self.words)
        if (
            cell is None
            or cell.col > self._first_col
            or cell.col + self._width(cell) <= self._first_col + 1
            and len(self.band.heads) > 1
        ):
            return False
        own.append(row)
        return True

    def _width(self, cell: Cell) -> int:
        """Columns that a 一级 word alone in its row stands over; under a head 一级指标 it may as well be a row left blank."""
        return cell.colspan if self.band.head("level1") is not None else width_of(self.slice, cell)

    def _note_between(self, row: int, bottom: int) -> bool:
        """Leave a 注 or caption that stands between two rows of the table, and go on behind it; False at the table's end."""
        cells = [c for c in self.slice.starting(row) if c.text.strip()]
        if len(cells) != 1 or cells[0].rowspan > 1 or self.words.starts_with_label(cells[0].text) or row + 1 >= bottom:
            return False
        goes_on = next(
            (
                r
                for r in range(row + 1, min(row + 4, bottom))
                if not self._blank_row(r) and len(self.slice.starting(r)) > 1
            ),
            None,
        )
        if (
            goes_on is None
            or header_roles(self.slice, goes_on, self.words)
            or self._ends_at(goes_on)
            or not (self.band.headless or body_row(self.slice, goes_on, self.words))
        ):
            return False
        self.draft.take(cells[0], "note")
        self.draft.leave(None, cells[0].text, self.slice.grid.place(cells[0]), "note")
        return True

    def take_heads(self) -> None:
        """Account for the head cells and note the columns."""
        place = self.slice.grid.place
        for head in self.band.heads:
            self.draft.take(head.cell, "head")
            if (decided := head.decision) is not None:
                rival = f"，其次“{self.words.role_name(decided.rival)}”，相差 {decided.margin}" if decided.rival else ""
                self.draft.account.explain(head.cell, f"读作“{self.words.role_name(head.role)}”：{decided.why}{rival}")
            if not head.role.startswith(("field:", "amount:")):
                role = "region" if head.role == "grade" else head.role
                self.draft.columns.append(Column(role, head.text, place(head.cell), head.region))  # type: ignore[arg-type]
            if head.role == "other" and head.text and not self.words.known(head.text):
                self.draft.leave(None, head.text, place(head.cell), "head")
            elif head.text:
                self.draft.labels.append((squeeze(head.cell.text), place(head.cell)))
        if (
            self.band.row > self.slice.top
            and (over := band_levels(self.slice, self.band.row - 1, self.words)) is not None
        ):
            self._set_levels(*over)
        for number, levels in enumerate(self.band.over):
            for role, cell in levels.items():
                self.draft.take(cell, "level")
                self.draft.labels.append((squeeze(cell.text), place(cell)))
                self._last.setdefault(number, {})[role] = self._label(squeeze(cell.text), role)
        self.draft.doubts.extend(self._column_doubt(head) for head in doubtful(self.band, self.words))
        if len(self.band.against) > 1 or self.band.widened is not None:
            self.draft.doubts.append(self._shifted_doubt())
        self.draft.doubts.extend(self._nameless_doubt(head) for head in self.band.nameless)
        for row in range(self.band.row, self.band.data_row):
            for cell in self.slice.starting(row):
                heads_others = (
                    cell.text.strip()
                    and cell.col + cell.colspan > self._first_col
                    and cell.rowspan <= self.band.data_row - row
                )
                if not self.draft.is_taken(cell) and (heads_others or self.words.header(cell.text) is not None):
                    self.draft.take(cell, "head")
                    self.draft.labels.append((squeeze(cell.text), place(cell)))

    def _column_doubt(self, head: Head) -> Doubt:
        """A column that could as well be read otherwise."""
        decision = head.decision
        assert decision is not None
        chosen, rival = self.words.role_name(head.role), self.words.role_name(decision.rival or OTHER)
        name = f"“{head.text}”一列" if head.text else f"第{head.col + 1}列（没有列名）"
        why = f"{name}按“{chosen}”读，也可能是“{rival}”，请核对这一列"
        margin = round(max(0.0, min(1.0, decision.margin / (2 * SURE))), 2)
        return Doubt(
            "doubtful-reading",
            "/indicators",
            why,
            self.slice.grid.place(head.cell),
            runner_up=rival,
            margin=margin,
            observed=head.text or None,
            part="indicators",
        )

    def _shifted_doubt(self) -> Doubt:
        """Heads that do not stand over what they name."""
        if (wide := self.band.widened) is not None:
            why = f"列名比列少一个，按“{wide.text}”占两列读，各列与列名才对得上，请对照原件核对。"
            return Doubt(
                "doubtful-reading",
                "/indicators",
                why,
                self.slice.grid.place(wide.cell),
                margin=0.5,
                part="indicators",
                observed=wide.text,
            )
        names = "、".join(f"“{h.text}”" for h in self.band.against)
        rows = range(self.band.row, self.slice.bottom)
        place = self.slice.grid.place
        cells = [c for row in rows for c in self.slice.starting(row) if c.text.strip() and c.col >= self._first_col]
        at: Place = {**place(self.band.against[0].cell), "parts": [place(c) for c in cells]}
        why = f"{names}各列的内容与列名对不上，列可能错位，请对照原件逐列核对。"
        return Doubt(
            "doubtful-reading", "/indicators", why, at, margin=0.1, grave=True, part="indicators", observed=names
        )

    def _nameless_doubt(self, head: Head) -> Doubt:
        """A column of names whose values stand in no column that was understood."""
        why = f"“{head.text}”一列是指标名称，没有找到与它对应的指标值一列，这些指标没有读出，请对照原件核对。"
        return Doubt(
            "doubtful-reading",
            "/indicators",
            why,
            self.slice.grid.place(head.cell),
            margin=0.2,
            grave=True,
            part="indicators",
            observed=head.text,
        )

    def _blank_row(self, row: int) -> bool:
        cells = self.slice.grid.owners()[row][self._first_col : self.slice.right or self.slice.grid.cols]
        return not any(c.text.strip() for c in cells if c is not None and c.col >= self._first_col)

    def total_row(self, row: int) -> bool:
        """Take a 合计 or 总分 row; False where the row is none."""
        cells = [c for c in self.slice.starting(row) if c.text.strip()]
        if (
            len(cells) == 1
            and (said := _SAID_TOTAL.match(fold_text(cells[0].text))) is not None
            and self.words.grammar.names_sum(said["label"])
        ):
            return self._said_total(cells[0], said)
        if (
            not cells
            or not self.words.grammar.names_sum(cells[0].text)
            and self.words.header(cells[0].text) != TOTAL_ROW
        ):
            return False
        place = self.slice.grid.place
        label = squeeze(cells[0].text)
        for role, what in (("weight", "weight"), ("achieved_score", "score")):
            head = self.band.head(role)  # type: ignore[arg-type]
            cell = self.slice.owner(row, head.col) if head else None
            if cell is not None and cell.row == row and cell is not cells[0] and cell.text.strip():
                self.draft.totals.append(PrintedTotal(what, tidy(cell.text), label, place(cell)))  # type: ignore[arg-type]
        for cell in cells:
            self.draft.take(cell, "label" if cell is cells[0] else "further")
            if cell is not cells[0]:
                self.draft.leave(label, cell.text, place(cell), "further")
        self.draft.labels.append((label, place(cells[0])))
        return True

    def _said_total(self, cell: Cell, said: re.Match[str]) -> bool:
        """总分：83 in one cell over the whole width."""
        place = self.slice.grid.place(cell)
        for role, what in (("weight", "weight"), ("achieved_score", "score")):
            if self.band.head(role) is not None:  # type: ignore[arg-type]
                self.draft.totals.append(PrintedTotal(what, said["value"], said["label"], place))  # type: ignore[arg-type]
        self.draft.take(cell, "further")
        self.draft.leave(said["label"], said["value"], place, "further")
        self.draft.labels.append((said["label"], place))
        return True

    def _ends_at(self, row: int) -> bool:
        """The row is no indicator row any more: it holds a field, a note, a conclusion."""
        cells = [c for c in self.slice.starting(row) if c.text.strip()]
        if not cells:
            return False
        name = self._name_cell(row)
        values = [self.slice.owner(row, h.col) for h in self._value_heads()]
        if name is not None and values and all(v is name for v in values):
            return not _DOTS.match(fold_text(name.text))
        if self._wider_than_row(name, values):
            return True
        while (
            len(cells) > 1
            and cells[0].col < self._first_col
            and (cells[0].rowspan > 1 or self.words.field(cells[0].text) in _CAPTIONS)
        ):
            cells = cells[1:]
        first = cells[0]
        if sum(self._signs_off(c) for c in cells) > 1 and all(c.row == row for c in cells):
            return True
        in_levels = any(
            h.role in ("level1", "level2") and first.col <= h.col < first.col + first.colspan for h in self.band.heads
        )
        if self.words.level1(first.text) or self.words.level2(first.text):
            return False
        known = self.words.field(first.text) is not None or self.words.starts_with_label(first.text)
        if first.col < self._first_col and first.row == row:
            return known or first.col + first.colspan > self._first_col
        return known and (in_levels or first.col == 0)

    def _wider_than_row(self, name: Cell | None, values: list[Cell | None]) -> bool:
        """A label over all the levels and a text over all the values (存在问题 | …): no indicator, whatever its words."""
        levels = [h for h in self.band.heads if h.role in LEVELS]
        if name is None or len(levels) < 2 or len(values) < 2 or name.col > self._first_col:
            return False
        return name.col + name.colspan > max(h.col for h in levels) and all(v is values[0] for v in values)

    def _signs_off(self, cell: Cell) -> bool:
        """A label of the sign-off, by a wording of the rule book or one like it."""
        if (identity := self.words.field(cell.text)) is not None:
            return identity in SIGNOFF
        if len(cell.text) > 14 or self.words.level1(cell.text) or self.words.level2(cell.text):
            return False
        likely = self.words.evidence.likely("field", cell.text)
        return likely is not None and likely.identity in SIGNOFF

    def _value_heads(self) -> list[Head]:
        wanted = ("target", "actual", "region", "grade", "weight")
        return [h for h in self.band.heads if h.role in wanted]

    def _name_cell(self, row: int) -> Cell | None:
        head = self.band.head("level3") or self.band.head("level2") or self.band.head("level1")
        return self.slice.owner(row, head.col) if head else None

    def _read_row(self, row: int, numbers: list[int]) -> None:
        """The groups `numbers` of one row."""
        if (levels := band_levels(self.slice, row, self.words)) is not None:
            self._set_levels(*levels)
            return
        if (
            (band := full_level1(self.slice, row, self.words)) is not None
            and len([c for c in self.slice.starting(row) if c.text.strip()]) == 1
            and self._width(band) > 1
        ):
            self._set_level1(band)
            return
        for number in numbers:
            scope, group = self.band.groups[number]
            cells = {
                role: cell for role, head in group.items() if (cell := self.slice.owner(row, head.col)) is not None
            }
            own = [c for c in cells.values() if c.row == row]
            if own and not self._goes_on(row, cells) and not self._values_in_names(row, number, group, cells):
                self._read_group(row, number, group, cells)

    def _set_level1(self, cell: Cell) -> None:
        self._set_levels(cell, cell.text, None)

    def _set_levels(self, cell: Cell, level1: str | None, level2: str | None) -> None:
        """Level words over the whole width are in force for all groups; a 一级 alone is kept as printed."""
        self.draft.take(cell, "level")
        self.draft.labels.append((squeeze(cell.text), self.slice.grid.place(cell)))
        if level1 is not None:
            self._bands = {"level1": cell}
        if level2 is not None:
            self._bands["level2"] = cell
        for number in range(len(self.band.groups)):
            last = self._last.setdefault(number, {})
            if level1 is not None:
                last.clear()
                last["level1"] = self._label(squeeze(cell.text if level2 is None else level1), "level1")
            if level2 is not None:
                last["level2"] = self._label(level2, "level2")

    def _goes_on(self, row: int, cells: dict[str, Cell]) -> bool:
        """A row whose name and value reach down from the row above: what it holds of its own belongs to that indicator."""
        name, value = cells.get("level3"), cells.get("target")
        if (
            name is None
            or value is None
            or name.row == row
            or value.row == row
            or not name.text.strip()
            or not self.draft.indicators
        ):
            return False
        above, places = self.draft.indicators[-1], self.draft.cells_at[-1]
        if places.get("level3") != self.slice.grid.place(name):
            return False
        for role, cell in cells.items():
            if cell.row != row or not cell.text.strip():
                continue
            if role not in _FURTHER:
                return False
            before = getattr(above, role)
            setattr(above, role, f"{before}\n{tidy(cell.text)}" if before else tidy(cell.text))
            self.draft.take(cell, "value", f"/indicators/{len(self.draft.indicators) - 1}/{role}")
        return True

    def _values_in_names(self, row: int, number: int, group: dict[str, Head], cells: dict[str, Cell]) -> bool:
        """泵站数量：≥9座 in the name column of a table that prints no heads and has no column for values."""
        name = cells.get("level3")
        if not self.band.headless or "target" in group or self.band.regions or name is None or name.row != row:
            return False
        found = items_of(name.text, self.words, beside_level=True)
        if found is None:
            return False
        labels = self._levels(row, group, cells, self._last.setdefault(number, {}))
        raws = [label.raw if (label := labels[role]) is not None else None for role in ("level1", "level2")]
        first, place = len(self.draft.indicators), self.slice.grid.place(name)
        put_items(
            found, Source(place, name, self.slice.grid), self.draft, self.words, self.rules, self.year, raws[0], raws[1]
        )
        for role, cell in cells.items():
            for index in range(first, len(self.draft.indicators)):
                self.draft.take(
                    cell, "level" if role in ("level1", "level2") else "value", f"/indicators/{index}/{role}"
                )
        return True

    def _leave_further(self, row: int) -> None:
        """Columns that no key takes."""
        place = self.slice.grid.place
        for head in self.band.heads:
            if head.role in _LEFT:
                cell = self.slice.owner(row, head.col)
                if cell is not None and cell.row == row and not self.draft.is_taken(cell):
                    role: CellRole = "further" if self._is_known(head) else "unread"
                    self.draft.take(cell, role)
                    self.draft.leave(head.text or None, cell.text, place(cell), role)

    def _is_known(self, head: Head) -> bool:
        """A column whose head the rule books know, though no key takes it (K22)."""
        over = self.slice.owner(self.band.row, head.col)
        told = head.decision is not None and head.decision.understood
        kept = over is not None and (self.words.header(over.text) or "").startswith("other_")
        kept = kept or year_word(head.cell.text, self.words, self.year) == "past"  # 2023年实际值
        return (
            told
            or kept
            or head.exact
            or head.role != "other"
            or self.words.known(head.cell.text)
            or self.words.known(head.text)
        )

    def _read_group(self, row: int, number_: int, group: dict[str, Head], cells: dict[str, Cell]) -> None:
        scope = self.band.groups[number_][0]
        labels = self._levels(row, group, cells, self._last.setdefault(number_, {}))
        for role in _FIRST_ROW:  # K34: a merged cell belongs to its first row
            if role in cells and cells[role].row != row:
                del cells[role]
        texts = {role: tidy(cell.text) for role, cell in cells.items()}
        named = bool(labels["level3"] and labels["level3"].raw)
        target = self._target(row, texts, labels, named)
        filled = named or bool(target.raw) or any(texts.get(role) for role in ("actual", "standard", "weight"))
        by_name = labels["level3"] is None and labels["level2"] is not None  # the name column holds the 二级 words
        level2_cell = cells.get("level2") or (cells.get("level3") if by_name else None) or cells.get("level1")
        key = (scope, id(level2_cell))
        spare = not filled and (
            level2_cell is None
            or not level2_cell.text.strip()
            or key in self._named_level2
            or self._later_filled(level2_cell, group, row)
        )
        self._take(row, cells, None if spare else len(self.draft.indicators))
        if spare:
            return
        self._named_level2.add(key)
        anchor = cells.get("level3") or cells.get("target") or cells.get("level2") or next(iter(cells.values()))
        number = len(self.draft.indicators)
        further = {role: texts.get(role) if role in group else None for role in _FURTHER}
        self.draft.indicators.append(
            Indicator(
                labels["level1"],
                labels["level2"],
                labels["level3"],
                target,
                scope,
                at=self.slice.grid.place(anchor),
                **further,
            )
        )
        over = self.band.over[number_] if self.band.over else {}
        bands: dict[str, Cell] = {role: c for role, c in (*over.items(), *self._bands.items()) if role not in group}
        for role, cell in bands.items():
            self.draft.take(cell, "level", f"/indicators/{number}/{role}")
        places: dict[str, Place] = {role: self.slice.grid.place(cell) for role, cell in {**bands, **cells}.items()}
        self.draft.cells_at.append(places)
        self.draft.cells.append({role: cell.text.strip() for role, cell in cells.items()})
        for role, cell in cells.items():
            self.draft.doubt(f"/indicators/{number}/{_KEYS.get(role, role)}", cell)

    def _take(self, row: int, cells: dict[str, Cell], number: int | None) -> None:
        """Account for the cells of a row: of indicator `number`, or of a spare line without one."""
        for role, cell in cells.items():
            if role in _LEFT:
                continue
            if role in LEVELS:
                self.draft.take(
                    cell,
                    "level" if role != "level3" else "value",
                    None if number is None else f"/indicators/{number}/{role}",
                )
            elif number is not None:
                self.draft.take(cell, "value", f"/indicators/{number}/{_KEYS.get(role, role)}")
            elif not cell.text.strip() or cell.row == row and not self.draft.is_taken(cell):
                self.draft.take(cell, "unread")
                self.draft.leave(self.band.heads_text(role), cell.text, self.slice.grid.place(cell))
        for head in self.band.regions:
            value = self.slice.owner(row, head.col)
            if value is not None:
                self.draft.take(value, "value", f"/indicators/{number or 0}/target")

    def _later_filled(self, level2: Cell | None, group: dict[str, Head], row: int) -> bool:
        """A blank row whose merged 二级 cell has filled rows below it: only a spare line."""
        if level2 is None or level2.rowspan == 1 or "level3" not in group:
            return False
        for later in range(row + 1, min(level2.row + level2.rowspan, self.slice.bottom)):
            cell = self.slice.owner(later, group["level3"].col)
            if cell is not None and cell.text.strip():
                return True
        return False

    def _levels(
        self, row: int, group: dict[str, Head], cells: dict[str, Cell], last: dict[str, Label]
    ) -> dict[str, Label | None]:
        """The three labels of a row, merged and blank cells filled down within the block."""
        result: dict[str, Label | None] = dict.fromkeys(LEVELS)
        new_level1 = False
        for role in LEVELS:
            if role not in group:
                if role != "level3" and role in last:
                    result[role] = last[role]  # a band over the whole width
                continue
            cell = cells.get(role)
            raw = squeeze(cell.text) if cell is not None else ""
            if (
                role == "level1"
                and "level2" not in group
                and raw
                and self.words.level2(raw)
                and (not self.words.level1(raw) or self._second_words(group, raw))
            ):
                result["level2"] = self._label(raw, "level2")
                last.pop("level1", None)
                continue
            if (
                role == "level3"
                and "level2" not in group
                and raw
                and result["level2"] is None
                and self._only_words(group)
            ):
                result["level2"] = self._label(raw, "level2")
                continue
            if role == "level2" and "level1" not in group and self._only_level1(raw):
                last.clear()  # 二、效益指标 beside a remark: a band all the same
                last["level1"] = result["level1"] = self._label(raw, "level1")
                continue
            if raw:
                label = self._label(raw, role)
                if role == "level1" and (previous := last.get("level1")) is not None and previous.raw != raw:
                    last.pop("level2", None)
                new_level1 = new_level1 or role == "level1" and cell is not None and cell.row == row
                last[role] = label
                result[role] = label
            elif role in ("level1", "level2") and role in last and not (role == "level2" and new_level1):
                result[role] = last[role]
            else:
                result[role] = Label("")
        return result

    def _only_level1(self, raw: str) -> bool:
        return bool(raw) and self.words.level1(raw) is not None and self.words.level2(raw) is None

    def _second_words(self, group: dict[str, Head], raw: str) -> bool:
        """The only level column holds 二级 words (数量指标, 成本指标), none that is a 一级 word alone (K18)."""
        entry = self.words.level_entry("level2", raw)
        if entry is None or entry.canonical.removesuffix("指标") != raw.removesuffix("指标"):
            return False
        col = group["level1"].col
        rows = range(self.band.data_row, self.slice.bottom)
        texts = {c.text for r in rows if (c := self.slice.owner(r, col)) is not None and c.row == r and c.text.strip()}
        second = [t for t in texts if self.words.level2(t) is not None and self.words.level1(t) is None]
        return bool(second) and not any(
            self.words.level1(t) is not None and self.words.level2(t) is None for t in texts
        )

    def _only_words(self, group: dict[str, Head]) -> bool:
        """The name column holds nothing but 二级 words (质量, 时效): the form has no 三级 (K18)."""
        col = group["level3"].col
        texts = [
            c.text
            for r in range(self.band.data_row, self.slice.bottom)
            if (c := self.slice.owner(r, col)) is not None and c.text.strip() and c.row == r
        ]
        rows = [t for t in texts if len(t) < 16]
        return (
            bool(rows)
            and sum(self.words.level2(t) is not None for t in rows) * 10 >= len(texts) * 6
            and all(self.words.level2(t) is not None for t in rows[: max(1, len(rows) // 2)])
        )

    def _label(self, raw: str, kind: MatchKind) -> Label:
        found = self.matcher.match(raw, kind)
        if found.canonical is None and kind in ("level1", "level2"):
            entry = self.words.level_entry(kind, raw)
            if entry is not None:
                return Label(raw, entry.canonical, entry.code, 1.0, "alias")
        runner = RunnerUp(*found.runner_up) if found.runner_up else None
        if found.canonical is None:
            return Label(raw, None, None, 0.0, "none", runner)
        return Label(raw, found.canonical, found.code, round(found.score, 4), found.method, runner)

    def _target(self, row: int, texts: dict[str, str], labels: dict[str, Label | None], named: bool) -> Target:
        level3, level2 = labels["level3"], labels["level2"]
        name = level3.raw if level3 else None
        second = (level2.canonical or level2.raw) if level2 else None
        if self.band.regions:
            return self._regional(row, name, second)
        sign, unit = texts.get("operator"), texts.get("unit")
        if not named and not texts.get("target"):
            return Target("")
        return parse_target(
            texts.get("target", ""), sign=sign, unit=unit, label=name, year=self.year, level2=second, units=self.units
        )

    def _regional(self, row: int, name: str | None, level2: str | None) -> Target:
        """K19: one part per region column, the cells joined by "；"."""
        parts: list[Target] = []
        for head in self.band.regions:
            cell = self.slice.owner(row, head.col)
            part = parse_target(
                tidy(cell.text) if cell else "", label=name, year=self.year, level2=level2, units=self.units
            )
            parts.append(
                Target(
                    part.raw,
                    part.kind,
                    part.operator,
                    part.value,
                    part.low,
                    part.high,
                    part.unit,
                    part.date,
                    part.approximate,
                    part.parts,
                    head.region,
                )
            )
        joint = "/" if self.band.regions[0].role == "grade" else "；"
        raw = joint.join(p.raw for p in parts)
        return Target(raw if raw.strip(joint) else "", "compound" if raw.strip(joint) else "empty", parts=parts)
