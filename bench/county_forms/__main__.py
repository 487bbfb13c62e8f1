"""How the program reads forms of counties it has not met: `python -m bench.county_forms --seeds 500-599 --format docx`.

Prints fields, cells and forms wholly right, what is wrong without a word, right forms accused of an error, and doubts
on
right forms. `--show` lists what is wrong (seeds below 500 only); `--options` prints families and choices under 90 %.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from pathlib import Path

from bench.county_forms import writers
from bench.county_forms.dice import JUDGING, Dice
from bench.county_forms.filing import sample
from bench.county_forms.page import Filing
from bench.layout_grammar import write_pdf
from bench.layout_grammar.score import Scored, score
from bench.layout_grammar.sums import Sums
from extractor import extract

_WRITERS = {
    "docx": writers.docx,
    "xlsx": writers.xlsx,
    "html": writers.html,
    "txt": writers.txt,
    "pdf": writers.docx,
}


def write(seeds: list[int], form: str, folder: Path) -> list[tuple[Filing, Path]]:
    """The filings of these seeds as files."""
    found = []
    for seed in seeds:
        filing = sample(seed)
        path = folder / f"{seed:05d}.{'docx' if form == 'pdf' else form}"
        path.write_bytes(_WRITERS[form](filing))
        path.with_suffix(".truth.json").write_text(json.dumps(filing.truth, ensure_ascii=False, indent=1), "utf-8")
        found.append((filing, path))
    if form == "pdf":
        write_pdf.convert([p for _, p in found], folder)
        found = [(f, p.with_suffix(".pdf")) for f, p in found]
    return found


def _show(filing: Filing, scores: list[Scored]) -> None:
    for at, one in enumerate(scores):
        accused = [
            f"{f['code']}: {f.get('message')}"
            for f in one.accusations
            if f["severity"] == "error" and f["code"] not in filing.allowed[at]
        ]
        if one.misses or accused or one.doubts:
            print(f"== {filing.seed} {filing.family} form {at}: {len(one.misses)} misses")
        for miss in one.misses[:10]:
            print(f"   {'' if miss.told else 'SILENT '}{miss.pointer} want {miss.want!r:.70} got {miss.got!r:.120}")
        for text in accused[:4]:
            print("   accused", text)
        for doubt in one.doubts[:4] if one.whole else []:
            print("   doubt", doubt["code"], doubt.get("message"))


def main() -> None:
    """Read the command line, write, read, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="0-49")
    parser.add_argument("--format", default="docx", choices=list(_WRITERS))
    parser.add_argument("--show", action="store_true", help="what is wrong, seeds below 500 only")
    parser.add_argument("--options", action="store_true", help="families and choices with under 90 %% forms right")
    parser.add_argument("--practice-words", action="store_true", help="wordings of their own, to look at")
    parser.add_argument("--keep", help="a folder for the files and their truth")
    args = parser.parse_args()
    low, _, high = args.seeds.partition("-")
    seeds = list(range(int(low), int(high or low) + 1))
    if args.show and seeds[-1] >= JUDGING:
        parser.error("judging seeds are not looked at")
    Dice.practice_words = args.practice_words and seeds[-1] < JUDGING
    total, options = Sums(), defaultdict[str, Sums](Sums)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(args.keep or scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for filing, path in write(seeds, args.format, folder):
            scores = score(filing.truth, json.loads(extract(path).model_dump_json()))
            if args.show:
                _show(filing, scores)
            for one, allowed in zip(scores, filing.allowed):
                total.add(one, allowed)
                for name, choice in filing.options.items():
                    options[f"{name} = {choice}"].add(one, allowed)
    print(total.line(f"{args.format} {args.seeds}"))
    if args.options:
        for name, sums in sorted(options.items(), key=lambda o: o[1].share):
            if sums.share < 90 and (sums.forms >= 8 or name.startswith("family")):
                print(sums.line(f"  {name}"))


if __name__ == "__main__":
    main()
