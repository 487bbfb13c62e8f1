"""`jixiao rules list` and `jixiao rules show`: the rules' docstrings as the clerk's manual."""

from __future__ import annotations

import inspect
from typing import TypedDict

from extractor.errors import UsageError
from extractor.model.codes import TITLES
from extractor.model.finding import Severity
from extractor.quality.book import COMMON, QualityBook, RuleEntry
from extractor.quality.registry import Rule, all_rules
from extractor.quality.rules import Rules
from extractor.quality.score import explain

SEVERITY: dict[str, str] = {"error": "错误", "warning": "警告", "info": "提示"}
_KIND_NAMES: dict[str, str] = {
    "department_target": "部门整体支出绩效目标表", "project_target": "项目支出绩效目标表",
    "transfer_target": "转移支付绩效目标表", "department_self_evaluation": "部门整体自评表",
    "project_self_evaluation": "项目自评表", "department_monitoring": "部门监控表",
    "project_monitoring": "项目监控表", "unknown": "未识别的表",
}  # fmt: skip
_OF_THE_READING: dict[str, str] = {
    "no-form": "文件已读取，其中没有绩效表。请核对是否选错了文件。",
    "unreadable-part": "某一页、某张表或嵌入的对象读不出来，其余部分照常处理。请对照原件。",
    "doubtful-table": "表格的单元格没有全部对上（守恒检查未通过），结果可能有缺漏。请对照原件。",
    "reading-disputed": "两种方法对同一页读出的结果不同。请对照原件。",
    "encoding-fallback": "文字编码不是标明的，是推断的。请抽看有无乱码。",
    "format-mismatch": "文件的扩展名与内容不符，已按内容读取。",
    "stale-formula": "单元格是公式而文件里没有存下计算结果。请在表格软件里重算后保存。",
    "hidden-content": "文件里有隐藏的行、列、工作表，或有划去、不显示的文字；划去和不显示的文字不算内容。请核对原文。",
    "open-revisions": "文档里还有没有接受或拒绝的修订，按接受之后的文字读取。请处理完修订后再提交。",
    "rule-crashed": "某条规则在这张表上运行出错，其余规则照常。请把文件交给维护人员。",
    "unused-waiver": "豁免清单里有一条没有对上任何问题，可能问题已改正或条件写错。",
    "boilerplate": "批量检查时，几个部门的目标或指标逐字相同。",
}


class RuleRow(TypedDict):
    """One line of `jixiao rules list`."""

    rule: str
    code: str
    severity: str
    title: str
    enabled: str
    basis: str
    verified: str


def list_rules(rules: Rules) -> list[RuleRow]:
    """Every rule, by code and id."""
    book = rules.quality
    rows = []
    for name, rule in sorted(all_rules().items(), key=lambda item: (item[1].code, item[0])):
        entry = book.rules[name]
        basis, verified = book.basis_text[name]
        rows.append(
            RuleRow(
                rule=name, code=rule.code, severity=_severity(entry), title=entry.title,
                enabled="启用" if entry.enabled else "停用", basis=basis,
                verified="" if basis == book.documents[COMMON].said else "已核实" if verified else "未核实",
            )
        )  # fmt: skip
    return rows


def _severity(entry: RuleEntry) -> str:
    levels = dict.fromkeys([entry.severity, *entry.grades.values()])
    return "或".join(SEVERITY[level] for level in levels)


def show(code: str, rules: Rules) -> str:
    """What one code (or rule id, or `score`) means, in plain Chinese.

    Raises:
        UsageError: neither a code nor a rule of this program.
    """
    book = rules.quality
    if code == "score":
        return explain(book.score)
    found = [rule for rule in all_rules().values() if code in (rule.code, rule.id)]
    if found:
        title = TITLES[found[0].code]
        return "\n\n".join([f"{found[0].code} {title}", *(_manual(rule, book) for rule in found), _cost(found, book)])
    if code in TITLES:
        entry = book.notes.get(code)
        severity = f"级别：{SEVERITY[entry.severity]}" if entry else "级别：提示"
        return (
            f"{code} {TITLES[code]}\n\n{_OF_THE_READING.get(code, '')}\n{severity}\n由读取过程给出，"
            f"不是逐表检查的规则。"
        )
    raise UsageError(f"没有“{code}”这个问题代码或规则", "用 jixiao rules list 查看全部；rules show score 说明得分")


def _manual(rule: Rule, book: QualityBook) -> str:
    entry = book.rules[rule.id]
    basis, verified = book.basis_text[rule.id]
    kinds = "、".join(_KIND_NAMES[kind] for kind in entry.kinds) or "各类表"
    return "\n".join(
        [
            f"【{entry.title}】规则 {rule.id}{'' if entry.enabled else '（已停用）'}",
            inspect.cleandoc(rule.doc),
            f"级别：{_severity(entry)}　　适用：{kinds}　　审核方面：{entry.head}",
            f"依据：{basis}{_standing(book, entry, verified)}",
        ]
    )


def _standing(book: QualityBook, entry: RuleEntry, verified: bool) -> str:
    """What a page adds to the basis: whether its text was at hand, or that there is none."""
    if not verified:
        return "（未核实：没有找到原文，不引条款）"
    notes = [book.documents[name].note for name in entry.basis if name in _NO_DOCUMENT and not book.own_in_general]
    return f"（{'；'.join(notes)}）" if notes else "（已核实）"


_NO_DOCUMENT = frozenset({COMMON, "form-itself", "our-reading"})


def _cost(found: list[Rule], book: QualityBook) -> str:
    levels: dict[Severity, None] = {}
    for rule in found:
        entry = book.rules[rule.id]
        levels.update(dict.fromkeys([entry.severity, *entry.grades.values()]))
    costs = "，".join(f"{SEVERITY[level]}扣 {book.score.weight(found[0].code, level)} 分" for level in levels)
    return f"每项{costs}（jixiao rules show score 说明得分）"
