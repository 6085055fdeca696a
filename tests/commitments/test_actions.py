"""What changes commitments: each promise, and each refusal with its code and nothing half saved."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from multaqa.commitments import actions
from multaqa.commitments.errors import (
    CarriedAlready,
    Incomplete,
    NoSuchElement,
    NotAdopted,
    NotTheNextMeeting,
)
from multaqa.commitments.models import Commitment, Milestone
from multaqa.core.errors import Conflict, Denied
from multaqa.core.models import AuditEntry
from multaqa.members.models import RoleKind
from tests.commitments.factories import (
    CommitmentFactory,
    MilestoneFactory,
    ProgressReportFactory,
    decided,
    group_of,
    published,
)
from tests.indices.factories import released
from tests.meetings.factories import DecisionFactory, MeetingFactory
from tests.members.factories import coordinator, country, secretariat, with_role

pytestmark = pytest.mark.django_db
WORDS = {"title": {"en": "A portal", "ar": "بوابة"}, "theme": "open_data", "due_on": date(2015, 1, 31)}


def codes(error: ValidationError) -> dict[str, list[str]]:
    return {name: [one.code for one in errors] for name, errors in error.error_dict.items()}


def trail() -> list[str]:
    """What was done, the oldest first."""
    verbs = AuditEntry.objects.filter(verb__startswith="commitments.").order_by("pk")
    return [verb.removeprefix("commitments.") for verb in verbs.values_list("verb", flat=True)]


def edited(commitment: Commitment, **changes: object) -> dict[str, object]:
    """Everything that an edit sends."""
    kept = {name: getattr(commitment, name) for name in (*actions.TEXTS, "theme", "due_on")}
    return {**kept, **changes}


def served(decision) -> object:
    return secretariat(group_of(decision))


# ── drafts ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_decision_becomes_one_draft_of_the_whole_group():
    decision = decided()
    (draft,) = actions.draft_commitments(served(decision), decision, countries=None, **WORDS)
    assert (draft.country, draft.state, draft.title, draft.version) == (None, "draft", WORDS["title"], 1)
    assert trail() == ["draft_commitment"]


def test_a_decision_becomes_a_draft_for_each_country_once():
    decision = decided()
    countries = [country("JOR"), country("TUN"), country("JOR")]
    drafts = actions.draft_commitments(served(decision), decision, countries=countries, **WORDS)
    assert [one.country_id for one in drafts] == ["JOR", "TUN"]
    assert trail() == ["draft_commitment"] * 2


def test_a_coordinator_drafts_for_their_own_country_and_where_one_is_another_s_nothing_is_stored():
    decision = decided()
    person = coordinator(group_of(decision), "JOR")
    with pytest.raises(Denied):
        actions.draft_commitments(person, decision, countries=[country("JOR"), country("TUN")], **WORDS)
    with pytest.raises(Denied):
        actions.draft_commitments(person, decision, countries=None, **WORDS)
    assert (Commitment.objects.count(), trail()) == (0, [])
    (draft,) = actions.draft_commitments(person, decision, countries=[country("JOR")], **WORDS)
    assert draft.country_id == "JOR"


@pytest.mark.parametrize("kind", [RoleKind.REVIEWER, RoleKind.CHAIR, RoleKind.OBSERVER])
def test_nobody_else_drafts(kind):
    decision = decided()
    with pytest.raises(Denied):
        actions.draft_commitments(with_role(kind, group_of(decision)), decision, countries=None, **WORDS)
    assert Commitment.objects.count() == 0


def test_nothing_follows_a_decision_that_is_not_adopted():
    decision = DecisionFactory(item=decided().item, number="", manner="", adopted_at=None)
    with pytest.raises(NotAdopted) as refused:
        actions.draft_commitments(served(decision), decision, countries=None, **WORDS)
    assert (refused.value.code, Commitment.objects.count()) == ("decision-not-adopted", 0)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"due_on": date(2014, 2, 8)}, {"due_on": ["due-too-early"]}),
        ({"title": {"en": "  "}}, {"title": ["blank"]}),
        ({"theme": "weather"}, {"theme": ["invalid_choice"]}),
        ({"countries": []}, {"countries": ["country-needed"]}),
    ],
)
def test_a_draft_with_bad_values_is_refused_at_its_field(wrong, expected):
    decision = decided()
    with pytest.raises(ValidationError) as refused:
        actions.draft_commitments(served(decision), decision, **{"countries": None, **WORDS, **wrong})
    assert (codes(refused.value), Commitment.objects.count(), trail()) == (expected, 0, [])


# ── edits ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_edit_is_stored_with_what_stood_before():
    draft = CommitmentFactory(decision=decided())
    values = edited(draft, lead={"en": " Ministry of health ", "ar": ""}, due_on=date(2015, 6, 30))
    stored = actions.edit_commitment(served(draft), draft, 1, **values)
    assert (stored.lead, stored.due_on, stored.version) == (
        {"en": "Ministry of health"},
        date(2015, 6, 30),
        2,
    )
    entry = AuditEntry.objects.get(verb="commitments.edit_commitment")
    assert (entry.before["due_on"], entry.after["due_on"]) == ("2015-01-31", "2015-06-30")


def test_of_two_editors_the_second_is_shown_what_the_first_has_saved():
    draft = CommitmentFactory(decision=decided())
    editor = served(draft)
    actions.edit_commitment(editor, draft, 1, **edited(draft, theme="skills"))
    with pytest.raises(Conflict) as refused:
        actions.edit_commitment(editor, draft, 1, **edited(draft, theme="measurement"))
    assert (refused.value.code, refused.value.stored.theme) == ("changed-meanwhile", "skills")
    draft.refresh_from_db()
    assert (draft.theme, draft.version) == ("skills", 2)


def test_an_owner_edits_a_draft_and_no_longer_what_is_published():
    commitment = published()
    owner = coordinator(group_of(commitment))
    as_read_before = Commitment.objects.get(pk=commitment.pk)
    as_read_before.state = "draft"
    with pytest.raises(Denied):
        actions.edit_commitment(owner, as_read_before, 1, **edited(commitment, theme="skills"))
    assert Commitment.objects.get().theme == "open_data"


def test_what_is_published_stays_complete():
    commitment = published()
    with pytest.raises(Incomplete) as refused:
        actions.edit_commitment(served(commitment), commitment, 1, **edited(commitment, lead={"en": " "}))
    assert (refused.value.missing, bool(Commitment.objects.get().lead)) == (("lead",), True)


# ── milestones and elements ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_step_is_added_changed_done_and_taken_away():
    commitment = published()
    keeper = served(commitment)
    step = actions.add_milestone(keeper, commitment, title={"en": "Law"}, due_on=date(2014, 9, 1))
    step = actions.edit_milestone(
        keeper, step, title={"en": "Decree"}, due_on=date(2014, 10, 1), indicator={"en": "In the gazette"}
    )
    step = actions.complete_milestone(coordinator(group_of(commitment)), step, date(2014, 9, 15))
    assert (step.title, step.due_on, step.done_on) == ({"en": "Decree"}, date(2014, 10, 1), date(2014, 9, 15))
    assert actions.complete_milestone(keeper, step, None).done_on is None
    actions.remove_milestone(keeper, step)
    assert commitment.milestones.count() == 1
    assert trail() == [
        "add_milestone",
        "edit_milestone",
        "complete_milestone",
        "complete_milestone",
        "remove_milestone",
    ]


def test_the_last_step_of_what_is_published_stays():
    commitment = published()
    with pytest.raises(Incomplete) as refused:
        actions.remove_milestone(served(commitment), commitment.milestones.get())
    assert (refused.value.missing, Milestone.objects.count(), trail()) == (("milestones",), 1, [])


def test_a_step_cannot_have_been_done_tomorrow():
    commitment = published()
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        actions.complete_milestone(served(commitment), commitment.milestones.get(), tomorrow)
    assert codes(refused.value) == {"done_on": ["in-future"]}
    assert Milestone.objects.get().done_on is None


def test_a_step_is_not_due_before_the_meeting():
    draft = CommitmentFactory(decision=decided())
    with pytest.raises(ValidationError) as refused:
        actions.add_milestone(served(draft), draft, title={"en": "Law"}, due_on=date(2013, 1, 1))
    assert (codes(refused.value), Milestone.objects.count()) == ({"due_on": ["due-too-early"]}, 0)


def test_an_element_of_an_index_is_linked_once_and_taken_away():
    released()
    draft = CommitmentFactory(decision=decided())
    link = actions.link_indicator(served(draft), draft, index="ready", node="skills")
    with pytest.raises(ValidationError) as refused:
        actions.link_indicator(served(draft), draft, index="ready", node="skills")
    assert refused.value.messages == ["The commitment is linked to this element already."]
    actions.unlink_indicator(served(draft), link)
    assert draft.indicators.count() == 0


@pytest.mark.parametrize(("index", "node"), [("ready", "weather"), ("unready", "skills")])
def test_what_no_index_has_cannot_be_linked(index, node):
    released()
    draft = CommitmentFactory(decision=decided())
    with pytest.raises(NoSuchElement) as refused:
        actions.link_indicator(served(draft), draft, index=index, node=node)
    assert (refused.value.code, draft.indicators.count()) == ("element-unknown", 0)


def test_an_index_that_the_actor_does_not_find_is_as_good_as_none():
    released(visibility="group")
    draft = CommitmentFactory(decision=decided())
    with pytest.raises(NoSuchElement):
        actions.link_indicator(served(draft), draft, index="ready", node="skills")


# ── published, closed, carried ──────────────────────────────────────────────────────────────────────────────────────


def test_a_complete_draft_is_published():
    draft = CommitmentFactory(decision=decided(), supporters={})
    MilestoneFactory(commitment=draft)
    stored = actions.publish_commitment(coordinator(group_of(draft)), draft)
    assert (stored.state, stored.published_at is not None, stored.version) == ("published", True, 2)
    assert trail() == ["publish_commitment"]


def test_everything_that_is_missing_is_named_in_the_reader_s_language():
    draft = CommitmentFactory(decision=decided(), problem={}, expected_result={}, lead={}, resources={})
    with pytest.raises(Incomplete) as refused:
        actions.publish_commitment(served(draft), draft)
    assert refused.value.missing == ("problem", "expected_result", "lead", "resources", "milestones")
    assert str(refused.value) == (
        "Before it is published, enter what is missing: "
        "problem, expected result, lead institution, resources and at least one milestone."
    )
    with override("ar"):
        assert "،" in str(refused.value) or " و" in str(refused.value)
    assert (Commitment.objects.get().state, trail()) == ("draft", [])


@pytest.mark.parametrize("name", ["problem", "expected_result", "lead", "resources"])
def test_one_language_is_enough_and_none_is_too_few(name):
    draft = CommitmentFactory(decision=decided(), **{name: {"ar": "نص"}})
    MilestoneFactory(commitment=draft)
    Commitment.objects.filter(pk=draft.pk).update(**{name: {}})
    with pytest.raises(Incomplete) as refused:
        actions.publish_commitment(served(draft), draft)
    assert refused.value.missing == (name,)
    Commitment.objects.filter(pk=draft.pk).update(**{name: {"ar": "نص"}})
    assert actions.publish_commitment(served(draft), draft).state == "published"


def test_what_is_published_is_closed_once():
    commitment = published()
    keeper = served(commitment)
    assert actions.close_commitment(keeper, commitment).closed_at is not None
    with pytest.raises(Denied):
        actions.close_commitment(keeper, commitment)
    assert trail() == ["close_commitment"]


def later(decision, days: int = 365):
    """A decision of a later meeting of the same series."""
    meeting = decision.item.session.meeting
    day = meeting.starts_on + timedelta(days=days)
    return decided(MeetingFactory(series=meeting.series, starts_on=day, ends_on=day, access="public"))


def test_a_commitment_is_carried_forward_and_keeps_its_history():
    old = published(supporters={"en": "OECD"})
    done = MilestoneFactory(commitment=old, done_on=date(2014, 5, 1))
    old.indicators.create(index="ready", node="skills")
    ProgressReportFactory(commitment=old)
    decision = later(old.decision)
    new = actions.carry_forward(served(old), old, decision, date(2016, 1, 31))
    same = (new.country_id, new.title, new.theme, new.problem, new.supporters)
    assert same == (old.country_id, old.title, old.theme, old.problem, old.supporters)
    assert (new.state, new.carries, new.decision, new.due_on) == ("draft", old, decision, date(2016, 1, 31))
    assert list(new.indicators.values_list("index", "node")) == [("ready", "skills")]
    undone = old.milestones.exclude(pk=done.pk).get()
    assert list(new.milestones.values_list("title", "due_on")) == [(undone.title, date(2016, 1, 31))]
    old.refresh_from_db()
    assert (old.state, old.reports.count(), old.milestones.count()) == ("closed", 1, 2)
    assert trail() == ["carry_forward", "close_commitment"]


def test_a_commitment_is_carried_forward_once():
    old = published()
    actions.carry_forward(served(old), old, later(old.decision), date(2016, 1, 31))
    with pytest.raises(CarriedAlready) as refused:
        actions.carry_forward(served(old), old, later(old.decision, 730), date(2017, 1, 31))
    assert (refused.value.code, Commitment.objects.count()) == ("carried-already", 2)


@pytest.mark.parametrize("days", [0, -365])
def test_a_commitment_is_carried_to_a_later_meeting_only(days):
    old = published()
    with pytest.raises(NotTheNextMeeting) as refused:
        actions.carry_forward(served(old), old, later(old.decision, days), date(2016, 1, 31))
    old.refresh_from_db()
    assert (refused.value.code, old.state, Commitment.objects.count()) == (
        "not-a-later-meeting",
        "published",
        1,
    )


def test_a_commitment_is_not_carried_into_another_series():
    old = published()
    keeper = served(old)
    meeting = old.decision.item.session.meeting
    other = MeetingFactory(
        series__group=meeting.series.group, starts_on=date(2015, 2, 9), ends_on=date(2015, 2, 9)
    )
    with pytest.raises(NotTheNextMeeting):
        actions.carry_forward(keeper, old, decided(other), date(2016, 1, 31))


def test_a_draft_is_not_carried_forward_and_an_owner_carries_nothing():
    draft = CommitmentFactory(decision=decided())
    with pytest.raises(Denied):
        actions.carry_forward(served(draft), draft, later(draft.decision), date(2016, 1, 31))
    old = published()
    with pytest.raises(Denied):
        actions.carry_forward(coordinator(group_of(old)), old, later(old.decision), date(2016, 1, 31))
    assert Commitment.objects.filter(carries__isnull=False).count() == 0
