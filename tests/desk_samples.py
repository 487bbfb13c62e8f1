"""Filings to decide about, loaded as the program loads them: with their facts, units and what is in force."""

from __future__ import annotations

from pathlib import Path

from extractor.batch.ingest import ingest

GOAL = "完成本年度道路养护和桥梁检测，保障公路安全畅通，群众出行满意。"


def target_form(
    name: str = "道路养护",
    *,
    unit: str = "某市交通局",
    filer: str = "某市公路中心",
    total: str = "100",
    parts: tuple[str, str] = ("60", "40"),
    rows: tuple[tuple[str, str, str, str], ...] = (
        ("产出指标", "数量指标", "养护里程", "≥120公里"),
        ("", "质量指标", "验收合格率", "≥95%"),
        ("", "时效指标", "完成时限", ""),
        ("效益指标", "社会效益指标", "道路完好率", "90"),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"),
    ),
    phone: str = "0731-82212345",
) -> str:
    """A project form as a web page: a blank target, a number without unit, whatever the parts say against the total."""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return (
        "<html><body><h3>项目支出绩效目标表</h3><p>（2024年度）　金额单位：万元</p><table border=1>"
        f"<tr><td>项目名称</td><td colspan=3>{name}</td></tr>"
        f"<tr><td>主管部门</td><td>{unit}</td><td>实施单位</td><td>{filer}</td></tr>"
        f"<tr><td rowspan=3>项目资金（万元）</td><td>年度资金总额</td><td colspan=2>{total}</td></tr>"
        f"<tr><td>其中：财政拨款</td><td colspan=2>{parts[0]}</td></tr>"
        f"<tr><td>其他资金</td><td colspan=2>{parts[1]}</td></tr>"
        f"<tr><td>年度绩效目标</td><td colspan=3>{GOAL}</td></tr>"
        "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>"
        f"{body}</table><p>填表人：张三　联系电话：{phone}</p></body></html>"
    )


def put(folder: Path, name: str, text: str) -> Path:
    """A file of the folder."""
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")
    return target


def load_folder(folder: Path, url: str) -> None:
    """`ingest` with one worker."""
    ingest([str(folder)], db=url, workers=1)
