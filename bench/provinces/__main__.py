"""How the program reads the provinces' own forms.

    python -m bench.provinces [--format docx|html|xlsx] [--show] [--only NAME] [--set TITLE] [--keep DIR]

Prints a line a form: fields and cells right, rows, wholly right or not, the verdict, what is wrong without a finding
about it (silent), errors and warnings that accuse the unit of what it did not do (false), and doubts about the reading
of forms that are wholly right; then totals of the practice forms, the judge forms, the second (judge2), the third
(judge3), the fourth (judge4), the fifth (judge5), the sixth (judge6), the seventh (judge7), the eighth (judge8), the
ninth (judge9), the tenth (judge10), the eleventh (judge11) and the twelfth (judge12). `--set` takes some of them.
`--show` lists what is wrong, of judge forms only with `--only NAME`: they are for judging, and whoever mends the reader
does not look.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from bench.layout_grammar.score import Scored, score
from bench.provinces import SETS
from bench.provinces.truth import Form
from bench.provinces.writing import FORMATS

_PARTIES = ("filer", "department", "implementer", "project_name")
_CODE = re.compile(r"^(?:\[\d+\]|[0-9A-Z]{10,}[-_]|\d{3,}[-_]?)")
"""The code before a name, which a reader may keep or cut."""


def read(form: Form, suffix: str, folder: Path) -> tuple[list[Scored], dict[str, Any]]:
    """The scores of the filing's forms and the program's document."""
    from extractor import extract

    path = folder / f"{form.name}.{suffix}"
    path.write_bytes(FORMATS[suffix](form.blocks()))
    output = json.loads(extract(path).model_dump_json())
    for one in output["forms"]:
        one |= {key: _CODE.sub("", one[key]) for key in _PARTIES if one[key]}
    return score(form.truth(), output), output


def _line(form: Form, scored: list[Scored], verdict: str) -> Counter[str]:
    count: Counter[str] = Counter(forms=len(scored))
    for one in scored:
        accused = [f for f in one.accusations if f["code"] not in form.due]
        count["fields"] += one.fields
        count["cells"] += one.cells
        count["fields wrong"] += one.wrong(False)
        count["cells wrong"] += one.wrong(True)
        count["whole"] += one.whole
        count["silent"] += one.silent
        count["false"] += len(accused)
        count["doubts"] += len(one.doubts) if one.whole else 0
        count["passed wrong"] += bool(one.misses and verdict == "通过")
        count["right unaudited"] += one.whole and verdict == "未能审核"
    count["rows"] = sum(len(r["indicators"]) for r in form.truth()["forms"])
    return count


def _told(name: str, count: Counter[str], verdict: str) -> str:
    fields, cells = count["fields"] - count["fields wrong"], count["cells"] - count["cells wrong"]
    whole = f"{count['whole']}/{count['forms']}"
    return (
        f"{name:24} fields {fields:3}/{count['fields']:3}  cells {cells:4}/{count['cells']:4}  rows {count['rows']:3}  "
        f"whole {whole:5}  silent {count['silent']:3}  false {count['false']:2}  doubts {count['doubts']:2}  {verdict}"
    )


def _show(form: Form, scored: list[Scored]) -> None:
    for at, one in enumerate(scored):
        for miss in one.misses:
            print(f"    {at} {'told  ' if miss.told else 'SILENT'} {miss.pointer}: {miss.want!r} <- {_raw(miss.got)!r}")
        for finding in one.accusations:
            if finding["code"] not in form.due:
                print(f"    {at} false  {finding['code']} {finding.get('field')}: {finding['message']}")
        for finding in one.doubts:
            print(f"    {at} doubt  {finding['code']} {finding.get('field')}: {finding['message']}")


def _raw(got: Any) -> Any:
    if isinstance(got, dict):
        return {k: v for k, v in got.items() if v not in (None, [], "") and k not in ("at", "runner_up", "score")}
    return got


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--format", choices=sorted(FORMATS), default="docx")
    parser.add_argument("--show", action="store_true", help="list what is wrong")
    parser.add_argument("--only", metavar="NAME")
    parser.add_argument("--set", choices=list(SETS), help="the forms of one set only")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the files and the program's documents there")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder: Path = args.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for title in SETS if args.set is None else [args.set]:
            total: Counter[str] = Counter()
            chosen = [f for f in SETS[title]() if args.only in (None, f.name)]
            for form in chosen:
                scored, output = read(form, args.format, folder)
                if args.keep:
                    kept = json.dumps(output, ensure_ascii=False, indent=1)
                    (folder / f"{form.name}.{args.format}.json").write_text(kept, encoding="utf-8")
                verdict = str(output["quality"]["verdict"])
                count = _line(form, scored, verdict)
                total += count
                print(_told(form.name, count, verdict))
                if args.show and (title == "practice" or args.only):
                    _show(form, scored)
            if chosen:
                print(_told(title, total, ""))
                print(f"{total['passed wrong']} wrong and 通过, {total['right unaudited']} right and 未能审核\n")


if __name__ == "__main__":
    main()
