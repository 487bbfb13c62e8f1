"""Charts as inline SVG: no script, no library, legible in grey. Colours come from the page's classes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from html import escape

from extractor.ground.safe import clip, visible

ROW = 26
LABEL = 240
FULL = 940


def bars(rows: Sequence[tuple[str, Sequence[tuple[str, int]], str]], title: str) -> str:
    """Horizontal stacked bars.

    Args:
        rows: (label, [(class, value), …], link target or ""); longest bar fills the width.
        title: read out by screen readers.
    """
    most = max((sum(v for _, v in parts) for _, parts, _ in rows), default=0) or 1
    room = FULL - LABEL - 70
    out = []
    for i, (label, parts, link) in enumerate(rows):
        top, left = i * ROW, float(LABEL)
        drawn = []
        for kind, value in parts:
            long = room * value / most
            if value:
                drawn.append(
                    f'<rect class="{kind}" x="{left:.1f}" y="{top + 4}" width="{max(long, 1.5):.1f}" '
                    f'height="{ROW - 9}"/>'
                )
            left += long
        name = f'<text class="lab" x="{LABEL - 8}" y="{top + 18}" text-anchor="end">{_text(clip(label, 30))}</text>'
        total = f'<text x="{left + 6:.1f}" y="{top + 18}">{sum(v for _, v in parts):,}</text>'
        row = name + "".join(drawn) + total
        out.append(f'<a href="{escape(link)}">{row}</a>' if link else row)
    return _svg(FULL, len(rows) * ROW + 4, title, "".join(out))


def columns(rows: Sequence[tuple[str, int, str]], title: str) -> str:
    """Upright columns: (label, value, class)."""
    most = max((value for _, value, _ in rows), default=0) or 1
    wide, high = max(46, min(90, FULL // max(len(rows), 1))), 150
    out = []
    for i, (label, value, kind) in enumerate(rows):
        tall, x = high * value / most, i * wide
        out.append(
            f'<rect class="{kind}" x="{x + 6}" y="{high + 20 - tall:.1f}" width="{wide - 12}" height="{tall:.1f}"/>'
        )
        out.append(f'<text x="{x + wide / 2}" y="{high + 14 - tall:.1f}" text-anchor="middle">{value:,}</text>')
        out.append(f'<text class="lab" x="{x + wide / 2}" y="{high + 38}" text-anchor="middle">{_text(label)}</text>')
    return _svg(wide * max(len(rows), 1), high + 46, title, "".join(out))


def scatter(points: Sequence[tuple[str, Decimal, Decimal, str]], title: str) -> str:
    """Money (log scale, 万元) against score: (name, yuan, score, link)."""
    high, left = 300, 50
    sized = [
        (name, math.log10(max(float(yuan) / 10_000, 0.01)), float(score), link) for name, yuan, score, link in points
    ]
    low = math.floor(min((x for _, x, _, _ in sized), default=0))
    top = max(math.ceil(max((x for _, x, _, _ in sized), default=1)), low + 1)
    out = []
    for mark in range(0, 101, 20):
        y = high - high * mark / 100 + 10
        out.append(f'<line class="grid" x1="{left}" x2="{FULL - 10}" y1="{y}" y2="{y}"/>')
        out.append(f'<text class="lab" x="{left - 6}" y="{y + 4}" text-anchor="end">{mark}</text>')
    for power in range(low, top + 1):
        x = left + (FULL - left - 20) * (power - low) / (top - low)
        name = f"{10**power:,} 万元" if power >= 0 else f"{10.0**power:g} 万元"
        anchor = "middle" if power < top else "end"
        out.append(f'<text class="lab" x="{x:.1f}" y="{high + 30}" text-anchor="{anchor}">{name}</text>')
    for name, log, score, link in sized:
        x = left + (FULL - left - 20) * (log - low) / (top - low)
        y = high - high * score / 100 + 10
        kind = "error" if score < 60 else "warning" if score < 90 else "ok"
        dot = (
            f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="4.5"><title>{_text(name)} 得分 '
            f"{score:g}</title></circle>"
        )
        out.append(f'<a href="{escape(link)}">{dot}</a>' if link else dot)
    return _svg(FULL, high + 40, title, "".join(out))


def _text(text: str) -> str:
    return escape(visible(text))


def _svg(wide: float, high: float, title: str, body: str) -> str:
    return (
        f'<svg viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="img" aria-label="{escape(title)}">'
        f"{body}</svg>"
    )
