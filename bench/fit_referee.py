"""Fit the network of `extractor/scan/referee.py` on made-up pages.

    python bench/fit_referee.py collect stretches.npz       what the line finder asks about, with its truth (30 minutes)
    python bench/fit_referee.py fit stretches.npz           needs PyTorch; writes extractor/scan/referee.npz

Collected is what the pipeline itself measures on worn and turned pages (tuning seeds): each stretch is carried back
through the warp and the wear to the clean page, where it is known whether it divides two cells.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

TARGET = Path(__file__).resolve().parent.parent / "extractor" / "scan" / "referee.npz"
PLANS = [
    ("any", 150, 110), ("any", 170, 60), ("any", 200, 90), ("any", 240, 30), ("any", 300, 50), ("mild", 150, 40),
    ("mild", 200, 20),
    ("hard", 150, 60), ("hard", 200, 60), ("hard", 300, 25), ("photo", 190, 60), ("clean", 150, 20),
    ("stamped", 150, 90), ("stamped", 200, 90),
]  # fmt: skip
"""Level, dpi, pages."""
TUNING = 300
"""Seeds below are for tuning."""


def divides(truth: Any, page: Any, factor: float, stretch: tuple[bool, float, float, float]) -> bool | None:
    """Whether a stretch of the straight page divides two cells of the truth; None where it is neither one nor the
    other.
    """
    upright, at, start, end = stretch
    along = np.linspace(start, end, 9)
    xs, ys = (np.full(9, at), along) if upright else (along, np.full(9, at))
    px, py = page.warp.to_picture(xs * factor, ys * factor)
    points = np.linalg.inv(truth.matrix) @ np.vstack([px, py, np.ones(9)])
    across, other = (points[:2] / points[2])[:: 1 if upright else -1]
    lines, stops = (truth.xs, truth.ys) if upright else (truth.ys, truth.xs)
    gaps = np.abs(np.array(lines)[None, :] - across[:, None])
    nearest, gap = gaps.argmin(axis=1), gaps.min(axis=1) / page.scale
    if ((gap > 1.3) & (gap < 2.5)).any():
        return None
    there = [bool(g < 2 and _walled(truth, upright, int(k), float(v), stops)) for k, g, v in zip(nearest, gap, other)]
    share = sum(there) / len(there)
    return True if share == 1 else False if share == 0 else None


def _walled(truth: Any, upright: bool, line: int, place: float, stops: list[float]) -> bool:
    """The truth has a wall on `line` at `place` along it."""
    slot = int(np.searchsorted(stops, place)) - 1
    if not 0 <= slot < len(stops) - 1:
        return False
    owner = truth.owners.T if upright else truth.owners
    if line in (0, len(owner)):
        return True
    return bool(owner[line - 1, slot] != owner[line, slot])


def _owners(truth: Any) -> Any:
    owner = np.zeros((truth.rows, truth.cols), int)
    for i, box in enumerate(truth.boxes):
        owner[box.row : box.row + box.rowspan, box.col : box.col + box.colspan] = i
    return owner


def collect(target: Path, part: int, parts: int) -> None:
    import cv2
    from scan_generator import sample

    from extractor.scan.cleanup import ink_of, tidy_page
    from extractor.scan.grid_from_image import lattices
    from extractor.scan.referee import aside, patches
    from extractor.scan.rulings import find_rulings
    from extractor.scan.search import reduced

    cv2.setNumThreads(1)
    rng = random.Random(part)
    around, told, right, pages = [], [], [], []
    jobs = [(level, dpi, (number * 7 + dpi) % TUNING) for level, dpi, count in PLANS for number in range(count)]
    for job, (level, dpi, seed) in enumerate(jobs):
        if job % parts != part:
            continue
        picture, truth = sample(seed, dpi, level)
        truth.owners = _owners(truth)
        page = tidy_page(picture, dpi / 72)
        gray, red, factor = reduced(page)
        found = find_rulings(gray, ink_of(gray), page.scale / factor, red)
        lattices(found)
        for key in _asked(found, rng):
            if level == "stamped" and not _stamped(found, key):
                continue
            wanted = divides(truth, page, factor, key)
            if wanted is None:
                continue
            key = (
                key[0],
                key[1] + rng.choice([-1, 0, 0, 0, 1]),
                key[2] + rng.uniform(-2, 2),
                key[3] + rng.uniform(-2, 2),
            )
            around += list(patches(found.ink, found.level_stamped, [key], found.base, found.scale))
            told.append(aside(key, found.base, found.grain, found.scale))
            right.append(wanted)
            pages.append(job)
        if job % 50 < parts:
            print(job, len(jobs), len(around), flush=True)
    np.savez(
        target, patches=np.array(around), told=np.array(told, np.float32), right=np.array(right), pages=np.array(pages)
    )


def _asked(found: Any, rng: random.Random) -> list[tuple[bool, float, float, float]]:
    """Stretches the pipeline measured, and as many where a stroke of text is darkest inside a cell."""
    keys = list(found._known)
    for upright, at, start, end in rng.sample(keys, min(len(keys), 150)):
        if end - start > 60 * found.scale:
            continue
        image = found.ink.T if upright else found.ink
        low, high = round(at + 3 * found.scale), round(at + 60 * found.scale)
        strip = image[low:high, start:end]
        if strip.size:
            keys.append((upright, low + int(strip.mean(axis=1).argmax()), start, end))
    return keys


def _stamped(found: Any, key: tuple[bool, float, float, float]) -> bool:
    image = found.upright_stamped if key[0] else found.level_stamped
    row = round(key[1])
    return image is not None and bool((image[max(0, row - 2) : row + 3, round(key[2]) : round(key[3])] > 0).any())


def fit(source: Path, epochs: int) -> None:
    import torch
    from torch import nn

    torch.manual_seed(0)
    torch.set_flush_denormal(True)
    torch.set_num_threads(1)  # more threads than free cores cost ten times the time
    parts = (
        [np.load(p) for p in sorted(source.parent.glob(source.stem + "*.npz"))]
        if not source.exists()
        else [np.load(source)]
    )
    x, t, y, page = (np.concatenate([p[name] for p in parts]) for name in ("patches", "told", "right", "pages"))
    held = page % 10 == 3
    print(len(y), "stretches,", int(y.sum()), "walls,", int(held.sum()), "held out")

    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.c1 = nn.Conv2d(2, 10, 3, (1, 2), 1)
            self.c2 = nn.Conv2d(10, 20, 3, 2, 1)
            self.c3 = nn.Conv2d(20, 24, 3, 2, 1)
            self.f4 = nn.Linear(24 * 4 * 7 + 4, 32)
            self.f5 = nn.Linear(32, 1)

        def forward(self, p: Any, told: Any) -> Any:
            for layer in (self.c1, self.c2, self.c3):
                p = torch.relu(layer(p))
            pooled = torch.cat([p.mean(3), p.amin(3), p[..., 0], p[..., -1]], 1).flatten(1)
            return self.f5(torch.relu(self.f4(torch.cat([pooled, told], 1))))[:, 0]

    net = Net()
    loss_of = nn.BCEWithLogitsLoss()
    rng = np.random.default_rng(0)

    def scores(which: Any) -> Any:
        with torch.no_grad():
            return np.concatenate([
                torch.sigmoid(net(torch.from_numpy(x[i].astype(np.float32) / 255), torch.from_numpy(t[i]))).numpy()
                for i in np.array_split(which, max(1, len(which) // 2000))
            ])  # fmt: skip

    def learn(chosen: Any, epochs: int) -> None:
        steps = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=1e-4)
        plan = torch.optim.lr_scheduler.OneCycleLR(steps, 4e-3, total_steps=epochs * (len(chosen) // 256) + 1)
        for epoch in range(epochs):
            order, lost = rng.permutation(chosen), 0.0
            for start in range(0, len(order) - 255, 256):
                i = order[start : start + 256]
                batch = torch.from_numpy(x[i].astype(np.float32) / 255)
                # Lighter and darker pages, and either side of a line, are as likely as what was drawn.
                batch[:, :1] = (batch[:, :1] * torch.empty(len(i), 1, 1, 1).uniform_(0.8, 1.25)).clamp(0, 1)
                flip, turn = torch.rand(len(i)) < 0.5, torch.rand(len(i)) < 0.5
                batch[flip] = batch[flip].flip(2)
                batch[turn] = batch[turn].flip(3)
                loss = loss_of(
                    net(batch, torch.from_numpy(t[i])), torch.from_numpy(y[i].astype(np.float32) * 0.998 + 0.001)
                )
                steps.zero_grad()
                loss.backward()
                steps.step()
                plan.step()
                lost += float(loss.detach())
            chance, truth = scores(rest), y[rest]
            unsure = (chance > 0.1) & (chance < 0.9)
            print(
                f"{len(chosen)} stretches, epoch {epoch}: loss {lost / max(1, len(order) // 256):.4f}; of {len(rest)} "
                f"held out "
                f"missed {int((truth & (chance < 0.5)).sum())}, false {int((~truth & (chance >= 0.5)).sum())}, "
                f"unsure {int(unsure.sum())}, wrong and sure {int(((chance > 0.5) != truth)[~unsure].sum())}",
                flush=True,
            )

    # Most stretches are plain: a first round on some of them finds the ones worth learning from.
    train, rest = np.flatnonzero(~held), rng.permutation(np.flatnonzero(held))[:12_000]
    learn(rng.choice(train, min(len(train), 40_000), replace=False), 2)
    off = np.abs(scores(train) - y[train])
    hard = train[np.argsort(-off)[: len(train) // 8]]
    learn(np.union1d(hard, rng.choice(train, min(len(train), 40_000), replace=False)), epochs)
    layers = (("1", net.c1), ("2", net.c2), ("3", net.c3), ("4", net.f4), ("5", net.f5))
    out = {
        k + n: v.detach().numpy().astype(np.float16)
        for n, layer in layers
        for k, v in (("w", layer.weight), ("b", layer.bias))
    }
    np.savez_compressed(TARGET, **out)
    print(TARGET, TARGET.stat().st_size, "bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["collect", "fit"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--parts", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=8, help="rounds over the chosen stretches")
    options = parser.parse_args()
    if options.what == "collect":
        collect(options.file, options.part, options.parts)
    else:
        fit(options.file, options.epochs)


if __name__ == "__main__":
    main()
