"""The worker: a small process of one thread that has everything loaded and forks a child for every question.

It is started afresh, never forked from the server, whose threads and secrets a fork would carry along. Its database
is open and empty and has no thread, so that every child begins with a copy of it. One child waits ahead
of time. A child answers one question and ends; it is killed when the worker ends, and the worker ends when the process
that started it does.

Over the control socket come messages of nine bytes: ``t`` (take the waiting child: its number and its socket are
sent back), ``e`` and a number (end that child), ``s`` and a number (end it and send back how it ended).
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import struct
import sys
import tempfile
from dataclasses import dataclass, field

import duckdb

from multaqa.tables.query.answering import answer_question
from multaqa.tables.query.database import open_database, warm_up
from multaqa.tables.query.sandbox import die_with_parent

CONTROL = struct.Struct("!cq")
TAKE, END, STATUS = b"t", b"e", b"s"

_REAP_MILLISECONDS = 50


def main() -> None:
    """Serve the control socket, whose number is the first argument, until it closes."""
    control = socket.socket(fileno=int(sys.argv[1]))
    control.set_inheritable(False)
    _leave_for_nowhere()
    database = open_database()
    # What is loaded stays shared with the children instead of being copied when it is counted.
    gc.collect()
    gc.freeze()
    _serve(control, database)


@dataclass
class _Children:
    database: duckdb.DuckDBPyConnection
    waiting: tuple[int, socket.socket] | None = None
    ending: set[int] = field(default_factory=set)

    def prepare(self) -> tuple[int, socket.socket]:
        self.waiting = self.waiting or _fork(self.database)
        return self.waiting

    def reap(self) -> None:
        self.ending = {child for child in self.ending if os.waitpid(child, os.WNOHANG) == (0, 0)}


def _serve(control: socket.socket, database: duckdb.DuckDBPyConnection) -> None:
    watched = select.poll()
    watched.register(control, select.POLLIN)
    parent = _watch_parent(watched)
    children = _Children(database)
    children.prepare()
    while True:
        events = watched.poll(_REAP_MILLISECONDS if children.ending else None)
        children.reap()
        if any(file == parent for file, _ in events):
            return
        if events and not _obey(control, children):
            return


def _watch_parent(watched: select.poll) -> int:
    """Have the poll tell of the parent's end, even where a process that it forked keeps the control socket open."""
    if not hasattr(os, "pidfd_open"):
        return -1
    parent = os.pidfd_open(os.getppid())
    watched.register(parent, select.POLLIN)
    return parent


def _obey(control: socket.socket, children: _Children) -> bool:
    message = control.recv(CONTROL.size, socket.MSG_WAITALL)
    if len(message) < CONTROL.size:
        return False
    order, number = CONTROL.unpack(message)
    if order == TAKE:
        child, channel = children.prepare()
        children.waiting = None
        socket.send_fds(control, [CONTROL.pack(TAKE, child)], [channel.fileno()])
        channel.close()
        return True
    os.kill(number, signal.SIGKILL)
    if order == STATUS:
        control.sendall(CONTROL.pack(STATUS, os.waitpid(number, 0)[1]))
    else:
        children.ending.add(number)
    # Now, and not when the last one was taken: that would have taken its processor from the question.
    children.prepare()
    return True


def _fork(database: duckdb.DuckDBPyConnection) -> tuple[int, socket.socket]:
    ours, theirs = socket.socketpair()
    worker = os.getpid()
    child = os.fork()
    if child:
        theirs.close()
        return child, ours
    try:
        die_with_parent()
        if os.getppid() == worker:
            _be_a_child(theirs, database)
    finally:
        os._exit(1)


def _be_a_child(channel: socket.socket, database: duckdb.DuckDBPyConnection) -> None:
    # Its own words on a crash would go to the server's log.
    os.dup2(0, 2)
    os.closerange(3, channel.fileno())
    os.closerange(channel.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
    _be_the_first_to_go()
    warm_up(database)
    answer_question(channel, database)
    os._exit(0)


def _be_the_first_to_go() -> None:
    """Where memory runs out, the kernel ends a question and not the server."""
    if sys.platform == "linux":
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as score:  # noqa: PTH123
            score.write("1000")


def _leave_for_nowhere() -> None:
    """Stand in a folder that no longer exists, where nothing is found and nothing can be made."""
    nowhere = tempfile.mkdtemp()
    os.chdir(nowhere)
    os.rmdir(nowhere)  # noqa: PTH106


if __name__ == "__main__":
    main()
