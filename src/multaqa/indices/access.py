"""Who may see indices and who may publish them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from multaqa.core.access import SYSTEM, visibility
from multaqa.indices.models import Edition, Figure, Index, Release
from multaqa.members.access import groups as visible_groups
from multaqa.members.access import groups_managed_by, groups_of, is_administrator, may_manage
from multaqa.members.models import Group


def _open_or_mine(actor: Any, path: str) -> Q:
    if is_administrator(actor):
        return Q(pk__isnull=False)  # not EVERYTHING: an empty Q joined with another leaves the other
    public = Q(**{f"{path}visibility": Index.Visibility.PUBLIC}) & visible_groups(actor, f"{path}group__")
    return public | Q(**{f"{path}group__in": groups_of(actor)})


@visibility(Index)
def indices(actor: Any) -> Q:
    """Public indices, and those of the groups in which the actor has a role."""
    return _open_or_mine(actor, "")


@visibility(Edition)
def editions(actor: Any) -> Q:
    return _open_or_mine(actor, "index__")


@visibility(Release)
def releases(actor: Any) -> Q:
    return _open_or_mine(actor, "edition__index__")


@visibility(Figure)
def figures(actor: Any) -> Q:
    return _open_or_mine(actor, "release__edition__index__")


def may_publish(actor: Any, group: Group) -> bool:
    """The secretariat of the group that measures the index, administrators and the command line."""
    return actor is SYSTEM or may_manage(actor, group)


def groups_published_by(actor: Any) -> QuerySet[Group]:
    """The groups whose indices the actor may publish."""
    return groups_managed_by(actor) if actor.is_authenticated else Group.objects.none()
