"""Minutes go from a draft through comments to adoption; the page offers each reader what they may do, and no more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from multaqa.core.errors import Conflict, Denied
from multaqa.core.models import AuditEntry
from multaqa.meetings import actions
from multaqa.meetings.errors import AdoptedAlready, NeedsEveryLanguage, NotYetOpenToComments
from multaqa.meetings.models import Delegation, Meeting, Minutes, MinutesComment, Session
from multaqa.members.models import Person, RoleKind
from tests.meetings.factories import MeetingFactory, SessionFactory, delegate
from tests.members.factories import PersonFactory, secretariat, with_role

pytestmark = pytest.mark.django_db
TEXT = {"en": "The secretariat presented the baseline.", "ar": "قدمت الأمانة خط الأساس."}
SENT = {"do": "write", "version": "0", "text_en": TEXT["en"], "text_ar": TEXT["ar"]}


@pytest.fixture
def meeting() -> Meeting:
    return MeetingFactory(access="public", state=Meeting.State.CONCLUDED)


@pytest.fixture
def session(meeting: Meeting) -> Session:
    return SessionFactory(meeting=meeting)


@pytest.fixture
def secretary(meeting: Meeting) -> Person:
    return secretariat(meeting.series.group)


@pytest.fixture
def chair(meeting: Meeting) -> Person:
    return with_role(RoleKind.CHAIR, meeting.series.group)


def minutes_of(session: Session, phase: str = "draft", **values: object) -> Minutes:
    adopted_at = datetime(2014, 3, 1, 8, 0, tzinfo=UTC) if phase == "adopted" else None
    return Minutes.objects.create(
        **{"session": session, "phase": phase, "text": TEXT, "adopted_at": adopted_at} | values
    )


def stored() -> tuple[int, list[tuple[str, int, str]], int]:
    """Phase, version and English text of all minutes, and how many comments and audit entries there are."""
    minutes = [(one.phase, one.version, one.text.get("en", "")) for one in Minutes.objects.all()]
    return MinutesComment.objects.count(), minutes, AuditEntry.objects.count()


def signed_in(person: Person | AnonymousUser) -> Client:
    client = Client()
    if isinstance(person, Person):
        client.force_login(person)
    return client


def address(session: Session, language: str = "en") -> str:
    return f"/{language}/meetings/sessions/{session.key}/minutes/"


def page_of(person: Person | AnonymousUser, session: Session, language: str = "en") -> str:
    response = signed_in(person).get(address(session, language))
    assert response.status_code == 200
    return response.content.decode()


def sent(person: Person | AnonymousUser, session: Session, **values: str) -> HttpResponse:
    return signed_in(person).post(address(session), values)


# ── actions ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_minutes_are_written_changed_opened_commented_and_adopted(
    secretary: Person, chair: Person, meeting: Meeting, session: Session
) -> None:
    written = actions.write_minutes(secretary, session, version=None, text={"en": "First"})
    changed = actions.write_minutes(secretary, session, version=1, text=TEXT)
    opened = actions.open_minutes_to_comments(secretary, changed, 2)
    comment = actions.comment_on_minutes(delegate(meeting), opened, text="Add the figures.")
    adopted = actions.adopt_minutes(chair, opened, 3)
    phases = [one.phase for one in (written, changed, opened, adopted)]
    assert (phases, str(comment.delegation.country_id)) == (["draft", "draft", "comments", "adopted"], "JOR")
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "meetings.write_minutes",
        "meetings.write_minutes",
        "meetings.open_minutes_to_comments",
        "meetings.comment_on_minutes",
        "meetings.adopt_minutes",
    ]


def test_the_second_of_two_writers_learns_of_the_first(secretary: Person, session: Session) -> None:
    actions.write_minutes(secretary, session, version=None, text={"en": "First"})
    before = stored()
    for version in (None, 0):
        with pytest.raises(Conflict) as conflict:
            actions.write_minutes(secretary, session, version=version, text={"en": "Second"})
        assert conflict.value.stored.text == {"en": "First"}
    assert stored() == before


def test_adopted_minutes_no_longer_change(secretary: Person, session: Session) -> None:
    minutes = minutes_of(session, "adopted")
    before = stored()
    for again in (
        lambda: actions.write_minutes(secretary, session, version=1, text={"en": "Changed"}),
        lambda: actions.open_minutes_to_comments(secretary, minutes, 1),
        lambda: actions.adopt_minutes(secretary, minutes, 1),
    ):
        with pytest.raises(AdoptedAlready) as refused:
            again()
        assert (refused.value.code, refused.value.status) == ("adopted-already", 409)
    assert stored() == before


def test_minutes_are_adopted_in_every_language(secretary: Person, session: Session) -> None:
    minutes = minutes_of(session, text={"en": "Only English"})
    before = stored()
    with pytest.raises(NeedsEveryLanguage, match="Minutes are adopted in every language"):
        actions.adopt_minutes(secretary, minutes, 1)
    assert stored() == before


def test_a_text_that_was_changed_meanwhile_is_not_adopted(secretary: Person, session: Session) -> None:
    minutes = minutes_of(session, version=2)
    before = stored()
    with pytest.raises(Conflict):
        actions.adopt_minutes(secretary, minutes, 1)
    assert stored() == before


@pytest.mark.parametrize("phase", ["draft", "late", "adopted"])
def test_comments_are_taken_in_their_time_only(meeting: Meeting, session: Session, phase: str) -> None:
    late = {"comments_until": timezone.now() - timedelta(minutes=1)} if phase == "late" else {}
    minutes = minutes_of(session, "comments" if phase == "late" else phase, **late)
    person, before = delegate(meeting), stored()
    with pytest.raises(NotYetOpenToComments) as refused:
        actions.comment_on_minutes(person, minutes, text="Too late or too early.")
    assert (refused.value.code, stored()) == ("not-open-to-comments", before)


def test_a_comment_says_something(meeting: Meeting, session: Session) -> None:
    minutes, person = minutes_of(session, "comments"), delegate(meeting)
    before = stored()
    with pytest.raises(ValidationError) as refused:
        actions.comment_on_minutes(person, minutes, text="")
    assert (list(refused.value.message_dict), stored()) == (["text"], before)


def test_strangers_may_do_nothing_with_minutes(meeting: Meeting, session: Session) -> None:
    minutes = minutes_of(session, "comments")
    strangers = (AnonymousUser(), PersonFactory(), secretariat(MeetingFactory().series.group))
    before = stored()
    for actor in strangers:
        for attempted in (
            lambda actor: actions.write_minutes(actor, session, version=1, text=TEXT),
            lambda actor: actions.open_minutes_to_comments(actor, minutes, 1),
            lambda actor: actions.comment_on_minutes(actor, minutes, text="Mine"),
            lambda actor: actions.adopt_minutes(actor, minutes, 1),
        ):
            with pytest.raises(Denied):
                attempted(actor)
    assert stored() == before


# ── the page ────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_writes_finds_an_empty_page_and_fills_it(secretary: Person, session: Session) -> None:
    empty = page_of(secretary, session)
    response = sent(secretary, session, **SENT)
    filled = page_of(secretary, session)
    assert "Nothing is written yet." in empty
    assert (response.status_code, response.url) == (302, address(session))
    assert f"<p>{TEXT['en']}</p>" in filled
    assert '<li aria-current="step">Draft</li>' in filled


def test_minutes_are_read_in_arabic(session: Session) -> None:
    minutes_of(session, "adopted")
    text = page_of(AnonymousUser(), session, "ar")
    assert 'dir="rtl"' in text
    first, second = text.index(TEXT["ar"]), text.index(TEXT["en"])
    assert first < second


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_three_steps_say_how_far_the_minutes_have_come(session: Session, language: str) -> None:
    minutes_of(session, "adopted")
    steps = signed_in(AnonymousUser()).get(address(session, language)).context["page"].steps
    assert [(step.is_past, step.is_present) for step in steps] == [
        (True, False),
        (True, False),
        (False, True),
    ]


def forms_of(person: Person | AnonymousUser, session: Session) -> list[str] | None:
    response = signed_in(person).get(address(session))
    return sorted(response.context["forms"]) if response.status_code == 200 else None


@pytest.mark.parametrize(
    ("phase", "offered"),
    [
        ("none", {"secretary": ["write"], "chair": None, "delegate": None, "visitor": None}),
        (
            "draft",
            {
                "secretary": ["adopt", "open", "write"],
                "chair": ["adopt"],
                "delegate": None,
                "visitor": None,
            },
        ),
        (
            "comments",
            {
                "secretary": ["adopt", "open", "write"],
                "chair": ["adopt", "comment"],
                "delegate": ["comment"],
                "visitor": None,
            },
        ),
        ("adopted", {"secretary": [], "chair": [], "delegate": [], "visitor": []}),
    ],
)
def test_each_reader_is_offered_what_they_may_do(
    secretary: Person, chair: Person, meeting: Meeting, session: Session, phase: str, offered: dict
) -> None:
    if phase != "none":
        minutes_of(session, phase)
    readers = {
        "secretary": secretary,
        "chair": chair,
        "delegate": delegate(meeting),
        "visitor": AnonymousUser(),
    }
    assert {name: forms_of(reader, session) for name, reader in readers.items()} == offered


def test_a_session_that_is_not_seen_has_no_minutes(meeting: Meeting) -> None:
    closed = SessionFactory(meeting=meeting, access="closed")
    minutes_of(closed, "adopted", text={"en": "What was said behind the door"})
    for reader in (
        AnonymousUser(),
        delegate(meeting),
        delegate(MeetingFactory(access="public"), country="TUN"),
        secretariat(MeetingFactory().series.group),
    ):
        response = signed_in(reader).get(address(closed))
        assert response.status_code == 404
        assert "behind the door" not in response.content.decode()
    assert "behind the door" in page_of(secretariat(meeting.series.group), closed)


def test_draft_minutes_leave_no_trace(meeting: Meeting, session: Session) -> None:
    minutes_of(session, text={"en": "Said in confidence"})
    for reader in (AnonymousUser(), delegate(meeting, role="head"), PersonFactory()):
        for response in (
            signed_in(reader).get(address(session)),
            sent(reader, session, do="comment", text="I know"),
            sent(reader, session, do="adopt", version="1"),
        ):
            assert response.status_code == 404
            assert "confidence" not in response.content.decode()
    assert "Said in confidence" in page_of(secretariat(meeting.series.group), session)


def test_the_time_for_comments_is_read_and_shown_by_the_clock_of_the_meeting(
    secretary: Person, session: Session
) -> None:
    minutes_of(session)
    year = timezone.now().year + 1
    sent(secretary, session, do="open", version="1", comments_until=f"{year}-03-01T10:00")
    minutes = Minutes.objects.get()
    page = page_of(secretary, session)
    assert minutes.comments_until == datetime(year, 3, 1, 6, 0, tzinfo=UTC)
    assert f"Delegations may comment until 1 March {year}, 10:00 (<bdi>Asia/Dubai</bdi>)." in page
    assert f'value="{year}-03-01T10:00"' in page


def test_a_time_that_has_passed_is_refused_at_its_field(secretary: Person, session: Session) -> None:
    minutes_of(session)
    before = stored()
    response = sent(secretary, session, do="open", version="1", comments_until="2014-02-01T10:00")
    assert response.status_code == 422
    assert response.context["forms"]["open"].errors == {
        "comments_until": ["This time has passed. Choose a later one."]
    }
    assert stored() == before


def test_a_comment_names_its_delegation_and_is_read_by_those_who_write(
    secretary: Person, meeting: Meeting, session: Session
) -> None:
    minutes_of(session, "comments")
    author, other = delegate(meeting), delegate(meeting, country="TUN")
    response = sent(author, session, do="comment", text="Add <b>figures</b>.")
    pages = {name: page_of(reader, session) for name, reader in {"writer": secretary, "other": other}.items()}
    assert response.status_code == 302
    assert "<strong>Jordan</strong>" in pages["writer"]
    assert "Add &lt;b&gt;figures&lt;/b&gt;." in pages["writer"]
    assert "figures" not in pages["other"]
    assert "Add &lt;b&gt;figures" in page_of(author, session)


def test_after_the_time_for_comments_the_page_says_so(meeting: Meeting, session: Session) -> None:
    minutes_of(session, "comments", comments_until=datetime(2014, 3, 1, 6, 0, tzinfo=UTC))
    person = delegate(meeting)
    text = page_of(person, session)
    response = sent(person, session, do="comment", text="One more thing")
    assert "The time for comments ended on 1 March 2014, 10:00 (<bdi>Asia/Dubai</bdi>)." in text
    assert response.status_code == 409
    assert "not open to comments at present" in response.content.decode()
    assert "One more thing" in response.content.decode()


def test_the_second_of_two_writers_sees_both_texts(secretary: Person, session: Session) -> None:
    minutes_of(session, version=2, text={"en": "What the first wrote"})
    response = sent(secretary, session, do="write", version="1", text_en="What the second wrote", text_ar="")
    text = response.content.decode()
    assert response.status_code == 409
    assert "Somebody else saved a change meanwhile." in text
    assert "<dd>What the first wrote</dd>" in text
    assert "What the second wrote</textarea>" in text
    again = sent(secretary, session, do="write", version="2", text_en="What the second wrote", text_ar="")
    assert (again.status_code, Minutes.objects.get().text) == (302, {"en": "What the second wrote"})


def test_a_second_adoption_gets_its_sentence(secretary: Person, session: Session) -> None:
    minutes_of(session)
    first = sent(secretary, session, do="adopt", version="1")
    second = sent(secretary, session, do="adopt", version="1")
    assert (first.status_code, second.status_code) == (302, 409)
    assert "This was adopted already and can no longer be changed." in second.content.decode()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_empty_text_is_refused_at_its_field(secretary: Person, session: Session, language: str) -> None:
    response = signed_in(secretary).post(
        address(session, language), {"do": "write", "version": "0", "text_en": " ", "text_ar": ""}
    )
    assert (response.status_code, Minutes.objects.count()) == (422, 0)
    assert list(response.context["forms"]["write"].errors) == ["text"]


def test_what_no_form_sends_is_not_found(secretary: Person, session: Session) -> None:
    statuses = [
        sent(secretary, session, **values).status_code
        for values in ({"do": "burn"}, {"do": "adopt", "version": "1"}, {"do": "comment", "text": "None"})
    ]
    assert statuses == [404, 404, 404]


def test_the_page_takes_the_same_number_of_queries_for_few_and_many_comments(
    secretary: Person, meeting: Meeting, session: Session, django_assert_max_num_queries
) -> None:
    minutes = minutes_of(session, "comments")
    authors = [delegate(meeting, country=code) for code in ("JOR", "TUN", "OMN")]
    delegations = {one.country_id: one for one in Delegation.objects.all()}
    client, counts = signed_in(secretary), []
    for author, code in zip(authors, ("JOR", "TUN", "OMN"), strict=True):
        MinutesComment.objects.create(
            minutes=minutes, author=author, delegation=delegations[code], text="Add the figures."
        )
        with django_assert_max_num_queries(1000) as captured:
            assert client.get(address(session)).status_code == 200
        counts.append(len(captured))
    assert counts == [counts[0]] * 3
