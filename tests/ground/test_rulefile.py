"""A rule file that a clerk has edited: what is wrong in it is named in plain words, by its line."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from extractor.errors import RuleBookError
from extractor.ground.rulefile import load_yaml, shipped_dir
from extractor.quality.book import CalendarBook
from extractor.words.book import FormBook

LAYOUT = "id: wuling\nname: 武陵溪县\nkind: project_target\n"


def _fault(tmp_path: Path, text: str) -> str:
    path = tmp_path / "wuling.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(RuleBookError) as raised:
        load_yaml(path, FormBook)
    return raised.value.cause


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        (LAYOUT + "anchors: [甲]\nanchors: [乙]\n", 5, "“anchors”写了两次，先见于第 4 行"),
        (LAYOUT + "labels:\n  - {kind: field, id: filer, id: phone, wordings: [谁填]}\n", 5, "“id”写了两次"),
        (LAYOUT + "anchor: [甲]\n", 4, "没有这一项，可能是名称写错了"),
        ("id: wuling\nkind: project_target\n", 1, "缺少这一项"),
        (LAYOUT + "? [甲, 乙]\n: 丙\n", 4, "YAML 格式错误"),
    ],
)
def test_a_fault_is_named_in_plain_words(text: str, line: int, fault: str, tmp_path: Path) -> None:
    cause = _fault(tmp_path, text)
    assert f"wuling.yaml 第 {line} 行：" in cause
    assert fault in cause


def test_a_mapping_put_into_another_may_be_overruled(tmp_path: Path) -> None:
    path = tmp_path / "wuling.yaml"
    path.write_text("<<: &of {id: a, name: 甲}\nid: wuling\nkind: project_target\n", "utf-8")
    assert load_yaml(path, FormBook).id == "wuling"


def test_the_example_of_the_quality_book_put_in_above_its_own_line_is_no_longer_lost(tmp_path: Path) -> None:
    """`own` written out as its comment shows it, with `own: []` left below: the bureau's regulation was dropped."""
    text = (shipped_dir() / "quality.yaml").read_text("utf-8")
    path = tmp_path / "quality.yaml"
    path.write_text(text.replace("own: []", "own:\n  - {title: 办法, number: ×财绩〔2026〕3号}\nown: []"), "utf-8")
    assert yaml.safe_load(path.read_text("utf-8"))["own"] == []
    with pytest.raises(RuleBookError, match="“own”写了两次"):
        load_yaml(path, CalendarBook)
