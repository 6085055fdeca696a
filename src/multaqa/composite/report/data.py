"""Audit and robustness as plain data: documents for JSON, tables for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

import multaqa
from multaqa.composite.audit import Audit, PillarAudit
from multaqa.composite.files import Cell, Sheet, to_json, whole, write_content, write_sheets
from multaqa.composite.framework import Framework
from multaqa.composite.problems import FileError, Problem
from multaqa.composite.report.writing import Writer, group_findings
from multaqa.composite.uncertainty import InputSensitivity, Robustness, Sensitivity, UnitUncertainty

AUDIT_SUFFIXES = (".html", ".json", ".xlsx")
TABLE_SUFFIXES = (".csv", ".json", ".xlsx", ".parquet")


def write_audit_data(audit: Audit, path: Path, language: str) -> None:
    """Write an audit as JSON or XLSX by suffix. Raises FileError (`cannot-write`, `unknown-format`)."""
    if path.suffix.lower() == ".json":
        write_content(to_json(audit_to_dict(audit, language)), path)
    elif path.suffix.lower() == ".xlsx":
        write_sheets(audit_sheets(audit, language), path)
    else:
        raise unknown_suffix(path, AUDIT_SUFFIXES)


def write_robustness_data(found: Robustness, shares: Sensitivity | None, path: Path) -> None:
    """Write intervals and sensitivity as JSON or XLSX, or the intervals alone as CSV or Parquet, by suffix.

    Raises FileError (`cannot-write`, `unknown-format`).
    """
    if path.suffix.lower() == ".json":
        write_content(to_json(robustness_to_dict(found, shares)), path)
    else:
        write_sheets(robustness_sheets(found, shares), path)


def unknown_suffix(path: Path, known: Iterable[str]) -> FileError:
    """The refusal of a suffix that is not among those `known`."""
    params = {"suffix": path.suffix.lower(), "known": ", ".join(known)}
    return FileError([Problem("unknown-format", str(path), params=params)])


def audit_to_dict(audit: Audit, language: str, unit_names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The whole audit: what it is of, its findings with their sentences in `language`, and every figure behind them.

    Figures that cannot be told are None. Sentences name units by `unit_names`, figures by what the data call them.
    """
    writer = Writer(audit.result.framework, language, isolate=False, unit_names=unit_names)
    return {
        **_about(audit.result.framework),
        "time": audit.time,
        "limits": asdict(audit.limits),
        "findings": [
            {
                "code": group.code,
                "topic": group.topic,
                "severity": group.severity,
                "sentence": group.sentence,
                "items": list(group.items),
                "meaning": group.meaning,
                "figures": [
                    {"nodes": list(found.nodes), "units": list(found.units), "numbers": _plain(found.numbers)}
                    for found in audit.findings
                    if found.code == group.code
                ],
            }
            for group in group_findings(audit, writer)
        ],
        "indicators": _records(_indicators(audit)),
        "units": _records(_availability(audit)),
        "pillars": [_pillar(pillar) for pillar in audit.pillars],
        "elements": _records(_elements(audit)),
        "robustness": robustness_to_dict(audit.robustness, audit.sensitivity, audit.time),
    }


def robustness_to_dict(
    found: Robustness, shares: Sensitivity | None, time: str | None = None
) -> dict[str, Any]:
    """Intervals of every unit and the sensitivity of the ranking, with all that is needed to compute them again.

    ``time`` keeps one time only. ``sensitivity`` is None where it was not computed.
    """
    return {
        **_about(found.result.framework),
        "assumptions": found.assumptions.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        | {"draws": found.draws, "seed": found.assumptions.seed},
        "inputs": list(found.inputs),
        "level": found.level,
        "units": [
            _unit(unit) | {"bands": _plain(unit.bands)} for unit in found.units if time in (None, unit.time)
        ],
        "sensitivity": None
        if shares is None
        else {
            "base": shares.base,
            "runs": shares.runs,
            "level": shares.level,
            "inputs": [
                {"time": each} | asdict(item)
                for each in shares.result.times
                if time in (None, each)
                for item in shares.of(None, each)
            ],
        },
    }


def audit_sheets(audit: Audit, language: str, unit_names: Mapping[str, str] | None = None) -> list[Sheet]:
    """The audit as the sheets of a workbook: findings first, then the figures. `unit_names` as `audit_to_dict` has it."""
    writer = Writer(audit.result.framework, language, isolate=False, unit_names=unit_names)
    findings: list[tuple[Cell, ...]] = []
    for found in audit.findings:
        group = writer.group(found.code, [found])
        nodes, units = " ".join(found.nodes), " ".join(found.units)
        findings.append(
            (found.code, found.topic, found.severity, nodes, units, group.sentence, group.meaning)
        )
    columns = ("code", "topic", "severity", "nodes", "units", "sentence", "meaning")
    correlations: list[tuple[Cell, ...]] = [
        (
            pillar.node,
            first,
            second,
            _finite(pillar.correlations.coefficients[i, j]),
            _finite(pillar.correlations.p_values[i, j]),
        )
        for pillar in audit.pillars
        for i, first in enumerate(pillar.children)
        for j, second in enumerate(pillar.children)
        if i < j
    ]
    return [
        Sheet("findings", columns, frozenset(), findings),
        _indicators(audit),
        _availability(audit),
        _pillars(audit),
        Sheet(
            "correlations",
            ("pillar", "first", "second", "coefficient", "p_value"),
            frozenset({"coefficient", "p_value"}),
            correlations,
        ),
        _weights(audit),
        _elements(audit),
        *robustness_sheets(audit.robustness, audit.sensitivity, audit.time),
    ]


def robustness_sheets(found: Robustness, shares: Sensitivity | None, time: str | None = None) -> list[Sheet]:
    """One row per unit and time, then one per uncertain input and time."""
    bands = tuple(band.id for band in found.result.framework.bands)
    units = [unit for unit in found.units if time in (None, unit.time)]
    rows: list[tuple[Cell, ...]] = [
        (*_unit(unit).values(), *(float(unit.bands[band]) for band in bands)) for unit in units
    ]
    band_columns = tuple(f"band_{band}" for band in bands)
    sheets = [
        Sheet(
            "ranks",
            (*_UNIT_COLUMNS, *band_columns),
            frozenset({*_UNIT_COLUMNS, *band_columns} - {"unit", "time"}),
            rows,
        )
    ]
    if shares is not None:
        names = tuple(InputSensitivity.__dataclass_fields__)
        inputs: list[tuple[Cell, ...]] = [
            (each, *(getattr(item, name) for name in names))
            for each in shares.result.times
            if time in (None, each)
            for item in shares.of(None, each)
        ]
        numbers = frozenset(names) - {"name"}
        sheets.append(Sheet("sensitivity", ("time", *names), numbers, inputs))
    return sheets


def ranked_units(found: Robustness, time: str) -> list[UnitUncertainty]:
    """The units with a rank at a time, the best first, equal ones by name."""
    ranked = [unit for unit in found.units if unit.time == time and unit.rank is not None]
    return sorted(ranked, key=lambda unit: (unit.rank or 0.0, unit.unit))


_UNIT_COLUMNS = tuple(name for name in UnitUncertainty.__dataclass_fields__ if name != "bands")


def _unit(unit: UnitUncertainty) -> dict[str, Cell]:
    values: dict[str, Cell] = {name: getattr(unit, name) for name in _UNIT_COLUMNS}
    return values | {
        name: whole(getattr(unit, name)) for name in ("rank", "rank_low", "rank_median", "rank_high")
    }


def _about(framework: Framework) -> dict[str, Any]:
    return {
        "framework": {"id": framework.id, "edition": framework.edition, "digest": framework.digest},
        "software": {"name": "multaqa", "version": multaqa.__version__},
    }


def _indicators(audit: Audit) -> Sheet:
    columns = (
        "indicator", "available_share", "imputed", "minimum", "median", "maximum", "mean", "deviation",
        "skewness", "kurtosis", "zero_share", "winsorised", "treatment", "weight_in_index", "with_index", "p_value",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for place, found in enumerate(audit.indicators):
        name = found.indicator
        rows.append(
            (
                name,
                _finite(found.available_share),
                int(audit.imputed[name]),
                *(_finite(value) for value in (found.minimum, found.median, found.maximum, found.mean)),
                *(_finite(value) for value in (found.deviation, found.skewness, found.kurtosis)),
                _finite(1 - found.nonzero_share),
                int(audit.treated_points[name]),
                treatment_of(audit, name),
                _finite(audit.weights[name]),
                _finite(audit.with_index.coefficients[place, 0]),
                _finite(audit.with_index.p_values[place, 0]),
            )
        )
    return Sheet("indicators", columns, frozenset(columns) - {"indicator", "treatment"}, rows)


def treatment_of(audit: Audit, indicator: str) -> str:
    """What was done about the outliers of an indicator: none, winsorised or transformed."""
    if indicator in audit.transformed:
        return "transformed"
    return "winsorised" if audit.treated_points[indicator] else "none"


def _availability(audit: Audit) -> Sheet:
    rows = [(unit, _finite(share)) for unit, share in audit.unit_availability.items()]
    return Sheet("units", ("unit", "available_share"), frozenset({"available_share"}), rows)


def _pillars(audit: Audit) -> Sheet:
    columns = ("pillar", "elements", "alpha", "standardised_alpha", "first_component", "components_above_1")
    rows = [(pillar.node, len(pillar.children), *_coherence(pillar).values()) for pillar in audit.pillars]
    return Sheet("pillars", columns, frozenset(columns) - {"pillar"}, rows)


def _coherence(pillar: PillarAudit) -> dict[str, Cell]:
    alpha, components = pillar.reliability, pillar.components
    return {
        "alpha": None if alpha is None else _finite(alpha.alpha),
        "standardised_alpha": None if alpha is None else _finite(alpha.standardised),
        "first_component": None if components is None else _finite(components.explained[0]),
        "components_above_1": None if components is None else components.kaiser_count,
    }


def _weights(audit: Audit) -> Sheet:
    columns = ("pillar", "element", "weight", "importance", "linear_importance", "weight_in_index")
    rows: list[tuple[Cell, ...]] = [
        (
            pillar.node,
            found.child,
            _finite(found.weight),
            _finite(found.main_effect_share),
            _finite(found.linear_share),
            _finite(audit.weights[found.child]),
        )
        for pillar in audit.pillars
        for found in pillar.importances
    ]
    return Sheet("weights", columns, frozenset(columns) - {"pillar", "element"}, rows)


def _elements(audit: Audit) -> Sheet:
    columns = ("element", "mean_shift", "largest_shift", "farthest", "farthest_places")
    rows: list[tuple[Cell, ...]] = [
        (
            found.node,
            _finite(found.mean_shift),
            _finite(found.largest_shift),
            found.farthest,
            found.farthest_places,
        )
        for found in audit.elements
    ]
    return Sheet("elements", columns, frozenset(columns) - {"element", "farthest"}, rows)


def _pillar(pillar: PillarAudit) -> dict[str, Any]:
    components, reliability = pillar.components, pillar.reliability
    return {
        "pillar": pillar.node,
        "elements": list(pillar.children),
        **_coherence(pillar),
        "correlations": _matrix(pillar.correlations.coefficients),
        "p_values": _matrix(pillar.correlations.p_values),
        "with_pillar": _matrix(pillar.with_parent.coefficients.T)[0],
        "alpha_without": None if reliability is None else _matrix(reliability.without[None])[0],
        "eigenvalues": None if components is None else _matrix(components.eigenvalues[None])[0],
        "importances": [_plain(asdict(found)) for found in pillar.importances],
        "pairs": [_plain(asdict(pair)) for pair in pillar.pairs],
    }


def _records(sheet: Sheet) -> list[dict[str, Cell]]:
    return [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]


def _matrix(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[list[float | None]]:
    return [[_finite(value) for value in row] for row in values]


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _finite(value) if isinstance(value, float) else value for name, value in values.items()}


def _finite(value: float | np.float64) -> float | None:
    return float(value) if np.isfinite(value) else None
