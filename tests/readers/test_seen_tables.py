"""No table swallows its surroundings; documents inside documents are read or named."""

from __future__ import annotations

import base64
import io
import zipfile
from typing import Any

import pytest

from tests.make.one_form import (
    GOAL,
    HEAD,
    SIGNED,
    TITLE,
    YEAR,
    Slots,
    left,
    p,
    read,
    signed,
    target,
    tbl,
    tc,
    told,
    web,
    word,
)
from tests.make.write_docx import package

FEET = {
    "one row of pairs": [["填表人：张三", "联系电话：0737-2720000", "填报日期：2023年12月1日", "单位负责人签字：李四"]],
    "two by two": [["填表人：张三", "联系电话：0737-2720000"], ["填报日期：2023年12月1日", "单位负责人签字：李四"]],
    "labels beside": [
        ["填表人", "张三", "联系电话", "0737-2720000", "填报日期", "2023年12月1日", "单位负责人签字", "李四"]
    ],
    "labels beside, rows": [
        ["填表人", "张三", "联系电话", "0737-2720000"],
        ["填报日期", "2023年12月1日", "单位负责人签字", "李四"],
    ],
    "labels above": [
        ["填表人", "联系电话", "填报日期", "单位负责人签字"],
        ["张三", "0737-2720000", "2023年12月1日", "李四"],
    ],
    "colons in cells of their own": [
        ["填表人：", "张三", "联系电话：", "0737-2720000"],
        ["填报日期：", "2023年12月1日", "单位负责人签字：", "李四"],
    ],
    "one under the other": [
        ["填表人：张三"],
        ["联系电话：0737-2720000"],
        ["填报日期：2023年12月1日"],
        ["单位负责人签字：李四"],
    ],
    "with blanks": [
        ["", "填表人：张三", "联系电话：0737-2720000", ""],
        ["", "填报日期：2023年12月1日", "单位负责人签字：李四", ""],
    ],
}
OTHER = [["序号", "附件名称"], ["1", "会议纪要"], ["2", "测算依据"]]


def word_table(rows: list[list[str]]) -> str:
    return tbl(*("".join(tc(text) for text in row) for row in rows))


def web_table(rows: list[list[str]]) -> str:
    return (
        "<table>" + "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows) + "</table>"
    )


def both(word_slots: Slots, web_slots: Slots, after: str = "") -> list[dict[str, Any]]:
    return [read(word(word_slots, after=after), "x.docx"), read(web(web_slots), "x.html")]


def body_of(data: bytes) -> str:
    """The body's XML of a .docx made here."""
    text = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    return text[text.index("<w:body>") + 8 : text.index("<w:sectPr>")]


@pytest.mark.parametrize("foot", FEET)
def test_a_sign_off_in_a_table_of_its_own(foot: str) -> None:
    for document in both(Slots(foot=word_table(FEET[foot])), Slots(foot=web_table(FEET[foot]))):
        assert signed(document) == SIGNED
        assert [f["code"] for f in document["findings"]] == []


@pytest.mark.parametrize(
    "head",
    [
        [[f"{HEAD.split('　')[0]}", "单位：万元"]],
        [["填报单位", "某市交通局", "单位：万元"]],
        [["填报单位：某市交通局"], ["单位：万元"]],
    ],
)
def test_a_head_line_in_a_table_of_its_own(head: list[list[str]]) -> None:
    for document in both(Slots(head=word_table(head)), Slots(head=web_table(head))):
        form = document["forms"][0]
        assert (form["title"], form["fiscal_year"], form["filer"], form["currency_unit"]) == (
            TITLE,
            2024,
            "某市交通局",
            "万元",
        )
        assert signed(document) == SIGNED and document["findings"] == []


def test_another_small_table_leaves_the_form_open_and_stands_in_unmapped() -> None:
    foot = FEET["one row of pairs"]
    for document in both(
        Slots(foot=word_table(OTHER) + p("") + word_table(foot)), Slots(foot=web_table(OTHER) + web_table(foot))
    ):
        assert signed(document) == SIGNED
        assert {"会议纪要", "测算依据"} <= set(left(document))


def test_a_remark_in_a_box_between_form_and_sign_off() -> None:
    box = [["注：指标值以年度部门预算批复为准。"]]
    after = p("填表人：张三　联系电话：0737-2720000　填报日期：2023年12月1日　单位负责人签字：李四")
    document = read(word(Slots(foot=word_table(box)), after=after), "x.docx")
    assert signed(document) == SIGNED
    assert any("预算批复为准" in text for text in left(document))


def test_a_second_form_begins_after_the_first_ones_table() -> None:
    foot = word_table(FEET["two by two"])
    document = read(word(Slots(foot=foot, project="第一个项目"), after=body_of(word(Slots()))), "x.docx")
    assert [form["project_name"] for form in document["forms"]] == ["第一个项目", "农村道路养护"]
    assert all(form["signoff"]["preparer"] == "张三" for form in document["forms"])
    assert all(form["title"] == TITLE for form in document["forms"])


NESTED = [["里程", "95公里"], ["合格率", "98%"]]


def test_a_table_in_the_goal_belongs_to_the_goal() -> None:
    word_goal = p("完成养护：") + word_table(NESTED) + p("改善出行条件。")
    web_goal = "完成养护：" + web_table(NESTED) + "改善出行条件。"
    for document in both(Slots(goal=word_goal), Slots(goal=web_goal)):
        form = document["forms"][0]
        assert form["texts"]["annual_goal"] == "完成养护：\n里程 95公里\n合格率 98%\n改善出行条件。"
        assert signed(document) == SIGNED and document["findings"] == [] and len(document["forms"]) == 1


@pytest.mark.parametrize("rows", [[["≥95公里"]], [["≥", "95公里"]], [["≥95"], ["公里"]]])
def test_a_value_in_a_table_in_its_cell(rows: list[list[str]]) -> None:
    for document in both(Slots(value=word_table(rows) + p("")), Slots(value=web_table(rows))):
        assert target(document) == (">=", "95")
        assert signed(document) == SIGNED and told(document, "missing-target-value") == []


def test_tables_in_tables_in_tables() -> None:
    for document in both(
        Slots(goal=word_table([["外"]]).replace(p("外"), p("外") + word_table(NESTED) + p(""))),
        Slots(goal=web_table([["外" + web_table(NESTED)]])),
    ):
        goal = document["forms"][0]["texts"]["annual_goal"]
        assert [goal.count(text) for text in ("外", "95公里", "98%")] == [1, 1, 1]


def test_a_frame_around_the_whole_form_is_looked_through() -> None:
    inner = body_of(word(Slots()))
    table = inner[inner.index("<w:tbl>") : inner.index("</w:tbl>") + 8]
    before, after = inner.split(table)
    document = read(package(before + tbl(tc(table + p(""))) + after), "x.docx")
    assert signed(document) == SIGNED and document["findings"] == []
    page = (
        web(Slots())
        .decode()
        .replace("<body>", "<body><table width=100%><tr><td>")
        .replace("</body>", "</td></tr></table></body>")
    )
    assert read(page.encode(), "x.html")["findings"] == []


# --- members --------------------------------------------------------------------------------------------------

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def holder(kind: str, part: str, content: bytes, place: str) -> bytes:
    """A form with a further document in the package, referred to at `place`."""
    relation = f'<Relationship Id="rId8" Type="{OFFICE}/{kind}" Target="{part}"/>'
    return word(Slots(), {f"word/{part}": content}, relation, place)


CHUNK = '<w:altChunk r:id="rId8"/>'
SUB = '<w:subDoc r:id="rId8"/>'
OBJECT = (
    '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" r:id="rId8"/></w:object>'
    "</w:r></w:p>"
)
SECOND = Slots(project="第二个项目", goal="全年改建乡道30公里，行政村通硬化路。")


@pytest.mark.parametrize(
    ("kind", "part", "content", "place"),
    [
        ("package", "embeddings/a.docx", word(SECOND), OBJECT), ("aFChunk", "chunk.html", web(SECOND), CHUNK),
        ("aFChunk", "chunk.docx", word(SECOND), CHUNK), ("subDocument", "sub.docx", word(SECOND), SUB),
    ],
)  # fmt: skip
def test_a_document_in_a_document_is_read(kind: str, part: str, content: bytes, place: str) -> None:
    document = read(holder(kind, part, content, place), "x.docx")
    assert [form["project_name"] for form in document["forms"]] == ["农村道路养护", "第二个项目"]
    assert document["findings"] == [] and all(form["signoff"]["preparer"] == "张三" for form in document["forms"])


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 torn", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"MZ" + b"\x90\0" * 400]
)
def test_what_is_embedded_and_cannot_be_read_is_named(content: bytes) -> None:
    document = read(holder("package", "embeddings/a.xlsx", content, OBJECT), "x.docx")
    assert len(document["forms"]) == 1
    named = [f for f in document["findings"] if f["code"] == "unreadable-part"]
    assert [f["observed"] for f in named] == ([] if content.startswith(b"\xd0\xcf") else ["a.xlsx"])


def test_a_document_that_holds_itself_over_and_over_ends() -> None:
    data = word(Slots(project="最里面"))
    for _ in range(6):
        data = holder("package", "embeddings/a.docx", data, OBJECT)
    document = read(data, "x.docx")
    assert 1 < len(document["forms"]) < 7
    assert told(document, "unreadable-part") != []


def archive(*parts: tuple[str, str, bytes]) -> bytes:
    """An .mht of parts (location, type, content)."""
    made = [b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n']
    for location, kind, content in parts:
        head = (
            f"--b\r\nContent-Location: {location}\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        )
        made.append(head.encode() + base64.b64encode(content) + b"\r\n")
    return b"\r\n".join(made) + b"\r\n--b--\r\n"


FRAMES = (
    '<html><frameset rows="*,39"><frame src="{}"><frame src="tabs.htm"><noframes><p>需要框架</p></noframes>'
    "</frameset></html>"
)


@pytest.mark.parametrize(
    ("source", "location"),
    [("x.files/sheet001.htm", "file:///C:/x.files/sheet001.htm"), ("cid:f1@x", "cid:f1@x"), ("sheet001.htm", "http://a/b/sheet001.htm"),
     ("x.files/Sheet001.htm", "x.files/sheet001.htm")],
)  # fmt: skip
def test_a_web_archives_frames_are_read(source: str, location: str) -> None:
    data = archive(
        ("file:///C:/x.htm", "text/html", FRAMES.format(source).encode()),
        (location, "text/html", web(Slots())),
        ("a/tabs.htm", "text/html", b"<p>Sheet1"),
    )
    document = read(data, "x.mht")
    assert document["forms"][0]["project_name"] == "农村道路养护"
    assert [f["code"] for f in document["findings"]] in ([], ["format-mismatch"])


@pytest.mark.parametrize(
    "page",
    [
        FRAMES.format("other.htm"),
        "<html><iframe src=a.htm></iframe></html>",
        "<p>公示</p><object data='a.pdf'></object>",
        "<html><embed src=a.doc></html>",
    ],
)
def test_frames_that_are_other_files_are_named(page: str) -> None:
    document = read(page.encode(), "x.html")
    assert told(document, "unreadable-part") != [] and document["forms"] == []


def test_a_counters_frame_beside_a_form_costs_nothing() -> None:
    page = (
        web(Slots()).decode().replace("</body>", "<iframe src='https://tongji.example/x.html' width=0></iframe></body>")
    )
    assert read(page.encode(), "x.html")["findings"] == []


def test_an_inline_frame_is_read_in_its_place() -> None:
    page = (
        f'<p>页面</p><iframe srcdoc="{web(Slots()).decode().replace("&", "&amp;").replace(chr(34), "&quot;")}">'
        f"</iframe>"
    )
    assert read(page.encode(), "x.html")["forms"][0]["title"] == TITLE


def test_a_page_of_pictures_is_named() -> None:
    document = read(f"<p>{TITLE}</p><p>{YEAR}</p><img src='form.jpg' width=900>".encode(), "x.html")
    assert told(document, "unreadable-part") == [None]
    assert (
        told(read(f"<p>{GOAL}</p><img src='logo.png'><img src=a.jpg width=80>".encode(), "x.html"), "unreadable-part")
        == []
    )
