"""Frameworks, data and releases for the tests, published through the same actions as everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from multaqa.core.access import SYSTEM
from multaqa.indices.actions import draft_release, publish_release
from multaqa.indices.models import Index, Release
from multaqa.members.models import Country, Group

FRAMEWORK = """
id: {id}
edition: "{edition}"
name: {{en: Readiness, ar: الجاهزية}}
publisher: {{name: {{en: The secretariat, ar: الأمانة}}}}
columns: {{unit: country}}
scale: [0, 1]
tree:
  id: ready
  children:
    - {{id: skills, weight: {weight}, name: {{en: Skills, ar: المهارات}}}}
    - {{id: networks, weight: 1, name: {{en: Networks, ar: الشبكات}}}}
method: {{round: {{decimals: 3}}}}
bands:
  - {{id: high, above: 0.5, name: {{en: High, ar: مرتفع}}}}
  - {{id: low, name: {{en: Low, ar: منخفض}}}}
{more}
"""
THREE = {"country": ["SAU", "ARE", "OMN"], "skills": [0.9, 0.5, 0.1], "networks": [0.7, 0.9, 0.3]}


def framework(id: str = "ready", edition: str = "2024", weight: object = 1, more: str = "") -> str:
    return FRAMEWORK.format(id=id, edition=edition, weight=weight, more=more)


def body(slug: str = "directors") -> Group:
    return Group.objects.get_or_create(slug=slug, defaults={"name": {"en": slug}, "access": "public"})[0]


def released(
    document: str | None = None,
    data: Mapping[str, Sequence[Any]] | None = None,
    *,
    group: Group | None = None,
    correction: Mapping[str, str] | None = None,
    visibility: str = Index.Visibility.PUBLIC,
) -> Release:
    """A release; three countries and two elements unless said otherwise."""
    draft = draft_release(document or framework(), data or THREE)
    release = publish_release(SYSTEM, group or body(), draft, correction=correction)
    Index.objects.filter(pk=release.edition.index_id).update(visibility=visibility)
    return release


def wide_data(countries: int) -> dict[str, list[Any]]:
    """Figures for that many countries."""
    codes = list(Country.objects.order_by("pk").values_list("pk", flat=True)[:countries])
    return {
        "country": codes,
        "skills": [i / countries for i in range(countries)],
        "networks": [(countries - i / 2) / countries for i in range(countries)],
    }
