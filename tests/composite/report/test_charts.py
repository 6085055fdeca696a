"""Charts are drawn in every format, mirrored in Arabic, with their figures beside the marks."""

from __future__ import annotations

import re

import pytest

from multaqa.composite.report import charts
from multaqa.composite.report.data import ranked_units
from multaqa.composite.report.page import panels, ranks_picture, sensitivity_picture
from multaqa.composite.report.writing import Writer
from multaqa.composite.uncertainty import robustness, sensitivity
from tests.composite.report import indices

MAGIC = {".svg": b"<svg ", ".png": b"\x89PNG\r\n\x1a\n", ".pdf": b"%PDF-", ".html": b"<!doctype html>"}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("suffix", MAGIC)
def test_pictures_have_the_format_of_their_suffix_and_are_the_same_again(suffix: str, language: str) -> None:
    found, shares = robustness(indices.result()), sensitivity(indices.result(), base=32)
    for picture in (
        ranks_picture(found, suffix, language),
        sensitivity_picture(shares, suffix, language),
    ):
        assert picture.startswith(MAGIC[suffix])
        assert len(picture) > 2000
    again = ranks_picture(robustness(indices.result()), suffix, language)
    # The writer of PDF orders its fonts anew every time.
    assert suffix == ".pdf" or again == ranks_picture(found, suffix, language)


def test_arabic_charts_run_from_right_to_left() -> None:
    found = indices.audited()
    units = ranked_units(found.robustness, found.time)
    for language, side, is_reversed in (("en", "left", False), ("ar", "right", True)):
        writer = Writer(found.result.framework, language)
        definition = charts.specification(charts.ranks_chart(units, writer), writer)
        encodings = [layer["encoding"] for layer in definition["layer"]]
        assert {encoding["y"]["axis"]["orient"] for encoding in encodings} == {side}
        assert {encoding["x"]["scale"]["reverse"] for encoding in encodings} == {is_reversed}


def test_every_unit_has_its_figures_beside_its_interval() -> None:
    found = indices.audited()
    writer = Writer(found.result.framework, "en", isolate=False)
    units = ranked_units(found.robustness, found.time)
    drawn = charts.draw(charts.ranks_chart(units, writer), "svg", writer).decode()
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", drawn)
    assert set(indices.UNITS) <= set(texts)
    first = units[0]
    low, high = (writer.rank(end) for end in (first.rank_low, first.rank_high))
    assert f"{writer.rank(first.rank)} ({low if low == high else f'{low}–{high}'})" in texts


def test_correlations_by_chance_have_no_colour() -> None:
    found = indices.audited()
    writer = Writer(found.result.framework, "en")
    pillar = next(each for each in found.pillars if each.node == "first")
    definition = charts.specification(charts.correlation_chart(found, pillar, writer), writer)
    (rows,) = definition["datasets"].values()
    shown = [(row["value"], row["certain"]) for row in rows]
    among, parent = pillar.correlations, pillar.with_parent
    cells = [(among, 0, 1), (among, 0, 2), (parent, 0, 0), (among, 1, 2), (parent, 1, 0), (parent, 2, 0)]
    assert shown == [(each.coefficients[i, j], each.p_values[i, j] < 0.05) for each, i, j in cells]


def test_figures_stand_out_from_every_cell() -> None:
    """WCAG 2.2 AA: text has a contrast of 4.5 with what it stands on."""

    def luminance(color: list[float]) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def channels(color: str) -> list[float]:
        return [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]

    stops = [channels(color) for color in charts._CORRELATION_RAMP]
    for step in range(-100, 101):
        place = (step / 100 + 1) * 2
        low = min(int(place), 3)
        cell = [a + (b - a) * (place - low) for a, b in zip(stops[low], stops[low + 1], strict=True)]
        lights = sorted([luminance(cell), luminance(channels(charts._readable_on(step / 100)))])
        assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5


def test_a_long_ranking_is_drawn_in_parts_of_a_page() -> None:
    units = ranked_units(indices.audited().robustness, indices.audited().time) * 13
    assert [len(part) for part in panels(units[:193])] == [49, 49, 49, 46]
    assert [len(part) for part in panels(units[:50])] == [50]
    assert panels([]) == []
