"""Reminders to owners: 30 and 7 days before a commitment or a milestone is due, and the day after, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from multaqa.commitments.checks import FINAL
from multaqa.commitments.models import Commitment, Milestone
from multaqa.commitments.queries import MEETING, with_progress
from multaqa.core.access import SYSTEM, visible_to
from multaqa.core.actions import act
from multaqa.core.letters import write_letter
from multaqa.core.models import Letter
from multaqa.core.tasks import periodic
from multaqa.members.models import Person, Role, RoleKind

PURPOSE: Final = "commitment-reminder"
DAYS_BEFORE: Final = (30, 7, -1)
"""How many days before the day that it is due; the day after is one before, less than none."""
GRACE_DAYS: Final = 3
"""For so many days after the day of a reminder it is made up for, where no worker ran."""

CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Reminder:
    """A letter to one person about a commitment, or about a milestone of it."""

    person: Person
    commitment: Commitment
    step: Milestone | None
    due_on: date
    mark: int

    @property
    def dedupe(self) -> str:
        """What makes it the same reminder: a day that was moved is reminded of again."""
        thing = self.step.key if self.step else self.commitment.key
        return f"{PURPOSE}:{thing}:{self.due_on}:{self.mark}:{self.person.pk}"


@periodic
def remind_owners() -> None:
    """Write the reminders of today that were not written yet. Run again, it writes none."""
    today = timezone.localdate()
    for reminder in _unwritten(_reminders(today)):
        # Whoever no longer sees the commitment hears nothing of it.
        if visible_to(reminder.person, Commitment).filter(pk=reminder.commitment.pk).exists():
            _write(reminder, today)


def _reminders(today: date) -> Iterable[Reminder]:
    """Everything that owners are to hear today, written or not, in four queries."""
    days = [today + timedelta(days=mark - late) for mark in DAYS_BEFORE for late in range(GRACE_DAYS)]
    published = with_progress(Commitment.objects.filter(state=Commitment.State.PUBLISHED), today)
    still_open = published.exclude(current__in=FINAL)
    due: list[tuple[Commitment, Milestone | None, date]]
    due = [(row, None, row.due_on) for row in still_open.filter(due_on__in=days)]
    steps = Milestone.objects.filter(
        due_on__in=days, done_on__isnull=True, commitment__in=still_open.values("pk")
    )
    due += [
        (step.commitment, step, step.due_on)
        for step in steps.select_related("commitment__country", f"commitment__{MEETING}__series__group")
    ]
    owners = _owners({_group_of(row) for row, _step, _day in due})
    for row, step, day in due:
        mark = next(mark for mark in DAYS_BEFORE if 0 <= mark - (day - today).days < GRACE_DAYS)
        for person in owners.get((_group_of(row), row.country_id), ()):
            yield Reminder(person, row, step, day, mark)


def _owners(groups: set[int]) -> dict[tuple[int, str | None], list[Person]]:
    """Who hears of commitments, by group and country; of those of a whole group (no country) its secretariat."""
    roles = Role.objects.current().filter(
        group__in=groups,
        kind__in=(RoleKind.COORDINATOR, RoleKind.SECRETARIAT),
        person__is_active=True,
    )
    found: dict[tuple[int, str | None], list[Person]] = {}
    for role in roles.select_related("person"):
        country = role.country_id if role.kind == RoleKind.COORDINATOR else None
        found.setdefault((role.group_id, country), []).append(role.person)
    return found


def _unwritten(reminders: Iterable[Reminder]) -> list[Reminder]:
    by_key = {reminder.dedupe: reminder for reminder in reminders}
    written = set(Letter.objects.filter(dedupe__in=by_key).values_list("dedupe", flat=True))
    return [reminder for key, reminder in by_key.items() if key not in written]


def _write(reminder: Reminder, today: date) -> None:
    person, commitment, step = reminder.person, reminder.commitment, reminder.step
    days = (reminder.due_on - today).days
    with override(person.language), act(SYSTEM, "commitments.remind_owner", may=True) as entry:
        title = step.title if step else commitment.title
        subject = _("Overdue: %(title)s") if days < 0 else _("Due soon: %(title)s")
        context: dict[str, Any] = {
            "commitment": commitment,
            "step": step,
            "title": title,
            "due_on": reminder.due_on,
            "days": days,
            "link": settings.PUBLIC_ADDRESS
            + reverse("commitments:commitment", kwargs={"key": commitment.key}),
        }
        write_letter(
            to=person.email,
            language=person.language,
            subject=CONTROLS.sub(" ", subject % {"title": title})[:255],
            body=render_to_string("commitments/mail/reminder.txt", context),
            purpose=PURPOSE,
            about=commitment,
            dedupe=reminder.dedupe,
        )
        entry.record(commitment, before=None, after={"person": person.pk, "due_on": str(reminder.due_on)})


def _group_of(commitment: Commitment) -> int:
    return commitment.decision.item.session.meeting.series.group_id
