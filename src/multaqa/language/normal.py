"""One spelling for what readers hold to be the same word, so that text can be matched."""

import re
import unicodedata

from multaqa.language.digits import to_latin

# Short vowels, nunation, shadda, sukun and Quranic marks; then tatweel, joiners and direction marks.
_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]")
_INVISIBLE = re.compile("[\u0640\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")

# Alef forms to ا, ta marbuta to ه, alef maqsura and Persian yeh to ي, Persian kaf to ك.
_LETTERS = str.maketrans("أإآٱةىیک", "ااااهييك")


def normal_form(text: str) -> str:
    """Return the form of `text` under which two spellings of one word are equal.

    Unicode NFKC; vowel marks, tatweel and invisible direction marks removed; alef, ة/ه, ى/ي and the Persian
    letters unified; digits in ASCII; runs of space made one; case folded. For matching, not for reading.
    Applying it twice changes nothing.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    bare = _MARKS.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFKC", folded)))
    return _SPACES.sub(" ", to_latin(unicodedata.normalize("NFKC", bare.translate(_LETTERS)))).strip()
