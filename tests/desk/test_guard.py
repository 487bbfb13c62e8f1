"""Attack probes: whoever is not the desk's own page is refused, in plain Chinese."""

from __future__ import annotations

import pytest

from extractor.desk.desk import Desk
from extractor.desk.door import Door
from tests.desk.conftest import ORIGIN, PORT, Asking

PAGES = ("/", "/overview", "/static/desk.css")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_without_the_cookie(desk: Desk, path: str) -> None:
    with Asking(desk) as stranger:
        answer = stranger.get(path)
        assert answer.status_code == 401
        assert "没有进入工作台" in answer.json()["cause"]


def test_the_token_opens_once(desk: Desk) -> None:
    address = desk.door.address("/overview")
    with Asking(desk) as first:
        assert first.get(address).status_code == 200
        cookie = next(iter(first.cookies.jar))
        assert cookie.has_nonstandard_attr("HttpOnly")
        assert cookie.get_nonstandard_attr("SameSite").lower() == "strict"
    with Asking(desk) as second:
        answer = second.get(address)
        assert answer.status_code == 401
        assert "已经用过" in answer.json()["cause"]
        assert second.get("/enter?token=").status_code == 401


@pytest.mark.parametrize(
    "host",
    ["evil.example:8765", "127.0.0.1:9", "127.0.0.1.evil.example:8765", "", "192.168.1.7:8765", "a@127.0.0.1:8765"],
)
def test_a_foreign_host_is_refused(client: Asking, host: str) -> None:
    assert client.get("/overview", headers={"Host": host}).status_code in (400, 403)


def test_with_host_the_machine_may_be_named_by_digits_but_not_by_a_rebound_name() -> None:
    door = Door("0.0.0.0", PORT)  # noqa: S104
    assert door.is_own(f"192.168.1.7:{PORT}")
    assert not door.is_own(f"evil.example:{PORT}")
    assert not Door("127.0.0.1", PORT).is_own(f"192.168.1.7:{PORT}")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_page_cannot_even_read(client: Asking, site: str) -> None:
    assert client.get("/overview", headers={"Sec-Fetch-Site": site}).status_code == 403


def test_the_entry_leads_nowhere_else(desk: Desk) -> None:
    with Asking(desk) as asking:
        for to in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
            address = desk.door.address("/").split("&to=")[0]
            answer = asking.get(address, params={"token": address.split("token=")[1], "to": to}, follow_redirects=False)
            assert answer.headers["location"] == "/"


def test_every_answer_carries_the_policy(client: Asking) -> None:
    for path in (*PAGES, "/nowhere"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert client.get(path).headers["x-content-type-options"] == "nosniff"


def test_no_page_is_a_plain_answer(client: Asking) -> None:
    answer = client.get("/nowhere", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "没有这个页面" in answer.text


@pytest.mark.parametrize("path", ["/static/../desk.py", "/static/%2e%2e/guard.py", "/static/..%2fguard.py"])
def test_static_serves_its_own_folder_alone(client: Asking, path: str) -> None:
    assert client.get(path).status_code == 404


def test_origin_of_ours() -> None:
    assert Door("127.0.0.1", PORT).is_own(ORIGIN.removeprefix("http://"))
