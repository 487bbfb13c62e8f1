"""The dictionary: every wording finds its own entry best, none swallows another's, faults name file and line."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from pydantic import ValidationError

from extractor.characters.fold import fold_key
from extractor.errors import RuleBookError
from extractor.matching.book import IndicatorBook, IndicatorClashError, IndicatorEntry, IndicatorFile
from extractor.matching.matcher import Matcher
from extractor.rulebook import Rules
from tests import DATA


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules()


def test_the_dictionary_is_large_and_its_codes_are_stable(rules: Rules) -> None:
    entries = {entry.name: entry for entry in rules.indicators.entries}
    assert len(entries) >= 800
    assert entries["提高工会组织的社会影响力"].code == "union-004"
    assert entries["农村低保发放人数"].level2 == "quantity"
    assert entries["成本控制率"].direction in ("lower", "qualitative")
    assert len({e.code for e in entries.values()}) == len(entries)


def test_every_level2_is_one_of_the_label_book(rules: Rules) -> None:
    known = {entry.id for entry in rules.labels.level2}
    assert {entry.level2 for entry in rules.indicators.entries} <= known


def test_rot_every_wording_matches_its_own_entry_best(rules: Rules) -> None:
    matcher = Matcher(rules.labels, rules.indicators)
    start = time.process_time()
    wrong = []
    for entry in rules.indicators.entries:
        for wording in (entry.name, *entry.aliases):
            match = matcher.match(wording, "level3")
            if match.canonical != entry.name or match.typo or match.score != 1.0:
                wrong.append((wording, entry.name, match.canonical))
    assert wrong == []
    assert time.process_time() - start < 1.0


def test_rot_every_label_wording_matches_an_entry_of_its_kind(rules: Rules) -> None:
    matcher = Matcher(rules.labels, rules.indicators)
    for kind in ("field", "header", "amount", "execution", "level1", "level2"):
        for entry in getattr(rules.labels, kind):
            for wording in (entry.canonical, *entry.wordings):
                match = matcher.match(wording, kind)
                assert match.method in ("exact", "alias"), (kind, wording)
                assert match.canonical == entry.canonical or kind != "level2", (kind, wording, match.canonical)


def _wordings() -> list[tuple[str, str, str]]:
    lines = (DATA / "label_wordings.tsv").read_text("utf-8").splitlines()
    parts = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(kind, identity, wording.replace("\\n", "\n")) for kind, identity, wording in parts]


def test_all_wordings_met_in_filings_map(rules: Rules) -> None:
    missing = []
    for kind, identity, wording in _wordings():
        match = rules.matcher.match(wording, kind)  # type: ignore[arg-type]
        if match.id != identity or match.method not in ("exact", "alias"):
            missing.append((kind, identity, wording, match.id))
    assert missing == []


def test_look_alikes_are_never_taken_for_the_entry(rules: Rules) -> None:
    for entry in rules.indicators.entries:
        for other in entry.not_to_be_confused_with:
            match = rules.matcher.match(other, "level3")
            assert match.canonical != entry.name, (entry.name, other)
            assert not match.typo


def _write(folder: Path, name: str, text: str) -> None:
    (folder / "indicators").mkdir(exist_ok=True)
    (folder / "indicators" / name).write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("  - {code: x-2, name: 乙指标名, level2: quality, aliases: [甲指标名]}", "甲指标名"),
        ("  - {code: x-1, name: 乙指标名, level2: quality}", "x-1"),
        ("  - {code: x-2, name: 甲 指标名（≥**人）, level2: quality}", "折叠后相同"),
        ("  - {code: x-2, name: 乙指标名, level2: qualitty}", "qualitty"),
    ],
)
def test_a_clash_names_file_line_and_fault(tmp_path: Path, line: str, fault: str) -> None:
    first = "title: 试\nindicators:\n  - {code: x-1, name: 甲指标名, level2: quality}\n"
    _write(tmp_path, "zz.yaml", first + line + "\n")
    with pytest.raises(RuleBookError) as caught:
        _ = Rules(tmp_path).indicators
    assert "zz.yaml" in str(caught.value)
    assert "第 4 行" in str(caught.value)
    assert fault in str(caught.value)


def test_the_code_is_the_same_whatever_the_wording(rules: Rules) -> None:
    codes = {
        rules.matcher.match(w, "level3").code
        for w in ("政策知晓率", "★政策知晓率(≥**%)", "政策知晓度", "政策知晓率指标")
    }
    assert len(codes) == 1


def test_an_added_entry_is_found(rules: Rules) -> None:
    entry = IndicatorEntry(name="古树名木挂牌保护株数", code="local-1", level2="quantity")
    book = rules.indicators.merged({"a": IndicatorFile(title="试", indicators=[entry])})
    match = Matcher(rules.labels, book).match("古树名木挂牌保戶株数", "level3")
    assert fold_key(match.canonical or "") == "古树名木挂牌保护株数"


def _file(*entries: dict[str, object]) -> IndicatorFile:
    return IndicatorFile.model_validate({"title": "试", "indicators": list(entries)})


def _indicator(code: str, name: str, **ways: object) -> dict[str, object]:
    return {"code": code, "name": name, "level2": "quality"} | ways


@pytest.mark.parametrize(
    ("direction", "level2", "lower"),
    [
        ("lower", "quality", True),
        ("lower", "cost", False),
        ("lower", "economic_cost", False),
        ("lower", "timeliness", False),
        ("higher", "quality", False),
        ("qualitative", "cost", False),
    ],
)
def test_outcomes_of_which_less_is_better_are_neither_costs_nor_times(direction: str, level2: str, lower: bool) -> None:
    book = IndicatorBook.merged({"a": _file(_indicator("x-1", "甲", direction=direction, level2=level2))})
    assert book.lower == (frozenset({"x-1"}) if lower else frozenset())


@pytest.mark.parametrize(
    ("files", "clash"),
    [
        ({"a": [_indicator("x-1", "甲"), _indicator("x-2", "乙")]}, None),
        ({"a": [_indicator("x-1", "甲", aliases=["甲", "丙", "丙"])]}, None),  # one's own words twice
        ({"a": [_indicator("x-1", "甲")], "b": [_indicator("x-2", "乙")]}, None),
        ({"a": [_indicator("x-1", "甲")], "b": [_indicator("x-1", "乙")]}, ("b", ("indicators", 0, "code"))),
        (
            {"a": [_indicator("x-1", "甲")], "b": [_indicator("x-2", "丙"), _indicator("x-3", "甲")]},
            ("b", ("indicators", 1, "name"), "指标「甲」与「甲」折叠后相同"),
        ),
        (
            {"b": [_indicator("x-1", "乙", aliases=["丁", "甲"])], "a": [_indicator("x-2", "甲")]},
            ("b", ("indicators", 0, "aliases", 1), "「乙」的别名「甲」已属于「甲」"),
        ),
        (
            {"a": [_indicator("x-1", "甲", aliases=["丁"]), _indicator("x-2", "乙", aliases=["丁"])]},
            ("a", ("indicators", 1, "aliases", 0), "「乙」的别名「丁」已属于「甲」"),
        ),
        ({"a": [_indicator("x-1", "甲", level2="nothing")]}, ("a", ("indicators", 0, "level2"))),
    ],
)
def test_two_entries_may_not_share_a_code_or_a_wording(
    files: dict[str, list[dict[str, object]]], clash: tuple[object, ...] | None
) -> None:
    read = {name: _file(*entries) for name, entries in files.items()}
    known = frozenset({"quality"})
    if clash is None:
        names = [entry.name for entry in IndicatorBook.merged(read, known).entries]
        assert names == [entry["name"] for name in sorted(files) for entry in files[name]]
        return
    with pytest.raises(IndicatorClashError) as caught:
        IndicatorBook.merged(read, known)
    assert (caught.value.file, caught.value.loc, str(caught.value))[: len(clash)] == clash


def test_without_a_list_of_levels_none_is_asked_for() -> None:
    assert IndicatorBook.merged({"a": _file(_indicator("x-1", "甲", level2="nothing"))}).entries[0].code == "x-1"


def test_an_entry_is_fixed_once_read() -> None:
    with pytest.raises(ValidationError):
        IndicatorEntry(name="甲", code="x-1", level2="quality").name = "乙"  # type: ignore[misc]
