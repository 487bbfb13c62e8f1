"""What the safe child costs: `extract` over 200 small .docx through one started child beside in process.

`python bench/batch.py`. Five alternating rounds after a warm-up, median; the same 200 invented filings.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from extractor.batch.crew import Crew
from extractor.batch.work import Task, perform
from extractor.intake.discover import Located, discover
from extractor.rulebook import Rules, load_rules
from extractor.settings import DEFAULTS
from tests.make.invented import filing
from tests.make.write_docx import docx

FILES, ROUNDS = 200, 5


def in_process(found: list[Located], rules: Rules) -> list[bytes]:
    return [perform(located, Task(), rules, DEFAULTS).payload for located in found]


def through(crew: Crew, found: list[Located]) -> list[bytes]:
    return [outcome.payload for _, outcome in crew.in_order(found)]


def main() -> None:
    with tempfile.TemporaryDirectory() as home, Crew(Task(), DEFAULTS) as crew:
        for number in range(FILES):
            Path(home, f"{number:03}.docx").write_bytes(docx(filing(number, projects=1)[0]))
        found, rules = discover([home], DEFAULTS), load_rules()
        crew.start(1)
        crew.ready()
        assert through(crew, found) == in_process(found, rules)
        inside: list[float] = []
        outside: list[float] = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            in_process(found, rules)
            middle = time.perf_counter()
            through(crew, found)
            inside.append(middle - start)
            outside.append(time.perf_counter() - middle)
        own, child = statistics.median(inside), statistics.median(outside)
        print(f"in process {own / FILES * 1000:.1f} ms a file, through one child {child / FILES * 1000:.1f} ms")
        print(f"ratio {child / own:.2f} (asked: at most 1.3)")


if __name__ == "__main__":
    main()
