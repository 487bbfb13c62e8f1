"""A synthetic year, and what loading it costs.

    python bench/year.py make DIR --count 200 [--office] [--scans]     45 % docx, 15 % doc/wps, 15 % xlsx/xls, 15 % pdf,
                                                                       2 % books, 5 % scans of two pages, 3 % broken
    python bench/year.py measure --count 1000                          digital sources, without LibreOffice and scans

Fixed seed; `truth.json` beside the folder keeps what each file holds. Where LibreOffice or scans are left out, docx
takes their share. `measure` prints: two workers beside one, the workers' share of the CPU seconds, sources a second
by format, the parent's peak memory, a second run, and `ingest` beside `extract -o`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.make.filing import Block, Para  # noqa: E402
from tests.make.invented import filing  # noqa: E402
from tests.make.write_docx import docx  # noqa: E402
from tests.make.write_pdf import pdf  # noqa: E402
from tests.make.write_sheets import xls, xlsx  # noqa: E402

MIX = {"docx": 45, "doc": 15, "sheet": 15, "pdf": 15, "book": 2, "scan": 5, "broken": 3}
SEED = 20241122
_PLACES = [
    "安",
    "宝",
    "长",
    "大",
    "东",
    "丰",
    "富",
    "高",
    "广",
    "海",
    "河",
    "洪",
    "华",
    "嘉",
    "江",
    "金",
    "景",
    "开",
    "兰",
    "黎",
    "临",
    "灵",
    "龙",
    "洛",
    "梅",
    "明",
    "南",
    "宁",
    "平",
    "清",
    "泉",
    "荣",
    "瑞",
    "山",
    "上",
    "石",
    "寿",
    "双",
    "水",
    "泰",
    "天",
    "通",
    "同",
    "万",
    "文",
    "武",
    "西",
    "仙",
    "湘",
    "新",
    "兴",
    "雅",
    "延",
    "阳",
    "永",
    "玉",
    "源",
    "云",
    "漳",
    "昭",
    "镇",
]


def blocks_of(number: int) -> tuple[list[Block], list[dict[str, Any]]]:
    """Filing `number` of the year: one unit of its own, fiscal year 2024, its truth."""
    blocks, known = filing(SEED + number, projects=1 + number % 4)
    dice = random.Random(number)
    place = dice.choice(_PLACES) + dice.choice(_PLACES) + dice.choice("县市区")
    unit, old, year = f"{place}{known[0].unit[3:]}", known[0].unit, str(known[0].year)
    for block in blocks:
        for piece in [block] if isinstance(block, Para) else block.cells:
            piece.text = piece.text.replace(old, unit).replace(year, "2024")
    truth = [asdict(form) for form in known]
    for form in truth:
        form.update(unit=unit, year=2024)
    return blocks, truth


def make(home: Path, count: int, *, office: bool, scans: bool) -> dict[str, Any]:
    """Write the year's folder; returns its truth by path."""
    dice = random.Random(SEED)
    kinds = [kind for kind, share in MIX.items() for _ in range(round(count * share / 100))]
    kinds += ["docx"] * (count - len(kinds))
    kinds = kinds[:count]
    dice.shuffle(kinds)
    truth: dict[str, Any] = {}
    words: list[Path] = []
    for number, kind in enumerate(kinds):
        if (kind == "doc" and not office) or (kind == "scan" and not scans):
            kind = "docx"
        folder = home / f"{number % 40:02}科室"
        folder.mkdir(parents=True, exist_ok=True)
        blocks, known = blocks_of(number)
        made = _write(folder / f"{number:05}", kind, blocks, dice)
        if kind == "doc":
            words.append(made)
        name = made.with_suffix(".wps" if number % 3 == 0 else ".doc") if kind == "doc" else made
        truth[name.relative_to(home).as_posix()] = {"kind": kind, "forms": [] if kind in ("broken", "scan") else known}
    _to_doc(words, home, truth)
    home.with_name(home.name + ".truth.json").write_text(json.dumps(truth, ensure_ascii=False), "utf-8")
    return truth


def _write(stem: Path, kind: str, blocks: list[Block], dice: random.Random) -> Path:
    if kind == "sheet":
        kind = dice.choice(["xlsx", "xls"])
    content = {
        "docx": lambda: docx(blocks),
        "doc": lambda: docx(blocks),
        "xlsx": lambda: xlsx(blocks),
        "xls": lambda: xls(blocks),
        "pdf": lambda: pdf(blocks),
        "book": lambda: _book(blocks, dice),
        "scan": lambda: _scan(dice),
        "broken": lambda: _broken(blocks, dice),
    }[kind]()
    ending = {
        "book": "book.pdf",
        "scan": "scan.pdf",
        "broken": dice.choice(["docx", "xlsx", "pdf"]),
        "doc": "docx",
    }.get(kind, kind)
    target = stem.with_name(f"{stem.name}.{ending}")
    target.write_bytes(content)
    return target


def _book(blocks: list[Block], dice: random.Random) -> bytes:
    prose = [Para(f"第{n}部分 部门概况与预算说明，本页为说明文字，{dice.randrange(10**6)}。") for n in range(1200)]
    return pdf([*prose[:600], *blocks, *prose[600:]])


def _scan(dice: random.Random) -> bytes:
    import io

    from PIL import Image

    from bench import scan_generator

    pages = [Image.fromarray(scan_generator.page(dice.randrange(10**6))[0]) for _ in range(2)]
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=200, save_all=True, append_images=pages[1:])
    return out.getvalue()


def _broken(blocks: list[Block], dice: random.Random) -> bytes:
    whole = docx(blocks)
    choices = (
        b"",
        whole[: len(whole) // 2],
        dice.randbytes(3000),
        b"%PDF-1.7\nbroken",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    )
    return dice.choice(choices)


def _to_doc(words: list[Path], home: Path, truth: dict[str, Any]) -> None:
    """Let LibreOffice make .doc files in one go; every third is a .wps."""
    if not words:
        return
    with tempfile.TemporaryDirectory() as profile, tempfile.TemporaryDirectory() as out:
        for start in range(0, len(words), 50):
            command = [
                "soffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                "doc",
                "--outdir",
                out,
            ]
            subprocess.run([*command, *map(str, words[start : start + 50])], check=True, stdout=subprocess.DEVNULL)
        for word in words:
            wanted = next(
                word.with_suffix(e)
                for e in (".doc", ".wps")
                if word.with_suffix(e).relative_to(home).as_posix() in truth
            )
            shutil.move(str(Path(out, word.stem + ".doc")), wanted)
            word.unlink()


_RUN = """
import json, resource, sys, time
from extractor.batch.ingest import ingest
start = time.perf_counter()
summary = ingest([sys.argv[1]], db=sys.argv[2], workers=int(sys.argv[3]))
own, below = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"wall": time.perf_counter() - start, "own": own.ru_utime + own.ru_stime,
  "below": below.ru_utime + below.ru_stime, "peak": own.ru_maxrss / 1024, "done": summary.done, "failed": len(summary.failures)}))
"""  # noqa: E501


def ingested(folder: Path, db: Path, workers: int) -> dict[str, float]:
    """One ingest in a process of its own: wall and CPU seconds (own, below), peak MiB of the parent."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(folder), f"sqlite:///{db}", str(workers)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    result: dict[str, float] = json.loads(done.stdout)
    return result


def extracted(folder: Path, out: Path, workers: int) -> float:
    """Wall seconds of `jixiao extract -o` over the folder."""
    start = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "extractor",
        "extract",
        str(folder),
        "-o",
        f"{out}/",
        "--workers",
        str(workers),
        "--quiet",
    ]
    subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def measure(count: int, quick: bool) -> None:
    with tempfile.TemporaryDirectory() as home:
        here = Path(home)
        truth = make(here / "year", count, office=False, scans=False)
        print(count, "sources:", dict(Counter(entry["kind"] for entry in truth.values())))
        one = ingested(here / "year", here / "one.db", 1)
        two = ingested(here / "year", here / "two.db", 2)
        again = ingested(here / "year", here / "two.db", 2)
        for name, run in (("one worker", one), ("two workers", two), ("second run", again)):
            share = run["below"] / (run["own"] + run["below"])
            print(
                f"{name}: {run['wall']:.1f} s, {count / run['wall']:.1f} a second, workers' CPU {share:.0%}, parent's "
                f"peak {run['peak']:.0f} MiB"
            )
        print(f"two workers {one['wall'] / two['wall']:.2f} x one (asked: at least 1.7)")
        print(f"second run {again['wall'] / two['wall']:.1%} of the first (asked at 10,000: at most 2 %)")
        plain = extracted(here / "year", here / "out", 2)
        print(f"ingest {two['wall'] / plain:.2f} x extract -o (asked: at most 1.1)")
        if not quick:
            _by_format(here, truth)


def _by_format(here: Path, truth: dict[str, Any]) -> None:
    by_kind: dict[str, list[str]] = {}
    for path in truth:
        by_kind.setdefault(path.split(".", 1)[1], []).append(path)
    for kind, paths in sorted(by_kind.items()):
        part = here / f"part-{kind}"
        for path in paths[:100]:
            (part / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(here / "year" / path, part / path)
        run = ingested(part, here / f"{kind}.db", 1)
        print(f"{kind}: {len(paths[:100]) / run['wall']:.1f} sources a second, one worker")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command")
    maker = commands.add_parser("make")
    maker.add_argument("folder", type=Path)
    maker.add_argument("--count", type=int, default=200)
    maker.add_argument("--office", action="store_true")
    maker.add_argument("--scans", action="store_true")
    gauge = commands.add_parser("measure")
    gauge.add_argument("--count", type=int, default=1000)
    gauge.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    if given.command == "make":
        truth = make(given.folder, given.count, office=given.office, scans=given.scans)
        print(dict(Counter(entry["kind"] for entry in truth.values())))
    else:
        measure(getattr(given, "count", 1000), getattr(given, "quick", False))


if __name__ == "__main__":
    main()
