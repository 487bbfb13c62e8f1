"""Synthetic years as database rows, with planted cross-filing defects and honest near-neighbours; fixed seeds."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from extractor.across.rows import FormRow, IndicatorRow
from extractor.model.document import Place
from extractor.model.extraction import Extraction
from extractor.model.filing import Amount, Form, Indicator, Label, Target, Texts
from extractor.model.finding import Quality
from extractor.model.source import Source
from extractor.store.database import Database
from extractor.store.force import note_places, settle_force
from extractor.store.load import load
from extractor.store.units import DepartmentBook, assign_units

_PLACES = [
    "安仁",
    "桂东",
    "汝城",
    "宜章",
    "嘉禾",
    "临武",
    "永兴",
    "资兴",
    "苏仙",
    "北湖",
    "双牌",
    "道州",
    "江永",
    "宁远",
    "蓝山",
    "新田",
    "祁阳",
    "东安",
    "武冈",
    "洞口",
    "绥宁",
    "城步",
    "新宁",
    "邵阳",
    "隆回",
]
_OFFICES = [
    "教育局",
    "民政局",
    "水利局",
    "林业局",
    "交通局",
    "卫健局",
    "文旅局",
    "住建局",
    "农业局",
    "司法局",
    "残联",
    "妇联",
    "档案馆",
    "总工会",
    "气象局",
    "科协",
]
_DO = [
    "新建",
    "改造",
    "维修",
    "采购",
    "培训",
    "发放",
    "检测",
    "巡查",
    "编制",
    "推广",
    "清理",
    "加固",
    "更新",
    "治理",
    "补助",
    "救助",
    "宣传",
    "整治",
    "评估",
    "普查",
]
_WHAT = [
    "饮水工程",
    "村级道路",
    "校舍",
    "灌溉渠道",
    "公共厕所",
    "文化广场",
    "养老床位",
    "路灯",
    "监测站点",
    "档案库房",
    "山塘水库",
    "桥梁",
    "大棚",
    "林地",
    "救灾物资",
    "实训基地",
    "图书",
    "篮球场",
    "污水管网",
    "候车亭",
]
_WHO = [
    "脱贫户",
    "学生",
    "残疾人",
    "孤儿",
    "老年人",
    "农户",
    "职工",
    "居民",
    "妇女",
    "儿童",
    "退役军人",
    "村干部",
    "游客",
    "商户",
    "环卫工人",
]
_WHY = [
    "改善出行条件",
    "保障饮水安全",
    "提升办学水平",
    "方便群众办事",
    "减轻家庭负担",
    "提高防灾能力",
    "增加就业岗位",
    "丰富文化生活",
    "改善人居环境",
    "提高耕地质量",
    "保护古树名木",
    "防止返贫",
    "化解矛盾纠纷",
    "提升应急能力",
    "降低能耗",
]
_RATES = ("工程验收合格率", "补助发放及时率", "政策知晓率", "群众满意度", "培训合格率")


@dataclass(slots=True)
class Year:
    """A year of forms, the year before, and what was planted."""

    now: list[FormRow] = field(default_factory=list)
    before: list[FormRow] = field(default_factory=list)
    goals: set[frozenset[str]] = field(default_factory=set)
    """Pairs of form ids that share a goal."""
    doubled: set[str] = field(default_factory=set)
    lowered: set[str] = field(default_factory=set)
    foreign: set[str] = field(default_factory=set)
    sets: set[frozenset[str]] = field(default_factory=set)
    """Pairs of form ids that share their indicators."""
    neighbours: set[frozenset[str]] = field(default_factory=set)
    """Pairs with the same template words and another substance: not to be flagged."""


def goal(dice: random.Random) -> str:
    """A goal of its own: what, how much, for whom, why, in one of several constructions."""
    parts = []
    for _ in range(dice.randrange(2, 4)):
        do, what, who, why = dice.choice(_DO), dice.choice(_WHAT), dice.choice(_WHO), dice.choice(_WHY)
        n = dice.randrange(3, 900)
        parts.append(
            dice.choice(
                (
                    f"{do}{what}{n}处，惠及{who}{n * 3}人，{why}",
                    f"面向{who}{do}{what}，{why}，完成{n}项任务",
                    f"为{why}，全年{do}{n}个{what}，{who}受益",
                    f"围绕{why}开展{what}{do}工作{n}次，服务{who}",
                    f"{who}{what}{do}率达到{n % 30 + 70}%，{why}",
                )
            )  # fmt: skip
        )
    return "；".join(parts) + "。"


def year(count: int, seed: int = 1) -> Year:
    """`count` project forms of one year with about one in fifty of each defect planted."""
    dice = random.Random(seed)
    units = [f"{p}县{o}" for p in _PLACES for o in _OFFICES]
    units = units[: max(20, count // 25)]
    result = Year()
    for n in range(count):
        owner = units[n % len(units)]
        result.now.append(_form(dice, n, owner, goal(dice)))
    for n in range(0, count - 60, 50):
        _plant(dice, result, n)
    return result


def _form(dice: random.Random, n: int, owner: str, text: str) -> FormRow:
    rows = [
        IndicatorRow(
            0,
            f"{dice.choice(_DO)}{dice.choice(_WHAT)}数量",
            None,
            "数量指标",
            "",
            ">=",
            Decimal(dice.randrange(3, 900)),
            "处",
        ),
        IndicatorRow(
            1, f"{dice.choice(_WHO)}受益人数", None, "社会效益指标", "", ">=", Decimal(dice.randrange(30, 9000)), "人"
        ),
        IndicatorRow(2, dice.choice(_RATES), None, "质量指标", "", ">=", Decimal(dice.randrange(85, 101)), "%"),
        IndicatorRow(
            3, f"{dice.choice(_WHO)}满意度", None, "满意度指标", "", ">=", Decimal(dice.randrange(85, 100)), "%"
        ),
    ]
    rows = [replace(r, target=f"≥{r.value}{r.unit}") for r in rows]
    name = f"{dice.choice(_WHAT)}{dice.choice(_DO)}经费{n}"
    return FormRow(
        (f"{n:064x}", 0),
        f"f{n}",
        f"{n}.docx",
        "project_target",
        2026,
        owner,
        name,
        text,
        Decimal(dice.randrange(1, 900)) * 1000,
        None,
        tuple(rows),
    )


def edited(dice: random.Random, text: str) -> str:
    """A copy with small edits: at most one in twelve characters."""
    chars = list(text)
    for _ in range(dice.randrange(0, max(1, len(chars) // 14))):
        at = dice.randrange(len(chars))
        if not chars[at].isdigit():
            chars[at] = dice.choice("的了和及与全各")
    return "".join(chars)


def _plant(dice: random.Random, result: Year, n: int) -> None:
    """Six defects and an honest neighbour in the fifty forms from `n` on.

    Twins have project names of their own: one policy handed down under one name is no boilerplate.
    """
    now = result.now
    result.now[n + 1] = replace(now[n + 1], goal=edited(dice, now[n].goal), project=f"专项{now[n + 1].project}")
    result.goals.add(frozenset((now[n].form_id, now[n + 1].form_id)))
    twin = replace(
        now[n + 3], owner=now[n + 2].owner, project=now[n + 2].project, budget=(now[n + 2].budget or Decimal(0)) + 5000
    )
    result.now[n + 3] = twin
    result.doubled.add(now[n + 2].form_id)
    kept = now[n + 5]
    value = (kept.indicators[0].value or Decimal(0)) + 50
    higher = replace(kept.indicators[0], value=value, target=f"≥{value}处")
    result.before.append(
        replace(kept, form_id=kept.form_id + "-before", year=2025, indicators=(higher, *kept.indicators[1:]))
    )
    result.lowered.add(kept.form_id)
    other = next(f.owner for f in now[n + 7 :] if f.owner != now[n + 6].owner and f.owner[:2] != now[n + 6].owner[:2])
    result.now[n + 6] = replace(now[n + 6], goal=now[n + 6].goal[:10] + f"由{other}负责，" + now[n + 6].goal[10:])
    result.foreign.add(now[n + 6].form_id)
    result.now[n + 11] = replace(now[n + 11], indicators=now[n + 10].indicators, project=f"专项{now[n + 11].project}")
    result.sets.add(frozenset((now[n + 10].form_id, now[n + 11].form_id)))
    words = dice.sample(_WHAT, 4)
    one = f"按照上级部署，新建{words[0]}，改造{words[1]}，{dice.choice(_WHY)}，完成年度任务。"
    two = f"按照上级部署，新建{words[2]}，改造{words[3]}，{dice.choice(_WHY)}，完成年度任务。"
    result.now[n + 8], result.now[n + 9] = replace(now[n + 8], goal=one), replace(now[n + 9], goal=two)
    result.neighbours.add(frozenset((now[n + 8].form_id, now[n + 9].form_id)))


def documents(made: Year) -> Iterator[Extraction]:
    """Every form of both years as a source of its own."""
    for form in (*made.now, *made.before):
        name = f"{form.year}/{form.form_id}.docx"
        source = Source(name, name, "docx", _sha(form), 20_000, 2, 0, "0.1.0", "bench", "ok")
        yield Extraction(source=source, forms=[_document_form(form)], quality=Quality(90, "通过", 0, 0, 0))


def load_year(made: Year, url: str) -> None:
    """The year as `jixiao ingest` leaves it: loaded source by source, units resolved, re-filed forms superseded."""
    present = {}
    with Database.open(url) as database:
        for document in documents(made):
            key = load(database, document.model_dump_json().encode(), "年", document.source.path)
            present["年", document.source.path] = key
        with database.begin() as connection:
            assign_units(connection, DepartmentBook())
            note_places(connection, present)
            settle_force(connection)


def _sha(form: FormRow) -> str:
    return hashlib.sha256(form.form_id.encode()).hexdigest()


def _document_form(form: FormRow) -> Form:
    amounts = (
        {} if form.budget is None else {"total": Amount(str(form.budget), str(form.budget), "元", str(form.budget))}
    )
    return Form(
        form.form_id, 0, form.kind, "项目支出绩效目标表", form.year,  # type: ignore[arg-type]
        filer=form.owner, department=form.owner, project_name=form.project, currency_unit="元", amounts=amounts,
        texts=Texts(annual_goal=form.goal), indicators=[_document_row(row) for row in form.indicators],
        at=Place(page=1, table=0),
    )  # fmt: skip


def _document_row(row: IndicatorRow) -> Indicator:
    target = Target(row.target, "number", row.operator, str(row.value), unit=row.unit)  # type: ignore[arg-type]
    level2 = Label(row.level2 or "", canonical=row.level2, score=1.0, method="exact")
    return Indicator(None, level2, Label(row.name), target, at=Place(page=1, table=0, row=row.row + 8, col=2))
