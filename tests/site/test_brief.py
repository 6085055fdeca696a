"""The brief of a meeting gathers the rooms for one reader: figures, promises, agenda, documents, decisions."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils.translation import override

from multaqa.core import pdf
from multaqa.core.access import SYSTEM
from multaqa.indices.models import Index
from multaqa.meetings import actions
from multaqa.meetings.models import Delegation, Item, Meeting
from multaqa.members.models import Group, Membership, Person
from multaqa.site.briefs import Brief, brief_of, brief_paper
from tests.commitments.factories import published
from tests.indices.factories import body, framework, released, wide_data
from tests.meetings.factories import (
    DecisionFactory,
    DelegationFactory,
    DocumentFactory,
    ItemFactory,
    MeetingFactory,
    SessionFactory,
    delegate,
)
from tests.members.factories import GroupFactory, coordinator, secretariat

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
# two countries that change places with the weights, one that is always last
NOW = {"country": ["SAU", "ARE", "OMN"], "skills": [0.9, 0.5, 0.1], "networks": [0.5, 0.88, 0.1]}
THEN = {"country": ["SAU", "ARE", "OMN"], "skills": [0.5, 0.5, 0.1], "networks": [0.5, 0.88, 0.3]}


@pytest.fixture
def group() -> Group:
    """A group of three countries with an index of two editions."""
    made = body()
    for code in NOW["country"]:
        Membership.objects.create(group=made, country_id=code, since="2010-01-01")
    released(framework(edition="2022"), THEN, group=made)
    released(framework(edition="2024"), NOW, group=made)
    return made


@pytest.fixture
def meeting(group: Group) -> Meeting:
    """The second meeting of the group, with an open and a closed item; of the first two promises are open."""
    then, now = date(2022, 2, 9), date(2024, 2, 9)
    first = MeetingFactory(
        access="public", state="concluded", series__group=group, starts_on=then, ends_on=then
    )
    second = MeetingFactory(
        access="public",
        state="open",
        series=first.series,
        previous=first,
        starts_on=now,
        ends_on=now,
        name={"en": "Tenth meeting", "ar": "الاجتماع العاشر"},
    )
    decision = DecisionFactory(item=ItemFactory(session=SessionFactory(meeting=first)))
    published(decision, country_id="OMN", title={"en": "A list of data", "ar": "قائمة البيانات"})
    published(decision, country_id=None, title={"en": "A common standard", "ar": "معيار مشترك"})
    session = SessionFactory(meeting=second, title={"en": "Morning", "ar": "الصباح"})
    item = ItemFactory(session=session, title={"en": "Progress", "ar": "التقدم"})
    closed = ItemFactory(session=session, title={"en": "Behind the door"}, access="closed")
    closed.admitted.add(DelegationFactory(meeting=second, country_id="ARE"))
    DocumentFactory(meeting=second, item=item, title={"en": "Report"})
    DocumentFactory(meeting=second, item=closed, title={"en": "Secret report"})
    DecisionFactory(item=item, number="1", text={"en": "We publish."})
    DecisionFactory(item=closed, number="C1", text={"en": "We keep quiet."})
    actions.release_agenda(SYSTEM, second)
    return Meeting.objects.select_related("series__group").get(pk=second.pk)


def address(meeting: Meeting, language: str = "en", what: str = "brief/") -> str:
    return f"/{language}/meetings/{meeting.key}/{what}"


def signed_in(person: Person | None = None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def text_for(person: Person | None, meeting: Meeting, language: str = "en") -> str:
    response = signed_in(person).get(address(meeting, language))
    assert response.status_code == 200
    return response.content.decode()


def said(read: Brief) -> dict[str, tuple[object, ...]]:
    """Each country's score, change, rank and range of ranks, and its open commitments."""
    found = {}
    for row in read.rows:
        (standing,) = row.standings
        figures = (None,) * 3
        if standing is not None:
            span = (standing.interval.rank_low, standing.interval.rank_high)
            figures = (round(standing.score, 3), round(standing.score_change, 3), (standing.rank, span))
        found[row.country.pk] = (*figures, row.open_commitments)
    return found


def test_each_country_stands_with_score_change_rank_range_and_promises(meeting: Meeting) -> None:
    Delegation.objects.all().delete()
    read = brief_of(VISITOR, meeting)
    (measure,) = read.measures
    assert (measure.edition.label, measure.earlier and measure.earlier.label) == ("2024", "2022")
    assert said(read) == {
        "OMN": (0.1, -0.1, (3, (3, 3)), 1),
        "SAU": (0.7, 0.2, (1, (1, 2)), 0),
        "ARE": (0.69, 0.0, (2, (1, 2)), 0),
    }
    assert [row.country.pk for row in read.rows] == ["OMN", "SAU", "ARE"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ("Saudi Arabia", "0.700", "+0.200", "(\u20661–2\u2069)", "2022", "A list of data", "Progress"),
        ),
        ("ar", ("المملكة العربية السعودية", "0.700", "+0.200", "قائمة البيانات", "معيار مشترك", "التقدم")),
    ],
)
def test_the_page_says_it_in_the_language_of_the_reader(
    meeting: Meeting, language: str, words: tuple[str, ...]
) -> None:
    text = text_for(None, meeting, language)
    assert [word for word in words if word not in text] == []


def test_a_reader_finds_agenda_promises_documents_and_decisions_and_nothing_that_is_closed(
    meeting: Meeting,
) -> None:
    opened = ("Progress", "A list of data", "A common standard", "The whole group", "Report", "We publish.")
    closed = ("Behind the door", "Secret report", "We keep quiet.")

    def found(person: Person | None) -> tuple[list[str], list[str]]:
        text = text_for(person, meeting)
        return [word for word in opened if word not in text], [word for word in closed if word in text]

    for person in (None, coordinator(meeting.series.group), delegate(meeting, "OMN")):
        assert found(person) == ([], [])
    for person in (delegate(meeting, "ARE"), secretariat(meeting.series.group)):
        assert found(person) == ([], list(closed))


def test_who_comes_is_told_to_those_who_may_know_and_to_others_the_group(meeting: Meeting) -> None:
    DelegationFactory(meeting=meeting, country_id="SAU", answer="declined")
    keeper = secretariat(meeting.series.group)
    assert [row.country.pk for row in brief_of(keeper, meeting).rows] == ["ARE"]
    assert [row.country.pk for row in brief_of(VISITOR, meeting).rows] == ["OMN", "SAU", "ARE"]


def test_a_draft_promise_and_figures_that_one_may_not_see_are_absent(meeting: Meeting) -> None:
    decision = (
        meeting.previous.series.meetings.get(pk=meeting.previous_id)
        .sessions.get()
        .items.get()
        .decisions.get()
    )
    published(decision, state="draft", published_at=None, country_id="SAU", title={"en": "Not yet promised"})
    Index.objects.update(visibility=Index.Visibility.GROUP)
    visitor, keeper = text_for(None, meeting), text_for(secretariat(meeting.series.group), meeting)
    assert (
        "Not yet promised" in visitor,
        "0.700" in visitor,
        "Progress of the participating" in visitor,
    ) == (
        False,
        False,
        False,
    )
    assert "0.690" in keeper


def test_a_meeting_without_figures_promises_or_agenda_says_what_is_not_there() -> None:
    meeting = MeetingFactory(access="public")
    text = text_for(None, meeting)
    assert ["No earlier commitment is open." in text, "No agenda has been released yet." in text] == [
        True
    ] * 2
    assert "Progress of the participating countries" not in text


def test_the_brief_of_what_one_does_not_find_does_not_exist(meeting: Meeting) -> None:
    hidden = MeetingFactory(access="delegates", series=meeting.series)
    draft = MeetingFactory(access="public", state="draft", series=meeting.series)
    for client in (signed_in(), signed_in(secretariat(GroupFactory()))):
        for one in (hidden, draft):
            for what in ("brief/", "brief.pdf"):
                assert client.get(address(one, what=what)).status_code == 404
    assert text_for(delegate(hidden), hidden)


# ── on paper ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_brief_on_paper_says_the_same(meeting: Meeting) -> None:
    paper = brief_paper(brief_of(VISITOR, meeting), "en")
    tables = [block for block in paper.blocks if isinstance(block, pdf.Table)]
    headings = [block.text for block in paper.blocks if isinstance(block, pdf.Heading)]
    assert (paper.title, paper.subtitle) == ("Tenth meeting", "Meeting brief")
    assert tables == [
        pdf.Table(
            ["Country", "Readiness 2024", "since 2022", "Rank", "Open commitments"],
            [
                ["Oman", "0.100", "\u2066−0.100\u2069", "3", "1"],
                ["Saudi Arabia", "0.700", "\u2066+0.200\u2069", "1 (\u20661–2\u2069)", "0"],
                ["United Arab Emirates", "0.690", "\u20660.000\u2069", "2 (\u20661–2\u2069)", "0"],
            ],
            numeric=frozenset({1, 2, 3, 4}),
        ),
        pdf.Table(
            ("Country", "Commitment", "Status", "Due"),
            [
                ("Oman", "A list of data", "Not started · late", "2015-01-31"),
                ("The whole group", "A common standard", "Not started · late", "2015-01-31"),
            ],
        ),
    ]
    assert headings == [
        "Progress of the participating countries",
        "Open commitments",
        "Agenda",
        "Morning",
        "Decisions",
        "Decision 1",
    ]


def test_paper_keeps_what_is_closed_from_whoever_is_not_admitted(meeting: Meeting) -> None:
    def printed(actor: object) -> list[bool]:
        text = str(brief_paper(brief_of(actor, meeting), "en"))
        return [word in text for word in ("Behind the door", "Secret report", "We keep quiet.")]

    assert printed(delegate(meeting, "ARE")) == printed(secretariat(meeting.series.group)) == [True] * 3
    assert printed(delegate(meeting, "OMN")) == printed(VISITOR) == [False] * 3


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_brief_is_printed_in_the_language_of_the_page(meeting: Meeting, language: str) -> None:
    response = Client().get(address(meeting, language, "brief.pdf"))
    assert (response.status_code, response["Content-Type"], response.content[:5]) == (
        200,
        "application/pdf",
        b"%PDF-",
    )
    assert response["Content-Disposition"] == f'inline; filename="brief-{meeting.key}.pdf"'
    with override(language):
        paper = brief_paper(brief_of(VISITOR, meeting), language)
    assert (paper.language, paper.title) == (language, meeting.name[language])


# ── queries ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("reader", ["visitor", "secretariat"])
def test_the_brief_takes_the_same_number_of_queries_for_few_and_many(
    reader: str, django_assert_max_num_queries
) -> None:
    counts = []
    for many in (3, 60):
        group = body(f"group-of-{many}")
        data = wide_data(many)
        for edition in ("2022", "2024"):
            released(framework(id=f"ready-{many}", edition=edition), data, group=group)
        first = MeetingFactory(access="public", state="concluded", series__group=group)
        second = MeetingFactory(access="public", state="open", series=first.series, previous=first)
        item = ItemFactory(session=SessionFactory(meeting=first))
        place = SessionFactory(meeting=second)
        for number, code in enumerate(data["country"]):
            Membership.objects.create(group=group, country_id=code, since="2010-01-01")
            DelegationFactory(
                meeting=second, country_id=code, focal_email=f"{many}-{code}@example.org".lower()
            )
            published(DecisionFactory(item=item, number=str(number + 1)), country_id=code)
            agreed = ItemFactory(session=place)
            DocumentFactory(meeting=second, item=agreed)
            DecisionFactory(item=agreed, number=str(number + 1))
        actions.release_agenda(SYSTEM, second)
        client = signed_in(secretariat(group) if reader == "secretariat" else None)
        found = []
        for what in ("brief/", "brief.pdf"):
            with django_assert_max_num_queries(100) as captured:
                assert client.get(address(second, what=what)).status_code == 200
            found.append(len(captured))
        counts.append(found)
    assert counts[0] == counts[1]
    assert Item.objects.count() == 3 + 60 + 2
