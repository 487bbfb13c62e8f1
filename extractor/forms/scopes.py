"""Long-term or annual (K20): which scope a group of columns of the indicator table has.

By the words of its heads, and by what stands over or beside the group: the label of a block outweighs heads that are
printed alike in both blocks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.characters.fold import fold_text
from extractor.forms.band import Head
from extractor.forms.slices import Slice
from extractor.model.filing import Scope
from extractor.words.grammar import ScopeWord
from extractor.words.vocabulary import Vocabulary

_BRACKET = re.compile(r"\(([^()]*)\)$")
_LONGEST_LABEL = 30
_SCOPES: frozenset[ScopeWord] = frozenset({"period", "annual"})


def scoped_groups(
    groups: Sequence[dict[str, Head]], slice_: Slice, row: int, words: Vocabulary, *, halves: bool
) -> list[tuple[Scope, dict[str, Head]]]:
    """Each group with its scope. `row`: of the heads; `halves`: the groups go on from each
    other and share one scope.
    """
    scoped: list[tuple[Scope, dict[str, Head]]] = []
    owns = [_own(group, words) for group in groups]
    around = [_around(slice_, group, row, words) for group in groups]
    alike = len(set(owns)) == 1 and len(set(around)) == len(groups)  # 年度指标值 under 中期指标 and under 当年指标
    told = {"period"} in owns
    for number, (group, own, above) in enumerate(zip(groups, owns, around)):
        said = above if alike and len(above) == 1 else own or above
        first_of_two = len(groups) == 2 and number == 0 and not halves and not said and not told
        scoped.append(("period" if said == {"period"} or first_of_two else "annual", group))
    return scoped


def scope_beside(slice_: Slice, group: Mapping[str, Head], row: int, heads: int, words: Vocabulary) -> Scope | None:
    """The scope that a label beside a block of rows gives it: 年度指标 next to rows under the heads of 中期指标.

    None where nothing of its own, printed below the `heads`, stands left of the group in `row`.
    """
    first = min(h.col for h in group.values())
    owners = (slice_.owner(row, col) for col in range(slice_.left, first))
    texts = [c.text for c in owners if c is not None and c.row > heads and c.rowspan > 1]
    said = _captions(texts, words)
    return "period" if said == {"period"} else "annual" if said == {"annual"} else None


def _own(group: Mapping[str, Head], words: Vocabulary) -> frozenset[ScopeWord]:
    """What the heads of a group say: the value's, else those of the names. 年度指标值（长期） is long-term."""
    for roles in (("target",), ("level3", "level2")):
        text = " ".join(group[role].text for role in roles if role in group)
        if len(said := _scopes(text, words)) == 1:
            return said
    return frozenset()


def _scopes(text: str, words: Vocabulary) -> frozenset[ScopeWord]:
    bracket = _BRACKET.search(fold_text(text))
    in_bracket = words.grammar.scope_words(bracket[1]) & _SCOPES if bracket else frozenset()
    return in_bracket or words.grammar.scope_words(text) & _SCOPES


def _around(slice_: Slice, group: Mapping[str, Head], row: int, words: Vocabulary) -> frozenset[ScopeWord]:
    """What the labels left of a group say, else the caption over it with them."""
    anchor = group.get("level3") or group.get("target")
    if anchor is None:
        return frozenset()
    first = min(h.col for h in group.values())
    owners = [slice_.owner(row, col) for col in range(slice_.left, first)]
    left = [c.text for col, c in enumerate(owners, slice_.left) if c is not None and c.col == col and c.rowspan > 1]
    if len(said := _captions(left, words)) == 1:
        return said  # 长期绩效指标 beside the rows, under a caption of all blocks (年度绩效指标填报)
    over = slice_.owner(row - 1, anchor.col)
    return _captions([*left, over.text] if over is not None else left, words)


def _captions(texts: Sequence[str], words: Vocabulary) -> frozenset[ScopeWord]:
    near = " ".join(t for t in texts if len(t) < _LONGEST_LABEL and words.grammar.captions_block(fold_text(t)))
    return words.grammar.scope_words(near) & _SCOPES
