"""What a question may be made of: the parts of a tree, the functions, the types. What is not here does not exist.

Functions are kept under the names by which they were called, and no name is translated into another function: the
list below is held against what the database will see. None of them reads a file, a setting, a variable or the
environment, or runs SQL that stands in a text. Some can make large values; the limits of the process hold those.
"""

from __future__ import annotations

from typing import Any

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

_PARSER: Any = DuckDB.Parser
_GENERATOR: Any = DuckDB.Generator


class Verbatim(DuckDB):
    """The dialect of DuckDB in which a function is only a name with arguments, and is written as it was read."""

    class Parser(_PARSER):  # type: ignore[misc]
        FUNCTIONS: dict[str, Any] = {}
        FUNCTION_PARSERS = {
            name: _PARSER.FUNCTION_PARSERS[name]
            for name in ("CAST", "TRY_CAST", "EXTRACT", "TRIM", "POSITION")
        }

    class Generator(_GENERATOR):  # type: ignore[misc]
        MULTI_ARG_DISTINCT = True

        def withingroup_sql(self, expression: exp.WithinGroup) -> str:
            order = self.sql(expression, "expression").strip()
            return f"{self.sql(expression, 'this')} WITHIN GROUP ({order})"

        def ignorenulls_sql(self, expression: exp.IgnoreNulls) -> str:
            return f"{self.sql(expression, 'this')} IGNORE NULLS"


_QUERY = {
    exp.Select,
    exp.From,
    exp.Join,
    exp.Where,
    exp.Group,
    exp.Rollup,
    exp.Cube,
    exp.GroupingSets,
    exp.Having,
    exp.Qualify,
    exp.Order,
    exp.Ordered,
    exp.Limit,
    exp.LimitOptions,
    exp.Offset,
    exp.Distinct,
    exp.Union,
    exp.Intersect,
    exp.Except,
    exp.With,
    exp.CTE,
    exp.Subquery,
    exp.Lateral,
    exp.Table,
    exp.TableAlias,
    exp.TableSample,
    exp.Unnest,
    exp.Values,
}
_VALUES = {
    exp.Alias,
    exp.Array,
    exp.Boolean,
    exp.Bracket,
    exp.Column,
    exp.Identifier,
    exp.Interval,
    exp.Literal,
    exp.Null,
    exp.Paren,
    exp.Slice,
    exp.Star,
    exp.Tuple,
    exp.Var,
    exp.DataType,
    exp.DataTypeParam,
}
_OPERATORS = {
    exp.Add,
    exp.All,
    exp.And,
    exp.Any,
    exp.AtTimeZone,
    exp.Between,
    exp.BitwiseAnd,
    exp.BitwiseLeftShift,
    exp.BitwiseNot,
    exp.BitwiseOr,
    exp.BitwiseRightShift,
    exp.Case,
    exp.Cast,
    exp.Collate,
    exp.DPipe,
    exp.Div,
    exp.EQ,
    exp.Escape,
    exp.Exists,
    exp.GT,
    exp.GTE,
    exp.Glob,
    exp.ILike,
    exp.If,
    exp.In,
    exp.IntDiv,
    exp.Is,
    exp.LT,
    exp.LTE,
    exp.Like,
    exp.Mod,
    exp.Mul,
    exp.NEQ,
    exp.Neg,
    exp.Not,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
    exp.Or,
    exp.Pow,
    exp.SimilarTo,
    exp.Sub,
    exp.TryCast,
}
_CALLS = {
    exp.Anonymous,
    exp.Columns,
    exp.CurrentDate,
    exp.CurrentTime,
    exp.CurrentTimestamp,
    exp.Extract,
    exp.Filter,
    exp.IgnoreNulls,
    exp.Localtime,
    exp.Localtimestamp,
    exp.RespectNulls,
    exp.StrPosition,
    exp.Trim,
    exp.Window,
    exp.WindowSpec,
    exp.WithinGroup,
}

NODES: frozenset[type[Any]] = frozenset(_QUERY | _VALUES | _OPERATORS | _CALLS)

_AGGREGATES = """
any_value approx_count_distinct approx_quantile arbitrary arg_max arg_min array_agg avg bit_and bit_or bit_xor
bool_and bool_or corr count count_if countif covar_pop covar_samp entropy favg first fsum geomean geometric_mean
group_concat histogram kurtosis last list listagg mad max max_by mean median min min_by mode percentile_cont
percentile_disc product quantile quantile_cont quantile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2
regr_slope regr_sxx regr_sxy regr_syy sem skewness stddev stddev_pop stddev_samp string_agg sum sumkahan var_pop
var_samp variance wavg weighted_avg grouping grouping_id
"""
_WINDOWS = """
cume_dist dense_rank fill first_value lag last_value lead nth_value ntile percent_rank rank row_number
"""
_TEXTS = """
ascii bar bit_length chr char_length character_length concat concat_ws contains damerau_levenshtein editdist3
ends_with format hamming instr jaccard jaro_similarity jaro_winkler_similarity lcase left left_grapheme len length
length_grapheme levenshtein like_escape ilike_escape lower lpad ltrim md5 mismatches nfc_normalize octet_length ord
position prefix printf regexp_escape regexp_extract regexp_extract_all regexp_full_match regexp_matches
regexp_replace regexp_split_to_array repeat replace reverse right right_grapheme rpad rtrim sha1 sha256 split
split_part starts_with str_split string_split string_split_regex str_split_regex string_to_array strip_accents
strlen strpos substr substring substring_grapheme suffix translate trim ucase unicode upper url_decode url_encode
"""
_DATES = """
age century date_add date_diff date_part date_sub date_trunc datediff datepart datesub datetrunc day dayname
dayofmonth dayofweek dayofyear days_in_month decade epoch epoch_ms epoch_ns epoch_us era get_current_timestamp hour
isodow isoyear julian last_day make_date make_time make_timestamp microsecond millennium millisecond minute month
monthname nanosecond now quarter second strftime strptime time_bucket timezone to_centuries to_days to_decades
to_hours to_microseconds to_milliseconds to_minutes to_months to_quarters to_seconds to_timestamp to_weeks to_years
today try_strptime week weekday weekofyear year yearweek
"""
_NUMBERS = """
abs acos acosh add asin asinh atan atan2 atanh bin bit_count cbrt ceil ceiling cos cosh cot degrees divide equi_width_bins
even exp factorial fdiv floor fmod format_bytes gamma gcd greatest_common_divisor hash hex isfinite isinf isnan lcm
least_common_multiple lgamma ln log log10 log2 mod multiply nextafter pi pow power radians random round round_even
roundbankers sign signbit sin sinh sqrt subtract tan tanh to_base to_binary to_hex trunc xor
"""
_LISTS = """
array_length array_to_string cardinality columns flatten json_array_length json_extract json_extract_string
json_keys json_type json_valid list_aggregate list_any_value list_append list_avg list_concat list_contains
list_count list_distinct list_extract list_first list_has list_has_all list_has_any list_intersect list_last
list_max list_median list_min list_position list_prepend list_reverse list_reverse_sort list_slice list_sort
list_sum list_unique list_value row struct_extract to_json unnest
"""
_CONDITIONS = "coalesce greatest if ifnull least nullif try typeof"

FUNCTIONS: frozenset[str] = frozenset(
    (_AGGREGATES + _WINDOWS + _TEXTS + _DATES + _NUMBERS + _LISTS + _CONDITIONS).split()
)

_TYPE = exp.DataType.Type
TYPES: frozenset[Any] = frozenset(
    {
        _TYPE.BIGINT,
        _TYPE.BLOB,
        _TYPE.BOOLEAN,
        _TYPE.CHAR,
        _TYPE.DATE,
        _TYPE.DECIMAL,
        _TYPE.DOUBLE,
        _TYPE.FLOAT,
        _TYPE.INT,
        _TYPE.INT128,
        _TYPE.INTERVAL,
        _TYPE.JSON,
        _TYPE.LIST,
        _TYPE.ARRAY,
        _TYPE.NVARCHAR,
        _TYPE.SMALLINT,
        _TYPE.TEXT,
        _TYPE.TIME,
        _TYPE.TIMESTAMP,
        _TYPE.TIMESTAMPNTZ,
        _TYPE.TIMESTAMPTZ,
        _TYPE.TIMESTAMP_MS,
        _TYPE.TIMESTAMP_NS,
        _TYPE.TIMESTAMP_S,
        _TYPE.TINYINT,
        _TYPE.UBIGINT,
        _TYPE.UINT,
        _TYPE.UINT128,
        _TYPE.USMALLINT,
        _TYPE.UTINYINT,
        _TYPE.UUID,
        _TYPE.VARBINARY,
        _TYPE.VARCHAR,
    }
)
