"""The secretariat's page: every mistake in both languages, nothing half written, a preview before publishing."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from multaqa.core.models import AuditEntry
from multaqa.indices.models import Edition, Index, Release
from tests.indices.factories import body, framework, released
from tests.members.factories import coordinator, secretariat

pytestmark = pytest.mark.django_db
DATA = "country,skills,networks\nSAU,0.9,0.7\nARE,0.5,0.9\nOMN,0.1,0.3\n"
WRONG = {
    "unknown-key": framework(more="colour: green"),
    "duplicate-id": framework().replace("id: networks", "id: skills"),
    "weight-not-a-number": framework(weight="heavy"),
    "band-overlap": framework().replace("{id: low,", "{id: low, above: 0.7,"),
    "node-without-data": framework().replace("id: networks", "id: cables"),
}


def address(language: str = "en") -> str:
    with override(language):
        return reverse("indices:publish")


def send(client, document: str, data: str | bytes = DATA, language: str = "en", name: str = "data.csv"):
    content = data if isinstance(data, bytes) else data.encode()
    files = {
        "document": SimpleUploadedFile("framework.yaml", document.encode()),
        "table": SimpleUploadedFile(name, content),
    }
    return client.post(address(language), {"group": body().pk, "step": "check", **files})


@pytest.fixture
def keeper(client):
    client.force_login(secretariat(body()))
    return client


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("code", WRONG)
def test_each_mistake_gets_its_sentence_and_its_place_and_stores_nothing(keeper, code, language):
    response = send(keeper, WRONG[code], language=language)
    text = response.content.decode()
    assert response.status_code == 400
    assert f'<code class="code-mark">{code}</code>' in text
    sentence = re.search(r'id="problems".*?<li><span>(.*?)</span>', text, re.DOTALL)[1]
    assert bool(re.search(r"[\u0600-\u06ff]", sentence)) is (language == "ar")
    assert (
        Index.objects.count(),
        Edition.objects.count(),
        Release.objects.count(),
        AuditEntry.objects.filter(verb="indices.publish").count(),
    ) == (0, 0, 0, 0)


def test_a_cell_that_is_no_number_is_named_by_row_and_column(keeper):
    text = send(keeper, framework(), DATA.replace("0.5", "half")).content.decode()
    assert "not-a-number" in text
    assert "row 3" in text
    assert "skills" in text


@pytest.mark.parametrize("name", ["data.exe", "data"])
def test_a_file_of_an_unknown_kind_is_refused(keeper, name):
    response = send(keeper, framework(), name=name)
    assert (response.status_code, "unknown-format" in response.content.decode()) == (400, True)


def test_a_broken_workbook_and_binary_noise_are_refused(keeper):
    for name, content in (
        ("data.xlsx", b"PK\x03\x04 not a workbook"),
        ("data.csv", b"\xff\xfe\x00\xd8" * 9),
        ("data.parquet", b"PAR1"),
    ):
        assert send(keeper, framework(), content, name=name).status_code == 400


def test_a_file_over_the_limit_is_refused(keeper, settings):
    settings.UPLOAD_LIMIT_BYTES = 10
    assert "larger than" in send(keeper, framework()).content.decode()


def test_checking_shows_the_ranking_and_stores_nothing_until_it_is_confirmed(keeper):
    text = send(keeper, framework()).content.decode()
    assert Release.objects.count() == 0
    draft = re.search(r'name="draft" value="([^"]+)"', text)[1]
    response = keeper.post(address(), {"step": "publish", "draft": draft})
    assert response.headers["Location"] == "/en/indices/ready/2024/"
    assert list(Release.objects.values_list("edition__index__slug", "number", "published_by__name")) == [
        ("ready", 1, AuditEntry.objects.get(verb="indices.publish").actor_label)
    ]


def test_a_draft_of_somebody_else_or_of_yesterday_is_gone(keeper):
    response = keeper.post(address(), {"step": "publish", "draft": "guessed"})
    assert (response.status_code, Release.objects.count()) == (400, 0)


def test_a_correction_asks_for_its_reason_in_both_languages(keeper):
    released()
    draft = re.search(r'name="draft" value="([^"]+)"', send(keeper, framework()).content.decode())[1]
    assert (
        keeper.post(
            address(), {"step": "publish", "draft": draft, "correction_en": "typing error"}
        ).status_code
        == 400
    )
    reason = {"correction_en": "typing error", "correction_ar": "خطأ مطبعي"}
    keeper.post(address(), {"step": "publish", "draft": draft, **reason})
    assert dict(Release.objects.get(number=2).correction) == {"en": "typing error", "ar": "خطأ مطبعي"}


def test_visitors_are_asked_to_sign_in_and_others_are_refused(client):
    assert client.get(address()).status_code == 302
    client.force_login(coordinator(body()))
    assert client.get(address()).status_code == 403


def test_a_hostile_depth_of_brackets_is_a_file_that_cannot_be_read(keeper):
    response = send(keeper, framework(), "[" * 100_000, name="data.json")
    assert (response.status_code, "cannot-read" in response.content.decode()) == (400, True)


def test_the_page_names_the_file_and_not_where_it_was_kept(keeper):
    text = send(keeper, framework(), name="figures.exe").content.decode()
    assert "/tmp" not in text


def test_the_index_of_another_group_is_refused_at_the_check(keeper):
    released(group=body("others"))
    assert "index-of-another-group" in send(keeper, framework()).content.decode()
