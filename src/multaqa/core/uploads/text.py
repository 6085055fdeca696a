"""Checks of text: its encoding, and that it is no markup."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from django.utils.translation import gettext_lazy

from multaqa.core.uploads.contents import OLE, is_markup, words_for
from multaqa.core.uploads.errors import WrongContent
from multaqa.core.uploads.kinds import Kind

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_JUDGED_CHARACTERS: Final = 200_000


_OTHER_LANGUAGES: Final = ("%PDF-", "%!PS", "{\\rtf", "#!")


def check_text(name: str, kind: Kind, content: bytes) -> None:
    """Signatures of puremagic are not asked: many begin as honest texts do (`From`, `Name: `, `Article`)."""
    text = _decoded(content)
    if text is None or _CONTROL.search(text):
        held = (
            words_for(content)
            if content.startswith((b"PK", b"MZ", OLE))
            else gettext_lazy("bytes that are no text")
        )
        raise WrongContent(name, kind, held)
    if is_markup(text):
        raise WrongContent(name, kind, gettext_lazy("a web page or other markup"))
    if text.startswith(_OTHER_LANGUAGES):
        raise WrongContent(name, kind, words_for(content))


def _decoded(content: bytes) -> str | None:
    """The text in the first encoding that fits; nothing where the letters beyond ASCII are mostly no letters."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            return None
    text = content.decode("cp1256")
    beyond = [sign for sign in text[:_JUDGED_CHARACTERS] if not sign.isascii()]
    letters = sum(unicodedata.category(sign)[0] in "LM" for sign in beyond)
    return text if 2 * letters >= len(beyond) else None
