"""The audit points out what is wrong, and nothing that chance would give."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from multaqa.composite import DataError, parse_framework, score
from multaqa.composite.audit import Audit, audit
from multaqa.composite.audit.findings import CODES
from multaqa.composite.audit.statistical import Limits
from multaqa.composite.columns import column_table
from tests.composite import asem, factories

FLAT = "[{id: first}, {id: second}, {id: third}]"


def nodes(found: Audit, code: str) -> list[tuple[str, ...]]:
    return [finding.nodes for finding in found.findings if finding.code == code]


def audited(children: str, more: str = "method: {normalise: minmax}", **columns: Any) -> Audit:
    count = len(next(iter(columns.values())))
    document = factories.framework(more, children=children)
    table = {"unit": [f"U{number}" for number in range(count)]}
    return audit(score(document, table | {name: list(map(float, c)) for name, c in columns.items()}), base=32)


def noise(size: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=size)


def test_what_says_the_same_is_redundant_and_what_contradicts_is_contrary() -> None:
    base = noise(40, 1)
    found = audited(FLAT, first=base, second=base + 0.05 * noise(40, 2), third=-base + 0.3 * noise(40, 3))
    assert nodes(found, "pair-redundant") == [("first", "second", "index")]
    assert nodes(found, "pair-contrary") == [("first", "third", "index"), ("second", "third", "index")]
    assert nodes(found, "indicator-against-index") == [("third",)]
    assert nodes(found, "indicator-against-pillar") == [("third", "index")]


def test_a_contradiction_of_four_units_may_be_chance() -> None:
    found = audited(FLAT, first=[1, 2, 3, 4], second=[4, 1, 3, 1], third=[1, 2, 2, 4])
    pillar = found.pillars[0]
    assert pillar.correlations.coefficients[0, 1] < found.limits.contrary
    assert pillar.correlations.p_values[0, 1] > found.limits.significance
    assert nodes(found, "pair-contrary") == []


def test_a_constant_indicator_is_serious() -> None:
    found = audited("[{id: first}, {id: second}]", "", first=noise(10, 1), second=np.ones(10))
    assert nodes(found, "indicator-constant") == [("second",)]


def test_scarce_indicators_and_units_are_named_with_the_limit() -> None:
    first = np.where(np.arange(10) < 5, np.nan, noise(10, 4))
    table = {"unit": list("ABCDEFGHIJ"), "first": [None if np.isnan(v) else v for v in first]}
    result = score(factories.framework(), table | {"second": noise(10, 5).tolist()})
    found = audit(result, base=32)
    low = [finding for finding in found.findings if finding.code.endswith("low-availability")]
    assert [(each.code, each.nodes, each.units, dict(each.numbers)) for each in low] == [
        ("indicator-low-availability", ("first",), (), {"share": 0.5, "least": 0.65}),
        ("unit-low-availability", (), tuple("ABCDE"), {"least": 0.65}),
    ]


PILLARS = "[{id: p, children: [{id: first}, {id: second}]}, {id: q, children: [{id: third}, {id: fourth}]}]"


def test_an_indicator_is_held_against_the_rest_of_its_pillar_not_against_itself() -> None:
    """With itself counted in, `second` would correlate 0.7 with its pillar whatever the rest of it is."""
    base = noise(60, 6)
    found = audited(
        PILLARS,
        first=noise(60, 7),
        second=base,
        third=base + 0.8 * noise(60, 8),
        fourth=base + 0.8 * noise(60, 9),
    )
    (misplaced,) = [each for each in found.findings if each.code == "indicator-fits-elsewhere"]
    assert misplaced.nodes == ("second", "p", "q")
    first, second = (found.result.scores[0, :, found.result.nodes.index(n)] for n in ("first", "second"))
    assert misplaced.numbers["own"] == pytest.approx(np.corrcoef(first, second)[0, 1])


def test_without_a_stated_uncertainty_the_weights_alone_vary() -> None:
    found = audited(FLAT, first=noise(30, 1), second=noise(30, 2), third=noise(30, 3))
    assert (found.robustness.inputs, found.sensitivity) == (("weights",), None)


def test_several_inputs_have_shares_and_one_of_them_the_largest() -> None:
    more = "method: {normalise: {kind: minmax, range: [1, 10]}}\nuncertainty: {weights: relative, aggregate: [arithmetic, geometric]}"
    found = audited(FLAT, more, first=noise(30, 1), second=noise(30, 2), third=noise(30, 3))
    assert found.sensitivity is not None
    totals = {item.name: item.total or 0.0 for item in found.sensitivity.shift}
    assert nodes(found, "input-dominant") == [(max(totals, key=totals.__getitem__),)]


def test_progress_reaches_the_total() -> None:
    more = "uncertainty: {draws: 50, weights: relative, aggregate: [arithmetic, geometric]}"
    document = factories.framework(more)
    seen: list[tuple[int, int]] = []
    audit(score(document, factories.DATA), base=32, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (50 + 32 * 4, 50 + 32 * 4)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_a_time_that_is_not_there_is_refused() -> None:
    with pytest.raises(DataError) as caught:
        audit(score(factories.framework(), factories.DATA), time="1999")
    assert caught.value.problems[0].code == "unknown-time"


def test_every_code_has_a_topic_and_a_severity() -> None:
    found = audited(FLAT, first=noise(30, 1), second=noise(30, 2), third=noise(30, 3))
    assert all((each.topic, each.severity) == CODES[each.code] for each in found.findings)


@pytest.fixture(scope="module")
def connectivity() -> Audit:
    limits = Limits(redundant=0.75, contrary=-0.5)
    return audit(score(asem.framework(), column_table(asem.data())), limits=limits)


@asem.here
@pytest.mark.parametrize(("code", "recorded"), [("pair-redundant", "high"), ("pair-contrary", "low")])
def test_the_flagged_pairs_of_asem_are_those_recorded(connectivity: Audit, code: str, recorded: str) -> None:
    parents = {row["iCode"]: row["Parent"] for row in asem.meta().values()}
    found = {
        (frozenset(finding.nodes[:2]), finding.nodes[2], round(finding.numbers["coefficient"], 3))
        for finding in connectivity.findings
        if finding.code == code and finding.nodes[0] in connectivity.result.observed.indicators
    }
    assert found == {
        (frozenset((row["Ind1"], row["Ind2"])), parents[row["Ind1"]], float(row["Corr"]))
        for row in asem.rows(f"09_corr_flags_{recorded}.csv")
    }


@asem.here
def test_the_alphas_of_asem_are_those_recorded(connectivity: Audit) -> None:
    found = {p.node: p.reliability.alpha for p in connectivity.pillars if p.reliability is not None}
    for pillar, alpha in asem.document("09_cronbach.json")["Normalised"].items():
        assert found[pillar] == pytest.approx(alpha, abs=1e-9)


@asem.here
def test_the_shifts_without_each_element_of_asem_are_those_recorded(connectivity: Audit) -> None:
    found = {element.node: element.mean_shift for element in connectivity.elements}
    for level in (1, 2, 3):
        for node, shift in asem.document(f"13_remove_elements_L{level}.json").items():
            assert node == "Nominal" or found[node] == pytest.approx(shift, abs=1e-9)


def test_a_panel_is_audited_at_its_latest_time() -> None:
    document = parse_framework(factories.document())
    table = {
        "unit": ["A", "B", "C"] * 2,
        "time": ["2020"] * 3 + ["2021"] * 3,
        "first": [1, 2, 3, 3, 2, 1],
        "second": [3, 2, 4, 1, 2, 9],
    }
    found = audit(score(document, table))
    assert (found.time, found.indicators[1].maximum) == ("2021", 9.0)
