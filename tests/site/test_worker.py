"""`multaqa worker`, alone and beside `multaqa serve`: real processes, each test with a home of its own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    "DATABASE_URL" in os.environ, reason="these homes keep SQLite, whatever the other tests run on"
)

PATIENCE_SECONDS = 60
OF_THE_RUN = ("COV_", "COVERAGE_", "DJANGO_", "MULTAQA_", "PYTEST_", "DATABASE_URL")
MULTAQA = (sys.executable, "-m", "multaqa.cli")
# The platform's own settings, but for a mail server that can be made to hang.
SETTINGS = """\
from multaqa.site.settings import *
EMAIL_BACKEND = "hanging.Backend"
"""
HANGING = """\
import time
from pathlib import Path
from django.conf import settings
from django.core.mail.backends.filebased import EmailBackend

class Backend(EmailBackend):
    def send_messages(self, messages):
        if (settings.HOME / "hang").exists():
            (settings.HOME / "hanging").touch()
            time.sleep(600)
        return super().send_messages(messages)
"""
WRITE = """\
import sys, django
django.setup()
from django.db import transaction
from multaqa.core.letters import write_letter
for number in range(int(sys.argv[1])):
    with transaction.atomic():
        write_letter(to=f"delegate-{number}@example.org", language="en", subject="The meeting opens",
                     body="On Sunday.", purpose="reminder", about=None)
"""


@dataclass(frozen=True)
class Process:
    """One line of the system's list of processes."""

    pid: int
    parent: int
    arguments: str


@dataclass
class Home:
    """A platform of its own, and the processes that a test started there."""

    path: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith(OF_THE_RUN)}
        return own | {
            "DJANGO_SETTINGS_MODULE": "hanging_settings",
            "MULTAQA_HOME": str(self.path),
            "MULTAQA_PLAIN_HTTP": "yes",
            "PYTHONPATH": str(self.path),
        }

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [*MULTAQA, *arguments], env=self.environment, cwd=self.path, start_new_session=True
        )
        self.started.append(process)
        return process

    def python(self, *arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], env=self.environment, cwd=self.path, check=True)

    def write_letters(self, number: int = 1) -> None:
        self.python("-c", WRITE, str(number))

    def sql(self, statement: str) -> list[tuple]:
        database = sqlite3.connect(self.path / "multaqa.sqlite3", timeout=PATIENCE_SECONDS)
        try:
            with database:
                return database.execute(statement).fetchall()
        finally:
            database.close()

    def letters(self) -> list[tuple[str, int]]:
        """State and attempts of every letter."""
        return self.sql("SELECT state, attempts FROM core_letter ORDER BY id")

    def sent(self) -> list[str]:
        """The Message-ID of every letter that went out, as often as it did."""
        texts = [path.read_text("utf-8") for path in sorted((self.path / "mail").glob("*"))]
        return [name for text in texts for name in re.findall(r"^Message-ID: (<.*>)$", text, re.MULTILINE)]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose database is up to date, to be copied."""
    home = Home(tmp_path_factory.mktemp("prepared"))
    (home.path / "hanging_settings.py").write_text(SETTINGS, "utf-8")
    (home.path / "hanging.py").write_text(HANGING, "utf-8")
    home.python("-c", "import django; django.setup(); from multaqa.site import start; start.prepare()")
    return home.path


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Iterator[Home]:
    made = Home(Path(shutil.copytree(prepared, tmp_path / "home")))
    yield made
    for process in made.started:
        for each in [process.pid, *(below.pid for below in descendants(process.pid))]:
            try:
                os.kill(each, signal.SIGKILL)
            except ProcessLookupError:
                continue
        process.wait()


def processes() -> list[Process]:
    """What runs on this machine, without the dead whose parents have not looked after them yet."""
    listed = subprocess.run(
        ["ps", "-axo", "pid=,ppid=,stat=,args="], check=True, capture_output=True, text=True
    ).stdout
    rows = [line.split(None, 3) for line in listed.splitlines()]
    return [Process(int(row[0]), int(row[1]), row[3]) for row in rows if row[2][0] != "Z" and len(row) == 4]


def descendants(pid: int) -> list[Process]:
    """The processes that came of one, in no order."""
    running, found, parents = processes(), [], {pid}
    while parents:
        children = [process for process in running if process.parent in parents]
        found += children
        parents = {process.pid for process in children}
    return found


def workers_of(pid: int) -> list[int]:
    return [process.pid for process in descendants(pid) if "multaqa.cli worker" in process.arguments]


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether something comes to hold; the limit is for what never would."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def serve(home: Home, *options: str) -> tuple[subprocess.Popen[bytes], int]:
    """A web server that answers, and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = home.start("serve", "--port", str(port), "--workers", "1", *options)
    assert eventually(lambda: answers(port))
    return server, port


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/en/", timeout=PATIENCE_SECONDS) as answer:
            return answer.status == 200
    except urllib.error.URLError:
        return False


# ── alone ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_sends_the_letters_that_wait_and_ends_when_it_is_told_to(home: Home, number: int) -> None:
    home.write_letters(2)
    worker = home.start("worker")
    assert eventually(lambda: home.letters() == [("sent", 1)] * 2)
    worker.send_signal(number)
    assert worker.wait(PATIENCE_SECONDS) == 0
    assert len(home.sent()) == 2
    assert home.sql("SELECT DISTINCT status FROM django_tasks_database_dbtaskresult") == [("SUCCESSFUL",)]


def test_the_clock_sends_a_letter_whose_task_was_lost(home: Home) -> None:
    home.write_letters()
    home.sql("DELETE FROM django_tasks_database_dbtaskresult")
    home.start("worker")
    assert eventually(lambda: home.letters() == [("sent", 1)])


def test_a_letter_in_the_hands_of_a_killed_worker_waits_and_is_sent_again(home: Home) -> None:
    home.write_letters()
    (home.path / "hang").touch()
    worker = home.start("worker")
    assert eventually((home.path / "hanging").exists)
    worker.kill()
    worker.wait()
    (home.path / "hang").unlink()
    assert (home.letters(), home.sent()) == ([("queued", 1)], [])
    home.sql("UPDATE core_letter SET next_try_at = created_at")
    home.start("worker")
    assert eventually(lambda: home.letters() == [("sent", 2)])
    assert len(home.sent()) == 1


def test_workers_that_race_send_each_letter_once(home: Home) -> None:
    home.write_letters(30)
    for _ in range(4):
        home.start("worker")
    assert eventually(lambda: {state for state, _ in home.letters()} == {"sent"})
    assert home.letters() == [("sent", 1)] * 30
    assert (len(home.sent()), len(set(home.sent()))) == (30, 30)


def test_a_worker_waits_for_a_database_that_is_not_up_to_date(home: Home) -> None:
    home.write_letters()
    home.sql("ALTER TABLE core_letter RENAME TO core_letter_away")
    worker = home.start("worker")
    finished = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'FAILED'"
    assert eventually(lambda: home.sql(finished) == [(1,)])
    home.sql("ALTER TABLE core_letter_away RENAME TO core_letter")
    home.write_letters()
    assert eventually(lambda: home.letters()[1] == ("sent", 1))
    assert worker.poll() is None


# ── beside the web server ───────────────────────────────────────────────────────────────────────────────────


def test_the_web_server_brings_a_worker_that_sends_letters(home: Home) -> None:
    server, _port = serve(home)
    home.write_letters()
    assert eventually(lambda: home.letters() == [("sent", 1)])
    assert len(workers_of(server.pid)) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_when_the_web_server_has_ended_nothing_of_it_is_left(home: Home, number: int) -> None:
    server, _port = serve(home)
    assert eventually(lambda: len(workers_of(server.pid)) == 1)
    before = {process.pid for process in descendants(server.pid)}
    server.send_signal(number)
    assert server.wait(PATIENCE_SECONDS) == 0
    assert before & {process.pid for process in processes()} == set()


def test_when_the_web_server_is_killed_its_worker_ends_too(home: Home) -> None:
    server, _port = serve(home)
    assert eventually(lambda: len(workers_of(server.pid)) == 1)
    before = {process.pid for process in descendants(server.pid)}
    server.kill()
    server.wait()
    assert eventually(lambda: before & {process.pid for process in processes()} == set())


def test_a_worker_that_breaks_down_is_replaced(home: Home) -> None:
    server, _port = serve(home)
    assert eventually(lambda: len(workers_of(server.pid)) == 1)
    (first,) = workers_of(server.pid)
    os.kill(first, signal.SIGKILL)
    home.write_letters()
    assert eventually(lambda: home.letters() == [("sent", 1)])
    assert (len(workers_of(server.pid)), first in workers_of(server.pid)) == (1, False)


def test_an_installation_with_workers_of_its_own_starts_none_here(home: Home) -> None:
    server, port = serve(home, "--no-worker")
    assert answers(port)
    assert [process for process in descendants(server.pid) if "gunicorn" not in process.arguments] == []
