"""Documents are entered, changed, issued in versions, filled and opened by those who keep them; nothing is half done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from multaqa.core.access import reading, visible_to
from multaqa.core.errors import Conflict, Denied, MultaqaError, Overtaken
from multaqa.core.models import AuditEntry
from multaqa.core.uploads import WrongContent
from multaqa.meetings import actions
from multaqa.meetings.errors import NobodyAdmitted, WrongMeeting
from multaqa.meetings.models import Document, DocumentFile, DocumentVersion, Meeting
from multaqa.meetings.queries.documents import (
    document_lines,
    lines_by_place,
    versions_of,
)
from multaqa.meetings.symbols import next_symbol
from multaqa.members.models import Person
from tests.meetings.factories import (
    AudienceFactory,
    DelegationFactory,
    DocumentFactory,
    ItemFactory,
    MeetingFactory,
    SessionFactory,
    delegate,
)
from tests.members.factories import secretariat

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"
VALUES = {"symbol": "WGOIG/2014/1", "title": {"en": "Baseline", "ar": "خط الأساس"}, "distribution": "limited"}


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path: Path) -> None:
    backend = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path},
    }
    settings.STORAGES = settings.STORAGES | {"default": backend}


@pytest.fixture
def meeting() -> Meeting:
    return MeetingFactory(access="public", series__symbol="WGOIG")


@pytest.fixture
def keeper(meeting: Meeting) -> Person:
    return secretariat(meeting.series.group)


def upload(content: bytes = PDF, name: str = "baseline.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def file_of(document: Document, language: str = "en", suffix: str = "pdf") -> DocumentFile:
    return DocumentFile.objects.create(
        version=document.versions.latest("issued_at"),
        language=language,
        suffix=suffix,
        name=f"{language}.{suffix}",
        size=1200,
        sha256="0" * 64,
        stored="nothing",
    )


def stored() -> tuple[int, int, int, int]:
    """How many documents, versions, files and audit entries there are."""
    models = (Document, DocumentVersion, DocumentFile, AuditEntry)
    return tuple(model.objects.count() for model in models)


# ── entering and changing ───────────────────────────────────────────────────────────────────────────────────


def test_a_document_is_entered_with_its_original(keeper: Person, meeting: Meeting) -> None:
    item = ItemFactory(session__meeting=meeting)
    document = actions.add_document(keeper, meeting, item=item, **VALUES)
    (version,) = document.versions.all()
    entry = AuditEntry.objects.latest("pk")
    assert (version.kind, version.number, version.symbol) == ("original", 0, "WGOIG/2014/1")
    assert (entry.verb, entry.actor, entry.after["symbol"]) == (
        "meetings.add_document",
        keeper,
        "WGOIG/2014/1",
    )


def test_a_symbol_is_borne_once_and_the_error_stands_at_it(keeper: Person, meeting: Meeting) -> None:
    DocumentFactory(symbol="WGOIG/2014/1")
    before = stored()
    with pytest.raises(ValidationError) as refused:
        actions.add_document(keeper, meeting, **VALUES)
    assert refused.value.message_dict == {"symbol": ["Another document bears this symbol already."]}
    assert stored() == before


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"access": "named"}, NobodyAdmitted),
        ({"access": "named", "audiences": ["foreign"]}, WrongMeeting),
        ({"access": "closed", "admitted": ["foreign"]}, WrongMeeting),
        ({"session": "foreign"}, WrongMeeting),
        ({"item": "foreign"}, WrongMeeting),
    ],
    ids=["nobody named", "foreign audience", "foreign delegation", "foreign session", "foreign item"],
)
def test_what_does_not_belong_together_is_refused_and_nothing_stays(
    keeper: Person, meeting: Meeting, values: dict, refusal: type[MultaqaError]
) -> None:
    foreign = {
        "audiences": AudienceFactory,
        "admitted": DelegationFactory,
        "session": SessionFactory,
        "item": ItemFactory,
    }
    for name, make in foreign.items():
        if name in values:
            made = make()
            values = values | {name: [made] if isinstance(values[name], list) else made}
    before = stored()
    with pytest.raises(refusal) as refused:
        actions.add_document(keeper, meeting, **VALUES, **values)
    assert (refused.value.code, stored()) == (refusal.code, before)


def test_a_document_does_not_open_before_its_embargo_ends(keeper: Person, meeting: Meeting) -> None:
    now, before = timezone.now(), stored()
    with pytest.raises(ValidationError, match="before its embargo ends"):
        actions.add_document(
            keeper, meeting, **VALUES, embargo_until=now, derestricted_at=now - timedelta(hours=1)
        )
    assert stored() == before


def test_only_who_keeps_documents_changes_anything(meeting: Meeting) -> None:
    document = DocumentFactory(meeting=meeting)
    version, before = document.versions.get(), stored()
    for actor in (
        AnonymousUser(),
        delegate(meeting, role="head"),
        secretariat(MeetingFactory().series.group),
    ):
        for attempted in (
            lambda actor: actions.add_document(actor, meeting, **VALUES),
            lambda actor: actions.edit_document(actor, document, 1, title={"en": "Taken"}),
            lambda actor: actions.issue_version(actor, document, DocumentVersion.Kind.REVISION),
            lambda actor: actions.add_file(actor, version, "en", upload()),
            lambda actor: actions.derestrict(actor, document, 1),
        ):
            with pytest.raises(Denied):
                attempted(actor)
    assert stored() == before


def test_the_symbol_stays_when_a_document_is_changed(keeper: Person, meeting: Meeting) -> None:
    document = DocumentFactory(meeting=meeting, symbol="WGOIG/2014/1")
    actions.edit_document(keeper, document, 1, symbol="WGOIG/2014/9", title={"en": "New"})
    document.refresh_from_db()
    assert (document.symbol, document.title, document.version) == ("WGOIG/2014/1", {"en": "New"}, 2)


def test_the_second_of_two_editors_learns_of_the_first(keeper: Person, meeting: Meeting) -> None:
    document = DocumentFactory(meeting=meeting)
    actions.edit_document(keeper, document, 1, title={"en": "First"})
    before = stored()
    with pytest.raises(Conflict) as conflict:
        actions.edit_document(keeper, document, 1, title={"en": "Second"})
    assert (conflict.value.stored.title, stored()) == ({"en": "First"}, before)


def test_admitting_is_part_of_the_change(keeper: Person, meeting: Meeting) -> None:
    document = DocumentFactory(meeting=meeting)
    jordan = DelegationFactory(meeting=meeting)
    actions.edit_document(keeper, document, 1, access="closed", admitted=[jordan])
    admitted = list(document.admitted.all())
    with pytest.raises(NobodyAdmitted):
        actions.edit_document(keeper, document, 2, access="named")
    document.refresh_from_db()
    assert (admitted, document.access, list(document.admitted.all())) == ([jordan], "closed", [jordan])


# ── versions and files ──────────────────────────────────────────────────────────────────────────────────────


def test_versions_are_numbered_by_kind_and_the_newest_stands_first(keeper: Person, meeting: Meeting) -> None:
    document = DocumentFactory(meeting=meeting, symbol="WGOIG/2014/3")
    for kind in ("revision", "corrigendum", "revision"):
        actions.issue_version(keeper, document, kind)
    assert [version.symbol for version in versions_of(keeper, document)] == [
        "WGOIG/2014/3/Rev.2",
        "WGOIG/2014/3/Corr.1",
        "WGOIG/2014/3/Rev.1",
        "WGOIG/2014/3",
    ]


def test_there_is_one_original(keeper: Person, meeting: Meeting) -> None:
    document, before = DocumentFactory(meeting=meeting), stored()
    with pytest.raises(Overtaken) as refused:
        actions.issue_version(keeper, document, DocumentVersion.Kind.ORIGINAL)
    assert (refused.value.code, refused.value.status) == ("done-already", 409)
    assert stored() == before


def test_a_file_is_kept_by_its_checksum(keeper: Person, meeting: Meeting) -> None:
    version = DocumentFactory(meeting=meeting).versions.get()
    kept = actions.add_file(keeper, version, "ar", upload())
    assert (kept.language, kept.suffix, kept.name, kept.size, len(kept.sha256)) == (
        "ar",
        "pdf",
        "baseline.pdf",
        len(PDF),
        64,
    )


def test_a_file_that_is_not_what_its_name_says_is_refused(keeper: Person, meeting: Meeting) -> None:
    version = DocumentFactory(meeting=meeting).versions.get()
    before = stored()
    with pytest.raises(WrongContent):
        actions.add_file(keeper, version, "en", upload(b"MZ\x90\x00 a programme"))
    assert stored() == before


def test_a_version_has_one_file_in_a_language_and_format(keeper: Person, meeting: Meeting) -> None:
    version = DocumentFactory(meeting=meeting).versions.get()
    actions.add_file(keeper, version, "en", upload())
    before = stored()
    with pytest.raises(ValidationError, match="has a file in this language and format already"):
        actions.add_file(keeper, version, "en", upload(PDF + b"\n"))
    assert stored() == before


def test_a_document_is_opened_to_all_once(keeper: Person, meeting: Meeting) -> None:
    document = DocumentFactory(meeting=meeting, distribution="restricted")
    later = timezone.now() + timedelta(days=3)
    planned = actions.derestrict(keeper, document, 1, at=later)
    opened = actions.derestrict(keeper, document, 2)
    before = stored()
    with pytest.raises(Overtaken):
        actions.derestrict(keeper, document, 3)
    assert (planned.derestricted_at, opened.derestricted_at <= timezone.now()) == (later, True)
    assert stored() == before


# ── lines and symbols ───────────────────────────────────────────────────────────────────────────────────────


def test_a_line_stands_for_the_newest_version_that_has_files(meeting: Meeting) -> None:
    item = ItemFactory(session__meeting=meeting)
    document = DocumentFactory(meeting=meeting, item=item, symbol="WGOIG/2014/1")
    file_of(document)
    DocumentVersion.objects.create(
        document=document, kind="revision", number=1, issued_at=datetime(2014, 2, 1, tzinfo=UTC)
    )
    arabic, english = file_of(document, "ar"), file_of(document, "en")
    DocumentVersion.objects.create(
        document=document, kind="revision", number=2, issued_at=datetime(2014, 2, 2, tzinfo=UTC)
    )
    (line,) = document_lines(AnonymousUser(), meeting)
    assert (line.symbol, line.below, line.distribution, line.is_kept_back) == (
        "WGOIG/2014/1/Rev.1",
        item.key,
        "General",
        False,
    )
    assert [(file.language, file.suffix, file.key) for file in line.files] == [
        ("en", "pdf", english.key),
        ("ar", "pdf", arabic.key),
    ]


def test_lines_stand_by_their_place_in_the_order_of_their_numbers(meeting: Meeting) -> None:
    session = SessionFactory(meeting=meeting)
    item = ItemFactory(session=session)
    for symbol, place in (
        ("WGOIG/2014/10", {"item": item}),
        ("WGOIG/2014/9", {"item": item}),
        ("WGOIG/2014/11", {"session": session}),
        ("WGOIG/2014/12", {}),
    ):
        DocumentFactory(meeting=meeting, symbol=symbol, **place)
    DocumentFactory(meeting=MeetingFactory(access="public"))
    places = lines_by_place(document_lines(AnonymousUser(), meeting))
    assert {key: [line.symbol for line in lines] for key, lines in places.items()} == {
        item.key: ["WGOIG/2014/9", "WGOIG/2014/10"],
        session.key: ["WGOIG/2014/11"],
        "": ["WGOIG/2014/12"],
    }


@pytest.mark.parametrize("number", [1, 12])
def test_lines_take_three_queries_for_any_number_of_documents(
    keeper: Person, meeting: Meeting, number: int, django_assert_max_num_queries
) -> None:
    for _ in range(number):
        document = DocumentFactory(meeting=meeting, item=ItemFactory(session__meeting=meeting))
        file_of(document), file_of(document, "ar")
    with reading():
        visible_to(keeper, Document)  # what is known of the reader is asked once a page
        with django_assert_max_num_queries(3):
            lines = document_lines(keeper, meeting)
    assert [len(line.files) for line in lines] == [2] * number


def test_nobody_finds_a_line_of_what_they_may_not_read(meeting: Meeting) -> None:
    item = ItemFactory(session__meeting=meeting, access="closed")
    hidden = {
        "embargoed": {"embargo_until": timezone.now() + timedelta(days=1)},
        "restricted": {"distribution": "restricted"},
        "closed item": {"item": item},
        "closed": {"access": "closed"},
    }
    for values in hidden.values():
        file_of(DocumentFactory(meeting=meeting, **values))
    open_to_all = DocumentFactory(meeting=meeting)
    found = [line.key for line in document_lines(AnonymousUser(), meeting)]
    kept = [line.is_kept_back for line in document_lines(secretariat(meeting.series.group), meeting)]
    assert (found, sorted(kept)) == ([open_to_all.key], [False] * 4 + [True])


def test_the_next_free_symbol_leaves_no_gap_in_the_open_series(keeper: Person, meeting: Meeting) -> None:
    first = (next_symbol(meeting), next_symbol(meeting, restricted=True))
    for symbol in ("WGOIG/2014/3", "WGOIG/2014/10", "WGOIG/2014/R.2", "WGOIG/2013/40", "WGOIG/2014/CRP.50"):
        DocumentFactory(symbol=symbol)
    later = (next_symbol(meeting), next_symbol(meeting, restricted=True))
    assert (first, later) == (
        ("WGOIG/2014/1", "WGOIG/2014/R.1"),
        ("WGOIG/2014/11", "WGOIG/2014/R.3"),
    )


def test_who_keeps_no_documents_learns_no_number(meeting: Meeting) -> None:
    address = f"/en/meetings/{meeting.key}/documents/new/"
    stranger, member = Client(), Client()
    member.force_login(delegate(meeting))
    for client in (stranger, member):
        answer = client.get(address)
        assert (answer.status_code, meeting.series.symbol in answer.content.decode()) == (404, False)
