"""The letter: what a bureau may change, what is never made up, who is blamed for what."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
import yaml
from lxml import etree

from extractor import extract
from extractor.errors import RuleBookError
from extractor.ground.rulefile import shipped_dir
from extractor.report.books import check_books
from extractor.report.letter import letters_of
from extractor.report.model import report_of
from extractor.report.writers import write_check
from extractor.rulebook import Rules, load_rules
from tests import SAMPLES
from tests.report_samples import evaluation, failed, finding, quality_of, sample

RULES = Rules()
SAMPLE = SAMPLES / "yuanjiang-zonggonghui-2024.txt"


def rules_with(folder: Path, text: str | None = None, **settings: object) -> Rules:
    """The shipped books with some settings of the letter changed, and maybe its text."""
    book = yaml.safe_load((shipped_dir() / "letter.yaml").read_text("utf-8")) | settings
    (folder / "letter.yaml").write_text(yaml.safe_dump(book, allow_unicode=True), "utf-8")
    if text is not None:
        (folder / "letter").mkdir(exist_ok=True)
        (folder / "letter" / "letter.txt").write_text(text, "utf-8")
    return Rules(folder)


def paragraphs(rules: Rules, *documents) -> list[tuple[str, str]]:
    content = write_check(list(documents), format="docx", rules=rules)
    return [(p.style.name, p.text) for p in docx.Document(io.BytesIO(content)).paragraphs]


def texts(rules: Rules, *documents) -> str:
    return "\n".join(text for _, text in paragraphs(rules, *documents))


def test_number_date_and_seal_are_never_made_up():
    said = texts(RULES, sample())
    assert "×财绩函〔　　〕　　号" in said and "　　年　月　日" in said
    assert "2026" not in said and "张三" not in said


def test_number_date_contact_and_term_come_from_the_book(tmp_path: Path):
    rules = rules_with(
        tmp_path, bureau="某县财政局", symbol="某财绩函", year=2026, number=12, date="2026年1月8日",
        contact="张三，010-1234567",
        copy_to="某县审计局", answer_days=15, consequence="逾期未报的，按某县规定处理。",
    )  # fmt: skip
    said = texts(rules, sample())
    for want in (
        "某财绩函〔2026〕12号",
        "2026年1月8日",
        "（联系人：张三，010-1234567）",
        "抄送：某县审计局",
        "15日内",
        "按某县规定处理",
    ):
        assert want in said
    header = (
        docx.Document(io.BytesIO(write_check([sample()], format="docx", rules=rules))).sections[0].first_page_header
    )
    assert [p.text for p in header.paragraphs] == ["某县财政局"]


def test_a_notice_instead_of_a_letter(tmp_path: Path):
    said = paragraphs(rules_with(tmp_path, kind="通知"), sample())
    titles = [text for style, text in said if style == "公文标题"]
    assert titles[-1] == "审核意见的通知"


def test_problems_stand_under_the_official_heads():
    said = paragraphs(RULES, sample())
    heads = [text for style, text in said if style == "公文二级标题"]
    assert [head.split("（")[1].split("）")[1][:3] for head in heads] == ["完整性", "相关性", "适当性"]
    assert ("公文主送", "沅江市总工会：") in said


def test_doubts_of_our_reading_are_not_put_to_the_unit():
    item = sample()
    item.findings = [f for f in item.findings if f.code == "low-ocr-confidence"]
    item.quality = quality_of(item.findings, 100)
    (letter,) = letters_of(report_of([item], RULES), RULES)
    assert not letter.problems and len(letter.doubts) == 1
    said = "\n".join(text for _, text in letter.lines)
    assert "未发现需要改正的问题" in said and "不作为你单位填报的问题" in said and "整改情况反馈表" not in said


def test_waived_findings_and_infos_are_not_put_to_the_unit():
    item = sample()
    waived = {f.id: "已批准" for f in item.findings if f.severity == "error"}
    (letter,) = letters_of(report_of([item], RULES, waived=waived), RULES)
    assert {e.finding.severity for e in letter.problems} == {"warning"}


def test_each_unit_gets_a_letter_and_only_its_own_findings():
    second = evaluation()
    for form in second.forms:
        form.filer = form.department = "南县水利局"
    letters = letters_of(report_of([sample(), second, failed()], RULES), RULES)
    assert [letter.unit for letter in letters] == ["（填报单位未能识别）", "沅江市总工会", "南县水利局"], (
        "the worst first"
    )
    letters = [*letters[1:], letters[0]]
    assert {e.finding.code for e in letters[1].problems} == {"rate-mismatch", "missing-reason"}
    assert "未能读取（文件有密码）" in "\n".join(text for _, text in letters[2].lines)


def test_forms_without_a_unit_go_with_the_others_of_their_file():
    (letter,) = letters_of(report_of([sample()], RULES), RULES)
    assert {e.finding.form for e in letter.problems} == {0, 1, 2, 3}


@pytest.mark.parametrize(
    "text",
    ["# 题\n{% if %}", "{{ nosuch }}", "{{ unit.__class__.__mro__ }}{{ ().__class__.__bases__[0].__subclasses__() }}"],
)
def test_a_broken_text_names_its_file(tmp_path: Path, text: str):
    with pytest.raises(RuleBookError) as caught:
        texts(rules_with(tmp_path, text), sample())
    assert "letter.txt" in caught.value.cause


def test_a_wrong_setting_names_file_and_line(tmp_path: Path):
    with pytest.raises(RuleBookError) as caught:
        texts(rules_with(tmp_path, kind="信"), sample())
    assert "letter.yaml" in caught.value.cause and "行" in caught.value.cause


def test_the_package_holds_what_word_asks_for():
    content = write_check([sample(), evaluation()], format="docx", rules=RULES)
    ns = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        body = etree.fromstring(package.read("word/document.xml"))[0]
        styles = etree.fromstring(package.read("word/styles.xml"))
        fonts = package.read("word/fontTable.xml").decode()
    for table in body.iter(f"{{{ns['w']}}}tbl"):
        assert table.getnext().tag.endswith("}p"), "Word wants a paragraph after a table"
        widths = [int(w) for w in table.xpath("./w:tblGrid/w:gridCol/@w:w", namespaces=ns)]
        assert all(len(row) - 1 == len(widths) for row in table.xpath("./w:tr", namespaces=ns))
        assert sum(widths) <= 14300
    known = set(styles.xpath("//w:style/@w:styleId", namespaces=ns))
    assert set(body.xpath("//w:pStyle/@w:val", namespaces=ns)) <= known
    assert "仿宋_GB2312" in fonts and "altName" in fonts


def test_long_letters_of_five_hundred_findings_keep_every_number():
    item = sample()
    item.findings = [
        finding("missing-unit", "warning", 1, f"/indicators/{n % 7}/target", f"第{n}处没有单位", str(n), None)
        for n in range(500)
    ]
    content = write_check([item], format="docx", rules=RULES)
    tables = docx.Document(io.BytesIO(content)).tables
    want = [f.id for f in item.findings]
    assert len(tables) == 2
    for table in tables:
        ids = ["".join(tr.tc_lst[1].xpath(".//w:t/text()")) for tr in table._tbl.tr_lst[1:]]
        assert ids == want


def test_report_books_are_checked_before_any_document_is_read(tmp_path: Path):
    check_books(RULES)
    for name, text in (("advice.yaml", "codes:\n  bad-date: {head: 好看性, advice: 改}\n"), ("letter.yaml", "kind: [")):
        folder = tmp_path / f"of-{name}"
        folder.mkdir()
        (folder / name).write_text(text, "utf-8")
        with pytest.raises(RuleBookError) as caught:
            check_books(Rules(folder))
        assert name in caught.value.cause and "行" in caught.value.cause
    with pytest.raises(RuleBookError) as caught:
        check_books(rules_with(tmp_path, "一\n二{% endif %}"))
    assert "letter.txt 第 2 行" in caught.value.cause


def test_another_letterhead_is_no_other_rule_version(tmp_path: Path):
    assert rules_with(tmp_path, bureau="某县财政局").version == RULES.version


# -- the bureau's own documents ---------------------------------------------------------------------------------


def quality_with(folder: Path, own: list[dict[str, object]]) -> Rules:
    """The shipped books with documents of the bureau written into `quality.yaml`."""
    book = yaml.safe_load((shipped_dir() / "quality.yaml").read_text("utf-8")) | {"own": own}
    (folder / "quality.yaml").write_text(yaml.safe_dump(book, allow_unicode=True), "utf-8")
    return Rules(folder)


def test_a_document_of_the_bureau_stands_in_findings_and_in_the_letter(tmp_path: Path):
    rules = quality_with(tmp_path, [
        {"title": "某县项目支出绩效目标管理办法", "number": "某财绩〔2026〕3号"},
        {"title": "某县填报要求", "number": "某财绩〔2026〕9号", "rules": ["missing-target-value"]},
    ])  # fmt: skip
    document = extract(SAMPLE, rules=rules)
    basis = {f.code: f.basis for f in document.findings}
    assert (
        basis["missing-target-value"]
        == "《某县项目支出绩效目标管理办法》（某财绩〔2026〕3号）；《某县填报要求》（某财绩〔2026〕9号）"
    )
    assert basis["label-typo"] == "《某县项目支出绩效目标管理办法》（某财绩〔2026〕3号）"
    content = write_check([document], format="docx", rules=rules)
    written = docx.Document(io.BytesIO(content))
    opening = next(p.text for p in written.paragraphs if "进行了审核" in p.text)
    assert "《某县项目支出绩效目标管理办法》（某财绩〔2026〕3号）" in opening and "填报要求" not in opening
    cells = [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    assert any("某财绩〔2026〕9号" in text for text in cells)


def test_a_document_for_an_unknown_rule_is_refused_with_its_line(tmp_path: Path):
    rules = quality_with(tmp_path, [{"title": "某县填报要求", "rules": ["no-such-rule"]}])
    with pytest.raises(RuleBookError, match="没有这条规则或问题代码：no-such-rule"):
        load_rules(rules.directory)
