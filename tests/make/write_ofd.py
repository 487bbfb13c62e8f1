"""An OFD written from GB/T 33190-2016: pages in millimetres, text runs with DeltaX, rulings as paths.

`ofd(blocks)` lays a neutral description out on A4, with the measures and page breaks of the PDF writer. Rulings are
stroked lines, or thin filled rectangles (`filled=True`) as some office programs write them. `package(pages)` puts
hand-written page contents into a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tests.make.filing import Block
from tests.make.package import zipped
from tests.make.write_pdf import A4, Sheet, sheets_of, width_of

NS = "http://www.ofdspec.org/2016"
MM = 25.4 / 72
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_THIN = 0.5
"""Thickness of a ruling in points."""


def ofd(blocks: Sequence[Block], repeat_header: int = 0, filled: bool = False) -> bytes:
    """The bytes of an .ofd holding these blocks."""
    sheets: list[Sheet] = sheets_of(blocks, repeat_header)
    return package([content(layer(sheet, filled)) for sheet in sheets])


def layer(sheet: Sheet, filled: bool = False) -> str:
    """The objects of one page drawn by the PDF writer: its operators said again as OFD objects."""
    pen = _Pen(sheet.height, filled)
    for op in sheet.ops:
        pen.take(op)
    return "".join(pen.objects)


@dataclass(slots=True)
class _Pen:
    height: float
    filled: bool
    objects: list[str] = field(default_factory=list)

    def take(self, op: str) -> None:
        words = op.split()
        if words[0] == "BT":
            size, x, y = float(words[2]), float(words[10]), self.height - float(words[11])
            code = words[13].strip("<>")
            chars = "".join(chr(int(code[k : k + 4], 16)) for k in range(0, len(code), 4))
            self.objects.append(text(chars, x * MM, y * MM, size * MM))
        elif words[-1] == "S" and "l" in words:
            x0, y0, x1, y1 = (float(words[k]) for k in (4, 5, 7, 8))
            self.objects.append(line(x0 * MM, (self.height - y0) * MM, x1 * MM, (self.height - y1) * MM, self.filled))


def text(chars: str, x: float, baseline: float, size: float, attributes: str = "") -> str:
    """A TextObject whose characters stand at the advances of a Chinese font: DeltaX, equal ones as "g n v"."""
    advances = [width_of(ch, size) for ch in chars[:-1]]
    ascent = 0.9 * size
    boundary = f"{x:.3f} {baseline - ascent:.3f} {width_of(chars, size):.3f} {size * 1.2:.3f}"
    delta = f' DeltaX="{runs(advances)}"' if advances else ""
    return (
        f'<ofd:TextObject ID="0" Boundary="{boundary}" Font="3" Size="{size:.4f}" {attributes}>'
        f'<ofd:TextCode X="0" Y="{ascent:.3f}"{delta}>{escape(chars)}</ofd:TextCode></ofd:TextObject>'
    )


def runs(advances: Sequence[float]) -> str:
    """A delta list: "g n v" where a value comes four times or more in a row."""
    parts: list[str] = []
    at = 0
    while at < len(advances):
        end = at
        while end < len(advances) and advances[end] == advances[at]:
            end += 1
        value = f"{advances[at]:.4f}"
        parts.append(f"g {end - at} {value}" if end - at >= 4 else " ".join([value] * (end - at)))
        at = end
    return " ".join(parts)


def line(x0: float, y0: float, x1: float, y1: float, filled: bool = False) -> str:
    """A ruling in millimetres, along an axis."""
    half = _THIN * MM / 2
    if filled:
        left, top, wide, high = x0 - half, y0 - half, x1 - x0 + 2 * half, y1 - y0 + 2 * half
        return (
            f'<ofd:PathObject ID="0" Boundary="{left:.3f} {top:.3f} {wide:.3f} {high:.3f}" Stroke="false" Fill="true">'
            f'<ofd:FillColor Value="0 0 0"/><ofd:AbbreviatedData>M 0 0 L {wide:.3f} 0 L {wide:.3f} {high:.3f} L 0 '
            f"{high:.3f} C"
            "</ofd:AbbreviatedData></ofd:PathObject>"
        )
    return (
        f'<ofd:PathObject ID="0" Boundary="{x0:.3f} {y0:.3f} {x1 - x0 + half:.3f} {y1 - y0 + half:.3f}" '
        f'LineWidth="{_THIN * MM:.3f}"><ofd:AbbreviatedData>M 0 0 L {x1 - x0:.3f} {y1 - y0:.3f}</ofd:AbbreviatedData>'
        f"</ofd:PathObject>"
    )


def content(objects: str, template: str = "", layer_attributes: str = "") -> str:
    """A page's (or template's) Content.xml."""
    return (
        f'{_HEAD}<ofd:Page xmlns:ofd="{NS}">{template}<ofd:Area><ofd:PhysicalBox>0 0 {A4[0] * MM:.3f} {A4[1] * MM:.3f}'
        f'</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID="1" {layer_attributes}>{objects}</ofd:Layer></ofd:'
        f"Content></ofd:Page>"
    )


def package(
    pages: Sequence[str],
    extra: dict[str, str | bytes] | None = None,
    common: str = "",
    document: str = "",
    body: str = "",
    resources: str = "",
) -> bytes:
    """An .ofd around page contents.

    Args:
        extra: further parts.
        common, document, body: XML put into CommonData, Document and DocBody.
        resources: XML put into PublicRes.xml.
    """
    listed = "".join(f'<ofd:Page ID="{100 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    parts: dict[str, str | bytes] = {
        "OFD.xml": f'{_HEAD}<ofd:OFD xmlns:ofd="{NS}" Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>'
        f"{'0' * 32}</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{body}</ofd:DocBody></ofd:"
        f"OFD>",
        "Doc_0/Document.xml": f'{_HEAD}<ofd:Document xmlns:ofd="{NS}"><ofd:CommonData><ofd:MaxUnitID>999</ofd:'
        f"MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml"
        f"</ofd:PublicRes>{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{document}</ofd:Document>",
        "Doc_0/PublicRes.xml": f'{_HEAD}<ofd:Res xmlns:ofd="{NS}" BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" '
        f'FontName="宋体"/>'
        f"</ofd:Fonts>{resources}</ofd:Res>",
    }
    parts |= {f"Doc_0/Pages/Page_{n}/Content.xml": page for n, page in enumerate(pages)}
    return zipped({**parts, **(extra or {})})
