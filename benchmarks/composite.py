"""The index library against bare NumPy, in the same run: 51 units × 49 indicators in four levels, the shape of ASEM.

Run with `python benchmarks/composite.py`. For each task a sketch does the arithmetic alone, with nothing read, checked,
explained or kept; the ratio is of medians. The target is twice what was asked of such a sketch on two cores of this
kind, and COINr 1.1.14 (R) was timed there with the data of ASEM itself: neither is measured here. Last come the ratio of whole runs one by one to the same draws at once, and
the peak of memory while the number of draws grows.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table

from multaqa.composite import Framework, Result, parse_framework, score
from multaqa.composite.climb import climb
from multaqa.composite.gathering import gather
from multaqa.composite.methods import Assumptions
from multaqa.composite.observations import Observations
from multaqa.composite.prepare import normalise_all, treat_all
from multaqa.composite.uncertainty import robustness, sensitivity
from multaqa.composite.uncertainty.draws import Draws
from multaqa.composite.uncertainty.robustness import Analysis

UNITS = 51
PILLARS = {"conn": (8, 5, 3, 6, 8), "sust": (5, 9, 5)}
RUNS = 9

WINSORISE = ", ".join(f"{{steps: [{{kind: winsorise, most: {most}}}, log]}}" for most in (1, 2, 3, 4, 5))
DISCRETE = (
    f"treat: [{WINSORISE}], normalise: [{{kind: minmax, range: [1, 100]}}, {{kind: zscore, to: [10, 2]}}], "
    "aggregate: [arithmetic, geometric], weights: {kind: relative, at: [index, conn, sust]}"
)
ASSUMPTIONS = {
    "discrete": DISCRETE,
    "weights": "weights: {kind: relative}",
    "noise": f"{DISCRETE}, data: {{share: 0.1}}",
}


def framework(assumed: str) -> Framework:
    number = iter(range(49))
    tops = []
    for top, sizes in PILLARS.items():
        pillars = [
            f"{{id: {top}{place}, children: [{', '.join(f'{{id: i{next(number)}}}' for _ in range(size))}]}}"
            for place, size in enumerate(sizes)
        ]
        tops.append(f"{{id: {top}, children: [{', '.join(pillars)}]}}")
    return parse_framework(
        'id: index\nedition: "2024"\nname: {en: Benchmark}\n'
        f"tree: {{id: index, children: [{', '.join(tops)}]}}\n"
        "method: {treat: default, normalise: minmax}\n"
        f"uncertainty: {{{ASSUMPTIONS[assumed]}}}\n"
    )


def values(units: int = UNITS, indicators: int = 49) -> np.ndarray:
    """Indicators of which some have long tails, as real ones do."""
    random = np.random.default_rng(1)
    tails = np.where(np.arange(indicators) % 3 == 0, 1.5, 0.3)
    return np.exp(random.normal(size=(units, indicators)) * tails)


def table(cells: np.ndarray) -> dict[str, object]:
    columns: dict[str, object] = {"unit": [f"u{row}" for row in range(len(cells))]}
    return columns | {f"i{place}": cells[:, place] for place in range(cells.shape[1])}


def milliseconds(act: Callable[[], object], runs: int = RUNS) -> float:
    act()
    times = []
    for _ in range(runs):
        start = perf_counter()
        act()
        times.append(1000 * (perf_counter() - start))
    return median(times)


# --- sketches: the arithmetic alone ---------------------------------------------------------------------------


def moments(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sample skewness and kurtosis over axis −2."""
    n = x.shape[-2]
    gaps = x - x.mean(axis=-2, keepdims=True)
    squares = gaps * gaps
    m2, m3, m4 = squares.mean(-2), (squares * gaps).mean(-2), (squares * squares).mean(-2)
    skew = m3 / m2**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
    kurt = ((n + 1) * (m4 / m2**2) - 3 * (n - 1)) * (n - 1) / ((n - 2) * (n - 3))
    return skew, kurt


def treated(x: np.ndarray, most: int) -> np.ndarray:
    """Winsorised from a sorted copy, the count of points being all that changes from step to step."""
    out = x.copy()
    flat = np.moveaxis(out, -2, -1)
    for spent in range(most + 1):
        skew, kurt = moments(out)
        failing = np.nonzero((np.abs(skew) >= 2) & (kurt >= 3.5))
        if not failing[0].size:
            break
        columns = flat[failing]
        if spent == most:
            original = np.moveaxis(x, -2, -1)[failing]
            low, high = original.min(-1, keepdims=True), original.max(-1, keepdims=True)
            flat[failing] = np.log(original - low + 0.01 * (high - low))
            break
        signs = np.sign(skew[failing])[:, None]
        turned = columns * signs
        top = turned == turned.max(-1, keepdims=True)
        flat[failing] = np.where(top, np.where(top, -np.inf, turned).max(-1, keepdims=True), turned) * signs
    return out


def normalised(x: np.ndarray, kind: int) -> np.ndarray:
    if kind:
        return 10 + 2 * (x - x.mean(-2, keepdims=True)) / x.std(-2, ddof=1, keepdims=True)
    low, high = x.min(-2, keepdims=True), x.max(-2, keepdims=True)
    return 1 + 99 * (x - low) / (high - low)


SIZES = [size for sizes in PILLARS.values() for size in sizes]
ENDS = np.cumsum(SIZES)
BLOCK = np.zeros((49, len(SIZES)))
for place, (end, size) in enumerate(zip(ENDS, SIZES, strict=True)):
    BLOCK[end - size : end, place] = 1 / size


def sketch_build(x: np.ndarray) -> np.ndarray:
    pillars = normalised(treated(x, 5), 0) @ BLOCK
    tops = np.stack([pillars[:, :5].mean(1), pillars[:, 5:].mean(1)], axis=1)
    return 1 + np.argsort(np.argsort(-tops.mean(1)))


def sketch_upper(pillars: np.ndarray, weights: np.ndarray, geometric: np.ndarray) -> np.ndarray:
    """From pillars (draws, units, 8) and their weights (draws, 8 + 2) to ranks."""
    moved = np.where(geometric[:, None, None], np.log(pillars), pillars)
    parts = []
    for first, last in ((0, 5), (5, 8)):
        w = weights[:, first:last] / weights[:, first:last].sum(1, keepdims=True)
        parts.append(np.einsum("duc,dc->du", moved[..., first:last], w))
    w = weights[:, 8:] / weights[:, 8:].sum(1, keepdims=True)
    scores = parts[0] * w[:, :1] + parts[1] * w[:, 1:]
    return 1 + np.argsort(np.argsort(-scores, axis=1), axis=1)


def sketch_draws(x: np.ndarray, draws: int) -> np.ndarray:
    """Discrete choices cached, and one gather over the draws."""
    random = np.random.default_rng(0)
    cached = []
    for most in (1, 2, 3, 4, 5):
        part = treated(x, most)
        for kind in (0, 1):
            ready = normalised(part, kind)
            cached += [ready @ BLOCK, np.exp(np.log(ready) @ BLOCK)]
    stack = np.stack(cached)
    which = random.integers(len(stack), size=draws)
    weights = random.uniform(0.75, 1.25, (draws, 10))
    return sketch_upper(stack[which], weights, which % 2 == 1)


def sketch_noise(x: np.ndarray, draws: int) -> np.ndarray:
    """Every data point another one in every draw."""
    random = np.random.default_rng(0)
    noisy = x + random.standard_normal((draws, *x.shape)) * (0.1 * x.std(0, ddof=1))
    most, kind = random.integers(1, 6, draws), random.integers(2, size=draws)
    for choice in range(1, 6):
        noisy[most == choice] = treated(noisy[most == choice], choice)
    for choice in (0, 1):
        noisy[kind == choice] = normalised(noisy[kind == choice], choice)
    geometric = random.integers(2, size=draws) == 1
    pillars = np.empty((draws, len(x), len(SIZES)))
    pillars[~geometric] = noisy[~geometric] @ BLOCK
    pillars[geometric] = np.exp(np.log(np.maximum(noisy[geometric], 1e-9)) @ BLOCK)
    return sketch_upper(pillars, random.uniform(0.75, 1.25, (draws, 10)), geometric)


def sketch_large(x: np.ndarray) -> np.ndarray:
    return normalised(treated(x, 5), 0).mean(1)


def sketch_copeland(x: np.ndarray) -> np.ndarray:
    lead = np.zeros((len(x), len(x)))
    for column in x.T:
        lead += column[:, None] > column[None, :]
    return np.sign(lead - lead.T).sum(1)


# --- tasks ----------------------------------------------------------------------------------------------------


def flat(indicators: int, method: str) -> Framework:
    children = ", ".join(f"{{id: i{place}}}" for place in range(indicators))
    return parse_framework(
        f'id: flat\nedition: "2024"\nname: {{en: Flat}}\ntree: {{id: flat, children: [{children}]}}\nmethod: {{{method}}}\n'
    )


def steps(rules: Framework, observed: Observations) -> None:
    """Treatment, normalisation and aggregation of data that are read."""
    treated_ = treat_all(rules, observed.values).values
    ready = normalise_all(rules, treated_, observed.units, observed.times).values
    weights = np.ones(len(rules.nodes))
    climb(rules, ready, observed.status, weights, observed.units)


def one_by_one(analysis: Analysis, draws: Draws) -> None:
    """The draws as whole runs through the same functions."""
    rules, observed = analysis.framework, analysis.result.observed
    for row in range(len(draws)):
        draw = draws.part(slice(row, row + 1))
        chosen = analysis.combinations.all[int(analysis.combinations.number_of(draw.choices)[0])]
        cells = chosen.completed.values
        if draw.data is not None:
            cells = cells + draw.data[0] * 0.1 * cells.std(axis=1, ddof=1, keepdims=True)
        ready = treat_all(rules, cells, chosen.alternatives.treat).values
        ready = normalise_all(
            rules, ready, observed.units, observed.times, chosen.alternatives.normalise, checked=True
        ).values
        weights = chosen.climbed.node_weights * (1.0 if draw.factors is None else draw.factors[0])
        climb(rules, np.maximum(ready, 0.0), chosen.status, weights, observed.units, rules=chosen.rules)


def looped_ratio(result: Result, draws: int = 1000, looped: int = 100) -> float:
    """How many times longer whole runs one by one take than the same draws at once."""
    analysis = Analysis(result)
    drawn = analysis.drawer.draw(0, looped)
    start = perf_counter()
    one_by_one(analysis, drawn)
    single = (perf_counter() - start) / looped
    batched = milliseconds(lambda: robustness(result, _draws(result, draws)), 5) / 1000 / draws
    return single / batched


def _draws(result: Result, draws: int) -> Assumptions:
    assumed = result.framework.uncertainty
    assert assumed is not None
    return assumed.model_copy(update={"draws": draws})


def peak_megabytes(draws: int) -> float:
    """The peak of a fresh process that does nothing else."""
    found = subprocess.run(
        [sys.executable, __file__, "--peak", str(draws)], capture_output=True, text=True, check=True
    )
    return float(found.stdout)


class Task(NamedTuple):
    """What is measured, beside what; the target and the time of COINr are in milliseconds."""

    name: str
    library: Callable[[], object]
    sketch: Callable[[], object] | None = None
    target: int | None = None
    coinr: int | None = None


def main() -> None:
    console = Console(highlight=False)
    cells = values()
    data = table(cells)
    discrete, weights, noise = (score(framework(name), data) for name in ASSUMPTIONS)
    large, big = values(10_000, 100), flat(100, "treat: default, normalise: {kind: minmax, range: [1, 100]}")
    large_read = gather(big, table(large))
    wide, rivals = values(1000, 10), flat(10, "normalise: none, aggregate: copeland")
    wide_table = table(wide)
    plain = framework("discrete")
    tasks = (
        Task("full build", lambda: score(plain, data), lambda: sketch_build(cells), target=20, coinr=75),
        Task(
            "uncertainty, 1,000 draws of choices and weights",
            lambda: robustness(discrete, _draws(discrete, 1000)),
            lambda: sketch_draws(cells, 1000),
            target=18,
            coinr=104_300,
        ),
        Task(
            "sensitivity, 600 runs",
            lambda: sensitivity(discrete, base=100),
            lambda: sketch_draws(cells, 600),
            target=60,
            coinr=65_400,
        ),
        Task(
            "uncertainty, 1,000 draws of every data point",
            lambda: robustness(noise, _draws(noise, 1000)),
            lambda: sketch_noise(cells, 1000),
            target=176,
        ),
        Task(
            "10,000 units × 100 indicators: treat, normalise, aggregate",
            lambda: steps(big, large_read),
            lambda: sketch_large(large),
            target=94,
            coinr=7_050,
        ),
        Task(
            "Copeland, 1,000 units × 10",
            lambda: score(rivals, wide_table),
            lambda: sketch_copeland(wide),
            coinr=1_480,
        ),
        Task(
            "uncertainty, 100,000 draws of weights",
            lambda: robustness(weights, _draws(weights, 100_000)),
            target=1000,
        ),
        Task(
            "uncertainty, 100,000 draws of choices and weights",
            lambda: robustness(discrete, _draws(discrete, 100_000)),
            target=1000,
        ),
    )
    heads = ("task", "library, ms", "target, ms", "NumPy sketch, ms", "ratio", "COINr, ms")
    shown = Table(*heads, title="Medians", title_justify="left")
    for column in shown.columns[1:]:
        column.justify = "right"
    for task in tasks:
        ours = milliseconds(task.library)
        bare = None if task.sketch is None else milliseconds(task.sketch)
        shown.add_row(
            task.name,
            f"{ours:.1f}",
            "" if task.target is None else f"{task.target:,}",
            "" if bare is None else f"{bare:.1f}",
            "" if bare is None else f"{ours / bare:.1f}",
            "" if task.coinr is None else f"{task.coinr:,}",
        )
    console.print(shown)
    console.print(f"looped : batched, discrete choices   {looped_ratio(discrete):.0f} (target: at least 50)")
    console.print(f"looped : batched, every data point   {looped_ratio(noise):.0f} (target: at least 10)")
    for draws in (1_000, 100_000, 1_000_000):
        console.print(
            f"peak memory, {draws:>9,} draws          {peak_megabytes(draws):.0f} MB (target: below 300)"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        found = score(framework("weights"), table(values()))
        robustness(found, _draws(found, int(sys.argv[2])))
        # The high-water mark of this process alone; that of `resource` would be inherited from the one that started it.
        status = Path("/proc/self/status").read_text().split("VmHWM:")[1]
        sys.stdout.write(f"{int(status.split()[0]) / 1000:.1f}")
    else:
        main()
