"""The .doc samples of tests/data/doc: our own .docx files as LibreOffice saves them. `python -m tests.make.doc_samples`

They are kept, not made anew in tests: LibreOffice writes dates and ids of its own, and need not be installed.
"""

from __future__ import annotations

import io
from pathlib import Path

from tests.make.invented import filing
from tests.make.odd_tables import odd_docx
from tests.make.office import saved_as
from tests.make.write_docx import docx, package

FOLDER = Path(__file__).resolve().parents[1] / "data" / "doc"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _t(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _p(*runs: str, look: str = "") -> str:
    return f"<w:p><w:pPr>{look}</w:pPr>{''.join(runs)}</w:p>"


def _cell(*content: str, width: int = 3000) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(content)}</w:tc>'


def _table(*rows: str) -> str:
    grid = '<w:gridCol w:w="3000"/>' * 2
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="6000" w:type="dxa"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )


def _row(label: str, *content: str) -> str:
    return "<w:tr>" + _cell(_p(_t(label))) + _cell(*content) + "</w:tr>"


def _sign(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def _field(code: str, result: str, data: str = "") -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText xml:space="preserve">'
        f"{code}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def features() -> bytes:
    """What stands otherwise in a .doc than on paper: runs, revisions, fields, numbers, notes, boxes."""
    tick = (
        '<w:ffData><w:name w:val="a"/><w:enabled/><w:checkBox><w:sizeAuto/><w:default w:val="0"/><w:checked/></w:'
        "checkBox></w:ffData>"
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    inner = _table("<w:tr>" + _cell(_p(_t("内")), width=900) + _cell(_p(_t("里")), width=900) + "</w:tr>")
    deleted = '<w:del w:id="1" w:author="a"><w:r><w:delText>12</w:delText></w:r></w:del>'
    inserted = '<w:ins w:id="2" w:author="a">' + _t("15") + "</w:ins>"
    rows = [
        _row("隐藏", _p(_t("≥95%"), _t("旧值", "<w:vanish/>"))),
        _row("划去", _p(_t("80%", "<w:strike/>"), _t("90%"))),
        _row("修订", _p(deleted, inserted, _t("万元"))),
        _row("符号", _p(_sign("Wingdings", "F0FE"), _t("是"), _sign("Symbol", "F0B3"), _t("5"))),
        _row("勾选", _p(_field(" FORMCHECKBOX ", "", tick), _t("新增"))),
        _row("上标", _p(_t("95"), _t("1", '<w:vertAlign w:val="superscript"/>'), _t("公里"))),
        _row("嵌套", _p(_t("外")), inner, _p(_t("后"))),
        _row(
            "换行",
            _p(_t("一"), "<w:r><w:br/></w:r>", _t("二"), "<w:r><w:noBreakHyphen/></w:r>", _t("三")),
            _p(_t("四")),
        ),
        _row("目标", _p(_t("完成养护"), look=listed), _p(_t("改善出行"), look=listed)),
    ]
    box = (
        (
            '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape style="position:absolute;width:200pt;height:'
            '40pt" type="#_x0000_t202"><v:textbox>'
        )
        + "<w:txbxContent>"
        + _p(_t("框里的字"))
        + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    body = [
        _p(_t("项目支出绩效目标表"), look='<w:jc w:val="center"/>'),
        _p(_t("填报单位："), _field(' HYPERLINK "http://example.org" ', _t("某县水利局")), box),
        _p(_t("见注"), '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        _table(*rows),
        _p(_t("填报人：某某")),
    ]
    notes = f'<w:footnotes xmlns:w="{_W}"><w:footnote w:id="2">{_p(_t("脚注的话"))}</w:footnote></w:footnotes>'
    numbers = (
        f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:'
        f'numFmt w:val="decimal"/>'
        '<w:lvlText w:val="目标%1："/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        "</w:numbering>"
    )
    return package(
        "".join(body),
        {"word/footnotes.xml": notes, "word/numbering.xml": numbers},
        f'<Relationship Id="rId8" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/>'
        f'<Relationship Id="rId9" Type="{_OFFICE}/numbering" Target="numbering.xml"/>',
    )


def picture() -> bytes:
    """A signature in a cell."""
    from PIL import Image

    drawn = io.BytesIO()
    Image.new("RGB", (120, 40), "white").save(drawn, "PNG")
    name = "http://schemas.openxmlformats.org/drawingml/2006"
    shown = (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{name}/wordprocessingDrawing"><wp:extent cx="1143000" cy="381000"/><wp:'
        f'docPr id="1" name="a"/>'
        f'<a:graphic xmlns:a="{name}/main"><a:graphicData uri="{name}/picture"><pic:pic xmlns:pic="{name}/picture">'
        f'<pic:nvPicPr><pic:cNvPr id="1" '
        'name="a"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId7"/><a:stretch><a:fillRect/></a:'
        "stretch></pic:blipFill><pic:spPr>"
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="1143000" cy="381000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr>'
        "</pic:pic></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )
    body = _table(_row("负责人签字", _p(shown))) + _p()
    relation = f'<Relationship Id="rId7" Type="{_OFFICE}/image" Target="media/a.png"/>'
    types = '<Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml"'
    made = package(body, {"word/media/a.png": drawn.getvalue()}, relation)
    return _retyped(made, types)


def _retyped(data: bytes, types: str) -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "[Content_Types].xml":
                content = content.replace(b'<Override PartName="/word/document.xml"', types.encode(), 1)
            new.writestr(info, content)
    return out.getvalue()


SOURCES = {
    "filing": lambda: docx(filing(1, projects=1)[0]),
    "features": features,
    "odd": lambda: odd_docx(3),
    "wide": lambda: odd_docx(11, 1, wide=True),
    "picture": picture,
}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, data in zip(SOURCES, saved_as([make() for make in SOURCES.values()], "doc"), strict=True):
        (FOLDER / f"{name}.doc").write_bytes(data)


if __name__ == "__main__":
    main()
