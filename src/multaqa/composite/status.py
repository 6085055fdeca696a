"""Why a cell holds no value: each missing figure keeps its reason to the end."""

from __future__ import annotations

from enum import IntEnum

from multaqa.composite.sentences import WORDS
from multaqa.language.normal import normal_form


class Status(IntEnum):
    """The state of a cell; the numbers are what `Result.status` holds."""

    observed = 0
    not_participating = 1
    not_applicable = 2
    no_data = 3
    not_reported = 4
    screened_out = 5

    @property
    def word(self) -> str:
        """The stable name that files carry."""
        return self.name


# Other spellings that ministries write, beside the name and the two words of the sentences.
_ALSO = {
    Status.not_participating: ("did not participate", "غير مشاركة", "لم تشارك", "لم يشارك"),
    Status.not_applicable: ("غير منطبق", "لا تنطبق", "غير قابل للتطبيق"),
    Status.no_data: ("..", "…", "لا توجد بيانات", "لا بيانات", "غير متوفر", "غير متاح"),
    Status.screened_out: (),
    Status.not_reported: ("لم يبلغ", "لم يُبلِّغ", "غير مبلغ عنه"),
}


def _key(text: str) -> str:
    return normal_form(text.replace("_", " ").replace("-", " "))


_BY_WORDS = {
    _key(words): status
    for status, also in _ALSO.items()
    for words in (status.word, *WORDS[f"reason:{status.word}"], *also)
}


def reason_in(text: str) -> Status | None:
    """The reason that a cell's text states, in English or Arabic; None when it states none."""
    return _BY_WORDS.get(_key(text))
