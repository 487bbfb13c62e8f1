"""How the program reads forms drawn by someone who had not seen it.

    python -m bench.office_forms --seeds 1-60 --format docx|html|xlsx [-v] [--draw]
    python -m bench.office_forms --seeds 1-60 --only-draw

Prints the forms read wholly right, fields and cells right, what is wrong or missing without a finding (silent), false
accusations, doubts and verdicts, what was missed, and the share of forms wholly right per structural choice. `-v` lists
what is wrong in each filing, with `--draw` under a drawing of its forms. Seeds from 1000 on are held for judging:
figures only, nobody looks at their forms.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tempfile
from pathlib import Path

from bench.layout_grammar.score import Json, Scored, score
from bench.office_forms.filing import HELD, Filing, sample
from bench.office_forms.telling import Sums, drawing, faults
from bench.provinces.__main__ import _CODE, _PARTIES
from bench.provinces.writing import FORMATS
from extractor import extract

_MOST_ORDERS = 8
"""Readings of a filing's rows that are tried, at most; the best one counts."""


def judge(filing: Filing, suffix: str, folder: Path) -> tuple[list[Scored], Json]:
    """The scores of the filing's forms and the program's document."""
    path = folder / f"{filing.name}.{suffix}"
    path.write_bytes(FORMATS[suffix](filing.blocks))
    output = json.loads(extract(path).model_dump_json())
    for one in output["forms"]:
        one |= {key: _CODE.sub("", one[key]) for key in _PARTIES if one[key]}
    orders = itertools.islice(itertools.product(*filing.truths), _MOST_ORDERS)
    scores = [score({"forms": list(forms)}, output) for forms in orders]
    return min(scores, key=lambda scored: sum(one.wrong(True) + one.wrong(False) for one in scored)), output


def _seeds(text: str) -> list[int]:
    found: list[int] = []
    for part in text.split(","):
        low, _, high = part.partition("-")
        found += range(int(low), int(high or low) + 1)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1-60", help=f"as in 1-20,31; from {HELD} on held back")
    parser.add_argument("--format", default="docx", choices=sorted(FORMATS))
    parser.add_argument("-v", action="store_true", help="list what is wrong")
    parser.add_argument("--diffs", type=int, default=4, help="lines a filing, at most")
    parser.add_argument("--draw", action="store_true", help="with -v: print the forms of each filing that is not right")
    parser.add_argument("--only-draw", action="store_true", help="print the forms and read nothing")
    args = parser.parse_args()
    seeds = _seeds(args.seeds)
    if (args.v or args.draw or args.only_draw) and max(seeds) >= HELD:
        parser.error("seeds held back are not looked at")
    if args.only_draw:
        for filing in map(sample, seeds):
            print(f"== {filing.name[1:]} {filing.choices}\n{drawing(filing)}\n")
        return
    sums = Sums()
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            filing = sample(seed)
            scored, output = judge(filing, args.format, Path(folder))
            sums.add(filing, scored, output)
            lines = faults(filing, scored, output)
            if lines and args.v:
                print(
                    f"-- seed {seed} {output['quality']['verdict']} {' '.join(str(c['kind']) for c in filing.choices)}"
                )
                if args.draw:
                    print(drawing(filing))
                more = [f"    … {len(lines) - args.diffs} more"] if len(lines) > args.diffs else []
                print("\n".join([*lines[: args.diffs], *more]), flush=True)
    sums.tell()


if __name__ == "__main__":
    main()
