"""Results computed again from a release. The same framework and data give the same result, so each is computed once."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from functools import lru_cache

from multaqa.composite import Framework, Result, parse_framework, score
from multaqa.composite.status import Status
from multaqa.indices.models import Release


def result_of(release: Release) -> Result:
    """The full result of a release, with every step, computed from its own framework and data."""
    return _computed(release.framework, release.data)


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
    """The data of one time as CSV, one row a unit: a value or the word of its absence; ``extra`` columns by unit follow.

    Values are written with all their digits, so that the text computes to the same figures anywhere.
    """
    observed = result.observed
    t = observed.times.index(time)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([framework.columns.unit, framework.columns.time, *observed.indicators, *extra])
    for u, unit in enumerate(observed.units):
        cells = [
            repr(float(observed.values[t, u, i]))
            if observed.status[t, u, i] == Status.observed
            else Status(int(observed.status[t, u, i])).word
            for i in range(len(observed.indicators))
        ]
        writer.writerow([unit, time, *cells, *(_plain(column.get(unit)) for column in extra.values())])
    return out.getvalue()


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if value == int(value) else repr(value)
