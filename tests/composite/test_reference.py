"""The reference page: every example works, every key and every code is on it."""

import re
from pathlib import Path

import pytest

from multaqa.composite import parse_framework
from multaqa.composite.framework import (
    Band,
    Break,
    Columns,
    Framework,
    Method,
    Node,
    Published,
    Publisher,
    Source,
)
from multaqa.composite.methods import Goalposts, MinMax, Ranking, Round
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


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_a_framework_once_the_required_keys_are_there(example: str) -> None:
    stated = set(re.findall(r"^(\w+):", example, re.MULTILINE))
    rest = "\n".join(line for key, line in REST.items() if key not in stated)
    assert parse_framework(f"{example}\n{rest}").nodes


@pytest.mark.parametrize(
    "model",
    [
        Framework,
        Node,
        Method,
        Band,
        Break,
        Columns,
        Published,
        Publisher,
        Source,
        Round,
        Ranking,
        MinMax,
        Goalposts,
    ],
)
def test_every_key_is_on_the_page(model: type[Framework]) -> None:
    keys = {field.alias or name for name, field in model.model_fields.items()}
    assert {key for key in keys if not re.search(rf"\b{key}\b", TEXT)} == set()


def test_every_code_is_on_the_page_and_no_other() -> None:
    listed = set(re.findall(r"`([a-z-]+)`", TEXT.split("## Mistakes")[1]))
    assert listed == {code.removesuffix("+suggestion") for code in SENTENCES}
