"""Five writers, one model: counts, codes and texts agree; hostile texts stay texts; equal input, equal bytes."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from extractor.flat.extraction import Extraction
from extractor.flat.frames import frames_of
from extractor.flat.rows import COLUMNS, indicator_rows, number_of, to_csv
from extractor.ground.safe import csv_text, formula_like, one_line
from extractor.report.indicator_sheet import indicator_workbook
from extractor.report.model import Comparison, Mended, report_of
from extractor.report.terminal import to_text
from extractor.report.workbook import sheet_name
from extractor.report.writers import write_check
from extractor.rulebook import Rules
from tests.report_samples import HOSTILE, big, evaluation, failed, hostile, many, sample

RULES = Rules()
FORMATS = ("text", "json", "html", "xlsx", "docx")


def written(*extractions, format: str, **options):
    return write_check(list(extractions), format=format, rules=RULES, **options)


def workbook(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_of(content: bytes, sheet: str = "问题") -> list[dict]:
    rows = list(workbook(content)[sheet].iter_rows(values_only=True))
    return [dict(zip(rows[0], row)) for row in rows[1:]]


def tables_of(content: bytes) -> list[list[list[str]]]:
    document = docx.Document(io.BytesIO(content))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def articles(page: str) -> list:
    return lxml_html.document_fromstring(page).xpath("//article")


# -- five writers, one model ------------------------------------------------------------------------------------


def test_all_writers_carry_the_same_findings():
    item = sample()
    model = report_of([item], RULES).sources[0].entries
    want = {(e.finding.id, e.finding.code, e.severity, one_line(e.finding.message)) for e in model}
    assert len(want) == len(item.findings) == 13

    data = json.loads(written(item, format="json"))[0]["findings"]
    assert {(f["id"], f["code"]) for f in data} == {(e[0], e[1]) for e in want}

    sheet = rows_of(written(item, format="xlsx"))
    assert {(r["编号"], r["代码"], r["级别"], r["说明"]) for r in sheet} == want

    page = articles(written(item, format="html"))
    assert {
        (
            a.xpath(".//dd[@class='id']")[0].text,
            a.get("data-code"),
            a.xpath(".//span[@class='tag']")[0].text,
            a.xpath("./p[@class='message']")[0].text,
        )
        for a in page
    } == want

    said = written(item, format="text")
    for identity, code, severity, _ in want:
        assert identity in said and code in said and severity in said

    opinions, doubts, answers = tables_of(written(item, format="docx"))
    put = {e for e in want if e[1] != "low-ocr-confidence" and e[2] != "提示"}
    assert {row[1] for row in opinions[1:]} == {row[1] for row in answers[1:]} == {e[0] for e in put}
    assert {(row[1], row[5].split("：", 1)[1], row[8]) for row in opinions[1:]} == {(e[0], e[3], e[2]) for e in put}
    assert [row[1] for row in doubts[1:]] == [e[0] for e in want if e[1] == "low-ocr-confidence"]


def test_all_writers_carry_the_same_counts():
    item = sample()
    quality = item.quality
    page = written(item, format="html")
    text = "".join(lxml_html.document_fromstring(page).xpath("//p[@class='line']")[0].itertext())
    about = [(r[0], r[1]) for r in workbook(written(item, format="xlsx"))["说明"].iter_rows(values_only=True)]
    for word, count in (("错误", quality.errors), ("警告", quality.warnings), ("提示", quality.infos)):
        assert (word, count) in about
        assert f"{word} {count}" in " ".join(text.split())
    assert ("得分", 62) in about and ("结论", "修改后通过") in about


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_input_gives_the_same_bytes(format: str):
    assert written(sample(), failed(), format=format) == written(sample(), failed(), format=format)


@pytest.mark.parametrize("format", FORMATS)
def test_unverified_bases_are_marked(format: str):
    content = written(sample(), format=format)
    if format == "json":
        assert '"verified": false' in content
    elif format == "xlsx":
        marked = [r for r in rows_of(content) if r["依据"]]
        item = {f.id: f.verified for f in sample().findings}
        assert all(("※" in r["依据"]) == (not item[r["编号"]]) for r in marked)
        assert {r["依据核实"] for r in marked} == {"已核实", "未核实"}
    elif format == "docx":
        item = {f.id: f for f in sample().findings}
        for row in tables_of(content)[0][1:]:
            assert bool(row[6]) == (item[row[1]].verified and bool(item[row[1]].basis)), (
                "no unverified basis in an official letter"
            )
    else:
        assert "※" in content and content.count("未核实") == 1, "said once, in a footnote"


@pytest.mark.parametrize("format", FORMATS)
def test_redaction_in_every_format(format: str):
    item = sample()
    item.findings[8].message = "梁畅填，电话2721288，汤建军签"
    content = written(item, format=format, redact=True)
    text = content if isinstance(content, str) else _all_text(content, format)
    assert "梁*" in text
    for secret in ("梁畅", "汤建军", "2721288"):
        assert secret not in text


def _all_text(content: bytes, format: str) -> str:
    if format == "docx":
        document = docx.Document(io.BytesIO(content))
        cells = [text for table in tables_of(content) for row in table for text in row]
        return "\n".join([p.text for p in document.paragraphs] + cells)
    return "\n".join(
        str(v) for sheet in workbook(content) for row in sheet.iter_rows(values_only=True) for v in row if v is not None
    )


@pytest.mark.parametrize("format", FORMATS)
def test_failed_empty_and_no_sources_are_reports_too(format: str):
    content = written(failed(), format=format)
    if format in ("text", "html", "json"):
        assert "文件有密码" in content
    nothing = sample()
    nothing.findings, nothing.checks, nothing.forms = [], [], []
    assert written(nothing, format=format)
    assert written(format=format) is not None


@pytest.mark.parametrize("format", ["html", "xlsx", "docx"])
def test_what_was_mended_stands_in_every_report(format: str):
    item = sample()
    new = frozenset({item.findings[8].id})
    change = {
        item.source.path: Comparison(
            frozenset(f.id for f in item.findings) - new, new, [Mended("bad-date", "第1张表", "日期已改")]
        )
    }
    content = written(item, format=format, comparison=change)
    text = content if isinstance(content, str) else _all_text(content, format)
    if format == "docx":
        assert "已改正问题1个，仍存在9个，新发现1个" in text
    else:
        assert "日期已改" in text and "新增" in text and "仍存在" in text


# -- hostile texts ----------------------------------------------------------------------------------------------


def test_hostile_texts_are_texts_in_the_page():
    page = written(hostile(), format="html")
    tree = lxml_html.document_fromstring(page)
    assert len(tree.xpath("//script")) == 1 and not tree.xpath("//img") and not tree.xpath("//textarea")
    assert not [
        name for node in tree.iter() if isinstance(node.tag, str) for name in node.attrib if name.startswith("on")
    ]
    observed = [a.xpath(".//dd[@class='observed']")[0].text for a in articles(page)]
    assert set(observed) == {one_line(text) for text in HOSTILE}
    assert "49" not in "".join(observed), "a filing's text was run as a template"


def test_the_page_fetches_nothing_and_only_its_own_code_may_run():
    page = written(sample(), format="html")
    tree = lxml_html.document_fromstring(page)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy and "unsafe-inline" not in policy
    assert not tree.xpath("//link | //img | //iframe | //script[@src] | //*[@style]")
    assert "http://" not in page and "https://" not in page


def test_hostile_texts_are_texts_in_the_workbook():
    content = written(hostile(), format="xlsx")
    for sheet in workbook(content):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" and cell.hyperlink is None
                if isinstance(cell.value, str) and formula_like(cell.value):
                    assert cell.quotePrefix, cell.value
    assert {r["原填"] for r in rows_of(content)} >= {HOSTILE[0], HOSTILE[1], "＝1+1", "@SUM(A1)", "-2+3"}


def test_hostile_texts_are_texts_in_the_letter():
    content = written(hostile(), format="docx")
    seen = {row[4] for row in tables_of(content)[0][1:]}
    assert seen == {one_line(text) for text in HOSTILE}
    text = _all_text(content, "docx")
    assert "{{ 7*7 }}" in text and "问题：49" not in text


def test_hostile_texts_cannot_become_a_heading_of_the_letter():
    item = hostile()
    item.forms[0].filer = item.forms[0].department = "# 冒充标题\n## 一、冒充"
    document = docx.Document(io.BytesIO(written(item, format="docx")))
    titles = [p.text for p in document.paragraphs if p.style.name == "公文标题"]
    assert not any("冒充" in title for title in titles)
    assert [p.text for p in document.paragraphs if p.style.name == "公文主送"] == ["# 冒充标题 ## 一、冒充："]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-1+1", "@A1", "\t=1", "\r=1", "＝1", "＋1a", "－a", "＠a", "  =1", "\u3000=1", "\n=1"]
)
def test_formulas_are_made_harmless_in_csv(text: str):
    assert csv_text(text).startswith("'")


@given(st.text("=+-@＝＋－＠\t\r\n 1a'\u3000\x00\ufeff", max_size=8))
def test_no_text_comes_out_as_a_formula(text: str):
    assert not formula_like(csv_text(text))
    assert formula_like(text) == csv_text(text).startswith("'") or text.startswith("'")


@pytest.mark.parametrize("text", ["-5", "+3.5", "-12.5%", "≥1次", "3.84", "（空白）", ""])
def test_plain_numbers_and_words_stay(text: str):
    assert csv_text(text) == text


# -- workbook ---------------------------------------------------------------------------------------------------


def test_workbook_can_be_filtered_ticked_off_and_printed():
    book = workbook(written(sample(), format="xlsx"))
    assert book.sheetnames == ["总览", "问题", "指标", "规则", "说明"]
    sheet = book["问题"]
    assert sheet.auto_filter.ref and sheet.freeze_panes == "D2" and sheet.print_title_rows == "$1:$1"
    validation = sheet.data_validations.dataValidation[0]
    assert "已整改" in validation.formula1
    state = [cell.value for cell in sheet[1]].index("状态") + 1
    assert str(validation.sqref) == f"{sheet.cell(2, state).coordinate}:{sheet.cell(14, state).coordinate}"
    assert {row["结果"] for row in rows_of(written(sample(), format="xlsx"), "规则")} == {
        "通过",
        "发现问题",
        "无法判断",
    }


def test_workbook_numbers_are_numbers():
    values = rows_of(written(sample(), format="xlsx"), "指标")
    assert values[0]["数值"] == 1 and values[0]["年度"] == 2024
    assert values[0]["预算金额（元）"] == 2919700
    cost = next(row for row in values if row["指标值（原文）"] == "3.84")
    assert cost["数值"] == 3.84 and isinstance(cost["指标值（原文）"], str)
    assert len(values) == sum(len(form.indicators) for form in sample().forms)


def test_workbook_says_which_bytes_and_versions():
    about = {r[0]: r[1] for r in workbook(written(sample(), format="xlsx"))["说明"].iter_rows(values_only=True)}
    assert about["文件哈希"] == sample().source.sha256
    assert about["程序版本"] == "0.1.0" and about["规则版本"] == "abcdef123456"


# -- flat rows and frames ---------------------------------------------------------------------------------------


def test_flat_rows_keep_order_and_columns():
    rows = indicator_rows([sample(), evaluation()])
    assert all(list(row) == list(COLUMNS) for row in rows)
    assert [row["indicator_index"] for row in rows if row["form_index"] == 0][:10] == list(range(10))
    assert rows[0]["budget_yuan"] == "2919700" and rows[0]["target_operator"] == ">="


def test_csv_reads_back():
    rows = indicator_rows([sample(), hostile()])
    text = to_csv(rows)
    back = list(csv.DictReader(io.StringIO(text)))
    assert list(back[0]) == list(COLUMNS) and len(back) == len(rows)
    assert back[0]["target_raw"] == "≥1次" and back[0]["target_value"] == "1"
    assert not any(formula_like(value) for row in back for value in row.values())
    assert to_csv(rows, bom=True) == "\ufeff" + text


def test_indicator_workbook_is_headed_by_the_column_keys():
    rows = indicator_rows([sample()])
    content = indicator_workbook(rows)
    assert content == indicator_workbook(rows)
    back = rows_of(content, "指标值")
    assert list(back[0]) == list(COLUMNS) and back[0]["target_value"] == 1


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("96", 96),
        ("3.84", 3.84),
        ("1e3", 1000),
        ("", None),
        ("NaN", None),
        ("9007199254740993123", None),
        (True, None),
        ("800万元", None),
    ],
)
def test_only_what_a_sheet_can_hold_exactly_is_a_number(value: object, number: object):
    assert number_of(value) == number


def test_frames_are_typed_and_complete_also_when_empty():
    frames = frames_of(sample())
    assert list(frames) == ["forms", "amounts", "execution", "indicators", "findings"]
    assert [len(frames[name]) for name in frames] == [4, 13, 0, 31, 13]
    assert frames["amounts"]["value"].iloc[0] == Decimal("291.97")
    assert str(frames["forms"]["fiscal_year"].dtype) == "Int64"
    assert "rate" in frames["execution"].columns
    assert sum(v for v in frames["amounts"]["value"] if v is not None) == Decimal("993.67")
    assert Extraction.of(sample()).to_frames()["indicators"].equals(frames["indicators"])


# -- size -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_forty_forms_and_five_hundred_findings_fit(format: str):
    content = written(big(), format=format)
    assert len(content if isinstance(content, bytes) else content.encode()) < 3_000_000


def test_the_overview_has_the_worst_first_in_every_format() -> None:
    documents = many()
    page = lxml_html.document_fromstring(written(*documents, format="html"))
    rows = [
        [cell.text_content().strip() for cell in row.xpath("td")]
        for row in page.xpath("//table[@class='files'][1]/tbody/tr")
    ][: len(documents)]
    assert (rows[0][1], rows[0][3]) == ("17.docx", "未能审核")
    assert rows[1][3] == "未作结论" and rows[-1][3] == "通过"
    scores = [int(row[4]) for row in rows[2:]]
    assert scores == sorted(scores)
    assert (
        len(page.xpath("//section[contains(@class, 'source')]"))
        == len(documents)
        == len(page.xpath("//button[@class='fold']"))
    )
    assert all(page.get_element_by_id(a.get("href")[1:]) is not None for a in page.xpath("//table[@class='files']//a"))
    units = [row.xpath("td")[0].text for row in page.xpath("(//table[@class='files'])[2]/tbody/tr")]
    assert len(units) == 8 and page.xpath("//h2[starts-with(@class, 'unit')]/text()") == units
    overview = rows_of(written(*documents, format="xlsx"), "总览")[: len(documents)]
    assert [row["文件"] for row in overview] == [row[1] for row in rows]
    findings = rows_of(written(*documents, format="xlsx"), "问题")
    assert list(findings[0])[0] == "文件" and findings[0]["文件"] == "17.docx"
    text = to_text(report_of(documents, Rules()), colour=False, everything=False)
    assert text.index("17.docx") < text.index("01.docx") and "最差的 10 份" in text and "--all" in text
    assert len(text.splitlines()) < 60 < len(to_text(report_of(documents, Rules()), colour=False).splitlines())


def test_a_page_on_five_hundred_files_stays_small() -> None:
    documents = [item for copy in range(17) for item in _renamed(many(30), copy)][:500]
    content = written(*documents, format="html")
    assert isinstance(content, str) and len(content.encode()) <= 2_000_000
    page = lxml_html.document_fromstring(content)
    told = sum(len(item.findings) for item in documents)
    assert len(page.xpath("//article")) == told, "every finding is there, in full or as a line"


def _renamed(documents: list[Extraction], copy: int) -> list[Extraction]:
    for item in documents:
        item.source.path = f"{copy}/{item.source.path}"
        item.findings = item.findings[:8]
    return documents


def test_one_sheet_a_unit_on_request() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(*many(9), format="xlsx", sheets_by_unit=True)))  # type: ignore[arg-type]
    assert book.sheetnames[5:] and len(book.sheetnames) == 5 + 8
    taken: set[str] = set()
    names = [sheet_name(unit, taken) for unit in ("a/b:c", "A/B:C", "长" * 40, "长" * 41, "", "'")]
    assert len({n.lower() for n in names}) == 6 and all(
        0 < len(n) <= 31 and not set("[]:*?/\\") & set(n) for n in names
    )
