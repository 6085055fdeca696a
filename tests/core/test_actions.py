"""Permission, transaction and audit entry in one place."""

from __future__ import annotations

import pytest

from multaqa.core.access import SYSTEM, rules, visible_to
from multaqa.core.actions import act, snapshot
from multaqa.core.errors import Denied
from multaqa.core.fields import MultilingualText
from multaqa.core.models import AuditEntry
from multaqa.indices.models import Edition, Figure, Index, Release
from multaqa.members.models import Country, Group, Invitation, Membership, Office, Organisation, Person, Role
from tests.members.factories import GroupFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_what_is_not_allowed_changes_nothing():
    with pytest.raises(Denied), act(PersonFactory(), "groups.rename", may=False):
        GroupFactory(slug="never")
    assert (Group.objects.filter(slug="never").exists(), AuditEntry.objects.exists()) == (False, False)


def test_a_change_and_its_entry_are_stored_together_or_not_at_all():
    with (
        pytest.raises(TypeError, match="not JSON serializable"),
        act(SYSTEM, "groups.found", may=True) as entry,
    ):
        entry.record(GroupFactory(slug="half"), before=None, after={"unwritable": object()})
    assert (Group.objects.filter(slug="half").exists(), AuditEntry.objects.exists()) == (False, False)


def test_an_action_that_records_nothing_is_undone():
    with pytest.raises(RuntimeError, match="recorded nothing"), act(SYSTEM, "groups.found", may=True):
        GroupFactory(slug="silent")
    assert not Group.objects.filter(slug="silent").exists()


def test_an_entry_says_who_what_and_the_values_before_and_after():
    person, group = PersonFactory(), GroupFactory(slug="old")
    with act(person, "groups.rename", may=True) as entry:
        before = snapshot(group)
        group.slug = "new"
        group.save()
        entry.record(group, before=before, after=snapshot(group))
    found = AuditEntry.objects.get()
    assert (found.actor, found.verb, found.subject_type, found.subject_id) == (
        person,
        "groups.rename",
        "members.group",
        str(group.pk),
    )
    assert (found.before["slug"], found.after["slug"]) == ("old", "new")


def test_a_password_never_reaches_the_log():
    assert "password" not in snapshot(PersonFactory())


def test_every_listed_model_has_a_rule_of_visibility():
    listed = {
        Country,
        Group,
        Membership,
        Office,
        Organisation,
        Person,
        Role,
        Invitation,
        Index,
        Edition,
        Release,
        Figure,
    }
    assert listed <= set(rules())


def test_a_model_without_a_rule_shows_nothing_to_anybody():
    with act(SYSTEM, "groups.found", may=True) as entry:
        entry.record(GroupFactory(), before=None, after={})
    assert (visible_to(PersonFactory(), AuditEntry).count(), visible_to(SYSTEM, AuditEntry).count()) == (0, 1)


def test_a_text_speaks_the_language_of_the_page_and_falls_back():
    from django.utils.translation import override

    text = MultilingualText({"en": "Oman", "ar": "عُمان"})
    with override("ar"):
        assert str(text) == "عُمان"
    with override("fr"):
        assert str(text) == "Oman"
