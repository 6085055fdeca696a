"""One spelling for what readers hold to be the same word, so that text can be matched."""

import re
import unicodedata

from multaqa.language.digits import to_latin

# Short vowels, nunation, shadda, sukun and Quranic marks; small letters of Quranic print.
_MARKS = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff]"
)
# Tatweel, soft hyphen, joiners, direction marks and isolates, variation selectors.
_INVISIBLE = re.compile(
    "[\u0640\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)

# Each row: the forms of one letter, and last the letter. Hamza on a seat is the seat.
_LETTERS = {
    ord(form): row[-1]
    for row in (
        "أإآٱٲٳا",
        "ؤو",
        # alef maqsura; Persian, Pashto and Urdu yeh
        "ئىیېےۓؽؾؿي",
        # ta marbuta and the hehs of Urdu, Persian and Kurdish
        "ةھہۀۂۃەه",
        # Persian and swash kaf
        "کڪك",
        # Maghrebi feh and qaf, whose dots stand elsewhere
        "ڢف",
        "ڧق",
    )
    for form in row[:-1]
}


def normal_form(text: str) -> str:
    """Return the form of `text` under which two spellings of one word are equal.

    Unicode NFKC; vowel marks, tatweel and invisible marks removed; forms of alef, hamza on و and ي, ة/ه, ى/ي and
    the Persian, Urdu and Maghrebi forms of an Arabic letter unified; digits and their separators in ASCII; runs of
    space made one; case folded. A letter that Arabic lacks (گ, پ, ڤ) stays, and so does a hamza on the line, which
    alone tells جزء from جز; that إحصاءات and إحصائات are one word is for `multaqa.language.tokens` to know. Every sign
    is folded whatever its neighbours. For matching, not for reading. Applying it twice changes nothing.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    bare = _MARKS.sub("", _INVISIBLE.sub("", folded))
    return " ".join(to_latin(unicodedata.normalize("NFKC", bare.translate(_LETTERS))).split())
