"""The audit as one self-contained page, and a chart as one: no script, nothing loaded from elsewhere.

Path("report.html").write_bytes(render_audit(audit(result), "ar"))
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import altair as alt
import jinja2
import numpy as np
from markupsafe import Markup

import multaqa
from multaqa.composite.audit import Audit, PillarAudit
from multaqa.composite.describe import describe
from multaqa.composite.report import charts
from multaqa.composite.report.data import ranked_units, treatment_of
from multaqa.composite.report.writing import (
    NO_FIGURE,
    SEVERITIES,
    FindingGroup,
    Writer,
    group_findings,
    sensitivity_rows,
    unturned,
)
from multaqa.composite.uncertainty import Robustness, Sensitivity, UnitUncertainty
from multaqa.language.numbers import Digits
from multaqa.language.text import in_language

LONGEST_OPEN_TABLE_ROWS = 12
"""A longer table is folded up on the screen; on paper all are open."""
UNITS_PER_CHART = 50
ELEMENTS_SHOWN = 20
WIDEST_SHRUNK_PIXELS = 1000
_LEAST_P_VALUE = 0.001
"""Smaller ones are only said to be smaller."""


@dataclass(frozen=True)
class Text:
    """Paragraphs."""

    paragraphs: tuple[str, ...]
    kind: ClassVar[str] = "text"


@dataclass(frozen=True)
class Figure:
    """A chart with its title and what it shows; one that ``is_wide`` is not shrunk to the page but scrolled."""

    key: str
    title: str
    svg: Markup
    caption: str
    is_wide: bool = False
    kind: ClassVar[str] = "figure"

    @property
    def shows_weights(self) -> bool:
        """Whether its marks are rings and dots, which want a legend."""
        return self.key.startswith("weights-")


@dataclass(frozen=True)
class Column:
    """A column of a table; figures stand at its end."""

    label: str
    is_figures: bool = True


@dataclass(frozen=True)
class Grid:
    """A table whose first column names the rows."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: ClassVar[str] = "grid"

    @property
    def is_folded(self) -> bool:
        return len(self.rows) > LONGEST_OPEN_TABLE_ROWS

    @property
    def marked_rows(self) -> Iterator[list[tuple[str, bool]]]:
        """The rows, with each cell whether it is a figure."""
        are_figures = [column.is_figures for column in self.columns]
        return (list(zip(row, are_figures, strict=True)) for row in self.rows)


@dataclass(frozen=True)
class Findings:
    """Findings of one severity."""

    severity: str
    heading: str
    groups: tuple[FindingGroup, ...]
    kind: ClassVar[str] = "findings"


@dataclass(frozen=True)
class Part:
    """A part of a section under its own heading."""

    heading: str
    blocks: tuple[Block, ...]
    kind: ClassVar[str] = "part"


Block = Text | Figure | Grid | Findings | Part


@dataclass(frozen=True)
class Section:
    """A section of the report; the contents lead to its key."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Page:
    """Everything that the template prints."""

    language: str
    direction: str
    title: str
    kicker: str
    heading: str
    lede: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    words: dict[str, str] = field(default_factory=dict)


def render_audit(audit: Audit, language: str) -> bytes:
    """The report as HTML in UTF-8, in Arabic or else in English. The same audit gives the same bytes."""
    return render_page(audit_page(audit, language))


def render_page(page: Page) -> bytes:
    """What `audit_page` gives as one self-contained file."""
    return _render("report.html", page)


def ranks_picture(found: Robustness, suffix: str, language: str) -> bytes:
    """The ranks of all units at the latest time with their intervals, as .svg, .png, .pdf or .html."""
    writer = Writer(found.result.framework, language)
    time = found.result.times[-1]
    chart = charts.ranks_chart(ranked_units(found, time), writer)
    caption = writer.say("chart:ranks:caption", level=writer.percent(found.level))
    return _picture(
        chart, writer, f"{writer.title}{writer.comma}{time}", writer.say("chart:ranks"), caption, suffix
    )


def sensitivity_picture(shares: Sensitivity, suffix: str, language: str) -> bytes:
    """The sensitivity of the ranking to each choice at the latest time, as .svg, .png, .pdf or .html."""
    writer = Writer(shares.result.framework, language)
    chart = charts.sensitivity_chart(shares.shift, writer)
    caption = writer.say("chart:sensitivity:caption", level=writer.percent(shares.level))
    heading = f"{writer.title}{writer.comma}{shares.result.times[-1]}"
    return _picture(chart, writer, heading, writer.say("chart:sensitivity"), caption, suffix)


def _picture(
    chart: charts.Chart, writer: Writer, heading: str, title: str, caption: str, suffix: str
) -> bytes:
    if suffix != ".html":
        kinds: dict[str, charts.Suffix] = {".svg": "svg", ".png": "png", ".pdf": "pdf"}
        return charts.draw(
            charts.titled(chart, f"{heading}: {title}", caption, writer), kinds[suffix], writer
        )
    svg = charts.inline_svg(chart, writer, title, caption, "chart")
    figure = Figure("chart", title, Markup(svg), caption)
    page = _page(writer, title, heading, "", (), (Section("chart", title, (figure,)),))
    return _render("chart.html", page)


def audit_page(
    audit: Audit, language: str, *, unit_names: Mapping[str, str] | None = None, digits: Digits = "latn"
) -> Page:
    """What the report says, in the order in which it says it. `unit_names` and `digits` as a `Writer` takes them."""
    writer = Writer(audit.result.framework, language, unit_names=unit_names, digits=digits)
    report = _Report(audit, writer)
    found = {
        "findings": report.findings(),
        "data": report.data(),
        "coherence": report.coherence(),
        "index": report.index(),
        "weights": report.weights(),
        "elements": report.elements(),
        "robustness": report.robustness(),
        "sensitivity": report.sensitivity(),
        "method": report.method(),
        "computed": report.computed(),
    }
    blocks = {key: tuple(section) for key, section in found.items()}
    sections = tuple(
        Section(key, writer.say(f"section:{key}"), content) for key, content in blocks.items() if content
    )
    framework = audit.result.framework
    title = writer.say("title", name=writer.title, edition=writer.shown(framework.edition))
    return _page(writer, title, writer.title, report.lede(), report.facts(), sections)


class _Report:
    """The sections of the report, each a sequence of blocks."""

    def __init__(self, audit: Audit, writer: Writer) -> None:
        self.audit, self.writer = audit, writer
        self.result, self.framework = audit.result, audit.result.framework
        self.t = self.result.times.index(audit.time)
        self.level = writer.percent(audit.robustness.level)
        self.ranked = ranked_units(audit.robustness, audit.time)

    def lede(self) -> str:
        say, publisher = self.writer.say, self.framework.publisher
        parts = [say("edition", edition=self.writer.shown(self.framework.edition))]
        if publisher is not None:
            name = self.writer.shown(in_language(publisher.name, self.writer.language))
            parts.append(say("publisher", publisher=name))
        return self.writer.comma.join(parts)

    def facts(self) -> tuple[tuple[str, str], ...]:
        say, number = self.writer.say, self.writer.number
        widths = [(unit.rank_high or 0) - (unit.rank_low or 0) for unit in self.ranked]
        pillars = sum(1 for node in self.framework.nodes[1:] if node.children)
        facts = [
            (say("fact:time"), self.writer.shown(self.audit.time)),
            (say(f"fact:ranked:{self.writer.subject}"), number(len(self.ranked), 0)),
            (say("fact:indicators"), number(len(self.framework.indicators), 0)),
            (say("fact:pillars"), number(pillars, 0)) if pillars else ("", ""),
            (say("fact:available"), self.writer.percent(self._available(), self._decimals())),
            (
                say("fact:width"),
                self.writer.count(round(float(np.median(widths))), "places alone") if widths else NO_FIGURE,
            ),
        ]
        return tuple(fact for fact in facts if fact[0])

    def findings(self) -> Iterator[Block]:
        writer = self.writer
        groups = group_findings(self.audit, writer)
        if not groups:
            yield Text((writer.say("findings:none"),))
            return
        by_severity = {
            severity: tuple(group for group in groups if group.severity == severity)
            for severity in SEVERITIES
        }
        parts = [
            writer.say(f"findings:part:{severity}", count=writer.number(len(members), 0))
            for severity, members in by_severity.items()
            if members
        ]
        yield Text(
            (
                writer.say(
                    "findings:summary",
                    count=writer.count(len(groups), "findings"),
                    parts=writer.comma.join(parts),
                ),
            )
        )
        for severity, members in by_severity.items():
            if members:
                yield Findings(severity, writer.say(f"severity:{severity}"), members)

    def data(self) -> Iterator[Block]:
        audit, writer = self.audit, self.writer
        cells = len(audit.indicators) * len(self.result.units)
        imputed = sum(audit.imputed.values())
        sentences = [
            writer.say(
                "data:intro",
                cells=writer.count(cells, "values"),
                share=writer.percent(self._available(), self._decimals()),
            )
        ]
        if imputed:
            sentences.append(
                writer.say(
                    "data:imputed",
                    count=writer.count(imputed, "values"),
                    share=writer.percent(imputed / cells, 1),
                )
            )
        incomplete = [found for found in audit.indicators if found.available < found.units]
        if not incomplete:
            sentences.append(writer.say("data:complete"))
        yield Text((" ".join(sentences),))
        if incomplete:
            yield self._figure(
                charts.availability_chart(audit, writer),
                "availability-chart",
                writer.say("chart:availability"),
                writer.say("chart:availability:caption", limit=writer.percent(audit.limits.availability)),
                writer.say("table:indicators"),
            )
        yield self._indicator_grid()
        short = sorted(
            ((share, unit) for unit, share in audit.unit_availability.items() if share < 1),
        )
        if short:
            yield Grid(
                writer.say("table:units"),
                self._columns(f"unit:{writer.subject}", "available"),
                tuple((writer.unit(unit), writer.percent(share)) for share, unit in short),
            )

    def coherence(self) -> Iterator[Block]:
        several = [pillar for pillar in self.audit.pillars if len(pillar.children) > 1]
        if several:
            yield Text(
                (
                    self.writer.say(
                        "coherence:intro",
                        significance=self.writer.number(self.audit.limits.significance, 2),
                    ),
                )
            )
        for number, pillar in enumerate(several):
            yield Part(self.writer.name(pillar.node), tuple(self._pillar(pillar, number)))

    def index(self) -> Iterator[Block]:
        audit, writer = self.audit, self.writer
        limit = writer.number(audit.limits.silent, 1)
        yield Text((writer.say("index:intro", limit=limit),))
        if np.isfinite(audit.with_index.coefficients).any():
            yield self._figure(
                charts.index_chart(audit, writer),
                "index-chart",
                writer.say("chart:index"),
                writer.say("chart:index:caption", limit=limit),
                writer.say("table:index"),
            )
        parents = {child.id: node.id for node in self.framework.nodes for child in node.children or ()}
        chance = audit.with_index.p_values[:, 0]
        yield Grid(
            writer.say("table:index"),
            self._columns(
                "indicator", "pillar", "correlation", "p-value", "reading", words=("pillar", "reading")
            ),
            tuple(
                (
                    writer.name(name),
                    writer.name(parents[name]),
                    writer.number(value, 2),
                    self._p_value(float(chance[place])),
                    writer.say(f"class:{reading}"),
                )
                for place, (name, value, reading) in enumerate(charts.readings(audit))
            ),
        )

    def weights(self) -> Iterator[Block]:
        audit, writer = self.audit, self.writer
        several = [
            pillar
            for pillar in audit.pillars
            if sum(not np.isnan(found.main_effect_share) for found in pillar.importances) > 1
        ]
        if not several:
            return
        yield Text((writer.say("weights:intro"),))
        for number, pillar in enumerate(several):
            name = writer.name(pillar.node)
            yield self._figure(
                charts.weights_chart(pillar, writer),
                f"weights-{number}",
                writer.say("chart:weights", name=name),
                writer.say("chart:weights:caption", name=name),
                writer.say("table:weights"),
            )
        yield Grid(
            writer.say("table:weights"),
            self._columns(
                "element", "pillar", "weight", "importance", "linear", "weight-in-index", words=("pillar",)
            ),
            tuple(
                (
                    writer.name(found.child),
                    writer.name(pillar.node),
                    writer.percent(found.weight, 1),
                    writer.percent(found.main_effect_share, 1),
                    writer.percent(found.linear_share, 1),
                    writer.percent(audit.weights[found.child], 1),
                )
                for pillar in several
                for found in pillar.importances
            ),
        )

    def elements(self) -> Iterator[Block]:
        audit, writer = self.audit, self.writer
        known = [element for element in audit.elements if not np.isnan(element.mean_shift)]
        if not known:
            return
        yield Text((writer.say("elements:intro"),))
        shown = min(len(known), ELEMENTS_SHOWN)
        yield self._figure(
            charts.elements_chart(audit, writer, ELEMENTS_SHOWN),
            "elements-chart",
            writer.say("chart:elements"),
            writer.say("chart:elements:caption", count=writer.count(shown, "elements")),
            writer.say("table:elements"),
        )
        yield Grid(
            writer.say("table:elements"),
            self._columns("element", "mean-shift", "largest-shift", "farthest", words=("farthest",)),
            tuple(
                (
                    writer.name(element.node),
                    writer.number(element.mean_shift, 1),
                    writer.number(element.largest_shift, 0),
                    NO_FIGURE if element.farthest is None else writer.unit(element.farthest),
                )
                for element in sorted(known, key=lambda element: -element.mean_shift)
            ),
        )

    def robustness(self) -> Iterator[Block]:
        writer, found = self.writer, self.audit.robustness
        yield Text(
            (
                writer.say(
                    "robustness:intro",
                    draws=writer.count(found.draws, "draws"),
                    inputs=writer.list([writer.input(name) for name in found.inputs]),
                    level=self.level,
                ),
            )
        )
        parts = panels(self.ranked)
        for number, part in enumerate(parts):
            ends = {"first": writer.rank(part[0].rank), "last": writer.rank(part[-1].rank)}
            title = writer.say("chart:ranks:part", **ends) if len(parts) > 1 else writer.say("chart:ranks")
            yield self._figure(
                charts.ranks_chart(part, writer),
                f"ranks-{number}",
                title,
                writer.say("chart:ranks:caption", level=self.level),
                writer.say("table:ranks"),
            )
        yield self._rank_grid()
        yield Text((writer.say("robustness:tiers", level=self.level),))

    def sensitivity(self) -> Iterator[Block]:
        audit, writer = self.audit, self.writer
        if audit.sensitivity is None:
            inputs = writer.list([writer.input(name) for name in audit.robustness.inputs])
            yield Text((writer.say("sensitivity:single", input=inputs),))
            return
        inputs_found = audit.sensitivity.of(None, audit.time)
        if all(found.total is None for found in inputs_found):
            yield Text((writer.say("sensitivity:still"),))
            return
        yield Text((writer.say("sensitivity:intro", runs=writer.count(audit.sensitivity.runs, "draws")),))
        yield self._figure(
            charts.sensitivity_chart(inputs_found, writer),
            "sensitivity-chart",
            writer.say("chart:sensitivity"),
            writer.say("chart:sensitivity:caption", level=writer.percent(audit.sensitivity.level)),
            writer.say("table:sensitivity"),
        )
        yield Grid(
            writer.say("table:sensitivity"),
            self._columns("input", "first", "interval", "total", "interval"),
            tuple(sensitivity_rows(inputs_found, writer)),
        )

    def method(self) -> Iterator[Block]:
        for paragraph in describe(self.framework, self.writer.language):
            if paragraph.topic != "uncertainty":
                yield Part(paragraph.heading, (Text((unturned(paragraph.text),)),))

    def computed(self) -> Iterator[Block]:
        audit, writer, found = self.audit, self.writer, self.audit.robustness
        assumed = self.framework.model_copy(update={"uncertainty": found.assumptions})
        stated = [
            unturned(each.text) for each in describe(assumed, writer.language) if each.topic == "uncertainty"
        ]
        if self.framework.uncertainty is None:
            stated = [writer.assumed(found.assumptions, found.inputs)]
        yield Text(
            (
                *stated,
                writer.say(
                    "computed:draws",
                    draws=writer.number(found.draws, 0),
                    seed=writer.shown(str(found.assumptions.seed)),
                ),
                writer.say("computed:sources"),
                writer.say(
                    "computed:software",
                    version=writer.shown(multaqa.__version__),
                    digest=writer.shown(self.framework.digest),
                ),
            )
        )
        limits = audit.limits
        shares = ("availability", "decisive_shift_share", "stable_width_share")
        names = tuple(type(limits).__dataclass_fields__)
        yield Grid(
            writer.say("table:limits"),
            self._columns("examined", "limit"),
            tuple(
                (
                    writer.say(f"limit:{name}"),
                    writer.percent(getattr(limits, name))
                    if name in shares
                    else _short(getattr(limits, name), writer),
                )
                for name in names
            ),
        )

    def _pillar(self, pillar: PillarAudit, number: int) -> Iterator[Block]:
        audit, writer = self.audit, self.writer
        name = writer.name(pillar.node)
        sentences = []
        if pillar.reliability is not None and np.isfinite(pillar.reliability.alpha):
            sentences.append(writer.say("coherence:alpha", alpha=writer.number(pillar.reliability.alpha, 2)))
        if pillar.components is not None:
            sentences.append(
                writer.say(
                    "coherence:components",
                    share=writer.percent(float(pillar.components.explained[0])),
                    dimensions=writer.count(pillar.components.kaiser_count, "dimensions"),
                )
            )
        if sentences:
            yield Text((" ".join(sentences),))
        caption = writer.say("table:pillar", name=name)
        if np.isfinite(pillar.correlations.coefficients[np.triu_indices(len(pillar.children), 1)]).any():
            yield self._figure(
                charts.correlation_chart(audit, pillar, writer),
                f"correlation-{number}",
                writer.say("chart:correlation", name=name),
                writer.say("chart:correlation:caption"),
                caption,
            )
        loadings = (
            {}
            if pillar.components is None
            else dict(zip(pillar.components.names, pillar.components.loadings[:, 0].tolist(), strict=True))
        )
        without = (
            np.full(len(pillar.children), np.nan)
            if pillar.reliability is None
            else pillar.reliability.without
        )
        yield Grid(
            caption,
            self._columns("element", "with-pillar", "p-value", "alpha-without", "loading"),
            tuple(
                (
                    writer.name(child),
                    writer.number(float(pillar.with_parent.coefficients[place, 0]), 2),
                    self._p_value(float(pillar.with_parent.p_values[place, 0])),
                    writer.number(float(without[place]), 2),
                    writer.number(loadings.get(child), 2),
                )
                for place, child in enumerate(pillar.children)
            ),
        )

    def _indicator_grid(self) -> Grid:
        audit, writer = self.audit, self.writer
        rows = []
        for found in audit.indicators:
            treatment = treatment_of(audit, found.indicator)
            points = audit.treated_points[found.indicator]
            ends = (found.minimum, found.median, found.maximum)
            decimals = _decimals_of([value for value in ends if np.isfinite(value)])
            rows.append(
                (
                    writer.name(found.indicator),
                    writer.percent(found.available_share),
                    *(writer.number(value, decimals) for value in ends),
                    writer.number(found.skewness, 1),
                    writer.number(found.kurtosis, 1),
                    writer.count(points, "values alone")
                    if treatment == "winsorised"
                    else writer.say(f"treatment:{treatment}"),
                )
            )
        columns = self._columns(
            "indicator",
            "available",
            "minimum",
            "median",
            "maximum",
            "skewness",
            "kurtosis",
            "treatment",
            words=("treatment",),
        )
        return Grid(writer.say("table:indicators"), columns, tuple(rows))

    def _rank_grid(self) -> Grid:
        writer, found, members = self.writer, self.audit.robustness, self.audit.robustness.members
        bands = self.framework.bands
        keys = ["rank", f"unit:{writer.subject}", "score", "score-interval", "rank-interval", "median-rank"]
        keys += ["same-rank", "ahead", *(["same-band"] if bands else []), "tier"]
        rows = []
        for place, unit in enumerate(self.ranked):
            u = members.index(unit.unit)
            after = self.ranked[place + 1].unit if place + 1 < len(self.ranked) else None
            kept = unit.rank is not None and float(unit.rank).is_integer()
            same = float(found.rank_shares[self.t, u, int(unit.rank or 1) - 1]) if kept else None
            band = self.result.bands[self.t, self.result.units.index(unit.unit)]
            cells = [
                writer.rank(unit.rank),
                writer.unit(unit.unit),
                writer.number(unit.score, self.framework.decimals),
                self._interval(unit.score_low, unit.score_high, self.framework.decimals),
                writer.interval(writer.rank(unit.rank_low), writer.rank(unit.rank_high)),
                writer.rank(unit.rank_median),
                writer.percent(same),
                NO_FIGURE
                if after is None
                else writer.percent(found.probability_above(unit.unit, after, self.audit.time)),
                *([writer.percent(unit.bands.get(band))] if bands else []),
                NO_FIGURE if unit.tier is None else writer.number(unit.tier, 0),
            ]
            rows.append((cells[1], cells[0], *cells[2:]))
        keys[0], keys[1] = keys[1], keys[0]
        return Grid(writer.say("table:ranks"), self._columns(*keys), tuple(rows))

    def _figure(self, chart: alt.TopLevelMixin, key: str, title: str, caption: str, table: str) -> Figure:
        alternative = self.writer.say("figure:alternative", table=table)
        svg = charts.inline_svg(chart, self.writer, title, f"{caption} {alternative}", key)
        return Figure(key, title, Markup(svg), caption, is_wide=charts.width_of(svg) > WIDEST_SHRUNK_PIXELS)

    def _columns(self, *keys: str, words: Sequence[str] = ()) -> tuple[Column, ...]:
        """The first column and those of `words` hold text, the others figures."""
        return tuple(
            Column(self.writer.say(key), place > 0 and key not in words) for place, key in enumerate(keys)
        )

    def _interval(self, low: float | None, high: float | None, decimals: int) -> str:
        return self.writer.interval(self.writer.number(low, decimals), self.writer.number(high, decimals))

    def _p_value(self, value: float) -> str:
        least = self.writer.number(_LEAST_P_VALUE, 3)
        return (
            self.writer.say("below", limit=least) if value < _LEAST_P_VALUE else self.writer.number(value, 3)
        )

    def _available(self) -> float:
        return sum(found.available for found in self.audit.indicators) / max(
            sum(found.units for found in self.audit.indicators), 1
        )

    def _decimals(self) -> int:
        """A share that is not whole is not printed as 100%."""
        return 0 if self._available() in (0.0, 1.0) else 1


def panels(units: Sequence[UnitUncertainty]) -> list[Sequence[UnitUncertainty]]:
    """Units in parts of nearly equal size that each fit on a page."""
    count = -(-len(units) // UNITS_PER_CHART)
    size = -(-len(units) // count) if count else 1
    return [units[start : start + size] for start in range(0, len(units), size)]


def _page(
    writer: Writer,
    title: str,
    heading: str,
    lede: str,
    facts: tuple[tuple[str, str], ...],
    sections: tuple[Section, ...],
) -> Page:
    return Page(
        language=writer.language,
        direction="rtl" if writer.is_rtl else "ltr",
        title=title.translate(_UNISOLATED),
        kicker=writer.say("kicker"),
        heading=heading,
        lede=lede,
        facts=facts,
        sections=sections,
        words={key: writer.say(key) for key in ("contents", "skip", "legend:weight", "legend:importance")},
    )


_UNISOLATED = str.maketrans("", "", "\u2068\u2069")
"""The title of a window is no place for isolates."""


def _render(template: str, page: Page) -> bytes:
    loader = jinja2.PackageLoader("multaqa.composite.report")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    # A page of the platform loads its styles; a report is one file, and brings them.
    style = Markup(f"<style>\n{environment.get_template('report.css').render()}</style>")
    return environment.get_template(template).render(page=page, style=style).encode("utf-8")


def _short(value: float, writer: Writer) -> str:
    decimals = len(f"{value:.4f}".rstrip("0").partition(".")[2])
    return writer.number(value, decimals)


def _decimals_of(values: Sequence[float]) -> int:
    """As many decimals as show three digits of the largest value."""
    largest = max((abs(value) for value in values), default=0.0)
    return 0 if largest >= 100 or largest == 0 else int(np.clip(2 - np.floor(np.log10(largest)), 0, 6))
