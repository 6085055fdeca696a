"""Ready frameworks: found by name, complete in three languages."""

import pytest

from multaqa.composite import load_framework
from multaqa.presets import find_preset, preset_names

NAMES = ("egdi/2014", "egdi/2024", "gems/2020", "gems/2022", "gems/2023", "gems/2024")


def test_the_presets_are_these() -> None:
    assert preset_names() == NAMES


@pytest.mark.parametrize(
    "name", ["egdi/2014", "presets/egdi/2014", "presets/egdi/2014.yaml", "egdi/2014.yaml"]
)
def test_a_preset_has_one_file_by_any_of_its_names(name: str) -> None:
    assert find_preset(name) == find_preset("egdi/2014")


def test_the_figures_of_a_preset_stand_beside_it() -> None:
    assert find_preset("gems/2024", ".csv") == find_preset("presets/gems/2024.csv")


@pytest.mark.parametrize("name", ["egdi/1999", "../secret", "/etc/passwd", "egdi", ""])
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
    assert all(set(text) == {"en", "ar", "fr"} for text in texts)
    assert framework.sources
