"""The `multaqa` command.

Exit codes: 0 done; 2 the command was not understood; 3 the framework cannot be used; 4 the data cannot be scored;
5 a file cannot be read or written. What went wrong goes to standard error, in the language asked for.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer
from rich.console import Console

from multaqa.composite import (
    CompositeError,
    DataError,
    FileError,
    Framework,
    FrameworkError,
    Problem,
    json_schema,
    load_framework,
)
from multaqa.composite import score as compute
from multaqa.composite.files import read_data, write_rows
from multaqa.composite.publisher import compare_published, published_figures
from multaqa.composite.terminal import comparison_lines, result_grids
from multaqa.presets import find_preset

EXIT_CODES: dict[type[CompositeError], int] = {FrameworkError: 3, DataError: 4, FileError: 5}
# A terminal tells its width; a file or a pipe gets whole lines.
PIPE_WIDTH_CHARACTERS = 200

app = typer.Typer(
    name="multaqa",
    help="Composite indices: from a framework document and data to scores, ranks and bands.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Language(StrEnum):
    """Languages of messages and headings."""

    en = "en"
    ar = "ar"


LanguageOption = Annotated[
    Language,
    typer.Option("--language", "-l", envvar="MULTAQA_LANGUAGE", help="Language of messages: en or ar."),
]


@app.callback()
def multaqa() -> None:
    """Composite indices: from a framework document and data to scores, ranks and bands."""


@app.command()
def score(
    framework: Annotated[
        str, typer.Argument(help="A framework document (YAML), or a preset such as egdi/2014.")
    ],
    data: Annotated[
        str, typer.Argument(help="CSV, JSON, Parquet, XLSX or ODS; a preset's name stands for its figures.")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this .csv, .json, .xlsx or .parquet file.")
    ] = None,
    language: LanguageOption = Language.en,
) -> None:
    """Score DATA with FRAMEWORK: a table on the screen, or with -o a file in long form.

    The file's columns are unit, time, node, score, rank, band and status. Where the data carry the publisher's own
    figures, they are compared: each difference is named, then how many figures agree.

    Exit codes: 0 done, 2 usage, 3 framework, 4 data, 5 file.
    """
    with _refusals(language.value):
        document = _framework(framework)
        table = read_data(_found(data, ".csv"))
        result = compute(document, table)
        comparison = compare_published(result, published_figures(document, table))
        console = Console()
        if not console.is_terminal:
            console.width = PIPE_WIDTH_CHARACTERS
        if output is not None:
            write_rows(result.long(), output)
        for grid in result_grids(result, comparison, language.value) if output is None else ():
            console.print(grid)
        for line in comparison_lines(comparison, document, language.value):
            console.print(line, markup=False, highlight=False, soft_wrap=True)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the framework document, for editors and validators."""
    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8000,
    load_only: Annotated[bool, typer.Option("--load-only", help="Load the demonstration and stop.")] = False,
) -> None:
    """Serve the demonstration on this machine: real figures of two indices, loaded on the first start."""
    with _platform(plain_http=True) as platform:
        platform.prepare()
        platform.load_demonstration()
        if not load_only:
            platform.serve("127.0.0.1", port, workers=2)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Web processes.")] = 2,
) -> None:
    """Serve the platform; the database is brought up to date first."""
    with _platform(plain_http=False) as platform:
        platform.prepare()
        platform.serve(host, port, workers)


@app.command()
def administrator(email: Annotated[str, typer.Argument(help="E-mail address to sign in with.")]) -> None:
    """Create an administrator; the password is asked for, twice, and never shown or guessed."""
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    with _platform(plain_http=False) as platform:
        platform.prepare()
        for sentence in platform.create_administrator(email, password):
            typer.echo(sentence, err=True)
            raise typer.Exit(2)
    typer.echo(f"{email} may sign in.")


@contextmanager
def _platform(*, plain_http: bool) -> Iterator[ModuleType]:
    """The platform's starter, once Django is there; says what to install where it is not."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "multaqa.site.settings")
    if plain_http:
        os.environ.setdefault("MULTAQA_PLAIN_HTTP", "yes")
    try:
        import django
    except ImportError:
        typer.echo("The platform is not installed: pip install 'multaqa[server]'", err=True)
        raise typer.Exit(2) from None
    django.setup()
    from multaqa.site import start

    yield start


def _framework(name: str) -> Framework:
    path = _found(name, ".yaml")
    try:
        return load_framework(path)
    except FileNotFoundError:
        raise FileError([Problem("file-not-found", name)]) from None
    except OSError:
        raise FileError([Problem("cannot-read", name)]) from None


def _found(name: str, suffix: str) -> Path:
    """The file of that name, or else the preset of that name."""
    path = Path(name)
    return path if path.is_file() else find_preset(name, suffix) or path


@contextmanager
def _refusals(language: str) -> Iterator[None]:
    """Tell every problem on standard error and leave with the exit code of its kind."""
    try:
        yield
    except CompositeError as error:
        typer.echo(error.text(language), err=True)
        raise typer.Exit(EXIT_CODES.get(type(error), 1)) from None


def main() -> None:
    """Entry point of the `multaqa` command."""
    app()


if __name__ == "__main__":
    main()
