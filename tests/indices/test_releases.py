"""What is released never changes, says how it was computed, and can be computed again."""

from __future__ import annotations

import hashlib

import pytest
from django.db import DatabaseError, connection, transaction

from multaqa.composite import FrameworkError, parse_framework, score
from multaqa.core.access import SYSTEM
from multaqa.core.errors import Denied, Invalid
from multaqa.core.models import AuditEntry
from multaqa.indices.actions import draft_release, publish_release
from multaqa.indices.models import Edition, Figure, Index, Release
from multaqa.indices.results import columns_of, result_of
from tests.indices.factories import THREE, body, framework, released
from tests.members.factories import PersonFactory, coordinator, secretariat

pytestmark = pytest.mark.django_db


def test_a_release_holds_figures_hashes_software_and_time():
    release = released()
    figures = list(
        Figure.objects.filter(release=release, node="ready").values_list(
            "country_id", "score", "rank", "band"
        )
    )
    assert figures == [("SAU", 0.8, 1.0, "high"), ("ARE", 0.7, 2.0, "high"), ("OMN", 0.2, 3.0, "low")]
    assert release.framework_hash == parse_framework(framework()).digest
    assert release.data_hash == hashlib.sha256(release.data.encode()).hexdigest()
    assert release.software.startswith("multaqa ")
    assert (release.number, release.corrects, release.published_at is not None) == (1, None, True)


def test_a_release_computes_to_the_same_figures_from_its_own_inputs():
    release = released()
    again = score(parse_framework(release.framework), columns_of(release.data))
    stored = dict(Figure.objects.filter(release=release, node="ready").values_list("country_id", "score"))
    assert {row.unit: row.score for row in again.long() if row.node == "ready"} == stored
    assert result_of(release).explain("OMN").published == 0.2


@pytest.mark.parametrize("table", ["indices_release", "indices_figure", "core_auditentry"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_is_written_once(table, statement):
    released()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_a_released_row_cannot_be_saved_again_or_deleted():
    release = released()
    with pytest.raises(TypeError, match="written once"):
        release.save()
    with pytest.raises(TypeError, match="written once"):
        release.delete()


def test_a_correction_is_a_new_release_that_says_what_it_corrects():
    first = released()
    data = THREE | {"skills": [0.9, 0.6, 0.1]}
    second = released(data=data, correction={"en": "Skills of the Emirates", "ar": "مهارات الإمارات"})
    assert (second.number, second.corrects, dict(second.correction)) == (
        2,
        first,
        {"en": "Skills of the Emirates", "ar": "مهارات الإمارات"},
    )
    assert Figure.objects.get(release=first, country="ARE", node="ready").score == 0.7
    assert Figure.objects.get(release=second, country="ARE", node="ready").score == 0.75


def test_a_correction_without_its_reason_is_refused_and_leaves_nothing():
    released()
    with pytest.raises(Invalid, match="must say what it corrects"):
        released()
    assert (Release.objects.count(), AuditEntry.objects.filter(verb="indices.publish").count()) == (1, 1)


def test_publishing_leaves_its_audit_entry_with_before_and_after():
    released()
    released(correction={"en": "typing error"})
    later, earlier = AuditEntry.objects.filter(verb="indices.publish")
    assert (earlier.before, earlier.after["number"], earlier.actor_label) == (None, 1, "system")
    assert (later.before["number"], later.after["number"]) == (1, 2)


def test_only_the_secretariat_of_the_group_may_publish():
    group, other = body(), body("others")
    draft = draft_release(framework(), THREE)
    for stranger in (PersonFactory(), coordinator(group), secretariat(other)):
        with pytest.raises(Denied):
            publish_release(stranger, group, draft)
    assert Index.objects.count() == 0
    assert publish_release(secretariat(group), group, draft).number == 1


def test_an_index_stays_with_its_group():
    released()
    with pytest.raises(Invalid, match="another group"):
        publish_release(SYSTEM, body("others"), draft_release(framework(edition="2025"), THREE))
    assert Edition.objects.count() == 1


def test_a_country_that_iso_does_not_know_is_named():
    with pytest.raises(Invalid, match="XKZ"):
        draft_release(framework(), THREE | {"country": ["SAU", "ARE", "XKZ"]})


def test_data_of_another_year_are_refused_by_name():
    with pytest.raises(Invalid, match="They hold: 2019"):
        draft_release(framework(), THREE | {"time": ["2019"] * 3})


def test_a_wrong_framework_is_refused_with_its_line():
    with pytest.raises(FrameworkError) as caught:
        draft_release(framework(weight="heavy"), THREE)
    assert [(p.code, p.line) for p in caught.value.problems] == [("weight-not-a-number", 11)]


def test_where_the_data_hold_a_part_of_the_countries_nobody_is_ranked():
    release = released(framework(more="coverage: {en: Three of many.}"))
    assert set(Figure.objects.filter(release=release).values_list("rank", flat=True)) == {None}


@pytest.mark.parametrize("id", ["dot.id", "مؤشر", "publish", "Upper", "a" * 61])
def test_an_id_that_cannot_stand_in_an_address_is_refused_before_anything_is_stored(id):
    with pytest.raises(Invalid) as caught:
        draft_release(framework(id=id), THREE)
    assert caught.value.code == "id-not-addressable"


@pytest.mark.parametrize("edition", ["2024 mid", "2024%", "twenty", "2024" + "x" * 17])
def test_an_edition_that_cannot_stand_in_an_address_is_refused(edition):
    with pytest.raises(Invalid) as caught:
        draft_release(framework(edition=edition), THREE)
    assert caught.value.code == "edition-not-addressable"


def test_ranks_that_are_averages_are_refused_rather_than_cut_to_whole_numbers():
    with pytest.raises(Invalid) as caught:
        draft_release(framework().replace("decimals: 3}}", "decimals: 3}, rank: {ties: average}}"), THREE)
    assert caught.value.code == "average-ranks"


QUESTIONNAIRE = """
id: services
edition: "2024"
name: {en: Services, ar: الخدمات}
columns: {unit: country}
questions:
  - {id: online, choices: {none: 0, information: 1, transaction: 3}}
  - {id: plan, choices: {"no": 0, "yes": 1}}
indicators:
  - {id: supply, formula: 100 * online / 3}
  - {id: intent, formula: 100 * plan}
tree:
  id: services
  children:
    - {id: supply, name: {en: Supply, ar: العرض}}
    - {id: intent, name: {en: Intent, ar: النية}}
"""
ANSWERS = {
    "country": ["SAU", "SAU", "ARE", "ARE", "OMN"],
    "question": ["online", "plan", "online", "plan", "online"],
    "answer": ["transaction", "yes", "information", "yes", "none"],
}


def test_a_release_of_a_questionnaire_computes_again_from_the_indicators_that_it_keeps():
    release = released(QUESTIONNAIRE, ANSWERS)
    stored = dict(Figure.objects.filter(release=release, node="services").values_list("country_id", "score"))
    asked = score(parse_framework(QUESTIONNAIRE), answers=ANSWERS)
    assert stored == {row.unit: row.score for row in asked.long() if row.node == "services"}
    again = result_of(release)
    assert {row.unit: row.score for row in again.long() if row.node == "services"} == stored
