"""Out to a spreadsheet and in again: what is exported comes back, what is wrong is named with its place, nothing breaks."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from multaqa.commitments import columns, exchange
from multaqa.commitments.columns import HEADINGS, MOST_ROWS
from multaqa.commitments.models import Commitment
from multaqa.commitments.queries import Filters
from multaqa.core.exports import FORMATS
from multaqa.core.models import AuditEntry
from tests.commitments.factories import CommitmentFactory, decided, group_of, published
from tests.members.factories import coordinator, secretariat

pytestmark = pytest.mark.django_db
WRITE = {one.suffix: one.write for one in FORMATS}
NEW = {"theme": "open_data", "due_on": "2015-01-31", "title_en": "A portal", "title_ar": "بوابة"}


@pytest.fixture
def decision():
    return decided()


@pytest.fixture
def keeper(decision):
    return secretariat(group_of(decision))


def as_csv(*rows: dict[str, object], headings: list[str] | None = None, **options) -> io.BytesIO:
    """A file with the columns of its first row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, **options)
    writer.writerow(headings or list(rows[0]))
    writer.writerows(row.values() for row in rows)
    return io.BytesIO(text.getvalue().encode())


def as_workbook(*rows: dict[str, object], sheet: str = "commitments") -> io.BytesIO:
    """The same as a workbook, in which days are days, with a longer sheet of notes."""
    target = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, {**options, "default_date_format": "dd/mm/yyyy"}) as book:
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, list(rows[0]))
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row.values()):
                write = page.write_datetime if isinstance(value, date) else page.write
                write(number, place, value)
    return io.BytesIO(target.getvalue())


def exported(actor, suffix: str) -> io.BytesIO:
    return io.BytesIO(WRITE[suffix](exchange.export(actor, Filters())))


def mistakes(actor, file: io.BytesIO) -> list[tuple[int | None, str, str]]:
    """What is wrong with a file; nothing of it may have been stored."""
    before = list(Commitment.objects.order_by("pk").values())
    done = exchange.import_commitments(actor, file)
    assert (done.created, done.changed, done.unchanged) == (0, 0, 0)
    assert list(Commitment.objects.order_by("pk").values()) == before
    assert not AuditEntry.objects.filter(verb__startswith="commitments.").exists()
    assert all(one.sentence.strip() for one in done.mistakes)
    return [(one.row, one.column, one.code) for one in done.mistakes]


# ── out and in ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("suffix", ["csv", "excel.csv", "xlsx"])
def test_what_is_exported_comes_back_as_it_was(keeper, decision, suffix):
    CommitmentFactory(
        decision=decision,
        title={"en": "=HYPERLINK(1)", "ar": "-1 سلام"},
        problem={"en": 'Two lines\nand "quotes", a comma; a semicolon', "ar": "@ من"},
        lead={"en": "007"},
        resources={},
        supporters={"en": "+2 people"},
    )
    CommitmentFactory(decision=decision, country_id=None, title={"ar": "للمجموعة كلها"})
    published(decision)
    before = list(Commitment.objects.order_by("pk").values())
    done = exchange.import_commitments(keeper, exported(keeper, suffix))
    assert (done.mistakes, done.unchanged, done.changed, done.created) == ((), 3, 0, 0)
    assert list(Commitment.objects.order_by("pk").values()) == before


def test_the_columns_of_the_export_are_those_that_an_import_knows(keeper, decision):
    CommitmentFactory(decision=decision, title={"en": "A portal"})
    sheet = exchange.export(keeper, Filters())
    row = dict(zip(sheet.columns, sheet.rows[0], strict=True))
    assert list(row) == list(HEADINGS)
    assert (row["title_en"], row["title_ar"], row["country"], row["due_on"], row["state"]) == (
        "A portal",
        "",
        "JOR",
        "2015-01-31",
        "draft",
    )


def test_no_heading_means_two_columns():
    meant = [(word.casefold(), column) for column, words in HEADINGS.items() for word in (column, *words)]
    assert len({word for word, _column in meant}) == len(set(meant))


def test_an_export_keeps_to_the_filters(keeper, decision):
    CommitmentFactory(decision=decision, theme="skills")
    CommitmentFactory(decision=decision)
    assert len(exchange.export(keeper, Filters(theme="skills")).rows) == 1


@pytest.mark.parametrize("write", [as_csv, as_workbook])
def test_rows_without_a_key_add_drafts(keeper, decision, write):
    rows = [
        {"decision": decision.key, "country": code, **NEW, "due_on": date(2015, 1, 31)}
        for code in ("JOR", "tun", "")
    ]
    done = exchange.import_commitments(keeper, write(*rows))
    assert (done.mistakes, done.created) == ((), 3)
    assert [(one.country_id, one.state, one.due_on) for one in Commitment.objects.order_by("pk")] == [
        ("JOR", "draft", date(2015, 1, 31)),
        ("TUN", "draft", date(2015, 1, 31)),
        (None, "draft", date(2015, 1, 31)),
    ]
    assert AuditEntry.objects.filter(verb="commitments.draft_commitment").count() == 3


def test_rows_with_a_key_change_drafts_and_columns_that_are_left_out_stay(keeper, decision):
    draft = CommitmentFactory(decision=decision)
    row = {"key": draft.key, "version": 1, "theme": "skills", "due_on": "31/03/2015", "title_en": "'=1+1"}
    done = exchange.import_commitments(keeper, as_csv(row))
    assert (done.mistakes, done.changed) == ((), 1)
    stored = Commitment.objects.get()
    assert (stored.theme, stored.due_on, stored.version) == ("skills", date(2015, 3, 31), 2)
    assert stored.title == {"en": "=1+1", "ar": draft.title["ar"]}
    assert stored.problem == draft.problem


def test_headings_and_themes_are_read_in_arabic_and_in_english_and_days_in_arabic_digits(keeper, decision):
    arabic = {name: words[1] for name, words in HEADINGS.items()}
    english = {name: words[0] for name, words in HEADINGS.items()}
    row = {"decision": decision.key, **NEW}
    for words, theme, day in (
        (arabic, "E-services", "٣١/٠١/٢٠١٥"),
        (english, "e_services", "31 January 2015"),
    ):
        sent = {words[name]: value for name, value in {**row, "theme": theme, "due_on": day}.items()}
        assert exchange.import_commitments(keeper, as_csv(sent)).mistakes == ()
    assert set(Commitment.objects.values_list("theme", "due_on")) == {("e_services", date(2015, 1, 31))}


def test_a_file_of_a_european_excel_is_read_too(keeper, decision):
    file = as_csv({"decision": decision.key, **NEW}, delimiter=";")
    assert exchange.import_commitments(keeper, file).created == 1


def test_a_sheet_of_another_name_is_read_where_there_is_none_of_ours(keeper, decision):
    file = as_workbook({"decision": decision.key, **NEW}, sheet="Sheet1")
    assert exchange.import_commitments(keeper, file).created == 1


# ── rows that are wrong ─────────────────────────────────────────────────────────────────────────────────────────────


def test_every_mistake_of_every_row_is_named_with_its_place(keeper, decision):
    good = {"key": "", "version": "", "decision": decision.key, "country": "JOR", **NEW}
    file = as_csv(
        good,
        {**good, "decision": "nothing"},
        {**good, "country": "XXX", "theme": "weather"},
        {**good, "title_en": "", "title_ar": " ", "due_on": "soon"},
        {**good, "due_on": "2013-01-01"},
        {**good, "key": "nothing"},
        {**good, "title_en": "x" * 301},
    )
    assert mistakes(keeper, file) == [
        (3, "decision", "decision-unknown"),
        (4, "theme", "invalid_choice"),
        (4, "country", "country-unknown"),
        (5, "title_en", "required"),
        (5, "due_on", "invalid"),
        (6, "due_on", "due-too-early"),
        (7, "key", "commitment-unknown"),
        (8, "title_en", "max_length"),
    ]


def test_one_wrong_row_keeps_all_others_out(keeper, decision):
    good = {"decision": decision.key, "country": "JOR", **NEW}
    assert mistakes(keeper, as_csv(good, good, {**good, "theme": ""})) == [(4, "theme", "required")]


def test_a_row_that_somebody_else_changed_meanwhile_is_not_overwritten(keeper, decision):
    draft = CommitmentFactory(decision=decision, version=3)
    row = {"key": draft.key, "version": "2", "theme": "skills", "due_on": "2015-01-31", "title_en": "Mine"}
    assert mistakes(keeper, as_csv(row)) == [(2, "version", "changed-meanwhile")]
    assert mistakes(keeper, as_csv({**row, "version": ""})) == [(2, "version", "version-needed")]


def test_what_is_published_is_not_changed_by_a_file(keeper, decision):
    row = published(decision)
    sent = {"key": row.key, "version": 1, "theme": "skills", "due_on": "2015-01-31", "title_en": "Mine"}
    assert mistakes(keeper, as_csv(sent)) == [(2, "key", "not-a-draft")]


def test_a_commitment_is_not_moved_to_another_country_or_decision(keeper, decision):
    draft = CommitmentFactory(decision=decision)
    sent = {"key": draft.key, "version": 1, "decision": decided().key, "country": "TUN", **NEW}
    assert mistakes(keeper, as_csv(sent)) == [(2, "decision", "moved"), (2, "country", "moved")]


def test_a_coordinator_imports_for_their_own_country(decision):
    person = coordinator(group_of(decision), "JOR")
    own, other = ({"decision": decision.key, "country": code, **NEW} for code in ("JOR", "TUN"))
    assert mistakes(person, as_csv(own, other)) == [(3, "", "denied")]
    assert exchange.import_commitments(person, as_csv(own)).created == 1


def test_what_the_sender_does_not_see_is_as_good_as_none(decision):
    hidden = CommitmentFactory(decision=decision, country_id="TUN")
    person = coordinator(group_of(decision), "JOR")
    sent = {"key": hidden.key, "version": 1, "theme": "skills", "due_on": "2015-01-31", "title_en": "Mine"}
    assert mistakes(person, as_csv(sent)) == [(2, "key", "commitment-unknown")]
    assert mistakes(AnonymousUser(), as_csv({"decision": decision.key, **NEW})) == [(2, "", "denied")]


# ── files that are no table of commitments ──────────────────────────────────────────────────────────────────────────


def test_a_column_that_is_not_known_twice_there_or_missing_is_named(keeper, decision):
    row = {"decision": decision.key, **NEW, "colour": "red"}
    assert mistakes(keeper, as_csv(row)) == [(1, "colour", "column-unknown")]
    del row["colour"], row["theme"]
    assert mistakes(keeper, as_csv(row)) == [(1, "theme", "column-missing")]
    twice = {"decision": decision.key, **NEW, "Theme": "skills"}
    assert [code for _row, _column, code in mistakes(keeper, as_csv(twice))] == ["column-twice"]


def bomb() -> bytes:
    """A workbook whose sheet unpacks to far more than any table of commitments."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_workbook(NEW).getvalue())) as book,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in book.namelist():
            filling = b"<x>" + b" " * (80 << 20) + b"</x>" if "sheet1" in name else book.read(name)
            out.writestr(name, filling)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n \n",
        b"%PDF-1.4 no table",
        b"<html><body><table><tr><td>theme</td></tr></table></body></html>",
        b"PK\x03\x04 cut off",
        bytes(range(256)) * 50,
        b"hello, this is a letter\nand not a table at all\n",
        b'{"theme": "skills", "due_on": "2015-01-31"}',
        b"theme,due_on\n",
        "theme,due_on,title_en\n".encode("utf-16"),
        b"theme,due_on\nskills,2015-01-31,and,much,more\n",
        b'"theme,due_on\nskills,2015-01-31\n',
        ("," * 500 + "\n").encode(),
    ],
)
def test_a_hostile_or_wrong_file_gets_a_sentence(keeper, content):
    with override("ar"):
        assert mistakes(keeper, io.BytesIO(content))
    assert mistakes(keeper, io.BytesIO(content))


def test_a_workbook_that_unpacks_beyond_all_measure_gets_a_sentence(keeper):
    assert mistakes(keeper, io.BytesIO(bomb()))


def test_merged_cells_and_titles_above_the_table_get_a_sentence(keeper, decision):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet("commitments")
        page.merge_range(0, 0, 0, 5, "Commitments of the ninth meeting")
        page.merge_range(1, 0, 2, 5, "as agreed")
        page.write_row(3, 0, ["decision", *NEW])
        page.write_row(4, 0, [decision.key, *NEW.values()])
    assert mistakes(keeper, io.BytesIO(target.getvalue()))


def test_more_rows_than_anybody_checks_get_a_sentence(keeper, decision, monkeypatch):
    rows = [{"decision": decision.key, **NEW}] * (MOST_ROWS + 1)
    assert mistakes(keeper, as_csv(*rows)) == [(None, "", "too-many-rows")]
    monkeypatch.setattr(columns, "MOST_ROWS", 2)
    assert mistakes(keeper, as_csv(*rows[:3])) == [(None, "", "too-many-rows")]
    assert exchange.import_commitments(keeper, as_csv(*rows[:2])).created == 2


def test_a_cell_longer_than_any_text_gets_a_sentence(keeper, decision):
    row = {"decision": decision.key, **NEW, "problem_en": "x" * 60_000}
    assert mistakes(keeper, as_csv(row))
    assert mistakes(keeper, as_csv({**row, "problem_en": "x" * 4001})) == [(2, "problem_en", "max_length")]


def test_blank_rows_between_others_are_passed_over_and_rows_keep_their_numbers(keeper, decision):
    good = {"decision": decision.key, **NEW}
    blank = dict.fromkeys(good, "")
    assert mistakes(keeper, as_csv(good, blank, blank, {**good, "theme": "weather"})) == [
        (5, "theme", "invalid_choice")
    ]
