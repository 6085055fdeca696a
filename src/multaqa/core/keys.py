"""Keys by which things are addressed: drawn at random, so that no gap between two of them tells of a third."""

from __future__ import annotations

import secrets
from typing import Final

ALPHABET: Final = "23456789bcdfghjkmnpqrstvwxz"
"""Digits and consonants that cannot be mistaken for one another, and make no words."""
LENGTH: Final = 11


def new_key() -> str:
    """A key of 52 bits, safe in an address."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
