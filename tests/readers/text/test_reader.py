"""The tab dump's grammar, the encodings, tables drawn in text, comma-separated values."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import PolicyError, UnreadableError
from extractor.layout.conservation import check
from extractor.model.document import Document, Grid, Line
from extractor.readers import read
from extractor.readers.decoding import decode
from extractor.readers.lines.reading import read_lines
from extractor.settings import Settings
from tests import SAMPLES

SAMPLE = SAMPLES / "yuanjiang-zonggonghui-2024.txt"
TITLE = "2024年项目支出绩效目标表\n\n\n\t项目名称\n\t帮扶基金\n"


def parse(text: str) -> list[Line | Grid]:
    return read_lines(text.split("\n"))


def only_grid(items: list[Line | Grid]) -> Grid:
    (grid,) = (item for item in items if isinstance(item, Grid))
    return grid


def shape(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells]


def as_text(data: bytes) -> Document:
    return read(data, "x.txt", "txt")


class TestTheSample:
    document = as_text(SAMPLE.read_bytes())

    def test_four_tables_between_their_lines(self) -> None:
        kinds = ["grid" if isinstance(item, Grid) else item.text[:4] for item in self.document.items]
        assert kinds == ["2024", "填报单位", "grid", *["填表人：", "2024", "grid"] * 3, "填表人："]

    def test_merged_cells_go_on_from_above(self) -> None:
        first = next(self.document.grids())
        block = next(c for c in first.cells if c.text == "部门整体支出\n年度绩效指标")
        output = next(c for c in first.cells if c.text == "产出指标")
        assert (block.row, block.rowspan) == (9, 11)
        assert (output.row, output.col, output.rowspan) == (10, 1, 5)

    def test_every_cell_knows_its_line(self) -> None:
        lines = SAMPLE.read_text(encoding="utf-8").split("\n")
        for grid in self.document.grids():
            for cell in grid.cells:
                assert cell.line is not None
                assert lines[cell.line - 1].startswith("\t")
                assert cell.text.split("\n")[0].strip() in lines[cell.line - 1]

    def test_blank_cells_in_the_middle_stay_cells(self) -> None:
        third = list(self.document.grids())[2]
        row = next(c.row for c in third.cells if c.text == "发放补助资金及时率")
        assert [c.text for c in third.cells if c.row == row] == ["时效指标", "发放补助资金及时率", "", ""]

    def test_no_character_is_lost(self) -> None:
        kept = "".join(c.text for g in self.document.grids() for c in g.cells) + "".join(
            line.text for line in self.document.lines()
        )
        source = SAMPLE.read_text(encoding="utf-8-sig")
        assert sorted("".join(kept.split())) == sorted("".join(source.split()))


class TestGrammar:
    def test_blank_lines_in_a_cell_part_paragraphs(self) -> None:
        assert shape(only_grid(parse("\t甲\n\n乙\n\t丙\n"))) == [(0, 0, 1, 1, "甲\n乙"), (0, 1, 1, 1, "丙")]

    def test_a_line_without_a_tab_goes_on(self) -> None:
        assert shape(only_grid(parse("\t年度预算申请\n（万元）\n")))[0][4] == "年度预算申请\n（万元）"

    def test_two_blank_lines_end_the_table(self) -> None:
        items = parse("\t甲\n\t乙\n\n\n填表人：丙\n\t丁\n\t戊\n")
        assert [isinstance(item, Grid) for item in items] == [True, False, True]

    def test_a_blank_row_has_as_many_merged_cells_as_its_neighbours(self) -> None:
        grid = only_grid(parse("\t块\n\t数量\n\t甲\n\t1\n\n\t\n\t\n\t乙\n\t2\n\n\t\n\t\n\t\n\t\n"))
        assert shape(grid) == [
            (0, 0, 3, 1, "块"), (0, 1, 3, 1, "数量"), (0, 2, 1, 1, "甲"), (0, 3, 1, 1, "1"),
            (1, 2, 1, 1, "乙"), (1, 3, 1, 1, "2"), (2, 2, 1, 1, ""), (2, 3, 1, 1, ""),
        ]  # fmt: skip

    def test_an_empty_cell_under_a_spanning_one_is_blank(self) -> None:
        grid = only_grid(parse("\t项目\n\t甲\n\n\t\n\t\n\t1\n\t2\n"))
        assert check(grid) == []
        assert (1, 1, 1, 1, "") in shape(grid)

    @pytest.mark.parametrize(
        "foot",
        [
            "填表人：贺    联系电话：1    填报日期：",
            "注：各地请据实填报。",
            "项目负责人：        财务负责人：",
            "分管领导：",
            "填表说明：一、据实填报",
        ],
    )
    def test_a_foot_after_one_blank_line_is_not_the_last_cell(self, foot: str) -> None:
        items = parse(f"\t审核意见\n\t\n\n{foot}\n")
        assert shape(only_grid(items)) == [(0, 0, 1, 1, "审核意见"), (0, 1, 1, 1, "")]
        assert [item.text for item in items if isinstance(item, Line)] == [foot]

    @pytest.mark.parametrize("foot", ["办公电话：0852-2287725\n填报人：朱海燕", "办公电话：0852-2287725"])
    def test_a_foot_of_unlisted_labels_is_not_the_last_cell(self, foot: str) -> None:
        """The foot began 办公电话：, went into the last reason and was lost without a word."""
        items = parse(f"\t偏差原因\n\t人数减少\n\n{foot}\n")
        assert shape(only_grid(items))[1][4] == "人数减少"
        assert [item.text for item in items if isinstance(item, Line)] == foot.split("\n")

    @pytest.mark.parametrize("text", ["数量指标：维修泵站3座", "联系电话改为新号。\n时间：全年进行；分两期，先易后难"])
    def test_a_labelled_paragraph_stays_in_its_cell(self, text: str) -> None:
        (grid,) = parse(f"\t说明\n\t一\n\n{text}\n")
        assert isinstance(grid, Grid) and shape(grid)[1][4] == f"一\n{text}"

    def test_a_sheet_saved_as_text_is_rows(self) -> None:
        rows = '项目支出绩效目标表\t\t\r\n一级指标\t二级指标\t指标值\r\n产出\t数量\t"一\n二"\r\n\t质量\t100%\r\n'
        grid = only_grid(as_text(rows.encode("gb18030")).items)
        assert (grid.rows, grid.cols) == (4, 3)
        assert [(c.text, c.rowspan) for c in grid.cells if c.row > 1] == [
            ("产出", 2), ("数量", 1), ("一\n二", 1), ("质量", 1), ("100%", 1)
        ]  # fmt: skip

    def test_prose_after_one_blank_line_is_the_last_cell(self) -> None:
        assert shape(only_grid(parse("\t说明\n\t一\n\n二\n")))[1][4] == "一\n二"

    def test_deep_indents_are_centring(self) -> None:
        items = parse("        绩效目标表\n  一、说明")
        assert [item.centred for item in items if isinstance(item, Line)] == [True, None]

    @settings(max_examples=200)
    @given(st.text(alphabet="\t\n 甲1：|│─┼", max_size=80))
    def test_any_text_tiles_and_keeps_its_words(self, text: str) -> None:
        items = parse(text)
        assert all(check(item) == [] for item in items if isinstance(item, Grid))
        kept = "".join(item.text if isinstance(item, Line) else "".join(c.text for c in item.cells) for item in items)
        assert sum(kept.count(char) for char in "甲1：") == sum(text.count(char) for char in "甲1：")


class TestLimits:
    @pytest.mark.parametrize("text", ["\t甲\n\t1\n\n" * 50, "|甲|1|\n" * 50])
    def test_a_table_of_absurd_length_is_cut_and_said(self, text: str) -> None:
        document = read((text + "\n填表人：乙\n").encode(), "x.txt", "txt", Settings(max_rows=10))
        assert only_grid(document.items).rows == 10
        assert [note.code for note in document.notes] == ["unreadable-part"]
        assert [line.text for line in document.lines()] == ["填表人：乙"]


class TestEncodings:
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
    )
    def test_the_sample_in_every_encoding(self, encoding: str) -> None:
        text = SAMPLE.read_text(encoding="utf-8-sig").replace("\u2003", " ").replace("\u00a0", " ")
        want = as_text(text.encode())
        got = as_text(text.encode(encoding, "replace" if encoding == "gbk" else "strict"))
        assert [shape(grid) for grid in got.grids()] == [shape(grid) for grid in want.grids()]
        guessed = encoding in ("utf-16-le", "utf-16-be")
        assert [note.code for note in got.notes] == (["encoding-fallback"] if guessed else [])

    def test_broken_bytes_are_replaced_and_said(self) -> None:
        data = TITLE.encode()
        document = as_text(data[:10] + b"\xff" + data[10:])
        assert [note.code for note in document.notes] == ["encoding-fallback", "doubtful-reading"], (
            "the file, and its line"
        )
        assert only_grid(document.items).cells[1].text == "帮扶基金"

    def test_rare_characters_make_a_guess_doubtful(self) -> None:
        assert decode("Ünïcödé àéîõü ÄÖÜß".encode("latin-1")).guessed is not None

    @pytest.mark.parametrize("data", [b"", b" \n\t ", b"\x00\x01\x02PNG\x00\xff\xfe\x00"])
    def test_nothing_and_binary_are_refused(self, data: bytes) -> None:
        with pytest.raises(UnreadableError):
            as_text(data)

    def test_too_large_a_text_is_refused(self) -> None:
        with pytest.raises(PolicyError):
            read(b"x" * 100, "x.txt", "txt", Settings(max_text_bytes=99))


class TestDrawnTables:
    def test_a_frame_with_merged_cells(self) -> None:
        grid = only_grid(
            parse(
                "┌──────────┬────────┐\n"
                "│项目名称  │帮扶基金│\n"
                "├────┬─────┼────────┤\n"
                "│产出│数量 │≥1次    │\n"
                "│指标├─────┼────────┤\n"
                "│    │质量 │100%    │\n"
                "└────┴─────┴────────┘"
            )
        )
        assert shape(grid) == [
            (0, 0, 1, 2, "项目名称"), (0, 2, 1, 1, "帮扶基金"), (1, 0, 2, 1, "产出\n指标"),
            (1, 1, 1, 1, "数量"), (1, 2, 1, 1, "≥1次"), (2, 1, 1, 1, "质量"), (2, 2, 1, 1, "100%"),
        ]  # fmt: skip

    def test_a_frame_out_of_line_is_split_at_its_bars(self) -> None:
        text = "┌────┬────┐\n│项目 │ 值  │\n├────┼────┤\n│很长的一个名字 │ 1 │\n└────┴────┘"
        assert [c.text for c in only_grid(parse(text)).cells] == ["项目", "值", "很长的一个名字", "1"]

    def test_a_frame_with_only_its_head_ruled_off(self) -> None:
        text = "+------+----+\n| 名称 | 值 |\n+======+====+\n| 甲   | 1  |\n| 乙   | 2  |\n+------+----+"
        assert [c.text for c in only_grid(parse(text)).cells] == ["名称", "值", "甲", "1", "乙", "2"]

    def test_a_markdown_table_between_lines(self) -> None:
        items = parse("标题\n| 指标 | 值 |\n|:---|---:|\n| a\\|b | 1<br>2 |\n填表人：甲")
        assert [c.text for c in only_grid(items).cells] == ["指标", "值", "a|b", "1\n2"]
        assert [item.text for item in items if isinstance(item, Line)] == ["标题", "填表人：甲"]

    def test_bars_that_make_no_table_are_lines_and_cost_no_more(self) -> None:
        lines = ["│" + "甲" * 20 + "│"] * 20_000
        start = time.process_time()
        items = read_lines(lines)
        assert time.process_time() - start < 10
        assert len(items) == 20_000

    def test_a_single_line_with_a_bar_is_prose(self) -> None:
        assert not any(isinstance(item, Grid) for item in parse("上一篇 | 下一篇 | 打印\n\n正文"))


class TestCsv:
    @pytest.mark.parametrize("delimiter", [",", "\t", ";"])
    @pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
    def test_delimiters_and_encodings(self, delimiter: str, encoding: str) -> None:
        text = f'项目名称{delimiter}"甲{delimiter}乙"\r\n金额（万元）{delimiter}"10,891.62"\r\n'
        document = read(text.encode(encoding), "x.csv", "csv")
        assert shape(only_grid(document.items)) == [
            (0, 0, 1, 1, "项目名称"), (0, 1, 1, 1, f"甲{delimiter}乙"),
            (1, 0, 1, 1, "金额（万元）"), (1, 1, 1, 1, "10,891.62"),
        ]  # fmt: skip

    def test_a_line_break_inside_quotes(self) -> None:
        document = read('目标,"一\n二"\n'.encode(), "x.csv", "csv")
        assert only_grid(document.items).cells[1].text == "一\n二"

    def test_a_field_beyond_the_parser_is_unreadable(self) -> None:
        with pytest.raises(UnreadableError):
            read(b'a,"' + b"x" * 200_000 + b'"\n', "x.csv", "csv")
