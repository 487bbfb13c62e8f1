"""The machines that are served: names as a clerk says them, tags as pip knows them."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLATFORMS: dict[str, tuple[str, ...]] = {
    "linux-x86_64": ("manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "linux-arm64": (
        "manylinux_2_28_aarch64", "manylinux_2_27_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64",
    ),
    "windows-x86_64": ("win_amd64",),
    "macos-arm64": (
        "macosx_14_0_arm64", "macosx_13_0_arm64", "macosx_12_0_arm64", "macosx_11_0_arm64", "macosx_10_13_universal2",
    ),
}  # fmt: skip
"""glibc 2.28 is that of 麒麟 V10 and 统信 UOS 20, which the offices run."""
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
OFFERED = ("ocr", "archives", "desk")
"""Extras that an office gets; a database server, Parquet and a cluster are for machines with a network."""


def requirements(extras: tuple[str, ...] = OFFERED) -> list[str]:
    """What `pyproject.toml` asks for, core and extras, each once."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for extra in extras for one in project["optional-dependencies"][extra])]
    return list(dict.fromkeys(wanted))


def options(platform: str, python: str) -> list[str]:
    """pip's options that ask for wheels of another machine; nothing is ever built.

    pip judges the markers in a package's own metadata (`sys_platform == …`, `python_version < …`) by the machine and
    the Python it runs on: a dependency that only Windows has is missed on Linux, one that only older Pythons have
    (py7zr's backports.zstd) is asked for in vain.
    """
    tags = [part for tag in PLATFORMS[platform] for part in ("--platform", tag)]
    return ["--only-binary=:all:", "--python-version", python, "--implementation", "cp", *tags]
