"""A country as a sentence needs it."""

from __future__ import annotations

from dataclasses import dataclass

from multaqa.members.arabic import is_masculine


@dataclass(frozen=True)
class Named:
    """A country's code and its name in the language of the sentence."""

    code: str
    name: str

    @property
    def masculine(self) -> bool:
        """Whether Arabic words about it take the masculine."""
        return is_masculine(self.code)
