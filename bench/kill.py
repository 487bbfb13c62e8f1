"""kill -9 of an ingest at twenty random moments of a 200-file run, resumed and compared. `python bench/kill.py`"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from extractor.batch.ingest import ingest  # noqa: E402
from tests.batch.test_ingest import database, make_folder  # noqa: E402
from tests.store_state import killed_at, loaded, state  # noqa: E402

FILES, KILLS, SEED = 200, 20, 20241122


def main() -> None:
    dice = random.Random(SEED)
    with tempfile.TemporaryDirectory() as home:
        here = Path(home)
        folder = make_folder(here / "2024年", FILES)
        clean = database(here, "clean")
        ingest([str(folder)], db=clean, workers=2)
        wanted = state(clean)
        for number in range(KILLS):
            db = here / f"killed-{number}.db"
            killed_at(folder, db, dice.randrange(FILES), dice.uniform(0, 0.05), "")
            stood = loaded(db)
            ingest([str(folder)], db=f"sqlite:///{db}", workers=2)
            same = "same tables" if state(f"sqlite:///{db}") == wanted else "TABLES DIFFER"
            print(f"killed with {stood} of {FILES} loaded, resumed: {same}")


if __name__ == "__main__":
    main()
