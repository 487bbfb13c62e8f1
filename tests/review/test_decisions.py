"""Decisions: written once, undone by a row, kept through re-ingest, brought to a re-filed version only where they meet
the same value; all or nothing; and the queue's counts, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from extractor.ground.rulefile import shipped_dir
from extractor.review import (
    ConflictError,
    DecisionError,
    Filter,
    Key,
    NotEditableError,
    Wish,
    decide,
    draw,
    facets,
    finding_of,
    history,
    last_step,
    load_source,
    page,
    rate,
    total,
    undo,
    wilson,
)
from extractor.review.queue import key_of, row_of
from extractor.rulebook import load_rules
from extractor.store.database import Database
from extractor.store.export import export
from extractor.store.queue import refresh_queue
from tests.desk_samples import load_folder, put, target_form
from tests.postgres_server import fresh, running

RULES = load_rules()
ALL = Filter(state=())


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running() as prefix:
        yield prefix


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two filings of one unit, one of another; and a database that has read them."""
    home = tmp_path_factory.mktemp("template")
    put(home / "报送", "a.html", target_form(total="110"))
    put(home / "报送", "b.html", target_form("桥梁检测", phone="123"))
    put(home / "报送", "c.html", target_form("校舍维修", unit="某市教育局", filer="某市一中"))
    load_folder(home / "报送", f"sqlite:///{home}/桌.db")
    with sqlite3.connect(home / "桌.db") as plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return home


@pytest.fixture(scope="module")
def served(server: str, template: Path) -> str:
    """The same on PostgreSQL."""
    url = fresh(server)
    load_folder(template / "报送", url)
    return url


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    return shutil.copytree(template / "报送", tmp_path / "报送")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def url(request: pytest.FixtureRequest, template: Path, tmp_path: Path) -> str:
    if request.param == "sqlite":
        shutil.copy(template / "桌.db", tmp_path / "桌.db")
        return f"sqlite:///{tmp_path}/桌.db"
    return fresh(request.getfixturevalue("server"), like=request.getfixturevalue("served"))


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    with Database.open(url) as opened:
        yield opened


def rows(database: Database, wanted: Filter = ALL) -> list[dict[str, Any]]:
    with database.read() as connection:
        return page(connection, wanted, limit=1000)


def one(database: Database, code: str, path: str = "a.html", state: tuple[str, ...] = ()) -> dict[str, Any]:
    return next(row for row in rows(database, Filter(code=(code,), state=state)) if row["path"] == path)


def wish(row: dict[str, Any], action: Any = "confirm", **more: Any) -> Wish:
    return Wish(row["sha256"], action, row["finding"], **more)


def query(database: Database, sql: str) -> list[dict[str, Any]]:
    with database.read() as connection:
        return [dict(row) for row in connection.execute(sa.text(sql)).mappings()]


def is_counted_right(database: Database) -> None:
    """The counts are those of the queue, and the queue holds every finding of the documents once."""
    group = (
        "SELECT fiscal_year, unit, kind, code, severity, state, {} AS n FROM {} GROUP BY 1, 2, 3, 4, 5, 6 ORDER "
        "BY 1, 2, 3, 4, 5, 6"
    )
    counted = query(database, group.format("sum(findings)", "tally"))
    assert counted == query(database, group.format("count(*)", "queue WHERE in_force"))
    assert all(row["n"] > 0 for row in counted)
    kept = query(database, "SELECT count(*) AS n FROM queue WHERE told IS NULL")
    assert kept == query(database, "SELECT count(*) AS n FROM finding")


# -- one decision -----------------------------------------------------------------------------------------------


def test_a_value_put_right_closes_its_finding_and_undo_opens_it_again(database: Database) -> None:
    row = one(database, "sum-mismatch")
    outcome = decide(database, RULES, [wish(row, "value", pointer="/forms/0/amounts/total", new="100", seen=0)], "张三")
    (change,) = outcome.changes
    assert [finding.code for finding in change.closed] == ["sum-mismatch"]
    assert change.opened == [] and change.score[1] > change.score[0]  # type: ignore[operator]
    assert row_of_state(database, row) == "corrected"
    (told,) = query(database, "SELECT * FROM correction")
    assert (told["who"], told["pointer"], told["old"], told["new"]) == ("张三", "/forms/0/amounts/total", "110", "100")
    assert told["finding"] == row["finding"] and told["rule"] == "total-by-source" and told["rules_version"]
    back = undo(database, RULES, outcome.step, "李四")
    assert [finding.code for finding in back.changes[0].opened] == ["sum-mismatch"]
    assert row_of_state(database, row) == "open"
    first, second = query(database, "SELECT * FROM correction ORDER BY id")
    assert first["undone_by"] == second["id"] and second["action"] == "undo" and second["who"] == "李四"
    with pytest.raises(ConflictError):
        undo(database, RULES, outcome.step, "张三")
    is_counted_right(database)


def row_of_state(database: Database, row: dict[str, Any]) -> str:
    with database.read() as connection:
        found = row_of(connection, row["sha256"], row["finding"])
    assert found is not None
    return str(found["state"])


def test_what_was_read_stays_beside_what_was_put_right(database: Database, url: str, tmp_path: Path) -> None:
    row = one(database, "sum-mismatch")
    decide(database, RULES, [wish(row, "value", pointer="/forms/0/amounts/total", new="100")], "张三")
    decide(
        database, RULES, [Wish(row["sha256"], "value", pointer="/forms/0/indicators/0/target", new="≥130公里")], "张三"
    )
    with database.read() as connection:
        kept = load_source(connection, row["sha256"])
    assert kept is not None
    form = kept.document.forms[0]
    assert form.amounts["total"].raw == "110" and form.indicators[0].target.raw == "≥120公里"
    right = json.loads(kept.document.model_dump_json())["forms"][0]["corrected"]
    assert right["/amounts/total"]["raw"] == "100" and right["/amounts/total"]["parsed"]["yuan"] == "1000000"
    assert right["/indicators/0/target"]["parsed"]["value"] == "130"
    export(url, str(tmp_path / "出"), "jsonl")
    amounts = [json.loads(line) for line in (tmp_path / "出" / "amount.jsonl").read_text("utf-8").splitlines()]
    total_ = next(a for a in amounts if a["sha256"] == row["sha256"] and a["code"] == "total")
    assert total_["raw"] == "110" and json.loads(total_["corrected"])["value"]["raw"] == "100"
    flat = [json.loads(line) for line in (tmp_path / "出" / "v_indicator.jsonl").read_text("utf-8").splitlines()]
    told = [json.loads(line["corrected"])["target"]["raw"] for line in flat if line["corrected"]]
    assert told == ["≥130公里"]
    (view,) = query(database, f"SELECT raw, yuan FROM v_amount WHERE sha256 = '{row['sha256']}' AND code = 'total'")
    assert (view["raw"], int(view["yuan"])) == ("110", 1000000)
    (budget,) = query(database, f"SELECT budget_yuan FROM form WHERE sha256 = '{row['sha256']}'")
    assert str(budget["budget_yuan"]) == "1000000"


def test_a_value_that_is_wrong_too_opens_what_it_breaks(database: Database) -> None:
    row = one(database, "missing-target-value")
    outcome = decide(database, RULES, [wish(row, "value", new="2019年12月底前")], "张三")
    (change,) = outcome.changes
    assert "missing-target-value" in {f.code for f in change.closed} and change.opened, "the year is not the form's"
    is_counted_right(database)


def test_decisions_that_change_no_value(database: Database) -> None:
    blank, unit, phone = (
        one(database, "missing-target-value"), one(database, "missing-unit"), one(database, "bad-phone", "b.html"),
    )  # fmt: skip
    score = query(database, f"SELECT score FROM source WHERE sha256 = '{unit['sha256']}'")[0]["score"]
    decide(database, RULES, [wish(blank, "confirm")], "张三")
    assert row_of_state(database, blank) == "confirmed"
    assert query(database, f"SELECT score FROM source WHERE sha256 = '{unit['sha256']}'")[0]["score"] == score
    with pytest.raises(DecisionError, match="理由"):
        decide(database, RULES, [wish(unit, "waive", reason=" ")], "张三")
    decide(database, RULES, [wish(unit, "waive", reason="百分制，约定不写")], "张三")
    assert query(database, f"SELECT score FROM source WHERE sha256 = '{unit['sha256']}'")[0]["score"] > score
    decide(database, RULES, [wish(phone, "unreadable", reason="印章盖住")], "张三")
    assert row_of_state(database, phone) == "asked"
    with database.read() as connection:
        assert [h["action"] for h in history(connection, unit["sha256"])] == ["waive", "confirm"]
        assert finding_of(connection, unit["sha256"], unit["finding"])["code"] == "missing-unit"  # type: ignore[index]
    is_counted_right(database)


def test_wishes_that_make_no_sense_change_nothing(database: Database) -> None:
    row = one(database, "sum-mismatch")
    with pytest.raises(DecisionError):
        decide(database, RULES, [wish(row, "value", pointer="/forms/0/unmapped/0", new="x")], "张三")
    with pytest.raises(NotEditableError):
        decide(database, RULES, [Wish(row["sha256"], "value", pointer="/forms/0/fiscal_year", new="明年")], "张三")
    with pytest.raises(NotEditableError):
        decide(
            database, RULES, [Wish(row["sha256"], "value", pointer="/forms/0/indicators/99/target", new="1")], "张三"
        )
    with pytest.raises(DecisionError):
        decide(database, RULES, [Wish(row["sha256"], "confirm", "no-such-id")], "张三")
    with pytest.raises(DecisionError):
        decide(database, RULES, [Wish("0" * 64, "confirm", "no-such-id")], "张三")
    with pytest.raises(DecisionError):
        decide(database, RULES, [], "张三")
    with pytest.raises(DecisionError):
        undo(database, RULES, 77, "张三")
    assert query(database, "SELECT * FROM correction") == []


def test_the_record_can_be_neither_changed_nor_deleted(database: Database) -> None:
    decide(database, RULES, [wish(one(database, "sum-mismatch"))], "张三")
    for attack in ("UPDATE correction SET who = '李四'", "DELETE FROM correction", "UPDATE correction SET new = 'x'"):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), database.engine.begin() as connection:
            connection.execute(sa.text(attack))


def test_two_people_the_second_sees_the_first_decision(database: Database) -> None:
    row = one(database, "missing-unit")
    decide(database, RULES, [wish(row, "value", new="90%", seen=0)], "张三")
    with pytest.raises(ConflictError, match="张三") as told:
        decide(database, RULES, [wish(row, "waive", reason="不改", seen=0)], "李四")
    assert told.value.theirs["new"] == "90%"
    decide(database, RULES, [wish(row, "confirm", seen=told.value.theirs["id"])], "李四")


def test_two_at_the_same_moment_one_wins(database: Database) -> None:
    row = one(database, "missing-unit")

    def by(who: str) -> str:
        try:
            decide(database, RULES, [wish(row, "value", new=f"9{len(who)}%", seen=0)], who)
        except ConflictError as error:
            return str(error.theirs["who"])
        return "won"

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(by, ["甲", "乙乙", "丙丙丙", "丁丁丁丁"]))
    (kept,) = query(database, "SELECT who FROM correction")
    assert told == sorted([*[kept["who"]] * 3, "won"])
    is_counted_right(database)


def test_u_takes_back_the_own_last_step(database: Database) -> None:
    first = decide(database, RULES, [wish(one(database, "missing-unit"))], "张三")
    decide(database, RULES, [wish(one(database, "sum-mismatch"))], "李四")
    with database.read() as connection:
        assert last_step(connection, "张三") == first.step
        assert last_step(connection, "王五") is None
    undo(database, RULES, first.step, "张三")
    with database.read() as connection:
        assert last_step(connection, "张三") is None


# -- many at once -----------------------------------------------------------------------------------------------


def test_a_bulk_action_shows_first_then_is_one_step(database: Database) -> None:
    chosen = [wish(row, "waive", reason="按县级口径") for row in rows(database, Filter(code=("missing-unit",)))]
    assert len(chosen) == 3
    before = rows(database)
    shown = decide(database, RULES, chosen, "张三", preview=True)
    assert shown.decisions == 3 and len(shown.changes) == 3
    assert rows(database) == before and query(database, "SELECT * FROM correction") == []
    done = decide(database, RULES, chosen, "张三")
    assert {row["state"] for row in rows(database, Filter(code=("missing-unit",), state=()))} == {"waived"}
    with database.read() as connection:
        assert last_step(connection, "张三") == done.step
    undo(database, RULES, done.step, "张三")
    assert [r | {"correction": None} for r in rows(database)] == [r | {"correction": None} for r in before]
    assert len(query(database, "SELECT * FROM correction WHERE action = 'undo'")) == 3
    is_counted_right(database)


def test_one_wish_that_fails_takes_all_with_it(database: Database) -> None:
    good = [wish(row) for row in rows(database)]
    with pytest.raises(DecisionError):
        decide(database, RULES, [*good, Wish(good[0].sha256, "confirm", "gone")], "张三")
    assert query(database, "SELECT * FROM correction") == []
    assert {row["state"] for row in rows(database)} == {"open"}


_BULK = """
import sys, time
import extractor.review.decisions as decisions
from extractor.review import Filter, Wish, page
from extractor.rulebook import load_rules
from extractor.store.database import Database
url, how = sys.argv[1:]
apply = decisions.apply_decisions
def slowly(connection, rules, sources):
    made = apply(connection, rules, sources[: len(sources) // 2 + 1])
    print("in the middle", flush=True)
    time.sleep(60 if how == "killed" else 0)
    return made + apply(connection, rules, sources)
decisions.apply_decisions = slowly
with Database.open(url) as database:
    with database.read() as connection:
        found = page(connection, Filter(), limit=100)
    wishes = [Wish(r["sha256"], "waive", r["finding"], reason="试") for r in found]
    decisions.decide(database, load_rules(), wishes, "张三")
print("done", flush=True)
"""


def test_killed_in_the_middle_nothing_is_half_done(database: Database, url: str) -> None:
    before = rows(database)
    run = subprocess.Popen([sys.executable, "-c", _BULK, url, "killed"], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None and run.stdout.readline() == "in the middle\n"
    run.send_signal(signal.SIGKILL)
    run.wait()
    deadline = time.monotonic() + 10  # the server notices that its client is gone
    while time.monotonic() < deadline and query(database, "SELECT count(*) AS n FROM correction") != [{"n": 0}]:
        time.sleep(0.1)
    assert rows(database) == before and query(database, "SELECT * FROM correction") == []
    is_counted_right(database)
    subprocess.run([sys.executable, "-c", _BULK, url, "whole"], check=True, stdout=subprocess.DEVNULL)
    assert {row["state"] for row in rows(database)} == {"waived"}
    is_counted_right(database)


# -- read again, filed again ------------------------------------------------------------------------------------


def test_read_again_by_other_rules_every_decision_is_kept(
    database: Database, url: str, folder: Path, tmp_path: Path
) -> None:
    row, unit = one(database, "sum-mismatch"), one(database, "missing-unit")
    decide(database, RULES, [wish(row, "value", pointer="/forms/0/amounts/total", new="100")], "张三")
    decide(database, RULES, [wish(unit, "waive", reason="约定")], "张三")
    before = rows(database)
    other = shutil.copytree(shipped_dir(), tmp_path / "rules")
    with (other / "calendar.yaml").open("a", encoding="utf-8") as book:
        book.write("# another version\n")
    from extractor.batch.ingest import ingest

    summary = ingest([str(folder)], db=url, workers=1, rules_dir=str(other))
    assert summary.done == 3, "another version of the rules reads everything anew"
    assert rows(database) == before
    ingest([str(folder)], db=url, workers=1, rules_dir=str(other))
    assert rows(database) == before
    is_counted_right(database)


def test_a_refiled_version_keeps_what_still_meets_the_same_value(database: Database, url: str, folder: Path) -> None:
    """The sum was put right and the unit waived; the unit's next version moves the rows and changes one of the
    values.
    """
    total_, unit, blank = (one(database, code) for code in ("sum-mismatch", "missing-unit", "missing-target-value"))
    decide(database, RULES, [wish(total_, "value", pointer="/forms/0/amounts/total", new="100")], "张三")
    decide(database, RULES, [wish(unit, "waive", reason="约定")], "张三")
    decide(database, RULES, [wish(blank, "value", new="2024年12月底前")], "张三")
    moved = (
        ("产出指标", "数量指标", "新增指标", "≥3座"),
        ("", "数量指标", "养护里程", "≥120公里"),
        ("", "质量指标", "验收合格率", "≥95%"),
        ("", "时效指标", "完成时限", ""),
        ("效益指标", "社会效益指标", "道路完好率", "85"),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"),
    )
    put(folder, "a.html", target_form(total="110", rows=moved))
    load_folder(folder, url)
    new = {row["code"]: row["state"] for row in rows(database) if row["path"] == "a.html"}
    assert new["sum-mismatch"] == "corrected", "110 still stands there"
    assert new["missing-target-value"] == "corrected", "the row of the same name is found where it stands now"
    assert new["missing-unit"] == "open", "what was waived was 90, and 85 stands there now"
    with database.read() as connection:
        kept = load_source(connection, next(r["sha256"] for r in rows(database) if r["path"] == "a.html"))
    assert kept is not None
    assert set(kept.document.forms[0].corrected) == {"/amounts/total", "/indicators/3/target"}
    is_counted_right(database)


def test_a_filing_sent_again_as_it_was_put_right_needs_no_correction(
    database: Database, url: str, folder: Path
) -> None:
    row = one(database, "sum-mismatch")
    decide(database, RULES, [wish(row, "value", pointer="/forms/0/amounts/total", new="100")], "张三")
    put(folder, "a.html", target_form(total="100"))
    load_folder(folder, url)
    assert "sum-mismatch" not in {r["code"] for r in rows(database) if r["path"] == "a.html" and r["state"] == "open"}
    is_counted_right(database)


# -- the queue --------------------------------------------------------------------------------------------------


def test_facets_are_counts_of_what_the_filter_shows(database: Database) -> None:
    decide(database, RULES, [wish(one(database, "missing-unit"))], "张三")
    found = rows(database)
    rng = random.Random(5)
    for _ in range(20):
        wanted = Filter(
            severity=tuple(rng.sample(["error", "warning", "info"], rng.randint(0, 2))),
            code=tuple(rng.sample(["missing-unit", "sum-mismatch", "bad-phone"], rng.randint(0, 2))),
            unit=tuple(rng.sample(["某市交通局", "某市教育局"], rng.randint(0, 1))),
            state=tuple(rng.sample(["open", "confirmed"], rng.randint(0, 1))),
            text=rng.choice(["", "", "校舍", "没有写单位", "b.html", "%"]),
        )
        shown = rows(database, wanted)
        with database.read() as connection:
            counted = facets(connection, wanted)
            assert total(connection, wanted) == len(shown)
        for facet in ("severity", "code", "unit", "kind", "state"):
            others = Filter(**{**_plain(wanted), facet: ()})
            expected = Counter(row[facet] for row in rows(database, others))
            assert {c.value: c.findings for c in counted[facet] if c.findings} == dict(expected)
    assert len(found) == 8


def _plain(wanted: Filter) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in Filter.__dataclass_fields__}


def test_pages_forth_and_back_meet_every_finding_once(database: Database) -> None:
    everything = rows(database)
    with database.read() as connection:
        seen: list[dict[str, Any]] = []
        after: Key | None = None
        while got := page(connection, ALL, after, 2):
            seen += got
            after = key_of(got[-1])
        assert seen == everything
        assert page(connection, ALL, key_of(everything[4]), 3, back=True) == everything[1:4]
        assert page(connection, Filter(text="校舍")) and not page(connection, Filter(text="没有这样的"))


# -- the sample -------------------------------------------------------------------------------------------------


def test_a_sample_is_repeatable_and_measures_wrong_and_unflagged(database: Database) -> None:
    few = draw(database, 0.1)
    cells = {row["finding"] for row in rows(database, Filter(code=("sample",)))}
    assert 0 < few == len(cells) < 60
    assert draw(database, 0.1) == few
    more = draw(database, 0.5)
    assert more > few and cells <= {row["finding"] for row in rows(database, Filter(code=("sample",)))}
    flagged = {(row["sha256"], row["field"]) for row in rows(database) if row["code"] != "sample"}
    assert not flagged & {(row["sha256"], row["field"]) for row in rows(database, Filter(code=("sample",)))}
    chosen = rows(database, Filter(code=("sample",)))
    goal = next(row for row in chosen if "/indicators/" in row["field"] and row["field"].endswith("/target"))
    decide(database, RULES, [wish(row) for row in chosen[:8] if row is not goal], "张三")
    decide(database, RULES, [wish(goal, "value", new="≥77%")], "张三")
    with database.read() as connection:
        found = rate(connection)
    assert found.wrong == 1 and found.looked_at in (8, 9)
    assert found.waiting == more - found.looked_at
    assert f"{found.wrong} 格" in found.told()
    is_counted_right(database)
    with database.begin() as connection:  # as when a file is read again: its sampled cells are gone from the queue
        connection.execute(sa.text("DELETE FROM queue WHERE code = 'sample'"))
        refresh_queue(connection)
    assert draw(database, 0.5) == more
    with database.read() as connection:
        assert rate(connection) == found, "what was looked at is not asked again"
    is_counted_right(database)


def test_wilson() -> None:
    """Against the values of the literature (Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20)."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=1e-4)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)
