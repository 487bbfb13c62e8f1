"""OFD pages from the standard's own words: deltas, matrices, templates, composites, styles, annotations, seals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import EncryptedError, UnreadableError
from extractor.model.document import Document
from extractor.readers import read
from extractor.readers.ofd.page import deltas
from tests.make.filing import Para, Span, Table
from tests.make.package import zipped
from tests.make.write_ofd import NS, content, line, ofd, package, runs, text

FORM = Table(2, [Span(0, 0, "项目名称"), Span(0, 1, "道路维修"), Span(1, 0, "指标值", 1, 2)])


def doc(*pages: str, **more: object) -> Document:
    return read(package(pages, **more), "x.ofd", "ofd")  # type: ignore[arg-type]


def lines(document: Document) -> list[str]:
    return [item.text for item in document.lines()]


def code(chars: str, x: float = 20, y: float = 40, attributes: str = "", inner: str = "", size: float = 5) -> str:
    """A TextObject without advances of its own."""
    return (
        f'<ofd:TextObject Boundary="{x} {y} 100 10" Font="3" Size="{size}" {attributes}>'
        f'<ofd:TextCode X="0" Y="{size}" {inner}>{chars}</ofd:TextCode></ofd:TextObject>'
    )


def box(x: float = 20, y: float = 30, cell: float = 30, attributes: str = "", inner: str = "") -> str:
    """Two cells side by side, drawn as paths."""
    figure = (
        "".join(f"M {k * cell} 0 L {k * cell} {cell} " for k in range(3))
        + f"M 0 0 L {2 * cell} 0 M 0 {cell} L {2 * cell} {cell}"
    )
    return (
        f'<ofd:PathObject Boundary="{x} {y} {2 * cell} {cell}" {attributes}>{inner}'
        f"<ofd:AbbreviatedData>{figure}</ofd:AbbreviatedData></ofd:PathObject>"
    )


# ---- where characters stand


@given(st.lists(st.sampled_from([1.0, 2.5, 2.5, 3.0]), max_size=40))
def test_written_runs_are_read_back(advances: list[float]) -> None:
    assert deltas(runs(advances)) == advances


def test_a_delta_list_never_outgrows_memory() -> None:
    assert len(deltas("g 999999999 1 g 999999999 2")) == 100_000
    assert deltas("g -3 5 1") == [1.0]


def test_a_short_list_of_advances_goes_on() -> None:
    """Invoices write one advance for a whole run, and a DeltaY of nothing but noughts."""
    one = doc(content(code("550.00", inner='DeltaX="2.5" DeltaY="0"')))
    assert lines(one) == ["550.00"]
    (item,) = one.lines()
    assert item.bbox is not None and 5 * 2.5 * 72 / 25.4 < item.bbox[2] - item.bbox[0] < 7 * 2.5 * 72 / 25.4
    assert lines(doc(content(code("备注说明", inner='DeltaY="0 0 0"')))) == ["备注说明"]


def test_vertical_text_stands_below_each_other() -> None:
    assert lines(doc(content(code("购买方", inner='DeltaY="6.35 6.35"')))) == ["购", "买", "方"]
    assert lines(doc(content(code("购买方", attributes='ReadDirection="90"')))) == ["购", "买", "方"]


def test_a_gap_between_runs_is_one_blank_and_none_within() -> None:
    page = content(text("≥100", 20, 50, 5) + text("人", 60, 50, 5))
    assert lines(doc(page)) == ["≥100 人"]


def test_matrix_scale_and_turn() -> None:
    """A CTM works inside the boundary, HScale narrows, a page of turned text is read upright."""
    scaled = doc(content(code("绩效目标", attributes='CTM="0.5 0 0 0.5 10 0"', inner='DeltaX="10 10 10"', size=10)))
    (item,) = scaled.lines()
    assert item.text == "绩效目标"
    assert item.bbox is not None and item.bbox[0] == pytest.approx(30 * 72 / 25.4, abs=0.1)
    turned = "".join(code(word, x=100, y=40, attributes='CTM="0 1 -1 0 0 0"') for word in ("年度绩效目标表",))
    assert lines(doc(content(turned))) == ["年度绩效目标表"]
    narrow = doc(content(code("甲乙", attributes='HScale="0.5"')))
    (item,) = narrow.lines()
    assert item.bbox is not None and item.bbox[2] - item.bbox[0] == pytest.approx(2 * 2.5 * 72 / 25.4, abs=0.1)


# ---- what is on a page


def test_templates_lie_under_or_over_their_page() -> None:
    common = (
        '<ofd:TemplatePage ID="7" BaseLoc="Tpls/T/Content.xml"/><ofd:TemplatePage ID="8" BaseLoc="Tpls/Unused.xml"/>'
    )
    page = content(text("道路维修", 60, 40, 5), template='<ofd:Template TemplateID="7" ZOrder="Background"/>')
    white = (
        '<ofd:PathObject Boundary="15 25 80 40" Fill="true" Stroke="false"><ofd:FillColor Value="255 255 255"/>'
        "<ofd:AbbreviatedData>M 0 0 L 80 0 L 80 40 L 0 40 C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    extra = {"Doc_0/Tpls/T/Content.xml": content(box() + text("项目名称", 22, 40, 5))}
    (grid,) = doc(page, common=common, extra=extra).grids()
    assert [cell.text for cell in grid.cells] == ["项目名称", "道路维修"]
    covered = content(white + text("道路维修", 60, 40, 5), template='<ofd:Template TemplateID="7"/>')
    assert list(doc(covered, common=common, extra=extra).grids()) == [], "white paint over the template hides its lines"
    over = content(white + text("道路维修", 60, 40, 5), template='<ofd:Template TemplateID="7" ZOrder="Foreground"/>')
    assert len(list(doc(over, common=common, extra=extra).grids())) == 1


def test_blocks_composites_and_invisible_objects() -> None:
    unit = (
        (
            '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="9" Width="100" Height="50"><ofd:Content><ofd:'
            'PageBlock ID="1">'
        )
        + text("组合", 0, 10, 5)
        + "</ofd:PageBlock></ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )
    page = content(
        '<ofd:PageBlock ID="2">' + text("块内", 20, 40, 5) + "</ofd:PageBlock>"
        '<ofd:CompositeObject ID="4" ResourceID="9" Boundary="20 60 100 50"/>'
        + code("不可见", attributes='Visible="false"') + code("透明", y=80, attributes='Alpha="0"')
    )  # fmt: skip
    found = doc(page, resources=unit)
    assert [text for text in lines(found) if text] == ["块内", "组合"]
    assert sorted(aside.text for line in found.lines() for aside in line.asides) == ["不可见", "透明"]


@pytest.mark.parametrize(
    ("params", "layer", "drawn"),
    [
        ('<ofd:DrawParam ID="5" LineWidth="0.2"/>', 'DrawParam="5"', True),
        ('<ofd:DrawParam ID="5"><ofd:StrokeColor Value="255 255 255"/></ofd:DrawParam>', 'DrawParam="5"', False),
        ((
            '<ofd:DrawParam ID="5" Relative="6"/><ofd:DrawParam ID="6" Relative="5"><ofd:StrokeColor Value="#FF #FF '
            '#FF"/></ofd:DrawParam>'
        ),
         'DrawParam="5"', False),
        ('<ofd:DrawParam ID="5"><ofd:StrokeColor Value="0 0 0" Alpha="0"/></ofd:DrawParam>', 'DrawParam="5"', False),
        ("", 'DrawParam="77"', True),
    ],
)  # fmt: skip
def test_lines_take_their_style_from_layer_and_relatives(params: str, layer: str, drawn: bool) -> None:
    page = content(box() + text("甲", 22, 40, 5) + text("乙", 60, 40, 5), layer_attributes=layer)
    document = doc(page, resources=f"<ofd:DrawParams>{params}</ofd:DrawParams>")
    assert bool(list(document.grids())) is drawn
    assert "甲" in "".join([*lines(document), *(c.text for g in document.grids() for c in g.cells)])


def test_rectangles_without_a_fill_colour_paint_nothing() -> None:
    bars = (
        "".join(line(x, 30, x, 60, True) for x in (20, 50, 80))
        + line(20, 30, 80, 30, True)
        + line(20, 60, 80, 60, True)
    )
    words = text("甲", 22, 40, 5) + text("乙", 60, 40, 5)
    assert len(list(doc(content(bars + words)).grids())) == 1
    assert list(doc(content(bars.replace('<ofd:FillColor Value="0 0 0"/>', "") + words)).grids()) == []


# ---- what is not the page's text


def _annotated(kind: str, inner: str) -> Document:
    annot = (
        f'<ofd:PageAnnot xmlns:ofd="{NS}"><ofd:Annot ID="1" Type="{kind}"><ofd:Appearance Boundary="50 50 40 40">'
        f"{inner}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>"
    )
    listed = (
        f'<ofd:Annotations xmlns:ofd="{NS}"><ofd:Page PageID="101"><ofd:FileLoc>Page_1/Annot.xml</ofd:FileLoc>'
        f"</ofd:Page></ofd:Annotations>"
    )
    return doc(
        content(text("第一页", 20, 40, 5)), content(text("第二页", 20, 40, 5)),
        document="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>",
        extra={"Doc_0/Annots/Annotations.xml": listed, "Doc_0/Annots/Page_1/Annot.xml": annot},
    )  # fmt: skip


def test_words_of_annotations_are_furniture_and_told() -> None:
    document = _annotated("Watermark", text("仅供内部使用", 0, 10, 5))
    assert [(item.text, item.page, item.chrome) for item in document.lines()] == [
        ("第一页", 1, False), ("第二页", 2, False), ("仅供内部使用", 2, True),
    ]  # fmt: skip
    assert [(note.code, note.at, note.observed) for note in document.notes] == [
        ("hidden-content", {"page": 2}, "仅供内部使用")
    ]


def test_stamps_and_seals_know_their_page() -> None:
    stamped = _annotated("Stamp", '<ofd:ImageObject Boundary="0 0 40 40" ResourceID="3"/>')
    assert [seal["page"] for seal in stamped.seals] == [2]
    signature = (
        f'<ofd:Signature xmlns:ofd="{NS}"><ofd:SignedInfo><ofd:StampAnnot ID="1" PageRef="101" Boundary="10 '
        f'20 40 40"/></ofd:SignedInfo></ofd:Signature>'
    )
    listed = f'<ofd:Signatures xmlns:ofd="{NS}"><ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>'
    sealed = doc(
        content(text("一", 20, 40, 5)), content(text("二", 20, 40, 5)),
        body="<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>",
        extra={"Doc_0/Signs/Signatures.xml": listed, "Doc_0/Signs/Sign_0/Signature.xml": signature},
    )  # fmt: skip
    assert sealed.seals == [{"page": 2, "bbox": [28.35, 56.69, 141.73, 170.08]}]


def test_pages_without_text_are_said() -> None:
    picture = content('<ofd:ImageObject Boundary="0 0 210 297" ResourceID="3"/>' + text("1", 100, 290, 4))
    curves = "M 0 0 " + "B 1 1 2 2 3 3 " * 2000
    outlines = content(
        f'<ofd:PathObject Boundary="0 0 90 90" Fill="true"><ofd:AbbreviatedData>{curves}C</ofd:AbbreviatedData></ofd:'
        f"PathObject>"
    )
    private = content(text("\ue001\ue002\ue003目标", 20, 40, 5))
    document = doc(picture, outlines, private, content(text("正文", 20, 40, 5)))
    assert [(note.code, note.at["page"]) for note in document.notes] == [("unreadable-part", n) for n in (1, 2, 3)]
    assert lines(document) == ["1", "正文"]


def test_attachments_are_members_and_a_missing_one_is_named() -> None:
    listed = (
        f'<ofd:Attachments xmlns:ofd="{NS}"><ofd:Attachment Name="附表" Format="csv"><ofd:FileLoc>a.csv</ofd:FileLoc>'
        f"</ofd:Attachment>"
        '<ofd:Attachment Name="照片" Format="zip"><ofd:FileLoc>b.zip</ofd:FileLoc></ofd:Attachment></ofd:Attachments>'
    )
    extra = {
        "Doc_0/Attachs.xml": listed,
        "Doc_0/a.csv": "项目名称,农村道路养护\n一级指标,数量指标\n",
        "Doc_0/b.zip": b"PK\x05\x06" + bytes(18),
    }
    document = doc(
        content(text("一", 20, 40, 5)), document="<ofd:Attachments>Attachs.xml</ofd:Attachments>", extra=extra
    )
    assert [(grid.member, grid.cells[0].text) for grid in document.grids()] == [("附表.csv", "项目名称")]
    assert [(note.code, note.observed) for note in document.notes] == [("unreadable-part", "照片.zip")]


def test_attachments_are_named() -> None:
    listed = (
        f'<ofd:Attachments xmlns:ofd="{NS}"><ofd:Attachment Name="附表" Format="xlsx"><ofd:FileLoc>a.xlsx</ofd:'
        f"FileLoc></ofd:Attachment></ofd:Attachments>"
    )
    document = doc(
        content(text("一", 20, 40, 5)),
        document="<ofd:Attachments>Attachs.xml</ofd:Attachments>",
        extra={"Doc_0/Attachs.xml": listed},
    )
    assert [(note.code, note.observed) for note in document.notes] == [("unreadable-part", "附表.xlsx")]


def coloured(words: str, colour: str, attributes: str = "", y: float = 40) -> str:
    """A TextObject with colours of its own."""
    return code(words, y=y, attributes=attributes).replace("<ofd:TextCode", colour + "<ofd:TextCode", 1)


def filled(y: float, value: str) -> str:
    """A filled box over the line of text at `y`."""
    return (
        f'<ofd:PathObject Boundary="18 {y - 2} 60 12" Fill="true" Stroke="false"><ofd:FillColor Value="{value}"/>'
        "<ofd:AbbreviatedData>M 0 0 L 60 0 L 60 12 L 0 12 C</ofd:AbbreviatedData></ofd:PathObject>"
    )


def crossed(y: float, length: float) -> str:
    return (
        f'<ofd:PathObject Boundary="20 {y} 60 5" LineWidth="0.3"><ofd:AbbreviatedData>M 0 3.2 L {length} 3.2</ofd:'
        f"AbbreviatedData></ofd:PathObject>"
    )


WAYS = {
    "not filled": (coloured("八十", "", 'Fill="false"'), "hidden"),
    "transparent colour": (coloured("八十", '<ofd:FillColor Value="0 0 0" Alpha="0"/>'), "hidden"),
    "hardly opaque": (coloured("八十", '<ofd:FillColor Value="0 0 0" Alpha="9"/>'), "hidden"),
    "white": (coloured("八十", '<ofd:FillColor Value="255 255 255"/>'), "hidden"),
    "nearly white": (coloured("八十", '<ofd:FillColor Value="250 250 248"/>'), "hidden"),
    "an invisible object": (code("八十", attributes='Visible="false"'), "hidden"),
    "too small": (code("八十", size=0.3), "hidden"),
    "under a white box": (code("八十") + filled(40, "255 255 255"), "hidden"),
    "crossed out": (code("八十") + crossed(40, 10), "struck"),
    "on a white box": (filled(40, "255 255 255") + code("八十"), None),
    "white on blue": (filled(40, "0 0 128") + coloured("八十", '<ofd:FillColor Value="255 255 255"/>'), None),
    "outlined": (coloured("八十", "", 'Fill="false" Stroke="true"'), None),
    "a long ruling": (code("八十") + crossed(40, 60), None),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_not_seen_or_crossed_out_is_no_text(way: str) -> None:
    objects, why = WAYS[way]
    (line_,) = doc(content(objects)).lines()
    assert (line_.text, [aside.why for aside in line_.asides]) == (("", [why]) if why else ("八十", []))


@pytest.mark.parametrize(
    ("font", "char", "seen"), [("Symbol", "\uf0b3", "≥"), ("Wingdings 2", "R", "☑"), ("宋体", "R", "R")]
)
def test_a_symbol_font_gives_its_characters_their_meaning(font: str, char: str, seen: str) -> None:
    fonts = f'<ofd:Fonts><ofd:Font ID="3" FontName="{font}"/></ofd:Fonts>'
    assert lines(doc(content(code(char)), resources=fonts)) == [seen]


def test_tables_run_over_pages() -> None:
    rows = [Span(r, c, f"{'指标' if c == 0 else '目标'}{r}") for r in range(60) for c in range(2)]
    document = read(ofd([Para("2024年绩效目标表", centred=True), Table(2, rows)]), "x.ofd", "ofd")
    (grid,) = document.grids()
    assert (document.pages, grid.rows, grid.cols) == (2, 60, 2)
    assert grid.cells[-1].text == "目标59" and grid.cells[-1].page == 2


def test_running_heads_are_furniture() -> None:
    pages = [content(text("某市财政局编印", 20, 10, 4) + text(f"第{n}页正文", 20, 100, 5)) for n in range(3)]
    assert [item.text for item in doc(*pages).lines() if not item.chrome] == ["第0页正文", "第1页正文", "第2页正文"]


# ---- damage


def test_damage_costs_its_part_alone() -> None:
    good = content(text("完好", 20, 40, 5))
    document = doc(good, "<ofd:Page", good)
    assert lines(document) == ["完好", "完好"]
    assert [(note.code, note.at) for note in document.notes] == [("unreadable-part", {"page": 2})]


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e308", "999999999999999999999"])
def test_lengths_that_are_none_do_no_harm(number: str) -> None:
    odd = code("甲", attributes=f'CTM="{number} 0 0 1 0 0" HScale="{number}"', inner=f'DeltaX="g 3 {number}"')
    path = (
        f'<ofd:PathObject Boundary="0 0 {number} 9" LineWidth="{number}"><ofd:AbbreviatedData>M 0 0 L {number} 0 B '
        f"1 2</ofd:AbbreviatedData></ofd:PathObject>"
    )
    assert lines(doc(content(odd + path + text("正文", 20, 80, 5)))) == ["甲", "正文"]


def test_no_pages_no_document_and_locked() -> None:
    with pytest.raises(UnreadableError):
        doc()
    with pytest.raises(UnreadableError):
        read(zipped({"OFD.xml": f'<ofd:OFD xmlns:ofd="{NS}"/>'}), "x.ofd", "ofd")
    with pytest.raises(EncryptedError):
        read(zipped({"Encryptions.xml": "<e/>", "Doc_0/x": "?"}), "x.ofd", "ofd")
    with pytest.raises(EncryptedError):
        read(package(["\x01\x02 ciphertext"], extra={"Encryptions.xml": "<e/>"}), "x.ofd", "ofd")


def test_a_page_box_of_its_own_and_grids_of_the_form() -> None:
    (grid,) = read(ofd([FORM]), "x.ofd", "ofd").grids()
    assert [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells] == FORM.tuples()
