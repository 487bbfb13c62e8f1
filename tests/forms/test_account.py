"""Every non-blank cell and line of a form's block has exactly one role, and what is unread is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bench.layout_grammar.writing import FORMATS, filing_of
from extractor.characters.fold import squeeze
from extractor.forms.account import ROLES
from extractor.forms.reading import Reading
from extractor.forms.text_kinds import has_figure, says_something
from extractor.model.extraction import Extraction
from extractor.pipeline import extract_bytes, readings_of
from extractor.quality.recheck import compare
from extractor.readers import read
from extractor.report.understood import pictures
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.make import golden, layouts


def _of(page: str) -> list[Reading]:
    return readings_of(read(f'<meta charset="utf-8">{page}'.encode(), "x.html", "html"), load_rules(), "0" * 64)


def _sample(name: str) -> list[Reading]:
    path = golden.ROOT / "samples" / name
    return readings_of(read(path.read_bytes(), name, path.suffix[1:]), load_rules(), "0" * 64)


def _unaccounted(reading: Reading) -> list[str]:
    told = {(u.at.get("table"), u.at.get("row"), u.at.get("col")) for u in reading.form.unmapped}
    told |= {(p.get("table"), p.get("row"), p.get("col")) for d in reading.doubts for p in d.at.get("parts", [d.at])}
    missing = []
    for line in reading.dump():
        at = line["at"]
        if (
            line["role"] not in ROLES
            or line["role"] == "unread"
            and "row" in at
            and (at.get("table"), at["row"], at["col"]) not in told
        ):
            missing.append(line["text"])
    return missing


_MONTHS = re.compile(r"\d{1,2}[-—至]\d{1,2}月")


def _in_no_role(reading: Reading) -> list[tuple[str, str]]:
    """Value-like texts that serve as nothing: unread and untold, a value of nothing, a caption by their place alone."""
    places = [part for doubt in reading.doubts for part in doubt.at.get("parts", [doubt.at])]
    told = {tuple(part.get(key) for key in ("table", "row", "col", "line")) for part in places}
    kept = {squeeze(left.text) for left in reading.form.unmapped}
    kept |= {squeeze(f"{left.label}：{left.text}") for left in reading.form.unmapped if left.label}  # 编制数：98人
    words, lines = vocabulary(load_rules()), reading.dump()
    fed = {squeeze(line["text"]) for line in lines if line["pointers"]}
    found = []
    for line in lines:
        text, role = squeeze(line["text"]), line["role"]
        at = tuple(line["at"].get(key) for key in ("table", "row", "col", "line"))
        word = words.known(text) or words.starts_with_label(text) or words.level1(text) or words.level2(text)
        word = word or words.grammar.numbers_goal(text)
        caption = role in ("head", "block", "label") and not line["pointers"] and text not in kept and not word
        if (
            role == "unread"
            and has_figure(text)
            and at not in told
            or role == "value"
            and not line["pointers"]
            and text not in fed | kept
            or caption
            and says_something(_MONTHS.sub("", text))
            and not text.isdigit()  # numbers of the columns
            and not words.grammar.numbers_goal(text)
        ):
            found.append((role, text))
    return found


@pytest.mark.parametrize("name", layouts.names())
def test_every_cell_of_a_layout_has_a_role(name: str) -> None:
    for reading in layouts.readings(name):
        assert _in_no_role(reading) == []
        assert _unaccounted(reading) == []
        assert all(entry.role in ROLES for entry in reading.account.entries.values())


@pytest.mark.parametrize("sample", golden.samples(), ids=lambda p: p.name)
def test_no_value_like_text_of_a_sample_is_in_no_role(sample: Path) -> None:
    assert [text for reading in _sample(sample.name) for text in _in_no_role(reading)] == []


@pytest.mark.parametrize("seed", range(6))
def test_no_value_like_text_of_a_generated_filing_is_in_no_role(seed: int) -> None:
    page = FORMATS["html"](filing_of(("teach", seed), "html"))
    readings = readings_of(read(page, "x.html", "html"), load_rules(), "0" * 64)
    assert [text for reading in readings for text in _in_no_role(reading)] == []


@pytest.mark.parametrize("sample", golden.samples(), ids=lambda p: p.name)
def test_the_samples_are_read_wholly(sample: Path) -> None:
    for reading in _sample(sample.name):
        assert [d.why for d in reading.doubts] == []
        assert reading.form.reading.coverage == 1.0
        assert [line["text"] for line in reading.dump() if line["role"] == "unread"] == []


def test_roles_are_those_of_the_cells() -> None:
    roles = {(line["text"], line["role"], *line["pointers"]) for line in _sample("monitoring.xlsx")[0].dump()}
    assert ("项目名称", "label") in roles
    assert ("农业生产发展", "value", "/project_name") in roles
    assert ("300", "further") in roles
    assert ("产出指标", "level", "/indicators/0/level1") in roles
    assert ("≥10次", "value", "/indicators/0/target") in roles


def test_a_column_that_no_rule_book_knows_is_a_doubt() -> None:
    head = "<tr><td>项目名称</td><td colspan=4>水库除险</td></tr>"
    rows = "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td><td>甲乙丙</td></tr>"
    rows += "<tr><td>产出指标</td><td>数量指标</td><td>除险座数</td><td>≥6座</td><td>7座</td></tr>"
    rows += "<tr><td>产出指标</td><td>质量指标</td><td>合格率</td><td>100%</td><td>98%</td></tr>"
    (reading,) = _of(f"<h3>2024年项目支出绩效目标表</h3><table>{head}{rows}</table>")
    (doubt,) = reading.doubts
    assert doubt.code == "unread-text" and doubt.grave
    assert "第3至4行的第5列没有读懂" in doubt.why
    assert [part["row"] for part in doubt.at["parts"]] == [2, 3]
    assert reading.form.reading.coverage < 1


HEAD = "<tr><td>项目名称</td><td colspan=3>水库除险</td></tr>"


def _checked(page: str) -> Extraction:
    return extract_bytes(f'<meta charset="utf-8">{page}'.encode(), "x.html", rules=load_rules())


def test_a_form_without_indicators_is_not_judged() -> None:
    found = _checked(
        f"<h3>2024年项目支出绩效目标表</h3><table>{HEAD}<tr><td>年度绩效目标</td><td colspan=3>除险6座</td></tr>"
        f"</table>"
    )
    assert (found.quality.verdict, found.quality.score) == ("未能审核", None)
    assert "no-indicators" in {f.code for f in found.findings}
    assert not [c for c in found.checks if c.outcome == "passed" and not c.inputs]
    assert not [
        c.rule
        for c in found.checks
        if c.outcome == "passed" and c.code in ("missing-target-value", "duplicate-indicator")
    ]


def test_a_file_without_a_form_has_no_score() -> None:
    assert (_checked("<p>会议通知</p>").quality.verdict, _checked("<p>会议通知</p>").quality.score) == (
        "没有绩效表",
        None,
    )


def test_lines_in_a_forms_words_without_a_form_are_told() -> None:
    words = ("一级指标", "二级指标", "三级指标", "指标值", "产出指标", "数量指标", "质量指标", "满意度指标")
    found = _checked("".join(f"<p>{word}</p>" for word in words))
    assert found.forms == [] and found.quality.verdict == "未能审核"
    assert "unread-text" in {f.code for f in found.findings}


def test_what_was_not_read_is_not_put_to_the_unit() -> None:
    rows = (
        "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>甲乙丙</td></tr><tr><td>产出指标</td><td>"
        "数量指标</td><td>除险座数</td><td>由各股室另行填报，详见清单。</td></tr>"
    )
    found = _checked(f"<h3>2024年项目支出绩效目标表</h3><table>{HEAD}{rows}</table>")
    assert found.quality.verdict == "未能审核"
    assert "missing-target-value" not in {f.code for f in found.findings}


def test_mended_means_that_the_rule_looked_again() -> None:
    def page(value: str, rows: bool = True) -> Extraction:
        table = (
            f"<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr><tr><td>产出指标</td><td>"
            f"数量指标</td><td>除险座数</td><td>{value}</td></tr>"
        )
        table += "<tr><td>产出指标</td><td>质量指标</td><td>合格率</td><td>100%</td></tr>"
        return _checked(
            f"<h3>2024年项目支出绩效目标表</h3><table>{HEAD}{table if rows else table.replace('除险座数', '另一指标')}"
            f"</table>"
        )

    old = [json.loads(page("").model_dump_json())]
    assert any(f["code"] == "missing-target-value" for f in old[0]["findings"])

    def gone(new: Extraction) -> tuple[set[str], set[str], set[str]]:
        (change,) = compare(old, [new]).values()
        return {g.code for g in change.mended}, {g.code for g in change.untold}, {g.code for g in change.unseen}

    assert "missing-target-value" in gone(page("≥6座"))[0]
    assert "missing-target-value" in gone(page("≥6座", rows=False))[2]
    assert "missing-target-value" in gone(_checked(f"<h3>2024年项目支出绩效目标表</h3><table>{HEAD}</table>"))[2]


def test_the_picture_shows_each_cell_by_its_role() -> None:
    (reading,) = _of(
        f"<h3>2024年项目支出绩效目标表</h3><table>{HEAD}<tr><td>年度绩效目标</td><td colspan=3>除险6座</td></tr>"
        f"</table>"
    )
    (picture,) = pictures([reading.dump()])
    assert [[c and (c.text, c.role, c.colspan) for c in row] for row in picture.rows][0] == [
        ("项目名称", "label", 1),
        ("水库除险", "value", 3),
    ]
