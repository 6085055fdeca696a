"""Settings from the environment: each is declared once, with its default and a sentence of help."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


@dataclass(frozen=True)
class Setting:
    """One variable of the environment; the reference in ``docs/reference/settings.md`` is held to this list."""

    name: str
    default: str
    help: str


SETTINGS: list[Setting] = []


def read(name: str, default: str, help: str, convert: Callable[[str], T]) -> T:
    """The converted value of a variable; raises ``ValueError`` naming the variable when it cannot be understood."""
    SETTINGS.append(Setting(name, default, help))
    given = os.environ.get(name, default)
    try:
        return convert(given)
    except ValueError as error:
        raise ValueError(f"{name}={given!r} is not understood: {help}") from error


def text(name: str, default: str, help: str) -> str:
    return read(name, default, help, str)


def number(name: str, default: int, help: str) -> int:
    return read(name, str(default), help, int)


def flag(name: str, default: bool, help: str) -> bool:
    def convert(value: str) -> bool:
        if value.lower() in _TRUE | _FALSE:
            return value.lower() in _TRUE
        raise ValueError(value)

    return read(name, "yes" if default else "no", help, convert)


def words(name: str, default: str, help: str) -> list[str]:
    return read(
        name, default, help, lambda value: [word.strip() for word in value.split(",") if word.strip()]
    )


def choice(name: str, default: str, help: str, allowed: set[str]) -> str:
    def convert(value: str) -> str:
        if value not in allowed:
            raise ValueError(value)
        return value

    return read(name, default, help, convert)
