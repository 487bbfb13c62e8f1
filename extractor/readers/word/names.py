"""WordprocessingML's element names, in the transitional and the strict namespace."""

from __future__ import annotations

from functools import cache

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATHS = tuple(
    f"{{{uri}}}{name}"
    for uri in (
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "http://purl.oclc.org/ooxml/officeDocument/math",
    )
    for name in ("oMath", "oMathPara")
)
TEXT_FILL = "{http://schemas.microsoft.com/office/word/2010/wordml}textFill"
RELATION_ID = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)


class Names:
    """Qualified names of one namespace; plain attributes because the table walk compares them per element."""

    def __init__(self, uri: str) -> None:
        w = f"{{{uri}}}"
        self.w = w
        self.body, self.p, self.r, self.t = w + "body", w + "p", w + "r", w + "t"
        self.tbl, self.tr, self.tc = w + "tbl", w + "tr", w + "tc"
        self.trpr, self.tcpr, self.ppr, self.rpr = w + "trPr", w + "tcPr", w + "pPr", w + "rPr"
        self.grid_span, self.v_merge, self.h_merge = w + "gridSpan", w + "vMerge", w + "hMerge"
        self.grid_before, self.grid_after = w + "gridBefore", w + "gridAfter"
        self.br, self.cr, self.tab, self.hyphen = w + "br", w + "cr", w + "tab", w + "noBreakHyphen"
        self.sym = w + "sym"
        self.drawing, self.pict, self.object = w + "drawing", w + "pict", w + "object"
        self.text_box = w + "txbxContent"
        self.alt_chunk = w + "altChunk"
        self.vanish, self.p_style, self.jc, self.tabs = w + "vanish", w + "pStyle", w + "jc", w + "tabs"
        self.val, self.char = w + "val", w + "char"
        self.r_style, self.num_pr, self.num_id, self.level = w + "rStyle", w + "numPr", w + "numId", w + "ilvl"
        self.fld_char, self.fld_simple, self.instr = w + "fldChar", w + "fldSimple", w + "instrText"
        self.ruby, self.ruby_base, self.ruby_text = w + "ruby", w + "rubyBase", w + "rt"
        self.sdt, self.sdt_pr, self.placeholder = w + "sdt", w + "sdtPr", w + "showingPlcHdr"
        self.row_hidden, self.row_height, self.bdo = w + "hidden", w + "trHeight", w + "bdo"
        self.shd, self.sub_doc, self.control = w + "shd", w + "subDoc", w + "control"
        self.tblpr, self.tbl_style, self.tbl_grid, self.tc_width = w + "tblPr", w + "tblStyle", w + "tblGrid", w + "tcW"
        self.removed = frozenset((w + "del", w + "moveFrom"))
        self.properties = frozenset(
            w + name for name in ("pPr", "rPr", "tcPr", "trPr", "tblPr", "tblGrid", "sectPr", "sdtPr", "sdtEndPr")
        )
        self.breaks = {self.br: "\n", self.cr: "\n", self.tab: "\t", self.hyphen: "-"}
        self.pictures = frozenset((self.drawing, self.pict, self.object))
        self.inserted = frozenset((w + "ins", w + "moveTo"))
        self.revised = (*self.removed, *self.inserted, w + "cellDel", w + "cellIns")
        self.telling = (
            w + "strike", w + "dstrike", self.vanish, w + "vertAlign", w + "position", self.fld_char, self.fld_simple,
            self.num_pr,
            self.ruby, self.placeholder, self.row_hidden, self.bdo, TEXT_FILL, self.sub_doc, w + "tcPrChange",
            w + "trPrChange", *MATHS, "{urn:schemas-microsoft-com:vml}textpath",
        )  # fmt: skip
        """Elements that make a paragraph more than its w:t; the quick walks give up where one of them stands."""
        self.odd = frozenset(
            (*self.removed, *self.telling, self.text_box, self.h_merge, self.alt_chunk, MC + "AlternateContent")
        )
        """What the quick walks do not know; the careful one does."""
        self.in_paragraph = (self.t, self.br, self.tab, self.cr, self.hyphen, self.sym, self.tbl, *self.odd)
        self.in_table = (
            self.p, self.t, self.tc, self.grid_span, self.v_merge, self.tr, self.br, self.tab, self.cr, self.hyphen,
            self.sym, self.grid_before, self.grid_after, self.tbl, *self.pictures, *self.odd,
        )  # fmt: skip


@cache
def names_of(uri: str) -> Names:
    """The names of elements in one namespace of WordprocessingML."""
    return Names(uri)
