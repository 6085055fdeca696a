"""The background process: does the tasks that wait in the database, and keeps the clock.

One thread does both, so that a stop between two pieces of work leaves none half done. Several workers may run, here
or on other machines: tasks and letters are claimed, and periodic jobs are idempotent.
"""

from __future__ import annotations

import logging
import os
import signal
import time
import uuid
from types import FrameType
from typing import Final

from django.db import Error, close_old_connections
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker

from multaqa.core.letters import deliver, due_letters
from multaqa.core.tasks import Job, find_jobs, run_jobs

REST_SECONDS: Final = 1.0
TROUBLE_REST_SECONDS: Final = 5.0
CLOCK_SECONDS: Final = 60.0
MOST_TASKS_BETWEEN_LOOKS: Final = 20
"""However many tasks wait, the clock is looked at after so many."""

logger = logging.getLogger(__name__)


class BackgroundWorker:
    """Works until it is told to stop, or until the process that it belongs to is gone."""

    def __init__(self, parent: int | None = None) -> None:
        """With `parent`, the worker ends when its parent process is no longer the one of that number."""
        self.parent = parent
        self.stopping = False
        self.tasks = self._tasks()
        self.jobs: tuple[Job, ...] = ()
        self.next_tick = 0.0

    def run(self) -> None:
        """Work; SIGTERM and SIGINT end it after the piece of work in hand."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self.jobs = find_jobs()
        while self.wanted():
            close_old_connections()
            rest = REST_SECONDS
            try:
                self._work()
            except Error as error:  # the database is away or not up to date yet, and will be
                logger.warning("The worker cannot use the database, and tries again: %s", error)
                rest = TROUBLE_REST_SECONDS
            if self.wanted():
                time.sleep(rest)

    def wanted(self) -> bool:
        """Whether there is anybody left to work for."""
        return not self.stopping and (self.parent is None or os.getppid() == self.parent)

    def tick(self) -> None:
        """What the clock does: run the periodic jobs, and send the letters that are due."""
        run_jobs(self.jobs)
        for pk in list(due_letters().values_list("pk", flat=True)):
            if not self.wanted():
                return
            deliver(pk)

    def _work(self) -> None:
        self.tasks = self._tasks()
        self.tasks.run()
        if self.wanted() and time.monotonic() >= self.next_tick:
            self.next_tick = time.monotonic() + CLOCK_SECONDS
            self.tick()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True
        self.tasks.running = False

    def _tasks(self) -> Worker:
        """A worker of django-tasks-db that comes back once nothing waits."""
        return Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=REST_SECONDS,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=MOST_TASKS_BETWEEN_LOOKS,
            worker_id=str(uuid.uuid4()),
        )
