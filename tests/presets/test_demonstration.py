"""The demonstration: two meetings of 9 February 2014 and an example of what may follow, loaded once, marked, closed."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from multaqa.commitments.models import Commitment
from multaqa.core.access import visible_to
from multaqa.core.models import AuditEntry
from multaqa.indices.models import Release
from multaqa.meetings.models import AgendaRelease, Decision, Item, Meeting, Session
from multaqa.members.models import Group
from multaqa.presets import demonstration
from multaqa.presets.demonstration import load_demonstration
from tests.members.factories import PersonFactory, coordinator, secretariat

pytestmark = pytest.mark.django_db
CLOSED = (
    "The future of e-services in the Arab countries",
    "مستقبل الخدمات الإلكترونية في الدول العربية",
    "Launch of the index of electronic and mobile government services",
    "إطلاق مؤشر نضوج الخدمات الحكومية الإلكترونية والنقالة",
    "A council of the directors",
    "إنشاء مجلس للمديرين",
)
MODELS = [
    model
    for label in ("members", "indices", "meetings", "commitments", "core")
    for model in apps.get_app_config(label).get_models()
]


@pytest.fixture
def loaded() -> None:
    load_demonstration()


def rows() -> dict[str, list[dict[str, object]]]:
    """Everything that is stored in the rooms."""
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in MODELS}


def directors() -> Meeting:
    return Meeting.objects.get(series__group__slug="arab-egovernment-directors")


def ninth() -> Meeting:
    return Meeting.objects.get(series__symbol="WGOIG", number=9)


def test_both_meetings_of_the_day_stand_with_their_days_places_and_agendas(loaded: None) -> None:
    met = Meeting.objects.filter(starts_on="2014-02-09").order_by("series__symbol")
    assert [(row.series.symbol, row.number, row.state, row.place["en"], row.time_zone) for row in met] == [
        ("AEGD", None, "concluded", "Dubai", "Asia/Dubai"),
        ("WGOIG", 9, "concluded", "Dubai", "Asia/Dubai"),
    ]
    hours = [
        (
            row.access,
            f"{row.starts_at.astimezone(row.meeting.zone):%H:%M}–{row.ends_at.astimezone(row.meeting.zone):%H:%M}",
        )
        for row in Session.objects.filter(meeting__in=met).order_by("meeting__series__symbol")
    ]
    assert hours == [("closed", "15:00–17:00"), ("open", "09:00–14:00")]
    assert Item.objects.filter(session__meeting=ninth()).count() == 4
    assert {row.number for row in AgendaRelease.objects.all()} == {1}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_visitors_find_both_meetings_and_no_trace_of_the_closed_session(loaded: None, language: str) -> None:
    client = Client()
    listed = client.get(f"/{language}/meetings/").content.decode()
    assert [row.name[language] in listed for row in (directors(), ninth())] == [True, True]
    meeting = directors()
    session = meeting.sessions.get()
    # a version of the agenda in which nothing was open is none for them
    for what, status in (("", 200), ("brief/", 200), ("calendar.ics", 200), ("versions/1/", 404)):
        response = client.get(f"/{language}/meetings/{meeting.key}/{what}")
        text = response.content.decode().replace("\r\n ", "")
        found = [word for word in (*CLOSED, session.key, "15:00") if word in text]
        assert (what, response.status_code, found) == (what, status, [])
    for person in (AnonymousUser(), PersonFactory(), coordinator(meeting.series.group)):
        assert not visible_to(person, Session).filter(meeting=meeting).exists()
        assert not visible_to(person, Item).filter(session__meeting=meeting).exists()


def test_the_closed_session_is_there_for_those_who_run_the_meeting(loaded: None) -> None:
    meeting = directors()
    client = Client()
    client.force_login(secretariat(meeting.series.group))
    text = client.get(f"/en/meetings/{meeting.key}/").content.decode()
    assert [word for word in CLOSED[::2] if word not in text] == []


def test_what_is_an_example_says_so_on_every_page(loaded: None) -> None:
    decision, tenth = Decision.objects.get(), Meeting.objects.get(number=10)
    assert (decision.is_example, tenth.is_example, ninth().is_example, directors().is_example) == (
        True,
        True,
        False,
        False,
    )
    assert {
        ("(example)" in row.title["en"], "(مثال)" in row.title["ar"]) for row in Commitment.objects.all()
    } == {(True, True)}
    client = Client()
    for path in (
        f"/en/meetings/decisions/{decision.key}/",
        f"/en/meetings/{tenth.key}/",
        f"/en/meetings/{ninth().key}/",
        "/en/meetings/",
    ):
        text = client.get(path).content.decode()
        assert (path, "example" in text) == (path, True)
    (release,) = ninth().agenda_releases.all()
    assert release.note["en"] == "The subjects are on record; their order and hours are an example."


def test_the_next_meeting_opens_on_what_became_of_the_decision(loaded: None) -> None:
    tenth = Meeting.objects.get(number=10)
    assert (tenth.previous, tenth.state) == (ninth(), "announced")
    lines = Client().get(f"/en/meetings/{tenth.key}/").context["filled"]["follow_up"]
    commitments = [row.get_absolute_url() for row in Commitment.objects.all()]
    assert lines[0].address == f"/en/meetings/decisions/{Decision.objects.get().key}/"
    assert sorted(line.address for line in lines[1:]) == sorted(commitments)
    assert {row.country_id for row in Commitment.objects.all()} == {"JOR", "MAR", "TUN"}


def test_loading_twice_changes_nothing(loaded: None) -> None:
    before = rows()
    load_demonstration()
    assert rows() == before


def test_an_installation_with_the_older_demonstration_gets_the_meetings_and_keeps_the_rest() -> None:
    demonstration._load_bodies()
    kept = ("members.Group", "members.Office", "indices.Release", "indices.Edition")
    before = {label: found for label, found in rows().items() if label in kept}
    assert (Meeting.objects.count(), Release.objects.count(), AuditEntry.objects.exists()) == (0, 6, True)
    load_demonstration()
    assert (Meeting.objects.count(), Commitment.objects.count()) == (3, 3)
    assert {label: found for label, found in rows().items() if label in kept} == before
    assert Group.objects.filter(slug__in=("open-government", "arab-egovernment-directors")).count() == 2
