"""Results, audits and intervals as a person reads them in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from rich.table import Table as Grid
from rich.text import Text as Styled

from multaqa.composite.audit import Audit
from multaqa.composite.framework import Framework
from multaqa.composite.publisher import Compared, Comparison
from multaqa.composite.report.data import ranked_units
from multaqa.composite.report.writing import SEVERITIES, Writer, group_findings, sensitivity_rows
from multaqa.composite.result import Result
from multaqa.composite.sentences import WORDS
from multaqa.composite.status import Status
from multaqa.composite.uncertainty import Robustness, Sensitivity, UnitUncertainty
from multaqa.language.numbers import format_number
from multaqa.language.text import in_language

# More columns than this no terminal shows side by side.
MOST_PILLARS_SHOWN = 6

_HEADINGS = {
    "rank": ("Rank", "المرتبة"),
    "unit": ("Unit", "الوحدة"),
    "score": ("Score", "القيمة"),
    "band": ("Band", "الفئة"),
    "published": ("Published", "المنشورة"),
    "difference": ("Difference", "الفرق"),
    "published_rank": ("Published rank", "المرتبة المنشورة"),
}


def result_grids(result: Result, comparison: Comparison, language: str) -> list[Grid]:
    """One table per time, units by rank; with the publisher's figures beside ours where there are any."""
    compared = {(row.unit, row.time): row for row in comparison.rows}
    return [_grid(result, t, compared, language) for t in range(len(result.times))]


def comparison_lines(comparison: Comparison, framework: Framework, language: str) -> list[str]:
    """Each figure that differs from the publisher's, then: compared N, equal M, largest difference D."""
    if not comparison.rows:
        return []
    digits = framework.published.decimals + 1
    lines = [line for row in comparison.differing for line in _differences(row, digits, language)]
    total, differing = len(comparison.rows), len(comparison.differing)
    largest = format_number(comparison.largest, digits, language)
    closing = (
        f"compared {total}, equal {total - differing}, largest difference {largest}",
        f"الأرقام المقارنة: {total}، المتطابقة: {total - differing}، أكبر فرق: {largest}",
    )
    return [*lines, _in(closing, language)]


def robustness_grids(found: Robustness, language: str) -> list[Grid]:
    """One table per time, units by rank: rank, its interval, score, its interval and tier."""
    writer = Writer(found.result.framework, language, isolate=False)
    grids = []
    for time in found.result.times:
        grid = Grid(title=Styled(f"{writer.title}{writer.comma}{time}"), title_justify="left")
        for key in ("rank", f"unit:{writer.subject}", "rank-interval", "score", "score-interval", "tier"):
            grid.add_column(writer.say(key), justify="left" if key.startswith("unit") else "right")
        for unit in ranked_units(found, time):
            grid.add_row(*map(Styled, _interval_cells(unit, writer)))
        grids.append(grid)
    return grids


def sensitivity_grid(shares: Sensitivity, language: str) -> Grid:
    """The indices of each uncertain input for the mean change of rank, at the latest time."""
    writer = Writer(shares.result.framework, language, isolate=False)
    grid = Grid(title=Styled(writer.say("chart:sensitivity")), title_justify="left")
    for key in ("input", "first", "interval", "total", "interval"):
        grid.add_column(writer.say(key), justify="left" if key == "input" else "right")
    for row in sensitivity_rows(shares.shift, writer):
        grid.add_row(*map(Styled, row))
    return grid


def robustness_lines(found: Robustness, shares: Sensitivity | None, language: str) -> list[str]:
    """What was varied, how often, and (without indices) that a single input explains everything."""
    writer = Writer(found.result.framework, language, isolate=False)
    lines = [
        writer.assumed(found.assumptions, found.inputs),
        writer.say(
            "computed:draws",
            draws=writer.number(found.draws, 0),
            seed=str(found.assumptions.seed),
        ),
        writer.say("computed:level", level=writer.percent(found.level)),
    ]
    if shares is None and len(found.inputs) == 1:
        lines.append(writer.say("sensitivity:single", input=writer.input(found.inputs[0])))
    return lines


def finding_lines(audit: Audit, language: str) -> Iterator[Styled]:
    """The findings of an audit, the most serious first, under the heading of their severity."""
    writer = Writer(audit.result.framework, language, isolate=False)
    groups = group_findings(audit, writer)
    yield Styled(
        writer.say("title", name=writer.title, edition=writer.shown(audit.result.framework.edition)),
        style="bold",
    )
    if not groups:
        yield Styled(writer.say("findings:none"))
    between = "؛ " if writer.is_rtl else "; "
    for severity in SEVERITIES:
        members = [group for group in groups if group.severity == severity]
        if members:
            yield Styled(f"\n{writer.say(f'severity:{severity}')}", style=_SEVERITY_STYLES[severity])
        for group in members:
            yield Styled(f"  • {' '.join([group.sentence, between.join(group.items)]).strip()}")
            yield Styled(f"    {group.meaning}", style="dim")


_SEVERITY_STYLES = {"serious": "bold red", "caution": "bold yellow", "note": "bold", "sound": "bold green"}


def _interval_cells(unit: UnitUncertainty, writer: Writer) -> list[str]:
    decimals = writer.framework.decimals
    ends = (writer.number(unit.score_low, decimals), writer.number(unit.score_high, decimals))
    return [
        writer.rank(unit.rank),
        writer.shown(unit.unit),
        writer.interval(writer.rank(unit.rank_low), writer.rank(unit.rank_high)),
        writer.number(unit.score, decimals),
        writer.interval(*ends),
        "" if unit.tier is None else writer.number(unit.tier, 0),
    ]


def _differences(row: Compared, digits: int, language: str) -> Iterator[str]:
    if not row.score_agrees and row.published.score is not None and row.difference is not None:
        ours, theirs, gap = (
            format_number(number, digits, language)
            for number in (row.score, row.published.score, row.difference)
        )
        sentences = (
            f"{row.unit} {row.time}: score {ours} computed, {theirs} published, difference {gap}",
            f"الوحدة {row.unit}، {row.time}: القيمة المحسوبة {ours}، والمنشورة {theirs}، والفرق {gap}",
        )
        yield _in(sentences, language)
    if not row.rank_agrees and row.published.rank is not None:
        ours, theirs = _rank(row.rank), _rank(row.published.rank)
        sentences = (
            f"{row.unit} {row.time}: rank {ours} computed, {theirs} published",
            f"الوحدة {row.unit}، {row.time}: المرتبة المحسوبة {ours}، والمنشورة {theirs}",
        )
        yield _in(sentences, language)


def _grid(result: Result, t: int, compared: dict[tuple[str, str], Compared], language: str) -> Grid:
    framework = result.framework
    pillars = (framework.tree.children or ())[:MOST_PILLARS_SHOWN]
    figures = [row for (_, time), row in compared.items() if time == result.times[t]]
    has_score = any(row.published.score is not None for row in figures)
    has_rank = any(row.published.rank is not None for row in figures)
    comma = _in((", ", "، "), language)
    title = f"{in_language(framework.name, language)}{comma}{result.times[t]}"
    grid = Grid(title=Styled(title), title_justify="left")
    grid.add_column(_heading("rank", language), justify="right")
    grid.add_column(_heading("unit", language))
    grid.add_column(_heading("score", language), justify="right", style="bold")
    for pillar in pillars:
        grid.add_column(Styled(pillar.id), justify="right")
    if framework.bands:
        grid.add_column(_heading("band", language))
    for wanted, headings in ((has_score, ("published", "difference")), (has_rank, ("published_rank",))):
        for heading in headings if wanted else ():
            grid.add_column(_heading(heading, language), justify="right")
    for u in _by_rank(result, t):
        cells = _unit_cells(result, t, u, [pillar.id for pillar in pillars], language)
        row = compared.get((result.units[u], result.times[t]))
        theirs = _published_cells(row, framework, has_score, has_rank, language)
        grid.add_row(*map(Styled, [*cells, *theirs]), style="yellow" if row and not row.agrees else "")
    return grid


def _unit_cells(result: Result, t: int, u: int, pillars: list[str], language: str) -> list[str]:
    framework = result.framework
    rank, score = result.ranks[t, u, 0], result.published[t, u, 0]
    missing = WORDS.get(f"reason:{Status(int(result.status[t, u, 0])).word}", ("", ""))
    cells = [
        "" if np.isnan(rank) else _rank(rank),
        result.units[u],
        _in(missing, language) if np.isnan(score) else format_number(score, framework.decimals, language),
    ]
    for pillar in pillars:
        value = result.published[t, u, result.nodes.index(pillar)]
        stated = framework.round_of(framework.node(pillar)).decimals
        decimals = framework.decimals if stated is None else stated
        cells.append("" if np.isnan(value) else format_number(value, decimals, language))
    if framework.bands:
        names = {band.id: in_language(band.name or {}, language) or band.id for band in framework.bands}
        cells.append(names.get(result.bands[t, u], ""))
    return cells


def _published_cells(
    row: Compared | None, framework: Framework, has_score: bool, has_rank: bool, language: str
) -> Iterator[str]:
    decimals = framework.published.decimals
    if has_score:
        score = None if row is None else row.published.score
        gap = None if row is None else row.difference
        yield "" if score is None else format_number(score, decimals, language)
        yield "" if gap is None else format_number(gap, decimals + 1, language)
    if has_rank:
        yield "" if row is None or row.published.rank is None else _rank(row.published.rank)


def _by_rank(result: Result, t: int) -> list[int]:
    """Positions of the units by rank, then by name; those without a rank last."""
    ranks = result.ranks[t, :, 0]
    return sorted(
        range(len(result.units)), key=lambda u: (bool(np.isnan(ranks[u])), ranks[u], result.units[u])
    )


def _rank(rank: float) -> str:
    return f"{rank:g}"


def _heading(key: str, language: str) -> str:
    return _in(_HEADINGS[key], language)


def _in(pair: tuple[str, str], language: str) -> str:
    return pair[1] if language.partition("-")[0] == "ar" else pair[0]
