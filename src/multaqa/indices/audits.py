"""The statistical audit of a release: what a reviewer asks of an index, and whether its ranks hold.

Computed by the library from the release's own framework and data, among all its countries, with the assumptions and
draws of `intervals`, so that page, ranking and downloads never disagree. A release never changes: each audit is computed
once and kept in memory, and so is what a page says of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from multaqa.composite import CompositeError, Result
from multaqa.composite.audit import Audit, audit
from multaqa.composite.files import to_json, write_sheets
from multaqa.composite.report.charts import use_fonts
from multaqa.composite.report.data import audit_sheets, audit_to_dict
from multaqa.composite.report.page import Page, audit_page, render_page
from multaqa.core.errors import MultaqaError
from multaqa.indices.frameworks import framework_of
from multaqa.indices.intervals import assumptions_of
from multaqa.indices.models import Release
from multaqa.indices.results import result_of
from multaqa.language.numbers import Digits
from multaqa.language.text import in_language
from multaqa.members.models import Country

SENSITIVITY_BASE = 500
"""Base draws of the sensitivity indices, half of what the library takes by itself: a reader waits for the page. Each is
scored once more for every uncertain input, and twice besides."""

CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The files in which an audit is handed out, by suffix."""


class NotAudited(MultaqaError):
    """A release without an audit, and why. To the API and to downloads it is as if there were no such file."""

    code = "not-audited"
    status = 404
    message = gettext_lazy("This release has no audit.")


def audit_of(release: Release) -> Audit:
    """The audit of a release. Raises NotAudited where nobody is ranked, or nothing could be otherwise."""
    if framework_of(release).coverage:
        raise NotAudited(
            _(
                "The data hold only a part of the countries, so nobody is ranked, and an audit of the ranks would mislead."
            )
        )
    found = _audited(result_of(release))
    if found is None:
        raise NotAudited(
            _("Nothing in this index can be varied, so there is nothing that an audit could ask.")
        )
    return found


def page_of(release: Release, language: str) -> Page:
    """What the report says of a release, with its charts drawn. Raises NotAudited."""
    found = audit_of(release)
    names = tuple(sorted(unit_names(found, language).items()))
    return _page(found, language, names, cast(Digits, settings.ARABIC_DIGITS))


def file_of(release: Release, suffix: str, language: str) -> bytes:
    """The audit as a file: ``html`` (one self-contained report), ``json`` or ``xlsx``. Raises NotAudited."""
    if suffix == "html":
        return render_page(page_of(release, language))
    if suffix == "json":
        return to_json(document_of(release, language))
    found = audit_of(release)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "audit.xlsx"
        write_sheets(audit_sheets(found, language, unit_names(found, language)), path)
        return path.read_bytes()


def document_of(release: Release, language: str) -> dict[str, Any]:
    """The audit as plain data, with the release that it is of: what the API answers. Raises NotAudited."""
    found = audit_of(release)
    edition = release.edition
    return {
        "index": edition.index.slug,
        "edition": edition.label,
        "release": release.number,
        **audit_to_dict(found, language, unit_names(found, language)),
    }


def unit_names(found: Audit, language: str) -> Mapping[str, str]:
    """The names of the countries of an audit by their code, in one query."""
    rows = Country.objects.filter(pk__in=found.result.units).values_list("pk", "name")
    return {code: in_language(name, language) for code, name in rows}


# `result_of` gives one and the same object for a release, so that it can be a key by its identity
@lru_cache(maxsize=32)
def _audited(result: Result) -> Audit | None:
    framework = result.framework
    try:
        return audit(result, assumptions_of(framework), time=framework.edition, base=SENSITIVITY_BASE)
    except CompositeError:
        # an index of one indicator, or whose countries have weights of their own, leaves nothing to vary
        return None


@lru_cache(maxsize=32)
def _page(found: Audit, language: str, names: tuple[tuple[str, str], ...], digits: Digits) -> Page:
    _measure_with_our_fonts()
    return audit_page(found, language, unit_names=dict(names), digits=digits)


@cache
def _measure_with_our_fonts() -> None:
    """Room for labels is measured in the type in which the page sets them, where the built assets hold it."""
    regular = finders.find("vendor/ttf/IBMPlexSans-Regular.ttf")
    if regular:
        use_fonts(Path(regular).parent)
