"""Sheets say what a person sees: fonts, number formats, print headers, boxes, controls, files and pictures in them."""

from __future__ import annotations

import csv
import io
import os
import subprocess
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from extractor.model.document import Cell, Document, Grid
from extractor.model.extraction import Extraction
from extractor.pipeline import extract_bytes
from extractor.readers import read
from extractor.readers.sheet.numfmt import compiled, parse_number
from extractor.rulebook import load_rules
from extractor.values.amount import parse_amount
from tests.make.odd_xlsx import MAIN, data, number, row, text, workbook
from tests.make.package import zipped

SHEET_REL = "xl/worksheets/_rels/sheet1.xml.rels"
REL = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NEW, OLD = "<r><t>≥95公里</t></r>", "<t>≥80公里</t>"


def cells(document: Document) -> dict[str | None, Cell]:
    return {cell.ref: cell for grid in document.grids() for cell in grid.cells}


def styles(
    *fonts: str, fills: str = '<fill><patternFill patternType="none"/></fill>', filled: int = 0, codes: str = ""
) -> dict[str, str | bytes]:
    """styles.xml with one cell style a font, after the plain style 0."""
    looks = "".join(f'<xf numFmtId="0" fontId="{n + 1}" fillId="{filled}"/>' for n in range(len(fonts)))
    return {
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{codes}<fonts><font><name val="宋体"/></font>'
        f"{''.join(f'<font>{f}</font>' for f in fonts)}</fonts>"
        f'<fills>{fills}</fills><cellXfs><xf numFmtId="0" fontId="0" fillId="0"/>{looks}</cellXfs></styleSheet>'
    }


def run(properties: str, words: str) -> str:
    return f"<r><rPr>{properties}</rPr><t>{words}</t></r>"


RICH = [
    (run("<strike/>", "≥80公里") + NEW, "≥95公里", "struck"),
    (run('<strike val="1"/>', "≥80公里"), "", "struck"),
    (run('<strike val="0"/>', "≥95公里"), "≥95公里", None),
    (run('<color rgb="FFFFFFFF"/>', "≥80公里") + NEW, "≥95公里", "hidden"),
    (run('<color theme="0"/>', "≥80公里") + NEW, "≥95公里", "hidden"),
    (run('<color rgb="FFFF0000"/>', "≥95公里"), "≥95公里", None),
    (run('<sz val="1"/>', "≥80公里") + NEW, "≥95公里", "hidden"),
    (run('<rFont val="Symbol"/>', "\u00b3") + "<r><t>95公里</t></r>", "≥95公里", None),
    (run('<rFont val="Symbol"/>', "\uf0a3") + "<r><t>95公里</t></r>", "≤95公里", None),
    (run('<rFont val="Wingdings 2"/>', "R") + "<r><t>新增</t></r>" + run('<rFont val="Wingdings 2"/>',
    "\u00a3") + "<r><t>延续</t></r>", "☑新增□延续", None),
    ("<r><t>95</t></r>" + run('<vertAlign val="superscript"/>', "1") + "<r><t>公里</t></r>", "95公里", "mark"),
    ("<r><t>9.5×10</t></r>" + run('<vertAlign val="superscript"/>', "3"), "9.5×10³", None),
    ("<r><t>500m</t></r>" + run('<vertAlign val="superscript"/>', "2"), "500m²", None),
]  # fmt: skip


@pytest.mark.parametrize("inline", [True, False])
@pytest.mark.parametrize(("runs", "shown", "why"), RICH)
def test_runs_of_a_cell_mean_what_their_fonts_show(runs: str, shown: str, why: str | None, inline: bool) -> None:
    if inline:
        book = workbook(data(row(1, text("A1", "指标值"), f'<c r="B1" t="inlineStr"><is>{runs}</is></c>')))
    else:
        book = workbook(data(row(1, text("A1", "指标值"), '<c r="B1" t="s"><v>0</v></c>')), strings=f"<si>{runs}</si>")
    document = read(book, "x.xlsx", "xlsx")
    cell = cells(document)["B1"]
    assert cell.text == shown
    assert [aside.why for aside in cell.asides] == ([why] if why else [])
    said = [note.code for note in document.notes]
    assert said == (["hidden-content"] if why in ("struck", "hidden") else [])


@pytest.mark.parametrize("kind", ["number", "inline", "shared", "formula"])
@pytest.mark.parametrize(
    ("font", "filled", "shown"),
    [
        ("<strike/>", 0, ""),
        ('<color rgb="FFFFFFFF"/>', 0, ""),
        ('<color rgb="FFFFFFFF"/>', 1, "80"),
        ('<sz val="1"/>', 0, ""),
        ("<b/>", 0, "80"),
    ],
)
def test_a_cell_s_own_font_counts_for_all_of_it(font: str, filled: int, shown: str, kind: str) -> None:
    body = {
        "number": '<c r="B1" s="1"><v>80</v></c>', "inline": '<c r="B1" s="1" t="inlineStr"><is><t>80</t></is></c>',
        "shared": '<c r="B1" s="1" t="s"><v>0</v></c>', "formula": '<c r="B1" s="1" t="str"><f>A1</f><v>80</v></c>',
    }[kind]  # fmt: skip
    fills = (
        '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"><fgColor '
        'rgb="FF000080"/></patternFill></fill>'
    )
    book = workbook(
        data(row(1, text("A1", "指标值"), body)),
        strings="<si><t>80</t></si>",
        extra=styles(font, fills=fills, filled=filled),
    )
    cell = cells(read(book, "x.xlsx", "xlsx"))["B1"]
    assert cell.text == shown
    assert bool(cell.asides) == (shown == "")


@pytest.mark.parametrize("kind", ["inlineStr", "s", "str"])
@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('"≥"@', "≥95公里"),
        ('0;0;0;"≥"@', "≥95公里"),
        ('0.00;"≥"@', "≥95公里"),
        ('0;0;"约"@', "约95公里"),
        ("@", "95公里"),
        ("0.00", "95公里"),
        (";;;", ""),
        ("0;0;0;", ""),
    ],
)
def test_the_section_for_texts_shows_every_kind_of_string(code: str, shown: str, kind: str) -> None:
    body = "<is><t>95公里</t></is>" if kind == "inlineStr" else "<v>0</v>" if kind == "s" else "<f>A1</f><v>95公里</v>"
    book = workbook(
        data(row(1, text("A1", "x"), f'<c r="B1" t="{kind}" s="1">{body}</c>')),
        strings="<si><t>95公里</t></si>",
        formats=(escape(code, {'"': "&quot;"}),),
    )
    document = read(book, "x.xlsx", "xlsx")
    cell = cells(document)["B1"]
    assert cell.text == shown
    assert [note.code for note in document.notes] == ([] if shown else ["hidden-content"])


SCALED = [
    ("1200000", "0\\.0000", "万元", "120.0000", "1200000"),
    ("1200000", "0!.0000", "万元", "120.0000", "1200000"),
    ("1200000", '0\\.0,"万元"', "元", "120.0", "1200000"),
    ("1200000", '0!.0,"万"', "万元", "120.0", "1200000"),
    ("120000000", "0.00,,", "万元", "120.00", "1200000"),
    ("1200000", '[>=10000]0\\.0,"万元";0"元"', "元", "120.0", "1200000"),
    ("120", "0.00", "万元", "120", "1200000"),
    ("10891.615675", "#,##0.00", "万元", "10891.615675", "108916156.75"),
    ("291.97", "0", "万元", "291.97", "2919700"),
]


@pytest.mark.parametrize(("stored", "code", "unit", "value", "yuan"), SCALED)
def test_an_amount_is_what_is_shown_unless_that_is_only_rounded(
    stored: str, code: str, unit: str, value: str, yuan: str
) -> None:
    number = parse_number(stored)
    assert number is not None
    found = parse_amount(compiled(code).show(number), unit=unit, stored=stored)
    assert (found.value, Decimal(found.yuan or "0")) == (value, Decimal(yuan))


def test_a_number_that_its_format_hides_is_told() -> None:
    document = read(
        workbook(data(row(1, text("A1", "x"), number("B1", "1200000", 1), number("C1", "0", 1))), formats=(";;;",)),
        "x.xlsx",
        "xlsx",
    )
    assert [aside.text for aside in cells(document)["B1"].asides] == ["1200000"]
    assert [note.code for note in document.notes] == ["hidden-content"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<c r="B1" t="e"><v>#REF!</v></c>', "bad-number"),
        ('<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "bad-number"),
        ('<c r="B1" t="s"><v>99</v></c>', "unreadable-part"),
    ],
)
def test_error_marks_and_lost_strings_are_no_values_and_are_told(body: str, code: str) -> None:
    document = read(workbook(data(row(1, text("A1", "x"), body))), "x.xlsx", "xlsx")
    assert cells(document)["B1"].text == ""
    assert [(note.code, note.at["cell"]) for note in document.notes] == [(code, "B1")]


def test_a_picture_formula_is_a_picture() -> None:
    body = '<c r="B1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>'
    cell = cells(read(workbook(data(row(1, text("A1", "x"), body))), "x.xlsx", "xlsx"))["B1"]
    assert (cell.text, cell.image) == ("", True)


def test_the_print_header_and_footer_are_lines() -> None:
    printed = (
        '<headerFooter><oddHeader>&amp;L附件&amp;C&amp;"宋体,加粗"&amp;16 2024年项目支出绩效目标表&amp;R单位：'
        "万元</oddHeader>"
        "<oddFooter>&amp;L填表人：张三&amp;C第&amp;P页 共&amp;N页&amp;R&amp;S作废&amp;S联系电话："
        "0737-2720000</oddFooter></headerFooter>"
    )
    document = read(workbook(data(row(1, text("A1", "项目名称"))) + printed), "x.xlsx", "xlsx")
    lines = [(line.text, line.chrome) for line in document.lines()]
    assert lines == [
        ("2024年项目支出绩效目标表", False), ("附件", False), ("单位：万元", False),
        ("第页 共页", True), ("填表人：张三", False), ("联系电话：0737-2720000", False),
    ]  # fmt: skip
    assert [note.observed for note in document.notes] == ["作废"]


@pytest.mark.parametrize("size", ['hidden="1"', 'width="0" customWidth="1"'])
def test_a_column_of_no_width_is_hidden(size: str) -> None:
    sheet = f'<cols><col min="2" max="2" {size}/></cols>' + data(row(1, text("A1", "指标值"), text("B1", "≥95公里")))
    assert [note.code for note in read(workbook(sheet), "x.xlsx", "xlsx").notes] == ["hidden-content"]


def drawn(shapes: str, relations: str = "", **parts: str | bytes) -> bytes:
    """A sheet A1:C3 with 项目名称 in A1, 95公里 in B2, and these shapes over it."""
    grid = data(
        row(1, text("A1", "项目名称"), text("C1", "x")),
        row(2, text("A2", "养护里程"), text("B2", "95公里"), text("C2", "y")),
        row(3, text("A3", "z"), text("C3", "z")),
    )
    spaces = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    extra: dict[str, str | bytes] = {
        SHEET_REL: (
            f'<Relationships xmlns="{REL}"><Relationship Id="d1" Type="{OFFICE}/drawing" '
            f'Target="../drawings/drawing1.xml"/>{relations}</Relationships>'
        ),
        "xl/drawings/drawing1.xml": f"<xdr:wsDr {spaces}>{shapes}</xdr:wsDr>",
        **{name.replace("__", "/").replace("_x_", "."): part for name, part in parts.items()},
    }
    return workbook(grid, extra=extra)


def box(row_: int, col: int, paragraphs: str, name: str = "TextBox", rows: int = 1, cols: int = 1) -> str:
    corners = "".join(
        f"<xdr:{tag}><xdr:col>{c}</xdr:col><xdr:row>{r}</xdr:row></xdr:{tag}>"
        for tag, r, c in (("from", row_, col), ("to", row_ + rows, col + cols))
    )
    words = "".join(f"<a:p>{p}</a:p>" for p in paragraphs.split("|"))
    return (
        f'<xdr:twoCellAnchor>{corners}<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="{name}"/></xdr:nvSpPr><xdr:'
        f"txBody>{words}</xdr:txBody></xdr:sp></xdr:twoCellAnchor>"
    )


def said(words: str, look: str = "") -> str:
    return f"<a:r>{f'<a:rPr {look}/>' if look else ''}<a:t>{words}</a:t></a:r>"


@pytest.mark.parametrize(
    ("shape", "ref", "shown"),
    [
        (box(2, 1, said("≥95公里")), "B3", "≥95公里"),
        (box(1, 1, said("≥")), "B2", "≥95公里"),
        (box(2, 1, said("≥80公里", 'strike="sngStrike"') + said("≥95公里")), "B3", "≥95公里"),
        (box(2, 1, said("95") + said("1", 'baseline="30000"') + said("公里")), "B3", "95公里"),
        (
            box(0, 1, said("农村|道路")),
            "B1",
            "农村|道路".replace("|", "</a:t></a:r></a:p><a:p><a:r><a:t>") and "农村\n道路",
        ),
    ],
)
def test_a_text_box_over_a_cell_is_its_text(shape: str, ref: str, shown: str) -> None:
    shape = shape.replace("</a:p><a:p>", "</a:t></a:r></a:p><a:p><a:r><a:t>") if "农村" in shape else shape
    assert cells(read(drawn(shape), "x.xlsx", "xlsx"))[ref].text == shown


def test_a_text_box_beside_the_table_or_over_words_is_a_line() -> None:
    document = read(drawn(box(8, 8, said("填表说明")) + box(0, 0, said("另一段话"))), "x.xlsx", "xlsx")
    assert sorted(line.text for line in document.lines()) == ["另一段话", "填表说明"]


def test_tick_boxes_show_their_state() -> None:
    shapes = box(2, 1, said("是"), "Check Box 1") + box(2, 1, said("否"), "Check Box 2")
    control = f'<Relationship Id="c{{0}}" Type="{OFFICE}/ctrlProp" Target="../ctrlProps/ctrlProp{{0}}.xml"/>'
    state = (
        '<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'objectType="CheckBox"{0}/>'
    )
    parts = {
        "xl/ctrlProps/ctrlProp1.xml": state.format(' checked="Checked"'),
        "xl/ctrlProps/ctrlProp2.xml": state.format(""),
    }
    book = drawn(shapes, control.format(1) + control.format(2), **parts)  # type: ignore[arg-type]
    assert set(cells(read(book, "x.xlsx", "xlsx"))["B3"].text.split()) == {"☑是", "□否"}


def test_an_embedded_workbook_is_read_as_a_member() -> None:
    inner = workbook(data(row(1, text("A1", "项目名称"), text("B1", "农村道路养护"))))
    relation = f'<Relationship Id="o1" Type="{OFFICE}/package" Target="../embeddings/inner.xlsx"/>'
    document = read(drawn("", relation, **{"xl/embeddings/inner.xlsx": inner}), "x.xlsx", "xlsx")
    members = [grid for grid in document.grids() if grid.member]
    assert [(grid.member, grid.cells[1].text) for grid in members] == [("inner.xlsx", "农村道路养护")]


def test_an_embedded_file_that_cannot_be_read_is_named() -> None:
    relation = f'<Relationship Id="o1" Type="{OFFICE}/package" Target="../embeddings/inner.pptx"/>'
    document = read(
        drawn("", relation, **{"xl/embeddings/inner.pptx": zipped({"ppt/presentation.xml": "<p/>"})}), "x.xlsx", "xlsx"
    )
    assert [(note.code, note.observed) for note in document.notes] == [("unreadable-part", "inner.pptx")]


FORMATS = [
    '0\\.0000', '0\\.0,', '0\\.0,"万元"', '"≤"0\\.0,"万元"', '0.00,,', '#,##0.00,', '0.0,,"百万元"', '0"."0000',
    '#\\.0000', '#,##0\\.0000',
    '0\\.00000000"亿元"', '[>=10000]0\\.0,"万元";0"元"', '"≥"0', '"≥"0.0#"%"', '≥0人', '0"次以上"', '0;-0;"零"',
    '0;-0;;@', '0.00;@', '"≥"0%;"≥"@',
    '#,##0.00_ ;[Red]-#,##0.00 ', '0_);(0)', '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', '¥#,##0.00',
    '[$¥-804]#,##0.00', '0.0%', '0.00‰',
    '"约"0.0"万人"', '000000', '00-00', '#,##0"元/人"', '??0', '0 "公里"', 'General"万元"', '"≥"General', '0.00E+00',
    '# ?/?', '0\\,000',
    '"a"0"b"0"c"', '0"万"0000', '[<1]0.00%;0', '[>100]"超";[<0]"负";0', '+0;-0;0', '(0)', '0/100', '0:00', '\\<0',
    '0.0,"千元"', '0\\.000,"百万"',
    '#,##0.0,,', '0,', '0,,',
]  # fmt: skip
VALUES = [
    "0",
    "1",
    "5",
    "95",
    "0.95",
    "0.5",
    "12345",
    "1200000",
    "1234567",
    "1005000",
    "99999",
    "120000000",
    "0.04",
    "10000",
    "100",
    "2.345",
    "-5",
    "-1200000",
]
TWO_SIGNS = {'[>=10000]0\\.0,"万元";0"元"'}
"""Two sections with one condition: Excel writes the minus sign in the second, LibreOffice takes it for that of
negatives.
"""


@pytest.mark.needs_libreoffice
def test_number_formats_show_what_libreoffice_shows(tmp_path: Path) -> None:
    rows = [
        row(r + 1, *(number(f"{chr(65 + c)}{r + 1}", value, r + 1) for c, value in enumerate(VALUES)))
        for r in range(len(FORMATS))
    ]
    wide = '<cols><col min="1" max="30" width="60" customWidth="1"/></cols>'
    codes = tuple(escape(code, {'"': "&quot;"}) for code in FORMATS)
    (tmp_path / "grid.xlsx").write_bytes(
        workbook(wide + data(*rows), formats=codes, extra={"[Content_Types].xml": TYPES})
    )
    command = [
        "soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,2052,true,true", "--outdir", str(tmp_path),
        str(tmp_path / "grid.xlsx"),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180, env={**os.environ, "HOME": str(tmp_path)})
    shown = list(csv.reader(io.StringIO((tmp_path / "grid.csv").read_text("utf-8"))))
    differing = []
    for code, line in zip(FORMATS, shown, strict=True):
        for value, theirs in zip(VALUES, line, strict=True):
            stored = parse_number(value)
            assert stored is not None
            ours = compiled(code).show(stored)
            if "".join(ours.split()) != "".join(theirs.split()) and not (code in TWO_SIGNS and value[0] == "-"):
                differing.append((code, value, ours, theirs))
    assert differing == [("0/100", "2.345", "234/100", "235/100")]


TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default '
    'Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sh'
    'eet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreads'
    'heetml.worksheet+xml"/>'
    '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styl'
    'es+xml"/></Types>'
)


def test_an_xls_says_the_same() -> None:
    import xlwt

    def font(**traits: object) -> object:
        made = xlwt.Font()
        for name, value in traits.items():
            setattr(made, name, value)
        return made

    def style(code: str | None = None, **traits: object) -> object:
        made = xlwt.XFStyle()
        made.font = font(**traits)
        made.num_format_str = code or made.num_format_str
        return made

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("表")
    sheet.write_rich_text(0, 0, [("≥80公里", font(struck_out=True)), ("≥95公里", font())])
    sheet.write_rich_text(1, 0, [("\xb3", font(name="Symbol")), ("95公里", font(name="宋体"))])
    sheet.write_rich_text(2, 0, [("95", font()), ("1", font(escapement=1)), ("公里", font())])
    sheet.write(3, 0, "旧", style(struck_out=True))
    sheet.write(4, 0, "白字", style(colour_index=9))
    sheet.write(5, 0, "95公里", style('"≥"@'))
    sheet.write(6, 0, 1200000, style("0\\.0000"))
    sheet.write(7, 0, 1200000, style(";;;"))
    held = io.BytesIO()
    book.save(held)
    (grid,) = (item for item in read(held.getvalue(), "x.xls", "xls").items if isinstance(item, Grid))
    assert [cell.text for cell in grid.cells] == ["≥95公里", "≥95公里", "95公里", "", "", "≥95公里", "120.0000", ""]
    assert [[aside.why for aside in cell.asides] for cell in grid.cells] == [
        ["struck"],
        [],
        ["mark"],
        ["struck"],
        ["hidden"],
        [],
        [],
        ["hidden"],
    ]


FORM_ROWS = [
    ("2024年项目支出绩效目标表", "", "", ""), ("填报单位：某局　单位：万元", "", "", ""),
    ("项目名称", "农村道路养护", "", ""), ("年度资金总额", "{amount}", "", ""),
    ("年度绩效目标", "完成农村道路养护95公里", "", ""), ("一级指标", "二级指标", "三级指标", "指标值"),
    ("产出指标", "数量指标", "养护里程", "{value}"), ("产出指标", "质量指标", "合格率", "≥98%"),
]  # fmt: skip


def filing(
    amount: str = "<v>120</v>", value: str = 't="inlineStr"><is><t>≥95公里</t></is>', code: str = "0"
) -> Extraction:
    """A small form with these two cells."""
    rows = []
    for r, words in enumerate(FORM_ROWS, 1):
        made = []
        for col, word in zip("ABCD", words, strict=True):
            if word == "{amount}":
                made.append(f'<c r="{col}{r}" s="1">{amount}</c>')
            elif word == "{value}":
                made.append(f'<c r="{col}{r}" {value}</c>')
            elif word:
                made.append(text(f"{col}{r}", word))
        rows.append(row(r, *made))
    merges = "".join(f'<mergeCell ref="{area}"/>' for area in ("A1:D1", "A2:D2", "B3:D3", "B4:D4", "B5:D5"))
    book = workbook(data(*rows) + f"<mergeCells>{merges}</mergeCells>", formats=(escape(code, {'"': "&quot;"}),))
    return extract_bytes(book, "a.xlsx", rules=load_rules())


def codes_at(found: Extraction, pointer: str) -> list[str]:
    return [finding.code for finding in found.findings if finding.field == pointer]


@pytest.mark.parametrize(
    ("stored", "code", "yuan", "codes"),
    [
        ("120", "0.00", "1200000", []),
        ("1200000", "0\\.0000", "1200000", []),
        ("1234567", '0\\.0,"万元"', "1235000", []),
        ("1200000", "0.00,,", "12000", ["bad-number"]),
    ],
)
def test_where_shown_and_stored_are_not_one_sum_it_is_told(stored: str, code: str, yuan: str, codes: list[str]) -> None:
    found = filing(f"<v>{stored}</v>", code=code)
    assert found.forms[0].amounts["total"].yuan == yuan
    assert codes_at(found, "/forms/0/amounts/total") == codes


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ('t="e"><v>#N/A</v>', "bad-number"), ('t="inlineStr"><is><t>#REF!</t></is>', "bad-number"),
        ('t="inlineStr"><is><t>####</t></is>', "bad-number"),
        ('t="s"><v>7</v>', "unreadable-part"), ('t="str"><f>x</f><v>=DISPIMG("ID",1)</v>', "unreadable-part"),
        ('t="inlineStr"><is><t>\ue003优</t></is>', "doubtful-reading"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_told_and_is_not_called_blank(value: str, code: str) -> None:
    found = filing(value=value)
    target = found.forms[0].indicators[0].target
    assert target.value is None and target.raw in ("", "\ue003优")
    said_ = codes_at(found, "/forms/0/indicators/0/target")
    assert code in said_ and "missing-target-value" not in said_


def test_struck_text_is_listed_and_costs_no_doubt_of_the_reading() -> None:
    found = filing(value='t="inlineStr"><is><r><rPr><strike/></rPr><t>≥80公里</t></r><r><t>≥95公里</t></r></is>')
    assert found.forms[0].indicators[0].target.value == "95"
    assert [(u.label, u.text) for u in found.forms[0].unmapped] == [("划去的文字", "≥80公里")]
    assert [f.code for f in found.findings if f.code in ("unread-text", "hidden-content")] == ["hidden-content"]
