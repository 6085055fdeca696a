"""The `multaqa` command.

Exit codes: 0 done; 2 the command was not understood; 3 the framework cannot be used; 4 the data cannot be scored;
5 a file cannot be read or written; 6 the question cannot be answered. What went wrong goes to standard error, in the language asked for.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from multaqa.composite import (
    CompositeError,
    DataError,
    FileError,
    Framework,
    FrameworkError,
    Problem,
    Result,
    json_schema,
    load_framework,
)
from multaqa.composite import score as compute
from multaqa.composite.audit import audit as compute_audit
from multaqa.composite.columns import ColumnTable
from multaqa.composite.files import read_data, to_json, write_content, write_rows
from multaqa.composite.methods import Assumptions
from multaqa.composite.publisher import compare_published, published_figures
from multaqa.composite.report.data import (
    AUDIT_SUFFIXES,
    TABLE_SUFFIXES,
    unknown_suffix,
    write_audit_data,
    write_robustness_data,
)
from multaqa.composite.report.words import LABELS
from multaqa.composite.terminal import (
    comparison_lines,
    finding_lines,
    result_grids,
    robustness_grids,
    robustness_lines,
    sensitivity_grid,
)
from multaqa.composite.uncertainty import robustness as compute_robustness
from multaqa.composite.uncertainty import sensitivity as compute_sensitivity
from multaqa.composite.uncertainty.robustness import Progress, default_assumptions
from multaqa.language.sentences import Pair, spoken
from multaqa.presets import find_preset
from multaqa.presets.printed import name_lines, outcome_lines, source_lines
from multaqa.presets.reproduction import reproduce as reproduce_index
from multaqa.tables import QueryError, ReadError, TableError, read_dictionary
from multaqa.tables import convert as convert_table
from multaqa.tables.dictionary import COLUMNS_KEY
from multaqa.tables.problems import Problem as Note
from multaqa.tables.query import Answer, Format, ask, write_answer
from multaqa.tables.storing import kept_metadata
from multaqa.tables.terminal import READING, answer_grid, column_grid, problem_lines

EXIT_CODES: dict[type[Exception], int] = {
    FrameworkError: 3,
    DataError: 4,
    FileError: 5,
    ReadError: 5,
    QueryError: 6,
}
# A terminal tells its width; a file or a pipe gets whole lines.
PIPE_WIDTH_CHARACTERS = 200
STANDARD_INPUT = "-"
FORMATS: dict[str, Format] = {".csv": "csv", ".json": "json", ".xlsx": "xlsx", ".parquet": "parquet"}
MOST_ROWS_SHOWN = 1_000
# Our type for pictures, where the assets of the platform are built; system fonts otherwise.
FONTS = Path(__file__).parent / "site" / "static" / "vendor" / "ttf"
PLOT_SUFFIXES = (".svg", ".png", ".pdf", ".html")

app = typer.Typer(
    name="multaqa",
    help="Composite indices, from framework and data to ranks; open data, from published file to typed table.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Language(StrEnum):
    """Languages of messages and headings."""

    en = "en"
    ar = "ar"


class Plot(StrEnum):
    """What a picture of a robustness analysis shows."""

    ranks = "ranks"
    sensitivity = "sensitivity"


FrameworkArgument = Annotated[
    str, typer.Argument(help="A framework document (YAML), or a preset such as egdi/2014.")
]
DataArgument = Annotated[
    str, typer.Argument(help="CSV, JSON, Parquet, XLSX or ODS; a preset's name stands for its figures.")
]
AnswersOption = Annotated[
    str | None, typer.Option("--answers", help="The answers to the framework's questions, beside DATA.")
]
TableOption = Annotated[
    list[str] | None,
    typer.Option("--table", help="NAME=FILE: a table that denominators refer to; may be repeated."),
]
LanguageOption = Annotated[
    Language,
    typer.Option("--language", "-l", envvar="MULTAQA_LANGUAGE", help="Language of messages: en or ar."),
]


@app.callback()
def multaqa() -> None:
    """Composite indices, from framework and data to ranks; open data, from published file to typed table."""


@app.command()
def score(
    framework: FrameworkArgument,
    data: DataArgument,
    answers: AnswersOption = None,
    table: TableOption = None,
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
        read = read_data(_found(data, ".csv"))
        result = _result(document, read, answers, table)
        comparison = compare_published(result, published_figures(document, read))
        console = _console()
        if output is not None:
            write_rows(result.long(), output)
        for grid in result_grids(result, comparison, language.value) if output is None else ():
            console.print(grid)
        for line in comparison_lines(comparison, document, language.value):
            console.print(line, markup=False, highlight=False, soft_wrap=True)


@app.command()
def audit(
    framework: FrameworkArgument,
    data: DataArgument,
    answers: AnswersOption = None,
    table: TableOption = None,
    output: Annotated[
        list[Path] | None,
        typer.Option("--output", "-o", help="Write to this .html, .json or .xlsx file; may be repeated."),
    ] = None,
    language: LanguageOption = Language.en,
) -> None:
    """Audit the index statistically: coherence, availability, weights, and how robust its ranks are.

    Without -o the findings appear on the screen. The report (.html) is one file with its charts; .json and .xlsx hold
    every figure. A panel is audited at its latest time.

    Exit codes: 0 done, 2 usage, 3 framework, 4 data, 5 file.
    """
    outputs = output or []
    with _refusals(language.value):
        _refuse_suffixes(outputs, AUDIT_SUFFIXES)
        reports = [path for path in outputs if path.suffix.lower() == ".html"]
        drawing = _drawing(language) if reports else None
        document = _framework(framework)
        result = _result(document, read_data(_found(data, ".csv")), answers, table)
        with _progress(language) as progress:
            found = compute_audit(result, progress=progress)
        for path in outputs:
            if drawing is not None and path in reports:
                write_content(drawing.page.render_audit(found, language.value), path)
            else:
                write_audit_data(found, path, language.value)
        for line in finding_lines(found, language.value) if not outputs else ():
            _console().print(line, highlight=False)


@app.command()
def robustness(
    framework: FrameworkArgument,
    data: DataArgument,
    answers: AnswersOption = None,
    table: TableOption = None,
    draws: Annotated[
        int | None, typer.Option(min=10, max=10_000_000, help="Draws; else as the framework says, or 1000.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, max=2**32 - 1, help="Seed; the same seed gives the same figures.")
    ] = None,
    level: Annotated[
        float, typer.Option(min=0.5, max=0.999, help="Share of the draws in an interval.")
    ] = 0.9,
    sensitivity: Annotated[
        bool, typer.Option(help="Whether to tell what the uncertainty goes back to.")
    ] = True,
    base: Annotated[
        int, typer.Option(min=16, max=1_000_000, help="Base draws of the sensitivity indices.")
    ] = 1000,
    plot: Annotated[Plot, typer.Option(help="What pictures show.")] = Plot.ranks,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            help="Write a table (.csv, .json, .xlsx, .parquet) or a picture (.svg, .png, .pdf, .html); may be repeated.",
        ),
    ] = None,
    language: LanguageOption = Language.en,
) -> None:
    """Tell how far ranks depend on choices: an interval for every unit, and which choice matters.

    What is varied is the framework's `uncertainty`; where it has none, every weight by up to a quarter. Without -o
    tables appear on the screen. Pictures show the latest time.

    Exit codes: 0 done, 2 usage, 3 framework, 4 data, 5 file.
    """
    outputs = output or []
    with _refusals(language.value):
        _refuse_suffixes(outputs, (*TABLE_SUFFIXES, *PLOT_SUFFIXES))
        pictures = [path for path in outputs if path.suffix.lower() in PLOT_SUFFIXES]
        drawing = _drawing(language) if pictures else None
        document = _framework(framework)
        result = _result(document, read_data(_found(data, ".csv")), answers, table)
        assumptions = _assumptions(document, draws, seed)
        with _progress(language) as progress:
            found = compute_robustness(result, assumptions, level=level, progress=progress)
            several = len(found.inputs) > 1 and sensitivity
            shares = (
                compute_sensitivity(result, assumptions, base=base, level=level, progress=progress)
                if several
                else None
            )
        for path in outputs:
            if drawing is None or path not in pictures:
                write_robustness_data(found, shares, path)
            elif plot is Plot.ranks:
                write_content(drawing.page.ranks_picture(found, path.suffix.lower(), language.value), path)
            elif shares is not None:
                write_content(
                    drawing.page.sensitivity_picture(shares, path.suffix.lower(), language.value), path
                )
            else:
                typer.echo(LABELS["sensitivity:none"][language is Language.ar], err=True)
                raise typer.Exit(2)
        console = _console()
        if not outputs:
            for grid in robustness_grids(found, language.value):
                console.print(grid)
            if shares is not None:
                console.print(sensitivity_grid(shares, language.value))
        for line in robustness_lines(found, shares, language.value):
            console.print(line, markup=False, highlight=False, soft_wrap=True)


@app.command()
def convert(
    file: Annotated[
        str,
        typer.Argument(
            help="CSV and its kin, XLSX, XLS, ODS, JSON, GeoJSON, Parquet; gzip or zip of one; - for input."
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="A .parquet file, or a folder where the content names it. [default: .]"
        ),
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write the whole report to this .json file.")
    ] = None,
    dictionary: Annotated[
        Path | None,
        typer.Option(
            "--dictionary", help="What the publisher says of the columns; or a table converted earlier."
        ),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", help="The sheet of a workbook. [default: the fullest]")
    ] = None,
    language: LanguageOption = Language.en,
) -> None:
    """Read any table into a typed Parquet file, and tell what was found: encoding, types, what could not be read.

    A dictionary is a Table Schema (JSON), a table with a row for each column, or a table converted earlier, which
    keeps the dictionary it was given.

    Exit codes: 0 done, 2 usage, 5 file.
    """
    with _refusals(language.value):
        said = None if dictionary is None else read_dictionary(dictionary)
        with _progress(language, READING) as progress:
            found = convert_table(
                sys.stdin.buffer if file == STANDARD_INPUT else Path(file),
                output or Path(),
                name="" if file == STANDARD_INPUT else Path(file).name,
                dictionary=said,
                sheet=sheet,
                progress=progress,
            )
        if report is not None:
            write_content(to_json(found.report.as_json()), report)
        console = _console()
        console.print(column_grid(found.report, language.value))
        for line in (*found.report.sentences(language.value), *problem_lines(found.report, language.value)):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
        typer.echo(str(found.path))


@app.command()
def query(
    file: Annotated[str, typer.Argument(help="A table converted earlier, or any file that `convert` reads.")],
    sql: Annotated[str, typer.Argument(help="One SELECT; the table is called data.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this .csv, .json, .xlsx or .parquet file.")
    ] = None,
    language: LanguageOption = Language.en,
) -> None:
    """Ask a table with SQL, in a process that sees nothing else; the answer goes to the screen or to a file.

    Exit codes: 0 done, 2 usage, 5 file, 6 question.
    """
    with _refusals(language.value), tempfile.TemporaryDirectory(prefix="multaqa-") as folder:
        if output is not None:
            _refuse_suffixes([output], tuple(FORMATS))
        table = Path(file)
        if not _is_converted(table):
            with _progress(language, READING) as progress:
                table = convert_table(table, Path(folder), progress=progress).path
        with ask(sql, {"data": table}, language=language.value) as answer:
            if output is not None:
                _write_answer(answer, output)
                return
            rows = (
                row
                for batch in answer.batches()
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)
            )
            console = _console()
            console.print(answer_grid(answer.schema.names, islice(rows, MOST_ROWS_SHOWN)))
            for _ in islice(rows, 1):
                console.print(Note("more-rows", params={"count": str(MOST_ROWS_SHOWN)}).text(language.value))


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
            platform.serve("127.0.0.1", port, workers=2, background=True)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Web processes.")] = 2,
    no_worker: Annotated[
        bool, typer.Option("--no-worker", help="Start no worker; `multaqa worker` runs elsewhere.")
    ] = False,
) -> None:
    """Serve the platform, with a worker beside it; the database is brought up to date first."""
    with _platform(plain_http=False) as platform:
        platform.prepare()
        platform.serve(host, port, workers, background=not no_worker)


@app.command()
def worker(
    parent: Annotated[
        int | None, typer.Option(hidden=True, help="End when this parent process ends.")
    ] = None,
) -> None:
    """Send letters, and do whatever else the platform does in the background, until told to stop."""
    with _platform(plain_http=False) as platform:
        platform.work(parent)


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


@app.command()
def reproduce(
    name: Annotated[str, typer.Argument(help="What to reproduce; see `multaqa reproduce list`.")],
    sources: Annotated[
        Path | None, typer.Option("--sources", help="A folder with the sources, instead of downloading them.")
    ] = None,
    language: LanguageOption = Language.en,
) -> None:
    """Recompute a published index from its public sources and compare it figure by figure.

    Each source is held to its recorded hash. Each figure that differs is named; where the published table is at odds
    with itself, the line says so and it does not count as a failure. `list` names what can be reproduced.

    Exit codes: 0 reproduced, 1 a figure differs, 2 usage, 3 framework, 4 data, 5 a source or file.
    """
    with _refusals(language.value):
        if name == "list":
            for line in name_lines(language.value):
                typer.echo(line)
            return
        reproduced = reproduce_index(name, sources)
        for line in (*source_lines(reproduced, language.value), *outcome_lines(reproduced, language.value)):
            typer.echo(line)
        if not reproduced.succeeded:
            raise typer.Exit(1)


def _result(document: Framework, data: ColumnTable, answers: str | None, tables: list[str] | None) -> Result:
    """The scores of data with their answers and tables. Raises as `score` does, and FileError for a table's option."""
    named: dict[str, ColumnTable] = {}
    for option in tables or []:
        name, equals, file = option.partition("=")
        if not equals or not name or not file:
            raise FileError([Problem("table-option", params={"value": option})])
        named[name] = read_data(file)
    given = None if answers is None else read_data(answers)
    return compute(document, data, answers=given, tables=named)


def _assumptions(document: Framework, draws: int | None, seed: int | None) -> Assumptions:
    """Those of the framework, or the default ones, with other draws or another seed where they are given."""
    given = {"draws": draws, "seed": seed}
    stated = document.uncertainty or default_assumptions(document)
    return stated.model_copy(update={name: value for name, value in given.items() if value is not None})


def _refuse_suffixes(paths: Sequence[Path], known: Sequence[str]) -> None:
    """Refuse a file that could not be written before anything is computed. Raises FileError."""
    for path in paths:
        if path.suffix.lower() not in known:
            raise unknown_suffix(path, known)


def _drawing(language: Language) -> ModuleType:
    """The reports and charts, once their libraries are there; says what to install where they are not."""
    try:
        from multaqa.composite import report
        from multaqa.composite.report import charts, page  # noqa: F401
    except ImportError:
        typer.echo(LABELS["extra"][language is Language.ar], err=True)
        raise typer.Exit(2) from None
    if FONTS.is_dir():
        charts.use_fonts(FONTS)
    return report


def _is_converted(path: Path) -> bool:
    """Whether a file is a Parquet table that `convert` wrote, and can be asked as it is."""
    try:
        return COLUMNS_KEY in kept_metadata(path)
    except ReadError:
        return False


def _write_answer(answer: Answer, path: Path) -> None:
    """Write an answer by suffix; the file appears whole or not at all. Raises FileError, QueryError."""
    try:
        with tempfile.TemporaryDirectory(prefix=".multaqa-", dir=path.parent) as folder:
            draft = Path(folder) / path.name
            with draft.open("wb") as stream:
                write_answer(answer, FORMATS[path.suffix.lower()], stream)
            draft.replace(path)
    except OSError:
        raise FileError([Problem("cannot-write", str(path))]) from None


@contextmanager
def _progress(language: Language, label: Pair = LABELS["progress"]) -> Iterator[Progress]:
    """A bar on standard error where that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(spoken(label, language.value), total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield show


def _console() -> Console:
    console = Console()
    if not console.is_terminal:
        console.width = PIPE_WIDTH_CHARACTERS
    return console


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
    except (CompositeError, TableError) as error:
        typer.echo(error.text(language), err=True)
        raise typer.Exit(EXIT_CODES.get(type(error), 1)) from None


def main() -> None:
    """Entry point of the `multaqa` command."""
    app()


if __name__ == "__main__":
    main()
