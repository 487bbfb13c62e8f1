"""The money of a form: which unit is stated or meant (K5), which amount counts where several are printed (K6)."""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.characters.fold import fold_label, fold_text, squeeze
from extractor.forms.account import CellRole, doubtful
from extractor.forms.candidates import note_doubt
from extractor.forms.draft import AmountCandidate, Draft
from extractor.forms.execution_roles import MONEY_HEADS
from extractor.forms.form_block import FormBlock
from extractor.forms.money_left import tell_left
from extractor.forms.reading import Printed, Reading
from extractor.forms.text_kinds import BRACKET, quoted
from extractor.model.filing import Amount, Form
from extractor.values.amount import parse_amount
from extractor.values.looks import OWN_UNIT
from extractor.values.number import EXACT, plain
from extractor.values.unit import MONEY_YUAN
from extractor.words.inline import bracket_currency, currency_of
from extractor.words.meaning import USES
from extractor.words.vocabulary import Vocabulary

UNITS = ("元", "千元", "万元", "亿元")
_WORDS = re.compile(r"(?![百千万亿元约整])[\u4e00-\u9fff]")


def put_unit(form: Form, reading: Reading, draft: Draft) -> None:
    """K5: stated in page head, block label or amount cells; else inferred."""
    stated = [u for u in (*draft.units, *(a.unit_hint for a in draft.amounts), *draft.units_aside) if u in UNITS]
    if not stated:
        stated = [u for a in draft.amounts if (u := _written_unit(a.raw)) is not None]
    if stated:
        form.currency_unit = "万元" if "万元" in stated and stated[0] == "亿元" else stated[0]  # type: ignore[assignment]
        return
    figures = [p.value for a in draft.amounts if (p := parse_amount(a.raw, stored=a.stored)).value is not None]
    executed = (e.adjusted or e.initial or "" for e in draft.execution)
    figures += [figure for figure in executed if figure.replace(".", "").isdigit()]
    if not figures:
        return
    prose = " ".join([c.raw for c in draft.fields] + [i.target.raw for i in draft.indicators])
    reading.unit_inferred = True
    said = {unit for figure in figures if (unit := _unit_told(figure, fold_text(prose))) is not None}
    if said:
        form.currency_unit = "万元" if "万" in said else "元"
    else:
        form.currency_unit = (
            "元"
            if _plausibly_yuan([Decimal(f) for f in figures if f], project=form.project_name is not None)
            else "万元"
        )


def fold_execution(form: Form, reading: Reading, draft: Draft) -> None:
    """Figures of the money block with a unit of their own are told in the form's: 200000元 in a block of 万元 is 20."""
    own = form.currency_unit
    for number, places in enumerate(draft.execution_at):
        for role in MONEY_HEADS & places.keys():
            entry, source = form.execution[number], places[role]
            said = OWN_UNIT.search(fold_text(source.cell.text)) if source.cell is not None else None
            figure: str | None = getattr(entry, role)
            if own is None or said is None or said["unit"] == own or not figure or parse_amount(figure).value is None:
                continue
            shift = MONEY_YUAN[said["unit"]] - MONEY_YUAN[own]
            setattr(entry, role, plain(Decimal(figure).scaleb(shift, EXACT)))
            field, raw = f"/execution/{number}/{role}", said[0].strip()
            reading.printed.append(Printed(field, entry.item or "", raw, False, source.at, "execution"))
            draft.leave(entry.item, raw, source.at, "further")


def _unit_told(figure: str, prose: str) -> str | None:
    """万 or 元 behind the same figure elsewhere in the form; 22550元 says nothing of 0."""
    if not figure or not Decimal(figure):
        return None
    found = set(re.findall(rf"(?<![\d.,]){re.escape(figure)}(万|元)", prose))
    return "万" if "万" in found else "元" if found else None


def _plausibly_yuan(figures: list[Decimal], *, project: bool) -> bool:
    """Figures of no stated unit are 元 from a million on; those of one project, where all are whole hundreds, from a
    hundred thousand on (as 万元 a project of a thousand million)."""
    most = max(figures)
    return most >= 1_000_000 or project and most >= 100_000 and all(figure % 100 == 0 for figure in figures)


def place_unit(form: Form, draft: Draft, block: FormBlock) -> None:
    """Where the unit is stated: the page head, else a label's bracket, else an amount."""
    heads = ((free.text, free.at) for free in (*block.title_lines, *block.before))
    stated = [at for text, at in heads if currency_of(text) == form.currency_unit]
    stated += [at for label, at in draft.labels if bracket_currency(label) == form.currency_unit]
    stated += [a.source.at for a in draft.amounts if form.currency_unit is not None and form.currency_unit in a.raw]
    if stated:
        form.places["/currency_unit"] = stated[0]


def _written_unit(raw: str) -> str | None:
    parsed = parse_amount(raw)
    return parsed.unit if parsed.value is not None else None


def put_amounts(form: Form, reading: Reading, draft: Draft, words: Vocabulary) -> None:
    """The amounts in yuan and as printed; of several under one name the one that counts (K6), the others are left."""
    _own_level(draft, words)
    _whole_by_name(draft, words)
    multi_year = _multi_year(draft)
    for candidate in draft.amounts:
        if id(candidate) in multi_year:
            draft.leave(candidate.label, candidate.raw, candidate.source.at, "further")
            continue
        code = "total" if candidate.code == "total_multi_year" else candidate.code
        amount = _amount(candidate, form)
        if amount.value is None and _is_words(candidate.raw):
            if words.amount(candidate.label) is None:
                draft.leave(candidate.label, candidate.raw, candidate.source.at)
                continue
            _no_figure(draft, code, candidate)
        old = form.amounts.get(code)
        pointer = f"/amounts/{code}"
        if old is not None and (old.value is not None or amount.value is None):
            if candidate.raw.strip() and squeeze(candidate.raw) != squeeze(old.raw):
                own = _rival(draft, pointer, old, amount, candidate) and words.grammar.sums_money(candidate.label)
                role: CellRole = "unread" if own and code == "total" else "further"  # 小计 of a group nobody knows
                draft.leave(candidate.label, candidate.raw, candidate.source.at, role)
            continue
        form.amounts[code] = amount
        reading.printed.append(
            Printed(
                pointer,
                candidate.label,
                candidate.raw.strip(),
                not candidate.raw.strip(),
                candidate.source.at,
                "amount",
            )
        )
        note_doubt(draft, pointer, candidate, words.grammar.asides)
    tell_left(form, draft, words)


def _is_words(raw: str) -> bool:
    """Words where a figure is due (个别县支付偏慢, 参见附件1): 无 and hints are blank (K7)."""
    folded = BRACKET.sub("", fold_text(raw))
    return len(_WORDS.findall(folded)) > 3


def _no_figure(draft: Draft, code: str, candidate: AmountCandidate) -> None:
    """A line of money that says words: no amount, and never a quiet one."""
    label = squeeze(candidate.label)
    why = f"“{label}”后写的是文字（{quoted(candidate.raw)}），没有读到数，请对照原件核对。"
    at, said = candidate.source.at, squeeze(candidate.raw)
    draft.doubts.append(doubtful(f"/amounts/{code}", why, at, said, margin=0.4))


def own_level(candidate: AmountCandidate, words: Vocabulary) -> bool:
    """县级财政资金, which is the level of the form itself beside 上级资金 and 地方资金 elsewhere."""
    return candidate.code == "local_funds" and words.grammar.own_level(fold_label(candidate.label))


def _whole_by_name(draft: Draft, words: Vocabulary) -> None:
    """The form's total where no line is one by its words: 年度财政资金总额, the sum of the lines beside it or the
    only line; 下达资金, in no list and the sum of several; of two totals of a whole project the smaller
    (全周期投资总额 | 项目资金总额).
    """
    filled = {id(a): Decimal(v) for a in draft.amounts if (v := parse_amount(a.raw, stored=a.stored).value) is not None}
    if any(a.code == "total" and id(a) in filled for a in draft.amounts):
        return
    spans = sorted((a for a in draft.amounts if a.code == "total_multi_year"), key=lambda a: filled.get(id(a), 0))
    if len({squeeze(a.label) for a in spans}) == 2 == len({filled.get(id(a)) for a in spans} - {None}) == len(spans):
        spans[0].code = "total"
        return
    multi_year = _parts_of_years(draft)
    own = [a for a in draft.amounts if id(a) in filled and id(a) not in multi_year]
    for candidate in (a for a in own if a.code in ("fiscal_appropriation", "superior_funds")):
        others = [filled[id(a)] for a in own if a is not candidate and a.code not in USES]
        named = candidate.code == "fiscal_appropriation" and words.grammar.names_all(fold_label(candidate.label))
        unlisted = len(others) > 1 and words.amount(candidate.label) is None
        if named and not others or (named or unlisted) and sum(others) == filled[id(candidate)]:
            candidate.code = "total"
            return


def _own_level(draft: Draft, words: Vocabulary) -> None:
    """县级财政资金 beside 上级资金 is the level of the form itself, where no other line is (K6)."""
    codes = {a.code for a in draft.amounts}
    if "superior_funds" not in codes or codes & {"current_level", "central_funds", "provincial_funds"}:
        return
    for candidate in draft.amounts:
        if own_level(candidate, words):
            candidate.code = "current_level"


def _rival(draft: Draft, pointer: str, chosen: Amount, other: Amount, candidate: AmountCandidate) -> bool:
    """Tell of two figures under one name, where nothing says of which year or level each is; False where there are
    not two.
    """
    if chosen.yuan is None or other.yuan is None or Decimal(chosen.yuan) == Decimal(other.yuan):
        return False
    why = (
        f"“{candidate.label}”印了两个不同的数：{chosen.raw.strip()} 和 {other.raw.strip()}，按前一个读，"
        f"请核对是哪一年、哪一项的数。"
    )
    at, said, rival = [chosen.at, other.at], chosen.raw.strip(), other.raw.strip()
    draft.doubts.append(doubtful(pointer, why, at, said, runner_up=rival))
    return True


def _multi_year(draft: Draft) -> set[int]:
    """What belongs to a multi-year total printed beside or above an annual one (K6: the annual one counts)."""
    codes = {a.code for a in draft.amounts if a.raw.strip()}
    return _parts_of_years(draft) if {"total", "total_multi_year"} <= codes else set()


def _parts_of_years(draft: Draft) -> set[int]:
    """A multi-year total and the lines under it, in its column, until an annual total begins there; not the lines
    that are parts of the annual total beside it.
    """
    multi: set[int] = set()
    whole: dict[int | None, AmountCandidate] = {}
    parts: dict[int, list[AmountCandidate]] = {}
    for candidate in draft.amounts:
        if candidate.code in ("total", "total_multi_year"):
            whole[candidate.label_col] = candidate
        over = whole.get(candidate.label_col)
        if over is not None and over.code == "total_multi_year":
            multi.add(id(candidate))
            parts.setdefault(id(over), []).append(candidate)
    for (over, *under), own in ((p, _beside(p[0], draft)) for p in parts.values()):
        if own is not None and under and _are_of(own, over, under):
            multi -= {id(part) for part in under}
    return multi


def _beside(multi: AmountCandidate, draft: Draft) -> AmountCandidate | None:
    """The annual total on the row of a multi-year one, where no lines of its own stand under it."""
    row = multi.source.at.get("row")
    own = [a for a in draft.amounts if a.code == "total" and row is not None and a.source.at.get("row") == row]
    return own[0] if len(own) == 1 and sum(a.label_col == own[0].label_col for a in draft.amounts) == 1 else None


def _are_of(own: AmountCandidate, over: AmountCandidate, under: list[AmountCandidate]) -> bool:
    """The lines add up to the annual total; or their figures reach under it, and do not add up to the other one."""
    figures = [Decimal(parse_amount(a.raw, stored=a.stored).value or 0) for a in (own, over, *under)]
    added = sum(figures[2:])
    cells = [a.source.cell for a in under]
    reach = all(c is not None and c.col + c.colspan > (own.label_col or c.col + c.colspan) for c in cells)
    return added == figures[0] or reach and added != figures[1]


def _amount(candidate: AmountCandidate, form: Form) -> Amount:
    unit = candidate.unit_hint if candidate.unit_hint in UNITS else form.currency_unit
    parsed = parse_amount(candidate.raw, unit=unit, stored=candidate.stored)
    if parsed.value is None:
        return Amount(candidate.raw.strip(), None, None, None, candidate.source.at)
    return Amount(candidate.raw.strip(), parsed.value, parsed.unit, parsed.yuan, candidate.source.at)
