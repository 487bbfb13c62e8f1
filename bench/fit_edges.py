"""Fit the weights of `extractor/scan/support.py` on made-up pages left level, where the true edges are known.

    python bench/fit_edges.py        prints misses and false edges on held-out stretches, then the weights

Positive: edges that divide cells. Negative: edges inside merged cells, and the darkest places inside cells with text.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np
from scan_generator import sample

from extractor.scan.cleanup import flatten, ink_of, separate_ink
from extractor.scan.rulings import CAP
from extractor.scan.support import design, grain_of, measures, noise_of

LEVELS = [("clean", 150), ("mild", 150), ("hard", 150), ("hard", 200), ("photo", 190), ("clean", 200)]
SEEDS = range(36)


def stretches(seed: int, dpi: int, level: str) -> tuple[list[list[float]], list[bool]]:
    """Measures and truth of one page's stretches."""
    picture, truth = sample(seed, dpi, level, turned=False)
    scale = dpi / 72
    gray = flatten(separate_ink(picture)[0], scale)
    cut = np.minimum(ink_of(gray), CAP)
    maps = [cv2.blur(cut, (3, 1)), cv2.blur(np.ascontiguousarray(cut.T), (3, 1))]
    xs, ys, clear = truth.xs, truth.ys, 1.2 * scale
    frame = [(maps[0], ys[0], xs), (maps[0], ys[-1], xs), (maps[1], xs[0], ys), (maps[1], xs[-1], ys)]
    darkness = [
        float(np.median(m[round(at) - 1 : round(at) + 2, round(s[0]) : round(s[-1])].max(0))) for m, at, s in frame
    ]
    base = float(np.percentile(darkness, 25))
    grain = grain_of(noise_of(gray), base)
    rows: list[list[float]] = []
    right: list[bool] = []

    def add(upright: bool, at: float, start: float, end: float, true: bool, least: float = 0.0) -> None:
        stretch = np.array([[round(at), round(start + clear), round(end - clear)]])
        found = measures(maps[upright], stretch, base, grain, scale)[0]
        if found[0] >= least:  # not where it has no room: NaN
            rows.append(found.tolist())
            right.append(true)

    owner = np.zeros((truth.rows, truth.cols), int)
    for i, box in enumerate(truth.boxes):
        owner[box.row : box.row + box.rowspan, box.col : box.col + box.colspan] = i
    for r in range(1, truth.rows):
        for c in range(truth.cols):
            add(False, ys[r], xs[c], xs[c + 1], bool(owner[r - 1, c] != owner[r, c]))
    for c in range(1, truth.cols):
        for r in range(truth.rows):
            add(True, xs[c], ys[r], ys[r + 1], bool(owner[r, c - 1] != owner[r, c]))
    for box in truth.boxes:
        if not box.text:
            continue
        sides = (xs[box.col], xs[box.col + box.colspan]), (ys[box.row], ys[box.row + box.rowspan])
        for upright, (across, along) in ((True, sides), (False, sides[::-1])):
            margin = (4 if upright else 3) * scale
            low, high = round(across[0] + margin), round(across[1] - margin)
            strip = maps[upright][low:high, round(along[0] + clear) : round(along[1] - clear)]
            if high - low < 4 or strip.size == 0:
                continue
            for j in np.argsort(-(strip > 0.5 * base).mean(1))[:2]:
                add(upright, low + int(j), along[0], along[1], False, 0.5)
    return rows, right


def main() -> None:
    rows, right, level_of = [], [], []
    for number, (level, dpi) in enumerate(LEVELS):
        for seed in SEEDS:
            found, true = stretches(seed, dpi, level)
            rows += found
            right += true
            level_of += [number] * len(found)
    x, y, levels = design(np.array(rows)), np.array(right), np.array(level_of)
    mean, spread = x.mean(0), x.std(0) + 1e-9
    mean[-1], spread[-1] = 0, 1
    z = (x - mean) / spread
    train = np.random.default_rng(0).random(len(z)) < 0.7
    weights = np.zeros(z.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-z[train] @ weights))
        curve = z[train].T @ (z[train] * (chance * (1 - chance) + 1e-6)[:, None]) + 0.5 * np.eye(z.shape[1])
        weights += np.linalg.solve(curve, z[train].T @ (y[train] - chance) - 0.5 * weights)
    chance = 1 / (1 + np.exp(-z @ weights))
    for number, (level, dpi) in enumerate(LEVELS):
        held = (levels == number) & ~train
        missed, false = int((held & y & (chance < 0.5)).sum()), int((held & ~y & (chance >= 0.5)).sum())
        print(f"{level} {dpi}: missed {missed} of {int((held & y).sum())}, false {false} of {int((held & ~y).sum())}")
    raw = weights / spread
    raw[-1] = weights[-1] - float((weights[:-1] * mean[:-1] / spread[:-1]).sum())
    print(np.round(raw, 3).tolist())


if __name__ == "__main__":
    main()
