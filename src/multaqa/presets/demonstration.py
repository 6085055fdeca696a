"""The demonstration: two bodies, two indices and their published figures, as of the meetings of 9 February 2014."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from multaqa.composite.files import read_data
from multaqa.core.access import SYSTEM
from multaqa.indices.actions import draft_release, plan_edition, publish_release, shorten_name
from multaqa.indices.models import Index, Release
from multaqa.language.text import Text
from multaqa.meetings.models import Meeting
from multaqa.members import actions as members
from multaqa.members.models import Country, Group, Office
from multaqa.members.reference import REFERENCE_GROUPS
from multaqa.presets import find_preset
from multaqa.presets.meetings import load_meetings

MET_ON = date(2014, 2, 9)


@dataclass(frozen=True)
class Body:
    """A group that meets: its members by code, and which countries preside."""

    slug: str
    name: Text
    summary: Text
    members: frozenset[str]
    chair: str = ""
    co_chairs: Sequence[str] = ()


ARAB_STATES = next(group.members for group in REFERENCE_GROUPS if group.slug == "arab-states")
BODIES = (
    Body(
        "open-government",
        {
            "en": "Working group on open and innovative government",
            "ar": "فريق العمل المعني بالحكومة المنفتحة والمبتكرة",
            "fr": "Groupe de travail sur le gouvernement ouvert et innovant",
        },
        {
            "en": "Governments of the Middle East and North Africa and of OECD countries: they assess progress, review good practice and work on policy for open data.",
            "ar": "حكومات من الشرق الأوسط وشمال أفريقيا ومن بلدان منظمة التعاون الاقتصادي والتنمية، تقيّم التقدم المحرز وتستعرض الممارسات الجيدة وتعمل على سياسات البيانات المفتوحة.",
        },
        ARAB_STATES | {"KOR", "ITA"},
        chair="ARE",
        co_chairs=("KOR", "ITA"),
    ),
    Body(
        "arab-egovernment-directors",
        {
            "en": "Arab e-government programme directors",
            "ar": "مديرو برامج الحكومة الإلكترونية في الدول العربية",
            "fr": "Directeurs des programmes arabes d’administration électronique",
        },
        {
            "en": "Convened by UN ESCWA; they launched an index of the maturity of electronic and mobile government services.",
            "ar": "يجتمعون بدعوة من الإسكوا، وقد أطلقوا مؤشراً لنضوج الخدمات الحكومية الإلكترونية والنقالة.",
        },
        ARAB_STATES,
    ),
)
# preset, group that follows it, country group on which its pages open
EDITIONS = (
    ("egdi/2014", "open-government", "arab-states"),
    ("egdi/2024", "open-government", "arab-states"),
    ("gems/2020", "arab-egovernment-directors", "arab-states"),
    ("gems/2022", "arab-egovernment-directors", "arab-states"),
    ("gems/2023", "arab-egovernment-directors", "arab-states"),
    ("gems/2024", "arab-egovernment-directors", "arab-states"),
)
SHORT_NAMES: dict[str, Text] = {
    "egdi": {"en": "EGDI", "ar": "تطور الحكومة الإلكترونية"},
    "gems": {"en": "GEMS", "ar": "نضوج الخدمات"},
}


def is_loaded() -> bool:
    """Whether the demonstration stands in this database."""
    return Group.objects.filter(slug=BODIES[0].slug).exists()


@transaction.atomic
def load_demonstration() -> None:
    """Store the demonstration through the ordinary actions, as the platform itself; all of it or nothing.

    Where it stands already, nothing happens.
    """
    if not is_loaded():
        _load_bodies()
    if not Meeting.objects.exists():
        load_meetings()


def _load_bodies() -> None:
    bodies = {body.slug: _found(body) for body in BODIES}
    for preset, body, comparison in EDITIONS:
        publish_preset(preset, bodies[body], Group.objects.get(slug=comparison))
    for slug, name in SHORT_NAMES.items():
        shorten_name(SYSTEM, Index.objects.get(slug=slug), name)
    plan_edition(SYSTEM, Index.objects.get(slug="gems"), "2026", date(2027, 3, 1), is_example=True)


def publish_preset(preset: str, group: Group, comparison: Group) -> Release:
    """Publish a preset's own figures as the first release of its edition."""
    document, data = find_preset(preset), find_preset(preset, ".csv")
    if document is None or data is None:
        raise LookupError(f"there is no preset {preset!r}")
    draft = draft_release(document.read_text("utf-8"), read_data(data), document.name)
    return publish_release(SYSTEM, group, draft, comparison=comparison)


def _found(body: Body) -> Group:
    group = members.create_group(
        SYSTEM, slug=body.slug, name=body.name, summary=body.summary, open_to=Group.Access.PUBLIC
    )
    countries = Country.objects.in_bulk(body.members)
    for code in sorted(body.members):
        members.add_member(SYSTEM, group, countries[code])
    for code, role in (
        (body.chair, Office.Role.CHAIR),
        *((code, Office.Role.CO_CHAIR) for code in body.co_chairs),
    ):
        if code:
            members.appoint(SYSTEM, group, countries[code], role, since=MET_ON)
    return group
