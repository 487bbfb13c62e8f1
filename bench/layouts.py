"""Layouts with other words, numbers and row counts, read with and without the rule books of layouts.

Each sketch of tests/layouts was typed from a layout's description; three variants of each are made here by a fixed
seed: names, places and figures replaced, rows dropped, in the sketch and in what it holds alike. Printed per layout:
indicator rows right with all of rules/forms, with the layout's own YAML removed, and with all of them removed.
`python bench/layouts.py`
"""

from __future__ import annotations

import random
import re
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from extractor.forms.assemble import read_forms
from extractor.ground.rulefile import shipped_dir
from extractor.rulebook import Rules
from tests.make import layouts
from tests.make.sketch import draw

VARIANTS = 3
_WORDS = {
    "湘西州": "怀化市", "教育和体育局": "文化旅游局", "特殊教育学校": "少年儿童图书馆", "残疾学生": "留守儿童",
    "校舍": "馆舍",
    "马踏镇": "青龙镇", "村干部": "护林员", "环卫": "绿化", "龙岩市": "南平市", "水利局": "林业局",
    "水土流失治理": "造林补助",
    "新罗区": "延平区", "永定区": "建阳区", "上杭县": "浦城县", "武平县": "光泽县", "宁乡": "浏阳",
    "校园安保": "食堂改造",
    "保安": "厨工", "保鲜库": "烘干房", "第八师": "第六师", "池州市贵池区": "黄山市徽州区", "审计": "统计",
    "武汉": "襄阳",
    "就业": "创业", "农村低保": "临时救助", "视频监控": "门户网站", "机柜": "终端", "大楼": "场馆", "巡察": "检修",
    "农村危房改造": "饮水安全巩固", "推广": "示范", "葡萄": "蜜桃", "同心县": "隆德县", "资助": "补贴", "幼儿": "学生",
    "奉节县": "巫山县", "村道": "便桥", "南岳区": "石鼓区", "红旗村": "新桥村", "林业局": "草原站", "湿地": "草场",
}  # fmt: skip
_FIGURE = re.compile(r"(?<![\d.年月〔-])(\d{2,5})(?![\d.年月日〕-])")


def _reworded(text: str, seed: int) -> str:
    """Proper names and figures replaced; the same text gives the same result everywhere."""
    for old, new in _WORDS.items():
        text = text.replace(old, new if seed % 2 else new[::-1] if len(new) == 2 and seed == 2 else new)

    def other(match: re.Match[str]) -> str:
        figure = match[1]
        if figure in ("100", "50", "30", "10", "20") or 1990 <= int(figure) <= 2035 or figure.startswith("0"):
            return figure
        return str(10 ** (len(figure) - 1) + (int(figure) * 7 + seed * 13) % (9 * 10 ** (len(figure) - 1)))

    return "\n".join(
        line if "电话" in line or "编码" in line or "代码" in line else _FIGURE.sub(other, line)
        for line in text.split("\n")
    )


def _shorter(sketch: str, expected: str, dice: random.Random) -> tuple[str, str]:
    """Drop some rows that merely go on under merged levels, from both sides."""
    rows, facts = sketch.split("\n"), expected.split("\n")
    for line in list(rows):
        cells = [c.strip() for c in line.strip("|").split("|")]
        if not line.startswith("| ^ | ^") or dice.random() > 0.4 or len(cells) < 4:
            continue
        at = rows.index(line)
        below = rows[at + 1] if at + 1 < len(rows) else ""
        names = [c for c in cells if len(c) >= 4 and c not in ("^", "<")]
        own = [
            f
            for f in facts
            if names and f[:2] in ("a ", "p ") and all(f" {n} " in f + " " or n in f for n in names[:1])
        ]
        if len(own) == 1 and cells[2] == "^" and below.startswith("|"):
            rows.remove(line)
            facts.remove(own[0])
    return "\n".join(rows), "\n".join(facts)


def _rows(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s+", " ", line) for line in text.split("\n") if line[:2] in ("a ", "p "))


def _score(variants: list[tuple[str, str]], rules: Rules) -> tuple[int, int]:
    right = total = 0
    for sketch, expected in variants:
        want = _rows(expected)
        got = _rows(layouts.summary(read_forms(draw(sketch), rules, "0" * 64)))
        right += (want & got).total()
        total += want.total()
    return right, total


def _without(layout: str | None) -> Rules:
    """Rule books without one layout's YAML (None: without any)."""
    folder = Path(tempfile.mkdtemp(prefix="jixiao-layouts-"))
    shutil.copytree(shipped_dir(), folder / "rules")
    for path in (folder / "rules" / "forms").glob("*.yaml"):
        if layout is None or path.stem == layout:
            path.unlink()
    return _Alone(folder / "rules")


class _Alone(Rules):
    """Only what stands in the directory, nothing of the shipped books beside it."""

    def files(self, folder: str) -> list[Path]:
        assert self.directory is not None
        return sorted((self.directory / folder).glob("*.yaml"))


def main() -> None:
    every, none = Rules(), _without(None)
    sums = [0, 0, 0, 0]
    print(f"{'layout':<32}{'rows':>6}{'all':>8}{'own removed':>14}{'none':>8}")
    for name in layouts.names():
        sketch = (layouts.FOLDER / f"{name}.sketch").read_text("utf-8")
        expected = (layouts.FOLDER / f"{name}.expected").read_text("utf-8")
        if not _rows(expected):
            continue
        variants = []
        for seed in range(VARIANTS):
            variants.append(
                _shorter(_reworded(sketch, seed), _reworded(expected, seed), random.Random(f"{name}{seed}"))
            )
        first = read_forms(draw(variants[0][0]), every, "0" * 64)
        own = first[0].form.layout.id if first and first[0].form.layout else None
        right, total = _score(variants, every)
        alone = _score(variants, _without(own))[0] if own else right
        bare = _score(variants, none)[0]
        print(f"{name:<32}{total:>6}{right / total:>8.1%}{alone / total:>14.1%}{bare / total:>8.1%}  {own or ''}")
        sums = [sums[0] + total, sums[1] + right, sums[2] + alone, sums[3] + bare]
    total = sums[0]
    print(f"{'all':<32}{total:>6}{sums[1] / total:>8.1%}{sums[2] / total:>14.1%}{sums[3] / total:>8.1%}")


if __name__ == "__main__":
    main()
