"""What LibreOffice would drop is text before it converts: EQ fields of .rtf, formulas of .odt."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.readers.office.mend import holds_lost_formulas, with_equations, with_formulas

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
CONTENT = (
    f'<d xmlns:text="{_OFFICE}text:1.0" xmlns:draw="{_OFFICE}drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<text:p>值<draw:frame><draw:object xlink:href="./{}"/></draw:frame>公里</text:p></d>'
)
MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mo>≥</mo><mn>95</mn></math>'


def odt(target: str, inner: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", CONTENT.format(target))
        package.writestr("Object 1/content.xml", inner)
    return out.getvalue()


def shown(data: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read("content.xml").decode()


def test_a_formula_object_becomes_its_text() -> None:
    assert "值<text:span>≥95</text:span>公里" in shown(with_formulas(odt("Object 1", MATH))).replace(
        "&#8805;", "≥"
    ).replace("&#20540;", "值").replace("&#20844;&#37324;", "公里")


@pytest.mark.parametrize(
    "data", [odt("Object 2", MATH), odt("Object 1", "<chart/>"), odt("Object 1", "<torn"), b"PK torn", b""]
)
def test_other_objects_and_damage_change_nothing(data: bytes) -> None:
    assert with_formulas(data) == data


FIELD = rb"{\rtf1 {\field{\*\fldinst{ %s }}{\fldrslt}}after}"


@pytest.mark.parametrize(
    ("code", "seen"),
    [(rb"eq \\o\\ac(\u9633?,\u8730?)", rb"{\u9745?}"), (rb"EQ \\f(2,3)", b"{2/3}"),
    (rb"{\rtlch eq }\\f(1,{\f1 2})", b"{1/2}"),
     (rb"eq \\o(\'a1\'f5,\u8730?)", rb"{\u9745?}")],
)  # fmt: skip
def test_an_equation_field_becomes_its_text(code: bytes, seen: bytes) -> None:
    assert with_equations(FIELD % code) == b"{\\rtf1 " + seen + b"after}"


@pytest.mark.parametrize("data", [FIELD % b"PAGE", FIELD % b"", rb"{\field{\*\fldinst eq ", rb"\fldinst eq", b""])
def test_other_fields_stay(data: bytes) -> None:
    assert with_equations(data) == data


@given(st.text(alphabet="{}\\fldinseqo(,)u'9a ", max_size=60))
def test_no_rtf_hangs_or_fails(text: str) -> None:
    with_equations(("{\\field{\\*\\fldinst " + text).encode())


def test_formulas_that_are_lost_are_noticed() -> None:
    assert holds_lost_formulas(rb"{\mmath{\*\moMath{\mr x}}}") and not holds_lost_formulas(rb"{\rtf1 x}")
