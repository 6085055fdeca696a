"""Reading a framework document."""

import jsonschema
import pytest
import yaml

from multaqa.composite import FrameworkError, json_schema, load_framework, parse_framework
from multaqa.composite.methods import Arithmetic, DropBelow, Goalposts, MinMax
from tests.composite.factories import DOCUMENT, document, framework


def test_the_smallest_document_is_complete() -> None:
    read = parse_framework(DOCUMENT)
    assert (read.id, read.edition, [node.id for node in read.nodes]) == (
        "index",
        "2024",
        ["index", "first", "second"],
    )
    assert (read.method.aggregate, read.method.missing, read.units) == (
        Arithmetic(kind="arithmetic"),
        "renormalise",
        "countries",
    )


def test_a_year_needs_no_quotation_marks() -> None:
    assert parse_framework(DOCUMENT.replace('"2024"', "2024")).edition == "2024"


def test_on_and_no_are_words_as_in_yaml_1_2() -> None:
    read = framework("method: {rank: {on: exact}}\ndescription: {no: Norsk tekst}")
    assert read.method.rank.on == "exact"
    assert read.description == {"no": "Norsk tekst"}


def test_a_method_may_be_named_alone_or_with_its_parameters() -> None:
    read = framework(
        children="[{id: first, normalise: minmax}, {id: second, normalise: {kind: goalposts, low: 1, high: 9}}]"
    )
    assert [read.normalisation_of(node) for node in read.indicators] == [
        MinMax(kind="minmax"),
        Goalposts(kind="goalposts", low=1, high=9),
    ]


def test_a_share_of_data_may_be_required() -> None:
    assert framework(root="missing: {drop_below: 0.5}").tree.missing == DropBelow(drop_below=0.5)


def test_the_digest_is_of_the_meaning_not_of_the_layout() -> None:
    spelt_out = DOCUMENT.replace("{id: first}", "{weight: 1, id: first}") + "# a comment\nunits: countries\n"
    assert parse_framework(spelt_out).digest == parse_framework(DOCUMENT).digest
    assert (
        parse_framework(DOCUMENT.replace("{id: first}", "{id: first, weight: 2}")).digest
        != parse_framework(DOCUMENT).digest
    )


def test_a_node_knows_its_line() -> None:
    read = parse_framework(DOCUMENT)
    assert [read.line_of(node) for node in ("index", "first", "second", "absent")] == [4, 7, 8, None]


@pytest.mark.parametrize(
    ("children", "scale"),
    [
        ("[{id: a, normalise: minmax}, {id: b, normalise: minmax}]", (0, 100)),
        ("[{id: a, normalise: {kind: minmax, range: [0, 1]}}]", (0, 1)),
        ("[{id: a, normalise: zscore}]", (-3, 3)),
        ("[{id: a}, {id: b, normalise: minmax}]", (0, 100)),
    ],
)
def test_a_scale_that_is_not_stated_follows_from_the_normalisation(
    children: str, scale: tuple[float, float]
) -> None:
    assert framework(children=children).scale == scale


def test_decimals_to_show_follow_the_rounding_or_the_scale() -> None:
    assert framework("method: {round: {decimals: 1}}").decimals == 1
    assert framework("scale: [0, 1]").decimals == 4
    assert framework().decimals == 2


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "index.yaml"
    path.write_text(DOCUMENT, "utf-8-sig")
    read = load_framework(path)
    assert (read.digest, read.file) == (parse_framework(DOCUMENT).digest, str(path))


def test_the_schema_accepts_what_the_parser_accepts() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    full = document(
        "method: {normalise: {kind: minmax, range: [0, 1]}, missing: {drop_below: 0.5}, rank: {ties: dense}}\n"
        "bands: [{id: high, from: 50}, {id: low}]\nbreaks: [{since: 2014, note: {en: new}}]",
        children="[{id: first, normalise: zscore, direction: negative}]",
    )
    parse_framework(full)
    jsonschema.validate(yaml.safe_load(full), schema)


def test_the_schema_refuses_an_unknown_key() -> None:
    wrong = yaml.safe_load(document("colour: blue"))
    assert not jsonschema.Draft202012Validator(json_schema()).is_valid(wrong)


@pytest.mark.parametrize(
    "text", ["[" * 900_000, "{a: " * 100_000, "a: " + "x" * 900_000, "- a\n" * 200_000, "\x00", "\ud800"]
)
def test_a_hostile_document_is_refused_quickly(text: str) -> None:
    with pytest.raises(FrameworkError):
        parse_framework(text)


def test_a_very_long_number_is_a_word() -> None:
    with pytest.raises(FrameworkError) as caught:
        parse_framework(document(children="[{id: first, weight: " + "9" * 5000 + "}]"))
    assert [problem.code for problem in caught.value.problems] == ["weight-not-a-number"]
