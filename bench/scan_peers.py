"""The peers' side of `bench/scans.py`: img2table and RapidOCR on a folder of pictures, one JSON line a picture.

Runs in an environment of its own, for the peers pull another OpenCV wheel than the package's:

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install img2table rapidocr onnxruntime    (the extra `bench`)
    /tmp/peers/bin/python bench/scan_peers.py FOLDER [--threads 1] [--only img2table rapidocr both]

`bench/scans.py --peer-python /tmp/peers/bin/python` starts it. Nothing of the package is imported here. A line is
{"name", "img2table": {"tables", "seconds"}, "rapidocr": {"lines", "seconds", "wall"}, "both": {"tables", "seconds"}};
a table is a list of {"row", "col", "rowspan", "colspan", "text"}, a line {"box": [x0, y0, x1, y1], "text"}. Seconds
are CPU seconds, models loaded. img2table sets skewed pages straight itself (`detect_rotation`), and its seconds
include that.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

PEERS = ("img2table", "rapidocr", "both")


def tables_of(found: list[Any]) -> list[list[dict[str, Any]]]:
    """img2table's tables as cells with spans: it repeats a merged cell in every slot that it covers."""
    out = []
    for table in found:
        slots: dict[tuple[int, int, int, int], list[tuple[int, int]]] = {}
        texts: dict[tuple[int, int, int, int], str] = {}
        for row, cells in table.content.items():
            for col, cell in enumerate(cells):
                key = (cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2)
                slots.setdefault(key, []).append((row, col))
                texts[key] = cell.value or ""
        cells_out = []
        for key, places in slots.items():
            rows, cols = [r for r, _ in places], [c for _, c in places]
            cells_out.append({
                "row": min(rows), "col": min(cols), "rowspan": max(rows) - min(rows) + 1,
                "colspan": max(cols) - min(cols) + 1, "text": texts[key],
            })  # fmt: skip
        out.append(cells_out)
    return out


class Rapid:
    """RapidOCR's full-page call: detector and recogniser, no classifier of turned lines."""

    def __init__(self, threads: int) -> None:
        from rapidocr import RapidOCR

        self.engine = RapidOCR(
            params={
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Global.use_cls": False,
                "Global.log_level": "error",
            }
        )

    def lines(self, picture: Any) -> list[dict[str, Any]]:
        found = self.engine(picture)
        if found.txts is None or found.boxes is None:
            return []
        return [
            {
                "box": [float(box[:, 0].min()), float(box[:, 1].min()), float(box[:, 0].max()), float(box[:, 1].max())],
                "text": text,
                "score": float(score),
            }
            for text, box, score in zip(found.txts, found.boxes, found.scores)
        ]


def with_text(path: Path, rapid: Rapid) -> list[list[dict[str, Any]]]:
    """img2table with RapidOCR as its reader (its own adapter asks for the English models)."""
    from img2table.document import Image
    from img2table.ocr._types import OCRData, OCRInstance

    class Adapter(OCRInstance):
        def of(self, document: Any) -> Any:
            records: dict[int, list[dict[str, Any]]] = {}
            for page, image in enumerate(document.images):
                for number, line in enumerate(rapid.lines(image[:, :, ::-1])):
                    x1, y1, x2, y2 = (int(v) for v in line["box"])
                    name = f"word_{page + 1}_{number + 1}"
                    records.setdefault(page, []).append({
                        "id": name, "parent": name, "value": line["text"], "confidence": int(100 * line["score"]),
                        "x1": x1, "y1": y1, "x2": x2, "y2": y2,
                    })  # fmt: skip
            return OCRData(records=records) if records else None

    return tables_of(Image(str(path), detect_rotation=True).extract_tables(ocr=Adapter()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=list(PEERS), choices=PEERS)
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(options.threads)
    try:
        import cv2
        from img2table.document import Image
    except ImportError as error:
        print(f"missing: {error.name}; pip install img2table rapidocr onnxruntime", file=sys.stderr)
        return 3
    cv2.setNumThreads(options.threads)
    rapid = None
    if {"rapidocr", "both"} & set(options.only):
        try:
            rapid = Rapid(options.threads)
        except ImportError as error:
            print(f"missing: {error.name}; pip install rapidocr onnxruntime", file=sys.stderr)
            return 3
    pictures = sorted(options.folder.glob("*.png"))
    warm = True
    for path in pictures[:1] + pictures:
        answer: dict[str, Any] = {"name": path.stem}
        picture = cv2.imread(str(path))
        for peer in options.only:
            wall, begun = time.perf_counter(), time.process_time()
            if peer == "img2table":
                found = {"tables": tables_of(Image(str(path), detect_rotation=True).extract_tables())}
            elif peer == "rapidocr":
                assert rapid is not None
                found = {"lines": rapid.lines(picture)}
            else:
                assert rapid is not None
                if warm:
                    continue
                found = {"tables": with_text(path, rapid)}
            answer[peer] = {**found, "seconds": time.process_time() - begun, "wall": time.perf_counter() - wall}
        if not warm:
            # The first picture was read once before: imports and models are not part of a page's time.
            print(json.dumps(answer, ensure_ascii=False), flush=True)
        warm = False
    return 0


if __name__ == "__main__":
    sys.exit(main())
