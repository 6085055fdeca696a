"""The derivation of one score as data: what went in, by which method, and what came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from multaqa.composite.answers.tracing import AnswersTrace, trace
from multaqa.composite.cells import Floats, number_or_none
from multaqa.composite.framework import Node
from multaqa.composite.methods import Missing
from multaqa.composite.problems import DataError, unknown
from multaqa.composite.result import Result
from multaqa.composite.status import Status


@dataclass(frozen=True)
class Part:
    """A child's share in its parent's score.

    ``score`` is the value that was used (None where it is missing), ``weight`` as given or computed (None where each
    unit has its own), ``share`` after renormalising (the shares of one node sum to 1). ``contribution``: share ×
    score where the parent is an arithmetic mean (they sum to its score), score ^ share where it is geometric (their
    product is its score); None for other aggregations. ``missing`` is the reason, in a word of `Status`.
    """

    node: str
    score: float | None
    weight: float | None
    share: float
    contribution: float | None
    missing: str | None


@dataclass(frozen=True)
class Reading:
    """An indicator's figure and what became of it on the way to the tree.

    ``value`` as in the data; ``denominator`` what it was divided by, in its scale, and ``quotient`` what that gave; ``imputed`` where an estimate
    stands for a missing value, and ``spread`` the standard deviation of its error; ``treated`` where a treatment of
    outliers changed it; ``parameters`` are those used to normalise this indicator at this time. ``answers`` lead to
    the questions, points and evidence that the value was computed from, where it was.
    """

    value: float | None
    denominator: float | None
    quotient: float | None
    imputed: float | None
    spread: float | None
    treated: float | None
    normalise: str
    direction: str
    parameters: Mapping[str, float | None]
    normalised: float | None
    answers: AnswersTrace | None


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
        raise DataError([unknown(code, wanted, known)])
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
        score=number_or_none(result.scores[t, u, n]),
        published=number_or_none(result.published[t, u, n]),
        decimals=rounding.decimals,
        rounded_at=rounding.at,
        rank=number_or_none(result.ranks[t, u, n]),
        ranked=int((~np.isnan(result.ranks[t, :, n])).sum()),
        band=result.bands[t, u] if n == 0 else None,
        aggregate=framework.aggregation_of(node).kind if is_pillar else None,
        missing=_rule(framework.missing_of(node)) if is_pillar else None,
        parts=tuple(_part(result, node, child, t, u) for child in node.children or ()),
        reading=None if is_pillar else _reading(result, node, t, u),
        inferred=node.inferred,
        children=tuple(_explain_node(result, child, t, u) for child in node.children or ()),
    )


def _part(result: Result, parent: Node, child: Node, t: int, u: int) -> Part:
    n = result.nodes.index(child.id)
    score, share = number_or_none(result.scores[t, u, n]), float(result.effective_weights[t, u, n])
    status = Status(int(result.status[t, u, n]))
    # Under the rule `zero` a missing child has a share all the same, and is used as nought.
    used = 0.0 if score is None and share > 0 else score
    counts = used is not None and share > 0
    kind = result.framework.aggregation_of(parent).kind
    contribution = _contribution(kind, used, share) if counts and used is not None else None
    return Part(
        node=child.id,
        score=used if counts else score,
        weight=number_or_none(result.node_weights[n]),
        share=share,
        contribution=contribution,
        missing=None if status is Status.observed else status.word,
    )


def _reading(result: Result, node: Node, t: int, u: int) -> Reading:
    position = result.observed.indicators.index(node.id)
    method = result.framework.normalisation_of(node)
    prepared = result.prepared
    parameters = {
        name: number_or_none(values[_at(values, t), 0, position])
        for name, values in prepared.normalised.parameters.items()
        if not np.isnan(values[_at(values, t), 0, position])
    }
    ends = getattr(method, "range", None)
    if ends is not None:
        parameters |= {"range_start": ends[0], "range_end": ends[1]}
    here = (t, u, position)
    filled, kept = prepared.imputed.values[here], prepared.treated.values[here]
    return Reading(
        value=number_or_none(result.observed.values[here]),
        denominator=_denominator(result, node, t, u),
        quotient=None if node.denominator is None else number_or_none(prepared.denominated[here]),
        imputed=number_or_none(filled) if prepared.imputed.filled[here] else None,
        spread=number_or_none(prepared.imputed.spread[here]),
        treated=number_or_none(kept) if kept != filled and not np.isnan(kept) else None,
        normalise=method.kind,
        direction=node.direction,
        parameters=parameters,
        normalised=number_or_none(prepared.normalised.values[here]),
        answers=_answers(result, node, t, u),
    )


def _answers(result: Result, node: Node, t: int, u: int) -> AnswersTrace | None:
    found = result.observed.evaluated
    unit, time = result.units[u], result.times[t]
    if found is None or node.id not in found.indicators or unit not in found.units or time not in found.times:
        return None
    return trace(found, unit, time, node.id)


def _at(values: Floats, t: int) -> int:
    """Parameters taken from all times together, or from another time, stand once for all."""
    return t if len(values) > t else 0


def _denominator(result: Result, node: Node, t: int, u: int) -> float | None:
    if node.denominator is None:
        return None
    return number_or_none(result.observed.denominators[node.denominator.key][t, u] / node.denominator.scale)


def _contribution(kind: str, score: float, share: float) -> float | None:
    match kind:
        case "arithmetic":
            return score * share
        case "geometric":
            return float(score**share)
        case _:
            return None


def _rule(rule: Missing) -> str:
    return rule if isinstance(rule, str) else f"drop_below {rule.drop_below:g}"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value
