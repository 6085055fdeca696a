"""Pydantic's findings → problems of ours: with the line, the node, and the nearest known word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from multaqa.composite.document import Document, Path
from multaqa.composite.problems import Problem

# Nobody mends more at a time, and a hostile document could hold as many as it has letters.
MOST_PROBLEMS = 200

_EXPECTED = {
    "string_type": "type:text",
    "dict_type": "type:mapping",
    "model_type": "type:mapping",
    "model_attributes_type": "type:choice",
    "tuple_type": "type:list",
    "float_type": "type:number",
    "int_type": "type:integer",
    "int_from_float": "type:integer",
    "bool_type": "type:boolean",
    "bool_parsing": "type:boolean",
    "literal_error": "type:text",
    "union_tag_invalid": "type:text",
}
_FOUND: tuple[tuple[type, str], ...] = (
    (bool, "type:boolean"),
    (int, "type:number"),
    (float, "type:number"),
    (str, "type:text"),
    (dict, "type:mapping"),
    (tuple, "type:list"),
    (type(None), "type:nothing"),
)


def faults(error: ValidationError, document: Document, file: str, root: type[BaseModel]) -> list[Problem]:
    """One problem for each mistake that validation against the model `root` found in the document.

    A value that may take several forms is reported once, by the form it comes nearest to.
    """
    found: dict[Path, Problem] = {}
    for details in error.errors(include_url=False)[:MOST_PROBLEMS]:
        place = _Place(details, document, root)
        if details["type"] == "too_short" and place.value:
            continue  # its members are at fault, and each is reported for itself
        # Of several complaints about one value, the first that says more than "another type" stands.
        earlier = found.get(place.key_path)
        if earlier is None or (earlier.code == "wrong-type" and details["type"] not in _EXPECTED):
            found[place.key_path] = place.problem(file)
    return [problem for path, problem in found.items() if not _said_deeper(path, found)]


def _said_deeper(path: Path, found: Mapping[Path, Problem]) -> bool:
    """Whether a complaint inside the same value already tells what is wrong with it."""
    return found[path].code == "wrong-type" and any(
        len(p) > len(path) and p[: len(path)] == path for p in found
    )


class _Place:
    """Where a finding points: Pydantic's location names union members too, which the document does not."""

    def __init__(self, details: ErrorDetails, document: Document, root: type[BaseModel]) -> None:
        self.details = details
        self.document = document
        self.path: Path = ()
        self.value: Any = document.value
        self.node: str | None = None
        self.missing = ""
        self.root = root
        for segment, inside in _segments(details["loc"], document.value):
            if inside:
                self._enter(segment)
            elif isinstance(segment, str):
                self.missing = segment
        if details["type"] == "union_tag_invalid" and isinstance(self.value, dict) and "kind" in self.value:
            self._enter("kind")

    def _enter(self, segment: str | int) -> None:
        self.value = self.value[segment]
        self.path = (*self.path, segment)
        if (
            self.path[0] in ("tree", "questions", "indicators")
            and isinstance(self.value, dict)
            and isinstance(self.value.get("id"), str)
        ):
            self.node = self.value["id"]

    @property
    def key_path(self) -> Path:
        """The path, and behind it the missing key where one is missing: what a complaint is about."""
        return (*self.path, self.missing) if self.details["type"] == "missing" else self.path

    @property
    def key(self) -> str:
        return next((str(part) for part in reversed(self.path) if isinstance(part, str)), "framework")

    def problem(self, file: str) -> Problem:
        code, params = self._code()
        return Problem(code, file, self.document.lines.get(self.path), self.node, params=params)

    def _code(self) -> tuple[str, dict[str, str]]:
        match self.details["type"]:
            case "missing" | "union_tag_not_found" if isinstance(self.value, dict):
                return "missing-key", {"key": self.missing if self.details["type"] == "missing" else "kind"}
            case "missing" if isinstance(self.value, str):
                return "parameter-missing", {"value": self.value, "key": self.missing}
            case "extra_forbidden":
                return self._unknown_key()
            case "literal_error" | "union_tag_invalid":
                return self._unknown_choice()
            case "finite_number":
                return "non-finite", {"value": _shown(self.value)}
            case "too_short" | "string_too_short":
                return "empty", {"key": self.key}
            case "string_pattern_mismatch" | "string_too_long":
                return self._bad_text()
            case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
                return self._out_of_range()
            case _:
                return self._wrong_type()

    def _unknown_key(self) -> tuple[str, dict[str, str]]:
        models = _models_at(self.details["loc"][:-1], self.document.value, self.root)
        known = sorted({name for model in models for name in _names(model)})
        return "unknown-key", {
            "key": self.key,
            "known": ", ".join(known),
            "suggestion": _nearest(self.key, known),
        }

    def _unknown_choice(self) -> tuple[str, dict[str, str]]:
        context = self.details.get("ctx", {})
        stated = str(context.get("expected", context.get("expected_tags", "")))
        choices = [word.strip(" '") for word in stated.replace(" or ", ", ").split(",")]
        choices += [word for key, word in _SHORT_FOR_MAPPINGS.items() if key == self.key]
        if isinstance(self.value, dict | tuple | None):
            return self._wrong_type()
        value = _shown(self.value)
        shown = {"value": value, "key": self.key, "choices": ", ".join(choices)}
        return "unknown-choice", {**shown, "suggestion": _nearest(value, choices)}

    def _bad_text(self) -> tuple[str, dict[str, str]]:
        pattern = str(self.details.get("ctx", {}).get("pattern", ""))
        if pattern == r"\S":
            return "empty", {"key": self.key}
        code = "bad-language" if self.details["loc"][-1] == "[key]" else "bad-id"
        return code, {"value": self.key if code == "bad-language" else _shown(self.value)}

    def _out_of_range(self) -> tuple[str, dict[str, str]]:
        value, key = _shown(self.value), self.key
        if abs(self.value) > 1e50:
            return "number-too-large", {"value": value}
        if key == "weight":
            return "weight-negative", {"value": value}
        if self.details["type"] == "greater_than":
            return "not-positive", {"key": key, "value": value}
        low, high = _BOUNDS.get(key, ("0", "∞"))
        return "out-of-range", {"key": key, "value": value, "low": low, "high": high}

    def _wrong_type(self) -> tuple[str, dict[str, str]]:
        if self.key == "weight" and not isinstance(self.value, dict | tuple):
            return "weight-not-a-number", {"value": _shown(self.value)}
        if isinstance(self.value, tuple) and self.details["type"] in ("missing", "too_long"):
            return "wrong-type", {"key": self.key, "expected": "type:pair", "found": "type:other-length"}
        expected = _EXPECTED.get(self.details["type"], "type:mapping")
        found = next((word for kind, word in _FOUND if isinstance(self.value, kind)), "type:other")
        if expected == "type:integer" and isinstance(self.value, float):
            found = "type:fraction"
        return "wrong-type", {"key": self.key, "expected": expected, "found": found}


_SHARES = ("drop_below", "data", "nonzero", "share", "bounds", "consistency")
_COUNTS = ("most", "neighbours", "longest")
_BOUNDS = {
    **dict.fromkeys(_SHARES, ("0", "1")),
    **dict.fromkeys(_COUNTS, ("1", "10000")),
    "decimals": ("0", "12"),
    "times": ("1", "9"),
    "draws": ("10", "10000000"),
    "seed": ("0", "4294967295"),
}

_SHORT_FOR_MAPPINGS = {"treat": "default"}
"""A word that is read as a mapping, which Pydantic therefore does not list among the choices."""


def _models_at(location: Path, value: Any, root: type[BaseModel]) -> list[type[BaseModel]]:
    """The models that may stand at a location, by walking the annotations along with the document."""
    models: list[type[BaseModel]] = [root]
    for segment, inside in _segments(location, value):
        if not inside:
            models = [model for model in models if _kind(model) == segment] or models
        elif isinstance(segment, str):
            models = [m for model in models for field in _fields(model, segment) for m in _models_in(field)]
    return models


def _segments(location: Path, value: Any) -> Iterator[tuple[str | int, bool]]:
    """The parts of a location, each with whether it leads into the document: a union member's name does not.

    A member is known by its kind, which comes first; thereafter the same word is a key.
    """
    named = False
    for segment in location:
        if isinstance(segment, int):
            inside = isinstance(value, tuple) and segment < len(value)
        else:
            inside = isinstance(value, dict) and segment in value
        if inside and not named and isinstance(value, dict) and value.get("kind") == segment:
            inside, named = False, True
        if inside:
            value, named = value[segment], False
        yield segment, inside


def _fields(model: type[BaseModel], key: str) -> Iterator[Any]:
    for name, field in model.model_fields.items():
        if (field.alias or name) == key:
            yield field.annotation


def _names(model: type[BaseModel]) -> Iterator[str]:
    return ((field.alias or name) for name, field in model.model_fields.items())


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and get_origin(annotation) is None and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _kind(model: type[BaseModel]) -> str | None:
    field = model.model_fields.get("kind")
    if field is None or get_origin(field.annotation) is not Literal:
        return None
    return str(get_args(field.annotation)[0])


def _nearest(word: str, known: list[str]) -> str:
    return next(iter(get_close_matches(word, known, n=1, cutoff=0.6)), "")


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)
