"""Who files what: a made-up place, its bureau, the unit that spends, the project, the money and the people."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bench.county_forms.dice import Dice, book

_PLACES = [
    "云溪县",
    "青岭县",
    "永川市",
    "临泽区",
    "东平县",
    "石桥县",
    "丰河县",
    "白水县",
    "安远区",
    "龙坪县",
    "兴谷市",
    "平湾区",
]
_FAMILY, _GIVEN = (
    "王李张刘陈杨赵黄周吴徐孙",
    ["建军", "晓燕", "志强", "丽华", "文博", "海霞", "国栋", "秀英", "俊杰", "春梅"],
)
TOWNS = ["城关镇", "柳林镇", "石门乡", "大坪镇", "新庄乡", "河口镇", "三合镇", "马鞍镇", "青山乡", "红旗街道"]


@dataclass(slots=True)
class Subject:
    """One filer and one project of it."""

    topic: dict[str, Any]
    place: str
    bureau: str
    body: str
    project: str
    year: int
    unit: str
    """Of the money: 万元 or 元."""
    parts: dict[str, Decimal] = field(default_factory=dict)
    """Amounts by item code; `total` is their sum."""

    @property
    def total(self) -> Decimal:
        """All money of the form."""
        return sum(self.parts.values(), Decimal(0))


def subject(dice: Dice, year: int | None = None) -> Subject:
    """A filer, its project and year."""
    topic = dice.some(book("content"))
    place = dice.some(_PLACES)
    dice.chosen["field"] = topic["field"]
    unit = dice.pick("money unit", ["万元", "万元", "元"])
    return Subject(
        topic,
        place,
        place + dice.some(topic["bureau"]),
        place + dice.some(topic["body"]),
        dice.some(topic["project"]) + dice.some(["", "", "项目", "经费"]),
        year or dice.between(2022, 2026),
        unit,
    )


def person(dice: Dice) -> str:
    """A made-up name."""
    return dice.some(_FAMILY) + dice.some(_GIVEN)


def phone(dice: Dice) -> str:
    """A made-up number, of a desk or a mobile."""
    if dice.chance("mobile", 0.5):
        return f"13{dice.between(0, 9)}{dice.between(10000000, 99999999)}"
    return dice.some(["{}", "0731-{}", "0877-{}"]).format(dice.between(2000000, 8999999))


def money(dice: Dice, unit: str) -> Decimal:
    """A plausible amount in `unit`."""
    wan = Decimal(dice.some([dice.between(8, 90), dice.between(90, 900), dice.between(900, 4000)]))
    cents = dice.pick("money decimals", [0, 2, 1])
    wan += Decimal(dice.between(1, 10**cents - 1)) / 10**cents if cents else 0
    return wan if unit == "万元" else wan * 10000


def shared(dice: Dice, total: Decimal, codes: list[str]) -> dict[str, Decimal]:
    """The total split over the codes, most of it to the first."""
    places = -int(total.as_tuple().exponent) if int(total.as_tuple().exponent) < 0 else 0
    step = Decimal(1).scaleb(-places) if places else Decimal(1 if total < 100000 else 100)
    rest, parts = total, {}
    for code in codes[:0:-1]:
        part = (total * dice.between(0, 3) / 10 / step).to_integral_value() * step
        part = min(part, rest - step) if dice.chance(f"some {code}", 0.6) else Decimal(0)
        parts[code] = part
        rest -= part
    parts[codes[0]] = rest
    return {c: parts[c] for c in codes}


def written(dice: Dice, amount: Decimal, unit: str = "") -> str:
    """An amount as a clerk writes it, the same way through the form."""
    if "money style" not in dice.chosen:
        dice.pick("money style", ["plain", "two", "plain", "comma"])
    style = dice.chosen["money style"]
    if style == "two" or (style == "comma" and unit != "元"):
        return f"{amount:.2f}"
    return f"{amount:,.2f}" if style == "comma" else f"{amount.normalize():f}" if amount else "0"
