"""Frameworks of other shapes: what published indices need, written with nothing but the document language."""

from __future__ import annotations

import random
from statistics import mean

import pytest

from multaqa.composite import DataError, parse_framework, score
from multaqa.composite.audit import audit
from multaqa.composite.uncertainty import robustness

HUMAN_DEVELOPMENT = """
id: hdi
edition: "2021"
name: {en: Human Development Index}
columns: {unit: country}
scale: [0, 1]
tree:
  id: hdi
  aggregate: geometric
  children:
    - {id: life_expectancy, normalise: {kind: goalposts, low: 20, high: 85, range: [0, 1]}}
    - id: education
      children:
        - {id: expected_schooling, normalise: {kind: goalposts, low: 0, high: 18, range: [0, 1]}}
        - {id: mean_schooling, normalise: {kind: goalposts, low: 0, high: 15, range: [0, 1]}}
    - {id: income, normalise: {kind: goalposts, low: 100, high: 75000, log: true, range: [0, 1]}}
method: {aggregate: arithmetic, round: {decimals: 3}}
published: {score: hdi, rank: rank, decimals: 3}
"""
# UNDP, Human Development Report 2021/22, statistical annex, table 1.
PUBLISHED = [
    ("CHE", 84.0, 16.5, 13.9, 66933, 0.962, 1),
    ("NOR", 83.2, 18.2, 13.0, 64660, 0.961, 2),
    ("ISL", 82.7, 19.2, 13.8, 55782, 0.959, 3),
]


def test_the_human_development_index_comes_out_of_goalposts_logarithms_caps_and_a_geometric_mean() -> None:
    columns = ("country", "life_expectancy", "expected_schooling", "mean_schooling", "income", "hdi", "rank")
    data = [dict(zip(columns, row, strict=True)) for row in PUBLISHED]
    result = score(parse_framework(HUMAN_DEVELOPMENT), data)
    # The report computes from figures with more digits than it prints.
    assert result.scores[0, :, 0].tolist() == pytest.approx([row[5] for row in PUBLISHED], abs=0.001)
    assert result.ranks[0, :, 0].tolist() == [row[6] for row in PUBLISHED]


LIFE_EVENTS = [f"event{number}" for number in range(12)]


def life_events(channels: str, combine: str) -> str:
    """An index of e-services: a dozen life events, each with its own services, each tier rounded."""
    rosters = [
        f"  {event}: {{items: [{', '.join(f'{{id: {event}_s{n}, weight: {n + 1}}}' for n in range(3))}]}}"
        for event in LIFE_EVENTS
    ]
    questions = [
        f"  - {{id: {event}_online, over: {event}, channels: [portal, mobile], choices: {{no: 0, info: 50, full: 100}}}}\n"
        f"  - {{id: {event}_proactive, over: {event}, choices: {{'no': 0, 'yes': 1}}, when: item <> '{event}_s0', otherwise: 0}}"
        for event in LIFE_EVENTS
    ]
    indicators = [
        f"  - {{id: {event}_score, over: {event}, channels: {channels}, combine: {combine}, decimals: 1,\n"
        f"     formula: 'CASE WHEN {event}_proactive THEN 100 ELSE {event}_online END'}}"
        for event in LIFE_EVENTS
    ]
    children = ", ".join(f"{{id: {event}_score}}" for event in LIFE_EVENTS)
    return "\n".join(
        [
            'id: benchmark\nedition: "2024"\nname: {en: Benchmark}\nrosters:',
            *rosters,
            "questions:",
            *questions,
            "indicators:",
            *indicators,
            f"tree: {{id: benchmark, children: [{children}]}}",
            "method: {round: {decimals: 0, at: every_level}}",
        ]
    )


def answers(units: list[str]) -> list[dict[str, str]]:
    draw = random.Random(5)
    rows = []
    for unit in units:
        for event in LIFE_EVENTS:
            for service in (f"{event}_s{n}" for n in range(3)):
                for channel in ("portal", "mobile"):
                    answer = draw.choice(["no", "info", "full"])
                    rows.append(
                        {
                            "unit": unit,
                            "question": f"{event}_online",
                            "item": service,
                            "channel": channel,
                            "answer": answer,
                        }
                    )
                rows.append(
                    {
                        "unit": unit,
                        "question": f"{event}_proactive",
                        "item": service,
                        "channel": "",
                        "answer": draw.choice(["no", "no", "yes"]),
                    }
                )
    return rows


def by_hand(rows: list[dict[str, str]], unit: str, channels: str, combine: str) -> float:
    points = {"no": 0, "info": 50, "full": 100}
    events = []
    for event in LIFE_EVENTS:
        services = []
        for n in range(3):
            service = f"{event}_s{n}"
            own = [row for row in rows if row["unit"] == unit and row["item"] == service]
            proactive = n > 0 and any(row["answer"] == "yes" for row in own)
            online = [100 if proactive else points[row["answer"]] for row in own if row["channel"]]
            services.append(max(online) if channels == "best" else mean(online))
        value = (
            sum(s > 0 for s in services) / 3
            if combine == "share"
            else max(services)
            if combine == "best"
            else mean(services)
        )
        events.append(int(round(value, 1) + 0.5))
    return float(int(mean(events) + 0.5))


@pytest.mark.parametrize("channels", ["best", "mean"])
@pytest.mark.parametrize("combine", ["mean", "best", "share"])
def test_a_dozen_rosters_of_services_are_combined_over_channels_and_items_and_rounded_at_every_tier(
    channels: str, combine: str
) -> None:
    units = ["A", "B", "C", "D"]
    rows = answers(units)
    result = score(parse_framework(life_events(channels, combine)), rows)
    assert result.published[0, :, 0].tolist() == [by_hand(rows, unit, channels, combine) for unit in units]


def test_scores_of_an_earlier_edition_scale_a_later_one() -> None:
    """Distances in deviations of the first year, so that later years may pass its best."""
    document = parse_framework(
        'id: x\nedition: "2024"\nname: {en: X}\ntree: {id: x, children: [{id: a, normalise: {kind: minmax, over: {edition: "2023"}}}]}'
    )
    data = {"unit": ["A", "B"] * 2, "time": ["2023"] * 2 + ["2024"] * 2, "a": [0.0, 10, 5, 20]}
    assert score(document, data).scores[..., 0].tolist() == [[0, 100], [50, 200]]


def test_a_tree_whose_every_tier_is_rounded_differs_from_one_rounded_for_publication() -> None:
    text = (
        'id: x\nedition: "2024"\nname: {{en: X}}\n'
        "tree: {{id: x, children: [{{id: p, children: [{{id: a}}, {{id: b}}]}}, {{id: c}}]}}\n"
        "method: {{round: {{decimals: 0, at: {}}}}}"
    )
    data = {"unit": ["A"], "a": [1.4], "b": [1.5], "c": [1.0]}
    every, last = (score(parse_framework(text.format(at)), data) for at in ("every_level", "publication"))
    assert (every.scores[0, 0, 0], last.scores[0, 0, 0]) == (2, (1.45 + 1) / 2)
    assert (every.published[0, 0, 0], last.published[0, 0, 0]) == (2, 1)


def test_ratios_that_differ_by_a_trace_are_one_value() -> None:
    """0.3 ÷ 3, 0.7 ÷ 7 and 1.1 ÷ 11 are a tenth each, though not to the last binary digit."""
    document = parse_framework(
        'id: x\nedition: "2024"\nname: {en: X}\n'
        "tree: {id: x, children: [{id: a, denominator: d}]}\nmethod: {normalise: minmax}"
    )
    data = {"unit": ["A", "B", "C"], "a": [0.3, 0.7, 1.1], "d": [3, 7, 11]}
    assert score(document, data).scores[0, :, 0].tolist() == [50, 50, 50]


def test_pairs_of_values_that_differ_by_a_trace_are_ties() -> None:
    """Three pillars with the same mean of the same figures in another order."""
    pillars = ", ".join(
        f"{{id: p{n}, children: [{{id: a{n}}}, {{id: b{n}}}, {{id: c{n}}}]}}" for n in range(2)
    )
    document = parse_framework(
        f'id: x\nedition: "2024"\nname: {{en: X}}\ntree: {{id: x, aggregate: copeland, children: [{pillars}]}}'
    )
    rows = [(0.1, 0.2, 0.3), (0.2, 0.3, 0.1), (0.3, 0.1, 0.2)]
    data = {"unit": ["A", "B", "C"]}
    for n in range(2):
        data |= {f"{letter}{n}": [row[place] for row in rows] for place, letter in enumerate("abc")}
    result = score(document, data)
    assert result.scores[0, :, 0].tolist() == [0, 0, 0]
    assert result.ranks[0, :, 0].tolist() == [1, 1, 1]


@pytest.mark.parametrize("exponent", [200, -200, 4, 0.01])
def test_a_power_mean_neither_overflows_nor_vanishes(exponent: float) -> None:
    document = parse_framework(
        'id: x\nedition: "2024"\nname: {en: X}\ntree: {id: x, children: [{id: a}, {id: b}]}\n'
        f"method: {{aggregate: {{kind: power, exponent: {exponent}}}}}"
    )
    result = score(document, {"unit": ["A", "B", "C"], "a": [1, 50, 1e-90], "b": [90, 60, 1e90]})
    scores = result.scores[0, :, 0]
    assert (scores[:2] > [1, 50]).all()
    assert (scores[:2] < [90, 60]).all()
    assert 1e-90 <= scores[2] <= 1e90


def test_units_whose_names_differ_by_marks_that_are_not_seen_are_one_unit() -> None:
    document = parse_framework('id: x\nedition: "2024"\nname: {en: X}\ntree: {id: x, children: [{id: a}]}')
    with pytest.raises(DataError) as caught:
        score(document, {"unit": ["مصر", "\u200fمصر"], "a": [1, 2]})
    assert [problem.code for problem in caught.value.problems] == ["duplicate-row"]


def test_a_number_without_end_is_too_large_rather_than_a_crash() -> None:
    document = parse_framework('id: x\nedition: "2024"\nname: {en: X}\ntree: {id: x, children: [{id: a}]}')
    with pytest.raises(DataError) as caught:
        score(document, {"unit": ["A", "B"], "a": [10**400, "text"]})
    assert {problem.code for problem in caught.value.problems} == {"non-finite", "not-a-number"}


def test_a_choice_that_no_node_leaves_open_is_no_choice() -> None:
    document = parse_framework(
        'id: x\nedition: "2024"\nname: {en: X}\ntree: {id: x, aggregate: geometric, children: [{id: a}, {id: b}]}\n'
        "uncertainty: {aggregate: [arithmetic, geometric], weights: {kind: relative}}"
    )
    found = robustness(score(document, {"unit": ["A", "B"], "a": [1, 2], "b": [3, 1]}))
    assert found.inputs == ("weights",)


def test_an_index_without_weights_that_count_is_audited_all_the_same() -> None:
    document = parse_framework(
        'id: x\nedition: "2024"\nname: {en: X}\ntree: {id: x, children: [{id: a}, {id: b}]}\n'
        "method: {aggregate: benefit_of_the_doubt}"
    )
    data = {"unit": list("ABCDEF"), "a": [1, 2, 3, 4, 5, 6], "b": [6, 1, 4, 3, 5, 2]}
    assert audit(score(document, data)).robustness.inputs == ("data",)


def test_means_of_ranks_become_the_best_rank_where_they_are_drawn() -> None:
    document = parse_framework(
        'id: x\nedition: "2024"\nname: {en: X}\ntree: {id: x, children: [{id: a}, {id: b}]}\n'
        "method: {rank: {ties: average}}"
    )
    cells = [9.0, 5, 5, 1]
    found = robustness(score(document, {"unit": list("ABCD"), "a": cells, "b": cells}))
    assert [(unit.rank, unit.rank_low, unit.rank_high) for unit in found.units] == [
        (1, 1, 1),
        (2, 2, 2),
        (2, 2, 2),
        (4, 4, 4),
    ]
