"""Alphabetical order as official lists print it, in Arabic and in Latin script."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from multaqa.language.normal import normal_form

if TYPE_CHECKING:
    import duckdb

SortKey = tuple[str, str, str]
"""Compares the name as the list reads it, then as it is written, then sign by sign; opaque to callers."""

# A hamza on the line sorts as an alef, and ICU would put ة beside ت: the normal form has made it ه already.
_HAMZA = str.maketrans("ء", "ا")

# Verbal nouns of the pattern افتعال on a root that begins with ل: their ال is no article.
_LAM_IS_ROOT = tuple(
    normal_form(word)
    for word in (
        "التزام",
        "التماس",
        "التحاق",
        "التقاء",
        "التهاب",
        "التباس",
        "التفات",
        "التفاف",
        "التئام",
        "التقاط",
    )
)

_KEYS = """
    SELECT list_transform($prepared, lambda text: icu_sort_key(text, $collation)),
           list_transform($written, lambda text: icu_sort_key(text, $collation))
"""


def sort_keys(texts: Sequence[str], language: str) -> list[SortKey]:
    """Return for each text the key that puts names into the order of the language's printed lists.

    Arabic: as in the official lists of the United Nations, the article ال at the start of a name is ignored
    (الأردن stands under أ), forms of alef and hamza are one letter, ة counts as ه and ى as ي. Latin: accents
    and case are ignored first and break ties afterwards. The language's own script precedes the other ones.
    The weights are those of ICU for the language (Unicode Technical Standard 10, CLDR), or for English where it has
    none, from DuckDB, in one call.
    """
    if not texts:
        return []
    prepared = [_storable(_without_article(normal_form(text)).translate(_HAMZA)) for text in texts]
    found = (
        _database(os.getpid())
        .cursor()
        .execute(
            _KEYS,
            {
                "prepared": prepared,
                "written": [_storable(text) for text in texts],
                "collation": _collation(language),
            },
        )
        .fetchone()
    )
    assert found is not None
    return list(zip(*found, texts, strict=True))


@lru_cache(maxsize=20_000)
def sort_key(text: str, language: str) -> SortKey:
    """Return the key of one text, as `sort_keys` does for many; a list is best sorted with `sort_keys`."""
    return sort_keys([text], language)[0]


def _without_article(plain: str) -> str:
    if plain.startswith("ال") and len(plain) > 3 and not plain.startswith(_LAM_IS_ROOT):
        return plain.removeprefix("ال")
    return plain


def _storable(text: str) -> str:
    """The text without half a surrogate pair, which is no Unicode, and without NUL."""
    return text.encode(errors="replace").decode().replace("\0", "")


@cache
def _collation(language: str) -> str:
    wanted = language.partition("-")[0].lower()
    known = _database(os.getpid()).cursor().execute("SELECT collname FROM pragma_collations()").fetchall()
    return wanted if (wanted,) in known else "en"


@cache
def _database(process: int) -> duckdb.DuckDBPyConnection:
    """One database in memory for each process: a forked one must not share it. Threads take cursors of it."""
    import duckdb

    return duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})
