"""Rows of the indicator table -> INDICATORs (K17 to K22)."""

from __future__ import annotations

from extractor.characters.fold import squeeze, tidy
from extractor.forms.band import FURTHER, LEVELS, Band, Head, key_of
from extractor.forms.body_rows import band_levels, full_level1
from extractor.forms.draft import Draft, Source
from extractor.forms.execution_row import read_execution_of_row
from extractor.forms.further_columns import LEFT, FurtherColumns
from extractor.forms.goal_columns import read_goal_columns
from extractor.forms.half_levels import are_halves, captions_of_halves, halves_of_their_own, parent_of
from extractor.forms.head_doubts import head_doubts
from extractor.forms.heads import behind_caption
from extractor.forms.likeness import header_roles
from extractor.forms.packed import put_items
from extractor.forms.points_cell import points_and_reason
from extractor.forms.reading import Column
from extractor.forms.row_levels import RowLevels
from extractor.forms.row_target import target_of
from extractor.forms.scopes import scope_beside, scoped_groups
from extractor.forms.slices import Slice
from extractor.forms.stacked import joined_parts, second_line, stacked_parts
from extractor.forms.table_rows import TableRows
from extractor.model.document import Cell, Place
from extractor.model.filing import Indicator, Label, Scope
from extractor.words.items import items_of
from extractor.words.vocabulary import Vocabulary

_FIRST_ROW = ("weight", "actual", "achieved_score")


class RowReader:
    """Reads the rows under one band of heads into a draft."""

    def __init__(self, slice_: Slice, band: Band, words: Vocabulary, draft: Draft, year: int | None) -> None:
        self.slice, self.band, self.words, self.draft, self.year = slice_, band, words, draft, year
        self.units = words.units
        self.table = TableRows(slice_, band, words, draft)
        self.levels = RowLevels(slice_, band, words)
        self._first_col = self.table.first_col
        self._last: dict[int, dict[str, Label]] = {}
        """By group the labels in force, which merged and blank cells below go on with."""
        self._bands: dict[str, Cell] = {}
        """The bands over the whole width whose level words are in force."""
        self._alone: frozenset[int] = frozenset()
        """Groups whose 二级 words tell their 一级."""
        self._named_level2: set[tuple[Scope, int]] = set()

    def read(self, top: int, bottom: int) -> int:
        """Read from `top` until the table ends; gives the first row that is not its own."""
        own: list[int] = []
        row = top
        while row < bottom:
            if row > top and (self.table.prints_heads_again(row) or header_roles(self.slice, row, self.words)):
                if not self.table.repeats_heads(row):
                    break
            elif not (
                self.table.number_row(row)
                or self.table.blank_row(row)
                or self.table.total_row(row)
                or self.table.level_band(row, own)
                or read_execution_of_row(self.slice, self.band, row, self.words, self.draft)
            ):
                if self.table.ends_at(row):
                    if not self.table.note_between(row, bottom):
                        break
                else:
                    own.append(row)
            row += 1
        halves = are_halves(self.slice, self.band, own, self.words)
        if halves:
            groups = [group for _, group in self.band.groups]
            self.band.groups = scoped_groups(groups, self.slice, self.band.row, self.words, halves=True)
        self._alone = halves_of_their_own(self.slice, self.band, own, self.words)
        for numbers in (
            [[n] for n in range(len(self.band.groups))]
            if self.band.halves or halves or any(self.band.over)
            else [list(range(len(self.band.groups)))]
        ):
            for each in own:
                self._read_row(each, numbers)
        read_goal_columns(self.slice, self.band, own, self.words, self.draft)
        aside = FurtherColumns(self.slice, self.band, self.words, self.draft, self.year)
        for each in own:
            aside.leave(each)
        return row

    def take_heads(self) -> None:
        """Account for the head cells and note the columns."""
        place = self.slice.grid.place
        for head in self.band.heads:
            self.draft.take(head.cell, "head")
            if (decided := head.decision) is not None:
                rival = f"，其次“{self.words.role_name(decided.rival)}”，相差 {decided.margin}" if decided.rival else ""
                self.draft.account.explain(head.cell, f"读作“{self.words.role_name(head.role)}”：{decided.why}{rival}")
            self._note_column(head)
            if head.role == "other" and head.text and not self.words.known(head.text):
                self.draft.leave(None, head.text, place(head.cell), "head")
            elif head.text:
                self.draft.labels.append((squeeze(head.cell.text), place(head.cell)))
        for above in range(self.band.row - 1, max(self.band.row - 3, self.slice.top - 1), -1):
            if (over := band_levels(self.slice, above, self.words)) is not None:
                self._set_levels(*over)
            if over is not None or behind_caption(self.slice, above, self.words) == above:
                break
        for cell in captions_of_halves(self.slice, self.band, self.words):
            if not self.draft.is_taken(cell):
                self.draft.label(self.slice.grid, cell, "block")
        for number, levels in enumerate(self.band.over):
            for role, cell in levels.items():
                self.draft.label(self.slice.grid, cell, "level")
                self._last.setdefault(number, {})[role] = self.levels.label(squeeze(cell.text), role)
        self.draft.doubts.extend(head_doubts(self.slice, self.band, self.words))
        for row in range(self.band.row, self.band.data_row):
            for cell in self.slice.starting(row):
                heads_others = (
                    cell.text.strip()
                    and cell.col + cell.colspan > self._first_col
                    and cell.rowspan <= self.band.data_row - row
                )
                if not self.draft.is_taken(cell) and (heads_others or self.words.header(cell.text) is not None):
                    self.draft.label(self.slice.grid, cell, "head")

    def _note_column(self, head: Head) -> None:
        """The roles of a column, two where its cells hold two values each."""
        if head.role.startswith(("field:", "amount:")):
            return
        also = ("actual",) if head is self.band.stacked else self.band.joined.get(head.col, ())
        place = self.slice.grid.place(head.cell)
        for role in dict.fromkeys(("region" if head.role == "grade" else head.role, *also)):
            self.draft.columns.append(Column(role, head.text, place, head.region))

    def _read_row(self, row: int, numbers: list[int]) -> None:
        """The groups `numbers` of one row."""
        if (levels := band_levels(self.slice, row, self.words)) is not None:
            self._set_levels(*levels)
            return
        if (
            (band := full_level1(self.slice, row, self.words)) is not None
            and len(self.slice.filled(row)) == 1
            and self.table.width(band) > 1
        ):
            self._set_level1(band)
            return
        for number in numbers:
            scope, group = self.band.groups[number]
            cells = {
                role: cell for role, head in group.items() if (cell := self.slice.owner(row, head.col)) is not None
            }
            own = [c for c in cells.values() if c.row == row]
            if own and second_line(self.slice, self.band, row, cells, self.draft, self.words, self.year):
                continue
            if own and not self._goes_on(row, cells) and not self._values_in_names(row, number, group, cells):
                self._read_group(row, number, group, cells)

    def _set_level1(self, cell: Cell) -> None:
        self._set_levels(cell, cell.text, None)

    def _set_levels(self, cell: Cell, level1: str | None, level2: str | None) -> None:
        """Level words over the whole width are in force for all groups; a 一级 alone is kept as printed."""
        self.draft.label(self.slice.grid, cell, "level")
        if level1 is not None:
            self._bands = {"level1": cell}
        if level2 is not None:
            self._bands["level2"] = cell
        for number in range(len(self.band.groups)):
            last = self._last.setdefault(number, {})
            if level1 is not None:
                last.clear()
                last["level1"] = self.levels.label(squeeze(cell.text if level2 is None else level1), "level1")
            if level2 is not None:
                last["level2"] = self.levels.label(level2, "level2")

    def _goes_on(self, row: int, cells: dict[str, Cell]) -> bool:
        """A row whose name and value reach down from the row above: what it holds of its own
        belongs to that indicator.
        """
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
            if cell.row != row or not cell.text.strip() or role in LEFT:
                continue  # what no key takes says nothing of a further indicator
            if role not in FURTHER:
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
        labels = self.levels.of(row, group, cells, self._last.setdefault(number, {}))
        raws = [label.raw if (label := labels[role]) is not None else None for role in ("level1", "level2")]
        first, place = len(self.draft.indicators), self.slice.grid.place(name)
        put_items(found, Source(place, name), self.draft, self.words, self.year, raws[0], raws[1])
        for role, cell in cells.items():
            for index in range(first, len(self.draft.indicators)):
                self.draft.take(
                    cell, "level" if role in ("level1", "level2") else "value", f"/indicators/{index}/{role}"
                )
        return True

    def _read_group(self, row: int, number_: int, group: dict[str, Head], cells: dict[str, Cell]) -> None:
        scope = self.band.groups[number_][0]
        if len(self.band.groups) == 1:
            scope = scope_beside(self.slice, group, row, self.band.row, self.words) or scope
        labels = self.levels.of(row, group, cells, self._last.setdefault(number_, {}))
        if number_ in self._alone:
            cells.pop("level1", None)
            first = parent_of(second.raw, self.words) if (second := labels["level2"]) is not None else None
            labels["level1"] = self.levels.label(first, "level1") if first is not None else None
        for role in _FIRST_ROW:  # K34: a merged cell belongs to its first row
            if role in cells and cells[role].row != row:
                del cells[role]
        texts = {role: tidy(cell.text) for role, cell in cells.items()}
        stacked = stacked_parts(self.slice, self.band, row, self.words)
        if stacked:
            texts |= {"target": "", **{role: text for role, (_, text) in stacked.items()}}
        named = bool(labels["level3"] and labels["level3"].raw)
        joined = joined_parts(self.slice, self.band, row, self.draft)
        texts |= {role: text for role, (_, text) in joined.items()}
        target = target_of(self.slice, self.band, row, texts, labels, named=named, year=self.year, units=self.units)
        filled = named or bool(target.raw) or any(texts.get(role) for role in ("actual", "standard", "weight"))
        by_name = labels["level3"] is None and labels["level2"] is not None  # the name column holds the 二级 words
        level2_cell = cells.get("level2") or (cells.get("level3") if by_name else None) or cells.get("level1")
        key = (scope, id(level2_cell))
        spare = not filled and self._is_spare(level2_cell, key, group, row)
        self._take(row, cells, None if spare else len(self.draft.indicators))
        if spare:
            return
        self._named_level2.add(key)
        anchor = cells.get("level3") or cells.get("target") or cells.get("level2") or next(iter(cells.values()))
        number = len(self.draft.indicators)
        further = {role: texts.get(role) if role in group else None for role in FURTHER}
        further |= {role: text for role, (_, text) in joined.items() if role != "target"}
        if stacked:
            further["actual"] = texts.get("actual")
            self.draft.labels.extend((label, self.slice.grid.place(cells["target"])) for label, _ in stacked.values())
        divided = points_and_reason(further, group, cells, self.words)
        at = self.slice.grid.place(anchor)
        indicator = Indicator(labels["level1"], labels["level2"], labels["level3"], target, scope, at=at, **further)
        over = self.band.over[number_] if self.band.over else {}
        bands: dict[str, Cell] = {role: c for role, c in (*over.items(), *self._bands.items()) if role not in group}
        for role, cell in bands.items():
            self.draft.take(cell, "level", f"/indicators/{number}/{role}")
        places: dict[str, Place] = {role: self.slice.grid.place(cell) for role, cell in {**bands, **cells}.items()}
        places |= {role: self.slice.grid.place(cell) for role, (cell, _) in joined.items()}
        places |= {"actual": places["target"]} if "actual" in stacked else {}
        places |= {role: places[held] for role, held in divided.items()}
        self.draft.add_indicator(indicator, places, {role: cell.text.strip() for role, cell in cells.items()})
        for role, cell in cells.items():
            self.draft.doubt(f"/indicators/{number}/{key_of(role)}", cell)

    def _is_spare(self, level2_cell: Cell | None, key: tuple[str, int], group: dict[str, Head], row: int) -> bool:
        """Whether a row that holds nothing is a line left over of its 二级, not one to be filled."""
        if level2_cell is None or not level2_cell.text.strip():
            return True
        return key in self._named_level2 or self._later_filled(level2_cell, group, row)

    def _take(self, row: int, cells: dict[str, Cell], number: int | None) -> None:
        """Account for the cells of a row: of indicator `number`, or of a spare line without one."""
        for role, cell in cells.items():
            if role in LEFT:
                continue
            if role in LEVELS:
                self.draft.take(
                    cell,
                    "level" if role != "level3" else "value",
                    None if number is None else f"/indicators/{number}/{role}",
                )
            elif number is not None and not (role == "target" and self.band.regions):
                self.draft.take(cell, "value", f"/indicators/{number}/{key_of(role)}")
            elif not cell.text.strip() or cell.row == row and not self.draft.is_taken(cell):
                self.draft.set_aside(self.slice.grid, cell, self.band.heads_text(role), "unread")
        for head in self.band.regions:
            value = self.slice.owner(row, head.col)
            if value is not None:
                self.draft.take(value, "value", f"/indicators/{number or 0}/target")

    def _later_filled(self, level2: Cell, group: dict[str, Head], row: int) -> bool:
        """A blank row whose merged 二级 cell has filled rows below it: only a spare line."""
        if "level3" not in group:
            return False
        below = range(row + 1, level2.row + level2.rowspan)
        cells = (self.slice.owner(later, group["level3"].col) for later in below)
        return any(cell is not None and cell.text.strip() for cell in cells)
