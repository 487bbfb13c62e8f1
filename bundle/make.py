"""`make bundle`: a folder that installs jixiao without a network. `python -m bundle.make [--platform …] [--python …]`.

dist/jixiao-PLATFORM-pyXY/ holds the wheels of the program and all it needs, install.sh and install.bat, and a page for
the clerk.
"""

from __future__ import annotations

import argparse
import platform as machine
import shutil
import subprocess
import sys
from pathlib import Path

from bundle.platforms import PLATFORMS, ROOT, options, requirements

HERE = Path(__file__).resolve().parent
NAME = "jixiao-extractor"


def this_platform() -> str:
    """The machine this runs on, as `PLATFORMS` calls it."""
    system = {"Linux": "linux", "Windows": "windows", "Darwin": "macos"}[machine.system()]
    return f"{system}-{'arm64' if machine.machine().lower() in ('arm64', 'aarch64') else 'x86_64'}"


def build(platform: str, python: str, out: Path, locked: bool) -> Path:
    """The folder for one machine.

    Raises:
        subprocess.CalledProcessError: a wheel is missing or the index cannot be reached; pip has said which.
    """
    folder = out / f"jixiao-{platform}-py{python.replace('.', '')}"
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    pip = [sys.executable, "-m", "pip"]
    subprocess.run([*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", str(wheels), str(ROOT)], check=True)
    lock = ["-c", str(ROOT / "constraints.txt")] if locked else []
    wanted = [*options(platform, python), *lock, *requirements()]
    subprocess.run([*pip, "download", "--quiet", "--dest", str(wheels), *wanted], check=True)
    for name in ("install.sh", "install.bat", "README.txt"):
        text = (HERE / name).read_text("utf-8").replace("@PYTHON@", python)
        if name.endswith(".bat"):  # cmd.exe on a Chinese Windows reads GBK
            (folder / name).write_bytes(text.replace("\n", "\r\n").encode("gbk"))
        else:
            (folder / name).write_text(text, "utf-8-sig" if name.endswith(".txt") else "utf-8", newline="\n")
    (folder / "install.sh").chmod(0o755)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--platform", choices=sorted(PLATFORMS), default=this_platform())
    parser.add_argument("--python", default=f"{sys.version_info[0]}.{sys.version_info[1]}")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--newest", action="store_true", help="newest releases, not those of constraints.txt")
    given = parser.parse_args()
    folder = build(given.platform, given.python, given.out, locked=not given.newest)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    print(f"{folder}  {len(list((folder / 'wheels').iterdir()))} wheels, {size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
