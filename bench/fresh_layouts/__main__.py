"""The drawn forms read as .docx and .html: right, told, or silently wrong.

    python -m bench.fresh_layouts

Asked: 12 of 14 right, and none wrong that ends as 通过. Exits 1 otherwise. What was missed is not printed: a form that
the reader was mended for says nothing any more, and another has to be drawn in its place.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from bench.fresh_layouts import load
from bench.layout_grammar.filing import Filing
from bench.layout_grammar.score import Scored, score
from bench.layout_grammar.writing import FORMATS

RIGHT = 12


def read(filing: Filing, suffix: str, folder: Path) -> tuple[Scored, str]:
    """The score of one drawn form and the verdict of its report."""
    from extractor import extract

    path = folder / f"{filing.name}.{suffix}"
    path.write_bytes(FORMATS[suffix](filing))
    output = json.loads(extract(path).model_dump_json())
    return score(filing.truth(), output)[0], output["quality"]["verdict"]


def main() -> int:
    missed = False
    with tempfile.TemporaryDirectory() as scratch:
        for suffix in ("docx", "html"):
            right = passed = 0
            for filing in load():
                one, verdict = read(filing, suffix, Path(scratch))
                right += one.whole
                passed += bool(one.misses and verdict == "通过")
                state = (
                    "right"
                    if one.whole
                    else f"{len(one.misses)} of {one.fields + one.cells} wrong, {one.silent} untold"
                )
                print(f"{filing.name}.{suffix:5} {state:32} {verdict:6} {filing.layout.chosen['drawn']}")
            print(f"{suffix}: {right} of {len(load())} right; {passed} wrong and 通过\n")
            missed |= right < RIGHT or passed > 0
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
