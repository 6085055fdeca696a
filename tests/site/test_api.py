"""The API: figures, pages of a list, entity tags, one shape of error, and every answer as its own document says."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from multaqa.presets.demonstration import load_demonstration
from multaqa.site.wsgi import application
from tests.indices.factories import framework, released

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/indices/egdi/editions/2024"


@pytest.fixture
def demonstration():
    load_demonstration()


def test_the_root_of_the_api_answers(client):
    assert client.get("/api/v1/").status_code == 404
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "Multaqa"


def test_countries_come_in_pages_and_by_group(client):
    answer = client.get("/api/v1/countries?group=arab-states&limit=2&offset=1").json()
    assert (answer["count"], [c["code"] for c in answer["items"]]) == (22, ["BHR", "COM"])
    assert client.get("/api/v1/countries/OMN").json() == {
        "code": "OMN",
        "alpha2": "OM",
        "name": {"en": "Oman", "ar": "عُمان", "fr": "Oman"},
    }


def test_results_are_filtered_by_country_node_group_and_band(demonstration, client):
    items = client.get(f"{ROOT}/results?country=OMN&country=ARE&node=egdi").json()["items"]
    assert [(i["unit"], i["score"], i["publisher_rank"]) for i in items] == [
        ("ARE", 0.95327, 11.0),
        ("OMN", 0.8576, 41.0),
    ]
    assert client.get(f"{ROOT}/results?group=oecd&node=osi").json()["count"] == 12
    assert {i["unit"] for i in client.get(f"{ROOT}/results?band=low&node=egdi").json()["items"]} == {
        "SOM",
        "YEM",
    }


def test_an_edition_tells_its_tree_method_bands_and_release(demonstration, client):
    answer = client.get(ROOT, headers={"accept-language": "ar"}).json()
    assert [n["id"] for n in answer["nodes"]] == ["egdi", "osi", "tii", "hci"]
    assert (answer["release"]["number"], len(answer["release"]["framework_sha256"])) == (1, 64)
    assert any("\u0600" <= letter <= "\u06ff" for letter in answer["method"][0])


def test_a_score_is_explained_down_to_the_data(demonstration, client):
    answer = client.get(f"{ROOT}/explanation/OMN").json()
    assert (answer["node"], [c["reading"]["value"] for c in answer["children"]]) == (
        "egdi",
        [0.80774, 0.96739, 0.79767],
    )


def test_what_if_answers_with_both_rankings(demonstration, client):
    items = client.get(f"{ROOT}/what-if?w.osi=100&w.tii=0&w.hci=0&group=arab-states").json()["items"]
    assert (items[0]["unit"], items[0]["score"], items[0]["published_rank"]) == ("SAU", 0.98995, 1)
    assert client.get(f"{ROOT}/ranking?group=arab-states").json()["items"][1]["unit"] == "ARE"


def test_an_unchanged_answer_costs_nothing(demonstration, client):
    first = client.get("/api/v1/indices")
    again = client.get("/api/v1/indices", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_any_site_may_read_it(client):
    assert (
        client.get("/api/v1/countries", headers={"origin": "https://example.org"}).headers[
            "Access-Control-Allow-Origin"
        ]
        == "*"
    )


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/nothing", 404, "not-found"),
        ("/api/v1/countries/XXX", 404, "not-found"),
        ("/api/v1/countries?limit=none", 422, "invalid-parameter"),
        ("/api/v1/countries?limit=1000000", 422, "invalid-parameter"),
        (f"{ROOT}/what-if?w.osi=heavy", 400, "weight-not-a-number"),
        (f"{ROOT}/what-if?w.none=1", 400, "unknown-node"),
        (f"{ROOT}/what-if?w.osi=0&w.tii=0&w.hci=0", 400, "weights-all-zero"),
        (f"{ROOT}/explanation/XXX", 404, "not-found"),
    ],
)
def test_every_error_has_one_shape_in_the_readers_language(
    demonstration, client, path, status, code, language
):
    response = client.get(path, headers={"accept-language": language})
    answer = response.json()
    assert (response.status_code, answer["code"], set(answer)) == (status, code, {"code", "message", "where"})
    if code != "unknown-node":
        assert any("\u0600" <= letter <= "\u06ff" for letter in answer["message"]) is (language == "ar")


def test_a_method_that_is_not_answered_gets_the_same_shape(client):
    response = client.post("/api/v1/indices")
    assert (response.status_code, response.headers["Allow"], response.json()["code"]) == (
        405,
        "GET",
        "method-not-allowed",
    )


def test_a_closed_index_leaves_no_trace(client):
    released(framework(id="closed-readiness"), visibility="group")
    assert client.get("/api/v1/indices").json()["items"] == []
    assert client.get("/api/v1/indices/closed-readiness/editions").status_code == 404


def test_every_answer_is_as_the_openapi_document_says(demonstration):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for operation in schema.get_all_operations():
        try_out(operation.ok().as_strategy())


def try_out(cases):
    @settings(
        max_examples=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(case=cases)
    def answers_as_documented(case):
        case.call_and_validate(headers={"host": "127.0.0.1"})

    answers_as_documented()
