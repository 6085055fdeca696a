"""Correlations between indicators, pillars and whatever else has a column.

Values are (units, columns), NaN where missing; each pair of columns is correlated over the units that have both.

Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 4; Kendall, Rank Correlation Methods
(1970), chapters 3 and 4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, stdtr

from multaqa.composite.analysis.groups import Groups, positions
from multaqa.composite.ranking import rank

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
CorrelationMethod = Literal["pearson", "spearman", "kendall"]

# Below this share of what it is computed from, a variance is what rounding left of zero.
_NOTHING = 1e-26


@dataclass(frozen=True)
class Correlations:
    """All (left columns, right columns); NaN where fewer than two units have both, or all of a column's are equal.

    ``p_values`` are two-sided, of no correlation: NaN below three units. ``counts`` are the units that have both.
    """

    coefficients: Floats
    p_values: Floats
    counts: Floats

    def significant(self, level: float = 0.05) -> Floats:
        """The coefficients whose p-value lies below `level`, NaN elsewhere; of a column with itself always."""
        return np.where(self.p_values < level, self.coefficients, np.nan)


@dataclass(frozen=True)
class CorrelatedPair:
    """Two indicators of a ``group`` that say nearly the same (``high``) or contradict each other (``low``)."""

    group: str
    first: str
    second: str
    coefficient: float
    flag: Literal["high", "low"]


@dataclass(frozen=True)
class DenominatorPair:
    """An indicator that goes with the size of its units, and the measure of size that it goes with."""

    indicator: str
    denominator: str
    coefficient: float


def correlations(left: Floats, right: Floats, method: CorrelationMethod = "pearson") -> Correlations:
    """Correlation of each of (units, left columns) with each of (units, right columns), pairwise complete.

    ``pearson``: linear. ``spearman``: of the ranks among the units that have both, ties sharing the mean. ``kendall``:
    τ-b, (concordant − discordant pairs of units) / √(pairs untied on the left × untied on the right). The p-values of
    the first two come from Student's t with n − 2 degrees of freedom, t = r √((n − 2)/(1 − r²)); that of τ from the
    normal distribution with the variance corrected for ties (Kendall 1970), whatever n.
    """
    return _METHODS[method](left, right)


def covariances(values: Floats) -> Floats:
    """(columns, columns): covariances with n − 1, each over the units of (units, columns) that have both.

    NaN where fewer than two units have both.
    """
    rows = [_products(_pairs(column, values)).covariances for column in values.T]
    return np.array(rows, dtype=np.float64).reshape(values.shape[1], values.shape[1])


def correlation_flags(
    values: Floats,
    names: Sequence[str],
    groups: Groups,
    high: float = 0.9,
    low: float = -0.4,
    method: CorrelationMethod = "pearson",
) -> tuple[CorrelatedPair, ...]:
    """The pairs within each group whose correlation lies above `high` or below `low`, in the order of the groups.

    Values should be normalised, so that each points in the good direction. A high correlation counts one thing twice; a
    low one sets indicators of the same pillar against each other. The limits are those of JRC audits. Raises KeyError
    where a group names an indicator that is not among `names`.
    """
    found = correlations(values, values, method).coefficients
    return tuple(
        CorrelatedPair(
            group,
            names[first],
            names[second],
            float(found[first, second]),
            "high" if found[first, second] > high else "low",
        )
        for group, places in positions(names, groups).items()
        for first, second in combinations(places, 2)
        if found[first, second] > high or found[first, second] < low
    )


def denominator_correlations(
    values: Floats,
    names: Sequence[str],
    denominators: Floats,
    denominator_names: Sequence[str],
    threshold: float = 0.7,
) -> tuple[DenominatorPair, ...]:
    """Where an indicator correlates (Pearson) beyond ±`threshold` with a measure of the units' size.

    `values` (units, indicators) and `denominators` (units, denominators) as they came in. What is found may need to be
    divided by that denominator. In the order of the indicators.
    """
    found = correlations(values, denominators).coefficients
    return tuple(
        DenominatorPair(names[row], denominator_names[column], float(found[row, column]))
        for row, column in np.argwhere(np.abs(found) > threshold)
    )


def _pearson(left: Floats, right: Floats) -> Correlations:
    return _by_column(left, right, lambda pairs: pairs)


def _spearman(left: Floats, right: Floats) -> Correlations:
    return _by_column(left, right, _ranked)


def _kendall(left: Floats, right: Floats) -> Correlations:
    # Ranks rather than values: what ranks as equal anywhere else is a tie here too.
    left_ranks, right_ranks = (rank(side, ties="dense", axis=0) for side in (left, right))
    has_left, has_right = ~np.isnan(left), ~np.isnan(right)
    shape = (left.shape[1], right.shape[1])
    agreement, left_pairs, right_pairs = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    # Unit against the unit `shift` rows on, all of them at once.
    for shift in range(1, left.shape[0]):
        left_signs, right_signs = _signs(left_ranks, shift), _signs(right_ranks, shift)
        left_both = (has_left[shift:] & has_left[:-shift]).astype(np.float64)
        right_both = (has_right[shift:] & has_right[:-shift]).astype(np.float64)
        agreement += left_signs.T @ right_signs
        left_pairs += np.abs(left_signs).T @ right_both
        right_pairs += left_both.T @ np.abs(right_signs)
    counts = has_left.T.astype(np.float64) @ has_right
    scale = np.sqrt(left_pairs * right_pairs)
    tau = np.where(scale > 0, agreement / np.where(scale > 0, scale, 1.0), np.nan)
    left_ties = _tie_sums(left_ranks, has_right)
    right_ties = [sums.T for sums in _tie_sums(right_ranks, has_left)]
    variance = _agreement_variance(counts, left_ties, right_ties)
    known = (counts >= 3) & (variance > 0) & (scale > 0)
    p_values = 2 * ndtr(-np.abs(agreement) / np.sqrt(np.where(known, variance, 1.0)))
    return Correlations(np.clip(tau, -1, 1), np.where(known, p_values, np.nan), counts)


_METHODS: dict[CorrelationMethod, Callable[[Floats, Floats], Correlations]] = {
    "pearson": _pearson,
    "spearman": _spearman,
    "kendall": _kendall,
}


@dataclass(frozen=True)
class _Pairs:
    """One column beside each of several, (units, columns) both, NaN in both where either is missing."""

    one: Floats
    other: Floats
    counts: Floats


@dataclass(frozen=True)
class _Products:
    """Of the pairs, (columns,) each."""

    covariances: Floats
    coefficients: Floats


def _by_column(left: Floats, right: Floats, prepare: Callable[[_Pairs], _Pairs]) -> Correlations:
    pairs = [prepare(_pairs(column, right)) for column in left.T]
    shape = (left.shape[1], right.shape[1])
    coefficients = np.array([_products(pair).coefficients for pair in pairs]).reshape(shape)
    counts = np.array([pair.counts for pair in pairs]).reshape(shape)
    freedom = np.maximum(counts - 2, 1)
    with np.errstate(divide="ignore"):
        t = np.abs(coefficients) * np.sqrt(freedom / (1 - coefficients**2))
    p_values = np.where(counts >= 3, 2 * stdtr(freedom, -t), np.nan)
    return Correlations(coefficients, p_values, counts)


def _pairs(one: Floats, others: Floats) -> _Pairs:
    both = ~np.isnan(others) & ~np.isnan(one)[:, None]
    counts = both.sum(axis=0).astype(np.float64)
    return _Pairs(np.where(both, one[:, None], np.nan), np.where(both, others, np.nan), counts)


def _ranked(pairs: _Pairs) -> _Pairs:
    one, other = (rank(side, ties="average", axis=0) for side in (pairs.one, pairs.other))
    return _Pairs(one, other, pairs.counts)


def _products(pairs: _Pairs) -> _Products:
    one, other = _centred(pairs.one, pairs.counts), _centred(pairs.other, pairs.counts)
    products = (one * other).sum(axis=0)
    one_squares, other_squares = _squares(one, pairs.one), _squares(other, pairs.other)
    enough = pairs.counts >= 2
    covariances = np.where(enough, products / np.maximum(pairs.counts - 1, 1), np.nan)
    scale = np.sqrt(one_squares) * np.sqrt(other_squares)
    varies = enough & (scale > 0)
    coefficients = np.where(varies, products / np.where(varies, scale, 1.0), np.nan)
    return _Products(covariances, np.clip(coefficients, -1, 1))


def _centred(values: Floats, counts: Floats) -> Floats:
    means = np.nansum(values, axis=0) / np.maximum(counts, 1)
    return np.where(np.isnan(values), 0.0, values - means)


def _squares(centred: Floats, values: Floats) -> Floats:
    """Sums of squares, nought where rounding made them out of equal values."""
    squares = (centred**2).sum(axis=0)
    sizes: Floats = np.nansum(values**2, axis=0)
    return np.where(squares > sizes * _NOTHING, squares, 0.0)


def _signs(ranks: Floats, shift: int) -> Floats:
    return np.nan_to_num(np.sign(ranks[shift:] - ranks[:-shift]))


def _tie_sums(ranks: Floats, has_other: Flags) -> list[Floats]:
    """Over groups of t tied units: Σ t(t−1)(2t+5), Σ t(t−1)(t−2) and Σ t(t−1), each (columns, other columns).

    Only units that have the other column count. Each unit of a group of t brings its t-th part.
    """
    has_other_number = has_other.astype(np.float64)
    sums = []
    for column in ranks.T:
        ties = (column[:, None] == column[None, :]).astype(np.float64) @ has_other_number
        own = has_other & ~np.isnan(column)[:, None]
        ties = np.where(own, ties, 1.0)
        parts = [(ties - 1) * (2 * ties + 5), (ties - 1) * (ties - 2), ties - 1]
        sums.append([part.sum(axis=0) for part in parts])
    return [np.array([row[place] for row in sums]) for place in range(3)]


def _agreement_variance(counts: Floats, left: Sequence[Floats], right: Sequence[Floats]) -> Floats:
    """Variance of concordant − discordant pairs if nothing is related, with ties on both sides."""
    n = counts
    plain = (n * (n - 1) * (2 * n + 5) - left[0] - right[0]) / 18
    thirds = left[1] * right[1] / np.maximum(9 * n * (n - 1) * (n - 2), 1)
    seconds = left[2] * right[2] / np.maximum(2 * n * (n - 1), 1)
    variance: Floats = plain + thirds + seconds
    return variance
