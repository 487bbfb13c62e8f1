"""The terminal report, the JSON report, excerpts and redaction."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.ground.safe import clip, one_line, width, wrapped
from extractor.model.codes import OF_THE_READING, TITLES
from extractor.model.document import Place
from extractor.model.finding import Quality
from extractor.report.advice import advice_of
from extractor.report.excerpt import excerpt_of
from extractor.report.model import Comparison, Mended, report_of
from extractor.report.redact import mask, redacted
from extractor.report.terminal import to_text
from extractor.report.where import place_words
from extractor.report.writers import write_check
from extractor.rulebook import Rules
from tests.report_samples import HOSTILE, big, evaluation, failed, finding, hostile, project_form, sample

RULES = Rules()


def text_of(*extractions, **options) -> str:
    return write_check(extractions, format="text", rules=RULES, **options)


def test_summary_comes_first_and_the_worst_finding_next():
    lines = text_of(sample()).splitlines()
    assert "修改后通过" in lines[1] and "62" in lines[1] and "错误 3" in lines[1].replace("   ", " ")
    top = "\n".join(lines[:8])
    assert "指标值空白" in top and "发放补助资金及时率" in top
    assert "通过 2" in top and "无法判断 1" in top


def test_severities_come_worst_first_and_every_finding_has_its_number_and_id():
    item = sample()
    said = text_of(item)
    assert said.index("■ 错误") < said.index("■ 警告") < said.index("■ 提示")
    for number in range(1, len(item.findings) + 1):
        assert f"{number:>3}." in said
    for found in item.findings:
        assert found.id in said


def test_marked_cell_expected_advice_and_basis_are_printed():
    said = text_of(sample())
    assert "【提高工会组的社会影响力】" in said
    assert "应为：提高工会组织的社会影响力" in said
    assert "按“应为”改正文字" in said
    assert "第十二条※" in said and said.count("未核实") == 1


def test_arithmetic_that_held_is_said():
    said = text_of(sample())
    assert "已核对无误 2 项" in said
    assert "291.97 = 278.14 + 13.83" in said and "117.76 = 3.84 + 17.92 + 96" in said


def test_doubts_of_our_reading_are_never_the_units_fault():
    said = text_of(sample())
    line = next(line for line in said.splitlines() if "low-ocr-confidence" in line)
    assert "不算填报问题" in line


def test_a_file_that_was_not_read_says_cause_and_remedy():
    said = text_of(failed())
    assert "未能读取" in said and "已加密" in said and "文件有密码" in said and "请去掉密码" in said


def test_a_file_without_a_form_passes_nothing():
    item = sample()
    item.forms, item.checks = [], []
    item.findings = [finding("no-form", "info", None, "", "没有找到绩效表", None, basis=None, at=Place())]
    item.quality = Quality(100, "通过", 0, 0, 1)
    said = text_of(item)
    assert "结论 没有绩效表   得分 无" in said and "通过   " not in said
    assert "原填" not in said and "不算填报问题" not in said


def test_explain_lists_all_three_outcomes_with_their_numbers():
    said = text_of(sample(), explain=True)
    assert "规则逐项结果" in said and "无法与预算比较" in said and "total=291.97" in said
    assert "规则逐项结果" not in text_of(sample())


def test_waived_findings_are_listed_apart_and_not_counted():
    item = sample()
    waived = {item.findings[7].id: "经批准（张科，2025-12-31 前）"}
    said = text_of(item, waived=waived)
    assert "经批准" in said and "错误 2" in said.splitlines()[1].replace("   ", " ")


def test_comparison_marks_new_and_open_and_lists_what_was_mended():
    item = sample()
    change = Comparison(
        frozenset({item.findings[0].id}), frozenset({item.findings[8].id}), [Mended("bad-date", "第1张表", "日期已改")]
    )
    said = text_of(item, comparison={item.source.path: change})
    assert "〔新增〕" in said and "〔仍存在〕" in said and "已改正 1 项" in said and "日期已改" in said


@pytest.mark.parametrize("columns", [40, 60, 100, 180])
def test_no_line_is_wider_than_the_window(columns: int):
    report = report_of([sample(), evaluation(), hostile()], RULES)
    for line in to_text(report, colour=False, columns=columns).splitlines():
        assert width(line) <= columns, line


def test_piped_text_carries_no_escape_and_hostile_controls_are_gone():
    said = text_of(hostile())
    assert "\x1b" not in said and "\x07" not in said
    assert "<script>alert(1)</script>" in said


def test_colour_only_on_demand():
    report = report_of([sample()], RULES)
    assert "\x1b[" in to_text(report, colour=True, columns=100)


def test_excerpt_columns_are_aligned_by_display_width():
    lines = [line for line in text_of(sample()).splitlines() if "| " in line]
    at = lines.index(next(line for line in lines if "【空白】 |" in line))
    bars = [[width(line[:i]) for i, c in enumerate(line) if c == "|"] for line in lines[at - 2 : at + 2]]
    assert all(found[:4] == bars[0][:4] for found in bars)


def test_text_of_five_hundred_findings_names_each():
    item = big()
    said = text_of(item)
    assert all(found.id in said for found in item.findings)


def test_json_is_the_contracts_list():
    items = [sample(), failed()]
    data = json.loads(write_check(items, format="json", rules=RULES))
    assert [set(section) for section in data] == [{"source", "findings", "checks", "quality"}] * 2
    assert data[0]["findings"] == items[0].model_dump(mode="json")["findings"]
    assert data[1]["source"]["failure"]["category"] == "encrypted"


# -- excerpts ---------------------------------------------------------------------------------------------------


def test_excerpt_shows_the_row_and_its_neighbours():
    form = project_form(0, "项目", "3.84")
    found = excerpt_of(finding("missing-unit", "warning", 0, "/indicators/3/target", "m", "3.84"), form)
    assert [row.number for row in found.rows] == [3, 4, 5]
    assert [cell.text for cell in found.marked()] == ["3.84"]
    first = excerpt_of(finding("label-typo", "error", 0, "/indicators/0", "m", "补助完成率"), form)
    assert [row.number for row in first.rows] == [1, 2]
    assert [cell.text for cell in first.marked()] == ["补助完成率"]


@pytest.mark.parametrize(
    "pointer",
    ["", "/indicators", "/indicators/99", "/indicators/x/target", "/nosuch/3", "/texts", "/signoff", "/unmapped/9",
     "/amounts", "/execution/7/rate", "/at", "/indicators/0/level2/raw", "/a~1b"],
)  # fmt: skip
def test_any_pointer_gives_an_excerpt_or_none_but_never_fails(pointer: str):
    found = excerpt_of(
        finding("label-typo", "error", 0, pointer, "m", "x", spans=[[0, 1], [5, 99]]), project_form(0, "项目", "3")
    )
    for cell in found.marked() if found is not None else []:
        assert all(0 <= start < end <= len(cell.text) for start, end in cell.spans)


def test_long_prose_is_cut_to_a_window_around_what_was_seen():
    form = project_form(0, "项目", "3.84")
    form.texts.achievement = "前" * 300 + "任务完场" + "后" * 300
    found = excerpt_of(
        finding("label-typo", "warning", 0, "/texts/achievement", "m", "任务完场", "任务完成", spans=[[2, 4]]), form
    )
    cell = found.marked()[0]
    assert len(cell.text) < 80 and "完场" in cell.text
    assert [cell.text[a:b] for a, b in cell.spans] == ["完场"]


def test_a_span_marks_what_differs():
    found = excerpt_of(sample().findings[10], sample().forms[2])
    cell = found.marked()[0]
    assert [cell.text[a:b] for a, b in cell.spans] == ["组"]


def test_places_are_said_from_one():
    assert place_words(Place(page=3, table=0, row=0, col=2)) == "第3页 第1个表格第1行第3列"
    assert place_words(Place(sheet="目标", cell="B12", table=0, row=11, col=1)) == "工作表「目标」 单元格 B12"
    assert place_words(Place(line=7)) == "文本第7行"


# -- redaction --------------------------------------------------------------------------------------------------


def test_redaction_masks_names_and_phones_wherever_they_occur():
    item = sample()
    item.findings[0].message = "梁畅填的表，电话 2721288，汤建军签字"
    item.forms[0].texts.measures = "责任人：王小明，手机 13812345678，座机 0737-2721288"
    item.checks[0].why = "汤建军"
    said = redacted(item).model_dump_json()
    for secret in ("梁畅", "汤建军", "2721288", "13812345678", "王小明"):
        assert secret not in said
    assert "梁*" in said and "沅江市总工会" in said


def test_redaction_leaves_numbers_ids_and_the_argument_alone():
    item = sample()
    before = item.model_dump_json()
    done = redacted(item)
    assert item.model_dump_json() == before
    assert done.forms[0].amounts == item.forms[0].amounts
    assert [f.id for f in done.findings] == [f.id for f in item.findings]
    assert done.source.sha256 == item.source.sha256
    assert done.forms[0].signoff.filing_date == "2024-06-24"


def test_a_bad_phone_is_masked_in_observed_and_message_and_spans_stay_true():
    item = sample()
    item.forms[0].signoff.phone = None
    bad = finding(
        "bad-phone", "warning", 0, "/signoff/phone", "电话“2721-28x8”不像电话", "2721-28x8", None, spans=[[7, 8]]
    )
    item.findings.append(bad)
    done = redacted(item).findings[-1]
    assert "2721" not in done.observed and "2721" not in done.message
    assert len(done.observed) == len(bad.observed)


@pytest.mark.parametrize(
    ("text", "masked"), [("梁畅", "梁*"), ("2721288", "*****88"), ("0737-2721288", "****-*****88"), ("", "")]
)
def test_mask(text: str, masked: str):
    assert mask(text) == masked


@pytest.mark.parametrize("format", ["text", "json"])
def test_redaction_reaches_the_written_report(format: str):
    item = sample()
    item.findings[0].message = "梁畅 2721288"
    said = write_check([item], format=format, rules=RULES, redact=True)
    assert "梁畅" not in said and "2721288" not in said


# -- safe texts -------------------------------------------------------------------------------------------------


def test_clip_counts_columns():
    assert clip("中文字符", 5) == "中文…" and width(clip("a中文字", 4)) <= 4 and clip("ab", 2) == "ab"


@given(
    st.lists(st.tuples(st.text("中文，。（）「」ab1 ", max_size=60), st.sampled_from(["", "bold"])), max_size=5),
    st.integers(8, 50),
)
def test_wrapping_keeps_every_character_and_the_width(parts: list[tuple[str, str]], room: int):
    lines = wrapped(parts, room)
    assert all(sum(width(text) for text, _ in line) <= room for line in lines)
    got = "".join(text for line in lines for text, _ in line)
    assert got.replace(" ", "") == "".join(text for text, _ in parts).replace(" ", "")


def test_no_line_begins_with_a_closing_mark():
    lines = wrapped([("请补填（如计划标准、行业标准）。" * 9, "")], 32)
    assert not any(line[0][0][0] in "，。、）" for line in lines)
    assert not any(line[-1][0][-1] == "（" for line in lines)


def test_one_line_drops_controls_and_reading_direction():
    assert one_line("a\x1b[31m\n b\u202e") == "a\ufffd[31m b\ufffd"
    assert all("\x1b" not in one_line(text) for text in HOSTILE)


# -- advice -----------------------------------------------------------------------------------------------------


def test_every_code_has_advice_and_doubts_of_our_reading_are_ours():
    book = advice_of(RULES)
    assert set(book.codes) == set(TITLES)
    assert {code for code, entry in book.codes.items() if entry.head == "系统识别"} >= OF_THE_READING


def test_an_unknown_code_still_stands_in_the_report():
    item = sample()
    item.findings[0].code = "brand-new"
    assert "brand-new" in text_of(item)
