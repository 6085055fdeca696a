"""Reference data that every installation has: the countries of ISO 3166-1 and three groups to compare by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from babel import Locale
from django.apps.registry import Apps
from django.apps.registry import apps as installed_apps
from django.db import transaction

from multaqa.language import Text

LANGUAGES = ("en", "ar", "fr")

# CLDR's short form. Babel carries only the long one, which official lists of the region do not use.
SHORT_NAMES: dict[str, Text] = {"PSE": {"en": "Palestine", "ar": "فلسطين", "fr": "Palestine"}}


@dataclass(frozen=True)
class ReferenceGroup:
    """A country group with its members' alpha-3 codes."""

    slug: str
    name: Text
    summary: Text
    members: frozenset[str]


def _codes(line: str) -> frozenset[str]:
    return frozenset(line.split())


_ARAB_LEAGUE = _codes(
    "ARE BHR COM DJI DZA EGY IRQ JOR KWT LBN LBY MAR MRT OMN PSE QAT SAU SDN SOM SYR TUN YEM"
)
_OECD = _codes(
    "AUS AUT BEL CAN CHE CHL COL CRI CZE DEU DNK ESP EST FIN FRA GBR GRC HUN IRL "
    "ISL ISR ITA JPN KOR LTU LUX LVA MEX NLD NOR NZL POL PRT SVK SVN SWE TUR USA"
)

REFERENCE_GROUPS = (
    ReferenceGroup(
        "arab-states",
        {"en": "Arab States", "ar": "الدول العربية", "fr": "États arabes"},
        {
            "en": "Members of the League of Arab States",
            "ar": "الدول الأعضاء في جامعة الدول العربية",
            "fr": "Membres de la Ligue des États arabes",
        },
        _ARAB_LEAGUE,
    ),
    ReferenceGroup(
        "escwa",
        {"en": "ESCWA member States", "ar": "الدول الأعضاء في الإسكوا", "fr": "États membres de la CESAO"},
        {
            "en": "Members of the United Nations Economic and Social Commission for Western Asia",
            "ar": "الدول الأعضاء في لجنة الأمم المتحدة الاقتصادية والاجتماعية لغربي آسيا",
            "fr": "Membres de la Commission économique et sociale des Nations Unies pour l’Asie occidentale",
        },
        _ARAB_LEAGUE - {"COM"},
    ),
    ReferenceGroup(
        "oecd",
        {"en": "OECD countries", "ar": "بلدان منظمة التعاون الاقتصادي والتنمية", "fr": "Pays de l’OCDE"},
        {
            "en": "Members of the Organisation for Economic Co-operation and Development",
            "ar": "البلدان الأعضاء في منظمة التعاون الاقتصادي والتنمية",
            "fr": "Membres de l’Organisation de coopération et de développement économiques",
        },
        _OECD,
    ),
)


def load_after_migration(using: str = "default", apps: Apps = installed_apps, **_: Any) -> None:
    """Bring the reference data up to date after `migrate`; does nothing while the room's tables are not there."""
    try:
        apps.get_model("members", "Membership")
    except LookupError:
        return
    with transaction.atomic(using=using):
        load_countries(using, apps)
        load_groups(using, apps)


def load_countries(using: str = "default", apps: Apps = installed_apps) -> None:
    """Store every country of ISO 3166-1 with its current names. Run again, it changes nothing."""
    country = apps.get_model("members", "Country")
    country._default_manager.using(using).bulk_create(
        [country(code=code, alpha2=alpha2, name=name) for code, alpha2, name in countries()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["alpha2", "name"],
    )


def load_groups(using: str = "default", apps: Apps = installed_apps) -> None:
    """Store the reference groups, and add members that are missing. Run again, it changes nothing."""
    group_model, membership = apps.get_model("members", "Group"), apps.get_model("members", "Membership")
    for group in REFERENCE_GROUPS:
        row, _created = group_model._default_manager.using(using).update_or_create(
            slug=group.slug,
            defaults={"name": group.name, "summary": group.summary, "kind": "reference", "access": "public"},
        )
        memberships = membership._default_manager.using(using)
        known = set(memberships.filter(group=row).values_list("country_id", flat=True))
        memberships.bulk_create(
            [membership(group=row, country_id=code) for code in sorted(group.members - known)],
        )


def countries() -> Iterable[tuple[str, str, Text]]:
    """Alpha-3 code, alpha-2 code and names of every country: codes from ISO 3166-1, names from CLDR."""
    # pycountry reads its tables on import; only this function needs them.
    from pycountry import countries as iso_3166_1

    names = {language: Locale.parse(language).territories for language in LANGUAGES}
    for country in iso_3166_1:
        cldr = {language: names[language][country.alpha_2] for language in LANGUAGES}
        yield country.alpha_3, country.alpha_2, SHORT_NAMES.get(country.alpha_3, cldr)
