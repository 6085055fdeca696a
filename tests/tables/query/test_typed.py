"""A question made of fields answers as the SQL does that one would write by hand."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from multaqa.tables.problems import QueryError
from multaqa.tables.query import Aggregate, Filter, Page, Query, Sort, ask


def rows_of(question: Query | str, tables: Mapping[str, Path]) -> Any:
    with ask(question, tables) as answer:
        return str(answer.table().to_pylist())


def cities(**fields: Any) -> Query:
    return Query(table="cities", **fields)


def where(operator: Any, column: str, value: Any = None) -> Query:
    return cities(
        filters=(Filter(column=column, operator=operator, value=value),), sort=(Sort(column="people"),)
    )


PAIRS = [
    (cities(), "FROM cities"),
    (cities(columns=("people", "city")), "SELECT people, city FROM cities"),
    (where("eq", "city", "Cairo"), "FROM cities WHERE city = 'Cairo' ORDER BY people"),
    (where("eq", "city", "it's"), "FROM cities WHERE city = 'it''s' ORDER BY people"),
    (where("ne", "city", "Cairo"), "FROM cities WHERE city <> 'Cairo' ORDER BY people"),
    (where("lt", "people", 4), "FROM cities WHERE people < 4 ORDER BY people"),
    (where("le", "price", Decimal("2.20")), "FROM cities WHERE price <= 2.20 ORDER BY people"),
    (where("gt", "share", 0.1), "FROM cities WHERE share > 0.1::DOUBLE ORDER BY people"),
    (
        where("ge", "since", datetime.date(2020, 1, 3)),
        "FROM cities WHERE since >= '2020-01-03' ORDER BY people",
    ),
    (where("ge", "since", "2020-01-03"), "FROM cities WHERE since >= '2020-01-03' ORDER BY people"),
    (where("gt", "people", -1), "FROM cities WHERE people > -1 ORDER BY people"),
    (where("eq", "open", True), "FROM cities WHERE open ORDER BY people"),
    (where("in", "people", (2, 7, 9)), "FROM cities WHERE people IN (2, 7, 9) ORDER BY people"),
    (where("not_in", "people", (2, 7)), "FROM cities WHERE people NOT IN (2, 7) ORDER BY people"),
    (where("between", "people", (2, 7)), "FROM cities WHERE people BETWEEN 2 AND 7 ORDER BY people"),
    (where("is_null", "city"), "FROM cities WHERE city IS NULL ORDER BY people"),
    (where("not_null", "city"), "FROM cities WHERE city IS NOT NULL ORDER BY people"),
    (where("contains", "city", "a"), "FROM cities WHERE contains(city, 'a') ORDER BY people"),
    (where("starts_with", "city", "R"), "FROM cities WHERE starts_with(city, 'R') ORDER BY people"),
    (
        cities(sort=(Sort(column="open", descending=True), Sort(column="city"))),
        "FROM cities ORDER BY open DESC, city",
    ),
    (
        cities(sort=(Sort(column="city"),), page=Page(limit=2, offset=1)),
        "FROM cities ORDER BY city LIMIT 2 OFFSET 1",
    ),
    (Query(table="t", page=Page(limit=3, offset=1_500)), "FROM t LIMIT 3 OFFSET 1500"),
    (cities(search="aMM"), "FROM cities WHERE city = 'Amman'"),
    (cities(search=" "), "FROM cities"),
    (
        cities(
            group_by=("open",),
            aggregates=(
                Aggregate(function="count", alias="n"),
                Aggregate(function="count", column="city", alias="named"),
                Aggregate(function="count_distinct", column="city", alias="different"),
                Aggregate(function="sum", column="people", alias="s"),
                Aggregate(function="mean", column="price", alias="m"),
                Aggregate(function="median", column="people", alias="md"),
                Aggregate(function="min", column="since", alias="least"),
                Aggregate(function="max", column="city", alias="last"),
                Aggregate(function="stddev", column="people", alias="sd"),
                Aggregate(function="quantile", column="people", quantile=0.25, alias="q"),
            ),
            sort=(Sort(column="s", descending=True),),
        ),
        (
            "SELECT open, count(*) AS n, count(city) AS named, count(DISTINCT city) AS different, sum(people) AS s, "
            "avg(price) AS m, median(people) AS md, min(since) AS least, max(city) AS last, stddev(people) AS sd, "
            "quantile_cont(people, 0.25) AS q FROM cities GROUP BY open ORDER BY s DESC"
        ),
    ),
    (
        Query(table="المؤشرات", aggregates=(Aggregate(function="sum", column="القيمة", alias="المجموع"),)),
        'SELECT sum("القيمة") AS "المجموع" FROM "المؤشرات"',
    ),
    (
        cities(group_by=("open",), sort=(Sort(column="open"),)),
        "SELECT DISTINCT open FROM cities ORDER BY open",
    ),
]


@pytest.mark.parametrize(("query", "sql"), PAIRS)
def test_fields_and_sql_give_the_same_rows(query: Query, sql: str, tables: Mapping[str, Path]) -> None:
    assert rows_of(query, tables) == rows_of(sql, tables)


def test_a_search_finds_every_spelling_of_a_word(tables: Mapping[str, Path]) -> None:
    with ask(Query(table="المؤشرات", search="الاحصاءات"), tables) as answer:
        assert answer.table()["الاسم"].to_pylist() == ["الإحصاءات", "الاحصاءات العامة"]
    with ask(Query(table="المؤشرات", search="القاهره"), tables) as answer:
        assert answer.table()["الاسم"].to_pylist() == ["القــاهرة"]
    with ask(Query(table="المؤشرات", search="12 الفا"), tables) as answer:
        assert answer.table()["الاسم"].to_pylist() == ["١٢ ألفاً"]


def test_a_search_in_a_table_without_texts_finds_nothing(tables: Mapping[str, Path], tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"n": [1, 2]}), tmp_path / "numbers.parquet")
    assert rows_of(Query(table="x", search="1"), {"x": tmp_path / "numbers.parquet"}) == "[]"


def test_the_search_is_no_pattern_of_the_askers(tables: Mapping[str, Path]) -> None:
    assert rows_of(cities(search=".*"), tables) == "[]"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (Query(table="citys"), "query-unknown-table"),
        (cities(columns=("cty",)), "query-unknown-column"),
        (cities(sort=(Sort(column="n"),)), "query-unknown-column"),
        (cities(group_by=("open",), sort=(Sort(column="city"),)), "query-unknown-column"),
        (where("eq", "people"), "query-filter-one-value"),
        (where("eq", "people", (1, 2)), "query-filter-one-value"),
        (where("in", "people", ()), "query-filter-several-values"),
        (where("between", "people", (1, 2, 3)), "query-filter-two-values"),
        (where("is_null", "people", 1), "query-filter-no-value"),
        (where("contains", "city", 1), "query-filter-text"),
        (where("contains", "people", "1"), "query-not-text"),
        (cities(aggregates=(Aggregate(function="sum", column="city", alias="s"),)), "query-not-a-number"),
        (cities(aggregates=(Aggregate(function="sum", alias="s"),)), "query-aggregate-column"),
        (cities(aggregates=(Aggregate(function="quantile", column="people", alias="q"),)), "query-quantile"),
        (cities(aggregates=(Aggregate(function="count", quantile=0.5, alias="n"),)), "query-quantile"),
        (cities(columns=("city", "city")), "query-name-twice"),
        (
            cities(group_by=("open",), aggregates=(Aggregate(function="count", alias="open"),)),
            "query-name-twice",
        ),
        (cities(columns=("city",), group_by=("open",)), "query-columns-beside-groups"),
    ],
)
def test_a_mistake_is_told_before_anything_runs(query: Query, code: str, tables: Mapping[str, Path]) -> None:
    with pytest.raises(QueryError) as refused:
        ask(query, tables)
    assert refused.value.problems[0].code == code
    assert all(refused.value.text(language) for language in ("en", "ar"))


def test_an_unknown_field_is_refused_at_the_border() -> None:
    with pytest.raises(ValidationError):
        Query.model_validate({"table": "t", "where": "1 = 1"})
    with pytest.raises(ValidationError):
        Filter.model_validate({"column": "n", "operator": "like", "value": "x"})


def test_a_question_comes_back_from_json_as_it_was() -> None:
    query = cities(
        filters=(
            Filter(column="people", operator="in", value=(1, 2)),
            Filter(column="open", operator="eq", value=True),
        )
    )
    assert Query.model_validate_json(query.model_dump_json()) == query
