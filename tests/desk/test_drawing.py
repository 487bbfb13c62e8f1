"""What the drawing child answers, asked here in this process: pages, pictures, tables, lessons, and refusals."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from extractor.desk import drawing
from extractor.desk.drawing import _answer, _Held
from extractor.settings import DEFAULTS

SAMPLES = Path(__file__).parents[2] / "samples"
PDF, DOCX, HTML = (SAMPLES / name for name in ("project-list.pdf", "self-evaluation.docx", "regions.html"))


def _asked(file: Path, what: str, *, inside: str = "", held: _Held | None = None, **more: Any) -> Any:
    data = more.pop("data", None) or file.read_bytes()
    question = {"sha256": hashlib.sha256(data).hexdigest(), "file": str(file), "inside": inside or file.name}
    return _answer(held or _Held(DEFAULTS), question | {"what": what, **more})


def _image(size: tuple[int, int], format: str = "PNG", **saved: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, format, **saved)
    return out.getvalue()


def _shown(answer: Any) -> Image.Image:
    told, content = answer
    assert told == {}
    return Image.open(io.BytesIO(content))


def test_pages_of_a_pdf_and_one_of_them() -> None:
    told, content = _asked(PDF, "pages", format="pdf")
    width, height = told["pages"][0]
    assert content == b"" and 500 < width < 900 and 500 < height < 900
    small, large = (_shown(_asked(PDF, "picture", format="pdf", page=1, scale=scale)) for scale in (1.0, 2.0))
    assert small.format == "WEBP"
    assert (small.width, large.width) == (pytest.approx(width, abs=1), pytest.approx(2 * width, abs=1))
    huge = _shown(_asked(PDF, "picture", format="pdf", page=1, scale=40.0))
    assert huge.width * huge.height <= drawing.PIXELS * 1.01, "however near one looks"


@pytest.mark.parametrize("page", [0, 99])
def test_a_page_that_is_not_there(tmp_path: Path, page: int) -> None:
    (tmp_path / "a.png").write_bytes(_image((30, 20)))
    for file, format in ((PDF, "pdf"), (tmp_path / "a.png", "png")):
        told, _ = _asked(file, "picture", format=format, page=page, scale=1.0)
        assert f"没有第 {page} 页" in told["cause"]


def test_a_picture_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    for name, given, size in (("a.jpg", {"exif": exif}, (200, 300)), ("b.jpg", {}, (300, 200))):
        (tmp_path / name).write_bytes(_image((300, 200), "JPEG", **given))
        assert _asked(tmp_path / name, "pages", format="jpg")[0]["pages"] == [[float(side) for side in size]]
        assert _shown(_asked(tmp_path / name, "picture", format="jpg", page=1, scale=4.0)).size == size


def test_a_large_picture_is_shown_at_the_size_of_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(_image((1684, 1000)))
    assert _shown(_asked(tmp_path / "a.png", "picture", format="png", page=1, scale=1.0)).size == (842, 500)
    assert _shown(_asked(tmp_path / "a.png", "picture", format="png", page=1, scale=4.0)).size == (1684, 1000)


def test_pages_of_a_fax(tmp_path: Path) -> None:
    more = [Image.new("L", (40 + n, 30)) for n in range(3)]
    more[0].save(tmp_path / "a.tiff", save_all=True, append_images=more[1:])
    assert _asked(tmp_path / "a.tiff", "pages", format="tiff")[0]["pages"] == [[40, 30], [41, 30], [42, 30]]
    assert _shown(_asked(tmp_path / "a.tiff", "picture", format="tiff", page=3, scale=2.0)).size == (42, 30)
    few = _Held(replace(DEFAULTS, max_frames=2))
    assert len(_asked(tmp_path / "a.tiff", "pages", held=few, format="tiff")[0]["pages"]) == 2


def test_a_picture_over_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(_image((30, 20)))
    for most, refused in ((599, True), (600, False)):
        told, _ = _asked(tmp_path / "a.png", "pages", held=_Held(replace(DEFAULTS, max_pixels=most)), format="png")
        assert ("cause" in told) == refused


def test_damage_is_an_answer_with_a_remedy(tmp_path: Path) -> None:
    whole = _image((300, 200))
    (tmp_path / "a.png").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "a.pdf").write_bytes(PDF.read_bytes()[:600])
    for name, format in (("a.png", "png"), ("a.pdf", "pdf")):
        told, content = _asked(tmp_path / name, "picture", format=format, page=1, scale=1.0)
        assert "打不开" in told["cause"] and told["remedy"] and content == b""


def test_tables_of_what_has_no_pages() -> None:
    for file in (DOCX, HTML):
        told, _ = _asked(file, "tables")
        assert any(cell["text"] for table in told["tables"] for cell in table["cells"])


def test_a_source_in_an_archive_is_found_by_its_path(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as packed:
        packed.write(DOCX, "内/自评.docx")
    told, _ = _asked(tmp_path / "包.zip", "tables", inside="包.zip/内/自评.docx", data=DOCX.read_bytes())
    assert told["tables"]
    told, _ = _asked(tmp_path / "包.zip", "tables", inside="包.zip/内/别的.docx", data=DOCX.read_bytes())
    assert "不在收件时的位置" in told["cause"]


def test_another_file_of_the_same_name_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(HTML.read_bytes())
    held = _Held(DEFAULTS)
    assert "tables" in _asked(tmp_path / "a.html", "tables", held=held)[0]
    old = HTML.read_bytes()
    (tmp_path / "a.html").write_bytes(b"<p>new</p>")
    assert "tables" in _asked(tmp_path / "a.html", "tables", held=held, data=old)[0], "its bytes are at hand"
    told, _ = _asked(tmp_path / "a.html", "tables", data=old)
    assert "改动过" in told["cause"] and "重新收件" in told["remedy"]


def test_a_page_too_large_for_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(drawing, "tables", hungry)
    told, _ = _asked(HTML, "tables")
    assert "内存" in told["cause"] and told["remedy"]


# ---- lessons

STRANGE = """<meta charset="utf-8"><p>2024年项目支出绩效目标表</p><table>
<tr><td>事项全称</td><td colspan=3>泵站改造</td></tr><tr><td>主管部门</td><td colspan=3>青山县水利局</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>衡量事项</td><td>指标值</td></tr>
<tr><td>产出指标</td><td>数量指标</td><td>改造泵站</td><td>≥3座</td></tr>
<tr><td>产出指标</td><td>质量指标</td><td>验收合格率</td><td>≥95%</td></tr></table>"""


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    (tmp_path / "甲.html").write_text(STRANGE, "utf-8")
    return tmp_path / "甲.html"


def test_each_cell_says_what_it_was_taken_for(strange: Path) -> None:
    told, _ = _asked(strange, "lesson", rules=None, pairs=[], name=None)
    assert told["cells"]["t0r1c1"] == {"role": "value", "pointers": ["/department"], "form": 0}
    assert told["tables"] and "t0r3c3" in told["cells"]


def test_cells_pointed_at_teach_a_layout(strange: Path, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    pairs = ["/forms/0/project_name=t0r0c1", "/indicators/level3=t0r2c2"]
    for rules in (None, str(tmp_path / "rules")):
        told, _ = _asked(strange, "lesson", rules=rules, pairs=pairs, name="甲县")
        assert told["book"]["name"] == "甲县" and "事项全称" in told["difference"]
        assert told["coverage"][1] >= told["coverage"][0] and told["lost"] == []
    assert list((tmp_path / "rules").iterdir()) == [], "a look writes nothing"


def test_a_pair_that_names_nothing_is_refused(strange: Path) -> None:
    told, _ = _asked(strange, "lesson", rules=None, pairs=["/filer=t9r0c0"], name="")
    assert told["cause"] and json.dumps(told, ensure_ascii=False)
