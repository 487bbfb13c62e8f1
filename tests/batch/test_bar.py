"""The bar on a terminal: files done, and the page of a long scan; nothing on a pipe or with --quiet."""

from __future__ import annotations

import io
import sys

import pytest

from extractor.batch.bar import Bar


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _terminal(monkeypatch: pytest.MonkeyPatch) -> _Terminal:
    """Not a fixture: pytest sets its own standard error between a test's set-up and its call."""
    screen = _Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    return screen


def test_a_single_long_scan_shows_its_pages_and_leaves_the_line_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _terminal(monkeypatch)
    bar = Bar(1, quiet=False)
    bar.page(1, 30)
    assert terminal.getvalue().endswith("正在识别第 1/30 页")
    bar.step(failed=False)
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_pages_stand_beside_the_count_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _terminal(monkeypatch)
    bar = Bar(4, quiet=False)
    bar.page(2, 2)
    assert "0/4" in terminal.getvalue() and "剩余" not in terminal.getvalue()
    assert terminal.getvalue().endswith("正在识别第 2/2 页")


def test_quiet_and_a_pipe_show_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _terminal(monkeypatch)
    Bar(1, quiet=True).page(1, 2)
    assert terminal.getvalue() == ""
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    Bar(4, quiet=False).page(2, 2)
    assert pipe.getvalue() == ""
