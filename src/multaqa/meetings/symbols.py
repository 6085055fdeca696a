"""The symbols of documents: the next free one, in a series that leaves no gap for anybody."""

from __future__ import annotations

from django.utils import timezone

from multaqa.meetings.models import Access, Document, Meeting


def next_symbol(meeting: Meeting, *, restricted: bool = False) -> str:
    """The next free symbol of the series in the year of the meeting, such as WGOIG/2014/4.

    What not everybody learns of is counted apart (WGOIG/2014/R.1), so that no number is missing for those who do not.
    Every stored symbol counts, also of what was withdrawn, because none is given twice.
    """
    start = f"{meeting.series.symbol}/{meeting.starts_on.year}/{'R.' if restricted else ''}"
    taken = Document.objects.filter(symbol__startswith=start).values_list("symbol", flat=True)
    ends = (symbol.removeprefix(start) for symbol in taken)
    return f"{start}{max((int(end) for end in ends if end.isdecimal()), default=0) + 1}"


def is_restricted(document: Document) -> bool:
    """Whether not everybody who sees the meeting learns of a document as soon as it is entered."""
    item, session = document.item, document.session
    parts = (document, item, session, item.session if item else None)
    open_to_all = {Document.Distribution.GENERAL}
    if document.meeting.access != Access.PUBLIC:
        open_to_all.add(Document.Distribution.LIMITED)
    kept_back = document.embargo_until is not None and document.embargo_until > timezone.now()
    narrowed = any(part is not None and part.is_narrowed for part in parts)
    return narrowed or kept_back or document.distribution not in open_to_all
