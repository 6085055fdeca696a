"""The Arabic catalogue of the interface, kept with Babel alone: gettext's own programs need not be installed.

python tools/messages.py extract        bring the catalogue up to date with the code, keeping its translations
python tools/messages.py compile        write what Django reads
python tools/messages.py check          list what is missing or wrong; exit code 1 when there is something
python tools/messages.py merge FILE…    take the translations of other catalogues where ours has none
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as babel_extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent / "src/multaqa"
CATALOGUE = SOURCE / "site/locale/ar/LC_MESSAGES/django.po"

# the six forms in CLDR's order: zero, one, two, few, many, other
PLURAL_FORMS = (
    "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;"
)
FORMS = ("zero", "one", "two", "few", "many", "other")
FORMS_THAT_SAY_THE_NUMBER = ("few", "many", "other")

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Dates and names of people and programs would make a difference in every commit and say nothing.
UNSTABLE_HEADER = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|'
    rb'Project-Id-Version|Report-Msgid-Bugs-To):.*"\n',
    re.MULTILINE,
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*(?:![rsa])?(?::[^{}]*)?\}")

Key = tuple[str, str | None]
"""The English singular and the context, which together name a message."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("extract", "compile", "check"):
        commands.add_parser(name)
    commands.add_parser("merge").add_argument("files", nargs="+", type=Path)
    chosen = parser.parse_args(arguments)
    match chosen.command:
        case "extract":
            save(updated(load(CATALOGUE), messages_in(SOURCE)), CATALOGUE)
        case "compile":
            compile_catalogue(CATALOGUE)
        case "merge":
            merged = updated(load(CATALOGUE), messages_in(SOURCE))
            for file in chosen.files:
                take_translations(merged, load(file))
            save(merged, CATALOGUE)
        case "check":
            problems = list(problems_of(load(CATALOGUE), messages_in(SOURCE)))
            print("\n".join(problems) or f"Every sentence has its Arabic: {CATALOGUE.name} is complete.")
            return int(bool(problems))
    return 0


def messages_in(folder: Path) -> Catalog:
    """Every message of the Python files and the templates below a folder, untranslated."""
    found = Catalog(locale="ar")
    for file in sorted(folder.rglob("*.py")):
        collect(found, file.read_text(encoding="utf-8"))
    for file in sorted(folder.glob("**/templates/**/*")):
        if file.suffix in {".html", ".txt"}:
            collect(found, template_as_python(file))
    return found


def template_as_python(file: Path) -> str:
    """A template as Python calls of gettext, without the indentation that would not be Python's."""
    calls = templatize(file.read_text(encoding="utf-8"), origin=str(file))
    return "\n".join(line.strip() for line in calls.splitlines())


def collect(catalogue: Catalog, python: str) -> None:
    for _, message, comments, context in babel_extract(
        "python", BytesIO(python.encode("utf-8")), keywords=KEYWORDS, comment_tags=("Translators:",)
    ):
        catalogue.add(message, context=context, auto_comments=comments)


def updated(old: Catalog, found: Catalog) -> Catalog:
    """What the code says, with the translations that the old catalogue has for it. Nothing is guessed."""
    new = empty()
    for message in entries(found):
        new.add(message.id, context=message.context, auto_comments=message.auto_comments)
    take_translations(new, old)
    return new


def take_translations(into: Catalog, other: Catalog) -> None:
    """Fill untranslated messages from another catalogue, where number of forms and message agree."""
    for message in entries(into):
        theirs = other.get(message.id, message.context)
        if theirs is not None and not any(forms(message)) and theirs.pluralizable == message.pluralizable:
            message.string = theirs.string
            message.flags |= theirs.flags
            message.user_comments = theirs.user_comments


def problems_of(catalogue: Catalog, found: Catalog) -> Iterator[str]:
    """One line for each thing wrong with the catalogue."""
    have, need = by_key(catalogue), by_key(found)
    for key in sorted(need.keys() | have.keys(), key=str):
        label = repr(key[0]) + (f" (context {key[1]!r})" if key[1] else "")
        if key not in have:
            yield f"not in the catalogue, run `make catalogue`: {label}"
        elif key not in need:
            yield f"stale, no longer in the code, run `make catalogue`: {label}"
        else:
            for problem in problems_of_message(have[key]):
                yield f"{problem}: {label}"


def problems_of_message(message: Message) -> Iterator[str]:
    english, translations = forms_in_english(message), forms(message)
    if message.fuzzy:
        yield "marked fuzzy"
    if not any(translations):
        yield "without Arabic"
    elif not message.pluralizable:
        wanted, given = placeholders(english[0]), placeholders(translations[0])
        if wanted != given:
            yield f"placeholders differ, {listed(wanted)} in English, {listed(given)} in Arabic"
    else:
        yield from problems_of_forms(english[1], translations)


def problems_of_forms(english: str, translations: tuple[str, ...]) -> Iterator[str]:
    """A counted sentence has all six forms; those for 0, 1 and 2 may leave the number out."""
    missing = [name for name, text in zip(FORMS, translations, strict=False) if not text]
    if missing or len(translations) != len(FORMS):
        yield f"plural forms missing, {', '.join(missing) or 'not six'}"
        return
    wanted = placeholders(english)
    for name, text in zip(FORMS, translations, strict=True):
        given = placeholders(text)
        if given - wanted or (name in FORMS_THAT_SAY_THE_NUMBER and wanted - given):
            yield f"placeholders differ, {listed(wanted)} in English, {listed(given)} in the form {name!r}"


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def listed(names: Iterable[str]) -> str:
    return " ".join(sorted(names)) or "none"


def forms_in_english(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string or "",)


def entries(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def by_key(catalogue: Catalog) -> dict[Key, Message]:
    return {(forms_in_english(message)[0], message.context): message for message in entries(catalogue)}


def empty() -> Catalog:
    catalogue = Catalog(
        locale="ar", header_comment="# The interface in Arabic; tools/messages.py keeps this file."
    )
    catalogue.fuzzy = False
    catalogue.mime_headers = [("Plural-Forms", PLURAL_FORMS)]
    return catalogue


def load(file: Path) -> Catalog:
    """A catalogue; an empty one where there is no file. Raises ``PoFileError`` with the line on a broken file."""
    if not file.exists():
        return empty()
    with file.open("rb") as stream:
        return read_po(stream, locale="ar", abort_invalid=True)


def save(catalogue: Catalog, file: Path) -> None:
    buffer = BytesIO()
    write_po(buffer, catalogue, width=110, no_location=True, sort_output=True, ignore_obsolete=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(UNSTABLE_HEADER.sub(b"", buffer.getvalue()))
    done = sum(all(forms(message)) for message in entries(catalogue))
    print(f"{file.name}: {len(entries(catalogue))} messages, {done} in Arabic")


def compile_catalogue(file: Path) -> None:
    catalogue = load(file)
    with file.with_suffix(".mo").open("wb") as stream:
        write_mo(stream, catalogue)


if __name__ == "__main__":
    sys.exit(main())
