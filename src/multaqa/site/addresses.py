"""Addresses that keep the page's filters: a table is downloaded as it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from multaqa.core.exports import Format


def download_links(
    request: HttpRequest, view: str, kwargs: Mapping[str, Any], formats: Iterable[Format]
) -> list[tuple[Any, str]]:
    """(label, address) for every format, each with the query of the page."""
    query = request.GET.urlencode()
    return [
        (f.label, reverse(view, kwargs={**kwargs, "suffix": f.suffix}) + (f"?{query}" if query else ""))
        for f in formats
    ]
