"""Ten mixed filings as a bureau gets them in one week: formats, units, an archive, a damaged file, a version
re-sent.
"""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

SAMPLES = Path(__file__).parent.parent.parent / "samples"
_HEAD = (
    ("项目名称", "{project}"),
    ("主管部门", "{unit}"),
    ("资金总额", "{money}万元"),
)
_ROWS = (
    ("一级指标", "二级指标", "三级指标", "指标值"),
    ("产出指标", "数量指标", "培训人数", "{people}"),
    ("", "质量指标", "培训合格率", "≥95%"),
    ("", "时效指标", "完成时间", "2024年12月底前"),
    ("效益指标", "社会效益指标", "群众知晓率", "≥90%"),
    ("满意度指标", "服务对象满意度指标", "参训人员满意度", "≥90%"),
)


def text_filing(
    unit: str, project: str, *, people: str = "≥200人", money: str = "12.50", date: str = "2024年3月1日"
) -> str:
    """A project's form as a text dump: a cell a line, rows parted by a blank line."""
    words = {"unit": unit, "project": project, "money": money, "people": people}
    rows = "\n\n".join("\n".join("\t" + cell.format(**words) for cell in row) for row in (*_HEAD, *_ROWS))
    foot = "\n\n\t填表人\n\t李四\n\n\t填报日期\n\t" + date
    return f"2024年项目支出绩效目标表\n（2024年度）\n\n\n{rows}{foot}\n\n\n"


def html_filing(unit: str, project: str) -> str:
    """The same as a web page."""
    rows = "".join(
        "<tr>"
        + "".join(f"<td>{c.format(unit=unit, project=project, money='8.00', people='')}</td>" for c in row)
        + "</tr>"
        for row in (*(pair + ("", "") for pair in _HEAD), *_ROWS)
    )
    return (
        f"<html><head><meta charset='utf-8'></head><body><h2>2024年项目支出绩效目标表</h2><table>{rows}</table>"
        f"</body></html>"
    )


def make_filings(folder: Path) -> Path:
    """Ten files in a folder: twelve sources, one of which cannot be read."""
    folder.mkdir(parents=True)
    for name in (
        "yuanjiang-zonggonghui-2024.docx",
        "project-list.pdf",
        "regions.html",
        "self-evaluation.docx",
        "monitoring.xlsx",
    ):
        shutil.copy(SAMPLES / name, folder)
    (folder / "科协").mkdir()
    (folder / "科协" / "科普培训.txt").write_text(text_filing("县科学技术协会", "科普培训", people=""), "utf-8")
    (folder / "科协" / "科普大篷车.html").write_text(html_filing("县科学技术协会", "科普大篷车"), "utf-8")
    (folder / "妇联.txt").write_text(text_filing("县妇女联合会", "巾帼培训"), "utf-8")
    (folder / "坏了的.docx").write_bytes(b"PK\x03\x04" + b"\0" * 400)
    with zipfile.ZipFile(folder / "残联.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for number in (1, 2, 3):
            packed.writestr(
                f"残联/项目{number}.txt", text_filing("县残疾人联合会", f"康复项目{number}", money=f"{number}.00")
            )
    return folder


def make_refiled(folder: Path) -> Path:
    """What 县科学技术协会 sends after the letter: the value that was missing, a later date."""
    folder.mkdir(parents=True)
    (folder / "科普培训（修改）.txt").write_text(
        text_filing("县科学技术协会", "科普培训", people="≥300人", date="2024年4月2日"), "utf-8"
    )
    return folder
