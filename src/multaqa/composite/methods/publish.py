"""Rounding and ranking."""

from __future__ import annotations

from typing import Literal

from multaqa.composite.methods.base import Decimals, Strict, Ties


class Round(Strict):
    """How many decimals a score is published with (None: all), and whether the tree above uses the rounded one.

    Halves are rounded away from zero, as printed tables do.
    """

    decimals: Decimals | None = None
    at: Literal["publication", "every_level"] = "publication"


class Ranking(Strict):
    """On which scores ranks are taken, and which rank equal scores share.

    ``exact``: unrounded; ``published``: as published, and bands likewise; ``data_precision``: rounded to as many
    decimals as the data of that time carry, since a score is no more precise than what it is made of.
    ``decimals`` rounds the score for ranking alone, before any rounding for publication.
    """

    on: Literal["exact", "published", "data_precision"] = "exact"
    ties: Ties = "min"
    decimals: Decimals | None = None
