"""Every page in both languages: what it says, what it refuses, and how few queries it needs."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from multaqa.presets.demonstration import load_demonstration
from tests.indices.factories import body, framework, released, wide_data
from tests.members.factories import secretariat

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/indices/",
    "/indices/egdi/2024/",
    "/indices/egdi/2024/?group=oecd&band=very_high&sort=-change&since=2014",
    "/indices/egdi/2024/?group=all&since=none",
    "/indices/egdi/2014/",
    "/indices/gems/2024/",
    "/indices/egdi/2024/method/",
    "/indices/egdi/2024/audit/",
    "/indices/egdi/2024/releases/1/audit/",
    "/indices/gems/2024/audit/",
    "/indices/egdi/2024/what-if/",
    "/indices/egdi/2024/what-if/?w.osi=90&group=oecd",
    "/indices/egdi/2024/what-if/?w.osi=0&w.tii=0&w.hci=0",
    "/indices/egdi/2024/OMN/",
    "/indices/gems/2024/OMN/",
    "/countries/",
    "/countries/?group=all",
    "/countries/OMN/",
    "/countries/PSE/",
    "/countries/FRA/?group=oecd",
    "/compare/",
    "/compare/?edition=egdi/2024&country=OMN&country=ARE&country=PSE",
    "/compare/?edition=gems/2024&country=OMN&country=JOR",
    "/data/",
    "/about/",
    "/accessibility/",
]
FILES = [
    "/card.png",
    "/indices/egdi/2024/card.png",
    "/indices/egdi/2024/framework.yaml",
    "/indices/egdi/2024/data.csv",
    *(f"/indices/egdi/2024/charts/distribution.{suffix}" for suffix in ("svg", "png", "json")),
    *(f"/countries/OMN/trend/egdi.{suffix}" for suffix in ("svg", "png", "json")),
    *(f"/indices/egdi/2024/ranking.{suffix}" for suffix in ("csv", "excel.csv", "xlsx", "json", "parquet")),
    "/indices/egdi/2024/figures.csv",
    "/indices/egdi/2024/what-if.csv?w.osi=90",
    *(f"/indices/egdi/2024/audit.{suffix}" for suffix in ("html", "json", "xlsx")),
    *(f"/indices/egdi/2024/releases/1/audit.{suffix}" for suffix in ("html", "json", "xlsx")),
    "/indices/egdi/2024/OMN/explanation.json",
    "/countries/OMN/profile.csv",
    "/countries.csv",
    "/countries.xlsx?group=all",
    "/indices/egdi/2024/weights.csv",
    "/compare/table.csv?edition=egdi/2024&country=OMN",
]


@pytest.fixture
def demonstration():
    load_demonstration()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_answers_in_its_language_with_structured_data_and_a_card(demonstration, client, language):
    for path in PAGES:
        response = client.get(f"/{language}{path}")
        text = response.content.decode()
        assert (path, response.status_code) == (path, 200)
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in text
        assert re.search(r'og:image" content="http', text), path
        found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
        assert [json.loads(data)["@context"] for data in found] == ["https://schema.org"], path


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_file_is_handed_out(demonstration, client, language):
    for path in FILES:
        response = client.get(f"/{language}{path}")
        assert (path, response.status_code, bool(response.content)) == (path, 200, True)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing-here/", 404),
        ("/indices/none/", 404),
        ("/indices/egdi/1999/", 404),
        ("/indices/egdi/2024/XXX/", 404),
        ("/indices/egdi/2024/ranking.exe", 404),
        ("/indices/egdi/2024/audit.exe", 404),
        ("/indices/egdi/2024/releases/2/audit/", 404),
        ("/indices/egdi/2024/releases/99999999999999999999/audit/", 404),
        ("/indices/gems/2024/audit.html", 404),
        ("/indices/egdi/2024/charts/none.svg", 404),
        ("/indices/egdi/2024/charts/distribution.gif", 404),
        ("/countries/XXX/", 404),
        ("/countries/OMN/trend/none.svg", 404),
        ("/indices/egdi/2024/?group=none", 400),
        ("/indices/egdi/2024/?band=none", 400),
        ("/indices/egdi/2024/?since=none-such", 400),
        ("/indices/egdi/2024/?sort=random", 400),
        ("/indices/egdi/2024/what-if/?w.osi=heavy", 400),
        ("/indices/egdi/2024/what-if/?group=none", 400),
        ("/countries/?group=none", 400),
        ("/compare/?edition=none", 400),
        ("/compare/?country=XXX", 400),
        ("/compare/?" + "&".join(f"country=A{i:02d}" for i in range(13)), 400),
    ],
)
def test_a_wrong_address_gets_a_page_that_says_so_in_both_languages(demonstration, client, path, status):
    for language in ("en", "ar"):
        response = client.get(f"/{language}{path}")
        assert (path, response.status_code) == (path, status)
        assert 'class="page error-page"' in response.content.decode()


def test_the_list_of_countries_and_the_weights_are_handed_out_as_shown(demonstration, client):
    lines = client.get("/en/countries.csv?group=arab-states").content.decode().splitlines()
    assert lines[:2] == [
        "country,name,egdi_2024_score,egdi_2024_rank,gems_2024_score,gems_2024_rank",
        "DZA,Algeria,0.59556,11,,",
    ]
    assert len(lines) == 23
    weights = client.get("/en/indices/gems/2024/weights.csv").content.decode().splitlines()
    assert weights[0] == "node,parent,name,weight,weight_inferred"
    assert weights[3] == "usage,gems,Usage and user satisfaction,0.4,True"


@pytest.mark.parametrize("code", ["ZZZ", "%00", "%D8%A7"])
def test_a_country_that_does_not_exist_is_not_handed_out(demonstration, client, code):
    assert client.get(f"/en/compare/table.csv?edition=egdi/2024&country={code}").status_code == 400


def test_a_request_for_another_host_gets_the_page_of_a_bad_request(client):
    response = client.get("/en/", headers={"host": "elsewhere.example"})
    assert (response.status_code, "cannot be understood" in response.content.decode()) == (400, True)


def test_hostile_text_in_an_address_is_shown_as_text(demonstration, client):
    text = client.get("/en/indices/egdi/2024/?group=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_the_root_leads_to_the_readers_language(client):
    assert client.get("/", headers={"accept-language": "ar-SA,ar;q=0.9"}).headers["Location"] == "/ar/"
    assert client.get("/", headers={"accept-language": "de"}).headers["Location"] == "/en/"
    assert client.get("/robots.txt").status_code == 200


def test_an_index_leads_to_its_latest_edition(demonstration, client):
    assert client.get("/en/indices/egdi/").headers["Location"] == "/en/indices/egdi/2024/"


def test_pages_say_that_2014_and_2024_were_not_built_alike(demonstration, client):
    for path in ("/en/", "/en/indices/egdi/2024/", "/en/countries/OMN/"):
        assert "were not built alike" in client.get(path).content.decode()


def test_the_one_published_figure_that_the_pillars_do_not_give_is_named(demonstration, client):
    text = client.get("/en/indices/gems/2024/").content.decode()
    assert "Oman: the publisher printed 72; the published components give 72.8." in text
    assert "leads the Arab States" not in text


def test_an_empty_platform_says_what_to_do_next(client):
    for path in ("/", "/indices/", "/countries/", "/compare/", "/data/"):
        assert client.get(f"/en{path}").status_code == 200
    client.force_login(secretariat(body()))
    assert "Publish an edition" in client.get("/en/").content.decode()


def test_an_index_of_a_group_leaves_no_trace_for_visitors(client):
    released(
        framework(id="closed-readiness").replace("Readiness", "Very closed readiness"), visibility="group"
    )
    for path in ("/", "/indices/", "/countries/OMN/", "/compare/", "/data/"):
        text = client.get(f"/en{path}").content.decode()
        assert "closed-readiness" not in text
        assert "Very closed" not in text
    assert client.get("/en/indices/closed-readiness/2024/").status_code == 404
    client.force_login(secretariat(body()))
    assert client.get("/en/indices/closed-readiness/2024/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/en/",
        "/en/indices/ready/2024/?group=all",
        "/en/indices/ready/2024/what-if/?w.skills=60&group=all",
        "/en/indices/ready/2024/method/",
        "/en/indices/ready/2024/ranking.csv?group=all",
        "/en/countries/AFG/",
        "/en/countries/?group=all",
        "/en/indices/",
        "/en/compare/?country=AFG&country=ALB",
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_countries(client, path):
    def queries(edition: str, countries: int) -> int:
        released(framework(edition=edition), wide_data(countries), correction={"en": "more countries"})
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    few = queries("2024", 10)
    assert queries("2024", 193) == few
    assert few <= 20


def test_the_content_policy_allows_no_inline_script_or_style(client):
    policy = client.get("/en/about/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy


def test_the_server_error_page_stands_alone(rf):
    from multaqa.site.errors import server_error

    for address, words in (("/en/x/", "Something went wrong here"), ("/ar/x/", 'dir="rtl"')):
        response = server_error(rf.get(address))
        assert (response.status_code, words in response.content.decode()) == (500, True)


def test_a_form_from_elsewhere_is_refused_with_a_page():
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/en/accounts/login/", {"login": "a"})
    assert (response.status_code, "open too long" in response.content.decode()) == (403, True)
