"""The letters of a meeting, in the reader's language: invitations, reminders, registration, cancellation.

Each is written inside the action or the job that it belongs to. A calendar file that goes with one shows the meeting
only, never its sessions: who may see those is asked when a calendar is read.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Model, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override

from multaqa.core.letters import PLACEHOLDER, Attachment, withdraw_letters, write_letter
from multaqa.meetings.calendars import meeting_event
from multaqa.meetings.models import Delegation, Meeting, Participant
from multaqa.members.invitations import offer_role, withdraw_offers
from multaqa.members.models import Country, Person, RoleKind
from multaqa.standards.calendars import Calendar, to_icalendar

INVITATION = "meeting-invitation"
REMINDER = "meeting-reminder"
REGISTRATION = "meeting-registration"
CANCELLATION = "meeting-cancelled"
TOMORROW = "meeting-tomorrow"
TO_FOCAL_POINTS = (INVITATION, REMINDER)
TO_PARTICIPANTS = (REGISTRATION, TOMORROW)


def invite(delegation: Delegation, site: str, by: Person | None) -> None:
    """Tell the focal point that the delegation is invited, and how to answer."""
    with override(delegation.language):
        subject = _("Invitation: %(meeting)s") % {"meeting": delegation.meeting.name}
        _to_the_focal_point(delegation, subject, "invitation", INVITATION, site, by)


def remind(delegation: Delegation, site: str, by: Person | None, dedupe: str | None = None) -> None:
    """Ask the focal point once more for an answer. Letters that still wait are withdrawn: their links are replaced."""
    _withdraw_waiting(delegation, TO_FOCAL_POINTS)
    with override(delegation.language):
        subject = _("Your answer is awaited: %(meeting)s") % {"meeting": delegation.meeting.name}
        _to_the_focal_point(delegation, subject, "reminder", REMINDER, site, by, dedupe)


def tell_of_registration(participant: Participant, site: str, by: Person | None) -> None:
    """Tell somebody that they are registered, with the meeting for their calendar."""
    with override(participant.language):
        subject = _("You are registered: %(meeting)s") % {"meeting": participant.delegation.meeting.name}
        _to_the_participant(participant, subject, "registration", REGISTRATION, site, by)


def tell_of_tomorrow(participant: Participant, site: str, dedupe: str) -> None:
    """Remind a participant on the eve of the meeting, with the meeting for their calendar.

    A letter of registration that still waits is withdrawn: this one says the same, and its link takes the other's place.
    """
    withdraw_letters(participant, REGISTRATION)
    with override(participant.language):
        subject = _("Tomorrow: %(meeting)s") % {"meeting": participant.delegation.meeting.name}
        _to_the_participant(participant, subject, "tomorrow", TOMORROW, site, None, dedupe)


def take_back(participant: Participant) -> None:
    """Once somebody is off the list: withdraw the letters that wait, and the way in unless another one is theirs."""
    _withdraw_waiting(participant, TO_PARTICIPANTS)
    delegation = participant.delegation
    group = delegation.meeting.series.group
    registered = Q(participants__email=participant.email, participants__is_withdrawn=False)
    others = Delegation.objects.filter(
        Q(focal_email=participant.email) | registered,
        meeting__series__group=group,
        country=delegation.country,
    )
    if not others.exists():
        country = delegation.country
        withdraw_offers(email=participant.email, group=group, kind=_kind_for(country), country=country)


def tell_of_cancellation(meeting: Meeting, delegations: Sequence[Delegation], site: str) -> None:
    """Tell focal points and participants that a meeting was called off; letters that still wait are withdrawn."""
    for delegation in delegations:
        _withdraw_waiting(delegation, TO_FOCAL_POINTS)
        people: dict[str, tuple[str, Model]] = {delegation.focal_email: (delegation.language, delegation)}
        for participant in delegation.participants.all():
            if not participant.is_withdrawn:
                _withdraw_waiting(participant, TO_PARTICIPANTS)
                people[participant.email] = (participant.language, participant)
        for address, (language, about) in people.items():
            with override(language):
                write_letter(
                    to=address,
                    language=language,
                    subject=_("Cancelled: %(meeting)s") % {"meeting": meeting.name},
                    body=_body("cancelled", meeting, "", delegation=delegation),
                    purpose=CANCELLATION,
                    about=about,
                    attachment=_calendar(meeting, language, "CANCEL", site),
                )


def _to_the_focal_point(
    delegation: Delegation,
    subject: str,
    template: str,
    purpose: str,
    site: str,
    by: Person | None,
    dedupe: str | None = None,
) -> None:
    meeting = delegation.meeting
    path = reverse("meetings:delegation", kwargs={"key": delegation.key})
    link, secret = _way_in(
        delegation.focal_email, delegation.language, delegation.country, meeting, path, site, by
    )
    write_letter(
        to=delegation.focal_email,
        language=delegation.language,
        subject=subject,
        body=_body(template, meeting, link, delegation=delegation),
        purpose=purpose,
        about=delegation,
        secret=secret,
        dedupe=dedupe,
    )


def _to_the_participant(
    participant: Participant,
    subject: str,
    template: str,
    purpose: str,
    site: str,
    by: Person | None,
    dedupe: str | None = None,
) -> None:
    delegation, language = participant.delegation, participant.language
    meeting = delegation.meeting
    path = reverse("meetings:meeting", kwargs={"key": meeting.key})
    link, secret = _way_in(participant.email, language, delegation.country, meeting, path, site, by)
    write_letter(
        to=participant.email,
        language=language,
        subject=subject,
        body=_body(template, meeting, link, participant=participant, delegation=delegation),
        purpose=purpose,
        about=participant,
        secret=secret,
        attachment=_calendar(meeting, language, "PUBLISH", site),
        dedupe=dedupe,
    )


def _withdraw_waiting(about: Delegation | Participant, purposes: Sequence[str]) -> None:
    for purpose in purposes:
        withdraw_letters(about, purpose)


def _way_in(
    email: str,
    language: str,
    country: Country | None,
    meeting: Meeting,
    path: str,
    site: str,
    by: Person | None,
) -> tuple[str, str]:
    """What the letter says for its link, and the secret that takes its place when it is sent.

    Whoever has an account signs in and arrives there; whoever has none opens one first.
    """
    onward = urlencode({"next": path})
    if Person.objects.filter(email=email).exists():
        return f"{site}{reverse('account_login')}?{onward}", ""
    _offer, token = offer_role(
        email=email,
        group=meeting.series.group,
        kind=_kind_for(country),
        country=country,
        language=language,
        by=by,
    )
    opening = reverse("members:invitation", kwargs={"token": token})
    return PLACEHOLDER, f"{site}{opening}?{onward}"


def _kind_for(country: Country | None) -> RoleKind:
    """The role that comes with a new account: of countries their delegates, of organisations observers."""
    return RoleKind.DELEGATE if country else RoleKind.OBSERVER


def _body(template: str, meeting: Meeting, link: str, **values: object) -> str:
    context = {
        "meeting": meeting,
        "link": link,
        "opens_account": link == PLACEHOLDER,
        "days": settings.INVITATION_VALIDITY_DAYS,
        **values,
    }
    return render_to_string(f"meetings/mail/{template}.txt", context)


def _calendar(meeting: Meeting, language: str, method: str, site: str) -> Attachment:
    calendar = Calendar(str(meeting.name), language, [meeting_event(meeting, site, language)], method=method)
    return Attachment("meeting.ics", f"text/calendar; method={method}", to_icalendar(calendar).decode())
