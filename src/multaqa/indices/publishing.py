"""The page on which a secretariat publishes: check first, see the ranking, then confirm."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from multaqa.composite import CompositeError, Problem
from multaqa.composite.files import read_data
from multaqa.core.errors import MultaqaError
from multaqa.indices import pages
from multaqa.indices.actions import Draft, draft_release, publish_release, refuse_another_group
from multaqa.indices.forms import CheckForm, CorrectionForm
from multaqa.indices.models import Edition, Release
from multaqa.indices.results import columns_of
from multaqa.language.text import in_language
from multaqa.members.models import Country, Group

DRAFTS = "indices.drafts"
KEPT_DRAFTS = 3


@dataclass(frozen=True)
class Mistake:
    code: str
    message: str
    where: str


class PublishPage:
    """State of the page for one request: its forms, the mistakes found, the preview of what would be published."""

    def __init__(self, actor: Any, groups: QuerySet[Group], language: str) -> None:
        self.actor, self.groups, self.language = actor, groups, language
        self.form = CheckForm(groups)
        self.problems: list[Mistake] = []
        self.preview: dict[str, Any] | None = None

    def check(self, post: QueryDict, files: MultiValueDict[str, UploadedFile], session: Any) -> None:
        """Read and compute what was sent; keep it in the session as a draft when it is right."""
        self.form = CheckForm(self.groups, post, files)
        if not self.form.is_valid():
            self.problems = [
                Mistake("form", str(message), str(self.form.fields[name].label))
                for name, messages in self.form.errors.items()
                for message in messages
            ]
            return
        try:
            draft = _read(self.form.cleaned_data["document"], self.form.cleaned_data["table"])
            refuse_another_group(draft.framework.id, self.form.cleaned_data["group"])
        except CompositeError as error:
            self.problems = [_mistake(p, self.language) for p in error.problems]
        except MultaqaError as error:
            self.problems = [Mistake(error.code, str(error), "")]
        else:
            key = secrets.token_urlsafe(12)
            kept = dict(list(session.get(DRAFTS, {}).items())[-KEPT_DRAFTS + 1 :])
            session[DRAFTS] = kept | {
                key: {
                    "group": self.form.cleaned_data["group"].pk,
                    "document": draft.document,
                    "data": draft.data,
                }
            }
            self.preview = self._preview(draft, key, CorrectionForm())

    def publish(self, post: QueryDict, session: Any) -> Release | None:
        """Publish the kept draft; None, with the mistakes, where it cannot be."""
        kept = session.get(DRAFTS, {}).get(post.get("draft", ""))
        group = self.groups.filter(pk=kept["group"]).first() if kept else None
        if kept is None or group is None:
            self.problems = [
                Mistake("draft-gone", _("This draft is no longer kept. Check the files once more."), "")
            ]
            return None
        draft = draft_release(kept["document"], columns_of(kept["data"]))
        correction = CorrectionForm(post)
        corrects = self._corrects(draft)
        if corrects and not correction.is_valid():
            self.problems = [
                Mistake("correction-without-reason", _("Say in both languages what is corrected."), "")
            ]
            self.preview = self._preview(draft, post.get("draft", ""), correction)
            return None
        reason = (
            {"en": correction.cleaned_data["correction_en"], "ar": correction.cleaned_data["correction_ar"]}
            if corrects
            else None
        )
        try:
            release = publish_release(self.actor, group, draft, correction=reason)
        except MultaqaError as error:
            self.problems = [Mistake(error.code, str(error), "")]
            return None
        session[DRAFTS] = {
            key: value for key, value in session[DRAFTS].items() if key != post.get("draft", "")
        }
        return release

    def context(self) -> dict[str, Any]:
        return {"form": self.form, "problems": self.problems, "preview": self.preview}

    def _corrects(self, draft: Draft) -> bool:
        return Edition.objects.filter(
            index__slug=draft.framework.id, label=draft.framework.edition, releases__isnull=False
        ).exists()

    def _preview(self, draft: Draft, key: str, form: CorrectionForm) -> dict[str, Any]:
        framework, corrects = draft.framework, self._corrects(draft)
        name = f"{in_language(framework.name, self.language)} {framework.edition}"
        rows = _ranked_rows(draft, self.language)
        text = (
            _("This edition is published already; this release would correct it.")
            if corrects
            else _("This is what will be published.")
        )
        return {
            "title": name,
            "sentence": f"{text} {pages.country_count(len(rows), self.language)}.",
            "rows": rows,
            "decimals": framework.decimals,
            "draft": key,
            "corrects": corrects,
            "form": form,
        }


def _mistake(problem: Problem, language: str) -> Mistake:
    """A problem as the page shows it, with the file's own name instead of where it was kept for reading."""
    shown = replace(problem, file=Path(problem.file).name)
    return Mistake(shown.code, shown.message(language), shown.where(language))


def _ranked_rows(draft: Draft, language: str) -> Sequence[dict[str, Any]]:
    root, bands = draft.framework.tree.id, pages.band_names(draft.framework, language)
    names = dict(Country.objects.filter(pk__in=draft.result.units).values_list("pk", "name"))
    rows = [
        row
        for row in draft.result.long()
        if row.node == root and row.time == draft.time and row.rank is not None
    ]
    return [
        {
            "rank": int(row.rank or 0),
            "name": in_language(names[row.unit], language),
            "score": row.score,
            "band": bands.get(row.band or "", ""),
        }
        for row in sorted(rows, key=lambda row: (row.rank or 0, row.unit))
    ]


def _read(framework: UploadedFile, data: UploadedFile) -> Draft:
    """A draft from two uploaded files; the data pass through a private file, deleted at once."""
    try:
        document = framework.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise MultaqaError(_("The framework document is not text in UTF-8."), code="not-text") from None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"data{Path(data.name or '').suffix.lower()}"
        with path.open("wb") as copy:
            for chunk in data.chunks():
                copy.write(chunk)
        table = read_data(path)
    return draft_release(document, table, Path(framework.name or "framework.yaml").name)
