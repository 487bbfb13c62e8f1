"""Our own reading of .doc beside LibreOffice's: the same text, the same grids, and how much sooner.

    python -m bench.doc FOLDER...          each .doc that LibreOffice converts: differences by file, then the shares
    python -m bench.doc --generated [N]    N invented filings, N/2 odd tables, N/4 wide ones, saved as .doc: grids
    against the .docx
    python -m bench.doc --speed            ours beside our .docx reader on the same content, and beside LibreOffice in
    batches

Grids are equal where size, cells, spans and texts without white space are; columns that every row spans are none.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.errors import SourceError
from extractor.model.document import Document
from extractor.readers.container.package import OLE2_MAGIC
from extractor.readers.office import soffice
from extractor.readers.word import docx
from extractor.readers.word.columns import merge_slivers
from extractor.readers.word.doc.compare import compare, folded
from extractor.readers.word.doc.document import Own, read_own
from extractor.readers.word.doc.fib import UnknownVersionError
from extractor.settings import DEFAULTS
from tests.make.invented import filing
from tests.make.odd_tables import drawn, odd_docx
from tests.make.office import saved_as
from tests.make.write_docx import docx as write_docx

CHUNK, SECONDS = 10, 40.0


def converted(files: Sequence[bytes]) -> Iterator[bytes | None]:
    """LibreOffice's .docx of each file, in chunks; a chunk is begun again behind the file that stopped it."""
    items = [soffice.Input(data, "doc") for data in files]
    at = 0
    while at < len(items):
        made, _ = soffice.convert_all(items[at : at + CHUNK], SECONDS)
        last = max((n for n, one in enumerate(made) if one is not None), default=-1)
        yield from made[: last + 1]
        at += last + 1
        if last + 1 < len(made):
            yield None
            at += 1


def _own(data: bytes) -> Own | None:
    try:
        return read_own(data, DEFAULTS)
    except (SourceError, UnknownVersionError):
        return None


def oracle(folders: list[str]) -> int:
    """Print how each file differs; 1 where fewer than 98 % of the tables are equal."""
    files = sorted(p for folder in folders for p in Path(folder).rglob("*") if p.is_file())
    files = [p for p in files if p.read_bytes()[:8] == OLE2_MAGIC]
    data = [p.read_bytes() for p in files]
    tables = equal = texts = same = unread = doubted = 0
    for path, raw, made in zip(files, data, converted(data), strict=True):
        own, other = _own(raw), _docx(made)
        if own is None or other is None:
            print(
                f"{path.name}: {'not ours to read' if own is None else 'read'}, LibreOffice "
                f"{'read it' if other else 'made nothing of it'}"
            )
            unread += own is None and other is not None
            continue
        notes = compare(own.document, other)
        mine, theirs = [drawn(g) for g in own.document.grids()], [drawn(g) for g in other.grids()]
        right = sum(1 for a, b in zip(mine, theirs, strict=False) if a == b)
        if not own.doubts:
            tables, equal = tables + len(theirs), equal + right
            texts, same = texts + 1, same + (_text(own.document) == _text(other))
        doubted += bool(own.doubts)
        if notes or own.doubts:
            print(f"{path.name}: {right} of {len(theirs)} tables; in doubt ourselves: {'yes' if own.doubts else 'no'}")
            for note in notes[:6]:
                print(
                    f"    {note.message}  ours: {(note.observed or '')[:70]}  LibreOffice: {(note.expected or '')[:70]}"
                )
    share = equal / max(tables, 1)
    print(
        f"{texts} files both read and not doubted: {equal} of {tables} tables equal ({share:.1%}), {same} of {texts} "
        f"texts"
    )
    print(f"{doubted} doubted by ourselves (LibreOffice reads them), {unread} of kinds that LibreOffice alone reads")
    return 0 if share >= 0.98 else 1


def _docx(made: bytes | None) -> Document | None:
    try:
        return docx.read(merge_slivers(made), "a.docx", DEFAULTS) if made is not None else None
    except SourceError:
        return None


def _text(document: Document) -> str:
    return "".join(folded(line.text) for line in document.lines() if not line.chrome)


def generated(count: int) -> int:
    """Grids of .doc against those of the .docx they were saved from; 1 where one differs."""
    kinds = {
        "invented filings": [write_docx(filing(5000 + n)[0]) for n in range(count)],
        "odd tables": [odd_docx(6000 + n) for n in range(count // 2)],
        "up to 63 columns": [odd_docx(7000 + n, 2, wide=True) for n in range(count // 4)],
    }
    faults = 0
    for name, sources in kinds.items():
        tables = equal = 0
        for start in range(0, len(sources), 20):
            part = sources[start : start + 20]
            for n, (source, made) in enumerate(zip(part, saved_as(part, "doc"), strict=True), start):
                own, want = read_own(made, DEFAULTS), docx.read(source, "a.docx", DEFAULTS)
                mine, theirs = [drawn(g) for g in own.document.grids()], [drawn(g) for g in want.grids()]
                tables, equal = (
                    tables + len(theirs),
                    equal + sum(1 for a, b in zip(mine, theirs, strict=False) if a == b),
                )
                if mine != theirs or own.doubts:
                    print(f"    {name} {n}: {own.doubts or 'grids differ'}")
        print(f"{name}: {len(sources)} files, {equal} of {tables} tables equal")
        faults += tables - equal
    return 1 if faults else 0


def speed(rounds: int = 15) -> int:
    """Medians of ratios in one run: ours against the .docx reader, LibreOffice's batch against ours."""
    sources = [write_docx(filing(8000 + n)[0]) for n in range(20)]
    made = saved_as(sources, "doc")
    ratios = []
    for old, new in zip(made, sources, strict=True):
        best = [1e9, 1e9]
        for _ in range(rounds):
            for n, (reader, data) in enumerate(
                ((lambda d: read_own(d, DEFAULTS), old), (lambda d: docx.read(d, "a", DEFAULTS), new))
            ):
                begun = time.perf_counter()
                reader(data)
                best[n] = min(best[n], time.perf_counter() - begun)
        ratios.append(best[0] / best[1])
    begun = time.perf_counter()
    list(converted(made))
    batch = (time.perf_counter() - begun) / len(made)
    begun = time.perf_counter()
    for old in made:
        read_own(old, DEFAULTS)
    ours = (time.perf_counter() - begun) / len(made)
    print(f"ours / .docx reader: {statistics.median(ratios):.2f} (asked: at most 1.50), worst {max(ratios):.2f}")
    print(
        f"LibreOffice in chunks of {CHUNK} / ours: {batch / ours:.0f} (asked: at least 30); {ours * 1000:.1f} ms a file"
    )
    return 0 if statistics.median(ratios) <= 1.5 and batch / ours >= 30 else 1


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--generated"]:
        return generated(int(arguments[1]) if len(arguments) > 1 else 300)
    if arguments[:1] == ["--speed"]:
        return speed()
    return oracle(arguments) if arguments else max(generated(40), speed())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
