"""A bureau's own grammar.yaml: what it leaves out is the shipped file's, what is wrong in it is named by its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import RuleBookError
from extractor.forms.regime import regime_of
from extractor.model.filing import Indicator, Label, Target
from extractor.rulebook import Rules, load_rules
from extractor.words.items import name_and_value
from extractor.words.vocabulary import vocabulary


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
        ("# 口径\nregimes:\n  - {id: 2015-88, basis: 甲}\n", 3, "regimes.0"),
        ("better_labels:\n  filer: ['单位(']\n", 2, "better_labels.filer.0"),
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


def test_the_smaller_words_follow_the_bureau_too(tmp_path: Path) -> None:
    """Seals, the better of two labels, signs in words, the levels that tell a regulation."""
    own = _own(
        tmp_path,
        "seals: [用印]\nbetter_labels:\n  filer: [汇总]\nvalue_signs: 须达\npaid_in: 进账\npage_head: 校名\n"
        "regimes:\n  - {id: 2021-101, basis: 有绿色指标, level2: [绿色指标]}\n",
    )
    grammar, words, shipped = own.grammar, vocabulary(own), vocabulary(load_rules())
    assert (words.field("填报单位（用印）"), grammar.without_seal("填报单位(盖章)")) == ("filer", "填报单位(盖章)")
    assert [grammar.preference("filer", label) for label in ("汇总单位", "填报单位")] == [0, 1]
    assert [name_and_value("设备完好率须达九成", each) is not None for each in (words, shipped)] == [True, False]
    assert (grammar.is_paid_in("进账数"), grammar.is_paid_in("到位数")) == (True, False)
    assert (grammar.of_page_head("校名：X"), grammar.of_page_head("单位：X")) == (True, False)
    row = Indicator(None, Label("绿色指标"), None, Target("", "empty"))
    told = regime_of([row], grammar.regimes)
    assert told is not None and (told.id, told.basis) == ("2021-101", "有绿色指标")
    assert regime_of([row], load_rules().grammar.regimes) is None
