"""Forms of commitments: what is stored, what is refused and at which field, and both versions after a conflict."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from multaqa.commitments.forms import half_year_before
from multaqa.commitments.models import Assessment, AssessmentMethod, Commitment, Milestone, ProgressReport
from multaqa.members.models import RoleKind
from tests.commitments.factories import CommitmentFactory, MilestoneFactory, decided, group_of, published
from tests.commitments.test_pages import SENT, address, signed_in, text_of
from tests.indices.factories import released
from tests.meetings.factories import MeetingFactory
from tests.members.factories import PersonFactory, coordinator, secretariat, with_role

pytestmark = pytest.mark.django_db
HALF = {"period_starts": "2014-01-01", "period_ends": "2014-06-30"}


def errors(response) -> dict[str, list[str]]:
    """Field → codes of what is wrong with it; the page says it, in a note or beside the field."""
    found = response.context["form"].errors.as_data()
    for name, problems in found.items():
        for problem in problems:
            assert problem.messages, name
    return {name: [problem.code for problem in problems] for name, problems in found.items()}


def test_the_secretariat_drafts_for_several_countries(client):
    decision = decided()
    group = group_of(decision)
    for code in ("JOR", "TUN", "MAR"):
        group.memberships.create(country_id=code)
    keeper = signed_in(secretariat(group))
    path = f"/en/commitments/new/{decision.key}/"
    assert 'value="JOR"' in text_of(keeper.get(path))
    response = keeper.post(path, {**SENT, "scope": "countries", "countries": ["JOR", "TUN"]})
    assert response.status_code == 302
    assert sorted(Commitment.objects.values_list("country", flat=True)) == ["JOR", "TUN"]
    response = keeper.post(path, {**SENT, "scope": "group"})
    assert Commitment.objects.filter(country__isnull=True).count() == 1
    assert response.url == Commitment.objects.get(country=None).get_absolute_url()


def test_an_owner_drafts_for_the_own_country_alone(client):
    decision = decided()
    group_of(decision).memberships.create(country_id="TUN")
    owner = signed_in(coordinator(group_of(decision), "JOR"))
    path = f"/en/commitments/new/{decision.key}/"
    page = text_of(owner.get(path))
    assert ('value="JOR" ' in page, 'value="TUN"' in page, 'name="scope"' in page) == (True, False, False)
    response = owner.post(path, {**SENT, "countries": ["TUN"]})
    assert (response.status_code, errors(response)) == (422, {"countries": ["invalid_choice"]})
    assert owner.post(path, {**SENT, "countries": ["JOR"]}).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"title_en": "", "title_ar": ""}, {"title": ["required"]}),
        ({"due_on": "soon"}, {"due_on": ["invalid"]}),
        ({"due_on": "2013-01-01"}, {"due_on": ["due-too-early"]}),
        ({"scope": "countries"}, {"countries": ["country-needed"]}),
        ({"theme": "weather"}, {"theme": ["invalid_choice"]}),
        ({"title_en": "a\0b"}, {"title": ["null_characters_not_allowed"]}),
    ],
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_draft_with_a_mistake_is_shown_again_with_it(wrong, expected, language):
    decision = decided()
    path = f"/{language}/commitments/new/{decision.key}/"
    sent = {**SENT, "scope": "group", "problem_ar": "ما كُتب يبقى", **wrong}
    response = signed_in(secretariat(group_of(decision))).post(path, sent)
    assert (response.status_code, errors(response)) == (422, expected)
    assert "ما كُتب يبقى" in text_of(response)
    assert Commitment.objects.count() == 0


def test_a_conflict_shows_both_versions_and_saving_again_replaces():
    draft = CommitmentFactory(decision=decided())
    keeper = signed_in(secretariat(group_of(draft)))
    sent = {**SENT, "version": 1, "lead_en": "Ministry"}
    theirs = {**sent, "lead_ar": "ما كتبوه", "theme": "skills"}
    assert keeper.post(address(draft, "edit/"), theirs).status_code == 302
    response = keeper.post(address(draft, "edit/"), {**sent, "lead_ar": "ما كتبناه"})
    page = text_of(response)
    assert (response.status_code, 'value="ما كتبناه"' in page) == (409, True)
    assert [(str(label), value) for label, value in response.context["form"].conflict] == [
        ("Theme", "Skills"),
        ("Lead institution", {"en": "Ministry", "ar": "ما كتبوه"}),
    ]
    assert 'name="version" value="2"' in page
    shown = page[page.index("What stands now") : page.index('name="version"')]
    assert [words in shown for words in ("Skills", "Ministry", "ما كتبوه")] == [True] * 3
    ours = {**sent, "lead_ar": "ما كتبناه", "version": 2}
    assert keeper.post(address(draft, "edit/"), ours).status_code == 302
    assert Commitment.objects.get().lead == {"en": "Ministry", "ar": "ما كتبناه"}


def test_publishing_says_everything_that_is_missing():
    draft = CommitmentFactory(decision=decided(), lead={})
    keeper = signed_in(secretariat(group_of(draft)))
    response = keeper.post(address(draft, "publish/"))
    assert (response.status_code, "lead institution and at least one milestone" in text_of(response)) == (
        422,
        True,
    )
    Commitment.objects.update(lead={"en": "Ministry"})
    MilestoneFactory(commitment=draft)
    assert keeper.post(address(draft, "publish/")).status_code == 302
    assert Commitment.objects.get().state == "published"
    assert keeper.post(address(draft, "publish/")).status_code == 404
    assert keeper.post(address(draft, "close/")).status_code == 302
    assert Commitment.objects.get().state == "closed"


def test_what_changes_something_is_no_link():
    row = published()
    keeper = signed_in(secretariat(group_of(row)))
    for step in ("publish/", "close/"):
        assert keeper.get(address(row, step)).status_code == 405
    assert keeper.get(f"/en/commitments/milestones/{row.milestones.get().key}/remove/").status_code == 405


def test_milestones_are_added_changed_done_and_removed_on_their_pages():
    row = published()
    keeper = signed_in(secretariat(group_of(row)))
    first = row.milestones.get()
    sent = {"title_en": "The law", "due_on": "2014-12-01"}
    assert keeper.post(address(row, "milestones/new/"), sent).status_code == 302
    step = row.milestones.exclude(pk=first.pk).get()
    path = f"/en/commitments/milestones/{step.key}"
    assert 'value="The law"' in text_of(keeper.get(f"{path}/edit/"))
    assert keeper.post(f"{path}/edit/", {**sent, "title_ar": "القانون"}).status_code == 302
    future = (timezone.localdate() + timedelta(days=9)).isoformat()
    response = keeper.post(f"{path}/done/", {"done_on": future})
    assert (response.status_code, errors(response)) == (422, {"done_on": ["in-future"]})
    assert keeper.post(f"{path}/done/", {"done_on": "2014-11-01"}).status_code == 302
    step.refresh_from_db()
    assert (step.title, step.done_on) == ({"en": "The law", "ar": "القانون"}, date(2014, 11, 1))
    assert keeper.post(f"{path}/remove/").status_code == 302
    response = keeper.post(f"/en/commitments/milestones/{first.key}/remove/")
    assert (response.status_code, "at least one milestone" in text_of(response)) == (422, True)
    assert Milestone.objects.count() == 1


def test_elements_are_linked_and_taken_away_on_their_pages():
    released()
    draft = CommitmentFactory(decision=decided())
    keeper = signed_in(secretariat(group_of(draft)))
    assert 'value="ready/skills"' in text_of(keeper.get(address(draft, "elements/new/")))
    assert keeper.post(address(draft, "elements/new/"), {"element": "ready/skills"}).status_code == 302
    response = keeper.post(address(draft, "elements/new/"), {"element": "ready/weather"})
    assert (response.status_code, errors(response)) == (422, {"element": ["invalid_choice"]})
    response = keeper.post(address(draft, "elements/new/"), {"element": "ready/skills"})
    assert (response.status_code, draft.indicators.count()) == (422, 1)
    link = draft.indicators.get()
    other = CommitmentFactory(decision=draft.decision)
    assert keeper.post(address(other, f"elements/{link.pk}/remove/")).status_code == 404
    assert keeper.post(address(draft, f"elements/{link.pk}/remove/")).status_code == 302
    assert draft.indicators.count() == 0


def test_an_owner_reports_on_a_page():
    row = published(due_on=date(2014, 3, 1))
    owner = signed_in(coordinator(group_of(row)))
    starts, _ends = half_year_before(timezone.localdate())
    assert f'value="{starts}"' in text_of(owner.get(address(row, "report/")))
    sent = {**HALF, "status": "limited", "points_en": "Law drafted\n\nVoted on", "points_ar": "صيغ القانون"}
    response = owner.post(address(row, "report/"), sent)
    assert (response.status_code, errors(response)) == (422, {"challenge": ["challenge-needed"]})
    assert "Law drafted" in text_of(response)
    stuck = {"challenge": "capacity", "challenge_words_en": "Posts are empty"}
    response = owner.post(address(row, "report/"), {**sent, **stuck, "evidence": "javascript:alert(1)"})
    assert (response.status_code, errors(response)) == (422, {"evidence": ["evidence-address"]})
    sent = {**sent, **stuck, "evidence": "https://example.org/a\nhttps://example.org/b\n"}
    assert owner.post(address(row, "report/"), sent).status_code == 302
    report = ProgressReport.objects.get()
    assert (report.points, report.evidence) == (
        {"en": ["Law drafted", "Voted on"], "ar": ["صيغ القانون"]},
        ["https://example.org/a", "https://example.org/b"],
    )


def test_a_method_is_adopted_and_assessed_by_on_their_pages(client):
    row = published()
    group = group_of(row)
    reviewer = signed_in(with_role(RoleKind.REVIEWER, group))
    sent = {**HALF, "status": "substantial", "words_en": "The portal answers"}
    assert "adopted no method" in text_of(reviewer.get(address(row, "assess/")))
    response = reviewer.post(address(row, "assess/"), sent)
    assert (response.status_code, errors(response)) == (422, {"__all__": ["no-assessment-method"]})
    path = f"/en/commitments/methods/{group.slug}/"
    keeper = signed_in(secretariat(group))
    response = keeper.post(path, {"text_en": "Compare with the milestones"})
    assert (response.status_code, errors(response)) == (422, {"text": ["incomplete"]})
    assert reviewer.post(path, {"text_en": "a", "text_ar": "ب"}).status_code == 404
    assert keeper.post(path, {"text_en": "Compare", "text_ar": "قارن"}).status_code == 302
    assert AssessmentMethod.objects.get().text == {"en": "Compare", "ar": "قارن"}
    assert "Compare" in text_of(client.get(path))
    assert "Compare" in text_of(reviewer.get(address(row, "assess/")))
    assert reviewer.post(address(row, "assess/"), sent).status_code == 302
    assert Assessment.objects.get().status == "substantial"


def test_a_commitment_is_carried_forward_on_a_page():
    old = published()
    meeting = old.decision.item.session.meeting
    later = MeetingFactory(
        series=meeting.series,
        access="public",
        state="concluded",
        starts_on="2015-02-09",
        ends_on="2015-02-09",
    )
    decision = decided(later)
    keeper = signed_in(secretariat(group_of(old)))
    assert f'value="{decision.key}"' in text_of(keeper.get(address(old, "carry/")))
    response = keeper.post(address(old, "carry/"), {"decision": decision.key, "due_on": "2014-03-01"})
    assert (response.status_code, errors(response)) == (422, {"due_on": ["due-too-early"]})
    sent = {"decision": decision.key, "due_on": "2016-01-31"}
    response = keeper.post(address(old, "carry/"), sent)
    new = Commitment.objects.get(carries=old)
    assert (response.status_code, response.url) == (302, new.get_absolute_url())
    page = text_of(keeper.get(address(new)))
    assert ("Carried forward" in page, f"/en/commitments/{old.key}/" in page) == (True, True)
    response = keeper.post(address(old, "carry/"), sent)
    assert (response.status_code, errors(response)) == (422, {"decision": ["carried-already"]})


# ── a whole table ───────────────────────────────────────────────────────────────────────────────────────────────────


def sent_file(text: str) -> dict[str, object]:
    return {"file": SimpleUploadedFile("commitments.csv", text.encode())}


def test_a_table_is_imported_or_its_mistakes_are_shown_in_a_table(client):
    decision = decided()
    keeper = signed_in(secretariat(group_of(decision)))
    path = "/en/commitments/import/"
    assert client.get(path).status_code == 404
    assert signed_in(PersonFactory()).get(path).status_code == 404
    assert keeper.get(path).status_code == 200
    head = "decision,country,theme,due_on,title_en\n"
    good, bad = (f"{decision.key},{code},skills,2015-01-31,One\n" for code in ("JOR", "XXX"))
    response = keeper.post(path, sent_file(head + good + bad))
    page = text_of(response)
    assert (response.status_code, errors(response)) == (422, {"file": ["mistakes"]})
    assert ('<td class="n num">3</td>' in page, "“XXX” is no country" in page) == (True, True)
    assert Commitment.objects.count() == 0
    response = keeper.post(path, sent_file(head + good), follow=True)
    assert "Rows added: 1. Changed: 0. As before: 0." in text_of(response)
    assert Commitment.objects.count() == 1


def test_a_file_that_is_too_large_or_missing_is_refused_at_its_field(settings):
    keeper = signed_in(secretariat(group_of(decided())))
    assert errors(keeper.post("/en/commitments/import/")) == {"file": ["required"]}
    settings.UPLOAD_LIMIT_BYTES = 10
    response = keeper.post("/en/commitments/import/", sent_file("theme,due_on,title_en\n"))
    assert (response.status_code, errors(response)) == (422, {"file": ["too-large"]})
    assert errors(keeper.post("/en/commitments/import/", sent_file(""))) == {"file": ["empty"]}
