"""An enumeration in running text."""

from collections.abc import Sequence

_AND = {"en": " and ", "fr": " et "}


def join_list(items: Sequence[str], language: str) -> str:
    """Return the items as one phrase: `A, B and C`, `A, B et C`, and in Arabic `أ وب وج`.

    The Arabic و is joined to the word after it, as it is written; before a Latin word or a figure a space
    keeps the two scripts apart; a comma parts items that hold an و themselves. No items give the empty string.
    """
    match language.partition("-")[0]:
        case "ar":
            # an item that has an و inside would run into the next one
            between = "، " if any(" و" in item for item in items) else " "
            return between.join([*items[:1], *(_and_arabic(item) for item in items[1:])])
        case other:
            head = ", ".join(items[:-1])
            return _AND.get(other, _AND["en"]).join(filter(None, [head, *items[-1:]]))


def _and_arabic(item: str) -> str:
    first_letter = next((sign for sign in item if sign.isalnum()), "")
    is_arabic = "\u0620" <= first_letter <= "\u06ff" and not first_letter.isdigit()
    return f"و{item}" if is_arabic else f"و {item}"
