"""Small drawings that stand in every row of a table: SVG with lengths in attributes, silent to screen readers.

They are written here rather than in templates, since a ranking of the world holds hundreds of them and a reader's slider
waits for each.
"""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from multaqa.indices.intervals import Interval


def length(share: float | None) -> str:
    """A share as a length in SVG (``96.5%``): machine notation, whatever the language."""
    return f"{100 * (share or 0):.2f}%"


def ramp(share: float | None) -> str:
    """The step of the colour ramp for a share of the scale: ``r0`` … ``r5``, ``none`` without one."""
    return "none" if share is None else f"r{min(5, int(share * 6))}"


def bar(share: float | None, was: float | None, interval: Interval | None) -> SafeString:
    """A bar on the scale of scores, with a tick where it stood before; under it a fine line, its interval."""
    low, high = (interval.share_low, interval.share_high) if interval else (None, None)
    ranged = low is not None and high is not None
    height = "75%" if ranged else "100%"
    parts = [f'<rect class="bar-ground" width="100%" height="{height}"/>']
    if share is not None:
        parts.append(f'<rect class="{ramp(share)}" width="{length(share)}" height="{height}"/>')
    if was is not None:
        parts.append(f'<rect class="bar-was" x="{length(was)}" width="2" height="{height}"/>')
    if low is not None and high is not None:
        parts.append(
            f'<rect class="bar-range" x="{length(low)}" y="87%" width="{length(high - low)}" height="13%"/>'
        )
    return _svg("bar ranged" if ranged else "bar", parts)


def ranks(rank: int, interval: Interval, of: int) -> SafeString:
    """A rank and its interval on the scale of all ``of`` ranks, from the middle of one place to that of another."""
    at, low, high = (length((place - 0.5) / of) for place in (rank, interval.rank_low, interval.rank_high))
    return _svg(
        "ranks",
        [
            '<line class="ranks-ground" x1="0" x2="100%" y1="50%" y2="50%"/>',
            f'<line class="ranks-range" x1="{low}" x2="{high}" y1="50%" y2="50%"/>',
            f'<circle cx="{at}" cy="50%" r="3.5"/>',
        ],
    )


def _svg(kind: str, parts: list[str]) -> SafeString:
    # numbers and our own words alone: nothing here comes from a reader
    return mark_safe(f'<svg class="{kind}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>')
