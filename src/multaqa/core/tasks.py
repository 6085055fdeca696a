"""What runs in the background: the task that sends a letter, and the clock's periodic jobs.

Rooms register theirs in a module `tasks.py` of their own::

    @periodic
    def remind_delegations() -> None:
        ...

Whoever needs all of them calls ``find_jobs`` first.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from django.core.management import call_command
from django.utils.module_loading import autodiscover_modules
from django_tasks import task

from multaqa.core import letters

Job = Callable[[], None]

KEEP_FINISHED_TASKS_DAYS: Final = 14

logger = logging.getLogger(__name__)
_JOBS: list[Job] = []


@task()
def send_letter(pk: int) -> None:
    """Send the letter of that key, unless it is not due (any more)."""
    letters.deliver(pk)


def periodic(job: Job) -> Job:
    """Register a job that the clock of every worker runs once a minute.

    It acts for nobody (as the system), and several workers may run it at once: it must be idempotent. A letter that
    it writes carries a ``dedupe`` key.
    """
    _JOBS.append(job)
    return job


def find_jobs() -> tuple[Job, ...]:
    """The registered jobs, after the `tasks` modules of all rooms were read."""
    autodiscover_modules("tasks")
    return tuple(_JOBS)


def run_jobs(jobs: tuple[Job, ...]) -> None:
    """Run each job once. One that fails is told in the log, and the others run all the same."""
    for job in jobs:
        try:
            job()
        except Exception:
            logger.exception("The periodic job %s.%s failed.", job.__module__, job.__qualname__)


@periodic
def forget_finished_tasks() -> None:
    """Delete the records of tasks that ended a fortnight ago; letters keep their own state."""
    call_command("prune_db_task_results", min_age_days=KEEP_FINISHED_TASKS_DAYS, verbosity=0)
