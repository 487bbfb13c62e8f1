"""Two thousand random histories of a folder end in the state of a simple model, on SQLite and PostgreSQL.

    python bench/histories.py --count 2000 [--postgres URL]      URL with NAME where the database's name belongs

Prints how many ended right; exits 1 where one did not. The suite runs forty (`tests/store/test_histories.py`).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa  # noqa: E402

from extractor.store.database import Database  # noqa: E402
from extractor.store.schema import metadata  # noqa: E402
from tests.histories import live  # noqa: E402


def _emptied(url: str) -> str:
    """A served database without rows."""
    with Database.open(url) as database, database.begin() as connection:
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        connection.execute(sa.text(f"TRUNCATE {names} CASCADE"))
    return url


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--postgres", default="", help="address of an empty database")
    given = parser.parse_args()
    wrong = []
    with tempfile.TemporaryDirectory() as home:
        for seed in range(1000, 1000 + given.count):
            url = _emptied(given.postgres) if given.postgres else f"sqlite:///{home}/{seed}.db"
            try:
                live(url, seed)
            except AssertionError:
                wrong.append(seed)
            if not given.postgres:
                Path(home, f"{seed}.db").unlink()
    print(f"{given.count - len(wrong)} of {given.count} histories end in the model's state; wrong seeds: {wrong[:20]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
