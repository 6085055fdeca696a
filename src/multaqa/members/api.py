"""Countries and groups over HTTP."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema

from multaqa.core.access import visible_to
from multaqa.core.api import ErrorOut, Page, window
from multaqa.members.models import Country, Group, Membership

router = Router(tags=["members"])


class CountryOut(Schema):
    code: str
    alpha2: str
    name: dict[str, str]


class CountriesOut(Schema):
    count: int
    limit: int
    offset: int
    items: list[CountryOut]


@router.get(
    "/countries",
    response={200: CountriesOut, 404: ErrorOut, 422: ErrorOut},
    summary=gettext_noop("Countries by ISO 3166-1 code, with names"),
)
def countries(
    request: HttpRequest,
    page: Page,
    group: str = Query(
        "", max_length=60, description=gettext_noop("Only members of this group, such as arab-states.")
    ),
) -> Any:
    rows = visible_to(request.user, Country).order_by("pk")
    if group:
        found = visible_to(request.user, Group).filter(slug=group).first()
        if found is None:
            raise Http404
        rows = rows.filter(pk__in=Membership.objects.current().filter(group=found).values("country"))
    return window([{"code": c.pk, "alpha2": c.alpha2, "name": dict(c.name)} for c in rows], page)


@router.get(
    "/countries/{code}",
    response={200: CountryOut, 404: ErrorOut, 422: ErrorOut},
    summary=gettext_noop("One country"),
)
def country(request: HttpRequest, code: str) -> Any:
    found = visible_to(request.user, Country).filter(pk=code).first() if "\x00" not in code else None
    if found is None:
        raise Http404
    return {"code": found.pk, "alpha2": found.alpha2, "name": dict(found.name)}
