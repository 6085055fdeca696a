"""The key that signs cookies and links: made on first start, kept beside the database, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """The kept key of ``home``, made there (mode 600) when there is none; safe when several processes start at once."""
    path = home / "secret-key"
    try:
        return path.read_text("ascii")
    except FileNotFoundError:
        home.mkdir(parents=True, exist_ok=True)
    draft = home / f"secret-key.{os.getpid()}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, path)  # the first process wins; nobody reads a half-written key
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text("ascii")
