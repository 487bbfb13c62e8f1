"""Words of notes, hints and composed labels stand in grammar.yaml, are checked on load, and a bureau's own count."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import RuleBookError
from extractor.forms.text_kinds import by_words
from extractor.rulebook import Rules, load_rules
from extractor.words.meaning import looks_like_label
from extractor.words.vocabulary import vocabulary

RULES = load_rules()
WORDS = vocabulary(RULES)


def own(tmp_path: Path, text: str) -> Rules:
    (tmp_path / "grammar.yaml").write_text(text, "utf-8")
    return load_rules(tmp_path)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("填报说明", None), ("备注", None), ("注意事项", None), ("（选填）", "hint"), ("结合自评情况简要说明", "hint"),
        ("请填写3项", None), ("第3页，共5页", "decoration"), ("表10-2", "decoration"), ("附表一览", None),
    ],
)  # fmt: skip
def test_what_a_text_is_by_its_words(text: str, role: str | None) -> None:
    assert by_words(text, RULES.grammar) == role


def test_labels_that_no_list_holds() -> None:
    assert WORDS.field("业务科室意见") == "review_opinion" and WORDS.amount("年度预算总量") == "total"
    assert WORDS.field("项目名称及编码") == "project_name" and WORDS.header("全年指标值及权重") == "target"
    assert not looks_like_label("推进项目实施", WORDS)


def test_heads_of_places_levels_and_points() -> None:
    grammar = RULES.grammar
    assert all(map(grammar.heads_place, ("甲镇", "合计", "县级"))) and not grammar.heads_place("说明")
    assert grammar.own_level("其中:县级财政资金") and not grammar.own_level("县级配套资金")
    assert grammar.names_government("市（县）级主管部门") and not grammar.names_government("主管部门")
    assert grammar.gives_points("主管部门评分") and not grammar.gives_points("评分标准")


def test_a_bureau_may_say_it_otherwise(tmp_path: Path) -> None:
    rules = own(tmp_path, "asides:\n  hint: '必填'\nlabels:\n  opinion: '批示$'\n")
    assert by_words("请填写", rules.grammar) is None and by_words("必填项", rules.grammar) == "hint"
    assert vocabulary(rules).field("分管领导批示") == "review_opinion"
    assert rules.grammar.asides.note == RULES.grammar.asides.note


def test_a_wrong_pattern_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleBookError, match="grammar.yaml"):
        _ = own(tmp_path, "asides:\n  note: '(注'\n").grammar
