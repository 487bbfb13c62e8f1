"""How the program reads forms of bureaus it has not met: `python -m bench.field_forms --seeds 500-699 --format docx`.

Prints fields, cells and forms wholly right, what is wrong without a word, forms accused falsely, doubts on right forms,
and the same per structural choice. `--show` lists what is wrong (seeds below 500 only).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from bench.field_forms import writing
from bench.field_forms.dice import JUDGING, Dice
from bench.field_forms.filing import Filing, sample
from bench.layout_grammar import write_pdf
from bench.layout_grammar.score import Json, Scored, score
from bench.layout_grammar.sums import Sums
from extractor import extract

_WRITERS = {"docx": writing.docx, "xlsx": writing.xlsx, "html": writing.html, "txt": writing.txt, "pdf": writing.docx}


def write(seeds: list[int], form: str, folder: Path) -> list[tuple[Filing, Path]]:
    """The filings of these seeds as files."""
    found = []
    for seed in seeds:
        filing = sample(seed)
        path = folder / f"{seed:05d}.{'docx' if form == 'pdf' else form}"
        path.write_bytes(_WRITERS[form](filing))
        found.append((filing, path))
    if form == "pdf":
        write_pdf.convert([p for _, p in found], folder)
        found = [(f, p.with_suffix(".pdf")) for f, p in found]
    return found


def judge(filing: Filing, path: Path) -> tuple[list[Scored], Json]:
    output = json.loads(extract(path).model_dump_json())
    return score(filing.truth, output), output


def _show(filing: Filing, scores: list[Scored]) -> None:
    for at, one in enumerate(scores):
        accused = [f"{f['code']}:{str(f.get('observed'))[:30]}" for f in one.accusations if f["severity"] == "error"]
        if one.misses or accused or one.doubts:
            print(f"== {filing.seed} form {at} {filing.truth['forms'][at]['kind']} {len(one.misses)} misses")
        for miss in one.misses[:8]:
            print(
                f"   {'' if miss.told else 'SILENT '}{miss.pointer} want {str(miss.want)[:60]!r} got "
                f"{str(miss.got)[:110]!r}"
            )
        if accused:
            print("   accused", accused[:4])
        if one.whole and one.doubts:
            print("   doubts", [(f["code"], (f.get("message") or "")[:80]) for f in one.doubts][:3])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="0-49")
    parser.add_argument("--format", default="docx", choices=list(_WRITERS))
    parser.add_argument("--show", action="store_true")
    parser.add_argument(
        "--choices", type=float, default=95.0, help="print options with fewer forms wholly right than this"
    )
    parser.add_argument("--practice-words", action="store_true", help="held options and words of their own, to look at")
    parser.add_argument("--keep", help="a folder for the files and their truth")
    args = parser.parse_args()
    low, _, high = args.seeds.partition("-")
    seeds = list(range(int(low), int(high or low) + 1))
    if args.show and seeds[-1] >= JUDGING:
        parser.error("judging seeds are not looked at")
    if args.practice_words and seeds[-1] < JUDGING:
        Dice.practice_words = True
    total, options, codes = Sums(), defaultdict[str, Sums](Sums), Counter[str]()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(args.keep or scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for filing, path in write(seeds, args.format, folder):
            if args.keep:
                path.with_suffix(".truth.json").write_text(
                    json.dumps(filing.truth, ensure_ascii=False, indent=1), "utf-8"
                )
            scores, _ = judge(filing, path)
            if args.show:
                _show(filing, scores)
            for one, allowed in zip(scores, filing.allowed):
                total.add(one, allowed)
                codes.update(
                    {f"{f['severity']} {f['code']}" for f in [*one.accusations, *one.doubts]} if one.whole else set()
                )
                for name, option in filing.chosen.items():
                    options[f"{name} = {option}"].add(one, allowed)
    for name, sums in sorted(options.items()):
        if sums.forms and sums.share < args.choices:
            print(sums.line("  " + name))
    print("findings on right forms:", dict(codes.most_common()))
    print(total.line(f"{args.format} {args.seeds}"))


if __name__ == "__main__":
    main()
