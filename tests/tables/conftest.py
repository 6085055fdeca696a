"""What tests of tables share."""

from pathlib import Path

import pytest

from tests.tables.factories import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
