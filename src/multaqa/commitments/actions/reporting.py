"""What is said of a published commitment period by period: the owner's reports, and the reviewers' assessments.

Both are written once. A later one for exactly the same period takes the place of the earlier, which stays on record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from multaqa.commitments import checks
from multaqa.commitments.access import may
from multaqa.commitments.actions.shared import freed
from multaqa.commitments.errors import NoMethod
from multaqa.commitments.models import Assessment, AssessmentMethod, Commitment, ProgressReport
from multaqa.core.access import SYSTEM
from multaqa.core.actions import act, create, locked
from multaqa.core.errors import Denied
from multaqa.language import Text
from multaqa.members.access import may_manage
from multaqa.members.models import Group, Person


def report_progress(
    actor: Any,
    commitment: Commitment,
    *,
    period_starts: date,
    period_ends: date,
    status: str,
    points: Mapping[str, Sequence[str]] | None = None,
    evidence: Sequence[str] = (),
    challenge: str = "",
    challenge_words: Text | None = None,
) -> ProgressReport:
    """Say how far a commitment came in a period, both days included. The codes of refusals are those of `checks`.

    Points are sentences by language; evidence are web addresses. Where the commitment or one of its steps is overdue
    at the end of the period and it is neither complete nor withdrawn, the challenge is named and put into words.
    """
    with transaction.atomic():
        stored = locked(commitment)
        with act(actor, "commitments.report_progress", may=may(actor, "commitment.report", stored)) as entry:
            said = freed(challenge_words or {})
            checks.period_of(stored, ProgressReport, period_starts, period_ends)
            checks.challenge_of(stored, period_ends, status, challenge, said)
            report = ProgressReport(
                commitment=stored,
                period_starts=period_starts,
                period_ends=period_ends,
                status=status,
                points=_sentences(points or {}),
                evidence=checks.web_addresses(evidence),
                challenge=challenge,
                challenge_words=said,
                reported_by=None if actor is SYSTEM else actor,
            )
            create(entry, report)
    return report


def adopt_assessment_method(actor: Any, group: Group, *, text: Text) -> AssessmentMethod:
    """Adopt the next version of the method by which reviewers assess; for those who keep the group."""
    with act(actor, "commitments.adopt_assessment_method", may=may_manage(actor, group)) as entry:
        Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
        latest = AssessmentMethod.objects.filter(group=group).aggregate(latest=Max("number"))["latest"]
        method = AssessmentMethod(group=group, number=(latest or 0) + 1, text=freed(text))
        create(entry, method)
    return method


def assess(
    actor: Any, commitment: Commitment, *, period_starts: date, period_ends: date, status: str, words: Text
) -> Assessment:
    """Find how far a commitment came in a period, independently of its owner, under the latest version of the method.

    For reviewers of the group who are not of the country. Raises NoMethod where the group has adopted none.
    """
    if not isinstance(actor, Person):
        raise Denied
    with transaction.atomic():
        stored = locked(commitment)
        with act(actor, "commitments.assess", may=may(actor, "commitment.assess", stored)) as entry:
            group = stored.decision.item.session.meeting.series.group_id
            method = AssessmentMethod.objects.filter(group=group).order_by("-number").first()
            if method is None:
                raise NoMethod
            checks.period_of(stored, Assessment, period_starts, period_ends)
            assessment = Assessment(
                commitment=stored,
                method=method,
                period_starts=period_starts,
                period_ends=period_ends,
                status=status,
                words=freed(words),
                assessed_by=actor,
            )
            create(entry, assessment)
    return assessment


def _sentences(points: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Language → its sentences, without empty ones."""
    said = {code: [line.strip() for line in lines if line.strip()] for code, lines in points.items()}
    return {code: lines for code, lines in said.items() if lines}
