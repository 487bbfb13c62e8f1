"""Meaning that lies in the font, and text that stands outside the usual element: fields, formulas, numbers,
controls.
"""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from extractor.characters.fonts import POINTS, UNKNOWN, shown, symbol_font
from extractor.characters.raised import raised
from extractor.model.document import Document
from extractor.readers import read as read_document
from extractor.readers.shown.counting import chinese, counted
from extractor.readers.shown.formula import formula
from extractor.readers.word.fields import equation, text_of
from extractor.readers.word.table import spans_by_width
from extractor.values.number import chinese_number
from tests.make.one_form import GOAL, Slots, p, r, read, target, tbl, tc, told, web, word
from tests.make.write_docx import W, package

FONTS = {
    "symbol": "Symbol",
    "wingdings": "Wingdings",
    "wingdings 2": "Wingdings 2",
    "wingdings 3": "Wingdings 3",
    "webdings": "Webdings",
    "mt extra": "MT Extra",
}
CODES = range(0x20, 0x100)


def want(font: str, code: int) -> str:
    seen = POINTS[font][code - 0x20]
    return chr(0xF000 + code) if seen == UNKNOWN else seen


def texts(document: Document) -> list[str]:
    (grid,) = document.grids()
    return [cell.text for cell in grid.cells]


# --- fonts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("font", POINTS)
def test_a_font_has_a_meaning_or_none_for_every_code(font: str) -> None:
    assert len(POINTS[font]) == 224
    assert not any(0xE000 <= ord(seen) <= 0xF8FF for seen in POINTS[font])


@pytest.mark.parametrize("font", POINTS)
def test_every_code_in_word_by_symbol_private_code_and_letter(font: str) -> None:
    name = FONTS[font]
    look = f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'
    rows = []
    for code in CODES:
        if want(font, code).isspace():
            continue
        cells = [f'<w:p><w:r><w:sym w:font="{name}" w:char="{code + add:04X}"/></w:r></w:p>' for add in (0, 0xF000)]
        cells += [p(r(f"&#x{code + add:X};", look)) for add in ((0, 0xF000) if not 0x7F <= code < 0xA0 else (0xF000,))]
        rows += ["".join(tc("x" if cell is None else cell) for cell in cells)]
    found = read_document(package(tbl(*rows)), "x", "docx")
    (grid,) = found.grids()
    shown_codes = [code for code in CODES if not want(font, code).isspace()]
    for cell in grid.cells:
        if cell.colspan == 1 and cell.text:
            assert cell.text == want(font, shown_codes[cell.row]), (hex(shown_codes[cell.row]), cell.col)


@pytest.mark.parametrize("font", POINTS)
def test_every_code_on_the_web(font: str) -> None:
    cells = [code for code in CODES if not want(font, code).isspace() and not 0x7F <= code < 0xA0]
    name = FONTS[font]
    rows = "".join(
        (
            f"<tr><td>{code}</td><td><font face='{name}'>&#{code};</font></td><td><span style='font-family:\"{name}\","
            f"serif'>&#{0xF000 + code};</span></td></tr>"
        )
        for code in cells
    )
    found = texts(read_document(f"<table>{rows}</table>".encode(), "x", "html"))
    assert found[1::3] == [want(font, code) for code in cells]
    assert found[2::3] == [want(font, code) for code in cells]


def test_letters_of_windows_1252_are_codes_too() -> None:
    assert shown("\u201d\u0178", "Wingdings") == want("wingdings", 0x94) + want("wingdings", 0x9F)


@pytest.mark.parametrize(
    ("name", "known"),
    [("Symbol", "symbol"), ("ABCDEF+Wingdings-Regular", "wingdings"), ("'Webdings', serif", "webdings"),
    ("SymbolMT", "symbol"),
     ("宋体", None), ("Segoe UI Symbol", None), ("", None), (None, None)],
)  # fmt: skip
def test_names_of_symbol_fonts(name: str | None, known: str | None) -> None:
    assert symbol_font(name) == known


@given(st.text(), st.sampled_from([*FONTS.values(), "宋体", None]))
def test_other_signs_keep_their_meaning(text: str, font: str | None) -> None:
    seen = shown(text, font)
    assert len(seen) == len(text) or font is not None
    assert [c for c in seen if "\u4e00" <= c <= "\u9fff"] == [c for c in text if "\u4e00" <= c <= "\u9fff"]
    if symbol_font(font) is None:
        assert seen == text


def test_a_sign_without_a_meaning_is_no_number() -> None:
    value = '<w:p><w:r><w:sym w:font="Odd Signs" w:char="F0B3"/></w:r>' + r("95公里") + "</w:p>"
    document = read(word(Slots(value=value)), "x.docx")
    assert target(document) == (None, None)
    assert any(pointer == "/forms/0/indicators/0/target" for f in document["findings"] for pointer in [f["field"]])


# --- raised ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("up", ['<w:vertAlign w:val="superscript"/>', '<w:position w:val="8"/><w:sz w:val="12"/>'])
def test_raised_marks_and_powers_in_word(up: str) -> None:
    slots = Slots(
        value=p(r("≥9.5×10") + r("3", up) + r("公里")),
        second=p(r("≥98") + r("[1]", up) + r("%")),
        amount=p(r("120.00") + r("2", up)),
    )
    document = read(word(slots), "x.docx")
    assert [target(document, n) for n in (0, 1)] == [(">=", "9500"), (">=", "98")]
    assert document["forms"][0]["amounts"]["total"]["yuan"] == "1200000"


@pytest.mark.parametrize(
    "tag",
    ["<sup>{}</sup>", "<span style='vertical-align:super'>{}</span>", "<span style='mso-text-raise:4.0pt'>{}</span>"],
)
def test_raised_marks_on_the_web(tag: str) -> None:
    document = read(
        web(Slots(value=f"≥95{tag.format(1)}公里", amount=f"120{tag.format('[2]')}", second=f"≥98{tag.format('①')}%")),
        "x.html",
    )
    assert [target(document, n) for n in (0, 1)] == [(">=", "95"), (">=", "98")]
    assert document["forms"][0]["amounts"]["total"]["yuan"] == "1200000"


@given(st.text(max_size=12), st.text(max_size=4))
def test_nothing_raised_is_lost(before: str, text: str) -> None:
    kept, mark = raised(before, text)
    plain = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺−–", "0123456789-+--")
    assert (kept + mark).translate(plain).strip() == text.translate(plain).strip()


# --- fields and formulas --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "seen"),
    [(r"\o\ac(□,√)", "☑"), (r"\o(√,□)", "☑"), (r"\o\ac(□,×)", "☒"), (r"\f(2,3)", "2/3"), (r"≥\f(1,2)", "≥1/2"),
    (r"\f(a+b,2)", "(a+b)/2"),
     (r"\r(3,8)", "3√8"), (r"\r(,2)", "√2"), (r"\x(√)", "☑"), (r"9.5×10\s\up 8(3)", "9.5×10³"),
     (r"\b\bc\[(a,b)", "(a,b)"),
     (r"\o\ac(○,1)", "○1"), (r"\x\to(总计)", "总计"), (r"a\,b", "a,b"), (r"\f(1", "1"), ("\\", "\\"), (r"\o", "")],
)  # fmt: skip
def test_equation_fields(code: str, seen: str) -> None:
    assert equation(code) == seen


@given(st.text(alphabet="\\foxsrbac(),，□√12 ", max_size=30))
def test_no_equation_hangs_or_fails(code: str) -> None:
    assert len(equation(code)) <= 2 * len(code) + 2


@pytest.mark.parametrize(
    ("code", "seen"),
    [(' SYMBOL 179 \\f "Symbol" \\s 10', "≥"), ("symbol 0xFE \\f Wingdings", "☑"), ('SYMBOL 61603 \\f "Symbol"', "≤"),
    ("SYMBOL 8805 \\u", "≥"),
     ("SYMBOL 177", "±"), ("SYMBOL x", None), ("PAGE", None), ("", None)],
)  # fmt: skip
def test_symbol_fields(code: str, seen: str | None) -> None:
    assert text_of(code, None) == seen


def fld(code: str, result: str | None = None, data: str = "") -> str:
    """A complex field as Word writes it."""
    between = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}' if result is not None else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
        f"{between}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


TICK = "<w:ffData><w:checkBox><w:default w:val='{}'/>{}</w:checkBox></w:ffData>"
LIST = '<w:ffData><w:ddList>{}<w:listEntry w:val="新增项目"/><w:listEntry w:val="延续项目"/></w:ddList></w:ffData>'


@pytest.mark.parametrize(
    ("field", "seen"),
    [
        (fld(r" eq \o\ac(□,√) "), "☑"), (fld(' SYMBOL 179 \\f "Symbol" '), "≥"),
        (fld(" SYMBOL 179 \\f Symbol ", r("旧")), "≥"),
        (fld(" FORMCHECKBOX ", None, TICK.format(0, "<w:checked/>")), "☑"),
        (fld(" FORMCHECKBOX ", None, TICK.format(1, "")), "☑"),
        (fld(" FORMCHECKBOX ", None, TICK.format(1, '<w:checked w:val="0"/>')), "□"),
        (fld("FORMCHECKBOX", None, TICK.format(0, "")), "□"),
        (fld(" FORMDROPDOWN ", "", LIST.format('<w:result w:val="1"/>')), "延续项目"),
        (fld(" FORMDROPDOWN ", "", LIST.format("")), "新增项目"),
        (fld(" FORMTEXT ", r("≥95公里")), "≥95公里"), (fld(" = 1+1 ", r("2")), "2"), (fld(" XE 索引 "), ""),
        (fld(" IF " + "</w:instrText></w:r>" + fld(" MERGEFIELD x ", r("80")) + "<w:r><w:instrText> = 80 ",
        r("≥95公里")), "≥95公里"),
        (fld(" REF a ", fld(" SYMBOL 179 \\f Symbol ") + r("95")), "≥95"),
        (r'<w:fldSimple w:instr=" EQ \f(1,2) "/>', "1/2"),
        ('<w:fldSimple w:instr=" PAGE ">' + r("3") + "</w:fldSimple>", "3"),
    ],
)  # fmt: skip
def test_fields_in_word(field: str, seen: str) -> None:
    assert texts(read_document(package(tbl(tc(p(field)) + tc("右"))), "x", "docx")) == [seen, "右"]
    lines = read_document(package(p(field + r("后"))), "x", "docx").lines()
    assert [line.text for line in lines] == [f"{seen}后"]


M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def t(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("omml", "seen"),
    [
        (t("≥95公里"), "≥95公里"), (f"<m:f><m:num>{t('2')}</m:num><m:den>{t('3')}</m:den></m:f>", "2/3"),
        (f"<m:f><m:num>{t('a+b')}</m:num><m:den>{t('2')}</m:den></m:f>", "(a+b)/2"),
        (f"<m:sSup><m:e>{t('10')}</m:e><m:sup>{t('3')}</m:sup></m:sSup>", "10³"),
        (f"<m:sSub><m:e>{t('x')}</m:e><m:sub>{t('1')}</m:sub></m:sSub>", "x_1"),
        (f"<m:rad><m:deg/><m:e>{t('2')}</m:e></m:rad>", "√2"), (f"<m:d><m:e>{t('a')}</m:e></m:d>", "(a)"),
        (f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e>{t("a")}</m:e></m:d>', "[a]"),
        ((
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{t("1")}</m:sub><m:sup>{t("2")}</m:sup><m:e>'
            f'{t("x")}</m:e></m:nary>'
        ), "∑_1²x"),
    ],
)  # fmt: skip
def test_formulas_of_word(omml: str, seen: str) -> None:
    assert formula(etree.fromstring(f"<m:oMath {M}>{omml}</m:oMath>")) == seen
    body = p(f"<m:oMath {M}>{omml}</m:oMath>")
    assert texts(read_document(package(tbl(tc(body) + tc("右"))), "x", "docx")) == [seen, "右"]


@pytest.mark.parametrize(
    ("mathml", "seen"),
    [("<mo>≥</mo><mn>95</mn>", "≥95"), ("<mfrac><mn>2</mn><mn>3</mn></mfrac>", "2/3"),
    ("<msup><mn>10</mn><mn>3</mn></msup>", "10³"),
     ("<msqrt><mn>2</mn></msqrt>", "√2"), ("<mrow><mo>≤</mo><mtext>五 天</mtext></mrow>", "≤五 天")],
)  # fmt: skip
def test_formulas_on_the_web(mathml: str, seen: str) -> None:
    assert texts(read_document(f"<table><tr><td><math>{mathml}</math><td>右</table>".encode(), "x", "html")) == [
        seen,
        "右",
    ]


# --- automatic numbers ----------------------------------------------------------------------------------------


@given(st.integers(1, 9999))
def test_chinese_numbers_read_back(number: int) -> None:
    assert chinese_number(chinese(number, "〇一二三四五六七八九", "十百千")) == number


@pytest.mark.parametrize(
    ("form", "numbers"),
    [("decimal", "1 2 10"), ("chineseCounting", "一 二 十"), ("chineseCountingThousand", "一 二 十"),
    ("decimalEnclosedCircle", "① ② ⑩"), ("upperLetter", "A B J"),
     ("lowerRoman", "i ii x"), ("ideographTraditional", "甲 乙 癸"), ("decimalZero", "01 02 10"),
     ("chineseLegalSimplified", "壹 贰 壹拾"), ("unheard of", "1 2 10")],
)  # fmt: skip
def test_list_numbers(form: str, numbers: str) -> None:
    assert [counted(n, form) for n in (1, 2, 10)] == numbers.split()


def numbered(levels: str, nums: str = "") -> tuple[dict[str, str | bytes], str]:
    """numbering.xml and the relation to it."""
    part = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{nums}</w:numbering>'
    )
    relation = (
        '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numb'
        'ering" Target="numbering.xml"/>'
    )
    return {"word/numbering.xml": part}, relation


def lvl(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def item(text: str, number: int = 1, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def lines(body: str, levels: str, nums: str = "") -> list[str]:
    extra, relation = numbered(levels, nums)
    return [line.text for line in read_document(package(body, extra, relation), "x", "docx").lines()]


def test_numbers_count_through_levels_and_begin_again() -> None:
    levels = (
        lvl(0, "chineseCounting", "%1、") + lvl(1, "decimal", "%1.%2") + lvl(2, "decimal", "%1.%2.%3", "<w:isLgl/>")
    )
    body = item("甲") + item("子", 1, 1) + item("丑", 1, 1) + item("乙") + item("寅", 1, 1) + item("辰", 1, 2) + p("丙")
    assert lines(body, levels) == ["一、甲", "一.1 子", "一.2 丑", "二、乙", "二.1 寅", "2.1.1 辰", "丙"]


def test_a_second_list_goes_on_or_begins_where_it_says() -> None:
    nums = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    body = item("甲") + item("乙", 2) + item("丙", 3) + item("丁", 3) + item("无", 0) + item("无", 9)
    assert lines(body, lvl(0, "decimal", "（%1）"), nums) == ["（1）甲", "（2）乙", "（7）丙", "（8）丁", "无", "无"]


@pytest.mark.parametrize(
    ("sign", "font", "seen"),
    [
        ("≥", "", "≥95"),
        ("\uf0b3", "Symbol", "≥95"),
        ("•", "", "95"),
        ("\uf06c", "Wingdings", "95"),
        ("\uf0a8", "Wingdings", "□95"),
        ("-", "", "95"),
    ],
)
def test_bullets_that_say_something(sign: str, font: str, seen: str) -> None:
    look = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    levels = f'<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="{sign}"/>{look}</w:lvl>'
    assert lines(item("95"), levels) == [seen]


def test_numbers_made_by_a_list_are_text_of_the_form() -> None:
    extra, relation = numbered(lvl(0, "decimal", "目标%1："))
    document = read(
        word(Slots(goal=item("完成养护95公里；") + item("改善出行条件。"), second=item("")), extra, relation), "x.docx"
    )
    form = document["forms"][0]
    assert form["texts"]["annual_goal"] == "目标1：完成养护95公里；\n目标2：改善出行条件。"
    assert form["indicators"][1]["target"]["raw"] == "目标3："


# --- what else is text ----------------------------------------------------------------------------------------

VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing>'
    "</mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_wordart_is_a_line() -> None:
    art = "".join(
        p(f'<w:r><w:pict><v:shape {VML}><v:textpath string="{text}"/></v:shape></w:pict></w:r>')
        for text in ("项目支出绩效目标表", "（2024年度）")
    )
    form = read(word(Slots(title=art)), "x.docx")["forms"][0]
    assert (form["title"], form["fiscal_year"]) == ("项目支出绩效目标表", 2024)


@pytest.mark.parametrize(
    "value", [BOX.format(p("≥")) + r("95公里"), r("95公里") + BOX.format(p("≥")), BOX.format(p("≥95公里"))]
)
def test_a_text_box_in_a_cell_is_text_of_the_cell(value: str) -> None:
    document = read(word(Slots(value=p(value))), "x.docx")
    assert target(document) == (">=", "95") and document["findings"] == []


def test_reading_aids_and_unused_hints_stand_beside() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{r('yang')}</w:rt><w:rubyBase>{r('养')}</w:rubyBase></w:ruby></w:r>{r('护里程')}"
    hint = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('选择一项。')}</w:sdtContent></w:sdt>"
    document = read(word(Slots(name=p(ruby), goal=p(r(GOAL) + hint))), "x.docx")
    form = document["forms"][0]
    assert form["indicators"][0]["level3"]["raw"] == "养护里程" and form["texts"]["annual_goal"] == GOAL
    assert {"yang", "选择一项。"} <= {entry["text"] for entry in form["unmapped"]}


def test_columns_follow_from_widths_alone() -> None:
    last = tc("满意度指标", width=3200) + tc("群众满意度", width=4000) + tc("≥90%", width=1900)
    document = read(word(Slots(last=last)), "x.docx")
    assert document["forms"][0]["indicators"][4]["level3"]["raw"] == "群众满意度"
    assert target(document, 4) == (">=", "90")


@given(st.lists(st.integers(200, 4000), min_size=2, max_size=12), st.data())
def test_widths_that_meet_the_edges_give_the_spans(columns: list[int], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, len(columns) - 1), max_size=len(columns) - 2)))
    edges = [0, *cuts, len(columns)]
    spans = [b - a for a, b in zip(edges, edges[1:], strict=False)]
    widths = [sum(columns[a:b]) for a, b in zip(edges, edges[1:], strict=False)]
    slack = max(sum(columns) // 50, 30)
    if min(columns) > 2 * slack:
        assert spans_by_width(widths, columns) == spans
    assert spans_by_width([w * 2 for w in widths], columns) is None


WEB_TEXT = {
    "<input value='≥95公里'>": "≥95公里", "<input type=number value=95>公里": "95公里",
    "<input type=date value=2024-12-31>": "2024-12-31",
    "<input type=tel value=1>": "1", "<input type=unheard value=1>": "1", "<input type=hidden value=1>2": "2",
    "<input type=submit value=查询>2": "2",
    "<input type=radio checked>是<input type=radio>否": "☑是□否", "<textarea>\n甲\n乙</textarea>": "甲\n乙",
    "<select><option>甲<option selected>乙<option>丙</select>": "乙",
    "<select><option disabled>请选<option>甲</select>": "甲",
    "<select multiple><option>甲<option selected>乙<option selected>丙</select>": "乙 丙",
    "<select><option label=甲>x</select>": "甲",
    "<ol><li>甲<li>乙</ol>": "1.甲\n2.乙", "<ol start=3 type=a><li>甲<li>乙</ol>": "c.甲\nd.乙",
    "<ol reversed><li>甲<li>乙</ol>": "2.甲\n1.乙",
    "<ol><li value=5>甲<li>乙</ol>": "5.甲\n6.乙", "<ul><li>甲</ul>": "甲",
    "<ol style='list-style:none'><li>甲</ol>": "甲",
    "<ol style='list-style-type:cjk-ideographic'><li>甲<li>乙</ol>": "一、甲\n二、乙",
    "<ul style='list-style-type:\"≥\"'><li>95</ul>": "≥95",
    "<span class=ge>95公里</span>": "≥95公里", "<span class=km>95</span>": "95公里", "<i class=deco>95</i>": "95",
    "<ruby>养<rp>(</rp><rt>yang</rt><rp>)</rp></ruby>护": "养护", "<img alt='≥' src=a.gif>95": "≥95",
    "<svg><text>≥95</text></svg>": "≥95",
    "<iframe srcdoc='&lt;p&gt;≥95&lt;/p&gt;'></iframe>": "≥95", "9<wbr>5": "95", "H<sub>2</sub>O": "H2O",
    "95m<sup>2</sup>": "95m²",
    "<span class=at data-sign='≥'>95</span>": "≥95", "<i class=icon>95</i>": "95",
    "<bdo dir=rtl>里公59≥</bdo>": "≥95公里",
    "<span style='mso-char-type:symbol;mso-symbol-font-family:Wingdings'>&#254;</span>是": "☑是",
    "<datalist><option>甲</datalist>95": "95", "<noscript>甲</noscript>95": "95", "<canvas>甲</canvas>95": "95",
}  # fmt: skip
MARKS = """<style>.ge::before{content:'≥'} .km:after{content:"公里"} .deco::before{content:counter(x)} .gone::before{content:none}
.at::before{content:attr(data-sign)} .icon::before{content:'\\f00c'}</style>"""  # noqa: E501


@pytest.mark.parametrize("cell", WEB_TEXT)
def test_text_on_the_web(cell: str) -> None:
    document = read_document(f"{MARKS}<table><tr><td>{cell}</td><td>右</td></tr></table>".encode(), "x", "html")
    assert texts(document)[0] == WEB_TEXT[cell]


def test_a_field_left_empty_keeps_its_hint_beside() -> None:
    document = read(web(Slots(value="<input placeholder='请填写'>")), "x.html")
    assert document["forms"][0]["indicators"][0]["target"]["kind"] == "empty"
    assert told(document, "missing-target-value") == ["/forms/0/indicators/0/target"]


def test_sheets_of_all_sorts_do_no_harm() -> None:
    for sheet in (
        "<style>{}</style>",
        "<style>a{</style>",
        "<style>@import url(x);@media{</style>",
        "<style>" + ".a>" * 2000 + "{display:none}</style>",
        "<style>*{display:none!important</style>",
    ):
        assert read_document(f"{sheet}<table><tr><td>甲<td>乙</table>".encode(), "x", "html").format == "html"


def test_the_first_bytes_tell_a_pictures_size() -> None:
    from PIL import Image

    from extractor.readers.container.members import pixels_of

    for kind in ("PNG", "JPEG", "GIF", "BMP"):
        out = io.BytesIO()
        Image.new("RGB", (640, 300)).save(out, kind)
        assert pixels_of(out.getvalue()) == (640, 300), kind
    assert pixels_of(b"") is None and pixels_of(b"\xff\xd8\xff") is None


@pytest.mark.parametrize("turned", ["\u202e里公59≥\u202c", "\u202d\u202e里公59≥"])
def test_text_turned_round_is_read_as_it_is_shown(turned: str) -> None:
    for document in (read(word(Slots(value=p(r(turned)))), "x.docx"), read(web(Slots(value=turned)), "x.html")):
        assert target(document) == (">=", "95")


def test_a_runs_direction_in_word() -> None:
    document = read(word(Slots(value=p(f'<w:bdo w:val="rtl">{r("里公59≥")}</w:bdo>'))), "x.docx")
    assert target(document) == (">=", "95")


def test_a_block_that_shows_its_hint_is_no_text() -> None:
    hint = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('单击此处输入文字。')}</w:sdtContent></w:sdt>"
    document = read(word(Slots(goal=hint + p(r(GOAL)))), "x.docx")
    assert document["forms"][0]["texts"]["annual_goal"] == GOAL
