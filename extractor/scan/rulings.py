"""Rulings from pixels: how much each place looks like a thin level line, and the runs that do.

A ruling is thin, dark against at least one side, goes on without a break and ends at another ruling; a text
stroke stops after a character. Darkness is first averaged along the line (noise falls), compared with what
stands a few pixels above and below, and then opened with a long run (strokes fall out). What is left is held
against the other direction: a run that does not end at rulings is not one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.scan.levels import percentile, pieces
from extractor.scan.referee import Stretch, aside, patches
from extractor.scan.referee import chances as referee
from extractor.scan.runs import Run, between, bridged, distinct, parted_by, reaching, under_stamp
from extractor.scan.support import chances, grain_of, measures, noise_of

Gray = NDArray[Any]
Floats = NDArray[np.float64]
Asked = tuple[float, float, float]
"""A stretch that support is asked for: (place across, start, end)."""
Place = tuple[bool, int, int, int]
"""(upright, place across, start, end), in whole pixels."""

CAP = 110
"""Darkness is cut here: a black stroke shall not outweigh a faint ruling ten times."""


MAX_RUNS = 2500
"""Runs of one direction beyond which a page is a photograph or noise, not a form."""
SHORTER = 1.2
"""Points of a line that are one pixel while runs are sought."""
MEETING = 2.4
"""Points by which a run may end short of a ruling across and still meet it."""
UNBROKEN = 0.96
"""Share of a level ruling's length, where no upright one meets it, that has to be inked."""
ALONE = 0.96
"""Support that a short run needs where no other stands in line with it."""


@dataclass(slots=True)
class Rulings:
    """The rulings of a page and the strength maps they were found in (level; upright one transposed)."""

    level: list[Run]
    upright: list[Run]
    level_map: Gray
    upright_map: Gray
    base: float
    """Darkness of the page's rulings."""
    grain: float
    scale: float
    loose: tuple[list[Run], list[Run]] = field(default_factory=lambda: ([], []))
    """Level and upright runs before they were held against each other."""
    ink: Gray | None = None
    """Darkness of the page, not cut."""
    level_stamped: Gray | None = None
    """Where coloured ink stood, with a little around; `upright_stamped` the same, transposed."""
    upright_stamped: Gray | None = None
    _known: dict[Place, tuple[Floats, float]] = field(default_factory=dict)
    _walls: dict[Stretch, float] = field(default_factory=dict)

    def support(self, upright: bool, stretches: list[Asked]) -> list[float]:
        """Chance of each stretch (place across, start, end) to be ruled."""
        keys = [(upright, round(at), round(a), round(b)) for at, a, b in stretches]
        fresh = [key for key in dict.fromkeys(keys) if key not in self._known]
        if fresh:
            fine = self.upright_map if upright else self.level_map
            stamped = self.upright_stamped if upright else self.level_stamped
            places = np.array([key[1:] for key in fresh], np.int64)
            found = measures(fine, places, self.base, self.grain, self.scale, stamped)
            self._known.update(zip(fresh, zip(found, chances(found).tolist())))
        return [self._known[key][1] for key in keys]

    def walls(self, stretches: list[Stretch]) -> Floats:
        """Chance of each stretch (upright, at, start, end) to divide two cells, by what stands around it."""
        if self.ink is None or not stretches:
            return np.zeros(len(stretches))
        fresh = [s for s in dict.fromkeys(stretches) if s not in self._walls]
        if fresh:
            told = np.array([aside(s, self.base, self.grain, self.scale) for s in fresh], np.float32)
            around = patches(self.ink, self.level_stamped, fresh, self.base, self.scale)
            self._walls.update(zip(fresh, referee(around, told).tolist()))
        return np.array([self._walls[s] for s in stretches])

    def measured(self, upright: bool, at: float, start: float, end: float) -> Floats | None:
        """What is measured of one stretch of the line at `at`; None where it has no room.

        Args:
            upright: it runs from top to bottom.
            start, end: along the line, in pixels.
        """
        self.support(upright, [(at, start, end)])
        found = self._known[upright, round(at), round(start), round(end)][0]
        return None if np.isnan(found[0]) else found


def ridge(ink: Gray, scale: float, along: int | None = None) -> Gray:
    """Strength of a level line at each pixel: darkness over the lighter of its two sides.

    Args:
        ink: darkness, 0 on paper.
        scale: pixels per point.
        along: pixels averaged along the line.
    """
    apart = max(2, round(1.3 * scale))
    smooth = cv2.blur(ink, (along or max(5, round(3.5 * scale) | 1), 1))
    above, below = _moved(smooth, apart), _moved(smooth, -apart)
    return np.asarray(cv2.subtract(smooth, cv2.min(above, below)), np.uint8)


def _shortened(laid: Gray, stride: int) -> Gray:
    """A page made `stride` times shorter along its level lines; places across stay."""
    width = max(stride, laid.shape[1] - laid.shape[1] % stride)
    return np.ascontiguousarray(cv2.blur(laid, (stride, 1), anchor=(0, 0))[:, :width:stride])


@dataclass(slots=True)
class Maps:
    """What rulings are sought in, level and upright (laid level): made once a page, however often it is searched."""

    fine: list[Gray]
    """Darkness, cut at CAP and averaged over three pixels along the line."""
    strength: list[Gray]
    """How much each place of the shortened page looks like a line."""
    reference: list[float]
    """Usual strength of the rulings; 0 where there are none."""
    noise: float
    stride: int
    _crests: dict[tuple[bool, float], tuple[Gray, Gray]] = field(default_factory=dict)

    def crests(self, turned: bool, least: float, scale: float) -> tuple[Gray, Gray]:
        """How strong each place is as part of a run of `least` pixels, and the crests (0/1): those of a search hold for
        the next one.
        """
        if (turned, least) not in self._crests:
            strength, short = self.strength[turned], least / self.stride
            thick = cv2.dilate(strength, np.ones((3, 1), np.uint8))
            opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, max(2, round(short))), np.uint8))
            # A ruling thicker than a pixel or two is a plateau: averaged across as well, its middle is the crest.
            even = cv2.blur(strength, (max(3, round(short / 2)) | 1, max(3, round(1.2 * scale) | 1)))
            crest = even >= cv2.dilate(even, np.ones((max(3, round(1.6 * scale) | 1), 1), np.uint8))
            self._crests[turned, least] = np.asarray(opened, np.uint8), crest.astype(np.uint8)
        return self._crests[turned, least]


def maps_of(gray: Gray, ink: Gray, scale: float) -> Maps:
    """The maps of a straight page; the arguments are those of `find_rulings`."""
    cut = cv2.min(ink, np.full_like(ink, CAP))
    laid = [cut, cv2.transpose(cut)]
    noise = noise_of(gray)
    along = max(3, round((1.2 + 9 * grain_of(noise, 27.0)) * scale) | 1)
    stride = max(1, int(SHORTER * scale))
    strength = [ridge(_shortened(page, stride), scale, round(along / stride) | 1) for page in laid]
    reference = [_reference(one, scale, stride) for one in strength]
    return Maps([cv2.blur(page, (3, 1)) for page in laid], strength, reference, noise, stride)


def _moved(image: Gray, by: int) -> Gray:
    """Shifted down by `by` rows (up where negative), edge rows repeated."""
    out = np.empty_like(image)
    if by > 0:
        out[by:], out[:by] = image[:-by], image[0]
    else:
        out[:by], out[by:] = image[-by:], image[-1]
    return out


def find_rulings(
    gray: Gray, ink: Gray, scale: float, red: Gray | None = None, faint: float = 1.0, maps: Maps | None = None
) -> Rulings:
    """All rulings of a straight page.

    Args:
        gray: the flattened page; `ink`: its darkness.
        scale: pixels per point.
        red: where red ink stood; short runs there need company.
        faint: how faint rulings may be beside the page's usual ones (a heavy frame sets too high a measure).
        maps: those of the page, where they are known.
    """
    maps = maps or maps_of(gray, ink, scale)
    fine = maps.fine
    none = Rulings([], [], fine[0], fine[1], 0.0, 0.0, scale)
    sought = _sought(maps, scale, faint)
    if sought is None:
        return none
    wide, tall, short = sought
    tolerance = MEETING * scale
    bases = _darkness(between(wide, tall, tolerance), fine[0], scale) + _darkness(
        between(tall, wide, tolerance), fine[1], scale
    )
    if not bases:
        return none
    base = faint * float(np.percentile(bases, 25))
    found = Rulings(wide, tall, fine[0], fine[1], base, grain_of(maps.noise, base), scale, (wide, tall), ink)
    if red is not None:
        found.level_stamped = cv2.dilate(red, np.ones((5, 5), np.uint8))
        found.upright_stamped = cv2.transpose(found.level_stamped)
    _hold_together(found, wide, tall + short, tolerance)
    found.upright = _plausible(found.upright, found, True, None if red is None else red.T)
    found.level = _plausible(between(found.level, found.upright, tolerance), found, False, red)
    found.upright = between(found.upright, found.level, tolerance)
    return found


def _sought(maps: Maps, scale: float, faint: float) -> tuple[list[Run], list[Run], list[Run]] | None:
    """Level runs, upright ones and short upright ones; None where there is nothing dark or far too much of it."""
    references = [faint * reference for reference in maps.reference]
    known = [b for b in references if b > 0]
    if not known:
        return None
    floors = [b or min(known) for b in references]
    wide = _runs(maps, False, 14 * scale, floors[0], scale)
    if len(wide) > MAX_RUNS:
        return None
    tall = _runs(maps, True, 24 * scale, floors[1], scale)
    short = _runs(maps, True, 8 * scale, floors[1], scale, judged=False)
    if len(tall) > MAX_RUNS or len(short) > 2 * MAX_RUNS:
        return None
    return bridged(wide, scale), bridged(tall, scale), short


def _hold_together(found: Rulings, wide: list[Run], tall: list[Run], tolerance: float) -> None:
    """Level and upright runs held against each other, the long ones first, until neither loses one."""
    under = under_stamp(tall, found.upright_stamped)
    for least in (60, 30, 0, 0, 0):
        before = (len(found.level), len(found.upright))
        stops = [run for run in found.upright if run.length > least * found.scale]
        found.level = _solid(between(wide, found.upright, tolerance), stops, found, False)
        stops = [run for run in found.level if run.length > least * found.scale]
        upright = reaching(tall, under, found.level, tolerance)
        found.upright = _solid(between(upright, found.level, tolerance), stops, found, True)
        found.upright = distinct(found.upright, found.scale)
        if least == 0 and (len(found.level), len(found.upright)) == before:
            break


def level_runs(gray: Gray, ink: Gray, scale: float) -> list[Run]:
    """The level rulings of a page without upright ones to hold them against: long, thin, inked all along."""
    maps = maps_of(gray, ink, scale)
    base = maps.reference[0]
    runs = _runs(maps, False, 60 * scale, base, scale) if base else []
    if len(runs) > MAX_RUNS:
        return []
    return [run for run in distinct(bridged(runs, scale), scale) if _is_unbroken(run, maps.fine[0])]


def _is_unbroken(run: Run, fine: Gray) -> bool:
    """Whether ink is all along a run: the feet of a line of characters have blanks between them."""
    row = round(run.at)
    band = fine[max(0, row - 1) : row + 2, round(run.start) : round(run.end)].max(axis=0)
    return float(np.mean(band > 0.45 * float(np.median(band)))) >= UNBROKEN


def _plausible(runs: list[Run], page: Rulings, upright: bool, red: Gray | None) -> list[Run]:
    """Without short runs that stand alone and are not quite sure: a stroke of text that fills a tight row."""
    inset = 1.2 * page.scale
    page.support(
        upright, [(run.at, run.start + inset, run.end - inset) for run in runs if run.length < 40 * page.scale]
    )
    out: list[Run] = []
    for run in runs:
        if run.length < 40 * page.scale:
            company = any(
                o is not run and abs(o.at - run.at) <= 1.2 * page.scale and o.length >= 40 * page.scale for o in runs
            )
            chance = page.support(upright, [(run.at, run.start + inset, run.end - inset)])[0]
            if chance < (0.5 if company else ALONE):
                continue
            if upright:
                less, more = flanks(run, page, upright)
                if less > 0.25 or (not company and more > 0.2):
                    continue
            if not company and _dark_share(run, page, upright) < (0.9 if _stamped(run, red) else 0.8):
                continue
        elif upright and run.length < 200 * page.scale and _in_prose(run, page):
            continue
        out.append(run)
    return out


def _in_prose(run: Run, page: Rulings) -> bool:
    """A broken stroke with print on both sides: characters that stand under each other in a long text."""
    less, more = flanks(run, page, True)
    if less < 0.2 or more < 0.45:
        return False
    found = page.measured(True, run.at, run.start, run.end)
    return found is None or bool(found[0] < 0.95 or found[2] < 0.5)


def flanks(run: Run, page: Rulings, upright: bool) -> tuple[float, float]:
    """Share of the run with print close beside it, on either side: cells keep their text off their rulings."""
    fine = page.upright_map if upright else page.level_map
    near, far = round(1.3 * page.scale) + 1, round(3.2 * page.scale)
    row, first, last = round(run.at), round(run.start), round(run.end)
    dark = max(60.0, 1.8 * page.base) if page.base < 60 else 60.0
    shares = []
    for top, bottom in ((row - far, row - near + 1), (row + near, row + far + 1)):
        side = fine[max(0, top) : max(0, bottom), first:last]
        shares.append(float((side > dark).any(axis=0).mean()) if side.size else 0.0)
    return min(shares), max(shares)


def _dark_share(run: Run, page: Rulings, upright: bool) -> float:
    """Share of the run that is as dark as a ruling."""
    found = page.measured(upright, run.at, run.start, run.end)
    return float(found[0]) if found is not None else 0.0


def _stamped(run: Run, red: Gray | None) -> bool:
    """Red ink lies on the run."""
    if red is None:
        return False
    row = round(run.at)
    return bool(red[max(0, row - 4) : row + 5, round(run.start) : round(run.end)].mean() > 12)


def _solid(runs: list[Run], others: list[Run], page: Rulings, upright: bool) -> list[Run]:
    """The stretches of each run, between rulings of the other direction, that the ink supports."""
    inset = 1.2 * page.scale
    parted = [(run, ends) for run, ends in zip(runs, parted_by(runs, others, 2.4 * page.scale)) if len(ends) > 1]
    asked = [(run.at, a + inset, b - inset) for run, ends in parted for a, b in zip(ends, ends[1:])]
    chances = iter(page.support(upright, asked))
    out: list[Run] = []
    for run, ends in parted:
        start: float | None = None
        for a, b, chance in zip(ends, ends[1:], chances):
            if chance >= 0.4:
                start = a if start is None else start
            if start is not None and (chance < 0.4 or b == run.end):
                out.append(Run(run.at, start, b if chance >= 0.4 else a, run.strength))
                start = None
    return out


def _darkness(runs: list[Run], fine: Gray, scale: float) -> list[float]:
    """How dark each long ruling is in `fine`."""
    values = []
    for run in runs:
        if run.length > 50 * scale:
            row = round(run.at)
            values.append(
                float(np.median(fine[max(0, row - 1) : row + 2, round(run.start) : round(run.end)].max(axis=0)))
            )
    return values


def _reference(strength: Gray, scale: float, stride: int) -> float:
    """Typical strength of this page's rulings in one direction (of a shortened map); 0 where there are none."""
    long = 70 * scale / stride
    thick = cv2.dilate(strength, np.ones((3, 1), np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, max(15 // stride, round(long))), np.uint8))
    values = opened[opened > 5]
    if len(values) < long:
        return 0.0
    return percentile(values, 40)


def _runs(maps: Maps, turned: bool, least: float, base: float, scale: float, judged: bool = True) -> list[Run]:
    """Unbroken runs of at least `least` pixels, level or upright (`turned`), whose strength stays above a share of the
    page's usual one; without `judged` how strong each is stays out.
    """
    strength, stride = maps.strength[turned], maps.stride
    short = least / stride
    opened, crest = maps.crests(turned, least, scale)
    kept = cv2.min(crest, cv2.threshold(opened, int(max(4.0, 0.42 * base)), 1, cv2.THRESH_BINARY)[1])
    _count, labels, stats, middles = pieces(kept)
    out: list[Run] = []
    for number in np.flatnonzero(stats[:, 2] >= 0.8 * short).tolist():
        if number == 0:
            continue
        x, y, w, h, _area = stats[number].tolist()
        own = 0.0
        if judged:
            part = np.where(labels[y : y + h, x : x + w] == number, strength[y : y + h, x : x + w], 0)
            own = _middle(part.max(axis=0))
        out.append(Run(float(middles[number][1]), float(x * stride), float((x + w) * stride), own))
    return out


def _middle(values: Gray) -> float:
    """The median, without numpy's overhead: it is asked for hundreds of short runs."""
    ordered = np.sort(values)
    return (float(ordered[(len(ordered) - 1) // 2]) + float(ordered[len(ordered) // 2])) / 2
