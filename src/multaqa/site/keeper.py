"""The worker beside the web server: hooks of gunicorn, and a small process that keeps a worker running.

    web server ── keeper ── worker

The server starts a keeper once it listens, and ends it when it ends. The keeper starts another worker where one broke
down, which the server cannot do. Each looks whether its parent is still there and ends when it is not, so that
nothing is left behind even where the server is killed. The keeper needs nothing of the platform, and is small.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import Any, Final

LOOK_SECONDS: Final = 0.2
PAUSE_SECONDS: Final = 5.0
"""Between the end of a worker that broke down and the start of the next one."""
PATIENCE_SECONDS: Final = 45.0
"""How long a worker may take to end what it has in hand, before it is killed."""

_keepers: list[subprocess.Popen[bytes]] = []


def when_ready(_server: Any) -> None:
    """Gunicorn listens: start the keeper."""
    _keepers.append(subprocess.Popen([sys.executable, "-m", "multaqa.site.keeper", str(os.getpid())]))


def on_exit(_server: Any) -> None:
    """Gunicorn ends: end the keeper, and with it the worker."""
    for keeper in _keepers:
        keeper.terminate()
        keeper.wait()


class Keeper:
    """Keeps a worker running for as long as the web server lives."""

    def __init__(self, server: int) -> None:
        self.server = server
        self.stopping = False

    def run(self) -> None:
        """Keep a worker until the server is gone, or SIGTERM or SIGINT comes; then end it and return."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while self._wanted():
            worker = subprocess.Popen(
                [sys.executable, "-m", "multaqa.cli", "worker", "--parent", str(os.getpid())]
            )
            while self._wanted() and worker.poll() is None:
                time.sleep(LOOK_SECONDS)
            self._end(worker)
            self._pause()

    def _end(self, worker: subprocess.Popen[bytes]) -> None:
        worker.terminate()
        try:
            worker.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()

    def _pause(self) -> None:
        until = time.monotonic() + PAUSE_SECONDS
        while self._wanted() and time.monotonic() < until:
            time.sleep(LOOK_SECONDS)

    def _wanted(self) -> bool:
        return not self.stopping and os.getppid() == self.server

    def _stop(self, *_: object) -> None:
        self.stopping = True


if __name__ == "__main__":
    Keeper(int(sys.argv[1])).run()
