"""SQL that analysts write is let through and means what it meant; the rest is refused with a code and a way out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multaqa.tables.problems import QueryError
from multaqa.tables.query import ask
from multaqa.tables.query.checking import check_sql
from multaqa.tables.query.grammar import FUNCTIONS

NAMES = ["t", "cities", "المؤشرات"]

QUESTIONS = [
    "SELECT 1 AS one",
    "FROM cities",
    "select City, PEOPLE from CITIES order by people",
    "SELECT * EXCLUDE (price) REPLACE (people * 2 AS people) FROM cities",
    "SELECT min(COLUMNS(* EXCLUDE (city))) FROM cities",
    "SELECT c.city, c.people FROM cities AS c WHERE c.people BETWEEN 2 AND 7 AND NOT c.open",
    "SELECT city FROM cities WHERE city ILIKE '%A%' AND city NOT LIKE 'C%' ORDER BY ALL",
    "SELECT city FROM cities WHERE city SIMILAR TO '.*a.*' OR regexp_matches(city, '^R') ORDER BY 1",
    "SELECT city, CASE WHEN people > 5 THEN 'large' ELSE 'small' END AS size FROM cities ORDER BY city NULLS FIRST",
    "SELECT open, count(*) FILTER (WHERE people > 2) AS n, sum(people), avg(people) FROM cities GROUP BY ALL ORDER BY ALL",
    "SELECT date_trunc('month', since) AS m, list(city ORDER BY people) FROM cities GROUP BY ALL",
    "SELECT extract(year FROM since), date_part('day', since), since + INTERVAL 1 MONTH, monthname(since) FROM cities",
    "SELECT strftime(since, '%d/%m/%Y'), since - DATE '2019-12-31', dayname(since) FROM cities ORDER BY 1",
    "SELECT TIMESTAMP '2020-01-01 10:00:00' AT TIME ZONE 'UTC' AS at",
    "SELECT city, rank() OVER (PARTITION BY open ORDER BY people DESC) AS r FROM cities ORDER BY r, city",
    "SELECT city, sum(people) OVER (ORDER BY since ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM cities ORDER BY since",
    "SELECT city, sum(people) OVER w FROM cities WINDOW w AS (ORDER BY since) ORDER BY since",
    "SELECT n, avg(n) OVER (ORDER BY n RANGE BETWEEN 2 PRECEDING AND 2 FOLLOWING) FROM t ORDER BY n LIMIT 5",
    "SELECT first_value(share IGNORE NULLS) OVER (ORDER BY since DESC) FROM cities ORDER BY since",
    "SELECT lag(people, 1, 0) OVER (ORDER BY people) AS before FROM cities ORDER BY people",
    "SELECT city FROM cities QUALIFY row_number() OVER (PARTITION BY open ORDER BY people DESC) = 1 ORDER BY people",
    "WITH large AS (SELECT * FROM cities WHERE people > 3), few AS MATERIALIZED (FROM large LIMIT 2) SELECT count(*) FROM few",
    "WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x WHERE n < 5) SELECT sum(n) FROM x",
    "SELECT city FROM cities UNION ALL BY NAME SELECT s AS city FROM t WHERE n < 2 ORDER BY city",
    "(SELECT 1 AS x) EXCEPT (SELECT 2) ORDER BY 1",
    "SELECT a.city FROM cities a JOIN t b ON a.people = b.n LEFT JOIN cities c USING (city) ORDER BY 1",
    "SELECT city FROM cities SEMI JOIN t ON people = n ORDER BY city",
    "SELECT a.n, b.n AS before FROM t a ASOF JOIN t b ON a.n > b.n ORDER BY a.n LIMIT 3",
    "SELECT x.m FROM cities, LATERAL (SELECT people + 1 AS m) x ORDER BY 1",
    "SELECT (SELECT max(n) FROM t) - people AS d FROM cities WHERE people IN (SELECT n FROM t) ORDER BY d",
    "SELECT EXISTS (FROM t WHERE n = 3), 3 = ANY (SELECT n FROM t)",
    "SELECT open, city, sum(people) FROM cities GROUP BY ROLLUP (open, city) ORDER BY ALL",
    "SELECT open, sum(people) FROM cities GROUP BY GROUPING SETS ((open), ()) HAVING sum(people) > 1 ORDER BY ALL",
    "SELECT DISTINCT ON (open) open, city FROM cities ORDER BY open, people",
    "SELECT count(DISTINCT open), string_agg(DISTINCT city, '، ' ORDER BY city DESC) FROM cities",
    "SELECT median(people), quantile_cont(people, [0.25, 0.5]), mode(price IS NULL), stddev(people), arg_max(city, people) FROM cities",
    "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY people), mode() WITHIN GROUP (ORDER BY open) FROM cities",
    "SELECT length([1, 2, 3]), length('نص'), log(100), round(2.567, 1), 7 // 2, 7 / 2, 2 ** 3, 7 % 4, greatest(1, 2)",
    "SELECT list_sum([1, 2]), [1, 2, 3][2], ['a', 'b'][1:1], list_contains([1], 1), unnest([1, 2])",
    "SELECT concat_ws(', ', city, people), city || '!', upper(left(city, 2)), split_part(city, 'a', 1), position('a' IN city) FROM cities ORDER BY people",
    "SELECT trim(BOTH 'x' FROM 'xax'), lpad('1', 3, '0'), replace('aba', 'a', 'c'), regexp_replace('abc', '[ab]', '', 'g')",
    "SELECT people::DOUBLE, CAST(price AS VARCHAR), TRY_CAST(city AS INTEGER), price::DECIMAL(10, 3) FROM cities ORDER BY people",
    "SELECT price::TIMESTAMP FROM (SELECT '2020-01-01' AS price)",
    "SELECT city IS DISTINCT FROM 'Cairo', open IS NOT NULL, coalesce(open, false), nullif(people, 1), if(open, 1, 2) FROM cities ORDER BY people",
    "SELECT v.a, v.b FROM (VALUES (1, 'x'), (2, 'y')) v(a, b) ORDER BY a",
    "SELECT json_extract_string('{\"a\": \"ب\"}', '$.a')",
    'SELECT "الاسم", "القيمة" * 2 AS "الضعف" FROM "المؤشرات" WHERE "الاسم" LIKE \'%حصاء%\' ORDER BY "القيمة"',
    "SELECT * FROM t ORDER BY n LIMIT 5 OFFSET 1500",
    "SELECT n FROM t ORDER BY n DESC LIMIT 1 PERCENT",
    "SELECT 1 -- a comment\n, 2 /* another */;",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_means_what_the_database_takes_it_for(question: str, tables: Mapping[str, Path]) -> None:
    with duckdb.connect() as database:
        database.execute("SET TimeZone = 'UTC'")
        for name, path in tables.items():
            database.read_parquet(str(path)).create_view(name)
        expected = database.sql(question).to_arrow_table()
    with ask(question, tables) as answer:
        found = answer.table()
    assert str(found.to_pydict().values()) == str(expected.to_pydict().values())


def test_a_column_without_a_name_is_called_as_it_was_written(tables: Mapping[str, Path]) -> None:
    with ask("SELECT avg(people), people + 1, city FROM cities GROUP BY ALL", tables) as answer:
        assert answer.schema.names == ["avg(people)", "people + 1", "city"]


def test_only_the_tables_that_are_asked_are_opened(tables: Mapping[str, Path]) -> None:
    question = "WITH Cities AS (SELECT 1 AS x) SELECT * FROM cities, T"
    assert check_sql(question, NAMES, rows=10, characters=1_000).tables == ("t",)


def test_the_outer_limit_is_one_row_more_than_the_answer_may_have() -> None:
    checked = check_sql("SELECT n FROM t LIMIT 5", NAMES, rows=10, characters=1_000)
    assert checked.sql == 'SELECT * FROM (SELECT "n" FROM "t" LIMIT 5) AS "answer" LIMIT 11'


def code_of(text: str, characters: int = 1_000) -> str:
    with pytest.raises(QueryError) as refused:
        check_sql(text, NAMES, rows=10, characters=characters)
    return refused.value.problems[0].code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "query-empty"),
        (" ; ", "query-empty"),
        ("SELECT " + "1" * 1_000, "query-too-long"),
        ("SELECT " + "(" * 61 + "1" + ")" * 61, "query-too-complex"),
        ("SELECT FROM WHERE", "query-not-understood"),
        ("SELECT 1; SELECT 2", "query-several-statements"),
        ("DROP TABLE t", "query-not-a-select"),
        ("SELECT ?", "query-not-allowed"),
        ("SELECT getenv('HOME')", "query-function-not-allowed"),
        ("SELECT * FROM tt", "query-unknown-table"),
        ("SELECT city FROM cities WHERE city ~ 'a'", "query-not-allowed"),
    ],
)
def test_a_refusal_has_a_code(text: str, code: str) -> None:
    assert code_of(text) == code


def test_without_tables_no_table_is_suggested() -> None:
    with pytest.raises(QueryError) as refused:
        check_sql("SELECT * FROM t", [], rows=10, characters=1_000)
    assert refused.value.problems[0].code == "query-without-tables"


def test_an_unknown_table_is_told_with_the_nearest_in_both_languages() -> None:
    with pytest.raises(QueryError) as refused:
        check_sql('SELECT * FROM "المؤشر"', NAMES, rows=10, characters=1_000)
    assert refused.value.text("en") == "There is no table “المؤشر”. Did you mean: المؤشرات?"
    assert refused.value.text("ar") == "لا يوجد جدول باسم «المؤشر»؛ لعل المقصود: المؤشرات؟"


def test_an_unknown_column_is_told_with_the_nearest(tables: Mapping[str, Path]) -> None:
    with pytest.raises(QueryError) as refused:
        ask("SELECT peeple FROM cities", tables, language="ar")
    assert refused.value.problems[0].params == {"name": "peeple", "known": "people"}
    assert str(refused.value) == "لا يوجد عمود باسم «peeple»؛ لعل المقصود: people؟"


def test_every_function_on_the_list_is_one_the_database_has() -> None:
    of_the_grammar = {"coalesce", "columns", "grouping", "grouping_id", "row", "try", "unnest"}
    of_the_grammar |= {"ifnull", "percentile_cont", "percentile_disc"}
    with duckdb.connect() as database:
        found = database.execute("SELECT DISTINCT function_name FROM duckdb_functions()").fetchall()
    assert sorted(FUNCTIONS - of_the_grammar - {name for (name,) in found}) == []


def test_a_function_is_written_under_the_name_by_which_it_was_called() -> None:
    special = {"columns", "position", "trim", "if"}
    for name in sorted(FUNCTIONS - special):
        written = check_sql(f"SELECT {name}(n, 1) FROM t", NAMES, rows=1, characters=1_000).sql
        assert f"{name}(" in written.lower(), name


@given(st.text(alphabet="tn01()+-*/=<>'\" ,;.[]{}%$?:#@!~&|\\\n_SELECTFROMWITHAS", max_size=80))
def test_whatever_is_written_is_refused_with_a_code_or_written_anew(text: str) -> None:
    try:
        checked = check_sql(f"SELECT {text}", NAMES, rows=10, characters=1_000)
    except QueryError:
        return
    assert check_sql(checked.sql, NAMES, rows=10, characters=10_000).tables == checked.tables


def test_what_is_written_reads_back_as_it_was() -> None:
    text = "SELECT 'it''s \\ ; --' AS \"a \"\" b\", e FROM (SELECT n AS e FROM t)"
    once = check_sql(text, NAMES, rows=10, characters=1_000).sql
    with duckdb.connect() as database:
        database.execute("CREATE TABLE t AS SELECT 1 AS n")
        answer = database.sql(once)
        assert (answer.columns, answer.fetchall()) == (['a " b', "e"], [("it's \\ ; --", 1)])
