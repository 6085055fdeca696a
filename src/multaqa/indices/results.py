"""Results computed again from a release. The same framework and data give the same result, so each is computed once."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from multaqa.composite import CompositeError, Framework, Result, parse_framework, score
from multaqa.composite.cells import number_or_none
from multaqa.composite.status import Status
from multaqa.indices.models import Release


def result_of(release: Release) -> Result:
    """The full result of a release, with every step, computed from its own framework and data."""
    return _computed(release.framework, release.data)


def place_of_edition(result: Result) -> int:
    """Where the edition's own time stands among the times of a release: mostly the only one."""
    return result.times.index(result.framework.edition)


def weights_of(release: Release) -> dict[str, float | None]:
    """The weights in force by node, given or computed; None where each country has its own."""
    result = result_of(release)
    values = zip(result.nodes, result.node_weights.tolist(), strict=True)
    return {node: number_or_none(weight) for node, weight in values}


@lru_cache(maxsize=64)
def _computed(framework: str, data: str) -> Result:
    return score(parse_framework(framework), columns_of(data))


def columns_of(text: str) -> Mapping[str, Sequence[str]]:
    """The columns of a CSV text, as ``canonical_data`` writes it."""
    head, *rows = csv.reader(io.StringIO(text))
    return {name: [row[position] for row in rows] for position, name in enumerate(head)}


def canonical_data(
    framework: Framework, result: Result, time: str, extra: Mapping[str, Mapping[str, float]]
) -> str:
    """The data of one time as CSV, one row a unit: a value or the word of its absence, then what it is divided and
    grouped by, then the ``extra`` columns by unit. Rows of other times stand before, where the method looks at them.

    Values are written with all their digits, so that the text computes to the same figures anywhere.
    """
    alone = _text(framework, result, (time,), time, extra)
    if len(result.times) == 1 or _computes_alike(framework, alone, result, time):
        return alone
    return _text(framework, result, result.times, time, extra)


def _text(
    framework: Framework,
    result: Result,
    times: Sequence[str],
    own: str,
    extra: Mapping[str, Mapping[str, float]],
) -> str:
    observed = result.observed
    beside = [name for name in observed.denominators if name not in observed.indicators]
    grouped = [name for name in observed.groups if name not in (*observed.indicators, *beside)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [framework.columns.unit, framework.columns.time, *observed.indicators, *beside, *grouped, *extra]
    )
    for time in times:
        t = observed.times.index(time)
        for u, unit in enumerate(observed.units):
            cells = [
                repr(float(observed.values[t, u, i]))
                if observed.status[t, u, i] == Status.observed
                else Status(int(observed.status[t, u, i])).word
                for i in range(len(observed.indicators))
            ]
            cells += [_exact(float(observed.denominators[name][t, u])) for name in beside]
            cells += [observed.groups[name][t, u] or "" for name in grouped]
            cells += [_plain(column.get(unit) if time == own else None) for column in extra.values()]
            writer.writerow([unit, time, *cells])
    return out.getvalue()


def _computes_alike(framework: Framework, text: str, result: Result, time: str) -> bool:
    try:
        again = score(framework, columns_of(text))
    except CompositeError:
        return False
    t = result.times.index(time)
    pairs = ((again.scores[0], result.scores[t]), (again.ranks[0], result.ranks[t]))
    return all(np.array_equal(one, other, equal_nan=True) for one, other in pairs)


def _exact(value: float) -> str:
    return "" if math.isnan(value) else repr(value)


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if value == int(value) else repr(value)
