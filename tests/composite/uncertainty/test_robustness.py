"""What is said of each unit over many draws, and which choice it owes to."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from multaqa.composite import DataError, FrameworkError, parse_framework, score
from multaqa.composite.methods import (
    Arithmetic,
    Assumptions,
    DataNoise,
    DirichletNoise,
    FreeWeights,
    Geometric,
    RelativeNoise,
    WeightSets,
)
from multaqa.composite.uncertainty import robustness, sensitivity
from multaqa.composite.uncertainty.summary import ranks_of, tiers

FREE = Assumptions(draws=4000, weights=FreeWeights(kind="free"))


def framework(extra: str = "", children: str = "[{id: a}, {id: b}]") -> Any:
    return parse_framework(
        f'id: x\nedition: "2024"\nname: {{en: X}}\ntree: {{id: x, children: {children}}}\nmethod: {{normalise: none}}\n{extra}'
    )


def result(extra: str = "", **columns: list[float | None]) -> Any:
    units = [f"u{place}" for place in range(len(columns["a"]))]
    return score(framework(extra), {"unit": units, **columns})


def test_a_unit_that_leads_on_everything_is_first_whatever_the_weights() -> None:
    found = robustness(result(a=[9.0, 1, 5], b=[8.0, 5, 1]), FREE)
    first = found.of("u0")
    assert (first.rank, first.rank_low, first.rank_median, first.rank_high) == (1, 1, 1, 1)
    assert found.probability_above("u0", "u1") == found.probability_above("u0", "u2") == 1
    assert first.tier == 1


def test_two_mirrored_units_are_each_ahead_half_of_the_time() -> None:
    found = robustness(result(a=[1.0, 0], b=[0.0, 1]), FREE)
    assert found.probability_above("u0", "u1") == pytest.approx(0.5, abs=0.03)
    assert found.probability_above("u0", "u1") + found.probability_above("u1", "u0") == pytest.approx(1)
    assert {found.of(unit).tier for unit in ("u0", "u1")} == {1}


def test_scores_under_free_weights_run_over_the_whole_way_between_the_children() -> None:
    unit = robustness(result(a=[0.0, 1], b=[1.0, 1]), FREE, level=0.9).of("u0")
    assert (unit.score_low, unit.score_median, unit.score_high) == pytest.approx((0.05, 0.5, 0.95), abs=0.02)


def test_relative_noise_stays_within_its_share() -> None:
    noise = Assumptions(draws=3000, weights=RelativeNoise(kind="relative", share=0.5))
    unit = robustness(result(a=[0.0, 1], b=[1.0, 1]), noise, level=1.0).of("u0")
    assert unit.score_low == pytest.approx(0.5 / 2, abs=0.02)
    assert unit.score_high == pytest.approx(1.5 / 2, abs=0.02)


def test_dirichlet_weights_gather_around_the_given_shares() -> None:
    rules = framework(children="[{id: a, weight: 3}, {id: b}]")
    found = score(rules, {"unit": ["u0", "u1"], "a": [1.0, 0], "b": [0.0, 0]})
    wide = robustness(
        found, Assumptions(draws=4000, weights=DirichletNoise(kind="dirichlet", concentration=5))
    )
    narrow = robustness(
        found, Assumptions(draws=4000, weights=DirichletNoise(kind="dirichlet", concentration=500))
    )
    assert wide.of("u0").score_mean == pytest.approx(0.75, abs=0.01)
    assert narrow.of("u0").score_mean == pytest.approx(0.75, abs=0.01)
    width = [unit.score_high - unit.score_low for unit in (wide.of("u0"), narrow.of("u0"))]
    assert width[0] > 5 * width[1]


def test_one_of_several_sets_of_weights_is_taken_whole() -> None:
    sets = WeightSets(kind="sets", sets=({"a": 1.0, "b": 0.0}, {"a": 0.0, "b": 1.0}))
    unit = robustness(result(a=[0.0, 1], b=[10.0, 1]), Assumptions(draws=2000, weights=sets)).of("u0")
    assert (unit.score_low, unit.score_high) == (0, 10)
    assert unit.score_mean == pytest.approx(5, abs=0.4)


def test_the_same_seed_gives_the_same_figures_and_another_gives_others() -> None:
    found = result(a=[0.2, 0.5, 0.9], b=[0.8, 0.6, 0.1])
    first, again = (
        robustness(found, Assumptions(weights=FreeWeights(kind="free"), seed=3)) for _ in range(2)
    )
    other = robustness(found, Assumptions(weights=FreeWeights(kind="free"), seed=4))
    assert first.units == again.units
    np.testing.assert_array_equal(first.above, again.above)
    assert first.units != other.units


def test_what_is_drawn_first_does_not_depend_on_how_much_is_drawn() -> None:
    found = result(a=[0.2, 0.5, 0.9], b=[0.8, 0.6, 0.1])
    few = robustness(found, Assumptions(draws=500, weights=FreeWeights(kind="free")))
    many = robustness(found, Assumptions(draws=3000, weights=FreeWeights(kind="free")))
    np.testing.assert_array_equal(few.shift, many.shift[:500])


def test_missing_units_are_neither_ranked_nor_above_anyone() -> None:
    found = robustness(result(a=[0.2, None, 0.9], b=[0.8, None, 0.1]), FREE)
    missing = found.of("u1")
    assert (missing.rank, missing.rank_median, missing.score_median, missing.tier, missing.scored) == (
        None,
        None,
        None,
        None,
        0,
    )
    assert found.probability_above("u1", "u0") == 0
    assert found.probability_above("u0", "u1") == 1


def test_ranks_among_some_units_are_ranks_in_that_group() -> None:
    found = robustness(result(a=[9.0, 1, 5, 7], b=[9.0, 1, 5, 7]), FREE, among=["u1", "u2"])
    assert found.members == ("u1", "u2")
    assert [(unit.unit, unit.rank, unit.rank_high) for unit in found.units] == [("u1", 2, 2), ("u2", 1, 1)]


def test_bands_are_counted_over_the_draws() -> None:
    bands = "bands: [{id: high, from: 0.5}, {id: low}]"
    unit = robustness(result(bands, a=[0.0, 1], b=[1.0, 1]), FREE).of("u0")
    assert unit.bands["high"] == pytest.approx(0.5, abs=0.03)
    assert unit.bands["high"] + unit.bands["low"] == pytest.approx(1)


def test_every_year_of_a_panel_has_its_own_intervals_under_the_same_draws() -> None:
    rules = framework()
    panel = {
        "unit": ["u0", "u1"] * 2,
        "time": ["2023"] * 2 + ["2024"] * 2,
        "a": [1.0, 0, 1, 1],
        "b": [0.0, 1, 1, 0],
    }
    found = robustness(score(rules, panel), FREE)
    assert found.of("u0", "2023").rank_high == 2
    assert found.of("u0", "2024").rank_high == 1
    assert found.of("u0") == found.of("u0", "2024")


def test_measurement_error_widens_with_its_share() -> None:
    found = result(a=[0.0, 1, 2, 3, 4], b=[4.0, 3, 2, 1, 0.5])
    widths = []
    for share in (0.05, 0.5):
        unit = robustness(found, Assumptions(draws=2000, data=DataNoise(share=share))).of("u2")
        widths.append(unit.score_high - unit.score_low)
    assert widths[1] == pytest.approx(10 * widths[0], rel=0.1)


def test_imputed_values_are_drawn_with_their_spread_and_others_stay() -> None:
    rules = parse_framework(
        'id: x\nedition: "2024"\nname: {en: X}\ntree: {id: x, children: [{id: a}]}\n'
        "method: {impute: mean, normalise: none}\nuncertainty: {imputation: true, draws: 4000}\n"
    )
    cells = [0.0, 10, 20, None]
    found = robustness(score(rules, {"unit": ["u0", "u1", "u2", "u3"], "a": cells}))
    assert (found.of("u0").score_low, found.of("u0").score_high) == (0, 0)
    spread = np.std([0, 10, 20], ddof=1) * np.sqrt(4 / 3)
    imputed = found.of("u3")
    assert imputed.score_mean == pytest.approx(10, abs=1)
    assert imputed.score_high - imputed.score_low == pytest.approx(2 * 1.645 * spread, rel=0.07)


def test_progress_is_told_until_all_is_done() -> None:
    told: list[tuple[int, int]] = []
    robustness(result(a=[0.0, 1], b=[1.0, 1]), FREE, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (4000, 4000)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_assumptions_that_vary_nothing_are_refused() -> None:
    with pytest.raises(FrameworkError) as caught:
        robustness(result(a=[0.0, 1], b=[1.0, 1]), Assumptions(aggregate=(Arithmetic(kind="arithmetic"),)))
    assert [problem.code for problem in caught.value.problems] == ["nothing-uncertain"]


def test_a_choice_without_meaning_for_the_data_is_refused() -> None:
    both = Assumptions(aggregate=(Arithmetic(kind="arithmetic"), Geometric(kind="geometric")))
    with pytest.raises(DataError) as caught:
        robustness(result(a=[-1.0, 1], b=[1.0, 1]), both)
    assert [problem.code for problem in caught.value.problems] == ["negative-in-geometric"]


@pytest.mark.parametrize("name", ["nowhere", "a"])
def test_weights_can_only_vary_at_pillars_that_are_there(name: str) -> None:
    noise = Assumptions(weights=RelativeNoise(kind="relative", at=(name,)))
    with pytest.raises(FrameworkError):
        robustness(result(a=[0.0, 1], b=[1.0, 1]), noise)


def test_a_question_about_an_unknown_unit_is_refused() -> None:
    with pytest.raises(DataError):
        robustness(result(a=[0.0, 1], b=[1.0, 1]), FREE).of("nobody")


def test_kept_scores_stop_growing_while_ranks_go_on_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multaqa.composite.uncertainty.summary.KEPT_DRAWS", 700)
    found = robustness(result(a=[0.0, 1], b=[1.0, 1]), FREE)
    assert len(found.shift) == 700
    assert found.rank_shares.sum(axis=-1) == pytest.approx(np.ones((1, 2)))


def test_ranks_share_the_best_place_and_leave_out_the_unscored() -> None:
    scores = np.array([[3.0, 1, 3, np.nan, 2], [1, 2, 3, 4, 5], [np.nan] * 5])
    assert ranks_of(scores).tolist() == [[1, 4, 1, 0, 3], [5, 4, 3, 2, 1], [0] * 5]


def test_a_tier_opens_where_its_first_unit_is_reliably_behind() -> None:
    above = np.array([[0, 0.6, 0.95, 1], [0.4, 0, 0.6, 0.97], [0.05, 0.4, 0, 0.5], [0, 0.03, 0.5, 0]])
    assert tiers([0, 1, 2, 3], above, 0.9) == {0: 1, 1: 1, 2: 2, 3: 2}


def test_weights_of_equal_children_explain_nothing_by_themselves() -> None:
    """Only where errors part the children do weights matter, so that all goes back to the data, with or without them."""
    found = result(a=[0.0, 1, 2, 3, 4, 5], b=[0.0, 1, 2, 3, 4, 5])
    assumed = Assumptions(weights=FreeWeights(kind="free"), data=DataNoise(share=0.3, of="deviation"))
    by_name = {item.name: item for item in sensitivity(found, assumed, base=2000).shift}
    assert by_name["data"].total == pytest.approx(1, abs=0.12)
    assert by_name["weights"].first == pytest.approx(0, abs=0.08)
    assert by_name["data"].first > 0.3


def test_sensitivity_is_none_where_a_rank_never_changes() -> None:
    found = sensitivity(
        result(a=[9.0, 1, 5], b=[8.0, 5, 1]),
        Assumptions(weights=FreeWeights(kind="free"), data=DataNoise(share=0.01)),
        base=64,
    )
    assert [item.total for item in found.of("u0")] == [None, None]
    assert found.runs == 64 * 4


def test_sensitivity_is_reproducible_by_its_seed() -> None:
    found = result(a=[0.2, 0.5, 0.9], b=[0.8, 0.6, 0.1])
    assumed = Assumptions(weights=FreeWeights(kind="free"), data=DataNoise(share=0.2))
    assert sensitivity(found, assumed, base=64).shift == sensitivity(found, assumed, base=64).shift


def test_indices_do_not_depend_on_how_far_down_the_ranking_a_unit_stands() -> None:
    """First-order indices of every unit lie between nought and one, whatever its rank, and add up to no more than one."""
    random = np.random.default_rng(1)
    found = result(a=random.normal(size=100).tolist(), b=random.normal(size=100).tolist())
    assumed = Assumptions(weights=FreeWeights(kind="free"), data=DataNoise(share=0.3))
    drawn = sensitivity(found, assumed, base=1000)
    first = np.array([[item.first for item in drawn.of(unit)] for unit in found.units], dtype=float)
    assert np.nanmin(first) > -0.15
    assert np.nanmax(first) < 1.1
    assert np.nanmax(first.sum(axis=1)) < 1.25


@pytest.mark.parametrize("ties", ["min", "max", "dense", "average"])
def test_a_ranking_with_ties_that_never_changes_has_intervals_of_nothing(ties: str) -> None:
    rules = framework().with_method(rank={"ties": ties})
    cells = [3.0, 3.0, 2.0, 1.0, 1.0]
    found = robustness(score(rules, {"unit": list("vwxyz"), "a": cells, "b": cells}), FREE)
    assert all(unit.rank == unit.rank_low == unit.rank_high for unit in found.units)
    assert found.shift.max() == 0


def test_bands_of_draws_follow_the_rule_of_the_framework() -> None:
    """0.46 is published as 0.5, which lies in the upper band."""
    rules = framework("bands: [{id: high, from: 0.5}, {id: low}]").with_method(
        round={"decimals": 1}, rank={"on": "published"}
    )
    unit = robustness(score(rules, {"unit": ["u", "w"], "a": [0.46, 0.0], "b": [0.46, 0.0]}), FREE).of("u")
    assert unit.bands == {"high": 1, "low": 0}


def test_a_pillar_of_a_formula_has_no_weights_to_vary() -> None:
    rules = framework().with_method(aggregate={"kind": "formula", "formula": "a + 100 * b"})
    found = score(rules, {"unit": ["u", "w"], "a": [1.0, 2], "b": [2.0, 1]})
    with pytest.raises(FrameworkError) as caught:
        robustness(found, FREE)
    assert [problem.code for problem in caught.value.problems] == ["nothing-uncertain"]


def test_sets_of_weights_that_leave_a_pillar_without_any_are_refused() -> None:
    nothing = WeightSets(kind="sets", sets=({"a": 0.0, "b": 0.0},))
    with pytest.raises(FrameworkError) as caught:
        robustness(result(a=[0.0, 1], b=[1.0, 1]), Assumptions(weights=nothing))
    assert [problem.code for problem in caught.value.problems] == ["weights-all-zero"]


def test_weights_of_each_unit_cannot_be_compared_between_units() -> None:
    own = framework().with_method(weights="benefit_of_the_doubt", aggregate="copeland")
    with pytest.raises(FrameworkError) as caught:
        score(own, {"unit": ["u", "w"], "a": [1.0, 2], "b": [2.0, 1]})
    assert [problem.code for problem in caught.value.problems] == ["own-weights-compared"]


@pytest.mark.parametrize("level", [0.0, 1.5, float("nan")])
def test_a_level_that_is_no_share_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        robustness(result(a=[0.0, 1], b=[1.0, 1]), FREE, level=level)


def test_ranks_among_strangers_are_refused() -> None:
    with pytest.raises(DataError):
        robustness(result(a=[0.0, 1], b=[1.0, 1]), FREE, among=["u0", "nobody"])
