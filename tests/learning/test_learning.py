"""`rules learn`: one corrected filing repairs the others of its layout and nothing else; a few cells pointed at do
too.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.layout_grammar.filing import Filing, alien, make
from bench.layout_grammar.score import score
from bench.layout_grammar.truth import as_document
from bench.layout_grammar.writing import FORMATS, write_alien
from extractor.errors import RuleBookError, UsageError
from extractor.forms.taught import holds, in_force, printed_texts
from extractor.ground.rulefile import load_yaml, shipped_dir
from extractor.learning import difference, facts_of, from_pointers, pointed, propose, save, text_of_book
from extractor.learning.command import command
from extractor.learning.corrected import misses, same
from extractor.learning.proposal import forms_json
from extractor.learning.trial import effect
from extractor.model.document import Cell, Document, Grid, Line
from extractor.pipeline import document_of, extract_bytes
from extractor.rulebook import Rules, load_rules
from extractor.words.book import FormBook

LAYOUTS = [(1, "docx"), (8, "docx"), (14, "xlsx"), (17, "docx"), (22, "html"), (28, "docx"), (36, "xlsx")]
"""Sign-off in a line, regions, a sum row, money as heads over values, money in a sentence, two totals side by side,
an amount left blank in the corrected filing."""


def read(filing: Filing, suffix: str, rules: Rules) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        extract_bytes(FORMATS[suffix](filing), f"{filing.name}.{suffix}", rules=rules).model_dump_json()
    )
    document["source"]["rules_version"] = ""
    return document


def missed(filing: Filing, output: dict[str, Any]) -> list[str]:
    return [f"{m.pointer}: {m.want!r}, got {m.got!r}" for one in score(filing.truth(), output) for m in one.misses]


def taught(layout: int, suffix: str, into: Path) -> Rules:
    first = alien(layout, 0)
    document = document_of(FORMATS[suffix](first), f"{first.name}.{suffix}")
    proposal = propose(document, load_rules(), [facts_of(form) for form in as_document(first.forms)["forms"]])
    assert proposal.before and not proposal.after and proposal.book is not None
    assert len(proposal.mended) == len(proposal.before)
    save(proposal.book, into)
    return load_rules(into)


@pytest.mark.parametrize(("layout", "suffix"), LAYOUTS)
def test_one_corrected_filing_repairs_its_layout_and_no_other(layout: int, suffix: str, tmp_path: Path) -> None:
    rules = taught(layout, suffix, tmp_path)
    for n in (1, 2):
        filing = alien(layout, n)
        assert missed(filing, read(filing, suffix, load_rules())), (
            "the layout must be one that is not read right by itself"
        )
        assert not missed(filing, read(filing, suffix, rules))
    for stranger in (alien(layout + 1, 1), make("teach", layout)):
        assert read(stranger, suffix, rules) == read(stranger, suffix, load_rules())


def test_a_second_lesson_finds_nothing_to_learn(tmp_path: Path) -> None:
    rules = taught(3, "docx", tmp_path)
    second = alien(3, 1)
    document = document_of(FORMATS["docx"](second), "second.docx")
    proposal = propose(document, rules, [facts_of(form) for form in as_document(second.forms)["forms"]])
    assert proposal.book is None and not proposal.before


def test_cells_pointed_at(tmp_path: Path) -> None:
    filing = alien(6, 0)
    document = document_of(FORMATS["docx"](filing), "six.docx")
    grid = next(item for item in document.items if isinstance(item, Grid))
    name = next(c for c in grid.cells if c.text == filing.forms[0]["project_name"])
    head = next(c for c in grid.cells if c.text == "约定刻度")
    pairs = [f"/project_name=t0r{name.row}c{name.col}", f"/forms/0/indicators/target=t0r{head.row}c{head.col}"]
    found = pointed(pairs, document, load_rules())
    proposal = propose(document, load_rules(), found.truth, certain=found.heads)
    assert proposal.book is not None and not proposal.after
    said = {(extra.kind, extra.id): extra.wordings for extra in proposal.book.labels}
    assert said["header", "target"] == ["约定刻度"]
    save(proposal.book, tmp_path)
    other = alien(6, 1)
    assert read(other, "docx", load_rules(tmp_path))["forms"][0]["project_name"] == other.forms[0]["project_name"]


@pytest.mark.parametrize(
    "pair",
    [
        "filer",
        "/filer=t9r0c0",
        "/filer=t0r0c99",
        "/indicators/nothing=t0r0c0",
        "/signoff=t0r0c0",
        "/filer=B12",
        "/indicators/0/target=t0r0c0",
    ],
)
def test_pairs_that_say_nothing_are_refused(pair: str) -> None:
    document = Document("docx", [Grid([Cell(0, 0, text="填报单位"), Cell(0, 1, text="某局")], 1, 2)])
    with pytest.raises(UsageError):
        pointed([pair], document, load_rules())


def test_a_column_by_its_place_outweighs_words() -> None:
    """Two heads alike: the first column is last year's, the second the target; a taught layout may say so by number."""
    rows = [
        ["一级指标", "二级指标", "三级指标", "刻度", "刻度"],
        ["产出指标", "数量指标", "培训人数", "≥10人", "≥20人"],
        ["", "质量指标", "合格率", "≥80%", "≥90%"],
    ]
    grid = Grid([Cell(r, c, text=text) for r, row in enumerate(rows) for c, text in enumerate(row)], 3, 5)
    document = Document("docx", [Line("某县项目支出绩效目标表", centred=True), grid])
    book = FormBook.model_validate(
        {"id": "twice", "name": "x", "kind": "project_target", "only_here": True, "anchors": ["刻度", "三级指标"],
         "columns": [{"head": ["刻度"], "at": 3, "role": "other_history"},
         {"head": ["刻度"], "at": 4, "role": "target"}]}
    )  # fmt: skip
    rules = load_rules().teaching([book])
    raws = [row["target"]["raw"] for row in forms_json(document, rules)[0]["indicators"]]
    assert raws == ["≥20人", "≥90%"]


def test_a_layout_holds_where_nearly_all_anchors_stand() -> None:
    book = FormBook.model_validate(
        {"id": "a", "name": "a", "kind": "project_target", "only_here": True, "anchors": ["报送主体", "看点"]}
    )
    both = Document("txt", [Line("报送主体：某局  执笔：张三"), Grid([Cell(0, 0, text="看 点")], 1, 1)])
    one = Document("txt", [Line("报送主体：某局")])
    assert holds(book, printed_texts(both)) and not holds(book, printed_texts(one))
    base = load_rules()
    assert in_force(both, base) is base


def test_a_taught_book_is_checked_when_loaded(tmp_path: Path) -> None:
    path = tmp_path / "forms" / "bad.yaml"
    path.parent.mkdir()
    path.write_text("id: bad\nname: bad\nkind: project_target\nonly_here: true\n", "utf-8")
    with pytest.raises(RuleBookError, match="anchors"):
        load_yaml(path, FormBook)
    path.write_text("id: bad\nname: bad\nkind: project_target\ncolumns: [{head: [a], role: target}]\n", "utf-8")
    with pytest.raises(RuleBookError, match="only_here"):
        load_yaml(path, FormBook)


def test_the_shipped_rules_are_never_written() -> None:
    book = FormBook.model_validate(
        {"id": "a", "name": "a", "kind": "project_target", "only_here": True, "anchors": ["x"]}
    )
    with pytest.raises(UsageError):
        save(book, shipped_dir())
    assert "+id: a" in difference(book, None)
    assert "only_here: true" in text_of_book(book)


@pytest.mark.parametrize(
    ("one", "two", "equal"),
    [("1,200.50", "1200.5", True), ("95%", "95", False), ("", "—", True), ("某 局", "某局", True), ("12", "13", False)],
)
def test_what_counts_as_the_same_value(one: str, two: str, equal: bool) -> None:
    assert same(one, two) is equal


def test_what_a_corrected_document_does_not_hold_is_not_judged() -> None:
    form = {
        "filer": "某局",
        "department": "某局",
        "indicators": [{"level3": {"raw": "人数"}, "weight": "10"}],
        "amounts": {},
        "execution": [],
    }
    assert not misses([from_pointers({"/filer": "某局"})], [form])
    assert [m.pointer for m in misses([from_pointers({"/filer": "别局", "/indicators/0/weight": "12"})], [form])] == [
        "/filer",
        "/indicators/0/weight",
    ]
    extra = facts_of({"indicators": []})
    assert [m.pointer for m in misses([extra], [form])] == ["/indicators/+0"]
    assert [m.got for m in misses([facts_of({"department": None})], [form])] == ["某局"]


def test_the_effect_on_another_source_counts_new_changed_and_lost() -> None:
    def document(**form: Any) -> dict[str, Any]:
        return {"forms": [{"reading": {"coverage": 0.5}, **form}], "quality": {"verdict": "通过"}}

    found = effect("a", document(filer="甲", department="乙"), document(filer="丙", project_name="丁", department=None))
    assert (found.gained, found.changed, found.lost) == (
        ["/forms/0/project_name"],
        ["/forms/0/filer"],
        ["/forms/0/department"],
    )
    assert found.touched and not effect("a", document(filer="甲"), document(filer="甲")).touched


def test_the_command_shows_tries_and_writes_only_where_asked(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_alien([6], 3, "docx", tmp_path / "year")
    folder, rules = tmp_path / "year" / "006", tmp_path / "rules"
    for stray in folder.glob("*.truth.json"):
        stray.unlink()
    file, truth = str(folder / "alien-006-00.docx"), str(tmp_path / "corrected.json")
    (folder / "alien-006-00.corrected.json").rename(truth)
    for stray in folder.glob("*.corrected.json"):
        stray.unlink()
    assert command(file, truth, try_on=str(folder)) == 0
    shown = capfd.readouterr().out
    assert (
        "学了以后还有 0 处" in shown
        and "+only_here: true" in shown
        and "试读 3 份：3 份" in shown
        and "没有写入" in shown
    )
    assert not rules.exists()
    assert command(file, truth, out=str(rules)) == 0
    assert len(list((rules / "forms").iterdir())) == 1
    capfd.readouterr()
    assert command(file, truth, out=str(rules)) == 0
    assert "没有要学的" in capfd.readouterr().out


@pytest.mark.parametrize("content", ["", "[]", '{"forms": 3}', '{"forms": [1]}'])
def test_a_truth_that_is_none_is_refused(content: str, tmp_path: Path) -> None:
    truth, file = tmp_path / "t.json", tmp_path / "f.docx"
    truth.write_text(content, "utf-8")
    file.write_bytes(FORMATS["docx"](alien(6, 0)))
    with pytest.raises(UsageError):
        command(str(file), str(truth))
    with pytest.raises(UsageError):
        command(str(file))
