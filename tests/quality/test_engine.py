"""The engine around the rules: crashes, order, notes, score, waivers, re-check, the manual, the rule book's faults."""

from __future__ import annotations

import datetime
import random
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import RuleBookError, UsageError
from extractor.ground.rulefile import shipped_dir
from extractor.model.codes import OF_THE_READING, TITLES
from extractor.model.document import Note
from extractor.model.extraction import Extraction
from extractor.model.filing import Layout
from extractor.pipeline import extract_bytes
from extractor.quality import engine
from extractor.quality.engine import review, stable_id
from extractor.quality.manual import list_rules, show
from extractor.quality.numbers import exact, first_number, half_digit
from extractor.quality.recheck import compare
from extractor.quality.registry import Rule, all_rules
from extractor.quality.score import failed, grade, verdict_of
from extractor.quality.spelling import ending_mended
from extractor.quality.waivers import apply_waivers, read_waivers
from extractor.rulebook import Rules, load_rules
from extractor.values.number import plain
from tests import SAMPLES
from tests.quality.build import check, reading

SAMPLE = next(SAMPLES.glob("*.txt"))


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules()


@pytest.fixture(scope="module")
def sample(rules: Rules) -> Extraction:
    return extract_bytes(SAMPLE.read_bytes(), SAMPLE.name, rules=rules)


def _changed(text: str, rules: Rules, name: str = "b.txt") -> Extraction:
    return extract_bytes(text.encode(), name, rules=rules)


# --- engine --------------------------------------------------------------------------------------------------


def test_a_crashing_rule_costs_one_finding_and_the_run_goes_on(rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    known = dict(all_rules())

    def explode(case: object) -> Any:
        raise ZeroDivisionError("boom")
        yield

    broken = known["slogan"]
    known["slogan"] = Rule(broken.id, broken.code, "form", broken.doc, broken.grades, over_form=explode)
    monkeypatch.setattr(engine, "all_rules", lambda: known)
    findings, checks, quality = check({"form": {"rows": [["产出指标", "数量指标", "人数", ""]]}}, rules)
    crashed = [f for f in findings if f.code == "rule-crashed"]
    assert [(f.rule, f.form, f.severity) for f in crashed] == [("slogan", 0, "warning")]
    assert "missing-target-value" in {f.code for f in findings}
    assert [(c.outcome, "boom" in c.why) for c in checks if c.rule == "slogan"] == [("cannot-tell", True)]
    assert quality.score == 94, "a crash of ours costs the filer nothing"


def test_notes_of_the_reader_come_first_and_an_empty_source_says_so(rules: Rules) -> None:
    notes = [
        Note("encoding-fallback", "按 GB18030 读取。"),
        Note("low-ocr-confidence", "存疑。", {"page": 1, "ocr_confidence": 0.5}),
    ]
    findings, checks, quality = review([], notes, source_sha="ab" * 32, rules=rules)
    assert [f.code for f in findings] == ["encoding-fallback", "low-ocr-confidence", "no-form"]
    assert all(f.form is None and f.field is None for f in findings)
    assert findings[1].confidence == 0.5
    assert (checks, quality.score, quality.verdict) == ([], None, "没有绩效表")
    both = review(
        [reading({"rows": [["产出指标", "数量指标", "人数", ""]]}, 0, rules)], notes, source_sha="0", rules=rules
    )[0]
    assert [f.form for f in both][:3] == [None, None, 0]


def test_a_note_of_a_page_points_to_the_only_form_there(rules: Rules) -> None:
    forms = [reading({"rows": [["产出指标", "数量指标", "人数", "3人"]]}, n, rules) for n in range(2)]
    for each in forms:
        each.form.indicators[0].at = {"page": 2}
    notes = [Note("doubtful-table", "第2页的表格存疑。", {"page": 2}), Note("doubtful-table", "存疑。", {"page": 3})]
    alone = review(forms[:1], notes, source_sha="0", rules=rules)[0]
    assert {f.field for f in alone if f.code == "doubtful-table"} == {None, "/forms/0"}
    shared = review(forms, notes[:1], source_sha="0", rules=rules)[0]
    assert [f.field for f in shared if f.code == "doubtful-table"] == [None]


def test_findings_are_ordered_by_form_row_code_pointer(rules: Rules) -> None:
    rows = [["产出指标", "数量指标", f"人数{n}", ""] for n in range(12)]
    columns = ["level1", "level2", "level3", "target", "standard"]
    findings, _, _ = check({"forms": [{"columns": columns, "rows": [[*r, ""] for r in rows]}] * 2}, rules)
    keys = [(f.form, engine.row_of(f.field), f.code, f.field, f.id) for f in findings]
    assert keys == sorted(keys, key=lambda k: (k[0] if k[0] is not None else -1, *k[1:]))


def test_switches_of_the_rule_book_hold(rules: Rules, tmp_path: Path) -> None:
    text = (shipped_dir() / "quality.yaml").read_text("utf-8")
    line = next(x for x in text.splitlines() if x.startswith("  target-blank:"))
    off = line.replace("severity: error", "severity: error, enabled: false")
    (tmp_path / "quality.yaml").write_text(text.replace(line, off), "utf-8")
    mine = load_rules(str(tmp_path))
    findings, checks, _ = check({"form": {"rows": [["产出指标", "数量指标", "人数", ""]]}}, mine)
    assert not [x for x in (*findings, *checks) if x.code == "missing-target-value"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  target-blank:", "  target-blnk:", "没有这条规则"),
        ("{code: missing-standard,", "{code: missing-unit,", "的代码是 missing-standard"),
        ("code: missing-standard,", "code: missing-standrd,", "没有这个问题代码"),
        ("title: 绩效标准空白, severity: warning", "title: 绩效标准空白, severity: bad", "severity"),
        ("basis: [form-itself]}", "basis: [form-itslf]}", "依据未在 documents 中列出"),
        ("grades: {smaller: info}", "grades: {small: info}", "grades"),
        ("flat_share: 0.8", "flat_share: 8", "flat_share"),
        ('"^以.*为准$"', '"^以(.*为准$"', "正则"),
        ("own: []", "own: [{title: 甲, rules: [no-such]}]", "没有这条规则或问题代码：no-such"),
        ("no-form: {severity: info}", "no-form: {severity: info, basis: [x]}", "依据未在 documents 中列出：x"),
    ],
)
def test_a_faulty_rule_book_names_file_and_fault(old: str, new: str, told: str, tmp_path: Path) -> None:
    text = (shipped_dir() / "quality.yaml").read_text("utf-8")
    assert old in text
    (tmp_path / "quality.yaml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(RuleBookError) as caught:
        load_rules(str(tmp_path))
    assert "quality.yaml" in caught.value.cause
    assert told in caught.value.cause
    line = next(n for n, x in enumerate(text.replace(old, new, 1).splitlines(), 1) if new.strip() in x)
    assert f"第 {line} 行" in caught.value.cause


def test_a_bureaus_own_document_may_name_rules_and_codes(tmp_path: Path) -> None:
    text = (shipped_dir() / "quality.yaml").read_text("utf-8")
    own = text.replace("own: []", "own: [{title: 甲, rules: [slogan, missing-unit]}]", 1)
    (tmp_path / "quality.yaml").write_text(own, "utf-8")
    assert load_rules(str(tmp_path)).quality.basis_text["unit-missing"] == ("《甲》", True)


def test_a_rule_that_the_book_lacks_is_named(tmp_path: Path) -> None:
    text = (shipped_dir() / "quality.yaml").read_text("utf-8")
    line = next(x for x in text.splitlines() if x.startswith("  slogan: "))
    (tmp_path / "quality.yaml").write_text(text.replace(f"{line}\n", "", 1), "utf-8")
    with pytest.raises(RuleBookError, match="缺少规则：slogan"):
        load_rules(str(tmp_path))


def test_every_code_of_the_contract_has_a_rule_or_a_note(rules: Rules) -> None:
    spoken = {rule.code for rule in all_rules().values()} | set(rules.quality.notes) | {"boilerplate"}
    assert spoken == set(TITLES)
    assert set(TITLES) >= OF_THE_READING


# --- score ---------------------------------------------------------------------------------------------------


def test_score_is_what_the_book_says_and_order_does_not_matter(rules: Rules, sample: Extraction) -> None:
    book = rules.quality.score
    shuffled = list(sample.findings)
    random.Random(1).shuffle(shuffled)
    quality = grade(shuffled, book, forms=4)
    assert quality == sample.quality
    assert quality.score == 100 - 3 * book.error - 8 * book.warning
    assert grade([f for f in sample.findings if f.severity == "info"], book, forms=4).score == 100
    assert grade(sample.findings * 9, book, forms=4).score == 0
    assert failed().score is None


def test_verdicts(rules: Rules) -> None:
    book = rules.quality.score
    assert verdict_of(100, 0, book) == "通过"
    assert verdict_of(94, 1, book) == "修改后通过"
    assert verdict_of(book.verdict.return_below - 1, 0, book) == "退回"


# --- waivers -------------------------------------------------------------------------------------------------


def test_a_waived_finding_stays_listed_and_costs_nothing(sample: Extraction, rules: Rules) -> None:
    text = "- {unit: 沅江市总工会, code: missing-field, reason: 已电话核实, who: 王五}\n"
    [document], reasons = apply_waivers([sample], text, rules)
    assert len(document.findings) == len(sample.findings)
    waived = [f for f in sample.findings if f.code == "missing-field"]
    assert set(reasons) == {f.id for f in waived}
    assert reasons[waived[0].id] == "已电话核实（王五）"
    assert (document.quality.score or 0) - (sample.quality.score or 0) == rules.quality.score.error


def test_field_hash_and_id_narrow_a_waiver(sample: Extraction, rules: Rules) -> None:
    sha = (sample.source.sha256 or "")[:12]
    one = next(f for f in sample.findings if f.code == "late-filing")
    for extra, hits in (
        ("field: /forms/1", 1), ("field: /forms/1/signoff/filing_date", 1), ("field: /forms/1/sign", 0),
        (f"id: {one.id}", 1), ("who: 甲", 4),
    ):  # fmt: skip
        entry = (
            f"- {{source: {sha}, code: late-filing, reason: 批复晚, {extra}{'' if 'who' in extra else ', who: 甲'}}}"
        )
        _, reasons = apply_waivers([sample], entry, rules)
        assert len(reasons) == hits, extra


def test_unused_and_expired_waivers_are_told(sample: Extraction, rules: Rules) -> None:
    text = """waivers:
      - {unit: 别的单位, code: missing-field, reason: 甲, who: 乙}
      - {unit: 沅江市总工会, code: missing-field, reason: 甲, who: 乙, until: 2024-12-31}
    """
    [after], reasons = apply_waivers([sample], text, rules, datetime.date(2025, 1, 1))
    assert reasons == {}
    assert [f.severity for f in after.findings if f.code == "unused-waiver"] == ["info", "info"]
    assert after.quality.score == sample.quality.score
    _, held = apply_waivers([sample], text, rules, datetime.date(2024, 12, 31))
    assert len(held) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {code: missing-field, reason: 甲, who: 乙}", "第 1 条"),
        ("- {unit: 甲, code: no-such, reason: 甲, who: 乙}", "code"),
        ("- {unit: 甲, code: missing-field, who: 乙}", "reason"),
        ("- {source: ab12, code: missing-field, reason: 甲, who: 乙}", "第 1 条"),
        ("- [\n", "YAML"),
    ],
)
def test_a_faulty_waiver_file_is_refused(text: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_waivers(text)
    assert told in caught.value.cause


# --- re-check ------------------------------------------------------------------------------------------------


def test_recheck_tells_mended_open_and_new(sample: Extraction, rules: Rules) -> None:
    text = (
        SAMPLE.read_text("utf-8")
        .replace("提高工会组的", "提高工会组织的")
        .replace("资金总额：291.97", "资金总额：391.97")
    )
    new = _changed("\n" + text, rules)
    old = [sample.model_dump(mode="json", include={"source", "findings", "checks", "quality"})]
    change = compare(old, [new])["b.txt"]
    assert [gone.code for gone in change.mended] == ["label-typo"]
    codes = {f.id: f.code for f in new.findings}
    assert {codes[i] for i in change.new} == {"sum-mismatch"}
    assert len(change.still_open) == len(sample.findings) - 1
    assert len(change.still_open) + len(change.new) == len(new.findings)


def test_recheck_of_the_same_file_is_all_open(sample: Extraction) -> None:
    change = compare([sample.model_dump(mode="json")], [sample])[sample.source.path]
    assert (change.mended, change.new) == ([], set())
    assert len(change.still_open) == len(sample.findings)


def test_recheck_finds_the_right_older_section_among_several(sample: Extraction, rules: Rules) -> None:
    other = _changed(
        SAMPLE.read_text("utf-8").replace("沅江市总工会", "桃花县总工会").replace("帮扶基金", "另一项目"),
        rules,
        "c.txt",
    )
    renamed = _changed("\n" + SAMPLE.read_text("utf-8"), rules, "d.txt")
    changes = compare([other.model_dump(mode="json"), sample.model_dump(mode="json")], [renamed])
    assert changes["d.txt"].new == set()
    assert compare([], [sample])[sample.source.path].still_open == set()


# --- manual --------------------------------------------------------------------------------------------------


def test_the_manual_explains_codes_rules_and_the_score(rules: Rules) -> None:
    assert len(list_rules(rules)) == len(all_rules())
    for code in [*TITLES, *all_rules(), "score"]:
        assert len(show(code, rules)) > 30, code
    shown = show("sum-mismatch", rules)
    assert "不合格：" in shown
    assert "依据：" in shown
    assert "通过" in show("score", rules)
    assert "依据：填报常识" in show("missing-target-value", rules)
    assert "未核实" in show("points-mismatch", rules)
    with pytest.raises(UsageError):
        show("no-such-code", rules)


def test_no_rule_claims_a_text_that_was_not_at_hand(rules: Rules) -> None:
    """Titles of the ministry's documents stay unverified until their text is at hand, and no clause is cited."""
    for document in rules.quality.documents.values():
        assert "第" not in document.title or "条" not in document.title
        if "财预" in document.title:
            assert not document.verified


# --- numbers -------------------------------------------------------------------------------------------------


def test_printed_numbers_are_exact() -> None:
    assert exact("1,200.50") == exact("1200.5")
    assert (exact("10分"), exact("88%"), exact("１２")) == (10, 88, 12)
    assert (exact("854万854万"), exact(""), exact(None), exact("12,34")) == (None, None, None, None)
    assert (first_number("21980人"), first_number("3至5人")) == (21980, None)
    assert [plain(half_digit(n)) for n in (exact("96"), exact("117.76")) if n is not None] == ["0.5", "0.005"]


def test_ids_depend_on_owner_rule_pointer_and_ordinal() -> None:
    ids = {
        stable_id(*parts)
        for parts in (
            ("a", "r", "p", 0),
            ("b", "r", "p", 0),
            ("a", "s", "p", 0),
            ("a", "r", "q", 0),
            ("a", "r", "p", 1),
        )
    }
    assert len(ids) == 5


def test_a_doubtful_reading_is_not_the_filers_fault(rules: Rules) -> None:
    spec = {"amounts": {"total": "100", "fiscal_appropriation": "80", "other_funds": "10"}, "year": 2024}
    sure = review([reading(spec, 0, rules)], [], source_sha="0", rules=rules)[0]
    assert "sum-mismatch" in {f.code for f in sure}
    doubtful = reading(spec, 0, rules)
    doubtful.form.amounts["fiscal_appropriation"].at["ocr_confidence"] = 0.4
    findings, checks, _ = review([doubtful], [], source_sha="0", rules=rules)
    assert "sum-mismatch" not in {f.code for f in findings}
    assert [c.outcome for c in checks if c.rule == "total-by-source"] == ["cannot-tell"]


def test_a_layout_may_switch_rules_off(rules: Rules) -> None:
    spec = {"rows": [["产出指标", "数量指标", "人数", ""]]}
    for name in ("target-blank", "missing-target-value"):
        quiet = reading(spec, 0, rules)
        quiet.skip_rules = [name]
        findings, checks, _ = review([quiet], [], source_sha="0", rules=rules)
        assert not [x for x in findings if x.code == "missing-target-value"]
        assert [c.outcome for c in checks if c.code == "missing-target-value"] == ["not-applicable"]


def test_the_layout_book_of_a_form_switches_rules_off(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    book = (
        "id: my-county\nname: 某县表\nkind: project_target\ntitles: ['某县表$']\nskip_rules: [missing-target-value]\n"
    )
    (tmp_path / "forms" / "my-county.yaml").write_text(book, "utf-8")
    mine = load_rules(str(tmp_path))
    known = reading({"rows": [["产出指标", "数量指标", "人数", ""]]}, 0, mine)
    assert "missing-target-value" in {f.code for f in review([known], [], source_sha="0", rules=mine)[0]}
    known.form.layout = Layout("my-county", "某县表", 1.0)
    assert "missing-target-value" not in {f.code for f in review([known], [], source_sha="0", rules=mine)[0]}


def test_no_name_of_the_dictionary_is_mended_by_its_ending(rules: Rules) -> None:
    names = {name for entry in rules.indicators.entries for name in (entry.name, *entry.aliases)}
    assert len(names) > 500
    assert {n: found for n in names if (found := ending_mended(n, rules.quality.words.endings)[0])} == {}
    assert ending_mended("隐患整改及是率", rules.quality.words.endings)[0] == "隐患整改及时率"
    assert ending_mended("场镇环境面貌", rules.quality.words.endings)[0] is None
