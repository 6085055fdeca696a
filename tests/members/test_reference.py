"""Countries and reference groups: there after every migration, right, and the same after a second load."""

import pytest

from multaqa.members.arabic import MASCULINE, is_masculine
from multaqa.members.models import Country, Group, Membership
from multaqa.members.reference import load_after_migration

pytestmark = pytest.mark.django_db


def names_of(code: str) -> dict[str, str]:
    return dict(Country.objects.get(pk=code).name)


def test_every_country_of_iso_3166_1_is_there() -> None:
    assert Country.objects.count() == 249


def test_names_come_in_three_languages() -> None:
    assert names_of("ARE") == {
        "en": "United Arab Emirates",
        "ar": "الإمارات العربية المتحدة",
        "fr": "Émirats arabes unis",
    }


def test_palestine_has_its_short_name() -> None:
    assert names_of("PSE") == {"en": "Palestine", "ar": "فلسطين", "fr": "Palestine"}


def test_every_country_has_a_name_in_every_language() -> None:
    assert {tuple(sorted(name)) for name in Country.objects.values_list("name", flat=True)} == {
        ("ar", "en", "fr")
    }


def test_the_reference_groups_have_their_members() -> None:
    counts = {group.slug: group.memberships.count() for group in Group.objects.filter(kind="reference")}
    assert counts == {"arab-states": 22, "escwa": 21, "oecd": 38}


def test_loading_again_changes_nothing() -> None:
    before = list(Country.objects.values()), list(Group.objects.values()), list(Membership.objects.values())
    load_after_migration()
    after = list(Country.objects.values()), list(Group.objects.values()), list(Membership.objects.values())
    assert after == before


def test_loading_before_the_tables_are_there_does_nothing() -> None:
    from django.apps.registry import Apps

    load_after_migration(apps=Apps())
    assert Country.objects.count() == 249


@pytest.mark.parametrize(
    ("code", "masculine"), [("JOR", True), ("MAR", True), ("TUN", False), ("ARE", False)]
)
def test_arabic_names_have_a_gender(code: str, masculine: bool) -> None:
    assert is_masculine(code) is masculine


def test_the_masculine_names_are_those_of_known_countries() -> None:
    assert Country.objects.filter(pk__in=MASCULINE).count() == len(MASCULINE)
