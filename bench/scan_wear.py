"""Wear as it really arrives, a kind at a time: half-tone, fax, shadow, curl, coloured rulings, tables without lines.

`kinds()` names them; `worn_page(kind, seed, dpi)` draws a page (or two) and wears it, with the truth of each table.
Every
kind has a strength to build against and another that is held back (`held=True`), and some are combinations that are
only
ever held back. The same seed gives the same picture on the same fonts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scan_generator import Look, Picture, Truth, Wear, degrade, page

Image = NDArray[Any]
Worker = Callable[[Picture, np.random.Generator, int, float], Picture]


@dataclass(frozen=True)
class Kind:
    """One kind of wear: how the page is drawn, what is done to it, and how strongly."""

    look: Look = Look()
    steps: tuple[tuple[Worker, float, float], ...] = ()
    """(what is done, strength built against, strength held back), one after the other."""
    pages: int = 1
    hard: bool = False
    """Of the kinds that may also be said to be unreadable."""
    held_only: bool = False
    flat: bool = False
    """Drawn as a flat list too: without rulings a merged cell cannot be told from blank ones."""


def _clip(image: Image) -> Picture:
    return np.clip(image, 0, 255).astype(np.uint8)


def _noise(picture: Image, rng: np.random.Generator, sigma: float) -> Image:
    return np.asarray(picture + rng.normal(0, sigma, (*picture.shape[:2], 1)), np.float32)


def _gray(picture: Picture) -> Image:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.float32)


def _three(gray: Image) -> Picture:
    return np.ascontiguousarray(np.repeat(_clip(gray.astype(np.float32))[..., None], 3, axis=2))


def dither(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """Ordered half-tone in one bit, as a scanner's "photo" setting makes it; `strength` is how grey the paper is."""
    bayer = np.array([[0]])
    for _ in range(3):
        bayer = np.block([[4 * bayer, 4 * bayer + 2], [4 * bayer + 3, 4 * bayer + 1]])
    gray = cv2.GaussianBlur(_gray(picture), (0, 0), 0.0025 * dpi)
    gray = 40 + gray / 255 * (255 * (1 - strength) - 40)
    h, w = gray.shape
    level = np.tile((bayer + 0.5) * 255 / 64, (h // 8 + 1, w // 8 + 1))[:h, :w]
    return _three((gray > level) * 255)


def faded(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """A worn ribbon or toner cartridge: print is `strength` of its darkness."""
    return _clip(_noise(250 - (255 - picture.astype(np.float32)) * strength, rng, 3))


def low_contrast(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """Dark paper, light print: what is left between them is `strength` of the whole range."""
    return _clip(_noise(185 - (255 - picture.astype(np.float32)) * strength, rng, 3))


def curl(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """A bound page on the glass: lines bend towards the spine, which lies in shade. `strength`: bend in inches."""
    h, w = picture.shape[:2]
    x, y = np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32))
    near = np.clip(1 - x / (0.45 * w), 0, 1)
    bend = strength * dpi * near**2 * (0.4 + 0.6 * y / h)
    out = cv2.remap(
        picture, x + 0.12 * strength * dpi * near**2, y + bend, cv2.INTER_LINEAR, borderValue=(230, 230, 230)
    )
    shade = 1 - 0.45 * np.clip(1 - x / (0.12 * w), 0, 1) ** 2
    return _clip(_noise(out * shade[..., None], rng, 4))


def tilt(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """A phone held askew: each corner moved by up to `strength` of the width; a desk around."""
    h, w = picture.shape[:2]
    pad = int((strength + 0.02) * w)
    move = rng.uniform(0.35, 1.0, (4, 2)) * rng.choice([-1, 1], (4, 2)) * strength * w
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, (corners + pad + move).astype(np.float32))
    desk = tuple(int(v) for v in rng.integers(50, 120, 3))
    return np.asarray(cv2.warpPerspective(picture, matrix, (w + 2 * pad, h + 2 * pad), borderValue=desk), np.uint8)


def keystone(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """Taken from below: the upper edge is shorter by `strength` of the width on either side."""
    h, w = picture.shape[:2]
    pad = int(0.03 * w)
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    goal = corners + pad
    goal[0, 0] += strength * w
    goal[1, 0] -= strength * w
    matrix = cv2.getPerspectiveTransform(corners, goal.astype(np.float32))
    out = cv2.warpPerspective(picture, matrix, (w + 2 * pad, h + 2 * pad), borderValue=(90, 80, 75))
    return _clip(_noise(cv2.GaussianBlur(out, (0, 0), 0.6).astype(np.float32), rng, 4))


def uneven(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """A lamp at one side, hand-held blur, grain: light falls by `strength` over the page."""
    h, w = picture.shape[:2]
    x, y = np.meshgrid(np.linspace(-1, 1, w), np.linspace(-1, 1, h))
    angle = rng.uniform(0, 2 * np.pi)
    fall = 1 - strength * (0.5 + 0.5 * (x * np.cos(angle) + y * np.sin(angle)) / 1.41)
    image = cv2.GaussianBlur(picture, (0, 0), 0.8).astype(np.float32) * fall[..., None].astype(np.float32)
    return _packed(_clip(_noise(image * np.array([0.92, 0.97, 1.0], np.float32), rng, 6)), 70)


def shadow(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """The shadow of a hand or a phone lies over part of the page: `strength` of the light is gone there."""
    h, w = picture.shape[:2]
    mask = np.zeros((h, w), np.float32)
    a, b = rng.uniform(0.2, 0.6), rng.uniform(0.3, 0.8)
    points = np.array([[0, a * h], [w * rng.uniform(0.5, 1.0), b * h], [w, h], [0, h]], np.int32)
    cv2.fillPoly(mask, [points], 1.0)
    mask = cv2.GaussianBlur(mask, (0, 0), 0.06 * dpi)
    return _packed(_clip(_noise(picture * (1 - strength * mask)[..., None], rng, 4)), 75)


def copied(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """Photocopied `strength` times: blurred, contrast driven up, specks."""
    gray = _gray(picture)
    h, w = gray.shape
    for _ in range(round(strength)):
        angle = float(rng.uniform(-0.6, 0.6))
        turn = cv2.getRotationMatrix2D((w / 2, h / 2), angle, 1.0)
        gray = cv2.warpAffine(gray, turn, (w, h), borderValue=255.0).astype(np.float32)
        gray = cv2.GaussianBlur(gray, (0, 0), 0.0045 * dpi)
        gray = _noise(gray[..., None], rng, 14)[..., 0]
        gray = 255 / (1 + np.exp(-(gray - 172) / 18))
        specks = rng.random((h, w)) < 0.0004
        gray[cv2.dilate(specks.astype(np.uint8), np.ones((2, 2), np.uint8)) > 0] = 20
    return _three(gray)


def fax(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """A fine fax: 204 x 196 dots an inch in one bit, some lines smeared; `strength` is its threshold."""
    gray = _gray(picture)
    h, w = gray.shape
    small = cv2.resize(gray, (round(w * 204 / dpi), round(h * 196 / dpi)), interpolation=cv2.INTER_AREA)
    bits = (_noise(small[..., None], rng, 10)[..., 0] > strength * 255).astype(np.uint8) * 255
    for row in rng.integers(0, bits.shape[0] - 2, 4):
        bits[row + 1] = bits[row]
    bits[rng.random(bits.shape) < 0.0008] = 0
    return _three(cv2.resize(bits, (w, h), interpolation=cv2.INTER_LINEAR))


def toner(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """Toner runs out: lengthwise bands and patches of faint print, `strength` of it gone where it is worst."""
    h, w = picture.shape[:2]
    band = cv2.GaussianBlur(rng.uniform(0, 1, (1, w)).astype(np.float32), (0, 0), 0.18 * dpi)
    band = (band - band.min()) / (band.max() - band.min())
    patch = cv2.resize(rng.uniform(0, 1, (h // 8, w // 8)).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC)
    loss = strength * np.clip(band * 1.2 - 0.2, 0, 1) * (0.75 + 0.25 * np.clip(patch, 0, 1))
    return _clip(_noise(255 - (255 - picture.astype(np.float32)) * (1 - loss)[..., None], rng, 3))


def fold(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """Folded in three for an envelope: at each crease a dark line and a step of `strength` inches."""
    h, w = picture.shape[:2]
    x, y = np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32))
    shade = np.ones((h, w), np.float32)
    moved = np.zeros((h, w), np.float32)
    for place, sign in ((h / 3 * rng.uniform(0.9, 1.1), 1), (2 * h / 3 * rng.uniform(0.9, 1.1), -1)):
        line = place + (x - w / 2) * rng.uniform(-0.01, 0.01)
        away = np.abs(y - line)
        shade *= 1 - 0.3 * np.exp(-((away / (0.012 * dpi)) ** 2)) - 0.08 * sign * np.tanh((y - line) / (0.4 * dpi))
        moved += sign * strength * dpi * np.exp(-away / (0.35 * dpi))
    out = cv2.remap(picture, x, y + moved, cv2.INTER_LINEAR, borderValue=(250, 250, 250))
    return _clip(_noise(out * np.clip(shade, 0, 1.05)[..., None], rng, 4))


def dirt(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """Dust on the glass and specks of toner: `strength` specks a square inch, one to three pixels."""
    out = picture.copy()
    h, w = out.shape[:2]
    for _ in range(round(strength * h * w / dpi**2)):
        x, y, r = int(rng.integers(0, w)), int(rng.integers(0, h)), int(rng.integers(1, 4))
        out[y : y + r, x : x + int(rng.integers(1, 4))] = int(rng.integers(0, 110))
    return _clip(_noise(out.astype(np.float32), rng, 4))


def bleed(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """Print of the other side shows through, mirrored: `strength` of its darkness."""
    other = page(int(rng.integers(0, 10_000)), dpi)[0]
    back = cv2.GaussianBlur(np.ascontiguousarray(other[:, ::-1]), (0, 0), 0.007 * dpi).astype(np.float32)
    return _clip(_noise(picture.astype(np.float32) - (255 - back) * strength, rng, 4))


def ticks(
    picture: Picture, rng: np.random.Generator, dpi: int, strength: float, colour: tuple[int, int, int]
) -> Picture:
    """A reader's pen: `strength` ticks, strokes and rings over the page."""
    out = picture.copy()
    h, w = out.shape[:2]
    thick = max(2, round(0.012 * dpi))
    for n in range(round(strength)):
        x, y = int(rng.uniform(0.15, 0.85) * w), int(rng.uniform(0.2, 0.85) * h)
        r = 0.12 * dpi
        if n % 3 == 0:
            points = np.array([[x, y], [x + 0.5 * r, y + r], [x + 2.2 * r, y - 1.2 * r]], np.int32)
            cv2.polylines(out, [points], False, colour, thick, cv2.LINE_AA)
        elif n % 3 == 1:
            cv2.ellipse(out, (x, y), (round(2.4 * r), round(0.9 * r)), 5, 0, 350, colour, thick, cv2.LINE_AA)
        else:
            cv2.line(out, (x, y), (round(x + 4 * r), round(y - 0.3 * r)), colour, thick, cv2.LINE_AA)
    return _clip(_noise(out.astype(np.float32), rng, 4))


def black_ticks(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    return ticks(picture, rng, dpi, strength, (35, 30, 30))


def blue_ticks(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    return ticks(picture, rng, dpi, strength, (170, 60, 30))


def scanned(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """An ordinary scanner afterwards: a little turned, blurred and packed; `strength` in degrees."""
    wear = Wear((0.94, 1.0), 0.97, (strength, -strength), 0.0028, 5, 60)
    return degrade(picture, int(rng.integers(0, 1 << 30)), dpi, wear)[0]


def stamped(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """Red seals about the head of the page, `strength` of them: one is that of the filer, more are those who agreed."""
    wear = Wear((1.0, 1.0), 1.0, (0.0,), 0.0, 1, 92, seal=(0.4, 0.4 + 0.6 * strength), seals=round(strength))
    return degrade(picture, int(rng.integers(0, 1 << 30)), dpi, wear, "清河县财政局")[0]


def packed(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """Sent on by a messenger that packs pictures hard: JPEG at the quality `strength`."""
    return _packed(picture, round(strength))


def rotated(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """Laid into the scanner the wrong way: `strength` quarter turns."""
    return np.ascontiguousarray(np.rot90(picture, round(strength)))


def skewed(picture: Picture, rng: np.random.Generator, dpi: int, strength: float) -> Picture:
    """Drawn in askew by the feeder: up to `strength` degrees to either side, three quarters of it at least."""
    h, w = picture.shape[:2]
    angle = strength * float(rng.uniform(0.75, 1.0) * rng.choice([-1, 1]))
    turn = cv2.getRotationMatrix2D((w / 2, h / 2), angle, 1.0)
    out = cv2.warpAffine(picture, turn, (w, h), flags=cv2.INTER_LINEAR, borderValue=(250, 250, 250))
    return _clip(_noise(out, rng, 3))


def _packed(image: Picture, quality: int) -> Picture:
    packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


SCAN = (scanned, 0.4, 0.8)
KINDS: dict[str, Kind] = {
    "clean": Kind(),
    "mild": Kind(steps=((scanned, 0.9, 1.4),)),
    "seal": Kind(steps=((stamped, 1, 3), (packed, 60, 45))),
    "jpeg": Kind(steps=((packed, 45, 25),)),
    "rotated": Kind(steps=((rotated, 1, 2), SCAN)),
    "skewed": Kind(steps=((skewed, 3, 6),)),
    "dither": Kind(steps=((dither, 0.08, 0.13),), hard=True),
    "faded": Kind(steps=((faded, 0.3, 0.22), SCAN)),
    "low-contrast": Kind(steps=((low_contrast, 0.26, 0.2), SCAN)),
    "curl": Kind(steps=((curl, 0.12, 0.2),)),
    "tilt": Kind(steps=((tilt, 0.06, 0.09),)),
    "keystone": Kind(steps=((keystone, 0.05, 0.08),)),
    "hard-photo": Kind(steps=((tilt, 0.06, 0.08), (uneven, 0.5, 0.6)), hard=True),
    "shadow": Kind(steps=((shadow, 0.45, 0.6),)),
    "copied-twice": Kind(steps=((copied, 2, 3),), hard=True),
    "fax": Kind(steps=((fax, 0.62, 0.52),)),
    "toner": Kind(steps=((toner, 0.75, 0.9), SCAN), hard=True),
    "fold": Kind(steps=((fold, 0.015, 0.03),)),
    "red-rulings": Kind(Look(colour=(200, 40, 50)), (SCAN,)),
    "blue-rulings": Kind(Look(colour=(50, 80, 190)), (SCAN,)),
    "dashed": Kind(Look(dash=3.0), (SCAN,)),
    "dark-heads": Kind(Look(dark_heads=True), (SCAN,)),
    "yellow-marker": Kind(Look(marker=(250, 240, 90)), (SCAN,)),
    "green-marker": Kind(Look(marker=(140, 230, 120)), (SCAN,)),
    "pink-marker": Kind(Look(marker=(250, 150, 190)), (SCAN,)),
    "dirt": Kind(steps=((dirt, 25, 45),), hard=True),
    "bleed": Kind(steps=((bleed, 0.16, 0.26),)),
    "black-ticks": Kind(steps=((black_ticks, 9, 16),)),
    "blue-ticks": Kind(steps=((blue_ticks, 9, 16),)),
    "two-pages": Kind(steps=(SCAN,), pages=2),
    "borderless": Kind(Look(lines="none"), (SCAN,), hard=True, flat=True),
    "three-line": Kind(Look(lines="three"), (SCAN,), hard=True, flat=True),
    "no-uprights": Kind(Look(lines="level"), (SCAN,), hard=True, flat=True),
    "copy-of-fax": Kind(steps=((fax, 0.6, 0.6), (copied, 1, 1)), hard=True, held_only=True),
    "photo-of-stamped": Kind(steps=((stamped, 1, 1), (tilt, 0.03, 0.03), (shadow, 0.4, 0.4)), hard=True,
    held_only=True),
    "faded-fold": Kind(steps=((faded, 0.4, 0.4), (fold, 0.015, 0.015)), hard=True, held_only=True),
    "red-dashed": Kind(Look(colour=(200, 60, 60), dash=4.0), (SCAN,), hard=True, held_only=True),
    "grey-seal": Kind(steps=((stamped, 1, 1), (copied, 1, 1)), hard=True, held_only=True),
    "copied-dirt": Kind(steps=((copied, 1, 1), (dirt, 15, 15)), hard=True, held_only=True),
}  # fmt: skip


def kinds(held: bool) -> list[str]:
    return [name for name, kind in KINDS.items() if held or not kind.held_only]


def worn_page(name: str, seed: int, dpi: int = 200, held: bool = False) -> tuple[Picture, list[Truth]]:
    """A page of this kind with the truth of its tables, left to right."""
    kind = KINDS[name]
    rng = np.random.default_rng(seed * 31 + 7)
    layout = 5 if kind.flat and seed % 2 == 0 else None
    drawn = [page(seed + 5000 * n, dpi, layout, look=kind.look) for n in range(kind.pages)]
    picture = np.hstack([picture for picture, _ in drawn])
    for work, shown, back in kind.steps:
        picture = work(np.ascontiguousarray(picture), rng, dpi, back if held else shown)
    return np.ascontiguousarray(picture), [truth for _, truth in drawn]
