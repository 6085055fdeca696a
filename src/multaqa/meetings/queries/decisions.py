"""Decisions as readers find them: the list of a meeting, one with what delegations reserved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from multaqa.core.access import visible_to
from multaqa.core.printing import page_language
from multaqa.meetings.models import Decision, Meeting, Reservation
from multaqa.meetings.queries.documents import language_name


@dataclass(frozen=True)
class DecisionLine:
    """A decision on a list. A draft has no number and no time of adoption."""

    key: str
    item: str
    """Key of the agenda item."""
    number: str
    text: Mapping[str, str]
    manner: str
    """In words, in the language of the page; empty for a draft."""
    adopted_at: datetime | None
    is_example: bool


@dataclass(frozen=True)
class LanguageText:
    """A text in one language: its code, its name in the language of the page, its paragraphs."""

    language: str
    name: str
    paragraphs: tuple[str, ...]


def decisions_of(actor: Any, meeting: Meeting) -> tuple[DecisionLine, ...]:
    """The decisions of a meeting that the actor sees, in the order of the agenda. One query."""
    return tuple(
        DecisionLine(
            key=decision.key,
            item=decision.item.key,
            number=decision.number,
            text=decision.text,
            manner=str(decision.get_manner_display()) if decision.manner else "",
            adopted_at=decision.adopted_at,
            is_example=decision.is_example,
        )
        for decision in decision_rows(actor, meeting)
    )


def decision_rows(actor: Any, meeting: Meeting) -> QuerySet[Decision]:
    """The stored decisions of a meeting that the actor sees, with their items, in the order of the agenda."""
    rows = visible_to(actor, Decision).filter(item__session__meeting=meeting).select_related("item")
    return rows.order_by("item__session__starts_at", "item__session_id", "item__position", "created_at", "pk")


def reservations_of(actor: Any, decision: Decision) -> tuple[Reservation, ...]:
    """What delegations reserved on a decision that the actor sees, with country or organisation. One query."""
    rows = visible_to(actor, Reservation).filter(decision=decision)
    return tuple(rows.select_related("delegation__country", "delegation__organisation"))


def texts_in(text: Mapping[str, str]) -> tuple[LanguageText, ...]:
    """The text in each language that it stands in: the language of the page first, then English, Arabic, others."""
    page = page_language()
    codes = dict.fromkeys((page, *(code for code, _name in settings.LANGUAGES), *text))
    return tuple(
        LanguageText(code, language_name(code), _paragraphs(text[code]))
        for code in codes
        if text.get(code, "").strip()
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
