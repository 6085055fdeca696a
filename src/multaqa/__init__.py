"""Multaqa: the working platform of groups of governments that measure, compare and decide together."""

__version__ = "0.1.0"
