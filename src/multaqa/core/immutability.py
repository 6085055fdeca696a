"""Triggers that make the database itself refuse to change or delete what is written once.

The models refuse first; the triggers hold for raw SQL and for a mistake made elsewhere, on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is written once'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION multaqa_written_once() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is written once', TG_TABLE_NAME; END $$ LANGUAGE plpgsql
"""
POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION multaqa_written_once()
"""


def written_once(*tables: str) -> RunPython:
    """A migration operation that guards ``tables`` against UPDATE and DELETE."""

    def forwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        vendor = editor.connection.vendor
        if vendor == "postgresql":
            editor.execute(POSTGRESQL_FUNCTION, params=None)  # its % is not a placeholder
        template = POSTGRESQL if vendor == "postgresql" else SQLITE
        for table in tables:
            for verb in ("UPDATE", "DELETE"):
                editor.execute(template.format(table=table, verb=verb))

    def backwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        suffix = " ON {table}" if editor.connection.vendor == "postgresql" else ""
        for table in tables:
            for verb in ("UPDATE", "DELETE"):
                editor.execute(f"DROP TRIGGER {table}_no_{verb}" + suffix.format(table=table))

    return RunPython(forwards, backwards)
