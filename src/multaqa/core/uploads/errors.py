"""What may be wrong with an upload, in words that name the file and say what to do."""

from __future__ import annotations

from django.conf import settings
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from multaqa.core.errors import Invalid
from multaqa.core.uploads.kinds import KINDS, Kind


class TooLarge(Invalid):
    """The file is larger than the platform's limit."""

    code = "too-large"

    def __init__(self, name: str) -> None:
        limit = number_format(f"{settings.UPLOAD_LIMIT_BYTES / 1_000_000:g}")
        text = _(
            "The file %(name)s is larger than the %(limit)s MB that are accepted. Make it smaller or split it."
        )
        super().__init__(text % {"name": name, "limit": limit})


class EmptyFile(Invalid):
    """The file has no content."""

    code = "empty-file"

    def __init__(self, name: str) -> None:
        super().__init__(_("The file %(name)s is empty. Save it again and send it again.") % {"name": name})


class UnknownKind(Invalid):
    """The suffix of the name is none of the accepted ones."""

    code = "unknown-kind"

    def __init__(self, name: str) -> None:
        text = _("The file %(name)s is of a kind that is not accepted. These are: %(kinds)s.")
        super().__init__(text % {"name": name, "kinds": ", ".join(f".{suffix}" for suffix in KINDS)})


class WrongContent(Invalid):
    """The content is not what the name says."""

    code = "wrong-content"

    def __init__(self, name: str, kind: Kind, held: str | Promise) -> None:
        text = _(
            "The file %(name)s is named .%(suffix)s but holds %(held)s. "
            "Save it as %(kind)s in the program that made it and send it again."
        )
        values = {"name": name, "suffix": kind.suffix, "held": held, "kind": kind.label}
        super().__init__(text % values)


class UnsafeName(Invalid):
    """The name disguises what the file is, or there is nothing of a name."""

    code = "unsafe-name"

    def __init__(self, name: str) -> None:
        text = _(
            "The name of the file %(name)s is empty or has hidden characters. Rename it and send it again."
        )
        super().__init__(text % {"name": name})


class ActiveContent(Invalid):
    """The document has parts that could run."""

    code = "active-content"

    def __init__(self, name: str, found: str) -> None:
        text = _(
            "The file %(name)s holds something that could run on a reader's machine (%(found)s). "
            "Save it without macros, scripts and embedded objects and send it again."
        )
        super().__init__(text % {"name": name, "found": found})


class PackedTooTightly(Invalid):
    """The document unpacks to more than the limits allow."""

    code = "packed-too-tightly"

    def __init__(self, name: str) -> None:
        text = _("The file %(name)s unpacks to far more than its size. Make it smaller or send it as PDF.")
        super().__init__(text % {"name": name})


class Encrypted(Invalid):
    """The document is locked by a password."""

    code = "encrypted"

    def __init__(self, name: str) -> None:
        text = _("The file %(name)s is locked by a password. Save it without the password and send it again.")
        super().__init__(text % {"name": name})
