"""What nobody sees or what is crossed out is no value: every way of hiding and striking, in Word files and web
pages.
"""

from __future__ import annotations

import pytest

from tests.make.one_form import Slots, left, p, r, read, target, tc, told, web, word
from tests.make.write_docx import W

STYLES = {
    "word/styles.xml": (
        f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:'
        f"style>"
        '<w:style w:type="character" w:styleId="gone"><w:name w:val="gone"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="heir"><w:name w:val="heir"/><w:basedOn w:val="gone"/></w:style>'
        '<w:style w:type="character" w:styleId="cut"><w:name w:val="cut"/><w:rPr><w:strike/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="pale"><w:name w:val="pale"/><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
        "</w:style>"
        '<w:style w:type="paragraph" w:styleId="para"><w:name w:val="para"/><w:basedOn w:val="a"/><w:rPr><w:vanish/>'
        "</w:rPr></w:style>"
        "</w:styles>"
    )
}
WORD = {
    "strike": "<w:strike/>", "dstrike": "<w:dstrike/>", "struck and on": '<w:strike w:val="true"/>',
    "vanish": "<w:vanish/>",
    "white": '<w:color w:val="FFFFFF"/>', "nearly white": '<w:color w:val="FEFEFE"/>', "one point": '<w:sz w:val="2"/>',
    "half a point": '<w:sz w:val="1"/>', "style": '<w:rStyle w:val="gone"/>',
    "style of a style": '<w:rStyle w:val="heir"/>',
    "struck by style": '<w:rStyle w:val="cut"/>', "white by style": '<w:rStyle w:val="pale"/>',
    "ground of its own": '<w:color w:val="FFFF00"/><w:shd w:val="clear" w:fill="FFFF00"/>',
    "black on black": '<w:color w:val="000000"/><w:highlight w:val="black"/>',
}  # fmt: skip
WORD_SEEN = {
    "not struck": '<w:strike w:val="0"/>', "not hidden": '<w:vanish w:val="false"/>',
    "red": '<w:color w:val="FF0000"/>',
    "white on black": '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>',
    "automatic": '<w:color w:val="auto"/>',
    "style undone": '<w:rStyle w:val="gone"/><w:vanish w:val="0"/>', "small": '<w:sz w:val="10"/>',
}  # fmt: skip
WEB = {
    "s": "<s>{}</s>", "strike": "<strike>{}</strike>", "del": "<del>{}</del>", "deep": "<b><del><i>{}</i></del></b>",
    "line": "<span style='text-decoration:line-through'>{}</span>",
    "lines": "<span style='text-decoration: underline line-through red'>{}</span>",
    "css 3": "<span style='text-decoration-line:line-through'>{}</span>",
    "none": "<span style='display:none'>{}</span>",
    "upper case": "<SPAN STYLE='DISPLAY: NONE'>{}</SPAN>", "visibility": "<span style='visibility:hidden'>{}</span>",
    "opacity": "<span style='opacity:0'>{}</span>", "no size": "<span style='font-size:0'>{}</span>",
    "one px": "<span style='font-size:1px'>{}</span>",
    "attribute": "<span hidden>{}</span>", "white": "<span style='color:#fff'>{}</span>",
    "named": "<font color=white>{}</font>",
    "rgb": "<span style='color:rgb(255, 255, 255)'>{}</span>", "clear": "<span style='color:transparent'>{}</span>",
    "clear too": "<span style='color:rgba(0,0,0,0)'>{}</span>", "word": "<span style='mso-hide:all'>{}</span>",
    "far": "<span style='position:absolute;left:-9999px'>{}</span>",
    "indent": "<span style='text-indent:-9999px;display:block'>{}</span>",
    "block": "<p style='display:none'>{}</p>", "class": "<span class='hide'>{}</span>",
    "id": "<span id='old'>{}</span>",
    "two classes": "<span class='a hide'>{}</span>", "struck class": "<span class='cut'>{}</span>",
    "below": "<div class='box'><em>{}</em></div>",
    "media": "<span class='m'>{}</span>", "white class": "<span class='w'>{}</span>",
    "weight": "<span class='x' style='display:inline'>{}</span>",
    "ground": "<span style='color:#ff0;background:#ff0'>{}</span>",
    "clipped": "<span style='position:absolute;clip:rect(0 0 0 0)'>{}</span>",
    "filter": "<span style='filter:opacity(0)'>{}</span>",
    "comment": "<!--{}-->", "hidden field": "<input type=hidden value='{}'>", "script": "<script>'{}'</script>",
}  # fmt: skip
WEB_SEEN = {
    "shown again": "<span style='visibility:hidden'><b style='visibility:visible'>{}</b></span>", "under": "<u>{}</u>",
    "ins": "<ins>{}</ins>",
    "on black": "<span style='color:#fff;background-color:black'>{}</span>",
    "undone": "<span class='hide' style='display:inline'>{}</span>",
    "later rule": "<span class='hide back'>{}</span>", "print": "<span class='print'>{}</span>",
    "red": "<font color=red>{}</font>",
    "normal": "<span style='text-decoration:none;opacity:1;font-size:12px'>{}</span>",
    "picture behind": "<span style='color:white;background:url(x.png)'>{}</span>",
}  # fmt: skip
SHEET = """<style>/* c */ .hide{display:none} #old, .nothing{visibility:hidden} .cut{text-decoration:line-through}
div.box > em{display:none} @media screen{.m{display:none}} .w{color:#FFFFFF} .x{display:none !important} .back{display:inline}
@media print{.print{display:none}} a:hover{display:none} .broken{{</style>"""  # noqa: E501
NOT_SAID = {"comment", "hidden field", "script"}
OLD = "≥80公里"


@pytest.mark.parametrize("way", WORD)
def test_word_hides_and_strikes(way: str) -> None:
    document = read(word(Slots(value=p(r(OLD, WORD[way]) + r("≥95公里"))), STYLES), "x.docx")
    assert target(document) == (">=", "95")
    assert told(document, "hidden-content") == ["/forms/0/indicators/0/target"]
    assert OLD in left(document)


@pytest.mark.parametrize("way", WORD_SEEN)
def test_word_shows(way: str) -> None:
    document = read(word(Slots(value=p(r("≥95", WORD_SEEN[way]) + r("公里"))), STYLES), "x.docx")
    assert target(document) == (">=", "95")
    assert told(document, "hidden-content") == []


def test_word_letters_in_their_cells_colour_are_not_seen() -> None:
    shaded = '<w:shd w:val="clear" w:color="auto" w:fill="1F4E79"/>'
    slots = Slots(value=p(r(OLD, '<w:color w:val="1F4E79"/>') + r("≥95公里", '<w:color w:val="FFFFFF"/>')), cell=shaded)
    document = read(word(slots), "x.docx")
    assert target(document) == (">=", "95")
    assert OLD in left(document)


def test_a_hidden_paragraph_and_a_value_wholly_struck() -> None:
    hidden = read(
        word(Slots(value=p("≥95公里") + p("填写说明：示例80公里", '<w:pStyle w:val="para"/>')), STYLES), "x.docx"
    )
    assert target(hidden) == (">=", "95")
    struck = read(word(Slots(value=p(r(OLD, "<w:strike/>")))), "x.docx")
    assert struck["forms"][0]["indicators"][0]["target"]["raw"] == ""
    assert told(struck, "hidden-content") == ["/forms/0/indicators/0/target"]


def test_struck_and_hidden_text_of_one_cell_is_one_finding_that_says_both() -> None:
    document = read(word(Slots(value=p(r("80", "<w:strike/>") + r("≥95公里") + r("70", "<w:vanish/>")))), "x.docx")
    (finding,) = [f for f in document["findings"] if f["code"] == "hidden-content"]
    assert "划去" in finding["message"] and "隐藏" in finding["message"] and finding["observed"] == "80；70"


def test_open_revisions_are_named_once_and_read_as_accepted() -> None:
    mark = "<w:rPr><w:del/></w:rPr>"
    value = p(run_deleted("80") + "<w:ins>" + r("≥9") + "</w:ins>", mark) + p(r("5公里"))
    document = read(word(Slots(value=value, second=p(run_deleted("1") + r("≥98%")))), "x.docx")
    assert [target(document, n) for n in (0, 1)] == [(">=", "95"), (">=", "98")]
    assert told(document, "open-revisions") == [None]
    assert told(document, "hidden-content") == []


def run_deleted(text: str) -> str:
    return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"


@pytest.mark.parametrize("way", WEB)
def test_the_web_hides_and_strikes(way: str) -> None:
    document = read(web(Slots(value=WEB[way].format(OLD) + "≥95公里"), SHEET), "x.html")
    assert target(document) == (">=", "95")
    if way not in NOT_SAID:
        assert told(document, "hidden-content") == ["/forms/0/indicators/0/target"]
        assert OLD in left(document)


@pytest.mark.parametrize("way", WEB_SEEN)
def test_the_web_shows(way: str) -> None:
    document = read(web(Slots(value=WEB_SEEN[way].format("≥95公里")), SHEET), "x.html")
    assert target(document) == (">=", "95")
    assert told(document, "hidden-content") == []


@pytest.mark.parametrize(
    "row", ["<tr class=hide>", "<tr style='display:none'>", "<tr hidden>", "<tr style='visibility:collapse'>"]
)
def test_a_hidden_row_is_no_indicator(row: str) -> None:
    template = row + "<td>产出指标</td><td>数量指标</td><td colspan=2>示例指标</td><td>100个</td></tr>"
    document = read(web(Slots(), SHEET, template), "x.html")
    assert [i["level3"]["raw"] for i in document["forms"][0]["indicators"]] == [
        "养护里程",
        "养护合格率",
        "完成时间",
        "项目总成本",
        "群众满意度",
    ]
    assert "示例指标" in left(document)
    assert len(told(document, "hidden-content")) == 1


@pytest.mark.parametrize(
    "data", [word(Slots()), web(Slots()), web(Slots(), SHEET)], ids=["word", "web", "web with a sheet"]
)
def test_the_plain_form_has_no_finding(data: bytes) -> None:
    document = read(data, "x.docx" if data[:2] == b"PK" else "x.html")
    assert document["findings"] == [] and left(document) == []


def test_merged_away_text_is_told_at_its_cell() -> None:
    merged = (
        tc("满意度指标")
        + tc("服务对象满意度指标")
        + tc("群众满意度")
        + tc("旧", properties='<w:hMerge w:val="continue"/>')
        + tc("≥90%")
    )
    document = read(word(Slots(last=merged)), "x.docx")
    assert told(document, "hidden-content") == ["/forms/0/indicators/4/level3"]


@pytest.mark.parametrize(
    "row", ["<w:trPr><w:hidden/></w:trPr>", '<w:trPr><w:trHeight w:val="20" w:hRule="exact"/></w:trPr>']
)
def test_a_row_that_word_hides_is_no_indicator(row: str) -> None:
    last = tc("满意度指标") + tc("服务对象满意度指标") + tc("群众满意度", 2) + tc("≥90%")
    hidden = row + tc("产出指标") + tc("数量指标") + tc("示例指标", 2) + tc("100个") + "</w:tr><w:tr>" + last
    document = read(word(Slots(last=hidden)), "x.docx")
    assert [i["level3"]["raw"] for i in document["forms"][0]["indicators"]][-2:] == ["项目总成本", "群众满意度"]
    assert "示例指标" in left(document) and len(told(document, "hidden-content")) == 1


def test_letters_without_a_fill_are_not_seen() -> None:
    fill = '<w14:textFill xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w14:noFill/></w14:textFill>'
    document = read(word(Slots(value=p(r(OLD, fill) + r("≥95公里")))), "x.docx")
    assert target(document) == (">=", "95") and OLD in left(document)


def test_a_hidden_body_of_rows_and_a_hidden_column() -> None:
    rows = "<tbody style='display:none'><tr><td>产出指标<td>数量指标<td colspan=2>示例指标<td>100个</tr></tbody>"
    document = read(web(Slots(), SHEET, rows), "x.html")
    assert len(document["forms"][0]["indicators"]) == 5 and "示例指标" in left(document)
    page = web(Slots()).decode().replace("<table border=1>", "<table><col span=4><col width=0 style='display:none'>")
    told_of = read(page.encode(), "x.html")
    assert target(told_of) == (None, None) and "≥95公里" in left(told_of)


@pytest.mark.parametrize("head", ["", "<link rel=stylesheet href=site.css>"])
def test_light_heads_whose_ground_another_file_says_are_seen(head: str) -> None:
    page = web(Slots(), head).decode().replace("<td colspan=1>指标值", "<th style='color:#fff'>指标值")
    assert target(read(page.encode(), "x.html")) == (">=", "95")


def test_a_dark_page_without_colours_of_its_own_is_seen() -> None:
    page = web(Slots()).decode().replace("<body>", "<body bgcolor=black text=white>")
    assert read(page.encode(), "x.html")["findings"] == []
