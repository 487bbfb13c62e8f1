"""A source's own file on the page: drawn in a child, by hash alone, and only while it still is that source."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image

from extractor.batch.ingest import ingest
from extractor.desk import drawing
from extractor.desk.answers import RefusedError
from extractor.desk.originals import Original, note_folder
from extractor.desk.pictures import Draughtsman, pictures_of
from extractor.settings import DEFAULTS
from extractor.store import schema
from tests.desk.conftest import Asking, desk_in

SAMPLES = Path(__file__).parent.parent.parent / "samples"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Asking, Path, dict[str, str]]]:
    """A desk with a folder of filings: the client, the folder, path → sha256."""
    here = tmp_path_factory.mktemp("desk")
    folder = here / "来件"
    folder.mkdir()
    for name in ("project-list.pdf", "regions.html"):
        shutil.copy(SAMPLES / name, folder)
    with zipfile.ZipFile(folder / "包.zip", "w") as packed:
        packed.write(SAMPLES / "self-evaluation.docx", "内/自评.docx")
        picture = io.BytesIO()
        Image.new("RGB", (400, 300), "white").save(picture, "PNG")
        packed.writestr("图.png", picture.getvalue())
    desk = desk_in(here)
    ingest([str(folder)], db=desk.url, workers=1, ocr=False)
    note_folder(desk.home, folder)
    with desk.database.read() as connection:
        names = {row.path: row.sha256 for row in connection.execute(sa.select(schema.source_name))}
    with Asking(desk) as client:
        yield client.enter(), folder, names
    desk.database.close()


def test_a_page_of_a_pdf(shown: tuple[Asking, Path, dict[str, str]]) -> None:
    client, _, names = shown
    sha256 = names["project-list.pdf"]
    told = client.get(f"/picture/{sha256}").json()
    assert told["kind"] == "pages"
    first = told["pages"][0]
    answer = client.get(f"/picture/{sha256}/1?scale=1.5")
    assert "immutable" in answer.headers["cache-control"]
    drawn = Image.open(io.BytesIO(answer.content))
    assert drawn.format == "WEBP"
    assert drawn.width == pytest.approx(first["width"] * 1.5, abs=2)
    assert drawn.convert("L").getextrema()[0] < 80, "something is printed on it"
    assert client.get(f"/picture/{sha256}/99").status_code == 422


def test_a_picture_in_an_archive_is_measured_in_its_pixels(shown: tuple[Asking, Path, dict[str, str]]) -> None:
    client, _, names = shown
    told = client.get(f"/picture/{names['包.zip/图.png']}").json()
    assert told["pages"] == [{"page": 1, "width": 400, "height": 300}]
    assert client.get(f"/picture/{names['包.zip/图.png']}/1").status_code == 200


def test_what_has_no_pages_gives_its_tables(shown: tuple[Asking, Path, dict[str, str]]) -> None:
    client, _, names = shown
    for path in ("regions.html", "包.zip/内/自评.docx"):
        told = client.get(f"/picture/{names[path]}").json()
        assert told["kind"] == "grid"
        assert any(cell["text"] for table in told["tables"] for cell in table["cells"])
        assert client.get(f"/picture/{names[path]}/1").status_code == 404


@pytest.mark.parametrize(
    "identity", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "0" * 64, "%00", "path-x", "' OR 1=1 --"]
)
def test_an_id_is_a_key_and_never_a_path(shown: tuple[Asking, Path, dict[str, str]], identity: str) -> None:
    client, _, _ = shown
    assert client.get(f"/picture/{identity}").status_code == 404
    assert client.get(f"/picture/{identity}/1").status_code == 404


def test_a_file_changed_since_is_not_shown_as_the_source(shown: tuple[Asking, Path, dict[str, str]]) -> None:
    client, folder, names = shown
    kept = (folder / "regions.html").read_bytes()
    try:
        pictures_of(client.desk).close()
        (folder / "regions.html").write_bytes(kept + b"<!-- -->")
        answer = client.get(f"/picture/{names['regions.html']}")
        assert answer.status_code == 422
        assert "改动过" in answer.json()["cause"]
        (folder / "regions.html").unlink()
        answer = client.get(f"/picture/{names['regions.html']}")
        assert answer.status_code == 404
        assert "不在这台电脑上" in answer.json()["cause"]
    finally:
        (folder / "regions.html").write_bytes(kept)


def test_a_child_that_dies_costs_one_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draughtsman = Draughtsman()
    monkeypatch.setattr("extractor.desk.pictures._BOOT", "import sys; sys.stdin.buffer.read(9); sys.exit(3)")
    with pytest.raises(RefusedError) as refused:
        draughtsman.ask(Original("0" * 64, str(tmp_path / "x.pdf"), "x.pdf"), "pages", format="pdf")
    assert refused.value.status == 503
    monkeypatch.undo()
    with pytest.raises(RefusedError) as refused:
        draughtsman.ask(Original("0" * 64, str(tmp_path / "x.pdf"), "x.pdf"), "pages", format="pdf")
    assert refused.value.status == 422
    draughtsman.close()


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n%garbage", b"\x89PNG\r\n\x1a\n" + b"\0" * 64])
def test_damage_is_said(data: bytes) -> None:
    for format in ("pdf", "png"):
        with pytest.raises(Exception, match="打不开|没有第") as raised:
            drawing.picture(data, format, 1, 2.0, DEFAULTS)
        assert raised.type.__name__ == "UnreadableError"


def test_paths_stay_below_the_folder(tmp_path: Path) -> None:
    from extractor.desk.originals import _within

    (tmp_path / "in").mkdir()
    (tmp_path / "secret").write_text("x")
    for path in ("../secret", str(tmp_path / "secret"), "in/../../secret", ""):
        assert _within(tmp_path / "in", path) is None
