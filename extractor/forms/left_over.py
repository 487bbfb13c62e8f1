"""What a left-over text is: a note, a hint, a caption, page furniture, a cell of a table of
tasks; else it is unread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from extractor.characters.fold import fold_text
from extractor.forms.account import Account, CellRole, Extent, Left
from extractor.forms.text_kinds import (
    BRACKET,
    CAPTION,
    NUMBERED,
    SENTENCE,
    by_words,
    notes_among,
    says_something,
    without_unit,
)
from extractor.model.document import Cell, Grid
from extractor.values.looks import DATE, MONEY_ALONE, PAGE_NUMBER, has_figure, is_sum
from extractor.words.inline import pairs_of
from extractor.words.vocabulary import Vocabulary

_HEADS = frozenset({"label", "head", "block"})
_OPEN = frozenset({"unread", "further"})
_OF_INDICATORS = frozenset({"level1", "level2", "level3", "operator", "target", "weight", "achieved_score"})
"""Heads that stand over indicators: their row heads no table of tasks."""
_Step = Callable[[Grid, Cell], Cell | None]
"""`Grid.above` or `Grid.below`."""


class Explainer:
    """Looks at the left-over texts of one form in its surroundings."""

    def __init__(self, account: Account, extent: Extent, words: Vocabulary) -> None:
        self.account, self.words = account, words
        self.grids = {grid.table: grid for grid, _, _ in extent.rows}
        self._lines = {id(free.at): free for free in extent.lines}
        self._of_rows = Counter((f.at.get("table"), f.at.get("row")) for f in extent.lines if "row" in f.at)
        """Lines that are cells of one row."""
        self._notes = {id(free) for free in notes_among(extent.lines, words)}
        self._side: dict[tuple[int, int], bool] = {}
        self._rows = {
            (grid.table, cell.row)
            for grid, cell in extent.cells()
            if account.role(cell) == "value" and account.feeds(cell, "/indicators/")
        }
        """Rows of which a cell feeds an indicator."""
        self._texts: dict[tuple[int, int], bool] = {}

    def explain(self, left: Left) -> None:
        """Give a left-over text the role it has by its own words or its place; `unread` stays where there is none."""
        free = self._lines.get(id(left.entry.at))
        if free is not None:
            role = self._line(left, id(free) in self._notes)
            if role is not None:
                left.role = role
                if self.account.role(free) == "unread":
                    self.account.change(free, role)
            return
        grid, cell = self.cell_of(left)
        role = by_words(left.entry.text, self.words.grammar)
        if role in ("decoration", "hint") and grid is not None and cell is not None and self._among_rows(grid, cell):
            role = None
        if role is None and grid is not None and cell is not None and self.account.role(cell) == "unread":
            role = self._by_place(left, grid, cell)
        if role is None:
            return
        left.role = role
        if grid is not None and cell is not None and self.account.role(cell) == "unread":
            self.account.change(cell, role)
            beside = _label_beside(grid, cell, left.entry.label)
            if beside is not None and self.account.role(beside) == "unread" and not self._under_unread(grid, beside):
                self.account.change(beside, "further")  # it shares the fate of its value

    def cell_of(self, left: Left) -> tuple[Grid | None, Cell | None]:
        """The cell a left-over text stands in."""
        at = left.entry.at
        grid = self.grids.get(at.get("table", -1))
        if grid is None or not (0 <= at.get("row", -1) < grid.rows and 0 <= at.get("col", -1) < grid.cols):
            return None, None
        return grid, grid.owner(at["row"], at["col"])

    def _line(self, left: Left, in_notes: bool) -> CellRole | None:
        if in_notes:
            return "note"
        role = by_words(left.entry.text, self.words.grammar)
        folded = fold_text(left.entry.text)
        at = left.entry.at
        if self._of_rows[at.get("table"), at.get("row")] > 1 and role != "decoration":
            return role  # cells side by side on a row of a table: none is a heading or a page's number
        if role is None and PAGE_NUMBER.fullmatch(folded):
            return "decoration"
        if role is not None or left.entry.label is not None:
            return role
        if len(folded) <= CAPTION and not SENTENCE.search(folded) and ":" not in folded:
            return "heading"
        return None

    def _by_place(self, left: Left, grid: Grid, cell: Cell) -> CellRole | None:
        folded = without_unit(cell.text)
        if self._says_levels(folded):
            return None  # the level of rows that were read without it
        if (
            left.entry.label is None
            and not self.words.grammar.names_organisation(folded)
            and _alone(grid, cell)
            and len(folded) <= CAPTION
            and not SENTENCE.search(folded)
            and ":" not in folded.rstrip(":")  # 编报单位：青山县水利局 is no caption
            and not has_figure(NUMBERED.sub("", folded))
        ):
            return None if self._between_stacked(grid, cell) else "block"
        if self._goes_on_with_note(grid, cell):
            return "note"
        if self._among_rows(grid, cell):
            return None  # of a column that nobody understood, its last row too
        if not self._is_value_of(left, grid, cell) and self._heads_labels(grid, cell):
            return "block"
        if self._names_table(grid, cell) or self._before_list(grid, cell):
            return "block"
        if self._beside_block(grid, cell):
            return "further"
        if self.words.grammar.heads_year(folded) and self._over_figures(grid, cell):
            return "head"
        beside = grid.left_of(cell)
        if (
            DATE.match(folded)
            and self._signs_off(grid, cell)
            and (beside is None or self.account.role(beside) != "unread")
            and not self._under_unread(grid, cell)
        ):
            return "signoff"
        head = self._head_over(grid, cell)
        if head is not None and self.words.is_word(head.text) and self._heads_tasks(grid, head):
            return None if beside is not None and has_figure(cell.text) and self._unknown(beside) else "further"
        return "further" if self._in_table_of_texts(grid, cell) else None

    def _among_rows(self, grid: Grid, cell: Cell) -> bool:
        """It stands on one row of indicators, under no head that is known, or on a row of several figures left over."""
        if cell.rowspan > 1:
            return False
        if (grid.table, cell.row) in self._rows:
            head = self._head_over(grid, cell)
            return head is None or not self.words.is_word(head.text)
        return sum(self.account.role(c) == "unread" and has_figure(c.text) for c in _others(grid, cell)) > 1

    def _between_stacked(self, grid: Grid, cell: Cell) -> bool:
        """A value alone over it and a label alone under it, as wide as it is: labels stand over their values here, and
        which of the two is the value is not told; nor is it of several such texts that nobody read.
        """
        above, over = self._end_of_stack(grid, cell, Grid.above)
        below, under = self._end_of_stack(grid, cell, Grid.below)
        if below is None or self.account.role(below) != "label":
            return False
        if above is not None and self.account.role(above) in ("value", "further"):
            return True
        value = self._next_in_stack(grid, below, Grid.below)
        return over + under > 0 and value is not None and self.account.role(value) == "value"

    def _end_of_stack(self, grid: Grid, cell: Cell, step: _Step) -> tuple[Cell | None, int]:
        """The first cell above or under it, as wide as it is, that was read, and how many unread ones lie between."""
        here, between = self._next_in_stack(grid, cell, step), 0
        while here is not None and self.account.role(here) == "unread":
            here, between = self._next_in_stack(grid, here, step), between + 1
        return here, between

    @staticmethod
    def _next_in_stack(grid: Grid, cell: Cell, step: _Step) -> Cell | None:
        there = step(grid, cell)
        return there if there is not None and there.as_wide_as(cell) else None

    def _says_levels(self, folded: str) -> bool:
        """数量指标; 一、产出指标; 产出指标——数量指标."""
        folded = BRACKET.sub("", folded)
        parts = [part for part in NUMBERED.sub("", folded).strip(":").replace("—", "-").split("-") if part]
        return bool(parts) and all(self.words.names_level(part) for part in parts)

    def _is_value_of(self, left: Left, grid: Grid, cell: Cell) -> bool:
        """It stands beside the label that it is kept under: the value of a label that nobody knows."""
        beside = _label_beside(grid, cell, left.entry.label)
        return beside is not None and self.account.role(beside) in _OPEN

    def _goes_on_with_note(self, grid: Grid, cell: Cell) -> bool:
        """A numbered text alone in its row, right under a 注 that stands alone in its own (注：1.… / 2.…)."""
        if not _alone(grid, cell) or not NUMBERED.match(fold_text(cell.text)):
            return False
        above = grid.above(cell)
        return (
            above is not None
            and _alone(grid, above)
            and (self.words.grammar.asides.is_note(fold_text(above.text)) or self.account.role(above) == "note")
        )

    def _heads_labels(self, grid: Grid, cell: Cell) -> bool:
        """A block's label, told by its place: all that stands right of it, or right under it, are labels or heads."""
        folded = without_unit(cell.text)
        if len(folded) > CAPTION or ":" in folded.rstrip(":") or says_something(cell.text) or MONEY_ALONE.match(folded):
            return False
        if self.words.grammar.names_organisation(folded) or self._is_under_label(grid, cell):
            return False  # the value of a label that nobody knows
        beside, under = grid.left_of(cell), grid.below(cell)
        if beside is not None and (self._unknown(beside) or self._heads_nothing(grid, beside)):
            return False  # the value of a label that nobody knows
        right = _right_of(grid, cell)
        last = cell.row + cell.rowspan
        below = grid.owners()[last][cell.col : cell.col + cell.colspan] if last < grid.rows else []
        if cell.rowspan == 1 and under is not None and under.text.strip() and self.account.role(under) in _OPEN:
            return False  # what stands under it may be its value
        values = right and right[0] is not None and self.account.role(right[0]) == "value"
        if any(
            group and all(c is not None and self.account.role(c) in _HEADS for c in group)
            for group in (right, below if cell.colspan > 1 and not values else [])
        ):
            return True
        own = [c for c in {id(c): c for c in below}.values() if c is not None and c.text.strip()] if below else []
        if own and all(self.account.role(c) == "value" and pairs_of(c.text, self.words) for c in own):
            return True  # 支出结构 over 基本支出：255
        return self._spans_understood(grid, cell, right)

    def _unknown(self, cell: Cell) -> bool:
        """A label or head by its place alone: no word of the rule books says what it asks for."""
        role = self.account.role(cell)
        return role == "unread" or role in _HEADS and cell.rowspan == 1 and not self.words.is_word(cell.text)

    def _heads_nothing(self, grid: Grid, cell: Cell) -> bool:
        """A head of a column elsewhere (负责人) that here stands among labels."""
        below = grid.below(cell)
        return self.account.role(cell) == "head" and below is not None and self.account.role(below) == "label"

    def _spans_understood(self, grid: Grid, cell: Cell, right: list[Cell | None]) -> bool:
        """A cell over the labels' column beside rows that are understood by labels of their own, under no head."""
        above = grid.above(cell)
        if not right or above is not None and self.account.role(above) in ("head", "unread", "value", "further"):
            return False
        roles = [self.account.role(c) if c is not None else None for c in right]
        if cell.rowspan == 1:
            return roles == ["value"] and right[0] is not None and pairs_of(right[0].text, self.words) != ()
        labelled = sum(
            role in _HEADS or c is not None and ("：" in c.text or ":" in c.text) for role, c in zip(roles, right)
        )
        return "unread" not in roles and None not in roles and labelled * 2 >= len(right)

    def _names_table(self, grid: Grid, cell: Cell) -> bool:
        """The label of the indicator table in words of its own (考核指标): it reaches down beside its rows, under no
        head.
        """
        folded = self.words.grammar.unnumbered(fold_text(cell.text))
        if cell.rowspan < 2 or not 2 <= len(folded) <= CAPTION or has_figure(BRACKET.sub("", folded)):
            return False
        beside = _right_of(grid, cell)
        roles = {self.account.role(c) for c in beside if c is not None and c.text.strip()}
        rows = any((grid.table, row) in self._rows for row in range(cell.row, cell.row + cell.rowspan))
        if not rows or not roles or not roles <= {"head", "level", "value", "label", "further"}:
            return False
        above = grid.above(cell)
        headed = (
            above is not None
            and above.text.strip() != ""
            and self.account.role(above) == "head"
            and not (self.words.field(above.text) or "").startswith("block_indicators")
        )
        first = beside[0]
        named = "head" in roles and first is not None and first.row == cell.row and self.account.role(first) == "head"
        meant = self.words.evidence.weigh("field", cell.text)[:1]
        return named or not headed and bool(meant) and meant[0].identity.startswith("block_indicators")

    def _before_list(self, grid: Grid, cell: Cell) -> bool:
        """The label of indicators written as text beside it (指标体系 | 产出指标→数量指标→…), in words of its own."""
        beside = grid.right_of(cell)
        if beside is None or beside.row != cell.row or beside.col + beside.colspan < grid.cols:
            return False
        if len(fold_text(cell.text)) > CAPTION or has_figure(cell.text) or len(beside.text) <= CAPTION:
            return False
        pointers = self.account.pointers(beside)
        return bool(pointers) and all(pointer.startswith("/indicators/") for pointer in pointers)

    def _in_table_of_texts(self, grid: Grid, cell: Cell) -> bool:
        """Rows of words under heads that are understood, beside a block's label, no figure
        among them (资金管理情况).
        """
        block = grid.owner(cell.row, 0)
        if block is None or block.rowspan < 3 or block.colspan > cell.col or block.row == cell.row:
            return False
        key = (grid.table, block.row)
        if key not in self._texts:
            inside = [c for c in grid.cells if block.row <= c.row < block.row + block.rowspan and c is not block]
            heads = [c for c in inside if c.row == block.row and c.text.strip()]
            below = [c for c in inside if c.row > block.row and c.text.strip()]
            known = bool(heads) and all(self.account.role(c) in (*_HEADS, "further") for c in heads)
            of_form = any(
                self.words.header(c.text) in _OF_INDICATORS
                or self.words.execution(c.text)
                or not (self.words.field(c.text) or "other_").startswith(("other_", "block_"))
                for c in heads
            )
            plain = all(self.account.role(c) == "unread" and not has_figure(c.text) for c in below)
            self._texts[key] = self.account.role(block) in _HEADS and known and not of_form and bool(below) and plain
        return self._texts[key]

    def _beside_block(self, grid: Grid, cell: Cell) -> bool:
        """Prose that fills the row beside a block's label (预算规模及资金用途 | 用于维修…), or the one figure beside
        it.
        """
        beside = grid.left_of(cell)
        if beside is None or self.account.role(beside) != "block":
            return False
        told = not has_figure(cell.text) or self.words.grammar.says_use(fold_text(cell.text))
        whole = cell.col + cell.colspan == grid.cols and cell.colspan > 1 and told
        return (
            whole
            or beside.rowspan == 1
            and beside.row == cell.row
            and is_sum(cell.text)
            and self.words.known(beside.text)
        )

    def _is_under_label(self, grid: Grid, cell: Cell) -> bool:
        """A text as wide as it stands right over it and is unread, beside labels over their values."""
        above = grid.above(cell)
        if above is None or not above.as_wide_as(cell) or max(above.rowspan, cell.rowspan) > 1:
            return False
        beside = (c for c in grid.on_row(above.row) if c is not above)
        return self._under_unread(grid, cell) and any(self.account.role(c) == "label" for c in beside)

    def _under_unread(self, grid: Grid, cell: Cell) -> bool:
        """The cell right over it is a label that nobody knows."""
        above = grid.above(cell)
        return above is not None and self.account.role(above) == "unread"

    def _over_figures(self, grid: Grid, cell: Cell) -> bool:
        """Under the cell stand figures that were understood."""
        below = grid.below(cell)
        return below is not None and self.account.role(below) in ("value", "further")

    def _signs_off(self, grid: Grid, cell: Cell) -> bool:
        """Another cell of the row feeds the sign-off."""
        return any(self.account.feeds(c, "/signoff/") for c in _others(grid, cell))

    def _head_over(self, grid: Grid, cell: Cell) -> Cell | None:
        """The head of the column a left-over cell stands in: the first cell above that is not left over itself."""
        for above in grid.over(cell):
            role = self.account.role(above)
            if role in _HEADS:
                return above if above.as_wide_as(cell) else None
            if role not in ("unread", "further", "decoration"):
                return None
        return None

    def _heads_tasks(self, grid: Grid, head: Cell) -> bool:
        """The head's row is the head of a table of its own (任务名称 | 主要内容 | 预算金额) that no key takes."""
        key = (grid.table, head.row)
        if key not in self._side:
            cells = [c for c in grid.cells if c.row <= head.row < c.row + c.rowspan and c.text.strip()]
            roles = {self.account.role(c) for c in cells}
            further = any((self.words.field(c.text) or "").startswith("other_") for c in cells)
            indicators = any(
                self.words.header(c.text) in _OF_INDICATORS or self.words.field(c.text) in ("department", "implementer")
                for c in cells
            )
            self._side[key] = further and not indicators and len(cells) >= 2 and roles <= {*_HEADS, "unread", "further"}
        return self._side[key]


def _alone(grid: Grid, cell: Cell) -> bool:
    """Nothing else is printed on the cell's row."""
    return not any(c.text.strip() for c in _others(grid, cell))


def _label_beside(grid: Grid, cell: Cell, label: str | None) -> Cell | None:
    """The cell left of it, where `label` is what it says."""
    beside = grid.left_of(cell) if label is not None else None
    said = beside is not None and label is not None and fold_text(beside.text).rstrip(":") == fold_text(label)
    return beside if said else None


def _others(grid: Grid, cell: Cell) -> list[Cell]:
    """The other cells that begin on the cell's row."""
    return [c for c in grid.on_row(cell.row) if c.row == cell.row and c is not cell]


def _right_of(grid: Grid, cell: Cell) -> list[Cell | None]:
    """What stands right of it on each of its rows."""
    return [grid.owner(row, cell.col + cell.colspan) for row in range(cell.row, cell.row + cell.rowspan)]
