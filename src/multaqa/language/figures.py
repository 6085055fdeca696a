"""Numbers and percentages as people write them in Arabic, English and French, in one cell on its own."""

import re
from decimal import Context, Decimal
from typing import Literal, NamedTuple

from multaqa.language.digits import ARABIC_DIGITS, LATIN_DIGITS, PERSIAN_DIGITS
from multaqa.language.normal import normal_form

LONGEST_FIGURE_CHARACTERS = 80

_CURRENCIES = (
    "درهم إماراتي", "درهم اماراتي", "درهم مغربي", "ريال سعودي", "ريال قطري", "ريال عماني", "ريال عُماني", "ريال يمني",
    "دينار كويتي", "دينار بحريني", "دينار أردني", "دينار اردني", "دينار عراقي", "دينار جزائري", "دينار تونسي",
    "دينار ليبي", "جنيه مصري", "جنيه سوداني", "ليرة لبنانية", "ليرة سورية", "دولار أمريكي", "دولار أميركي",
    "درهم", "درهما", "دراهم", "ريال", "ريالا", "ريالات", "دينار", "دينارا", "دنانير", "جنيه", "جنيها", "جنيهات",
    "ليرة", "ليرات", "دولار", "دولارا", "دولارات", "يورو", "شيكل", "أوقية", "أوقيات", "فرنك", "فرنكا",
    "د.إ", "د.ا", "ر.س", "ر.ق", "ر.ع", "ر.ي", "د.ك", "د.ب", "د.أ", "د.ع", "د.ج", "د.ت", "د.ل", "د.م", "ج.م", "ج.س",
    "ل.ل", "ل.س", "أ.م",
    "aed", "sar", "qar", "omr", "yer", "kwd", "bhd", "jod", "iqd", "dzd", "tnd", "lyd", "mad", "egp", "sdg", "lbp",
    "syp", "mru", "djf", "sos", "kmf", "ils", "irr", "try", "usd", "eur", "gbp", "chf", "jpy", "cny", "inr", "krw",
    "dhs", "dh", "sr", "qr", "kd", "bd", "jd", "da", "dt", "le", "fcfa", "xof", "mro", "دج", "دت", "دل", "فلس", "فلسا", "هللة", "قرش",
    "قرشا", "us$", "$us", "l.e", "l.l",
    "dirhams", "dirham", "riyals", "riyal", "rials", "rial", "dinars", "dinar", "pounds", "pound", "dollars", "dollar",
    "euros", "euro",
    "$", "€", "£", "¥", "₪", "﷼", "₺", "₹", "₩", "\u20c1", "\u20c3",
)  # fmt: skip
_PER_CENT = (
    "%", "بالمئة", "بالمائة", "بالمية", "في المئة", "في المائة", "per cent", "percent", "pour cent", "pourcent",
)  # fmt: skip
_PER_THOUSAND = ("‰", "بالألف", "في الألف", "per mille", "per thousand", "pour mille")

_SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\n\r"
)
_INVISIBLE = (
    "\u0640\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
PLAIN_SIGNS = str.maketrans(
    {
        **dict(zip(ARABIC_DIGITS + PERSIAN_DIGITS, LATIN_DIGITS * 2, strict=True)),
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_INVISIBLE, ""),
        **dict.fromkeys("−‐‑‒–﹣－", "-"),
        **dict.fromkeys("’ʼ´＇", "'"),
        "＋": "+",
        "٪": "%",
        "％": "%",
        "؉": "‰",
        "،": ",",
    }
)
"""What `plain_signs` makes of each sign."""

# From the first digit to the last, and what stands on either side.
_FIGURE = re.compile(r"([^0-9]*)([0-9](?:.*[0-9])?)([^0-9]*)")
DecimalSign = Literal[".", ","]
"""What begins the decimals where one cell cannot tell: `1,234` may be a thousand or three decimals."""


def _shapes(decimal: DecimalSign) -> tuple[re.Pattern[str], ...]:
    """How the digits of a figure may stand, tried in this order."""
    point, group = re.escape(decimal), re.escape("," if decimal == "." else ".")
    return tuple(
        re.compile(rf"(?P<whole>{whole})(?:{decimal_sign}(?P<decimals>\d+)){need}", re.ASCII)
        for whole, decimal_sign, need in (
            (r"\d+", f"[{point}٫]", "?"),
            # the sign that groups begins the decimals only where it cannot group
            (rf"[1-9]\d{{0,2}}(?:{group}\d{{3}})+", f"[{point}٫]", "?"),
            (rf"[1-9]\d{{0,2}}(?:{point}\d{{3}})+", f"[{group}٫]", ""),
            (rf"[1-9]\d{{0,2}}(?:{point}\d{{3}}){{2,}}", f"[{group}٫]", "?"),
            (r"[1-9]\d{0,2}(?:(?: \d{3})+|(?:'\d{3})+|(?:٬\d{3})+)", "[.,٫]", "?"),
            # Indian: the last three digits, and pairs before them
            (r"[1-9]\d?(?:,\d{2})+,\d{3}", "[.٫]", "?"),
            (r"\d*", "[.,٫]", ""),
        )
    )


_SHAPES: dict[DecimalSign, tuple[re.Pattern[str], ...]] = {".": _shapes("."), ",": _shapes(",")}
_EXPONENT = re.compile(r"\d+(?:\.\d+)?[eE][+-]?\d{1,3}", re.ASCII)
_EXACT = Context(prec=2 * LONGEST_FIGURE_CHARACTERS)
_GROUP_SIGNS = str.maketrans("", "", ",.٬ '")


class Figure(NamedTuple):
    """A figure as it is written in a cell, and what stands beside it."""

    sign: str
    """`-` or nothing."""
    written: str
    """From its first digit to its last, in Latin digits, with the separators that stand there: `1,234.50`."""
    currency: str
    """The word or sign of a currency, as it stands there, or nothing."""
    scale: int
    """The power of ten of the sign beside it: -2 of per cent, -3 of per mille, else 0."""


def read_number(text: str, *, decimal: DecimalSign = ".") -> Decimal | None:
    """Return the number that a cell holds, exactly, or None.

    Digits are Latin, Arabic-Indic or Persian; the decimal sign is a point, a comma or ٫; thousands are grouped by
    comma, point, ٬, space or apostrophe, the same throughout, or in the Indian manner (1,23,456). ``decimal`` decides
    where one cell cannot tell: with a point, `1,234` is a grouped thousand and `1.234` has three decimals. A minus may
    stand before or behind, and (12) is -12; 65+ is no number. A currency beside the figure is dropped; a per cent sign
    is not, so 5% is None.
    """
    figure = figure_in(text)
    return None if figure is None or figure.scale else Decimal(figure.sign + _digits(figure.written, decimal))


def read_percent(text: str, *, decimal: DecimalSign = ".") -> Decimal | None:
    """Return a percentage as a fraction, exactly (12.5% is 0.125), or None where a cell has no per cent sign or word.

    The sign may stand before or behind. Per mille (‰, في الألف) is read too: 5‰ is 0.005.
    """
    figure = figure_in(text)
    if figure is None or not figure.scale:
        return None
    return Decimal(figure.sign + _digits(figure.written, decimal)).scaleb(figure.scale, _EXACT)


def figure_in(text: str) -> Figure | None:
    """Return how the figure of a cell is written, or None where the cell holds something else, or more than one."""
    if len(text) > LONGEST_FIGURE_CHARACTERS:
        return None
    plain = plain_signs(text)
    is_in_brackets = plain.startswith("(") and plain.endswith(")")
    found = _FIGURE.fullmatch(plain[1:-1] if is_in_brackets else plain)
    if not found:
        return None
    before, written, after = found.groups()
    # the point of .5 is the figure's, that of د.إ. the currency's
    if before.endswith((".", ",", "٫")) and not (
        before[-2:-1].isalpha() and _word(before) in _CURRENCY_WORDS
    ):
        before, written = before[:-1], before[-1] + written
    signs = [sign for sign in before + after if sign in "+-"]
    if len(signs) + is_in_brackets > 1 or "+" in after or not _digits(written, "."):
        return None
    words = _word(before), _word(after)
    sign = "-" if is_in_brackets or "-" in signs else ""
    if {*words} <= _CURRENCY_WORDS | {""}:
        return Figure(sign, written, before.strip(" +-") or after.strip(" +-"), 0)
    scale = _SCALES.get(words[0] or words[1]) if not all(words) else None
    return None if scale is None else Figure(sign, written, "", scale)


def plain_signs(text: str) -> str:
    """Return a cell's text with Latin digits, plain spaces, minus and per cent signs, and without direction marks.

    The separators ٫ and ٬ stay, since they say what they are.
    """
    return text.translate(PLAIN_SIGNS).strip()


def _digits(written: str, decimal: DecimalSign) -> str:
    for shape in _SHAPES[decimal]:
        if found := shape.fullmatch(written):
            whole, decimals = found["whole"].translate(_GROUP_SIGNS), found["decimals"]
            return f"{whole}.{decimals}" if decimals else whole
    return written if _EXPONENT.fullmatch(written) else ""


def _word(text: str) -> str:
    """A word beside a figure without its sign, spaces and last point."""
    bare = text.strip(" +-")
    return normal_form(bare).replace(" ", "").removesuffix(".") if bare else ""


_CURRENCY_WORDS = frozenset(map(_word, _CURRENCIES))
_SCALES = {**dict.fromkeys(map(_word, _PER_CENT), -2), **dict.fromkeys(map(_word, _PER_THOUSAND), -3)}
