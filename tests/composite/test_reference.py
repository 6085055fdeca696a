"""The reference page: every example works, every key and every code is on it."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from pydantic import BaseModel

from multaqa.composite import json_schema, parse_framework
from multaqa.composite.document import read_document
from multaqa.composite.framework import Framework
from multaqa.composite.methods import (
    Aggregation,
    Imputation,
    Normalisation,
    TreatmentStep,
    Weighting,
    WeightNoise,
)
from multaqa.composite.sentences import SENTENCES

PAGE = Path(__file__).parents[2] / "docs/reference/framework.md"
TEXT = PAGE.read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
REST = {
    "id": "id: index",
    "edition": "edition: 2024",
    "name": "name: {en: The index}",
    "tree": "tree: {id: index, children: [{id: first}, {id: second}]}",
}


def read(example: str) -> Framework:
    """The framework that an example is a part of."""
    return parse_framework(complete(example))


def complete(example: str) -> str:
    """An example with the required keys that it leaves out."""
    stated = set(re.findall(r"^(\w+):", example, re.MULTILINE))
    rest = "\n".join(line for key, line in REST.items() if key not in stated)
    return f"{example}\n{rest}"


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_a_framework_once_the_required_keys_are_there(example: str) -> None:
    assert read(example).nodes


SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
MODELS = {"Framework": SCHEMA, **SCHEMA["$defs"]}


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_schema_allows_every_example(example: str) -> None:
    value = read_document(complete(example), "example.yaml").value
    assert [error.message for error in VALIDATOR.iter_errors(json.loads(json.dumps(value)))] == []


@pytest.mark.parametrize("model", MODELS)
def test_every_key_is_on_the_page(model: str) -> None:
    keys = MODELS[model].get("properties", {})
    assert {key for key in keys if not re.search(rf"\b{key}\b", TEXT)} == set()


@pytest.mark.parametrize(
    "union",
    [Aggregation, Imputation, Normalisation, TreatmentStep, Weighting, WeightNoise],
    ids=lambda union: get_args(union)[0].__name__,
)
def test_every_kind_is_in_an_example(union: object) -> None:
    kinds = {get_args(model.model_fields["kind"].annotation)[0] for model in get_args(union)}
    used = {
        choice.kind
        for example in EXAMPLES
        for choice in choices_of(read(example))
        if isinstance(choice, get_args(union))
    }
    assert kinds - used == set()


def choices_of(value: object) -> list[Any]:
    """Every typed choice in a framework, however deep."""
    if isinstance(value, BaseModel):
        return [
            value,
            *(found for key in type(value).model_fields for found in choices_of(getattr(value, key))),
        ]
    return [found for member in value for found in choices_of(member)] if isinstance(value, tuple) else []


def test_every_code_is_on_the_page_and_no_other() -> None:
    listed = set(re.findall(r"`([a-z-]+)`", TEXT.split("## Mistakes")[1]))
    assert listed == {code.removesuffix("+suggestion") for code in SENTENCES}
