"""How much one question may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What one question may take; past it the question ends with an error, or its answer is cut.

    ``time_seconds`` runs on the wall's clock from the call of `ask` to the last row read, waiting for a free place
    and a slow reader included. ``memory_megabytes`` is what the database may hold. ``rows`` and ``result_megabytes``
    cut the answer and say so. ``sql_characters`` limits the text of a question, ``columns`` the width of an answer.
    """

    time_seconds: float = 10.0
    memory_megabytes: int = 512
    rows: int = 100_000
    result_megabytes: int = 64
    threads: int = 2
    sql_characters: int = 100_000
    columns: int = 1_000
