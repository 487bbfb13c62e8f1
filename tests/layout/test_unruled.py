"""Tables told by where their words stand: columns by blanks, rows by lines of text or level rulings."""

from __future__ import annotations

import pytest

from extractor.layout.grid import Span
from extractor.layout.placed import Rule, Table, Unruled, Word
from extractor.layout.unruled import BY_PLACE, UNSURE, _filled, unruled

EM = 10.0
EDGES = (0, 60, 140, 260, 340)
HEADS = ("一级指标", "二级指标", "三级指标", "指标值")


def _word(col: int, y: float, chars: int, *, left: bool = False, head: bool = False, level: bool = False) -> Word:
    """A line of `chars` characters centred in a column (or at its left border), its middle at y."""
    a, b = EDGES[col], EDGES[col + 1]
    x0 = a + 4 if left else (a + b - chars * EM) / 2
    return Word(x0, y - 5, x0 + chars * EM, y + 5, head, level)


def _heads(y: float = 100) -> list[Word]:
    return [_word(col, y, len(text), head=True, level=col < 2) for col, text in enumerate(HEADS)]


def _spans(found: Unruled | None) -> set[tuple[int, int, int, int]]:
    assert found is not None
    return {(s.row, s.col, s.rowspan, s.colspan) for s in found.lattice.spans}


def _flat(rows: int) -> set[tuple[int, int, int, int]]:
    return {(row, col, 1, 1) for row in range(rows) for col in range(4)}


def test_a_flat_list_of_single_lines() -> None:
    words = _heads() + [_word(col, 120 + 18 * row, 3, left=col == 2) for row in range(5) for col in range(4)]
    found = unruled(words, [], EM)
    assert _spans(found) == _flat(6)
    assert found is not None and found.lattice.doubts == [BY_PLACE], "always said"
    assert sorted(i for own in found.members for i in own) == list(range(len(words))), "no word is lost"


def test_a_text_of_two_lines_is_one_cell_and_the_texts_beside_it_stand_in_its_middle() -> None:
    words = _heads()
    for row, y in enumerate((125, 155, 185, 215)):
        words += [_word(col, y, 3) for col in (0, 1, 3)]
        words += [_word(2, y - 6, 11), _word(2, y + 6, 4)] if row % 2 else [_word(2, y, 6)]
    assert _spans(unruled(words, [], EM)) == _flat(5)


def test_a_total_under_the_last_row_is_a_row_of_its_own() -> None:
    words = _heads() + [_word(col, 120 + 18 * row, 4) for row in range(4) for col in range(3)]
    figures = [_word(3, 120 + 18 * row, 3) for row in range(5)]
    for word in figures:
        word.figure = True
    found = unruled([*words, *figures, Word(56, 187, 76, 197)], [], EM)
    assert found is not None and found.lattice.rows == 6


@pytest.mark.parametrize("top", [False, True], ids=["middle", "top"])
def test_levels_hold_for_the_rows_beside_them(top: bool) -> None:
    ys = [120 + 18 * row for row in range(6)]
    words = _heads() + [_word(col, y, 4) for y in ys for col in (2, 3)]
    words += [_word(0, ys[0] if top else (ys[0] + ys[3]) / 2, 2), _word(0, ys[4] if top else (ys[4] + ys[5]) / 2, 2)]
    words += [_word(1, ys[k] if top else (ys[k] + ys[k + 1]) / 2, 4) for k in (0, 2, 4)]
    spans = _spans(unruled(words, [], EM))
    assert {s for s in spans if s[1] < 2 and s[0]} == {
        (1, 0, 4, 1),
        (5, 0, 2, 1),
        (1, 1, 2, 1),
        (3, 1, 2, 1),
        (5, 1, 2, 1),
    }


def test_level_rulings_say_rows_and_merged_cells_and_a_total_stands_over_two_columns() -> None:
    ys = [90, 110, 140, 170, 200, 220]
    rules = [Rule(y, 0, 340) for y in ys] + [Rule(155, 140, 340)]
    rules = [r for r in rules if r.y not in (140, 170)] + [Rule(140, 60, 340), Rule(170, 140, 340)]
    words = _heads() + [_word(0, 155, 2), _word(1, 125, 3), _word(1, 170, 3)]
    words += [_word(col, y, 4) for y in (125, 147, 162, 185) for col in (2, 3)]
    total = Word(56, 205, 84, 215)
    words += [total, _word(2, 210, 4), _word(3, 210, 4)]
    spans = _spans(unruled(words, rules, EM))
    assert (1, 0, 4, 1) in spans and (1, 1, 1, 1) in spans and (2, 1, 3, 1) in spans
    assert (5, 0, 1, 2) in spans
    assert {(row, 3, 1, 1) for row in range(6)} <= spans


def test_a_sign_off_line_ends_the_table_and_rows_above_the_heads_make_it_unsure() -> None:
    words = _heads() + [_word(col, 120 + 18 * row, 3) for row in range(4) for col in range(4)]
    sign = [Word(0, 195, 60, 205, pair=True), Word(70, 195, 120, 205), Word(130, 195, 190, 205, pair=True)]
    found = unruled(words + sign, [], EM)
    assert _spans(found) == _flat(5)
    assert found is not None and all(i < len(words) for own in found.members for i in own)
    rows_above = [Word(10, 60, 50, 70), Word(150, 60, 200, 70)]
    above = unruled(words + rows_above, [], EM)
    assert above is not None and above.lattice.doubts == [UNSURE]


def test_words_of_heads_in_prose_make_no_table() -> None:
    assert unruled(_heads()[:2] + [_word(2, 130, 8)], [], EM) is None
    assert unruled([], [], EM) is None
    assert unruled(_heads(), [], EM) is None, "heads without rows"


def test_every_slot_has_one_cell() -> None:
    words = _heads() + [_word(col, 120 + 18 * row, 3) for row in range(6) for col in range(4) if (row * col) % 3 != 2]
    found = unruled(words, [], EM)
    assert found is not None
    slots = [(s.row + r, s.col + c) for s in found.lattice.spans for r in range(s.rowspan) for c in range(s.colspan)]
    assert len(slots) == len(set(slots)) == found.lattice.rows * found.lattice.cols
    assert isinstance(found.lattice.spans[0], Span)


@pytest.mark.parametrize(("cost", "told"), [(0.55, BY_PLACE), (0.56, UNSURE)])
def test_a_costly_division_is_not_trusted(cost: float, told: str) -> None:
    """Of two rows, twice as much."""
    spans = [Span(row, col, 1, 1) for row in range(2) for col in range(3)]
    table = Table([], EM, xs=[0, 50, 100, 150], ys=[0, 20, 40], cost=2 * cost)
    found = _filled(table, spans)
    assert found is not None and found.lattice.doubts == [told]
    assert _filled(table, spans[1:]) is None, "a slot that nobody owns"


@pytest.mark.parametrize(("out", "told"), [(6.0, BY_PLACE), (6.1, UNSURE)])
@pytest.mark.parametrize("side", [-1, 1])
def test_a_word_may_stand_a_little_out_of_its_cell(out: float, told: str, side: int) -> None:
    spans = [Span(row, col, 1, 1) for row in range(2) for col in range(3)]
    word = Word(50 - out, 5, 95, 15) if side < 0 else Word(55, 5, 100 + out, 15)
    found = _filled(Table([word], EM, [0], [0, 50, 100, 150], [0, 20, 40]), spans)
    assert found is not None and found.lattice.doubts == [told] and found.members[1] == [0]


def test_rows_above_the_heads_have_columns_of_their_own() -> None:
    """No uprights: labels and values above, in columns that end elsewhere; a text in two pieces, a blank value."""
    ys = [60, 80, 100, 120, 140, 160, 180, 200, 220]
    rules = [Rule(y, 0, 340) for y in (60, 80, 120, 140, 160, 220)]
    rules += [Rule(100, 60, 340), Rule(180, 60, 340), Rule(200, 60, 340)]
    words = [_word(0, 70, 4), Word(155, 65, 215, 75)]
    words += [_word(0, 100, 4)]
    words += [Word(64, 85, 114, 95, open=True), Word(124, 85, 164, 95), Word(205, 85, 265, 95)]
    words += [Word(64, 105, 134, 115, open=True), Word(205, 105, 235, 115)]
    words += [_word(0, 130, 4), Word(64, 125, 84, 135, open=True), Word(94, 125, 244, 135)]
    words += [Word(*box, head=True) for box in ((85, 145, 115, 155), (160, 145, 240, 155), (275, 145, 325, 155))]
    for row, y in enumerate((170, 190, 210)):
        words += [_word(1, y, 4), _word(2, y, 8 - 2 * row, left=row == 1), _word(3, y, 3)]
    words += [_word(0, 190, 4)]
    spans = _spans(unruled(words, rules, EM))
    assert {s for s in spans if s[0] < 4} == {
        (0, 0, 1, 1), (0, 1, 1, 4),
        (1, 0, 2, 1), (1, 1, 1, 2), (1, 3, 1, 2),
        (2, 1, 1, 2), (2, 3, 1, 2),
        (3, 0, 1, 1), (3, 1, 1, 4),
    }  # fmt: skip
    assert {s for s in spans if s[0] == 6} == {(6, 1, 1, 1), (6, 2, 1, 2), (6, 4, 1, 1)} and len(ys) == 9


def _ruled(words: list[Word], tops: list[float]) -> set[tuple[int, int, int, int]]:
    return _spans(unruled(words, [Rule(y, 0, 340) for y in tops], EM))


def test_last_values_in_the_middle_of_their_cells_tell_where_these_begin() -> None:
    tops = [50.0, 70, 90, 110, 130, 150, 170]
    words = [w for row, chars in enumerate((6, 3)) for w in (
        Word(10, 55 + 20 * row, 50, 65 + 20 * row), Word(70, 55 + 20 * row, 110, 65 + 20 * row),
        Word(265 - 5 * chars, 55 + 20 * row, 265 + 5 * chars, 65 + 20 * row),
    )]  # fmt: skip
    words += _heads(100) + [_word(col, 120 + 20 * row, 4 - col % 2) for row in range(3) for col in range(4)]
    assert {(s[0], s[1], s[3]) for s in _ruled(words, tops) if s[0] < 2} == {
        (row, *cell) for row in range(2) for cell in ((0, 1), (1, 2), (3, 2))
    }, "190: as far before the middle, 265, as the table ends after it"


def test_a_column_with_nothing_but_its_head_and_one_whose_texts_begin_at_the_left() -> None:
    tops = [90.0, 110, 130, 150, 170, 190]
    words = _heads(100) + [Word(350, 95, 390, 105, head=True)]
    for row in range(4):
        words += [_word(0, 120 + 20 * row, 4), _word(1, 120 + 20 * row, 4), _word(3, 120 + 20 * row, 4)]
        words += [_word(2, 120 + 20 * row, 3 if row == 1 else 5, left=row == 1)]
    found = unruled(words, [Rule(y, 0, 400) for y in tops], EM)
    assert _spans(found) == {(row, col, 1, 1) for row in range(5) for col in range(5)}
