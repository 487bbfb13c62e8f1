"""Review: what persons decide about findings and values, and the queue they work through. No web in it
(`extractor.desk`).

decide(database, rules, [Wish(...)], who)   one step: decisions written, forms checked again, what closed and opened
undo(database, rules, step, who)            the step back
facets(connection, Filter(...)), page(...)  the queue
draw(database, 0.02), rate(connection)      the sample, and the share that is wrong and unflagged
"""

from __future__ import annotations

from extractor.review.applied import Change, apply_decisions, outstanding
from extractor.review.decisions import (
    ACTIONS,
    ConflictError,
    DecisionError,
    Outcome,
    Wish,
    decide,
    history,
    last_step,
    undo,
    version_of,
)  # fmt: skip
from extractor.review.queue import Count, Filter, Key, facets, finding_of, page, total
from extractor.review.sample import Rate, draw, parse_share, rate, wilson
from extractor.review.settle import READING_RIGHT, Decision, Settled, settle
from extractor.review.source import Kept, load_source
from extractor.review.values import NotEditableError, editable

__all__ = [
    "ACTIONS", "Change", "ConflictError", "Count", "Decision", "DecisionError", "Filter", "Kept", "Key",
    "NotEditableError",
    "Outcome", "READING_RIGHT", "Rate", "Settled", "Wish", "apply_decisions", "decide", "draw", "editable", "facets",
    "finding_of",
    "history", "last_step", "load_source", "outstanding", "page", "parse_share", "rate", "settle", "total", "undo",
    "version_of",
    "wilson",
]  # fmt: skip
