"""A database that sees the named tables and nothing else, by its own settings."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

EXPRESSION_DEPTH = 1_000


def open_database() -> duckdb.DuckDBPyConnection:
    """A database in memory without a thread of its own, so that the process can be forked.

    `close_database` must follow before it is asked anything.
    """
    database = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "allow_unsigned_extensions": "false",
            "allow_persistent_secrets": "false",
            "python_enable_replacements": "false",
            "python_scan_all_frames": "false",
            "max_expression_depth": str(EXPRESSION_DEPTH),
            "temp_directory": "",
            "threads": "1",
            "async_threads": "0",
        },
    )
    warm_up(database)
    return database


def warm_up(database: duckdb.DuckDBPyConnection) -> None:
    """Have what every question needs loaded, and in a fork, copied into its own memory, before the question comes."""
    database.execute("SET threads = 1; CREATE VIEW warm AS SELECT 1 AS one")
    database.sql("SELECT * FROM warm LIMIT 1").to_arrow_reader(1).read_all()
    database.execute("DROP VIEW warm")


def close_database(
    database: duckdb.DuckDBPyConnection, tables: Mapping[str, str], *, memory_megabytes: int, threads: int
) -> None:
    """Give it the tables (name → path of a Parquet file) as views, then shut it and throw away the key."""
    paths = ", ".join(_quoted(path, "'") for path in tables.values())
    database.execute(
        f"SET allowed_paths = [{paths}]; SET memory_limit = '{memory_megabytes:d}MB'; SET threads = {threads:d}; "
        "SET parquet_metadata_cache = true; SET enable_external_access = false; SET lock_configuration = true"
    )
    for name, path in tables.items():
        database.execute(
            f"CREATE VIEW {_quoted(name, chr(34))} AS FROM read_parquet({_quoted(path, chr(39))})"
        )


def _quoted(text: str, mark: str) -> str:
    return f"{mark}{text.replace(mark, mark * 2)}{mark}"
