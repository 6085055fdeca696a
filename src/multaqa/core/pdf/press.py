"""Papers set by Typst. What it may read is a folder of their own, with the template and the texts in it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import typst
from django.conf import settings
from django.utils.translation import get_language_info

from multaqa.core.pdf.paper import Agenda, Block, Heading, List, Note, Paper, Paragraph, Table
from multaqa.core.pdf.texts import BREAK, plain, prepare, shorten
from multaqa.core.printing import label

TEMPLATE: Final = Path(__file__).parent / "paper.typ"
ACCESSIBLE: Final[typst.PDFStandard] = "ua-1"

PAGE_OF: Final = {"en": ("Page ", " of ", ""), "ar": ("صفحة ", " من ", "")}
"""What stands before, between and after the number of the page and the number of pages; else English."""

LONGEST_LINE: Final = 160
"""Letters: what one line at the head or the foot of a page can hold at most."""


def to_pdf(paper: Paper) -> bytes:
    """The paper as a tagged PDF with its title and language; the same paper gives the same bytes.

    It follows PDF/UA-1 unless no font at hand has a sign for one of its letters, or a heading is empty. Fonts come from
    the folder ``settings.FONT_FOLDER``, then from the system, then from Typst.
    """
    with _folder(paper) as folder:
        try:
            return _compile(folder, standards=[ACCESSIBLE])
        except typst.TypstError:  # refused by the standard; the reader still gets the paper, with its tags
            return _compile(folder, standards=[])


def _compile(folder: Path, *, standards: list[typst.PDFStandard]) -> bytes:
    return typst.compile(
        folder / TEMPLATE.name,
        root=folder,
        font_paths=_fonts(_font_folder()),
        format="pdf",
        pdf_standards=standards,
    )


@contextmanager
def _folder(paper: Paper) -> Iterator[Path]:
    """A fresh folder with the template and the texts, for as long as it is needed."""
    with TemporaryDirectory(prefix="multaqa-pdf-") as name:
        folder = Path(name)
        shutil.copyfile(TEMPLATE, folder / TEMPLATE.name)
        (folder / "paper.json").write_text(json.dumps(_data(paper)), encoding="ascii")
        yield folder


def _font_folder() -> Path | None:
    """Where our type is; it is a built asset and may be missing."""
    folder = getattr(settings, "FONT_FOLDER", None)
    return Path(folder) if folder and Path(folder).is_dir() else None


@cache
def _fonts(folder: Path | None) -> typst.Fonts:
    """The fonts at hand, looked up once in the life of the process."""
    return typst.Fonts(font_paths=[folder] if folder else [])


def _data(paper: Paper) -> dict[str, Any]:
    """What the template reads."""
    rtl = get_language_info(paper.language)["bidi"]
    language = paper.language.partition("-")[0]

    def ready(text: str) -> str:
        return prepare(text, rtl=rtl)

    def all_ready(texts: Sequence[str]) -> list[str]:
        return [ready(text) for text in texts]

    deepest = 1

    def data_of(block: Block) -> dict[str, Any]:
        nonlocal deepest
        match block:
            case Heading():  # no level is left out on the way down, as PDF/UA wants it
                deepest = min(max(block.level, 2), deepest + 1)
                return {"kind": "heading", "text": ready(block.text), "level": deepest}
            case Paragraph():
                parts = [part for part in ready(block.text).split("\n\n") if part.strip()]
                return {"kind": "paragraph", "parts": parts, "soft": block.soft}
            case Table():
                head, rows = all_ready(block.head), [all_ready(row) for row in block.rows]
                return {
                    "kind": "table",
                    "head": head,
                    "rows": rows,
                    "widths": block.widths and list(block.widths),
                    "extents": _extents(head, rows),
                    "numeric": sorted(block.numeric),
                }
            case Agenda():
                entries = [
                    {
                        "time": ready(entry.time),
                        "title": ready(entry.title),
                        "tag": ready(entry.tag),
                        "lines": all_ready(entry.lines),
                        "closed": entry.closed,
                    }
                    for entry in block.entries
                ]
                return {"kind": "agenda", "entries": entries}
            case List():
                return {"kind": "list", "items": all_ready(block.items), "numbered": block.numbered}
            case Note():
                return {"kind": "note", "text": ready(block.text)}

    return {
        "language": language,
        "rtl": rtl,
        "digits": label("0123456789", language),
        "page_of": PAGE_OF.get(language, PAGE_OF["en"]),
        "name": plain(paper.title),
        "running_title": ready(shorten(paper.title, LONGEST_LINE)),
        "title": ready(paper.title),
        "kicker": ready(paper.kicker),
        "subtitle": ready(paper.subtitle),
        "facts": [
            {"label": ready(fact.label), "value": ready(fact.value), "note": ready(fact.note)}
            for fact in paper.facts
        ],
        "blocks": [data_of(block) for block in paper.blocks],
        "footer": ready(shorten(paper.footer, LONGEST_LINE)),
    }


def _extents(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[dict[str, list[str]]]:
    """For each column what the template measures: its longest text, word, and part of a word, in the head and below it."""
    columns = [[row[place] for row in rows] for place in range(len(head))]
    return [
        {
            "text": [name, max(texts, key=len, default="")],
            "word": [_longest([name]), _longest(texts)],
            "part": [_longest([name], BREAK), _longest(texts, BREAK)],
        }
        for name, texts in zip(head, columns, strict=True)
    ]


def _longest(texts: Sequence[str], seam: str = " ") -> str:
    """The longest word of the texts; of its parts, where words fall apart at a ``seam``."""
    return max((word for text in texts for word in text.replace(seam, " ").split()), key=len, default="")
