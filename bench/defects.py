"""Planted defects: recall and precision per finding code over synthetic filings of all kinds.

    python bench/defects.py [COUNT] [SEED]      prints a table and the misses and false findings to read by eye

The planters change texts of cells as a clerk's slip would; they know the documents and the contract's codes, not the
rules. One defect a filing, three formats in turn (docx, xlsx, txt); every fifth filing stays clean.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.clean_filings import GOALS, Filing, Row, Sheet, all_rows, filing  # noqa: E402
from extractor.pipeline import extract_bytes  # noqa: E402
from extractor.rulebook import load_rules  # noqa: E402
from tests.make.filing import Para  # noqa: E402
from tests.make.write_docx import docx  # noqa: E402
from tests.make.write_sheets import xlsx  # noqa: E402
from tests.make.write_text import text_dump  # noqa: E402

WRITERS = (("docx", docx), ("xlsx", xlsx), ("txt", text_dump))
CLEAN_EVERY = 5


@dataclass(slots=True)
class Planted:
    """What was done: the code that must fire, in which form and row; `also` may fire as a consequence."""

    code: str
    form: int
    row: int | None = None
    also: frozenset[str] = field(default_factory=frozenset)
    how: str = ""
    severity: str | None = None
    """What the finding must be, where a milder one will not do."""


Planter = Callable[[random.Random, Filing], Planted | None]
PLANTERS: dict[str, Planter] = {}
"""By class: the code that must fire, with ": what" behind it where a code has several classes."""


def plants(name: str) -> Callable[[Planter], Planter]:
    def enlist(planter: Planter) -> Planter:
        PLANTERS[name] = planter
        return planter

    return enlist


def _some(dice: random.Random, made: Filing, fits: Callable[[Sheet, Row], bool]) -> tuple[int, int, Sheet, Row] | None:
    found = [item for item in all_rows(made) if fits(item[2], item[3])]
    return dice.choice(found) if found else None


def _sheet(dice: random.Random, made: Filing, *needs: str, kinds: tuple[str, ...] = ()) -> tuple[int, Sheet] | None:
    found = [
        (i, s) for i, s in enumerate(made.sheets) if all(n in s.at for n in needs) and (not kinds or s.kind in kinds)
    ]
    return dice.choice(found) if found else None


def _write(sheet: Sheet, row: Row, sign: str, number: str, unit: str) -> None:
    """Put a value into the row, in one cell or three."""
    if sheet.joined:
        row.cells["target"].text = f"{sign}{number}{unit}"
    else:
        row.cells["sign"].text, row.cells["target"].text, row.cells["unit"].text = sign, number, unit


def _foot(sheet: Sheet, old: str, new: str) -> None:
    foot = sheet.at["foot"]
    assert isinstance(foot, Para)
    foot.text = re.sub(old, new, foot.text)


EVALUATIONS = ("project_self_evaluation", "department_self_evaluation")
TARGETS = ("department_target", "project_target", "transfer_target")


def _is_evaluated(sheet: Sheet) -> bool:
    return sheet.kind in EVALUATIONS


# --- completeness --------------------------------------------------------------------------------------------


@plants("missing-target-value")
def no_value(dice: random.Random, made: Filing) -> Planted | None:
    at = _some(dice, made, lambda s, r: True)
    assert at is not None
    form, number, sheet, row = at
    left = dice.choice(("", "", row.unit, "**" + row.unit))
    if sheet.joined:
        row.cells["target"].text = left
    else:
        row.cells["target"].text = ""
    also = {"template-residue"} if "**" in left else set()
    return Planted("missing-target-value", form, number, frozenset(also), f"值 {left!r}")


@plants("missing-standard")
def no_standard(dice: random.Random, made: Filing) -> Planted | None:
    at = _some(dice, made, lambda s, r: "standard" in r.cells)
    if at is None:
        return None
    at[3].cells["standard"].text = dice.choice(("", "　"))
    return Planted("missing-standard", at[0], at[1])


@plants("empty-indicator")
def no_row(dice: random.Random, made: Filing) -> Planted | None:
    alone = Counter((i, r.level2) for i, _, _, r in all_rows(made))
    at = _some(
        dice,
        made,
        lambda s, r: (
            r.level2 != "成本指标" and any(alone[i, r.level2] == 1 and x is r for i, _, _, x in all_rows(made))
        ),
    )
    if at is None or "weight" in at[3].cells:
        return None
    for role in ("level3", "target", "standard", "sign", "unit", "actual"):
        if role in at[3].cells:
            at[3].cells[role].text = ""
    return Planted("empty-indicator", at[0], at[1])


@plants("missing-field")
def no_field(dice: random.Random, made: Filing) -> Planted | None:
    at = _sheet(dice, made, "filer")
    if at is None:
        spot = _sheet(dice, made, "implementer")
        if spot is None:
            return None
        place = spot[1].at[dice.choice(("implementer", "department"))]
        place.text = ""
        return Planted("missing-field", spot[0], also=frozenset({"cross-form-mismatch"}))
    form, sheet = at
    what = dice.choice(("filer", "填表人", "联系电话", "填报日期", "单位负责人签字"))
    if what == "filer":
        place = sheet.at["filer"]
        place.text = place.text.replace(sheet.unit, "")
    else:
        _foot(sheet, f"{what}：[^ ]+", f"{what}：")
    return Planted("missing-field", form, how=what)


@plants("missing-indicator-name")
def no_name(dice: random.Random, made: Filing) -> Planted | None:
    at = _some(dice, made, lambda s, r: True)
    assert at is not None
    # below another row of its 二级 a blank name in a text dump could as well be a merged one
    at[3].cells["level3"].text = dice.choice(("", "", "指标1：", "　")) if at[3].level2_first else "指标1："
    return Planted("missing-indicator-name", at[0], at[1])


# --- spelling ------------------------------------------------------------------------------------------------

SLIPS = (
    ("验收合格率", "验收和格率"), ("满意度", "满意渡"), ("及时率", "及是率"), ("补助发放", "补助发方"),
    ("覆盖率", "复盖率"),
    ("知晓率", "知哓率"), ("困难家庭", "困准家庭"), ("准确率", "准确确率"), ("就业人数", "就业人数据"),
    ("污水处理", "污水处里"),
    ("培训场次", "培训场欠"), ("绿化面积", "绿化面枳"), ("受益群众", "受益群从"), ("整治河道", "整治问道"),
)  # fmt: skip
LABEL_SLIPS = (
    ("数量指标", "数里指标"), ("质量指标", "质量指标标"), ("时效指标", "时郊指标"), ("社会效益指标", "社会交益指标"),
    ("服务对象满意度指标", "服务对像满意度指标"), ("产出指标", "产岀指标"), ("效益指标", "效溢指标"),
)  # fmt: skip


@plants("label-typo")
def slip(dice: random.Random, made: Filing) -> Planted | None:
    if dice.random() < 0.4:
        right, wrong = dice.choice(LABEL_SLIPS)
        role = "level1" if right in ("产出指标", "效益指标") else "level2"
        at = _some(dice, made, lambda s, r: role in r.cells and r.cells[role].text == right)
        if at is None:
            return None
        at[3].cells[role].text = wrong
        return Planted("label-typo", at[0], None, how=wrong)
    fits = [(pair, item) for pair in SLIPS for item in all_rows(made) if pair[0] in item[3].name]
    if not fits:
        return None
    (right, wrong), (form, number, _, row) = dice.choice(fits)
    row.cells["level3"].text = row.name.replace(right, wrong)
    return Planted("label-typo", form, number, how=row.cells["level3"].text)


# --- placement -----------------------------------------------------------------------------------------------


@plants("misplaced-indicator")
def wrong_place(dice: random.Random, made: Filing) -> Planted | None:
    choice = dice.randrange(3)
    if choice == 0:
        at = _some(
            dice,
            made,
            lambda s, r: r.level1 == "效益指标" and "level2" in r.cells and r.cells["level2"].text == r.level2,
        )
        if at is None:
            return None
        at[3].cells["level2"].text = dice.choice(("质量指标", "数量指标", "时效指标"))
        return Planted("misplaced-indicator", at[0], None, frozenset({"misplaced-indicator"}), "效益下的产出二级")
    if choice == 1:
        at = _some(dice, made, lambda s, r: r.level2 == "社会效益指标" and r.unit == "%")
        if at is None:
            return None
        at[3].cells["level3"].text = dice.choice(("群众对环境改善的满意程度", "学生家长满意度", "干部职工满意率"))
    else:
        at = _some(dice, made, lambda s, r: r.level2 == "时效指标")
        if at is None:
            return None
        at[3].cells["level3"].text = dice.choice(("各项工作完成率", "重点任务完成率", "补助发放覆盖率"))
    return Planted("misplaced-indicator", at[0], at[1], how=at[3].cells["level3"].text)


@plants("duplicate-indicator")
def twice(dice: random.Random, made: Filing) -> Planted | None:
    pairs = [
        (a, b) for a in all_rows(made) for b in all_rows(made)
        if a[0] == b[0] and a[1] < b[1] and a[3].level2 == b[3].level2 and a[3].unit == b[3].unit
    ]  # fmt: skip
    if not pairs:
        return None
    a, b = dice.choice(pairs)
    b[3].cells["level3"].text = dice.choice((a[3].name, " " + a[3].name, a[3].name[:2] + "\n" + a[3].name[2:]))
    return Planted("duplicate-indicator", b[0], b[1])


# --- values --------------------------------------------------------------------------------------------------


@plants("missing-unit")
def no_unit(dice: random.Random, made: Filing) -> Planted | None:
    at = _some(
        dice, made, lambda s, r: (s.joined and s.kind in ("department_target", "project_target")) or not s.joined
    )
    if at is None:
        return None
    form, number, sheet, row = at
    _write(sheet, row, row.sign, row.number, "" if sheet.joined else dice.choice(("", "-")))
    return Planted("missing-unit", form, number)


@plants("unquantified-target")
def words_for_numbers(dice: random.Random, made: Filing) -> Planted | None:
    kind = dice.randrange(3)
    if kind == 0:
        at = _some(dice, made, lambda s, r: r.level2 == "数量指标" and s.kind in TARGETS)
        value = dice.choice(("应补尽补", "按需开展", "根据实际情况确定", "大幅增加"))
    elif kind == 1:
        at = _some(dice, made, lambda s, r: r.level2 == "成本指标")
        if at is not None:
            at[3].cells["level3"].text = dice.choice(("严格控制支出", "厉行节约", "控制在预算内"))
        value = "100%"
    else:
        at = _some(dice, made, lambda s, r: r.level2 in ("成本指标", "服务对象满意度指标") and s.kind in TARGETS)
        value = dice.choice(("符合相关规定", "较高水平"))
    if at is None:
        return None
    if value == "100%" and not at[2].joined:
        _write(at[2], at[3], "=", "100", "%")
    else:
        _write(at[2], at[3], "" if at[2].joined else "定性", value, "")
    return Planted("unquantified-target", at[0], at[1], how=f"{at[3].cells['level3'].text} {value}")


@plants("unit-clash: 成本填成比率")
def cost_as_share(dice: random.Random, made: Filing) -> Planted | None:
    at = _some(dice, made, lambda s, r: r.level2 == "成本指标")
    if at is None:
        return None
    at[3].cells["level3"].text = dice.choice(("项目总成本", "设备购置成本", "人均补助费用", "工程单价"))
    number, unit = dice.choice((("100", "%"), ("95", "%"), ("1:3", "")))
    _write(at[2], at[3], dice.choice(("", "≤")) if unit and at[2].joined else "", number, unit)
    return Planted("unit-clash", at[0], at[1], frozenset({"missing-unit"}), number + unit)


@plants("unquantified-target: 空话当名称")
def empty_name(dice: random.Random, made: Filing) -> Planted | None:
    at = _some(dice, made, lambda s, r: r.level1 == "效益指标" and r.unit == "%")
    if at is None:
        return None
    at[3].cells["level3"].text = dice.choice(
        ("提升", "有效提升", "持续改善", "增加岗位", "促进就业", "显著提高", "改善民生")
    )
    return Planted("unquantified-target", at[0], at[1], how=at[3].cells["level3"].text)


@plants("copied-goal: 照抄职责")
def copied_duties(dice: random.Random, made: Filing) -> Planted | None:
    spot = _sheet(dice, made, "duties", "goal")
    if spot is None:
        return None
    duties = spot[1].at["duties"].text
    spot[1].at["goal"].text = dice.choice(
        (duties, re.sub(r"^\d\.|；\d\.", "，", duties).strip("，"), duties.rstrip("。"))
    )
    return Planted("copied-goal", spot[0])


@plants("implausible-value: 占比超过一百")
def share_over_all(dice: random.Random, made: Filing) -> Planted | None:
    at = _some(dice, made, lambda s, r: r.level1 == "效益指标" and r.unit == "%" and s.kind in TARGETS)
    if at is None:
        return None
    at[3].cells["level3"].text = dice.choice(
        ("新增长企业占比", "受益农户占全县农户的比例", "优质粮食比重", "业务增长部分占比")
    )
    _write(at[2], at[3], at[3].sign, str(dice.randrange(102, 180)), "%")
    return Planted("implausible-value", at[0], at[1])


@plants("template-residue: 省略号和星号的行")
def template_row(dice: random.Random, made: Filing) -> Planted | None:
    alone = Counter((i, r.level2) for i, _, _, r in all_rows(made))
    at = _some(
        dice,
        made,
        lambda s, r: (
            "weight" not in r.cells and any(alone[i, r.level2] > 1 and x is r for i, _, _, x in all_rows(made))
        ),
    )
    if at is None:
        return None
    at[3].cells["level3"].text = dice.choice(("……", "…", "...", "**"))
    for role in ("target", "standard", "sign", "unit", "actual"):
        if role in at[3].cells:
            at[3].cells[role].text = ""
    return Planted("template-residue", at[0], None, how=at[3].cells["level3"].text)


@plants("implausible-value")
def over_hundred(dice: random.Random, made: Filing) -> Planted | None:
    if dice.random() < 0.4:
        spot = _sheet(dice, made, "goal")
        if spot is None:
            return None
        old = spot[1].year - dice.randrange(3, 6)
        spot[1].at["goal"].text = f"{old}年度" + spot[1].at["goal"].text
        return Planted("implausible-value", spot[0], how=f"{old} in {spot[1].year}")
    at = _some(dice, made, lambda s, r: r.unit == "%" and s.kind in TARGETS)
    assert at is not None or not any(s.kind in TARGETS for s in made.sheets)
    if at is None:
        return None
    _write(at[2], at[3], "" if at[2].joined else "=", "2" + at[3].number, "%")
    return Planted("implausible-value", at[0], at[1])


@plants("unit-clash")
def wrong_unit(dice: random.Random, made: Filing) -> Planted | None:
    swaps = {"人": "个", "%": "项", "平方米": "公里", "公里": "平方米", "户": "亩", "场": "公里"}
    at = _some(
        dice,
        made,
        lambda s, r: (
            r.unit in swaps
            and s.kind in TARGETS
            and r.name[-2:] in ("人数", "户数", "次数", "面积", "长度", "场次", "意度")
            or r.name.endswith("率")
            and s.kind in TARGETS
        ),
    )
    if at is None:
        return None
    _write(at[2], at[3], at[3].sign, at[3].number, swaps.get(at[3].unit, "项"))
    return Planted("unit-clash", at[0], at[1])


@plants("direction-mismatch")
def wrong_sign(dice: random.Random, made: Filing) -> Planted | None:
    at = _some(
        dice,
        made,
        lambda s, r: (
            s.kind in TARGETS
            and (
                r.level2 == "成本指标" or r.name.endswith(("合格率", "及时率", "满意度", "知晓率", "覆盖率", "准确率"))
            )
        ),
    )
    if at is None:
        return None
    _write(at[2], at[3], "≤" if at[3].sign == "≥" else "≥", at[3].number, at[3].unit)
    return Planted("direction-mismatch", at[0], at[1])


@plants("cost-exceeds-budget")
def dear(dice: random.Random, made: Filing) -> Planted | None:
    at = _some(dice, made, lambda s, r: r.level2 == "成本指标")
    if at is None:
        return None
    times = dice.choice((2, 3, Decimal("1.5"), Decimal("0.5")))
    _write(at[2], at[3], at[3].sign, str(Decimal(at[3].number) * times), at[3].unit)
    return Planted("cost-exceeds-budget", at[0], at[1], how=f"× {times}")


@plants("mixed-units")
def yuan(dice: random.Random, made: Filing) -> Planted | None:
    at = _some(dice, made, lambda s, r: r.level2 == "成本指标" and Decimal(r.number) >= 1)
    if at is None:
        return None
    _write(at[2], at[3], at[3].sign, f"{Decimal(at[3].number) * 10000:.0f}", "元")
    return Planted("mixed-units", at[0], at[1])


@plants("date-outside-period")
def too_late(dice: random.Random, made: Filing) -> Planted | None:
    at = _some(dice, made, lambda s, r: "period" in s.at and r.level2 == "时效指标")
    if at is None:
        return None
    at[3].cells["level3"].text = "工程完工时间"
    at[3].cells["target"].text = f"{at[2].year + 1}年{dice.randrange(1, 12)}月底前"
    return Planted("date-outside-period", at[0], at[1])


@plants("period-as-deadline")
def whole_period(dice: random.Random, made: Filing) -> Planted | None:
    at = _some(dice, made, lambda s, r: "period" in s.at and r.level2 == "时效指标")
    if at is None:
        return None
    at[3].cells["level3"].text = "项目实施时间"
    at[3].cells["target"].text = dice.choice(
        (f"{at[2].year}年1月-12月", f"{at[2].year}年1月至{at[2].year}年12月", "长期")
    )
    return Planted("period-as-deadline", at[0], at[1], frozenset({"unquantified-target"}))


@plants("flat-targets")
def flat(dice: random.Random, made: Filing) -> Planted | None:
    spot = [(i, s) for i, s in enumerate(made.sheets) if len(s.rows) >= 6 and s.kind in TARGETS]
    if not spot:
        return None
    form, sheet = dice.choice(spot)
    for number, row in enumerate(sheet.rows):
        if row.level2 != "成本指标":
            if row.unit != "%":
                row.cells["level3"].text = f"{row.name[:4]}第{number}类任务完成率"
            _write(sheet, row, "", "100", "%")
    return Planted("flat-targets", form, also=frozenset({"misplaced-indicator"}))


@plants("too-many-indicators")
def crowd(dice: random.Random, made: Filing) -> Planted | None:
    count = Counter((i, r.level2) for i, _, _, r in all_rows(made) if r.level2 == "数量指标")
    form = next((i for (i, _), n in count.items() if n > 11), None)
    return None if form is None else Planted("too-many-indicators", form)


# --- wording -------------------------------------------------------------------------------------------------


@plants("vague-goal")
def vague(dice: random.Random, made: Filing) -> Planted | None:
    spot = _sheet(dice, made, "goal")
    if spot is None:
        return None
    spot[1].at["goal"].text = dice.choice(
        ("按要求完成本年度工作", "按时完成上级交办的各项工作任务。", "认真履行职责，圆满完成全年目标任务。",
        "保质保量完成年度工作", "全面完成各项工作任务")
    )  # fmt: skip
    return Planted("vague-goal", spot[0], how=spot[1].at["goal"].text)


@plants("template-residue")
def residue(dice: random.Random, made: Filing) -> Planted | None:
    if dice.random() < 0.5:
        at = _some(dice, made, lambda s, r: True)
        assert at is not None
        at[3].cells["level3"].text = at[3].name + f"（≥**{at[3].unit}）"
        return Planted("template-residue", at[0], at[1])
    spot = _sheet(dice, made, "achievement") or _sheet(dice, made, "goal")
    assert spot is not None
    place = spot[1].at["achievement" if "achievement" in spot[1].at else "goal"]
    place.text = dice.choice(
        ("对照年度目标说明完成情况（100字以内）", "请在此处填写目标的完成情况", "简要说明主要内容（200字以内）")
    )
    return Planted("template-residue", spot[0], how=place.text)


@plants("copied-goal")
def copied(dice: random.Random, made: Filing) -> Planted | None:
    projects = [(i, s) for i, s in enumerate(made.sheets) if s.project is not None and "goal" in s.at]
    if len(projects) < 2:
        return None
    (_, first), (form, second) = projects[0], projects[1]
    first.at["goal"].text = second.at["goal"].text = dice.choice(GOALS).format(a=3, b=50)
    return Planted("copied-goal", form)


@plants("not-applicable-scored")
def nothing_scored(dice: random.Random, made: Filing) -> Planted | None:
    at = _some(dice, made, lambda s, r: "weight" in r.cells)
    if at is None:
        return None
    at[3].cells["target"].text = at[3].cells["actual"].text = dice.choice(("不涉及", "无", "不适用"))
    return Planted("not-applicable-scored", at[0], at[1])


# --- money, dates, people ------------------------------------------------------------------------------------


def _bump(text: str, dice: random.Random) -> str:
    """Another digit in the place of one of the number's digits, the first apart."""
    places = [m.start() for m in re.finditer(r"\d", text)][1:]
    at = dice.choice(places)
    return text[:at] + str((int(text[at]) + dice.randrange(1, 10)) % 10) + text[at + 1 :]


@plants("sum-mismatch")
def wrong_sum(dice: random.Random, made: Filing) -> Planted | None:
    also = frozenset({"sum-mismatch", "cost-exceeds-budget", "rate-mismatch", "cross-form-mismatch"})
    spots = [
        (i, s, key)
        for i, s in enumerate(made.sheets)
        for key in ("total", "general", "fiscal", "central", "executed_part", "uses")
        if key in s.at
    ]
    weights = [(i, n, s, r) for i, n, s, r in all_rows(made) if "weight" in r.cells]
    if weights and (not spots or dice.random() < 0.7):
        form, _, _, row = dice.choice(weights)
        row.cells["weight"].text = str(int(row.cells["weight"].text) + 5)
        return Planted("sum-mismatch", form, also=frozenset({"points-mismatch", "sum-mismatch"}), how="分值")
    if not spots:
        return None
    form, sheet, key = dice.choice(spots)
    place = sheet.at[key]
    place.text = _bump(place.text, dice)
    return Planted("sum-mismatch", form, also=also, how=f"{key} {place.text}")


@plants("cross-form-mismatch")
def wrong_project(dice: random.Random, made: Filing) -> Planted | None:
    projects = [s for s in made.sheets if "budget" in s.at]
    if len(projects) < 2:
        return None
    place = dice.choice(projects).at["budget"]
    place.text = _bump(place.text, dice)
    return Planted("cross-form-mismatch", 0, also=frozenset({"cost-exceeds-budget"}))


@plants("bad-number")
def damaged(dice: random.Random, made: Filing) -> Planted | None:
    spot = _sheet(dice, made, "fiscal") or _sheet(dice, made, "central") or _sheet(dice, made, "budget")
    if spot is None:
        return None
    place = next(spot[1].at[k] for k in ("fiscal", "central", "budget") if k in spot[1].at)
    number = place.text
    place.text = dice.choice((f"{number}万{number}万", f"{number[:1]},{number[1:]}.0,7"))
    return Planted("bad-number", spot[0], how=place.text)


@plants("bad-date")
def no_such_day(dice: random.Random, made: Filing) -> Planted | None:
    spot = _sheet(dice, made, "foot")
    if spot is None:
        return None
    wrong = dice.choice(("13月5日", "2月30日", "11月31日", "9月45日"))
    _foot(spot[1], r"填报日期：(\d{4})年[^ ]+", rf"填报日期：\g<1>年{wrong}")
    return Planted("bad-date", spot[0], how=wrong)


@plants("bad-phone")
def short_phone(dice: random.Random, made: Filing) -> Planted | None:
    spot = _sheet(dice, made, "foot")
    if spot is None:
        return None
    cut = dice.choice((9, 10, 12))
    _foot(spot[1], r"联系电话：(\d+)", lambda m: "联系电话：" + (m[1] + "55")[:cut])  # type: ignore[arg-type]
    return Planted("bad-phone", spot[0], how=str(cut))


@plants("late-filing")
def late(dice: random.Random, made: Filing) -> Planted | None:
    spot = _sheet(dice, made, "foot")
    if spot is None:
        return None
    _foot(spot[1], r"填报日期：\d{4}年", f"填报日期：{spot[1].year}年")
    return Planted("late-filing", spot[0])


# --- self-evaluation -----------------------------------------------------------------------------------------


@plants("rate-mismatch")
def wrong_rate(dice: random.Random, made: Filing) -> Planted | None:
    spot = _sheet(dice, made, "rate")
    if spot is None:
        return None
    place = spot[1].at["rate"]
    place.text = f"{Decimal(place.text.rstrip('%')) - dice.randrange(1, 20)}%"
    return Planted("rate-mismatch", spot[0], also=frozenset({"points-mismatch"}))


def _short(dice: random.Random, made: Filing) -> tuple[int, int, Sheet, Row, Decimal] | None:
    at = _some(dice, made, lambda s, r: _is_evaluated(s) and r.sign == "≥" and int(r.number) >= 20)
    if at is None:
        return None
    actual = int(at[3].number) * 3 // 5
    at[3].cells["actual"].text = f"{actual}{at[3].unit}"
    return *at, Decimal(actual) / int(at[3].number)


@plants("points-mismatch")
def undeserved(dice: random.Random, made: Filing) -> Planted | None:
    at = _short(dice, made)
    if at is None:
        return None
    at[3].cells["reason"].text = "部分任务延期"
    return Planted("points-mismatch", at[0], at[1])


@plants("points-mismatch: 得分高于完成的比例")
def overclaimed(dice: random.Random, made: Filing) -> Planted | None:
    at = _short(dice, made)
    if at is None:
        return None
    at[3].cells["reason"].text = "部分任务延期"
    at[3].cells["score"].text = str((Decimal(at[3].cells["weight"].text) * (at[4] + 1) / 2).quantize(Decimal("0.01")))
    return Planted("points-mismatch", at[0], at[1], frozenset({"sum-mismatch"}), severity="error")


@plants("points-mismatch: 完成了却扣分没有原因")
def cut(dice: random.Random, made: Filing) -> Planted | None:
    at = _some(dice, made, lambda s, r: _is_evaluated(s) and int(r.cells["weight"].text) > 3)
    if at is None:
        return None
    at[3].cells["score"].text = str(int(at[3].cells["weight"].text) - dice.randrange(1, 4))
    at[3].cells["reason"].text = dice.choice(("", "", "无", "/"))
    return Planted("points-mismatch", at[0], at[1], frozenset({"sum-mismatch"}))


@plants("sum-mismatch: 指标一百分又加执行率")
def hundred_and_ten(dice: random.Random, made: Filing) -> Planted | None:
    found = [(i, s) for i, s in enumerate(made.sheets) if _is_evaluated(s)]
    if not found:
        return None
    form, sheet = dice.choice(found)
    row = dice.choice(sheet.rows)
    row.cells["weight"].text = row.cells["score"].text = str(int(row.cells["weight"].text) + 10)
    if dice.random() < 0.5:
        total, score = sheet.at["points"], sheet.at["score"]
        total.text, score.text = "110", str(Decimal(score.text) + 10)
    return Planted("sum-mismatch", form, severity="error", how=sheet.at["points"].text)


@plants("unit-clash: 完成值的单位")
def other_unit(dice: random.Random, made: Filing) -> Planted | None:
    swaps = {
        "人": "场",
        "%": "人",
        "平方米": "%",
        "公里": "户",
        "户": "%",
        "场": "%",
        "座": "人",
        "株": "公里",
        "盏": "%",
    }
    at = _some(dice, made, lambda s, r: _is_evaluated(s) and r.unit in swaps)
    if at is None:
        return None
    at[3].cells["actual"].text = at[3].number + swaps[at[3].unit]
    return Planted(
        "unit-clash", at[0], at[1], frozenset({"missing-reason", "points-mismatch"}), at[3].cells["actual"].text
    )


@plants("implausible-value: 完成值超过一百")
def more_than_all(dice: random.Random, made: Filing) -> Planted | None:
    at = _some(
        dice,
        made,
        lambda s, r: _is_evaluated(s) and r.name.endswith(("满意度", "合格率", "准确率", "知晓率", "覆盖率", "及时率")),
    )
    if at is None:
        return None
    at[3].cells["actual"].text = f"{dice.randrange(101, 140)}%"
    return Planted("implausible-value", at[0], at[1])


@plants("missing-reason")
def unexplained(dice: random.Random, made: Filing) -> Planted | None:
    at = _short(dice, made)
    if at is None:
        return None
    score = (Decimal(at[3].cells["weight"].text) * at[4]).quantize(Decimal("0.01"))
    at[3].cells["score"].text = str(score)
    return Planted("missing-reason", at[0], at[1], frozenset({"sum-mismatch"}))


# --- the measurement -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    planted: int = 0
    found: int = 0
    false: int = 0
    misses: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def _row_of(pointer: str | None) -> int | None:
    found = re.search(r"/indicators/(\d+)", pointer or "")
    return int(found[1]) if found else None


def run(count: int, seed: int) -> dict[str, Tally]:
    """Plant, read, compare."""
    rules = load_rules()
    names = sorted(PLANTERS)
    tallies: dict[str, Tally] = defaultdict(Tally)
    for number in range(count):
        dice = random.Random(f"{seed}-{number}")
        name = names[number % len(names)]
        crowded = name == "too-many-indicators" and bool(number % CLEAN_EVERY)
        made = filing(dice.randrange(10**6) * 9 + (5 if crowded else number % 9), crowded)
        planted = None
        while number % CLEAN_EVERY and (planted := PLANTERS[name](dice, made)) is None:
            made = filing(dice.randrange(10**6) * 9 + (5 if crowded else dice.randrange(9)), crowded)
        ending, write = WRITERS[number // len(names) % len(WRITERS)]
        document = extract_bytes(write(made.blocks), f"{number}.{ending}", rules=rules)
        _compare(tallies, name, planted, document.findings, f"{number}.{ending}")
    return tallies


def _compare(tallies: dict[str, Tally], kind: str, planted: Planted | None, findings: list[object], name: str) -> None:
    allowed = {planted.code, *planted.also} if planted else set()
    hit = False
    for finding in findings:
        code, form, row = finding.code, finding.form, _row_of(finding.field)  # type: ignore[attr-defined]
        if (
            planted
            and code == planted.code
            and form == planted.form
            and (planted.row is None or row in (planted.row, None))
        ):
            hit = hit or planted.severity in (None, finding.severity)  # type: ignore[attr-defined]
        elif code not in allowed:
            tallies[code].false += 1
            tallies[code].wrong.append(f"{name}（种下 {planted.code if planted else '无'}）{finding.message}")  # type: ignore[attr-defined]
    if planted:
        tally = tallies[kind]
        tally.planted += 1
        tally.found += hit
        if not hit:
            tally.misses.append(f"{name} 第{planted.form}表 第{planted.row}行 {planted.how}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20240624
    tallies = run(count, seed)
    print(f"{'code':40}{'planted':>8}{'found':>8}{'recall %':>10}{'false':>7}{'precision %':>13}")
    for code in sorted(tallies):
        t = tallies[code]
        recall = f"{100 * t.found / t.planted:.1f}" if t.planted else "-"
        precision = f"{100 * t.found / (t.found + t.false):.1f}" if t.found + t.false else "-"
        print(f"{code:40}{t.planted:8}{t.found:8}{recall:>10}{t.false:7}{precision:>13}")
    planted, found, false = (sum(getattr(t, k) for t in tallies.values()) for k in ("planted", "found", "false"))
    print(f"{'all':40}{planted:8}{found:8}{100 * found / planted:10.2f}{false:7}{100 * found / (found + false):13.2f}")
    for code in sorted(tallies):
        for text in tallies[code].misses[:6]:
            print(f"missed  {code}: {text}")
        for text in tallies[code].wrong[:6]:
            print(f"false   {code}: {text}")


if __name__ == "__main__":
    main()
