"""Delegations are invited, answer for themselves, register their people once they come, and ask for the floor in turn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from multaqa.core.access import SYSTEM, visible_to
from multaqa.core.errors import Conflict, Denied, Overtaken
from multaqa.core.models import AuditEntry, Letter
from multaqa.meetings import actions
from multaqa.meetings.errors import AnswerNeeded, WrongMeeting
from multaqa.meetings.models import (
    Audience,
    Delegation,
    Item,
    Meeting,
    Participant,
    Presence,
    Session,
    SpeechRequest,
)
from multaqa.members.models import Invitation, Person, RoleKind
from tests.meetings.factories import (
    AudienceFactory,
    DelegationFactory,
    ItemFactory,
    MeetingFactory,
    ParticipantFactory,
    delegate,
    focal_point,
    observer_organisation,
)
from tests.members.factories import country, secretariat, with_role

pytestmark = pytest.mark.django_db
SITE = "https://multaqa.example"
SOMEBODY = {"name": "Rania Haddad", "email": "rania@example.org", "language": "ar", "role": "delegate"}
State, Answer, Credentials = Meeting.State, Delegation.Answer, Delegation.Credentials


@pytest.fixture
def meeting() -> Meeting:
    return MeetingFactory(access="public")


@pytest.fixture
def keeper(meeting: Meeting) -> Person:
    return secretariat(meeting.series.group)


@pytest.fixture
def focal(meeting: Meeting) -> Person:
    return focal_point(meeting)


@pytest.fixture
def jordan(meeting: Meeting, focal: Person) -> Delegation:
    return Delegation.objects.get(meeting=meeting, country="JOR")


@pytest.fixture
def coming(jordan: Delegation) -> Delegation:
    jordan.answer = Answer.ACCEPTED
    jordan.save()
    return jordan


def stored() -> tuple[object, ...]:
    """How much there is, and how every delegation stands."""
    kinds = (Delegation, Participant, Audience, Presence, SpeechRequest, Invitation, Letter, AuditEntry)
    rows = Delegation.objects.order_by("pk").values_list("answer", "message", "credentials", "version")
    return (*(kind.objects.count() for kind in kinds), list(rows))


def refused(error: type[Exception], act: Callable[[], object]) -> Exception:
    """The refusal of something that leaves everything as it was."""
    before = stored()
    with pytest.raises(error) as caught:
        act()
    assert stored() == before
    return caught.value


def invite(actor: object, meeting: Meeting, code: str = "OMN", **values: object) -> Delegation:
    sent = {"country": country(code), "focal_email": "focal@example.org", "language": "ar", "site": SITE}
    return actions.invite_delegation(actor, meeting, **sent | values)


# ── invitations ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_secretariat_invites_a_country_whose_focal_point_gets_a_letter(
    keeper: Person, meeting: Meeting
) -> None:
    delegation = invite(keeper, meeting, focal_email="  Focal@Example.ORG ")
    entry = AuditEntry.objects.latest("pk")
    assert (delegation.focal_email, delegation.answer) == ("focal@example.org", Answer.NONE)
    assert (entry.verb, entry.actor, entry.subject_id) == (
        "meetings.invite_delegation",
        keeper,
        str(delegation.pk),
    )
    assert list(Letter.objects.values_list("to", "language", "purpose")) == [
        ("focal@example.org", "ar", "meeting-invitation")
    ]


def test_an_organisation_is_invited_as_an_observer(keeper: Person, meeting: Meeting) -> None:
    organisation = observer_organisation()
    delegation = invite(keeper, meeting, country=None, organisation=organisation)
    assert (delegation.country, delegation.organisation) == (None, organisation)
    assert list(Invitation.objects.values_list("kind", "country")) == [(RoleKind.OBSERVER, None)]


def test_a_country_is_invited_once(keeper: Person, meeting: Meeting) -> None:
    invite(keeper, meeting)
    error = refused(ValidationError, lambda: invite(keeper, meeting, focal_email="other@example.org"))
    assert error.messages == ["This country is invited already."]


def test_an_organisation_is_invited_once(keeper: Person, meeting: Meeting) -> None:
    values = {"country": None, "organisation": observer_organisation()}
    invite(keeper, meeting, **values)
    error = refused(ValidationError, lambda: invite(keeper, meeting, **values))
    assert error.messages == ["This organisation is invited already."]


@pytest.mark.parametrize("both", [True, False])
def test_a_delegation_is_of_a_country_or_of_an_organisation(
    keeper: Person, meeting: Meeting, both: bool
) -> None:
    values = {"organisation": observer_organisation()} if both else {"country": None}
    error = refused(ValidationError, lambda: invite(keeper, meeting, **values))
    assert error.messages == ["Choose a country or an organisation, and not both."]


def test_an_address_that_is_none_is_refused_at_its_field(keeper: Person, meeting: Meeting) -> None:
    error = refused(ValidationError, lambda: invite(keeper, meeting, focal_email="nobody"))
    assert list(error.error_dict) == ["focal_email"]


@pytest.mark.parametrize("state", [State.DRAFT, State.CONCLUDED, State.CANCELLED])
def test_nobody_is_invited_to_a_draft_or_after_the_meeting(state: str) -> None:
    meeting = MeetingFactory(access="public", state=state)
    error = refused(Denied, lambda: invite(secretariat(meeting.series.group), meeting))
    assert error.code == "denied"


def test_only_the_secretariat_of_the_group_invites(meeting: Meeting, focal: Person) -> None:
    others = [
        focal,
        delegate(meeting, role="head"),
        with_role(RoleKind.CHAIR, meeting.series.group),
        secretariat(MeetingFactory().series.group),
        AnonymousUser(),
    ]
    assert [refused(Denied, lambda actor=actor: invite(actor, meeting)).code for actor in others] == [
        "denied"
    ] * 5


def test_whoever_has_not_answered_for_good_is_reminded(keeper: Person, jordan: Delegation) -> None:
    actions.remind_delegation(keeper, jordan, site=SITE)
    actions.answer_invitation(keeper, jordan, 1, answer=Answer.TENTATIVE)
    actions.remind_delegation(SYSTEM, jordan, site=SITE)
    assert list(Letter.objects.order_by("pk").values_list("purpose", "state")) == [
        ("meeting-reminder", "withdrawn"),
        ("meeting-reminder", "queued"),
    ]


@pytest.mark.parametrize("answer", [Answer.ACCEPTED, Answer.DECLINED])
def test_whoever_has_answered_is_not_reminded(keeper: Person, jordan: Delegation, answer: Answer) -> None:
    actions.answer_invitation(keeper, jordan, 1, answer=answer)
    error = refused(Overtaken, lambda: actions.remind_delegation(keeper, jordan, site=SITE))
    assert (error.code, error.status) == ("done-already", 409)


# ── answers ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_focal_point_answers_for_its_delegation(focal: Person, jordan: Delegation) -> None:
    saved = actions.answer_invitation(focal, jordan, 1, answer=Answer.ACCEPTED, message="Four of us")
    entry = AuditEntry.objects.latest("pk")
    assert (saved.answer, saved.message, saved.version) == (Answer.ACCEPTED, "Four of us", 2)
    assert saved.answered_at is not None
    assert (entry.actor, entry.before["answer"], entry.after["answer"]) == (focal, "none", "accepted")


def test_a_focal_point_answers_for_no_other_delegation(focal: Person, meeting: Meeting) -> None:
    other = DelegationFactory(meeting=meeting, country_id="TUN", answer=Answer.ACCEPTED)
    elsewhere = DelegationFactory(meeting=MeetingFactory(access="public"))
    for delegation in (other, elsewhere):
        refused(Denied, lambda row=delegation: actions.answer_invitation(focal, row, 1, answer="declined"))
        refused(
            Denied,
            lambda row=delegation: actions.register_participant(focal, row, site=SITE, **SOMEBODY),
        )


def test_neither_its_delegates_nor_the_chair_answer_for_a_delegation(
    meeting: Meeting, jordan: Delegation
) -> None:
    others = [
        delegate(meeting, role="head"),
        delegate(meeting),
        with_role(RoleKind.CHAIR, meeting.series.group),
        AnonymousUser(),
    ]
    for actor in others:
        error = refused(
            Denied, lambda actor=actor: actions.answer_invitation(actor, jordan, 1, answer="accepted")
        )
        assert error.code == "denied"


def test_an_address_that_is_not_verified_answers_for_nobody(meeting: Meeting) -> None:
    person = focal_point(meeting)
    delegation = Delegation.objects.get()
    EmailAddress.objects.filter(user=person).update(verified=False)
    refused(Denied, lambda: actions.answer_invitation(person, delegation, 1, answer="accepted"))


def test_an_answer_that_is_none_is_refused(focal: Person, jordan: Delegation) -> None:
    error = refused(
        ValidationError, lambda: actions.answer_invitation(focal, jordan, 1, answer="with pleasure")
    )
    assert list(error.error_dict) == ["answer"]


def test_of_two_who_answer_the_second_learns_of_the_first(
    focal: Person, keeper: Person, jordan: Delegation
) -> None:
    actions.answer_invitation(keeper, jordan, 1, answer=Answer.DECLINED)
    error = refused(Conflict, lambda: actions.answer_invitation(focal, jordan, 1, answer=Answer.ACCEPTED))
    assert (error.code, error.status, error.stored.answer) == ("changed-meanwhile", 409, Answer.DECLINED)


@pytest.mark.parametrize("state", [State.CONCLUDED, State.CANCELLED])
def test_nothing_is_answered_or_registered_once_the_meeting_is_over(
    focal: Person, coming: Delegation, meeting: Meeting, state: str
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    refused(Denied, lambda: actions.answer_invitation(focal, coming, 1, answer=Answer.DECLINED))
    refused(Denied, lambda: actions.register_participant(focal, coming, site=SITE, **SOMEBODY))


# ── members ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_focal_point_registers_a_member_who_gets_a_letter(focal: Person, coming: Delegation) -> None:
    sent = SOMEBODY | {"email": " Rania@Example.org ", "title": {"ar": "مديرة"}}
    somebody = actions.register_participant(focal, coming, site=SITE, **sent)
    assert (somebody.email, somebody.title) == ("rania@example.org", {"ar": "مديرة"})
    assert list(Letter.objects.values_list("to", "language", "purpose")) == [
        ("rania@example.org", "ar", "meeting-registration")
    ]


@pytest.mark.parametrize("answer", [Answer.NONE, Answer.TENTATIVE, Answer.DECLINED])
def test_nobody_is_registered_before_the_delegation_is_coming(
    focal: Person, jordan: Delegation, answer: Answer
) -> None:
    Delegation.objects.update(answer=answer)
    error = refused(AnswerNeeded, lambda: actions.register_participant(focal, jordan, site=SITE, **SOMEBODY))
    assert (error.code, error.status) == ("answer-needed", 409)


def test_a_delegation_has_one_head(focal: Person, coming: Delegation) -> None:
    ParticipantFactory(delegation=coming, role="head")
    error = refused(
        ValidationError,
        lambda: actions.register_participant(focal, coming, site=SITE, **SOMEBODY | {"role": "head"}),
    )
    assert error.messages == ["The delegation has a head already."]


def test_an_address_is_registered_once_however_it_is_typed(focal: Person, coming: Delegation) -> None:
    actions.register_participant(focal, coming, site=SITE, **SOMEBODY)
    again = SOMEBODY | {"email": "RANIA@example.org"}
    error = refused(ValidationError, lambda: actions.register_participant(focal, coming, site=SITE, **again))
    assert error.messages == ["Somebody with this address is registered already."]


def test_whoever_was_withdrawn_makes_room(focal: Person, coming: Delegation) -> None:
    head = actions.register_participant(focal, coming, site=SITE, **SOMEBODY | {"role": "head"})
    actions.withdraw_participant(focal, head)
    again = actions.register_participant(focal, coming, site=SITE, **SOMEBODY | {"role": "head"})
    assert list(visible_to(SYSTEM, Participant).filter(is_withdrawn=False)) == [again]


def test_a_withdrawn_participant_sees_no_more_than_others(focal: Person, meeting: Meeting) -> None:
    person = delegate(meeting)
    item = ItemFactory(session__meeting=meeting, access="delegates")
    audience = AudienceFactory(meeting=meeting)
    participant = Participant.objects.get(email=person.email)
    audience.participants.add(participant)
    kept = ItemFactory(session=item.session, access="named")
    kept.audiences.add(audience)
    seen = set(visible_to(person, Item)), visible_to(person, Delegation).count()
    actions.withdraw_participant(focal, participant)
    assert seen == ({item, kept}, 1)
    assert (list(visible_to(person, Item)), visible_to(person, Delegation).count()) == ([], 0)
    assert audience.participants.count() == 0


def test_nobody_else_withdraws_a_member(meeting: Meeting) -> None:
    head, stranger = delegate(meeting, role="head"), focal_point(meeting, "TUN")
    participant = Participant.objects.get()
    for actor in (head, stranger, AnonymousUser()):
        refused(Denied, lambda actor=actor: actions.withdraw_participant(actor, participant))


def test_credentials_are_recorded_by_the_secretariat(
    keeper: Person, focal: Person, jordan: Delegation
) -> None:
    refused(Denied, lambda: actions.accredit(focal, jordan, 1, credentials=Credentials.ACCEPTED))
    assert actions.accredit(keeper, jordan, 1, credentials=Credentials.RECEIVED).version == 2
    error = refused(Conflict, lambda: actions.accredit(keeper, jordan, 1, credentials=Credentials.ACCEPTED))
    assert error.stored.credentials == Credentials.RECEIVED


def test_an_audience_is_made_of_participants_of_the_meeting(keeper: Person, meeting: Meeting) -> None:
    one = ParticipantFactory(delegation__meeting=meeting)
    made = actions.make_audience(keeper, meeting, name={"en": "Heads"}, participants=[one])
    assert list(made.participants.all()) == [one]


def test_an_audience_takes_nobody_of_another_meeting(keeper: Person, meeting: Meeting) -> None:
    stranger = ParticipantFactory()
    error = refused(
        WrongMeeting,
        lambda: actions.make_audience(keeper, meeting, name={"en": "Heads"}, participants=[stranger]),
    )
    assert (error.code, error.status) == ("wrong-meeting", 400)


def test_delegates_name_no_audience(focal: Person, meeting: Meeting) -> None:
    refused(Denied, lambda: actions.make_audience(focal, meeting, name={"en": "Us"}, participants=[]))


# ── the floor, and who was there ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def item(meeting: Meeting) -> Item:
    Meeting.objects.update(state=State.OPEN)
    return ItemFactory(session__meeting=meeting)


@pytest.fixture
def chair(meeting: Meeting) -> Person:
    return with_role(RoleKind.CHAIR, meeting.series.group)


def states_of_speeches() -> list[str]:
    return list(SpeechRequest.objects.order_by("pk").values_list("state", flat=True))


def test_the_floor_goes_from_one_to_the_next(
    chair: Person, focal: Person, item: Item, meeting: Meeting, jordan: Delegation
) -> None:
    tunisian = delegate(meeting, "TUN")
    first = actions.ask_for_the_floor(focal, item, jordan)
    second = actions.ask_for_the_floor(tunisian, item, Delegation.objects.get(country="TUN"))
    actions.call_speaker(chair, first)
    assert states_of_speeches() == ["called", "waiting"]
    actions.call_speaker(chair, second)
    assert states_of_speeches() == ["done", "called"]
    error = refused(Overtaken, lambda: actions.call_speaker(chair, first))
    assert error.code == "done-already"


def test_a_delegation_stands_on_a_list_once_until_it_has_spoken(
    chair: Person, focal: Person, item: Item, jordan: Delegation
) -> None:
    first = actions.ask_for_the_floor(focal, item, jordan)
    error = refused(ValidationError, lambda: actions.ask_for_the_floor(focal, item, jordan))
    assert error.messages == ["The delegation is on the list of speakers already."]
    actions.call_speaker(chair, first)
    SpeechRequest.objects.update(state="done")
    actions.ask_for_the_floor(focal, item, jordan)
    assert states_of_speeches() == ["done", "waiting"]


def test_nobody_asks_for_another_delegation_or_on_an_item_that_they_do_not_see(
    focal: Person, chair: Person, item: Item, meeting: Meeting, jordan: Delegation
) -> None:
    tunisia = DelegationFactory(meeting=meeting, country_id="TUN")
    closed = ItemFactory(session=item.session, access="closed")
    elsewhere = ItemFactory(session__meeting=MeetingFactory(access="public", state=State.OPEN))
    for actor, asked, delegation in (
        (focal, item, tunisia),
        (focal, closed, jordan),
        (focal, elsewhere, jordan),
        (chair, item, jordan),
        (AnonymousUser(), item, jordan),
    ):
        refused(Denied, lambda a=actor, i=asked, d=delegation: actions.ask_for_the_floor(a, i, d))


def test_only_those_who_run_the_meeting_give_the_floor(
    focal: Person, item: Item, meeting: Meeting, jordan: Delegation
) -> None:
    request = actions.ask_for_the_floor(focal, item, jordan)
    for actor in (focal, delegate(meeting, role="head"), AnonymousUser()):
        refused(Denied, lambda actor=actor: actions.call_speaker(actor, request))


def test_presence_is_recorded_and_replaced(chair: Person, item: Item, meeting: Meeting) -> None:
    delegation = DelegationFactory(meeting=meeting)
    one, two, three = (ParticipantFactory(delegation=delegation) for _ in range(3))
    session: Session = item.session
    assert actions.record_presence(chair, session, [one, two]) == 2
    assert actions.record_presence(chair, session, [two, three]) == 2
    entry = AuditEntry.objects.latest("pk")
    assert set(session.presences.values_list("participant", flat=True)) == {two.pk, three.pk}
    assert (entry.before, entry.after) == (
        {"participants": [one.pk, two.pk]},
        {"participants": [two.pk, three.pk]},
    )


def test_nobody_of_another_meeting_is_present(chair: Person, item: Item) -> None:
    stranger = ParticipantFactory()
    error = refused(WrongMeeting, lambda: actions.record_presence(chair, item.session, [stranger]))
    assert error.code == "wrong-meeting"


def test_delegates_record_no_presence(focal: Person, item: Item) -> None:
    refused(Denied, lambda: actions.record_presence(focal, item.session, []))
