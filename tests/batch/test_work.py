"""The work on one source, here in this process: what a child does between two frames."""

from __future__ import annotations

import io
import json
import os
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractor.batch import child, frames
from extractor.batch.convert import convert_chunk
from extractor.batch.work import Outcome, Task, failure, perform
from extractor.errors import SourceError
from extractor.flat.printed import dumps
from extractor.intake.discover import Located
from extractor.marked import bundle
from extractor.pipeline import extract_bytes
from extractor.readers import READERS
from extractor.report import pieces
from extractor.rulebook import Rules, load_rules
from extractor.settings import DEFAULTS
from extractor.store import parcel
from tests.make.fake_soffice import fake_soffice, rtf

SAMPLES = Path(__file__).parents[2] / "samples"
DOCX = SAMPLES / "self-evaluation.docx"
PDF = SAMPLES / "project-list.pdf"
PHONE = "2721288"
"""Of who filled in the sample."""


def _located(path: Path) -> Located:
    return Located(path.name, path.name, str(path))


def _done(path: Path, task: Task) -> Outcome:
    return perform(_located(path), task, load_rules(), DEFAULTS)


@pytest.fixture
def gone(tmp_path: Path) -> Path:
    return tmp_path / "撤回.docx"


# ---- what is made of a source


def test_a_source_becomes_its_document(sample: Path) -> None:
    outcome = _done(sample, Task())
    alone = extract_bytes(sample.read_bytes(), sample.name, path=sample.name, rules=load_rules(), settings=DEFAULTS)
    assert (outcome.status, outcome.category, outcome.payload) == ("ok", None, dumps(alone))


def test_names_are_masked_where_it_is_asked(sample: Path) -> None:
    plain, masked = (_done(sample, Task(redact=redact)).payload.decode() for redact in (False, True))
    assert PHONE in plain and PHONE not in masked


def test_a_parcel_for_a_database_holds_the_document(sample: Path) -> None:
    packed = parcel.unpack(_done(sample, Task(parcel=True)).payload)
    assert parcel.document_of(packed.packed)["forms"] == json.loads(_done(sample, Task()).payload)["forms"]
    assert packed.facts is not None and packed.rows["form"]


@pytest.mark.parametrize("redact", [False, True])
def test_a_marked_copy_goes_with_the_document(redact: bool) -> None:
    document, copy, why = bundle.unpack(_done(DOCX, Task(marked=True, redact=redact)).payload)
    assert json.loads(document)["forms"] and why == ""
    assert copy is not None and copy.suffix == ".docx" and copy.content != DOCX.read_bytes()


def test_what_is_waived_is_not_marked() -> None:
    read = json.loads(_done(DOCX, Task()).payload)
    codes, sha256 = sorted({each["code"] for each in read["findings"]}), read["source"]["sha256"]
    waivers = "".join(f"- {{code: {code}, reason: 已核, who: 张三, source: {sha256}}}\n" for code in codes)
    marked, waived = (bundle.unpack(_done(DOCX, task).payload)[1]
                      for task in (Task(marked=True), Task(marked=True, waivers=f"waivers:\n{waivers}")))  # fmt: skip
    assert marked is not None and waived is not None
    assert marked.said != waived.said or marked.content != waived.content


def test_a_source_that_no_copy_can_be_made_of_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: Any) -> None:
        raise SourceError("这份文件加了保护", "请取消保护", "policy")

    monkeypatch.setattr("extractor.marked.copy.marked_copy", refuses)
    document, copy, why = bundle.unpack(_done(DOCX, Task(marked=True)).payload)
    assert copy is None and why == "这份文件加了保护；请取消保护"
    assert json.loads(document)["source"]["status"] != "failed", "it was read all the same"


@pytest.mark.parametrize("task", [Task(), Task(marked=True), Task(pieces=True), Task(parcel=True)])
def test_a_source_that_is_gone_is_a_failed_document(gone: Path, task: Task) -> None:
    outcome = _done(gone, task)
    assert (outcome.status, outcome.category) == ("failed", "unreadable")
    assert outcome.cause and outcome.remedy


def test_a_source_that_no_reader_knows_has_no_marked_copy(tmp_path: Path) -> None:
    other = tmp_path / "录音.mp3"
    other.write_bytes(b"ID3\x03" + bytes(200))
    outcome = _done(other, Task(marked=True))
    document, copy, _ = bundle.unpack(outcome.payload)
    assert outcome.status == json.loads(document)["source"]["status"] == "failed" and copy is None


def test_places_of_findings_come_with_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = _done(PDF, Task(pieces=True))
    document, found = pieces.unpack(outcome.payload)
    placed = [each for each in json.loads(document)["findings"] if "bbox" in each["at"]]
    assert placed and found and all(data[:4] == b"RIFF" or data[:3] in (b"\x89PN", b"\xff\xd8\xff")
                                    for data in found.values())  # fmt: skip
    plain = _done(DOCX, Task(pieces=True))
    assert json.loads(plain.payload)["forms"], "a document without places on a page has no pictures"


# ---- one stage of the way


@pytest.mark.parametrize(("stage", "key"), [("document", "tables"), ("blocks", "blocks"), ("forms", "forms")])
def test_a_stage_shows_what_it_made(sample: Path, stage: str, key: str) -> None:
    plain, masked = (json.loads(_done(sample, Task(stage=stage, redact=redact)).payload) for redact in (False, True))
    assert plain["failure"] is None and (plain[key] or plain.get("lines"))
    assert PHONE in json.dumps(plain, ensure_ascii=False)
    assert PHONE not in json.dumps(masked, ensure_ascii=False)


@pytest.mark.parametrize(("stage", "empty"), [("document", {"tables": [], "lines": []}), ("blocks", {"blocks": []}),
                                              ("forms", {"forms": []})])  # fmt: skip
def test_a_stage_of_what_cannot_be_read_is_empty_with_its_cause(
    tmp_path: Path, gone: Path, stage: str, empty: dict[str, Any]
) -> None:
    broken = tmp_path / "坏.docx"
    broken.write_bytes(DOCX.read_bytes()[:3000])
    for path in (gone, broken):
        outcome = _done(path, Task(stage=stage))
        content = json.loads(outcome.payload)
        assert outcome.status == "failed"
        assert content | empty == content and content["failure"]["cause"] and content["failure"]["remedy"]


# ---- refused, or lost


def test_what_was_lost_is_told_with_its_hash(sample: Path, gone: Path) -> None:
    error = SourceError("读取超时", "请另存", "timeout")
    for path, hashed in ((sample, True), (gone, False)):
        for lost in (True, False):
            outcome = failure(_located(path), error, Task(), load_rules(), DEFAULTS, lost=lost)
            source = json.loads(outcome.payload)["source"]
            assert (outcome.category, source["failure"]["cause"]) == ("timeout", "读取超时")
            assert (source["sha256"] is not None) == (source["size_bytes"] is not None) == hashed


def test_a_refused_file_over_the_limit_is_not_hashed(tmp_path: Path) -> None:
    error = SourceError("文件太大", "请拆分", "policy")
    for size, hashed in ((100, True), (101, False)):
        big = tmp_path / f"{size}.docx"
        big.write_bytes(bytes(size))
        outcome = failure(
            _located(big), error, Task(), load_rules(), replace(DEFAULTS, max_unpacked_bytes=100), lost=False
        )
        assert (json.loads(outcome.payload)["source"]["size_bytes"] is not None) == hashed
    folder = failure(_located(tmp_path), error, Task(), load_rules(), DEFAULTS, lost=False)
    assert json.loads(folder.payload)["source"]["sha256"] is None


def test_what_is_refused_is_refused_at_every_stage(sample: Path) -> None:
    outcome = failure(_located(sample), SourceError("x", "y", "policy"), Task(stage="blocks"), load_rules(), DEFAULTS,
                      lost=False)  # fmt: skip
    assert json.loads(outcome.payload)["blocks"] == [] and outcome.category == "policy"


# ---- the child around it


def _served(path: Path, kind: bytes = frames.JOB, why: SourceError | None = None) -> tuple[Outcome, bool]:
    return child._serve(kind, frames.located_out(_located(path), why), Task(), load_rules(), DEFAULTS)


def test_a_child_reads_and_goes_on(sample: Path) -> None:
    outcome, healthy = _served(sample)
    assert (outcome.status, healthy) == ("ok", True)
    again, healthy = _served(sample, kind=frames.LOST, why=SourceError("超时", "另存", "timeout"))
    assert (again.category, healthy) == ("timeout", True)
    assert json.loads(again.payload)["source"]["sha256"] == json.loads(outcome.payload)["source"]["sha256"]


def test_a_child_that_ran_out_of_memory_says_so_and_leaves(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(child, "perform", hungry)
    outcome, healthy = _served(sample)
    assert (outcome.category, healthy) == ("memory", False) and outcome.remedy


def test_our_own_fault_costs_one_file_and_is_noted_for_who_asks(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*_: Any) -> None:
        raise ZeroDivisionError("一处程序错误")

    monkeypatch.setattr(child, "perform", faulty)
    monkeypatch.delenv("JIXIAO_TRACE", raising=False)
    outcome, healthy = _served(sample)
    assert (outcome.category, healthy) == ("crash", True)
    assert "一处程序错误" not in outcome.cause, "the clerk gets no English and no traceback"
    log = tmp_path / "trace.txt"
    monkeypatch.setenv("JIXIAO_TRACE", str(log))
    _served(sample)
    assert sample.name in log.read_text("utf-8") and "ZeroDivisionError: 一处程序错误" in log.read_text("utf-8")


def _unpacked(file: Path, tmp_path: Path) -> dict[str, Any]:
    asked = {"file": str(file), "kind": "7z", "folder": str(tmp_path / "out")}
    answer: dict[str, Any] = json.loads(child._unpack(json.dumps(asked).encode(), DEFAULTS))
    return answer


def test_a_child_unpacks_and_says_what_stops_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    py7zr = pytest.importorskip("py7zr")
    with py7zr.SevenZipFile(tmp_path / "包.7z", "w") as packed:
        packed.writestr("绩效", "内/表.txt")
    (name, file, size) = _unpacked(tmp_path / "包.7z", tmp_path)["members"][0]
    assert (name, Path(file).read_text("utf-8"), size) == ("内/表.txt", "绩效", 6)
    (tmp_path / "坏.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(60))
    category, cause, remedy = _unpacked(tmp_path / "坏.7z", tmp_path)["why"]
    assert category == "unreadable" and cause and remedy

    def hungry(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr("extractor.intake.unpack.unpack", hungry)
    assert _unpacked(tmp_path / "包.7z", tmp_path)["why"][0] == "memory"


class _Left(BaseException):
    """The child would have left with this code."""


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """`_ready` changes the registry of readers and would end the process."""

    def leave(code: int) -> None:
        raise _Left(code)

    monkeypatch.setattr(os, "_exit", leave)
    before = dict(READERS)
    yield
    READERS.clear()
    READERS.update(before)


def _said(outbox: io.BytesIO) -> tuple[bytes, Any]:
    outbox.seek(0)
    kind, body = frames.receive(outbox, 1 << 20)
    return kind, json.loads(body)


def test_a_child_that_is_ready_says_its_versions(in_process: None) -> None:
    outbox = io.BytesIO()
    rules = child._ready(outbox, Task())
    kind, (_, version) = _said(outbox)
    assert (kind, version) == (frames.READY, load_rules().version) and isinstance(rules, Rules)


def test_a_child_that_cannot_begin_says_why(in_process: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "quality.yaml").write_text("limits: [", "utf-8")
    outbox = io.BytesIO()
    with pytest.raises(_Left):
        child._ready(outbox, Task(rules_dir=str(tmp_path)))
    kind, told = _said(outbox)
    assert (kind, told["rule"]) == (frames.FAULT, True) and "quality.yaml" in told["cause"] and told["remedy"]

    def broken(*_: Any) -> None:
        raise ImportError("no module named x")

    monkeypatch.setattr("extractor.rulebook.load_rules", broken)
    outbox = io.BytesIO()
    with pytest.raises(_Left):
        child._ready(outbox, Task())
    kind, told = _said(outbox)
    assert (kind, told["rule"]) == (frames.FAULT, False) and "no module named x" in told["cause"]


def test_a_child_is_set_up_by_its_first_frame() -> None:
    inbox = io.BytesIO()
    given = {"task": {"ocr": False, "redact": True}, "settings": {"file_seconds": 7.0}}
    frames.send(inbox, frames.SETUP, json.dumps(given).encode())
    inbox.seek(0)
    task, settings = child._setup(inbox)
    assert (task, settings.file_seconds) == (Task(ocr=False, redact=True), 7.0)


def test_a_frame_over_the_limit_or_cut_short_is_no_frame() -> None:
    stream = io.BytesIO()
    frames.send(stream, frames.DONE, b"12345")
    for limit, end, kind in (
        (5, None, frames.DONE),
        (4, None, frames.FLOOD),
        (5, -1, frames.GONE),
        (5, 3, frames.GONE),
    ):
        assert frames.receive(io.BytesIO(stream.getvalue()[:end]), limit)[0] == kind
    assert struct.calcsize(">cQ") + 5 == len(stream.getvalue())


# ---- what LibreOffice converts beforehand


def _converted(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> list[int]:
    room = folder / "program"
    room.mkdir()
    monkeypatch.setenv("JIXIAO_SOFFICE", str(fake_soffice(room)))
    sources = []
    for number, said in enumerate(words):
        (folder / f"{number}.rtf").write_bytes(rtf(said))
        sources.append(_located(folder / f"{number}.rtf"))
    sources += [_located(SAMPLES / "regions.html"), _located(folder / "gone.rtf")]
    convert_chunk(sources, replace(DEFAULTS, convert_seconds=4.5))
    return [int(line) for line in (room / "calls").read_text().split()]


def test_only_what_is_converted_goes_to_the_office_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert _converted(tmp_path, monkeypatch, *(f"number {n}" for n in range(5))) == [5]


def test_behind_one_that_stops_it_the_office_program_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert _converted(tmp_path, monkeypatch, "a", "CRASH", *(f"number {n}" for n in range(9))) == [11, 9]


def test_one_alone_is_not_worth_a_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert _converted(tmp_path, monkeypatch, "alone") == []
