"""Settings taken out before a part is parsed change nothing of what is read."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.document import Document
from extractor.readers import read
from extractor.readers.word import docx as docx_reader
from extractor.readers.word.lean import lean
from tests.make.write_docx import W, package

PLAIN = '<w:rFonts w:ascii="宋体" w:hint="eastAsia"/><w:b/><w:color w:val="000000"/><w:sz w:val="21"/>'
GREY = '<w:color w:val="D9D9D9"/><w:sz w:val="21"/>'
RUNS = {
    "plain": PLAIN, "grey": GREY, "struck": "<w:strike/>", "hidden": "<w:vanish/>", "tiny": '<w:sz w:val="2"/>',
    "white": '<w:color w:val="FFFFFF"/>', "symbol": '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>',
    "raised": '<w:vertAlign w:val="superscript"/>', "styled": '<w:rStyle w:val="Tiny"/>',
    "shown though tiny": '<w:rStyle w:val="Tiny"/><w:sz w:val="21"/>',
    "revised": f"{PLAIN}<w:rPrChange><w:rPr>{PLAIN}</w:rPr></w:rPrChange>",
}  # fmt: skip
SHADES = {"none": "", "grey": '<w:shd w:val="clear" w:fill="D9D9D9"/>', "white": '<w:shd w:val="clear" w:fill="auto"/>'}
BORDERS = '<w:tcBorders><w:top w:val="single" w:sz="4"/><w:left w:val="nil"/></w:tcBorders>'
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:type="character" w:styleId="Tiny"><w:rPr><w:sz w:val="2"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Small"><w:rPr><w:sz w:val="1"/></w:rPr></w:style></w:styles>'
)


def text(word: str, settings: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/><w:rPr>{settings}</w:rPr></w:pPr>' if style else ""
    return f"<w:p>{named}<w:r><w:rPr>{settings}</w:rPr><w:t>{word}</w:t></w:r></w:p>"


def made(first: str, second: str, shade: str, style: str = "", odd: str = "") -> bytes:
    cells = (
        f"<w:tc><w:tcPr>{BORDERS}{SHADES[shade]}</w:tcPr>{text(w, RUNS[r], style)}{odd}</w:tc>"
        for w, r in (("甲", first), ("乙", second))
    )
    return package(f"<w:tbl><w:tr>{''.join(cells)}</w:tr></w:tbl>", {"word/styles.xml": STYLES})


def seen(document: Document) -> object:
    return document.dump(), [[c.asides for c in grid.cells] for grid in document.grids()], document.notes


@pytest.mark.parametrize("odd", ["", "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>"], ids=["plain", "nested"])
@pytest.mark.parametrize("style", ["", "Small"])
def test_what_is_read_is_the_same_with_all_settings(style: str, odd: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [made(*choice, style, odd) for choice in itertools.product(RUNS, RUNS, SHADES)]
    read_lean = [seen(read(data, "x.docx", "docx")) for data in files]
    monkeypatch.setattr(docx_reader, "lean", lambda raw: (raw, lean(raw)[1]))
    assert read_lean == [seen(read(data, "x.docx", "docx")) for data in files]


def test_plain_settings_and_borders_are_taken_out() -> None:
    raw = f"<w:tc>{BORDERS}<w:r><w:rPr>{PLAIN}</w:rPr><w:t>甲</w:t></w:r></w:tc>".encode()
    assert lean(raw) == ("<w:tc><w:r><w:t>甲</w:t></w:r></w:tc>".encode(), False)


@pytest.mark.parametrize("name", ["struck", "hidden", "raised", "styled", "shown though tiny"])
def test_settings_that_tell_stay(name: str) -> None:
    raw = f"<w:r><w:rPr>{RUNS[name]}</w:rPr><w:t>甲</w:t></w:r>".encode()
    assert lean(raw) == (raw, False)


def test_a_colour_on_a_ground_and_text_that_looks_like_settings_stay() -> None:
    shaded = f'<w:shd w:val="clear" w:fill="D9D9D9"/><w:r><w:rPr>{GREY}</w:rPr></w:r>'.encode()
    assert lean(shaded) == (shaded, False)
    quoted = f"<w:t><![CDATA[<w:rPr>{PLAIN}</w:rPr>]]></w:t>".encode()
    assert lean(quoted) == (quoted, False)


@pytest.mark.parametrize("odd", ["rPr>", "<w:rPr>", f"<w:rPr>{PLAIN}", "</w:rPr>", f"</w:rPr>{PLAIN}</w:rPr>"])
def test_what_does_not_close_stays(odd: str) -> None:
    raw = f"{odd}<w:t>甲</w:t>".encode()
    assert lean(raw) == (raw, False)


@given(st.lists(st.sampled_from(["<w:rPr>", "</w:rPr>", "<w:tcBorders>", "</w:tcBorders>", "<w:b/>", "<w:t>", "rPr>"])))
def test_whole_elements_are_taken_out_and_nothing_else(parts: list[str]) -> None:
    raw = "".join(parts)
    assert _bare(lean(raw.encode())[0].decode()) == _bare(raw)


def _bare(xml: str) -> str:
    shorter = re.sub(r"<w:(rPr|tcBorders)>(<w:b/>)*</w:\1>", "", xml)
    return xml if shorter == xml else _bare(shorter)
