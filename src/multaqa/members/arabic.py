"""Grammatical gender of country names in Arabic, with which verbs and adjectives agree."""

# Arabic country names are feminine (تقدّمت تونس) save these few: the name is masculine by usage (العراق),
# or its first word is (جبل، ساحل، رأس، إقليم). They match the CLDR names stored in `Country.name`.
MASCULINE = frozenset(
    {
        "JOR",  # الأردن
        "IRQ",  # العراق
        "LBN",  # لبنان
        "MAR",  # المغرب
        "SDN",  # السودان
        "SSD",  # جنوب السودان
        "YEM",  # اليمن
        "SOM",  # الصومال
        "VAT",  # الفاتيكان
        "CIV",  # ساحل العاج
        "CPV",  # الرأس الأخضر
        "MNE",  # الجبل الأسود
        "GIB",  # جبل طارق
        "IOT",  # الإقليم البريطاني في المحيط الهندي
    }
)


def is_masculine(alpha3: str) -> bool:
    """Whether the Arabic name of the country takes masculine agreement: تقدّم الأردن, but تقدّمت تونس."""
    return alpha3 in MASCULINE
