"""Forms from a grammar of layouts, with their truth.

python -m bench.layout_grammar write --seeds teach:0-200 --formats docx,html -o DIR   files and NAME.truth.json
python -m bench.layout_grammar alien --layouts 0-29 --filings 11 -o DIR               labels no rule book knows, 11
filings a layout,
                                                                                      corrected JSON beside each
python -m bench.layout_grammar show teach:7                                           the form as HTML, and its truth
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bench.layout_grammar.filing import make
from bench.layout_grammar.write_html import html
from bench.layout_grammar.writing import ALL, FORMATS, seeds, write, write_alien


def main(arguments: list[str] | None = None) -> int:
    """Run one of the two commands; 2 for arguments that cannot be met."""
    parser = argparse.ArgumentParser(
        prog="bench.layout_grammar", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    jobs = parser.add_subparsers(dest="job", required=True)
    writing = jobs.add_parser("write")
    writing.add_argument("--seeds", default="teach:0-99")
    writing.add_argument("--formats", default="docx,html", help=",".join(ALL))
    writing.add_argument("-o", dest="out", type=Path, required=True)
    strange = jobs.add_parser("alien")
    strange.add_argument("--layouts", default="0-29")
    strange.add_argument("--filings", type=int, default=11)
    strange.add_argument("--format", default="docx", choices=list(FORMATS))
    strange.add_argument("-o", dest="out", type=Path, required=True)
    showing = jobs.add_parser("show")
    showing.add_argument("seed")
    options = parser.parse_args(arguments)
    if options.job == "write":
        print(
            f"{write(seeds(options.seeds), options.formats.split(','), options.out)} files in {options.out}",
            file=sys.stderr,
        )
        return 0
    if options.job == "alien":
        first, _, last = options.layouts.partition("-")
        write_alien(range(int(first), int(last or first) + 1), options.filings, options.format, options.out)
        return 0
    split, number = seeds(options.seed)[0]
    filing = make(split, number)
    print(html(filing).decode())
    print(json.dumps(filing.truth(), ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
