"""The marked copy: every finding at its cell, nothing else of the unit's file changed."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
import xlsxwriter

from extractor.marked.copy import CopyNames, marked_copy
from extractor.marked.made import docx_of
from extractor.marked.notes import Remark
from extractor.marked.sheet import mark_xlsx, slot_of
from extractor.marked.word import mark_docx
from extractor.model.document import Cell, Document, Grid, Line
from extractor.pipeline import document_of, extract_bytes
from extractor.rulebook import load_rules
from extractor.settings import DEFAULTS
from tests import SAMPLES

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = '=cmd|"/c calc"!A1 </w:t><script>alert(1)</script> ]]> &amp; \x00\x07\u202e'


def _marked(name: str) -> tuple[object, object]:
    data = (SAMPLES / name).read_bytes()
    rules = load_rules(None)
    extraction = extract_bytes(data, name, rules=rules)
    return extraction, marked_copy(data, name, extraction, rules, DEFAULTS)


def _grids(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    return [[(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells] for grid in document.grids()]


@pytest.mark.parametrize(
    "name", ["yuanjiang-zonggonghui-2024.docx", "self-evaluation.docx", "yuanjiang-zonggonghui-2024.txt"]
)
def test_each_finding_is_a_comment_in_its_cell(name: str) -> None:
    extraction, copy = _marked(name)
    made = docx.Document(io.BytesIO(copy.content))  # type: ignore[attr-defined]
    said = {str(c.comment_id): c.text for c in made.comments}
    assert sorted(text.rsplit("编号：", 1)[1] for text in said.values()) == sorted(f.id for f in extraction.findings)  # type: ignore[attr-defined]
    cells = {}
    for start in made.element.iter(W + "commentRangeStart"):
        cell = next(start.iterancestors(W + "tc"), None)
        text = "".join(t.text or "" for t in cell.iter(W + "t")) if cell is not None else None
        cells[said[start.get(W + "id")].rsplit("编号：", 1)[1]] = text
    original = document_of((SAMPLES / name).read_bytes(), name)
    grids = {grid.table: grid for grid in original.grids()}
    for finding in extraction.findings:  # type: ignore[attr-defined]
        if "table" in finding.at:
            owner = grids[finding.at["table"]].owners()[finding.at["row"]][finding.at["col"]]
            assert owner is not None
            assert cells[finding.id] == owner.text.replace("\n", "")
    assert _grids(document_of(copy.content, "copy.docx")) == _grids(original)  # type: ignore[attr-defined]


def test_a_marked_copy_is_found_to_have_the_same_faults() -> None:
    extraction, copy = _marked("yuanjiang-zonggonghui-2024.docx")
    again = extract_bytes(copy.content, "copy.docx", rules=load_rules(None))  # type: ignore[attr-defined]
    assert [f.id for f in again.findings] == [f.id for f in extraction.findings]  # type: ignore[attr-defined]


def _workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("表 1")
    percent = book.add_format({"num_format": "0.00%", "bold": True})
    sheet.write("A1", 3)
    sheet.write("A2", 4)
    sheet.write_formula("A3", "=SUM(A1:A2)", percent, 7)
    sheet.merge_range("B1:C2", "并格")
    sheet.conditional_format("A1:A3", {"type": "data_bar"})
    sheet.write_comment("B1", "单位自己的批注")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='表 1'!$A$1:$A$3"})
    sheet.insert_chart("E5", chart)
    book.add_worksheet("别的").write("A1", "不动")
    book.close()
    source = out.getvalue()
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(again, "w") as new:
        for info in old.infolist():
            new.writestr(info, old.read(info))
        new.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macros")
    return again.getvalue()


def _remark(number: int, severity: str, **at: object) -> Remark:
    return Remark(
        f"id{number}",
        severity,
        ["【错误】", HOSTILE.translate({0: None, 7: None}), f"编号：id{number}"],
        [at] if at else [],
        bool(at),
        "某处",
    )  # type: ignore[list-item]


def test_a_workbook_keeps_everything_but_the_touched_parts() -> None:
    data = _workbook()
    marked = mark_xlsx(
        data,
        [
            _remark(1, "error", sheet="表 1", cell="A3"),
            _remark(2, "warning", sheet="表 1", cell="A3"),
            _remark(3, "info", sheet="表 1", cell="B1"),
            _remark(4, "info", sheet="表 1", cell="H40"),
            _remark(5, "error"),
        ],
        DEFAULTS,
    )
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(marked)) as new:
        touched = {name for name in old.namelist() if old.read(name) != new.read(name)}
        assert touched == {
            "xl/styles.xml",
            "xl/worksheets/sheet1.xml",
            "xl/comments1.xml",
            "xl/drawings/vmlDrawing1.vml",
        }
        assert set(new.namelist()) == set(old.namelist())
        sheet = new.read("xl/worksheets/sheet1.xml")
        assert b"SUM(A1:A2)" in sheet and b"dataBar" in sheet and b"<drawing" in sheet
    first = openpyxl.load_workbook(io.BytesIO(marked))["表 1"]
    assert first["A3"].value == "=SUM(A1:A2)" and first["A3"].number_format == "0.00%" and first["A3"].font.b
    assert first["A3"].fill.fgColor.rgb == "FFFFC7CE"
    assert "编号：id1" in first["A3"].comment.text and "编号：id2" in first["A3"].comment.text
    assert first["B1"].comment.text.startswith("单位自己的批注") and "编号：id3" in first["B1"].comment.text
    assert "编号：id4" in first["H40"].comment.text and "编号：id5" in first["A1"].comment.text
    assert "位置：某处" in first["A1"].comment.text


def test_a_workbook_without_notes_gets_them() -> None:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    book.save(out)
    marked = mark_xlsx(out.getvalue(), [_remark(1, "error", sheet="Sheet", cell="A1")], DEFAULTS)
    cell = openpyxl.load_workbook(io.BytesIO(marked))["Sheet"]["A1"]
    assert cell.value == "甲" and cell.fill.fgColor.rgb == "FFFFC7CE"
    assert "<script>" in cell.comment.text


def test_hostile_words_stay_words_in_word() -> None:
    document = Document("txt", [Line(HOSTILE, line=1), Grid([Cell(0, 0, text=HOSTILE), Cell(0, 1, text="乙")], 1, 2)])
    document.number_tables()
    marked = mark_docx(
        docx_of(document), [_remark(1, "error", table=0, row=0, col=1), _remark(2, "info")], DEFAULTS, document
    )
    made = docx.Document(io.BytesIO(marked))
    assert [c.text.count("<script>") for c in made.comments] == [1, 1]
    assert made.tables[0].rows[0].cells[1].text == "乙"
    with zipfile.ZipFile(io.BytesIO(marked)) as package:
        assert all(b"<script>" not in package.read(name) for name in package.namelist())


def test_comments_of_the_unit_stay() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("标题")
    made.add_comment(paragraph.runs, text="单位的批注", author="甲")
    made.add_table(1, 1).rows[0].cells[0].text = "值"
    out = io.BytesIO()
    made.save(out)
    marked = docx.Document(
        io.BytesIO(mark_docx(out.getvalue(), [_remark(1, "error", table=0, row=0, col=0)], DEFAULTS))
    )
    assert [c.text.splitlines()[0] for c in marked.comments] == ["单位的批注", "【错误】"]


def test_names_of_copies() -> None:
    names = CopyNames()
    assert names.place("科室/a.docx", ".docx") == "科室/a.标注.docx"
    assert names.place("科室/A.doc", ".docx") == "科室/A.doc.标注.docx"
    assert names.place("科室/a.docx", ".docx") == "科室/a.docx.标注.docx"
    assert names.place("科室/a.docx", ".docx") == "科室/a~2.标注.docx"
    assert names.place('=x"|<y>\u202efdp.txt', ".docx") == "=x___y__fdp.标注.docx"
    assert len(names.place("长" * 200 + ".docx", ".docx").encode()) < 240


@pytest.mark.parametrize("ref, slot", [("A1", (0, 0)), ("AB12", (11, 27)), ("1A", None), ("", None)])
def test_slots(ref: str, slot: tuple[int, int] | None) -> None:
    assert slot_of(ref) == slot


def test_the_command_writes_one_copy_a_source(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    source = tmp_path / "in" / "a.docx"
    source.write_bytes((SAMPLES / "self-evaluation.docx").read_bytes())
    before = source.read_bytes()
    command = [
        sys.executable,
        "-m",
        "extractor",
        "check",
        str(tmp_path / "in"),
        "-o",
        str(tmp_path / "out"),
        "--format",
        "marked",
        "-q",
    ]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert [p.name for p in (tmp_path / "out").rglob("*") if p.is_file()] == ["a.标注.docx"]
    assert source.read_bytes() == before
    refused = subprocess.run([*command[:5], "--format", "marked"], capture_output=True, check=False)
    assert refused.returncode == 2 and "-o" in refused.stderr.decode()
