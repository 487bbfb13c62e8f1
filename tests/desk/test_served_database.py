"""The same pages on PostgreSQL, where types are strict: every view, the letters, the same counts as SQLite gives."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from extractor.batch.ingest import ingest
from extractor.desk.desk import Desk
from extractor.desk.originals import note_folder
from extractor.desk.tally import YearTally, tally, years
from extractor.store import schema
from tests.desk.conftest import Asking, desk_in
from tests.desk.filings import make_filings, make_refiled
from tests.desk.test_send import made, opened

pytestmark = pytest.mark.needs_postgres


def plain(year: YearTally) -> list[tuple[object, ...]]:
    """A tally as values."""
    units = sorted(year.units, key=lambda unit: unit.unit)
    return [
        (u.unit, u.files, u.forms, dict(u.verdicts), u.errors, u.warnings, u.infos, u.score, round(u.coverage or 0, 6))
        for u in units
    ]


def test_every_view_says_the_same(url: str, tmp_path: Path) -> None:
    folders = (make_filings(tmp_path / "来件"), make_refiled(tmp_path / "重报"))
    desks: list[Desk] = []
    for name, address in (("served", url), ("own", None)):
        desk = desk_in(tmp_path / name, url=address)
        for folder in folders:
            ingest([str(folder)], db=desk.url, workers=2, ocr=False)
            note_folder(desk.home, folder)
        desks.append(desk)
    served, own = desks
    assert years(served) == years(own)
    for year in years(own):
        assert plain(tally(served, year)) == plain(tally(own, year))
    with Asking(served) as client:
        client.enter()
        with served.database.read() as connection:
            sources = connection.execute(sa.select(schema.source.c.sha256)).scalars().all()
            new = connection.execute(
                sa.select(schema.form.c.superseded_by).where(schema.form.c.superseded_by.is_not(None))
            ).scalars()
            refiled = next(iter(new))
        addresses = [f"/source/{sha256}" for sha256 in sources] + [f"/refiled/{refiled}"]
        addresses += [
            "/intake",
            "/overview?year=2024",
            "/overview?year=0",
            "/overview/files?state=failed",
            "/send?year=2024",
        ]
        addresses += ["/overview/files?year=2024&verdict=通过&q=项目", "/overview/unit?year=2024&name=县科学技术协会"]
        for address in addresses:
            answer = client.get(address, headers={"Accept": "text/html"})
            assert answer.status_code == 200, address
        end, _ = made(client, what="letters")
        assert "县科学技术协会.docx" in opened(client, end["end"]["lot"]).namelist()
    for desk in desks:
        desk.database.close()
