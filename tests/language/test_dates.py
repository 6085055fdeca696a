"""Dates and times of day as cells hold them."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multaqa.language import MONTH_NAMES, normal_form, read_date, read_datetime, read_month, read_time

ON_15_MARCH_2024 = [
    "2024-03-15", "2024/3/15", "2024.03.15", "15/03/2024", "15-3-2024", "15.3.2024", "15/3/24", "15 / 3 / 2024",
    "١٥/٣/٢٠٢٤", "۱۵/۳/۲۰۲۴", "\u200f15\u200f/\u200f03\u200f/2024", "15/3/2024م", "15/3/2024 ميلادي", "15–3–2024",
    "15 آذار 2024", "15 من آذار 2024", "15 آذار من عام 2024", "١٥ آذَار ٢٠٢٤", "15 اذار 2024م", "في 15 آذار 2024",
    "15 آذار/مارس 2024", "15 آذار (مارس) 2024", "15 مارس - آذار 2024", "15/آذار/2024", "2024 آذار 15",
    "15 مارس 2024", "الجمعة، 15 مارس 2024", "يوم الجمعة 15 مارس 2024", "الجمعة 15/03/2024",
    "15 March 2024", "March 15, 2024", "March 15th, 2024", "15th of March 2024", "15-Mar-24", "15 MAR 2024",
    "Friday, March 15, 2024", "Fri 15 March 2024", "2024 March 15", "15 March 2024 AD",
    "15 mars 2024", "vendredi 15 mars 2024", "le 15 mars 2024", "15 MARS 2024",
    "1445/09/05", "5-9-1445هـ", "5/9/1445 هـ", "٥/٩/١٤٤٥هـ", "5 رمضان 1445", "5 رمضان 1445هـ", "5 شهر رمضان 1445 هجري",
    "الجمعة 5 رمضان 1445",
]  # fmt: skip


@pytest.mark.parametrize("text", ON_15_MARCH_2024)
def test_one_day_is_read_however_it_is_written(text: str) -> None:
    assert read_date(text) == date(2024, 3, 15)


@pytest.mark.parametrize(
    ("months", "days"),
    [
        (
            "كانون الثاني،شباط،آذار،نيسان،أيار،حزيران،تموز،آب،أيلول،تشرين الأول،تشرين الثاني،كانون الأول",
            "the Levant",
        ),
        ("يناير،فبراير،مارس،أبريل،مايو،يونيو،يوليو،أغسطس،سبتمبر،أكتوبر،نوفمبر،ديسمبر", "Egypt and the Gulf"),
        (
            "يناير،فبراير،مارس،إبريل،مايو،يونيه،يوليه،اغسطس،سبتمبر،اكتوبر،نوفمبر،ديسمبر",
            "Egypt, otherwise spelled",
        ),
        ("جانفي،فيفري،مارس،أفريل،ماي،جوان،جويلية،أوت،سبتمبر،أكتوبر،نوفمبر،ديسمبر", "Tunisia and Algeria"),
        ("يناير،فبراير،مارس،أبريل،ماي،يونيو،يوليوز،غشت،شتنبر،أكتوبر،نونبر،دجنبر", "Morocco"),
        ("January،February،March،April،May،June،July،August،September،October،November،December", "English"),
        ("Jan،Feb.،Mar،Apr،May،Jun،Jul،Aug.،Sept.،Oct،Nov،Dec.", "English, abbreviated"),
        ("janvier،février،mars،avril،mai،juin،juillet،août،septembre،octobre،novembre،décembre", "French"),
        ("janv.،févr.،mars،avr.،mai،juin،juil.،aout،sept.،oct.،nov.،déc.", "French, abbreviated"),
    ],
)
def test_the_twelve_months_of_a_tradition(months: str, days: str) -> None:
    read = [read_date(f"9 {month} 2014") for month in months.split("،")]
    assert read == [date(2014, number, 9) for number in range(1, 13)], days


def test_the_twelve_months_of_the_hijra() -> None:
    months = (
        "محرم،صفر،ربيع الأول،ربيع الآخر،جمادى الأولى،جمادى الآخرة،رجب،شعبان،رمضان،شوال،ذو القعدة،ذو الحجة",
        "المحرم،صفر،ربيع الأول،ربيع الثاني،جمادى الأولى،جمادى الثانية،رجب،شعبان،رمضان،شوال،ذي القعدة،ذي الحجة",
    )
    for names in months:
        read = [read_date(f"1 {month} 1445هـ") for month in names.split("،")]
        assert read == [read_date(f"1445/{number}/1") for number in range(1, 13)]
        assert (read[0], read[-1]) == (date(2023, 7, 19), date(2024, 6, 7))


def test_the_order_of_figures_is_the_callers() -> None:
    assert read_date("05/03/2024") == date(2024, 3, 5)
    assert read_date("05/03/2024", order="mdy") == date(2024, 5, 3)
    assert read_date("05/03/24", order="ymd") == date(2005, 3, 24)
    assert read_date("2024/03/05", order="mdy") == date(2024, 3, 5)


def test_two_figures_of_a_year_are_read_as_posix_does() -> None:
    years = [read_date(f"1/1/{year}") for year in ("00", "68", "69", "99")]
    assert years == [date(2000, 1, 1), date(2068, 1, 1), date(1969, 1, 1), date(1999, 1, 1)]


def test_the_first_of_a_month_in_french() -> None:
    assert read_date("1er janvier 2020") == date(2020, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "2024", "آذار 2024", "31/2/2024", "30 شباط 2024", "29 February 2023", "0/1/2024", "1/0/2024",
        "15/13/2024", "2024/15/3", "15/3-2024", "15/3/024", "15/3/20240", "192.168.1.1", "15 نجم 2024",
        "15 آذار/نيسان 2024", "15 آذار", "0000-01-01", "1.5", "12:30", "15 March 2024 or later", "مساء 15/3/2024",
        "31/9/1445هـ", "15 رمضان 1300", "15/9/1501هـ", "15 رمضان 2024", "15 رمضان 1445م", "15 آذار 1445هـ", "15 ربيع الأول/مارس 1445", "15/9/45هـ",
    ],
)  # fmt: skip
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert read_date(text) is None


def test_a_year_after_christ_may_look_like_one_of_the_hijra() -> None:
    assert read_date("15/3/1400م") == read_date("15 آذار 1400") == date(1400, 3, 15)


def test_a_month_of_a_year_is_its_first_day() -> None:
    read = [
        read_month(text)
        for text in ("آذار 2024", "شهر آذار 2024", "March 2024", "Mar-24", "2024 mars", "آذار/مارس 2024م")
    ]
    assert read == [date(2024, 3, 1)] * 6
    assert read_month("رمضان 1445هـ") == date(2024, 3, 11)


@pytest.mark.parametrize(
    "text", ["", "2024", "2011-12", "03/2024", "15 آذار 2024", "نجم 2024", "آذار", "آذار 20240"]
)
def test_what_is_no_month_of_a_year_is_not_read(text: str) -> None:
    assert read_month(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05T14:30", "2024-03-05 14:30:00", "05/03/2024 14:30", "05/03/2024 02:30 م", "5/3/2024 2:30 مساءً",
        "5 آذار 2024 الساعة 14:30", "5 آذار 2024، الساعة 2:30 م", "March 5, 2024 at 2:30 PM", "5 March 2024, 2:30 p.m.",
        "٢٠٢٤/٠٣/٠٥ ١٤:٣٠", "5 mars 2024 à 14:30", "24 شعبان 1445هـ 14:30",
    ],
)  # fmt: skip
def test_one_moment_is_read_however_it_is_written(text: str) -> None:
    assert read_datetime(text) == datetime(2024, 3, 5, 14, 30)  # noqa: DTZ001 - naive is the promise


@pytest.mark.parametrize(
    "text",
    ["2024-03-05T14:30:00Z", "2024-03-05T17:30+03:00", "2024-03-05 09:00:00.000-0530", "5/3/2024 14:30 UTC"],
)
def test_a_moment_with_an_offset_is_in_utc(text: str) -> None:
    assert read_datetime(text) == datetime(2024, 3, 5, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "2024-03-05", "14:30", "2024-03-05T24:00", "2024-03-05T14:60", "31/2/2024 10:00", "0001-01-01T00:00+03",
     "2024-03-05T14:30+99:00", "2024-03-05 14:30 م"],
)  # fmt: skip
def test_what_is_no_moment_is_not_read(text: str) -> None:
    assert read_datetime(text) is None


def test_halves_of_the_day() -> None:
    read = [
        read_time(text)
        for text in ("12:00 ص", "12:15 PM", "٢:٣٠ صباحًا", "2:30 مساء", "23:59:59.5", "الساعة 7:05")
    ]
    assert read == [time(0), time(12, 15), time(2, 30), time(14, 30), time(23, 59, 59, 500_000), time(7, 5)]


@pytest.mark.parametrize("text", ["", "24:00", "7", "13:00 ص", "0:30 PM", "7:5", "14:30Z", "1:2:3:4"])
def test_what_is_no_time_of_day_is_not_read(text: str) -> None:
    assert read_time(text) is None


def test_a_name_says_in_which_traditions_it_stands() -> None:
    assert MONTH_NAMES[normal_form("آذار")] == ((3, "levant"),)
    assert MONTH_NAMES[normal_form("مارس")] == ((3, "gulf"), (3, "maghreb"))
    assert MONTH_NAMES[normal_form("جمادى الآخرة")] == ((6, "hijri"),)


def test_no_name_stands_for_two_months_of_one_calendar() -> None:
    assert all(
        len({(number, where == "hijri") for number, where in found}) == 1 for found in MONTH_NAMES.values()
    )


PIECES = st.lists(
    st.sampled_from([*MONTH_NAMES, *"0123456789/-.:,tz() ", "2024", "1445", "هـ", "م", "الأحد", "من", "pm"])
    | st.text(max_size=3),
    max_size=12,
).map("".join)


@given(PIECES | st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for order in ("dmy", "mdy", "ymd"):
        day = read_date(text, order=order)
        moment = read_datetime(text, order=order)
        assert day is None or type(day) is date
        assert moment is None or type(moment) is datetime
    assert read_month(text) is None or read_date(text) is None
    assert read_time(text) is None or read_datetime(text) is None


def test_a_text_too_long_for_a_date_is_refused() -> None:
    text = "15/" * 1_000_000
    assert (read_date(text), read_month(text), read_datetime(text), read_time(text)) == (None,) * 4
