"""Sources that LibreOffice converts go in chunks: starting it costs more than converting a document.

The run lines its sources up (`Lineup`): the first office source an idle child would get sends it to convert its whole
chunk instead; the chunk's sources are handed out after that, and their readers find the converted bytes in the room
of the run's children. What a chunk did not give (a hang, a crash, a lying ending) is converted alone, with its own
limits, by the reader: the chunk only saves time and changes no result.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.errors import SourceError
from extractor.ground.allowance import extend
from extractor.intake.discover import Located, read_located
from extractor.intake.sniff import ending_of
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.readers.office.soffice import Input

CHUNK = 20
"""Sources per call of LibreOffice at the most."""
_ENDINGS = frozenset({"rtf", "odt", "ott", "ods", "ots"})
_WORD_ENDINGS = frozenset({"doc", "dot", "wps", "wpt"})
"""What LibreOffice converts only where it is asked to (`--office`)."""
_FEW = 3
"""So many unconverted at the end are left to be converted alone; more mean that the first of them stopped the call."""
_ROUNDS = 3
"""How often a chunk is begun again behind the source that stopped it."""


@dataclass(slots=True, eq=False)
class Chunk:
    """Sources that one call of LibreOffice converts."""

    sources: list[Located]
    asked: bool = False
    done: bool = False


class Lineup:
    """Sources in their order, as idle children should get them."""

    def __init__(self, items: Iterable[Located], may_start: Callable[[int], bool], office: str = "own") -> None:
        endings = _ENDINGS if office == "own" else _ENDINGS | _WORD_ENDINGS
        self._ahead = deque(enumerate(items))
        self._parked: deque[tuple[int, Located]] = deque()
        """Sources whose chunk is being converted."""
        self._may_start = may_start
        self._chunk_of: dict[int, Chunk] = {}
        wanted = [(n, item) for n, item in self._ahead if item.refusal is None and ending_of(item.name) in endings]
        for start in range(0, len(wanted), CHUNK):
            part = wanted[start : start + CHUNK]
            if len(part) > 1:
                chunk = Chunk([item for _, item in part])
                self._chunk_of.update((n, chunk) for n, _ in part)

    def __bool__(self) -> bool:
        return bool(self._ahead or self._parked)

    def next(self) -> tuple[int, Located] | Chunk | None:
        """A source to read, a chunk to convert, or None: nothing to do for now."""
        for place, (number, _) in enumerate(self._parked):
            if self._chunk_of[number].done:
                found = self._parked[place]
                del self._parked[place]
                return found
        while self._ahead and self._may_start(self._ahead[0][0]):
            number, located = self._ahead.popleft()
            chunk = self._chunk_of.get(number)
            if chunk is None or chunk.done:
                return number, located
            self._parked.append((number, located))
            if not chunk.asked:
                chunk.asked = True
                return chunk
        return None


def convert_chunk(sources: Iterable[Located], settings: Settings) -> None:
    """In a child: convert what of these goes to LibreOffice, and leave it for the reader."""
    items: dict[str, dict[str, Input]] = {"docx": {}, "xlsx": {}}
    for located in sources:
        try:
            item = _input(located, settings)
        except SourceError:
            continue
        if item is not None:
            items[item.target][item.key] = item
    for same in items.values():
        _convert(list(same.values()), settings)


def _input(located: Located, settings: Settings) -> Input | None:
    from extractor.intake.sniff import sniff
    from extractor.readers import CONVERTED, READERS
    from extractor.readers.office.reader import input_of

    data = read_located(located, settings)
    format = sniff(data, located.name, settings).format
    if READERS.get(format) != CONVERTED and (format not in ("doc", "wps") or settings.office == "own"):
        return None
    return input_of(data)


def _convert(items: list[Input], settings: Settings) -> None:
    """One call, and again behind a source that stopped it: LibreOffice takes them in their order."""
    from extractor.readers.office.soffice import prefetch

    for _ in range(_ROUNDS):
        if len(items) < 2:
            return
        try:
            made = prefetch(items, settings.convert_seconds / 3, extend)
        except SourceError:
            return
        last = max((n for n, good in enumerate(made) if good), default=-1)
        unmade = items[last + 1 :]
        if len(unmade) < _FEW:
            return
        items = unmade[1:]
