"""Analysis of indicators and results: plain functions on arrays, each of use alone.

Values are (units, columns) with NaN where missing; names go beside them.
"""

from multaqa.composite.analysis.comparison import Move, ScoreComparison, compare_scores
from multaqa.composite.analysis.components import ComponentAnalysis, analyse_components
from multaqa.composite.analysis.correlation import (
    CorrelatedPair,
    Correlations,
    DenominatorPair,
    correlation_flags,
    correlations,
    covariances,
    denominator_correlations,
)
from multaqa.composite.analysis.importance import Importance, cumulative_weights, importances, main_effect
from multaqa.composite.analysis.reliability import Reliability, assess_reliability
from multaqa.composite.analysis.statistics import (
    IndicatorStatistics,
    Thresholds,
    UnitAvailability,
    availability,
    describe_indicators,
)
from multaqa.composite.analysis.strengths import Standing, StrengthsAndWeaknesses, strengths_and_weaknesses
from multaqa.composite.analysis.trends import (
    BetaConvergence,
    Line,
    SigmaConvergence,
    Trends,
    beta_convergence,
    fit_line,
    growth_rates,
    percent_changes,
    sigma_convergence,
)

__all__ = [
    "BetaConvergence",
    "ComponentAnalysis",
    "CorrelatedPair",
    "Correlations",
    "DenominatorPair",
    "Importance",
    "IndicatorStatistics",
    "Line",
    "Move",
    "Reliability",
    "ScoreComparison",
    "SigmaConvergence",
    "Standing",
    "StrengthsAndWeaknesses",
    "Thresholds",
    "Trends",
    "UnitAvailability",
    "analyse_components",
    "assess_reliability",
    "availability",
    "beta_convergence",
    "compare_scores",
    "correlation_flags",
    "correlations",
    "covariances",
    "cumulative_weights",
    "denominator_correlations",
    "describe_indicators",
    "fit_line",
    "growth_rates",
    "importances",
    "main_effect",
    "percent_changes",
    "sigma_convergence",
    "strengths_and_weaknesses",
]
