"""The sentences of every code of this library, in English and in Arabic; the codes are stable, the wording is not."""

from multaqa.language.sentences import Pair
from multaqa.tables.query.sentences import QUERY_SENTENCES

SENTENCES: dict[str, Pair] = {**QUERY_SENTENCES}
