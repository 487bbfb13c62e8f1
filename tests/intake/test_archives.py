"""Archives as they are sent: 7z, rar and zip in each other, with passwords, tricks and limits; one outcome a member."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.batch.crew import Crew
from extractor.batch.work import Outcome, Task
from extractor.errors import SourceError
from extractor.intake.discover import discover
from extractor.intake.unpack import unpack
from extractor.settings import DEFAULTS, Settings
from tests.make.archives import locked_zip, rar_of, seven_of, zip_of
from tests.make.write_docx import docx

pytest.importorskip("py7zr")
pytest.importorskip("rarfile")

TEXT = "2024年项目支出绩效目标表\n项目名称\t道路维修\n".encode()
MEMBERS = {"甲.txt": TEXT, "子/乙.docx": docx([])}


def outcomes(tmp_path: Path, archives: dict[str, bytes], settings: Settings = DEFAULTS) -> dict[str, Outcome]:
    """Each source found in a folder with these files, read in a child."""
    top = tmp_path / "in"
    top.mkdir()
    for name, data in archives.items():
        (top / name).write_bytes(data)
    with tempfile.TemporaryDirectory() as spool, Crew(Task(), settings) as crew:
        crew.start(1)
        crew.ready()
        found = discover([str(top)], settings, unpack=crew.unpacker(spool))
        return {located.path: outcome for located, outcome in crew.in_order(found)}


def categories(found: dict[str, Outcome]) -> dict[str, str | None]:
    return {path: outcome.category for path, outcome in found.items()}


def test_every_kind_gives_its_members(tmp_path: Path) -> None:
    found = outcomes(tmp_path, {"a.7z": seven_of(MEMBERS), "b.rar": rar_of(MEMBERS), "c.zip": zip_of(MEMBERS)})
    assert categories(found) == {f"{name}/{path}": None for name in ("a.7z", "b.rar", "c.zip") for path in MEMBERS}


def test_archives_in_archives_of_every_kind(tmp_path: Path) -> None:
    inner = {"in.7z": seven_of(MEMBERS), "in.rar": rar_of(MEMBERS), "in.zip": zip_of(MEMBERS)}
    found = outcomes(tmp_path, {"a.7z": seven_of(inner), "b.rar": rar_of(inner), "c.zip": zip_of(inner)})
    wanted = {f"{outer}/{name}/{path}" for outer in ("a.7z", "b.rar", "c.zip") for name in inner for path in MEMBERS}
    assert categories(found) == dict.fromkeys(wanted)


@pytest.mark.parametrize("kind", ["zip", "7z", "rar"])
def test_nesting_ends_at_the_limit_and_documents_are_no_archives(tmp_path: Path, kind: str) -> None:
    wrap = {"zip": zip_of, "7z": seven_of, "rar": rar_of}[kind]
    data = wrap({"x.txt": TEXT})
    for _ in range(3):
        data = wrap({f"in.{kind}": data, "甲.docx": docx([])})
    found = categories(outcomes(tmp_path, {f"a.{kind}": data}))
    within = f"a.{kind}/in.{kind}/in.{kind}"
    assert found.pop(f"{within}/in.{kind}") == "policy"
    assert found == dict.fromkeys((f"a.{kind}/甲.docx", f"a.{kind}/in.{kind}/甲.docx", f"{within}/甲.docx"))


def test_passwords_are_said_wherever_they_are(tmp_path: Path) -> None:
    locked = {
        "a.7z": seven_of(MEMBERS, "secret"), "b.7z": seven_of(MEMBERS, "secret", hidden=True),
        "c.rar": rar_of(MEMBERS, locked=True),
        "d.zip": zip_of({"in.rar": rar_of(MEMBERS, locked=True), "甲.txt": TEXT}),
        "e.zip": locked_zip({"甲.txt": TEXT}), "f.zip": locked_zip({"甲.txt": TEXT}, aes=True),
        "g.7z": seven_of({"in.zip": locked_zip({"甲.txt": TEXT})}),
    }  # fmt: skip
    found = categories(outcomes(tmp_path, locked))
    assert found.pop("d.zip/甲.txt") is None
    assert set(found) >= {"a.7z", "b.7z", "c.rar", "d.zip/in.rar"}
    assert set(found.values()) == {"encrypted"} and len(found) == 7


def test_damaged_cut_and_empty_archives_fail_alone(tmp_path: Path) -> None:
    whole = seven_of(MEMBERS)
    found = categories(
        outcomes(
            tmp_path,
            {
                "a.7z": whole[: len(whole) // 2], "b.7z": whole[:8] + b"\xff" * (len(whole) - 8),
                "c.rar": rar_of(MEMBERS)[:40],
                "d.zip": zip_of({"empty.zip": zip_of({}), "甲.txt": TEXT}), "e.7z": seven_of({"empty.zip": zip_of({})}),
            },
        )
    )  # fmt: skip
    assert found.pop("d.zip/甲.txt") is None
    assert set(found) == {"a.7z", "b.7z", "c.rar", "d.zip/empty.zip", "e.7z/empty.zip"}
    assert set(found.values()) == {"unreadable"}


def test_names_that_leave_the_archive_are_refused(tmp_path: Path) -> None:
    found = categories(outcomes(tmp_path, {"a.rar": rar_of({"../../etc/passwd": TEXT, "好.txt": TEXT})}))
    assert found.pop("a.rar/好.txt") is None
    assert list(found.values()) == ["policy"]
    assert not any(".." in path for path in found)


def test_the_limits_hold_for_all_archives_inside_together(tmp_path: Path) -> None:
    inner = seven_of({f"{n}.txt": TEXT for n in range(6)})
    few = replace(DEFAULTS, max_members=10)
    found = categories(outcomes(tmp_path, {"a.7z": seven_of({f"{n}.7z": inner for n in range(3)})}, few))
    assert "policy" in found.values()
    assert sum(category is None for category in found.values()) <= 10


@pytest.mark.parametrize("make", [seven_of, rar_of], ids=["7z", "rar"])
def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path, make: object) -> None:
    kind = "7z" if make is seven_of else "rar"
    file = tmp_path / f"a.{kind}"
    file.write_bytes(make({"a.txt": bytes(40_000_000)}))  # type: ignore[operator]
    small = replace(DEFAULTS, max_member_bytes=1_000_000)
    with pytest.raises(SourceError) as caught:
        unpack(str(file), kind, str(tmp_path / "out"), small)
    assert caught.value.category == "policy"
    assert sum(path.stat().st_size for path in (tmp_path / "out").iterdir()) == 0
