"""Counted nouns, in English and in Arabic, with plural forms by CLDR category (see `multaqa.language.plurals`)."""

from __future__ import annotations

from collections.abc import Mapping

from multaqa.language.plurals import counted

Forms = Mapping[str, str]

NOUNS: Mapping[str, tuple[Forms, Forms]] = {
    "indicators": (
        {"one": "{n} indicator", "other": "{n} indicators"},
        {
            "one": "مؤشر فرعي واحد",
            "two": "مؤشرين فرعيين",
            "few": "{n} مؤشرات فرعية",
            "many": "{n} مؤشراً فرعياً",
            "other": "{n} مؤشر فرعي",
        },
    ),
    "pillars": (
        {"one": "{n} pillar", "other": "{n} pillars"},
        {
            "one": "ركيزة واحدة",
            "two": "ركيزتين",
            "few": "{n} ركائز",
            "many": "{n} ركيزة",
            "other": "{n} ركيزة",
        },
    ),
    "elements": (
        {"one": "{n} element", "other": "{n} elements"},
        {
            "one": "عنصر واحد",
            "two": "عنصرين",
            "few": "{n} عناصر",
            "many": "{n} عنصراً",
            "other": "{n} عنصر",
        },
    ),
    "pairs": (
        {"one": "{n} pair", "other": "{n} pairs"},
        {
            "one": "زوج واحد",
            "two": "زوجين",
            "few": "{n} أزواج",
            "many": "{n} زوجاً",
            "other": "{n} زوج",
        },
    ),
    "countries": (
        {"one": "{n} country", "other": "{n} countries"},
        {
            "one": "دولة واحدة",
            "two": "دولتين",
            "few": "{n} دول",
            "many": "{n} دولة",
            "other": "{n} دولة",
        },
    ),
    "units": (
        {"one": "{n} unit", "other": "{n} units"},
        {
            "one": "وحدة واحدة",
            "two": "وحدتين",
            "few": "{n} وحدات",
            "many": "{n} وحدة",
            "other": "{n} وحدة",
        },
    ),
    "values": (
        {"one": "{n} value", "other": "{n} values"},
        {
            "one": "قيمة واحدة",
            "two": "قيمتين",
            "few": "{n} قيم",
            "many": "{n} قيمة",
            "other": "{n} قيمة",
        },
    ),
    "places": (
        {"one": "{n} place", "other": "{n} places"},
        {
            "one": "مرتبة واحدة",
            "two": "مرتبتين",
            "few": "{n} مراتب",
            "many": "{n} مرتبة",
            "other": "{n} مرتبة",
        },
    ),
    "values alone": (
        {"one": "{n} value", "other": "{n} values"},
        {
            "one": "قيمة واحدة",
            "two": "قيمتان",
            "few": "{n} قيم",
            "many": "{n} قيمة",
            "other": "{n} قيمة",
        },
    ),
    "places alone": (
        {"one": "{n} place", "other": "{n} places"},
        {
            "one": "مرتبة واحدة",
            "two": "مرتبتان",
            "few": "{n} مراتب",
            "many": "{n} مرتبة",
            "other": "{n} مرتبة",
        },
    ),
    "dimensions": (
        {"one": "{n} dimension", "other": "{n} dimensions"},
        {
            "one": "بُعد واحد",
            "two": "بُعدين",
            "few": "{n} أبعاد",
            "many": "{n} بُعداً",
            "other": "{n} بُعد",
        },
    ),
    "inputs": (
        {"one": "{n} choice", "other": "{n} choices"},
        {
            "one": "خيار واحد",
            "two": "خيارين",
            "few": "{n} خيارات",
            "many": "{n} خياراً",
            "other": "{n} خيار",
        },
    ),
    "findings": (
        {"one": "{n} finding", "other": "{n} findings"},
        {
            "one": "ملاحظة واحدة",
            "two": "ملاحظتين",
            "few": "{n} ملاحظات",
            "many": "{n} ملاحظة",
            "other": "{n} ملاحظة",
        },
    ),
    "draws": (
        {"one": "{n} draw", "other": "{n} draws"},
        {
            "one": "عملية سحب واحدة",
            "two": "عمليتي سحب",
            "few": "{n} عمليات سحب",
            "many": "{n} عملية سحب",
            "other": "{n} عملية سحب",
        },
    ),
    "bands": (
        {"one": "{n} band", "other": "{n} bands"},
        {"one": "فئة واحدة", "two": "فئتين", "few": "{n} فئات", "many": "{n} فئة", "other": "{n} فئة"},
    ),
    "decimals": (
        {"one": "{n} decimal", "other": "{n} decimals"},
        {
            "one": "منزلة عشرية واحدة",
            "two": "منزلتين عشريتين",
            "few": "{n} منازل عشرية",
            "many": "{n} منزلة عشرية",
            "other": "{n} منزلة عشرية",
        },
    ),
    "years": (
        {"one": "{n} year", "other": "{n} years"},
        {"one": "سنة واحدة", "two": "سنتين", "few": "{n} سنوات", "many": "{n} سنة", "other": "{n} سنة"},
    ),
    "experts": (
        {"one": "{n} expert", "other": "{n} experts"},
        {
            "one": "خبير واحد",
            "two": "خبيرين",
            "few": "{n} خبراء",
            "many": "{n} خبيراً",
            "other": "{n} خبير",
        },
    ),
    "sets": (
        {"one": "{n} set", "other": "{n} sets"},
        {
            "one": "مجموعة أوزان واحدة",
            "two": "مجموعتي أوزان",
            "few": "{n} مجموعات أوزان",
            "many": "{n} مجموعة أوزان",
            "other": "{n} مجموعة أوزان",
        },
    ),
}
"""Counted nouns; the Arabic ones in the genitive, those that stand alone in the nominative."""

_NUMBER_WORDS: dict[str, tuple[str, ...]] = {
    "en": ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "ar-masculine": ("", "", "", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"),
    "ar-feminine": ("", "", "", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع"),
}
"""Small numbers as running text writes them; the Arabic word takes the opposite gender of the noun it counts."""


def counted_in_words(number: int, noun: str, language: str) -> str:
    """A counted noun of `NOUNS` as running text has it, small numbers in words: `three indicators`."""
    forms = NOUNS[noun][language == "ar"]
    # an Arabic noun is of the gender in which it takes the word for one
    arabic = "ar-feminine" if forms["one"].endswith("واحدة") else "ar-masculine"
    words = _NUMBER_WORDS[arabic if language == "ar" else "en"]
    word = words[number] if number < len(words) else ""
    return counted(
        number, {case: form.replace("{n}", word or "{n}") for case, form in forms.items()}, language
    )
