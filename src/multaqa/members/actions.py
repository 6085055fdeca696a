"""Everything that changes people and groups: each use case checks permission and leaves its audit entry.

Bad values raise Django's ValidationError (a form shows it beside its field); refusals raise `Denied` or one of
`members.errors`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from multaqa.core.access import SYSTEM, visible_to
from multaqa.core.actions import act, snapshot
from multaqa.core.errors import Denied
from multaqa.language import Text
from multaqa.members import access
from multaqa.members.errors import (
    InvitationForSomebodyElse,
    InvitationNotSent,
    InvitationUnusable,
    LastAdministrator,
    RoleHeldAlready,
)
from multaqa.members.invitations import hash_of, offer_role, send_letter
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
    is_open,
)

RESERVED = frozenset({"new"})
"""Addresses of pages, which a group would hide."""

# ── groups ──────────────────────────────────────────────────────────────────────────────────────────────────


def create_group(
    actor: Any,
    *,
    slug: str,
    name: Text,
    summary: Text | None = None,
    kind: Group.Kind = Group.Kind.BODY,
    open_to: Group.Access = Group.Access.MEMBERS,
) -> Group:
    """Found a group; for administrators. Only its own people find it unless it is opened to everyone."""
    with act(actor, "members.create_group", may=access.is_administrator(actor)) as entry:
        if slug in RESERVED:
            raise ValidationError({"slug": ValidationError(_("Choose another address."), code="reserved")})
        group = Group(slug=slug, name=name, summary=summary or {}, kind=kind, access=open_to)
        group.full_clean()
        group.save()
        entry.record(group, before=None, after=snapshot(group))
    return group


def add_member(actor: Any, group: Group, country: Country, *, since: date | None = None) -> Membership:
    """Take a country into a group; for those who keep the group."""
    with act(actor, "members.add_member", may=access.may_manage(actor, group)) as entry:
        membership = Membership(group=group, country=country, since=since)
        membership.full_clean()
        membership.save()
        entry.record(membership, before=None, after=snapshot(membership))
    return membership


def appoint(
    actor: Any, group: Group, country: Country, role: Office.Role, *, since: date, until: date | None = None
) -> Office:
    """Begin a term as chair or co-chair; for those who keep the group.

    A group has one chair: the sitting one's open term ends on the day the new one's begins.
    """
    with act(actor, "members.appoint", may=access.may_manage(actor, group)) as entry:
        before = _end_open_chair(group, since) if role == Office.Role.CHAIR else None
        office = Office(group=group, country=country, role=role, since=since, until=until)
        office.full_clean()
        office.save()
        entry.record(office, before=before, after=snapshot(office))
    return office


def _end_open_chair(group: Group, day: date) -> dict[str, Any] | None:
    """End the open chair's term on a day and return it as it was."""
    sitting = (
        group.offices.select_for_update(of=("self",))
        .filter(role=Office.Role.CHAIR, until__isnull=True)
        .first()
    )
    if sitting is None:
        return None
    before = snapshot(sitting)
    sitting.until = day
    sitting.full_clean()
    sitting.save()
    return before


def create_organisation(
    actor: Any, *, name: Text, country: Country | None = None, url: str = ""
) -> Organisation:
    """Add a ministry, an agency or an international organisation; for whoever keeps a group that meets."""
    may = access.is_administrator(actor) or access.groups_managed_by(actor).exists()
    with act(actor, "members.create_organisation", may=may) as entry:
        organisation = Organisation(name=name, country=country, url=url)
        organisation.full_clean()
        organisation.save()
        entry.record(organisation, before=None, after=snapshot(organisation))
    return organisation


# ── roles ───────────────────────────────────────────────────────────────────────────────────────────────────


def grant_role(
    actor: Any, person: Person, kind: RoleKind, *, group: Group | None = None, country: Country | None = None
) -> Role:
    """Give a person a role from today on.

    In a group, for those who keep it; of an administrator, for administrators. Whoever keeps a group but cannot
    see the person invites instead.
    """
    may = access.is_administrator(actor) if group is None else access.may_invite(actor, group)
    may = may and visible_to(actor, Person).filter(pk=person.pk).exists()
    with act(actor, "members.grant_role", may=may) as entry:
        role = _add_role(person, kind, group, country)
        entry.record(role, before=None, after=snapshot(role))
    return role


def end_role(actor: Any, role: Role) -> Role:
    """End a role today; for those who keep its group, and for the person who holds it."""
    own = isinstance(actor, Person) and actor.is_active and role.person_id == actor.pk
    keeper = access.is_administrator(actor) if role.group is None else access.may_manage(actor, role.group)
    with act(actor, "members.end_role", may=own or keeper) as entry:
        administrators = Role.objects.current().filter(kind=RoleKind.ADMINISTRATOR, person__is_active=True)
        # Locked, so that two administrators cannot both leave at once.
        others = administrators.select_for_update(of=("self",)).exclude(person=role.person_id)
        if role.kind == RoleKind.ADMINISTRATOR and not list(others):
            raise LastAdministrator
        before = snapshot(role)
        role.until = timezone.localdate()
        role.full_clean()
        role.save()
        entry.record(role, before=before, after=snapshot(role))
    return role


def _add_role(person: Person, kind: str, group: Group | None, country: Country | None) -> Role:
    role = Role(person=person, kind=kind, group=group, country=country)
    role.full_clean()
    role.save()
    return role


# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────


def create_administrator(email: str, password: str, name: str = "") -> Person:
    """Make the account that looks after the platform; from the command line only.

    An existing person gets the role, the password and access again, which is the way back for a lost password.
    """
    email = email.strip().lower()
    known = Person.objects.filter(email=email).first()
    person = known or Person(email=email, name=name or email.partition("@")[0])
    validate_password(password, person)
    with act(SYSTEM, "members.create_administrator", may=True) as entry:
        before = snapshot(known) if known else None
        person.is_active = True
        person.set_password(password)
        person.full_clean()
        person.save()
        _confirm_address(person)
        if not access.is_administrator(person):
            _add_role(person, RoleKind.ADMINISTRATOR, None, None)
        entry.record(person, before=before, after=snapshot(person) | {"role": RoleKind.ADMINISTRATOR.value})
    return person


def update_account(actor: Any, *, name: str, language: str) -> Person:
    """Change one's own name and language."""
    with act(actor, "members.update_account", may=isinstance(actor, Person) and actor.is_active) as entry:
        person = Person.objects.select_for_update(of=("self",)).get(pk=actor.pk)
        before = snapshot(person, "last_login")
        person.name, person.language = name, language
        person.full_clean()
        person.save(update_fields=("name", "language"))
        entry.record(person, before=before, after=snapshot(person, "last_login"))
    return person


def _confirm_address(person: Person) -> None:
    """Mark the address as the person's own: it was typed by the operator, or reached by the invitation."""
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )


# ── invitations ─────────────────────────────────────────────────────────────────────────────────────────────


def invite_person(
    actor: Any, group: Group, *, email: str, kind: str, country: Country | None, language: str, site: str
) -> Invitation:
    """Offer a role in a group by e-mail; for those who keep the group.

    `site` is scheme and host of the link in the letter. A pending invitation to the same role is replaced, so
    that only the latest link works. When the letter cannot be sent, the invitation is withdrawn.
    """
    email, by = email.strip().lower(), actor if isinstance(actor, Person) else None
    with act(actor, "members.invite_person", may=access.may_invite(actor, group)) as entry:
        held = Role.objects.current().filter(person__email=email, group=group, kind=kind, country=country)
        if held.exists():
            raise RoleHeldAlready
        invitation, token = offer_role(
            email=email, group=group, kind=kind, country=country, language=language, by=by
        )
        entry.record(invitation, before=None, after=snapshot(invitation, "token_hash"))
    # After the transaction, so that a slow mail server holds no lock on the database.
    try:
        send_letter(invitation, token, site)
    except OSError as error:
        withdraw_invitation(actor, invitation)
        raise InvitationNotSent from error
    return invitation


def withdraw_invitation(actor: Any, invitation: Invitation) -> Invitation:
    """Make a pending invitation unusable; for those who keep the group."""
    with act(actor, "members.withdraw_invitation", may=access.may_manage(actor, invitation.group)) as entry:
        before = snapshot(invitation, "token_hash")
        now = timezone.now()
        if not Invitation.objects.filter(is_open(now), pk=invitation.pk).update(withdrawn_at=now):
            raise InvitationUnusable
        invitation.refresh_from_db()
        entry.record(invitation, before=before, after=snapshot(invitation, "token_hash"))
    return invitation


def accept_invitation(token: str, *, actor: Any = None, name: str = "", password: str = "") -> Person:
    """Take up an invitation, once, and return the person who now holds the role.

    Whoever has no account yet gets one with `name` and `password`. Whoever has one must be signed in to it
    (`actor`): the link alone does not open an account. Raises InvitationUnusable, InvitationForSomebodyElse,
    and ValidationError on a weak password.
    """
    invitation = (
        Invitation.objects.filter(is_open())
        .select_related("group", "country")
        .filter(token_hash=hash_of(token))
        .first()
    )
    if invitation is None:
        raise InvitationUnusable
    person = Person.objects.filter(email=invitation.email).first()
    if person is None:
        person = Person(
            email=invitation.email, name=name, language=invitation.language, country=invitation.country
        )
        validate_password(password, person)
        person.set_password(password)
        person.full_clean()
    elif not isinstance(actor, Person) or actor.pk != person.pk:
        raise InvitationForSomebodyElse
    if not person.is_active:
        raise Denied
    with act(person, "members.accept_invitation", may=True) as entry:
        _use_up(invitation)
        before = snapshot(invitation, "token_hash")
        if person.pk is None:
            person.save()
            _confirm_address(person)
        _add_role(person, invitation.kind, invitation.group, invitation.country)
        invitation.refresh_from_db()
        entry.record(invitation, before=before, after=snapshot(invitation, "token_hash"))
    return person


def _use_up(invitation: Invitation) -> None:
    """Mark as accepted in one statement: of two requests with the same link, one finds it used."""
    now = timezone.now()
    if not Invitation.objects.filter(is_open(now), pk=invitation.pk).update(accepted_at=now):
        raise InvitationUnusable
