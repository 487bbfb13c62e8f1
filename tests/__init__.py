"""The tests, in rooms that mirror `extractor/`."""

from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SAMPLES = ROOT / "samples"
DATA = HERE / "data"
