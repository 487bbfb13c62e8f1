"""Two copies of one filing that do not say the same: the stamped scan against the Word file, the workbook against the
PDF.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from extractor.across.rows import AcrossCheck, AcrossFinding, Side
from extractor.store.content import Difference, compare
from extractor.store.parcel import document_of

RULE, CODE = "copies-differ", "copies-differ"
NAMED = 4
"""Differences that the sentence spells out; the sides have them all."""
_PAIRS = """
SELECT f.id, f.sha256, f.form_index, f.content_hash, o.id AS o_id, o.sha256 AS o_sha256, o.form_index AS o_index,
  o.content_hash AS o_hash, coalesce(o.unit, o.department, o.filer, o.implementer, '') AS owner,
  coalesce(o.project_name, '') AS project, o.kind, o.fiscal_year,
  (SELECT min(n.path) FROM source_name n WHERE n.sha256 = f.sha256 AND n.present) AS path,
  (SELECT min(n.path) FROM source_name n WHERE n.sha256 = o.sha256 AND n.present) AS o_path
FROM form f JOIN form o ON o.id = f.copy_of
WHERE f.role = 'copy' AND o.fiscal_year = :year ORDER BY o.id, f.id
"""
_FIELDS = {
    "filer": "填报单位", "department": "部门", "implementer": "实施单位", "project_name": "项目名称",
    "duties": "部门职责",
    "annual_goal": "年度绩效目标", "period_goal": "实施期绩效目标", "achievement": "实际完成情况", "preparer": "填表人",
    "phone": "联系电话", "filing_date": "填报日期", "responsible_person": "单位负责人", "level3": "指标名称",
    "target": "指标值",
    "weight": "分值", "actual": "完成值", "achieved_score": "得分", "deviation_reason": "偏差原因",
    "standard": "绩效标准",
    "note": "备注", "initial": "年初预算数", "adjusted": "全年预算数", "executed": "执行数", "rate": "执行率",
    "score": "得分",
}  # fmt: skip


def copies_differ(connection: sa.Connection, year: int) -> Iterator[AcrossFinding | AcrossCheck]:
    """One finding a copy that says otherwise than its 正本; both places of each difference are its sides."""
    compared = fired = 0
    documents: dict[str, list[dict[str, Any]]] = {}

    def form(sha256: str, index: int) -> dict[str, Any]:
        if sha256 not in documents:
            if len(documents) > 32:
                documents.clear()
            packed = connection.execute(
                sa.text("SELECT document FROM source WHERE sha256 = :sha"), {"sha": sha256}
            ).scalar_one()
            documents[sha256] = document_of(packed)["forms"]
        return documents[sha256][index]

    for row in connection.execute(sa.text(_PAIRS), {"year": year}).all():
        compared += 1
        if row.content_hash == row.o_hash:
            continue
        ours, theirs = form(row.o_sha256, row.o_index), form(row.sha256, row.form_index)
        found = compare(ours, theirs).differences
        if found:
            fired += 1
            yield _finding(row, ours, theirs, found)
    if not fired:
        why = f"同一份填报的副本 {compared} 张，与正本都一致" if compared else "没有一份填报有副本"
        yield AcrossCheck(RULE, CODE, "passed" if compared else "not-applicable", why)


def _finding(row: Any, ours: dict[str, Any], theirs: dict[str, Any], found: tuple[Difference, ...]) -> AcrossFinding:
    shown = "；".join(f"{pointer_words(d.pointer)}“{_brief(d.one)}”与“{_brief(d.other)}”" for d in found[:NAMED])
    more = f"等 {len(found)} 处" if len(found) > NAMED else ""
    named = row.project or "部门整体"
    message = (
        f"{row.owner or '（单位未识别）'}“{named}”的两份文件（{row.o_path}、{row.path}）所填不同：{shown}{more}，"
        f"请核对以哪份为准。"
    )
    sides = []
    for d in found:
        sides.append(_side(row, ours, d.pointer, row.o_id, row.o_path, row.o_index))
        sides.append(_side(row, theirs, d.pointer, row.id, row.path, row.form_index))
    return AcrossFinding(RULE, CODE, "warning", message, tuple(sides), {"differences": str(len(found))})


def _side(row: Any, form: dict[str, Any], pointer: str, identity: str, path: str, index: int) -> Side:
    at = place_of(form, pointer)
    observed = printed(form, pointer)
    return Side(
        identity, path or "", row.owner, row.project, observed, pointer, row.kind, index, row.fiscal_year,
        json.dumps(at, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
    )  # fmt: skip


def place_of(form: dict[str, Any], pointer: str) -> dict[str, Any]:
    """Where a value of a form (JSON) stands: its own place, its row's, else the form's."""
    parts = pointer.strip("/").split("/")
    if pointer in form["places"]:
        return dict(form["places"][pointer])
    if parts[0] == "amounts" and parts[1] in form["amounts"]:
        return dict(form["amounts"][parts[1]]["at"])
    if parts[0] == "indicators" and int(parts[1]) < len(form["indicators"]):
        return dict(form["indicators"][int(parts[1])]["at"])
    return dict(form["at"])


def printed(form: dict[str, Any], pointer: str) -> str:
    """A value of a form (JSON) as printed; "" where it has none."""
    value: Any = form
    for part in pointer.strip("/").split("/"):
        if isinstance(value, list):
            value = value[int(part)] if int(part) < len(value) else None
        else:
            value = (value or {}).get(part)
    if isinstance(value, dict):
        value = value.get("raw")
    return "" if value is None else str(value)


def pointer_words(pointer: str) -> str:
    """Where in a form a pointer leads, in words."""
    parts = pointer.strip("/").split("/")
    if parts[0] == "amounts":
        return "预算金额"
    name = _FIELDS.get(parts[-1], parts[-1])
    if parts[0] in ("indicators", "execution"):
        name = name if len(parts) > 2 else ""
        return f"{'指标' if parts[0] == 'indicators' else '资金'}第{int(parts[1]) + 1}行{name}"
    return name


def _brief(text: str) -> str:
    return (text if len(text) <= 24 else text[:23] + "…") or "（空）"
