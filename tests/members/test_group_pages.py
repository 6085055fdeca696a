"""Founding a group and keeping its members and terms, on the pages."""

import pytest
from django.test import Client

from multaqa.members.models import Group
from tests.members.factories import GroupFactory, PersonFactory, administrator, coordinator, secretariat

pytestmark = pytest.mark.django_db
NEW = {"name_en": "New body", "name_ar": "هيئة جديدة", "slug": "new-body", "open_to": "members"}


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_administrator_founds_a_group_that_only_its_people_find(language: str) -> None:
    client = signed_in(administrator())
    assert client.get(f"/{language}/groups/new/").status_code == 200
    response = client.post(f"/{language}/groups/new/", NEW)
    group = Group.objects.get(slug="new-body")
    assert (response.status_code, response.url) == (302, f"/{language}/groups/new-body/")
    assert (group.name, group.access) == ({"en": "New body", "ar": "هيئة جديدة"}, "members")
    assert Client().get(f"/{language}/groups/new-body/").status_code == 404
    assert client.get(f"/{language}/groups/new-body/").status_code == 200


def test_an_address_is_given_once_and_said_at_its_field() -> None:
    GroupFactory(slug="new-body")
    response = signed_in(administrator()).post("/en/groups/new/", NEW)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["slug"]


def test_the_secretariat_adds_countries_and_begins_terms() -> None:
    group = GroupFactory()
    client = signed_in(secretariat(group))
    assert client.post(f"/en/groups/{group.slug}/members/", {"country": "OMN"}).status_code == 302
    again = client.post(f"/en/groups/{group.slug}/members/", {"country": "OMN"})
    term = {"role": "chair", "country": "OMN", "since": "2014-01-01"}
    assert client.post(f"/en/groups/{group.slug}/offices/", term).status_code == 302
    assert "already" in again.content.decode()
    assert list(group.memberships.values_list("country", flat=True)) == ["OMN"]
    assert list(group.offices.values_list("country", "role")) == [("OMN", "chair")]


def test_a_term_without_a_beginning_is_refused_at_its_field() -> None:
    group = GroupFactory()
    client = signed_in(secretariat(group))
    response = client.post(
        f"/en/groups/{group.slug}/offices/", {"role": "chair", "country": "OMN", "since": ""}
    )
    assert (response.status_code, list(response.context["office_form"].errors)) == (422, ["since"])
    assert not group.offices.exists()


def test_for_everybody_else_there_are_no_such_pages() -> None:
    group = GroupFactory()
    for person in (coordinator(group), secretariat(GroupFactory()), PersonFactory()):
        client = signed_in(person)
        answers = [
            client.get("/en/groups/new/").status_code,
            client.post("/en/groups/new/", NEW).status_code,
            client.post(f"/en/groups/{group.slug}/members/", {"country": "OMN"}).status_code,
            client.post(f"/en/groups/{group.slug}/offices/", {"country": "OMN"}).status_code,
        ]
        assert answers == [404, 404, 404, 404]
    assert "Add a member country" not in Client().get(f"/en/groups/{group.slug}/").content.decode()
    assert not group.memberships.exists()


def test_the_address_of_a_page_is_no_group_s() -> None:
    response = signed_in(administrator()).post("/en/groups/new/", NEW | {"slug": "new"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["slug"])
    assert not Group.objects.filter(slug="new").exists()
