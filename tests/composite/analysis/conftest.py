from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def asem(shared: Path) -> Path:
    """The folder of what COINr computed from the ASEM example."""
    return shared / "golden/asem"
