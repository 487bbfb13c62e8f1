"""A bureau's own grammar.yaml: what it leaves out is the shipped file's, what is wrong in it is named by its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import RuleBookError
from extractor.rulebook import Rules, load_rules


def _own(tmp_path: Path, text: str) -> Rules:
    (tmp_path / "grammar.yaml").write_text(text, "utf-8")
    return Rules(tmp_path)


def test_missing_keys_are_the_shipped_ones_at_every_depth(tmp_path: Path) -> None:
    shipped = load_rules().grammar
    own = _own(tmp_path, "kinds:\n  monitoring: '监控|跟踪'\ncells:\n  ticks: ['○']\n").grammar
    assert own.kinds.monitoring == "监控|跟踪"
    assert own.cells.ticks == {"○"}, "a list is taken whole"
    assert own.kinds.fund == shipped.kinds.fund
    assert own.cells.signs == shipped.cells.signs
    assert (own.parts, own.titles, own.government) == (shipped.parts, shipped.titles, shipped.government)


@pytest.mark.parametrize("text", ["", "# 空\n", "{}\n"])
def test_an_empty_file_changes_nothing(tmp_path: Path, text: str) -> None:
    assert _own(tmp_path, text).grammar == load_rules().grammar


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("titles:\n  ends: '表$'\n  subject: '绩效('\n", 3, "titles.subject"),
        ("kinds:\n  fund: x\n  found: y\n", 3, "kinds.found"),
        ("# 标题\nkinds: [监控]\n", 2, "kinds"),
        ("signoff:\n", 1, "signoff"),
    ],
)
def test_a_fault_names_file_line_and_key(tmp_path: Path, text: str, line: int, key: str) -> None:
    with pytest.raises(RuleBookError) as raised:
        _ = _own(tmp_path, text).grammar
    assert f"grammar.yaml 第 {line} 行：{key} 有误" in raised.value.cause


def test_the_shipped_part_counts_in_the_version(tmp_path: Path) -> None:
    """Filings are read anew when either file changes."""
    empty, changed = _own(tmp_path, "").version, _own(tmp_path, "signoff: '签章'\n").version
    assert len({empty, changed, load_rules().version}) == 3


def test_titles_and_kinds_follow_the_bureau_s_words(tmp_path: Path) -> None:
    shipped, own = (
        load_rules().grammar,
        _own(tmp_path, "kinds:\n  monitoring: '跟踪'\ntitles:\n  ends: '一览$'\n").grammar,
    )
    facts = dict.fromkeys(("government_levels", "department_form", "evaluated", "monitored"), False)
    facts["project_party"] = True
    assert shipped.kinds.of("项目绩效目标跟踪表", **facts) == "project_target"
    assert own.kinds.of("项目绩效目标跟踪表", **facts) == "project_monitoring"
    assert shipped.titles.of("2024年项目绩效目标一览") is None
    assert own.titles.of("2024年项目绩效目标一览") is not None
    assert own.titles.of("2024年项目绩效目标表") is None


@pytest.mark.parametrize(
    ("line", "title", "gathered"),
    [
        ("项目支出绩效目标表", True, False),
        ("项目支出绩效目标表（2024年度） 单位：万元", True, False),
        ("项目支出绩效目标汇总表", True, True),
        ("项目支出绩效目标总表", False, False),
        ("项目绩效目标填报说明表", False, False),
        ("附：项目支出绩效目标表", True, False),
        ("见：项目支出绩效目标表", False, False),
        ("自评", False, False),
        ("字" * 59 + "绩效目标表", True, False),
        ("字" * 60 + "绩效目标表", False, False),
    ],
)
def test_what_is_a_title(line: str, title: bool, gathered: bool) -> None:
    found = load_rules().grammar.titles.of(line)
    assert (found is not None) == title
    assert found is None or found.gathered == gathered
