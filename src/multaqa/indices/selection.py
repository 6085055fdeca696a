"""What a reader asked to see of a ranking, read from the address: group, band, edition compared with, order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from multaqa.composite import Framework
from multaqa.core.errors import Invalid
from multaqa.indices.models import Edition
from multaqa.indices.queries import Ranking, Standing
from multaqa.language.sorting import sort_key
from multaqa.language.text import in_language
from multaqa.members.models import Group

T = TypeVar("T")
ALL = "all"
ORDERS = ("rank", "name", "score", "change")


@dataclass(frozen=True)
class Selection:
    """``group`` None: every country of the edition. ``since`` None: compared with no other edition."""

    group: Group | None
    band: str
    since: Edition | None
    order: str
    backwards: bool


def read_selection(
    query: QueryDict,
    edition: Edition,
    others: Sequence[Edition],
    groups: Sequence[Group],
    framework: Framework,
) -> Selection:
    """The selection that ``query`` asks for; an unknown group, band, edition or order is refused by name."""
    default = edition.index.comparison.slug if edition.index.comparison else ALL
    groups_by_slug: dict[str, Group | None] = {ALL: None} | {g.slug: g for g in groups}
    editions: dict[str, Edition | None] = {"none": None} | {e.label: e for e in others}
    group = _one_of(query.get("group") or default, groups_by_slug, "group")
    band = _one_of(query.get("band", ""), {"": "", **{b.id: b.id for b in framework.bands}}, "band")
    earlier = next((e for e in others if e.year < edition.year), None)
    since_default = earlier.label if earlier else ""
    since = _one_of(query.get("since", since_default) or "none", editions, "since")
    asked = query.get("sort", "rank")
    order = _one_of(asked.removeprefix("-"), {o: o for o in ORDERS}, "sort")
    return Selection(group, band, since, order, asked.startswith("-"))


def chosen_group(slug: str, groups: Sequence[Group]) -> Group | None:
    """The group of that address, None for every country; an unknown one is refused by name."""
    group = next((g for g in groups if g.slug == slug), None)
    if group is None and slug != ALL:
        raise Invalid(
            _("There is no group of countries called “%(name)s” here.") % {"name": slug[:40]},
            code="unknown-group",
        )
    return group


def arranged(ranking: Ranking, selection: Selection, language: str) -> list[Standing]:
    """The standings that the selection leaves, in its order; countries without the value sorted by always come last."""
    rows = [s for s in ranking.standings if not selection.band or s.band == selection.band]
    keys = {
        "rank": lambda s: s.rank,
        "name": lambda s: sort_key(in_language(s.name, language), language),
        "score": lambda s: s.score,
        "change": lambda s: s.rank_change,
    }
    key = keys[selection.order]
    present = sorted((s for s in rows if key(s) is not None), key=key, reverse=selection.backwards)
    return present + [s for s in rows if key(s) is None]


def _one_of(asked: str, known: Mapping[str, T], name: str) -> T:
    if asked not in known:
        raise Invalid(
            _("“%(name)s=%(asked)s” in the address is not known here. It can be: %(known)s.")
            % {"name": name, "asked": asked[:40], "known": ", ".join(filter(None, known))},
            code=f"unknown-{name}",
        )
    return known[asked]
