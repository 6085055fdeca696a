"""The worker as the server sees it: children are taken from it, one a question, and ended."""

from __future__ import annotations

import atexit
import contextlib
import os
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass

from multaqa.tables.query.worker import CONTROL, END, STATUS, TAKE

# Nothing of the server's environment; without the first two the libraries would start threads before the walls
# close, and a process must have one thread only to be forked.
_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
}

_START_SECONDS = 30.0
_END_SECONDS = 5.0


@dataclass(frozen=True)
class Child:
    """A process that waits for one question at ``channel``. ``number`` is the worker's name for it."""

    number: int
    channel: socket.socket
    worker: Worker

    def end(self) -> None:
        """Kill it, if it has not ended by itself."""
        self.channel.close()
        self.worker.end(self.number)

    def end_and_ask_how(self) -> int | None:
        """Kill it; how it ended by itself, as `os.waitpid` puts it, or None where nobody knows."""
        self.channel.close()
        return self.worker.status(self.number)


class Worker:
    """One worker process. Its methods may be called from any thread."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        # An answer that is forgotten ends its child, and Python may forget it in the middle of any of these methods.
        self._lock = threading.RLock()
        self._control = ours
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-m", "multaqa.tables.query.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=_ENVIRONMENT,
                cwd="/",
                start_new_session=True,
            )

    def take(self) -> Child:
        """A child that waits. Raises OSError when the worker has died or is stuck."""
        with self._lock:
            self._control.settimeout(_START_SECONDS)
            self._control.sendall(CONTROL.pack(TAKE, 0))
            message, files, _, _ = socket.recv_fds(self._control, CONTROL.size, 1)
        if len(message) < CONTROL.size or not files:
            raise ConnectionResetError
        return Child(CONTROL.unpack(message)[1], socket.socket(fileno=files[0]), self)

    def end(self, number: int) -> None:
        """Kill one of its children; where the worker has died, they have died with it."""
        with self._lock, contextlib.suppress(OSError):
            self._control.sendall(CONTROL.pack(END, number))

    def status(self, number: int) -> int | None:
        """Kill one of its children; how it had ended, as `os.waitpid` puts it, or None where the worker is gone."""
        with self._lock, contextlib.suppress(OSError):
            self._control.settimeout(_END_SECONDS)
            self._control.sendall(CONTROL.pack(STATUS, number))
            message = self._control.recv(CONTROL.size, socket.MSG_WAITALL)
            if len(message) == CONTROL.size:
                return int(CONTROL.unpack(message)[1])
        return None

    def close(self) -> None:
        """End it and with it its children."""
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(_END_SECONDS)
        self.process.kill()
        self.process.wait()


_worker: Worker | None = None
_worker_lock = threading.Lock()


def take_child() -> Child:
    """A child of this process's worker, which is started where there is none or it has died.

    Raises OSError when no worker can be started.
    """
    try:
        return _take(_running_worker())
    except ConnectionError:
        return _take(_running_worker())


def close_worker() -> None:
    """End this process's worker; the next question starts another."""
    global _worker
    with _worker_lock:
        worker, _worker = _worker, None
    if worker is not None:
        worker.close()


def _take(worker: Worker) -> Child:
    try:
        return worker.take()
    except OSError:
        _give_up(worker)
        raise


def _running_worker() -> Worker:
    global _worker
    with _worker_lock:
        if _worker is None:
            _worker = Worker()
        return _worker


def _give_up(worker: Worker) -> None:
    global _worker
    with _worker_lock:
        if _worker is worker:
            _worker = None
    worker.process.kill()
    worker.process.wait()


def _forget() -> None:
    """A process forked from this one shares no worker with it."""
    global _worker, _worker_lock
    _worker, _worker_lock = None, threading.Lock()


atexit.register(close_worker)
os.register_at_fork(after_in_child=_forget)
