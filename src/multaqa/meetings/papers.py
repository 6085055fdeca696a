"""The printed papers of a meeting: agenda, decisions, participants; each as one reader may see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from multaqa.core import pdf
from multaqa.core.printing import label, moment, printed
from multaqa.language.text import in_language
from multaqa.meetings.agendas import Agenda, AgendaItem, AgendaSession
from multaqa.meetings.models import OPEN, Meeting
from multaqa.meetings.pages import ACCESS_NAMES, PURPOSES, meeting_page, said_days
from multaqa.meetings.queries.decisions import DecisionLine
from multaqa.meetings.queries.delegations import members_by_delegation
from multaqa.meetings.queries.documents import DocumentLine


def agenda_paper(actor: Any, meeting: Meeting, language: str) -> pdf.Paper:
    """The agenda in its version for the reader."""
    page = meeting_page(actor, meeting)
    blocks = [*agenda_blocks(page, language), *document_blocks(page, language)]
    return paper(meeting, language, _("Agenda"), page["facts"], blocks)


def decisions_paper(actor: Any, meeting: Meeting, language: str) -> pdf.Paper:
    """The adopted decisions that the reader sees."""
    page = meeting_page(actor, meeting)
    adopted = [one for one in page["decisions"] if one.number]
    return paper(meeting, language, _("Decisions"), (), decision_blocks(adopted, language))


def participants_paper(actor: Any, meeting: Meeting, language: str) -> pdf.Paper:
    """The list of participants, by delegation, countries first, and in each its head first."""
    head = (_("Delegation"), _("Name"), _("Function"), _("Role"))
    cells = [
        (str(delegation), one.name, in_language(one.title, language), str(one.get_role_display()))
        for delegation, people in members_by_delegation(actor, meeting)
        for one in people
    ]
    count = printed(len(cells), 0, language)
    said = ngettext("%(n)s person is registered.", "%(n)s people are registered.", len(cells)) % {"n": count}
    blocks: list[pdf.Block] = [pdf.Paragraph(said, soft=True)]
    if cells:
        blocks.append(pdf.Table(head, cells))
    return paper(meeting, language, _("List of participants"), (), blocks)


def agenda_blocks(page: dict[str, Any], language: str) -> list[pdf.Block]:
    """The sessions and items of the agenda, for a paper."""
    agenda: Agenda = page["agenda"]
    blocks: list[pdf.Block] = []
    for session in agenda:
        blocks.append(pdf.Heading(in_language(session.title, language)))
        blocks.append(pdf.Paragraph(_when(session, page["meeting"], language), soft=True))
        blocks += _listed(page["documents"].get(session.key, ()), language)
        entries = [_entry(item, session, page["documents"], language) for item in session.items]
        if entries:
            blocks.append(pdf.Agenda(entries))
    return blocks or [pdf.Paragraph(_("No agenda has been released yet."), soft=True)]


def document_blocks(page: dict[str, Any], language: str) -> list[pdf.Block]:
    """The documents of the meeting as a whole; those of sessions and items stand on the agenda."""
    listed = _listed(page["own_documents"], language)
    return [pdf.Heading(_("Documents")), *listed] if listed else []


def decision_blocks(decisions: Sequence[DecisionLine], language: str) -> list[pdf.Block]:
    """Decisions with their number, text and manner, for a paper."""
    blocks: list[pdf.Block] = []
    for one in decisions:
        number = label(one.number, language)
        blocks.append(pdf.Heading(_("Decision %(number)s") % {"number": number}))
        blocks.append(pdf.Paragraph(in_language(one.text, language)))
        blocks.append(pdf.Paragraph(one.manner, soft=True))
        if one.is_example:
            blocks.append(pdf.Note(_("An example made for the demonstration.")))
    return blocks or [pdf.Paragraph(_("No decision has been adopted."), soft=True)]


def _entry(
    item: AgendaItem, session: AgendaSession, documents: dict[str, tuple[DocumentLine, ...]], language: str
) -> pdf.AgendaEntry:
    lines = [in_language(text, language) for text in (item.presenters, item.summary) if text]
    lines += [_said(line, language) for line in documents.get(item.key, ())]
    narrowed = next((part.access for part in (item, session) if part.access != OPEN), None)
    purpose = str(PURPOSES[item.purpose])
    return pdf.AgendaEntry(
        time=label(f"{item.begins.astimezone(session.zone):%H:%M}", language) if item.begins else "",
        title=f"{label(item.number, language)}. {in_language(item.title, language)}",
        tag=f"{purpose} · {ACCESS_NAMES[narrowed]}" if narrowed else purpose,
        lines=lines,
        closed=narrowed is not None,
    )


def _listed(documents: Sequence[DocumentLine], language: str) -> list[pdf.Block]:
    return [pdf.List([_said(line, language) for line in documents])] if documents else []


def _said(document: DocumentLine, language: str) -> str:
    return f"{document.symbol}  {in_language(document.title, language)}"


def _when(session: AgendaSession, meeting: Meeting, language: str) -> str:
    zone = ZoneInfo(session.time_zone)
    first, last = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    parts = [date_format(first, "l j F Y", use_l10n=False), f"{first:%H:%M}–{last:%H:%M}"]
    if session.time_zone != meeting.time_zone:
        parts.append(session.time_zone)
    if session.room:
        parts.append(in_language(session.room, language))
    return label(" · ".join(parts), language)


def paper(
    meeting: Meeting, language: str, kind: str, facts: Sequence[Any], blocks: Sequence[pdf.Block]
) -> pdf.Paper:
    """A paper of a meeting: its name, group, days and place at the head, when it was printed at the foot."""
    place = in_language(meeting.place, language)
    group = in_language(meeting.series.group.name, language)
    with timezone.override(meeting.zone):
        now = moment(timezone.now(), language)
    return pdf.Paper(
        language=language,
        title=in_language(meeting.name, language),
        kicker=" · ".join(part for part in (group, said_days(meeting), place) if part),
        subtitle=kind,
        facts=[pdf.Fact(str(fact.label), fact.value, fact.note) for fact in facts],
        blocks=blocks,
        footer=_("Multaqa · printed on %(moment)s") % {"moment": now},
    )
