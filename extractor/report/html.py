"""The report as one HTML file: nothing is fetched, only our own style and script may run (CSP by hash)."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.ground.safe import visible
from extractor.report import words
from extractor.report.excerpt import ExcerptCell
from extractor.report.model import Entry, Report, unit_of
from extractor.report.overview import lines_of, units_of, verdict_of
from extractor.report.understood import LEGEND
from extractor.report.where import place_words

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"


def to_html(report: Report) -> str:
    """The report as a self-contained page; the same report gives the same text."""
    style, script = _asset("report.css"), _asset("report.js")
    page: str = (
        environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            style=style,
            script=script,
            policy=policy(style, script),
            words=words,
            legend=LEGEND,
            codes=_codes(report),
            forms=_forms(report),
            lines=lines_of(report),
            units=units_of(report),
            unit_of=unit_of,
            verdict_of=verdict_of,
            verdict_class=_VERDICT,
            bad_units={unit.unit for unit in units_of(report) if unit.errors or unit.unjudged},
            full=_full(report),
            crowded=len(report.sources) > CROWDED,
            unverified=any(not e.finding.verified and e.basis for s in report.sources for e in s.entries),
        )
    )
    return _with_pieces(page, report)


def _with_pieces(page: str, report: Report) -> str:
    """The pictures put where the template left their marks, the worst findings' first, as long
    as the page stays small.
    """
    room = max(MAX_PAGE - len(page.encode("utf-8", "replace")), 0)
    coded: dict[str, str] = {}
    chosen = [(si, entry) for si, entry in _entries(report) if entry.piece is not None]
    for si, entry in sorted(chosen, key=lambda pair: words.SEVERITY_ORDER[pair[1].finding.severity]):
        text = _PIECE.format(base64.b64encode(entry.piece or b"").decode("ascii"))
        if len(text) <= room and (mark := f"<!--piece:{si}-{entry.number}-->") in page:
            coded[mark] = text
            room -= len(text)
    return _PIECE_MARK.sub(lambda found: coded.get(found[0], ""), page)


MAX_PAGE = 2_000_000
"""Bytes a page may grow to by pictures."""
_PIECE = '<p class="piece"><img src="data:image/webp;base64,{}" alt="原件上的位置，红框内" loading="lazy"></p>'
_PIECE_MARK = re.compile(r"<!--piece:\d+-\d+-->")
_VERDICT = {
    "通过": "v-ok",
    "修改后通过": "v-mend",
    "退回": "v-bad",
    words.UNJUDGED: "v-unread",
    words.NO_VERDICT: "v-bad",
}
CROWDED = 100
"""From so many files on each keeps only its line of the overview and its findings: the page stays quick."""
FULL_CHARACTERS = 700_000
"""So much of a report on several files is set in full, the worst first; the rest is a line each (a page of 2 MB)."""
FULL_WHEN_CROWDED = 60_000
_FRAME = 900
"""Characters of markup a finding set in full takes about."""


def _full(report: Report) -> set[tuple[int, int]]:
    """(source, number) of the findings set in full: all of one file; of several the worst that fit, without infos."""
    if len(report.sources) <= 1:
        return {(si, entry.number) for si, entry in _entries(report)}
    serious = [(si, entry) for si, entry in _entries(report) if entry.finding.severity != "info"]
    serious.sort(key=lambda pair: (words.SEVERITY_ORDER[pair[1].finding.severity], pair[0], pair[1].number))
    chosen, used = set(), 0
    most = FULL_WHEN_CROWDED if len(report.sources) > CROWDED else FULL_CHARACTERS
    for si, entry in serious:
        used += _FRAME + len(entry.finding.message) + len(entry.advice) + len(entry.basis) + _excerpt_size(entry)
        if used > most:
            break
        chosen.add((si, entry.number))
    return chosen


def _excerpt_size(entry: Entry) -> int:
    rows = entry.excerpt.rows if entry.excerpt is not None else []
    return sum(30 + len(cell.text) for row in rows for cell in row.cells)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Jinja with autoescape always on; an unknown name is an error, not a hole."""
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    made.filters["pieces"] = pieces
    made.filters["place"] = place_words
    return made


def policy(style: str, script: str) -> str:
    """Content security policy that lets exactly this style and this script run, and nothing be fetched."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def style_policy(style: str) -> str:
    """Content security policy of a page without script."""
    return f"default-src 'none'; style-src '{_digest(style)}'; img-src data:; base-uri 'none'; form-action 'none'"


def pieces(cell: ExcerptCell) -> list[tuple[str, bool]]:
    """A cell's text cut at its spans: (text, differs)."""
    found, at = [], 0
    for start, end in sorted(cell.spans):
        if start >= at:
            found += [(cell.text[at:start], False), (cell.text[start:end], True)]
            at = end
    return [piece for piece in [*found, (cell.text[at:], False)] if piece[0]]


def _asset(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8").strip()


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _entries(report: Report) -> list[tuple[int, Entry]]:
    return [(i, entry) for i, source in enumerate(report.sources) for entry in source.entries]


def _codes(report: Report) -> list[tuple[str, str, int]]:
    """(code, title, count) of the filter, in the report's order."""
    counts: dict[tuple[str, str], int] = {}
    for _, entry in _entries(report):
        key = (entry.finding.code, entry.title)
        counts[key] = counts.get(key, 0) + 1
    return [(code, title, count) for (code, title), count in counts.items()]


def _forms(report: Report) -> list[tuple[str, int, list[tuple[str, str, int]]]]:
    """The form filter by file: its path, its position, and (key, name, count) of its forms; the
    key is "source.form".
    """
    found = []
    for i, source in enumerate(report.sources):
        rows = [
            (f"{i}.{'' if section.form is None else section.form.index}", section.name, len(section.entries))
            for section in source.sections if section.entries
        ]  # fmt: skip
        if rows:
            found.append(
                (source.source.path, i, [row for row in rows if len(report.sources) == 1 or not row[0].endswith(".")])
            )
    return found
