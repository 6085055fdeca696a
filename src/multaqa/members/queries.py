"""What the pages of people and groups read; the number of queries depends on no number of rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from multaqa.core.access import visible_to
from multaqa.core.printing import page_language
from multaqa.language import sort_key
from multaqa.members.access import groups_managed_by
from multaqa.members.models import (
    Country,
    Group,
    Invitation,
    Membership,
    Office,
    Person,
    Role,
    holds,
    is_open,
)


@dataclass(frozen=True)
class GroupPage:
    """A group as its page shows it: today's members in alphabetical order, its terms by office."""

    group: Group
    members: tuple[Membership, ...]
    chair: Office | None
    co_chairs: tuple[Office, ...]
    other_terms: tuple[Office, ...]
    """Past and coming terms, the latest first."""


@dataclass(frozen=True)
class People:
    """The people of one group and the invitations that are still open."""

    group: Group
    roles: tuple[Role, ...]
    invitations: tuple[Invitation, ...]


def group_page(actor: Any, slug: str, on: date | None = None) -> GroupPage:
    """The group's page as of a day (today). Raises Group.DoesNotExist where the actor sees no such group."""
    day = on or timezone.localdate()
    group = visible_to(actor, Group).get(slug=slug)
    members = visible_to(actor, Membership).filter(holds(day), group=group).select_related("country")
    terms = list(
        visible_to(actor, Office).filter(group=group).select_related("country").order_by("-since", "pk")
    )
    sitting = [term for term in terms if term.since <= day and (term.until is None or term.until > day)]
    return GroupPage(
        group=group,
        members=tuple(sorted(members, key=lambda member: _alphabetical(member.country))),
        chair=next((term for term in sitting if term.role == Office.Role.CHAIR), None),
        co_chairs=tuple(
            sorted(
                (term for term in sitting if term.role == Office.Role.CO_CHAIR),
                key=lambda term: _alphabetical(term.country),
            )
        ),
        other_terms=tuple(term for term in terms if term not in sitting),
    )


def people_by_group(actor: Any) -> tuple[People, ...]:
    """The people of every group that the actor keeps, by name, with the invitations that are open."""
    roles: defaultdict[int | None, list[Role]] = defaultdict(list)
    for role in (
        visible_to(actor, Role)
        .filter(holds(), group__isnull=False)
        .select_related("person__organisation", "country")
        .order_by("kind", "pk")
    ):
        roles[role.group_id].append(role)
    invitations: defaultdict[int, list[Invitation]] = defaultdict(list)
    for invitation in visible_to(actor, Invitation).filter(is_open()).select_related("country"):
        invitations[invitation.group_id].append(invitation)
    language = page_language()
    return tuple(
        People(
            group,
            tuple(sorted(roles[group.pk], key=lambda role: sort_key(role.person.name, language))),
            tuple(invitations[group.pk]),
        )
        for group in sorted(groups_managed_by(actor), key=lambda group: sort_key(str(group.name), language))
    )


def roles_held_by(person: Person) -> tuple[Role, ...]:
    """The roles of a person today, platform-wide ones first."""
    roles = Role.objects.current().filter(person=person).select_related("group", "country")
    return tuple(sorted(roles, key=lambda role: (role.group_id is not None, str(role.group), role.kind)))


def countries_in_order() -> list[Country]:
    """Every country in the alphabetical order of the page's language."""
    return sorted(Country.objects.all(), key=_alphabetical)


def _alphabetical(country: Country) -> Any:
    return sort_key(str(country.name), page_language())
