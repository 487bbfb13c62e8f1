"""`jixiao desk` as it is started: the address printed, one visit, Ctrl-C, and the folder it keeps its things in."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from extractor.desk.command import share_of
from extractor.desk.home import home_of_user
from extractor.desk.shortcut import write_shortcut
from extractor.errors import UsageError


def _start(home: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "extractor", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "JIXIAO_HOME": str(home)},
    )


def test_it_serves_until_interrupted(tmp_path: Path) -> None:
    home = tmp_path / "数据"
    running = _start(home, "desk", "--no-browser")
    try:
        assert running.stdout is not None
        address = running.stdout.readline().strip().removeprefix("工作台：")
        assert address.startswith("http://127.0.0.1:")
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with opener.open(address, timeout=20) as answer:
            assert "绩效工作台" in answer.read().decode()
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(address, timeout=20)
        assert refused.value.code == 401
    finally:
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=30)
    assert running.returncode == 0
    assert "工作台已关闭" in said
    assert "Traceback" not in said
    assert (home / "jixiao.db").is_file()


@pytest.mark.parametrize(
    ("options", "cause"),
    [
        (("desk", "/nowhere"), "路径不存在"),
        (("desk", "--sample", "0"), "抽查比例不对"),
        (("desk", "--host", "256.1.1.1"), "用不了"),
        (("review", "--db", "sqlite:////nowhere/x.db"), "数据库不存在"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_served(tmp_path: Path, options: tuple[str, ...], cause: str) -> None:
    ended = _start(tmp_path, *options)
    out, said = ended.communicate(timeout=30)
    assert (ended.returncode, out) == (2, "")
    assert cause in said


def test_a_sample_is_a_share() -> None:
    assert share_of("2%") == share_of("2") == share_of(" 2％ ") == 0.02
    assert share_of(None) == 0
    for wrong in ("", "nan", "-1", "101%", "两成"):
        with pytest.raises(UsageError):
            share_of(wrong)


def test_the_home_follows_the_custom_of_the_system(tmp_path: Path) -> None:
    assert home_of_user({"XDG_DATA_HOME": "/x"}, "linux").folder == Path("/x/jixiao")
    assert home_of_user({"XDG_DATA_HOME": "relative"}, "linux").folder == Path.home() / ".local/share/jixiao"
    assert home_of_user({"LOCALAPPDATA": "/l"}, "win32").folder == Path("/l/jixiao")
    assert home_of_user({"JIXIAO_HOME": str(tmp_path)}, "win32").folder == tmp_path


@pytest.mark.parametrize(
    ("system", "ending", "line"),
    [("linux", ".desktop", "Exec="), ("win32", ".bat", "chcp 65001"), ("darwin", ".command", "exec")],
)
def test_a_shortcut_starts_this_python(tmp_path: Path, system: str, ending: str, line: str) -> None:
    path = write_shortcut(home_of_user({"JIXIAO_HOME": str(tmp_path)}), system, tmp_path)
    text = path.read_text("utf-8")
    assert path.suffix == ending
    assert line in text
    assert Path(sys.executable).name in text
    assert "-m extractor desk" in text
    assert path.stat().st_mode & 0o100
