"""Execution printed as pairs: 年初预算数 | 500 | 全年执行数 | 480, on one row or several, or one pair under the other.

A pair is a head of an execution block with its figure at its right. Rows of nothing but such pairs belong together; a
row of pairs that begins with the name of a source of money is an entry of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.characters.fold import squeeze
from extractor.forms.draft import Draft
from extractor.forms.execution_roles import AS_HEADS, MEASURES, MONEY_HEADS
from extractor.forms.money import entry_of, put_measure
from extractor.forms.money_years import latest_year, year_beside_others, year_word
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.values.looks import NUMERIC
from extractor.words.inline import bracket_currency
from extractor.words.vocabulary import Vocabulary

_LONGEST_LABEL = 40
BUDGET = "budget"
_LIKELY = 0.6
"""From this likeness a word beside other heads of execution is one too."""
_BUDGET_LIKE = 0.45
"""From this likeness a word is some budget, whichever."""


@dataclass(slots=True)
class Entry:
    """One entry of the execution block as printed: its label, its pairs by role, and pairs that no key takes."""

    item: Cell | None = None
    pairs: dict[str, tuple[Cell, Cell]] = field(default_factory=dict)
    further: list[tuple[Cell, Cell]] = field(default_factory=list)

    def settle(self) -> None:
        """A budget that its label does not say more of (批复预算) is the year's, or where that is printed too the
        first.
        """
        if (budget := self.pairs.pop(BUDGET, None)) is not None and "executed" in self.pairs:
            role = next((r for r in ("adjusted", "initial") if r not in self.pairs), None)
            self.pairs = {role: budget, **self.pairs} if role is not None else self.pairs
            self.further += [budget] if role is None else []
        elif budget is not None:
            self.pairs.clear()

    def follow(self, above: Entry) -> None:
        """Points said again on a row without money are those given, whatever their label (分值 10, 自评分值 9.4)."""
        again = "weight" in self.pairs and "weight" in above.pairs
        if again and "score" not in above.pairs and not self.pairs.keys() & MONEY_HEADS:
            self.pairs["score"] = self.pairs.pop("weight")

    def holds(self) -> bool:
        """It has measures enough to be a row of execution: two of them, or spent and rate."""
        return len(self.pairs.keys() & MONEY_HEADS) >= 2 or {"executed", "rate"} <= self.pairs.keys()


def find_pairs(slice_: Slice, row: int, words: Vocabulary, draft: Draft, year: int | None = None) -> list[Entry]:
    """Entries whose pairs begin in `row`, [] where none do. `year`: the form's own."""
    entries: list[Entry] = []
    block: Cell | None = None
    for at in range(row, slice_.bottom):
        cells = [c for c in slice_.starting(at) if not draft.is_taken(c)]
        if at == row and cells and cells[0].rowspan > 1 and not (len(cells) > 1 and NUMERIC.match(cells[1].text)):
            block = cells.pop(0)
        found = _pairs_of(slice_, cells, block, words, year) if cells else None
        if found is None:
            break
        if entries and found.item is None:
            found.follow(entries[-1])
        last = entries[-1] if entries and found.item is None and entries[-1].item is None else None
        if last is None or found.pairs.keys() & last.pairs.keys():
            entries.append(found)
        else:
            last.pairs.update(found.pairs)
            last.further += found.further
        if block is not None and at + 1 >= block.row + block.rowspan:
            break
    for entry in entries:
        entry.settle()
    return entries if entries and entries[0].holds() else []


def _pairs_of(
    slice_: Slice, cells: list[Cell], block: Cell | None, words: Vocabulary, year: int | None
) -> Entry | None:
    """The pairs of one row, None where it holds anything else."""
    entry = Entry()
    row = [c for c in cells if c.text.strip() or c is not cells[-1]]
    latest = latest_year(row) or year_beside_others(row, year)
    while row:
        cell = row.pop(0)
        value = row[0] if row else None
        role = _role(cell, words, latest, inside=block is not None or bool(entry.pairs))
        if role is not None and value is not None and _holds_figure(slice_, cell, value):
            row.pop(0)
            if role in (*MEASURES, BUDGET) and role not in entry.pairs:
                entry.pairs[role] = (cell, value)
            elif role not in entry.pairs or value.text.strip() == entry.pairs[role][1].text.strip():
                entry.further.append((cell, value))
        elif (
            not (entry.pairs or entry.item) and cell.text.strip() and value and _role(value, words, latest) is not None
        ):
            entry.item = cell
        elif len(entry.pairs) >= 2:
            break  # a remark behind the pairs
        elif cell.text.strip() or not entry.pairs:
            return None
    item = entry.item if block is None else None
    if item is not None and (
        words.field(item.text) == "block_money" or bracket_currency(item.text) is not None or _names_block(entry, words)
    ):
        entry.item = None
        entry.further.append((item, item))
    elif item is not None and words.amount(item.text) is None:
        return None
    return entry if entry.pairs or entry.further and entry.item is None else None


def _names_block(entry: Entry, words: Vocabulary) -> bool:
    """经费执行 before a budget and what was spent of it: no source of money, it says what the row is about."""
    label = entry.item.text if entry.item is not None else ""
    return (
        {"executed", "rate"} <= entry.pairs.keys()
        and len(entry.pairs.keys() & {*MONEY_HEADS, BUDGET}) > 1
        and words.amount(label) is None
        and (
            words.evidence.likely_id("execution", label, least=_LIKELY) == "executed"
            or words.evidence.likely_id("field", label, least=_LIKELY) == "block_money"
        )
    )


def _holds_figure(slice_: Slice, head: Cell, value: Cell) -> bool:
    """The cell right of a head is its figure, or blank; a blank one where the figure stands under the head is the rest
    of a wide head in a table that tells no spans."""
    if not NUMERIC.match(value.text) or slice_.right_of(head) is not value:
        return False
    below = slice_.below(head) if not value.text.strip() else None
    return below is None or not below.text.strip() or not NUMERIC.match(below.text)


def _role(cell: Cell, words: Vocabulary, latest: int | None, *, inside: bool = False) -> str | None:
    """The measure that a label names; `inside` a block or behind other measures also 评价得分, a conclusion
    elsewhere.
    """
    if not cell.text.strip() or len(cell.text) > _LONGEST_LABEL or NUMERIC.match(cell.text):
        return None
    if year_word(cell.text, words, latest) == "past":
        return "past"
    if (exact := words.execution(cell.text)) is not None:
        return exact
    if (amount := words.amount(cell.text)) is not None:
        return BUDGET if amount == "total" else None
    if inside and (points := _points(cell.text, words)) is not None:
        return points
    if words.field(cell.text) is not None:
        return None
    found = words.evidence.likely_id("execution", cell.text, least=_LIKELY, margin=0.1)
    if (
        found is None
        and (weighed := words.evidence.weigh("execution", cell.text))
        and weighed[0].identity in ("initial", "adjusted")
    ):
        return BUDGET if weighed[0].score >= _BUDGET_LIKE else None
    return found or ("other_expected" if "forecast" in words.grammar.scope_words(cell.text) else None)


def _points(text: str, words: Vocabulary) -> str | None:
    """Points or points reached, by the words that head such a column of indicators."""
    return AS_HEADS.get(words.likely_head(text, least=_LIKELY) or "")


def read_pairs(slice_: Slice, entries: list[Entry], draft: Draft) -> int:
    """Read the entries into the draft; gives the first row below them."""
    last = 0
    for entry in entries:
        _read_entry(slice_, entry, draft)
        cells = [cell for pair in (*entry.pairs.values(), *entry.further) for cell in pair]
        last = max(last, *(c.row + 1 for c in cells))
    first = next(iter(entries[0].pairs.values()))[0]
    block = slice_.left_of(first)
    if block is not None and block.rowspan > 1 and block.text.strip() and not draft.is_taken(block):
        draft.money_label(slice_.grid, block, "block")
    return last


def _read_entry(slice_: Slice, entry: Entry, draft: Draft) -> None:
    read, places = entry_of(slice_, entry.item, draft)
    for role, (head, value) in entry.pairs.items():
        draft.money_label(slice_.grid, head, "head")
        places[role] = put_measure(slice_, read, role, value, draft)
    for head, value in entry.further:
        draft.money_label(slice_.grid, head, "block" if head is value else "head")
        if head is not value:
            draft.set_aside(slice_.grid, value, squeeze(head.text))
    draft.add_entry(read, places)
