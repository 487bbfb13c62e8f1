"""What a cell or line of a form can be taken for, and what a clerk calls it."""

from __future__ import annotations

from typing import Literal

CellRole = Literal[
    "value", "label", "head", "level", "title", "heading", "block", "further", "hint", "note", "signoff", "decoration",
    "unread",
]  # fmt: skip
"""What a cell or line was taken for.

value: feeds a pointer · label: of a field or money line · head: over a column · level: 一级/二级 label of a row ·
title, heading: of the form, above its title · block: label or caption of a block (绩效指标, 资金情况) ·
further: understood, and no key of the contract takes it (评分标准, 项目属性, a sum row); stands in `unmapped` ·
hint: printed for the filler · note: 注, 填表说明 · signoff: a sign-off label without value · decoration: strokes, page
furniture · unread: found no role.
"""
ROLES: tuple[CellRole, ...] = (
    "value", "label", "head", "level", "title", "heading", "block", "further", "hint", "note", "signoff", "decoration",
    "unread",
)  # fmt: skip
ROLE_NAMES: dict[CellRole, str] = {
    "value": "读出的值", "label": "栏目名", "head": "列名", "level": "一二级指标", "title": "标题",
    "heading": "标题上方文字",
    "block": "分块标题", "further": "认得、不入库的内容", "hint": "填表提示", "note": "注", "signoff": "落款",
    "decoration": "线条页码",
    "unread": "没有读懂",
}  # fmt: skip
