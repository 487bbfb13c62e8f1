"""The report's own rule books, checked before any document is read."""

from __future__ import annotations

from extractor.report.advice import advice_of
from extractor.report.letter import check_texts, letter_book
from extractor.report.rules import Rules


def check_books(rules: Rules) -> None:
    """Parse `advice.yaml`, `letter.yaml` and the letter's texts.

    Raises:
        RuleBookError: the first fault, with file and line.
    """
    advice_of(rules)
    letter_book(rules)
    check_texts(rules)
