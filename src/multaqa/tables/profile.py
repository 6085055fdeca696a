"""What the values of a column are like, gathered batch by batch: exact for small columns, sketched for large ones.

Distinct values are counted exactly up to `EXACT_DISTINCT`, then estimated from the `SMALLEST_HASHES` smallest hashes
(k minimum values; Bar-Yossef et al., 2002), with a standard error of 0.8 %. Quantiles and the histogram are exact up to
`EXACT_VALUES` values; then values are counted in up to `MOST_BINS` bins, as narrow as their range allows, and
quantiles are read off these. There is no chance in it: the same file has
the same profile.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

EXACT_DISTINCT = 8_192
SMALLEST_HASHES = 16_384
EXACT_VALUES = 100_000
TOP_VALUES = 20
FREQUENT_KEPT = 1_024
FREQUENT_SHARE = 0.002
BATCHES_WITHOUT_FREQUENT = 4
BARS = 20
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)

MOST_BINS = 1 << 19

_BITS_LEFT_OUT = 52 - 18
_MICROSECONDS_A_SECOND = 1_000_000

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Bar:
    """One bar of a histogram: values from `low` up to `high` (the last bar holds its end too)."""

    low: Any
    high: Any
    count: int


@dataclass(frozen=True)
class Profile:
    """What the values of a column are like.

    ``least`` and ``greatest`` are values of the column; ``mean`` and ``quantiles`` (share → value) are those of figures
    and moments. ``top`` holds the most frequent values with their counts, where a value is known to be among them.
    """

    rows: int
    nulls: int
    distinct: int
    distinct_is_exact: bool
    least: Any = None
    greatest: Any = None
    mean: float | None = None
    quantiles: Mapping[float, Any] = field(default_factory=dict)
    histogram: tuple[Bar, ...] = ()
    top: tuple[tuple[Any, int], ...] = ()
    top_is_exact: bool = True

    def as_json(self) -> dict[str, Any]:
        """The profile in types that JSON has; dates and times in ISO 8601."""
        return {
            "rows": self.rows,
            "nulls": self.nulls,
            "distinct": self.distinct,
            "distinct_is_exact": self.distinct_is_exact,
            "least": _plain(self.least),
            "greatest": _plain(self.greatest),
            "mean": self.mean,
            "quantiles": {f"{share:g}": _plain(value) for share, value in self.quantiles.items()},
            "histogram": [[_plain(bar.low), _plain(bar.high), bar.count] for bar in self.histogram],
            "top": [[_plain(value), count] for value, count in self.top],
            "top_is_exact": self.top_is_exact,
        }


class Profiler:
    """Gathers the profile of one column of the Arrow type `arrow_type`."""

    def __init__(self, arrow_type: pa.DataType) -> None:
        self._type = arrow_type
        self._rows = self._nulls = 0
        self._least: Any = None
        self._greatest: Any = None
        self._frequent = _Frequent()
        self._distinct: _SmallestHashes | None = None
        self._spread = (
            None if pa.types.is_string(arrow_type) or pa.types.is_boolean(arrow_type) else _Spread(arrow_type)
        )

    @np.errstate(over="ignore")
    def update(self, values: pa.Array) -> None:
        """Take in a batch."""
        self._rows += len(values)
        self._nulls += values.null_count
        present = values.drop_null() if values.null_count else values
        if not len(present):
            return
        extremes = pc.min_max(present)
        self._extend(extremes["min"].as_py(), extremes["max"].as_py())
        if self._spread:
            self._spread.update(present)
        if self._distinct is None or not self._frequent.are_none:
            counted = pc.value_counts(present)
            if self._distinct is None and len(counted) + len(self._frequent.counts) > EXACT_DISTINCT:
                self._distinct = _SmallestHashes()
                self._distinct.update(_hashes(pa.array(list(self._frequent.counts), self._type)))
            self._frequent.update(counted, len(present))
        if self._distinct:
            self._distinct.update(_hashes(present))

    @np.errstate(over="ignore", invalid="ignore")  # near the ends of what floats hold
    def result(self) -> Profile:
        """The profile of all that was taken in."""
        spread = self._spread
        return Profile(
            rows=self._rows,
            nulls=self._nulls,
            distinct=min(self._distinct.estimate(), self._rows - self._nulls)
            if self._distinct
            else len(self._frequent.counts),
            distinct_is_exact=self._distinct is None,
            least=self._least,
            greatest=self._greatest,
            mean=spread.mean() if spread else None,
            quantiles=spread.quantiles() if spread else {},
            histogram=spread.histogram() if spread else (),
            top=self._frequent.top(),
            top_is_exact=not self._frequent.lost,
        )

    def _extend(self, least: Any, greatest: Any) -> None:
        self._least = least if self._least is None else min(self._least, least)
        self._greatest = greatest if self._greatest is None else max(self._greatest, greatest)


class _Frequent:
    """Counts of values; once there are too many, of the most frequent ones (Misra and Gries, 1982, by batches).

    Where several batches on end hold no value that is frequent, there are none, and counting stops.
    """

    def __init__(self) -> None:
        self.counts: Counter[Any] = Counter()
        self.lost = 0
        """By how much a count may be too low."""
        self._batches_without = 0

    @property
    def are_none(self) -> bool:
        """Whether counting has stopped."""
        return self._batches_without >= BATCHES_WITHOUT_FREQUENT

    def update(self, counted: pa.StructArray, rows: int) -> None:
        values, counts = counted.field("values"), counted.field("counts").to_numpy()
        if len(counts) > EXACT_DISTINCT:
            greatest = int(counts.max())
            self._batches_without = self._batches_without + 1 if greatest < FREQUENT_SHARE * rows else 0
            if self.are_none:
                self.counts.clear()
            if greatest == 1 or self.are_none:
                self.lost += greatest
                return
            order = np.argpartition(counts, len(counts) - FREQUENT_KEPT)
            dropped, kept = np.split(order, [len(counts) - FREQUENT_KEPT])
            self.lost += int(counts[dropped].max())
            values, counts = values.take(pa.array(kept)), counts[kept]
        for value, count in zip(values.to_pylist(), counts.tolist(), strict=True):
            self.counts[value] += count
        if len(self.counts) > EXACT_DISTINCT:
            ranked = self.counts.most_common()
            self.lost += ranked[FREQUENT_KEPT][1]
            self.counts = Counter(dict(ranked[:FREQUENT_KEPT]))

    def top(self) -> tuple[tuple[Any, int], ...]:
        ranked = sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))[:TOP_VALUES]
        return tuple((value, count) for value, count in ranked if count > self.lost)


class _SmallestHashes:
    def __init__(self) -> None:
        self._hashes: NDArray[np.uint64] = np.empty(0, np.uint64)

    def update(self, hashes: NDArray[np.uint64]) -> None:
        if len(self._hashes) == SMALLEST_HASHES:
            hashes = hashes[hashes < self._hashes[-1]]
        if len(hashes):
            self._hashes = np.union1d(self._hashes, hashes)[:SMALLEST_HASHES]

    def estimate(self) -> int:
        if len(self._hashes) < SMALLEST_HASHES:
            return len(self._hashes)
        return round((SMALLEST_HASHES - 1) * 2.0**64 / float(self._hashes[-1]))


class _Spread:
    """Figures or moments on a line: kept one by one while they are few, then counted in narrow bins."""

    def __init__(self, arrow_type: pa.DataType) -> None:
        self._type = arrow_type
        self._kept: list[Floats] = []
        self._counts: NDArray[np.int64] = np.empty(0, np.int64)
        self._base = self._shift = 0
        self._count = 0
        self._sum = 0.0
        self._bounds = (np.inf, -np.inf)

    def update(self, present: pa.Array) -> None:
        values = _as_floats(present)
        if not np.isfinite(values).all():
            values = values[np.isfinite(values)]
            if not len(values):
                return
        self._count += len(values)
        self._sum += float(values.sum())
        self._bounds = (min(self._bounds[0], float(values.min())), max(self._bounds[1], float(values.max())))
        if not len(self._counts) and self._count <= EXACT_VALUES:
            self._kept.append(values)
            return
        for some in (*self._kept, values):
            self._bin(some)
        self._kept = []

    def mean(self) -> float | None:
        is_known = self._count and np.isfinite(self._sum) and not pa.types.is_temporal(self._type)
        return self._sum / self._count if is_known else None

    def quantiles(self) -> dict[float, Any]:
        if not self._count:
            return {}
        if self._kept:
            found = np.quantile(np.concatenate(self._kept), QUANTILES)
        else:
            reached = np.cumsum(self._counts)
            ranks = np.asarray(QUANTILES) * (self._count - 1)
            at = np.searchsorted(reached, ranks, side="right")
            low, high = self._edges(at + self._base), self._edges(at + self._base + 1)
            within = (ranks - (reached[at] - self._counts[at]) + 0.5) / self._counts[at]
            found = np.clip(low + within * (high - low), *self._bounds)
        return {share: self._value(value) for share, value in zip(QUANTILES, found.tolist(), strict=True)}

    def histogram(self) -> tuple[Bar, ...]:
        least, greatest = self._bounds
        if not self._count or not np.isfinite(greatest - least):
            return ()
        edges = _bar_edges(least, greatest, whole=not pa.types.is_floating(self._type))
        if self._kept:
            counts, _ = np.histogram(np.concatenate(self._kept), edges)
        else:
            filled = np.flatnonzero(self._counts)
            low, high = self._edges(filled + self._base), self._edges(filled + self._base + 1)
            middles = np.clip((low + high) / 2, least, greatest)
            counts, _ = np.histogram(middles, edges, weights=self._counts[filled])
        ends = [self._value(edge) for edge in edges.tolist()]
        return tuple(
            Bar(low, high, round(count))
            for low, high, count in zip(ends, ends[1:], counts.tolist(), strict=False)
        )

    def _bin(self, values: Floats) -> None:
        """Count values in bins; where these grow too many, neighbours are joined."""
        keys = self._key(values) >> self._shift
        low, high = int(keys.min()), int(keys.max())
        if len(self._counts):
            low, high = min(low, self._base), max(high, self._base + len(self._counts) - 1)
        while high - low >= MOST_BINS:
            low, high, keys = low >> 1, high >> 1, keys >> 1
            self._join_neighbours()
        if len(self._counts) != high - low + 1:
            grown = np.zeros(high - low + 1, np.int64)
            grown[self._base - low : self._base - low + len(self._counts)] = self._counts
            self._base, self._counts = low, grown
        first = int(keys.min())
        counts = np.bincount(keys - first)
        self._counts[first - low : first - low + len(counts)] += counts

    def _join_neighbours(self) -> None:
        counts = np.concatenate([np.zeros(self._base & 1, np.int64), self._counts])
        counts = np.concatenate([counts, np.zeros(len(counts) & 1, np.int64)])
        self._counts = counts.reshape(-1, 2).sum(axis=1)
        self._base >>= 1
        self._shift += 1

    def _key(self, values: Floats) -> NDArray[np.int64]:
        """The narrowest bin of each value: by days, by seconds, or by the first bits of a float, which order it."""
        if pa.types.is_date(self._type):
            return values.astype(np.int64)
        if pa.types.is_temporal(self._type):
            return np.floor_divide(values, _MICROSECONDS_A_SECOND).astype(np.int64)
        bits = (values + 0.0).view(np.int64)  # -0.0 is 0.0
        keys: NDArray[np.int64] = np.where(bits < 0, np.int64(-(2**63)) - bits, bits) >> _BITS_LEFT_OUT
        return keys

    def _edges(self, keys: NDArray[np.int64]) -> Floats:
        """The lower ends of bins."""
        keys = keys << self._shift
        if pa.types.is_date(self._type):
            return keys.astype(np.float64)
        if pa.types.is_temporal(self._type):
            return keys.astype(np.float64) * _MICROSECONDS_A_SECOND
        ordered = keys << _BITS_LEFT_OUT
        return np.where(ordered < 0, np.int64(-(2**63)) - ordered, ordered).view(np.float64)

    def _value(self, number: float) -> Any:
        if pa.types.is_temporal(self._type):
            width = pa.int32() if self._type.bit_width == 32 else pa.int64()
            return pa.scalar(round(number), width).cast(self._type).as_py()
        return round(number) if pa.types.is_integer(self._type) and number == round(number) else number


def _as_floats(values: pa.Array) -> Floats:
    if pa.types.is_temporal(values.type):
        values = values.cast(pa.int32() if values.type.bit_width == 32 else pa.int64())
    numbers: Floats = values.to_numpy(zero_copy_only=False).astype(np.float64, copy=False)
    return numbers


def _bar_edges(least: float, greatest: float, *, whole: bool) -> Floats:
    if whole:
        step = max(1.0, np.ceil((greatest - least + 1) / BARS))
        edges: Floats = least + step * np.arange(int(np.ceil((greatest - least + 1) / step)) + 1)
        return edges
    if least == greatest:
        return np.array([least, np.nextafter(greatest, np.inf)])
    return np.linspace(least, greatest, BARS + 1)


def _hashes(values: pa.Array) -> NDArray[np.uint64]:
    if not pa.types.is_string(values.type):
        return _mixed(np.ascontiguousarray(_as_floats(values) + 0.0).view(np.uint64))
    connection = getattr(_local, "connection", None)
    if connection is None:
        connection = _local.connection = duckdb.connect(config={"threads": 1})
    table = pa.table({"value": values})
    hashes: NDArray[np.uint64] = connection.from_arrow(table).project("hash(value) AS h").fetchnumpy()["h"]
    return np.ma.filled(hashes).astype(np.uint64, copy=False)


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of SplitMix64 (Steele, Lea and Flood, 2014)."""
    mixed = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


_local = threading.local()


def _plain(value: Any) -> Any:
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value.isoformat() if isinstance(value, date | time) else value
