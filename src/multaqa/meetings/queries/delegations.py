"""Delegations as readers find them: the list of a meeting, the page of one, the list of participants to hand out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q

from multaqa.core.access import visible_to
from multaqa.core.exports import Sheet
from multaqa.core.models import Letter
from multaqa.core.printing import page_language
from multaqa.language import in_language, sort_keys
from multaqa.meetings.access import allowed_actions, allowed_on, delegations_of
from multaqa.meetings.letters import TO_FOCAL_POINTS, TO_PARTICIPANTS
from multaqa.meetings.models import Audience, Delegation, Meeting, Participant

ROLES_IN_ORDER = tuple(Participant.Role.values)
FINAL = (Delegation.Answer.ACCEPTED, Delegation.Answer.DECLINED)
PURPOSES = (*TO_FOCAL_POINTS, *TO_PARTICIPANTS)


@dataclass(frozen=True)
class LetterLine:
    """What became of the last letter to somebody. `state` is a code, `words` the same in the language of the page."""

    state: str
    words: str
    reason: str
    """Why the last attempt failed, in the words of the protocol; empty where none did."""
    at: datetime
    """When it was sent, else when it was written."""


@dataclass(frozen=True)
class MemberLine:
    """Somebody registered. The address and the letter are empty for those who do not register people."""

    key: str
    name: str
    function: Mapping[str, str]
    role: str
    email: str
    letter: LetterLine | None


@dataclass(frozen=True)
class DelegationLine:
    """A delegation in one line of the list. `answer` and `credentials` are codes, the other two words."""

    key: str
    name: str
    is_organisation: bool
    answer: str
    answer_words: str
    head: str
    members: int
    credentials: str
    credentials_words: str
    letter: LetterLine | None
    failed: int
    """How many letters to its members could not be sent; like `letter`, for those who run the meeting."""
    may_remind: bool


@dataclass(frozen=True)
class AnswerCount:
    """How many delegations gave an answer; `is_chosen` where the list is narrowed to them."""

    answer: str
    words: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class AudienceLine:
    """A named list of participants."""

    name: Mapping[str, str]
    members: tuple[str, ...]


@dataclass(frozen=True)
class DelegationList:
    """The delegations of a meeting, countries first, in the alphabetical order of the page's language."""

    lines: tuple[DelegationLine, ...]
    counts: tuple[AnswerCount, ...]
    total: int
    participants: int
    audiences: tuple[AudienceLine, ...]
    runs: bool
    """Whether the reader runs the meeting, and so sees addresses and letters."""
    may_invite: bool
    may_name_audiences: bool


@dataclass(frozen=True)
class DelegationPage:
    """One delegation, and what the reader may do with it now."""

    members: tuple[MemberLine, ...]
    letter: LetterLine | None
    sees_addresses: bool
    """For those who answer for the delegation and those who run the meeting: also its message and its letters."""
    may: frozenset[str]
    """The actions on this delegation that the reader may do now: a focal point only for its own."""
    may_remind: bool


def delegation_list(actor: Any, meeting: Meeting, answer: str = "") -> DelegationList:
    """The delegations that the actor sees, those with one answer where its code is given. Five queries at most."""
    allowed = allowed_actions(actor, meeting)
    runs = "meeting.run" in allowed
    rows = _in_order(delegations_with_members(actor, meeting))
    letters = _letters(rows) if runs else {}
    shown = [row for row in rows if not answer or row.answer == answer]
    return DelegationList(
        lines=tuple(_line(row, letters, invites="delegation.invite" in allowed) for row in shown),
        counts=tuple(
            AnswerCount(
                answer=code,
                words=str(words),
                count=sum(row.answer == code for row in rows),
                is_chosen=code == answer,
            )
            for code, words in Delegation.Answer.choices
        ),
        total=len(rows),
        participants=sum(len(row.participants.all()) for row in rows),
        audiences=_audiences(actor, meeting),
        runs=runs,
        may_invite="delegation.invite" in allowed,
        may_name_audiences="agenda.edit" in allowed,
    )


def delegation_page(actor: Any, delegation: Delegation) -> DelegationPage:
    """What the actor finds on the page of a delegation that they see. At most four queries."""
    may = allowed_on(actor, delegation)
    answers_for = delegations_of(actor).filter(pk=delegation.pk)
    sees_addresses = "meeting.run" in may or answers_for.exists()
    people = _by_role(visible_to(actor, Participant).filter(delegation=delegation))
    letters = (
        _newest(_about(Delegation, [delegation]) | _about(Participant, people)) if sees_addresses else {}
    )
    return DelegationPage(
        members=tuple(
            MemberLine(
                key=person.key,
                name=person.name,
                function=person.title,
                role=str(person.get_role_display()),
                email=person.email if sees_addresses else "",
                letter=letters.get(_address(person)),
            )
            for person in people
        ),
        letter=letters.get(_address(delegation)),
        sees_addresses=sees_addresses,
        may=may,
        may_remind="delegation.invite" in may and delegation.answer not in FINAL,
    )


def delegations_with_members(actor: Any, meeting: Meeting) -> list[Delegation]:
    """The delegations of a meeting that the actor sees, each with its members. Two queries."""
    members = Participant.objects.filter(is_withdrawn=False)
    rows = visible_to(actor, Delegation).filter(meeting=meeting).select_related("country", "organisation")
    return list(rows.prefetch_related(Prefetch("participants", members)))


def members_by_delegation(
    actor: Any, meeting: Meeting
) -> tuple[tuple[Delegation, tuple[Participant, ...]], ...]:
    """The delegations that have members, in order, with these by role. Two queries."""
    rows = _in_order(delegations_with_members(actor, meeting))
    members: dict[int, list[Participant]] = {row.pk: [] for row in rows}
    for person in _by_role(person for row in rows for person in row.participants.all()):
        members[person.delegation_id].append(person)
    return tuple((row, tuple(members[row.pk])) for row in rows if members[row.pk])


def participants_sheet(actor: Any, meeting: Meeting) -> Sheet:
    """The list of participants as a table; addresses for those who run the meeting only. Three queries."""
    runs = "meeting.run" in allowed_actions(actor, meeting)
    codes = [code for code, _name in settings.LANGUAGES]
    columns = (
        "country",
        *(f"delegation_{code}" for code in codes),
        "role",
        "name",
        *(f"function_{code}" for code in codes),
        *(("email", "language") if runs else ()),
    )
    rows = [
        (
            delegation.country_id or "",
            *(in_language(_name(delegation), code) for code in codes),
            person.role,
            person.name,
            *(person.title.get(code, "") for code in codes),
            *((person.email, person.language) if runs else ()),
        )
        for delegation, people in members_by_delegation(actor, meeting)
        for person in people
    ]
    notes = {f"meeting_{code}": in_language(meeting.name, code) for code in codes}
    notes |= {"first_day": meeting.starts_on.isoformat(), "last_day": meeting.ends_on.isoformat()}
    return Sheet(f"participants-{meeting.key}", columns, rows, notes)


def _line(row: Delegation, letters: Mapping[tuple[str, str], LetterLine], *, invites: bool) -> DelegationLine:
    people = row.participants.all()
    states = (letters.get(_address(person)) for person in people)
    return DelegationLine(
        key=row.key,
        name=str(row),
        is_organisation=row.organisation_id is not None,
        answer=row.answer,
        answer_words=str(row.get_answer_display()),
        head=next((person.name for person in people if person.role == Participant.Role.HEAD), ""),
        members=len(people),
        credentials=row.credentials,
        credentials_words=str(row.get_credentials_display()),
        letter=letters.get(_address(row)),
        failed=sum(letter is not None and letter.state == Letter.State.FAILED for letter in states),
        may_remind=invites and row.answer not in FINAL,
    )


def _audiences(actor: Any, meeting: Meeting) -> tuple[AudienceLine, ...]:
    """The named lists, for those who run the meeting. Two queries."""
    standing = Prefetch("participants", Participant.objects.filter(is_withdrawn=False))
    rows = visible_to(actor, Audience).filter(meeting=meeting).prefetch_related(standing)
    return tuple(AudienceLine(row.name, tuple(one.name for one in row.participants.all())) for row in rows)


# ── letters ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _letters(rows: Sequence[Delegation]) -> dict[tuple[str, str], LetterLine]:
    people = [person for row in rows for person in row.participants.all()]
    return _newest(_about(Delegation, rows) | _about(Participant, people))


def _about(model: type[Delegation] | type[Participant], rows: Iterable[Any]) -> Q:
    return Q(about_type=model._meta.label_lower, about_id__in=[str(row.pk) for row in rows])


def _newest(about: Q) -> dict[tuple[str, str], LetterLine]:
    """The newest letter about each thing, by its type and primary key. One query, without the texts."""
    known = Letter.objects.filter(about, purpose__in=PURPOSES).exclude(state=Letter.State.WITHDRAWN)
    columns = known.only("about_type", "about_id", "state", "last_error", "sent_at", "created_at")
    return {
        (letter.about_type, letter.about_id): LetterLine(
            state=letter.state,
            words=str(letter.get_state_display()),
            reason=letter.last_error,
            at=letter.sent_at or letter.created_at,
        )
        for letter in columns.order_by("pk")
    }


def _address(row: Delegation | Participant) -> tuple[str, str]:
    return row._meta.label_lower, str(row.pk)


# ── order ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _in_order(rows: Sequence[Delegation]) -> list[Delegation]:
    keys = sort_keys([str(row) for row in rows], page_language())
    places = {row.pk: (row.organisation_id is not None, key) for row, key in zip(rows, keys, strict=True)}
    return sorted(rows, key=lambda row: places[row.pk])


def _by_role(people: Iterable[Participant]) -> list[Participant]:
    """People by their role, the head first, and then by name."""
    rows = list(people)
    keys = sort_keys([person.name for person in rows], page_language())
    placed = zip(rows, keys, strict=True)
    ordered = sorted(placed, key=lambda pair: (ROLES_IN_ORDER.index(pair[0].role), pair[1]))
    return [person for person, _key in ordered]


def _name(delegation: Delegation) -> Mapping[str, str]:
    named = delegation.country or delegation.organisation
    return named.name if named else {}
