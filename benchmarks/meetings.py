"""How long the server takes for the pages of a large meeting: medians and ratios to the home page of the same run.

The meeting has 300 items in ten sessions, 1,000 participants in 200 delegations, 60 documents and 40 decisions. Run with
`make bench`. The database is a temporary one; the requests go through the whole stack but the network.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from multaqa.meetings.models import Meeting
    from multaqa.members.models import Person

ROUNDS = 20
HOME = "/en/"
SESSIONS, ITEMS, DELEGATIONS, MEMBERS, DOCUMENTS, DECISIONS = 10, 30, 200, 5, 60, 40


@dataclass(frozen=True)
class Held:
    """The meeting, and a signed-in client for each kind of reader."""

    meeting: Meeting
    visitor: Client
    delegate: Client
    secretariat: Client


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "MULTAQA_HOME": home,
            "MULTAQA_PLAIN_HTTP": "yes",
            "DJANGO_SETTINGS_MODULE": "multaqa.site.settings",
        }
        import django

        django.setup()

        from multaqa.site import start

        start.prepare()
        start.load_demonstration()
        held = hold()
        page = f"/en/meetings/{held.meeting.key}/"
        item = held.meeting.sessions.first().items.first()
        asked = {
            "home page": (held.visitor, HOME),
            "meeting, visitor": (held.visitor, page),
            "meeting, delegate": (held.delegate, page),
            "meeting, secretariat": (held.secretariat, page),
            "meeting, secretariat, Arabic": (held.secretariat, page.replace("/en/", "/ar/")),
            "delegations, secretariat": (held.secretariat, f"{page}delegations/"),
            "brief, visitor": (held.visitor, f"{page}brief/"),
            "brief, secretariat": (held.secretariat, f"{page}brief/"),
            "item's form, secretariat": (held.secretariat, f"/en/meetings/items/{item.key}/edit/"),
            "calendar, visitor": (held.visitor, f"{page}calendar.ics"),
            "calendar, secretariat": (held.secretariat, f"{page}calendar.ics"),
        }
        medians = {name: measure(client, path) for name, (client, path) in asked.items()}
    sys.stdout.write(f"{'page':32} {'median':>9} {'ratio':>7}\n")
    for name, median in medians.items():
        sys.stdout.write(f"{name:32} {median:6.1f} ms {median / medians['home page']:7.1f}\n")


def measure(client: Client, path: str) -> float:
    """The median time of a request in milliseconds, after three to warm up."""
    times = []
    for _ in range(ROUNDS + 3):
        began = time.perf_counter()
        response = client.get(path)
        times.append(1000 * (time.perf_counter() - began))
        if response.status_code != 200:
            raise SystemExit(f"{path} answered {response.status_code}")
    return statistics.median(times[3:])


def hold() -> Held:
    """A meeting of the demonstration's first group: announced, its agenda released and its delegations registered."""
    from multaqa.core.access import SYSTEM
    from multaqa.meetings import actions
    from multaqa.meetings.models import Meeting, Series
    from multaqa.members.models import RoleKind

    series = Series.objects.get(symbol="WGOIG")
    first = date(2030, 3, 1)
    meeting = Meeting.objects.create(
        series=series,
        name={"en": "A large meeting", "ar": "اجتماع كبير"},
        time_zone="Asia/Dubai",
        starts_on=first,
        ends_on=first + timedelta(days=SESSIONS),
        access="public",
        state=Meeting.State.OPEN,
    )
    _invite(meeting)
    _write_the_agenda(meeting)
    actions.release_agenda(SYSTEM, meeting)
    _record(meeting)
    return Held(
        meeting,
        visitor=_client(),
        delegate=_client(_person("person-0-0@example.org")),
        secretariat=_client(
            _person("secretariat@example.org", kind=RoleKind.SECRETARIAT, group=series.group)
        ),
    )


def _invite(meeting: Meeting) -> None:
    from multaqa.meetings.models import Delegation, Participant
    from multaqa.members.models import Country

    countries = list(Country.objects.order_by("pk")[:DELEGATIONS])
    invited = Delegation.objects.bulk_create(
        Delegation(
            meeting=meeting, country=country, focal_email=f"focal-{number}@example.org", answer="accepted"
        )
        for number, country in enumerate(countries)
    )
    Participant.objects.bulk_create(
        Participant(
            delegation=delegation,
            name=f"Participant {member} of {delegation.country_id}",
            email=f"person-{number}-{member}@example.org",
            role=Participant.Role.DELEGATE if member else Participant.Role.HEAD,
        )
        for number, delegation in enumerate(invited)
        for member in range(MEMBERS)
    )


def _write_the_agenda(meeting: Meeting) -> None:
    from multaqa.meetings.models import Delegation, Item, Session

    morning = datetime(2030, 3, 1, 5, tzinfo=UTC)
    for day in range(SESSIONS):
        session = Session.objects.create(
            meeting=meeting,
            title={"en": f"Session of day {day + 1}", "ar": f"جلسة اليوم {day + 1}"},
            starts_at=morning + timedelta(days=day),
            ends_at=morning + timedelta(days=day, hours=8),
            access="open" if day else "closed",
        )
        if not day:
            session.admitted.set(Delegation.objects.filter(meeting=meeting)[:20])
        Item.objects.bulk_create(
            Item(
                session=session,
                position=place + 1,
                title={"en": f"Item {place + 1} of day {day + 1}", "ar": f"البند {place + 1}"},
                purpose=Item.Purpose.values[place % 3],
                summary={"en": "What it is about, in a sentence.", "ar": "فحوى البند في جملة واحدة."},
                presenters={"en": "The secretariat", "ar": "الأمانة"},
                minutes=15,
            )
            for place in range(ITEMS)
        )


def _record(meeting: Meeting) -> None:
    from multaqa.meetings.models import Decision, Document, DocumentVersion, Item

    items = list(Item.objects.filter(session__meeting=meeting).order_by("-pk"))
    issued = datetime(2030, 2, 1, tzinfo=UTC)
    for number, item in enumerate(items[:DOCUMENTS]):
        document = Document.objects.create(
            meeting=meeting,
            item=item,
            symbol=f"WGOIG/2030/{number + 1}",
            title={"en": f"Document {number + 1}", "ar": f"الوثيقة {number + 1}"},
            distribution=Document.Distribution.GENERAL,
        )
        DocumentVersion.objects.create(document=document, issued_at=issued)
    Decision.objects.bulk_create(
        Decision(
            item=item,
            number=str(number + 1),
            text={"en": f"Text of decision {number + 1}", "ar": f"نص المقرر {number + 1}"},
            manner=Decision.Manner.CONSENSUS,
            adopted_at=issued,
        )
        for number, item in enumerate(items[:DECISIONS])
    )


def _person(email: str, **role: object) -> Person:
    from allauth.account.models import EmailAddress

    from multaqa.members.models import Person, Role

    person = Person.objects.create(email=email, name="A reader")
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    if role:
        Role.objects.create(person=person, **role)
    return person


def _client(person: Person | None = None) -> Client:
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    if person is not None:
        client.force_login(person)
    return client


if __name__ == "__main__":
    main()
