"""Meetings for the tests. Parts are released, so that whoever may see them does."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory

from multaqa.meetings.models import (
    Audience,
    Decision,
    Delegation,
    Document,
    DocumentVersion,
    Item,
    Meeting,
    Participant,
    Series,
    Session,
)
from multaqa.members.models import Office, Organisation, Person
from tests.members.factories import GroupFactory, PersonFactory


class SeriesFactory(factory.django.DjangoModelFactory):
    """Annual meetings of a group."""

    class Meta:
        model = Series

    group = factory.SubFactory(GroupFactory)
    slug = factory.Sequence(lambda number: f"annual-{number}")
    name = factory.LazyAttribute(
        lambda series: {"en": f"Annual meetings {series.slug}", "ar": "الاجتماعات السنوية"}
    )
    symbol = factory.Sequence(lambda number: f"S{number}")


class MeetingFactory(factory.django.DjangoModelFactory):
    """A meeting of the group's people, announced."""

    class Meta:
        model = Meeting

    series = factory.SubFactory(SeriesFactory)
    number = factory.Sequence(lambda number: number + 1)
    name = factory.LazyAttribute(
        lambda meeting: {"en": f"Meeting {meeting.number}", "ar": f"الاجتماع {meeting.number}"}
    )
    time_zone = "Asia/Dubai"
    starts_on = date(2014, 2, 9)
    ends_on = date(2014, 2, 9)
    state = Meeting.State.ANNOUNCED


class SessionFactory(factory.django.DjangoModelFactory):
    """An open session in the morning."""

    class Meta:
        model = Session

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda number: {"en": f"Session {number}", "ar": f"الجلسة {number}"})
    starts_at = datetime(2014, 2, 9, 5, 0, tzinfo=UTC)
    ends_at = datetime(2014, 2, 9, 8, 0, tzinfo=UTC)
    is_released = True


class ItemFactory(factory.django.DjangoModelFactory):
    """An open item."""

    class Meta:
        model = Item

    session = factory.SubFactory(SessionFactory)
    position = factory.Sequence(lambda number: number + 1)
    title = factory.Sequence(lambda number: {"en": f"Item {number}", "ar": f"البند {number}"})
    is_released = True


class DelegationFactory(factory.django.DjangoModelFactory):
    """A country invited to a meeting; its focal point has no account."""

    class Meta:
        model = Delegation

    meeting = factory.SubFactory(MeetingFactory)
    country_id = "JOR"
    focal_email = factory.LazyAttribute(lambda one: f"focal-{str(one.country_id).lower()}@example.org")


class ParticipantFactory(factory.django.DjangoModelFactory):
    """Somebody registered in a delegation."""

    class Meta:
        model = Participant

    delegation = factory.SubFactory(DelegationFactory)
    name = factory.Sequence(lambda number: f"Participant Number {number}")
    email = factory.Sequence(lambda number: f"participant-{number}@example.org")


class AudienceFactory(factory.django.DjangoModelFactory):
    """People under one name."""

    class Meta:
        model = Audience

    meeting = factory.SubFactory(MeetingFactory)
    name = factory.Sequence(lambda number: {"en": f"Audience {number}", "ar": f"الفئة {number}"})


class DocumentFactory(factory.django.DjangoModelFactory):
    """A document of general distribution, issued as an original."""

    class Meta:
        model = Document
        skip_postgeneration_save = True

    meeting = factory.SubFactory(MeetingFactory)
    symbol = factory.Sequence(lambda number: f"WGOIG/2014/{number}")
    title = factory.Sequence(lambda number: {"en": f"Document {number}", "ar": f"الوثيقة {number}"})
    distribution = Document.Distribution.GENERAL

    @factory.post_generation
    def original(self, create: bool, extracted: object, **_: object) -> None:
        DocumentVersion.objects.create(document=self, issued_at=datetime(2014, 1, 15, tzinfo=UTC))


class DecisionFactory(factory.django.DjangoModelFactory):
    """A decision adopted by consensus."""

    class Meta:
        model = Decision

    item = factory.SubFactory(ItemFactory, purpose=Item.Purpose.DECISION)
    number = factory.Sequence(lambda number: str(number + 1))
    text = factory.Sequence(lambda number: {"en": f"Decision text {number}", "ar": f"نص المقرر {number}"})
    manner = Decision.Manner.CONSENSUS
    adopted_at = datetime(2014, 2, 9, 10, 0, tzinfo=UTC)


def chaired(meeting: Meeting, country: str = "ARE") -> Meeting:
    """The meeting, its group having a country in the chair."""
    Office.objects.create(group=meeting.series.group, country_id=country, role="chair", since="2014-01-01")
    return meeting


def delegate(meeting: Meeting, country: str = "JOR", role: str = "delegate", **values: object) -> Person:
    """A person with an account and no role in the group, registered in the delegation of a country."""
    delegation = Delegation.objects.filter(meeting=meeting, country_id=country).first() or DelegationFactory(
        meeting=meeting, country_id=country
    )
    person = PersonFactory(**values)
    ParticipantFactory(delegation=delegation, role=role, email=person.email, name=person.name)
    return person


def focal_point(meeting: Meeting, country: str = "JOR", **values: object) -> Person:
    """A person with an account who is the focal point of a country's delegation."""
    person = PersonFactory(**values)
    known = Delegation.objects.filter(meeting=meeting, country_id=country)
    if not known.update(focal_email=person.email):
        DelegationFactory(meeting=meeting, country_id=country, focal_email=person.email)
    return person


def observer_organisation(name: str = "An organisation") -> Organisation:
    """An international organisation."""
    return Organisation.objects.create(name={"en": name, "ar": "منظمة"})
