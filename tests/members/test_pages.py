"""Pages of people and groups, in both languages; nobody reads there what is not theirs."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from multaqa.members import actions
from multaqa.members.models import Group, Invitation, Office, Person, Role, is_open
from tests.members.factories import (
    PASSWORD,
    GroupFactory,
    OrganisationFactory,
    PersonFactory,
    administrator,
    coordinator,
    secretariat,
)

pytestmark = pytest.mark.django_db
OFFER = {"email": "guest@example.org", "kind": "coordinator", "country": "TUN", "language": "ar"}


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def invited(group: Group, email: str = "guest@example.org") -> tuple[Invitation, str]:
    """An open invitation and the path of its link."""
    invitation = actions.invite_person(
        secretariat(group), group, email=email, kind="reviewer", country=None, language="en", site="https://x"
    )
    return invitation, "/en/invitations/" + mail.outbox[-1].body.split("/invitations/")[1].split()[0]


def queries_of(client: Client, path: str, count) -> int:
    with count(1000, exact=False) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


# ── a group ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def working_group() -> Group:
    group = GroupFactory(
        slug="open-government",
        name={"en": "Working group on open government", "ar": "فريق العمل المعني بالحكومة المنفتحة"},
        summary={"en": "It assesses progress.", "ar": "يقيّم التقدم المحرز."},
    )
    for code in ("TUN", "ARE", "JOR"):
        group.memberships.create(country_id=code)
    for code, role, since, until in (
        ("JOR", "chair", "2010-01-01", "2014-01-01"),
        ("ARE", "chair", "2014-01-01", None),
        ("KOR", "co_chair", "2014-01-01", None),
    ):
        Office.objects.create(group=group, country_id=code, role=role, since=since, until=until)
    return group


def test_a_group_shows_its_chair_co_chairs_and_earlier_terms(client: Client, working_group: Group) -> None:
    response = client.get("/en/groups/open-government/")
    page = response.context["page"]
    terms = (
        page.chair.country_id,
        [o.country_id for o in page.co_chairs],
        [o.country_id for o in page.other_terms],
    )
    assert terms == ("ARE", ["KOR"], ["JOR"])
    assert "since 1 January 2014" in response.content.decode()
    assert "from 1 January 2010 to 1 January 2014" in response.content.decode()


@pytest.mark.parametrize(
    ("language", "members"),
    [("en", ["JOR", "TUN", "ARE"]), ("ar", ["JOR", "ARE", "TUN"])],
)
def test_members_stand_in_the_alphabetical_order_of_the_language(
    client: Client, working_group: Group, language: str, members: list[str]
) -> None:
    page = client.get(f"/{language}/groups/open-government/").context["page"]
    assert [membership.country_id for membership in page.members] == members


def test_a_group_is_read_in_arabic(client: Client, working_group: Group) -> None:
    text = client.get("/ar/groups/open-government/").content.decode()
    assert 'dir="rtl"' in text
    assert "فريق العمل المعني بالحكومة المنفتحة" in text
    assert "الإمارات العربية المتحدة" in text


def test_a_group_without_members_says_so(client: Client) -> None:
    assert "No members yet" in client.get(GroupFactory().get_absolute_url()).content.decode()


def test_an_unknown_group_is_not_found(client: Client) -> None:
    assert client.get("/en/groups/nowhere/").status_code == 404


def test_a_group_takes_the_same_number_of_queries_for_few_and_many_members(
    client: Client, django_assert_max_num_queries
) -> None:
    few = queries_of(client, GroupFactory().get_absolute_url(), django_assert_max_num_queries)
    many = queries_of(client, "/en/groups/oecd/", django_assert_max_num_queries)
    assert few == many


# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_visitors_are_asked_to_sign_in_and_learn_nothing() -> None:
    coordinator(GroupFactory(), name="Secret Name")
    response = Client().get("/en/people/")
    assert (response.status_code, response.url) == (302, "/en/accounts/login/?next=/en/people/")


def test_for_a_coordinator_there_is_no_page_of_people() -> None:
    group = GroupFactory()
    hidden = secretariat(group, name="Secret Name")
    response = signed_in(coordinator(group)).get("/en/people/")
    assert (response.status_code, hidden.name in response.content.decode()) == (404, False)


def test_a_secretariat_sees_its_own_people_and_no_others() -> None:
    group, other = GroupFactory(), GroupFactory()
    coordinator(group, name="Known Person", organisation=OrganisationFactory())
    coordinator(other, name="Hidden Person")
    invited(other, "hidden@example.org")
    invited(group, "known@example.org")
    text = signed_in(secretariat(group)).get("/en/people/").content.decode()
    found = {
        word: word in text for word in ("Known Person", "known@", "Hidden Person", "hidden@", str(other.name))
    }
    assert found == {
        "Known Person": True,
        "known@": True,
        "Hidden Person": False,
        "hidden@": False,
        str(other.name): False,
    }


def test_an_administrator_sees_the_people_of_every_group() -> None:
    people = [coordinator(GroupFactory()) for _ in range(3)]
    text = signed_in(administrator()).get("/en/people/").content.decode()
    assert [person.name in text for person in people] == [True, True, True]


def test_an_invitation_is_sent_from_the_page() -> None:
    group = GroupFactory()
    response = signed_in(secretariat(group)).post("/en/people/", OFFER | {"group": group.pk}, follow=True)
    assert "An invitation was sent to guest@example.org." in response.content.decode()
    assert (Invitation.objects.get().group, mail.outbox[0].to) == (group, ["guest@example.org"])


def test_a_mistake_stands_beside_its_field_and_nothing_is_sent() -> None:
    group = GroupFactory()
    client = signed_in(secretariat(group))
    response = client.post("/en/people/", OFFER | {"group": group.pk, "country": "", "email": "guest"})
    assert (response.status_code, response.context["form"].errors) == (
        422,
        {
            "email": ["Enter a valid email address."],
            "country": ["This role is held for a country; choose one."],
        },
    )
    assert (Invitation.objects.count(), mail.outbox) == (0, [])


def test_a_refusal_of_the_action_is_shown_on_the_form() -> None:
    group = GroupFactory()
    held = coordinator(group, "TUN")
    client = signed_in(secretariat(group))
    response = client.post("/en/people/", OFFER | {"group": group.pk, "email": held.email})
    assert response.context["form"].non_field_errors() == ["This person holds this role already."]


def test_nobody_is_invited_into_another_ones_group() -> None:
    group, other = GroupFactory(), GroupFactory()
    response = signed_in(secretariat(group)).post("/en/people/", OFFER | {"group": other.pk})
    assert (response.status_code, Invitation.objects.count()) == (422, 0)


def test_a_role_is_ended_from_the_page() -> None:
    group = GroupFactory()
    role = coordinator(group).roles.get()
    response = signed_in(secretariat(group)).post(f"/en/people/roles/{role.pk}/end/")
    assert (response.url, list(Role.objects.current().filter(pk=role.pk))) == ("/en/people/", [])


def test_one_who_lays_down_ones_own_role_lands_on_ones_account() -> None:
    person = coordinator(GroupFactory())
    response = signed_in(person).post(f"/en/people/roles/{person.roles.get().pk}/end/")
    assert (response.url, Role.objects.current().count()) == ("/en/me/", 0)


def test_roles_and_invitations_of_another_group_cannot_be_touched_or_told_apart() -> None:
    group, other = GroupFactory(), GroupFactory()
    role, (invitation, _) = coordinator(other).roles.get(), invited(other)
    client = signed_in(secretariat(group))
    answers = [
        client.post(path).status_code
        for path in (
            f"/en/people/roles/{role.pk}/end/",
            "/en/people/roles/999999/end/",
            f"/en/people/invitations/{invitation.pk}/withdraw/",
            "/en/people/invitations/999999/withdraw/",
        )
    ]
    assert answers == [404, 404, 404, 404]
    assert (
        Role.objects.current().filter(pk=role.pk).count(),
        Invitation.objects.filter(is_open()).count(),
    ) == (1, 1)


def test_an_invitation_is_withdrawn_from_the_page() -> None:
    group = GroupFactory()
    invitation, link = invited(group)
    response = signed_in(secretariat(group)).post(f"/en/people/invitations/{invitation.pk}/withdraw/")
    assert (response.url, Client().get(link).status_code) == ("/en/people/", 404)


def test_the_page_of_people_takes_the_same_number_of_queries_for_few_and_many(
    django_assert_max_num_queries,
) -> None:
    client = signed_in(administrator())
    coordinator(GroupFactory())
    few = queries_of(client, "/en/people/", django_assert_max_num_queries)
    for _ in range(3):
        group = GroupFactory()
        invited(group, f"{group.slug}@example.org")
        for code in ("TUN", "JOR", "ARE"):
            coordinator(group, code, organisation=OrganisationFactory())
    assert queries_of(client, "/en/people/", django_assert_max_num_queries) == few


def test_the_page_of_people_is_read_in_arabic() -> None:
    group = GroupFactory()
    response = signed_in(secretariat(group)).get("/ar/people/")
    countries = [name for _, name in response.context["form"].fields["country"].choices]
    assert (
        countries.index("الأردن") < countries.index("تونس"),
        str(group.name) in response.content.decode(),
    ) == (
        True,
        False,
    )
    assert group.name["ar"] in response.content.decode()


# ── an invitation ───────────────────────────────────────────────────────────────────────────────────────────


def test_an_invited_person_opens_an_account_and_is_signed_in() -> None:
    group = GroupFactory()
    _, link = invited(group)
    client = Client()
    assert "guest@example.org" in client.get(link).content.decode()
    response = client.post(link, {"name": "Guest", "password": PASSWORD, "again": PASSWORD}, follow=True)
    assert f"Welcome to {group.name['en']}." in response.content.decode()
    assert response.context["user"].roles.get().group == group


def test_two_different_passwords_and_a_weak_one_are_named() -> None:
    _, link = invited(GroupFactory())
    different = Client().post(link, {"name": "Guest", "password": PASSWORD, "again": "another"})
    weak = Client().post(link, {"name": "Guest", "password": "1234", "again": "1234"})
    assert (different.status_code, different.context["form"].errors) == (
        422,
        {"again": ["The two passwords are not the same."]},
    )
    assert (
        weak.status_code,
        list(weak.context["form"].errors),
        len(weak.context["form"].errors["password"]),
    ) == (
        422,
        ["password"],
        3,
    )
    assert not Person.objects.filter(email="guest@example.org").exists()


def test_used_expired_withdrawn_and_guessed_links_give_one_and_the_same_page_without_a_name() -> None:
    group = GroupFactory()
    used, expired = invited(group, "used@example.org"), invited(group, "expired@example.org")
    Client().post(used[1], {"name": "Guest", "password": PASSWORD, "again": PASSWORD})
    Invitation.objects.filter(pk=expired[0].pk).update(expires_at=timezone.now())
    guessed = "/en/invitations/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/"
    by_hash = f"/en/invitations/{invited(group, 'open@example.org')[0].token_hash}/"
    answers = [Client().get(link) for link in (used[1], expired[1], guessed, by_hash)]
    assert [answer.status_code for answer in answers] == [404] * 4
    texts = [answer.content.decode() for answer in answers]
    assert [
        word for word in ("example.org", group.name["en"], "Guest") for text in texts if word in text
    ] == []
    assert ["This invitation cannot be used" in text for text in texts] == [True] * 4


def test_the_owner_of_the_invited_address_accepts_with_one_button() -> None:
    group, guest = GroupFactory(), PersonFactory(email="guest@example.org")
    _, link = invited(group)
    client = signed_in(guest)
    assert "The role will be added to your account." in client.get(link).content.decode()
    client.post(link)
    assert guest.roles.get().group == group


def test_another_person_with_the_link_is_sent_to_sign_in_and_reads_no_address() -> None:
    PersonFactory(email="guest@example.org")
    _, link = invited(GroupFactory())
    for client in (Client(), signed_in(PersonFactory())):
        texts = [client.get(link).content.decode(), client.post(link).content.decode()]
        assert ["guest@example.org" in text for text in texts] == [False, False]
        assert ["Sign in to accept" in text for text in texts] == [True, True]
    assert Invitation.objects.filter(is_open()).count() == 1


def test_an_invitation_is_read_in_arabic() -> None:
    group = GroupFactory()
    _, link = invited(group)
    assert group.name["ar"] in Client().get(link.replace("/en/", "/ar/")).content.decode()


# ── one's own account ───────────────────────────────────────────────────────────────────────────────────────


def test_ones_account_shows_ones_roles() -> None:
    group = GroupFactory()
    response = signed_in(coordinator(group)).get("/en/me/")
    assert [role.group for role in response.context["roles"]] == [group]
    assert group.name["en"] in response.content.decode()


def test_somebody_without_a_role_is_told_how_to_get_one() -> None:
    assert "You hold no role at present." in signed_in(PersonFactory()).get("/en/me/").content.decode()


def test_an_administrators_role_is_for_the_whole_platform() -> None:
    text = signed_in(administrator()).get("/en/me/").content.decode()
    assert ("the whole platform" in text, "/en/people/" in text) == (True, False)


def test_a_changed_language_shows_at_once() -> None:
    person = PersonFactory()
    response = signed_in(person).post("/en/me/", {"name": "Layla", "language": "ar"})
    person.refresh_from_db()
    assert (response.url, person.name, person.language) == ("/ar/me/", "Layla", "ar")


def test_an_empty_name_is_refused_and_the_old_one_stays() -> None:
    person = PersonFactory(name="Layla")
    response = signed_in(person).post("/en/me/", {"name": "", "language": "en"})
    person.refresh_from_db()
    assert (response.status_code, list(response.context["form"].errors), person.name) == (
        422,
        ["name"],
        "Layla",
    )


def test_ones_account_takes_the_same_number_of_queries_for_few_and_many_roles(
    django_assert_max_num_queries,
) -> None:
    person = coordinator(GroupFactory())
    few = queries_of(signed_in(person), "/en/me/", django_assert_max_num_queries)
    for code in ("TUN", "ARE", "OMN"):
        Role.objects.create(person=person, kind="delegate", group=GroupFactory(), country_id=code)
    assert queries_of(signed_in(person), "/en/me/", django_assert_max_num_queries) == few


def test_visitors_have_no_account_page(client: Client) -> None:
    assert client.get("/en/me/").url == "/en/accounts/login/?next=/en/me/"
