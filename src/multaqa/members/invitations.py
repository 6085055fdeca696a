"""The letter of an invitation and its secret: 32 random bytes in the link, of which only the hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from multaqa.language import in_language
from multaqa.members.models import Country, Group, Invitation, Person, is_open


def new_token() -> str:
    """A secret of 256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """The SHA-256 of a token in hexadecimal. A random secret of this length needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_pending(token: str) -> Invitation | None:
    """The invitation that the token opens, or None: unknown, used, withdrawn and expired look alike."""
    pending = Invitation.objects.filter(is_open()).select_related("group", "country", "invited_by")
    return pending.filter(token_hash=hash_of(token)).first()


def offer_role(
    *, email: str, group: Group, kind: str, country: Country | None, language: str, by: Person | None
) -> tuple[Invitation, str]:
    """Offer a role as a part of the surrounding action, which sends the letter; the offer and the secret of its link.

    An offer of the same role that is still open is replaced, so that only the latest link works.
    """
    token = new_token()
    withdraw_offers(email=email, group=group, kind=kind, country=country)
    invitation = Invitation(
        email=email,
        group=group,
        kind=kind,
        country=country,
        language=language,
        token_hash=hash_of(token),
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=settings.INVITATION_VALIDITY_DAYS),
    )
    invitation.full_clean()
    invitation.save()
    return invitation, token


def withdraw_offers(*, email: str, group: Group, kind: str, country: Country | None) -> None:
    """Withdraw the offers of a role that are still open, as a part of the surrounding action."""
    offers = Invitation.objects.filter(is_open(), email=email, group=group, kind=kind, country=country)
    offers.update(withdrawn_at=timezone.now())


def send_letter(invitation: Invitation, token: str, site: str) -> None:
    """Send the invitation in the invitee's language. `site` is scheme and host, without a path.

    Raises OSError when the mail server does not take it.
    """
    with override(invitation.language):
        group = in_language(invitation.group.name, invitation.language)
        context = {
            "invitation": invitation,
            "group": group,
            "address": site + reverse("members:invitation", kwargs={"token": token}),
            "days": settings.INVITATION_VALIDITY_DAYS,
        }
        EmailMessage(
            subject=_("Invitation to join: %(group)s") % {"group": group},
            body=render_to_string("members/mail/invitation.txt", context),
            to=[invitation.email],
        ).send()
