"""What a batch run did: counts, and the inputs that could not be read. Printed at the end as a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from extractor.report.words import CATEGORY


@dataclass(slots=True)
class Failed:
    """A source that could not be read."""

    path: str
    category: str
    cause: str


@dataclass(slots=True)
class Summary:
    """Counts of one `ingest`."""

    found: int = 0
    skipped: int = 0
    """Loaded by an earlier run, unchanged since."""
    repeated: int = 0
    """Same bytes as another source of this run, under another name."""
    apart: int = 0
    """In other parts of the year (`--shard`); not counted in `found`."""
    elsewhere: int = 0
    """Read by another machine that shares the year (`--claim`)."""
    done: int = 0
    formats: Counter[str] = field(default_factory=Counter)
    failures: list[Failed] = field(default_factory=list)
    proposals: list[tuple[str, str]] = field(default_factory=list)
    """(name, the unit it may be), for a person to confirm in departments.yaml."""
    repeated_filings: list[list[str]] = field(default_factory=list)
    """Each filing that came more than once, sorted: the 正本 first, then copies and older versions."""
    seconds: float = 0.0

    def plain(self) -> dict[str, object]:
        """The summary as JSON values (`ingest --format json`)."""
        return {
            "found": self.found, "read": self.done, "skipped": self.skipped, "repeated": self.repeated,
            "elsewhere": self.elsewhere,
            "failed": len(self.failures), "formats": dict(sorted(self.formats.items())),
            "failures": [{"path": f.path, "category": f.category, "cause": f.cause} for f in self.failures],
            "unit_proposals": [list(pair) for pair in self.proposals], "repeated_filings": self.repeated_filings,
            "seconds": round(self.seconds, 1),
        }  # fmt: skip

    def table(self) -> str:
        """The summary as plain text for a clerk."""
        lines = [
            f"找到 {self.found} 个来源"
            + (f"（另有 {self.apart} 个归其他分片）" if self.apart else "")
            + f"：读取 {self.done}，已入库跳过 {self.skipped}，内容重复 {self.repeated}，"
            + (f"其他机器读取 {self.elsewhere}，" if self.elsewhere else "")
            + f"未能读取 {len(self.failures)}，用时 {self.seconds:.1f} 秒"
        ]
        if self.formats:
            lines.append("格式：" + "，".join(f"{name} {count}" for name, count in sorted(self.formats.items())))
        by_category = Counter(failed.category for failed in self.failures)
        for category, count in sorted(by_category.items()):
            lines.append(f"  {CATEGORY.get(category, category)} {count}")
        lines += [f"    {failed.path}：{failed.cause}" for failed in self.failures[:20]]
        if len(self.failures) > 20:
            lines.append(f"    …… 另有 {len(self.failures) - 20} 个，见数据库 source 表")
        if self.proposals:
            lines.append("疑似同一单位，请核对后写入单位名录（departments.yaml）：")
            lines += [f"  {name} ≈ {unit}" for name, unit in self.proposals[:20]]
        if self.repeated_filings:
            lines.append(f"同一份填报不止一份的 {len(self.repeated_filings)} 组，只按正本计一次（report 里有全表）：")
            lines += [f"  {'；'.join(group)}" for group in self.repeated_filings[:10]]
            if len(self.repeated_filings) > 10:
                lines.append(f"  …… 另有 {len(self.repeated_filings) - 10} 组")
        return "\n".join(lines) + "\n"
