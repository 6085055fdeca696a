"""Chromium, and the demonstration served to it as a visitor meets it: by ``multaqa demo``, in a process of its own.

The demonstration has its own folder and database, made once a run, so that no other test's data mixes with it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

REPOSITORY = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--hide-scrollbars",
)
START_SECONDS = 90


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if executable is None:
        pytest.skip(f"no browser on this machine: none of {', '.join(BROWSERS)} is on the PATH")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable, headless=True, args=list(CHROMIUM_FLAGS)
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which finds faults of accessibility."""
    script = REPOSITORY / "frontend/node_modules/axe-core/axe.min.js"
    if not script.exists():
        pytest.skip("axe-core is missing; run `make assets`")
    return script.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address at which the demonstration answers, without a slash at its end."""
    own = tmp_path_factory.getbasetemp()
    shared_by_the_run = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    home = shared_by_the_run / "demonstration"
    home.mkdir(exist_ok=True)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with (own / "demonstration.log").open("w+", encoding="utf-8") as log:
        with one_at_a_time(home):
            server = start(home, port, log)
            wait_until_it_answers(address, server, Path(log.name))
        yield address
        server.terminate()
        server.wait(timeout=20)


def start(home: Path, port: int, log) -> subprocess.Popen[bytes]:
    command = [Path(sys.executable).with_name("multaqa"), "demo", "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MULTAQA_")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment["MULTAQA_HOME"] = str(home)
    return subprocess.Popen(command, env=environment, cwd=REPOSITORY, stdout=log, stderr=subprocess.STDOUT)


def wait_until_it_answers(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"`multaqa demo` ended with {server.returncode}:\n{log.read_text(encoding='utf-8')}")
        try:
            urllib.request.urlopen(f"{address}/en/", timeout=10).close()
            return
        except urllib.error.HTTPError as answer:
            pytest.fail(f"the home page answers {answer.code}:\n{log.read_text(encoding='utf-8')}")
        except OSError:
            time.sleep(0.2)
    server.kill()
    pytest.fail(f"`multaqa demo` did not answer within {START_SECONDS} seconds")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Only one process of the run at once; the first makes the database, the others find it made."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
