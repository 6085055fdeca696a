"""Every mistake has a stable code, names its place and says in both languages how to mend it."""

import pickle
import re
from pathlib import Path

import pytest

import multaqa.composite
from multaqa.composite import CompositeError, FrameworkError, Problem, parse_framework, score
from multaqa.composite.answers.sentences import ANSWER_SENTENCES
from multaqa.composite.sentences import PLACES, SENTENCES, WORDS
from tests.composite.factories import DATA, document, framework
from tests.composite.mistakes import MISTAKES, Mistake

SOURCE = Path(multaqa.composite.__file__).parent
ARABIC = re.compile("[\u0621-\u064a]")


def problem_of(mistake: Mistake) -> Problem:
    with pytest.raises(CompositeError) as caught:
        mistake.act()
    return caught.value.problems[0]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.code)
def test_a_mistake_names_its_code_and_its_place(mistake: Mistake) -> None:
    problem = problem_of(mistake)
    found = Mistake(problem.code, mistake.act, problem.line, problem.node, problem.row, problem.column)
    assert found == mistake


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.code)
def test_a_mistake_is_told_in_both_languages(mistake: Mistake) -> None:
    problem = problem_of(mistake)
    english, arabic = problem.message("en"), problem.message("ar")
    assert not ARABIC.search(english)
    assert ARABIC.search(arabic)
    assert english.endswith((".", "?"))
    assert arabic.endswith((".", "؟"))


def test_every_code_has_an_example() -> None:
    elsewhere = {code for code in ANSWER_SENTENCES if not code.startswith("formula-")}
    elsewhere |= {code for code in SENTENCES if code.startswith("source-")} | {"unknown-reproduction"}
    # A guard against what no data are known to bring about, and what needs a questionnaire.
    elsewhere |= {"benefit-not-found", "formula-other-roster", "formula-other-channels", "answers-missing"}
    codes = {code.removesuffix("+suggestion") for code in SENTENCES.keys() - elsewhere}
    assert {mistake.code for mistake in MISTAKES} == codes


def test_every_code_in_the_source_has_its_sentence() -> None:
    source = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    used = set(
        re.findall(r'(?:Problem|Contradiction|_problem|_misplaced|refuse_children)\(\s*"([a-z-]+)"', source)
    )
    used |= set(re.findall(r'refuse_children\([^"\n]*"([a-z-]+)"', source))
    assert used - SENTENCES.keys() == set()
    assert len(used) > 80


def test_both_languages_of_a_sentence_use_the_same_facts() -> None:
    for english, arabic in [*SENTENCES.values(), *PLACES.values(), *WORDS.values()]:
        assert set(re.findall(r"{\w*}", english)) == set(re.findall(r"{\w*}", arabic))


def test_all_problems_are_told_at_once_in_reading_order() -> None:
    text = document(
        "method: {missing: zer}\nunit: x", children="[{id: first, wieght: 1, weight: abc}, {id: second}]"
    )
    with pytest.raises(FrameworkError) as caught:
        parse_framework(text, "egdi.yaml")
    assert str(caught.value).splitlines() == [
        (
            "egdi.yaml:6: The weight “abc” is not a number. Write a number such as 1 or 0.4, without quotation marks. "
            "(first)"
        ),
        "egdi.yaml:6: The key “wieght” is not known here. Did you mean “weight”? (first)",
        "egdi.yaml:8: “zer” is not a choice for “missing”. Did you mean “zero”?",
        "egdi.yaml:9: The key “unit” is not known here. Did you mean “units”?",
    ]


def test_contradictions_are_told_together() -> None:
    text = document(
        "scale: [1, 0]\nbands: [{id: a, above: 1}, {id: a, above: 2}]",
        children="[{id: x, weight: 0}, {id: x, weight: 0}]",
    )
    with pytest.raises(FrameworkError) as caught:
        parse_framework(text)
    codes = sorted(problem.code for problem in caught.value.problems)
    assert codes == ["band-overlap", "bounds-order", "duplicate-id", "duplicate-id", "weights-all-zero"]


def test_every_bad_cell_of_the_data_is_told() -> None:
    with pytest.raises(CompositeError) as caught:
        score(framework(), {**DATA, "first": ["x", 2, "y"], "unit": ["A", "A", None]})
    assert [(p.code, p.row) for p in caught.value.problems] == [
        ("not-a-number", 1),
        ("missing-unit", 3),
        ("not-a-number", 3),
    ]


def test_a_place_is_told_in_words() -> None:
    problem = Problem("not-a-number", "data.csv", row=3, column="osi", params={"value": "x"})
    assert problem.where("en") == "data.csv, row 3, column osi"
    assert problem.where("ar") == "data.csv، الصف 3، العمود osi"
    assert problem.text("en").startswith("data.csv:3: “x” is not a number.")
    assert problem.text("en").endswith(" (osi)")


def test_a_problem_without_a_place_is_a_sentence() -> None:
    assert Problem("no-rows").text("en") == "The table has no rows. Add at least one."


def test_what_a_stranger_wrote_is_made_safe_to_print() -> None:
    shown = Problem("bad-id", params={"value": "a\u202eb\x1b[31m\n" + "x" * 500}).message("en")
    assert "\u202e" not in shown
    assert "\x1b" not in shown
    assert "\n" not in shown
    assert len(shown) < 300


def test_an_error_survives_a_process_border() -> None:
    error = FrameworkError([Problem("no-rows", "a.csv")])
    assert pickle.loads(pickle.dumps(error)).problems == error.problems
