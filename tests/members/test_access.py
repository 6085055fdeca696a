"""Who sees whom. What could leak is created first."""

import pytest
from django.contrib.auth.models import AnonymousUser

from multaqa.core.access import SYSTEM, visible_to
from multaqa.members import actions
from multaqa.members.access import groups_managed_by, groups_of, is_administrator, is_secretariat, may_invite
from multaqa.members.models import Country, Group, Invitation, Membership, Office, Organisation, Person, Role
from tests.members.factories import (
    GroupFactory,
    OrganisationFactory,
    PersonFactory,
    administrator,
    coordinator,
    secretariat,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Country, Group, Membership])
def test_countries_and_groups_are_public(model: type) -> None:
    assert set(visible_to(AnonymousUser(), model)) == set(model.objects.all())


def test_offices_and_organisations_are_public() -> None:
    office = Office.objects.create(group=GroupFactory(), country_id="ARE", role="chair", since="2014-01-01")
    organisation = OrganisationFactory()
    assert list(visible_to(AnonymousUser(), Office)) == [office]
    assert list(visible_to(AnonymousUser(), Organisation)) == [organisation]


def test_people_are_seen_by_administrators_their_secretariat_and_themselves() -> None:
    group, other = GroupFactory(), GroupFactory()
    admin, mine, theirs = administrator(), secretariat(group), secretariat(other)
    jordan, tunisia, guest = coordinator(group), coordinator(other, "TUN"), PersonFactory()
    seen = {actor: set(visible_to(actor, Person)) for actor in (admin, mine, theirs, jordan, guest)}
    assert seen == {
        admin: {admin, mine, theirs, jordan, tunisia, guest},
        mine: {mine, jordan},
        theirs: {theirs, tunisia},
        jordan: {jordan},
        guest: {guest},
    }


def test_roles_are_seen_by_administrators_their_secretariat_and_whoever_holds_them() -> None:
    group = GroupFactory()
    admin, mine, jordan = administrator(), secretariat(group), coordinator(group)
    outsider = coordinator(GroupFactory())
    seen = {actor: set(visible_to(actor, Role)) for actor in (admin, mine, jordan)}
    in_group = {mine.roles.get(), jordan.roles.get()}
    assert seen == {
        admin: in_group | {admin.roles.get(), outsider.roles.get()},
        mine: in_group,
        jordan: {jordan.roles.get()},
    }


def test_invitations_are_seen_by_administrators_and_the_secretariat_only() -> None:
    group = GroupFactory()
    admin, mine, jordan, theirs = (
        administrator(),
        secretariat(group),
        coordinator(group),
        secretariat(GroupFactory()),
    )
    sent = actions.invite_person(
        mine, group, email="guest@example.org", kind="reviewer", country=None, language="en", site="https://x"
    )
    guest = PersonFactory(email="guest@example.org")
    actors = (admin, mine, jordan, theirs, guest)
    assert [list(visible_to(actor, Invitation)) for actor in actors] == [[sent], [sent], [], [], []]


@pytest.mark.parametrize("model", [Person, Role, Invitation])
def test_visitors_and_closed_accounts_see_nobody(model: type) -> None:
    group = GroupFactory()
    coordinator(group)
    closed = secretariat(group, is_active=False)
    assert [list(visible_to(actor, model)) for actor in (None, AnonymousUser(), closed)] == [[], [], []]


def test_a_role_ends_on_its_last_day() -> None:
    group = GroupFactory()
    person = secretariat(group)
    person.roles.update(since="2014-01-01", until="2015-01-01")
    assert (is_secretariat(person, group), list(groups_of(person)), list(visible_to(person, Person))) == (
        False,
        [],
        [person],
    )


def test_groups_are_kept_by_their_secretariat_and_by_administrators() -> None:
    group, other = GroupFactory(), GroupFactory()
    admin, mine, jordan = administrator(), secretariat(group), coordinator(group)
    kept = {actor: list(groups_managed_by(actor)) for actor in (admin, mine, jordan)}
    assert kept == {admin: [group, other], mine: [group], jordan: []}
    assert [may_invite(actor, group) for actor in (admin, mine, jordan, secretariat(other))] == [
        True,
        True,
        False,
        False,
    ]


def test_the_platform_itself_may_do_everything() -> None:
    group = GroupFactory()
    assert (is_administrator(SYSTEM), is_secretariat(SYSTEM, group), may_invite(SYSTEM, group)) == (
        True,
        True,
        True,
    )
