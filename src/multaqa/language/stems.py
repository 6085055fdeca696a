"""The part of a word that its inflected forms share, so that one finds the other: Arabic, English and French."""

import re
import threading
from functools import lru_cache

from Stemmer import Stemmer

from multaqa.language.lexicon import read_lexicon
from multaqa.language.normal import normal_form

LONGEST_STEMMED_CHARACTERS = 30

_LEXICON = read_lexicon()

# و and ف are conjunctions, ب ك ل prepositions; ل before the article takes its alef: للسكان.
_BEFORE_ARTICLE = ("", "و", "ف", "ب", "ك", "وب", "وك", "فب")
_ARTICLES = sorted(
    (*(before + "ال" for before in _BEFORE_ARTICLE), "لل", "ولل", "فلل"), key=len, reverse=True
)
_LETTERS = ("و", "ب", "ل", "وب", "ول", "فل", "فب", "ف", "ك", "وك")
# Before a word of the lexicon only; ف and ك begin many words and stand before few, so they need a longer rest.
# Each with the fewest letters that it leaves; shorter ones first, so that as little as possible is taken off.
_PREFIXES = sorted(
    (
        ("", 2),
        *((article, 2) for article in _ARTICLES),
        *((letters, 4 if letters[-1] in "فك" else 3) for letters in _LETTERS),
    ),
    key=lambda prefix: len(prefix[0]),
)

# After a word of the lexicon: number and gender, nisba, and possession.
_PRONOUNS = ("ه", "ها", "هم", "هما", "هن", "كم", "نا", "ي")
_NUMBERS = ("ه", "ات", "ان", "ين", "ون", "تان", "تين", "ا")
_NISBA = ("ي", "يه", "يات", "يان", "يين", "يون", "يتان", "يتين", "يا")
# Before a pronoun ة is ت, and the ن of the dual and the plural falls.
_BEFORE_PRONOUN = ("", "ت", "ات", "ا", "و", "ي", "تا", "تي", "يت", "يات", "يي", "يو")
_TAILS = frozenset(
    (
        *_NUMBERS,
        *_NISBA,
        "و",
        "يو",
        "ت",
        *(before + pronoun for before in _BEFORE_PRONOUN for pronoun in _PRONOUNS),
    )
)
_LONGEST_TAIL = max(map(len, _TAILS))
_SHORTEST_BEFORE_TAIL = 3

# For words that the lexicon lacks: suffix, and how many letters it must leave.
_SUFFIXES = (
    ("ياتها", 3), ("اتهم", 3), ("اتها", 3), ("اتنا", 3), ("تهما", 3), ("يات", 3), ("يين", 3), ("يون", 3), ("ييه", 3), ("اته", 3), ("تها", 3),
    ("تهم", 3), ("تنا", 3), ("تان", 3), ("تين", 3), ("هما", 4), ("ات", 3), ("ها", 3), ("يه", 3), ("ون", 4), ("ين", 4), ("ان", 4),
    ("هم", 4), ("هن", 4), ("نا", 4), ("ته", 3), ("وا", 4), ("ه", 3), ("ي", 3),
)  # fmt: skip
_MOST_SUFFIXES = 2
# استفعال, افتعال, انفعال and تفعيل: behind ب or ل they are recognised by their shape.
_VERBAL_NOUN = re.compile("(?:است...?.?|ا.ت.ا.|ان..ا.|ت..ي.)(?:ه|ات|ي|يه|ها|هم|ين)?")
_HAMZA_BEFORE_ENDING = re.compile("...+ا[يو]")


def stem_arabic(word: str) -> str:
    """Return the stem of one Arabic word; of any other word the normal form.

    A light stemmer: it takes off conjunctions, prepositions, the article, and the endings of number, gender, nisba
    and possession, never letters from within, after light10 (L. S. Larkey, L. Ballesteros and M. E. Connell, Light
    Stemming for Arabic Information Retrieval, 2007). Beyond light10 a lexicon of the words of statistics and public
    services says which first and last letters are the word's own (ولاية, بلد, لبنان), allows ب, ل, ك and ف to be
    taken off before a word that it knows, and joins frequent broken plurals to their singular (مدارس, مدرسة). Broken
    plurals, verbs and particles beyond the lexicon are out of reach of a light stemmer.
    """
    plain = word if len(word) <= LONGEST_STEMMED_CHARACTERS else normal_form(word)
    return _stem_arabic(plain) if len(plain) <= LONGEST_STEMMED_CHARACTERS else plain


def stem_latin(word: str, language: str) -> str:
    """Return the Snowball stem (M. F. Porter) of a word in small letters without accents: French for `fr`, else English."""
    if len(word) > LONGEST_STEMMED_CHARACTERS:
        return word
    return _stem_latin(word, "french" if language.partition("-")[0] == "fr" else "english")


@lru_cache(maxsize=100_000)
def _stem_arabic(word: str) -> str:
    plain = normal_form(word)
    return plain if len(plain) < 3 else _known(plain) or _unknown(plain)


def _known(word: str) -> str | None:
    """The stem of the lexicon's word that is left when as little as possible is taken off, first before it."""
    for prefix, shortest in _PREFIXES:
        if len(word) - len(prefix) >= shortest and word.startswith(prefix):
            stem = _known_without_prefix(word[len(prefix) :])
            if stem is not None:
                return stem
    return None


def _known_without_prefix(word: str) -> str | None:
    whole, before_endings = _LEXICON
    if word in whole:
        return whole[word]
    for length in range(len(word) - 1, max(_SHORTEST_BEFORE_TAIL, len(word) - _LONGEST_TAIL) - 1, -1):
        # ها is one ending, not ة and ا
        if word[length:] in _TAILS and not word.startswith("ها", length - 1):
            stem = whole.get(word[:length]) or before_endings.get(word[:length])
            if stem:
                return stem
    return None


def _unknown(word: str) -> str:
    stem = _without_suffixes(_without_prefix(word))
    return stem[:-1] + "ء" if _HAMZA_BEFORE_ENDING.fullmatch(stem) else stem


def _without_prefix(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= (2 if article == "ال" else 3):
            return word[len(article) :]
    if word[0] in "بل" and _VERBAL_NOUN.fullmatch(word[1:]):
        return word[1:]
    return word[1:] if word[0] == "و" and len(word) > 3 else word


def _without_suffixes(word: str) -> str:
    for _ in range(_MOST_SUFFIXES):
        for suffix, least in _SUFFIXES:
            if word.endswith(suffix) and len(word) - len(suffix) >= least:
                word = word[: -len(suffix)]
                break
    return word


_of_thread = threading.local()


@lru_cache(maxsize=100_000)
def _stem_latin(word: str, algorithm: str) -> str:
    """The Snowball stem, by a stemmer of this thread's own, for two must not use one at a time."""
    if not hasattr(_of_thread, algorithm):
        setattr(_of_thread, algorithm, Stemmer(algorithm))
    # the French rules look for ée, which is ee without its accent
    bare = re.sub("ees?$", "e", word) if algorithm == "french" else word
    return str(getattr(_of_thread, algorithm).stemWord(bare))
