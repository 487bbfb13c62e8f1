"""A layout's labels: an id that the dictionary has not is a fault, not a value that goes nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import RuleBookError
from extractor.rulebook import Rules, load_rules

HEAD = "id: wuling\nname: 武陵溪县\nkind: project_target\nonly_here: true\nanchors: [办的什么事]\n"


def _own(tmp_path: Path, text: str) -> Rules:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "wuling.yaml").write_text(HEAD + text, "utf-8")
    return Rules(tmp_path)


@pytest.mark.parametrize(
    ("entry", "line", "fault"),
    [
        ("- {kind: field, id: implementr, wordings: [谁来办]}", 7, "field 里没有“implementr”，是不是 implementer"),
        ("- {kind: amount, id: local, wordings: [县里出]}", 7, "amount 里没有“local”"),
        ("- {kind: header, id: project_name, wordings: [哪件事]}", 7, "header 里没有“project_name”"),
        ("- kind: field\n    id: annual_gaol\n    wordings: [想办成啥]", 8, "是不是 annual_goal"),
    ],
)
def test_an_id_that_is_not_there_is_named(entry: str, line: int, fault: str, tmp_path: Path) -> None:
    with pytest.raises(RuleBookError) as raised:
        _ = _own(tmp_path, f"labels:\n  {entry}\n").forms
    assert f"wuling.yaml 第 {line} 行：labels.0.id 有误" in raised.value.cause
    assert fault in raised.value.cause


def test_a_column_s_role_is_asked_for_too(tmp_path: Path) -> None:
    with pytest.raises(RuleBookError, match=r"第 7 行：columns\.0\.role 有误.*“targt”，是不是 target"):
        _ = _own(tmp_path, "columns:\n  - {head: [说好的数], at: 3, role: targt}\n").forms


def test_ids_of_the_dictionary_and_of_values_without_a_key_are_right(tmp_path: Path) -> None:
    ids = ("field filer", "amount local_funds", "execution rate", "level1 output", "level2 quality", "header level1")
    kinds = [pair.split() for pair in (*ids, "header other_total")]
    labels = "".join(f"  - {{kind: {kind}, id: {identity}, wordings: [某某]}}\n" for kind, identity in kinds)
    forms = _own(tmp_path, f"labels:\n{labels}columns:\n  - {{at: 3, role: other_history}}\n").forms
    assert {book.id for book in forms} == {book.id for book in load_rules().forms} | {"wuling"}
