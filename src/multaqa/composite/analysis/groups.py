"""Groups of indicators, such as those below each pillar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Groups = Mapping[str, Sequence[str]]
"""A group's name → the names of its indicators; an indicator may stand in several groups."""


def positions(names: Sequence[str], groups: Groups) -> dict[str, list[int]]:
    """For each group, where its indicators stand among `names`. Raises KeyError for a name that is not there."""
    places = {name: place for place, name in enumerate(names)}
    return {group: [places[name] for name in members] for group, members in groups.items()}
