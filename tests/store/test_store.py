"""The database: every JSON object a row, exact money, old or new and never half, views, migrations, export."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import threading
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import extractor
from extractor.errors import UsageError
from extractor.flat.printed import dumps
from extractor.model.identity import fold_name, split_code
from extractor.store import schema
from extractor.store.database import Database, StoreError
from extractor.store.export import FLAT, TABLES, columns_of, export
from extractor.store.force import named, note_places, settle_force
from extractor.store.forget import forget
from extractor.store.load import load
from extractor.store.parcel import document_of
from extractor.store.rows import child_rows, key_of
from extractor.store.units import Department, DepartmentBook, assign_units, resolve
from extractor.store.views import view_columns
from tests import DATA
from tests.store_state import counts, state


@pytest.fixture(scope="module")
def payload(sample: Path) -> bytes:
    return dumps(extractor.extract(sample))


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/库.db"


def load_one(url: str, payload: bytes, path: str = "甲/1.txt", root: str = "年") -> str:
    with Database.open(url) as database:
        return load(database, payload, root, path)


def changed(payload: bytes, **source: Any) -> bytes:
    document = json.loads(payload)
    document["source"].update(source)
    return json.dumps(document, ensure_ascii=False).encode()


def query(url: str, sql: str) -> list[dict[str, Any]]:
    with Database.open(url) as database, database.begin() as connection:
        return [dict(row) for row in connection.execute(sa.text(sql)).mappings()]


def test_every_object_of_the_document_is_a_row(url: str, payload: bytes) -> None:
    load_one(url, payload)
    document = json.loads(payload)
    forms = document["forms"]
    found = counts(url)
    assert found["source"] == found["source_name"] == 1
    assert found["form"] == len(forms) == 4
    assert found["indicator"] == sum(len(f["indicators"]) for f in forms) == 39
    assert found["amount"] == sum(len(f["amounts"]) for f in forms)
    assert found["unmapped"] == sum(len(f["unmapped"]) for f in forms)
    assert found["finding"] == len(document["findings"])
    assert found["rule_outcome"] == len(document["checks"])
    (row,) = query(url, "SELECT document, sha256 FROM source")
    kept = document_of(row["document"])
    kept["source"].update(name=document["source"]["name"], path=document["source"]["path"])
    assert kept == document


def test_money_is_exact_and_numeric_beside_it(url: str, payload: bytes) -> None:
    load_one(url, payload)
    (row,) = query(url, "SELECT value, yuan, typeof(value) AS kind FROM amount WHERE code = 'total' AND form_index = 0")
    assert (row["value"], row["yuan"], row["kind"]) == ("291.97", "2919700", "text")
    (seen,) = query(url, "SELECT value, yuan FROM v_amount WHERE code = 'total' AND form_index = 0")
    assert (seen["value"], seen["yuan"]) == (291.97, 2919700)


def test_loading_twice_changes_nothing_and_names_add_up(url: str, payload: bytes) -> None:
    load_one(url, payload)
    before = state(url)
    load_one(url, payload)
    assert state(url) == before
    load_one(url, payload, path="乙/同一份.txt")
    after = state(url)
    assert [row[2] for row in after.pop("source_name")] == ["乙/同一份.txt", "甲/1.txt"]
    before.pop("source_name")
    assert after == before


def test_a_failed_file_and_one_without_content_have_their_row(url: str, payload: bytes) -> None:
    document = json.loads(payload)
    failure = {"category": "timeout", "cause": "超时", "remedy": "拆分"}
    document["source"] |= {"status": "failed", "failure": failure, "sha256": None, "size_bytes": None}
    document |= {"forms": [], "findings": [], "checks": []}
    document["quality"] = {"score": None, "verdict": None, "errors": 0, "warnings": 0, "infos": 0}
    key = load_one(url, json.dumps(document).encode())
    assert key == key_of(document)
    assert key.startswith("path-")
    (row,) = query(url, "SELECT status, failure_category, score FROM source")
    assert row == {"status": "failed", "failure_category": "timeout", "score": None}


def test_the_nth_statement_fails_and_the_source_is_old_or_new(url: str, payload: bytes) -> None:
    load_one(url, payload)
    old = state(url)
    renewed = changed(payload, rules_version="next")
    load_one(f"{url}.new", renewed)
    load_one(f"{url}.new", payload)
    load_one(f"{url}.new", renewed)
    new = state(f"{url}.new")
    assert new != old
    for nth in range(1, 200):
        with Database.open(url) as database:
            left = [nth]

            def fail(*_: Any, left: list[int] = left) -> None:
                left[0] -= 1
                if left[0] == 0:
                    raise sqlite3.OperationalError("disk I/O error")

            sa.event.listen(database.engine, "before_cursor_execute", fail)
            try:
                load(database, renewed, "年", "甲/1.txt")
            except (StoreError, sqlite3.OperationalError):
                assert state(url) == old
                continue
        break
    assert nth > 10
    assert state(url) == new


def test_a_full_disk_is_a_clear_stop(url: str, payload: bytes) -> None:
    with Database.open(url) as database:
        sa.event.listen(database.engine, "connect", lambda c, _: c.execute("PRAGMA max_page_count = 60"))
        database.engine.dispose()
        with pytest.raises(StoreError, match="磁盘已满"):
            load(database, payload, "年", "1.txt")
    assert counts(url)["source"] == 0
    load_one(url, payload)
    assert counts(url)["source"] == 1


def test_views_have_the_columns_of_the_flat_rows(url: str, payload: bytes) -> None:
    from extractor.flat.rows import COLUMNS

    load_one(url, payload)
    rows = query(url, "SELECT * FROM v_indicator ORDER BY form_index, indicator_index")
    assert len(rows) == 39
    assert list(rows[0])[: len(COLUMNS)] == list(COLUMNS)
    assert {row["source_path"] for row in rows} == {"甲/1.txt"}
    (year,) = query(url, "SELECT * FROM v_department_year")
    assert (year["unit"], year["fiscal_year"], year["forms"], year["indicators"]) == ("沅江市总工会", 2024, 4, 39)
    assert year["department_budget_yuan"] == 2919700
    assert year["project_budget_yuan"] == 1177600
    assert len(query(url, "SELECT * FROM v_finding")) == len(json.loads(payload)["findings"])


def test_the_models_are_what_the_migrations_make(url: str) -> None:
    with Database.open(url) as database, database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, schema.metadata) == []
    for table in schema.metadata.sorted_tables:
        assert table.comment
        assert all(column.comment for column in table.columns)


def test_a_database_of_the_first_version_is_brought_forward(tmp_path: Path) -> None:
    target = tmp_path / "old.db"
    shutil.copy(DATA / "store-0001.db", target)
    with sqlite3.connect(target) as plain:
        before = {
            name: plain.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in ("source", "source_name", "form", "amount", "indicator", "unmapped", "finding", "rule_outcome")
        }
        assert plain.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        money = plain.execute("SELECT value FROM amount WHERE code = 'total' ORDER BY form_index").fetchall()
    plain.close()
    found = counts(f"sqlite:///{target}")
    assert before == {name: found[name] for name in before}
    assert min(count for name, count in before.items() if name != "unmapped") > 0
    assert query(f"sqlite:///{target}", "SELECT version_num FROM alembic_version") == [{"version_num": schema.HEAD}]
    after = query(f"sqlite:///{target}", "SELECT value FROM amount WHERE code = 'total' ORDER BY form_index")
    assert [(row["value"],) for row in after] == money
    assert query(f"sqlite:///{target}", "SELECT count(*) AS n FROM v_indicator") == [{"n": before["indicator"]}]


def test_what_an_earlier_version_superseded_is_not_in_force(url: str, payload: bytes) -> None:
    """From version 2, whatever it held: superseded sources and forms come out of force, the rest stays in."""
    from extractor.store.migrate import upgrade
    from extractor.store.views import create_views, drop_views

    (engine := sa.create_engine(url.replace("库", "旧"))).dispose()
    with engine.begin() as connection:
        upgrade(connection, "0002")
        names = (
            "sha256, name, ocr_pages, schema_version, program_version, rules_version, with_ocr, status, errors, "
            "warnings, infos, document, loaded_at, superseded_by"
        )
        for sha, by in (("b" * 64, None), ("a" * 64, "b" * 64)):
            values = {"sha": sha, "by": by, "at": "2024-01-01T00:00:00Z"}
            connection.execute(
                sa.text(
                    f"INSERT INTO source ({names}) VALUES (:sha, 'x', 0, '1', '1', '1', true, 'ok', 0, 0, 0, x'00', :"
                    f"at, :by)"
                ),
                values,
            )
            connection.execute(sa.text("INSERT INTO source_name VALUES (:sha, '年', 'x.docx')"), values)
            connection.execute(
                sa.text(
                    "INSERT INTO form (sha256, form_index, id, kind, filing_date) VALUES (:sha, 0, :sha, 'unknown', "
                    "'2024-01-05')"
                ),
                values,
            )
        connection.execute(
            sa.text(
                "INSERT INTO form (sha256, form_index, id, kind, superseded_by) VALUES (:sha, 1, 'old', 'unknown', 'x')"
            ),
            {"sha": "b" * 64},
        )
        drop_views(connection)
        upgrade(connection)
        create_views(connection)
        sources = connection.execute(sa.text("SELECT sha256, in_force FROM source ORDER BY sha256")).all()
        assert [(row[0][0], bool(row[1])) for row in sources] == [("a", False), ("b", True)]
        assert [
            bool(row[0]) for row in connection.execute(sa.text("SELECT present FROM source_name ORDER BY sha256"))
        ] == [False, True]
        forms = connection.execute(sa.text("SELECT id, role, in_force FROM form ORDER BY sha256, form_index")).all()
        assert [(row[0][0], row[1], bool(row[2])) for row in forms] == [
            ("a", "original", False),
            ("b", "original", True),
            ("o", "old", False),
        ]
    engine.dispose()


def test_a_wrong_address_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="数据库"):
        Database.open("nonsense://x")
    (tmp_path / "text.db").write_text("这不是数据库" * 100)
    with pytest.raises(UsageError, match="数据库"):
        Database.open(f"sqlite:///{tmp_path}/text.db")
    with pytest.raises(UsageError, match="文件夹"):
        Database.open(f"sqlite:///{tmp_path}/text.db/below/a.db")
    with pytest.raises(UsageError, match="不存在"):
        export(f"sqlite:///{tmp_path}/none.db", str(tmp_path / "out"), "csv")


@pytest.mark.parametrize("format", ["csv", "jsonl", "xlsx", "parquet"])
def test_export_keeps_null_and_empty_apart(url: str, payload: bytes, tmp_path: Path, format: str) -> None:
    load_one(url, payload)
    made = export(url, str(tmp_path / "out"), format)
    beside = ["data-dictionary.csv"] + ["datapackage.json"] * (format in ("csv", "parquet"))
    assert [p.name for p in made] == [f"{name}.{format}" for name in (*TABLES, *FLAT)] + beside
    target = tmp_path / "out" / f"amount.{format}"
    names = [column.name for column in columns_of("amount")]
    want = [
        (row["code"], row["raw"], None if row["value"] is None else Decimal(row["value"]))
        for row in query(url, "SELECT * FROM amount ORDER BY sha256, form_index, code")
    ]
    assert ("", None) in [(raw, value) for _, raw, value in want]
    got = [(row["code"], row["raw"], row["value"]) for row in _read_back(target, format, names)]
    assert got == want
    with (tmp_path / "out" / "data-dictionary.csv").open(encoding="utf-8-sig", newline="") as opened:
        described = [(row["table"], row["column"]) for row in csv.DictReader(opened) if row["comment"]]
    assert [d for d in described if d[0] in TABLES] == [
        (name, column.name) for name in TABLES for column in columns_of(name)
    ]
    with Database.open(url) as database, database.read() as connection:
        assert [d for d in described if d[0] in FLAT] == [
            (name, c.name) for name in FLAT for c in view_columns(connection, name)
        ]


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_the_data_package_is_valid(url: str, payload: bytes, tmp_path: Path, format: str) -> None:
    frictionless = pytest.importorskip("frictionless")
    load_one(url, payload)
    load_one(url, changed(other_version(payload, "a"), format="pdf", ocr_pages=1), path="1.scan.pdf")
    _finish(url, {("年", "甲/1.txt"): key_of(json.loads(payload)), ("年", "1.scan.pdf"): "a" * 64})
    export(url, str(tmp_path / "out"), format)
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    assert [r["name"] for r in package["resources"]] == [*TABLES, *FLAT]
    assert all(field["description"] for r in package["resources"] for field in r["schema"]["fields"])
    if format == "csv":
        found = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
        assert found.valid, found.flatten(["name", "rowNumber", "fieldName", "type", "note"])
        with (tmp_path / "out" / "form.csv").open(encoding="utf-8", newline="") as opened:
            assert len(list(csv.DictReader(opened))) == 4, "copies count once"
        export(url, str(tmp_path / "all"), format, everything=True)
        with (tmp_path / "all" / "form.csv").open(encoding="utf-8", newline="") as opened:
            assert len(list(csv.DictReader(opened))) == 8


def test_csv_export_runs_no_formula(url: str, payload: bytes, tmp_path: Path) -> None:
    document = json.loads(payload)
    document["forms"][0]["filer"] = '=HYPERLINK("http://x","y")'
    document["forms"][0]["title"] = "-5"
    load_one(url, json.dumps(document, ensure_ascii=False).encode())
    export(url, str(tmp_path / "csv"), "csv")
    export(url, str(tmp_path / "jsonl"), "jsonl")
    with (tmp_path / "csv" / "form.csv").open(encoding="utf-8", newline="") as opened:
        first = next(csv.DictReader(opened))
    assert (first["filer"], first["title"]) == ('\'=HYPERLINK("http://x","y")', "-5")
    stored = json.loads((tmp_path / "jsonl" / "form.jsonl").read_text("utf-8").splitlines()[0])
    assert stored["filer"] == '=HYPERLINK("http://x","y")'


def _read_back(target: Path, format: str, names: list[str]) -> list[dict[str, Any]]:
    if format == "jsonl":
        rows = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
        assert list(rows[0]) == names
        return [row | {"value": None if row["value"] is None else Decimal(row["value"])} for row in rows]
    if format == "csv":
        text = target.read_text("utf-8").splitlines()
        assert text[0] == ",".join(names)
        # `,"",` is an empty text, `,,` is NULL.
        marked = [line.replace(',"",', ',"<empty>",') for line in text]
        back = list(csv.DictReader(marked))
        return [
            row
            | {
                "raw": "" if row["raw"] == "<empty>" else row["raw"],
                "value": Decimal(row["value"]) if row["value"] else None,
            }
            for row in back
        ]
    if format == "parquet":
        parquet = pytest.importorskip("pyarrow.parquet")
        table = parquet.read_table(target)
        assert table.schema.names == names
        return list(table.to_pylist())
    import re
    import zipfile

    import openpyxl

    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    assert list(head) == names
    xml = zipfile.ZipFile(target).read("xl/worksheets/sheet1.xml").decode()
    cells = set(re.findall(r'<c r="D(\d+)"', xml))
    found = []
    for number, row in enumerate(rows, start=2):
        record: dict[str, Any] = dict(zip(names, row))
        raw = record["raw"] or ("" if str(number) in cells else None)
        value = None if record["value"] is None else Decimal(str(record["value"]))
        found.append(record | {"raw": raw, "value": value})
    return found


def test_codes_and_names_are_split() -> None:
    assert split_code("[155]沅江市总工会") == ("155", "沅江市总工会")
    assert split_code("219-某局") == ("219", "某局")
    assert split_code("505001_某中学") == ("505001", "某中学")
    assert split_code("三十九中学") == ("", "三十九中学")
    assert split_code("2024年") == ("", "2024年") or split_code("2024年")[1] == "年"
    assert fold_name("沅江市 总工会（盖章）") == fold_name("[155] 沅江市总工会") == "沅江市总工会"


def test_names_are_one_unit_by_folding_code_or_book_and_else_proposed() -> None:
    names = [
        ("沅江市总工会", ""),
        ("[155]沅江市总工会", ""),
        ("沅江市 总工会", ""),
        ("市总工会", ""),
        ("市妇联", "156"),
        ("沅江市妇联", "156"),
        ("第一中学", ""),
        ("第二中学", ""),
        ("沅江市总公会", ""),
    ]
    found = {(u.name, u.code): u for u in resolve(names, DepartmentBook())}
    assert {found[n].unit for n in names[:3]} == {"沅江市总工会"}
    assert (found["市总工会", ""].unit, found["市总工会", ""].proposal) == ("市总工会", "沅江市总工会")
    assert (found["市妇联", "156"].unit, found["市妇联", "156"].basis) == ("沅江市妇联", "code")
    assert found["第一中学", ""].proposal is None
    assert (found["沅江市总公会", ""].unit, found["沅江市总公会", ""].proposal) == ("沅江市总公会", "沅江市总工会")
    book = DepartmentBook(departments=[Department(name="沅江市总工会", code="155", aliases=["市总工会"])])
    confirmed = {u.name: u for u in resolve(names, book)}
    assert (confirmed["市总工会"].unit, confirmed["市总工会"].basis) == ("沅江市总工会", "book")
    assert resolve(reversed(names), DepartmentBook()) == resolve(names, DepartmentBook())


def other_version(payload: bytes, digit: str, **form: Any) -> bytes:
    document = json.loads(payload)
    document["source"]["sha256"] = digit * 64
    for entry in document["forms"]:
        entry["id"] = f"{digit * 16}-{entry['index']}"
        for key, value in form.items():
            entry["signoff" if key == "filing_date" else key] = (
                {**entry["signoff"], key: value} if key == "filing_date" else value
            )
    return json.dumps(document, ensure_ascii=False).encode()


def _finish(url: str, present: dict[tuple[str, str], str | None], pruned: tuple[str, ...] = ()) -> list[list[str]]:
    with Database.open(url) as database, database.begin() as connection:
        assign_units(connection, DepartmentBook())
        note_places(connection, present, pruned)
        return named(connection, settle_force(connection))


def _shown(url: str) -> set[str]:
    return {row["sha256"] for row in query(url, "SELECT sha256 FROM v_indicator")}


def test_other_bytes_at_the_same_path_supersede_and_keep(url: str, payload: bytes) -> None:
    first = load_one(url, other_version(payload, "a"), path="1.txt")
    _finish(url, {("年", "1.txt"): first})
    second = load_one(url, other_version(payload, "b"), path="1.txt")
    assert _finish(url, {("年", "1.txt"): second}) == []
    assert query(url, "SELECT sha256, superseded_by FROM source ORDER BY sha256") == [
        {"sha256": first, "superseded_by": second},
        {"sha256": second, "superseded_by": None},
    ]
    assert counts(url)["indicator"] == 78
    assert _shown(url) == {second}
    assert _finish(url, {("年", "1.txt"): first}) == []
    assert _shown(url) == {first}, "put back, in force again"
    assert len(query(url, "SELECT id FROM form WHERE in_force")) == 4


def test_a_later_filing_date_supersedes_under_any_name(url: str, payload: bytes) -> None:
    late = load_one(url, other_version(payload, "a", filing_date="2024-06-02"), path="改.txt")
    early = load_one(url, other_version(payload, "b", filing_date="2024-06-01"), path="1.txt")
    groups = _finish(url, {("年", "改.txt"): late, ("年", "1.txt"): early})
    assert groups[0] == ["改.txt 第1张表（正本）", "1.txt 第1张表（旧版）"]
    assert _shown(url) == {late}
    assert counts(url)["indicator"] == 78
    old = query(url, "SELECT role, superseded_by FROM form WHERE NOT in_force ORDER BY id")
    assert old[0] == {"role": "old", "superseded_by": f"{'a' * 16}-0"}


def test_two_copies_count_once_and_are_named(url: str, payload: bytes) -> None:
    one = load_one(url, other_version(payload, "b"), path="1.docx")
    two = load_one(url, changed(other_version(payload, "a"), ocr_pages=2, format="pdf"), path="1.scan.pdf")
    groups = _finish(url, {("年", "1.docx"): one, ("年", "1.scan.pdf"): two})
    assert len(groups) == 4
    assert groups[0] == ["1.docx 第1张表（正本）", "1.scan.pdf 第1张表（副本）"]
    assert len(query(url, "SELECT * FROM v_indicator")) == 39
    assert query(url, "SELECT count(DISTINCT sha256) AS n FROM v_finding") == [{"n": 1}]
    assert query(url, "SELECT sha256, in_force FROM source ORDER BY sha256") == [
        {"sha256": two, "in_force": 0},
        {"sha256": one, "in_force": 1},
    ]


def test_what_left_the_folder_is_no_longer_in_force_with_prune(url: str, payload: bytes) -> None:
    one = load_one(url, payload, path="1.txt")
    assert _finish(url, {("年", "1.txt"): one}) == []
    _finish(url, {})
    assert _shown(url) == {one}
    _finish(url, {}, ("别的",))
    assert _shown(url) == {one}
    _finish(url, {}, ("年",))
    assert _shown(url) == set()
    _finish(url, {("年", "1.txt"): one}, ("年",))
    assert _shown(url) == {one}


def test_forget_takes_a_path_out_and_ingest_brings_it_back(url: str, payload: bytes) -> None:
    one = load_one(url, other_version(payload, "a"), path="甲/1.txt")
    two = load_one(url, other_version(payload, "b", fiscal_year=2023), path="1.txt")
    both: dict[tuple[str, str], str | None] = {("年", "甲/1.txt"): one, ("年", "1.txt"): two}
    _finish(url, both)
    assert forget(url, "/somewhere/年/1.txt") == ["年/1.txt"]
    assert _shown(url) == {one}
    assert forget(url, "甲") == ["年/甲/1.txt"]
    assert _shown(url) == set()
    with pytest.raises(UsageError, match="没有路径"):
        forget(url, "甲/1.txt")
    _finish(url, both)
    assert _shown(url) == {one, two}


def test_rows_of_a_strange_document_still_load(url: str, payload: bytes) -> None:
    document = json.loads(payload)
    document["forms"][0]["indicators"][0]["target"]["value"] = "1e5"
    document["forms"][0]["unmapped"].append({"label": None, "text": "零\0字节", "at": {}})
    load_one(url, json.dumps(document).encode())
    assert child_rows(document)["unmapped"][-1]["text"]
    (row,) = query(url, "SELECT target_value FROM indicator WHERE form_index = 0 AND row = 0")
    assert row["target_value"] is None


def test_a_new_file_that_another_run_is_turning_to_wal_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE t (a)")
    release = threading.Timer(0.5, other.rollback)
    release.start()
    with Database.open(str(path)) as database, database.begin() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == schema.HEAD
    release.join()
    other.close()
