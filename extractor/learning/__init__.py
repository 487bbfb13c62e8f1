"""Teach once: one corrected filing repairs every filing of its layout (`jixiao rules learn`, the desk's page 教).

proposal = propose(document, rules, truth)      # what would make it read right; nothing is written
trial(proposal.book, [folder], rules)           # what that does to other filings
save(proposal.book, directory)                  # into a bureau's rule directory, for --rules
"""

from __future__ import annotations

from extractor.learning.corrected import FormFacts, Miss, facts_of, from_pointers
from extractor.learning.pointed import Pointed, pointed
from extractor.learning.proposal import Proposal, propose
from extractor.learning.saving import difference, save, text_of_book
from extractor.learning.trial import Effect, trial

__all__ = [
    "Effect", "FormFacts", "Miss", "Pointed", "Proposal", "difference", "facts_of", "from_pointers", "pointed",
    "propose", "save",
    "text_of_book", "trial",
]  # fmt: skip
