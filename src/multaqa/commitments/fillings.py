"""What the agenda item "follow-up of earlier decisions" fills itself with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from multaqa.commitments.timelines import follow_up
from multaqa.core.printing import label, page_language
from multaqa.language.text import in_language
from multaqa.meetings.fillings import Line, fills
from multaqa.meetings.models import Item, Meeting


@fills(Item.Filling.FOLLOW_UP)
def earlier_decisions(actor: Any, meeting: Meeting) -> Sequence[Line]:
    """Each earlier decision that the reader sees, then its commitments with how far they have come."""
    language = page_language()
    lines: list[Line] = []
    for decision in follow_up(actor, meeting):
        number = label(decision.number, language)
        lines.append(
            Line(
                text=in_language(decision.text, language),
                address=reverse("meetings:decision", kwargs={"key": decision.key}),
                state=_("Decision %(number)s") % {"number": number},
            )
        )
        for followed in decision.commitments:
            one = followed.line
            title = in_language(one.title, language)
            country = in_language(one.country_name, language) if one.country_name else ""
            lines.append(
                Line(
                    text=f"{country}: {title}" if country else title,
                    address=reverse("commitments:commitment", kwargs={"key": one.key}),
                    state=str(one.status_label),
                    is_late=one.is_late,
                )
            )
    return lines
