"""What changed from one edition to another."""

import pytest

from multaqa.composite import Framework, load_framework
from multaqa.composite.compare import Change, method_changes
from multaqa.presets import find_preset
from tests.composite.factories import framework

BEFORE = "[{id: a, weight: 1, name: {en: Alpha, ar: ألف}}, {id: b, weight: 1}, {id: p, children: [{id: c}]}]"


def preset(name: str) -> Framework:
    path = find_preset(name)
    assert path is not None
    return load_framework(path)


def test_an_edition_does_not_differ_from_itself() -> None:
    assert method_changes(preset("gems/2024"), preset("gems/2024")) == []


def test_names_are_no_part_of_the_method() -> None:
    assert (
        method_changes(framework(children="[{id: a}]"), framework(children="[{id: a, name: {en: A}}]")) == []
    )


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (BEFORE.replace("[{id: c}]", "[{id: c}, {id: d}]"), {("node-added", "d"), ("weight", "c")}),
        (
            BEFORE.replace("{id: b, weight: 1}, ", ""),
            {("node-removed", "b"), ("weight", "a"), ("weight", "p")},
        ),
        (
            BEFORE.replace("{id: b, weight: 1}, ", "").replace("{id: c}", "{id: c}, {id: b}"),
            {("node-moved", "b"), ("weight", "a"), ("weight", "p"), ("weight", "b"), ("weight", "c")},
        ),
        (
            BEFORE.replace("weight: 1}", "weight: 1, normalise: minmax, direction: negative}"),
            {("normalise", "b"), ("direction", "b")},
        ),
        (
            BEFORE.replace(
                "id: p,", "id: p, aggregate: geometric, missing: {drop_below: 0.5}, round: {decimals: 1},"
            ),
            {("aggregate", "p"), ("missing", "p"), ("round", "p")},
        ),
    ],
)
def test_each_difference_of_the_tree_is_named(after: str, expected: set[tuple[str, str]]) -> None:
    changes = method_changes(framework(children=BEFORE), framework(children=after))
    assert {(change.code, change.node) for change in changes} == expected
    assert all("{" not in change.message(language) for change in changes for language in ("en", "ar"))


def test_rules_of_the_whole_index_are_compared() -> None:
    after = framework(
        "method: {rank: {ties: dense}}\nbands: [{id: all}, {id: none}]".replace(
            "{id: all}", "{id: all, from: 5}"
        )
        + "\nscale: [0, 1]"
    )
    assert [change.code for change in method_changes(framework(), after)] == ["rank", "scale", "bands"]


def test_weights_are_compared_as_shares() -> None:
    doubled = framework(children="[{id: first, weight: 2}, {id: second, weight: 2}]")
    assert method_changes(framework(), doubled) == []
    changed = method_changes(
        framework(children=BEFORE),
        framework(children=BEFORE.replace("{id: a, weight: 1", "{id: a, weight: 2")),
    )
    assert changed[0].message("en") == "The weight of “Alpha” among its siblings changed from 33.33% to 50%."
    assert changed[0].message("ar") == "تغيّر وزن «ألف» بين نظرائه من 33.33% إلى 50%."


def test_a_declared_break_lies_between_the_editions_whichever_comes_first() -> None:
    old, new = preset("egdi/2014"), preset("egdi/2024")
    expected = Change("break", before="2014", after="2024", note=new.breaks[0].note)
    assert method_changes(old, new) == [expected]
    assert method_changes(new, old) == [expected]
    assert expected.message("en").startswith("The components of 2014 and 2024 were not built alike")
    assert expected.message("ar").startswith("لم تُبنَ مكوّنات عامي 2014 و2024")
