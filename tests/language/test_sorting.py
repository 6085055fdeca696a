"""Names in the order of printed lists."""

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from multaqa.language import normal_form, sort_key, sort_keys

ARAB_STATES = [
    "الأردن", "الإمارات العربية المتحدة", "البحرين", "تونس", "الجزائر", "جزر القمر", "جيبوتي", "السعودية",
    "السودان", "سوريا", "الصومال", "العراق", "عُمان", "فلسطين", "قطر", "الكويت", "لبنان", "ليبيا", "مصر",
    "المغرب", "موريتانيا", "اليمن",
]  # fmt: skip


def in_order(names: list[str], language: str) -> list[str]:
    return sorted(names, key=lambda name: sort_key(name, language))


def test_the_arab_states_stand_in_the_order_of_official_lists() -> None:
    assert in_order(sorted(ARAB_STATES), "ar") == ARAB_STATES


def test_a_noun_whose_lam_belongs_to_its_root_keeps_it() -> None:
    assert in_order(["بيان", "التعاون", "التزام"], "ar") == ["التزام", "بيان", "التعاون"]


def test_forms_of_alef_are_one_letter() -> None:
    assert in_order(["أيرلندا", "إيران", "آيسلندا", "إيطاليا"], "ar") == [
        "إيران",
        "أيرلندا",
        "آيسلندا",
        "إيطاليا",
    ]


def test_a_shorter_name_precedes_the_name_that_continues_it() -> None:
    assert in_order(["غينيا بيساو", "غينيا"], "ar") == ["غينيا", "غينيا بيساو"]


def test_accents_and_case_only_break_ties_in_latin_script() -> None:
    names = ["Zambia", "Étoile", "Estonia", "etoile", "Egypt"]
    assert in_order(names, "en") == ["Egypt", "Estonia", "etoile", "Étoile", "Zambia"]


def test_each_language_puts_its_own_script_first() -> None:
    names = ["Oman", "عُمان", "2024"]
    assert in_order(names, "ar") == ["2024", "عُمان", "Oman"]
    assert in_order(names, "en") == ["2024", "Oman", "عُمان"]


def test_ta_marbuta_stands_as_heh_and_alef_maqsura_as_yeh() -> None:
    assert in_order(["مكتب", "مكة", "مكه", "مكي", "مكى", "مكتوم"], "ar") == [
        "مكتب",
        "مكتوم",
        "مكة",
        "مكه",
        "مكى",
        "مكي",
    ]


def test_a_hamza_stands_as_its_seat() -> None:
    assert in_order(["رئيس", "روح", "رؤية", "رواق", "ريم"], "ar") == ["رواق", "روح", "رؤية", "ريم", "رئيس"]


def test_letters_that_arabic_borrows_stand_beside_their_kin() -> None:
    assert in_order(["قطر", "ڤيينا", "فاس", "گلستان", "كابول", "بيروت", "پاريس", "تونس"], "ar") == [
        "بيروت",
        "پاريس",
        "تونس",
        "فاس",
        "ڤيينا",
        "قطر",
        "كابول",
        "گلستان",
    ]


def test_vowel_marks_only_break_ties() -> None:
    assert in_order(["عُمان", "عمّان", "عمارة", "عمان"], "ar") == ["عمارة", "عمان", "عمّان", "عُمان"]


def test_french_names() -> None:
    names = ["Zélande", "Écosse", "Égypte", "États-Unis", "Eswatini", "Espagne", "Ethiopie", "Éthiopie"]
    assert in_order(names, "fr") == [
        "Écosse",
        "Égypte",
        "Espagne",
        "Eswatini",
        "États-Unis",
        "Ethiopie",
        "Éthiopie",
        "Zélande",
    ]


def test_a_language_without_an_order_of_its_own_has_the_english_one() -> None:
    assert sort_keys(["b", "É", "عمان"], "xx") == sort_keys(["b", "É", "عمان"], "en")


def test_keys_of_many_are_those_of_each() -> None:
    texts = [*ARAB_STATES, "", "Oman", "\0", "\ud800", "٢٠٢٤"]
    assert sort_keys(texts, "ar-AE") == [sort_key(text, "ar") for text in texts]
    assert sort_keys([], "ar") == []


def test_threads_get_the_same_keys() -> None:
    expected = sort_keys(ARAB_STATES, "ar")
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: sort_keys(ARAB_STATES, "ar"), range(200)))
    assert all(keys == expected for keys in found)


@given(st.text())
def test_the_normal_form_is_settled_after_one_pass(text: str) -> None:
    assert normal_form(normal_form(text)) == normal_form(text)


@given(st.lists(st.text(), max_size=5))
def test_any_texts_can_be_put_in_order(texts: list[str]) -> None:
    ordered = in_order(texts, "ar")
    assert in_order(list(reversed(texts)), "ar") == ordered
