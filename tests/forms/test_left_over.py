"""What a text that no key takes is, by its own words and by what stands around it."""

from __future__ import annotations

import pytest

from extractor.forms.account import Account, CellRole, Extent, Left
from extractor.forms.assemble import read_forms
from extractor.forms.left_over import Explainer
from extractor.forms.slices import Free
from extractor.forms.text_kinds import CAPTION, by_words, has_figure, notes_among, says_something
from extractor.model.document import Cell, Grid, Line
from extractor.model.filing import Unmapped
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.make.sketch import draw

WORDS = vocabulary(load_rules())
_SHORT: dict[str, CellRole] = {
    "L": "label", "H": "head", "B": "block", "V": "value", "U": "unread", "F": "further", "N": "note", "K": "level",
    "S": "signoff", "I": "value",
}  # fmt: skip
_POINTERS = {"S": "/signoff/preparer", "I": "/indicators/0/target"}


def marked(*rows: list[str]) -> tuple[Grid, Account]:
    """Cells as "L 项目名称": role and text; "V/3/2 text" spans three rows and two columns; "" is blank, "^" a slot of a
    cell that spans it; "I" is a value of an indicator, "?" a cell whose role is left open.
    """
    cells, account = [], Account()
    for r, texts in enumerate(rows):
        for c, said in enumerate(texts):
            if said == "^":
                continue
            mark, _, text = said.partition(" ")
            role, *span = mark.split("/")
            down, across = (int(span[0]), int(span[1])) if span else (1, 1)
            cell = Cell(r, c, down, across, text=text)
            cells.append(cell)
            if role not in ("", "?"):
                account.put(cell, _SHORT[role], _POINTERS.get(role))
    return Grid(cells, len(rows), len(rows[0]), table=0), account


def _role(row: int, col: int, *rows: list[str], label: str | None = None) -> str | None:
    grid, account = marked(*rows)
    cell = grid.owners()[row][col]
    assert cell is not None
    left = Left(Unmapped(label, cell.text, grid.place(cell)), "unread", (0, 0, 0, 0))
    Explainer(account, Extent([(grid, 0, grid.rows)]), WORDS).explain(left)
    assert account.role(cell) == left.role
    return left.role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("—", "decoration"), ("≥", None), ("%", None), ("注：以上为预算数", "note"), ("备注1：无", "note"),
        ("注一", "note"),
        ("（100字以内）", None), ("不超过200字以内", None), ("请简要说明", "hint"), ("（盖章） 年 月 日", "hint"),
        ("（共3座）", None),
        ("第3页", "decoration"), ("附件2", "decoration"), ("续表", "decoration"), ("维修泵站", None),
    ],
)  # fmt: skip
def test_words_that_say_what_they_are(text: str, role: str | None) -> None:
    assert by_words(text, WORDS.grammar) == role


@pytest.mark.parametrize(
    ("text", "figure", "says"),
    [
        ("1、维修泵站", False, False), ("1、维修3座", True, True), ("维修泵站", False, False),
        ("2024年度", True, False), ("95%", True, True),
        ("修好泵站。", False, True), ("修好泵站，清淤渠道", False, True), ("预算（3万元）", True, False),
    ],
)  # fmt: skip
def test_what_is_like_a_value(text: str, figure: bool, says: bool) -> None:
    assert (has_figure(text), says_something(text)) == (figure, says)


# ---- by place


@pytest.mark.parametrize(("length", "role"), [(30, "block"), (31, "unread")])
def test_a_caption_is_alone_and_short(length: int, role: str) -> None:
    text = "字" * length
    assert _role(0, 0, [f"U {text}", ""]) == role
    assert _role(0, 0, [f"U {text}", "V 甲"]) == "unread"


@pytest.mark.parametrize("text", ["修好泵站。", "编报单位：青山县水利局", "维修3座", "青山县水利局", "数量指标"])
def test_no_caption(text: str) -> None:
    """A sentence, a label with its value, a figure, a unit's name, the level of rows that were read without it."""
    assert _role(0, 0, [f"U {text}", ""]) == "unread"


def test_numbered_texts_under_a_note_go_on_with_it() -> None:
    second = "U 2.数据来源为县水利局全年的统计报表和验收资料，由项目科负责汇总核对后填报"
    note = "N 注：1.本表由项目单位填报。"
    assert _role(1, 0, [note, ""], [second, ""]) == "note"
    assert _role(1, 0, ["N 说明", ""], [second, ""]) == "note", "told to be one"
    assert _role(1, 0, ["V 甲", ""], [second, ""]) == "unread"
    assert _role(1, 0, [note, "V 甲"], [second, ""]) == "unread", "the note is not alone"
    assert _role(1, 0, [note, ""], [second, "V 甲"]) == "unread"
    assert _role(1, 0, [note, ""], [second.replace("2.", ""), ""]) == "unread"
    assert _role(0, 0, [second, ""], [note, ""]) == "unread"


def test_a_blocks_label_stands_beside_labels() -> None:
    assert _role(0, 0, ["U/2/1 基本信息", "L 联系人", "V 李四"], ["^", "L 电话", "V 5632178"]) == "block"
    assert _role(0, 0, ["U/2/1 基本信息", "L 联系人", "V 李四"], ["^", "U 电话", "V 5632178"]) == "unread"
    assert _role(0, 0, ["U/1/2 基本信息", "^", ""], ["L 联系人", "L 电话", ""]) == "block", "over labels"
    assert _role(0, 0, ["U/1/2 基本信息", "^", "V 甲"], ["L 联系人", "L 电话", ""]) == "unread"
    assert _role(0, 0, ["U 基本信息", "V 甲"], ["L 联系人", "L 电话"]) == "unread"
    assert _role(0, 0, ["U 基本信息", "L 联系人"], ["U 甲", ""]) == "unread", "its value may stand under it"
    assert _role(0, 1, ["U 鹳雀楼", "U 基本信息", "L 联系人"]) == "unread", "a value of a label nobody knows"


def test_a_label_over_texts_with_labels_in_them() -> None:
    assert _role(0, 0, ["U 支出结构", "L 甲"], ["V 基本支出：255", "V 乙"]) == "block"
    assert _role(0, 0, ["U 支出结构", "V 甲"], ["V 基本支出：255", "V 乙"]) == "block"
    assert _role(0, 0, ["U 支出结构", "V 甲"], ["V 二百五十五", "V 乙"]) == "unread"


def test_prose_or_the_one_figure_beside_a_block_is_further() -> None:
    assert _role(0, 1, ["B 鹳雀楼", "U/1/2 用于维修泵站，清淤渠道", "^"]) == "further"
    assert _role(0, 1, ["B 鹳雀楼", "U/1/2 用于维修3座泵站，清淤渠道", "^"]) == "further", "says what money is for"
    assert _role(0, 1, ["B 鹳雀楼", "U/1/2 全年3座泵站，清淤渠道", "^"]) == "unread"
    assert _role(0, 1, ["B 鹳雀楼", "U 维修泵站，清淤渠道", "V 甲"]) == "unread"
    assert _role(0, 1, ["V 鹳雀楼", "U/1/2 用于维修泵站，清淤渠道", "^"]) == "unread"
    assert _role(0, 1, ["B 年度资金总额", "U 50万元", "V 甲"]) == "further"
    assert _role(0, 1, ["B/2/1 年度资金总额", "U 50万元", "V 甲"], ["^", "V 乙", "V 丙"]) == "unread"


def test_a_year_over_figures_is_a_head() -> None:
    assert _role(0, 1, ["L 甲", "U 2023年决算"], ["L 乙", "V 50"]) == "head"
    assert _role(0, 1, ["L 甲", "U 2023年决算"], ["L 乙", "U 50"]) == "unread"
    assert _role(0, 1, ["L 甲", "U 2023年决算"]) == "unread"


def test_a_date_beside_the_sign_off() -> None:
    assert _role(0, 1, ["S 李四", "U 2024-03-05"]) == "signoff"
    assert _role(0, 1, ["V 李四", "U 2024-03-05"]) == "unread"


# ---- lines


def _line_roles(*texts: str) -> list[str]:
    lines = [Free(text, {"line": n}, line=Line(text, line=n)) for n, text in enumerate(texts)]
    account = Account()
    explainer = Explainer(account, Extent([], lines), WORDS)
    found = []
    for free in lines:
        left = Left(Unmapped(None, free.text, free.at), "unread", (0, 0, 0, 0))
        account.put(free, "unread")
        explainer.explain(left)
        found.append(str(left.role))
    return found


def test_lines_outside_the_tables() -> None:
    assert _line_roles("- 3 -", "12", "某县水利局文件", "字" * 30, "字" * 31) == [
        "decoration", "decoration", "heading", "heading", "unread",
    ]  # fmt: skip
    assert _line_roles("修好泵站。", "编报单位：某局") == ["unread", "unread"]


def test_a_note_goes_on_over_numbered_lines_until_a_label() -> None:
    lines = ["注：1.本表由项目单位填报。", "2.数据来源为统计报表。", "并由项目科核对。", "填表人：李四", "3.其他。"]
    assert [free.text for free in notes_among([Free(t, {}) for t in lines], WORDS)] == lines[:3]
    assert _line_roles(*lines[:3]) == ["note"] * 3


STACKED = """
# 2025年度项目支出绩效目标表
| 项目名称 | < | < | < |
| 农村污水治理 | < | < | < |
| {label} | < | < | < |
| 王立明 | < | < | < |
| 联系电话 | < | < | < |
| 13887561203 | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 治理村庄 | ≥30个 |
"""


def test_a_label_that_nobody_knows_over_its_value_is_told_with_it() -> None:
    """Labels and values in turn, each over the whole width: the label was a caption and the name a head, silently."""
    [reading] = read_forms(draw(STACKED.format(label="钟琼段")), load_rules(), "0" * 64)
    assert [d.observed for d in reading.doubts if d.code == "unread-text"] == ["钟琼段 王立明"]
    [reading] = read_forms(draw(STACKED.format(label="项目负责人")), load_rules(), "0" * 64)
    assert reading.doubts == [] and reading.form.signoff.project_person == "王立明"


def test_the_value_under_a_label_that_nobody_knows_is_no_caption() -> None:
    sketch = """
# 2025年度项目支出绩效目标表
| 主管部门 | 实施单位 | 钟琼段 |
| 某县水利局 | 某县水管站 | 孙桂兰 |
| 联系电话 | < | < |
| 13887561203 | < | < |
| 二级指标 | 三级指标 | 指标值 |
| 数量指标 | 治理村庄 | ≥30个 |
"""
    [reading] = read_forms(draw(sketch), load_rules(), "0" * 64)
    assert "孙桂兰" in " ".join(d.observed or "" for d in reading.doubts if d.code == "unread-text")


@pytest.mark.parametrize(
    ("beside", "role"),
    [
        (["H 甲", "K 产出", "I 3座", "L 丁", "F 戊"], "block"),  # all that may stand beside such a label
        (["H 甲", "K 产出", "I 3座", "L 丁", "U 戊"], "unread"),
        (["H 甲", "K 产出", "V 3座", "L 丁", "F 戊"], "unread"),  # no row of indicators
    ],
)
def test_the_label_of_the_indicators_in_words_of_its_own(beside: list[str], role: str) -> None:
    rows = [["U/5/1 鹳雀楼" if n == 0 else "^", text, "? 甲"] for n, text in enumerate(beside)]
    assert _role(0, 0, *rows) == role


@pytest.mark.parametrize(
    ("rows", "between"),
    [
        (["U 甲", "L 乙", "V 丙"], False),
        (["U 丁", "U 甲", "L 乙", "V 丙"], True),  # several that nobody read
        (["V 丁", "U 甲", "L 乙", "U 丙"], True),
        (["U 丁", "U 甲", "L 乙", "U 丙"], False),
        (["V 丁", "U 甲", "V 乙"], False),
    ],
)
def test_a_text_between_labels_that_stand_over_their_values(rows: list[str], between: bool) -> None:
    grid, account = marked(*([row] for row in rows))
    cell = next(cell for cell in grid.cells if cell.text == "甲")
    assert Explainer(account, Extent([(grid, 0, grid.rows)]), WORDS)._between_stacked(grid, cell) == between


@pytest.mark.parametrize(
    ("label", "listed", "before"),
    [
        ("鹳" * CAPTION, "雀" * 31, True), ("鹳" * (CAPTION + 1), "雀" * 31, False), ("鹳雀", "雀" * CAPTION, False),
        ("鹳雀1", "雀" * 31, False),
    ],
)  # fmt: skip
def test_the_label_of_a_list_of_indicators_is_short_and_the_list_is_long(label: str, listed: str, before: bool) -> None:
    grid, account = marked([f"U {label}", f"I {listed}"])
    explainer = Explainer(account, Extent([(grid, 0, 1)]), WORDS)
    assert explainer._before_list(grid, grid.cells[0]) == before


@pytest.mark.parametrize(
    ("heads", "tasks"),
    [
        (["L 任务名称", "H 甲", "B 乙", "U 丙", "F 丁"], True),  # all that may stand in such a row
        (["L 任务名称", "H 甲", "B 乙", "U 丙", "V 丁"], False),
        (["L 任务名称", "H 甲"], True),
        (["L 任务名称"], False),
        (["L 鹳雀", "H 甲"], False),  # no word of such a table
        (["L 任务名称", "H 指标值"], False),
    ],
)
def test_heads_of_a_table_of_tasks(heads: list[str], tasks: bool) -> None:
    grid, account = marked(heads)
    assert Explainer(account, Extent([(grid, 0, 1)]), WORDS)._heads_tasks(grid, grid.cells[0]) == tasks
