"""Tables and dumps made of a form's own words in any order: each ends in a reading. `python -m bench.any_words 0-199`

No person would file one; a broken conversion looks like it. What is looked for is a reading that raises, or that takes
longer than it should because a search tries combinations.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator

from extractor.pipeline import extract_bytes
from extractor.rulebook import load_rules

WORDS = [
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "绩效指标",
    "产出指标",
    "数量指标",
    "质量指标",
    "满意度指标",
    "年度",
    "资金总额",
    "其中：财政拨款",
    "项目名称",
    "≥5",
    "100%",
    "12万元",
    "权重",
    "得分",
    "完成值",
    "偏差原因",
    "2023年",
    "2024年",
    "修建桥梁数量",
    "自评得分",
    "合计",
    "全年预算数",
    "执行数",
    "城关镇",
    "备注：无",
    "年度目标",
    "长期目标",
    "……",
    "1",
    "2",
    "3",
    "填报单位：水利局",
    "联系人",
    "是",
    "否",
    "/",
] + [""] * 4
SIZES = ((12, 6), (20, 8), (60, 20), (120, 12), (40, 40))
"""Rows and columns."""
SLOW = 5.0
"""Seconds of processor that no such file may take."""
_HEAD = "项目支出绩效自评表\n（2024年度）\n"


def files(seed: int, sizes: tuple[tuple[int, int], ...] = SIZES) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of one table as a page, a tabbed dump, columns by blanks, a cell a line."""
    dice = random.Random(seed)
    rows, cols = dice.choice(sizes)
    table = [[dice.choice(WORDS) for _ in range(dice.choice((cols, dice.randint(1, cols))))] for _ in range(rows)]
    widest = dice.choice((1, 3))
    cells = "".join(
        "<tr>" + "".join(f"<td colspan={dice.randint(1, widest)}>{text}</td>" for text in row) + "</tr>"
        for row in table
    )
    title, year = _HEAD.split()
    yield "any.html", f"<p>{title}</p><p>{year}</p><table border=1>{cells}</table>".encode()
    for between in ("\t", "   ", "\n"):
        yield "any.txt", (_HEAD + "\n".join(between.join(row) for row in table)).encode()


def main() -> None:
    """Read the seeds; print what raises or is slow, and the slowest."""
    low, _, high = (sys.argv[1] if len(sys.argv) > 1 else "0-99").partition("-")
    rules, slowest, raised = load_rules(), 0.0, 0
    for seed in range(int(low), int(high or low) + 1):
        for number, (name, data) in enumerate(files(seed)):
            start = time.process_time()
            try:
                found = extract_bytes(data, name, rules=rules)
                told = [f.observed for f in found.findings if f.code == "rule-crashed" or "程序出错" in f.message]
            except Exception as error:  # noqa: BLE001  (what is looked for)
                told = [f"{type(error).__name__}: {error}"]
            spent = time.process_time() - start
            slowest, raised = max(slowest, spent), raised + bool(told)
            if told or spent > SLOW:
                print(f"seed {seed} file {number}: {spent:.1f} s {told[:2]}")
    print(f"{raised} raised; slowest {slowest:.2f} s of processor")


if __name__ == "__main__":
    main()
