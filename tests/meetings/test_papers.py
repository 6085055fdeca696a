"""The printed papers of a meeting hold what their reader may see, block by block, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils.translation import override

from multaqa.core import pdf
from multaqa.core.access import SYSTEM
from multaqa.meetings import actions
from multaqa.meetings.models import Item, Meeting
from multaqa.meetings.papers import agenda_paper, decisions_paper, participants_paper
from multaqa.members.models import Person
from tests.meetings.factories import (
    DecisionFactory,
    DelegationFactory,
    DocumentFactory,
    ItemFactory,
    MeetingFactory,
    ParticipantFactory,
    SessionFactory,
    chaired,
    delegate,
)
from tests.members.factories import GroupFactory, coordinator, secretariat

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def meeting() -> Meeting:
    """A meeting with an open item, a closed one, documents at each place, and two decisions."""
    made = chaired(
        MeetingFactory(
            access="public",
            state="open",
            name={"en": "Ninth meeting", "ar": "الاجتماع التاسع"},
            place={"en": "Dubai", "ar": "دبي"},
            series__group__name={"en": "Open government", "ar": "الحكومة المنفتحة"},
        )
    )
    session = SessionFactory(
        meeting=made, title={"en": "Morning", "ar": "الصباح"}, room={"en": "Hall A", "ar": "القاعة أ"}
    )
    progress = ItemFactory(
        session=session,
        title={"en": "Progress", "ar": "التقدم"},
        minutes=30,
        presenters={"en": "The secretariat", "ar": "الأمانة"},
    )
    closed = ItemFactory(
        session=session,
        title={"en": "Behind the door", "ar": "خلف الباب"},
        access="closed",
        purpose="decision",
    )
    closed.admitted.add(DelegationFactory(meeting=made))
    for symbol, title, place in (
        ("S/1", {"en": "Programme", "ar": "البرنامج"}, {}),
        ("S/2", {"en": "Map", "ar": "الخريطة"}, {"session": session}),
        ("S/3", {"en": "Report", "ar": "التقرير"}, {"item": progress}),
        ("S/4", {"en": "Secret report", "ar": "تقرير سري"}, {"item": closed}),
    ):
        DocumentFactory(meeting=made, symbol=symbol, title=title, **place)
    DecisionFactory(item=progress, number="1", text={"en": "We publish.", "ar": "ننشر."}, is_example=True)
    DecisionFactory(item=closed, number="C1", text={"en": "We keep quiet.", "ar": "نصمت."})
    DecisionFactory(
        item=progress, number="", manner="", adopted_at=None, text={"en": "A draft.", "ar": "مسودة."}
    )
    actions.release_agenda(SYSTEM, made)
    return Meeting.objects.get(pk=made.pk)


FACTS = [
    pdf.Fact("When", "9 February 2014", "Asia/Dubai"),
    pdf.Fact("Where", "Dubai"),
    pdf.Fact("Chair", "United Arab Emirates"),
    pdf.Fact("State", "Open", "agenda, version 1"),
]
OPEN_ENTRY = pdf.AgendaEntry(
    time="09:00", title="1. Progress", tag="Information", lines=["The secretariat", "S/3  Report"]
)
CLOSED_ENTRY = pdf.AgendaEntry(
    time="09:30",
    title="C1. Behind the door",
    tag="Decision · Closed: admitted delegations only",
    lines=["S/4  Secret report"],
    closed=True,
)


def agenda(*entries: pdf.AgendaEntry) -> list[pdf.Block]:
    return [
        pdf.Heading("Morning"),
        pdf.Paragraph("Sunday 9 February 2014 · 09:00–12:00 · Hall A", soft=True),
        pdf.List(["S/2  Map"]),
        pdf.Agenda(list(entries)),
        pdf.Heading("Documents"),
        pdf.List(["S/1  Programme"]),
    ]


def test_the_agenda_on_paper_is_what_a_visitor_sees(meeting: Meeting) -> None:
    paper = agenda_paper(VISITOR, meeting, "en")
    assert (paper.language, paper.title, paper.kicker, paper.subtitle) == (
        "en",
        "Ninth meeting",
        "Open government · 9 February 2014 · Dubai",
        "Agenda",
    )
    assert paper.facts == [*FACTS, pdf.Fact("Documents", "3")]
    assert paper.blocks == agenda(OPEN_ENTRY)
    assert paper.footer.startswith("Multaqa · printed on ")


def test_whoever_is_admitted_reads_the_closed_item_marked_in_words(meeting: Meeting) -> None:
    for reader in (delegate(meeting, "JOR"), secretariat(meeting.series.group)):
        paper = agenda_paper(reader, meeting, "en")
        assert paper.facts == [*FACTS, pdf.Fact("Documents", "4")]
        assert paper.blocks == agenda(OPEN_ENTRY, CLOSED_ENTRY)
    for reader in (delegate(meeting, "TUN"), coordinator(meeting.series.group)):
        assert agenda_paper(reader, meeting, "en").blocks == agenda(OPEN_ENTRY)


def test_the_agenda_is_printed_in_arabic(meeting: Meeting) -> None:
    with override("ar"):
        paper = agenda_paper(VISITOR, meeting, "ar")
    (entries,) = [block for block in paper.blocks if isinstance(block, pdf.Agenda)]
    assert (paper.title, paper.kicker) == ("الاجتماع التاسع", "الحكومة المنفتحة · 9 فبراير 2014 · دبي")
    assert paper.blocks[:3] == [
        pdf.Heading("الصباح"),
        pdf.Paragraph("الأحد 9 فبراير 2014 · 09:00–12:00 · القاعة أ", soft=True),
        pdf.List(["S/2  الخريطة"]),
    ]
    (entry,) = entries.entries
    assert (entry.time, entry.title, entry.lines) == ("09:00", "1. التقدم", ["الأمانة", "S/3  التقرير"])


def test_an_agenda_that_was_not_released_is_not_printed() -> None:
    meeting = MeetingFactory(access="public")
    ItemFactory(session__meeting=meeting, title={"en": "Edited"})
    assert agenda_paper(VISITOR, meeting, "en").blocks == [
        pdf.Paragraph("No agenda has been released yet.", soft=True)
    ]


def test_a_session_of_another_time_zone_names_it() -> None:
    meeting = MeetingFactory(access="public")
    SessionFactory(meeting=meeting, title={"en": "From Rome"}, time_zone="Europe/Rome")
    actions.release_agenda(SYSTEM, meeting)
    assert agenda_paper(VISITOR, meeting, "en").blocks == [
        pdf.Heading("From Rome"),
        pdf.Paragraph("Sunday 9 February 2014 · 06:00–09:00 · Europe/Rome", soft=True),
    ]


def test_decisions_on_paper_are_the_adopted_ones_that_the_reader_sees(meeting: Meeting) -> None:
    first = [
        pdf.Heading("Decision 1"),
        pdf.Paragraph("We publish."),
        pdf.Paragraph("By consensus", soft=True),
        pdf.Note("An example made for the demonstration."),
    ]
    second = [
        pdf.Heading("Decision C1"),
        pdf.Paragraph("We keep quiet."),
        pdf.Paragraph("By consensus", soft=True),
    ]
    visitor = decisions_paper(VISITOR, meeting, "en")
    assert (visitor.subtitle, visitor.facts, visitor.blocks) == ("Decisions", [], first)
    assert decisions_paper(secretariat(meeting.series.group), meeting, "en").blocks == first + second
    Item.objects.update(is_withdrawn=True)
    assert decisions_paper(VISITOR, meeting, "en").blocks == [
        pdf.Paragraph("No decision has been adopted.", soft=True)
    ]


def test_participants_are_listed_by_delegation_heads_first() -> None:
    meeting = MeetingFactory(access="public")
    jordan = DelegationFactory(meeting=meeting)
    bahrain = DelegationFactory(meeting=meeting, country_id="BHR")
    for delegation, name, role in (
        (jordan, "Zaid", "delegate"),
        (jordan, "Amal", "delegate"),
        (jordan, "Yusuf", "head"),
        (bahrain, "Noor", "adviser"),
    ):
        ParticipantFactory(delegation=delegation, name=name, role=role, title={"en": f"Office of {name}"})
    ParticipantFactory(delegation=jordan, name="Gone", is_withdrawn=True)
    ParticipantFactory(delegation=DelegationFactory(meeting=MeetingFactory()), name="Elsewhere")
    keeper = secretariat(meeting.series.group)
    assert participants_paper(keeper, meeting, "en").blocks == [
        pdf.Paragraph("4 people are registered.", soft=True),
        pdf.Table(
            ("Delegation", "Name", "Function", "Role"),
            [
                ("Bahrain", "Noor", "Office of Noor", "Adviser"),
                ("Jordan", "Yusuf", "Office of Yusuf", "Head of delegation"),
                ("Jordan", "Amal", "Office of Amal", "Delegate"),
                ("Jordan", "Zaid", "Office of Zaid", "Delegate"),
            ],
        ),
    ]
    for reader in (VISITOR, coordinator(meeting.series.group)):
        assert participants_paper(reader, meeting, "en").blocks == [
            pdf.Paragraph("0 people are registered.", soft=True)
        ]


def signed_in(person: Person | None = None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", ["agenda", "decisions", "participants"])
def test_each_paper_is_a_pdf(meeting: Meeting, name: str, language: str) -> None:
    client = signed_in(secretariat(meeting.series.group))
    response = client.get(f"/{language}/meetings/{meeting.key}/{name}.pdf")
    assert (response.status_code, response["Content-Type"], response.content[:5]) == (
        200,
        "application/pdf",
        b"%PDF-",
    )
    assert response["Content-Disposition"] == f'inline; filename="{name}-{meeting.key}.pdf"'
    assert f"/Lang ({language})".encode() in response.content.replace(b"/Lang(", b"/Lang (")


def test_papers_of_what_one_does_not_find_do_not_exist(meeting: Meeting) -> None:
    hidden = MeetingFactory(access="delegates", starts_on=date(2014, 2, 9))
    stranger = secretariat(GroupFactory())
    for client in (signed_in(), signed_in(stranger)):
        for name in ("agenda", "decisions", "participants"):
            assert client.get(f"/en/meetings/{hidden.key}/{name}.pdf").status_code == 404
        assert client.get(f"/en/meetings/{meeting.key}/participants.pdf").status_code == 404
        assert client.get(f"/en/meetings/{meeting.key}/agenda.pdf").status_code == 200
