"""The pages of series and meetings in both languages: planned, changed, taken step by step, found by those who may."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client

from multaqa.core.models import Letter
from multaqa.meetings import actions
from multaqa.meetings.models import Decision, Document, Meeting, Series
from multaqa.members.models import Group, Person
from tests.meetings.factories import (
    DecisionFactory,
    DelegationFactory,
    DocumentFactory,
    ItemFactory,
    MeetingFactory,
    ParticipantFactory,
    SeriesFactory,
    SessionFactory,
    chaired,
    delegate,
    focal_point,
    observer_organisation,
)
from tests.members.factories import GroupFactory, coordinator, secretariat

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "ar")
SERIES = {
    "name_en": "Annual meetings",
    "name_ar": "الاجتماعات السنوية",
    "slug": "annual-meetings",
    "symbol": "WGOIG",
}
PLANNED = {
    "name_en": "Ninth annual meeting",
    "name_ar": "الاجتماع السنوي التاسع",
    "number": "9",
    "purpose_en": "Assess progress",
    "purpose_ar": "تقييم التقدم المحرز",
    "starts_on": "2014-02-09",
    "ends_on": "2014-02-10",
    "time_zone": "Asia/Dubai",
    "place_en": "Dubai",
    "place_ar": "دبي",
    "host": "ARE",
    "online": "",
    "access": "public",
}


@pytest.fixture
def group() -> Group:
    return GroupFactory()


@pytest.fixture
def keeper(group: Group) -> Person:
    return secretariat(group)


def signed_in(person: Person | AnonymousUser | None = None) -> Client:
    client = Client()
    if isinstance(person, Person):
        client.force_login(person)
    return client


def address(meeting: Meeting, what: str = "", language: str = "en") -> str:
    return f"/{language}/meetings/{meeting.key}/{what}"


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def errors(response: HttpResponse) -> list[str]:
    """The fields at which the form says something, or `__all__`."""
    return sorted(response.context["form"].errors)


def steps_on(text: str) -> list[str]:
    """The steps that the page has a button for."""
    return [
        step for step in ("announce", "open", "conclude", "cancel") if f'name="step" value="{step}"' in text
    ]


# ── planning ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_series_and_its_first_meeting_are_planned_on_two_pages(
    keeper: Person, group: Group, language: str
) -> None:
    client = signed_in(keeper)
    first = client.get(f"/{language}/meetings/plan/")
    assert (first.status_code, first.url) == (302, f"/{language}/meetings/series/new/")
    begun = client.post(first.url, SERIES | {"group": str(group.pk)})
    assert (begun.status_code, begun.url) == (302, f"/{language}/meetings/plan/")
    series = Series.objects.get()
    planned = client.post(begun.url, PLANNED | {"series": str(series.pk)})
    meeting = Meeting.objects.get()
    assert (planned.status_code, planned.url) == (302, address(meeting, language=language))
    assert (meeting.series, meeting.state, meeting.name, meeting.starts_on, meeting.host_id) == (
        series,
        "draft",
        {"en": PLANNED["name_en"], "ar": PLANNED["name_ar"]},
        date(2014, 2, 9),
        "ARE",
    )
    page = text_of(client.get(planned.url))
    assert f"<h1>{meeting.name[language]}</h1>" in page
    assert PLANNED[f"place_{language}"] in page
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"name_en": " ", "name_ar": ""}, ["name"]),
        ({"number": "0"}, ["number"]),
        ({"number": "8"}, ["__all__"]),
        ({"ends_on": "2014-02-08"}, ["__all__"]),
        ({"starts_on": "soon"}, ["starts_on"]),
        ({"time_zone": "Mars/Olympus"}, ["time_zone"]),
        ({"access": "closed"}, ["access"]),
        ({"host": "XYZ"}, ["host"]),
        ({"online": "no address"}, ["online"]),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    keeper: Person, group: Group, language: str, wrong: dict[str, str], fields: list[str]
) -> None:
    series = SeriesFactory(group=group)
    MeetingFactory(series=series, number=8)
    sent = PLANNED | {"series": str(series.pk)} | wrong
    response = signed_in(keeper).post(f"/{language}/meetings/plan/", sent)
    assert (response.status_code, errors(response), Meeting.objects.count()) == (422, fields, 1)
    assert PLANNED["purpose_ar"] in text_of(response)


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"slug": "Annual Meetings"}, ["slug"]),
        ({"symbol": "wgoig"}, ["symbol"]),
        ({"symbol": "TAKEN"}, ["symbol"]),
        ({"slug": "taken"}, ["__all__"]),
        ({"name_en": "", "name_ar": ""}, ["name"]),
    ],
)
def test_a_series_needs_an_address_and_a_symbol_of_its_own(
    keeper: Person, group: Group, wrong: dict[str, str], fields: list[str]
) -> None:
    SeriesFactory(group=group, slug="taken", symbol="TAKEN")
    response = signed_in(keeper).post("/en/meetings/series/new/", SERIES | {"group": str(group.pk)} | wrong)
    assert (response.status_code, errors(response), Series.objects.count()) == (422, fields, 1)


def test_nobody_plans_for_a_group_that_they_do_not_keep(keeper: Person, group: Group) -> None:
    SeriesFactory(group=group)
    foreign = SeriesFactory()
    client = signed_in(keeper)
    meeting = client.post("/en/meetings/plan/", PLANNED | {"series": str(foreign.pk)})
    series = client.post("/en/meetings/series/new/", SERIES | {"group": str(foreign.group_id)})
    assert (meeting.status_code, errors(meeting), Meeting.objects.count()) == (422, ["series"], 0)
    assert (series.status_code, errors(series), Series.objects.count()) == (422, ["group"], 2)


# ── editing ─────────────────────────────────────────────────────────────────────────────────────────────────


def as_sent(meeting: Meeting, **values: str) -> dict[str, str]:
    return PLANNED | {"version": str(meeting.version)} | values


def test_a_meeting_is_changed_and_the_form_shows_what_stands(keeper: Person, group: Group) -> None:
    meeting = MeetingFactory(series__group=group, name={"en": "Before", "ar": "قبل"}, host_id="JOR")
    client = signed_in(keeper)
    form = text_of(client.get(address(meeting, "edit/")))
    assert ['value="Before"' in form, 'value="قبل"' in form, '<option value="JOR" selected>' in form] == [
        True
    ] * 3
    response = client.post(address(meeting, "edit/"), as_sent(meeting))
    meeting.refresh_from_db()
    assert (response.status_code, response.url) == (302, address(meeting))
    assert (meeting.name["en"], meeting.place["ar"], meeting.host_id, meeting.version) == (
        PLANNED["name_en"],
        PLANNED["place_ar"],
        "ARE",
        2,
    )


def test_the_second_of_two_editors_sees_words_and_every_language_and_may_save_again(
    keeper: Person, group: Group
) -> None:
    meeting = MeetingFactory(series__group=group, access="group")
    client = signed_in(keeper)
    theirs = as_sent(meeting, name_en="What they wrote", name_ar="ما كتبوه", access="delegates")
    assert client.post(address(meeting, "edit/"), theirs).status_code == 302
    conflict = client.post(address(meeting, "edit/"), as_sent(meeting, name_en="What we wrote"))
    text = text_of(conflict)
    assert conflict.status_code == 409
    assert [(str(label), str(value)) for label, value in conflict.context["form"].conflict] == [
        ("Name", "What they wrote"),
        ("Who finds it", "Delegates only"),
    ]
    assert '<dd>What they wrote</dd><dd lang="ar" dir="auto">ما كتبوه</dd>' in text
    assert "<dd>Delegates only</dd>" in text
    assert 'value="What we wrote"' in text
    assert 'name="version" value="2"' in text
    again = client.post(address(meeting, "edit/"), as_sent(meeting, name_en="What we wrote", version="2"))
    meeting.refresh_from_db()
    assert (again.status_code, meeting.name["en"], meeting.access) == (302, "What we wrote", "public")


def test_a_conflict_is_told_in_arabic(keeper: Person, group: Group) -> None:
    meeting = MeetingFactory(series__group=group)
    client = signed_in(keeper)
    client.post(address(meeting, "edit/"), as_sent(meeting, name_en="Theirs", name_ar="ما كتبوه"))
    text = text_of(client.post(address(meeting, "edit/", "ar"), as_sent(meeting)))
    assert '<dd lang="en" dir="auto">Theirs</dd><dd>ما كتبوه</dd>' in text


def test_days_that_would_leave_a_session_outside_are_refused_at_their_field(
    keeper: Person, group: Group
) -> None:
    session = SessionFactory(meeting__series__group=group)
    moved = as_sent(session.meeting, starts_on="2014-02-10")
    response = signed_in(keeper).post(address(session.meeting, "edit/"), moved)
    assert (response.status_code, errors(response)) == (422, ["starts_on"])
    assert "A session must begin and end on the days of the meeting." in text_of(response)
    assert Meeting.objects.get().starts_on == date(2014, 2, 9)


# ── steps ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_button_takes_the_meeting_to_its_next_state(
    keeper: Person, group: Group, language: str
) -> None:
    meeting = chaired(MeetingFactory(series__group=group, state="draft"))
    client = signed_in(keeper)
    seen = []
    for step, state in (("announce", "announced"), ("open", "open"), ("conclude", "concluded")):
        offered = steps_on(text_of(client.get(address(meeting, language=language))))
        response = client.post(address(meeting, "step/", language), {"step": step}, follow=True)
        meeting.refresh_from_db()
        said = [str(message) for message in response.context["messages"]]
        seen.append((offered, response.status_code, meeting.state == state, len(said)))
    assert seen == [
        (["announce", "cancel"], 200, True, 1),
        (["open", "cancel"], 200, True, 1),
        (["conclude"], 200, True, 1),
    ]
    assert steps_on(text_of(client.get(address(meeting, language=language)))) == []


def test_a_meeting_that_is_cancelled_says_so_to_those_who_knew_of_it(keeper: Person, group: Group) -> None:
    meeting = MeetingFactory(series__group=group)
    invited = DelegationFactory(meeting=meeting)
    response = signed_in(keeper).post(address(meeting, "step/"), {"step": "cancel"}, follow=True)
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
    assert "The meeting is cancelled; whoever was told of it is told." in text_of(response)
    assert list(Letter.objects.values_list("to", flat=True)) == [invited.focal_email]


def test_without_a_term_of_the_chair_the_page_says_what_to_enter_first(keeper: Person, group: Group) -> None:
    meeting = MeetingFactory(series__group=group, state="draft", starts_on="2013-12-31", ends_on="2014-01-01")
    chaired(meeting)
    response = signed_in(keeper).post(address(meeting, "step/"), {"step": "announce"}, follow=True)
    meeting.refresh_from_db()
    assert "No country holds the chair of the group on the first day of the meeting." in text_of(response)
    assert meeting.state == "draft"


def test_steps_that_are_not_next_are_not_found(keeper: Person, group: Group) -> None:
    meeting = MeetingFactory(series__group=group, state="draft")
    client = signed_in(keeper)
    refused = [
        client.post(address(meeting, "step/"), {"step": step}) for step in ("open", "conclude", "x", "")
    ]
    assert [response.status_code for response in refused] == [404] * 4
    assert client.get(address(meeting, "step/")).status_code == 405
    assert Meeting.objects.get().state == "draft"


# ── who finds what ──────────────────────────────────────────────────────────────────────────────────────────


def test_whoever_may_not_finds_nothing_and_leaves_everything_as_it_is(group: Group) -> None:
    meeting = MeetingFactory(
        series__group=group, state="draft", access="public", name={"en": "In preparation"}
    )
    series = SeriesFactory(group=group)
    before = (Meeting.objects.values().get(), Series.objects.count())
    strangers = (secretariat(GroupFactory()), coordinator(group), delegate(meeting), focal_point(meeting))
    for person in strangers:
        client = signed_in(person)
        for response in (
            client.get(address(meeting)),
            client.get(address(meeting, "edit/")),
            client.post(address(meeting, "edit/"), as_sent(meeting)),
            client.post(address(meeting, "step/"), {"step": "announce"}),
        ):
            assert (response.status_code, "In preparation" in text_of(response)) == (404, False)
        assert "In preparation" not in text_of(client.get("/en/meetings/"))
    for person in strangers[1:]:
        client = signed_in(person)
        assert client.get("/en/meetings/series/new/").status_code == 404
        assert client.post("/en/meetings/series/new/", SERIES | {"group": str(group.pk)}).status_code == 404
        planned = client.post("/en/meetings/plan/", PLANNED | {"series": str(series.pk)})
        assert (planned.status_code, planned.url) == (302, "/en/meetings/series/new/")
    assert signed_in().get(address(meeting)).status_code == 404
    assert (Meeting.objects.values().get(), Series.objects.count()) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visitor_signs_in_before_any_form(language: str) -> None:
    meeting = MeetingFactory(access="public")
    for path in (
        f"/{language}/meetings/plan/",
        f"/{language}/meetings/series/new/",
        address(meeting, "edit/", language),
        address(meeting, "sessions/new/", language),
    ):
        response = Client().get(path)
        assert (response.status_code, response.url) == (302, f"/{language}/accounts/login/?next={path}")
    assert Client().post(address(meeting, "step/", language), {"step": "open"}).status_code == 302
    assert Meeting.objects.get().state == "announced"


def test_a_visitor_reads_a_public_meeting_without_any_way_to_change_it(group: Group) -> None:
    meeting = MeetingFactory(series__group=group, access="public")
    ItemFactory(session__meeting=meeting)
    actions.release_agenda(secretariat(group), meeting)
    text = text_of(Client().get(address(meeting)))
    assert steps_on(text) == []
    unwanted = (
        "data-move",
        "<form class=",
        "/edit/",
        "/delegations/",
        "/chair/",
        "participants.pdf",
        "withdraw",
    )
    assert [word for word in unwanted if word in text] == []


def test_the_list_shows_to_each_reader_what_they_may_find(group: Group) -> None:
    names = {"public": "Open to all", "group": "For the group", "delegates": "For delegates"}
    made = {
        level: MeetingFactory(
            series__group=group, access=level, name={"en": name}, starts_on="2030-02-09", ends_on="2030-02-09"
        )
        for level, name in names.items()
    }
    MeetingFactory(series__group=group, state="draft", access="public", name={"en": "In preparation"})
    MeetingFactory(series__group=group, access="public", name={"en": "Of the past"})

    def listed(person: Person | None) -> dict[str, list[str]]:
        page = signed_in(person).get("/en/meetings/").context["page"]
        parts = {"drafts": page.drafts, "coming": page.coming, "past": page.past}
        return {part: sorted(row.name["en"] for row in rows) for part, rows in parts.items()}

    past = ["Of the past"]
    assert listed(None) == {"drafts": [], "coming": ["Open to all"], "past": past}
    assert listed(coordinator(group)) == {
        "drafts": [],
        "coming": ["For the group", "Open to all"],
        "past": past,
    }
    assert listed(delegate(made["delegates"])) == {
        "drafts": [],
        "coming": ["For delegates", "Open to all"],
        "past": past,
    }
    assert listed(secretariat(group)) == {
        "drafts": ["In preparation"],
        "coming": ["For delegates", "For the group", "Open to all"],
        "past": past,
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_is_narrowed_to_a_group_and_says_for_whom_one_answers(language: str) -> None:
    here = MeetingFactory(access="public", name={"en": "Here", "ar": "هنا"})
    MeetingFactory(access="public", name={"en": "Elsewhere", "ar": "هناك"})
    person = focal_point(here, "JOR")
    client = signed_in(person)
    both = text_of(client.get(f"/{language}/meetings/"))
    one = text_of(client.get(f"/{language}/meetings/?group={here.series.group.slug}"))
    here_said, there_said = {"en": ("Here", "Elsewhere"), "ar": ("هنا", "هناك")}[language]
    assert [here_said in both, there_said in both, here_said in one, there_said in one] == [
        True,
        True,
        True,
        False,
    ]
    assert f"/{language}/meetings/delegations/{here.delegations.get().key}/" in both
    assert client.get(f"/{language}/meetings/?group=%00").status_code == 200


# ── queries ─────────────────────────────────────────────────────────────────────────────────────────────────


def filled(meeting: Meeting, sessions: int, items: int, delegations: int, people: int, papers: int) -> None:
    """Give a meeting so many sessions with so many items each, delegations with members, documents and decisions."""
    at = datetime(2014, 2, 9, 5, tzinfo=UTC)
    for _ in range(sessions):
        session = SessionFactory(meeting=meeting, starts_at=at)
        ItemFactory.create_batch(items, session=session, summary={"en": "Words"})
    for number in range(delegations):
        organisation = observer_organisation(f"Organisation {number}")
        row = DelegationFactory(
            meeting=meeting,
            country_id=None,
            organisation=organisation,
            focal_email=f"focal-{meeting.pk}-{number}@example.org",
        )
        ParticipantFactory.create_batch(people, delegation=row)
    item = session.items.first()
    for number in range(papers):
        DocumentFactory(meeting=meeting, item=item if number % 2 else None)
        DecisionFactory(item=item, number=str(number + 1))
    actions.release_agenda(secretariat(meeting.series.group), meeting)


@pytest.mark.parametrize("reader", ["visitor", "delegate", "secretariat"])
def test_every_page_takes_the_same_number_of_queries_for_few_and_many(
    reader: str, django_assert_max_num_queries
) -> None:
    small, large = (chaired(MeetingFactory(access="public", state="open")) for _ in range(2))
    filled(small, sessions=1, items=3, delegations=2, people=5, papers=2)
    filled(large, sessions=10, items=30, delegations=20, people=50, papers=20)
    counts = []
    for meeting in (small, large):
        person = {
            "visitor": lambda meeting: None,
            "delegate": lambda meeting: delegate(meeting, role="head"),
            "secretariat": lambda meeting: secretariat(meeting.series.group),
        }[reader](meeting)
        client, found = signed_in(person), {}
        paths = ["", "brief/", "agenda.pdf", "decisions.pdf", "brief.pdf", "calendar.ics"]
        for path in paths if person is None else [*paths, "participants.pdf", "delegations/"]:
            with django_assert_max_num_queries(200) as captured:
                assert client.get(address(meeting, path)).status_code == 200
            found[path] = len(captured)
        counts.append(found)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("reader", ["visitor", "secretariat"])
def test_the_list_takes_the_same_number_of_queries_for_few_and_many(
    reader: str, group: Group, django_assert_max_num_queries
) -> None:
    person = secretariat(group) if reader == "secretariat" else None
    counts = []
    for many in (1, 30):
        for state in ("draft", "announced", "concluded"):
            MeetingFactory.create_batch(many, series__group=group, access="public", state=state)
        with django_assert_max_num_queries(60) as captured:
            assert signed_in(person).get("/en/meetings/").status_code == 200
        counts.append(len(captured))
    assert counts == [counts[0]] * 2
    assert (Document.objects.count(), Decision.objects.count()) == (0, 0)
