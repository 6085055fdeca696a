"""Fuzzing that is guided by coverage: `python -m tests.tables.guided -runs=100000 FOLDER_OF_SAMPLES`."""

import sys

import atheris

with atheris.instrument_imports(include=["multaqa.tables.reading", "multaqa.tables.types"]):
    from tests.tables.test_fuzz import is_read_or_refused


if __name__ == "__main__":
    atheris.Setup(sys.argv, is_read_or_refused)
    atheris.Fuzz()
