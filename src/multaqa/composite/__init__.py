"""Composite indicators: a framework document and a table of data in; scores, ranks, bands and derivations out.

    framework = load_framework("egdi-2014.yaml")
    result = score(framework, data)
    result.explain("MAR").to_dict()

Knows nothing of Django; takes pandas, Polars, PyArrow or plain Python data.
"""

from multaqa.composite.explain import Explanation
from multaqa.composite.files import read_data
from multaqa.composite.framework import (
    Band,
    Framework,
    Node,
    json_schema,
    load_framework,
    parse_framework,
)
from multaqa.composite.pipeline import score
from multaqa.composite.problems import CompositeError, DataError, FileError, FrameworkError, Problem
from multaqa.composite.result import Result, Row, Table
from multaqa.composite.status import Status

__all__ = [
    "Band",
    "CompositeError",
    "DataError",
    "Explanation",
    "FileError",
    "Framework",
    "FrameworkError",
    "Node",
    "Problem",
    "Result",
    "Row",
    "Status",
    "Table",
    "json_schema",
    "load_framework",
    "parse_framework",
    "read_data",
    "score",
]
