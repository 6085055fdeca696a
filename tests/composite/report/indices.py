"""A made-up index, small but with every part of a report, as the tests of report and command read it."""

from __future__ import annotations

import json
from functools import cache

import numpy as np

from multaqa.composite import Framework, Result, parse_framework, score
from multaqa.composite.audit import Audit, audit

UNITS = tuple("ABCDEFGHIJKLMNOP")
UNCERTAINTY = "uncertainty: {draws: 200, seed: 7, weights: relative, aggregate: [arithmetic, geometric]}"
HOSTILE = (
    "<script>alert(1)</script>",
    "</svg><img src=x onerror=alert(1)>",
    "\u202eevil\u202c & \"quoted\" 'name'",
    "long " * 80,
)


def framework(names: tuple[str, ...] = (), more: str = UNCERTAINTY, title: str = "The index") -> Framework:
    """Two pillars, of three indicators and of two; `names` are given to the first nodes."""
    ids = iter(names)

    def named(node: str) -> str:
        name = next(ids, "")
        return f"id: {node}" + (f", name: {{en: {json.dumps(name)}, ar: {json.dumps(name)}}}" if name else "")

    return parse_framework(
        f"""\
id: index
edition: "2024"
name: {{en: {json.dumps(title)}, ar: {json.dumps(title)}}}
tree:
  id: index
  children:
    - {{{named("first")}, children: [{{{named("a")}}}, {{{named("b")}}}, {{{named("c")}}}]}}
    - {{{named("second")}, children: [{{{named("d")}}}, {{{named("e")}}}]}}
method: {{normalise: {{kind: minmax, range: [1, 100]}}}}
bands: [{{id: high, above: 50}}, {{id: low}}]
{more}
"""
    )


def data(units: tuple[str, ...] = UNITS) -> dict[str, list[object]]:
    """Values with a redundant pair (a, b), a contrary one (a, c), an outlier and a gap (d), and one at random (e)."""
    stream = np.random.default_rng(11)
    a = stream.normal(50, 10, len(units))
    columns = {
        "a": a,
        "b": 2 * a + stream.normal(0, 0.5, len(units)),
        "c": -a + stream.normal(0, 4, len(units)),
        "d": np.append(stream.normal(5, 1, len(units) - 1), 90.0),
        "e": stream.normal(0, 1, len(units)) + 10,
    }
    table: dict[str, list[object]] = {name: list(map(float, values)) for name, values in columns.items()}
    table["d"][2] = None
    return {"unit": list(units), **table}


@cache
def result(more: str = UNCERTAINTY) -> Result:
    return score(framework(more=more), data())


@cache
def audited(more: str = UNCERTAINTY) -> Audit:
    return audit(result(more), base=64)


@cache
def hostile() -> Audit:
    """The index with names that would like to be something else."""
    units = (*HOSTILE, *UNITS[len(HOSTILE) :])
    document = framework(names=HOSTILE, title=HOSTILE[0])
    return audit(score(document, data(units)), base=64)
