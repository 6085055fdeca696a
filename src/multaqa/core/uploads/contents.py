"""What bytes are, whatever their name says."""

from __future__ import annotations

import re
from typing import Final

import puremagic
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from multaqa.core.uploads.archives import DAMAGES, OFFICE_TYPES, office_type, opened
from multaqa.core.uploads.kinds import KINDS

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP_AT_START: Final = re.compile(r"\s*<([a-z][a-z0-9:-]*[\s>/]|[!?])", re.IGNORECASE)


_PAGE_NEAR_START: Final = re.compile(r"<(!doctype|html|head|body|script|svg|iframe)\b", re.IGNORECASE)


def words_for(content: bytes) -> str | Promise:
    """What a content is, in the words of a refusal."""
    if content.startswith(b"PK\x03\x04"):
        try:
            with opened(content) as archive:
                suffix = OFFICE_TYPES.get(office_type(archive))
        except DAMAGES:
            suffix = None
        return KINDS[suffix].label if suffix else gettext_lazy("a ZIP archive")
    if is_markup(content[:4096].decode("utf-8", "replace")):
        return gettext_lazy("a web page or other markup")
    try:
        best = next(
            (match for match in puremagic.magic_string(content) if match.name and match.offset == 0), None
        )
    except puremagic.PureError:
        best = None
    return best.name if best else gettext_lazy("something else")


def is_markup(text: str) -> bool:
    """Whether a text begins with a tag, or names a web page where browsers once looked for one."""
    return bool(_MARKUP_AT_START.match(text) or _PAGE_NEAR_START.search(text[:1024]))
