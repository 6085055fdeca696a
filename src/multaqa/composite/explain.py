"""The derivation of one score as data: what went in, by which method, and what came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from multaqa.composite.framework import Node
from multaqa.composite.methods import Missing
from multaqa.composite.problems import DataError, Problem
from multaqa.composite.result import Result
from multaqa.composite.status import Status


@dataclass(frozen=True)
class Part:
    """A child's share in its parent's score.

    ``score`` is the value that was used (None where it is missing), ``weight`` as given, ``share`` after
    renormalising (the shares of one node sum to 1). ``contribution``: share × score where the parent is an
    arithmetic mean (they sum to its score), score ^ share where it is geometric (their product is its score).
    ``missing`` is the reason, in a word of `Status`.
    """

    node: str
    score: float | None
    weight: float
    share: float
    contribution: float | None
    missing: str | None


@dataclass(frozen=True)
class Reading:
    """An indicator's figure and how it was normalised; ``parameters`` are those used for this indicator and time."""

    value: float | None
    normalise: str
    direction: str
    parameters: Mapping[str, float | None]
    normalised: float | None


@dataclass(frozen=True)
class Explanation:
    """How the score of ``unit`` at ``node`` came about. A pillar has ``parts``, an indicator a ``reading``.

    ``score`` is exact, ``published`` rounded to ``decimals``; ``rank`` is among ``ranked`` units.
    """

    unit: str
    time: str
    node: str
    name: Mapping[str, str]
    status: str
    score: float | None
    published: float | None
    decimals: int | None
    rounded_at: str
    rank: float | None
    ranked: int
    band: str | None
    aggregate: str | None
    missing: str | None
    parts: tuple[Part, ...]
    reading: Reading | None
    inferred: tuple[str, ...]
    children: tuple[Explanation, ...]

    def to_dict(self) -> dict[str, Any]:
        """The same as plain dictionaries and lists, ready for JSON."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def explain(result: Result, unit: str, node: str | None, time: str | None) -> Explanation:
    """See `Result.explain`."""
    t = len(result.times) - 1 if time is None else _position(result.times, time, "unknown-time")
    u = _position(result.units, unit, "unknown-unit")
    n = 0 if node is None else _position(result.nodes, node, "unknown-node")
    return _explain_node(result, result.framework.nodes[n], t, u)


def _position(known: tuple[str, ...], wanted: str, code: str) -> int:
    if wanted not in known:
        raise DataError([Problem(code, params={"value": wanted, "known": ", ".join(known)})])
    return known.index(wanted)


def _explain_node(result: Result, node: Node, t: int, u: int) -> Explanation:
    framework = result.framework
    n = result.nodes.index(node.id)
    rounding = framework.round_of(node)
    is_pillar = node.children is not None
    return Explanation(
        unit=result.units[u],
        time=result.times[t],
        node=node.id,
        name=node.name or (framework.name if n == 0 else {}),
        status=Status(int(result.status[t, u, n])).word,
        score=_number(result.scores[t, u, n]),
        published=_number(result.published[t, u, n]),
        decimals=rounding.decimals,
        rounded_at=rounding.at,
        rank=_number(result.ranks[t, u, n]),
        ranked=int((~np.isnan(result.ranks[t, :, n])).sum()),
        band=result.bands[t, u] if n == 0 else None,
        aggregate=(node.aggregate or framework.method.aggregate) if is_pillar else None,
        missing=_rule(node.missing or framework.method.missing) if is_pillar else None,
        parts=tuple(_part(result, node, child, t, u) for child in node.children or ()),
        reading=None if is_pillar else _reading(result, node, t, u),
        inferred=node.inferred,
        children=tuple(_explain_node(result, child, t, u) for child in node.children or ()),
    )


def _part(result: Result, parent: Node, child: Node, t: int, u: int) -> Part:
    n = result.nodes.index(child.id)
    score, share = _number(result.scores[t, u, n]), float(result.effective_weights[t, u, n])
    status = Status(int(result.status[t, u, n]))
    # Under the rule `zero` a missing child has a share all the same, and is used as nought.
    used = 0.0 if score is None and share > 0 else score
    geometric = (parent.aggregate or result.framework.method.aggregate) == "geometric"
    counts = used is not None and share > 0
    contribution = None if used is None or not counts else used**share if geometric else used * share
    return Part(
        node=child.id,
        score=used if counts else score,
        weight=float(result.node_weights[n]),
        share=share,
        contribution=contribution,
        missing=None if status is Status.observed else status.word,
    )


def _reading(result: Result, node: Node, t: int, u: int) -> Reading:
    position = result.observed.indicators.index(node.id)
    method = result.framework.normalisation_of(node)
    parameters = {
        name: _number(values[t, 0, position])
        for name, values in result.normalised.parameters.items()
        if not np.isnan(values[t, 0, position])
    }
    ends = getattr(method, "range", None)
    if ends is not None:
        parameters |= {"range_start": ends[0], "range_end": ends[1]}
    return Reading(
        value=_number(result.observed.values[t, u, position]),
        normalise=method.kind,
        direction=node.direction,
        parameters=parameters,
        normalised=_number(result.normalised.values[t, u, position]),
    )


def _rule(rule: Missing) -> str:
    return rule if isinstance(rule, str) else f"drop_below {rule.drop_below:g}"


def _number(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value
