"""The columns of a table of commitments, and how such a table is read from a file that anybody may have sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from multaqa.commitments.models import Theme
from multaqa.core.printing import page_language
from multaqa.language import normal_form
from multaqa.language.dates import read_date
from multaqa.tables import Problem, ReadError, ReadLimits
from multaqa.tables.reading import recognised

MOST_ROWS: Final = 500
MOST_MISTAKES: Final = 200
LIMITS: Final = ReadLimits(
    unpacked_bytes=64 << 20,
    workbook_bytes=64 << 20,
    workbook_memory_bytes=1 << 30,
    columns=200,
    cell_characters=50_000,
    problems_listed=MOST_MISTAKES,
)
SHEET: Final = "commitments"
"""The sheet of a workbook that is read: the export names it so. Without one it is the fullest sheet."""
FORMATS: Final = ("delimited text", "workbook")
FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r")
HARMLESS: Final = frozenset(("short-row", "repeated-header", "total-row"))
"""What a reader notices and what is right in a table of commitments: empty cells at the end of a row, for instance."""

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "key": ("Key", "المفتاح"),
    "version": ("Version", "النسخة"),
    "decision": ("Decision", "القرار", "المقرر"),
    "decision_number": ("Number of the decision", "رقم القرار", "رقم المقرر"),
    "meeting": ("Meeting", "الاجتماع"),
    "group": ("Group", "المجموعة"),
    "country": ("Country code", "رمز البلد", "البلد"),
    "country_name": ("Name of the country", "اسم البلد"),
    "theme": ("Theme", "الموضوع"),
    "due_on": ("Due", "تاريخ الاستحقاق"),
    "state": ("State", "الحالة"),
    "status": ("Status", "التقدم"),
    "assessed": ("Assessed", "التقييم"),
    "late": ("Late", "متأخر"),
    "title_en": ("Title in English", "العنوان بالإنكليزية", "العنوان بالإنجليزية"),
    "title_ar": ("Title in Arabic", "العنوان بالعربية"),
    "problem_en": ("Problem in English", "المشكلة بالإنكليزية", "المشكلة بالإنجليزية"),
    "problem_ar": ("Problem in Arabic", "المشكلة بالعربية"),
    "expected_result_en": (
        "Expected result in English",
        "النتيجة المتوقعة بالإنكليزية",
        "النتيجة المتوقعة بالإنجليزية",
    ),
    "expected_result_ar": ("Expected result in Arabic", "النتيجة المتوقعة بالعربية"),
    "lead_en": ("Lead institution in English", "الجهة القائدة بالإنكليزية", "الجهة القائدة بالإنجليزية"),
    "lead_ar": ("Lead institution in Arabic", "الجهة القائدة بالعربية"),
    "resources_en": ("Resources in English", "الموارد بالإنكليزية", "الموارد بالإنجليزية"),
    "resources_ar": ("Resources in Arabic", "الموارد بالعربية"),
    "supporters_en": ("Supporters in English", "الجهات الداعمة بالإنكليزية", "الجهات الداعمة بالإنجليزية"),
    "supporters_ar": ("Supporters in Arabic", "الجهات الداعمة بالعربية"),
}
COLUMNS: Final = tuple(HEADINGS)
FOR_READERS: Final = (
    "decision_number",
    "meeting",
    "group",
    "country_name",
    "state",
    "status",
    "assessed",
    "late",
)
"""Columns that the export has for its readers, and that an import passes over."""
READ: Final = frozenset(COLUMNS) - frozenset(FOR_READERS)
NEEDED: Final = ("theme", "due_on")

Wrong = tuple[int | None, str, str, str]
"""Row, column, sentence, code."""


@dataclass(frozen=True)
class Row:
    """A row: its number as a spreadsheet counts, and its texts by column, as far as they are read."""

    number: int
    values: Mapping[str, str]


def read_rows(file: Any, language: str) -> tuple[list[Row], list[Wrong]]:
    """The rows of a file, and what is wrong with it as a table. Nothing that it holds is ever run or computed."""
    try:
        return _read(file, SHEET)
    except ReadError as refusal:
        if all(problem.code != "unknown-sheet" for problem in refusal.problems):
            return [], [_wrong(problem, language) for problem in refusal.problems]
    file.seek(0)
    try:
        return _read(file, None)
    except ReadError as refusal:
        return [], [_wrong(problem, language) for problem in refusal.problems]


def _read(file: Any, sheet: str | None) -> tuple[list[Row], list[Wrong]]:
    with recognised(file, LIMITS, sheet=sheet) as reader:
        if reader.format not in FORMATS:
            return [], [
                (None, "", _("Send a CSV or an Excel file, with the columns of the download."), "not-a-table")
            ]
        columns, wrong = _columns_of(reader.names)
        if wrong:
            return [], wrong
        rows: list[Row] = []
        for batch in reader.batches():
            if len(rows) + len(batch.rows) > MOST_ROWS:
                return [], [_too_many()]
            cells = [column.to_pylist() for column in batch.columns]
            for at, number in enumerate(batch.rows.tolist()):
                texts = {name: cells[where][at] or "" for where, name in columns.items()}
                rows.append(Row(number, _as_typed(texts, is_workbook=reader.format == FORMATS[1])))
        language = page_language()
        found = reader.findings
        wrong = [_wrong(one, language) for one in found.problems.listed if one.code not in HARMLESS]
        if found.titles or found.notes:
            aside = (*found.titles, *found.notes)[0][:80]
            sentence = _("“%(text)s” stands outside the table. Leave nothing above or below the rows.")
            wrong.append((None, "", sentence % {"text": aside}, "outside-the-table"))
        if not rows and not wrong:
            wrong.append((None, "", _("The file has headings and no rows."), "no-rows"))
        return rows, wrong


def _columns_of(names: Sequence[str]) -> tuple[dict[int, str], list[Wrong]]:
    """Place in the file → column that is read; what is wrong with the headings."""
    known: dict[int, str] = {}
    wrong: list[Wrong] = []
    for at, name in enumerate(names):
        column = BY_HEADING.get(_plain(name))
        if column is None:
            sentence = _(
                "This column is not one of the download: “%(name)s”. Delete it or correct its heading."
            )
            wrong.append((1, name[:80], sentence % {"name": name[:80]}, "column-unknown"))
        elif column in known.values():
            wrong.append((1, column, _("There are two columns with this heading."), "column-twice"))
        elif column in READ:
            known[at] = column
    if len(wrong) > len(names) / 2:
        sentence = _("The first row holds no headings that are known. Download the list and use its columns.")
        return {}, [(1, "", sentence, "no-headings")]
    missing = [column for column in NEEDED if column not in known.values()]
    wrong += [(1, column, _("This column is missing."), "column-missing") for column in missing]
    return known, wrong


def _as_typed(texts: Mapping[str, str], *, is_workbook: bool) -> dict[str, str]:
    """The texts of a row as a form takes them: days and themes as they are stored, no marks of a spreadsheet."""
    values = {
        name: text.strip() if is_workbook else _without_mark(text.strip()) for name, text in texts.items()
    }
    if day := read_date(values["due_on"].partition("T")[0]):
        values["due_on"] = day.isoformat()
    values["theme"] = dict(_themes()).get(_plain(values["theme"]), values["theme"])
    return values


def _without_mark(text: str) -> str:
    """The text without the apostrophe by which a CSV file for spreadsheets marks what is no formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA_MARKS else text


def _wrong(problem: Problem, language: str) -> Wrong:
    return problem.row, problem.column or "", problem.text(language), problem.code


def _too_many() -> Wrong:
    sentence = ngettext(
        "The table has more than %(n)s row. Send it in parts.",
        "The table has more than %(n)s rows. Send it in parts.",
        MOST_ROWS,
    )
    return None, "", sentence % {"n": MOST_ROWS}, "too-many-rows"


def _plain(text: str) -> str:
    return normal_form(text).replace("_", " ").strip()


def _themes() -> Iterator[tuple[str, str]]:
    """Every way to write a theme → its code: the code itself, and its name in each language of the platform."""
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield from ((_plain(str(theme.label)), theme.value) for theme in Theme)
    yield from ((_plain(theme.value), theme.value) for theme in Theme)


BY_HEADING: Final = {_plain(word): column for column, words in HEADINGS.items() for word in (column, *words)}
