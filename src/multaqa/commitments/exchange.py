"""Commitments out to a spreadsheet and in again, through the same checks as the form: all rows or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from multaqa.commitments import actions
from multaqa.commitments.actions import TEXTS
from multaqa.commitments.columns import COLUMNS, READ, SHEET, Row, read_rows
from multaqa.commitments.forms import CommitmentFields
from multaqa.commitments.models import Commitment
from multaqa.commitments.queries import Filters, commitment_rows
from multaqa.core.access import visible_to
from multaqa.core.errors import Conflict, MultaqaError
from multaqa.core.exports import Sheet, Value
from multaqa.core.fields import MultilingualText
from multaqa.core.forms import LANGUAGES
from multaqa.core.printing import page_language
from multaqa.language.text import in_language
from multaqa.meetings.models import Decision
from multaqa.members.models import Country


@dataclass(frozen=True)
class Mistake:
    """Something wrong with a file: the row as a spreadsheet counts it (none: the whole file), the column, a sentence."""

    row: int | None
    column: str
    sentence: str
    code: str


@dataclass(frozen=True)
class Imported:
    """What an import did. With any mistake nothing was stored."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    mistakes: tuple[Mistake, ...] = ()


class _Undone(Exception):
    """Ends the transaction of an import that had mistakes."""


def export(actor: Any, filters: Filters) -> Sheet:
    """The commitments of a list as a table; edited, it can be imported. The keys are what an import goes by."""
    language = page_language()
    rows = [_exported(row, language) for row in commitment_rows(actor, filters)]
    notes = {
        "title": _("Commitments"),
        "import": _("Rows with a key change a draft, rows without one add one."),
    }
    return Sheet(SHEET, COLUMNS, rows, notes)


def import_commitments(actor: Any, file: Any) -> Imported:
    """Read a table (CSV, XLSX) of drafts: rows with a key change one, rows without add one.

    Every mistake is collected with its place. With any nothing is stored; otherwise everything is, in one transaction.
    """
    rows, wrong = read_rows(file, page_language())
    mistakes = [Mistake(*one) for one in wrong]
    counts = {"created": 0, "changed": 0, "unchanged": 0}
    try:
        with transaction.atomic():
            for row in rows:
                if done := _stored(actor, row, mistakes):
                    counts[done] += 1
            if mistakes:
                raise _Undone
    except _Undone:
        in_order = sorted(mistakes, key=lambda one: one.row or 0)
        return Imported(mistakes=tuple(in_order))
    return Imported(counts["created"], counts["changed"], counts["unchanged"])


def _exported(row: Any, language: str) -> list[Value]:
    meeting = row.decision.item.session.meeting
    values: dict[str, Value] = {
        "key": row.key,
        "version": row.version,
        "decision": row.decision.key,
        "decision_number": row.decision.number,
        "meeting": in_language(meeting.name, language),
        "group": meeting.series.group.slug,
        "country": row.country_id or "",
        "country_name": in_language(row.country.name, language) if row.country else "",
        "theme": row.theme,
        "due_on": row.due_on.isoformat(),
        "state": row.state,
        "status": row.current,
        "assessed": row.found or "",
        "late": row.late,
    }
    values |= {f"{name}_{code}": getattr(row, name).get(code, "") for name in TEXTS for code in LANGUAGES}
    return [values[column] for column in COLUMNS]


def _stored(actor: Any, row: Row, mistakes: list[Mistake]) -> str | None:
    """Store one row and say what that was; None where something is wrong with it, which goes to the mistakes."""

    def wrong(column: str, sentence: object, code: str) -> None:
        mistakes.append(Mistake(row.number, column, str(sentence), code))

    form = CommitmentFields(dict(row.values))
    for name, errors in form.errors.as_data().items():
        for error in errors:
            wrong(_column(name), " ".join(error.messages), error.code or "invalid")
    target = _target(actor, row, wrong)
    if target is None or form.errors:
        return None
    try:
        with transaction.atomic():
            return _saved(actor, row, form.cleaned_data, target)
    except ValidationError as error:
        places = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: [error]}
        for name, errors in places.items():
            for one in errors:
                wrong(_column(name), " ".join(one.messages), one.code or "invalid")
    except MultaqaError as refusal:
        wrong("version" if isinstance(refusal, Conflict) else "", refusal, refusal.code)
    return None


@dataclass(frozen=True)
class _Target:
    """What a row is about: a commitment that stands, or a decision and a country (None: the whole group)."""

    commitment: Commitment | None
    decision: Decision
    country: Country | None


def _target(actor: Any, row: Row, wrong: Any) -> _Target | None:
    """The commitment, or the decision and the country, that a row names; None where it names none that is found."""
    key, code = row.values.get("key", ""), row.values.get("country", "").upper()
    decision = visible_to(actor, Decision).filter(key=row.values.get("decision", "")).first()
    country = Country.objects.filter(pk=code).first() if code else None
    if code and country is None:
        wrong("country", _("“%(code)s” is no country. Enter its code of three letters, such as JOR.") % {"code": code}, "country-unknown")  # fmt: skip
    if not key:
        if decision is None:
            wrong("decision", _("No decision has this key. Copy it from the page of the decision."), "decision-unknown")  # fmt: skip
        known = decision is not None and (country is not None or not code)
        return _Target(None, decision, country) if decision and known else None
    stored = visible_to(actor, Commitment).filter(key=key).first()
    if stored is None:
        wrong("key", _("No commitment has this key. Leave it empty to add one."), "commitment-unknown")
        return None
    moved = [
        column
        for column, now in (("decision", stored.decision.key), ("country", stored.country_id or ""))
        if column in row.values and row.values[column].upper() != now.upper()
    ]
    for column in moved:
        wrong(column, _("A commitment keeps its decision and its country. Add another one instead."), "moved")
    return None if moved else _Target(stored, stored.decision, stored.country)


def _saved(actor: Any, row: Row, values: Mapping[str, Any], target: _Target) -> str:
    if target.commitment is None:
        countries = [target.country] if target.country else None
        actions.draft_commitments(actor, target.decision, countries=countries, **values)
        return "created"
    stored = target.commitment
    # A column that the file does not have leaves what stands.
    sent = {name: value for name, value in values.items() if name not in TEXTS} | {
        name: _merged(getattr(stored, name), name, row) for name in TEXTS
    }
    if all(getattr(stored, name) == value for name, value in sent.items()):
        return "unchanged"
    if stored.state != Commitment.State.DRAFT:
        raise ValidationError({"key": ValidationError(_("Only drafts can be changed by a file."), code="not-a-draft")})  # fmt: skip
    version = row.values.get("version", "").removesuffix(".0")
    if not version.isdecimal():
        raise ValidationError({"version": ValidationError(_("Enter the version from which you started."), code="version-needed")})  # fmt: skip
    actions.edit_commitment(actor, stored, int(version), **sent)
    return "changed"


def _merged(stored: Mapping[str, str], name: str, row: Row) -> MultilingualText:
    texts = dict(stored) | {
        code: row.values[f"{name}_{code}"].strip() for code in LANGUAGES if f"{name}_{code}" in row.values
    }
    return MultilingualText({code: text for code, text in texts.items() if text})


def _column(name: str) -> str:
    """The column at which a mistake is shown: of a text its first language that is read."""
    if name == NON_FIELD_ERRORS:
        return ""
    return name if name in READ else f"{name}_{LANGUAGES[0]}"
