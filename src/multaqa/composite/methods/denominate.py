"""What an indicator is divided by."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from multaqa.composite.methods.base import Name, Positive, Strict


class Denominator(Strict):
    """The column that the indicator is divided by, in units of ``scale``: per 1,000 people is ``scale: 1000``.

    ``table`` names a table of its own, given beside the data, with a row per unit (and time, where it has that column).
    """

    column: Name
    table: Name | None = None
    scale: Positive = 1.0

    @property
    def key(self) -> str:
        """The name under which its values are kept."""
        return self.column if self.table is None else f"{self.table}/{self.column}"


def _column(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


DenominatorChoice = Annotated[Denominator, BeforeValidator(_column, json_schema_input_type=str | Denominator)]
