"""How allauth behaves here: no open sign-up, plain subjects, everyone lands in the language they chose."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from multaqa.members.models import Person


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations and from the command line only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        # allauth would put the host name in brackets before it.
        return str(subject)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        person = request.user
        assert isinstance(person, Person)
        with override(person.language):
            return reverse("members:me")
