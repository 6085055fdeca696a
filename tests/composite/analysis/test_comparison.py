"""Two sets of scores side by side."""

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import kendalltau, spearmanr

from multaqa.composite.analysis import Move, compare_scores
from tests.composite.analysis.golden import rows, table

NAN = np.nan


def test_the_comparison_of_two_asem_indices_is_reproduced(asem: Path) -> None:
    scores = []
    for name in ("07_aggregated", "14_change_ind_drop_LPI_Forest"):
        values, names = table(asem, name)
        scores.append(values[:, names.index("Index")])
    expected = rows(asem, "14_compare_coins")
    found = compare_scores(scores[0], scores[1], [record["uCode"] for record in expected])
    shown = [found.first_ranks, found.second_ranks, found.rank_differences, np.abs(found.rank_differences)]
    figures = [
        [float(record[key]) for record in expected] for key in ("coin.1", "coin.2", "Diff", "Abs.diff")
    ]
    np.testing.assert_array_equal(shown, figures)
    assert found.spearman == pytest.approx(spearmanr(*scores).statistic, rel=1e-12)
    assert found.kendall == pytest.approx(kendalltau(*scores).statistic, rel=1e-12)
    assert found.mean_shift == np.mean(figures[3])
    assert found.largest_shift == max(figures[3])


def test_a_unit_that_rises_gains_places() -> None:
    found = compare_scores(np.array([3.0, 2, 1]), np.array([1.0, 2, 5]), ["A", "B", "C"])
    assert found.rank_differences.tolist() == [-2, 0, 2]
    assert found.score_differences.tolist() == [-2, 0, 4]
    assert (found.spearman, found.kendall, found.mean_shift) == (pytest.approx(-1), -1, pytest.approx(4 / 3))
    assert found.biggest_moves() == (Move("A", 1, 3, -2), Move("C", 3, 1, 2))
    assert found.biggest_moves(1) == (Move("A", 1, 3, -2),)


def test_ties_share_the_best_place_in_both() -> None:
    found = compare_scores(np.array([2.0, 2, 1]), np.array([2.0, 1, 1]), ["A", "B", "C"])
    assert (found.first_ranks.tolist(), found.second_ranks.tolist()) == ([1, 1, 3], [1, 2, 2])
    assert found.kendall == 0.5


def test_a_unit_that_one_result_does_not_score_is_not_compared() -> None:
    found = compare_scores(np.array([3.0, NAN, 1]), np.array([1.0, 2, NAN]), ["A", "B", "C"])
    assert found.rank_differences[0] == -1
    assert np.isnan(found.rank_differences[1:]).all()
    assert np.isnan([found.spearman, found.kendall]).all()
    assert found.biggest_moves() == (Move("A", 1, 2, -1),)


def test_nothing_in_common_moves_nowhere() -> None:
    found = compare_scores(np.array([NAN, 1.0]), np.array([1.0, NAN]), ["A", "B"])
    assert np.isnan([found.mean_shift, found.largest_shift]).all()
    assert found.biggest_moves() == ()
