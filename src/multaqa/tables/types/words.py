"""Words that stand in cells for something else: nothing, yes, no."""

from __future__ import annotations

from multaqa.language import normal_form

_MISSING_ANYWHERE = (
    "غير متوفر", "غير متوفرة", "غير متاح", "غير متاحة", "غير موجود", "غير محدد", "غير معروف", "غير معلوم",
    "غير مبين", "غير منطبق", "لا ينطبق", "لا تنطبق", "لا توجد بيانات", "لا يوجد بيانات", "لا تتوفر بيانات",
    "بيانات غير متوفرة", "بدون بيانات", "غ.م", "غ م", "غ.م.", "غ/م", "غ.ت", "نامشخص", "موجود نیست",
    "n/a", "n.a.", "n.a", "#n/a", "#n/a n/a", "#na", "#null!", "#value!", "#ref!", "#div/0!", "#name?", "#num!",
    "not available", "not applicable", "no data", "data not available", "missing", "unknown", "<na>", "nan",
    "non disponible", "nd", "n.d.", "n.d", "n/d", "sans objet", "non applicable", "s.o.", "non renseigné",
    "..", "...", "…", "-", "--", "---", "–", "—", "_", "−", "?", "(blank)", "<null>", "\\n", "\\N",
)  # fmt: skip
_MISSING_AMONG_FIGURES = (
    "na", "null", "none", "nil", "void", "x", "xx", "*", "**", ":", ".", "/", "\\", "//", "so", "s/o",
    "لا يوجد", "لا توجد", "لا شيء", "لاشيء", "بدون", "خالي", "فارغ", "مجهول", "néant", "aucun", "aucune",
)  # fmt: skip
_MISSING_OF_FIGURES = ("-1.#ind", "1.#qnan", "-nan", "+nan", "inf", "-inf", "infinity")

MISSING_ANYWHERE: frozenset[str] = frozenset(map(normal_form, _MISSING_ANYWHERE))
"""Normal forms that mean a missing value in a column of any type."""

MISSING_AMONG_FIGURES: frozenset[str] = MISSING_ANYWHERE | frozenset(
    map(normal_form, (*_MISSING_AMONG_FIGURES, *_MISSING_OF_FIGURES))
)
"""Normal forms that mean a missing value in a column of numbers or dates; in a column of text they may be a
word of their own: NA is the code of Namibia."""

_TRUTH: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "نعم/لا": (("نعم",), ("لا", "كلا")),
    "صح/خطأ": (("صح", "صحيح"), ("خطأ", "خاطئ", "غلط")),
    "بله/خیر": (("بله",), ("خیر", "نه")),
    "ہاں/نہیں": (("ہاں",), ("نہیں",)),
    "yes/no": (("yes", "y"), ("no", "n")),
    "true/false": (("true", "t"), ("false", "f")),
    "oui/non": (("oui", "o"), ("non", "n")),
    "vrai/faux": (("vrai", "v"), ("faux", "f")),
    "✓/✗": (("✓", "✔", "☑"), ("✗", "✘", "☒", "✕")),
}

TRUTH: dict[str, dict[str, bool]] = {
    pair: {
        normal_form(word): truth for words, truth in zip(words, (True, False), strict=True) for word in words
    }
    for pair, words in _TRUTH.items()
}
"""Pair of words → normal form → truth. A column keeps to one pair, or to true words of several."""

ANY_TRUTH: dict[str, bool] = {
    word: truth for pair in reversed(TRUTH.values()) for word, truth in pair.items()
}
