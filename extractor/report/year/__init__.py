"""`jixiao report`: the year's audit report from a database, as HTML, XLSX and DOCX, and a letter per unit.

write_year("sqlite:///year.db", "out", year=2024, against=2023, rules=load_rules())
"""

from __future__ import annotations

from extractor.report.year.write import write_year

__all__ = ["write_year"]
