"""Formulas: what they mean, and everything that they are not allowed to be."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multaqa.composite.formulas import Formula, FormulaError, Kind, evaluate, parse_formula

NAMES: Mapping[str, Kind] = {"a": "number", "b": "number", "A": "number", "C.DPL": "number", "group": "text"}
ROWS: Mapping[str, Sequence[Any]] = {
    "a": [1.0, 0.0, -4.0, np.nan],
    "b": [1.0, 2.0, np.nan, 4.0],
    "A": [100.0, 100.0, 100.0, 100.0],
    "C.DPL": [1.0, 2.0, 3.0, 4.0],
    "group": ["x", " Y", None, "x"],
}


def values_of(text: str) -> list[float | None]:
    found = evaluate({"it": parse_formula(text, NAMES)}, ROWS)["it"]
    return [None if np.isnan(value) else float(value) for value in found]


def code_of(text: str, names: Mapping[str, Kind] = NAMES) -> str:
    with pytest.raises(FormulaError) as refused:
        parse_formula(text, names)
    return refused.value.problems[0].code


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a + b", [2, 2, None, None]),
        ("a - b * 2", [-1, -4, None, None]),
        ("-a", [-1, 0, 4, None]),
        ("b / a", [1, None, None, None]),
        ("b % 2", [1, 0, None, 0]),
        ("a % 0", [None, None, None, None]),
        ("1 / 3 * 3", [1, 1, 1, 1]),
        ("a = 1", [1, 0, 0, None]),
        ("a <> 1 AND b > 1", [0, 1, None, None]),
        ("a OR b = 4", [1, 0, 1, 1]),
        ("NOT a", [0, 1, 0, None]),
        ("(a = 1) + (b = 1)", [2, 0, None, None]),
        ("a IS NULL", [0, 0, 0, 1]),
        ("b IS NOT NULL", [1, 1, 0, 1]),
        ("a IN (0, 1)", [1, 1, 0, None]),
        ("a NOT BETWEEN 0 AND 1", [0, 0, 1, None]),
        ("CASE WHEN a = 1 THEN 5 WHEN b = 2 THEN 6 END", [5, 6, None, None]),
        ("CASE a WHEN 1 THEN 5 ELSE 7 END", [5, 7, 7, 7]),
        ("IF(a > 0, 1, 2)", [1, 2, 2, 2]),
        ("LEAST(a, b)", [1, 0, None, None]),
        ("GREATEST(a, b, -9)", [1, 2, None, None]),
        ("GREATEST(a, b, NULL)", [None, None, None, None]),
        ("LEAST(GREATEST(a, -1), COALESCE(b, 0))", [1, 0, -1, None]),
        ("COALESCE(a, b, 9)", [1, 0, -4, 4]),
        ("NULLIF(a, 0)", [1, None, -4, None]),
        ("ABS(a) + SIGN(a)", [2, 0, 3, None]),
        ("ROUND(a / 8, 2)", [0.13, 0, -0.5, None]),
        ("ROUND(a * 2.5)", [3, 0, -10, None]),
        ("FLOOR(a / 3) + CEIL(a / 3)", [1, 0, -3, None]),
        ("SQRT(a)", [1, 0, None, None]),
        ("LN(a)", [0, None, None, None]),
        ("LOG10(A)", [2, 2, 2, 2]),
        ("EXP(a * 1000)", [None, 1, 0, None]),
        ("POWER(a, 2)", [1, 0, 16, None]),
        ("POWER(a, 0.5) > 0", [1, 0, None, None]),
        ("CAST(a = 1 AS DOUBLE)", [1, 0, 0, None]),
        ("group = 'x'", [1, 0, None, 1]),
        ("LOWER(TRIM(group)) = 'y'", [0, 1, None, 0]),
        ("group = 'it''s'", [0, 0, None, 0]),
        ("C.DPL", [1, 2, 3, 4]),
        ('"C.DPL" * 2', [2, 4, 6, 8]),
        ("NULL", [None] * 4),
        ("7", [7] * 4),
    ],
)
def test_a_formula_means_what_sql_says(text: str, values: list[float | None]) -> None:
    assert values_of(text) == values


def test_names_that_differ_in_case_alone_are_different() -> None:
    assert values_of("A - a") == [99, 100, 104, None]


def test_a_formula_knows_its_names_in_order_of_use() -> None:
    formula = parse_formula(" b + a * b ", NAMES)
    assert (formula.text, formula.names, formula.kind) == ("b + a * b", ("b", "a"), "number")


def test_without_a_list_of_names_every_name_is_a_number() -> None:
    formula = parse_formula("whatever / 2")
    assert evaluate({"half": formula}, {"whatever": [1.0, np.nan]})["half"].tolist()[0] == 0.5


def test_a_name_may_be_a_condition() -> None:
    formula = parse_formula("CASE WHEN open THEN 2 ELSE NOT open END", {"open": "truth"})
    assert evaluate({"it": formula}, {"open": [1.0, 0.0]})["it"].tolist() == [2.0, 1.0]


def test_a_long_sum_is_not_deep() -> None:
    text = " + ".join(["a"] * 300)
    assert values_of(text) == [300, 0, -1200, None]


def test_several_formulas_are_one_pass_over_the_same_rows() -> None:
    formulas = {name: parse_formula(text, NAMES) for name, text in {"sum": "a + b", "one": "1"}.items()}
    found = evaluate(formulas, ROWS)
    assert {name: len(values) for name, values in found.items()} == {"sum": 4, "one": 4}


def test_every_mistaken_name_is_reported_with_the_nearest_known() -> None:
    with pytest.raises(FormulaError) as refused:
        parse_formula("stagee + servces", {"stage": "number", "services": "number"})
    found = [(problem.code, problem.params["suggestion"]) for problem in refused.value.problems]
    assert found == [("formula-unknown-name", "stage"), ("formula-unknown-name", "services")]


NOT_ALLOWED = [
    # files, tables and queries
    "read_csv('/etc/passwd')",
    "read_text('/etc/passwd')",
    "a + read_blob('/etc/passwd')",
    "read_parquet('s3://bucket/file')",
    "glob('/*')",
    "(SELECT 1)",
    "a IN (SELECT 1)",
    "EXISTS (SELECT 1)",
    "a = ANY (SELECT 1)",
    "ARRAY(SELECT 1)",
    "CASE WHEN (SELECT 1) = 1 THEN 1 END",
    "COALESCE(a, (SELECT content FROM read_text('/etc/passwd')))",
    "query('SELECT 1')",
    "query_table('answers')",
    # more than one row
    "MAX(a)",
    "MIN(a)",
    "SUM(a)",
    "COUNT(*)",
    "LIST(a)",
    "SUM(a) OVER ()",
    "ROW_NUMBER() OVER (ORDER BY a)",
    "ABS(DISTINCT a)",
    # every column
    "*",
    "a.*",
    "COLUMNS(*)",
    "GREATEST(a, *)",
    # the process, the machine, the clock
    "getenv('HOME')",
    "current_setting('memory_limit')",
    "getvariable('x')",
    "version()",
    "now()",
    "current_user",
    "random()",
    "nextval('s')",
    "pg_sleep(60)",
    "__import__('os')",
    # placeholders and comments
    "?",
    "$1",
    ":a",
    "a -- b",
    "a /* b */",
    "a; b",
    "a; DROP TABLE answers",
    # nested values, and whatever could grow
    "[a, b]",
    "[x FOR x IN [1, 2]]",
    "list_transform([1], x -> x + 1)",
    "x -> x",
    "{'k': a}",
    "MAP {'k': a}",
    "a[1]",
    "(a, b)",
    "unnest([1])",
    "generate_series(1, 1000000000)",
    "repeat('a', 1000000000)",
    # text
    "group || 'x'",
    "concat(group, 'x')",
    "group LIKE '%'",
    "regexp_matches(group, '(a+)+$')",
    "TRIM(BOTH 'x' FROM group) = 'y'",
    "group COLLATE de = 'x'",
    "e'\\x41' = group",
    "$$x$$ = group",
    # other types and other operators
    "a::text = 'x'",
    "CAST(a AS DATE)",
    "CAST(a AS INTEGER[])",
    "CAST(a AS STRUCT(k INTEGER))",
    "INTERVAL 1 DAY",
    "a << 60",
    "a // b",
    "LOG(a)",
    "ROUND(a, b)",
    "ROUND(a, 300)",
    "1e309",
    # signs that are not seen
    "a\u200b",
    "a \u202e+ b",
    "a\x00",
]


@pytest.mark.parametrize("text", NOT_ALLOWED)
def test_what_is_not_on_the_list_is_not_allowed(text: str) -> None:
    assert code_of(text) == "formula-not-allowed"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "   ",
            "a +",
            "a b",
            "((a)",
            "a)",
            "'open",
            '"open',
            "a, b",
            "a AS c",
            "CASE",
            "ABS()",
            "ABS(a, b)",
        ),
        *("SELECT 1", "SELECT a FROM answers", "a FROM answers", "a UNION SELECT 1", "FROM answers"),
        *("WITH x AS (SELECT 1) SELECT 1", "VALUES (1)", "a ORDER BY b", "a LIMIT 1", "a = 1 QUALIFY true"),
        *(
            "ATTACH '/tmp/x.db'",
            "COPY answers TO '/tmp/x'",
            "PRAGMA version",
            "INSTALL httpfs",
            "LOAD httpfs",
        ),
        *("SET threads = 8", "DROP TABLE answers", "CREATE TABLE t AS SELECT 1", "CALL pragma_version()"),
        *(
            "EXPORT DATABASE '/tmp/x'",
            "DESCRIBE answers",
            "USE main",
            "a − b",
            "a “b”",
            "0x41",
            "a if b else 0",
        ),
        *("${a}", "lambda x : x", "{ : }", "'" * 1999, '"' * 1999, "$" * 1999),
    ],
)
def test_what_is_no_expression_is_not_understood(text: str) -> None:
    assert code_of(text) == "formula-not-understood"


@pytest.mark.parametrize(
    "text",
    ["answers", '"answers"', "answers.a", "main.answers.a", "information_schema.tables", "\u0430", "ａ"],
)
def test_a_table_or_a_look_alike_is_an_unknown_name(text: str) -> None:
    assert code_of(text) == "formula-unknown-name"


@pytest.mark.parametrize(
    "text",
    [
        "group",
        "'x'",
        "group + 1",
        "a = 'x'",
        "a IN ('x')",
        "COALESCE(a, group)",
        "CASE WHEN a THEN 1 ELSE 'x' END",
    ],
)
def test_text_and_numbers_do_not_mix(text: str) -> None:
    assert code_of(text) == "formula-mixed-kinds"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 40 + "a" + ")" * 40,
        "ABS(" * 60 + "a" + ")" * 60,
        "CASE WHEN a THEN " * 60 + "1" + " END" * 60,
        "NOT " * 300 + "a",
        "- " * 900 + "a",
        "[" * 1900,
        "a + " * 480 + "a",
        "a = " * 300 + "a",
    ],
)
def test_what_would_take_the_parser_deep_is_too_complex(text: str) -> None:
    assert code_of(text) == "formula-too-complex"


def test_a_very_long_formula_is_not_even_looked_at() -> None:
    assert code_of("a" * 2001) == "formula-too-long"


@pytest.mark.parametrize(
    "sql",
    [
        "(SELECT count(*) FROM read_text('/etc/passwd'))",
        "(SELECT count(*) FROM read_csv('/etc/passwd'))",
        "(SELECT count(*) FROM glob('/etc/*'))",
        "(SELECT count(*) FROM '/etc/passwd')",
        "getenv('HOME')::DOUBLE",
        "(SELECT count(*) FROM formulas)",
        "1 AS x; SET threads = 8; SELECT 1",
        "1 AS x; ATTACH '/tmp/x.db'; SELECT 1",
        "1 AS x; COPY (SELECT 1) TO '/tmp/x.csv'; SELECT 1",
        "1 AS x; INSTALL httpfs; SELECT 1",
    ],
)
def test_the_database_is_closed_even_to_sql_that_no_formula_gives(sql: str) -> None:
    with pytest.raises(duckdb.Error):
        evaluate({"it": Formula("", sql, (), "number")}, {"a": [1.0]})


@given(st.text(alphabet="ab01()+-*/=<>'\" ,;.[]{}%$?:#@!~&|\\\n_CASEWHENIN", max_size=60))
def test_whatever_is_written_is_refused_with_a_code_or_computed(text: str) -> None:
    try:
        rows = len(evaluate({"it": parse_formula(text, NAMES)}, ROWS)["it"])
    except FormulaError:
        return
    assert rows == 4


finite = st.floats(min_value=-1e6, max_value=1e6)


@given(st.lists(st.tuples(finite, finite), min_size=1, max_size=20))
def test_arithmetic_is_that_of_double_precision(pairs: list[tuple[float, float]]) -> None:
    a, b = (np.array(column) for column in zip(*pairs, strict=True))
    formulas = {"sum": parse_formula("a + b * 0.1", NAMES), "least": parse_formula("LEAST(a, b)", NAMES)}
    found = evaluate(formulas, {"a": a, "b": b})
    np.testing.assert_array_equal(found["sum"], a + b * 0.1)
    np.testing.assert_array_equal(found["least"], np.minimum(a, b))
