"""A wrong value anywhere in a document is told with its place, in words of ours."""

import jsonschema
import pytest
import yaml

from multaqa.composite import FrameworkError, parse_framework
from multaqa.composite.document import Path, read_document
from multaqa.composite.sentences import SENTENCES
from tests.composite.wrong_values import SCHEMA, Place, places

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


@pytest.mark.parametrize("place", places(), ids=lambda place: ".".join(map(str, place.path)))
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
