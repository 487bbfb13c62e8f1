"""The money block of self-evaluation and monitoring: heads over rows, the total first."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from bench.field_forms.draft import Draft, times
from bench.field_forms.money import Money

_HEADS = {
    "full": ["initial", "adjusted", "executed", "weight", "rate", "score"],
    "short": ["adjusted", "executed", "rate"],
    "system": ["initial", "adjusted", "executed", "rate", "weight", "score"],
    "plain": ["initial", "adjusted", "executed"],
    "scored": ["adjusted", "executed", "weight", "rate", "score"],
    "half": ["initial", "half_executed", "rate", "forecast_money"],
    "half short": ["initial", "half_executed", "rate"],
    "half three": ["initial", "half_executed", "forecast_money"],
}
_SUBS = [("当年财政拨款", "one"), ("上年结转资金", "two"), ("其他资金", "three")]


def spent(draft: Draft, money: Money) -> str:
    """Draws the block and tells its truth; returns the points the execution carries, "" for none."""
    dice, facts = draft.dice, draft.facts
    if "monitoring" in facts.kind:
        how = dice.option("monitored money", ["half", "half short", "half three"])
    else:
        how = dice.option("spent money", ["full", "full", "short", "system", "plain"], ["scored"])
    heads = _HEADS[how]
    share = Decimal(
        dice.pick(["1", "0.96", "0.9", "0.875", "0.93"]) if "half" not in how else dice.pick(["0.5", "0.42", "0.615"])
    )
    points = "10" if "weight" in heads else ""
    rows = _rows(draft, money, heads, share)
    unit = money.unit
    words = [dice.word(h if h not in ("weight", "score") else {"weight": "weight", "score": "score"}[h]) for h in heads]
    label = money.block(
        dice.option("spent block", ["项目资金", "年度预算执行情况", "资金执行情况", "预算执行情况"], ["年度资金执行"])
    )
    weights = [1.6] + [1.0] * len(heads)
    first = dice.option("corner", ["", "", "资金来源", "项目"], ["资金类别"])
    if dice.option("spent layout", ["block", "block", "rows"], ["one row"]) == "one row":
        draft.block(label, [draft.inner.row(words, weights[1:]), draft.inner.row(rows[0][1:], weights[1:])])
        draft.truth["execution"] = [{k: v for k, v in draft.truth["execution"][0].items() if k != "item"}]
    elif dice.chosen["spent layout"] == "block":
        draft.block(label, [draft.inner.row(t, weights) for t in [[first, *words], *rows]])
    else:
        title = f"{dice.option('spent block', [])}（{unit}）" if money.where in ("block",) else label
        draft.rows += [draft.frame.row(t, weights) for t in [[title, *words], *rows]]
    return points


def _rows(draft: Draft, money: Money, heads: list[str], share: Decimal) -> list[list[str]]:
    dice, facts = draft.dice, draft.facts
    total = money.label(dice.word("execution_total"))
    among = dice.option("spent among", ["其中：", "其中：", "其中:"], [""])
    listed = [
        (total, "total"),
        *((among + t if at == 0 else ("　　　" if among else "") + t, k) for at, (t, k) in enumerate(_SUBS)),
    ]
    listed = listed[: dice.number(2, 4)] if facts.money["three"] == "0" and facts.money["two"] == "0" else listed
    points, gained = "10", _round(share * 10, "0.01")
    told: list[dict[str, str | None]] = []
    shown: list[list[str]] = []
    for item, key in listed:
        amount = facts.money[key]
        executed = _round(Decimal(amount) * share, "0.01") if key != "total" else _sum(facts.money, share)
        whole = key == "total"
        rate = _rate(amount, executed, dice.chance("rate digits", 0.5))
        values = {
            "initial": amount, "adjusted": amount, "executed": executed, "half_executed": executed,
            "forecast_money": amount,
            "rate": rate, "weight": points if whole else dice.option("no points", ["—", "-", "", "—"]),
            "score": gained if whole else dice.option("no points", []),
        }  # fmt: skip
        row, truth = [item], dict[str, str | None]({"item": item.strip("　")})
        for head in heads:
            value = values[head]
            text = (
                money.amount(value)
                if head in ("initial", "adjusted", "executed", "half_executed", "forecast_money")
                else value
            )
            row.append(text)
            name = {"half_executed": "executed"}.get(head, head)
            if name != "forecast_money":
                truth[name] = _truth(text, value, money, head)
        shown.append(row)
        told.append(truth)
    draft.truth["execution"] = told
    return shown


def _truth(text: str, value: str, money: Money, head: str) -> str | None:
    if text in ("", "—", "-", "/"):
        return None
    if head in ("rate", "weight", "score"):
        return text
    return times(value or "0", money.factor) if value not in ("", "0") else "0"


def _sum(money: dict[str, str], share: Decimal) -> str:
    return times(str(sum(Decimal(_round(Decimal(money[k]) * share, "0.01")) for k in ("one", "two", "three"))), 1)


def _round(number: Decimal, to: str) -> str:
    return times(str(number.quantize(Decimal(to), ROUND_HALF_UP)), 1)


def _rate(amount: str, executed: str, digits: bool) -> str:
    if amount in ("", "0"):
        return ""
    percent = Decimal(executed) / Decimal(amount) * 100
    shown = percent.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{shown}%" if digits else f"{times(str(shown), 1)}%"
