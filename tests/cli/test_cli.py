"""The command line as the contract fixes it: outputs, names, exit codes, UTF-8, nothing heavy for --help."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests import ROOT, warm

HOME = ROOT


def jixiao(
    *args: object, stdin: bytes = b"", cwd: Path | None = None, **env: str
) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own; with an environment of its own one that starts from nothing."""
    if not env:
        return warm.run([*map(str, args)], stdin=stdin, cwd=cwd)
    path = os.pathsep.join([str(HOME), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, "-m", "extractor", *map(str, args)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, **env},
        timeout=120,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path, sample: Path) -> Path:
    home = tmp_path / "年 度"
    (home / "下级").mkdir(parents=True)
    (home / "03.scan.txt").write_bytes(sample.read_bytes())
    (home / "下级" / "无表.txt").write_text("这里没有表。\n")
    with zipfile.ZipFile(home / "X.zip", "w") as opened:
        opened.writestr("inner/1.txt", sample.read_bytes())
    return home


def test_help_is_light() -> None:
    script = (
        "import sys; sys.argv = ['jixiao', '--help']\n"
        "from extractor.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "heavy = {'pandas', 'pdfplumber', 'pydantic', 'lxml', 'sqlalchemy', 'rich', 'yaml', 'numpy', "
        "'extractor.pipeline'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=HOME, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    for command in ("extract", "check", "ingest", "report", "export", "rules", "match", "doctor", "evaluate", "schema"):
        assert f"  {command}" in done.stdout.decode("utf-8")


def test_one_source_is_indented_several_are_lines(folder: Path) -> None:
    one = jixiao("extract", folder / "03.scan.txt")
    assert one.returncode == 0
    assert one.stdout.startswith(b'{\n  "schema_version": "1"')
    document = json.loads(one.stdout)
    assert document["source"]["name"] == document["source"]["path"] == "03.scan.txt"
    many = jixiao("extract", folder)
    assert many.returncode == 0
    documents = [json.loads(line) for line in many.stdout.splitlines()]
    assert [d["source"]["path"] for d in documents] == ["03.scan.txt", "X.zip/inner/1.txt", "下级/无表.txt"]
    assert documents[0] == document
    assert documents[1]["forms"] == document["forms"]
    assert [f["code"] for f in documents[2]["findings"]] == ["no-form"]


def test_standard_input_is_named_dash(sample: Path) -> None:
    done = jixiao("extract", "-", stdin=sample.read_bytes())
    source = json.loads(done.stdout)["source"]
    assert (done.returncode, source["name"], source["path"]) == (0, "-", "-")


def test_a_folder_of_outputs_mirrors_the_sources(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "新" / "out"
    assert jixiao("extract", folder, "-o", out).returncode == 0
    made = sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file())
    assert made == ["03.scan.txt.json", "X.zip/inner/1.txt.json", "下级/无表.txt.json"]
    assert json.loads((out / "下级" / "无表.txt.json").read_bytes())["source"]["path"] == "下级/无表.txt"
    single = tmp_path / "one.json"
    assert jixiao("extract", folder / "03.scan.txt", "-o", single).returncode == 0
    assert single.read_bytes() == (out / "03.scan.txt.json").read_bytes()
    assert jixiao("extract", folder / "03.scan.txt", "-o", f"{tmp_path}/in/").returncode == 0
    assert (tmp_path / "in" / "03.scan.txt.json").read_bytes() == single.read_bytes()


def test_two_sources_of_one_name_are_both_kept(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "b"
    other.mkdir()
    (other / "03.scan.txt").write_text("另一份。\n")
    done = jixiao("extract", folder / "03.scan.txt", other / "03.scan.txt", "-o", tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["03.scan.txt.json", "03.scan.txt~2.json"]
    assert "同名" in done.stderr.decode()


def test_an_output_file_for_several_sources_is_wrong_usage(folder: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("keep")
    done = jixiao("extract", folder, "-o", taken)
    assert done.returncode == 2
    assert taken.read_text() == "keep"


def test_an_input_is_never_written_over(sample: Path, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes(sample.read_bytes())
    for command in ("extract", "check"):
        assert jixiao(command, source, "-o", source).returncode == 2
        assert source.read_bytes() == sample.read_bytes()
    unit = tmp_path / "沅江市总工会.txt"
    source.rename(unit)
    assert jixiao("check", unit, "-o", tmp_path).returncode == 2
    assert jixiao("check", tmp_path, "-o", f"{tmp_path}/").returncode == 2
    assert unit.read_bytes() == sample.read_bytes()


def test_a_folder_takes_one_report_a_unit(folder: Path, tmp_path: Path) -> None:
    for format, suffix in (
        ("html", ".html"),
        ("docx", ".docx"),
        ("xlsx", ".xlsx"),
        ("json", ".json"),
        ("text", ".txt"),
    ):
        out = tmp_path / format
        assert jixiao("check", folder, "-o", f"{out}/", "--format", format).returncode == 0
        names = {path.name for path in out.iterdir()}
        assert f"沅江市总工会{suffix}" in names and all(name.endswith(suffix) for name in names)


@pytest.mark.parametrize("format", ["csv", "jsonl", "xlsx"])
def test_flat_formats(folder: Path, tmp_path: Path, format: str) -> None:
    out = tmp_path / f"all.{format}"
    assert jixiao("extract", folder, "--format", format, "-o", out).returncode == 0
    if format == "csv":
        lines = out.read_text("utf-8").splitlines()
        # Excel takes a file for UTF-8 by its mark; a pipe must not have one.
        assert lines[0].startswith("\ufeffsha256,source_path,form_id")
        assert jixiao("extract", folder, "--format", format).stdout.startswith(b"sha256,source_path,form_id")
        assert len(lines) > 60
    elif format == "jsonl":
        assert [json.loads(line)["schema_version"] for line in out.read_text("utf-8").splitlines()] == ["1"] * 3
    else:
        assert out.read_bytes().startswith(b"PK")


def test_exit_codes(folder: Path, tmp_path: Path) -> None:
    (folder / "坏.docx").write_bytes(b"PK\x03\x04torn")
    some = jixiao("extract", folder)
    assert some.returncode == 1
    assert "坏.docx" in some.stderr.decode()
    assert len(some.stdout.splitlines()) == 4
    assert jixiao("extract", folder / "坏.docx").returncode == 3
    (tmp_path / "empty").mkdir()
    empty = jixiao("extract", tmp_path / "empty")
    assert (empty.returncode, empty.stdout) == (3, b"")
    (tmp_path / "empty.txt").write_bytes(b"")
    blank = jixiao("extract", tmp_path / "empty.txt")
    assert blank.returncode == 3
    assert json.loads(blank.stdout)["source"]["failure"]["category"] == "unreadable"
    missing = jixiao("extract", folder, tmp_path / "none")
    assert (missing.returncode, missing.stdout) == (2, b"")
    assert "不存在" in missing.stderr.decode()
    assert jixiao("extract").returncode == 2
    assert jixiao("extract", folder, "--format", "pdf").returncode == 2
    assert jixiao("nonsense").returncode == 2
    for done in (some, empty, blank, missing):
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["extract"], "缺少 PATH"),
        (["extract", "x", "--format", "pdf"], "--format 不能是 pdf，可选：json、jsonl、csv、xlsx"),
        (["nonsense"], "没有命令 nonsense"),
        (["extract", "--nope"], "没有选项 --nope"),
        (["extract", "x", "-o"], "选项 -o 后面缺少值"),
        (["extract", "x", "--workers", "many"], "--workers 的值不对"),
        (["ingest", "x"], "缺少 --db"),
        (["ingest", "-", "--db", "/tmp/x.db"], "入库不读标准输入"),
        (["report", "--db", "/no/such.db", "-o", "/tmp/x"], "数据库不存在"),
    ],
)
def test_wrong_usage_is_told_in_chinese(args: list[str], said: str) -> None:
    done = jixiao(*args)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_waivers_and_an_older_report(sample: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    assert jixiao("check", sample, "--format", "json", "-o", old).returncode == 0
    (section,) = json.loads(jixiao("check", sample, "--format", "json", "--against", old).stdout)
    assert len(section["against"]["still_open"]) == len(section["findings"])
    assert section["against"]["new"] == section["against"]["mended"] == []
    waivers = tmp_path / "w.yaml"
    sha = section["source"]["sha256"]
    codes = sorted({f["code"] for f in section["findings"] if f["severity"] == "error"})
    waivers.write_text(
        "waivers:\n" + "".join(f"- {{source: {sha}, code: {c}, reason: 已核, who: 甲}}\n" for c in codes)
    )
    waived = jixiao("check", sample, "--format", "json", "--waivers", waivers, "--fail-on", "error")
    assert waived.returncode == 0
    assert len(json.loads(waived.stdout)[0]["waived"]) >= len(codes)
    assert jixiao("check", sample, "--waivers", tmp_path / "none").returncode == 2
    (tmp_path / "text").write_text("不是报告")
    assert jixiao("check", sample, "--against", tmp_path / "text").returncode == 2


def test_check_and_fail_on(folder: Path, sample: Path, tmp_path: Path) -> None:
    done = jixiao("check", sample, "--format", "json", "--fail-on", "error")
    assert done.returncode == 4
    (section,) = json.loads(done.stdout)
    assert set(section) >= {"source", "findings", "checks", "quality"}
    assert jixiao("check", folder / "下级" / "无表.txt", "--fail-on", "warning").returncode == 0
    out = tmp_path / "r" / "报告.html"
    assert jixiao("check", sample, "--format", "html", "-o", out).returncode == 0
    assert "提高工会组织的社会影响力" in out.read_text("utf-8")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04torn")
    assert jixiao("check", folder, "--fail-on", "error").returncode == 1


def test_utf8_whatever_the_locale(sample: Path) -> None:
    plain = jixiao("check", sample)
    other = jixiao(
        "check", sample, LANG="C", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"
    )
    assert other.returncode == 0
    assert other.stdout.decode("utf-8").split() == plain.stdout.decode("utf-8").split()
    gone = jixiao("extract", "没有.docx", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert gone.returncode == 2
    assert "没有.docx" in gone.stderr.decode("utf-8")


def test_a_broken_rule_file_stops_before_any_document(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "labels.yaml").write_text("field:\n  - {id: 1\n")
    for command in (["extract", folder], ["check", folder], ["rules", "check"]):
        done = jixiao(*command, "--rules", tmp_path / "rules")
        assert (done.returncode, done.stdout) == (2, b"")
        assert "labels.yaml 第" in done.stderr.decode()
        assert "Traceback" not in done.stderr.decode()


def test_redact_and_stages(sample: Path) -> None:
    plain, masked = jixiao("extract", sample).stdout, jixiao("extract", sample, "--redact").stdout
    signoff = json.loads(plain)["forms"][0]["signoff"]
    for secret in filter(None, (signoff["preparer"], signoff["phone"])):
        assert secret in plain.decode()
        assert secret not in masked.decode()
    dump = json.loads(jixiao("extract", sample, "--dump-stage", "document").stdout)
    assert {"rows", "cols", "page", "cells"} <= set(dump["tables"][0])
    assert {"row", "col", "rowspan", "colspan", "text", "bbox"} == set(dump["tables"][0]["cells"][0])
    assert {"page", "text", "bbox"} == set(dump["lines"][0])
    assert json.loads(jixiao("extract", sample, "--dump-stage", "blocks").stdout)["blocks"]
    assert len(json.loads(jixiao("extract", sample, "--dump-stage", "forms").stdout)["forms"]) == 4


def test_match_gives_a_line_for_a_line() -> None:
    lines = ["数量指标", "", "完全不认识的东西啊"]
    done = jixiao("match", "-", "--format", "json", stdin="\r\n".join(lines).encode())
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["text"] for a in answers] == lines
    assert set(answers[0]) == {"text", "canonical", "code", "score", "method", "typo", "runner_up"}
    assert (answers[0]["canonical"], answers[0]["method"], answers[0]["typo"]) == ("数量指标", "exact", False)
    assert answers[2]["method"] == "none"
    assert len(jixiao("match", "质量", "时效").stdout.splitlines()) == 2


def test_match_names_no_second_beside_an_exact_hit_and_has_one_scale() -> None:
    exact, slip = jixiao("match", "受益人数", "群众满意庋", "--kind", "level3").stdout.decode().splitlines()
    assert "其次" not in exact
    assert "相近" not in exact
    assert slip.count("0.91") == 2
    assert "应为 群众满意度" in slip


def test_schema_doctor_rules() -> None:
    schema = json.loads(jixiao("schema").stdout)
    assert {"source", "forms", "findings", "checks", "quality"} <= set(schema["properties"])
    doctor = json.loads(jixiao("doctor", "--format", "json").stdout)
    assert all(reader["usable"] for reader in doctor["readers"] if reader["format"] in ("txt", "docx", "xlsx"))
    assert doctor["limits"]["file_seconds"] > 0
    assert "label-typo" in jixiao("rules", "list").stdout.decode()
    assert jixiao("rules", "show", "score").returncode == 0
    assert jixiao("rules", "show", "no-such-code").returncode == 2


def test_a_reader_of_our_output_may_leave(folder: Path) -> None:
    command = f'"{sys.executable}" -m extractor extract "{folder}" | head -c 10'
    env = {**os.environ, "PYTHONPATH": str(HOME)}
    done = subprocess.run(["sh", "-c", command], capture_output=True, env=env, timeout=60, check=False)
    assert len(done.stdout) == 10
    assert b"Traceback" not in done.stderr


def test_the_python_api_gives_the_same_document(sample: Path) -> None:
    import extractor

    document = extractor.extract(sample)
    assert json.loads(document.model_dump_json()) == json.loads(jixiao("extract", sample).stdout)
    assert extractor.check(sample) == document
    with pytest.raises(FileNotFoundError):
        extractor.extract("/no/such/file")
