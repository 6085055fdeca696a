"""What the list of commitments draws: the bar of statuses, and addresses that keep the filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.http import urlencode

from multaqa.commitments.models import Status
from multaqa.commitments.queries import Filters


@dataclass(frozen=True)
class Part:
    """The part of a bar that a status takes; ``begins`` and ``share`` are shares of its length, 0 to 1."""

    status: str
    label: Any
    count: int
    begins: float
    share: float
    query: str
    """The query of the page that shows these only, or all of them again where it shows these only now."""
    is_chosen: bool


def status_bar(counts: Mapping[str, int], filters: Filters) -> tuple[Part, ...]:
    """One part a status, in the order in which commitments come along; none where nothing was counted."""
    every = sum(counts.values())
    parts, before = [], 0
    for status in Status if every else ():
        count = counts[status]
        chosen = filters.status == status
        query = filter_query(replace(filters, status="" if chosen else status.value))
        parts.append(Part(status.value, status.label, count, before / every, count / every, query, chosen))
        before += count
    return tuple(parts)


def filter_query(filters: Filters) -> str:
    """The filters as the query of an address, without empty ones."""
    return urlencode({name: value for name, value in asdict(filters).items() if value})
