"""The progress bar of a run on a terminal."""

from __future__ import annotations

import sys
import time


class Bar:
    """A one-line progress bar on a terminal's standard error: done, rate, time left, failures, the page of a scan."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._total = total
        self._terminal = not quiet and sys.stderr.isatty()
        self._on = self._terminal and total > 1
        self._start = time.monotonic()
        self._drawn = 0.0
        self._left: float | None = None
        self._shown = False
        self.done = 0
        self.failures = 0

    def step(self, *, failed: bool) -> None:
        """One source is done; `failed`: it could not be read."""
        self.done += 1
        self.failures += failed
        if self._on:
            self._draw("", last=self.done == self._total)
        else:
            self.clear()

    def page(self, page: int, pages: int) -> None:
        """A child has come to a page of a long scan; shown for a single source too."""
        if self._terminal:
            self._draw(f"正在识别第 {page}/{pages} 页", last=page == pages)

    def _draw(self, page: str, *, last: bool) -> None:
        now = time.monotonic()
        if now - self._drawn <= 0.2 and not last:
            return
        self._drawn, self._shown = now, True
        rate = self.done / max(now - self._start, 0.001)
        left = self._smooth((self._total - self.done) / max(rate, 0.001))
        count = f"{self.done}/{self._total}  {rate:.1f} 个/秒" if self._on else ""
        # Before the first one is done there is no rate to count with.
        count += f"  剩余 {_span(left)}  失败 {self.failures}" if self._on and self.done else ""
        sys.stderr.write(f"\r\x1b[K{'  '.join(part for part in (count, page) if part)}")
        sys.stderr.flush()

    def _smooth(self, left: float) -> float:
        """The time left without jumps: what the rate says now weighs a fifth beside what was said before."""
        self._left = left if self._left is None or self.done == self._total else 0.8 * self._left + 0.2 * left
        return self._left

    def clear(self) -> None:
        """Take the bar off the screen, so that a line can be written."""
        if self._shown:
            self._shown = False
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _span(seconds: float) -> str:
    whole = int(seconds)
    if whole < 60:
        return f"{whole} 秒"
    return f"{whole // 60} 分 {whole % 60} 秒" if whole < 3600 else f"{whole // 3600} 小时 {whole % 3600 // 60} 分"
