"""`jixiao export`: every table and the flat views as Parquet, CSV, XLSX or JSON Lines, with a data dictionary made
from the models and, beside CSV and Parquet, a Frictionless Data Package. Only what is in force, unless all is asked
for.

Column order is the models'. NULL and "" stay two things: in CSV NULL is nothing and a text is always quoted, in
JSON Lines null and "", in XLSX no cell and a cell with an empty text. Exact numbers stay exact: decimals in
Parquet, their own digits in CSV and JSON Lines, numbers in XLSX up to 15 digits and texts beyond. Texts are as
stored but in CSV, where an apostrophe stands before what a spreadsheet program might run as a formula.
"""

from __future__ import annotations

import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from extractor.errors import ExitCode, MissingProgramError, UsageError
from extractor.ground.safe import formula_like
from extractor.ground.say import put
from extractor.store import schema
from extractor.store.database import Database, must_exist
from extractor.store.datapackage import Described, comment_of, datapackage
from extractor.store.rows import plain_value
from extractor.store.views import view_columns

_BATCH = 2_000
_SHEET_ROWS = 1_048_575
_LEFT_OUT = {("source", "document"), ("source", "facts"), ("source", "settled")}


def _of_form(table: str) -> str:
    """Rows of a form in force."""
    return (
        f"EXISTS (SELECT 1 FROM form f WHERE f.sha256 = {table}.sha256 AND f.form_index = {table}.form_index AND "
        f"f.in_force)"
    )


TABLES = ("source", "source_name", "form", "amount", "execution", "indicator", "unmapped", "finding", "rule_outcome",
    "unit_name", "correction", "run")  # fmt: skip
FLAT = ("v_indicator", "v_finding", "v_department_year")
"""Views that go with every export: one row an indicator, a finding, a unit and year."""
_FORCE = {
    "source": "source.in_force",
    "source_name": "present AND sha256 IN (SELECT sha256 FROM source WHERE in_force)",
    "form": "form.in_force",
    "unmapped": _of_form("unmapped"), "amount": _of_form("amount"), "execution": _of_form("execution"),
    "indicator": _of_form("indicator"),
    "finding": (
        f"(form_index IS NULL AND sha256 IN (SELECT sha256 FROM source WHERE "
        f"in_force)) OR {_of_form('finding')}"
    ),
    "rule_outcome": (
        f"(form_index IS NULL AND sha256 IN (SELECT sha256 FROM source WHERE "
        f"in_force)) OR {_of_form('rule_outcome')}"
    ),
}  # fmt: skip
"""Which rows of a table are in force; the other tables are about no one filing."""
Rows = Iterator[list[tuple[Any, ...]]]


def export(db: str, out: str, format: str, *, everything: bool = False) -> list[Path]:
    """Write one file a table and flat view, `data-dictionary.csv`, and `datapackage.json` beside CSV and Parquet.

    Args:
        db: an SQLAlchemy URL.
        out: folder, made if missing.
        format: parquet, csv, xlsx or jsonl.
        everything: also what is not in force (older versions, copies, what left the folder); the views never show it.

    Returns:
        The files written.

    Raises:
        UsageError: no such database, or the folder cannot be made.
        MissingProgramError: Parquet without pyarrow.
    """
    writer = _WRITERS[format]
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"不能建立输出文件夹 {out}（{error.strerror}）", "请检查路径和权限") from error
    made = []
    with Database.open(must_exist(db)) as database, database.read() as connection:
        described = {name: columns_of(name) for name in TABLES} | {
            name: view_columns(connection, name) for name in FLAT
        }
        for name, columns in described.items():
            target = folder / f"{name}.{format}"

            def write(path: Path, name: str = name, columns: list[sa.Column[Any]] = columns) -> None:
                writer(path, columns, _rows(connection, name, columns, everything))

            _replace(target, write)
            made.append(target)
    dictionary = folder / "data-dictionary.csv"
    _replace(dictionary, lambda path: _dictionary(path, described))
    made.append(dictionary)
    if format in ("csv", "parquet"):
        package = folder / "datapackage.json"
        content = json.dumps(datapackage(described, format), ensure_ascii=False, indent=1) + "\n"
        _replace(package, lambda path: _write_text(path, content))
        made.append(package)
    return made


def _write_text(path: Path, content: str) -> None:
    path.write_text(content, "utf-8")


def columns_of(table: str) -> list[sa.Column[Any]]:
    """The exported columns of a table, in order."""
    return [column for column in schema.metadata.tables[table].columns if (table, column.name) not in _LEFT_OUT]


def _rows(connection: sa.Connection, name: str, columns: list[sa.Column[Any]], everything: bool) -> Rows:
    exact = [isinstance(column.type, sa.Numeric) and not isinstance(column.type, sa.Float) for column in columns]
    truth = [isinstance(column.type, sa.Boolean) for column in columns]
    result = connection.execution_options(yield_per=_BATCH).execute(_wanted(name, columns, everything))
    for batch in result.partitions(_BATCH):
        yield [
            tuple(
                value
                if value is None
                else Decimal(str(value))
                if number
                else bool(value)
                if yes
                else plain_value(value)
                for value, number, yes in zip(row, exact, truth)
            )
            for row in batch
        ]


def _wanted(name: str, columns: list[sa.Column[Any]], everything: bool) -> sa.Executable:
    """All rows of a table in the order of its key, or of a view in the order of its columns."""
    if name in FLAT:
        names = [f'"{column.name}"' for column in columns]
        keys = {
            "v_indicator": "form_id, indicator_index",
            "v_finding": "sha256, form_index, finding_id, field",
            "v_department_year": "unit, fiscal_year",
        }
        return sa.text(f"SELECT {', '.join(names)} FROM {name} ORDER BY {keys[name]}")
    table = schema.metadata.tables[name]
    wanted = sa.select(*columns).order_by(*table.primary_key)
    return wanted if everything or name not in _FORCE else wanted.where(sa.text(f"({_FORCE[name]})"))


def _replace(target: Path, write: Callable[[Path], None]) -> None:
    """Write beside the target and put it in place whole."""
    handle, temporary = tempfile.mkstemp(prefix=".jixiao-", suffix=".tmp", dir=target.parent)
    os.close(handle)
    try:
        write(Path(temporary))
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    finally:  # gone where it was put in place, else swept up
        Path(temporary).unlink(missing_ok=True)


def _plain(value: Any) -> str:
    """A value as CSV: NULL is nothing, numbers are bare, texts always quoted; an apostrophe before what a spreadsheet
    runs.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return format(value, "f") if isinstance(value, Decimal) else repr(value)
    text = f"'{value}" if formula_like(str(value)) else str(value)
    return '"' + text.replace('"', '""') + '"'


def _csv(path: Path, columns: list[sa.Column[Any]], rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="", errors="replace") as opened:
        opened.write(",".join(column.name for column in columns) + "\r\n")
        for batch in rows:
            opened.writelines(",".join(map(_plain, row)) + "\r\n" for row in batch)


def _jsonl(path: Path, columns: list[sa.Column[Any]], rows: Rows) -> None:
    names = [column.name for column in columns]
    with path.open("w", encoding="utf-8", errors="replace") as opened:
        for batch in rows:
            for row in batch:
                values = (format(v, "f") if isinstance(v, Decimal) else v for v in row)
                opened.write(json.dumps(dict(zip(names, values)), ensure_ascii=False) + "\n")


def _xlsx(path: Path, columns: list[sa.Column[Any]], rows: Rows) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(columns[0].table.name)
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(columns):
        sheet.write_string(0, number, column.name)
    line = 0
    for batch in rows:
        for row in batch:
            line += 1
            if line > _SHEET_ROWS:
                raise UsageError("行数超过一张工作表的上限", "请改用 --format parquet、csv 或 jsonl")
            for number, value in enumerate(row):
                _cell(sheet, line, number, value)
    book.close()


def _cell(sheet: Any, line: int, number: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, number, value)
    elif isinstance(value, Decimal) and len(value.as_tuple().digits) > 15:
        sheet.write_string(line, number, format(value, "f"))
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(line, number, value)
    elif value == "":
        # The public call writes nothing for ""; an empty text is not NULL.
        sheet._write_string(line, number, "")
    else:
        sheet.write_string(line, number, str(value)[:32767])


def _parquet(path: Path, columns: list[sa.Column[Any]], rows: Rows) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingProgramError(
            "导出 Parquet 需要 pyarrow", '请安装：pip install "jixiao-extractor[parquet]"'
        ) from error
    shape = pa.schema(
        [
            pa.field(
                column.name,
                _arrow(pa, column),
                nullable=bool(column.nullable),
                metadata={"comment": column.comment or ""},
            )
            for column in columns
        ]
    )
    with pq.ParquetWriter(str(path), shape) as writer:
        for batch in rows:
            values = list(zip(*batch)) if batch else [()] * len(columns)
            arrays = [pa.array(list(column), type=field.type) for column, field in zip(values, shape)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=shape))


def _arrow(pa: Any, column: sa.Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, sa.Boolean):
        return pa.bool_()
    if isinstance(kind, sa.Integer):
        return pa.int64()
    if isinstance(kind, sa.Float):
        return pa.float64()
    return pa.decimal128(38, 18) if isinstance(kind, sa.Numeric) else pa.string()


_WRITERS: dict[str, Callable[[Path, list[sa.Column[Any]], Rows], None]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "xlsx": _xlsx,
    "parquet": _parquet,
}


def _word(column: sa.Column[Any]) -> str:
    kind = column.type
    if isinstance(kind, sa.Boolean):
        return "布尔"
    if isinstance(kind, sa.Integer):
        return "整数"
    if isinstance(kind, sa.Float):
        return "小数"
    return "精确数" if isinstance(kind, sa.Numeric) else "文本"


def _dictionary(path: Path, described: Described) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["table", "table_comment", "column", "type", "nullable", "key", "references", "comment"])
        for name, columns in described.items():
            for column in columns:
                targets = "、".join(sorted(key.target_fullname for key in column.foreign_keys))
                key = "主键" if column.primary_key else ""
                nullable = "可空" if column.nullable else "必填"
                writer.writerow(
                    [name, comment_of(name), column.name, _word(column), nullable, key, targets, column.comment]
                )


def command(db: str, out: str, format: str = "csv", everything: bool = False) -> ExitCode:
    """`jixiao export`.

    Its arguments are the options of `cli/on_database.py:export`.
    """
    made = export(db, out, format, everything=everything)
    put(f"已导出 {len(made)} 个文件到 {out}\n".encode())
    return ExitCode.OK
