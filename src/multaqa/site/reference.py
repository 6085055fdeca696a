"""The API described for people, written from its own OpenAPI document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from multaqa.site.api import api


@dataclass(frozen=True)
class Parameter:
    name: str
    text: str


@dataclass(frozen=True)
class Operation:
    id: str
    verb: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]


def operations(language: str) -> list[Operation]:
    """Every operation of the API with its parameters, in the order of the document."""
    found = []
    for path, item in api.get_openapi_schema()["paths"].items():
        for verb, operation in item.items():
            found.append(
                Operation(
                    id=operation["operationId"],
                    verb=verb.upper(),
                    path=path,
                    summary=_(operation["summary"]),
                    parameters=tuple(_parameter(p) for p in operation.get("parameters", ())),
                )
            )
    return found


def _parameter(parameter: dict[str, Any]) -> Parameter:
    schema = parameter["schema"]
    words = parameter.get("description") or schema.get("description")
    parts = (
        [_(words)]
        if words
        else [
            {
                "index": _("The id of the index."),
                "edition": _("The label of the edition."),
                "country": _("ISO 3166-1 alpha-3 code."),
                "code": _("ISO 3166-1 alpha-3 code."),
            }.get(parameter["name"], "")
        ]
    )
    if schema.get("default") not in (None, "", []):
        parts.append(_("Default: %(value)s.") % {"value": schema["default"]})
    return Parameter(parameter["name"], " ".join(filter(None, parts)))
