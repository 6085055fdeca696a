"""Who may see whom, and who may change what: administrators, the secretariat of a group, oneself."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from multaqa.core.access import ALWAYS, EVERYTHING, NOTHING, SYSTEM, either, once, visibility
from multaqa.members.models import (
    Country,
    Group,
    Invitation,
    Membership,
    Office,
    Organisation,
    Person,
    Role,
    RoleKind,
)


def is_administrator(actor: Any) -> bool:
    """Whether the actor looks after the whole platform."""
    return actor is SYSTEM or current_roles(actor).filter(kind=RoleKind.ADMINISTRATOR).exists()


def is_secretariat(actor: Any, group: Group) -> bool:
    """Whether the actor serves in the group's secretariat."""
    return actor is SYSTEM or current_roles(actor).filter(kind=RoleKind.SECRETARIAT, group=group).exists()


def may_manage(actor: Any, group: Group) -> bool:
    """Whether the actor keeps the group's members, offices and roles: its secretariat, and administrators."""
    return actor is SYSTEM or current_roles(actor).filter(_manages(Q(group=group))).exists()


def may_invite(actor: Any, group: Group) -> bool:
    """Whether the actor may invite people: into groups that meet, and only those who keep the group."""
    return group.kind == Group.Kind.BODY and may_manage(actor, group)


def groups_of(actor: Any) -> QuerySet[Group]:
    """The groups in which the actor holds a role today."""
    return Group.objects.filter(pk__in=current_roles(actor).values("group"))


def groups_managed_by(actor: Any) -> QuerySet[Group]:
    """The groups that meet and whose people the actor keeps; for administrators, all of them."""
    bodies = Group.objects.filter(kind=Group.Kind.BODY)
    return bodies if is_administrator(actor) else bodies.filter(pk__in=_secretariats(actor))


def current_roles(actor: Any) -> QuerySet[Role]:
    """The roles that the actor holds today; none for visitors and for accounts that are closed."""
    if not isinstance(actor, Person) or not actor.is_active or actor.pk is None:
        return Role.objects.none()
    return Role.objects.current().filter(person=actor)


def register() -> None:
    """Register the visibility of every model of the room; called once, when the room is ready."""
    for model in (Country, Organisation):
        visibility(model)(lambda actor: EVERYTHING)
    visibility(Group)(groups)
    for part in (Membership, Office):
        visibility(part)(lambda actor: groups(actor, "group__"))
    visibility(Person)(_people)
    visibility(Role)(_roles)
    visibility(Invitation)(_invitations)


def groups(actor: Any, path: str = "") -> Q:
    """Groups that everyone finds, those in which the actor holds a role, and for administrators all of them."""
    held = roles_held(actor)
    if any(kind == RoleKind.ADMINISTRATOR for kind, _group, _country in held):
        return ALWAYS
    mine = {group for _kind, group, _country in held}
    return either(
        (Q(**{f"{path}access": Group.Access.PUBLIC}), Q(**{f"{path}pk__in": mine}) if mine else NOTHING)
    )


def roles_held(actor: Any) -> tuple[tuple[str, int | None, str | None], ...]:
    """(kind, group, country) of every role that the actor holds today, asked once while only reading."""
    if not isinstance(actor, Person):
        return ()
    roles = current_roles(actor).values_list("kind", "group", "country")
    return once((roles_held, actor.pk), lambda: tuple(roles))


def _people(actor: Any) -> Q:
    in_my_groups = Role.objects.current().filter(group__in=_secretariats(actor)).values("person")
    return _for_keepers(actor, Q(pk__in=in_my_groups)) | _own(actor, "pk")


def _roles(actor: Any) -> Q:
    return _for_keepers(actor, Q(group__in=_secretariats(actor))) | _own(actor, "person")


def _invitations(actor: Any) -> Q:
    return _for_keepers(actor, Q(group__in=_secretariats(actor)))


def _for_keepers(actor: Any, in_their_groups: Q) -> Q:
    # `NOTHING | x` is x, but `EVERYTHING | x` would be x too: Django drops an empty Q.
    return Q(pk__isnull=False) if is_administrator(actor) else in_their_groups


def _own(actor: Any, path: str) -> Q:
    return Q(**{path: actor.pk}) if isinstance(actor, Person) and actor.is_active else NOTHING


def _secretariats(actor: Any) -> QuerySet[Any]:
    return current_roles(actor).filter(kind=RoleKind.SECRETARIAT).values("group")


def _manages(in_group: Q) -> Q:
    return Q(kind=RoleKind.ADMINISTRATOR) | (Q(kind=RoleKind.SECRETARIAT) & in_group)
