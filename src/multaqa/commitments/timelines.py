"""From the meeting to the result: what became of a commitment, of a meeting's decisions, and of those before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import Q
from django.utils import timezone

from multaqa.commitments.checks import FINAL
from multaqa.commitments.models import Commitment, Status
from multaqa.commitments.queries import MEETING, CommitmentLine, line_of, lines_of, with_progress
from multaqa.core.access import visible_to
from multaqa.language import Text
from multaqa.meetings.models import Decision, Meeting
from multaqa.members.models import Country

Kind = Literal["meeting", "decision", "published", "milestone", "report", "assessment", "closed"]


@dataclass(frozen=True)
class Event:
    """Something that happened on the way. ``status`` of reports and assessments, ``words`` where it has any."""

    on: date
    kind: Kind
    status: str = ""
    words: Text | None = None

    @property
    def label(self) -> Any:
        """What happened, in the language of the page."""
        return Status(self.status).label if self.status else ""


@dataclass(frozen=True)
class Followed:
    """A commitment with what happened to it, in order of time."""

    line: CommitmentLine
    events: tuple[Event, ...]


@dataclass(frozen=True)
class DecisionFollowed:
    """A decision of a meeting with the commitments that came of it."""

    key: str
    number: str
    text: Text
    adopted_on: date | None
    meeting: str
    meeting_name: Text
    commitments: tuple[Followed, ...]


@dataclass(frozen=True)
class MeetingTimeline:
    """A meeting, its decisions, and what became of them."""

    meeting: Meeting
    decisions: tuple[DecisionFollowed, ...]


def commitment_timeline(actor: Any, key: str, on: date | None = None) -> tuple[Event, ...]:
    """Meeting → decision → commitment → reports and result. Raises Commitment.DoesNotExist."""
    row = _with_parts(visible_to(actor, Commitment).filter(key=key), on)
    if not row:
        raise Commitment.DoesNotExist
    commitment = row[0]
    decision = commitment.decision
    start = [Event(decision.item.session.meeting.starts_on, "meeting", words=_meeting_of(decision).name)]
    if decision.adopted_at:
        start.append(Event(_day(decision.adopted_at), "decision", words=decision.text))
    return (*start, *_events(commitment))


def meeting_timeline(actor: Any, key: str, on: date | None = None) -> MeetingTimeline:
    """A meeting's decisions and what became of them. Raises Meeting.DoesNotExist where the actor sees no such one."""
    meeting = visible_to(actor, Meeting).select_related("series__group").get(key=key)
    decisions = visible_to(actor, Decision).filter(item__session__meeting=meeting, adopted_at__isnull=False)
    return MeetingTimeline(meeting, _followed(actor, decisions, Q(), on))


def follow_up(actor: Any, meeting: Meeting, on: date | None = None) -> tuple[DecisionFollowed, ...]:
    """For the agenda of a meeting: the decisions of the meeting before it in its series, and older ones of which a
    commitment is still open, each with its published and closed commitments; the latest meeting first.
    """
    earlier = visible_to(actor, Meeting).filter(
        series=meeting.series_id, starts_on__lt=meeting.starts_on, state__in=("open", "concluded")
    )
    last = earlier.order_by("-starts_on", "-pk").values("pk").first()
    if last is None:
        return ()
    still_open = _open(visible_to(actor, Commitment)).filter(**{f"{MEETING}__in": earlier})
    decisions = visible_to(actor, Decision).filter(
        Q(item__session__meeting=last["pk"]) | Q(pk__in=still_open.values("decision")),
        adopted_at__isnull=False,
    )
    return _followed(actor, decisions, ~Q(state=Commitment.State.DRAFT), on)


def open_commitments_of(
    actor: Any,
    *,
    country: Country | None = None,
    meeting: Meeting | None = None,
    on: date | None = None,
) -> tuple[CommitmentLine, ...]:
    """Published commitments that are neither complete nor withdrawn, those due first, in one query.

    Of a country, and for a meeting those that come from earlier meetings of its series.
    """
    rows = _open(visible_to(actor, Commitment), on)
    if country is not None:
        rows = rows.filter(country=country)
    if meeting is not None:
        rows = rows.filter(
            **{f"{MEETING}__series": meeting.series_id, f"{MEETING}__starts_on__lt": meeting.starts_on}
        )
    return lines_of(rows)


def _open(rows: Any, on: date | None = None) -> Any:
    return with_progress(rows, on).filter(state=Commitment.State.PUBLISHED).exclude(current__in=FINAL)


def _followed(actor: Any, decisions: Any, narrowed: Q, on: date | None) -> tuple[DecisionFollowed, ...]:
    """Decisions, the latest meeting first and each meeting's in the order of its agenda, with their commitments."""
    found = list(
        decisions.select_related("item__session__meeting").order_by(
            "-item__session__meeting__starts_on",
            "item__session__meeting",
            "item__session__starts_at",
            "item__position",
            "adopted_at",
            "pk",
        )
    )
    below: dict[int, list[Any]] = {}
    rows = visible_to(actor, Commitment).filter(narrowed, decision__in=[one.pk for one in found])
    for row in _with_parts(rows, on):
        below.setdefault(row.decision_id, []).append(row)
    return tuple(
        DecisionFollowed(
            key=decision.key,
            number=decision.number,
            text=decision.text,
            adopted_on=_day(decision.adopted_at),
            meeting=_meeting_of(decision).key,
            meeting_name=_meeting_of(decision).name,
            commitments=tuple(Followed(line_of(row), _events(row)) for row in below.get(decision.pk, ())),
        )
        for decision in found
    )


def _with_parts(rows: Any, on: date | None) -> list[Any]:
    """Rows with everything that happened to them: four queries. Whoever sees a commitment sees its parts."""
    return list(with_progress(rows, on).prefetch_related("milestones", "reports", "assessments"))


def _events(row: Any) -> tuple[Event, ...]:
    """What happened after the decision; of a period only what was said of it last."""
    events = [Event(_day(row.published_at), "published", words=row.title)] if row.published_at else []
    events += [
        Event(one.done_on, "milestone", words=one.title) for one in row.milestones.all() if one.done_on
    ]
    events += [Event(one.period_ends, "report", one.status) for one in _latest(row.reports.all())]
    events += [
        Event(one.period_ends, "assessment", one.status, one.words) for one in _latest(row.assessments.all())
    ]
    if row.closed_at:
        events.append(Event(_day(row.closed_at), "closed"))
    return tuple(sorted(events, key=lambda event: event.on))


def _latest(rows: Iterable[Any]) -> list[Any]:
    """The first row of each period; they come the latest first."""
    first: dict[Any, Any] = {}
    for row in rows:
        first.setdefault((row.period_starts, row.period_ends), row)
    return list(first.values())


def _meeting_of(decision: Decision) -> Meeting:
    return decision.item.session.meeting


def _day(moment: Any) -> date:
    return timezone.localdate(moment)
