"""Uncertainty and sensitivity: which ranks hold when the choices behind them are made otherwise."""

from multaqa.composite.uncertainty.robustness import Robustness, robustness
from multaqa.composite.uncertainty.sensitivity import InputSensitivity, Sensitivity, sensitivity
from multaqa.composite.uncertainty.sobol import SobolIndices, sobol_indices
from multaqa.composite.uncertainty.summary import UnitUncertainty

__all__ = [
    "InputSensitivity",
    "Robustness",
    "Sensitivity",
    "SobolIndices",
    "UnitUncertainty",
    "robustness",
    "sensitivity",
    "sobol_indices",
]
