"""Names of months: Levant and Iraq, Egypt and the Gulf, the Maghreb, English, French, and the Hijri calendar."""

from collections.abc import Iterable, Mapping
from typing import Literal

from multaqa.language.normal import normal_form

Tradition = Literal["levant", "gulf", "maghreb", "english", "french", "hijri"]
"""Where a name of a month is at home; `gulf` is also that of Egypt, Sudan and Yemen."""

_NAMES: dict[Tradition, tuple[tuple[str, ...], ...]] = {
    "levant": (
        ("كانون الثاني", "كانون ثاني", "كانون ثان"),
        ("شباط",),
        ("آذار",),
        ("نيسان",),
        ("أيار",),
        ("حزيران",),
        ("تموز",),
        ("آب",),
        ("أيلول",),
        ("تشرين الأول", "تشرين أول"),
        ("تشرين الثاني", "تشرين ثاني", "تشرين ثان"),
        ("كانون الأول", "كانون أول"),
    ),
    "gulf": (
        ("يناير",),
        ("فبراير",),
        ("مارس",),
        ("أبريل", "إبريل"),
        ("مايو",),
        ("يونيو", "يونيه", "يونية"),
        ("يوليو", "يوليه", "يولية"),
        ("أغسطس", "اغسطوس"),
        ("سبتمبر",),
        ("أكتوبر",),
        ("نوفمبر",),
        ("ديسمبر",),
    ),
    # Tunisia and Algeria, then Morocco
    "maghreb": (
        ("جانفي", "يناير"),
        ("فيفري", "فبراير"),
        ("مارس",),
        ("أفريل", "أبريل"),
        ("ماي",),
        ("جوان", "يونيو"),
        ("جويلية", "يوليوز"),
        ("أوت", "غشت"),
        ("سبتمبر", "شتنبر"),
        ("أكتوبر",),
        ("نوفمبر", "نونبر"),
        ("ديسمبر", "دجنبر"),
    ),
    "english": (
        ("January", "Jan"),
        ("February", "Feb"),
        ("March", "Mar"),
        ("April", "Apr"),
        ("May",),
        ("June", "Jun"),
        ("July", "Jul"),
        ("August", "Aug"),
        ("September", "Sep", "Sept"),
        ("October", "Oct"),
        ("November", "Nov"),
        ("December", "Dec"),
    ),
    "french": (
        ("janvier", "janv", "jan"),
        ("février", "fevrier", "févr", "fevr", "fév", "fev"),
        ("mars",),
        ("avril", "avr"),
        ("mai",),
        ("juin",),
        ("juillet", "juil"),
        ("août", "aout"),
        ("septembre", "sept"),
        ("octobre", "oct"),
        ("novembre", "nov"),
        ("décembre", "decembre", "déc", "dec"),
    ),
    "hijri": (
        ("محرم", "المحرم", "محرم الحرام"),
        ("صفر",),
        ("ربيع الأول", "ربيع أول"),
        ("ربيع الآخر", "ربيع آخر", "ربيع الثاني", "ربيع ثاني", "ربيع ثان"),
        ("جمادى الأولى", "جمادى أولى", "جمادى الأول", "جماد الأول", "جماد أول"),
        (
            "جمادى الآخرة", "جمادى الآخر", "جمادى الثانية", "جمادى الثاني",
            "جماد الآخر", "جماد آخر", "جماد الثاني", "جماد ثاني",
        ),
        ("رجب",),
        ("شعبان",),
        ("رمضان",),
        ("شوال",),
        ("ذو القعدة", "ذي القعدة", "ذوالقعدة", "القعدة"),
        ("ذو الحجة", "ذي الحجة", "ذوالحجة", "الحجة"),
    ),
}  # fmt: skip


def _by_name(
    names: Mapping[Tradition, Iterable[Iterable[str]]],
) -> dict[str, tuple[tuple[int, Tradition], ...]]:
    found: dict[str, dict[tuple[int, Tradition], None]] = {}
    for tradition, months in names.items():
        for number, month in enumerate(months, 1):
            for name in month:
                found.setdefault(normal_form(name), {})[number, tradition] = None
    return {name: tuple(meanings) for name, meanings in found.items()}


MONTH_NAMES: Mapping[str, tuple[tuple[int, Tradition], ...]] = _by_name(_NAMES)
"""Normal form of a name → every (number of the month, tradition) it has: مارس is the third in the Gulf and the Maghreb.

The names of Libya's Jamahiriya (until 2011) are left out, because الصيف 2004 is rather a summer than a June.
"""
