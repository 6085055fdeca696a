"""What can go wrong with people and groups, in words."""

from django.utils.translation import gettext_lazy as _

from multaqa.core.errors import Invalid


class InvitationUnusable(Invalid):
    """The token opens no invitation: it never did, or it was used, withdrawn or has expired."""

    code = "invitation-unusable"
    status = 404
    message = _("This invitation cannot be used. It may have expired, or it was accepted or withdrawn.")


class InvitationForSomebodyElse(Invalid):
    """The invited address has an account, and whoever accepts is not signed in to it."""

    code = "invitation-for-somebody-else"
    status = 403
    message = _("Sign in with the address to which the invitation was sent, then open its link again.")


class InvitationNotSent(Invalid):
    """The mail server did not take the letter; the invitation was withdrawn."""

    code = "invitation-not-sent"
    status = 502
    message = _(
        "The invitation could not be sent by e-mail, so nothing was kept. Try again in a few minutes."
    )


class RoleHeldAlready(Invalid):
    """The invited person holds the role."""

    code = "role-held-already"
    status = 409
    message = _("This person holds this role already.")


class LastAdministrator(Invalid):
    """Ending the role would leave nobody to look after the platform."""

    code = "last-administrator"
    status = 409
    message = _("This is the last administrator. Appoint another one first.")
