"""Columns that no key takes: which are understood, by a head that the rule books know, by the columns beside it,
or plainly, though no list holds their head (测算口径, 完成进度).

Plainly: the head's words speak for something that no key takes and for no role that is still open; the cells are all of
one kind, and no kind that a missing column would hold. Anything less stays unread and is told.
"""

from __future__ import annotations

from extractor.characters.fold import fold_text
from extractor.forms.account import CellRole
from extractor.forms.band import FLAT, Band, Head
from extractor.forms.draft import Draft
from extractor.forms.execution_roles import MEASURES
from extractor.forms.head_doubts import adjusted_doubts
from extractor.forms.money_years import year_word
from extractor.forms.reading import Role
from extractor.forms.slices import Slice
from extractor.values.looks import BLANKS, RATE
from extractor.words.content import content_of
from extractor.words.vocabulary import Vocabulary

LEFT = frozenset({"other", "definition", "direction"})
"""Columns that no key takes: their cells stand in `unmapped` under the column's head (K22)."""
FAINT = 0.2
"""Likeness from which words speak for a meaning at all."""
FULL, FEW = 0.8, 0.2
"""Shares of the cells that make a column of one kind."""
_ASIDE = frozenset({"definition", "direction"})
_READ: tuple[Role, ...] = ("level3", "target")


class FurtherColumns:
    """Columns of one table that no key takes."""

    def __init__(self, slice_: Slice, band: Band, words: Vocabulary, draft: Draft, year: int | None) -> None:
        self.slice, self.band, self.words, self.draft, self.year = slice_, band, words, draft, year

    def leave(self, row: int) -> None:
        """Keep the cells of a row that no key takes under their heads (K22)."""
        for head in self.band.heads:
            if head.role in LEFT:
                cell = self.slice.owner(row, head.col)
                if cell is not None and cell.row == row and not self.draft.is_taken(cell):
                    role: CellRole = "further" if self._is_known(head) else "unread"
                    self.draft.set_aside(self.slice.grid, cell, head.text or None, role)
                    self.draft.doubts.extend(
                        adjusted_doubts(self.slice, self.band, head, cell, self.draft.account, self.words)
                    )

    def _is_known(self, head: Head) -> bool:
        """A column whose head the rule books know, though no key takes it (K22)."""
        if head.settled:
            return True
        over = self.slice.owner(self.band.row, head.col)
        told = head.decision is not None and head.decision.understood
        kept = over is not None and (self.words.header(over.text) or "").startswith("other_")
        kept = kept or over is not None and over is not head.cell and self.words.header(over.text) == "deviation_reason"
        kept = kept or year_word(head.cell.text, self.words, self.year) == "past"  # 2023年实际值
        kept = kept or self._is_part_of_year(head) or self._is_further_score(head) or self._is_forecast(head)
        plain = head.role == "other" and not self.band.flat and not self._has_key(head)
        kept = kept or plain and plainly_further(self.slice, self.band, head, self.words)
        kept = kept or self._is_share(head)
        if head.role in ("other", "definition") and not kept and self._has_key(head):
            return False  # its values have a place in the form, and did not come there
        known = self.words.known(head.cell.text) or self.words.known(head.text)
        return told or kept or head.exact or head.role != "other" or known

    def _is_share(self, head: Head) -> bool:
        """其中：本级完成 behind a column of values, or behind another such share of it."""
        before = max((h for h in self.band.heads if h.col < head.col), key=lambda h: h.col, default=None)
        if before is None or not self.words.grammar.begins_parts(fold_text(head.cell.text)):
            return False
        return before.role in ("target", "actual") or self._is_share(before)

    def _is_part_of_year(self, head: Head) -> bool:
        """一季度 … 四季度 beside the value of the whole year (K36)."""
        whole = self.band.head("target")
        return (
            head.role == "other"
            and whole is not None
            and whole.exact
            and "half" in self.words.grammar.scope_words(head.cell.text)
            and "half" not in self.words.grammar.scope_words(whole.cell.text)
        )

    def _is_forecast(self, head: Head) -> bool:
        """全年预计完成值 beside the value and what was reached so far."""
        read = self.band.head("target") is not None and self.band.head("actual") is not None
        return head.role == "other" and read and "forecast" in self.words.grammar.scope_words(head.cell.text)

    def _is_further_score(self, head: Head) -> bool:
        """主管部门复核, 复核分 beside 自评得分: what others gave."""
        own = self.band.head("achieved_score")
        if head.role != "other" or own is None or head.col < own.col:
            return False
        together = len(head.path) > 1 and len(own.path) > 1 and head.path[0] == own.path[0]
        return together or self.words.grammar.gives_points(fold_text(head.text))

    def _has_key(self, head: Head) -> bool:
        """The head names a field, an amount or a measure of execution that a key takes."""
        text = head.cell.text
        field, amount = self.words.field(text), self.words.amount(text)
        if field is None and amount is None and self.words.header(text) is None:
            likely = self.words.evidence.likely("field", text)
            rival = max((w.score for w in self.words.evidence.weigh("header", text)), default=0.0)
            field = likely.identity if likely is not None and likely.score > rival + FAINT else None  # 具体承担单位
        measure = self.words.execution(text) in MEASURES[:4] and (
            self.band.head("actual") is not None or self.band.head("achieved_score") is not None
        )
        if self.words.header(text) == "target":
            return True  # a second column of values
        return (
            field in FLAT
            and not (field or "").startswith("other_")
            or amount not in (None, "other_income")
            or measure
            and self.words.header(text) is None
        )


def plainly_further(slice_: Slice, band: Band, head: Head, words: Vocabulary) -> bool:
    """The column of a head that no list holds is one that no key takes."""
    if not head.text or not all(_is_sure(band.head(role)) for role in _READ):
        return False
    weighed = {w.identity: w.score for w in words.evidence.weigh("header", head.cell.text)}
    further = max((s for name, s in weighed.items() if name.startswith("other") or name in _ASIDE), default=0.0)
    read = {h.role for h in band.heads if h is not head}
    open_ = max(
        (s for name, s in weighed.items() if not name.startswith("other") and name not in _ASIDE | read), default=0.0
    )
    if further < FAINT or open_ >= FAINT:
        return False
    texts = [text for text in slice_.texts(head.col, range(band.data_row, slice_.bottom)) if text is not None]
    return _are_rates(texts, band, words, head) or _are_words(texts, words)


def _is_sure(head: Head | None) -> bool:
    """By a wording of the rule book, or because its cells can be nothing else."""
    return head is not None and (head.exact or head.decision is not None and head.decision.plain)


def _are_rates(texts: list[str], band: Band, words: Vocabulary, head: Head) -> bool:
    """完成进度 beside what was to be reached and what was: how far that is."""
    actual = band.head("actual")
    filled = [text for text in map(fold_text, texts) if text not in BLANKS]
    rates = sum(RATE.fullmatch(text) is not None for text in filled)
    named = any(w.identity == "rate" for w in words.evidence.weigh("execution", head.cell.text)[:1])
    return _is_sure(actual) and named and len(filled) > 1 and rates >= FULL * len(filled)


def _are_words(texts: list[str], words: Vocabulary) -> bool:
    """What is said of nearly every row in a few words: no figures, no levels, no reasons for a few rows."""
    content = content_of(texts, words, words.units)
    odd = (content.value, content.number, content.sign, content.unit, content.level1, content.level2, content.points)
    return content.filled > 1 and content.blank <= 1 - FULL and max(odd) <= FEW and content.sentence < FULL
