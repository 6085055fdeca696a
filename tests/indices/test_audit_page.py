"""The audit of every release: what the page says, what is handed out, who may see it, and how long a reader waits."""

from __future__ import annotations

import io
import json
import re
import time

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from multaqa.composite.audit import audit
from multaqa.indices import audits
from multaqa.indices.intervals import intervals_of
from multaqa.indices.results import result_of
from multaqa.members.models import Country
from tests.indices.factories import body, framework, released, wide_data
from tests.members.factories import secretariat

pytestmark = pytest.mark.django_db
EDITION = "/indices/ready/2024/"
API = "/api/v1/indices/ready/editions/2024/audit"
SECTIONS = [
    "findings",
    "data",
    "coherence",
    "index",
    "weights",
    "elements",
    "robustness",
    "sensitivity",
    "method",
]
PARTLY = 'coverage: {en: "Three of many.", ar: "ثلاث دول من بين كثير."}'
SECRET = {"country": ["SAU", "ARE", "OMN"], "skills": [0.9123, 0.5, 0.1], "networks": [0.5, 0.8876, 0.1]}
"""Figures that a page or a file of a closed index could give away."""


def corrected():
    """An edition whose first release was corrected."""
    first = released(data=wide_data(20))
    return first, released(
        data=wide_data(12), correction={"en": "Twelve countries.", "ar": "اثنتا عشرة دولة."}
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_has_every_section_in_the_language_of_the_reader(client, language):
    released(data=wide_data(20))
    text = client.get(f"/{language}{EDITION}audit/").content.decode()
    chapters = re.findall(r'<details class="chapter" id="([\w-]+)" open>', text)
    assert chapters == [*SECTIONS, "computed"]
    assert re.findall(r'<li><a href="#([\w-]+)">', text) == chapters
    assert ("Statistical audit" in text, "التدقيق الإحصائي" in text) == (language == "en", language == "ar")
    assert {"correlation-0", "index-chart", "weights-0", "elements-chart", "ranks-0"} <= set(
        re.findall(r'aria-labelledby="([\w-]+)-heading"', text)
    )


def test_findings_stand_first_and_the_number_of_draws_is_said(client):
    released(data=wide_data(20))
    text = client.get(f"/en{EDITION}audit/").content.decode()
    assert 0 < text.index("The audit makes") < text.index('class="findings is-') < text.index('id="data"')
    assert "computed in 10,000 draws" in text


@pytest.mark.parametrize(("language", "name"), [("en", "Saudi Arabia"), ("ar", "المملكة العربية السعودية")])
def test_countries_have_names_and_no_codes(client, language, name):
    released()
    for path in ("audit/", "audit.html"):
        text = client.get(f"/{language}{EDITION}{path}").content.decode()
        assert (path, name in text, re.search(r"\b(SAU|ARE|OMN)\b", text)) == (path, True, None)


def test_charts_are_in_the_page_and_named_and_nothing_has_a_style_of_its_own(client):
    released(data=wide_data(20))
    answer = client.get(f"/en{EDITION}audit/")
    text = answer.content.decode()
    charts = re.findall(r"<svg[^>]*role=\"img\"[^>]*>", text)
    assert len(charts) == text.count('<figure class="drawn') == 5
    assert "style-src 'self'" in answer["Content-Security-Policy"]
    assert re.findall(r'<style|\sstyle="|\son\w+="', text) == []


def test_page_and_ranking_never_disagree_about_a_range():
    release = released(data=wide_data(20))
    found = audits.audit_of(release)
    drawn = intervals_of(release, found.result.units)
    assert {unit.unit: (unit.rank_low, unit.rank_high, unit.tier) for unit in found.robustness.units} == {
        code: (i.rank_low, i.rank_high, i.tier) for code, i in drawn.by_code.items()
    }


def test_the_audit_is_that_of_the_library():
    release = released(data=wide_data(20))
    by_hand = audit(result_of(release))
    assert [f.code for f in audits.audit_of(release).findings] == [f.code for f in by_hand.findings]


def test_a_release_is_audited_and_drawn_once(monkeypatch):
    release = released(data=wide_data(20))
    first = audits.page_of(release, "en")
    for name in ("audit", "audit_page"):
        monkeypatch.setattr(audits, name, None)
    assert audits.page_of(release, "en") is first


def test_a_country_that_is_renamed_is_called_by_its_new_name(client):
    released()
    assert "Saudi Arabia" in client.get(f"/en{EDITION}audit/").content.decode()
    Country.objects.filter(pk="SAU").update(name={"en": "Renamed", "ar": "اسم جديد"})
    text = client.get(f"/en{EDITION}audit/").content.decode()
    assert ("Saudi Arabia" in text, "Renamed" in text) == (False, True)


def test_names_in_a_framework_are_text(client):
    hostile = framework().replace(
        "en: Skills", 'en: "<script>alert(1)</script></svg><img src=x onerror=alert(1)>"'
    )
    released(hostile, wide_data(20))
    text = client.get(f"/en{EDITION}audit/").content.decode()
    assert ("<script>alert" in text, "<img src=x" in text, "&lt;script&gt;alert" in text) == (
        False,
        False,
        True,
    )


# --- every release ------------------------------------------------------------------------------------------------


def test_every_release_has_its_audit_and_a_corrected_one_says_so(client):
    corrected()
    texts = [
        client.get(f"/en{EDITION}{path}").content.decode()
        for path in ("audit/", "releases/2/audit/", "releases/1/audit/")
    ]
    ranked = [re.search(r"Countries ranked</dt><dd>(\d+)<", text)[1] for text in texts]
    assert ranked == ["12", "12", "20"]
    assert [("A later release corrects this one." in t, "Twelve countries." in t) for t in texts] == [
        (False, True),
        (False, True),
        (True, False),
    ]
    assert f'href="/en{EDITION}releases/1/audit.xlsx"' in texts[2]


def test_edition_and_method_lead_to_the_audit_and_every_link_is_alive(client):
    corrected()
    found = {}
    for page in ("", "method/"):
        text = client.get(f"/en{EDITION}{page}").content.decode()
        found[page] = set(re.findall(rf'href="(/en{EDITION}[^"#]*audit/)', text))
    assert found == {
        "": {f"/en{EDITION}audit/"},
        "method/": {f"/en{EDITION}{path}audit/" for path in ("", "releases/1/", "releases/2/")},
    }
    page = client.get(f"/en{EDITION}audit/").content.decode()
    addresses = found[""] | found["method/"] | set(re.findall(r'href="([^"]*audit\.\w+)" download', page))
    assert {client.get(address).status_code for address in addresses} == {200}
    assert len(addresses) == 6


# --- where there is none ------------------------------------------------------------------------------------------


def test_where_nobody_is_ranked_the_page_says_why_and_links_nothing_dead(client):
    released(framework(more=PARTLY))
    for page in ("", "method/"):
        assert "audit/" not in client.get(f"/en{EDITION}{page}").content.decode()
    answer = client.get(f"/en{EDITION}audit/")
    text = answer.content.decode()
    assert (answer.status_code, "an audit of the ranks would mislead" in text) == (200, True)
    assert ("audit." in text, "<svg role" in text) == (False, False)
    assert "تدقيق في المراتب" in client.get(f"/ar{EDITION}audit/").content.decode()


def test_an_index_in_which_nothing_can_vary_has_no_audit_and_says_so(client):
    document = framework().replace("    - {id: networks, weight: 1, name: {en: Networks, ar: الشبكات}}\n", "")
    released(document)
    assert "nothing that an audit could ask" in client.get(f"/en{EDITION}audit/").content.decode()
    answer = client.get(API)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-audited")


@pytest.mark.parametrize("suffix", ["html", "json", "xlsx"])
def test_a_file_that_there_is_not_says_why(client, suffix):
    released(framework(more=PARTLY))
    answer = client.get(f"/en{EDITION}audit.{suffix}")
    assert (answer.status_code, "would mislead" in answer.content.decode()) == (404, True)


# --- what is handed out -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_report_is_one_file_in_the_language_of_the_page(client, language):
    released(data=wide_data(20))
    answer = client.get(f"/{language}{EDITION}audit.html")
    text = answer.content.decode()
    assert text.startswith(f'<!doctype html>\n<html lang="{language}"')
    assert re.findall(r'<(?:script|link|img)\b|(?:src|href)="(?!#)', text) == []
    assert answer["Content-Disposition"] == 'attachment; filename="ready-2024-release-1-audit.html"'


def test_json_and_api_hold_the_same_and_workbook_all_its_sheets(client):
    released(data=wide_data(20))
    document = json.loads(client.get(f"/en{EDITION}audit.json").content)
    assert document == client.get(API, headers={"accept-language": "en"}).json()
    assert (document["index"], document["edition"], document["release"]) == ("ready", "2024", 1)
    assert document["robustness"]["assumptions"]["draws"] == 10_000
    assert len(document["robustness"]["units"]) == 20
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"/en{EDITION}audit.xlsx").content))
    assert book.sheet_names == [
        "findings",
        "indicators",
        "units",
        "pillars",
        "correlations",
        "weights",
        "elements",
        "ranks",
    ]


def test_sentences_of_the_data_name_countries_and_figures_their_codes(client):
    data = wide_data(20)
    data["skills"][3] = data["networks"][3] = 5.0
    scale = framework().replace("scale: [0, 1]", "scale: [0, 5]")
    released(scale, data)
    for language in ("en", "ar"):
        document = client.get(API, headers={"accept-language": language}).json()
        assert {u["unit"] for u in document["units"]} == set(data["country"])
        said = " ".join(f["sentence"] + " ".join(f["items"]) for f in document["findings"])
        assert re.search(r"\b[A-Z]{3}\b", said) is None


def test_the_api_gives_each_release_and_refuses_others(client):
    corrected()
    answers = [
        client.get(f"{API}{query}") for query in ("", "?release=1", "?release=2", "?release=3", "?release=0")
    ]
    assert [a.status_code for a in answers] == [200, 200, 200, 404, 422]
    assert [(a.json()["release"], len(a.json()["units"])) for a in answers[:3]] == [(2, 12), (1, 20), (2, 12)]


def test_results_have_intervals_at_the_root(client):
    release = released(data=wide_data(20))
    rows = client.get("/api/v1/indices/ready/editions/2024/results?limit=100").json()["items"]
    by_code = intervals_of(release, result_of(release).units).by_code
    assert {r["unit"]: (r["rank_low"], r["rank_high"], r["tier"]) for r in rows if r["node"] == "ready"} == {
        code: (i.rank_low, i.rank_high, i.tier) for code, i in by_code.items()
    }
    assert {r["rank_low"] for r in rows if r["node"] != "ready"} == {None}


# --- who may see it -----------------------------------------------------------------------------------------------


def test_the_audit_of_a_closed_index_leaves_no_trace(client):
    group = body("closed")
    released(data=SECRET, group=group, visibility="group")
    paths = [f"/{language}{EDITION}{path}" for language in ("en", "ar") for path in (
        "audit/", "audit.html", "audit.json", "audit.xlsx", "releases/1/audit/", "releases/1/audit.json",
    )]  # fmt: skip
    member = secretariat(group)
    client.force_login(member)
    seen = [client.get(path) for path in paths]
    assert {a.status_code for a in seen} == {200}
    assert "0.912" in seen[0].content.decode()
    assert client.get(API).json()["index"] == "ready"
    client.logout()
    nothing = client.get("/en/indices/none-such/2024/audit/").content.decode()
    for path in paths:
        answer = client.get(path)
        text = answer.content.decode()
        assert (path, answer.status_code) == (path, 404)
        assert re.search(r"0\.912|0\.887|Readiness|الجاهزية|Skills|المهارات", text) is None
    shape = re.compile(r"/indices/[\w-]+/")
    closed = client.get(f"/en{EDITION}audit/").content.decode()
    assert shape.sub("", closed) == shape.sub("", nothing)
    assert client.get(API).json() == client.get(API.replace("ready", "none-such")).json()
    assert client.get(f"{API}?release=1").status_code == 404


def test_a_closed_index_is_not_audited_for_one_who_may_not_see_it(client, monkeypatch):
    released(data=SECRET, group=body("closed"), visibility="group")
    monkeypatch.setattr(audits, "audit_of", None)
    assert client.get(f"/en{EDITION}audit/").status_code == 404
    assert client.get(API).status_code == 404


# --- what it costs ------------------------------------------------------------------------------------------------


def test_no_number_of_countries_or_releases_changes_the_number_of_queries(client):
    def queries(path):
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    released(data=wide_data(3))
    few = [queries(path) for path in (f"/en{EDITION}audit/", f"/en{EDITION}audit.json", API)]
    released(data=wide_data(60), correction={"en": "More.", "ar": "المزيد."})
    many = [queries(path) for path in (f"/en{EDITION}audit/", f"/en{EDITION}audit.json", API)]
    assert few == many


def test_no_framework_can_make_the_page_wait_for_its_draws(client):
    own = "uncertainty: {draws: 1000000, data: {share: 0.05}, weights: relative}"
    released(framework(more=own), wide_data(20))
    found = client.get(API).json()["robustness"]
    assert (found["assumptions"]["draws"], found["sensitivity"]["base"]) == (1_000, audits.SENSITIVITY_BASE)


def test_a_wide_index_is_computed_and_drawn_before_a_reader_gives_up():
    release = released(*wide_index(pillars=7, each=7, countries=51))
    result_of(release)
    start = time.process_time()
    found = audits.audit_of(release)
    page = audits.page_of(release, "ar")
    # in time of the processor, which a busy machine does not lengthen much: most of it goes into drawing
    assert (len(found.indicators), len(page.sections), time.process_time() - start < 6) == (49, 10, True)


def wide_index(pillars: int, each: int, countries: int) -> tuple[str, dict[str, list[object]]]:
    """A framework of so many pillars of so many indicators, with long names, and figures for it."""
    stream = np.random.default_rng(3)
    common = stream.normal(size=countries)
    codes = list(Country.objects.order_by("pk").values_list("pk", flat=True)[:countries])
    data: dict[str, list[object]] = {"country": codes}
    lines = []
    for pillar in range(pillars):
        ids = [f"i{pillar}{place}" for place in range(each)]
        data |= {name: list(map(float, common + stream.normal(size=countries))) for name in ids}
        named = [f"{{id: {name}, name: {{en: The share of households that have {name}}}}}" for name in ids]
        lines.append(f"    - {{id: p{pillar}, children: [{', '.join(named)}]}}")
    head = 'id: wide\nedition: "2024"\nname: {en: Wide}\npublisher: {name: {en: Secretariat}}\n'
    head += "columns: {unit: country}\ntree:\n  id: wide\n  children:\n"
    return head + "\n".join(lines) + "\nmethod: {normalise: {kind: minmax, range: [0, 100]}}\n", data


def test_the_audit_of_the_world_does_not_keep_a_reader_waiting():
    release = released(data=wide_data(193))
    result_of(release)
    start = time.process_time()
    found = audits.audit_of(release)
    assert (len(found.robustness.members), time.process_time() - start < 2) == (193, True)
