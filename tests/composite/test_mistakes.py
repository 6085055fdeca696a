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
    elsewhere |= {code for code in SENTENCES if code.startswith("source-")} | {
        "unknown-reproduction",
        "nothing-compared",
    }
    # A guard against what no data are known to bring about, and what needs a questionnaire.
    elsewhere |= {"benefit-not-found", "formula-other-roster", "formula-other-channels", "answers-missing"}
    # Of the command line alone.
    elsewhere |= {"table-option"}
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
        # {en} and {ar} are one fact, each in its language
        assert set(re.findall(r"{\w*}", english)) == set(re.findall(r"{\w*}", arabic.replace("{ar}", "{en}")))


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


def test_a_contradiction_is_told_at_its_own_line_however_deep() -> None:
    text = document(
        "method:\n"
        "  impute:\n"
        "    - mean\n"
        "    - kind: regression\n"
        "      on:\n"
        "        - first\n"
        "        - secnd\n"
        "uncertainty:\n"
        "  aggregate:\n"
        "    - arithmetic\n"
        "    - {kind: power, exponent: 0}\n"
    )
    with pytest.raises(FrameworkError) as caught:
        parse_framework(text)
    assert [(p.code, p.line, p.node) for p in caught.value.problems] == [
        ("unknown-predictor", 14, None),
        ("exponent-zero", 18, "index"),
    ]


def test_a_choice_that_several_pillars_inherit_is_wrong_once() -> None:
    children = "[{id: a, children: [{id: c}, {id: d}]}, {id: b, children: [{id: e}, {id: f}]}]"
    text = document("method: {aggregate: {kind: power, exponent: 0}}", children=children)
    with pytest.raises(FrameworkError) as caught:
        parse_framework(text)
    assert [problem.code for problem in caught.value.problems] == ["exponent-zero"]


def test_an_inherited_formula_must_hold_at_every_pillar() -> None:
    children = "[{id: a, children: [{id: c}, {id: d}]}, {id: b, children: [{id: c2}, {id: d2}]}]"
    text = document("method: {aggregate: {kind: formula, formula: a + b}}", children=children)
    with pytest.raises(FrameworkError) as caught:
        parse_framework(text)
    assert [(p.node, p.params["name"]) for p in caught.value.problems] == [("a", "a"), ("a", "b")]


@pytest.mark.parametrize(
    ("more", "root"),
    [
        ("uncertainty: {imputation: true}", ""),
        ("uncertainty: {normalise: [minmax]}", ""),
        ("uncertainty: {weights: {kind: relative, share: 0}, data: {share: 0}}", ""),
        ("uncertainty: {missing: [zero, zero]}", ""),
    ],
)
def test_assumptions_that_vary_nothing_are_refused(more: str, root: str) -> None:
    with pytest.raises(FrameworkError) as caught:
        framework(more, root=root)
    assert [problem.code for problem in caught.value.problems] == ["nothing-uncertain"]


@pytest.mark.parametrize(
    "more",
    [
        "uncertainty: {imputation: true}\nmethod: {impute: mean}",
        "uncertainty: {normalise: [minmax, zscore]}",
        "uncertainty: {weights: free}",
        "uncertainty: {weighting: [{kind: budget, allocations: [{first: 1}]}, equal]}",
    ],
)
def test_assumptions_that_vary_something_are_read(more: str) -> None:
    assert framework(more).uncertainty is not None


@pytest.mark.parametrize(
    ("root", "code"),
    [
        ("direction: negative", "direction-without-normalisation"),
        ("normalise: {kind: zscore, over: {edition: 2020}}", "edition-out-of-reach"),
        ("normalise: {kind: scaled, low: 3, high: 1}", "bounds-order"),
        ("weights: {kind: benefit_of_the_doubt, bounds: [0.6, 0.2]}", "bounds-order"),
        ("aggregate: {kind: benefit_of_the_doubt, bounds: [0, 0.3]}", "bounds-cannot-hold"),
        ("denominator: people", "only-for-indicators"),
        ("impute: none", "only-for-indicators"),
        ("treat: none", "only-for-indicators"),
        ("unit_of_measure: {en: points}", "only-for-indicators"),
    ],
)
def test_what_a_pillar_cannot_have_is_refused(root: str, code: str) -> None:
    with pytest.raises(FrameworkError) as caught:
        framework(root=root)
    assert [(problem.code, problem.line, problem.node) for problem in caught.value.problems] == [
        (code, 7, "index")
    ]


@pytest.mark.parametrize("key", ["weights: equal", "aggregate: sum", "missing: zero"])
def test_what_an_indicator_cannot_have_is_refused(key: str) -> None:
    with pytest.raises(FrameworkError) as caught:
        framework(children=f"[{{id: first, {key}}}, {{id: second}}]")
    assert [problem.code for problem in caught.value.problems] == ["only-for-pillars"]


def test_a_pillar_with_a_normalisation_of_its_own_may_count_downwards() -> None:
    assert framework(root="normalise: minmax\n  direction: negative").tree.direction == "negative"


@pytest.mark.parametrize(
    ("choice", "key", "known"),
    [
        (
            "normalise: {kind: goalposts, low: 0, high: 1, goalposts: [0, 1]}",
            "goalposts",
            "cap, high, kind, log, low, range",
        ),
        ("aggregate: {kind: power, exponent: 2, power: 2}", "power", "exponent, kind"),
    ],
)
def test_a_key_called_as_its_method_is_told_apart_from_the_method(choice: str, key: str, known: str) -> None:
    with pytest.raises(FrameworkError) as caught:
        parse_framework(document(f"method: {{{choice}}}"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.params["key"], problem.params["known"]) == ("unknown-key", key, known)


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
    assert len(shown) < 500


def test_ids_and_numbers_keep_their_place_in_an_arabic_line() -> None:
    known = Problem("unknown-format", params={"suffix": ".doc", "known": ".csv, .tsv, x"})
    assert known.message("ar") == (
        "اللاحقة «\u200e.doc» غير معروفة؛ يُرجى استخدام واحدة مما يلي: \u200e.csv، \u200e.tsv، x."
    )
    assert "{} سالب".format("\u200e-1") in Problem("weight-negative", params={"value": "-1"}).message("ar")


def test_an_error_survives_a_process_border() -> None:
    error = FrameworkError([Problem("no-rows", "a.csv")])
    assert pickle.loads(pickle.dumps(error)).problems == error.problems
