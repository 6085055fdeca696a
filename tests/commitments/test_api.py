"""Commitments over HTTP: the same as the pages show, and nothing of what is closed."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory

from multaqa.commitments import api
from multaqa.core.api import Paging
from multaqa.members.models import RoleKind
from tests.commitments.factories import (
    AssessmentFactory,
    MethodFactory,
    ProgressReportFactory,
    decided,
    group_of,
    published,
)
from tests.indices.factories import released
from tests.meetings.factories import DecisionFactory, ItemFactory, SessionFactory
from tests.members.factories import coordinator, with_role

pytestmark = pytest.mark.django_db


def asked_by(actor=None):
    request = RequestFactory().get("/api/v1/commitments")
    request.user = actor or AnonymousUser()
    return request


def listed(actor=None, limit: int = 100, offset: int = 0, **narrowing):
    answer = api.commitments(asked_by(actor), Paging(limit=limit, offset=offset), api.Narrowing(**narrowing))
    return api.CommitmentsOut.model_validate(answer)


def one(key: str, actor=None):
    return api.WholeCommitmentOut.model_validate(api.commitment(asked_by(actor), key))


def test_commitments_come_in_pages_and_are_narrowed():
    rows = [
        published(due_on=date(2015, month, 1), country_id=code) for month, code in ((2, "TUN"), (1, "JOR"))
    ]
    answer = listed(limit=1, offset=1)
    assert (answer.count, [item.key for item in answer.items]) == (2, [rows[0].key])
    assert [item.key for item in listed(country="JOR").items] == [rows[1].key]
    assert listed(status="complete").count == 0
    assert answer.by_status == {
        "not_started": 2,
        "limited": 0,
        "substantial": 0,
        "complete": 0,
        "withdrawn": 0,
    }


def test_one_commitment_tells_all_that_its_page_shows():
    released()
    row = published()
    row.indicators.create(index="ready", node="skills")
    ProgressReportFactory(commitment=row, status="limited", points={"en": ["Law drafted"]})
    reviewer = with_role(RoleKind.REVIEWER, group_of(row))
    AssessmentFactory(commitment=row, method=MethodFactory(group=group_of(row)), assessed_by=reviewer)
    answer = one(row.key)
    assert (answer.key, answer.title, answer.status, answer.assessed) == (
        row.key,
        row.title,
        "limited",
        "limited",
    )
    assert [step.title for step in answer.milestones] == [row.milestones.get().title]
    (period,) = answer.periods
    assert (period.reports[0].points, period.findings[0].method) == ({"en": ["Law drafted"]}, 1)
    assert [(element.index, element.node) for element in answer.elements] == [("ready", "skills")]


def test_what_is_closed_is_not_there():
    item = ItemFactory(session=SessionFactory(meeting__access="public"), access="closed")
    row = published(DecisionFactory(item=item))
    for actor in (None, coordinator(group_of(row)), coordinator(group_of(decided()))):
        assert listed(actor).count == 0
        with pytest.raises(Http404):
            one(row.key, actor)
    with pytest.raises(Http404):
        one("a\0b")
