"""This checkout against another, format by format, in one run: is any reader slower, does any result differ?

    python -m bench.against CHECKOUT [FILE …] [--rounds N] [--only docx,pdf] [--same]

CHECKOUT is another checkout of this repository with a `.venv` of its own. One process for each of the two; they take
turns, file by file, so that a busy moment hits both. Times are processor time, the shortest of N rounds (default 15);
a ratio over 1 is slower than the other checkout. `reader` is bytes to Document, `extract` is bytes to findings.
Without FILE: the sample filing in every format that the tests can write, and the files in samples/.
`--same`: instead of timing, name the files whose extraction differs from the other checkout's. Exit 1 where a reader
is slower than BOUND, or a file differs.
"""

from __future__ import annotations

import argparse
import math
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

ROOT = Path(__file__).resolve().parent.parent
BOUND = 1.15
STAGES = ("reader", "extract")
_CHILD = """
import gc, hashlib, pickle, sys, time
from extractor.pipeline import document_of, extract_bytes
from extractor.rulebook import load_rules
rules, out, orders = load_rules(), sys.stdout.buffer, sys.stdin.buffer
sys.stdout = sys.stderr
read = lambda data, name: document_of(data, name, ocr=False)
whole = lambda data, name: extract_bytes(data, name, rules=rules, ocr=False)
while order := pickle.load(orders):
    stage, data, name = order
    try:
        if stage == "same":
            answer = hashlib.sha256(whole(data, name).model_dump_json().encode()).hexdigest()
        else:
            job = read if stage == "reader" else whole
            gc.collect()
            start = time.process_time()
            job(data, name)
            answer = time.process_time() - start
    except Exception as error:
        answer = repr(error)
    pickle.dump(answer, out)
    out.flush()
"""


class Checkout:
    """A process in a checkout that reads what it is given."""

    def __init__(self, folder: Path) -> None:
        command = [str(folder / ".venv" / "bin" / "python"), "-c", _CHILD]
        self._process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, stage: str, data: bytes, name: str) -> Any:
        """Seconds of processor time of a stage, or the digest of the extraction; the text of what went wrong."""
        orders, answers = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        pickle.dump((stage, data, name), orders)
        orders.flush()
        return pickle.load(answers)

    def close(self) -> None:
        orders = cast(IO[bytes], self._process.stdin)
        pickle.dump(None, orders)
        orders.close()
        self._process.wait()


@dataclass(slots=True)
class Times:
    """Shortest times of one file here and there, by stage."""

    here: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, math.inf))
    there: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, math.inf))

    def ratio(self, stage: str) -> float:
        return self.here[stage] / self.there[stage]


def sample_files() -> Iterator[tuple[str, bytes]]:
    """The sample filing in every format that the tests can write, and the files in samples/."""
    from tests.make.filing import from_dump
    from tests.make.write_docx import docx
    from tests.make.write_ofd import ofd
    from tests.make.write_pdf import pdf
    from tests.make.write_sheets import xls, xlsx
    from tests.make.write_text import html_page, text_dump

    folder = ROOT / "samples"
    blocks = from_dump((folder / "yuanjiang-zonggonghui-2024.txt").read_text(encoding="utf-8"))
    writers = {"docx": docx, "xlsx": xlsx, "xls": xls, "html": html_page, "pdf": pdf, "ofd": ofd, "txt": text_dump}
    yield from ((f"made.{format}", write(blocks)) for format, write in writers.items())
    yield from (
        (path.name, path.read_bytes()) for path in sorted(folder.iterdir()) if path.suffix not in (".md", ".py")
    )


def time_of(data: bytes, name: str, here: Checkout, there: Checkout, rounds: int) -> Times | str:
    """Shortest times of a file in both checkouts, one warm round apart; what went wrong where one cannot read it."""
    times = Times()
    for turn in range(rounds + 1):
        for stage in STAGES:
            for checkout, spent in ((here, times.here), (there, times.there)):
                answer = checkout.ask(stage, data, name)
                if isinstance(answer, str):
                    return answer
                if turn:
                    spent[stage] = min(spent[stage], answer)
    return times


def compare_times(files: list[tuple[str, bytes]], here: Checkout, there: Checkout, rounds: int) -> bool:
    """Print each file's ratios and the geometric mean of each format; whether every reader keeps the bound."""
    formats: dict[str, list[Times]] = {}
    print(f"{'':<40}" + "".join(f"{stage + ' ms':>12}{'other':>9}{'ratio':>7}" for stage in STAGES))
    for name, data in files:
        times = time_of(data, Path(name).name, here, there, rounds)
        if isinstance(times, str):
            print(f"{name[-38:]:<40}{times[:70]}")
            continue
        formats.setdefault(Path(name).suffix.lstrip(".").lower(), []).append(times)
        columns = (f"{1e3 * times.here[s]:12.2f}{1e3 * times.there[s]:9.2f}{times.ratio(s):7.2f}" for s in STAGES)
        print(f"{name[-38:]:<40}" + "".join(columns), flush=True)
    print(f"\nby format (geometric mean; a reader at most {BOUND})")
    kept = True
    for format, those in sorted(formats.items()):
        means = [math.exp(sum(math.log(times.ratio(stage)) for times in those) / len(those)) for stage in STAGES]
        kept &= means[0] <= BOUND
        print(
            f"{format:<6}{len(those):4} files   "
            + "   ".join(f"{s} {m:.3f}" for s, m in zip(STAGES, means, strict=True)),
            end="",
        )
        print("" if means[0] <= BOUND else "   MISSED")
    return kept


def compare_results(files: list[tuple[str, bytes]], here: Checkout, there: Checkout) -> bool:
    """Name the files whose extraction differs; whether there are none."""
    differ = [
        name
        for name, data in files
        if here.ask("same", data, Path(name).name) != there.ask("same", data, Path(name).name)
    ]
    print(f"{len(files)} files, {len(differ)} differ", *differ, sep="\n  ")
    return not differ


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="", help="formats, with commas between them")
    parser.add_argument("--same", action="store_true")
    options = parser.parse_intermixed_args()
    files = [(str(path), path.read_bytes()) for path in options.files] or list(sample_files())
    wanted = set(filter(None, options.only.split(",")))
    files = [(name, data) for name, data in files if not wanted or Path(name).suffix.lstrip(".").lower() in wanted]
    here, there = Checkout(ROOT), Checkout(options.checkout.resolve())
    try:
        good = (
            compare_results(files, here, there) if options.same else compare_times(files, here, there, options.rounds)
        )
    finally:
        here.close()
        there.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
