"""Every place of the framework document, found by walking its JSON Schema, to put a wrong value there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from multaqa.composite import json_schema
from multaqa.composite.document import Path

SCHEMA = json_schema()
BASE: dict[str, Any] = {
    "id": "index",
    "edition": "2024",
    "name": {"en": "The index"},
    "tree": {"id": "index", "children": [{"id": "first"}, {"id": "second"}]},
}


@dataclass(frozen=True)
class Place:
    """A place by its path; `holding` builds the whole document around a value that stands there."""

    path: Path
    holding: Callable[[Any], Any]


def places() -> Iterator[Place]:
    """Each key of each model once, wherever it is met first, and each form that its value may take."""
    seen: set[str] = set()
    for place in _inside({key: rule for key, rule in SCHEMA.items() if key != "$defs"}, seen):
        yield Place(place.path, lambda value, place=place: {**BASE, **place.holding(value)})


def _inside(rule: dict[str, Any], seen: set[str]) -> Iterator[Place]:
    if "$ref" in rule:
        name = rule["$ref"].rpartition("/")[2]
        if name not in seen:
            seen.add(name)
            yield from _inside(SCHEMA["$defs"][name], seen)
    for alternative in (*rule.get("anyOf", ()), *rule.get("oneOf", ())):
        yield from _inside(alternative, seen)
    required = {key: example(part) for key, part in rule.get("properties", {}).items() if _needed(key, rule)}
    for key, part in rule.get("properties", {}).items():
        yield from _at(key, part, seen, lambda value, key=key: {**required, key: value})
    if rule.get("type") == "object" and "properties" not in rule:
        yield from _at("en", _values_of(rule), seen, lambda value: {"en": value})
    if "items" in rule:
        yield from _at(0, rule["items"], seen, lambda value: [value])
    pair = rule.get("prefixItems", [])
    for number, part in enumerate(pair):
        whole = [example(other) for other in pair]
        yield from _at(number, part, seen, lambda v, n=number, w=whole: [*w[:n], v, *w[n + 1 :]])


def _values_of(rule: dict[str, Any]) -> dict[str, Any]:
    """What the values of a mapping with keys of its own must be."""
    found: dict[str, Any] = rule.get("additionalProperties") or next(iter(rule["patternProperties"].values()))
    return found


def _needed(key: str, rule: dict[str, Any]) -> bool:
    return key in rule.get("required", ()) or key == "kind"


def _at(
    step: str | int, rule: dict[str, Any], seen: set[str], around: Callable[[Any], Any]
) -> Iterator[Place]:
    yield Place((step,), around)
    for place in _inside(rule, seen):
        yield Place((step, *place.path), lambda value, place=place: around(place.holding(value)))


def example(rule: dict[str, Any]) -> Any:
    """A value that a rule of the schema allows."""
    if "$ref" in rule:
        return example(SCHEMA["$defs"][rule["$ref"].rpartition("/")[2]])
    for several in ("anyOf", "oneOf"):
        if several in rule:
            return example(rule[several][0])
    if "const" in rule:
        return rule["const"]
    if "enum" in rule:
        return rule["enum"][0]
    match rule["type"]:
        case "object":
            keys = rule.get("properties", {})
            named = {key: example(part) for key, part in keys.items() if _needed(key, rule)}
            return named if keys else {"en": example(_values_of(rule))}
        case "array":
            return [
                example(part) for part in rule.get("prefixItems", [rule.get("items", {"type": "string"})])
            ]
        case "string":
            return "first"
        case _:
            return 1
