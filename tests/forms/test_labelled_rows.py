"""Rows of indicators whose cells carry their heads themselves."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms import labelled_rows
from extractor.forms.assemble import read_forms
from extractor.forms.draft import Draft
from extractor.forms.labelled_rows import read_labelled_rows
from extractor.forms.reading import Reading
from extractor.model.filing import Target
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn
from tests.make.sketch import draw

WORDS = vocabulary(load_rules())
TITLES = {"target": "# 2026年度项目支出绩效目标表", "evaluation": "# 2025年度项目支出绩效自评表"}


def read(rows: list[str], kind: str = "target", after: str = "") -> Reading:
    wide = rows[0].count("|") + 1
    lines = [f"| 项目名称 | 河道保洁{' | <' * (wide - 2)} |", *(f"| {row} |" for row in rows)]
    [reading] = read_forms(draw("\n".join([TITLES[kind], *lines, after])), load_rules(), "0" * 64)
    return reading


def levels(reading: Reading) -> list[tuple[str | None, ...]]:
    return [
        (*(one.raw if one else None for one in (r.level1, r.level2, r.level3)), r.target.raw)
        for r in reading.form.indicators
    ]


@pytest.mark.parametrize(
    ("first", "second", "name", "value"),
    [
        ("一级指标", "二级指标", "三级指标", "指标值"),
        ("一级", "二级", "具体指标", "目标值"),
        ("指标类型", "二级指标", "指标名称", "年度指标值"),
    ],
)
@pytest.mark.parametrize("colon", ["：", ":", "： "])
def test_merged_levels_and_rows_below_them(first: str, second: str, name: str, value: str, colon: str) -> None:
    rows = [
        f"{first}{colon}产出指标 | {second}{colon}数量指标 | {name}{colon}打捞水草 | {value}{colon}≥40次",
        f"^ | ^ | {name}{colon}清理漂浮物 | {value}{colon}38吨",
        f"^ | {second}{colon}质量指标 | {name}{colon}河面洁净率 | {value}{colon}≥95%",
        f"{first}{colon}满意度指标 | {second}{colon}服务对象满意度 | {name}{colon}居民满意度 | {value}{colon}≥90%",
    ]
    reading = read(rows)
    assert levels(reading) == [
        ("产出指标", "数量指标", "打捞水草", "≥40次"),
        ("产出指标", "数量指标", "清理漂浮物", "38吨"),
        ("产出指标", "质量指标", "河面洁净率", "≥95%"),
        ("满意度指标", "服务对象满意度", "居民满意度", "≥90%"),
    ]
    assert [r.target.value for r in reading.form.indicators] == ["40", "38", "95", "90"]
    assert reading.form.unmapped == []


def test_levels_without_a_label_of_their_own() -> None:
    rows = [
        "产出指标 | 数量指标 | 三级指标：打捞水草 | 指标值：≥40次",
        "^ | 质量指标 | 三级指标：河面洁净率 | 指标值：≥95%",
        "满意度指标 | 服务对象满意度指标 | 三级指标：居民满意度 | 指标值：≥90%",
    ]
    assert [row[:3] for row in levels(read(rows))] == [
        ("产出指标", "数量指标", "打捞水草"),
        ("产出指标", "质量指标", "河面洁净率"),
        ("满意度指标", "服务对象满意度指标", "居民满意度"),
    ]


def test_an_evaluation_has_its_further_columns() -> None:
    rows = [
        "一级指标：产出指标 | 指标名称：打捞水草 | 目标值：4次 | 完成值：3次 | 分值：40 | 得分：36 | 原因分析：停工",
        "一级指标：满意度指标 | 指标名称：居民评价 | 目标值：≥90% | 完成值：92% | 分值：50 | 得分：50 | 原因分析：",
    ]
    found = read(rows, "evaluation").form.indicators
    assert [(r.target.raw, r.actual, r.weight, r.achieved_score, r.deviation_reason) for r in found] == [
        ("4次", "3次", "40", "36", "停工"),
        ("≥90%", "92%", "50", "50", ""),
    ]


def test_a_column_that_no_key_takes_is_kept() -> None:
    rows = [
        "一级指标：产出指标 | 三级指标：打捞水草 | 指标值：≥40次 | 责任科室：河道科",
        "一级指标：满意度指标 | 三级指标：居民满意度 | 指标值：≥90% | 责任科室：办公室",
    ]
    reading = read(rows)
    assert [(left.label, left.text) for left in reading.form.unmapped] == [
        ("责任科室", "河道科"),
        ("责任科室", "办公室"),
    ]


@pytest.mark.parametrize(
    "row", ["项目名称：甲 | 主管部门：乙", "三级指标：打捞水草 | 备注事项：无", "指标值：≥40次 | 分值：30"]
)
def test_rows_without_a_name_and_a_value_are_none(row: str) -> None:
    assert read([row, row]).form.indicators == []


def test_the_sign_off_below_is_no_row() -> None:
    rows = [
        "一级指标：产出指标 | 三级指标：打捞水草 | 指标值：≥40次",
        "一级指标：满意度指标 | 三级指标：居民满意度 | 指标值：≥90%",
        "填表人：佟男 | 联系电话：010-66203311 | 填报日期：2025年9月12日",
    ]
    form = read(rows).form
    assert len(form.indicators) == 2
    assert (form.signoff.preparer, form.signoff.filing_date) == ("佟男", "2025-09-12")


def test_rows_below_the_slice_are_not_read() -> None:
    row = ["产出指标", "二级指标：数量指标", "三级指标：打捞水草", "指标值：≥40次"]
    draft = Draft()
    assert read_labelled_rows(drawn(row, row, row).part(0, 2), 0, draft, WORDS, 2026) == 2
    assert len(draft.indicators) == 2


@pytest.mark.parametrize(("level", "canonical"), [("数量", "数量指标"), ("鹳雀楼", None)])
def test_a_value_is_read_beside_the_level_as_the_book_calls_it(
    level: str, canonical: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | None] = []
    read_target = labelled_rows.joint_target

    def target(*args: Any, level2: str | None, **kwargs: Any) -> Target:
        asked.append(level2)
        return read_target(*args, level2=level2, **kwargs)

    monkeypatch.setattr(labelled_rows, "joint_target", target)
    row = [f"二级指标：{level}", "三级指标：打捞水草", "指标值：≥40次"]
    read_labelled_rows(drawn(row), 0, Draft(), WORDS, 2026)
    assert asked == [canonical or level]
