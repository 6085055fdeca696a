"""Explanations speak of every method that a framework can name, and of every step that changed a value."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

import pytest
from django.utils.translation import override

from multaqa.composite import Status
from multaqa.composite.methods.aggregate import Aggregation
from multaqa.composite.methods.normalise import Normalisation
from multaqa.indices import pages
from multaqa.indices.explanations import derivation, steps
from multaqa.indices.frameworks import framework_of
from multaqa.indices.readings import _methods, _normalised, aggregation_words
from multaqa.indices.results import columns_of, result_of
from tests.indices.factories import framework, released

pytestmark = pytest.mark.django_db
ARABIC = re.compile(r"[\u0600-\u06ff]")
FOUR = {
    "country": ["SAU", "ARE", "OMN", "QAT"],
    "skills": [0.9, 0.5, 0.1, None],
    "networks": [0.7, 0.9, 0.3, 0.5],
}


def kinds(union):
    return {get_args(model.model_fields["kind"].annotation)[0] for model in get_args(union)}


def told(release, code, language="en"):
    with override(language):
        return [step.sentence for step in steps(derivation(release, code), framework_of(release), language)]


def test_every_normalisation_has_its_words():
    assert set(_methods()) == kinds(Normalisation) - {"none"}


@pytest.mark.parametrize("kind", sorted(kinds(Aggregation)))
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_aggregation_is_told_in_both_languages(kind, language):
    more = (
        "formula: (skills + networks) / 2" if kind == "formula" else "exponent: 2" if kind == "power" else ""
    )
    rule = f"{{kind: {kind}, {more}}}" if more else kind
    document = (
        framework()
        .replace("method: {", f"method: {{aggregate: {rule}, ")
        .replace("scale: [0, 1]", "scale: [-1000, 1000]")
    )
    sentence = told(released(document, FOUR | {"skills": [0.9, 0.5, 0.1, 0.2]}), "SAU", language)[0]
    assert bool(ARABIC.search(sentence)) is (language == "ar")


def test_every_reason_for_a_missing_figure_is_told():
    words = {pages.reason(status.word) for status in Status if status is not Status.observed}
    assert len(words) == len(Status) - 1


def test_every_parameter_that_a_normalisation_uses_has_its_words():
    plain = derivation(released(), "SAU").children[0].reading
    for kind, names in {
        "minmax": ("low", "high", "range_start", "range_end"),
        "zscore": ("mean", "deviation"),
        "percentile": ("count",),
        "distance_to_target": ("weakest", "target"),
        "categorical": ("threshold_1", "threshold_2"),
    }.items():
        reading = replace(plain, normalise=kind, parameters=dict.fromkeys(names, 1.0))
        assert _normalised(reading, 2, "en").count("1.00") == len(names)


def test_an_estimated_value_is_said_to_be_one_with_its_error():
    document = framework().replace("{id: skills,", "{id: skills, impute: mean,")
    sentence = told(released(document, FOUR), "QAT")[1]
    assert sentence.startswith("The data hold no value; 0.500 was estimated in its place.")
    assert "standard deviation of" in sentence


def test_a_value_is_followed_from_the_data_over_its_denominator_to_the_scale():
    document = framework().replace(
        "{id: skills,",
        "{id: skills, denominator: people, direction: negative, normalise: {kind: minmax, range: [0, 1]},",
    )
    data = FOUR | {"skills": [8.0, 6.0, 4.0, 2.0], "people": [2, 2, 2, 2]}
    assert told(released(document, data), "SAU")[1] == (
        "The data say 8.000. It is divided by 2.000. It is normalised by the range of the countries "
        "(lower bound 1.000, upper bound 4.000, start of the scale 0.000 and end of the scale 1.000). "
        "A low value is good here, so the scale is turned round."
    )


def test_a_treated_outlier_is_said_to_be_one():
    codes = ["SAU", "ARE", "OMN", "QAT", "KWT", "BHR", "JOR", "EGY", "MAR", "TUN"]
    data = {
        "country": codes,
        "skills": [0.1, 0.11, 0.12, 0.13, 0.14, 0.15, 0.16, 0.17, 0.18, 0.99],
        "networks": [0.5] * 10,
    }
    document = framework().replace("{id: skills,", "{id: skills, treat: default,")
    assert told(released(document, data), "TUN")[1].startswith(
        "The data say 0.990. The treatment of outliers makes it 0.180."
    )
    assert (
        told(released(document, data, correction={"en": "again"}), "MAR")[1]
        == "Taken from the data as it is: 0.180."
    )


def test_computed_weights_are_told_instead_of_those_of_the_document(client):
    document = framework(weight=3).replace("method: {", "method: {weights: equal, ")
    released(document)
    rows = client.get("/en/indices/ready/2024/weights.csv").content.decode().splitlines()
    assert [row.split(",")[3] for row in rows[2:]] == ["0.5", "0.5"]
    answer = client.get("/api/v1/indices/ready/editions/2024").json()
    assert [node["weight"] for node in answer["nodes"][1:]] == [0.5, 0.5]
    assert "50%" in client.get("/en/indices/ready/2024/what-if/").content.decode()


def test_where_each_country_has_its_own_weights_pages_say_so(client):
    document = framework().replace("method: {", "method: {weights: benefit_of_the_doubt, ")
    released(document)
    for path in ("", "method/", "what-if/", "SAU/"):
        assert client.get(f"/ar/indices/ready/2024/{path}").status_code == 200
    assert "each its own" in client.get("/en/indices/ready/2024/method/").content.decode()
    answer = client.get("/api/v1/indices/ready/editions/2024").json()
    assert [node["weight"] for node in answer["nodes"][1:]] == [None, None]


def test_a_release_keeps_what_its_indicators_are_divided_by():
    divided = (
        "{id: skills, denominator: people, normalise: {kind: goalposts, low: 0, high: 1, range: [0, 1]},"
    )
    document = framework().replace("{id: skills,", divided)
    release = released(document, FOUR | {"skills": [9.0, 5.0, 1.0, 2.0], "people": [10, 10, 10, 0.7]})
    assert columns_of(release.data)["people"] == ["10.0", "10.0", "10.0", "0.7"]
    assert result_of(release).explain("SAU").score == pytest.approx(0.8)


def test_a_release_keeps_the_years_that_its_method_looks_at_and_only_those():
    data = {
        "country": ["SAU", "ARE", "OMN"] * 2,
        "time": ["2022"] * 3 + ["2024"] * 3,
        "skills": [0.8, 0.4, 0.0, 0.9, None, 0.1],
        "networks": [0.7, 0.9, 0.3, 0.7, 0.9, 0.3],
    }
    document = framework().replace("columns: {unit: country}", "columns: {unit: country, time: time}")
    assert set(columns_of(released(document, data).data)["time"]) == {"2024"}
    latest = document.replace("{id: skills,", "{id: skills, impute: latest,")
    release = released(latest, data, correction={"en": "the latest value is taken"})
    assert set(columns_of(release.data)["time"]) == {"2022", "2024"}
    assert derivation(release, "ARE").score == pytest.approx(0.65)


def test_nothing_is_said_of_the_weights_of_an_unscored_pillar():
    release = released(
        framework(), FOUR | {"skills": [0.9, 0.5, 0.1, None], "networks": [0.7, 0.9, 0.3, None]}
    )
    assert told(release, "QAT")[0].startswith("No score:")
    assert aggregation_words(derivation(release, "SAU")).startswith("Weighted arithmetic mean")
