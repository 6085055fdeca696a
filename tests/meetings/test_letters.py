"""The letters of a meeting: in the reader's language, with a way in that is theirs alone, and for nobody else."""

from __future__ import annotations

import re
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from multaqa.core.access import visible_to
from multaqa.core.letters import PLACEHOLDER, deliver, due_letters
from multaqa.core.models import Letter
from multaqa.meetings import actions
from multaqa.meetings.access import may, roles_in
from multaqa.meetings.models import Delegation, Item, Meeting, Participant
from multaqa.members.models import Invitation, Person, Role
from tests.meetings.factories import (
    DelegationFactory,
    ItemFactory,
    MeetingFactory,
    ParticipantFactory,
    focal_point,
    observer_organisation,
)
from tests.members.factories import PASSWORD, PersonFactory, country, secretariat

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
NAME = {"en": "Directors of e-government", "ar": "مديرو الحكومة الإلكترونية"}
FOCAL = "focal@example.org"
SOMEBODY = {"name": "Rania Haddad", "email": "rania@example.org", "role": "delegate"}


@pytest.fixture
def meeting() -> Meeting:
    made = MeetingFactory(access="delegates", name=NAME, place={"en": "Dubai", "ar": "دبي"})
    return Meeting.objects.get(pk=made.pk)


@pytest.fixture
def keeper(meeting: Meeting) -> Person:
    return secretariat(meeting.series.group)


def invite(keeper: Person, meeting: Meeting, language: str = "en", **values: object) -> Delegation:
    sent = {"country": country("JOR"), "focal_email": FOCAL, "language": language, "site": SITE}
    return actions.invite_delegation(keeper, meeting, **sent | values)


def register(keeper: Person, delegation: Delegation, language: str = "en", **values: object) -> Participant:
    Delegation.objects.filter(pk=delegation.pk).update(answer="accepted")
    sent = SOMEBODY | {"language": language, "site": SITE} | values
    return actions.register_participant(keeper, delegation, **sent)


def send_all() -> list[str]:
    """The texts of every letter that waits, as they went out."""
    mail.outbox.clear()
    for letter in list(due_letters()):
        assert deliver(letter.pk)
    return [message.body for message in mail.outbox]


def link_in(body: str) -> str:
    """The address of the one link of a letter, without scheme and host."""
    (link,) = re.findall(r"http://testserver(/\S+)", body)
    return link


def open_account(client: Client, link: str) -> object:
    """Take up the invitation of a letter with a new account."""
    page = client.get(link)
    assert page.status_code == 200
    return client.post(link, {"name": "Rania Haddad", "password": PASSWORD, "again": PASSWORD})


# ── in the reader's language ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("language", "other", "words"),
    [
        ("en", "ar", ("Dubai", "9 February 2014", "Jordan")),
        ("ar", "en", ("دبي", "9 فبراير 2014", "الأردن")),
    ],
)
def test_every_letter_speaks_the_language_of_its_reader(
    keeper: Person, meeting: Meeting, language: str, other: str, words: tuple[str, ...]
) -> None:
    row = invite(keeper, meeting, language)
    actions.remind_delegation(keeper, row, site=SITE)
    register(keeper, row, language)
    letters = list(Letter.objects.order_by("pk"))
    assert [(letter.purpose, letter.language) for letter in letters] == [
        ("meeting-invitation", language),
        ("meeting-reminder", language),
        ("meeting-registration", language),
    ]
    for letter in letters:
        assert [word for word in (NAME[language], *words) if word not in letter.body] == []
        assert NAME[language] in letter.subject
        assert NAME[other] not in letter.subject + letter.body


def test_the_day_of_the_meeting_is_said_in_words(keeper: Person, meeting: Meeting) -> None:
    invite(keeper, meeting)
    (one_day,) = send_all()
    Meeting.objects.update(ends_on=date(2014, 2, 10))
    invite(keeper, Meeting.objects.get(), country=country("TUN"))
    (two_days,) = send_all()
    assert "Sunday 9 February 2014\nDubai\n" in one_day
    assert "9 February 2014 – 10 February 2014\nDubai\n" in two_days


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_calendar_of_a_registration_speaks_the_same_language(
    keeper: Person, meeting: Meeting, language: str
) -> None:
    register(keeper, DelegationFactory(meeting=meeting), language)
    letter = Letter.objects.get()
    calendar = letter.attachment.replace("\r\n ", "")
    assert letter.attachment_type == "text/calendar; method=PUBLISH"
    assert re.findall(r"^SUMMARY.*:(.+?)\r?$", calendar, re.MULTILINE) == [NAME[language]]
    assert f"/{language}/meetings/{meeting.key}/" in calendar


def test_a_calendar_that_goes_with_a_letter_shows_no_session(keeper: Person, meeting: Meeting) -> None:
    ItemFactory(session__meeting=meeting, session__title={"en": "Closed talks"}, session__access="closed")
    register(keeper, DelegationFactory(meeting=meeting))
    assert Letter.objects.get().attachment.count("BEGIN:VEVENT") == 1
    assert "Closed talks" not in Letter.objects.get().attachment


def test_names_stand_in_a_letter_as_they_are_written(keeper: Person, meeting: Meeting) -> None:
    meeting.name = {"en": "Data & <you>"}
    meeting.save()
    register(keeper, DelegationFactory(meeting=Meeting.objects.get()), name="Sa'id & co")
    letter = Letter.objects.get()
    assert letter.subject == "You are registered: Data & <you>"
    assert letter.body.startswith(
        "Sa'id & co, you are registered in the delegation of Jordan to the meeting: Data & <you>."
    )


# ── the way in ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_secret_of_a_link_is_kept_only_until_the_letter_is_sent(keeper: Person, meeting: Meeting) -> None:
    invite(keeper, meeting)
    waiting = Letter.objects.get()
    (body,) = send_all()
    sent = Letter.objects.get()
    assert (PLACEHOLDER in waiting.body, waiting.secret != "") == (True, True)
    assert (sent.state, sent.secret, PLACEHOLDER in sent.body) == ("sent", "", True)
    assert PLACEHOLDER not in body
    assert "/en/invitations/" in link_in(body)
    assert "It works once, for 14 days, and is meant for you alone" in body


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_focal_point_without_an_account_opens_one_and_arrives_at_the_delegation(
    keeper: Person, meeting: Meeting, language: str
) -> None:
    delegation = invite(keeper, meeting, language)
    (body,) = send_all()
    client = Client()
    welcome = open_account(client, link_in(body))
    arrived = client.get(welcome.url)
    person = Person.objects.get(email=FOCAL)
    address = f"/{language}/meetings/delegations/{delegation.key}/"
    assert (welcome.status_code, welcome.url, arrived.status_code) == (302, address, 200)
    assert f'action="{address}answer/"' in arrived.content.decode()
    assert "F" in roles_in(person, meeting)
    answered = client.post(f"{address}answer/", {"version": "1", "answer": "accepted", "message": ""})
    delegation.refresh_from_db()
    assert (answered.status_code, delegation.answer) == (302, "accepted")


def test_a_member_without_an_account_opens_one_by_the_letter_and_is_the_participant(
    keeper: Person, meeting: Meeting
) -> None:
    register(keeper, DelegationFactory(meeting=meeting))
    (body,) = send_all()
    welcome = open_account(Client(), link_in(body))
    assert welcome.url == f"/en/meetings/{meeting.key}/"
    assert "D" in roles_in(Person.objects.get(email="rania@example.org"), meeting)


def test_a_link_opens_one_account_and_only_once(keeper: Person, meeting: Meeting) -> None:
    invite(keeper, meeting)
    (body,) = send_all()
    open_account(Client(), link_in(body))
    assert Client().get(link_in(body)).status_code == 404


def test_a_reminder_brings_a_new_link_and_the_one_before_no_longer_works(
    keeper: Person, meeting: Meeting
) -> None:
    delegation = invite(keeper, meeting)
    (first,) = send_all()
    actions.remind_delegation(keeper, delegation, site=SITE)
    (second,) = send_all()
    assert Client().get(link_in(first)).status_code == 404
    assert Client().get(link_in(second)).status_code == 200


def test_a_letter_that_still_waits_is_replaced_by_the_reminder(keeper: Person, meeting: Meeting) -> None:
    delegation = invite(keeper, meeting)
    actions.remind_delegation(keeper, delegation, site=SITE)
    (body,) = send_all()
    assert Client().get(link_in(body)).status_code == 200
    assert list(Letter.objects.order_by("pk").values_list("purpose", "state")) == [
        ("meeting-invitation", "withdrawn"),
        ("meeting-reminder", "sent"),
    ]


def test_whoever_has_an_account_signs_in_and_arrives_at_the_delegation(
    keeper: Person, meeting: Meeting
) -> None:
    person = PersonFactory(email=FOCAL)
    delegation = invite(keeper, meeting)
    (body,) = send_all()
    client, link = Client(), link_in(body)
    page = client.get(link)
    signed_in = client.post(
        link, {"login": FOCAL, "password": PASSWORD, "next": page.context["redirect_field_value"]}
    )
    already = client.get(link)
    address = f"/en/meetings/delegations/{delegation.key}/"
    assert (Invitation.objects.count(), Letter.objects.get().secret) == (0, "")
    assert (signed_in.url, already.url, client.get(address).status_code) == (address, address, 200)
    assert "Sign in with your account to see the page." in body
    assert person.roles.count() == 0


def test_an_organisation_is_let_in_as_an_observer(keeper: Person, meeting: Meeting) -> None:
    delegation = invite(keeper, meeting, country=None, organisation=observer_organisation())
    (body,) = send_all()
    client = Client()
    assert client.get(open_account(client, link_in(body)).url).status_code == 200
    assert list(Role.objects.filter(person__email=FOCAL).values_list("kind", "country")) == [
        ("observer", None)
    ]
    assert roles_in(Person.objects.get(email=FOCAL), delegation.meeting) == {"F", "M", "V"}


# ── for nobody else ─────────────────────────────────────────────────────────────────────────────────────────


def test_an_account_with_an_unverified_address_is_not_the_participant(meeting: Meeting) -> None:
    head = ParticipantFactory(delegation__meeting=meeting, role="head", email="rania@example.org")
    item = ItemFactory(session__meeting=meeting, access="closed")
    item.admitted.add(head.delegation)
    impostor = PersonFactory(email="rania@example.org")
    EmailAddress.objects.filter(user=impostor).update(verified=False)
    client = Client()
    client.force_login(impostor)

    def finds() -> tuple[object, ...]:
        page = client.get(f"/en/meetings/delegations/{head.delegation.key}/")
        return (
            "H" in roles_in(impostor, meeting),
            may(impostor, "speech.request", meeting),
            visible_to(impostor, Item).filter(pk=item.pk).exists(),
            page.status_code,
        )

    assert finds() == (False, False, False, 404)
    EmailAddress.objects.filter(user=impostor).update(verified=True)
    assert finds() == (True, True, True, 200)


def test_an_unverified_second_address_makes_nobody_a_focal_point(meeting: Meeting) -> None:
    delegation = DelegationFactory(meeting=meeting, focal_email=FOCAL)
    impostor = PersonFactory()
    EmailAddress.objects.create(user=impostor, email=FOCAL, verified=False, primary=False)
    client = Client()
    client.force_login(impostor)
    sent = {"version": "1", "answer": "declined", "message": ""}
    response = client.post(f"/en/meetings/delegations/{delegation.key}/answer/", sent)
    delegation.refresh_from_db()
    assert (response.status_code, delegation.answer, roles_in(impostor, meeting)) == (
        404,
        "none",
        frozenset(),
    )


def test_whoever_is_withdrawn_before_opening_an_account_finds_the_link_closed(
    keeper: Person, meeting: Meeting
) -> None:
    delegation = DelegationFactory(meeting=meeting)
    sent = register(keeper, delegation)
    (body,) = send_all()
    waiting = register(keeper, delegation, email="other@example.org")
    for participant in (sent, waiting):
        actions.withdraw_participant(keeper, participant)
    assert Client().get(link_in(body)).status_code == 404
    assert send_all() == []
    assert Letter.objects.get(to="other@example.org").state == "withdrawn"


def test_a_focal_point_withdrawn_as_a_member_keeps_its_own_way_in(keeper: Person, meeting: Meeting) -> None:
    delegation = invite(keeper, meeting)
    participant = register(keeper, delegation, email=FOCAL)
    _invitation, body = send_all()
    actions.withdraw_participant(keeper, participant)
    assert Client().get(link_in(body)).status_code == 200


def test_a_withdrawn_participant_loses_what_the_registration_opened(meeting: Meeting) -> None:
    focal = focal_point(meeting)
    person = PersonFactory(email="rania@example.org")
    participant = register(focal, Delegation.objects.get())
    client = Client()
    client.force_login(person)
    address = f"/en/meetings/delegations/{participant.delegation.key}/"
    before = client.get(address).status_code
    actions.withdraw_participant(focal, participant)
    assert (before, client.get(address).status_code, roles_in(person, meeting)) == (200, 404, frozenset())


# ── cancellation ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_cancellation_tells_everybody_once_and_withdraws_what_still_waits(
    keeper: Person, meeting: Meeting
) -> None:
    delegation = invite(keeper, meeting, "ar")
    register(keeper, delegation, "ar", email=FOCAL)
    register(keeper, delegation, "en")
    declined = DelegationFactory(meeting=meeting, country_id="TUN", answer="declined")
    actions.cancel(keeper, meeting, site=SITE)
    told = Letter.objects.filter(purpose="meeting-cancelled").order_by("to")
    assert [(letter.to, letter.language) for letter in told] == [(FOCAL, "ar"), ("rania@example.org", "en")]
    assert "مديرو الحكومة الإلكترونية" in told[0].subject
    assert [letter.attachment_type for letter in told] == ["text/calendar; method=CANCEL"] * 2
    assert "STATUS:CANCELLED" in told[1].attachment
    assert declined.focal_email not in told.values_list("to", flat=True)
    assert set(Letter.objects.exclude(purpose="meeting-cancelled").values_list("state", flat=True)) == {
        "withdrawn"
    }


def test_nothing_is_written_where_the_action_is_undone(keeper: Person, meeting: Meeting) -> None:
    invite(keeper, meeting)
    with pytest.raises(Exception, match="invited already"):
        invite(keeper, meeting)
    assert (Letter.objects.count(), Invitation.objects.count()) == (1, 1)
