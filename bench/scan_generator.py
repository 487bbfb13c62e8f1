"""Made-up filings as pictures, with their truth: pages for `bench/scans.py` and the tests.

`page(seed)` lays out one form (six layouts, four fonts, two frame weights) at a resolution and returns the clean
picture with its truth; `degrade(picture, seed, dpi, wear)` prints, stamps, shades, turns, blurs, adds noise and packs
it
as JPEG. The same seed gives the same picture on the same fonts. All names and figures are invented.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Picture = NDArray[np.uint8]
Floats = NDArray[np.float64]

_NOTO = Path("/usr/share/fonts/opentype/noto")
FONTS: dict[str, tuple[Path, int]] = {
    "serif": (_NOTO / "NotoSerifCJK-Regular.ttc", 2),
    "sans": (_NOTO / "NotoSansCJK-Regular.ttc", 2),
    "zenhei": (Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"), 0),
    "light": (_NOTO / "NotoSerifCJK-Medium.ttc", 2),
}
BOLD: tuple[Path, int] = (_NOTO / "NotoSerifCJK-Bold.ttc", 2)
SHEET = (595.0, 842.0)
MARGIN = 48.0


@dataclass
class Box:
    """A cell of the truth."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    align: str = "centre"
    ink: str = "print"
    """"print", or "hand" for a scribbled signature."""


@dataclass
class Truth:
    """What stands on a page."""

    layout: str
    boxes: list[Box]
    rows: int
    cols: int
    title: str
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    sealed: bool = False
    xs: list[float] = field(default_factory=list)
    """Column edges of the clean picture (pixels)."""
    ys: list[float] = field(default_factory=list)
    matrix: Floats = field(default_factory=lambda: np.eye(3))
    """From the clean picture to the worn one."""


class Words:
    """Invented contents in the field's own words."""

    PLACES = [
        "清河",
        "安岭",
        "南塘",
        "平原",
        "石桥",
        "云溪",
        "青山",
        "长乐",
        "永宁",
        "东湖",
        "白沙",
        "金口",
        "临江",
        "双峰",
        "乐安",
        "新田",
        "武陵",
        "和顺",
    ]
    OFFICES = [
        "总工会",
        "民政局",
        "教育局",
        "水利局",
        "财政局",
        "交通运输局",
        "农业农村局",
        "林业局",
        "卫生健康局",
        "文化和旅游局",
        "残疾人联合会",
        "市场监督管理局",
        "应急管理局",
        "生态环境局",
        "退役军人事务局",
        "档案馆",
        "统计局",
        "医疗保障局",
    ]
    PROJECTS = [
        "农村公路养护",
        "困难职工帮扶",
        "高标准农田建设",
        "义务教育薄弱环节改善",
        "基层公共卫生服务",
        "城乡医疗救助",
        "小型水库维修",
        "文化惠民演出",
        "森林防火",
        "退役军人慰问",
        "老旧小区改造",
        "乡村振兴衔接",
        "残疾人康复",
        "食品抽检",
        "安全生产监管",
        "档案数字化",
    ]
    QUANTITY = [
        "培训场次",
        "发放补助人数",
        "新建道路里程",
        "维修水库座数",
        "组织活动次数",
        "慰问困难职工户数",
        "抽检批次",
        "改造面积",
        "购置设备台数",
        "覆盖行政村个数",
        "采集样本量",
        "办理案件数量",
        "完成课题数",
        "印发宣传资料份数",
        "帮扶脱贫户数",
    ]
    QUALITY = [
        "工程验收合格率",
        "资料完整准确率",
        "补助发放准确率",
        "培训合格率",
        "设备质量达标率",
        "政策知晓率",
        "项目竣工验收合格率",
        "数据审核通过率",
        "采购规范率",
    ]
    TIME = ["完成及时率", "资金拨付及时率", "项目完成时限", "补助发放时间", "工程按期完工率", "资金到位及时率"]
    COST = ["项目总成本", "人均补助标准", "成本节约率", "预算控制数", "单位建设成本", "活动经费控制额"]
    BENEFIT = [
        "促进农民增收",
        "带动就业人数",
        "提高社会影响力",
        "改善人居环境",
        "保障饮水安全",
        "减少污染物排放",
        "提升公共服务水平",
        "推动产业可持续发展",
        "缓解经费不足",
        "群众出行条件改善",
        "工作机制健全性",
    ]
    SATISFY = ["受益群众满意度", "服务对象满意度", "职工满意度", "学生家长满意度", "参训人员满意度", "参保人员满意率"]
    UNITS = ["人", "次", "个", "户", "台", "座", "公里", "亩", "场", "份", "批次", "人次", "万元", "套", "项", "平方米"]
    SENTENCES = [
        "贯彻落实上级决策部署，保障单位正常运转。",
        "完成年度各项重点工作任务，提升服务质量和水平。",
        "按照规定标准及时足额发放补助资金。",
        "加强项目资金监管，确保专款专用，提高资金使用效益。",
        "组织开展业务培训3场，参训人员达到150人次。",
        "改善农村基础设施条件，惠及群众2.6万人。",
        "负责全市职工权益维护和法律援助工作；承办市委、市政府交办的其他事项。",
        "进一步健全长效管护机制，项目区群众满意度达到95%以上。",
        "对全县12个乡镇开展监督检查，督促问题整改到位。",
        "推进信息系统建设，实现数据互联互通、业务协同。",
        "新建及改造管网8.5公里，解决1200户居民用水问题。",
    ]
    NAMES = ["陈小川", "李文", "王建国", "赵敏", "周海燕", "吴立新", "郑秋", "孙志远", "何静", "罗永福"]

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def one(self, words: list[str]) -> str:
        return self.rng.choice(words)

    def filer(self) -> str:
        return self.one(self.PLACES) + self.rng.choice("市县区") + self.one(self.OFFICES)

    def money(self) -> str:
        r = self.rng
        return r.choice(
            [
                f"{r.randint(1, 9999)}",
                f"{r.uniform(1, 3000):.2f}",
                f"{r.uniform(1, 90):.1f}",
                "0",
                f"{r.uniform(1, 99):.4f}",
            ]
        )

    def prose(self, low: int, high: int) -> str:
        count = self.rng.randint(low, high)
        picked = [self.one(self.SENTENCES) for _ in range(count)]
        style = self.rng.choice(["({})", "{}.", "{}、", ""])
        return "\n".join((style.format(i + 1) if style else "") + s for i, s in enumerate(picked))

    def value(self, kind: str) -> tuple[str, str, str]:
        """(sign, number, unit) of a target."""
        r = self.rng
        if kind in ("quality", "satisfy"):
            return r.choice(["≥", "=", "≥", ""]), str(r.choice([80, 85, 90, 92, 95, 98, 100])), "%"
        if kind == "time":
            return r.choice(
                [("", "12月底前", ""), ("≥", "95", "%"), ("", "2024年12月", ""), ("=", "100", "%"), ("≤", "30", "天")]
            )
        if kind == "benefit":
            return r.choice(
                [
                    ("", "有效提升", ""),
                    ("", "显著", ""),
                    ("", "长期", ""),
                    ("≥", str(r.randint(5, 900)), "人"),
                    ("", "持续改善", ""),
                ]
            )
        if kind == "cost":
            return r.choice(["≤", "≤", "", "="]), self.money(), r.choice(["万元", "元", "元/人", "万元"])
        return (
            r.choice(["≥", "≥", "=", "", "≧", ">="]),
            str(r.choice([1, 2, 3, 10, 12, 20, 50, 150, 1000, 3600, 21933])),
            self.one(self.UNITS),
        )

    def indicators(self) -> list[tuple[str, list[tuple[str, list[tuple[str, str]]]]]]:
        """level1 -> level2 -> (name, kind)."""
        r = self.rng

        def names(words: list[str], kind: str, low: int, high: int) -> list[tuple[str, str]]:
            return [(w, kind) for w in r.sample(words, r.randint(low, high))]

        return [
            ("产出指标", [
                ("数量指标", names(self.QUANTITY, "quantity", 1, 4)),
                ("质量指标", names(self.QUALITY, "quality", 1, 2)),
                ("时效指标", names(self.TIME, "time", 1, 2)),
                ("成本指标", names(self.COST, "cost", 1, 2)),
            ]),
            ("效益指标", [
                (two, names(self.BENEFIT, "benefit", 1, 2) if r.random() < 0.8 else [("", "")])
                for two in r.choice([
                    ["经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"],
                    ["社会效益指标", "可持续影响指标"],
                    ["经济效益指标", "社会效益指标"],
                ])
            ]),
            (r.choice(["满意度指标", "满意度指标（10分）"]),
            [(r.choice(["服务对象满意度指标", "社会公众或服务对象满意度"]), names(self.SATISFY, "satisfy", 1, 2))]),
        ]  # fmt: skip


class Table:
    """Rows are appended left to right; spans reserve slots."""

    def __init__(self, widths: list[float]) -> None:
        self.widths = widths
        self.boxes: list[Box] = []
        self.rows = 0

    def row(self, *cells: tuple[str, int] | tuple[str, int, str]) -> int:
        """One row of (text, colspan[, align]); returns its number."""
        col = 0
        for cell in cells:
            text, span = cell[0], cell[1]
            align = cell[2] if len(cell) > 2 else "centre"
            if text != "^":
                self.boxes.append(Box(self.rows, col, 1, span, text, align))
            col += span
        assert col == len(self.widths), (cells, col)
        self.rows += 1
        return self.rows - 1

    def merge(self, row: int, col: int, rowspan: int, text: str, colspan: int = 1) -> None:
        """A cell over rows whose own slots hold "^"."""
        self.boxes.append(Box(row, col, rowspan, colspan, text))


def _indicator_rows(t: Table, w: Words, block: str | None, tail: str, extra: int, lead: int) -> None:
    """The indicator block: `lead` columns before level1, `tail` the shape of the value columns."""
    start = t.rows
    first = ["^"] if block else []
    for one, twos in w.indicators():
        top = t.rows
        for two, names in twos:
            begin = t.rows
            for name, kind in names:
                sign, number, unit = w.value(kind) if name else ("", "", "")
                align = w.rng.choice(["centre", "centre", "left"])
                cells: list[tuple[str, int] | tuple[str, int, str]] = [(f, lead) for f in first] + [
                    ("^", 1),
                    ("^", 1),
                    (name, 1 + extra, align),
                ]
                if tail == "value":
                    cells += [(sign + number + unit, 1)]
                elif tail == "standard":
                    cells += [(sign + number + unit, 1), ("基本标准" if name else "", 1)]
                elif tail == "columns":
                    cells += [(sign, 1), (number, 1), (unit, 1)]
                else:
                    points = str(w.rng.choice([2, 3, 5, 10])) if name else ""
                    cells += [(points, 1), (sign + number + unit, 1), (number + unit, 1), (points, 1), ("", 1)]
                t.row(*cells)
            label = two.replace("指标", "\n指标") if w.rng.random() < 0.2 else two
            t.merge(begin, lead + 1 if block else 1, t.rows - begin, label)
        t.merge(top, lead if block else 0, t.rows - top, one)
    if block:
        t.merge(start, 0, t.rows - start, block, lead)


def _department(w: Words) -> tuple[Table, str]:
    t = Table([76, 66, 84, 90, 110, 106])
    t.row(("部门名称", 1), (w.filer(), 5))
    top = t.rows
    t.row(("^", 1), (f"资金总额：{w.money()}", 5, "left"))
    t.row(("^", 1), ("按收入性质分：", 3, "left"), ("按支出性质分：", 2, "left"))
    t.row(("^", 1), (f"其中：  一般公共预算：{w.money()}", 3, "left"), (f"其中： 基本支出：{w.money()}", 2, "left"))
    t.row(("^", 1), ("政府性基金拨款：", 3, "left"), (f"项目支出：{w.money()}", 2, "left"))
    t.row(("^", 1), ("纳入专户管理的非税收入拨款：", 3, "left"), ("", 2))
    t.row(("^", 1), (f"其他资金：{w.money()}", 3, "left"), ("", 2))
    t.merge(top, 0, t.rows - top, "年度预算申请\n（万元）")
    t.row(("部门职能\n职责概述", 1), (w.prose(3, 7), 5, "left"))
    t.row(("整体绩效目标", 1), (w.prose(1, 4), 5, "left"))
    head = t.rows
    t.row(("^", 1), ("一级指标", 1), ("二级指标", 1), ("三级指标", 2), ("指标值及单位", 1))
    _block(t, w, head, "部门整体支出\n年度绩效指标", "value", 1)
    return t, "年部门整体支出绩效目标表"


def _block(t: Table, w: Words, head: int, label: str, tail: str, extra: int) -> None:
    """Indicator rows whose block label also covers the header row."""
    before = len(t.boxes)
    _indicator_rows(t, w, label, tail, extra, 1)
    block = t.boxes[-1]
    assert block.text == label and len(t.boxes) > before
    block.rowspan += block.row - head
    block.row = head


def _project(w: Words) -> tuple[Table, str]:
    t = Table([74, 52, 74, 70, 96, 86, 66])
    t.row(("项目支出名称", 1), (w.one(w.PROJECTS) + "经费", 2), ("预算部门", 1), (w.filer(), 3))
    t.row(
        ("年度本级\n预算金额", 1),
        (w.money(), 2),
        ("该项目支出上级资金", 1),
        (w.rng.choice(["", "（分级填报）", w.money()]), 3),
    )
    t.row(("项目支出实施期", 1), ("2024年1月-12月", 6))
    t.row(("实施期绩效目标", 1), (w.prose(1, 2), 6, "left"))
    t.row(("本年度绩效目标", 1), (w.prose(1, 2), 6, w.rng.choice(["left", "centre"])))
    head = t.rows
    t.row(("^", 1), ("一级指标", 1), ("二级指标", 1), ("三级指标", 2), ("指标值及单位", 1), ("绩效标准", 1))
    _block(t, w, head, "本年度\n绩效指标", "standard", 1)
    return t, "年项目支出绩效目标表"


def _self_evaluation(w: Words) -> tuple[Table, str]:
    t = Table([52, 62, 92, 40, 76, 68, 40, 74])
    t.row(("项目名称", 1), (w.one(w.PROJECTS), 7))
    t.row(("主管部门", 1), (w.filer(), 3), ("实施单位", 1), (w.filer(), 3))
    top = t.rows
    t.row(
        ("^", 1),
        ("", 1),
        ("全年预算数（A）", 2),
        ("全年执行数（B）", 1),
        ("分值", 1),
        ("执行率（B/A）", 1),
        ("得分", 1),
    )
    for label in ("年度资金总额：", "其中：本年财政拨款", "其他资金"):
        a = w.money()
        t.row(
            ("^", 1),
            (label, 1, "left"),
            (a, 2),
            (a, 1),
            ("10", 1),
            (w.rng.choice(["100%", "98.5%", ""]), 1),
            (w.rng.choice(["10", "9.8", ""]), 1),
        )
    t.merge(top, 0, t.rows - top, "资金情况\n（万元）")
    t.row(("^", 1), ("年初设定目标", 3), ("年度总体目标完成情况综述", 4))
    t.row(("^", 1), (w.prose(1, 2), 3, "left"), (w.prose(1, 3), 4, "left"))
    t.merge(t.rows - 2, 0, 2, "年度总体目标")
    t.row(
        ("一级指标", 1),
        ("二级指标", 1),
        ("三级指标", 1),
        ("分值", 1),
        ("年度指标值", 1),
        ("全年实际值", 1),
        ("得分", 1),
        ("未完成原因及改进措施", 1),
    )
    _indicator_rows(t, w, None, "scores", 0, 1)
    t.row(("总分", 3), ("100", 1), ("", 2), (w.rng.choice(["98", "99.8", "100"]), 1), ("", 1))
    return t, "年度项目支出绩效自评表"


def _columns(w: Words) -> tuple[Table, str]:
    t = Table([30, 62, 96, 160, 50, 70, 56])
    t.row(
        ("项目名称", 2),
        (w.one(w.PROJECTS) + "专项资金", 2, "left"),
        ("项目编码", 1),
        ("510104240000" + str(w.rng.randint(100000, 999999)), 2),
    )
    t.row(("主管部门", 2), (w.filer(), 2, "left"), ("金额（万元）", 1), (w.money(), 2))
    t.row(("总体目标", 2), (w.prose(1, 4), 5, "left"))
    head = t.rows
    t.row(("^", 1), ("一级指标", 1), ("二级指标", 1), ("三级指标", 1), ("指标性质", 1), ("指标值", 1), ("度量单位", 1))
    _block(t, w, head, "绩\n效\n指\n标", "columns", 0)
    return t, "年专项资金绩效目标申报表"


def _regions(w: Words) -> tuple[Table, str]:
    t = Table([58, 74, 150, 60, 60, 60, 60])
    names = w.rng.sample(w.PLACES, 3)
    t.row(("专项名称", 1), (w.one(w.PROJECTS) + "补助资金", 2), ("年度", 1), ("2024年", 3))
    t.row(("资金情况\n（万元）", 1), ("年度金额", 1, "left"), (w.money(), 1), ("其中：中央补助", 1), (w.money(), 3))
    t.row(("年度目标", 1), (w.prose(1, 3), 6, "left"))
    t.row(("一级指标", 1), ("二级指标", 1), ("三级指标", 1), ("全省", 1), *((n + "市", 1) for n in names))
    top = t.rows
    for two, pool, kind in (("数量指标", w.QUANTITY, "quantity"), ("质量指标", w.QUALITY, "quality")):
        begin = t.rows
        for name in w.rng.sample(pool, w.rng.randint(1, 4)):
            cells = ["".join(w.value(kind)) for _ in range(4)]
            t.row(("^", 1), ("^", 1), (name, 1, "left"), *((c, 1) for c in cells))
        t.merge(begin, 1, t.rows - begin, two)
    t.merge(top, 0, t.rows - top, "产出指标")
    begin = t.rows
    for name in w.rng.sample(w.SATISFY, 2):
        t.row(
            ("^", 1), ("^", 1), (name, 1, "left"), *(("≥" + str(w.rng.choice([85, 90, 95])) + "%", 1) for _ in range(4))
        )
    t.merge(begin, 1, 2, "服务对象满意度指标")
    t.merge(begin, 0, 2, "满意度指标")
    return t, "年度转移支付区域绩效目标表"


def _list(w: Words) -> tuple[Table, str]:
    """A flat list without any merged cell."""
    t = Table([32, 110, 70, 110, 70, 50, 60])
    t.row(("序号", 1), ("项目名称", 1), ("金额（万元）", 1), ("指标名称", 1), ("指标值", 1), ("单位", 1), ("备注", 1))
    for i in range(w.rng.randint(8, 22)):
        kind = w.rng.choice(["quantity", "quality", "cost"])
        sign, number, unit = w.value(kind)
        pool = {"quantity": w.QUANTITY, "quality": w.QUALITY, "cost": w.COST}[kind]
        t.row(
            (str(i + 1), 1),
            (w.one(w.PROJECTS), 1, "left"),
            (w.money(), 1),
            (w.one(pool), 1, "left"),
            (sign + number, 1),
            (unit, 1),
            (w.rng.choice(["", "", "续建", "新增"]), 1),
        )
    t.row(("合计", 2), (w.money(), 1), ("", 4))
    return t, "年项目绩效指标汇总表"


@dataclass(frozen=True)
class Look:
    """How a table is drawn: which rulings, in which colour, and what lies behind the text."""

    lines: str = "all"
    """"all", "level" (no uprights), "three" (above, below, and under the head), "none"."""
    colour: tuple[int, int, int] | None = None
    """Of the rulings, red green blue; None: grey as asked for."""
    dash: float = 0.0
    """Points of a dash and of the blank after it."""
    dark_heads: bool = False
    """Label cells are filled dark, with light print."""
    marker: tuple[int, int, int] | None = None
    """Some cells are painted over with a highlighter of this colour."""


PLAIN = Look()
LAYOUTS = (_department, _project, _self_evaluation, _columns, _regions, _list)


def _wrap(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Lines of at most `width` pixels; a mark that may not start a line is pulled along."""
    out: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for mark in paragraph:
            if line and font.getlength(line + mark) > width and mark not in "，。；、）%":
                out.append(line)
                line = ""
            line += mark
        out.append(line)
    return out


@dataclass
class Style:
    font: str
    size: float
    frame: float
    inner: float
    padding: float
    leading: float
    side: float = 3.5
    """Blank between a ruling and the text beside it (points)."""


def _style(rng: random.Random) -> Style:
    frame, inner = rng.choice([(0.5, 0.5), (1.5, 0.5)])
    return Style(
        rng.choice(list(FONTS)),
        rng.choice([9.0, 10.0, 10.5, 12.0]),
        frame,
        inner,
        rng.choice([1.0, 2.0, 4.0]),
        rng.choice([1.15, 1.3, 1.5]),
    )


def _font(name: str, pixels: float) -> ImageFont.FreeTypeFont:
    path, index = FONTS.get(name, BOLD)
    return ImageFont.truetype(str(path), max(6, round(pixels)), index=index)


def _any_style(seed: int, style: Style) -> Style:
    """The style with rulings, paddings and sizes of its own for each seed."""
    r = random.Random(seed * 17 + 3)
    inner = r.choice([0.4, 0.5, 0.75, 1.0])
    return replace(
        style, size=r.choice([8.0, 9.0, 10.5, 12.0, 14.0]), frame=r.choice([inner, inner, 1.5, 2.25]), inner=inner,
        padding=r.choice([0.5, 2.0, 6.0, 12.0]), leading=r.choice([1.05, 1.2, 1.4]),
        side=r.choice([1.2, 2.0, 3.5, 5.4]),
    )  # fmt: skip


def page(
    seed: int,
    dpi: int = 200,
    layout: int | None = None,
    rule_grey: int = 0,
    varied: bool = False,
    look: Look = PLAIN,
) -> tuple[Picture, Truth]:
    """One clean page: BGR picture and truth. `rule_grey` is the grey level of the rulings (0 black)."""
    rng = random.Random(seed)
    w = Words(rng)
    number = rng.randrange(len(LAYOUTS)) if layout is None else layout
    table, title = LAYOUTS[number](w)
    style = _style(rng)
    if varied:
        style = _any_style(seed, style)
    k = dpi / 72
    title = str(rng.choice([2022, 2023, 2024])) + title
    signed = rng.random() < 0.3
    before = [f"填报单位：{w.filer()}（盖章）"]
    day = f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    after = [f"填表人：{w.one(w.NAMES)}  联系电话：{rng.randint(2000000, 8999999)}  填报日期：2024年{day}"]
    drawn = None
    while drawn is None:
        drawn = _draw(table, title, before, after, style, k, rule_grey, rng if signed else None, look)
        style.size -= 0.5
        style.leading = max(1.1, style.leading - 0.05)
    truth = Truth(LAYOUTS[number].__name__.strip("_"), table.boxes, table.rows, len(table.widths), title, before, after)
    picture, truth.xs, truth.ys = drawn
    return picture, truth


def _draw(
    table: Table,
    title: str,
    before: list[str],
    after: list[str],
    style: Style,
    k: float,
    grey: int,
    hand: random.Random | None,
    look: Look = PLAIN,
) -> tuple[Picture, list[float], list[float]] | None:
    """The page in pixels, or None where the table does not fit."""
    width, height = (round(v * k) for v in SHEET)
    image = Image.new("RGB", (width, height), (255, 255, 255))
    pen = ImageDraw.Draw(image)
    font = _font(style.font, style.size * k)
    line_height = style.size * k * style.leading
    scale = (SHEET[0] - 2 * MARGIN) / sum(table.widths) * k
    xs = [MARGIN * k]
    for column in table.widths:
        xs.append(xs[-1] + column * scale)
    heights = _heights(table, xs, font, line_height, style.padding * k, style.side * k)
    heading = _font("title", (style.size + 6) * k)
    y = MARGIN * k
    pen.text((width / 2, y), title, (0, 0, 0), font=heading, anchor="ma")
    y += (style.size + 6) * k * 1.6
    for text in before:
        pen.text((xs[0], y), text, (0, 0, 0), font=font, anchor="la")
        y += line_height * 1.1
    y += 1 * k
    ys = [y]
    for step in heights:
        ys.append(ys[-1] + step)
    if ys[-1] + 3 * line_height > height - 20 * k:
        return None
    pick = random.Random(len(table.boxes))
    for box in table.boxes:
        place = (xs[box.col], ys[box.row], xs[box.col + box.colspan], ys[box.row + box.rowspan])
        dark = look.dark_heads and _is_head(box, table)
        if dark or (look.marker and box.text and pick.random() < 0.3):
            pen.rectangle([round(v) for v in place], fill=(70, 80, 110) if dark else look.marker)
        pad = style.side * k
        lines = _wrap(box.text, font, place[2] - place[0] - 2 * pad)
        top = (place[1] + place[3]) / 2 - len(lines) * line_height / 2
        for i, text in enumerate(lines):
            middle = top + (i + 0.5) * line_height
            at, anchor = (place[0] + pad, "lm") if box.align == "left" else ((place[0] + place[2]) / 2, "mm")
            pen.text((at, middle), text, (245, 245, 245) if dark else (0, 0, 0), font=font, anchor=anchor)
    colour = look.colour or (grey, grey, grey)
    for box in table.boxes:
        for ends, weight in _edges(box, table, xs, ys, style, look):
            _rule(pen, ends, colour, max(1, round(weight * k * 0.95)), look.dash * k)
    y = ys[-1] + line_height * 0.3
    for text in after:
        pen.text((xs[0], y), text, (0, 0, 0), font=font, anchor="la")
        y += line_height
    out: Picture = np.asarray(image, np.uint8)
    return np.ascontiguousarray(out[:, :, ::-1]), xs, ys


def _is_head(box: Box, table: Table) -> bool:
    """Labels: short texts without a figure, which a printer fills dark."""
    return 0 < len(box.text) <= 12 and box.text.rstrip("：:").endswith(
        ("名称", "指标", "指标值", "单位", "内容", "资金", "目标", "总额", "情况")
    )


def _edges(
    box: Box, table: Table, xs: list[float], ys: list[float], style: Style, look: Look
) -> list[tuple[tuple[float, float, float, float], float]]:
    """The rulings around a cell, with their thickness in points."""
    x0, x1 = xs[box.col], xs[box.col + box.colspan]
    y0, y1 = ys[box.row], ys[box.row + box.rowspan]
    last = box.row + box.rowspan == table.rows
    level = [((x0, y0, x1, y0), box.row == 0), ((x0, y1, x1, y1), last)]
    upright = [
        ((x0, y0, x0, y1), box.col == 0),
        ((x1, y0, x1, y1), box.col + box.colspan == len(table.widths)),
    ]
    if look.lines == "none":
        return []
    if look.lines == "three":
        level = [(ends, outer) for ends, outer in level if outer or ends[1] == ys[1]]
    kept = level if look.lines in ("three", "level") else level + upright
    return [(ends, style.frame if outer else style.inner) for ends, outer in kept]


def _rule(
    pen: ImageDraw.ImageDraw,
    ends: tuple[float, float, float, float],
    colour: tuple[int, int, int],
    weight: int,
    dash: float,
) -> None:
    ax, ay, bx, by = ends
    long = max(bx - ax, by - ay)
    steps = [(0.0, 1.0)]
    if dash:
        count = max(1, round(long / dash / 2))
        steps = [(n / count, (n + 0.55) / count) for n in range(count)]
    for a, b in steps:
        points = [(round(ax + (bx - ax) * t), round(ay + (by - ay) * t)) for t in (a, b)]
        pen.line(points, fill=colour, width=weight)


def _heights(
    table: Table, xs: list[float], font: ImageFont.FreeTypeFont, line_height: float, padding: float, side: float
) -> list[float]:
    """Row heights that hold every cell's lines."""
    heights = [line_height + padding] * table.rows
    for box in sorted(table.boxes, key=lambda b: b.rowspan):
        inner = xs[box.col + box.colspan] - xs[box.col] - 2 * side
        need = len(_wrap(box.text, font, inner)) * line_height + padding
        have = sum(heights[box.row : box.row + box.rowspan])
        if need > have:
            heights[box.row + box.rowspan - 1] += need - have
    return heights


def stamp(picture: Picture, centre: tuple[float, float], radius: float, opacity: float, text: str) -> Picture:
    """A red round seal over the picture."""
    h, w = picture.shape[:2]
    layer = Image.new("L", (w, h), 0)
    pen = ImageDraw.Draw(layer)
    x, y = centre
    thick = max(2, round(radius * 0.06))
    pen.ellipse([x - radius, y - radius, x + radius, y + radius], outline=255, width=thick)
    angles = [-np.pi / 2 + i * np.pi * 4 / 5 for i in range(5)]
    pen.polygon([(x + radius * 0.3 * np.cos(a), y + radius * 0.3 * np.sin(a)) for a in angles], fill=255)
    font = ImageFont.truetype(str(BOLD[0]), max(8, round(radius * 0.26)), index=BOLD[1])
    for i, mark in enumerate(text):
        angle = np.pi * (0.85 + 1.3 * i / max(1, len(text) - 1))
        pen.text(
            (x + radius * 0.75 * np.cos(angle), y + radius * 0.75 * np.sin(angle)), mark, 255, font=font, anchor="mm"
        )
    alpha = np.asarray(layer, np.float32)[..., None] / 255 * opacity
    red = np.array([40, 30, 200], np.float32)
    return np.clip(picture * (1 - alpha) + np.minimum(picture, red) * alpha, 0, 255).astype(np.uint8)


@dataclass(frozen=True)
class Wear:
    """What a page went through. Shares of 1 for light, degrees, parts of an inch for blur, grey levels for noise."""

    shade: tuple[float, float] = (1.0, 1.0)
    """Light at the left and the right edge."""
    fall: float = 1.0
    """Light at the lower edge over that at the upper."""
    angles: tuple[float, ...] = (0.0,)
    blur: float = 0.0
    noise: float = 0.0
    quality: int = 95
    corners: float = 0.0
    """A photo: how far its corners may be moved, in parts of the width."""
    seal: tuple[float, float] = (0.4, 1.0)
    """Where the stamp may stand: inches below the upper margin."""
    seals: int = 1


WEAR = {
    "mild": Wear((0.88, 0.96), 0.94, (0.3, -0.5, 0.9, 1.5, -1.2), 0.0032, 8, 50),
    "hard": Wear((0.80, 0.92), 0.94, (0.7, 1.2, 2.0, -1.0, -1.7, 1.6), 0.0045, 12, 40),
    "photo": Wear(noise=4, quality=72, corners=0.014),
}


def any_wear(seed: int) -> Wear:
    """A wear of its own for each seed, between a good scanner and everything at once: what models are fitted on."""
    r = random.Random(seed * 13 + 5)
    if r.random() < 0.25:
        return Wear(noise=r.uniform(2, 8), quality=r.randint(45, 90), corners=r.uniform(0.004, 0.018), seal=(0.4, 8.0))
    left = r.uniform(0.75, 1.0)
    return Wear(
        (left, min(1.0, left + r.uniform(-0.1, 0.15))), r.uniform(0.9, 1.0), (r.uniform(-2.2, 2.2),),
        r.uniform(0.001, 0.005), r.uniform(1, 14), r.randint(35, 90), seal=(0.4, 8.0),
    )  # fmt: skip


def degrade(
    picture: Picture, seed: int, dpi: int, wear: Wear, sealed: str | None = None, turned: bool = True
) -> tuple[Picture, Floats]:
    """The picture as scanned, and the 3 x 3 matrix that takes its points there.

    `turned` False leaves it level, so that the truth's edges stay where they are.
    """
    rng = np.random.default_rng(seed)
    out = picture
    h, w = out.shape[:2]
    for _ in range(wear.seals if sealed else 0):
        radius = 0.78 * dpi * rng.uniform(0.85, 1.1)
        out = stamp(
            out, (w * rng.uniform(0.2, 0.55), MARGIN / 72 * dpi + rng.uniform(*wear.seal) * dpi), radius, 0.8, sealed
        )
    if wear.corners:
        return _photo(out, rng, wear, turned)
    image = out.astype(np.float32)
    across = np.linspace(*wear.shade, w)[None, :]
    down = np.linspace(1.0, wear.fall, h)[:, None]
    image *= (across * down)[..., None].astype(np.float32)
    angle = rng.choice(wear.angles)
    turn = cv2.getRotationMatrix2D((w / 2, h / 2), angle if turned else 0, 1.0)
    image = cv2.warpAffine(
        image, turn, (w, h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(215, 215, 215)
    )
    if wear.blur:
        image = cv2.GaussianBlur(image, (0, 0), wear.blur * dpi)
    image += rng.normal(0, wear.noise, (h, w, 1)).astype(np.float32)
    if not sealed and rng.random() < 0.3:
        image = np.repeat(image.mean(axis=2, keepdims=True), 3, axis=2)
    return _packed(image, wear.quality), np.vstack([turn, [0, 0, 1]])


def worn(picture: Picture, seed: int, dpi: int, level: str, sealed: str | None = None) -> Picture:
    """The picture at a level of wear by name; "clean" leaves it as it is."""
    return picture if level == "clean" else degrade(picture, seed, dpi, WEAR[level], sealed)[0]


def _packed(image: NDArray[np.float32], quality: int) -> Picture:
    packed = cv2.imencode(".jpg", np.clip(image, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


def _photo(picture: Picture, rng: np.random.Generator, wear: Wear, turned: bool) -> tuple[Picture, Floats]:
    """Taken by hand: on a desk, corners moved, light falling off."""
    h, w = picture.shape[:2]
    pad = int(0.03 * w) if turned else 0
    desk = rng.integers(60, 160, 3)
    move = rng.uniform(-wear.corners, wear.corners, (4, 2)) * (w if turned else 0)
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    target = (corners + pad + move).astype(np.float32)
    warp = cv2.getPerspectiveTransform(corners, target)
    size = (w + 2 * pad, h + 2 * pad)
    image = cv2.warpPerspective(
        picture, warp, size, flags=cv2.INTER_LINEAR, borderValue=tuple(int(v) for v in desk)
    ).astype(np.float32)
    yy, xx = np.mgrid[0 : size[1], 0 : size[0]]
    away = np.hypot((xx - size[0] * rng.uniform(0.4, 0.7)) / size[0], (yy - size[1] * rng.uniform(0.4, 0.7)) / size[1])
    image *= (1 - 0.3 * np.clip(away / 0.75, 0, 1) ** 1.5)[..., None].astype(np.float32)
    image *= np.array([0.94, 0.97, 1.0], np.float32)
    image = cv2.GaussianBlur(image, (0, 0), 0.6) + rng.normal(0, wear.noise, image.shape).astype(np.float32)
    return _packed(image, wear.quality), warp


def sample(seed: int, dpi: int, level: str, layout: int | None = None, turned: bool = True) -> tuple[Picture, Truth]:
    """A page at a level of wear ("clean", "any", "stamped", or one of WEAR), stamped two times out of three where
    it is worn.
    """
    rng = random.Random(seed * 7 + 1)
    grey = 185 if level == "hard" else rng.choice([0, 60, 120, 160, 185]) if level in ("any", "stamped") else 0
    picture, truth = page(seed, dpi, layout, grey, varied=level in ("any", "stamped"))
    sealed = truth.before[0].split("：")[1].split("（")[0] if level != "clean" and rng.random() < 0.66 else None
    truth.sealed = sealed is not None
    if level == "clean":
        return picture, truth
    wear = WEAR[level] if level in WEAR else any_wear(seed)
    if level == "stamped":
        sealed, wear = sealed or "财政局", replace(wear, seals=4)
    picture, truth.matrix = degrade(picture, seed, dpi, wear, sealed, turned)
    return picture, truth
