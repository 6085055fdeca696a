"""Delegations: invited, answering, registering their people; the floor and who was there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from multaqa.core.access import SYSTEM, visible_to
from multaqa.core.actions import act, change, create, locked, snapshot
from multaqa.core.errors import Overtaken
from multaqa.language import Text
from multaqa.meetings import letters
from multaqa.meetings.access import allowed_on, delegations_spoken_for, may
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
from multaqa.members.models import Country, Organisation, Person


def invite_delegation(
    actor: Any,
    meeting: Meeting,
    *,
    country: Country | None = None,
    organisation: Organisation | None = None,
    focal_email: str,
    language: str,
    site: str,
) -> Delegation:
    """Invite a country or an organisation: its focal point gets a letter in their language with the way to answer.

    Whoever has no account yet opens one by the link of the letter.
    """
    with act(actor, "meetings.invite_delegation", may=may(actor, "delegation.invite", meeting)) as entry:
        delegation = Delegation(
            meeting=meeting,
            country=country,
            organisation=organisation,
            focal_email=focal_email.strip().lower(),
            language=language,
        )
        create(entry, delegation)
        letters.invite(delegation, site, _person(actor))
    return delegation


def remind_delegation(actor: Any, delegation: Delegation, *, site: str) -> Delegation:
    """Send the invitation once more to a delegation that has not answered for good. Raises Overtaken."""
    with act(
        actor, "meetings.remind_delegation", may=may(actor, "delegation.invite", delegation.meeting)
    ) as entry:
        stored = locked(delegation)
        if stored.answer in (Delegation.Answer.ACCEPTED, Delegation.Answer.DECLINED):
            raise Overtaken
        letters.remind(stored, site, _person(actor))
        entry.record(stored, before=None, after=snapshot(stored))
    return stored


def answer_invitation(
    actor: Any, delegation: Delegation, version: int, *, answer: Delegation.Answer, message: str = ""
) -> Delegation:
    """Say whether the delegation comes; for its focal point, and for the secretariat on its behalf."""
    with act(
        actor, "meetings.answer_invitation", may="delegation.answer" in allowed_on(actor, delegation)
    ) as entry:
        stored = locked(delegation, version)
        change(entry, stored, answer=answer, message=message, answered_at=timezone.now())
    return stored


def register_participant(actor: Any, delegation: Delegation, *, site: str, **values: Any) -> Participant:
    """Register somebody in a delegation that is coming; they get a letter with the way in.

    Raises AnswerNeeded; a second head, or an address registered already, raises ValidationError.
    """
    with act(
        actor, "meetings.register_participant", may="delegation.register" in allowed_on(actor, delegation)
    ) as entry:
        stored = locked(delegation)
        if stored.answer != Delegation.Answer.ACCEPTED:
            raise AnswerNeeded
        values["email"] = values["email"].strip().lower()
        participant = Participant(delegation=stored, **values)
        create(entry, participant)
        letters.tell_of_registration(participant, site, _person(actor))
    return participant


def withdraw_participant(actor: Any, participant: Participant) -> Participant:
    """Take somebody off the list; they see no more than other people from then on."""
    delegation = participant.delegation
    with act(
        actor, "meetings.withdraw_participant", may="delegation.register" in allowed_on(actor, delegation)
    ) as entry:
        stored = locked(participant)
        stored.audiences.clear()
        change(entry, stored, is_withdrawn=True)
        letters.take_back(stored)
    return stored


def accredit(
    actor: Any, delegation: Delegation, version: int, *, credentials: Delegation.Credentials
) -> Delegation:
    """Record that the credentials of a delegation were received or accepted."""
    with act(actor, "meetings.accredit", may=may(actor, "delegation.accredit", delegation.meeting)) as entry:
        stored = locked(delegation, version)
        change(entry, stored, credentials=credentials)
    return stored


def make_audience(
    actor: Any, meeting: Meeting, *, name: Text, participants: Sequence[Participant]
) -> Audience:
    """Name people of the meeting together, so that parts of it can be kept for them."""
    with act(actor, "meetings.make_audience", may=may(actor, "agenda.edit", meeting)) as entry:
        if any(one.delegation.meeting_id != meeting.pk for one in participants):
            raise WrongMeeting
        audience = Audience(meeting=meeting, name=name)
        create(entry, audience)
        audience.participants.set(participants)
    return audience


def ask_for_the_floor(actor: Any, item: Item, delegation: Delegation) -> SpeechRequest:
    """Put a delegation on the list of speakers of an item that the actor sees."""
    meeting = delegation.meeting
    sees = visible_to(actor, Item).filter(pk=item.pk, session__meeting=meeting).exists()
    with act(
        actor,
        "meetings.ask_for_the_floor",
        may=sees
        and may(actor, "speech.request", meeting)
        and delegations_spoken_for(actor).filter(pk=delegation.pk).exists(),
    ) as entry:
        locked(item)  # of two who ask for one delegation at once, the second finds it on the list
        request = SpeechRequest(item=item, delegation=delegation)
        create(entry, request)
    return request


def call_speaker(actor: Any, request: SpeechRequest) -> SpeechRequest:
    """Give a waiting delegation the floor; whoever had it has spoken. Raises Overtaken."""
    meeting = request.delegation.meeting
    with act(actor, "meetings.call_speaker", may=may(actor, "speech.call", meeting)) as entry:
        locked(request.item)  # one has the floor, also where two are called at once
        stored = locked(request)
        if stored.state != SpeechRequest.State.WAITING:
            raise Overtaken
        speaking = SpeechRequest.objects.filter(item=stored.item_id, state=SpeechRequest.State.CALLED)
        speaking.update(state=SpeechRequest.State.DONE)
        change(entry, stored, state=SpeechRequest.State.CALLED)
    return stored


def record_presence(actor: Any, session: Session, participants: Sequence[Participant]) -> int:
    """Record who is in a session, replacing what was recorded; how many are there."""
    meeting = session.meeting
    with act(actor, "meetings.record_presence", may=may(actor, "presence.record", meeting)) as entry:
        if any(one.delegation.meeting_id != meeting.pk for one in participants):
            raise WrongMeeting
        stored = locked(session)
        before = {"participants": sorted(stored.presences.values_list("participant", flat=True))}
        stored.presences.exclude(participant__in=participants).delete()
        known = set(stored.presences.values_list("participant", flat=True))
        new = [Presence(session=stored, participant=one) for one in participants if one.pk not in known]
        Presence.objects.bulk_create(new)
        entry.record(stored, before=before, after={"participants": sorted(one.pk for one in participants)})
    return len(participants)


def _person(actor: Any) -> Person | None:
    return None if actor is SYSTEM else actor
