"""Tile maps: where each country of a group stands on a grid of equal squares. East is to the right in every language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from multaqa.language.text import in_language

# columns from the west, rows from the north; our own arrangement
ARAB_STATES = {
    "TUN": (3, 1), "LBN": (6, 1), "SYR": (7, 1), "IRQ": (8, 1),
    "MAR": (1, 2), "DZA": (2, 2), "LBY": (3, 2), "EGY": (4, 2), "PSE": (5, 2), "JOR": (6, 2), "KWT": (8, 2), "BHR": (9, 2),
    "MRT": (1, 3), "SDN": (4, 3), "SAU": (7, 3), "QAT": (9, 3),
    "DJI": (5, 4), "YEM": (7, 4), "OMN": (8, 4), "ARE": (9, 4),
    "COM": (5, 5), "SOM": (6, 5),
}  # fmt: skip
OECD = {
    "CAN": (1, 1), "ISL": (3, 1), "NOR": (6, 1), "SWE": (7, 1), "FIN": (8, 1),
    "USA": (1, 2), "IRL": (3, 2), "GBR": (4, 2), "DNK": (6, 2), "EST": (8, 2),
    "MEX": (1, 3), "NLD": (5, 3), "DEU": (6, 3), "POL": (7, 3), "LVA": (8, 3), "KOR": (11, 3), "JPN": (12, 3),
    "CRI": (1, 4), "BEL": (4, 4), "LUX": (5, 4), "CZE": (6, 4), "SVK": (7, 4), "LTU": (8, 4),
    "COL": (2, 5), "FRA": (4, 5), "CHE": (5, 5), "AUT": (6, 5), "HUN": (7, 5),
    "CHL": (2, 6), "PRT": (3, 6), "ESP": (4, 6), "ITA": (5, 6), "SVN": (6, 6), "GRC": (7, 6), "TUR": (8, 6), "ISR": (9, 6), "AUS": (11, 6),
    "NZL": (12, 7),
}  # fmt: skip
LAYOUTS = {"arab-states": (ARAB_STATES, "nine"), "escwa": (ARAB_STATES, "nine"), "oecd": (OECD, "twelve")}

# names that fit a small square
SHORT_ARABIC = {
    "SAU": "السعودية", "ARE": "الإمارات", "COM": "القمر", "USA": "أمريكا", "GBR": "بريطانيا", "KOR": "كوريا", "NZL": "نيوزيلندا",
    "NLD": "هولندا", "PSE": "فلسطين", "MRT": "موريتانيا",
}  # fmt: skip


@dataclass(frozen=True)
class Tile:
    x: int
    y: int
    code: str
    name: Any
    label: str
    score: float | None
    share: float | None
    decimals: int
    address: str


@dataclass(frozen=True)
class TileMap:
    """``shape`` is the class of the grid: ``nine`` or ``twelve`` columns, or ``flow`` where the group has no map of its own."""

    tiles: tuple[Tile, ...]
    shape: str


def tile_map(standings: Sequence[Any], group: str, language: str, decimals: int, address: Any) -> TileMap:
    """Standings (``code, name, score, share``) on the map of ``group``; in order of rank where no map was drawn for it."""
    layout, shape = LAYOUTS.get(group, ({}, "flow"))
    placed = [s for s in standings if not layout or s.code in layout]
    tiles = [
        Tile(
            *layout.get(s.code, (0, 0)),
            s.code,
            s.name,
            _label(s, language, shape),
            s.score,
            s.share,
            decimals,
            address(s.code),
        )
        for s in placed
    ]
    return TileMap(tuple(sorted(tiles, key=lambda t: (t.y, t.x))) if layout else tuple(tiles), shape)


def _label(standing: Any, language: str, shape: str) -> str:
    if language != "ar" or shape == "twelve":
        return str(standing.code)
    return SHORT_ARABIC.get(standing.code) or in_language(standing.name, language)
