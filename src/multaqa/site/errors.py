"""Error pages: what happened and what to do next, in the reader's language, with nothing of the inside."""

from __future__ import annotations

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _


def error_page(request: HttpRequest, status: int, text: str = "") -> HttpResponse:
    """The page of an error; an address of the API gets the same as JSON."""
    heading, default = words(status)
    if request.path.startswith("/api/"):
        return JsonResponse(
            {"code": CODES.get(status, "error"), "message": text or default, "where": None}, status=status
        )
    return render(
        request,
        "errors/error.html",
        {"status": status, "heading": heading, "text": text or default},
        status=status,
    )


CODES = {400: "bad-request", 403: "denied", 404: "not-found", 405: "method-not-allowed", 500: "server-error"}


def words(status: int) -> tuple[str, str]:
    return {
        405: (_("Not in this way"), _("This address answers other methods; the Allow header names them.")),
        400: (
            _("This request cannot be understood"),
            _("Something in the address or in the form is not as expected. Go back and try again."),
        ),
        403: (
            _("This is not open to you"),
            _("You may need to sign in, or to be given a role by the secretariat of the group."),
        ),
        404: (
            _("There is no page here"),
            _("The address may be mistyped, or what stood here has moved or is not open to you."),
        ),
    }.get(
        status,
        (_("Something went wrong here"), _("The fault is ours and has been noted. Try again in a moment.")),
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request for a host that is not ours must not draw addresses of ours: it gets the page without context."""
    if isinstance(exception, DisallowedHost) and not request.path.startswith("/api/"):
        return _bare_page(request, 400)
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(
        request,
        403,
        _(
            "The form was open too long or came from elsewhere. Go back, load the page anew and send it once more."
        ),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the database and without context: it must stand when those do not."""
    return _bare_page(request, 500)


def _bare_page(request: HttpRequest, status: int) -> HttpResponse:
    language = "ar" if request.path.startswith("/ar/") else (get_language() or settings.LANGUAGE_CODE)[:2]
    with override(language):
        heading, text = words(status)
        try:
            stylesheet = staticfiles_storage.url("site/multaqa.css")
        except ValueError:
            stylesheet = ""
        context = {
            "status": status,
            "language": language,
            "direction": "rtl" if language == "ar" else "ltr",
            "heading": heading,
            "text": text,
            "stylesheet": stylesheet,
            "home": f"/{language}/",
            "action": _("Home"),
        }
        page = render_to_string("errors/bare.html", context)
    return HttpResponse(page, status=status)
