"""The kinds of documents that are accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Kind:
    """One accepted kind of document: its suffix without the dot, its media type, what people call it."""

    suffix: str
    content_type: str
    label: Promise


_OOXML: Final = "application/vnd.openxmlformats-officedocument"
ODF: Final = "application/vnd.oasis.opendocument"


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        kind.suffix: kind
        for kind in (
            Kind("pdf", "application/pdf", gettext_lazy("PDF")),
            Kind("docx", f"{_OOXML}.wordprocessingml.document", gettext_lazy("Word document")),
            Kind("xlsx", f"{_OOXML}.spreadsheetml.sheet", gettext_lazy("Excel workbook")),
            Kind("pptx", f"{_OOXML}.presentationml.presentation", gettext_lazy("PowerPoint presentation")),
            Kind("odt", f"{ODF}.text", gettext_lazy("OpenDocument text")),
            Kind("ods", f"{ODF}.spreadsheet", gettext_lazy("OpenDocument spreadsheet")),
            Kind("odp", f"{ODF}.presentation", gettext_lazy("OpenDocument presentation")),
            Kind("csv", "text/csv", gettext_lazy("CSV table")),
            Kind("txt", "text/plain", gettext_lazy("Plain text")),
            Kind("png", "image/png", gettext_lazy("PNG picture")),
            Kind("jpg", "image/jpeg", gettext_lazy("JPEG picture")),
        )
    }
)
ALIASES: Final = {"jpeg": "jpg"}
