"""Habits of cells and columns: what no form writes so is put in doubt with the other reading, never put right."""

from __future__ import annotations

import pytest

from extractor.model.document import Cell, Grid
from extractor.scan.habit import anywhere, check_habits, holds_two_heads, lone_sign, value


def _column(*texts: str, confidence: float | None = 0.99) -> Grid:
    return Grid([Cell(row, 0, text=text, confidence=confidence) for row, text in enumerate(texts)], len(texts), 1)


def _flagged(grid: Grid) -> list[tuple[str, list[str]]]:
    return [(c.text, c.alternatives) for c in grid.cells if c.confidence is not None and c.confidence < 0.8]


@pytest.mark.parametrize(
    ("text", "other"),
    [("元人", "元/人"), ("25元户", "25元/户"), ("12。5万元", "12.5万元"), ("12,5", "12.5"), ("口是 囗否", "□是 □否"),
    ("5548=", "5548"), ("满意度指标（10分", ""), ("2%0", "2‰"), ("≥30m", "≥30㎡"), (".95", "95"),
    (".数量指标", "数量指标"), ("基本标准.", "基本标准"), ("3.309.840.00", "3,309,840.00"),
     ("100% 1", "100%"), ("采集样本量/", "采集样本量"), ("/  年初设定目标", "年初设定目标"),
     ("其中/：本年财政拨款", "其中：本年财政拨款"), ("V\n≤0万元", "≤0万元"), ("支持企业\n/", "支持企业"),
     ("项目区群众满意度达到95以上。", "项目区群众满意度达到95%以上。"), ("≥1人次   V", "≥1人次"), ("L  总分", "总分"),
     ("年度绩效指标L", "年度绩效指标"),
     ("≤83..1272", "≤83.1272"), ("方元", "万元"), ("12.5力元", "12.5万元"),
     ("≤58:5231元", "≤58.5231元"), ("级指标", "一级指标"), ('对“三支一扶"人员', "对“三支一扶”人员"),
     ('"放管服”改革', "“放管服”改革"), ("市级以上”五\n一”奖章", "市级以上“五\n一”奖章"),
     ("“三支一扶“人员", "“三支一扶”人员"), ("三支一扶”人员", "")],
)  # fmt: skip
def test_what_no_form_writes_so(text: str, other: str) -> None:
    assert anywhere(text) == other


@pytest.mark.parametrize(
    "text",
    [
        "元/人",
        "万元",
        "1,200",
        "1,234,567.5",
        "12.5",
        "(1)完成任务",
        "1）完成任务；2）验收",
        "户口登记",
        "人口数",
        "",
        "（A）",
        "12km",
        "m²",
        "100%",
        "mm",
        "“三支一扶”",
        "“三支一扶”和“放管服”",
        '"三支一扶"',
        '5"管',
        "1.",
        "3.309",
        "1:100",
        "8:30",
        "A类 B",
        "项目A",
        "一级指标",
        "元/人",
        "/",
        "元/\n人",
        "是√",
        "满意度达到95%以上，惠及95人以上",
    ],
)
def test_what_is_written_so_stays(text: str) -> None:
    assert anywhere(text) is None


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("N95%", "≥95%"),
        ("二100%", "=100%"),
        ("1O0%", "100%"),
        ("l2个", "12个"),
        ("295%", "≥95%"),
        ("95。", "95"),
        ("≥150项：", "≥150项"),
        ("v=20套", ">=20套"),
    ],
)
def test_a_value_against_its_column(text: str, other: str) -> None:
    grid = _column("≥90%", "≥3次", "≥100%", text)
    check_habits(grid)
    assert _flagged(grid) == [(text, [other])]
    assert grid.cells[3].text == text, "never put right"


@pytest.mark.parametrize("text", ["≥295%", "12月底前", "有效提升", "100%", "12个", "2024年12月", "12L", "G20", "一类"])
def test_a_value_that_may_be_so_stays(text: str) -> None:
    assert value(text, True) is None


@pytest.mark.parametrize(
    ("column", "other"),
    [
        (("≥90套", "≥3次", "≥5场", "≤7天", "≥12个", "250"), "≥50"),
        (("100%", "95%", "98%", "1001"), "100%"),
        (("—", "3", "5", "一"), "—"),
    ],
    ids=["sign read as 2", "% read as 1", "dash read as 一"],
)
def test_a_cell_that_its_column_contradicts(column: tuple[str, ...], other: str) -> None:
    grid = _column(*column)
    check_habits(grid)
    assert _flagged(grid) == [(column[-1], [other])]


@pytest.mark.parametrize(
    "column", [("≥90套", "20人", "≥5场", "30天", "≥12个", "250"), ("100%", "1001", "98", "7"), ("一", "二", "三")]
)
def test_a_cell_that_its_column_does_not_contradict(column: tuple[str, ...]) -> None:
    grid = _column(*column)
    check_habits(grid)
    assert _flagged(grid) == []


def test_a_share_over_a_hundred_is_no_doubt_where_the_column_has_no_signs() -> None:
    assert value("295%", False) is None


def test_a_word_in_a_column_of_lone_signs() -> None:
    grid = _column("≥", "=", "≥", "二", "N", "≤", "定性")
    check_habits(grid)
    assert _flagged(grid) == [("二", ["="]), ("N", ["≥"])]
    assert lone_sign("≥") is None


def test_other_columns_keep_their_words() -> None:
    grid = _column("一", "二", "三", "数量指标")
    check_habits(grid)
    assert _flagged(grid) == []


def test_a_cell_that_was_not_read_from_a_picture_is_left_alone() -> None:
    grid = _column("元人", confidence=None)
    check_habits(grid)
    assert grid.cells[0].alternatives == []


def test_a_label_one_character_off_is_a_doubt_of_ours_unless_read_surely() -> None:
    grid = Grid(
        [Cell(0, 0, text="社会效益指栋", confidence=0.93), Cell(0, 1, text="社会效益指栋", confidence=0.999)], 1, 2
    )
    check_habits(grid)
    assert _flagged(grid) == [("社会效益指栋", ["社会效益指标"])], "a surely read misspelling is the filer's"


def test_a_label_cut_by_the_end_of_the_line_is_whole() -> None:
    grid = Grid([Cell(0, 0, text="满意度指\n标", confidence=0.93)], 1, 1)
    check_habits(grid)
    assert _flagged(grid) == []


@pytest.mark.parametrize(
    ("text", "rows", "expected"),
    [
        ("生态效益指\n标\n可持续影响指标", 2, True),
        ("数量指标  质量指标", 2, True),
        ("时效\n指标", 2, False),
        ("生态效益指标\n可持续影响指标", 1, False),
        ("社会公众或服务对\n象满意度", 2, False),
        ("完成培训\n产出指标", 2, False),
    ],
)
def test_a_merged_cell_of_two_heads_has_lost_a_ruling(text: str, rows: int, expected: bool) -> None:
    assert holds_two_heads(Grid([Cell(0, 0, rows, 1, text=text, confidence=0.99)], rows, 1)) is expected
