"""YAML text → plain values that remember their lines.

The document may come from a stranger. So it is built here from the parser's events, never composed: nothing
is constructed but text, numbers, truth values, tuples and dictionaries; anchors, aliases and tags are refused
(no "billion laughs"), as are duplicate keys; size and depth are limited. Scalars follow the core schema of
YAML 1.2, so that ``on`` and ``no`` stay words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from multaqa.composite.problems import FrameworkError, Problem

SIZE_LIMIT_BYTES = 1_000_000
DEPTH_LIMIT_LEVELS = 64
# Above this a number is a word: it could only be there to be expensive.
LONGEST_NUMBER_CHARACTERS = 60

Path = tuple[str | int, ...]
"""The way to a value: keys and positions from the root."""

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NON_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_CONSTANTS: Mapping[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """The root value; the line (from 1) on which each path begins; keys that stand twice (the later one won)."""

    value: Any
    lines: Mapping[Path, int]
    duplicates: tuple[Problem, ...] = ()


def read_document(text: str, name: str) -> Document:
    """Read one YAML document. Raises FrameworkError where nothing can be built from it (`not-yaml` …)."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > SIZE_LIMIT_BYTES:
        raise FrameworkError([Problem("too-large", name, params={"limit": str(SIZE_LIMIT_BYTES)})])
    reader = _Reader(name)
    try:
        value = reader.read(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        reader.problems.append(Problem("not-yaml", name, None if mark is None else mark.line + 1))
        value = None
    except UnicodeError:
        reader.problems.append(Problem("not-text", name))
        value = None
    if any(problem.code != "duplicate-key" for problem in reader.problems):
        raise FrameworkError(reader.problems)
    if value is None:
        raise FrameworkError([Problem("empty-document", name, 1)])
    return Document(value, reader.lines, tuple(reader.problems))


class _Reader:
    """Builds values from events and notes lines and problems on the way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self._events: Iterator[Any] = iter(())

    def read(self, events: Iterator[Any]) -> Any:
        self._events = events
        documents = 0
        value: Any = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._add("several-documents", event)
                    return value
            elif isinstance(event, yaml.NodeEvent):
                value = self._value(event, ())
        return value

    def _value(self, event: Any, path: Path) -> Any:
        if isinstance(event, yaml.AliasEvent):
            self._add("alias-not-allowed", event)
            return None
        self.lines.setdefault(path, event.start_mark.line + 1)
        if event.anchor is not None:
            self._add("alias-not-allowed", event)
        if event.tag not in (None, "!"):
            self._add("tag-not-allowed", event, tag=event.tag)
        if isinstance(event, yaml.ScalarEvent):
            return event.value if event.style else self._plain(event)
        if len(path) >= DEPTH_LIMIT_LEVELS:
            self._add("too-deep", event, limit=str(DEPTH_LIMIT_LEVELS))
            # Reading on, were it only to find the end, takes the parser quadratic time.
            raise FrameworkError(self.problems)
        return self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._sequence(path)

    def _mapping(self, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event)
            here = (*path, key)
            line = event.start_mark.line + 1
            if key in values:
                first = self.lines[here]
                self._add("duplicate-key", event, key=key, first=str(first))
            else:
                self.lines[here] = line
            values[key] = self._value(next(self._events), here)
        return values

    def _key(self, event: Any) -> str:
        """Keys are words whatever they look like; a list or a mapping as a key is no framework."""
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor is not None:
                self._add("alias-not-allowed", event)
            return str(event.value)
        if isinstance(event, yaml.AliasEvent):
            self._add("alias-not-allowed", event)
            return ""
        self._add("not-yaml", event)
        raise FrameworkError(self.problems)

    def _sequence(self, path: Path) -> tuple[Any, ...]:
        values: list[Any] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self._value(event, (*path, len(values))))
        return tuple(values)

    def _plain(self, event: Any) -> Any:
        text: str = event.value
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if len(text) > LONGEST_NUMBER_CHARACTERS:
            return text
        if _INTEGER.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
        # Not numbers to compute with, but the model refuses them with the key they were written for.
        return float(text.replace(".", "")) if _NON_FINITE.fullmatch(text) else text

    def _add(self, code: str, event: Any, **params: str) -> None:
        self.problems.append(Problem(code, self.name, event.start_mark.line + 1, params=params))
