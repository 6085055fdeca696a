"""How much an upload may ask for."""

from __future__ import annotations

from typing import Final

NAME_LIMIT_CHARACTERS: Final = 150
UNPACKED_LIMIT_BYTES: Final = 200_000_000
"""Most that the parts of one document may hold when they are unpacked."""


RATIO_LIMIT: Final = 100
"""How many times its own size a document may hold when it is unpacked."""


ENTRY_LIMIT: Final = 10_000
"""Most parts of one document."""


PART_LIMIT_BYTES: Final = 5_000_000
"""Most that a part may hold that is read here: the lists of types, relations and files."""


OBJECTS_LIMIT_BYTES: Final = 50_000_000
"""Most that the object streams of a PDF may take to unpack, read and written."""
