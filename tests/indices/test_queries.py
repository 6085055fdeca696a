"""Rankings among groups, changes between editions, what-if: the figures that pages show."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from multaqa.core.errors import Invalid
from multaqa.indices import whatif
from multaqa.indices.queries import ranking, released_editions
from multaqa.presets.demonstration import load_demonstration
from tests.indices.factories import THREE, body, framework, released
from tests.members.factories import secretariat

pytestmark = pytest.mark.django_db


def ranks(found):
    return [(s.code, s.rank) for s in found.standings]


def test_countries_are_ranked_among_those_asked_for():
    release = released()
    assert ranks(ranking(release)) == [("SAU", 1), ("ARE", 2), ("OMN", 3)]
    assert ranks(ranking(release, ["OMN", "ARE"])) == [("ARE", 1), ("OMN", 2)]


def test_a_member_without_figures_is_absent_with_its_reason():
    found = ranking(released(), ["SAU", "PSE"])
    assert [(s.code, s.status, s.rank) for s in found.absent] == [("PSE", "not_covered", None)]


def test_score_change_and_rank_change_are_told_apart():
    then = released(framework(edition="2022"), THREE | {"skills": [0.1, 0.4, 0.0]})
    now = ranking(released()).since(ranking(then))
    assert [(s.code, s.rank_change, round(s.score_change, 3)) for s in now.standings] == [
        ("SAU", 1, 0.4),
        ("ARE", -1, 0.05),
        ("OMN", 0, 0.05),
    ]


def test_a_country_new_in_an_edition_has_no_change():
    then = released(
        framework(edition="2022"), {"country": ["SAU", "ARE"], "skills": [0.1, 0.2], "networks": [0.1, 0.2]}
    )
    now = ranking(released()).since(ranking(then))
    assert now.of("OMN").rank_change is None


def test_the_newest_edition_comes_first_with_its_latest_release():
    released(framework(edition="2022"))
    released()
    second = released(correction={"en": "mended"})
    editions = released_editions(AnonymousUser())
    assert [(e.label, e.current.number) for e in editions] == [("2024", 2), ("2022", 1)]
    assert editions[0].current == second


def test_an_index_of_a_group_is_open_to_its_roles_only():
    group = body()
    released(visibility="group")
    assert released_editions(AnonymousUser()) == []
    assert released_editions(secretariat(body("others"))) == []
    assert [e.label for e in released_editions(secretariat(group))] == ["2024"]


def test_other_weights_give_another_ranking_beside_the_published_one():
    release = released()
    outcome = whatif.compute(release, {"skills": 0, "networks": 100}, None)
    assert [(s.code, s.score, s.rank, s.earlier.rank) for s in outcome.standings] == [
        ("ARE", 0.9, 1, 2),
        ("SAU", 0.7, 2, 1),
        ("OMN", 0.3, 3, 3),
    ]


@pytest.mark.parametrize("text", ["heavy", "-1", "101", "nan", "inf", "1e400"])
def test_a_weight_that_is_none_is_refused_by_name(text):
    edition = released_editions(AnonymousUser(), released().edition.index)[0]
    with pytest.raises(Invalid, match="skills"):
        whatif.read_weights(QueryDict(f"w.skills={text}"), edition, [])


def test_weights_in_arabic_digits_are_read():
    edition = released_editions(AnonymousUser(), released().edition.index)[0]
    assert whatif.read_weights(QueryDict("w.skills=٤٠"), edition, []).weights == {
        "skills": 40.0,
        "networks": 50.0,
    }


def test_the_demonstration_ranks_the_arab_states_as_the_published_scores_do():
    load_demonstration()
    edition = next(
        e for e in released_editions(AnonymousUser()) if (e.index.slug, e.label) == ("egdi", "2024")
    )
    found = ranking(edition.current, ["SAU", "ARE", "BHR", "OMN", "DZA"])
    assert [(s.code, s.rank, s.publisher_rank, s.score) for s in found.standings] == [
        ("SAU", 1, 6, 0.96024),
        ("ARE", 2, 11, 0.95327),
        ("BHR", 3, 18, 0.91961),
        ("OMN", 4, 41, 0.8576),
        ("DZA", 5, 116, 0.59556),
    ]
    assert all(abs(s.score - s.publisher_score) <= 0.00006 for s in found.standings)
