"""Does the program install by wheels alone? `python -m bundle.wheels` asks for every Python and machine served.

Nothing is installed and, where the index gives metadata apart, nothing downloaded. One line each; exits 1 where a
wheel is missing.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile

from bundle.platforms import OFFERED, PLATFORMS, PYTHONS, options, requirements


def missing(platform: str, python: str, wanted: list[str]) -> str | None:
    """Why the wheels do not suffice there; None where they do."""
    with tempfile.TemporaryDirectory() as nowhere:
        command = [
            sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet", "--target", nowhere,
            *options(platform, python), *wanted,
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    faults = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
    return None if done.returncode == 0 else (faults[-1] if faults else done.stderr.strip()[-300:])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", action="append", help="as 3.12; default: all served")
    parser.add_argument("--platform", action="append", choices=sorted(PLATFORMS))
    parser.add_argument("--core", action="store_true", help="without the extras")
    given = parser.parse_args()
    wanted, bad = requirements(() if given.core else OFFERED), 0
    for python in given.python or PYTHONS:
        for platform in given.platform or PLATFORMS:
            why = missing(platform, python, wanted)
            bad += why is not None
            print(f"{python:5} {platform:15} {why or 'wheels alone'}", flush=True)
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
