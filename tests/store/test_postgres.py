"""The served database for real: Debian's PostgreSQL, started in a folder of its own on a socket."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

import extractor
from extractor.batch.ingest import ingest
from extractor.flat.printed import dumps
from extractor.store import schema
from extractor.store.database import Database
from extractor.store.export import export
from extractor.store.load import load
from tests import ROOT
from tests.batch.test_ingest import make_folder
from tests.store_state import counts, state

pytestmark = pytest.mark.needs_postgres


@pytest.fixture(scope="module")
def payload(sample: Path) -> bytes:
    return dumps(extractor.extract(sample))


def test_load_twice_same_rows_exact_money_and_comments(url: str, payload: bytes) -> None:
    with Database.open(url) as database:
        for _ in range(2):
            load(database, payload, "年", "1.txt")
        with database.begin() as connection:
            total = connection.execute(
                sa.text("SELECT value, yuan FROM amount WHERE code = 'total' AND form_index = 0")
            ).one()
            assert tuple(total) == (Decimal("291.97"), Decimal("2919700"))
            said = connection.execute(
                sa.text("SELECT col_description('amount'::regclass, 6), obj_description('form'::regclass)")
            ).one()
            assert said == (schema.amount.columns["unit"].comment, schema.form.comment)
            assert connection.execute(sa.text("SELECT count(*) FROM v_indicator")).scalar() == 39
            assert (
                connection.execute(sa.text("SELECT department_budget_yuan FROM v_department_year")).scalar() == 2919700
            )
    before = state(url)
    assert counts(url)["form"] == 4
    with Database.open(url) as database:
        load(database, payload, "年", "1.txt")
    assert state(url) == before


@pytest.mark.parametrize("version", ["0001", "0002"])
def test_an_earlier_version_is_brought_to_dates_moments_and_json(url: str, version: str) -> None:
    from extractor.store.migrate import upgrade

    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        upgrade(connection, version)
        names = (
            "sha256, name, ocr_pages, schema_version, program_version, rules_version, with_ocr, status, errors, "
            "warnings, infos, document, loaded_at"
        )
        connection.execute(
            sa.text(
                f"INSERT INTO source ({names}) VALUES ('a', 'x', 0, '1', '1', '1', true, 'ok', 0, 0, 0, '', "
                f"'2024-01-01T08:30:00Z')"
            )
        )
        form = (
            "INSERT INTO form (sha256, form_index, id, kind, filing_date, at) VALUES ('a', :n, :id, 'unknown', :"
            "date, :at)"
        )
        for n, date in enumerate(("2024-01-05", "2024-01", None)):
            connection.execute(
                sa.text(form), {"n": n, "id": str(n), "date": date, "at": '{"page": 3}' if n == 0 else None}
            )
    engine.dispose()
    with Database.open(url) as database, database.begin() as connection:
        rows = connection.execute(sa.text("SELECT filing_date, at FROM form ORDER BY form_index")).all()
        assert rows == [(datetime.date(2024, 1, 5), {"page": 3}), (None, None), (None, None)]
        loaded = connection.execute(sa.text("SELECT loaded_at FROM source")).scalar_one()
        assert loaded == datetime.datetime(2024, 1, 1, 8, 30, tzinfo=datetime.UTC)
        kinds = dict(
            connection.execute(
                sa.text("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'finding'")
            ).all()
        )
        assert kinds["at"] == kinds["related"] == "jsonb"
        silent = connection.execute(
            sa.text(
                "SELECT c.table_name, c.column_name FROM information_schema.columns c WHERE c.table_schema = 'public' "
                "AND c.table_name LIKE 'v\\_%'"
                " AND col_description(c.table_name::regclass, c.ordinal_position) IS NULL"
            )
        ).all()
        assert silent == []


def test_the_same_rows_as_sqlite(url: str, tmp_path: Path) -> None:
    home = make_folder(tmp_path / "年", 12)
    lite = f"sqlite:///{tmp_path}/a.db"
    ingest([str(home)], db=lite, workers=1)
    ingest([str(home)], db=url, workers=2)
    ingest([str(home)], db=url, workers=1)
    served, embedded = state(url), state(lite)
    for name, rows in embedded.items():
        exact = [
            n
            for n, column in enumerate(c for c in schema.metadata.tables[name].columns if c.name != "loaded_at")
            if isinstance(column.type, sa.Numeric) and not isinstance(column.type, sa.Float)
        ]
        typed = [tuple(Decimal(v) if n in exact and v is not None else v for n, v in enumerate(row)) for row in rows]
        assert served[name] == typed, name


def test_two_runs_at_once_on_a_served_database(url: str, tmp_path: Path) -> None:
    home = make_folder(tmp_path / "年", 40)
    alone = f"sqlite:///{tmp_path}/a.db"
    ingest([str(home)], db=alone, workers=1)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "extractor", "ingest", str(home), "--db", url, "--workers", "1", "--quiet"]
    runs = [subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(2)]
    said = [run.communicate(timeout=120)[1].decode() for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert counts(url) == counts(alone)


def test_export_from_postgres(url: str, payload: bytes, tmp_path: Path) -> None:
    with Database.open(url) as database:
        load(database, payload, "年", "1.txt")
    lite = f"sqlite:///{tmp_path}/a.db"
    with Database.open(lite) as database:
        load(database, payload, "年", "1.txt")
    export(url, str(tmp_path / "pg"), "csv")
    export(lite, str(tmp_path / "lite"), "csv")
    for name in ("amount", "indicator", "finding", "form"):
        assert (tmp_path / "pg" / f"{name}.csv").read_bytes() == (tmp_path / "lite" / f"{name}.csv").read_bytes()


def test_the_documented_query_says_the_same_on_both(url: str, payload: bytes, tmp_path: Path) -> None:
    import json
    import re

    page = (ROOT / "docs" / "database.md").read_text("utf-8")
    (query,) = re.findall(r"```sql\n(.*?)```", page, re.S)
    document = json.loads(payload)
    target = document["forms"][1]["indicators"][0]
    target["level2"] |= {"canonical": "成本指标"}
    target["target"] |= {"value": "9999.5", "unit": "万元", "raw": "≤9999.5万元"}
    answers = []
    for address in (url, f"sqlite:///{tmp_path}/a.db"):
        with Database.open(address) as database:
            load(database, json.dumps(document).encode(), "年", "1.txt")
            with database.begin() as connection:
                answers.append([tuple(map(str, row)) for row in connection.execute(sa.text(query))])
    assert answers[0] == answers[1]
    assert [row[3] for row in answers[0]] == ["≤9999.5万元"]
