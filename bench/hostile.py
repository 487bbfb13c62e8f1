"""Odd, broken and hostile files, each through the safe child: one outcome, bounded time and memory.

    python bench/hostile.py [FOLDER...]
    python bench/hostile.py --pictures          odd pictures alone, a line each
    python bench/hostile.py --doc [N]           N mutants of six .doc (2,000), read in this process without LibreOffice

Without a folder the files are made here (seeded damage to the samples: cut, flipped, doubled, nested, renamed; and odd
pictures: huge, truncated, of 400 frames, black, noise, upside down, without a table). Prints outcomes by category, the
slowest and the largest, and fails on a traceback, a missing outcome or a broken limit.
"""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections import Counter
from pathlib import Path

import psutil

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
SECONDS, BYTES = 20.0, 1 << 30
EARNED = 90.0
"""What a conversion or a recognised page may add."""


def make(folder: Path, count: int = 60) -> None:
    """Damaged twins of the samples."""
    dice = random.Random(20)
    for source in sorted(p for p in SAMPLES.iterdir() if p.suffix in (".txt", ".docx", ".xlsx", ".pdf", ".html")):
        data = source.read_bytes()
        for n in range(count // 2):
            hurt = bytearray(data)
            for _ in range(dice.randrange(1, 40)):
                hurt[dice.randrange(len(hurt))] = dice.randrange(256)
            (folder / f"flip{n}-{source.name}").write_bytes(bytes(hurt))
            (folder / f"cut{n}-{source.name}").write_bytes(data[: dice.randrange(len(data))])
        (folder / f"twice-{source.name}").write_bytes(data + data)
        (folder / f"named-{source.name}.pdf").write_bytes(data)
    nest = b"inner"
    for _ in range(12):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("again.zip", nest)
        nest = packed.getvalue()
    (folder / "nested.zip").write_bytes(nest)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * (300 << 20))
        archive.writestr("[Content_Types].xml", b"<Types/>")
    (folder / "bomb.docx").write_bytes(bomb.getvalue())


def make_pictures(folder: Path) -> None:
    """Pictures that a scan route may stumble over."""
    import numpy as np
    from PIL import Image
    from scan_generator import sample

    Image.MAX_IMAGE_PIXELS = None
    dice = np.random.default_rng(20)
    page = Image.fromarray(sample(1000, 150, "mild")[0][:, :, ::-1])
    Image.new("1", (20_000, 20_000), 1).save(folder / "huge-white.png")
    Image.new("RGB", (9_900, 9_900), "white").save(folder / "just-allowed.png")
    Image.new("RGB", (60_000, 20), "white").save(folder / "ribbon.png")
    Image.new("RGB", (1, 1)).save(folder / "dot.png")
    Image.new("RGB", (1240, 1754)).save(folder / "black.png")
    Image.new("RGB", (1240, 1754), "white").save(folder / "white.png")
    Image.fromarray(dice.integers(0, 256, (1754, 1240, 3), np.uint8)).save(folder / "noise.png")
    Image.fromarray(np.where(dice.random((1754, 1240)) < 0.08, 0, 255).astype(np.uint8)).save(folder / "salt.png")
    lines = np.full((1754, 1240), 255, np.uint8)
    lines[::9], lines[:, ::9] = 0, 0
    Image.fromarray(lines).save(folder / "graph-paper.png")
    page.rotate(180).save(folder / "upside-down.jpg", quality=70)
    page.rotate(90, expand=True).save(folder / "on-its-side.jpg", quality=70)
    whole = io.BytesIO()
    page.save(whole, "JPEG", quality=70)
    data = whole.getvalue()
    (folder / "truncated.jpg").write_bytes(data[: len(data) // 2])
    (folder / "header-only.jpg").write_bytes(data[:300])
    frames = [
        Image.fromarray(np.where(dice.random((1169, 827)) < 0.001, 0, 255).astype(np.uint8)).convert("1")
        for _ in range(4)
    ]
    frames[0].save(
        folder / "frames400.tif", save_all=True, append_images=[frames[i % 4] for i in range(399)], compression="group4"
    )
    frames[0].save(
        folder / "frames501.tif", save_all=True, append_images=[frames[i % 4] for i in range(500)], compression="group4"
    )
    plain = np.full((1754, 1240, 3), 255, np.uint8)
    picture = sample(1001, 150, "clean")[0]
    plain[200:260, 100:1100] = picture[60:120, 100:1100]
    Image.fromarray(plain).save(folder / "no-table.png")


class Watch(threading.Thread):
    """Peak resident memory of a process tree."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.root, self.peak, self.over = psutil.Process(pid), 0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.05):
            total = 0
            for process in [self.root, *_children(self.root)]:
                try:
                    total += process.memory_info().rss
                except psutil.Error:
                    continue
            self.peak = max(self.peak, total)


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def main(folders: list[str]) -> int:
    with tempfile.TemporaryDirectory() as room:
        each = folders == ["--pictures"]
        if not folders or each:
            made = Path(room) / "made"
            made.mkdir()
            make_pictures(made)
            if not each:
                make(made)
            folders = [str(made)]
        faults: list[str] = []
        outcomes: Counter[str] = Counter()
        times: list[tuple[float, int, str]] = []
        files = sorted(p for folder in folders for p in Path(folder).rglob("*") if p.is_file())
        for file in files:
            start = time.perf_counter()
            run = subprocess.Popen(
                [sys.executable, "-m", "extractor", "extract", "--quiet", str(file)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            watch = Watch(run.pid)
            watch.start()
            out, err = run.communicate()
            watch.over.set()
            seconds = time.perf_counter() - start
            times.append((seconds, watch.peak, file.name))
            if b"Traceback" in err + out or run.returncode not in (0, 1, 3):
                faults.append(f"{file}: exit {run.returncode} {err[-300:]!r}")
            statuses = _statuses(out, file, faults, run.returncode)
            outcomes.update(statuses)
            if each:
                print(f"{seconds:>8.1f} s {watch.peak >> 20:>6} MiB  {file.name}: {', '.join(statuses)}", flush=True)
            if seconds > SECONDS + EARNED or watch.peak > BYTES + (1 << 29):
                faults.append(f"{file}: {seconds:.1f} s, {watch.peak >> 20} MiB")
    for outcome, number in outcomes.most_common():
        print(f"{number:>6}  {outcome}")
    for seconds, peak, name in sorted(times, reverse=True)[:5]:
        print(f"{seconds:>8.1f} s {peak >> 20:>6} MiB  {name}")
    print("\n".join(faults) or f"{len(files)} files, each with its outcome")
    return 1 if faults else 0


DOC_SECONDS, DOC_BYTES = 2.0, 300 << 20


def damaged(data: bytes, dice: random.Random) -> bytes:
    """One mutant: bytes flipped, the head of the file hit, a stretch overwritten, moved or cut off."""
    hurt = bytearray(data)
    kind = dice.randrange(5)
    at, size = dice.randrange(len(hurt)), dice.randrange(1, 2000)
    if kind == 0:
        for _ in range(dice.randrange(1, 60)):
            hurt[dice.randrange(len(hurt))] = dice.randrange(256)
    elif kind == 1:  # the FIB begins in one of the first sectors: lengths and offsets of everything
        for _ in range(dice.randrange(1, 8)):
            hurt[512 + dice.randrange(min(0x400, len(hurt) - 512))] = dice.choice(
                (0, 1, 127, 128, 255, dice.randrange(256))
            )
    elif kind == 2:
        hurt[at : at + size] = bytes(dice.choice((0, 255, dice.randrange(256))) for _ in range(size))
    elif kind == 3:
        other = dice.randrange(len(hurt))
        hurt[at : at + size] = hurt[other : other + size]
    else:
        del hurt[max(at, 600) :]
    return bytes(hurt)


def doc(count: int) -> int:
    """Mutants of six .doc files, one after the other in this process: an outcome each, its time, the memory of all."""
    import os
    import resource

    from extractor.errors import SourceError
    from extractor.readers import read
    from extractor.settings import DEFAULTS
    from tests.make.doc_samples import FOLDER
    from tests.make.write_doc import OLD_IN_TABLE, P, old_row, old_word

    os.environ["JIXIAO_SOFFICE"] = "/nonexistent"
    files = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.doc"))}
    old = [
        P("项目支出绩效目标表\r"),
        *[P(text + "\x07", OLD_IN_TABLE) for text in ("项目名称", "灌溉维护")],
        P("\x07", old_row(0, 2000, 6000)),
    ] * 20
    files["word6"] = old_word(old)
    dice = random.Random(22)
    outcomes: Counter[str] = Counter()
    times: list[tuple[float, str]] = []
    for number in range(count):
        name = list(files)[number % len(files)]
        data = damaged(files[name], dice)
        begun = time.perf_counter()
        try:
            read(data, "a.doc", "doc", DEFAULTS)
            outcomes["read"] += 1
        except SourceError as error:
            outcomes[error.category] += 1
        times.append((time.perf_counter() - begun, f"{name} {number}"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"{count} mutants of {', '.join(files)}: {dict(outcomes)}")
    print(
        f"slowest {max(times)[0]:.2f} s ({max(times)[1]}), asked {DOC_SECONDS} s; peak {peak >> 20} MiB, asked "
        f"{DOC_BYTES >> 20} MiB"
    )
    return 1 if max(times)[0] > DOC_SECONDS or peak > DOC_BYTES else 0


def _statuses(out: bytes, file: Path, faults: list[str], code: int) -> list[str]:
    text = out.decode("utf-8").strip()
    if not text:
        if code != 3:
            faults.append(f"{file}: no document")
        return ["nothing to read"]
    try:
        documents = [json.loads(text)] if text.startswith("{\n") else [json.loads(line) for line in text.split("\n")]
    except ValueError as error:
        faults.append(f"{file}: output is no JSON ({error})")
        return ["broken output"]
    return [
        d["source"]["status"] + (f" {d['source']['failure']['category']}" if d["source"]["failure"] else "")
        for d in documents
    ]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--doc"]:
        sys.exit(doc(int(sys.argv[2]) if len(sys.argv) > 2 else 2000))
    sys.exit(main(sys.argv[1:]))
