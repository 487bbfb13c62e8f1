"""A clerk's day in a real browser: ten mixed filings dropped, the year looked at, the letters taken away as one zip.

With JIXIAO_PICTURES=FOLDER the pictures of docs/desk.md are written there (`make pictures`).
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from extractor.store import schema
from tests.desk.conftest import Served, Tab, axe_violations
from tests.desk.filings import make_filings, make_refiled

pytestmark = pytest.mark.needs_chromium
SIZES = ((1280, 800), (1920, 1080), (400, 800))


def picture(page: Any, name: str) -> None:
    folder = os.environ.get("JIXIAO_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"desk-{name}.png"))


def drop(page: Any, folder: Path) -> Any:
    """Pick a folder on 收件 and wait until it is read; gives the job's box."""
    page.locator("#folder").set_input_files(str(folder))
    count = sum(path.is_file() for path in folder.rglob("*"))
    box = page.locator(".job", has_text=f"拖入的 {count} 个文件")
    box.locator(".job-end", has_text="找到").wait_for(timeout=120_000)
    return box


def looks_right(page: Any) -> None:
    """Read by a screen reader, and nothing wider than the window at any size."""
    assert axe_violations(page) == []
    before = page.viewport_size
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    page.set_viewport_size(before)


def test_from_the_folder_to_the_letters(tab: Tab, served: Served, tmp_path: Path) -> None:
    page, desk = tab.page, served.desk
    register = tmp_path / "departments.yaml"
    register.write_text("departments:\n- name: 县妇女联合会\n- name: 县科学技术协会\n- name: 县档案馆\n", "utf-8")
    desk.departments = str(register)

    assert page.url.endswith("/intake"), "an empty desk begins where the first file is dropped"
    looks_right(page)
    box = drop(page, make_filings(tmp_path / "来件"))
    assert "找到 12 个：读取 12" in box.inner_text()
    box.locator("summary").click()
    looks_right(page)
    picture(page, "intake")
    with desk.database.read() as connection:
        by_status = sa.select(schema.source.c.status, sa.func.count()).group_by(schema.source.c.status)
        read = {row[0]: row[1] for row in connection.execute(by_status)}
        names = connection.execute(sa.select(sa.func.count()).select_from(schema.source_name)).scalar_one()
    assert (sum(read.values()), read["failed"], names) == (12, 1, 12)

    page.keyboard.press("g")
    page.keyboard.press("2")
    page.wait_for_url("**/overview*")
    assert "县档案馆" in page.locator("#missing").inner_text()
    page.locator(".chip", has_text="2024").click()
    looks_right(page)
    picture(page, "overview")
    page.keyboard.press("/")
    page.keyboard.insert_text("残疾")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    assert page.locator("tbody tr").count() == 1
    page.get_by_role("link", name="县残疾人联合会").click()
    page.wait_for_url("**/overview/unit*")
    assert page.locator("tbody tr").count() == 3

    page.goto(f"{tab.origin}/overview/unit?year=2024&name=沅江市总工会")
    page.locator("tbody a").first.click()
    page.wait_for_url("**/source/*")
    page.keyboard.press("j")
    page.locator("td.framed").wait_for(timeout=90_000)
    looks_right(page)
    picture(page, "source")

    page.goto(f"{tab.origin}/intake")
    drop(page, make_refiled(tmp_path / "重报"))
    page.goto(f"{tab.origin}/send?year=2024")
    looks_right(page)
    page.get_by_role("link", name="旧版与新版").click()
    page.wait_for_url("**/refiled/*")
    assert "个已改正" in page.inner_text("main")
    looks_right(page)
    picture(page, "refiled")
    page.go_back()
    page.wait_for_url("**/send*")
    page.keyboard.press("l")
    made = page.locator(".job", has_text="已完成")
    made.wait_for(timeout=120_000)
    picture(page, "send")
    with page.expect_download() as awaited:
        made.get_by_role("link", name="下载 zip").click()
    target = tmp_path / "letters.zip"
    awaited.value.save_as(target)
    with zipfile.ZipFile(target) as letters:
        assert letters.testzip() is None
        found = set(letters.namelist())
    with desk.database.read() as connection:
        units = connection.execute(
            sa.select(schema.form.c.unit).where(schema.form.c.in_force, schema.form.c.fiscal_year == 2024).distinct()
        ).scalars()
        assert {f"{unit}.docx" for unit in units} <= found
