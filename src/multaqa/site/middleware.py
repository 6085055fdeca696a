"""Errors that a person can act on become a page (or a piece of one) with their sentence, never a trace."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from multaqa.core.errors import MultaqaError
from multaqa.site.errors import error_page


class ErrorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.path.startswith("/api/"):
            allowed = response.headers.get("Allow", "")
            response = error_page(request, 405)
            response["Allow"] = allowed
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return error_page(request, error.status, str(error)) if isinstance(error, MultaqaError) else None
