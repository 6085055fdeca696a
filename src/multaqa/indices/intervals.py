"""How firm ranks and scores are: the intervals of a release, drawn by the library.

One rule for every page, download and answer. A framework that states its own assumptions is drawn by them; any other by
weights that are each made up to a quarter larger or smaller. Intervals hold nine draws of ten. The same release and
countries always give the same intervals, so each is drawn once and kept in memory.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from multaqa.composite import CompositeError, Framework, Result
from multaqa.composite.methods import Assumptions, DirichletNoise, RelativeNoise
from multaqa.composite.uncertainty import Robustness, robustness
from multaqa.indices.frameworks import share_of_scale
from multaqa.indices.models import Release
from multaqa.indices.results import result_of

LEVEL = 0.9
SHARE = 0.25
SEED = 0
DRAWS = 10_000
DRAWS_OF_DATA = 1_000
"""So many where the data themselves vary, which costs a page more than weights do; fewer where the framework says so."""
LIVE_DRAWS = 1_000
"""So many while a reader moves a slider."""
FEW = 12
"""A choice of so many countries is kept apart from groups."""


@dataclass(frozen=True)
class Interval:
    """One country: the ends of its rank and of its exact score, and of its share of the scale for drawing.

    ``tier`` counts the groups of countries that hardly ever change places with those of another group, from 1.
    """

    rank_low: int
    rank_high: int
    score_low: float
    score_high: float
    share_low: float | None
    share_high: float | None
    tier: int


@dataclass(frozen=True)
class Varied:
    """What was varied, for the sentences that say so.

    ``inputs`` in the library's words; ``share`` where nothing varied but every weight, evenly, by that share at most.
    """

    inputs: tuple[str, ...]
    share: float | None
    draws: int


@dataclass(frozen=True)
class Drawn:
    """The intervals of some countries by their code, ranked among each other."""

    varied: Varied
    by_code: Mapping[str, Interval]


def intervals_of(release: Release, codes: Collection[str]) -> Drawn | None:
    """The intervals of ``codes`` in a release, ranked among each other; None where nothing in it can be varied."""
    wanted = frozenset(codes)
    return (_kept_few if len(wanted) <= FEW else _kept)(result_of(release), wanted)


def intervals_around(result: Result, codes: Collection[str]) -> Drawn | None:
    """The intervals of ``codes`` around the weights of ``result``, drawn at once for a reader who waits."""
    return _drawn(result, assumptions_around(result.framework), codes)


def assumptions_of(framework: Framework) -> Assumptions:
    """What is varied for a release of ``framework``, with no more draws than a page can wait for."""
    stated = framework.uncertainty
    if stated is None:
        return Assumptions(draws=DRAWS, seed=SEED, weights=RelativeNoise(kind="relative", share=SHARE))
    most = DRAWS_OF_DATA if stated.data is not None or stated.imputation else DRAWS
    return stated.model_copy(update={"draws": min(stated.draws, most)})


def assumptions_around(framework: Framework) -> Assumptions:
    """What is varied around a reader's weights: weights alone, as the framework says where it says so."""
    stated = framework.uncertainty
    own = stated.weights if stated is not None else None
    around = (
        own
        if isinstance(own, RelativeNoise | DirichletNoise)
        else RelativeNoise(kind="relative", share=SHARE)
    )
    return Assumptions(draws=LIVE_DRAWS, seed=SEED, weights=around)


def _of_release(result: Result, codes: frozenset[str]) -> Drawn | None:
    return _drawn(result, assumptions_of(result.framework), codes)


# `result_of` gives one and the same object for a release, so that it can be a key by its identity; what readers put
# together by hand is quickly drawn, and must not push out the groups, which are not
_kept = lru_cache(maxsize=256)(_of_release)
_kept_few = lru_cache(maxsize=1024)(_of_release)


def _drawn(result: Result, assumptions: Assumptions, codes: Collection[str]) -> Drawn | None:
    try:
        found = robustness(result, assumptions, level=LEVEL, among=codes)
    except CompositeError:
        # an index of one indicator, or whose countries have weights of their own, leaves nothing to vary
        return None
    return Drawn(_varied(found), _intervals(found))


def _intervals(found: Robustness) -> dict[str, Interval]:
    framework = found.result.framework
    return {
        unit.unit: Interval(
            rank_low=int(unit.rank_low),
            rank_high=int(unit.rank_high),
            score_low=unit.score_low,
            score_high=unit.score_high,
            share_low=share_of_scale(unit.score_low, framework),
            share_high=share_of_scale(unit.score_high, framework),
            tier=unit.tier,
        )
        for unit in (found.of(code, framework.edition) for code in found.members)
        if unit.rank_low is not None
        and unit.rank_high is not None
        and unit.score_low is not None
        and unit.score_high is not None
        and unit.tier is not None
    }


def _varied(found: Robustness) -> Varied:
    noise = found.assumptions.weights
    evenly = isinstance(noise, RelativeNoise) and noise.distribution == "uniform" and noise.at is None
    share = (
        noise.share if evenly and isinstance(noise, RelativeNoise) and found.inputs == ("weights",) else None
    )
    return Varied(found.inputs, share, found.draws)
