"""Which levels a row stands under: its own cells, merged and blank ones filled down (K17, K18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.characters.fold import squeeze
from extractor.forms.band import LEVELS, Band, Head
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.model.filing import Label, RunnerUp
from extractor.words.vocabulary import Vocabulary

if TYPE_CHECKING:
    from extractor.matching.matcher import Matcher, MatchKind


class RowLevels:
    """Reads the level labels of the rows under one band of heads."""

    def __init__(self, slice_: Slice, band: Band, words: Vocabulary, matcher: Matcher) -> None:
        self.slice, self.band, self.words, self.matcher = slice_, band, words, matcher

    def of(
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
                and (not self.words.level1(raw) or self.second_words(group, raw))
            ):
                result["level2"] = self.label(raw, "level2")
                last.pop("level1", None)
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
                new_level1 = new_level1 or role == "level1" and cell is not None and cell.row == row
                last[role] = label
                result[role] = label
            elif role in ("level1", "level2") and role in last and not (role == "level2" and new_level1):
                result[role] = last[role]
            else:
                result[role] = Label("")
        return result

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
        found = self.matcher.match(raw, kind)
        if found.canonical is None and kind in ("level1", "level2"):
            entry = self.words.level_entry(kind, raw)
            if entry is not None:
                return Label(raw, entry.canonical, entry.code, 1.0, "alias")
        runner = RunnerUp(*found.runner_up) if found.runner_up else None
        if found.canonical is None:
            return Label(raw, None, None, 0.0, "none", runner)
        return Label(raw, found.canonical, found.code, round(found.score, 4), found.method, runner)
