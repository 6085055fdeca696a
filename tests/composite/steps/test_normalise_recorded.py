"""Every normalisation against COINr's results, and each departure from them with its reason."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from multaqa.composite.methods import (
    Borda,
    DistanceToMaximum,
    DistanceToReference,
    DistanceToTarget,
    FractionOfMaximum,
    Goalposts,
    MinMax,
    Normalisation,
    Percentile,
    Rank,
    Scaled,
    ZScore,
)
from multaqa.composite.steps.normalise import NORMALISE, Frame
from tests.composite import asem

pytestmark = asem.here

UNIT = (0.0, 1.0)
Choice = Callable[[str], Normalisation]


def parameter(code: str, name: str) -> float:
    rows = {row["iCode"]: row for row in asem.rows("06_norm_iMeta_parameters.csv")}
    return float(rows[code][name])


def posts(cap: str) -> Choice:
    return lambda code: Goalposts(
        kind="goalposts",
        low=parameter(code, "goalpost_lower"),
        high=parameter(code, "goalpost_upper"),
        range=(0.0, parameter(code, "goalpost_scale")),
        cap=cap,
    )


def target(cap: bool) -> Choice:
    return lambda code: DistanceToTarget(
        kind="distance_to_target", target=parameter(code, "Target"), cap=cap, range=UNIT
    )


def scaled(code: str) -> Normalisation:
    low, high = parameter(code, "scaled_lower"), parameter(code, "scaled_upper")
    return Scaled(kind="scaled", low=low, high=high, range=(0.0, parameter(code, "scale_factor")))


def to(unit: str, cap: bool) -> Normalisation:
    return DistanceToReference(kind="distance_to_reference", unit=unit, cap=cap, range=UNIT)


METHODS: dict[str, Normalisation | Choice] = {
    "minmax_0_100": MinMax(kind="minmax"),
    "minmax_1_100": MinMax(kind="minmax", range=(1.0, 100.0)),
    "zscore_0_1": ZScore(kind="zscore"),
    "zscore_10_2": ZScore(kind="zscore", to=(10.0, 2.0)),
    "rank": Rank(kind="rank", ties="min"),
    "rank_average": Rank(kind="rank"),
    "borda": Borda(kind="borda", ties="min"),
    "prank": Percentile(kind="percentile", ties="min", range=UNIT),
    "dist2max": DistanceToMaximum(kind="distance_to_maximum", range=UNIT),
    "dist2ref_SGP": to("SGP", False),
    "dist2ref_SGP_capped": to("SGP", True),
    "fracmax": FractionOfMaximum(kind="fraction_of_maximum", scale=1.0),
    "scaled_0_50": Scaled(kind="scaled", low=0.0, high=50.0),
    "goalpost_trunc_iMeta": posts("both"),
    "goalpost_notrunc_iMeta": posts("none"),
    "dist2targ_capped_iMeta": target(True),
    "dist2targ_nocap_iMeta": target(False),
    "scaled_iMeta": scaled,
}

BY_RANK = {"rank", "rank_average", "borda", "prank"}
UNTREATED_ONLY = {name for name in METHODS if name.endswith("_iMeta")}
CASES = [(name, "") for name in METHODS if name not in UNTREATED_ONLY] + [(name, "_raw") for name in METHODS]


def normalised(name: str, suffix: str) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Ours, COINr's, and the indicators, for one recorded file."""
    codes = asem.indicators()
    values = asem.table("01_raw.csv" if suffix else "05_treated.csv", codes)
    units = asem.labels("01_raw.csv")
    found = np.empty_like(values)
    for place, code in enumerate(codes):
        method = METHODS[name]
        method = method(code) if callable(method) else method
        column = values[:, [place]]
        positive = asem.meta()[code]["Direction"] == "1"
        found[:, [place]] = NORMALISE[method.kind](column, method, positive, Frame(column, units)).values
    return found, asem.table(f"06_norm_{name}{suffix}.csv", codes), codes


def negative(codes: tuple[str, ...]) -> np.ndarray:
    return np.array([asem.meta()[code]["Direction"] == "-1" for code in codes])


@pytest.mark.parametrize(("name", "suffix"), CASES)
def test_normalisation_agrees_with_coinr(name: str, suffix: str) -> None:
    found, recorded, codes = normalised(name, suffix)
    right = np.ones(len(codes), dtype=bool)
    if name in ("fracmax", "scaled_0_50"):
        right = ~negative(codes)
    if name in BY_RANK:
        right &= np.array(codes) != "TolMin"
    if name.startswith("dist2ref"):
        right &= np.array(codes) != "TIRcon"
    np.testing.assert_allclose(found[:, right], recorded[:, right], rtol=1e-12, atol=1e-12)


def test_differs_from_coinr_because_fractions_of_the_maximum_keep_the_direction() -> None:
    """COINr turns falling indicators round and divides by the largest, which turns them back."""
    found, recorded, codes = normalised("fracmax", "")
    values = asem.table("05_treated.csv", codes)
    for place in np.flatnonzero(negative(codes)):
        column = values[:, place]
        with np.errstate(divide="ignore", invalid="ignore"):
            expected = np.where(column > 0, column.min() / column, 1.0)
        np.testing.assert_allclose(found[:, place], expected, rtol=1e-14)
        with np.errstate(invalid="ignore"):
            assert not np.allclose(found[:, place], recorded[:, place])


def test_differs_from_coinr_because_bounds_are_turned_round_with_the_indicator() -> None:
    """COINr applies fixed bounds after it has turned falling indicators round, which gives scores below zero."""
    found, recorded, codes = normalised("scaled_0_50", "")
    falling = negative(codes)
    values = asem.table("05_treated.csv", codes)[:, falling]
    np.testing.assert_allclose(found[:, falling], 100 * (1 - values / 50), rtol=1e-12)
    np.testing.assert_allclose(recorded[:, falling], -2 * values, rtol=1e-12, atol=1e-12)


def test_differs_from_coinr_because_values_that_differ_by_a_trace_are_equal() -> None:
    """Tolerance for minorities holds 3.4 and 3.4000000000000004, the same figure computed in two ways."""
    found, recorded, codes = normalised("rank_average", "")
    column = codes.index("TolMin")
    values = asem.table("05_treated.csv", codes)[:, column]
    nearly = [np.abs(values - value) < 1e-14 for value in set(values.tolist())]
    groups = [group for group in nearly if len(set(values[group].tolist())) > 1]
    assert groups
    for group in groups:
        assert len(set(found[group, column].tolist())) == 1
        assert len(set(recorded[group, column].tolist())) > 1
    apart = ~np.any(groups, axis=0)
    np.testing.assert_array_equal(found[apart, column], recorded[apart, column])


def test_differs_from_coinr_because_a_reference_that_is_the_weakest_leaves_no_way_to_go() -> None:
    """Singapore signed no TIR convention, nor did others: COINr divides nothing by nothing, and one by nothing."""
    found, recorded, codes = normalised("dist2ref_SGP", "")
    column = codes.index("TIRcon")
    assert (found[:, column] == 1).all()
    assert not np.isfinite(recorded[:, column]).any()


def test_a_vector_with_ties_and_gaps_agrees_with_coinr() -> None:
    recorded = asem.document("06_norm_vector.json")
    vectors = {
        name: np.array([np.nan if x is None else x for x in values], dtype=float)
        for name, values in recorded.items()
    }
    x = vectors["x"][:, None]
    ours = {
        "minmax": MinMax(kind="minmax"),
        "minmax_1_10": MinMax(kind="minmax", range=(1.0, 10.0)),
        "zscore": ZScore(kind="zscore"),
        "rank": Rank(kind="rank", ties="min"),
        "borda": Borda(kind="borda", ties="min"),
        "prank": Percentile(kind="percentile", ties="min", range=UNIT),
        "fracmax": FractionOfMaximum(kind="fraction_of_maximum", scale=1.0),
        "dist2max": DistanceToMaximum(kind="distance_to_maximum", range=UNIT),
        "dist2ref_i3": to("u2", False),
        "dist2ref_i3_cap": to("u2", True),
        "dist2targ_10": DistanceToTarget(kind="distance_to_target", target=10.0, cap=False, range=UNIT),
        "dist2targ_10_cap": DistanceToTarget(kind="distance_to_target", target=10.0, range=UNIT),
        "scaled": Scaled(kind="scaled", low=-2.0, high=13.0),
        "goalposts": Goalposts(kind="goalposts", low=0.0, high=10.0),
        "goalposts_notrunc": Goalposts(kind="goalposts", low=0.0, high=10.0, cap="none"),
    }
    units = tuple(f"u{number}" for number in range(len(x)))
    for name, method in ours.items():
        found = NORMALISE[method.kind](x, method, True, Frame(x, units)).values[:, 0]
        np.testing.assert_allclose(found, vectors[name], rtol=1e-12, atol=1e-12, err_msg=name)
    falling = {
        "goalposts_neg": Goalposts(kind="goalposts", low=0.0, high=10.0),
        "dist2targ_0_dirneg": DistanceToTarget(kind="distance_to_target", target=0.0, cap=False, range=UNIT),
    }
    for name, method in falling.items():
        found = NORMALISE[method.kind](x, method, False, Frame(x, units)).values[:, 0]
        np.testing.assert_allclose(found, vectors[name], rtol=1e-12, atol=1e-12, err_msg=name)
