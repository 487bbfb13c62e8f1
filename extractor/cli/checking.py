"""`jixiao check` between the documents and the report writers: waivers, the older report, `--fail-on`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from extractor.errors import UsageError
from extractor.model.extraction import Extraction
from extractor.quality.recheck import compare
from extractor.quality.waivers import apply_waivers, read_waivers
from extractor.report.books import check_books
from extractor.report.pieces import unpack
from extractor.report.writers import Format, write_by_unit, write_check
from extractor.rulebook import load_rules

if TYPE_CHECKING:
    from extractor.report.model import Comparison


class CheckReport:
    """Collects the documents of a run and writes the one report.

    Raises:
        UsageError: the waiver file or the older report cannot be read.
        RuleBookError: a rule file is wrong.
    """

    def __init__(
        self,
        format: str,
        rules: str | None,
        *,
        explain: bool = False,
        waivers: str | None = None,
        against: str | None = None,
        redact: bool = False,
        everything: bool = False,
        sheets_by_unit: bool = False,
    ) -> None:
        self._everything, self._sheets_by_unit = everything, sheets_by_unit
        self._format = cast(Format, format)
        self._rules = load_rules(rules)
        check_books(self._rules)
        self._explain, self._redact = explain, redact
        self._waivers = text_of(waivers, "豁免清单") if waivers else None
        if self._waivers is not None:
            read_waivers(self._waivers)
        self._old: list[dict[str, Any]] | None = _older(against) if against else None
        self._documents: list[Extraction] = []
        self._accounts: dict[str, list[list[dict[str, Any]]]] = {}
        self._pieces: dict[str, dict[str, bytes]] = {}
        self._applied: dict[str, str] | None = None

    def add(self, payload: bytes) -> None:
        """Take a source's document and, where there are some, the cut-out pictures of its findings."""
        content, pieces = unpack(payload)
        document = Extraction.model_validate_json(content)
        self._documents.append(document)
        if pieces:
            self._pieces[document.source.path] = pieces

    def understood(self, payload: bytes) -> None:
        """What the cells of one source were taken for (a payload of the stage `forms`)."""
        content = json.loads(payload)
        self._accounts[content["source"]] = [form["account"] for form in content["forms"]]

    def content(self, out: Path | None) -> bytes:
        """The report in its format."""
        comparison = self._comparison()
        documents, waived = self._settled()
        written = write_check(
            documents,
            format=self._format,
            out=out,
            explain=self._explain,
            waived=waived,
            comparison=comparison,
            redact=self._redact,
            accounts=self._accounts,
            everything=self._everything,
            sheets_by_unit=self._sheets_by_unit,
            pieces=self._pieces,
            rules=self._rules,
        )
        return _bytes(written)

    def by_unit(self) -> dict[str, bytes]:
        """Unit → its own report, for `-o DIR/`."""
        comparison = self._comparison()
        documents, waived = self._settled()
        written = write_by_unit(
            documents, format=self._format, explain=self._explain, waived=waived, comparison=comparison,
            redact=self._redact, pieces=self._pieces, rules=self._rules,
        )  # fmt: skip
        return {unit: _bytes(content) for unit, content in written.items()}

    def _settled(self) -> tuple[list[Extraction], dict[str, str] | None]:
        """The documents after the waivers, and finding id → reason of what is waived."""
        if self._waivers is None:
            return self._documents, None
        return apply_waivers(self._documents, self._waivers, self._rules)

    def _comparison(self) -> dict[str, Comparison] | None:
        if self._old is None:
            return None
        from extractor.report.model import Comparison, Mended

        return {
            path: Comparison(
                frozenset(change.still_open),
                frozenset(change.new),
                *(
                    [Mended(gone.code, gone.where, gone.message) for gone in gones]
                    for gones in (change.mended, change.untold, change.unseen)
                ),
            )
            for path, change in compare(self._old, self._documents).items()
        }

    def reaches(self, level: str | None) -> bool:
        """True when a finding is at least as bad as `--fail-on`, waived ones apart."""
        if level is None:
            return False
        bad = {"error"} if level == "error" else {"error", "warning"}
        documents, waived = self._settled()
        return any(f.severity in bad and f.id not in (waived or {}) for item in documents for f in item.findings)


def _bytes(written: str | bytes) -> bytes:
    content = written.encode("utf-8", "replace") if isinstance(written, str) else written
    return content if content.endswith(b"\n") or isinstance(written, bytes) else content + b"\n"


def text_of(path: str, what: str) -> str:
    """A file the user names, as text.

    Raises:
        UsageError: it cannot be read; `what` says which it is.
    """
    try:
        return Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{what} {path} 无法读取", "请核对路径，内容应为 UTF-8 文本") from error


def _older(path: str) -> list[dict[str, Any]]:
    """The older `check --format json` (or `extract` documents, one or several)."""
    text = text_of(path, "上次的报告")
    try:
        content = json.loads(text)
    except ValueError:
        try:
            content = [json.loads(line) for line in text.splitlines() if line.strip()]
        except ValueError as error:
            raise UsageError(f"上次的报告 {path} 不是 JSON", "请用 jixiao check --format json 的输出") from error
    content = content if isinstance(content, list) else [content]
    if not all(isinstance(item, dict) and "findings" in item and "source" in item for item in content):
        raise UsageError(f"{path} 不是 jixiao 的检查报告", "请用 jixiao check --format json 的输出")
    return cast(list[dict[str, Any]], content)
