"""The money of target forms: block of rows, pairs, heads over one row, two totals, a sentence."""

from __future__ import annotations

from decimal import Decimal

from bench.field_forms.draft import Draft, times
from bench.layout_grammar.canvas import Row

Part = tuple[str, str, str]
"""Wording key, amount code, amount."""
_FAMILIES = {
    "own": [("appropriation", "fiscal_appropriation"), ("own", "own_funds"), ("other", "other_funds")],
    "superior": [("appropriation", "fiscal_appropriation"), ("superior", "superior_funds"), ("other", "other_funds")],
    "carry": [("appropriation", "fiscal_appropriation"), ("carry", "carry_over"), ("other", "other_funds")],
    "short": [("appropriation", "fiscal_appropriation"), ("other", "other_funds")],
    "levels": [("central", "central_funds"), ("provincial", "provincial_funds"), ("local", "local_funds")],
}


class Money:
    """Where the unit stands, and how an amount is printed."""

    def __init__(self, draft: Draft) -> None:
        dice = draft.dice
        self.draft = draft
        self.unit = dice.option("unit", ["万元", "万元", "万元", "元"])
        self.where = dice.option("unit place", ["block", "block", "page", "label"], ["cell"])
        self.factor = 10000 if self.unit == "元" else 1
        draft.truth["currency_unit"] = self.unit

    @property
    def on_page(self) -> str | None:
        return self.unit if self.where == "page" else None

    def block(self, label: str) -> str:
        return f"{label}（{self.unit}）" if self.where == "block" else label

    def label(self, label: str) -> str:
        return f"{label}（{self.unit}）" if self.where == "label" else label

    def amount(self, value: str) -> str:
        """An amount as printed; a part of nothing is blank, 0 or a dash by the county's habit."""
        if value in ("", "0"):
            return self.draft.dice.option("nothing", ["", "0", "", "0.00"], ["—"])
        shown = times(value, self.factor)
        if self.draft.dice.chance("two decimals", 0.2):
            shown = f"{Decimal(shown):,.2f}" if self.draft.dice.chance("thousands", 0.4) else f"{Decimal(shown):.2f}"
        return shown + (self.unit if self.where == "cell" else "")

    def tell(self, code: str, value: str) -> None:
        """The truth of one amount, as printed."""
        if value in ("", "0"):
            shown = self.amount(value)
            self.draft.tell("amounts", code, "0" if shown.startswith("0") else None)
        else:
            self.draft.tell("amounts", code, times(value, self.factor))


def parts(draft: Draft) -> list[Part]:
    """The sources of the project's money; a source worded as the own level's is that (K6: 本级 -> current_level)."""
    return [
        (word, "current_level" if "本级" in draft.dice.word(f"money_{word}") else code, value)
        for word, code, value in _drawn(draft)
    ]


def _drawn(draft: Draft) -> list[Part]:
    names = ["levels"] if draft.facts.kind == "transfer_target" else ["short", "short", "own", "superior", "carry"]
    family = draft.dice.option("levels family" if len(names) == 1 else "sources", names)
    values, money = ["one", "two", "three"], draft.facts.money
    if family == "short":
        other = times(str(Decimal(money["two"]) + Decimal(money["three"])), 1)
        return [("appropriation", "fiscal_appropriation", money["one"]), ("other", "other_funds", other)]
    return [(word, code, money[v]) for (word, code), v in zip(_FAMILIES[family], values)]


def target_money(draft: Draft, money: Money) -> None:
    """The money of a project's target form."""
    styles = {
        "rows": _rows,
        "colon": _colon,
        "pairs": _pairs,
        "heads": _heads,
        "single": _single,
        "two totals": _two_totals,
    }
    how = draft.dice.option(
        "money", ["rows", "rows", "colon", "pairs", "heads", "single", "two totals"], ["sentence", "total over parts"]
    )
    {**styles, "sentence": _sentence, "total over parts": _total_over_parts}[how](draft, money)


def _told(draft: Draft, money: Money) -> list[tuple[str, str]]:
    """Label and amount of the total and its parts; 其中 stands at the first part."""
    dice, total = draft.dice, draft.facts.money["total"]
    money.tell("total", total)
    found = [(money.label(dice.word("money_total")), money.amount(total))]
    among = dice.option("among", ["其中：", "其中：", "其中:", "1."], [""])
    for at, (word, code, value) in enumerate(parts(draft)):
        money.tell(code, value)
        prefix = f"{at + 1}." if among == "1." else among if at == 0 else "　　　" if among else ""
        found.append((prefix + dice.word(f"money_{word}"), money.amount(value)))
    return found


def _rows(draft: Draft, money: Money) -> None:
    colon = "：" if draft.dice.chance("amount colon", 0.3) else ""
    rows = [draft.inner.row([label + colon, amount], [1.2, 2]) for label, amount in _told(draft, money)]
    draft.block(money.block(draft.dice.word("money_block")), rows)


def _colon(draft: Draft, money: Money) -> None:
    rows = [draft.inner.full(f"{label}：{amount}") for label, amount in _told(draft, money)]
    draft.block(money.block(draft.dice.word("money_block")), rows)


def _pairs(draft: Draft, money: Money) -> None:
    told = _told(draft, money)
    if money.where == "block":
        told[0] = (f"{told[0][0]}（{money.unit}）", told[0][1])
    draft.pairs(told, 2)


def _heads(draft: Draft, money: Money) -> None:
    told = _told(draft, money)
    rows: list[Row] = [draft.inner.row([t[at] for t in told], [1] * len(told)) for at in (0, 1)]
    draft.block(money.block(draft.dice.word("money_block")), rows)


def _single(draft: Draft, money: Money) -> None:
    total = draft.facts.money["total"]
    money.tell("total", total)
    label = draft.dice.word("money_single")
    draft.pairs([(f"{label}（{money.unit}）" if money.where in ("block", "label") else label, money.amount(total))], 1)


def _two_totals(draft: Draft, money: Money) -> None:
    """A total of several years beside the year's: the year's is the form's."""
    dice = draft.dice
    told = _told(draft, money)
    years = dice.option("many years", ["中期资金总额", "项目总投资", "实施期资金总额"], ["项目资金总额（三年）"])
    larger = [
        money.amount(times(draft.facts.money[k], 3)) if draft.facts.money[k] != "0" else money.amount("0")
        for k in ("total", "one")
    ]
    rows = [draft.inner.row([years, larger[0], *told[0]], [1.2, 1, 1.2, 1])]
    rows += [draft.inner.row(["", "", *t], [1.2, 1, 1.2, 1]) for t in told[1:]]
    draft.block(money.block(dice.word("money_block")), rows)


def _sentence(draft: Draft, money: Money) -> None:
    total, dice = draft.facts.money["total"], draft.dice
    money.tell("total", total)
    listed = [(dice.word(f"money_{w}"), v) for w, _, v in parts(draft) if v != "0"]
    told = "，".join(f"{label}{times(v, money.factor)}{money.unit}" for label, v in listed)
    draft.pairs([(dice.word("money_single"), f"{times(total, money.factor)}{money.unit}（其中：{told}）")], 1)


def _total_over_parts(draft: Draft, money: Money) -> None:
    told = _told(draft, money)
    rows = [
        draft.inner.row([told[0][0], told[0][1]], [1, 3]),
        *(draft.inner.row([t for p in told[1:] for t in p], [1, 1] * len(told[1:])) for _ in (0,)),
    ]
    draft.block(money.block(draft.dice.word("money_block")), rows)


def department_money(draft: Draft, money: Money) -> None:
    """The money of a department: by income and spending, a short list, or under the tasks."""
    how = draft.dice.option("department money", ["two sides", "list", "short", "short"], ["henan", "pairs"])
    facts, dice = draft.facts, draft.dice
    one, rest = facts.money["one"], times(str(Decimal(facts.money["two"]) + Decimal(facts.money["three"])), 1)
    total = facts.money["total"]
    basic = facts.money.get("basic") or times(str((Decimal(total) * Decimal("0.6")).quantize(Decimal("0.01"))), 1)
    project = times(str(Decimal(total) - Decimal(basic)), 1)
    money.tell("total", total)
    money.tell("basic_expenditure", basic)
    money.tell("project_expenditure", project)
    whole = money.label(dice.word("money_total"))
    shown = {
        k: money.amount(v)
        for k, v in (("total", total), ("one", one), ("rest", rest), ("basic", basic), ("project", project))
    }
    label = money.block(dice.option("department block", ["年度预算申请", "预算情况", "年度预算"], ["部门预算总额构成"]))
    sides = [
        (f"其中：一般公共预算：{shown['one']}", f"其中：基本支出：{shown['basic']}"),
        (f"其他资金：{shown['rest']}", f"项目支出：{shown['project']}"),
    ]
    if how == "two sides":
        rows = [
            draft.inner.full(f"{whole}：{shown['total']}"),
            draft.inner.row(["按收入性质分：", "按支出性质分："], [1, 1]),
        ]
        draft.block(label, rows + [draft.inner.row(pair, [1, 1]) for pair in sides])
    elif how in ("list", "henan"):
        listed = [
            ("1、资金来源：（1）一般公共预算" if how == "henan" else "一般公共预算", shown["one"]),
            ("（2）其他资金" if how == "henan" else "其他资金", shown["rest"]),
        ]
        listed += [
            ("2、资金结构：（1）基本支出" if how == "henan" else "基本支出", shown["basic"]),
            ("（2）项目支出" if how == "henan" else "项目支出", shown["project"]),
        ]
        draft.block(label, [draft.inner.row(p, [1.2, 2]) for p in [(whole, shown["total"]), *listed]])
    else:
        listed = [(whole, shown["total"]), ("其中：基本支出", shown["basic"]), ("项目支出", shown["project"])]
        if money.where == "block":
            listed[0] = (f"{whole}（{money.unit}）", shown["total"])
        draft.pairs(listed, 1 if how == "short" else 2)
    if how in ("two sides", "list", "henan"):
        money.tell("general_public_budget", one)
        money.tell("other_funds", rest)
