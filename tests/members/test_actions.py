"""What changes people and groups: who may, what is kept, what the audit log says."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from multaqa.core.access import SYSTEM
from multaqa.core.errors import Denied
from multaqa.core.models import AuditEntry
from multaqa.members import actions
from multaqa.members.access import is_administrator, is_secretariat
from multaqa.members.errors import (
    InvitationForSomebodyElse,
    InvitationNotSent,
    InvitationUnusable,
    LastAdministrator,
    RoleHeldAlready,
)
from multaqa.members.models import (
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
from tests.members.factories import (
    PASSWORD,
    GroupFactory,
    PersonFactory,
    administrator,
    coordinator,
    country,
    secretariat,
)

pytestmark = pytest.mark.django_db
SITE = "https://multaqa.example"


def invite(actor: object, group: Group, **changes: object) -> tuple[Invitation, str]:
    """An invitation and the token of its letter."""
    values = {
        "email": "Guest@Example.org",
        "kind": "coordinator",
        "country": country("TUN"),
        "language": "en",
    }
    invitation = actions.invite_person(actor, group, site=SITE, **values | changes)
    return invitation, mail.outbox[-1].body.split("/invitations/")[1].split("/")[0]


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_an_administrator_founds_a_group_and_the_log_says_so() -> None:
    actor = administrator()
    group = actions.create_group(
        actor, slug="open-government", name={"en": "Open government", "ar": "الحكومة المنفتحة"}
    )
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb, entry.subject_id, entry.before) == (
        actor,
        "members.create_group",
        str(group.pk),
        None,
    )
    assert entry.after["slug"] == "open-government"


def test_nobody_else_founds_groups() -> None:
    group = GroupFactory()
    for actor in (secretariat(group), coordinator(group), PersonFactory()):
        with pytest.raises(Denied):
            actions.create_group(actor, slug="mine", name={"en": "Mine"})
    assert (Group.objects.filter(slug="mine").count(), verbs()) == (0, [])


def test_the_secretariat_takes_in_a_country_once() -> None:
    group = GroupFactory()
    actor = secretariat(group)
    actions.add_member(actor, group, country("JOR"), since=date(2014, 2, 9))
    with pytest.raises(ValidationError, match="This country is a member of the group already"):
        actions.add_member(actor, group, country("JOR"))
    assert list(Membership.objects.filter(group=group).values_list("country", "since")) == [
        ("JOR", date(2014, 2, 9))
    ]


def test_the_secretariat_of_another_group_changes_nothing() -> None:
    group, other = GroupFactory(), GroupFactory()
    actor = secretariat(other)
    with pytest.raises(Denied):
        actions.add_member(actor, group, country("JOR"))
    with pytest.raises(Denied):
        actions.appoint(actor, group, country("JOR"), Office.Role.CHAIR, since=date(2014, 1, 1))
    with pytest.raises(Denied):
        invite(actor, group)


def test_a_new_chair_ends_the_term_of_the_one_before() -> None:
    group = GroupFactory()
    actions.appoint(SYSTEM, group, country("ARE"), Office.Role.CHAIR, since=date(2014, 1, 1))
    actions.appoint(SYSTEM, group, country("JOR"), Office.Role.CHAIR, since=date(2016, 1, 1))
    terms = list(group.offices.order_by("since").values_list("country", "since", "until"))
    assert terms == [("ARE", date(2014, 1, 1), date(2016, 1, 1)), ("JOR", date(2016, 1, 1), None)]
    assert AuditEntry.objects.order_by("pk").last().before["country_id"] == "ARE"


def test_a_group_may_have_several_co_chairs() -> None:
    group = GroupFactory()
    for code in ("KOR", "ITA"):
        actions.appoint(SYSTEM, group, country(code), Office.Role.CO_CHAIR, since=date(2014, 1, 1))
    assert sorted(group.offices.values_list("country", flat=True)) == ["ITA", "KOR"]


def test_a_term_cannot_end_before_it_begins() -> None:
    group = GroupFactory()
    with pytest.raises(ValidationError, match="The end must be later than the beginning"):
        actions.appoint(
            SYSTEM, group, country("ARE"), Office.Role.CHAIR, since=date(2014, 1, 1), until=date(2014, 1, 1)
        )
    assert group.offices.count() == 0


def test_the_database_itself_refuses_two_chairs_and_impossible_terms() -> None:
    group = GroupFactory()
    Office.objects.create(group=group, country_id="ARE", role="chair", since=date(2014, 1, 1))
    for values in (
        {"country_id": "JOR", "since": date(2015, 1, 1)},
        {"country_id": "JOR", "since": date(2015, 1, 1), "until": date(2014, 1, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Office.objects.create(group=group, role="chair", **values)


def test_the_database_refuses_a_national_role_without_a_country_and_the_same_role_twice() -> None:
    group, person = GroupFactory(), PersonFactory()
    Role.objects.create(person=person, kind="secretariat", group=group)
    for values in (
        {"kind": "delegate", "group": group},
        {"kind": "secretariat", "group": group},
        {"kind": "reviewer"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Role.objects.create(person=person, **values)


def test_the_secretariat_adds_an_organisation_and_a_coordinator_does_not() -> None:
    group = GroupFactory()
    actions.create_organisation(secretariat(group), name={"en": "Ministry of Data"}, country=country("JOR"))
    with pytest.raises(Denied):
        actions.create_organisation(coordinator(group), name={"en": "Ministry of Nothing"})
    assert [str(organisation) for organisation in Organisation.objects.all()] == ["Ministry of Data"]


def test_a_role_is_given_to_somebody_the_secretariat_can_see_only() -> None:
    group = GroupFactory()
    actor, known, stranger = secretariat(group), coordinator(group), coordinator(GroupFactory())
    actions.grant_role(actor, known, RoleKind.REVIEWER, group=group)
    with pytest.raises(Denied):
        actions.grant_role(actor, stranger, RoleKind.REVIEWER, group=group)
    assert list(Role.objects.filter(kind="reviewer").values_list("person", flat=True)) == [known.pk]


def test_the_secretariat_makes_no_administrators() -> None:
    group = GroupFactory()
    actor = secretariat(group)
    with pytest.raises(Denied):
        actions.grant_role(actor, actor, RoleKind.ADMINISTRATOR)
    assert not is_administrator(actor)


def test_a_role_that_has_ended_opens_nothing() -> None:
    group = GroupFactory()
    person = secretariat(group)
    actions.end_role(administrator(), person.roles.get())
    assert (is_secretariat(person, group), verbs()) == (False, ["members.end_role"])


def test_one_may_lay_down_ones_own_role_but_not_another_ones() -> None:
    group = GroupFactory()
    person, other = coordinator(group), coordinator(group, "TUN")
    with pytest.raises(Denied):
        actions.end_role(person, other.roles.get())
    actions.end_role(person, person.roles.get())
    assert [role.person for role in Role.objects.current()] == [other]


def test_the_last_administrator_stays() -> None:
    first = administrator()
    with pytest.raises(LastAdministrator):
        actions.end_role(first, first.roles.get())
    second = administrator()
    actions.end_role(first, first.roles.get())
    assert (is_administrator(first), is_administrator(second)) == (False, True)


def test_a_closed_account_may_do_nothing() -> None:
    person = administrator(is_active=False)
    assert not is_administrator(person)


def test_an_administrator_is_created_with_a_role_and_a_confirmed_address() -> None:
    person = actions.create_administrator("Head@Example.org", PASSWORD)
    assert (person.email, is_administrator(person), person.check_password(PASSWORD)) == (
        "head@example.org",
        True,
        True,
    )
    assert person.emailaddress_set.get().verified
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.actor_label, PASSWORD in str(entry.after), "password" in entry.after) == (
        None,
        "system",
        False,
        False,
    )


def test_a_weak_password_makes_no_administrator() -> None:
    with pytest.raises(ValidationError):
        actions.create_administrator("head@example.org", "password")
    assert (Person.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_an_administrator_who_lost_the_password_gets_a_new_one() -> None:
    first = actions.create_administrator("head@example.org", PASSWORD)
    second = actions.create_administrator("head@example.org", f"{PASSWORD} anew")
    assert (first.pk, second.check_password(f"{PASSWORD} anew")) == (second.pk, True)
    assert Role.objects.count() == 1


def test_one_changes_ones_own_name_and_language() -> None:
    person = PersonFactory(name="Before")
    actions.update_account(person, name="After", language="ar")
    entry = AuditEntry.objects.get()
    person.refresh_from_db()
    assert (person.name, person.language) == ("After", "ar")
    assert (entry.before["name"], entry.after["name"], "password" in entry.before) == (
        "Before",
        "After",
        False,
    )


def test_an_invitation_keeps_the_hash_of_its_token_only() -> None:
    group = GroupFactory()
    invitation, token = invite(secretariat(group), group)
    stored = str(Invitation.objects.values().get()) + str(AuditEntry.objects.values().get())
    assert (len(token), token in stored, len(invitation.token_hash)) == (43, False, 64)
    assert invitation.token_hash not in str(AuditEntry.objects.values().get())
    assert invitation.email == "guest@example.org"


def test_a_letter_is_written_in_the_language_of_its_reader() -> None:
    group = GroupFactory(name={"en": "Open government", "ar": "الحكومة المنفتحة"})
    invite(secretariat(group), group, language="ar")
    letter = mail.outbox[-1]
    assert letter.to == ["guest@example.org"]
    assert f"{SITE}/ar/invitations/" in letter.body
    assert "الحكومة المنفتحة" in letter.body
    assert "تونس" in letter.body


def test_an_invitation_opens_an_account_with_its_role() -> None:
    group = GroupFactory()
    _, token = invite(secretariat(group), group)
    person = actions.accept_invitation(token, name="Guest", password=PASSWORD)
    role = person.roles.get()
    assert (role.kind, role.group, role.country_id, person.country_id) == ("coordinator", group, "TUN", "TUN")
    assert person.emailaddress_set.get().verified
    entry = AuditEntry.objects.order_by("pk").last()
    assert (entry.verb, entry.actor) == ("members.accept_invitation", person)


def test_an_invitation_is_used_once() -> None:
    group = GroupFactory()
    _, token = invite(secretariat(group), group)
    person = actions.accept_invitation(token, name="Guest", password=PASSWORD)
    with pytest.raises(InvitationUnusable):
        actions.accept_invitation(token, actor=person)
    assert person.roles.count() == 1


def test_an_expired_a_withdrawn_and_an_unknown_invitation_open_nothing() -> None:
    group = GroupFactory()
    actor = secretariat(group)
    expired, expired_token = invite(actor, group)
    Invitation.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    withdrawn, withdrawn_token = invite(actor, group)
    actions.withdraw_invitation(actor, withdrawn)
    for token in (expired_token, withdrawn_token, "guess", expired.token_hash):
        with pytest.raises(InvitationUnusable):
            actions.accept_invitation(token, name="Guest", password=PASSWORD)
    assert not Person.objects.filter(email="guest@example.org").exists()


def test_an_invitation_is_withdrawn_once() -> None:
    group = GroupFactory()
    actor = secretariat(group)
    invitation, _ = invite(actor, group)
    actions.withdraw_invitation(actor, invitation)
    with pytest.raises(InvitationUnusable):
        actions.withdraw_invitation(actor, invitation)
    assert verbs() == ["members.invite_person", "members.withdraw_invitation"]


def test_a_weak_password_leaves_the_invitation_open() -> None:
    group = GroupFactory()
    _, token = invite(secretariat(group), group)
    with pytest.raises(ValidationError):
        actions.accept_invitation(token, name="Guest", password="guest")
    assert actions.accept_invitation(token, name="Guest", password=PASSWORD).name == "Guest"


def test_the_link_alone_does_not_open_an_account_that_exists() -> None:
    group, guest = GroupFactory(), PersonFactory(email="guest@example.org")
    actor = secretariat(group)
    _, token = invite(actor, group)
    for stranger in (None, actor):
        with pytest.raises(InvitationForSomebodyElse):
            actions.accept_invitation(token, actor=stranger, name="Thief", password=PASSWORD)
    actions.accept_invitation(token, actor=guest)
    assert guest.roles.get().kind == "coordinator"


def test_a_closed_account_accepts_nothing() -> None:
    group, guest = GroupFactory(), PersonFactory(email="guest@example.org", is_active=False)
    _, token = invite(secretariat(group), group)
    with pytest.raises(Denied):
        actions.accept_invitation(token, actor=guest)
    assert guest.roles.count() == 0


def test_inviting_again_makes_the_earlier_link_unusable() -> None:
    group = GroupFactory()
    actor = secretariat(group)
    _, first = invite(actor, group)
    _, second = invite(actor, group)
    with pytest.raises(InvitationUnusable):
        actions.accept_invitation(first, name="Guest", password=PASSWORD)
    assert actions.accept_invitation(second, name="Guest", password=PASSWORD).roles.count() == 1


def test_whoever_holds_the_role_is_not_invited_to_it() -> None:
    group = GroupFactory()
    held = coordinator(group, "TUN")
    with pytest.raises(RoleHeldAlready):
        invite(secretariat(group), group, email=held.email)
    assert Invitation.objects.count() == 0


def test_nobody_is_invited_as_administrator_or_into_a_reference_group() -> None:
    actor, group = administrator(), GroupFactory()
    with pytest.raises(ValidationError):
        invite(actor, group, kind="administrator")
    with pytest.raises(Denied):
        invite(actor, Group.objects.get(slug="oecd"))
    assert (Invitation.objects.count(), len(mail.outbox)) == (0, 0)


def test_an_invitation_that_cannot_be_sent_is_withdrawn(settings: object) -> None:
    group = GroupFactory()
    actor = secretariat(group)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(InvitationNotSent):
        invite(actor, group)
    assert (Invitation.objects.filter(is_open()).count(), verbs()) == (
        0,
        ["members.invite_person", "members.withdraw_invitation"],
    )
