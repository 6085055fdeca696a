"""Ranks, rounding and bands of scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from multaqa.composite.framework import Band
from multaqa.composite.methods import Ties

Floats = NDArray[np.float64]

# Scores that differ by less than this share of the largest are one score: the order of a sum leaves such traces.
_SAME_SCORE = 1e-12


def rank(scores: ArrayLike, ties: Ties = "min", axis: int = -1) -> Floats:
    """Rank along `axis`, 1 for the highest score; NaN stays NaN and is not counted.

    Equal scores share the best of their places (``min``: 1, 2, 2, 4), the last (``max``: 1, 3, 3, 4), the mean
    (``average``: 1, 2.5, 2.5, 4), or leave no gap after them (``dense``: 1, 2, 2, 3). Scores that differ by less
    than 1e-12 of the largest are equal. Any shape; the same shape comes back.
    """
    falling = -np.moveaxis(np.asarray(scores, dtype=np.float64), axis, -1)
    if falling.shape[-1] == 0:
        return np.moveaxis(falling, -1, axis)
    order = np.argsort(falling, axis=-1, kind="stable")
    sorted_scores = np.take_along_axis(falling, order, axis=-1)
    ranks = np.empty_like(falling)
    np.put_along_axis(ranks, order, _TIES[ties](_starts(sorted_scores)), axis=-1)
    return np.moveaxis(np.where(np.isnan(falling), np.nan, ranks), -1, axis)


def _starts(rising: Floats) -> NDArray[np.bool_]:
    """Where a new score begins in a sorted row (NaN last)."""
    with_zeros = np.where(np.isnan(rising), 0.0, rising)
    nearly = np.abs(with_zeros).max(axis=-1, keepdims=True) * _SAME_SCORE
    starts = np.ones(rising.shape, dtype=bool)
    starts[..., 1:] = ~(np.diff(rising, axis=-1) <= nearly)
    return starts


def _first(starts: NDArray[np.bool_]) -> Floats:
    places = np.arange(1, starts.shape[-1] + 1)
    return np.maximum.accumulate(np.where(starts, places, 0), axis=-1).astype(np.float64)


def _last(starts: NDArray[np.bool_]) -> Floats:
    size = starts.shape[-1]
    ends = np.ones(starts.shape, dtype=bool)
    ends[..., :-1] = starts[..., 1:]
    places = np.where(ends, np.arange(1, size + 1), size)
    return np.minimum.accumulate(places[..., ::-1], axis=-1)[..., ::-1].astype(np.float64)


def _average(starts: NDArray[np.bool_]) -> Floats:
    return (_first(starts) + _last(starts)) / 2


def _dense(starts: NDArray[np.bool_]) -> Floats:
    return starts.cumsum(axis=-1).astype(np.float64)


_TIES: dict[Ties, Callable[[NDArray[np.bool_]], Floats]] = {
    "min": _first,
    "max": _last,
    "dense": _dense,
    "average": _average,
}


def half_up(scores: Floats, decimals: int | None) -> Floats:
    """Round as printed tables do, halves away from zero; None leaves the scores as they are.

    What lies a trace below a half counts as one: 1.005 is stored a little below itself.
    """
    if decimals is None:
        return scores
    scaled = np.abs(scores) * 10.0**decimals
    whole = np.floor(scaled)
    # Relative, as the traces are; and never so wide that another number comes near.
    trace = np.minimum(scaled * _SAME_SCORE, 1e-6)
    rounded = (whole + (scaled - whole >= 0.5 - trace)) / 10.0**decimals
    return np.copysign(rounded, scores) + 0.0


def decimals_of(values: Floats, most: int = 12) -> int:
    """How many decimals the values are written with, at most `most`; NaN is passed over."""
    present = values[~np.isnan(values)]
    close = (
        d for d in range(most) if np.allclose(half_up(present, d), present, rtol=1e-14, atol=10.0**-most / 10)
    )
    return next(close, most)


def band_of(score: float, bands: Sequence[Band]) -> str | None:
    """The id of the band that a score falls in; None for NaN, or below the last boundary."""
    if np.isnan(score):
        return None
    return next((band.id for band in bands if reaches(score, band)), None)


def bands_of(scores: Floats, bands: Sequence[Band]) -> NDArray[Any]:
    """`band_of` for an array of scores of any shape; an object array of ids and None."""
    found = np.full(scores.shape, None, dtype=object)
    for band in reversed(bands):
        found[np.asarray(reaches(scores, band)) & ~np.isnan(scores)] = band.id
    return found


def reaches(score: Any, band: Band) -> Any:
    """Whether a score (or each of an array) lies in the band or above it. A boundary is met within 1e-12."""
    if band.above is not None:
        return score > band.above + abs(band.above) * _SAME_SCORE
    if band.from_ is not None:
        return score >= band.from_ - abs(band.from_) * _SAME_SCORE
    return score == score
