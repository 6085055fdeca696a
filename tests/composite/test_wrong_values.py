"""A wrong value anywhere in a document is told with its place, in words of ours."""

import jsonschema
import pytest
import yaml

from multaqa.composite import FrameworkError, parse_framework
from multaqa.composite.compare import method_changes
from multaqa.composite.describe import describe
from multaqa.composite.document import Path, read_document
from multaqa.composite.sentences import SENTENCES
from tests.composite.wrong_values import BASE, SCHEMA, Place, places

WRONG = [True, -7, 2.5, "zzz", "", [], ["zzz"], {}, {"zzz": 1}, [[]], [1, 2, 3]]
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def lines_of(text: str, path: Path) -> set[int]:
    """The lines on which the value at a path stands."""
    lines = read_document(text, "index.yaml").lines
    return {line for known, line in lines.items() if known[: len(path)] == path}


def test_the_walk_reaches_every_model() -> None:
    names = {place.path[-1] for place in places()}
    keys = {key for model in SCHEMA["$defs"].values() for key in model.get("properties", ())}
    assert keys - names == set()


@pytest.mark.parametrize("place", list(places()), ids=lambda place: ".".join(map(str, place.path)))
def test_a_wrong_value_is_refused_at_its_line_in_our_words(place: Place) -> None:
    for value in WRONG:
        wrong = place.holding(value)
        if VALIDATOR.is_valid(wrong):
            continue
        text = yaml.safe_dump(wrong, sort_keys=False, allow_unicode=True)
        with pytest.raises(FrameworkError) as caught:
            parse_framework(text)
        problems = caught.value.problems
        assert {problem.line for problem in problems} <= lines_of(text, place.path), value
        assert {problem.code for problem in problems} <= SENTENCES.keys()
        assert len({(problem.code, problem.line, problem.text("en")) for problem in problems}) == len(
            problems
        )
        for language in ("en", "ar"):
            told = caught.value.text(language)
            assert "Input should" not in told
            assert "validation" not in told


@pytest.mark.parametrize("language", ["en", "ar"])
def test_whatever_the_schema_allows_is_refused_in_words_or_described(language: str) -> None:
    base = parse_framework(yaml.safe_dump(BASE))
    described, unplaced = 0, []
    for place in places():
        for value in (*WRONG, 1, 0, "none", "minmax", "first", ["first"], [1, 2], {"en": "words"}):
            document = place.holding(value)
            if not VALIDATOR.is_valid(document):
                continue
            try:
                read = parse_framework(yaml.safe_dump(document, sort_keys=False))
            except FrameworkError as error:
                unplaced += [problem.code for problem in error.problems if problem.line is None]
                continue
            described += 1
            told = [paragraph.text for paragraph in describe(read, language)]
            told += [change.message(language) for change in method_changes(base, read)]
            assert all("{" not in text for text in told), document
    assert described > 100
    # A roster is read before the lines of the document are at hand.
    assert {code for code in unplaced if not code.startswith("roster-")} == set()
