"""Which units have enough data to be scored."""

from __future__ import annotations

from typing import Literal

from multaqa.composite.methods.base import Name, Share, Strict


class Screening(Strict):
    """Units with too little are left out of everything that follows, and have no score.

    A unit is left out where less than ``data`` of the indicators that apply to it have a value, or where less than
    ``nonzero`` of those values are other than zero. ``on`` tells whether values that were imputed count. ``keep`` and
    ``remove`` name units for which the opposite is decided.
    """

    data: Share | None = None
    nonzero: Share | None = None
    on: Literal["observed", "imputed"] = "observed"
    keep: tuple[Name, ...] = ()
    remove: tuple[Name, ...] = ()
