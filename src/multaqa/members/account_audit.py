"""Leaves audit entries for what people change on allauth's own pages: password, address, second factor."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.dispatch import Signal

from multaqa.core.actions import act
from multaqa.members.models import Person


def connect() -> None:
    """Listen to allauth; called once, when the room is ready."""
    for signal, receiver in RECEIVERS:
        signal.connect(receiver, dispatch_uid=f"members.{receiver.__name__}.{id(signal)}")


def _password_changed(user: Person, **_: Any) -> None:
    _leave("members.change_password", user)


def _address_changed(user: Person, from_email_address: Any, to_email_address: Any, **_: Any) -> None:
    # The address before is absent when the account had none that was confirmed.
    before = {"email": from_email_address.email} if from_email_address else None
    _leave("members.change_address", user, before, {"email": to_email_address.email})


def _second_factor_added(user: Person, authenticator: Authenticator, **_: Any) -> None:
    _leave("members.add_second_factor", user, after={"type": str(authenticator.type)})


def _second_factor_removed(user: Person, authenticator: Authenticator, **_: Any) -> None:
    _leave("members.remove_second_factor", user, before={"type": str(authenticator.type)})


def _leave(
    verb: str, person: Person, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
) -> None:
    with act(person, verb, may=True) as entry:
        entry.record(person, before=before, after=after)


RECEIVERS: tuple[tuple[Signal, Any], ...] = (
    (account.password_changed, _password_changed),
    (account.password_reset, _password_changed),
    (account.password_set, _password_changed),
    (account.email_changed, _address_changed),
    (mfa.authenticator_added, _second_factor_added),
    (mfa.authenticator_reset, _second_factor_added),
    (mfa.authenticator_removed, _second_factor_removed),
)
