"""The filing's score and verdict: 100 minus the weights of errors and warnings, by the rule book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from extractor.model.codes import BAR_JUDGEMENT
from extractor.model.finding import Finding, Quality, Verdict
from extractor.quality.book import ScoreBook

FULL = 100


def grade(findings: Iterable[Finding], book: ScoreBook, *, forms: int) -> Quality:
    """Score, verdict and counts. Independent of the findings' order; infos cost nothing.

    With an error about the reading there is nothing to judge: no score. A file without a form has none either.
    """
    kept = list(findings)
    count = Counter(f.severity for f in kept)
    unjudged: Verdict | None = None
    if any(f.severity == "error" and f.code in BAR_JUDGEMENT for f in kept):
        unjudged = "未能审核"
    elif forms == 0:
        unjudged = "没有绩效表"
    if unjudged is not None:
        return Quality(None, unjudged, count["error"], count["warning"], count["info"])
    score = max(0, FULL - sum(book.weight(f.code, f.severity) for f in kept))
    return Quality(score, verdict_of(score, count["error"], book), count["error"], count["warning"], count["info"])


def verdict_of(score: int, errors: int, book: ScoreBook) -> Verdict:
    """审核结论 of a score (0..100) and a number of errors, by the bounds of `rules/quality.yaml`."""
    if score < book.verdict.return_below:
        return "退回"
    if score >= book.verdict.pass_at and errors <= book.verdict.pass_errors:
        return "通过"
    return "修改后通过"


def failed() -> Quality:
    """Quality of a file that could not be read: no score."""
    return Quality(None, None)


def explain(book: ScoreBook) -> str:
    """How the score comes about, in plain Chinese."""
    own = "、".join(f"{code} {points} 分" for code, points in sorted(book.codes.items()))
    verdict = book.verdict
    lines = [
        "质量得分 = 100 − 各项问题的扣分，最低 0 分。",
        f"错误（error）每项扣 {book.error} 分，警告（warning）每项扣 {book.warning} 分，提示（info）不扣分。",
        f"另定扣分的代码：{own}。" if own else "",
        "属于本程序读取存疑的问题（如识别存疑）不是填报单位的过失，扣分以上表为准。",
        f"审核结论：得分不低于 {verdict.pass_at} 且错误不超过 {verdict.pass_errors} 项为“通过”；"
        f"低于 {verdict.return_below} 分为“退回”；其余为“修改后通过”。",
        "有读取方面的错误（表中有没有读懂的内容、没有读到指标、部分内容无法读取）的，结论为“未能审核”，不给分；"
        "没有绩效表的文件和未能读取的文件也没有得分。",
        "已豁免的问题不扣分。得分与问题的先后次序无关。",
        "以上分值和界线在规则库 quality.yaml 的 score 一节，可由财政部门修改。",
    ]
    return "\n".join(line for line in lines if line)
