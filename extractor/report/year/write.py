"""From a database to a folder: report.html, report.xlsx, report.docx, figures.json, letters/<unit>.docx."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import UsageError
from extractor.flat.rows import COLUMNS
from extractor.ground.files import file_name, write_whole
from extractor.model.extraction import Extraction
from extractor.report.advice import advice_of
from extractor.report.docx import letters_document
from extractor.report.letter import UNKNOWN_UNIT, letter_book, letter_to
from extractor.report.model import report_of
from extractor.report.rules import Rules
from extractor.report.year import page, text, workbook
from extractor.report.year.ask import ask
from extractor.report.year.crossing import letter_lines
from extractor.report.year.figures import Figures, Rows

if TYPE_CHECKING:
    import sqlalchemy as sa

UNSORTED = "未归入单位"
"""File name of the letter on forms that name no unit: a clerk sends it where it belongs."""


def write_year(
    db: str,
    out: str | Path,
    *,
    year: int | None = None,
    against: int | None = None,
    rules: Rules,
    departments: Sequence[str] = (),
) -> list[Path]:
    """Write the year's reports and letters; the same database gives the same files, byte for byte.

    Args:
        db: SQLAlchemy URL, or an SQLite file.
        out: folder, made if missing; files of an older report are replaced.
        year: None = the one with most forms in the database.
        against: an earlier year to compare with.
        departments: names that should have filed; empty = not known.

    Returns:
        The files, in the order written.

    Raises:
        UsageError: the database or the folder cannot be opened.
        RuleBookError: `advice.yaml`, `letter.yaml` or a text of `rules/letter` is wrong.
    """
    from extractor.store.database import Database, must_exist

    if year is not None and year == against:
        raise UsageError(f"不能把 {year} 年度和它自己比较", "--against 请给另一个年度")
    there = must_exist(db)
    folder = Path(out)
    try:
        (folder / "letters").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"不能建立输出文件夹 {out}（{error.strerror}）", "请检查路径和权限") from error
    written: list[Path] = []

    def put(name: str, content: bytes) -> None:
        path = folder / name
        write_whole(path, content)
        written.append(path)

    with Database.open(there) as database, database.read() as connection:
        figures = ask(connection, year, against, advice_of(rules), departments)
        put("report.html", page.to_html(figures).encode())
        put("report.xlsx", workbook.to_xlsx(figures, _indicators(connection, figures.year)))
        put("report.docx", text.to_docx(figures, rules))
        put("figures.json", (json.dumps(figures.plain(), ensure_ascii=False, indent=1) + "\n").encode())
        for name, content in _letters(connection, figures, rules):
            put(f"letters/{name}.docx", content)
    return written


def write_letters(
    db: str,
    out: str | Path,
    *,
    year: int | None = None,
    unit: str | None = None,
    rules: Rules,
    departments: Sequence[str] = (),
    planned: Callable[[int], None] = lambda count: None,
    each: Callable[[Path], None] = lambda path: None,
) -> list[Path]:
    """Write the year's letters alone, the same that `write_year` puts below `letters/`.

    Args:
        db: an SQLAlchemy URL.
        out: the folder; the letters go to `letters/` below it.
        unit: the one unit written to; None = all.
        departments: full names of the units in the departments book.
        planned: told how many letters there will be.
        each: told of each letter when it is written.

    Returns:
        The files, in the order written; [] where the unit has no form of the year.

    Raises:
        UsageError: the database cannot be opened.
        RuleBookError: `advice.yaml`, `letter.yaml` or a text of `rules/letter` is wrong.
    """
    from extractor.store.database import Database, must_exist

    folder: Path = Path(out)
    written: list[Path] = []
    with Database.open(must_exist(db)) as database, database.read() as connection:
        figures = ask(connection, year, None, advice_of(rules), departments)
        units = _units(figures, unit)
        planned(len(units))
        for name, content in _letters(connection, figures, rules, units):
            path = folder / f"{name}.docx"
            write_whole(path, content)
            written.append(path)
            each(path)
    return written


def _indicators(connection: sa.Connection, year: int | None) -> Iterator[Sequence[Any]]:
    import sqlalchemy as sa

    query = f"SELECT {', '.join(COLUMNS)} FROM v_indicator WHERE fiscal_year = :year ORDER BY form_id, indicator_index"
    return (tuple(row) for row in connection.execute(sa.text(query), {"year": year}))


def _units(figures: Figures, unit: str | None = None) -> dict[str, Rows]:
    """Unit → its forms of the year and those without a year, by name; what names no unit is one of its own."""
    forms: dict[str, Rows] = {}
    for form in (*figures.rows["forms"], *figures.rows["undated_forms"]):
        forms.setdefault(form["unit"] or UNKNOWN_UNIT, []).append(form)
    return {name: forms[name] for name in sorted(forms) if unit is None or name == (unit or UNKNOWN_UNIT)}


def _letters(
    connection: sa.Connection, figures: Figures, rules: Rules, units: dict[str, Rows] | None = None
) -> Iterator[tuple[str, bytes]]:
    """One letter a unit; what was waived at the desk is not put to it."""
    book = letter_book(rules)
    crossed = letter_lines(figures.across, figures.year)
    taken: set[str] = set()
    for unit, forms in (_units(figures) if units is None else units).items():
        documents = _documents(connection, forms)
        reports = report_of(documents, rules, waived=_waived(connection, forms)).sources
        mine = {(form["source_path"] or form["sha256"], form["form_index"]) for form in forms}
        letter = letter_to(unit, reports, mine, rules, crossed.get(unit, ()))
        yield file_name(UNSORTED if unit == UNKNOWN_UNIT else unit, taken), letters_document([letter], book)


def _waived(connection: sa.Connection, forms: Rows) -> dict[str, str]:
    """Finding id → reason, of what a person waived."""
    import sqlalchemy as sa

    query = sa.text(
        "SELECT q.finding, c.reason FROM queue q LEFT JOIN correction c ON c.id = q.correction"
        " WHERE q.sha256 = :sha AND q.state = 'waived'"
    )
    hashes = sorted({form["sha256"] for form in forms})
    return {row.finding: row.reason or "" for sha in hashes for row in connection.execute(query, {"sha": sha})}


def _documents(connection: sa.Connection, forms: Rows) -> list[Extraction]:
    """The stored documents of some forms, under the paths the report calls them by."""
    import sqlalchemy as sa

    from extractor.store.parcel import document_of

    paths = {form["sha256"]: form["source_path"] or form["sha256"] for form in forms}
    found = []
    for sha, path in sorted(paths.items(), key=lambda item: item[1]):
        packed = connection.execute(
            sa.text("SELECT document FROM source WHERE sha256 = :sha"), {"sha": sha}
        ).scalar_one()
        document = document_of(packed)
        document["source"] |= {"path": path, "name": path.rpartition("/")[2]}
        found.append(Extraction.model_validate(document))
    return found
