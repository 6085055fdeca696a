"""Fixtures for every test. Nothing here needs Django's settings when it is imported."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says how busy the machine is, not whether it is right.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

pytest_plugins = ["tests.plugins.ratchet"]

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference figures beside the repository; without it the test is skipped by name."""
    if not SHARED.is_dir():
        pytest.skip("the reference figures in ../shared are not here")
    return SHARED


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A test that opens an Arabic page leaves no Arabic behind for the next."""
    from django.utils.translation import override

    with override("en"):
        yield
