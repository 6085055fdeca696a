"""The pages of delegations in both languages: the list of a meeting, the page of one, audiences, the table to download."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import override

from multaqa.core.letters import letters_about
from multaqa.core.models import Letter
from multaqa.meetings import actions
from multaqa.meetings.models import Audience, Delegation, Meeting, Participant
from multaqa.members.models import Membership, Person, RoleKind
from tests.meetings.factories import (
    AudienceFactory,
    DelegationFactory,
    ItemFactory,
    MeetingFactory,
    ParticipantFactory,
    SessionFactory,
    delegate,
    focal_point,
    observer_organisation,
)
from tests.members.factories import administrator, country, secretariat, with_role

pytestmark = pytest.mark.django_db
SOMEBODY = {
    "name": "Rania Haddad",
    "title_en": "Director",
    "title_ar": "مديرة",
    "email": "rania@example.org",
    "language": "ar",
    "role": "head",
}
SECRET_NAME, SECRET_ADDRESS = "Zubayda al-Masri", "zubayda@example.org"


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
    jordan.answer = "accepted"
    jordan.save()
    return jordan


def signed_in(person: Person | AnonymousUser) -> Client:
    client = Client()
    if isinstance(person, Person):
        client.force_login(person)
    return client


def list_address(meeting: Meeting, language: str = "en") -> str:
    return f"/{language}/meetings/{meeting.key}/delegations/"


def address(delegation: Delegation, what: str = "", language: str = "en") -> str:
    return f"/{language}/meetings/delegations/{delegation.key}/{what}"


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def said_on(client: Client, response: HttpResponse) -> list[str]:
    """The messages of the page to which an answer leads."""
    return [str(message) for message in client.get(response.url).context["messages"]]


# ── the list ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("language", "order"),
    [("en", ["Algeria", "Jordan", "Tunisia"]), ("ar", ["الأردن", "تونس", "الجزائر"])],
)
def test_countries_stand_in_the_alphabetical_order_of_the_page(
    keeper: Person, meeting: Meeting, language: str, order: list[str]
) -> None:
    DelegationFactory(
        meeting=meeting, country_id=None, organisation=observer_organisation("Aid"), focal_email="a@b.org"
    )
    for code in ("TUN", "DZA", "JOR"):
        DelegationFactory(meeting=meeting, country_id=code)
    text = text_of(signed_in(keeper).get(list_address(meeting, language)))
    shown = re.findall(r'<th scope="row" class="name"><a [^>]+>([^<]+)<', text)
    assert shown == [*order, {"en": "Aid", "ar": "منظمة"}[language]]


def test_a_line_says_answer_head_members_credentials_and_letter(keeper: Person, meeting: Meeting) -> None:
    delegation = actions.invite_delegation(
        keeper, meeting, country=country("OMN"), focal_email="focal@example.org", language="ar", site=""
    )
    Delegation.objects.update(answer="accepted", credentials="received")
    ParticipantFactory(delegation=delegation, name="Salim Head", role="head")
    ParticipantFactory(delegation=delegation)
    ParticipantFactory(delegation=delegation, is_withdrawn=True)
    (line,) = signed_in(keeper).get(list_address(meeting)).context["page"].lines
    assert (line.answer_words, line.head, line.members, line.credentials_words, line.letter.words) == (
        "Coming",
        "Salim Head",
        2,
        "Received",
        "Waiting to be sent",
    )


def test_a_letter_that_failed_says_why(keeper: Person, meeting: Meeting, coming: Delegation) -> None:
    actions.register_participant(
        keeper, coming, site="", name="Rania", email="rania@example.org", language="en"
    )
    Delegation.objects.update(answer="none")
    actions.remind_delegation(keeper, coming, site="")
    Letter.objects.update(state="failed", secret="", next_try_at=None, last_error="SMTPDataError 550 5.1.1")
    text = text_of(signed_in(keeper).get(list_address(meeting)))
    assert letters_about(coming, "meeting-reminder").get().state == "failed"
    assert "Could not be sent" in text
    assert '<code dir="ltr">SMTPDataError 550 5.1.1</code>' in text
    assert "1 letter to a member could not be sent" in text


def test_answers_are_counted_and_narrow_the_list(keeper: Person, meeting: Meeting) -> None:
    for code, answer in (("JOR", "accepted"), ("TUN", "accepted"), ("OMN", "declined"), ("EGY", "none")):
        DelegationFactory(meeting=meeting, country_id=code, answer=answer)
    client = signed_in(keeper)
    page = client.get(list_address(meeting)).context["page"]
    narrowed = client.get(list_address(meeting) + "?answer=accepted").context["page"]
    unknown = client.get(list_address(meeting) + "?answer=nonsense").context["page"]
    counts = {count.answer: count.count for count in page.counts}
    assert counts == {"none": 1, "tentative": 0, "accepted": 2, "declined": 1}
    assert ([line.name for line in narrowed.lines], narrowed.total) == (["Jordan", "Tunisia"], 4)
    assert len(unknown.lines) == 4
    assert "No delegation has given this answer." in text_of(
        client.get(list_address(meeting) + "?answer=tentative")
    )


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("state", ["draft", "announced", "concluded"])
def test_an_empty_list_says_what_comes_next(
    keeper: Person, meeting: Meeting, state: str, language: str
) -> None:
    Meeting.objects.update(state=state)
    response = signed_in(keeper).get(list_address(meeting, language))
    sentence = {
        "draft": "Delegations are invited once the meeting is announced.",
        "announced": "Invite the first delegation with the form on this page.",
        "concluded": "Delegations appear here once the secretariat has invited them.",
    }[state]
    assert response.status_code == 200
    assert language == "ar" or sentence in text_of(response)


def test_those_who_take_part_see_the_list_without_addresses_letters_and_forms(
    meeting: Meeting, keeper: Person, coming: Delegation
) -> None:
    AudienceFactory(meeting=meeting, name={"en": "Heads only"}).participants.add(
        ParticipantFactory(delegation=coming, name=SECRET_NAME, email=SECRET_ADDRESS, role="head")
    )
    actions.remind_delegation(keeper, DelegationFactory(meeting=meeting, country_id="EGY"), site="")
    for reader in (focal_point(meeting, "TUN"), delegate(meeting, "TUN")):
        response = signed_in(reader).get(list_address(meeting))
        text = text_of(response)
        assert (response.status_code, SECRET_NAME in text) == (200, True)
        hidden = (SECRET_ADDRESS, "focal-egy@", "Waiting to be sent", "Heads only", "<form", 'id="invite"')
        assert [words for words in hidden if words in without_menus(text)] == []


def without_menus(text: str) -> str:
    return text[text.index("<main") : text.index("</main>")]


def test_the_list_takes_the_same_number_of_queries_for_few_and_many(
    keeper: Person, meeting: Meeting, django_assert_max_num_queries
) -> None:
    client, counts = signed_in(keeper), []
    for codes in (("JOR",), ("TUN", "OMN"), ("EGY", "DZA", "MAR", "BHR")):
        for code in codes:
            delegation = DelegationFactory(meeting=meeting, country_id=code)
            AudienceFactory(meeting=meeting).participants.set(
                [ParticipantFactory(delegation=delegation) for _ in range(3)]
            )
        with django_assert_max_num_queries(100) as captured:
            assert client.get(list_address(meeting)).status_code == 200
        counts.append(len(captured))
    assert counts == [counts[0]] * 3


def test_the_page_of_one_takes_the_same_number_of_queries_for_few_and_many(
    keeper: Person, coming: Delegation, django_assert_max_num_queries
) -> None:
    client, counts = signed_in(keeper), []
    for _ in range(3):
        ParticipantFactory(delegation=coming)
        with django_assert_max_num_queries(100) as captured:
            assert client.get(address(coming)).status_code == 200
        counts.append(len(captured))
    assert counts == [counts[0]] * 3


# ── inviting and reminding ──────────────────────────────────────────────────────────────────────────────────


def test_a_country_and_an_organisation_are_invited(keeper: Person, meeting: Meeting) -> None:
    organisation, client = observer_organisation("League"), signed_in(keeper)
    sent = {"focal_email": "focal@example.org", "language": "ar"}
    first = client.post(list_address(meeting), sent | {"invitee": "country-OMN"})
    said = said_on(client, first)
    second = client.post(list_address(meeting), sent | {"invitee": f"organisation-{organisation.pk}"})
    rows = Delegation.objects.order_by("pk").values_list("country", "organisation", "language")
    assert (first.status_code, second.status_code) == (302, 302)
    assert list(rows) == [("OMN", None, "ar"), (None, organisation.pk, "ar")]
    assert said == ["Oman is invited. The letter to focal@example.org is on its way."]
    assert (
        Letter.objects.filter(body__contains="{secret}", secret__startswith="http://testserver/ar/").count()
        == 2
    )


def test_countries_of_the_group_are_offered_first_and_the_invited_no_more(
    keeper: Person, meeting: Meeting, jordan: Delegation
) -> None:
    Membership.objects.create(group=meeting.series.group, country_id="TUN")
    form = signed_in(keeper).get(list_address(meeting)).context["forms"]["invite"]
    _none, (label, members), (_others, others) = form.fields["invitee"].choices
    assert (str(label), members) == ("Countries of the group", [("country-TUN", "Tunisia")])
    assert "country-JOR" not in dict(others)
    assert "country-OMN" in dict(others)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"invitee": "country-JOR"}, "invitee"),
        ({"invitee": ""}, "invitee"),
        ({"focal_email": "nobody"}, "focal_email"),
        ({"language": "tlh"}, "language"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_invitation_that_cannot_be_sent_is_refused_at_its_field(
    keeper: Person, meeting: Meeting, jordan: Delegation, sent: dict, field: str, language: str
) -> None:
    values = {"invitee": "country-OMN", "focal_email": "focal@example.org", "language": "en"} | sent
    response = signed_in(keeper).post(list_address(meeting, language), values)
    form = response.context["forms"]["invite"]
    assert (response.status_code, list(form.errors), Delegation.objects.count()) == (422, [field], 1)


def test_a_reminder_is_sent_from_the_list(keeper: Person, meeting: Meeting, jordan: Delegation) -> None:
    client = signed_in(keeper)
    before = text_of(client.get(list_address(meeting)))
    sent = client.post(address(jordan, "remind/"))
    assert f'action="{address(jordan, "remind/")}"' in before
    assert (sent.status_code, sent.url) == (302, list_address(meeting))
    assert said_on(client, sent) == [f"The reminder to {jordan.focal_email} is on its way."]


def test_a_reminder_to_who_has_answered_says_so(keeper: Person, meeting: Meeting, coming: Delegation) -> None:
    client = signed_in(keeper)
    response = client.post(address(coming, "remind/"))
    assert (response.status_code, Letter.objects.count()) == (409, 0)
    assert "This has been done already." in text_of(response)
    assert 'action="' + address(coming, "remind/") not in text_of(response)


# ── the page of one, and its answer ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_focal_point_answers_and_registers_on_one_page(
    focal: Person, jordan: Delegation, language: str
) -> None:
    client, here = signed_in(focal), address(jordan, language=language)
    page = text_of(client.get(here))
    sent = {"version": "1", "answer": "accepted", "message": "We are <b>four</b>."}
    answered = client.post(address(jordan, "answer/", language), sent)
    registered = client.post(address(jordan, "register/", language), SOMEBODY)
    after = text_of(client.get(here))
    jordan.refresh_from_db()
    assert (address(jordan, "answer/", language) in page, address(jordan, "register/", language) in page) == (
        True,
        False,
    )
    assert (answered.status_code, answered.url, registered.url) == (302, here, here)
    assert (jordan.answer, jordan.message, jordan.version) == ("accepted", "We are <b>four</b>.", 2)
    (member,) = jordan.participants.values("name", "email", "language", "role", "title")
    assert member == {
        "name": "Rania Haddad",
        "email": "rania@example.org",
        "language": "ar",
        "role": "head",
        "title": {"en": "Director", "ar": "مديرة"},
    }
    assert "We are &lt;b&gt;four&lt;/b&gt;." in after
    assert {"en": "Director", "ar": "مديرة"}[language] in after
    assert "rania@example.org" in after


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_delegate_reads_the_page_and_changes_nothing(
    meeting: Meeting, coming: Delegation, language: str
) -> None:
    Delegation.objects.update(message="Confidential words")
    reader = delegate(meeting, role="head")
    response = signed_in(reader).get(address(coming, language=language))
    text = without_menus(text_of(response))
    assert (response.status_code, reader.name in text) == (200, True)
    assert [w for w in ("<form", reader.email, coming.focal_email, "Confidential words") if w in text] == []


def test_a_focal_point_of_another_country_reads_and_finds_no_form(
    meeting: Meeting, coming: Delegation
) -> None:
    other, participant = focal_point(meeting, "TUN"), ParticipantFactory(delegation=coming)
    client = signed_in(other)
    text = without_menus(text_of(client.get(address(coming))))
    posts = [
        client.post(address(coming, "answer/"), {"version": "1", "answer": "declined", "message": ""}),
        client.post(address(coming, "register/"), SOMEBODY),
        client.post(address(coming, "credentials/"), {"version": "1", "credentials": "accepted"}),
        client.post(address(coming, "remind/")),
        client.post(f"/en/meetings/participants/{participant.key}/withdraw/"),
        client.post(list_address(meeting), {"invitee": "country-OMN"}),
        client.post(f"/en/meetings/{meeting.key}/audiences/new/", {"name_en": "Us"}),
    ]
    coming.refresh_from_db()
    assert (participant.name in text, "<form" in text) == (True, False)
    assert [post.status_code for post in posts] == [404] * 7
    assert (coming.answer, coming.version, Participant.objects.filter(is_withdrawn=False).count()) == (
        "accepted",
        1,
        1,
    )


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("concluded", "The meeting is over."), ("cancelled", "The meeting was called off.")],
)
def test_after_the_meeting_the_page_says_so_and_offers_nothing(
    keeper: Person, meeting: Meeting, coming: Delegation, state: str, sentence: str
) -> None:
    ParticipantFactory(delegation=coming)
    Meeting.objects.update(state=state)
    client = signed_in(keeper)
    text = without_menus(text_of(client.get(address(coming))))
    post = client.post(address(coming, "answer/"), {"version": "1", "answer": "declined", "message": ""})
    assert (sentence in text, "<form" in text, post.status_code) == (True, False, 404)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_of_two_answers_the_second_sees_the_first_and_may_save_once_more(
    focal: Person, keeper: Person, jordan: Delegation, language: str
) -> None:
    actions.answer_invitation(keeper, jordan, 1, answer="tentative", message="They called")
    client, sent = signed_in(focal), {"answer": "declined", "message": "Sorry"}
    conflict = client.post(address(jordan, "answer/", language), sent | {"version": "1"})
    again = client.post(address(jordan, "answer/", language), sent | {"version": "2"})
    jordan.refresh_from_db()
    with override(language):
        shown = [str(value) for _label, value in conflict.context["forms"]["answer"].conflict]
        assert (conflict.status_code, shown) == (409, [Delegation.Answer.TENTATIVE.label, "They called"])
    assert "Sorry</textarea>" in text_of(conflict)
    assert (again.status_code, jordan.answer, jordan.message) == (302, "declined", "Sorry")


def test_no_answer_is_no_answer(focal: Person, jordan: Delegation) -> None:
    for answer in ("", "none", "gladly"):
        response = signed_in(focal).post(
            address(jordan, "answer/"), {"version": "1", "answer": answer, "message": ""}
        )
        assert (response.status_code, list(response.context["forms"]["answer"].errors)) == (422, ["answer"])


def test_what_is_wrong_with_a_registration_is_shown_and_nothing_typed_is_lost(
    focal: Person, coming: Delegation
) -> None:
    client = signed_in(focal)
    client.post(address(coming, "register/"), SOMEBODY)
    double = client.post(address(coming, "register/"), SOMEBODY | {"role": "delegate"})
    second = client.post(address(coming, "register/"), SOMEBODY | {"email": "new@example.org"})
    nameless = client.post(address(coming, "register/"), SOMEBODY | {"name": "", "email": "x"})
    assert [response.status_code for response in (double, second, nameless)] == [422] * 3
    assert "Somebody with this address is registered already." in text_of(double)
    assert "The delegation has a head already." in text_of(second)
    assert 'value="new@example.org"' in text_of(second)
    assert list(nameless.context["forms"]["register"].errors) == ["name", "email"]
    assert Participant.objects.count() == 1


def test_a_registration_before_the_answer_says_what_to_do(focal: Person, jordan: Delegation) -> None:
    client = signed_in(focal)
    page = text_of(client.get(address(jordan)))
    response = client.post(address(jordan, "register/"), SOMEBODY)
    assert "Members are registered here once the delegation has said that it is coming." in page
    assert "Answer the invitation first" in text_of(response)
    assert (response.status_code, Participant.objects.count()) == (422, 0)


def test_a_member_is_withdrawn(focal: Person, coming: Delegation) -> None:
    participant, client = ParticipantFactory(delegation=coming, name="Omar <Q>"), signed_in(focal)
    withdrawal = f"/en/meetings/participants/{participant.key}/withdraw/"
    offered = withdrawal in text_of(client.get(address(coming)))
    response = client.post(withdrawal)
    assert (offered, response.url) == (True, address(coming))
    assert said_on(client, response) == ["Omar <Q> is no longer registered."]
    assert client.post(withdrawal).status_code == 404


def test_the_secretariat_records_credentials(keeper: Person, coming: Delegation) -> None:
    client, sent = signed_in(keeper), {"credentials": "accepted"}
    saved = client.post(address(coming, "credentials/"), sent | {"version": "1"})
    conflict = client.post(address(coming, "credentials/"), {"credentials": "none", "version": "1"})
    coming.refresh_from_db()
    assert (saved.url, coming.credentials) == (address(coming), "accepted")
    assert (conflict.status_code, "<dd>Accepted</dd>" in text_of(conflict)) == (409, True)


# ── audiences ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_audience_is_named_from_the_boxes(
    keeper: Person, meeting: Meeting, coming: Delegation, language: str
) -> None:
    one, two = ParticipantFactory(delegation=coming), ParticipantFactory(delegation=coming)
    client, here = signed_in(keeper), f"/{language}/meetings/{meeting.key}/audiences/new/"
    page = text_of(client.get(here))
    sent = {"name_en": "Heads", "name_ar": "الرؤساء", "people": [one.key, two.key]}
    made = client.post(here, sent)
    said = said_on(client, made)
    audience = Audience.objects.get()
    listed = text_of(client.get(list_address(meeting, language)))
    assert (one.name in page, made.status_code, set(audience.participants.all())) == (True, 302, {one, two})
    assert language == "ar" or said == ["The audience “Heads” was made of 2 participants."]
    assert {"en": "Heads", "ar": "الرؤساء"}[language] in listed


def test_an_audience_needs_a_name_and_people_of_the_meeting(
    keeper: Person, meeting: Meeting, coming: Delegation
) -> None:
    inside, outside = ParticipantFactory(delegation=coming), ParticipantFactory()
    client, here = signed_in(keeper), f"/en/meetings/{meeting.key}/audiences/new/"
    nameless = client.post(here, {"name_en": " ", "name_ar": "", "people": [inside.key]})
    empty = client.post(here, {"name_en": "Heads", "name_ar": ""})
    strange = client.post(here, {"name_en": "Heads", "name_ar": "", "people": [outside.key]})
    errors = [list(response.context["form"].errors) for response in (nameless, empty, strange)]
    assert (errors, Audience.objects.count()) == ([["name"], ["people"], ["people"]], 0)
    assert f'value="{inside.key}" checked' in text_of(nameless)


# ── the table ───────────────────────────────────────────────────────────────────────────────────────────────


def rows_of(response: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def test_the_list_of_participants_is_downloaded(keeper: Person, meeting: Meeting, coming: Delegation) -> None:
    ParticipantFactory(delegation=coming, name="Second")
    ParticipantFactory(delegation=coming, name="First", role="head", title={"ar": "وزير"})
    ParticipantFactory(delegation=coming, name="Gone", is_withdrawn=True)
    client = signed_in(keeper)
    (link,) = re.findall(r'href="(\S+download=csv)"', text_of(client.get(list_address(meeting))))
    response = client.get(link)
    first, second = rows_of(response)
    assert response["Content-Disposition"] == f'attachment; filename="participants-{meeting.key}.csv"'
    assert (first["name"], first["role"], first["country"], first["delegation_ar"], first["function_ar"]) == (
        "First",
        "head",
        "JOR",
        "الأردن",
        "وزير",
    )
    assert (second["name"], second["email"]) == ("Second", Participant.objects.get(name="Second").email)
    for suffix in ("xlsx", "json", "parquet", "excel.csv"):
        assert client.get(list_address(meeting) + f"?download={suffix}").status_code == 200
    assert client.get(list_address(meeting) + "?download=exe").status_code == 404


def test_the_table_of_those_who_take_part_has_no_addresses(meeting: Meeting) -> None:
    rows = rows_of(signed_in(delegate(meeting)).get(list_address(meeting) + "?download=csv"))
    assert list(rows[0]) == [
        "country",
        "delegation_en",
        "delegation_ar",
        "role",
        "name",
        "function_en",
        "function_ar",
    ]


# ── nothing for anybody else ────────────────────────────────────────────────────────────────────────────────


def addresses_of_pages(meeting: Meeting, delegation: Delegation, session_key: str) -> Iterator[str]:
    for language in ("en", "ar"):
        yield list_address(meeting, language)
        yield list_address(meeting, language) + "?download=csv"
        yield address(delegation, language=language)
        yield f"/{language}/meetings/{meeting.key}/audiences/new/"
        yield f"/{language}/meetings/{meeting.key}/chair/"
        yield f"/{language}/meetings/sessions/{session_key}/presence/"


def test_visitors_and_strangers_find_no_participant_on_any_page(meeting: Meeting, coming: Delegation) -> None:
    participant = ParticipantFactory(delegation=coming, name=SECRET_NAME, email=SECRET_ADDRESS)
    AudienceFactory(meeting=meeting).participants.add(participant)
    session = SessionFactory(meeting=meeting)
    item = ItemFactory(session=session)
    actions.ask_for_the_floor(Person.objects.get(email=coming.focal_email), item, coming)
    elsewhere = MeetingFactory(access="public")
    strangers = [
        AnonymousUser(),
        with_role(RoleKind.OBSERVER, meeting.series.group),
        with_role(RoleKind.REVIEWER, meeting.series.group),
        delegate(elsewhere, "TUN", role="head"),
        focal_point(elsewhere, "OMN"),
        secretariat(elsewhere.series.group),
    ]
    for reader in strangers:
        client = signed_in(reader)
        for page in addresses_of_pages(meeting, coming, session.key):
            response = client.get(page)
            leaked = [w for w in (SECRET_NAME, SECRET_ADDRESS, coming.focal_email) if w in text_of(response)]
            assert (page, response.status_code, leaked) == (page, 404, [])
    keeper = signed_in(administrator())
    opened = [keeper.get(page).status_code for page in addresses_of_pages(meeting, coming, session.key)]
    assert opened.count(404) == 2  # the presence of a meeting that is not open yet


def test_what_readers_of_a_public_meeting_find_names_nobody(meeting: Meeting, coming: Delegation) -> None:
    participant = ParticipantFactory(delegation=coming, name=SECRET_NAME, email=SECRET_ADDRESS)
    ItemFactory(session__meeting=meeting)
    for language in ("en", "ar"):
        for page in (f"/{language}/meetings/", f"/{language}/meetings/{meeting.key}/"):
            text = text_of(Client().get(page))
            assert [w for w in (SECRET_NAME, SECRET_ADDRESS, participant.key) if w in text] == []


def test_times_are_those_of_the_meeting(keeper: Person, jordan: Delegation) -> None:
    Delegation.objects.update(answered_at=datetime(2014, 1, 9, 21, 30, tzinfo=UTC))
    text = text_of(signed_in(keeper).get(address(jordan)))
    assert "answered on 10 January 2014, 01:30 (<bdi>Asia/Dubai</bdi>)" in text
