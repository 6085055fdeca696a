"""Pages of commitments in both languages: what they show, to whom, and what nobody finds."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from multaqa.commitments.models import Commitment
from multaqa.members.models import RoleKind
from tests.commitments.factories import (
    TEXTS,
    AssessmentFactory,
    CommitmentFactory,
    MethodFactory,
    MilestoneFactory,
    ProgressReportFactory,
    decided,
    group_of,
    published,
)
from tests.indices.factories import released
from tests.meetings.factories import DecisionFactory, ItemFactory, MeetingFactory, SessionFactory
from tests.members.factories import PersonFactory, coordinator, secretariat, with_role

pytestmark = pytest.mark.django_db
SENT = {"title_en": "A portal", "title_ar": "بوابة", "theme": "open_data", "due_on": "2015-01-31"}


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(thing, step: str = "", language: str = "en") -> str:
    key = thing if isinstance(thing, str) else thing.key
    return f"/{language}/commitments/{key}/{step}"


def text_of(response) -> str:
    return response.content.decode()


# ── the list ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("language", "title"), [("en", "A portal"), ("ar", "بوابة")])
def test_the_list_shows_what_is_late_and_how_far_each_has_come(client, language, title):
    row = published(title={"en": "A portal", "ar": "بوابة"}, due_on=date(2014, 3, 1))
    ProgressReportFactory(commitment=row, status="substantial")
    response = client.get(f"/{language}/commitments/")
    assert response.status_code == 200
    assert [line.key for line in response.context["found"].lines] == [row.key]
    assert title in text_of(response)
    assert [(part.status, part.count, part.share) for part in response.context["bar"] if part.count] == [
        ("substantial", 1, 1.0)
    ]
    assert '<span class="tag late">' in text_of(response)


def test_the_filters_are_in_the_address_and_on_the_form(client):
    published(title={"en": "Theirs"}, country_id="TUN")
    published(title={"en": "Ours"})
    response = client.get("/en/commitments/?country=TUN&late=yes&status=&theme=open_data")
    assert [line.title["en"] for line in response.context["found"].lines] == ["Theirs"]
    assert '<option value="TUN" selected>' in text_of(response)
    assert "table.csv?country=TUN&amp;late=yes" in text_of(response)


def test_an_empty_list_says_what_to_do_next(client):
    response = client.get("/en/commitments/")
    assert (response.status_code, "No commitments here" in text_of(response)) == (200, True)


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=99999999999", "late=%00", "page=-1", "status=a&group=b"]
)
def test_an_address_that_somebody_made_up_is_answered(client, query):
    published()
    assert client.get(f"/en/commitments/?{query}").status_code == 200


def test_a_long_list_comes_in_pages(client, monkeypatch):
    monkeypatch.setattr("multaqa.commitments.views.reading.ROWS_A_PAGE", 2)
    for month in (1, 2, 3):
        published(due_on=date(2015, month, 1), title={"en": f"Month {month}"})
    first, second = (text_of(client.get(f"/en/commitments/?theme=open_data&page={page}")) for page in (1, 2))
    assert ("Month 2" in first, "Month 3" in first, "Month 3" in second) == (True, False, True)
    assert "?theme=open_data&amp;page=2" in first


@pytest.mark.parametrize("suffix", ["csv", "excel.csv", "xlsx", "json", "parquet"])
def test_the_list_is_downloaded_in_every_format(client, suffix):
    published()
    assert client.get(f"/en/commitments/table.{suffix}").status_code == 200
    assert client.get("/en/commitments/table.exe").status_code == 404


# ── one commitment ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_commitment_shows_everything_that_was_undertaken_and_said(client, language):
    released()
    row = published(supporters={"en": "OECD", "ar": "المنظمة"})
    row.indicators.create(index="ready", node="skills")
    method = MethodFactory(group=group_of(row))
    reviewer = with_role(RoleKind.REVIEWER, group_of(row))
    ProgressReportFactory(
        commitment=row,
        points={"en": ["Law drafted"], "ar": ["صيغ القانون"]},
        evidence=["https://example.org/law"],
        challenge="capacity",
        challenge_words={"en": "Posts are empty", "ar": "الوظائف شاغرة"},
    )
    AssessmentFactory(commitment=row, method=method, assessed_by=reviewer)
    page = text_of(client.get(address(row, language=language)))
    for text in (
        *(text[language] for text in TEXTS.values()),
        {"en": "OECD", "ar": "المنظمة"}[language],
        {"en": "Law drafted", "ar": "صيغ القانون"}[language],
        {"en": "Posts are empty", "ar": "الوظائف شاغرة"}[language],
        {"en": "Little was done", "ar": "أُنجز القليل"}[language],
        {"en": "Skills", "ar": "المهارات"}[language],
        'href="https://example.org/law"',
        f"/{language}/indices/ready/2024/",
        f"/{language}/meetings/decisions/{row.decision.key}/",
        f"/{language}/meetings/{row.decision.item.session.meeting.key}/",
        row.milestones.get().title[language],
    ):
        assert text in page, text


def test_what_was_typed_is_shown_as_text(client):
    row = published(title={"en": "<script>alert(1)</script>"}, problem={"en": "<img src=x>"})
    page = text_of(client.get(address(row)))
    assert ("<script>alert(1)" in page, "<img src=x>" in page) == (False, False)


def test_buttons_are_those_that_the_reader_may_press(client):
    row = published()
    group = group_of(row)
    steps = ("edit", "publish", "report", "assess", "carry", "close")

    def offered(reader: Client) -> list[str]:
        page = text_of(reader.get(address(row)))
        return [step for step in steps if address(row, f"{step}/") in page]

    assert offered(client) == []
    assert offered(signed_in(secretariat(group))) == ["edit", "report", "carry", "close"]
    assert offered(signed_in(coordinator(group))) == ["report"]
    assert offered(signed_in(with_role(RoleKind.REVIEWER, group))) == ["assess"]


def test_what_the_reader_may_not_do_is_not_found_however_they_ask():
    row = published()
    group = group_of(row)
    step = f"/en/commitments/milestones/{row.milestones.get().key}"
    forms = {
        "edit": address(row, "edit/"),
        "milestone": address(row, "milestones/new/"),
        "element": address(row, "elements/new/"),
        "report": address(row, "report/"),
        "assess": address(row, "assess/"),
        "carry": address(row, "carry/"),
        "step": f"{step}/edit/",
        "done": f"{step}/done/",
    }

    def opened(person) -> set[str]:
        return {name for name, path in forms.items() if signed_in(person).get(path).status_code == 200}

    keeper = {"edit", "milestone", "element", "report", "carry", "step", "done"}
    assert opened(secretariat(group)) == keeper
    assert opened(coordinator(group)) == {"report", "done"}
    assert opened(with_role(RoleKind.REVIEWER, group)) == {"assess"}
    assert opened(PersonFactory()) == set()
    reviewer = signed_in(with_role(RoleKind.REVIEWER, group))
    for path in (address(row, "close/"), address(row, "publish/"), f"{step}/remove/"):
        assert reviewer.post(path).status_code == 404
    row.refresh_from_db()
    assert (row.state, row.milestones.count()) == ("published", 1)


def test_what_is_not_visible_is_not_found(client):
    draft = CommitmentFactory(decision=decided())
    item = ItemFactory(session=SessionFactory(meeting__access="public"), access="closed")
    closed = published(DecisionFactory(item=item), title={"en": "SECRET"})
    owner = signed_in(coordinator(group_of(closed)))
    step = closed.milestones.get()
    for reader in (client, owner, signed_in(PersonFactory())):
        for row in (draft, closed):
            for part in ("", "edit/", "report/", "assess/", "carry/", "milestones/new/", "elements/new/"):
                assert reader.get(address(row, part)).status_code == 404, part
            for part in ("edit/", "publish/", "close/", "report/"):
                assert reader.post(address(row, part), SENT).status_code == 404, part
        assert reader.get(f"/en/commitments/milestones/{step.key}/edit/").status_code == 404
        assert reader.post(f"/en/commitments/milestones/{step.key}/remove/").status_code == 404
        assert reader.get(f"/en/commitments/new/{closed.decision.key}/").status_code == 404
        for path in ("", "table.csv", f"timeline/{closed.decision.item.session.meeting.key}/"):
            assert "SECRET" not in text_of(reader.get(f"/en/commitments/{path}"))
    assert Commitment.objects.filter(state="published").count() == 1


def test_a_timeline_shows_decisions_and_what_became_of_them(client):
    row = published()
    ProgressReportFactory(commitment=row, status="complete")
    meeting = row.decision.item.session.meeting
    page = text_of(client.get(f"/en/commitments/timeline/{meeting.key}/"))
    assert (row.title["en"] in page, "Reported" in page, "30 Jun 2014" in page) == (True, True, True)
    empty = MeetingFactory(access="public")
    assert "Nothing was decided yet" in text_of(client.get(f"/en/commitments/timeline/{empty.key}/"))
    hidden = MeetingFactory(access="delegates")
    assert client.get(f"/en/commitments/timeline/{hidden.key}/").status_code == 404


# ── how often the database is asked ─────────────────────────────────────────────────────────────────────────────────


def test_pages_ask_the_database_as_often_for_many_rows_as_for_few(client, django_assert_max_num_queries):
    row = published()
    method = MethodFactory(group=group_of(row))
    reviewer = with_role(RoleKind.REVIEWER, group_of(row))
    keeper = signed_in(secretariat(group_of(row)))
    paths = (
        "/en/commitments/",
        address(row),
        f"/en/commitments/timeline/{row.decision.item.session.meeting.key}/",
        "/en/commitments/table.csv",
    )

    def counted(reader: Client, path: str) -> int:
        with django_assert_max_num_queries(200) as captured:
            assert reader.get(path).status_code == 200
        return len(captured)

    few = [counted(reader, path) for reader in (client, keeper) for path in paths]
    for month in range(1, 7):
        period = {"period_starts": date(2014, month, 1), "period_ends": date(2014, month, 27)}
        MilestoneFactory(commitment=row)
        for one in (row, published(row.decision, country_id="TUN"), published(row.decision)):
            ProgressReportFactory(commitment=one, **period)
            AssessmentFactory(commitment=one, method=method, assessed_by=reviewer, **period)
    assert [counted(reader, path) for reader in (client, keeper) for path in paths] == few
