"""Pages with cells: what they print now is written back in its place, so that a page is right where nothing changes.

`python` and `console` blocks are run in the order of the page and share one namespace and one folder; the `text`
block after a `python` block is what it printed. `yaml` and `csv` blocks with a `title` are files of that folder.

    python -m tests.docs.cells docs/tutorial/*.md

writes the output into the pages, to be read over before it is committed.
"""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from typer.testing import CliRunner

from multaqa.cli import app

FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```[ ]*\n?", re.MULTILINE | re.DOTALL)
PROMPT = "$ "
# What these say of a terminal or a language would show on the page.
SETTINGS_OF_THE_READER = ("MULTAQA_LANGUAGE", "FORCE_COLOR", "COLUMNS")


@dataclass(frozen=True)
class Block:
    """A fenced block with its language and title, or (language None) the prose between two of them."""

    language: str | None
    body: str
    title: str | None = None

    @property
    def text(self) -> str:
        if self.language is None:
            return self.body
        title = "" if self.title is None else f" title={self.title}"
        return f"```{self.language}{title}\n{self.body}```\n"


@dataclass
class Session:
    """What the cells of one page share."""

    folder: Path
    namespace: dict[str, Any] = field(default_factory=lambda: {"__name__": "__page__"})

    def run(self, block: Block) -> Iterator[Block]:
        """The block as it stands on the page once it has been run. Raises whatever a cell raises."""
        with chdir(self.folder):
            yield from _RUNNERS[block.language](self, block)


def rerun(page: str, folder: Path) -> str:
    """The page with the output that its cells have now; `folder` holds its files."""
    session = Session(folder)
    return "".join(done.text for block in _without_outputs(page) for done in session.run(block))


def blocks_of(page: str) -> Iterator[Block]:
    """Every block of the page, prose included, in order."""
    end = 0
    for fence in FENCE.finditer(page):
        if fence.start() > end:
            yield Block(None, page[end : fence.start()])
        language, _, title = fence["info"].strip().partition(" title=")
        yield Block(language, fence["body"], title or None)
        end = fence.end()
    if end < len(page):
        yield Block(None, page[end:])


def _without_outputs(page: str) -> Iterator[Block]:
    """The blocks but for the `text` after a `python` block, which is written anew."""
    blocks = list(blocks_of(page))
    place = 0
    while place < len(blocks):
        yield blocks[place]
        is_output = (
            blocks[place].language == "python"
            and [block.language for block in blocks[place + 1 : place + 3]] == [None, "text"]
            and not blocks[place + 1].body.strip()
        )
        place += 3 if is_output else 1


def _prose(session: Session, block: Block) -> Iterator[Block]:
    yield block


def _file(session: Session, block: Block) -> Iterator[Block]:
    if block.title is not None:
        Path(block.title).write_text(block.body, "utf-8")
    yield block


def _python(session: Session, block: Block) -> Iterator[Block]:
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(block.body, "cell", "exec"), session.namespace)
    yield block
    if printed.getvalue():
        yield Block(None, "\n")
        yield Block("text", _trimmed(printed.getvalue()))


def _console(session: Session, block: Block) -> Iterator[Block]:
    commands = [line for line in block.body.splitlines() if line.startswith(PROMPT)]
    yield Block(block.language, "".join(f"{command}\n{_answer(command)}" for command in commands))


def _answer(command: str) -> str:
    program, *arguments = shlex.split(command.removeprefix(PROMPT))
    if program != app.info.name:
        raise ValueError(f"only {app.info.name} is run on a page: {command}")
    answer = CliRunner().invoke(app, arguments, env=dict.fromkeys(SETTINGS_OF_THE_READER))
    if answer.exception is not None and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return _trimmed(answer.output)


def _trimmed(output: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in output.splitlines())


_RUNNERS: dict[str | None, Callable[[Session, Block], Iterator[Block]]] = {
    None: _prose,
    "yaml": _file,
    "csv": _file,
    "python": _python,
    "console": _console,
}
"""Language of a block → what becomes of it. A `text` block that follows no cell has none: nothing would check it."""


def _rewrite(pages: list[str]) -> None:
    for page in map(Path, pages):
        with TemporaryDirectory() as folder:
            page.write_text(rerun(page.read_text("utf-8"), Path(folder)), "utf-8")


if __name__ == "__main__":
    _rewrite(sys.argv[1:])
