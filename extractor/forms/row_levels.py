"""Which levels a row stands under: its own cells, merged and blank ones filled down (K17, K18)."""

from __future__ import annotations

from extractor.characters.fold import squeeze
from extractor.forms.band import LEVELS, Band, Head
from extractor.forms.slices import Slice
from extractor.matching.matcher import MatchKind
from extractor.model.document import Cell
from extractor.model.filing import Label, RunnerUp
from extractor.words.joint_levels import Levelled, level_before_unknown, levelled_name
from extractor.words.vocabulary import Vocabulary

MOST_JOINT = 0.5
"""Share of a column's cells that say both levels from which the others do too, whatever their words."""
MOST_LEVELLED = 0.75
"""Share of the names with level words of their own from which these are the form's levels."""
_SECOND = "second"
"""Key of the 二级 last seen in the only column of levels, beside the levels by their roles."""


class RowLevels:
    """Reads the level labels of the rows under one band of heads."""

    def __init__(self, slice_: Slice, band: Band, words: Vocabulary) -> None:
        self.slice, self.band, self.words = slice_, band, words
        self._modes: dict[int, tuple[bool, bool]] = {}
        """By column whether its cells say both levels, and whether they are names with level words of their own."""

    def of(
        self, row: int, group: dict[str, Head], cells: dict[str, Cell], last: dict[str, Label]
    ) -> dict[str, Label | None]:
        """The three labels of a row, merged and blank cells filled down within the block.

        A cell that says several of them is given to `cells` for each.

        Args:
            row: of the grid, from 0.
        """
        parted = self._parted(group, cells)
        result: dict[str, Label | None] = dict.fromkeys(LEVELS)
        new_level1 = False
        for role in LEVELS:
            if role not in group and role not in parted:
                if role != "level3" and role in last:
                    result[role] = last[role]  # a band over the whole width
                continue
            cell = cells.get(role)
            raw = parted.get(role, squeeze(cell.text) if cell is not None else "")
            if role == "level1" and role not in parted and self.is_second(group, raw):
                last[_SECOND] = result["level2"] = self.label(raw, "level2")
                last.pop("level1", None)
                continue
            if role == "level1" and not raw and "level1" not in last and _SECOND in last:
                result["level2"] = last[_SECOND]
                continue
            if (
                role == "level3"
                and "level2" not in group
                and raw
                and result["level2"] is None
                and self.only_words(group)
            ):
                result["level2"] = self.label(raw, "level2")
                continue
            if role == "level2" and "level1" not in group and self.only_level1(raw):
                last.clear()  # 二、效益指标 beside a remark: a band all the same
                last["level1"] = result["level1"] = self.label(raw, "level1")
                continue
            if raw:
                label = self.label(raw, role)
                if role == "level1" and (previous := last.get("level1")) is not None and previous.raw != raw:
                    last.pop("level2", None)
                if role == "level1":
                    last.pop(_SECOND, None)
                new_level1 = new_level1 or role == "level1" and cell is not None and cell.row == row
                last[role] = label
                result[role] = label
            elif role in ("level1", "level2") and role in last and not (role == "level2" and new_level1):
                result[role] = last[role]
            else:
                result[role] = Label("")
        return result

    def _parted(self, group: dict[str, Head], cells: dict[str, Cell]) -> dict[str, str]:
        """Level words that a row prints in one cell, by level: 产出—数量 in the only column of levels, before a name
        （产出—数量）救助人次.
        """
        own = [role for role in ("level1", "level2") if role in group]
        if len(own) == 1 and (cell := cells.get(own[0])) is not None and self._mode(cell.col)[0]:
            both = self.words.joint(cell.text) or level_before_unknown(cell.text, self.words)
            for role in ("level1", "level2") if both is not None else ():
                cells.setdefault(role, cell)
            return dict(zip(("level1", "level2"), both)) if both is not None else {}
        name = cells.get("level3")
        if len(own) == 2 or name is None or not self._mode(name.col)[1]:
            return {}
        said = levelled_name(name.text, self.words) or Levelled(None, None, squeeze(name.text))
        found: dict[str, str] = {"level3": said.name}
        for role, word in (("level1", said.level1), ("level2", said.level2)):
            if word is not None and role not in group:
                found[role] = word
                cells[role] = name
        return found

    def _mode(self, col: int) -> tuple[bool, bool]:
        if col not in self._modes:
            rows = range(self.band.data_row, self.slice.bottom)
            held = (self.slice.owner(r, col) for r in rows)
            texts = list({id(c): c.text for c in held if c is not None and c.text.strip()}.values())
            joint = sum(self.words.joint(t) is not None for t in texts)
            named = sum(levelled_name(t, self.words) is not None for t in texts)
            several = len(texts) > 1
            self._modes[col] = (
                bool(texts) and joint >= MOST_JOINT * len(texts),
                several and named >= MOST_LEVELLED * len(texts),
            )
        return self._modes[col]

    def is_second(self, group: dict[str, Head], raw: str) -> bool:
        """The word of a 二级 in the only column of levels (K18)."""
        if "level2" in group or not raw or not self.words.level2(raw):
            return False
        return not self.words.level1(raw) or self.second_words(group, raw)

    def only_level1(self, raw: str) -> bool:
        """A text that is the name of a 一级 and of no 二级."""
        return bool(raw) and self.words.level1(raw) is not None and self.words.level2(raw) is None

    def second_words(self, group: dict[str, Head], raw: str) -> bool:
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

    def only_words(self, group: dict[str, Head]) -> bool:
        """The name column holds nothing but 二级 words (质量, 时效): the form has no 三级 (K18)."""
        col = group["level3"].col
        texts = [
            c.text
            for r in range(self.band.data_row, self.slice.bottom)
            if (c := self.slice.owner(r, col)) is not None and c.text.strip() and c.row == r
        ]
        rows = [t for t in texts if len(t) < 16]
        if len(texts) == 1 and any(self.band.over):
            return False  # 满意度指标 over 指标名称 | 指标值: the one name is 社会公众满意度
        return (
            bool(rows)
            and sum(self.words.level2(t) is not None for t in rows) * 10 >= len(texts) * 6
            and all(self.words.level2(t) is not None for t in rows[: max(1, len(rows) // 2)])
        )

    def label(self, raw: str, kind: MatchKind) -> Label:
        """A level or name with its canonical name (None where the matcher abstains), score and runner-up."""
        found = self.words.rules.matcher.match(raw, kind)
        if found.canonical is None and kind in ("level1", "level2"):
            entry = self.words.level_entry(kind, raw)
            if entry is not None:
                return Label(raw, entry.canonical, entry.code, 1.0, "alias")
        runner = RunnerUp(*found.runner_up) if found.runner_up else None
        if found.canonical is None:
            return Label(raw, None, None, 0.0, "none", runner)
        return Label(raw, found.canonical, found.code, round(found.score, 4), found.method, runner)
