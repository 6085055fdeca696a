"""What an auditor would point out: each finding a stable code with its figures; the words are in `report.words`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["serious", "caution", "note", "sound"]
"""From what calls for a change of the index to what speaks for it."""

Topic = Literal["data", "coherence", "weights", "robustness"]


@dataclass(frozen=True)
class Finding:
    """One observation about the index.

    ``nodes`` and ``units`` are the ids that it is about; ``numbers`` the figures that its sentence names, unrounded.
    """

    code: str
    topic: Topic
    severity: Severity
    nodes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)


CODES: Mapping[str, tuple[Topic, Severity]] = {
    "indicator-low-availability": ("data", "caution"),
    "indicator-many-zeros": ("data", "note"),
    "indicator-constant": ("data", "serious"),
    "indicator-outliers": ("data", "caution"),
    "indicator-treated": ("data", "note"),
    "indicator-transformed": ("data", "note"),
    "unit-low-availability": ("data", "caution"),
    "imputed-share": ("data", "note"),
    "pillar-alpha-low": ("coherence", "caution"),
    "pillar-several-dimensions": ("coherence", "note"),
    "pillar-single-dimension": ("coherence", "sound"),
    "pair-redundant": ("coherence", "caution"),
    "pair-contrary": ("coherence", "serious"),
    "indicator-silent": ("coherence", "caution"),
    "indicator-against-index": ("coherence", "serious"),
    "indicator-against-pillar": ("coherence", "serious"),
    "indicator-fits-elsewhere": ("coherence", "note"),
    "weight-not-effective": ("weights", "caution"),
    "element-decisive": ("weights", "note"),
    "element-idle": ("weights", "note"),
    "ranks-robust": ("robustness", "sound"),
    "ranks-uncertain": ("robustness", "caution"),
    "unit-rank-uncertain": ("robustness", "note"),
    "input-dominant": ("robustness", "note"),
}
"""Every code with its topic and severity."""


def finding(
    code: str,
    nodes: tuple[str, ...] = (),
    units: tuple[str, ...] = (),
    **numbers: float,
) -> Finding:
    """A finding of a known code."""
    topic, severity = CODES[code]
    return Finding(
        code, topic, severity, nodes, units, {name: float(value) for name, value in numbers.items()}
    )
