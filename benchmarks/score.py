"""How long `score` takes beside the bare NumPy arithmetic: 193 countries × 10 years × 50 indicators.

Run with `python benchmarks/score.py`. Both sides normalise by min–max, weight, average over two levels and rank; the
library also reads the table, checks every cell and keeps every step. Prints medians in milliseconds and their ratio.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np
from rich.console import Console

from multaqa.composite import Framework, parse_framework, score

COUNTRIES, YEARS, PILLARS, INDICATORS = 193, 10, 5, 50
RUNS = 15


def framework(pillars: int, indicators: int) -> Framework:
    each = indicators // pillars
    leaves = [[f"i{pillar * each + place}" for place in range(each)] for pillar in range(pillars)]
    lines = [
        f"    - {{id: p{n}, children: [{', '.join(f'{{id: {i}}}' for i in ids)}]}}"
        for n, ids in enumerate(leaves)
    ]
    head = 'id: index\nedition: "2024"\nname: {en: Benchmark}\nmethod: {normalise: minmax}\ntree:\n  id: index\n  children:'
    return parse_framework("\n".join([head, *lines]))


def reference(values: np.ndarray) -> np.ndarray:
    """Ranks of (years, countries, indicators), and nothing besides."""
    low, high = values.min(axis=1, keepdims=True), values.max(axis=1, keepdims=True)
    scaled = 100 * (values - low) / (high - low)
    scores = scaled.reshape(*scaled.shape[:2], PILLARS, -1).mean(axis=-1).mean(axis=-1)
    return 1 + np.argsort(np.argsort(-scores, axis=1), axis=1)


def milliseconds(act: Callable[[], object]) -> float:
    act()
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        act()
        times.append(1000 * (perf_counter() - start))
    return median(times)


def main() -> None:
    values = np.random.default_rng(0).normal(size=(YEARS, COUNTRIES, INDICATORS))
    flat = values.reshape(-1, INDICATORS)
    data = {
        "unit": [f"c{c}" for _ in range(YEARS) for c in range(COUNTRIES)],
        "time": [year for year in range(2015, 2015 + YEARS) for _ in range(COUNTRIES)],
        **{f"i{position}": flat[:, position] for position in range(INDICATORS)},
    }
    rules = framework(PILLARS, INDICATORS)
    result = score(rules, data)
    np.testing.assert_array_equal(result.ranks[..., 0], reference(values))
    bare, whole = milliseconds(lambda: reference(values)), milliseconds(lambda: score(rules, data))
    again = milliseconds(lambda: result.reweight({"p0": 2}))
    small = framework(1, 4)
    table = {
        "unit": data["unit"][:COUNTRIES],
        **{f"i{position}": flat[:COUNTRIES, position] for position in range(4)},
    }
    one = score(small, table)
    lines = [
        f"{COUNTRIES} countries × {YEARS} years × {INDICATORS} indicators, medians of {RUNS} runs",
        f"  NumPy alone       {bare:8.2f} ms",
        f"  score()           {whole:8.2f} ms   ratio {whole / bare:.1f}",
        f"  result.reweight() {again:8.2f} ms   ratio {again / bare:.1f}",
        f"{COUNTRIES} countries × 4 indicators",
        f"  score()           {milliseconds(lambda: score(small, table)):8.2f} ms",
        f"  result.reweight() {milliseconds(lambda: one.reweight({'i0': 2})):8.2f} ms",
    ]
    Console(highlight=False).print("\n".join(lines))


if __name__ == "__main__":
    main()
