"""What every API route shares: pages of a list, entity tags, one shape of error."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Annotated, Any, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Field, NinjaAPI, Query, Schema
from ninja.errors import HttpError, ValidationError

from multaqa.core.errors import MultaqaError

T = TypeVar("T")


class ErrorOut(Schema):
    """The one shape of an error: a stable code, a sentence in the request's language, and where."""

    code: str
    message: str
    where: str | None = None


class Paging(Schema):
    """A window on a list."""

    limit: int = Field(
        100,
        ge=1,
        le=settings.API_PAGE_LIMIT_ROWS,
        description=gettext_noop("How many rows to return at most."),
    )
    offset: int = Field(0, ge=0, le=10_000_000, description=gettext_noop("How many rows to pass over."))


Page = Annotated[Paging, Query()]


def window(rows: Sequence[T], page: Paging) -> dict[str, Any]:
    """The rows of a page, with the count of all rows."""
    return {
        "count": len(rows),
        "limit": page.limit,
        "offset": page.offset,
        "items": list(rows[page.offset : page.offset + page.limit]),
    }


def tag(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give a successful answer its entity tag and say that it may be kept but must be checked."""
    if response.status_code == 200 and request.method in ("GET", "HEAD"):
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["Cache-Control"] = (
            "public, max-age=0, must-revalidate" if not request.user.is_authenticated else "private, no-cache"
        )
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def answer_errors(api: NinjaAPI) -> None:
    """Make every refusal of ``api`` the one shape."""

    def reply(
        request: HttpRequest, status: int, code: str, message: str, where: str | None = None
    ) -> HttpResponse:
        return api.create_response(request, {"code": code, "message": message, "where": where}, status=status)

    @api.exception_handler(MultaqaError)
    def refused(request: HttpRequest, error: MultaqaError) -> HttpResponse:
        return reply(request, error.status, error.code, str(error))

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return reply(
            request, 404, "not-found", _("There is nothing at this address, or it is not open to you.")
        )

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        first = error.errors[0]
        where = ".".join(str(part) for part in first["loc"])
        return reply(
            request,
            422,
            "invalid-parameter",
            _("A parameter is not as expected: %(reason)s.") % {"reason": first["msg"]},
            where,
        )

    @api.exception_handler(HttpError)
    def http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return reply(
            request,
            error.status_code,
            "bad-request",
            _("The request cannot be understood: %(reason)s") % {"reason": str(error)},
        )
