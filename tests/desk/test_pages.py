"""The pages in a real browser: nothing from elsewhere, no error, usable by keyboard and by a screen reader."""

from __future__ import annotations

import pytest

from tests.desk.conftest import Tab, axe_violations

pytestmark = pytest.mark.needs_chromium


def test_the_navigation_by_keyboard(tab: Tab) -> None:
    tab.page.keyboard.press("g")
    tab.page.keyboard.press("2")
    tab.page.wait_for_url("**/overview")
    tab.page.keyboard.press("?")
    assert "这里可用的按键" in tab.page.locator("#keys").inner_text()
    tab.page.keyboard.press("Escape")
    assert not tab.page.locator("#keys").is_visible()


def test_it_reads_to_a_screen_reader(tab: Tab) -> None:
    assert axe_violations(tab.page) == []
