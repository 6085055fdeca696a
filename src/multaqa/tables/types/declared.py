"""Values that the file types itself: brought to the types in which we store them, or to text."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.compute as pc

from multaqa.tables.types.forms import ARROW_TYPES, Form

_SECONDS_A_UNIT = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}
# The years 1 to 9999, which every calendar library knows; in days and in microseconds from 1970.
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896
_MICROSECONDS_A_DAY = 86_400_000_000


def declared_form(kind: pa.DataType) -> Form:
    """Return the form of values of an Arrow type; what has no type of ours is text."""
    stored = stored_type(kind)
    if pa.types.is_timestamp(stored):
        return Form("datetime", utc=stored.tz is not None)
    return Form(next(name for name, own in ARROW_TYPES.items() if own == stored))


def stored_type(kind: pa.DataType) -> pa.DataType:
    """Return the type in which values of an Arrow type are stored."""
    if pa.types.is_dictionary(kind):
        return stored_type(kind.value_type)
    if pa.types.is_boolean(kind):
        return pa.bool_()
    if pa.types.is_integer(kind) and kind != pa.uint64():
        return pa.int64()
    if (
        pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_decimal(kind)
        or pa.types.is_duration(kind)
    ):
        return pa.float64()
    if pa.types.is_date(kind):
        return pa.date32()
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", "UTC" if kind.tz else None)
    return pa.time64("us") if pa.types.is_time(kind) else pa.string()


def stored(values: pa.Array) -> pa.Array:
    """Return values in the type in which they are stored; durations in seconds.

    Null where a number is not finite or a day lies beyond the years 1 to 9999.
    """
    kind, own = values.type, stored_type(values.type)
    if pa.types.is_dictionary(kind):
        return stored(values.dictionary_decode())
    if pa.types.is_string(own):
        return as_text(values)
    if pa.types.is_duration(kind):
        return pc.multiply(values.cast(pa.int64()).cast(pa.float64(), safe=False), _SECONDS_A_UNIT[kind.unit])
    cast = values.cast(own, safe=False)
    if pa.types.is_floating(own):
        return pc.if_else(pc.is_finite(cast), cast, pa.scalar(None, own))
    if pa.types.is_date(own):
        return _within(cast, cast.cast(pa.int32()), 1)
    if pa.types.is_timestamp(own):
        return _within(cast, cast.cast(pa.int64()), _MICROSECONDS_A_DAY)
    if pa.types.is_time(own):
        of_day = cast.cast(pa.int64())
        fits = pc.and_(pc.greater_equal(of_day, 0), pc.less(of_day, _MICROSECONDS_A_DAY))
        return pc.if_else(fits, cast, pa.scalar(None, own))
    return cast


def as_text(values: pa.Array) -> pa.StringArray:
    """Return values as the text that says the same; lists and structures as JSON."""
    if pa.types.is_dictionary(values.type):
        return as_text(values.dictionary_decode())
    if not pa.types.is_nested(values.type) and not pa.types.is_binary(values.type):
        try:
            return values.cast(pa.string())
        except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
            pass
    return pa.array([_text(value) for value in values], pa.string())


def _within(values: pa.Array, numbers: pa.Array, a_day: int) -> pa.Array:
    fits = pc.and_(pc.greater_equal(numbers, _FIRST_DAY * a_day), pc.less(numbers, (_LAST_DAY + 1) * a_day))
    return pc.if_else(fits, values, pa.scalar(None, values.type))


def _text(scalar: pa.Scalar) -> str | None:
    try:
        value = scalar.as_py()
    except (ValueError, OverflowError):
        return str(getattr(scalar, "value", "?"))
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return (
        json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else str(value)
    )
