"""Everything that changes an index: planning an edition, publishing a release, correcting one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

import multaqa
from multaqa.composite import Framework, Result, parse_framework, score
from multaqa.composite.cells import number_or_none
from multaqa.composite.publisher import PublishedFigure, published_figures
from multaqa.composite.uncertainty import robustness
from multaqa.core.actions import act, snapshot
from multaqa.core.errors import Invalid
from multaqa.indices.access import may_publish
from multaqa.indices.models import Edition, Figure, Index, Release
from multaqa.indices.results import canonical_data
from multaqa.members.models import Country, Group

INDEX_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")
EDITION_LABEL = re.compile(r"[0-9]{4}[0-9A-Za-z-]{0,16}")
RESERVED = frozenset({"publish"})
TRIAL_DRAWS = 10


@dataclass(frozen=True)
class Draft:
    """A checked publication: nothing is stored yet. ``data`` is canonical, so that it computes to ``result`` again."""

    framework: Framework
    document: str
    data: str
    result: Result
    time: str
    figures: Mapping[tuple[str, str], PublishedFigure]


def draft_release(document: str, data: Any, name: str = "framework.yaml") -> Draft:
    """Check a framework document and its data, and compute.

    Raises FrameworkError or DataError with every mistake, and Invalid for countries that ISO 3166-1 does not know
    or data without the edition's own year.
    """
    framework = parse_framework(document, name)
    _refuse_unpublishable(framework)
    result = score(framework, data)
    if framework.uncertainty is not None:
        # assumptions that cannot be carried out are refused here, not met by a reader
        robustness(result, framework.uncertainty.model_copy(update={"draws": TRIAL_DRAWS}))
    time = framework.edition
    if time not in result.times:
        raise Invalid(
            _("The data hold no rows for the edition %(edition)s. They hold: %(times)s.")
            % {"edition": time, "times": ", ".join(result.times)},
            code="edition-not-in-data",
        )
    unknown = sorted(set(result.units) - set(Country.objects.values_list("pk", flat=True)))
    if unknown:
        raise Invalid(
            _("Not an ISO 3166-1 alpha-3 code of a country: %(codes)s.")
            % {"codes": ", ".join(code[:20] for code in unknown[:20])},
            code="unknown-country",
        )
    figures = published_figures(framework, data)
    extra = {
        column: {
            unit: value
            for (unit, at), figure in figures.items()
            if at == time and (value := getattr(figure, kind)) is not None
        }
        for kind, column in (
            ("score", framework.published.score),
            ("rank", framework.published.rank),
            ("world_rank", framework.published.world_rank),
        )
        if column is not None and any(getattr(figure, kind) is not None for figure in figures.values())
    }
    canonical = canonical_data(framework, result, time, extra)
    return Draft(framework, document, canonical, result, time, figures)


def _refuse_unpublishable(framework: Framework) -> None:
    """Refuse what the library can compute but the platform cannot address, keep or print."""
    if not INDEX_ID.fullmatch(framework.id) or framework.id in RESERVED:
        raise Invalid(
            _(
                "The id “%(id)s” cannot stand in an address. Use up to 60 small Latin letters, digits and hyphens, "
                "beginning with a letter; “publish” is taken."
            )
            % {"id": framework.id[:60]},
            code="id-not-addressable",
        )
    if not EDITION_LABEL.fullmatch(framework.edition):
        raise Invalid(
            _(
                "The edition “%(label)s” cannot stand in an address. Begin with the year, such as 2024; letters, "
                "digits and hyphens may follow, 20 characters in all."
            )
            % {"label": framework.edition[:40]},
            code="edition-not-addressable",
        )
    if framework.method.rank.ties == "average":
        raise Invalid(
            _(
                "Ranks that are averages of tied places are not published here. Choose min, max or dense for ties."
            ),
            code="average-ranks",
        )
    overlong = [n.id for n in framework.nodes if len(n.id) > 80] + [
        b.id for b in framework.bands if len(b.id) > 40
    ]
    if overlong:
        raise Invalid(
            _("The id “%(id)s” is too long: 80 characters for an element, 40 for a band.")
            % {"id": overlong[0][:40]},
            code="id-too-long",
        )


def publish_release(
    actor: Any,
    group: Group,
    draft: Draft,
    *,
    comparison: Group | None = None,
    correction: Mapping[str, str] | None = None,
) -> Release:
    """Store a checked draft as an immutable release: the first of its edition, or a correction that says what it corrects.

    Raises Denied, and Invalid for a correction without its reason or for an index that another group measures.
    """
    framework = draft.framework
    index = Index.objects.filter(slug=framework.id).select_related("group").first()
    with act(actor, "indices.publish", may=may_publish(actor, index.group if index else group)) as entry:
        refuse_another_group(framework.id, group)
        index = index or _create_index(framework, group, comparison)
        edition, _created = Edition.objects.get_or_create(
            index=index, label=framework.edition, defaults={"year": year_of(framework.edition)}
        )
        last = edition.releases.select_for_update().order_by("-number").first()
        if last is not None and not any((correction or {}).values()):
            raise Invalid(
                _("This edition is published already. A correction must say what it corrects."),
                code="correction-without-reason",
            )
        release = Release.objects.create(
            edition=edition,
            number=1 + (edition.releases.aggregate(n=Max("number"))["n"] or 0),
            published_at=timezone.now(),
            published_by=actor if actor.pk else None,
            framework=draft.document,
            framework_hash=framework.digest,
            data=draft.data,
            data_hash=hashlib.sha256(draft.data.encode()).hexdigest(),
            software=f"multaqa {multaqa.__version__}",
            corrects=last,
            correction=dict(correction or {}) if last else {},
        )
        Figure.objects.bulk_create(_figures(release, draft), batch_size=500)
        entry.record(
            release,
            before=snapshot(last, "framework", "data") if last else None,
            after=snapshot(release, "framework", "data"),
        )
    return release


def refuse_another_group(id: str, group: Group) -> None:
    """Refuse to publish an index that another group measures."""
    if Index.objects.filter(slug=id).exclude(group=group).exists():
        raise Invalid(
            _("The index “%(id)s” belongs to another group.") % {"id": id}, code="index-of-another-group"
        )


def shorten_name(actor: Any, index: Index, short_name: Mapping[str, str]) -> Index:
    """Give an index the short name that lists use."""
    with act(actor, "indices.shorten_name", may=may_publish(actor, index.group)) as entry:
        before = snapshot(index)
        index.short_name = dict(short_name)
        index.save()
        entry.record(index, before=before, after=snapshot(index))
    return index


def plan_edition(
    actor: Any, index: Index, label: str, expected_on: date | None, *, is_example: bool = False
) -> Edition:
    """Announce an edition before it has figures."""
    with act(actor, "indices.plan_edition", may=may_publish(actor, index.group)) as entry:
        edition = Edition.objects.create(
            index=index, label=label, year=year_of(label), expected_on=expected_on, is_example=is_example
        )
        entry.record(edition, before=None, after=snapshot(edition))
    return edition


def year_of(label: str) -> int:
    """The year in an edition's label; Invalid where it does not begin with one."""
    if not label[:4].isdecimal():
        raise Invalid(
            _("An edition is known by its year, such as 2024; “%(label)s” does not begin with one.")
            % {"label": label[:20]},
            code="edition-without-year",
        )
    return int(label[:4])


def _create_index(framework: Framework, group: Group, comparison: Group | None) -> Index:
    publisher = framework.publisher.name if framework.publisher else group.name
    return Index.objects.create(
        slug=framework.id,
        name=framework.name,
        publisher=publisher,
        group=group,
        comparison=comparison,
        visibility=Index.Visibility.PUBLIC,
    )


def _figures(release: Release, draft: Draft) -> list[Figure]:
    root = draft.framework.tree.id
    result = draft.result
    on = result.decided[result.times.index(draft.time)]
    decided = {
        (unit, node): number_or_none(on[u, n])
        for u, unit in enumerate(result.units)
        for n, node in enumerate(result.nodes)
    }
    figures = []
    for row in result.long():
        if row.time != draft.time:
            continue
        printed = draft.figures.get((row.unit, row.time)) if row.node == root else None
        figures.append(
            Figure(
                release=release,
                country_id=row.unit,
                node=row.node,
                score=row.score,
                decided=decided[row.unit, row.node],
                rank=None if draft.framework.coverage else row.rank,
                band=row.band or "",
                status=row.status,
                publisher_score=printed.score if printed else None,
                publisher_rank=(printed.world_rank or printed.rank) if printed else None,
            )
        )
    return figures
