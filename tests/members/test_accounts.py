"""Signing in: e-mail and password, a second factor that works, closed sign-up, every page in our look."""

import base64
import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from multaqa.core.models import AuditEntry
from multaqa.members.models import Person
from tests.members.factories import PASSWORD, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """The counters of sign-in attempts, and of codes that were used, start anew."""
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, person: Person, password: str = PASSWORD, language: str = "en") -> HttpResponse:
    return client.post(f"/{language}/accounts/login/", {"login": person.email, "password": password})


def code_for(secret: str) -> str:
    """The code that an authenticator app would show now; near the end of its half minute, the next one."""
    if (left := 30 - time.time() % 30) < 4:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def confirm_it_is_me(client: Client) -> None:
    """Give the password once more, as every page that touches the second factor asks."""
    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})


def turn_on_second_factor(client: Client) -> str:
    """Set up an authenticator app as its owner would; returns the secret that the page shows."""
    confirm_it_is_me(client)
    page = client.get("/en/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret" value="([A-Z2-7]+)"', page)
    assert secret is not None
    assert client.post("/en/accounts/2fa/totp/activate/", {"code": code_for(secret[1])}).status_code == 302
    # A code is good for one use; the next sign-in would come later than a test does.
    cache.clear()
    return secret[1]


def test_one_signs_in_with_address_and_password_and_lands_in_ones_language() -> None:
    response = sign_in(Client(), PersonFactory(language="ar"))
    assert (response.status_code, response.url) == (302, "/ar/me/")


def test_the_address_may_be_typed_in_capitals() -> None:
    PersonFactory(email="layla@example.org")
    response = Client().post("/en/accounts/login/", {"login": "Layla@Example.ORG", "password": PASSWORD})
    assert response.url == "/en/me/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer() -> None:
    known = PersonFactory()
    wrong = sign_in(Client(), known, "not the password")
    unknown = Client().post("/en/accounts/login/", {"login": "nobody@example.org", "password": PASSWORD})
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert list(wrong.context["form"].errors) == ["__all__"]


def test_a_closed_account_cannot_sign_in() -> None:
    response = sign_in(Client(), PersonFactory(is_active=False))
    assert response.url == "/en/accounts/inactive/"


def test_nobody_signs_up(client: Client) -> None:
    values = {"email": "stranger@example.org", "password1": PASSWORD, "password2": PASSWORD}
    texts = [client.get("/en/accounts/signup/"), client.post("/en/accounts/signup/", values)]
    assert ["account/signup_closed.html" in [t.name for t in page.templates] for page in texts] == [
        True,
        True,
    ]
    assert Person.objects.count() == 0


def test_a_second_factor_is_set_up_and_then_asked_for() -> None:
    person = PersonFactory()
    client = Client()
    sign_in(client, person)
    secret = turn_on_second_factor(client)
    later = Client()
    assert sign_in(later, person).url == "/en/accounts/2fa/authenticate/"
    assert later.get("/en/me/").status_code == 302
    assert later.post("/en/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert later.get("/en/me/").status_code == 302
    assert later.post("/en/accounts/2fa/authenticate/", {"code": code_for(secret)}).url == "/en/me/"
    assert "On: signing in asks for a code" in later.get("/en/me/").content.decode()


def test_a_code_works_once() -> None:
    person = PersonFactory()
    client = Client()
    sign_in(client, person)
    secret = turn_on_second_factor(client)
    code, answers = code_for(secret), []
    for browser in (Client(), Client()):
        sign_in(browser, person)
        answers.append(browser.post("/en/accounts/2fa/authenticate/", {"code": code}).status_code)
    assert answers == [302, 200]


def test_a_recovery_code_opens_the_account_once() -> None:
    person = PersonFactory()
    client = Client()
    sign_in(client, person)
    turn_on_second_factor(client)
    code = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()[0]
    assert code in client.get("/en/accounts/2fa/recovery-codes/").content.decode()
    answers = []
    for browser in (Client(), Client()):
        sign_in(browser, person)
        answers.append(browser.post("/en/accounts/2fa/authenticate/", {"code": code}).status_code)
    assert answers == [302, 200]


def test_the_code_to_scan_is_an_image_that_the_content_policy_lets_through() -> None:
    client = Client()
    sign_in(client, PersonFactory())
    confirm_it_is_me(client)
    response = client.get("/en/accounts/2fa/totp/activate/")
    source = re.search(
        r'<img class="code" src="data:image/svg\+xml;base64,([^"]+)"', response.content.decode()
    )
    assert source is not None
    assert base64.b64decode(source[1]).startswith(b"<?xml")
    assert "img-src 'self' data:" in response["Content-Security-Policy"]


def test_the_log_tells_of_passwords_and_second_factors_without_their_secrets(
    django_capture_on_commit_callbacks,
) -> None:
    person = PersonFactory()
    client = Client()
    sign_in(client, person)
    with django_capture_on_commit_callbacks(execute=True):
        secret = turn_on_second_factor(client)
    client.post(
        "/en/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": f"{PASSWORD} anew", "password2": f"{PASSWORD} anew"},
    )
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/en/accounts/2fa/totp/deactivate/")
    entries = AuditEntry.objects.order_by("pk")
    assert [(entry.verb, entry.before, entry.after) for entry in entries] == [
        ("members.add_second_factor", None, {"type": "totp"}),
        ("members.add_second_factor", None, {"type": "recovery_codes"}),
        ("members.change_password", None, None),
        ("members.remove_second_factor", {"type": "totp"}, None),
        ("members.remove_second_factor", {"type": "recovery_codes"}, None),
    ]
    everything = str(list(entries.values()))
    assert (secret in everything, PASSWORD in everything, {entry.actor for entry in entries}) == (
        False,
        False,
        {person},
    )


def test_a_changed_address_is_in_the_log() -> None:
    person = PersonFactory(email="before@example.org")
    client = Client()
    sign_in(client, person)
    client.post("/en/accounts/email/", {"action_add": "", "email": "after@example.org"})
    link = re.search(r"/en/accounts/confirm-email/\S+", mail.outbox[-1].body)
    assert link is not None
    client.post(link[0])
    client.post("/en/accounts/email/", {"action_primary": "", "email": "after@example.org"})
    person.refresh_from_db()
    entry = AuditEntry.objects.get(verb="members.change_address")
    assert (person.email, entry.before, entry.after) == (
        "after@example.org",
        {"email": "before@example.org"},
        {"email": "after@example.org"},
    )


def test_a_forgotten_password_is_replaced_by_mail() -> None:
    person = PersonFactory()
    Client().post("/en/accounts/password/reset/", {"email": person.email})
    link = re.search(r"/en/accounts/password/reset/key/\S+", mail.outbox[0].body)
    assert link is not None
    client = Client()
    form = client.get(link[0], follow=True)
    values = {"password1": f"{PASSWORD} anew", "password2": f"{PASSWORD} anew"}
    done = client.post(form.redirect_chain[-1][0], values, follow=True)
    person.refresh_from_db()
    assert (done.status_code, person.check_password(f"{PASSWORD} anew")) == (200, True)


def test_asking_for_the_password_of_an_unknown_address_tells_the_asker_nothing() -> None:
    person = PersonFactory()
    known = Client().post("/en/accounts/password/reset/", {"email": person.email})
    unknown = Client().post("/en/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert "There is no account with this address." in mail.outbox[1].body


def test_whoever_is_signed_in_is_told_so_on_the_page_of_forgotten_passwords() -> None:
    client = Client()
    sign_in(client, PersonFactory(name="Layla Haddad"))
    assert (
        "You are already logged in as Layla Haddad."
        in client.get("/en/accounts/password/reset/").content.decode()
    )


VISITORS_PAGES = ("login", "signup", "password/reset", "password/reset/done", "inactive", "confirm-email")
OWN_PAGES = (
    "logout",
    "email",
    "password/change",
    "2fa",
    "2fa/totp/activate",
    "2fa/totp/deactivate",
    "2fa/recovery-codes",
    "2fa/recovery-codes/generate",
    "reauthenticate",
    "2fa/reauthenticate",
)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("page", VISITORS_PAGES)
def test_every_page_before_signing_in_wears_our_look(language: str, page: str) -> None:
    wears_our_look(Client().get(f"/{language}/accounts/{page}/"), language)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("page", OWN_PAGES)
def test_every_page_of_ones_account_wears_our_look(language: str, page: str) -> None:
    client = Client()
    sign_in(client, PersonFactory())
    confirm_it_is_me(client)
    if page not in ("2fa/totp/activate", "reauthenticate"):
        turn_on_second_factor(client)
    wears_our_look(client.get(f"/{language}/accounts/{page}/"), language)


def wears_our_look(response: HttpResponse, language: str) -> None:
    text = response.content.decode()
    facts = {
        "status": response.status_code,
        "base": "site/base.html" in [template.name for template in response.templates],
        "headings": len(re.findall("<h1", text)),
        "direction": f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in text,
        "inline style": bool(re.search(r"<style|\sstyle=", text)),
        "inline script": bool(re.search(r"<script(?![^>]*(src=|type=\"application))", text)),
    }
    assert facts == {
        "status": 200,
        "base": True,
        "headings": 1,
        "direction": True,
        "inline style": False,
        "inline script": False,
    }
