"""What is printed: a filing as text, what is wrong in it, and the sums over filings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from bench.layout_grammar.score import Json, Scored
from bench.office_forms.filing import Filing
from bench.provinces.__main__ import _raw
from bench.provinces.sheet import Line


def drawing(filing: Filing) -> str:
    """The filing as text: lines, and a table's rows with the spans of their cells."""
    lines = []
    for block in filing.blocks:
        if isinstance(block, Line):
            lines.append(("= " if block.centred else "") + block.text)
            continue
        for number in range(block.rows):
            cells = sorted((cell for cell in block.cells if cell.row == number), key=lambda cell: cell.col)
            texts = [
                cell.text.replace("\n", "⏎")
                + (f"↓{cell.down}" if cell.down > 1 else "")
                + (f"→{cell.across}" if cell.across > 1 else "")
                for cell in cells
            ]
            lines.append("| " + " | ".join(texts) + " |")
    return "\n".join(lines)


def _accused(filing: Filing, one: Scored) -> list[Json]:
    return [finding for finding in one.accusations if finding["code"] not in filing.due]


def faults(filing: Filing, scored: list[Scored], output: Json) -> list[str]:
    """Lines on what was missed, accused falsely, or right and doubted or refused."""
    lines = []
    if len(output["forms"]) != len(scored):
        lines.append(f"    forms {len(output['forms'])} instead of {len(scored)}")
    for at, one in enumerate(scored):
        for miss in one.misses:
            told = "told  " if miss.told else "SILENT"
            lines.append(f"    {at} {told} {miss.pointer}: want {miss.want!r} <- {_raw(miss.got)!r}")
        for finding in _accused(filing, one):
            lines.append(f"    {at} FALSE {finding['code']} {finding.get('field')}: {finding['message']}")
        if one.whole and output["quality"]["verdict"] == "未能审核":
            lines.append(f"    {at} refused: {[f['code'] for f in output['findings'] if f['severity'] == 'error']}")
        for finding in one.doubts[:2] if one.whole else []:
            lines.append(f"    {at} doubt {finding['code']} {finding.get('field')}: {finding['message']}")
    return lines


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole} ({100 * part / max(1, whole):.1f} %)"


@dataclass(slots=True)
class Sums:
    """Figures over filings, and forms wholly right and not per option of each choice."""

    count: Counter[str] = field(default_factory=Counter)
    choices: defaultdict[str, Counter[tuple[str, bool]]] = field(default_factory=lambda: defaultdict(Counter))
    accused: Counter[str] = field(default_factory=Counter)
    missed: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def add(self, filing: Filing, scored: list[Scored], output: Json) -> None:
        """A filing as it was read."""
        verdict = str(output["quality"]["verdict"])
        self.count["filings"] += 1
        self.count["filings whole"] += all(one.whole for one in scored) and len(output["forms"]) == len(scored)
        self.count["forms got"] += len(output["forms"])
        for one, chosen in zip(scored, filing.choices, strict=True):
            self._add_form(one, _accused(filing, one), verdict)
            for name, option in chosen.items():
                if isinstance(option, str):
                    self.choices[name][option, one.whole] += 1
                else:
                    self.choices["extra column"].update((extra, one.whole) for extra in option)

    def _add_form(self, one: Scored, accused: list[Json], verdict: str) -> None:
        self.count.update(
            {
                "forms": 1,
                "whole": one.whole,
                "fields": one.fields,
                "cells": one.cells,
                "fields wrong": one.wrong(False),
                "cells wrong": one.wrong(True),
                "silent": one.silent,
                "false": len(accused),
                "forms accused": bool(accused),
                "whole accused": bool(accused) and one.whole,
                "doubts on right": bool(one.doubts) and one.whole,
                "right refused": one.whole and verdict == "未能审核",
                "wrong passed": bool(one.misses) and verdict == "通过",
            }
        )
        self.accused.update(finding["code"] for finding in accused)
        for miss in one.misses:
            pointer = re.sub(r"\d+", "#", re.sub(r"\[.*?\]", "[]", miss.pointer))
            self.missed[pointer, miss.told] += 1

    def tell(self) -> None:
        """Print them."""
        n = self.count
        print(
            f"\nfilings {n['filings']}, wholly right {n['filings whole']}; forms {n['forms']} (read {n['forms got']})"
        )
        print("forms wholly right  ", _of(n["whole"], n["forms"]))
        print("fields right        ", _of(n["fields"] - n["fields wrong"], n["fields"]))
        print("cells right         ", _of(n["cells"] - n["cells wrong"], n["cells"]))
        print("silent wrong/missing", _of(n["silent"], n["fields"] + n["cells"]))
        print(
            f"false accusations    {n['false']} on {n['forms accused']} forms; "
            f"{n['whole accused']} of them wholly right",
            dict(self.accused.most_common()),
        )
        print(
            f"right forms with a doubt {n['doubts on right']}  right forms refused 未能审核 {n['right refused']}  "
            f"wrong and 通过 {n['wrong passed']}"
        )
        missed = [f"{name} {'told' if told else 'SILENT'} {many}" for (name, told), many in self.missed.most_common(30)]
        print("\nmissed:", "; ".join(missed))
        print("\nshare of forms wholly right, per choice")
        for name, options in self.choices.items():
            shares = []
            for option in sorted({option for option, _ in options}):
                right = options[option, True]
                shares.append(f"{option} {right}/{right + options[option, False]}")
            print(f"  {name}: {', '.join(shares)}")
