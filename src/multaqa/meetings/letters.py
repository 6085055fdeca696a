"""The letters of a meeting, in the reader's language: invitations, reminders, registration, cancellation.

Each is written inside the action or the job that it belongs to. A calendar file that goes with one shows the meeting only, never
its sessions: who may see those is asked when a calendar is read.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Model, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override

from multaqa.core.letters import PLACEHOLDER, Attachment, withdraw_letters, write_letter
from multaqa.meetings.calendars import meeting_event
from multaqa.meetings.models import Delegation, Meeting, Participant
from multaqa.members.invitations import offer_role
from multaqa.members.models import Country, Invitation, Person, RoleKind, is_open
from multaqa.standards.calendars import Calendar, to_icalendar

INVITATION = "meeting-invitation"
REMINDER = "meeting-reminder"
REGISTRATION = "meeting-registration"
CANCELLATION = "meeting-cancelled"
TOMORROW = "meeting-tomorrow"


def invite(delegation: Delegation, site: str, by: Person | None) -> None:
    """Tell the focal point that the delegation is invited, and how to answer."""
    with override(delegation.language):
        subject = _("Invitation: %(meeting)s") % {"meeting": delegation.meeting.name}
        _to_the_focal_point(delegation, subject, "invitation", INVITATION, site, by)


def remind(delegation: Delegation, site: str, by: Person | None, dedupe: str | None = None) -> None:
    """Ask the focal point once more for an answer. Letters that still wait are withdrawn: their links are replaced."""
    for purpose in (INVITATION, REMINDER):
        withdraw_letters(delegation, purpose)
    with override(delegation.language):
        subject = _("Your answer is awaited: %(meeting)s") % {"meeting": delegation.meeting.name}
        _to_the_focal_point(delegation, subject, "reminder", REMINDER, site, by, dedupe)


def tell_of_registration(participant: Participant, site: str, by: Person | None) -> None:
    """Tell somebody that they are registered, with the meeting for their calendar."""
    delegation = participant.delegation
    meeting = delegation.meeting
    with override(participant.language):
        path = reverse("meetings:meeting", kwargs={"key": meeting.key})
        link, secret = _way_in(
            participant.email, participant.language, delegation.country, meeting, path, site, by
        )
        write_letter(
            to=participant.email,
            language=participant.language,
            subject=_("You are registered: %(meeting)s") % {"meeting": meeting.name},
            body=_body("registration", meeting, link, participant=participant, delegation=delegation),
            purpose=REGISTRATION,
            about=participant,
            secret=secret,
            attachment=_calendar(meeting, participant.language, "PUBLISH", site),
        )


def tell_of_tomorrow(participant: Participant, site: str, dedupe: str) -> None:
    """Remind a participant on the eve of the meeting, with the meeting for their calendar.

    A letter of registration that still waits is withdrawn: this one says the same, and its link takes the other's place.
    """
    delegation = participant.delegation
    meeting = delegation.meeting
    withdraw_letters(participant, REGISTRATION)
    with override(participant.language):
        path = reverse("meetings:meeting", kwargs={"key": meeting.key})
        link, secret = _way_in(
            participant.email, participant.language, delegation.country, meeting, path, site, None
        )
        write_letter(
            to=participant.email,
            language=participant.language,
            subject=_("Tomorrow: %(meeting)s") % {"meeting": meeting.name},
            body=_body("tomorrow", meeting, link, participant=participant, delegation=delegation),
            purpose=TOMORROW,
            about=participant,
            secret=secret,
            attachment=_calendar(meeting, participant.language, "PUBLISH", site),
            dedupe=dedupe,
        )


def take_back(participant: Participant) -> None:
    """Once somebody is off the list: withdraw the letters that wait, and the way in unless another one is theirs."""
    for purpose in (REGISTRATION, TOMORROW):
        withdraw_letters(participant, purpose)
    delegation = participant.delegation
    group = delegation.meeting.series.group
    registered = Q(participants__email=participant.email, participants__is_withdrawn=False)
    others = Delegation.objects.filter(
        Q(focal_email=participant.email) | registered,
        meeting__series__group=group,
        country=delegation.country,
    )
    if not others.exists():
        offers = Invitation.objects.filter(is_open(), email=participant.email, group=group)
        offers.filter(kind=_kind_for(delegation.country), country=delegation.country).update(
            withdrawn_at=timezone.now()
        )


def tell_of_cancellation(meeting: Meeting, delegations: Sequence[Delegation], site: str) -> None:
    """Tell focal points and participants that a meeting was called off; letters that still wait are withdrawn."""
    for delegation in delegations:
        for purpose in (INVITATION, REMINDER):
            withdraw_letters(delegation, purpose)
        people: dict[str, tuple[str, Model]] = {delegation.focal_email: (delegation.language, delegation)}
        for participant in delegation.participants.all():
            if not participant.is_withdrawn:
                for purpose in (REGISTRATION, TOMORROW):
                    withdraw_letters(participant, purpose)
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
    token = offer_role(
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
