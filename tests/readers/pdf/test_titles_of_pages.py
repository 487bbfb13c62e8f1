"""A page without rulings that is a form in running text is told, however its title is set."""

from __future__ import annotations

import pytest

from extractor.readers.pdf.page_words import is_title, is_titled

TEXT = """附表 1：
{title}
一、申报项目名称：农村公路日常养护经费
二、主管部门及代码：[125]青禾县交通运输局
三、项目实施单位：青禾县运输服务中心
四、资金总额：3942.9 万元
五、年度绩效目标：保持农村公路路况良好。
"""


@pytest.mark.parametrize("title", ["2026年项目绩效目标表", "      2026 年项目绩效目标表", "2026 年 项目 绩效 目标表"])
def test_blanks_inside_a_title_are_none(title: str) -> None:
    """2026 年项目绩效目标表 as a printer sets it: the page was skipped and the filing passed without a word."""
    assert is_title(title)
    assert is_titled(TEXT.format(title=title))


def test_a_sentence_about_a_form_is_no_title() -> None:
    assert not is_title("请各单位于 3 月底前报送项目绩效目标表。")
    assert not is_titled(TEXT.format(title="关于报送项目绩效目标表的通知"))
