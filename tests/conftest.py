"""Fixtures for every test. Nothing here touches Django when it is imported."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference figures beside the repository; without it the test is skipped by name."""
    if not SHARED.is_dir():
        pytest.skip("the reference figures in ../shared are not here")
    return SHARED
