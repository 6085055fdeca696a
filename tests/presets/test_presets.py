"""Ready frameworks: found by name, complete in three languages."""

import pytest

from multaqa.composite import load_framework
from multaqa.presets import find_preset, preset_names

NAMES = (
    "asem/2018",
    "dgi/2023",
    "egdi/2014",
    "egdi/2018",
    "egdi/2024",
    "gems/2020",
    "gems/2022",
    "gems/2023",
    "gems/2024",
    "odb/2014",
)
WITHOUT_FIGURES = ("asem/2018", "dgi/2023", "egdi/2018", "odb/2014")


def test_the_presets_are_these() -> None:
    assert preset_names() == NAMES


@pytest.mark.parametrize(
    "name", ["egdi/2014", "presets/egdi/2014", "presets/egdi/2014.yaml", "egdi/2014.yaml"]
)
def test_a_preset_has_one_file_by_any_of_its_names(name: str) -> None:
    assert find_preset(name) == find_preset("egdi/2014")


def test_the_figures_of_a_preset_stand_beside_it() -> None:
    assert find_preset("gems/2024", ".csv") == find_preset("presets/gems/2024.csv")


def test_a_preset_without_figures_has_none() -> None:
    assert tuple(name for name in NAMES if find_preset(name, ".csv") is None) == WITHOUT_FIGURES
    assert find_preset("odb/2014.csv") is None


@pytest.mark.parametrize(
    "name", ["egdi/1999", "reproductions/odb-2014", "../secret", "/etc/passwd", "egdi", ""]
)
def test_no_other_file_can_be_reached(name: str) -> None:
    assert find_preset(name) is None


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_speaks_three_languages_and_names_its_source(name: str) -> None:
    path = find_preset(name)
    assert path is not None
    framework = load_framework(path)
    assert framework.publisher is not None
    texts = [framework.name, framework.publisher.name, *(source.title for source in framework.sources)]
    texts += [node.name or {} for node in framework.nodes] + [band.name or {} for band in framework.bands]
    texts += [framework.inferred or {}, *(known.note for known in framework.breaks)]
    texts += [framework.description or {}, *(question.ask or {} for question in framework.questions)]
    texts += [item.name or {} for roster in framework.rosters.values() for item in roster.items or ()]
    texts += [text for node in framework.nodes for text in (node.description, node.unit_of_measure) if text]
    texts += [derived.name for derived in framework.derived if derived.name]
    assert all(set(text) == {"en", "ar", "fr"} for text in texts)
    assert framework.sources
