"""Tables for questions: small Parquet files, one of them with Arabic names."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from multaqa.tables.query.asking import sandbox_report
from multaqa.tables.query.children import close_worker


@pytest.fixture(scope="session", autouse=True)
def worker() -> Iterator[None]:
    """The worker is started once, so that no test's clock pays for it, and ended with the last test."""
    sandbox_report()
    yield
    close_worker()


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("tables")
    many = pa.table({"n": range(2_000), "s": [f"text {n}" for n in range(2_000)]})
    cities = pa.table(
        {
            "city": ["Cairo", "Riyadh", "Amman", "Rabat", None],
            "people": pa.array([10, 7, 4, 2, 1], pa.int32()),
            "share": [0.1, 0.2, 0.3, float("nan"), None],
            "since": pa.array([datetime.date(2020, 1, day) for day in range(1, 6)], pa.date32()),
            "price": pa.array([Decimal("1.10"), Decimal("2.20"), None, Decimal("4"), Decimal("5")]),
            "open": [True, False, True, None, False],
        }
    )
    arabic = pa.table(
        {
            "الاسم": ["الإحصاءات", "الاحصاءات العامة", "إحصائيّات", "التعليم", "١٢ ألفاً", "القــاهرة", None],
            "القيمة": [1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5],
        }
    )
    made = {"t": many, "cities": cities, "المؤشرات": arabic}
    paths = {name: folder / f"{place}.parquet" for place, name in enumerate(made)}
    for name, table in made.items():
        pq.write_table(table, paths[name], row_group_size=500)
    return paths
