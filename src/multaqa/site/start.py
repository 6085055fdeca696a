"""Starting the platform: database up to date, assets collected, demonstration loaded, web process and worker running."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def prepare() -> None:
    """Bring the database and the collected assets up to date; does nothing where they are."""
    Path(settings.HOME).mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    if _assets_changed():
        call_command("collectstatic", interactive=False, verbosity=0)


def load_demonstration() -> None:
    """Load the demonstration into a database that does not hold it."""
    from multaqa.presets import demonstration

    demonstration.load_demonstration()


def create_administrator(email: str, password: str) -> list[str]:
    """Create an administrator; the sentences of what is wrong with the address or the password, if anything is."""
    from multaqa.members.actions import create_administrator as create

    try:
        create(email, password)
    except ValidationError as error:
        return [" ".join(error.messages)]
    return []


def serve(host: str, port: int, workers: int, *, background: bool) -> None:
    """Replace this process by the web server; with `background`, a worker runs for as long as it does."""
    sys.stderr.write(f"Multaqa: http://{host}:{port}/  (Ctrl+C ends it)\n")
    command = [sys.executable, "-m", "gunicorn", "multaqa.site.wsgi:application", "--bind", f"{host}:{port}"]
    options = [
        "--workers",
        str(workers),
        "--threads",
        "4",
        "--worker-class",
        "gthread",
        "--preload",
        "--log-level",
        "warning",
    ]
    if background:
        options += ["--config", "python:multaqa.site.keeper"]
    os.execv(sys.executable, command + options)


def work(parent: int | None) -> None:
    """Be a worker until this process is told to end, or until its parent process is not that one any more."""
    from multaqa.site.worker import BackgroundWorker

    BackgroundWorker(parent).run()


def _assets_changed() -> bool:
    """Whether a source asset is newer than the collected manifest, or there is none."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return True
    collected = manifest.stat().st_mtime
    return any(
        path.stat().st_mtime > collected for path in (settings.HERE / "static").rglob("*") if path.is_file()
    )
