"""Web pages: encodings under lying labels, furniture, layout tables, spans as browsers form them."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import PolicyError, UnreadableError
from extractor.layout.conservation import check
from extractor.model.document import Document, Grid, Line
from extractor.readers import read
from extractor.readers.web.table import form_grid
from extractor.settings import DEFAULTS, Settings
from tests import SAMPLES
from tests.make.filing import Para, Table, from_dump
from tests.make.write_text import html_page

SAMPLE = SAMPLES / "yuanjiang-zonggonghui-2024.txt"
FORM = "<table>" + "<tr><td>一级指标</td><td>二级指标</td><td>指标值</td></tr>" * 5 + "</table>"


def parse(body: str) -> Document:
    return read(f"<html><body>{body}</body></html>".encode(), "x.html", "html")


def shape(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells]


def only_grid(document: Document) -> Grid:
    (grid,) = document.grids()
    return grid


def table(*rows: str) -> Grid:
    return only_grid(parse("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"))


def content(document: Document) -> list[str]:
    return [line.text for line in document.lines() if not line.chrome]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("label", ["utf-8", "gb2312", "iso-8859-1", "big5", "no-such-charset"])
def test_the_sample_page_in_any_encoding_under_any_label(encoding: str, label: str) -> None:
    blocks = from_dump(SAMPLE.read_text(encoding="utf-8"))
    document = read(html_page(blocks, encoding, label), "x.html", "html")
    assert [shape(grid) for grid in document.grids()] == [b.tuples() for b in blocks if isinstance(b, Table)]
    assert content(document) == [b.text for b in blocks if isinstance(b, Para)]
    assert document.notes == []


def test_furniture_is_marked_and_kept() -> None:
    blocks = from_dump(SAMPLE.read_text(encoding="utf-8"))
    chrome = [line.text for line in read(html_page(blocks), "x", "html").lines() if line.chrome]
    assert chrome[:2] == ["首页", "政务公开"]
    assert any("主办单位" in text for text in chrome)
    assert any("当前位置" in text for text in chrome)


def test_a_foreign_page_is_read_by_its_label() -> None:
    page = '<meta charset="windows-1251"><p>Привет, мир и все остальные люди</p>'.encode("cp1251")
    assert content(read(page, "x", "html")) == ["Привет, мир и все остальные люди"]


def test_the_index_table_of_an_article_is_furniture() -> None:
    head = "<table><tr><td>索引号：</td><td>0001</td><td>发布机构：</td><td>财政局</td></tr></table>"
    document = parse(head + FORM)
    assert only_grid(document).rows == 5
    assert [line.chrome for line in document.lines()] == [True]


def test_headings_and_centring() -> None:
    document = parse('<h1>目标表</h1><p style="text-align: center">甲</p><center>乙</center><p align="left">丙</p>')
    assert [(line.text, line.heading, line.centred) for line in document.lines()] == [
        ("目标表", True, None), ("甲", False, True), ("乙", False, True), ("丙", False, False),
    ]  # fmt: skip


class TestTables:
    def test_row_spans_push_cells_aside(self) -> None:
        got = table('<td rowspan="2">产出</td><td>数量</td>', "<td>质量</td>")
        assert shape(got) == [(0, 0, 2, 1, "产出"), (0, 1, 1, 1, "数量"), (1, 1, 1, 1, "质量")]

    def test_a_row_span_of_zero_and_one_too_long_reach_the_end(self) -> None:
        got = table('<td rowspan="0">甲</td><td>1</td>', "<td>2</td>", '<td rowspan="99">3</td>')
        assert shape(got) == [(0, 0, 3, 1, "甲"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2"), (2, 1, 1, 1, "3")]

    def test_a_title_over_a_hundred_columns_is_as_wide_as_the_table(self) -> None:
        assert shape(table('<td colspan="100">标题</td>', "<td>1</td><td>2</td>"))[0] == (0, 0, 1, 2, "标题")

    def test_ragged_rows_are_filled(self) -> None:
        assert shape(table("<td>1</td><td>2</td><td>3</td>", "<td>4</td>"))[3:] == [
            (1, 0, 1, 1, "4"), (1, 1, 1, 2, ""),
        ]  # fmt: skip

    def test_a_wide_cell_gives_way_to_a_row_span(self) -> None:
        got = table('<td>1</td><td>2</td><td rowspan="2">3</td>', '<td colspan="3">4</td>')
        assert (1, 0, 1, 2, "4") in shape(got)
        assert got.doubts == []

    def test_breaks_paragraphs_and_entities(self) -> None:
        got = table("<td>年度本级<br/>预算金额</td><td><p>一&nbsp;甲</p>\n<p>二</p></td><td>&ge;1&lt;2</td>")
        assert [c.text for c in got.cells] == ["年度本级\n预算金额", "一 甲\n二", "≥1<2"]

    def test_a_source_line_break_between_han_characters_is_nothing(self) -> None:
        assert [c.text for c in table("<td>提高工会\n  组织</td><td>a\nb</td>").cells] == ["提高工会组织", "a b"]

    def test_foot_rows_come_last(self) -> None:
        document = parse("<table><tfoot><tr><td>合计</td><td>2</td></tr></tfoot><tr><td>甲</td><td>1</td></tr></table>")
        assert [c.text for c in only_grid(document).cells] == ["甲", "1", "合计", "2"]

    def test_boxes_and_pictures(self) -> None:
        got = table('<td><input type="checkbox" checked>是 <input type="checkbox">否</td><td><img src="x"></td>')
        assert got.cells[0].text == "☑是 □否"
        assert got.cells[1].image

    def test_a_table_in_a_layout_table_is_the_table(self) -> None:
        document = parse(
            f'<table><tr><td class="left">目录</td><td><h2>目标表</h2>{FORM}<p>填表人：甲</p></td></tr></table>'
        )
        assert only_grid(document).rows == 5
        assert content(document) == ["目标表", "填表人：甲"]

    def test_a_small_table_in_a_form_comes_after_it(self) -> None:
        inner = "<table><tr><td>内1</td><td>内2</td></tr></table>"
        outer = "<table>" + "<tr><td>1</td><td>2</td><td>3</td></tr>" * 5 + f"<tr><td>外{inner}</td></tr></table>"
        document = parse(outer)
        assert [len(grid.cells) for grid in document.grids()] == [17, 2]
        assert [c.text for g in document.grids() for c in g.cells].count("内1") == 1

    def test_hidden_rows_are_no_rows_and_their_text_is_said(self) -> None:
        document = parse(
            '<table><tr><td>1</td><td>2</td></tr><tr style="display:none"><td>密</td><td>3</td></tr>'
            '<tr height=0 style="display:none"><td width=64></td><td></td></tr></table>'
        )
        assert [c.text for c in only_grid(document).cells] == ["1", "2"]
        assert [aside.text for aside in only_grid(document).cells[0].asides] == ["密", "3"]
        assert [note.code for note in document.notes] == ["hidden-content"]

    def test_hidden_menus_are_passed_over_and_hidden_forms_are_not(self) -> None:
        document = parse(f'<div style="display: none">弹窗</div><div style="display:none">{FORM}</div>')
        assert content(document) == []
        assert only_grid(document).rows == 5
        assert [note.code for note in document.notes] == ["hidden-content"]

    def test_scripts_and_styles_are_dropped(self) -> None:
        document = parse("<script>document.write('甲')</script><style>p{}</style><template>乙</template><p>丙</p>")
        assert [line.text for line in document.lines()] == ["丙"]

    def test_limits_cut_and_say(self) -> None:
        page = "<table>" + "<tr><td>1</td><td>2</td></tr>" * 30 + "</table>"
        document = read(page.encode(), "x", "html", Settings(max_rows=10))
        assert only_grid(document).rows == 10
        assert [note.code for note in document.notes] == ["unreadable-part"]

    @settings(max_examples=200)
    @given(
        st.lists(
            st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5)), max_size=5),
            max_size=6,
        )
    )
    def test_any_spans_tile(self, rows: list[list[tuple[int, int]]]) -> None:
        cells = [[(f"{r}.{c}", *span, False, ()) for c, span in enumerate(row)] for r, row in enumerate(rows)]
        grid, cut = form_grid(cells, DEFAULTS)
        assert cut == 0
        assert check(grid) == []
        assert sorted(c.text for c in grid.cells if c.text) == sorted(c[0] for row in cells for c in row)


def test_a_dump_in_pre_is_read_as_text() -> None:
    assert [c.text for c in only_grid(parse("<pre>标题\n\n\t甲\n\t乙\n\n\n填表人：丙</pre>")).cells] == ["甲", "乙"]


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_a_saved_archive(encoding: str) -> None:
    page = f"<html><body><p>目标表</p>{FORM}</body></html>".encode("gbk")
    if encoding == "base64":
        body = base64.encodebytes(page)
    else:
        import quopri

        body = quopri.encodestring(page)
    head = (
        'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    document = read(head.encode() + body + b"\r\n--b--\r\n", "x.mht", "html")
    assert only_grid(document).rows == 5
    assert content(document) == ["目标表"]


@pytest.mark.parametrize("data", [b"", b" \n ", b"\x00\x01\x02\xff\xfe\x89PNG" * 9])
def test_what_is_no_page_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(data, "x", "html")
    assert caught.value.remedy


def test_too_large_a_page_is_refused() -> None:
    with pytest.raises(PolicyError):
        read(b"<p>1</p>" * 100, "x", "html", Settings(max_text_bytes=99))


def test_deep_nesting_ends() -> None:
    document = read(b"<div>" * 5000 + "深".encode() + b"</div>" * 5000, "x", "html")
    assert isinstance(document.items, list)
    nested = read(b"<table><tr><td>" * 300 + "深".encode(), "x", "html")
    assert all(isinstance(item, (Line, Grid)) for item in nested.items)


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            ["<table>", "<tr>", "<td>", "</td>", "</table>", "<p>", "甲", "<br>", "<b>", "<td rowspan=3>", "<li>"]
        ),
        max_size=30,
    )
)
def test_any_soup_gives_grids_that_hold(parts: list[str]) -> None:
    document = read(("<i>x</i>" + "".join(parts)).encode(), "x", "html")
    assert all(check(grid) == [] for grid in document.grids())
    kept = "".join(line.text for line in document.lines()) + "".join(c.text for g in document.grids() for c in g.cells)
    assert kept.count("甲") == parts.count("甲")


def test_who_carries_a_project_out_above_its_table_is_no_foot_of_the_page() -> None:
    page = (
        "<p>承办单位：青禾县水利站</p><table><tr><td>项目名称</td><td>泵站改造</td></tr></table><p>承办单位："
        "县政府办</p>"
    )
    document = read(f'<meta charset="utf-8">{page}'.encode(), "x.html", "html")
    lines = [(item.text, item.chrome) for item in document.items if isinstance(item, Line)]
    assert lines == [("承办单位：青禾县水利站", False), ("承办单位：县政府办", True)]
