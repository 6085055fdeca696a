"""Sentences of allauth's pages whose Arabic our own catalogue says better.

Django asks our catalogue before allauth's; naming a sentence here keeps it there when the catalogue is renewed.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

SENTENCES = (
    gettext_noop("Activate"),
    gettext_noop("An authenticator app is not active."),
    gettext_noop("Authentication using an authenticator app is active."),
    gettext_noop("Authenticator code"),
    gettext_noop("Authenticator secret"),
    gettext_noop("Bad Token"),
    gettext_noop("Be patient, you are sending too many requests."),
    gettext_noop("Cancel"),
    gettext_noop("Change Password"),
    gettext_noop("Confirm Access"),
    gettext_noop("Deactivate"),
    gettext_noop("Deactivate Authenticator App"),
    gettext_noop("Enter your password:"),
    gettext_noop("Generate"),
    gettext_noop("Incorrect code."),
    gettext_noop("Make Primary"),
    gettext_noop("Please reauthenticate to safeguard your account."),
    gettext_noop("Primary"),
    gettext_noop("Remember Me"),
    gettext_noop("Remove"),
    gettext_noop("Sign Up Closed"),
    gettext_noop("Successfully signed in as %(name)s."),
    gettext_noop("The email address and/or password you specified are not correct."),
    gettext_noop("The following email addresses are associated with your account:"),
    gettext_noop("Too many failed login attempts. Try again later."),
    gettext_noop("Two-Factor Authentication"),
    gettext_noop("Unverified"),
    gettext_noop("Verified"),
    gettext_noop("We are sorry, but the sign up is currently closed."),
    gettext_noop("You are about to deactivate authenticator app based authentication. Are you sure?"),
    gettext_noop("Your email has been changed from %(from_email)s to %(to_email)s."),
    gettext_noop("Your password has been changed."),
    ngettext_lazy(
        "There is %(unused_count)s out of %(total_count)s recovery codes available.",
        "There are %(unused_count)s out of %(total_count)s recovery codes available.",
        "unused_count",
    ),
)
"""English, as allauth writes it; a test holds each sentence to allauth's catalogue."""
