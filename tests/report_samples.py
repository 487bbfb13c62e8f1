"""Hand-made documents of the JSON for the report tests: the sample filing in short, hostile texts, a big one."""

from __future__ import annotations

import hashlib
import json

from extractor.model.document import Place
from extractor.model.extraction import Extraction
from extractor.model.filing import (
    Amount,
    Execution,
    Form,
    Indicator,
    Label,
    Period,
    Regime,
    Signoff,
    Target,
    Texts,
    Unmapped,
)
from extractor.model.finding import Check, Finding, Quality, Related
from extractor.model.source import Failure, Source

SHA = hashlib.sha256(b"sample").hexdigest()
LAW = "财预〔2015〕88号《中央部门预算绩效目标管理办法》第十二条"


def amount(value: str | None, line: int = 10) -> Amount:
    yuan = None if value is None else str(int(value.replace(".", "")) * 10 ** (4 - len(value.partition(".")[2])))
    return Amount(raw=value or "", value=value, unit="万元", yuan=yuan, at=Place(table=0, row=2, col=1, line=line))


def indicator(
    level1: str, level2: str, level3: str, target: str, standard: str | None = None, row: int = 0, line: int = 60
) -> Indicator:
    number = target.removeprefix("≥").rstrip("%次")
    isnum = number.replace(".", "").isdigit()
    return Indicator(
        level1=Label(level1, canonical=level1, code="output", score=1.0, method="exact"),
        level2=Label(level2, canonical=level2, code="quantity", score=1.0, method="exact"),
        level3=Label(
            level3, canonical=level3 or None, score=1.0 if level3 else None, method="exact" if level3 else "none"
        ),
        target=Target(
            raw=target,
            kind="number" if isnum else "empty" if not target else "text",
            operator=">=" if target.startswith("≥") else None,
            value=number if isnum else None,
            unit="%" if target.endswith("%") else "次" if target.endswith("次") else None,
        ),
        standard=standard,
        at=Place(table=1, row=row + 8, col=3, line=line + 4 * row),
    )


def signoff() -> Signoff:
    return Signoff(preparer="梁畅", phone="2721288", filing_date="2024-06-24", responsible_person="汤建军", sealed=None)


def finding(
    code: str,
    severity: str,
    form: int | None,
    pointer: str,
    message: str,
    observed: str | None = None,
    expected: str | None = None,
    *,
    spans: list[list[int]] | None = None,
    basis: str | None = LAW,
    verified: bool = True,
    related: list[Related] | None = None,
    at: Place | None = None,
    confidence: float | None = 1.0,
) -> Finding:
    field = f"/forms/{form}{pointer}" if form is not None else (pointer or None)
    identity = hashlib.sha256(f"{SHA}{code}{field}{observed}".encode()).hexdigest()[:16]
    return Finding(
        id=identity,
        rule=code,
        code=code,
        severity=severity,  # type: ignore[arg-type]
        confidence=confidence,
        message=message,
        form=form,
        field=field,
        observed=observed,
        expected=expected,
        spans=spans or [],
        basis=basis,
        verified=verified,
        related=related or [],
        at=at if at is not None else Place(table=form or 0, row=9, col=3, line=100 + (form or 0) * 90),
    )


def department_form() -> Form:
    names = [
        ("产出指标", "数量指标", "全年全市工会活动", "≥1次"),
        ("产出指标", "数量指标", "困难职工帮扶完成率", "100%"),
        ("产出指标", "质量指标", "资料完整、准确率", "100%"),
        ("产出指标", "成本指标", "严格控制支出", "100%"),
        ("产出指标", "时效指标", "各项工作完成率", "100%"),
        ("效益指标", "经济效益指标", "工会工作正常运作", "100%"),
        ("效益指标", "社会效益指标", "提高工会组织的社会影响力", "100%"),
        ("效益指标", "生态效益指标", "", ""),
        ("效益指标", "可持续影响指标", "", ""),
        ("效益指标", "社会公众或服务对象满意度", "工会职工满意度", "100%"),
    ]
    return Form(
        id=SHA[:16] + "-0",
        index=0,
        kind="department_target",
        title="2024年部门整体支出绩效目标表",
        fiscal_year=2024,
        regime=Regime("2015-88", "成本指标在产出指标之下"),
        filer="沅江市总工会",
        department="沅江市总工会",
        currency_unit="万元",
        amounts={
            "total": amount("291.97"),
            "general_public_budget": amount("278.14"),
            "government_fund": amount(None),
            "special_account_nontax": amount(None),
            "other_funds": amount("13.83"),
            "basic_expenditure": amount("174.21"),
            "project_expenditure": amount("117.76"),
        },
        texts=Texts(
            duties="(1)根据党的基本理论、基本路线组织工会工作。\n(2)维护职工权益。",
            annual_goal="1. 保障单位人员的正常办公、生活秩序。",
        ),
        signoff=signoff(),
        indicators=[indicator(*name, row=i) for i, name in enumerate(names)],
        places={"/filer": Place(line=4), "/texts/annual_goal": Place(table=0, row=8, col=1, line=58)},
        at=Place(line=2, table=0),
    )


def project_form(
    index: int, name: str, money: str, level3: str = "提高工会组织的社会影响力", late: str = "100%"
) -> Form:
    blank = late == ""
    names: list[tuple[str, str, str, str, str | None]] = [
        ("产出指标", "数量指标", "补助完成率", "100%", "基本标准"),
        ("产出指标", "质量指标", "准确率", "100%", "基本标准"),
        ("产出指标", "时效指标", "发放补助资金及时率", late, "" if blank else "基本标准"),
        ("产出指标", "成本指标", "按标准发放补助金", money, "基本标准"),
        ("效益指标", "社会效益指标", level3, "100%", "基本标准"),
        ("效益指标", "生态效益指标", "", "", ""),
        ("效益指标", "社会公众或服务对象满意度指标", "满意度", "100%", "基本标准"),
    ]
    return Form(
        id=f"{SHA[:16]}-{index}",
        index=index,
        kind="project_target",
        title="2024年项目支出绩效目标表",
        fiscal_year=2024,
        regime=Regime("2015-88", "成本指标在产出指标之下"),
        filer=None if blank else "沅江市总工会",
        department="沅江市总工会",
        project_name=name,
        currency_unit="万元",
        amounts={"current_level": amount(money), "superior_funds": amount(None)},
        texts=Texts(period_goal="慰问困难职工", annual_goal="按要求完成本年度工作"),
        period=Period("2024年1月-12月", "2024-01", "2024-12"),
        signoff=signoff(),
        indicators=[indicator(*row, row=i, line=100 + 90 * index) for i, row in enumerate(names)],
        unmapped=[Unmapped("备注", "联系人：梁畅 电话 2721288", Place(table=index, row=20, col=1))],
        places={"/texts/annual_goal": Place(table=index, row=5, col=1, line=110)},
        at=Place(line=100, table=index),
    )


def source(**changes: object) -> Source:
    values: dict[str, object] = {
        "name": "000_5fb8aab7aa0ca6fc.txt",
        "path": "000_5fb8aab7aa0ca6fc.txt",
        "format": "txt",
        "sha256": SHA,
        "size_bytes": 8000,
        "pages": None,
        "ocr_pages": 0,
        "program_version": "0.1.0",
        "rules_version": "abcdef123456",
        "status": "ok",
    }
    return Source(**{**values, **changes})  # type: ignore[arg-type]


def quality_of(findings: list[Finding], score: int = 62) -> Quality:
    count = {s: sum(f.severity == s for f in findings) for s in ("error", "warning", "info")}
    return Quality(score, "修改后通过", count["error"], count["warning"], count["info"])


def sample() -> Extraction:
    """The sample filing in short: three errors, warnings, infos, one doubt of our reading, arithmetic that holds."""
    forms = [
        department_form(),
        project_form(1, "帮扶基金", "3.84"),
        project_form(2, "乡镇工会组织工作经费", "17.92", "提高工会组的社会影响力", ""),
        project_form(3, "行政事业单位工会经费", "96"),
    ]
    goal = "目标只写“按要求完成本年度工作”，没有说明做什么"
    findings = [
        finding("unquantified-target", "warning", 0, "/indicators/3", "“严格控制支出”填 100%，看不出控制到多少", "100%",
        None, verified=False),
        finding("empty-indicator", "info", 0, "/indicators/7", "二级指标“生态效益指标”下没有三级指标和指标值", "",
        None),
        finding("late-filing", "info", 0, "/signoff/filing_date", "填报日期 2024-06-24 晚于预算年度开始", "2024-06-24",
        "2024-01-01 前", verified=False),
        *(finding("vague-goal", "warning", i, "/texts/annual_goal", goal, "按要求完成本年度工作", None,
        verified=False) for i in (1, 2, 3)),
        finding("missing-unit", "warning", 1, "/indicators/3/target", "指标值 3.84 没有单位；与本表预算 3.84 万元相等",
        "3.84", "3.84万元"),
        finding("missing-field", "error", 2, "/filer", "填报单位只有（盖章），没有填写", "", "填报单位名称"),
        finding("missing-target-value", "error", 2, "/indicators/2/target", "“发放补助资金及时率”没有填指标值", "",
        None),
        finding("missing-standard", "warning", 2, "/indicators/2/standard", "“发放补助资金及时率”没有填绩效标准", "",
        None),
        finding(
            "label-typo", "error", 2, "/indicators/4/level3", "“提高工会组的社会影响力”疑漏一个“织”字",
            "提高工会组的社会影响力", "提高工会组织的社会影响力", spans=[[4, 5]],
        ),
        finding("low-ocr-confidence", "warning", 3, "/indicators/0/target", "这一格的字识别把握不大", "100%", None,
        basis=None, confidence=0.4),
        finding(
            "cross-form-mismatch", "warning", 0, "/amounts/project_expenditure", "项目支出与各项目表之和不符（测试用）",
            "117.76", "117.76", related=[Related("项目表", "/forms/1/amounts/current_level", "3.84",
            Place(table=1, row=3, col=1, line=105))],
        ),
    ]  # fmt: skip
    checks = [
        Check("sum-mismatch", "sum-mismatch", 0, "passed", "291.97 = 278.14 + 13.83", 1, {"total": "291.97"}),
        Check("cross-form-amount", "cross-form-mismatch", 0, "passed", "117.76 = 3.84 + 17.92 + 96", 1, {}),
        Check(
            "cost-exceeds-budget",
            "cost-exceeds-budget",
            1,
            "cannot-tell",
            "3.84 没有写单位，无法与预算比较",
            1,
            {"value": "3.84"},
        ),
        *(Check(f.rule, f.code, f.form, "fired", f.message, 1, {}) for f in findings),
    ]
    return Extraction(source=source(), forms=forms, findings=findings, checks=checks, quality=quality_of(findings))


HOSTILE = [
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x.example","点我")',
    "\"引号\" 'single' & <b>粗</b>",
    "＝1+1",
    "@SUM(A1)",
    "-2+3",
    "\x1b[31m红\x1b[0m\x07",
    "{{ 7*7 }} {% raw %}",
    "</textarea><img src=x onerror=alert(2)>",
]


def hostile() -> Extraction:
    """Every text a filing can bring in, hostile."""
    form = project_form(0, HOSTILE[0], "3.84", HOSTILE[1])
    form.filer, form.department = HOSTILE[1], HOSTILE[2]
    form.title = HOSTILE[8]
    for row, text in zip(form.indicators, HOSTILE):
        row.target.raw = text
        row.standard = text
    findings = [
        finding(
            "unquantified-target", "warning", 0, f"/indicators/{i % 7}/target", f"问题：{text}", text, text, basis=text
        )
        for i, text in enumerate(HOSTILE)
    ]
    name = "<img src=x onerror=alert(3)>.txt"
    return Extraction(
        source=source(name=name, path=name), forms=[form], findings=findings,
        checks=[Check("unquantified-target", "unquantified-target", 0, "fired", HOSTILE[1], 1, {"x": HOSTILE[0]})],
        quality=quality_of(findings),
    )  # fmt: skip


def big(forms: int = 40, findings: int = 500) -> Extraction:
    """A source of many forms and findings of all severities."""
    made = [project_form(i, f"第{i}号项目经费", "17.92", "提高工会组的社会影响力") for i in range(forms)]
    kinds = [
        ("label-typo", "error", "/indicators/4/level3"), ("missing-unit", "warning", "/indicators/3/target"),
        ("vague-goal", "warning", "/texts/annual_goal"), ("empty-indicator", "info", "/indicators/5"),
        ("sum-mismatch", "error", "/amounts/current_level"), ("low-ocr-confidence", "warning", "/indicators/0/target"),
    ]  # fmt: skip
    found = []
    for n in range(findings):
        code, severity, pointer = kinds[n % len(kinds)]
        found.append(
            finding(
                code,
                severity,
                n % forms,
                pointer,
                f"第 {n} 个问题：内容需要核对后改正",
                f"原文{n}",
                f"应为{n}",
                verified=n % 2 == 0,
            )
        )
    checks = [Check("sum-mismatch", "sum-mismatch", i, "passed", "17.92 = 17.92", 1, {}) for i in range(forms)]
    checks += [Check(f.rule, f.code, f.form, "fired", f.message, 1, {}) for f in found]
    return Extraction(source=source(), forms=made, findings=found, checks=checks, quality=quality_of(found, 0))


def failed() -> Extraction:
    broken = Failure("encrypted", "文件有密码", "请去掉密码后重新提交")
    return Extraction(
        source=source(name="锁.docx", path="锁.docx", format="docx", status="failed", failure=broken, sha256="0" * 64),
        quality=Quality(None, None),
    )


def evaluation() -> Extraction:
    """A self-evaluation: an execution block whose rate is wrong, points and reasons."""
    form = project_form(0, "节水改造", "800")
    form.kind, form.title = "project_self_evaluation", "2023年度项目支出绩效自评表"
    form.execution = [Execution("年度资金总额", "800", "800", "600", "80%", "10", "8")]
    for row in form.indicators:
        row.weight, row.actual, row.achieved_score, row.deviation_reason = "10", "98%", "10", ""
    findings = [
        finding(
            "rate-mismatch", "error", 0, "/execution/0/rate", "执行率写 80%，按执行数÷预算数应为 75%", "80%", "75%"
        ),
        finding("missing-reason", "warning", 0, "/indicators/0/deviation_reason", "未完成而没有写原因", "", None),
    ]
    return Extraction(source=source(), forms=[form], findings=findings, checks=[], quality=quality_of(findings, 80))


def many(count: int = 30) -> list[Extraction]:
    """Files of several units, good, bad, unread and not judged."""
    found = [failed()]
    for number in range(count):
        made = json.loads(sample().model_dump_json().replace("沅江市总工会", f"第{number % 7}局"))
        made["source"] |= {"path": f"{number:02}.docx", "name": f"{number:02}.docx", "sha256": f"{number:064x}"}
        made["findings"] = made["findings"] if number % 3 else [f for f in made["findings"] if f["severity"] == "info"]
        errors = sum(f["severity"] == "error" for f in made["findings"])
        made["quality"] |= {
            "score": max(0, 100 - 6 * errors),
            "verdict": "退回" if errors > 9 else "修改后通过" if errors else "通过",
        }
        if number == 17:
            made["quality"] |= {"score": None, "verdict": "未能审核"}
        found.append(Extraction.model_validate(made))
    return found
