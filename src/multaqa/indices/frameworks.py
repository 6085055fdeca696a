"""The parsed framework of a release, and its scale. Parsing is paid once per process: a released document never changes."""

from __future__ import annotations

from functools import lru_cache

from multaqa.composite import Framework, parse_framework
from multaqa.indices.models import Release


def framework_of(release: Release) -> Framework:
    """The framework document of ``release``, parsed; kept in memory by its hash."""
    return _parsed(release.framework_hash, release.framework)


def share_of_scale(score: float | None, framework: Framework) -> float | None:
    """Where a score lies on the index's scale, from 0 to 1, for drawing."""
    low, high = framework.scale
    return None if score is None else min(1.0, max(0.0, (score - low) / (high - low)))


@lru_cache(maxsize=256)
def _parsed(_digest: str, text: str) -> Framework:
    return parse_framework(text)
