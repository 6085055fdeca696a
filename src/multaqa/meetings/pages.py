"""What the page of a meeting shows, put together and into words; a fixed number of queries whatever its length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from multaqa.core.access import reading, visible_to
from multaqa.core.printing import label, page_language
from multaqa.language.lists import join_list
from multaqa.language.text import in_language
from multaqa.meetings.access import allowed_actions
from multaqa.meetings.agendas import Change
from multaqa.meetings.fillings import filled
from multaqa.meetings.forms.agenda import ReleaseForm
from multaqa.meetings.models import PART_ACCESS, Item, Meeting, Minutes
from multaqa.meetings.queries.agenda import readers_agenda
from multaqa.meetings.queries.chair import askers_of, own_delegations, speakers_of
from multaqa.meetings.queries.decisions import decisions_of
from multaqa.meetings.queries.documents import document_lines, lines_by_place
from multaqa.meetings.queries.meetings import presidency

KINDS: dict[str, Promise] = {
    "added": _("added"),
    "removed": _("taken off"),
    "moved": _("moved"),
    "retimed": _("at another time"),
    "renamed": _("renamed"),
    "narrowed": _("narrowed"),
    "opened": _("opened"),
    "changed": _("changed"),
}
PURPOSES = dict(Item.Purpose.choices)
ACCESS_NAMES = dict(PART_ACCESS)


@dataclass(frozen=True)
class Fact:
    """One fact under the head of the page."""

    label: object
    value: str
    note: str = ""


@dataclass(frozen=True)
class SaidChange:
    """A change of the agenda in words."""

    word: object
    title: str


def meeting_page(actor: Any, meeting: Meeting) -> dict[str, Any]:
    """The context of a meeting's page for one reader."""
    with reading():
        can = allowed_actions(actor, meeting)
        editing = "agenda.edit" in can
        read = readers_agenda(actor, meeting, editing="meeting.run" in can)
        decisions = decisions_of(actor, meeting)
        documents = lines_by_place(document_lines(actor, meeting))
        president = presidency(actor, meeting)
        mine = own_delegations(actor, meeting)
        minutes = {
            one.session.key: one
            for one in visible_to(actor, Minutes).filter(session__meeting=meeting).select_related("session")
        }
        fillings = {item.filling for session in read.agenda for item in session.items if item.filling}
        lines = filled(actor, meeting, fillings) if fillings else {}
        speakers = speakers_of(actor, meeting) if "delegation.see" in can else {}
        askers = askers_of(actor, meeting) if mine and "speech.request" in can else {}
    return {
        "meeting": meeting,
        "can": can,
        "editing": editing,
        "agenda": read.agenda,
        "versions": [(one, said_changes(one.changes)) for one in read.versions],
        "pending": said_changes(read.pending) if editing else [],
        "decisions": decisions,
        "decisions_by_item": _by_item(decisions),
        "documents": documents,
        "own_documents": documents.get("", ()),
        "facts": _facts(meeting, president, read.versions[0].number if read.versions else 0, documents),
        "mine": mine,
        "minutes": minutes,
        "filled": lines,
        "speakers": speakers,
        "askers": askers,
        "purposes": PURPOSES,
        "access_names": ACCESS_NAMES,
        "release_form": ReleaseForm() if "agenda.release" in can else None,
    }


def said_changes(changes: Sequence[Change]) -> list[SaidChange]:
    """Changes of the agenda in the language of the page."""
    return [SaidChange(KINDS[one.kind], in_language(one.title, page_language())) for one in changes]


def said_days(meeting: Meeting) -> str:
    """The days of a meeting: 9 February 2014, or 9–10 February 2014."""
    first, last = meeting.starts_on, meeting.ends_on
    if first == last:
        text = date_format(first, "j F Y")
    elif (first.year, first.month) == (last.year, last.month):
        text = f"\u2068{first.day}–{last.day}\u2069 {date_format(first, 'F Y')}"
    else:
        text = f"{date_format(first, 'j F Y')} – {date_format(last, 'j F Y')}"
    return label(text, page_language())


def _facts(
    meeting: Meeting, president: Any, version: int, documents: dict[str, tuple[Any, ...]]
) -> list[Fact]:
    language = page_language()
    facts = [Fact(_("When"), said_days(meeting), meeting.time_zone)]
    place = in_language(meeting.place, language)
    if place or meeting.online:
        facts.append(
            Fact(
                _("Where"),
                place or str(_("Online")),
                str(_("and online")) if place and meeting.online else "",
            )
        )
    if president.chair:
        co_chairs = join_list([str(one) for one in president.co_chairs], language)
        note = str(_("with %(countries)s")) % {"countries": co_chairs} if co_chairs else ""
        facts.append(Fact(_("Chair"), str(president.chair), note))
    note = label(str(_("agenda, version %(number)s")) % {"number": version}, language) if version else ""
    facts.append(Fact(_("State"), str(meeting.get_state_display()), note))
    lines = [line for place_lines in documents.values() for line in place_lines]
    if lines:
        in_arabic = sum(any(file.language == "ar" for file in line.files) for line in lines)
        note = ngettext("%(n)s in Arabic", "%(n)s in Arabic", in_arabic) % {"n": in_arabic}
        facts.append(
            Fact(_("Documents"), label(len(lines), language), label(note, language) if in_arabic else "")
        )
    return facts


def _by_item(decisions: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for one in decisions:
        found.setdefault(one.item, []).append(one)
    return found
