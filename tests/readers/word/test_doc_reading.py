"""Word's binary format, built by hand: tables, pieces, runs, fields, old versions, and what is damaged or not known."""

from __future__ import annotations

import struct

import pytest

from extractor.errors import EncryptedError, MissingProgramError, UnreadableError
from extractor.model.document import Document
from extractor.readers import read
from extractor.readers.word import doc
from extractor.readers.word.doc.document import Own, read_own
from extractor.settings import DEFAULTS
from tests.make.write_doc import IN_TABLE, INNER, INNER_CELL, OLD_IN_TABLE, P, old_row, old_word, row, word

VERTICAL, RESTART, FIRST, MERGED = 0x20, 0x60, 1, 2


def own(data: bytes) -> Own:
    return read_own(data, DEFAULTS)


def cells(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    return [[(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells] for grid in document.grids()]


def lines(document: Document) -> list[str]:
    return [line.text for line in document.lines()]


def tr(texts: str, mark: bytes) -> list[P]:
    """A row: cells parted by |."""
    return [*(P(text + "\x07", IN_TABLE) for text in texts.split("|")), P("\x07", mark)]


def only(data: bytes) -> list[tuple[int, int, int, int, str]]:
    read = own(data)
    assert read.doubts == []
    return cells(read.document)[0]


# ---- tables


def test_edges_of_all_rows_make_the_columns() -> None:
    body = [P("题\r"), *tr("甲|乙", row(0, 2000, 6000)), *tr("丙|丁", row(0, 4000, 6010)), P("尾\r")]
    assert only(word(body)) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 2, "乙"), (1, 0, 1, 2, "丙"), (1, 2, 1, 1, "丁")]
    assert lines(own(word(body)).document) == ["题", "尾"]


def test_a_row_that_begins_later_or_ends_earlier_leaves_empty_cells() -> None:
    body = [*tr("甲|乙|丙", row(0, 1000, 2000, 3000)), *tr("丁", row(1000, 2000))]
    assert only(word(body))[3:] == [(1, 0, 1, 1, ""), (1, 1, 1, 1, "丁"), (1, 2, 1, 1, "")]


def test_merges_down_and_across() -> None:
    body = [
        *tr("甲|乙|", row(0, 1000, 2000, 3000, flags=(RESTART, FIRST, MERGED))),
        *tr("|丙|丁", row(0, 1000, 2000, 3000, flags=(VERTICAL, 0, 0))),
        *tr("戊|己|庚", row(0, 1000, 2000, 3000, flags=(RESTART, 0, 0))),
    ]
    assert only(word(body)) == [
        (0, 0, 2, 1, "甲"), (0, 1, 1, 2, "乙"), (1, 1, 1, 1, "丙"), (1, 2, 1, 1, "丁"), (2, 0, 1, 1, "戊"),
        (2, 1, 1, 1, "己"), (2, 2, 1, 1, "庚"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "texts", "expected"),
    [
        (struct.pack("<HBBh", 0x7621, 1, 2, 500), "甲|乙|丙|丁", [(0, 1), (1, 1), (2, 1), (3, 2)]),
        (struct.pack("<HBB", 0x5622, 0, 1), "甲", [(0, 1)]),
        (struct.pack("<HBBh", 0x7623, 0, 1, 5000), "甲|乙", [(0, 2), (2, 1)]),
        (struct.pack("<HBB", 0x5624, 0, 2), "甲|", [(0, 2)]),
        (struct.pack("<HBB", 0x5624, 0, 2) + struct.pack("<HBB", 0x5625, 0, 2), "甲|乙", [(0, 1), (1, 1)]),
    ],
    ids=["insert", "delete", "width", "merge", "merge-split"],
)
def test_later_changes_of_a_row(change: bytes, texts: str, expected: list[tuple[int, int]]) -> None:
    """[MS-DOC] 2.6.3: sprmTInsert, TDelete, TDxaCol, TMerge, TSplit after the row's definition."""
    last = 7000 if change[:2] == b"\x23\x76" else 4000
    found = only(word([*tr(texts, row(0, 2000, 4000, more=change)), *tr("比|照", row(0, 2000, last))]))
    assert [(c[1], c[3]) for c in found if c[0] == 0][: len(expected)] == expected


def test_a_later_vertical_merge() -> None:
    begin, go_on = (struct.pack("<HBBB", 0xD62B, 2, 0, how) for how in (3, 1))
    assert only(word([*tr("甲|乙", row(0, 1, 4000, more=begin)), *tr("|丙", row(0, 1, 4000, more=go_on))]))[0] == (
        0,
        0,
        2,
        1,
        "甲",
    )


def test_rows_of_a_table_to_the_right_are_lined_up_by_their_ends() -> None:
    right = struct.pack("<HH", 0x5400, 2)
    assert only(word([*tr("甲", row(0, 1000, more=right)), *tr("乙|丙", row(0, 1000, 2000, more=right))])) == [
        (0, 0, 1, 1, ""), (0, 1, 1, 1, "甲"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "丙"),
    ]  # fmt: skip


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    inner = [P("内\r", INNER_CELL), P("里\r", INNER_CELL), P("\r", row(0, 500, 1000, inner=True))]
    body = [P("外\r", IN_TABLE), *inner, P("后\x07", IN_TABLE), P("乙\x07", IN_TABLE), P("\x07", row(0, 2000, 4000))]
    read = own(word(body))
    assert read.doubts == []
    assert cells(read.document)[1] == [(0, 0, 1, 1, "内"), (0, 1, 1, 1, "里")]
    assert [cell[4] for cell in cells(read.document)[0]][1] == "乙"


def test_floating_tables_at_different_places_are_two() -> None:
    places = [struct.pack("<Hh", 0x940E, at) for at in (0x100, 0x900)]
    found = cells(own(word([*tr("甲", row(0, 900, more=places[0])), *tr("乙", row(0, 900, more=places[1]))])).document)
    assert [[cell[4] for cell in table] for table in found] == [["甲"], ["乙"]]


def test_a_row_without_a_definition_is_a_doubt() -> None:
    bare = IN_TABLE + struct.pack("<HB", 0x2417, 1)
    read = own(word([*tr("甲|乙", row(0, 1000, 2000)), *tr("丙|丁", bare)]))
    assert read.doubts and next(read.document.grids()).doubts
    assert [cell[4] for cell in cells(read.document)[0]] == ["甲", "乙", "丙", "丁"], "and nothing of it is lost"


def test_changes_too_long_for_their_page_stand_in_the_data_stream() -> None:
    """sprmPHugePapx and sprmPTableProps, [MS-DOC] 2.6.2."""
    mark = row(0, 1000, 2000)
    data = bytes(64) + struct.pack("<H", len(mark)) + mark
    for code in (0x6646, 0x646B):
        read = own(word([*tr("甲|乙", struct.pack("<HI", code, 64)), P("尾\r")], data=data))
        assert (read.doubts, [cell[4] for cell in cells(read.document)[0]]) == ([], ["甲", "乙"])


# ---- text and pieces


def test_fast_saved_pieces_of_one_and_two_bytes() -> None:
    body = [P("标题 ABC\x96def\r"), *tr("甲|乙", row(0, 1000, 2000)), P("尾\r")]
    whole = "标题 ABC\u2013def"
    for cuts, single in (((), ()), ((3, 10), (1,)), ((1, 2, 11, 12, 14), ())):
        text = [P(whole + "\r"), *body[1:]]
        read = own(word(text, cuts=cuts, single=single))
        assert (read.doubts, lines(read.document), [c[4] for c in cells(read.document)[0]]) == (
            [],
            [whole, "尾"],
            ["甲", "乙"],
        )


def test_a_piece_may_change_its_paragraphs_and_runs() -> None:
    """Prm of a piece: by number (2.9.215) and by a list of changes (2.9.216)."""
    vanish = 0x5C << 1 | 1 << 8
    read = own(word([P("看得见\r"), P("看不见\r"), P("尾\r")], cuts=(4, 8), changes={1: vanish}))
    assert [line for line in lines(read.document) if line] == ["看得见", "尾"]
    centred = struct.pack("<HB", 0x2461, 1)
    read = own(word([P("左\r"), P("中\r")], cuts=(2,), changes={1: 1}, prcs=(centred,)))
    assert [line.centred for line in read.document.lines()] == [False, True]


def test_characters_outside_the_basic_plane() -> None:
    assert lines(own(word([P("𠮷野家\r"), P("二\r")])).document) == ["𠮷野家", "二"]


def test_breaks_hyphens_and_marks() -> None:
    read = own(word([P("一\x0b二\x1e三\x1f四\r"), *tr("甲\x0b乙", row(0, 1000)), P("页\x0c后\r")]))
    assert lines(read.document) == ["一 二-三四", "页", "后"]
    assert cells(read.document)[0][0][4] == "甲\n乙"


# ---- runs


def run(code: int, value: int = 1) -> bytes:
    return struct.pack("<HB", code, value)


def test_hidden_struck_and_deleted_text_is_no_text() -> None:
    body = [
        P("甲隐乙\r", runs=[(1, 2, run(0x083C))]),
        P("丙划丁\r", runs=[(1, 2, run(0x0837))]),
        P("戊删己\r", runs=[(1, 2, run(0x0800))]),
    ]
    read = own(word(body))
    assert lines(read.document) == ["甲乙", "丙丁", "戊己"]
    assert [[(a.text, a.why) for a in line.asides] for line in read.document.lines()] == [
        [("隐", "hidden")],
        [("划", "struck")],
        [],
    ]
    assert [note.code for note in read.document.notes] == ["open-revisions"]


def test_a_deleted_mark_joins_two_paragraphs() -> None:
    assert lines(own(word([P("上半\r", runs=[(2, 3, run(0x0800))]), P("下半\r")])).document) == ["上半下半"]


def _fonts(*names: str) -> bytes:
    made = struct.pack("<HH", len(names), 0)
    for name in names:
        text = name.encode("utf-16-le") + b"\0\0"
        made += bytes([39 + len(text)]) + bytes(39) + text
    return made


def test_signs_by_their_font() -> None:
    fonts = {15: _fonts("宋体", "Symbol", "Wingdings")}
    body = [
        P("\x28完成\r", runs=[(0, 1, struct.pack("<HHH", 0x6A09, 2, 0xF0FE) + run(0x0855))]),
        P("\xb395%\r", runs=[(0, 1, struct.pack("<HH", 0x4A4F, 1) + struct.pack("<HH", 0x4A51, 1))]),
    ]
    assert lines(own(word(body, parts=fonts)).document) == ["☑完成", "≥95%"]


def test_a_style_may_hide_or_strike_its_text() -> None:
    vanish = run(0x083C)
    upx = struct.pack("<HH", 2, 1) + struct.pack("<H", len(vanish)) + vanish + b"\0"
    name = struct.pack("<H", 1) + "甲\0".encode("utf-16-le")

    def style(changes: bytes) -> bytes:
        body = struct.pack("<HHHHH", 0, 0xFFF0 | 1, 2, 0, 0) + name + changes
        return struct.pack("<H", len(body)) + body

    sheet = struct.pack("<H", 18) + struct.pack("<HH14x", 2, 10) + style(struct.pack("<HHH", 2, 0, 0)) + style(upx)
    read = own(
        word(
            [P("看得见\r"), P("看不见\r", style=1), P("又见\r", style=1, runs=[(0, 2, run(0x083C, 0))])],
            parts={1: sheet},
        )
    )
    assert [line.text for line in read.document.lines() if line.text] == ["看得见", "又见"]
    opposite = own(word([P("甲乙\r", style=1, runs=[(0, 1, run(0x083C, 0x81))])], parts={1: sheet}))
    assert [line.text for line in opposite.document.lines()] == ["甲"], "0x81: not as the style"


# ---- fields


def test_a_field_shows_its_result_only() -> None:
    body = [
        P("前\x13 HYPERLINK \x13 DATE \x14内\x15 \x14结果\x15后\r"),
        P("无\x13 XE x \x15果\r"),
        P("多\x15余\r"),
        P("未完\x13 PAGE\r"),
    ]
    assert lines(own(word(body)).document) == ["前结果后", "无果", "多余", "未完 PAGE"]


@pytest.mark.parametrize(
    ("bits", "default", "shown"), [(1 | 1 << 2, 0, "☑"), (1, 1, "□"), (1 | 25 << 2, 1, "☑"), (1 | 25 << 2, 0, "□")]
)
def test_tick_boxes_of_forms(bits: int, default: int, shown: str) -> None:
    form = struct.pack("<IHHHHHH", 0xFFFFFFFF, bits, 0, 20, 0, 0, default) + bytes(20)
    data = bytes(16) + struct.pack("<IH", 68 + len(form), 68) + bytes(62) + form
    place = struct.pack("<HI", 0x6A03, 16) + run(0x0806) + run(0x0855)
    code = "\x13 FORMCHECKBOX \x01\x14\x15是\r"
    assert lines(own(word([P(code, runs=[(15, 16, place)])], data=data)).document) == [f"{shown}是"]


def test_the_choice_of_a_drop_down() -> None:
    strings = b"".join(struct.pack("<HH", 0, 0) for _ in range(5))
    choices = struct.pack("<HHH", 0xFFFF, 2, 0) + b"".join(
        struct.pack("<H", len(t)) + t.encode("utf-16-le") for t in ("新增", "延续")
    )
    form = struct.pack("<IHHH", 0xFFFFFFFF, 2 | 1 << 2, 0, 20) + struct.pack("<HHH", 0, 0, 0) + strings + choices
    data = bytes(16) + struct.pack("<IH", 68 + len(form), 68) + bytes(62) + form
    place = struct.pack("<HI", 0x6A03, 16) + run(0x0806) + run(0x0855)
    code = "\x13 FORMDROPDOWN \x01\x14\x15\r"
    assert lines(own(word([P(code, runs=[(15, 16, place)])], data=data)).document) == ["延续"]


# ---- stories


def test_notes_headers_and_boxes_follow_the_body() -> None:
    body, note, head, box = "正文\r", "脚注\r", "页眉\r", "框内\r"
    separators = struct.pack("<14I", 0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 3, 3)
    anchors = struct.pack("<II", 0, 2) + struct.pack("<I22x", 77)
    boxes = struct.pack("<II", 0, 3) + struct.pack("<14xII", 77, 0)
    text = [P("\x08" + body, runs=[(0, 1, run(0x0855))]), P(note), P(head), P(box), P("\r")]
    data = word(
        text,
        lengths=(4, 3, 3, 0, 0, 0, 3, 0),
        parts={3: struct.pack("<II", 0, 3), 11: separators, 40: anchors, 56: boxes},
    )
    document = own(data).document
    assert [(line.text, line.chrome) for line in document.lines()] == [
        ("正文", False),
        ("框内", False),
        ("页眉", True),
        ("脚注", True),
    ]


# ---- old versions


def test_word_6_in_chinese_code_page() -> None:
    body = [
        P("绩效目标表\r"),
        *[P(t + "\x07", OLD_IN_TABLE) for t in ("项目名称", "水利A")],
        P("\x07", old_row(0, 2000, 4000)),
        P("尾\r"),
    ]
    read = own(old_word(body))
    assert (read.doubts, lines(read.document)) == ([], ["绩效目标表", "尾"])
    assert [c[4] for c in cells(read.document)[0]] == ["项目名称", "水利A"]


def test_word_6_in_the_code_page_of_its_font() -> None:
    font = bytes([5 + 6]) + bytes(3) + bytes([204, 0]) + b"Times\0"
    body = [P("Четыре\r", runs=[(0, 7, b"\x5d\x00\x00")])]
    assert lines(own(old_word(body, encoding="cp1251", language=0x409, fonts=font)).document) == ["Четыре"]


# ---- who reads


def test_what_we_cannot_read_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_SOFFICE", "/nonexistent")
    whole = word([*tr("甲|乙", row(0, 1000, 2000)), P("尾\r")])
    with pytest.raises(EncryptedError):
        doc.read(word([P("密\r")], flags=0x0100), "a.doc", DEFAULTS)
    with pytest.raises(MissingProgramError):
        doc.read(b"\xdb\xa5" + bytes(600), "a.doc", DEFAULTS)
    with pytest.raises(UnreadableError):
        doc.read(whole[:900], "a.doc", DEFAULTS)
    assert cells(doc.read(whole, "a.doc", DEFAULTS))[0][0][4] == "甲"


def test_a_doubtful_table_is_said_where_there_is_no_second_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_SOFFICE", "/nonexistent")
    bare = IN_TABLE + struct.pack("<HB", 0x2417, 1)
    document = read(word([*tr("甲", row(0, 1000)), P("间\r"), *tr("丙|丁", bare)]), "a.doc", "doc", DEFAULTS)
    assert [(note.code, note.at) for note in document.notes] == [("doubtful-table", {"table": 1})]


def test_depth_without_end_is_cut() -> None:
    deep = IN_TABLE + struct.pack("<HI", 0x6649, 1_000_000)
    assert own(word([P("深\r", deep), P("尾\r")])).document is not None
    assert INNER


# ---- automatic numbers


def _level(kind: int, text: str, start: int = 1, follow: int = 0) -> bytes:
    head = struct.pack("<IBB9xB8xBBBB", start, kind, 0, follow, 0, 0, 0, 0)
    assert len(head) == 28
    return head + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def _numbered(levels: list[bytes], overrides: bytes) -> dict[int, bytes]:
    """Pairs 73 and 74 of the FIB: one list; its levels stand behind the part, which the next pair makes sure of."""
    lists = struct.pack("<H", 1) + struct.pack("<I4x18xBB", 7, 1 if len(levels) == 1 else 0, 0)
    return {73: lists, 75: b"".join(levels), 74: overrides}


def item(text: str, override: int = 1, level: int = 0) -> P:
    return P(text + "\r", struct.pack("<HB", 0x260A, level) + struct.pack("<HH", 0x460B, override))


def test_automatic_numbers_stand_before_their_paragraphs() -> None:
    levels = [_level(0, "目标\x00：", follow=2), _level(37, "（\x01）"), *[_level(255, "")] * 7]
    plain = struct.pack("<II12xI", 1, 7, 0)
    body = [
        item("甲"),
        item("乙"),
        item("子", level=1),
        item("丑", level=1),
        item("丙"),
        item("寅", level=1),
        P("丁\r"),
    ]
    assert lines(own(word(body, parts=_numbered(levels, plain))).document) == [
        "目标1：甲", "目标2：乙", "（一）子", "（二）丑", "目标3：丙", "（一）寅", "丁",
    ]  # fmt: skip


def test_an_override_may_begin_elsewhere_and_a_level_passed_over_counts() -> None:
    levels = [_level(0, "\x00."), _level(4, "\x00.\x01."), *[_level(255, "")] * 7]
    two = (
        struct.pack("<I", 2)
        + struct.pack("<I8xI", 7, 0)
        + struct.pack("<I8xI", 7, 1)
        + bytes(4)
        + struct.pack("<4xII", 9, 16)
    )
    body = [item("甲", level=1), item("乙", level=1), item("丙"), item("丁", override=2), item("戊", override=2)]
    found = lines(own(word(body, parts=_numbered(levels, two))).document)
    assert found == ["1.a.甲", "1.b.乙", "2.丙", "9.丁", "10.戊"]


def test_a_number_stands_before_a_page_break_once() -> None:
    levels = [_level(0, "\x00、"), *[_level(255, "")] * 8]
    body = [P("\x0c甲\x0c乙\r", item("").papx), item("丙")]
    plain = struct.pack("<II12xI", 1, 7, 0)
    assert lines(own(word(body, parts=_numbered(levels, plain))).document) == ["1、甲", "乙", "2、丙"]


def test_an_old_automatic_number_is_a_doubt() -> None:
    anld = b"\x0c" + bytes([52, 0, 0, 1]) + bytes(49) + b"\x0d\x0a"
    assert own(old_word([P("甲\r", anld)])).doubts == ["旧版 Word 的自动编号没有读出"]
    bullet = b"\x0c" + bytes([52, 0, 1, 0]) + bytes(49) + b"\x0d\x0b"
    assert own(old_word([P("甲\r", bullet)])).doubts == []


def test_what_a_row_leaves_out_of_its_definition() -> None:
    """Merge flags of the last cells may be missing; a later left edge (sprmTDxaLeft) moves the whole row."""
    body = bytes([2]) + struct.pack("<3h", 0, 1000, 2000) + struct.pack("<H18x", RESTART)
    mark = IN_TABLE + struct.pack("<HB", 0x2417, 1) + struct.pack("<HH", 0xD608, len(body) + 1) + body
    moved = struct.pack("<Hh", 0x9602, 100) + struct.pack("<Hh", 0x9601, 1100)
    found = only(
        word(
            [
                *tr("甲|乙", mark),
                *tr("|丙", row(0, 1000, 2000, flags=(VERTICAL, 0))),
                *tr("丁", row(-108, 892, more=moved)),
            ]
        )
    )
    assert found == [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 1, 1, 1, "丙"), (2, 0, 1, 1, ""), (2, 1, 1, 1, "丁")]
