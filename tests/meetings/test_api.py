"""Meetings over HTTP: the same as the pages show, by the clock of the session, and nothing of what is closed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from multaqa.meetings import actions
from multaqa.meetings.models import Meeting
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
from tests.members.factories import secretariat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path: Path) -> None:
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": backend}


@pytest.fixture
def meeting() -> Meeting:
    return chaired(MeetingFactory(access="public"))


def fetched(path: str, reader: Person | None = None, status: int = 200) -> Any:
    client = Client()
    if reader is not None:
        client.force_login(reader)
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == status
    return answer.json()


def keys(answer: Any) -> list[str]:
    return [one["key"] for one in answer["items"]]


def test_meetings_are_narrowed_by_group_and_state_and_come_in_pages() -> None:
    rows = [MeetingFactory(access="public", state=state) for state in ("announced", "concluded", "draft")]
    slug = rows[0].series.group.slug
    assert keys(fetched("/meetings")) == [rows[1].key, rows[0].key]
    assert keys(fetched(f"/meetings?group={slug}")) == [rows[0].key]
    assert keys(fetched("/meetings?state=concluded")) == [rows[1].key]
    assert fetched("/meetings?state=draft")["count"] == 0
    page = fetched("/meetings?limit=1&offset=1")
    assert (page["count"], keys(page)) == (2, [rows[0].key])


def test_the_agenda_is_numbered_for_its_reader_and_timed_by_the_clock_of_the_session(
    meeting: Meeting,
) -> None:
    morning = SessionFactory(meeting=meeting)
    closed = ItemFactory(session=morning, position=1, minutes=30, access="closed")
    shown = ItemFactory(session=morning, position=2, minutes=60)
    actions.release_agenda(secretariat(meeting.series.group), meeting)
    omani = delegate(meeting, "OMN")
    closed.admitted.add(meeting.delegations.get(country="OMN"))

    for reader, numbers, begins in (
        (None, [("1", shown.key)], "2014-02-09T09:00:00+04:00"),
        (omani, [("C1", closed.key), ("1", shown.key)], "2014-02-09T09:30:00+04:00"),
    ):
        answer = fetched(f"/meetings/{meeting.key}", reader)
        (session,) = answer["agenda"]
        assert [(item["number"], item["key"]) for item in session["items"]] == numbers
        assert (session["begins"], session["items"][-1]["begins"]) == ("2014-02-09T09:00:00+04:00", begins)
        assert (answer["chair"], [one["number"] for one in answer["versions"]]) == ("ARE", [1])


def test_a_document_lists_its_files_with_checksum_and_address(meeting: Meeting) -> None:
    item = ItemFactory(session__meeting=meeting)
    document = DocumentFactory(meeting=meeting, item=item, symbol="WGOIG/2014/1")
    content = b"The baseline of 2013"
    upload = SimpleUploadedFile("baseline.txt", content, "text/plain")
    file = actions.add_file(secretariat(meeting.series.group), document.versions.get(), "en", upload)

    listed = fetched(f"/meetings/{meeting.key}/documents")["items"]
    assert listed == [fetched(f"/documents/{document.key}")]
    assert (listed[0]["symbol"], listed[0]["item"], listed[0]["session"]) == ("WGOIG/2014/1", item.key, None)
    (version,) = listed[0]["versions"]
    assert (version["symbol"], version["kind"]) == ("WGOIG/2014/1", "original")
    assert version["files"] == [
        {
            "key": file.key,
            "language": "en",
            "format": "txt",
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "address": f"/en/meetings/files/{file.key}/",
        }
    ]
    opened = Client().get(version["files"][0]["address"])
    assert b"".join(opened.streaming_content) == content


def test_decisions_come_in_the_order_of_the_agenda_with_how_they_were_adopted(meeting: Meeting) -> None:
    session = SessionFactory(meeting=meeting)
    second = DecisionFactory(
        item=ItemFactory(session=session, position=2),
        number="2",
        manner="vote",
        votes_for=12,
        votes_against=3,
        abstentions=1,
    )
    first = DecisionFactory(item=ItemFactory(session=session, position=1), number="1")
    DecisionFactory(item=first.item, number="", manner="", adopted_at=None)

    answer = fetched(f"/meetings/{meeting.key}/decisions")
    assert [(one["key"], one["number"], one["manner"]) for one in answer["items"]] == [
        (first.key, "1", "consensus"),
        (second.key, "2", "vote"),
    ]
    counts = [answer["items"][1][name] for name in ("votes_for", "votes_against", "abstentions")]
    assert (counts, answer["items"][1]["adopted_at"]) == ([12, 3, 1], "2014-02-09T10:00:00+00:00")
    assert fetched(f"/meetings/{meeting.key}/decisions", secretariat(meeting.series.group))["count"] == 3


def test_what_is_closed_is_not_found_and_not_counted(meeting: Meeting) -> None:
    closed = SessionFactory(meeting=meeting, access="closed")
    item = ItemFactory(session=closed)
    document = DocumentFactory(meeting=meeting, session=closed, item=item)
    DecisionFactory(item=item)
    private = MeetingFactory(access="group")
    keeper = secretariat(meeting.series.group)

    assert fetched(f"/meetings/{meeting.key}/documents", keeper)["count"] == 1
    assert fetched(f"/meetings/{meeting.key}/decisions", keeper)["count"] == 1
    assert fetched(f"/documents/{document.key}", keeper)["key"] == document.key
    for path in ("documents", "decisions"):
        assert fetched(f"/meetings/{meeting.key}/{path}") == {
            "count": 0,
            "limit": 100,
            "offset": 0,
            "items": [],
        }
    nothing = fetched("/meetings/nothing", status=404)
    for path in (
        f"/documents/{document.key}",
        f"/meetings/{private.key}",
        f"/meetings/{private.key}/documents",
        f"/meetings/{private.key}/decisions",
        "/documents/%00",
    ):
        assert fetched(path, status=404) == nothing


def test_no_answer_names_people_or_their_addresses(meeting: Meeting) -> None:
    delegation = DelegationFactory(meeting=meeting, focal_email="focal@example.org")
    ParticipantFactory(delegation=delegation, name="Somebody Registered", email="somebody@example.org")
    ItemFactory(session__meeting=meeting)
    keeper = secretariat(meeting.series.group, name="Somebody Keeping", email="keeper@example.org")
    actions.release_agenda(keeper, meeting)
    for path in ("", "/documents", "/decisions"):
        said = str(fetched(f"/meetings/{meeting.key}{path}", keeper))
        assert [word for word in ("Somebody", "@", "focal") if word in said] == []


def test_the_number_of_queries_depends_on_no_number_of_rows(meeting: Meeting) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            fetched(path)
        return len(captured)

    paths = ["/meetings", *(f"/meetings/{meeting.key}{end}" for end in ("", "/documents", "/decisions"))]
    with_one_and_three = []
    for more in (1, 2):
        for _ in range(more):
            item = ItemFactory(session__meeting=meeting)
            DocumentFactory(meeting=meeting, item=item)
            DecisionFactory(item=item)
            MeetingFactory(access="public")
        with_one_and_three.append([queries(path) for path in paths])
    assert with_one_and_three[0] == with_one_and_three[1]
