"""The pages of documents in both languages: what they show, what they refuse and where, and what leaves no trace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from multaqa.meetings import actions
from multaqa.meetings.models import Document, DocumentFile, DocumentVersion, Meeting
from multaqa.meetings.queries.documents import document_lines
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
from tests.members.factories import coordinator, secretariat

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"
NEW = {
    "symbol": "",
    "title_en": "Baseline of 2013",
    "title_ar": "خط الأساس لعام 2013",
    "place": "",
    "distribution": "limited",
    "access": "open",
}


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


def signed_in(person: Person | AnonymousUser) -> Client:
    client = Client()
    if isinstance(person, Person):
        client.force_login(person)
    return client


def upload(content: bytes = PDF, name: str = "baseline.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def with_file(keeper: Person, document: Document, language: str = "en") -> DocumentFile:
    return actions.add_file(keeper, document.versions.earliest("issued_at"), language, upload())


def address(document: Document, what: str = "", language: str = "en") -> str:
    return f"/{language}/meetings/documents/{document.key}/{what}"


def new_address(meeting: Meeting, language: str = "en") -> str:
    return f"/{language}/meetings/{meeting.key}/documents/new/"


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


# ── the page of a document ──────────────────────────────────────────────────────────────────────────────────


def test_a_document_shows_its_versions_the_newest_first_with_their_files(
    keeper: Person, meeting: Meeting
) -> None:
    item = ItemFactory(session__meeting=meeting, title={"en": "Results", "ar": "النتائج"})
    document = DocumentFactory(meeting=meeting, item=item, symbol="WGOIG/2014/3")
    english, arabic = with_file(keeper, document), with_file(keeper, document, "ar")
    actions.issue_version(keeper, document, DocumentVersion.Kind.REVISION)
    actions.release_agenda(keeper, meeting)
    text = text_of(Client().get(address(document)))
    symbol = '<bdi dir="ltr" class="symbol">{}</bdi>'
    assert text.index(symbol.format("WGOIG/2014/3/Rev.1")) < text.rindex(symbol.format("WGOIG/2014/3"))
    assert [f'href="/en/meetings/files/{file.key}/"' in text for file in (english, arabic)] == [True, True]
    assert f'<code dir="ltr">{english.sha256}</code>' in text
    assert [word in text for word in ("Results", "No file yet.", "issued on 15 January 2014")] == [True] * 3
    assert "Add a file" not in text


def test_a_document_is_read_in_arabic(keeper: Person, meeting: Meeting) -> None:
    document = DocumentFactory(meeting=meeting, title={"en": "Baseline", "ar": "خط الأساس"})
    with_file(keeper, document)
    text = text_of(signed_in(keeper).get(address(document, language="ar")))
    assert 'dir="rtl"' in text
    assert "<h1>خط الأساس</h1>" in text


@pytest.mark.parametrize("distribution", Document.Distribution.values)
def test_the_distribution_stands_in_words(keeper: Person, meeting: Meeting, distribution: str) -> None:
    document = DocumentFactory(meeting=meeting, distribution=distribution, access="closed")
    words = {
        "general": "Everyone who finds the meeting may read it.",
        "limited": "The people of the group may read it.",
        "restricted": "Delegations may read it.",
    }
    text = text_of(signed_in(keeper).get(address(document)))
    assert [sentence in text for sentence in words.values()] == [name == distribution for name in words]
    assert "Closed: admitted delegations only" in text


def test_times_are_those_of_the_clock_of_the_meeting(keeper: Person, meeting: Meeting) -> None:
    year = timezone.now().year + 1
    document = DocumentFactory(
        meeting=meeting,
        session=SessionFactory(meeting=meeting),
        embargo_until=datetime(year, 2, 9, 6, 0, tzinfo=UTC),
        derestricted_at=datetime(year, 3, 1, 20, 30, tzinfo=UTC),
    )
    text = text_of(signed_in(keeper).get(address(document)))
    assert f"Kept back until 9 February {year}, 10:00 (<bdi>Asia/Dubai</bdi>)." in text
    assert f"from 2 March {year}, 00:30 (<bdi>Asia/Dubai</bdi>)" in text


def test_a_derestricted_document_says_since_when(meeting: Meeting) -> None:
    document = DocumentFactory(
        meeting=meeting, distribution="restricted", derestricted_at=datetime(2014, 3, 1, 6, 0, tzinfo=UTC)
    )
    assert "since 1 March 2014, 10:00 (<bdi>Asia/Dubai</bdi>)" in text_of(Client().get(address(document)))


@pytest.mark.parametrize("reader", ["visitor", "keeper"])
def test_the_page_takes_the_same_number_of_queries_for_few_and_many_versions(
    keeper: Person, meeting: Meeting, reader: str, django_assert_max_num_queries
) -> None:
    document = DocumentFactory(meeting=meeting, item=ItemFactory(session__meeting=meeting))
    with_file(keeper, document)
    client, counts = signed_in(keeper if reader == "keeper" else AnonymousUser()), []
    for _ in range(3):
        version = actions.issue_version(keeper, document, DocumentVersion.Kind.REVISION)
        for language in ("en", "ar"):
            actions.add_file(keeper, version, language, upload())
        with django_assert_max_num_queries(1000) as captured:
            assert client.get(address(document)).status_code == 200
        counts.append(len(captured))
    assert counts == [counts[0]] * 3


def test_a_line_of_the_agenda_links_each_language(keeper: Person, meeting: Meeting) -> None:
    document = DocumentFactory(
        meeting=meeting, symbol="WGOIG/2014/3", embargo_until=timezone.now() + timedelta(days=1)
    )
    files = [with_file(keeper, document, language) for language in ("en", "ar")]
    (line,) = document_lines(keeper, meeting)
    text = render_to_string("meetings/_document_line.html", {"document": line})
    assert '<bdi dir="ltr" class="symbol">WGOIG/2014/3</bdi>' in text
    assert [
        f'href="/en/meetings/files/{file.key}/" hreflang="{file.language}"' in text for file in files
    ] == [
        True,
        True,
    ]
    assert "Kept back" in text


# ── entering and changing ───────────────────────────────────────────────────────────────────────────────────


def test_a_document_is_entered_under_the_next_free_symbol(keeper: Person, meeting: Meeting) -> None:
    DocumentFactory(symbol="WGOIG/2014/3")
    client = signed_in(keeper)
    form = text_of(client.get(new_address(meeting)))
    response = client.post(new_address(meeting), NEW | {"distribution": "general"})
    document = Document.objects.get(symbol="WGOIG/2014/4")
    assert "Empty: WGOIG/2014/4, or WGOIG/2014/R.1 for what not everybody sees." in form
    assert (response.status_code, response.url) == (302, address(document))
    assert (document.title, document.distribution) == (
        {"en": NEW["title_en"], "ar": NEW["title_ar"]},
        "general",
    )
    assert "The document was entered as WGOIG/2014/4." in text_of(client.get(response.url))


@pytest.mark.parametrize(
    "reason", ["distribution", "limited in public", "embargo", "access", "item", "session of the item"]
)
def test_what_not_everybody_sees_is_numbered_apart(keeper: Person, meeting: Meeting, reason: str) -> None:
    closed = {"access": "closed"}
    session = SessionFactory(meeting=meeting, **(closed if reason == "session of the item" else {}))
    item = ItemFactory(session=session, **(closed if reason == "item" else {}))
    values = {
        "distribution": {"distribution": "restricted"},
        "limited in public": {"distribution": "limited"},
        "embargo": {"embargo_until": "2999-01-01T00:00"},
        "access": closed,
    }.get(reason, {"place": item.key})
    response = signed_in(keeper).post(new_address(meeting), NEW | {"distribution": "general"} | values)
    assert (response.status_code, Document.objects.get().symbol) == (302, "WGOIG/2014/R.1")


def test_a_document_belongs_to_what_is_chosen(keeper: Person, meeting: Meeting) -> None:
    item = ItemFactory(session__meeting=meeting)
    client, kept = signed_in(keeper), []
    for place in ("", item.session.key, item.key):
        client.post(new_address(meeting), NEW | {"place": place})
        document = Document.objects.latest("pk")
        kept.append((document.session, document.item))
    assert kept == [(None, None), (item.session, None), (None, item)]


def test_only_parts_of_the_meeting_are_offered(keeper: Person, meeting: Meeting) -> None:
    foreign = ItemFactory(session__meeting=MeetingFactory(access="public"))
    response = signed_in(keeper).post(new_address(meeting), NEW | {"place": foreign.key})
    assert (response.status_code, Document.objects.count()) == (422, 0)
    assert list(response.context["form"].errors) == ["place"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_symbol_that_is_taken_is_refused_at_its_field(
    keeper: Person, meeting: Meeting, language: str
) -> None:
    DocumentFactory(symbol="WGOIG/2014/3")
    response = signed_in(keeper).post(new_address(meeting, language), NEW | {"symbol": "WGOIG/2014/3"})
    assert (response.status_code, Document.objects.count()) == (422, 1)
    assert [one.message for one in response.context["form"].errors.as_data()["symbol"]] == [
        Document._meta.get_field("symbol").error_messages["unique"]
    ]
    assert f'value="{NEW["title_en"]}"' in text_of(response)


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"title_en": "", "title_ar": ""}, "title", "Enter this in at least one language."),
        (
            {"access": "named"},
            "audiences",
            "Say for whom this is: choose at least one audience or delegation.",
        ),
        ({"embargo_until": "tomorrow"}, "embargo_until", "Enter a valid date/time."),
        (
            {"embargo_until": "2014-02-09T10:00", "derestricted_at": "2014-02-09T09:00"},
            "__all__",
            "A document cannot be opened to all before its embargo ends.",
        ),
    ],
)
def test_an_error_stands_at_its_field(
    keeper: Person, meeting: Meeting, values: dict[str, str], field: str, sentence: str
) -> None:
    response = signed_in(keeper).post(new_address(meeting), NEW | values)
    assert (response.status_code, Document.objects.count()) == (422, 0)
    assert response.context["form"].errors == {field: [sentence]}


def test_audiences_and_delegations_are_chosen_among_those_of_the_meeting(
    keeper: Person, meeting: Meeting
) -> None:
    own, foreign = AudienceFactory(meeting=meeting), AudienceFactory()
    jordan, other = DelegationFactory(meeting=meeting), DelegationFactory()
    client = signed_in(keeper)
    refused = [
        client.post(new_address(meeting), NEW | {"access": access, field: [row.pk]}).context["form"].errors
        for access, field, row in (("named", "audiences", foreign), ("closed", "admitted", other))
    ]
    client.post(new_address(meeting), NEW | {"access": "named", "audiences": [own.pk]})
    client.post(new_address(meeting), NEW | {"access": "closed", "admitted": [jordan.pk]})
    kept = [(list(one.audiences.all()), list(one.admitted.all())) for one in Document.objects.order_by("pk")]
    assert [list(errors) for errors in refused] == [["audiences"], ["admitted"]]
    assert kept == [([own], []), ([], [jordan])]


def test_times_are_entered_and_shown_by_the_clock_of_the_meeting(keeper: Person, meeting: Meeting) -> None:
    client = signed_in(keeper)
    client.post(new_address(meeting), NEW | {"embargo_until": "2014-02-09T10:00"})
    document = Document.objects.get()
    form = text_of(client.get(address(document, "edit/")))
    assert document.embargo_until == datetime(2014, 2, 9, 6, 0, tzinfo=UTC)
    assert 'value="2014-02-09T10:00"' in form


def test_a_change_is_saved_and_the_symbol_stays(keeper: Person, meeting: Meeting) -> None:
    item = ItemFactory(session__meeting=meeting)
    document = DocumentFactory(meeting=meeting, symbol="WGOIG/2014/3", item=item)
    client = signed_in(keeper)
    initial = client.get(address(document, "edit/")).context["form"].initial
    response = client.post(
        address(document, "edit/"), NEW | {"version": "1", "symbol": "WGOIG/2014/9", "place": ""}
    )
    document.refresh_from_db()
    assert initial["place"] == item.key
    assert (response.status_code, document.symbol, document.title["en"], document.item) == (
        302,
        "WGOIG/2014/3",
        NEW["title_en"],
        None,
    )


def test_the_second_of_two_editors_sees_both_and_may_save_once_more(keeper: Person, meeting: Meeting) -> None:
    document = DocumentFactory(meeting=meeting)
    item = ItemFactory(session__meeting=meeting, title={"en": "Where the first put it"})
    actions.edit_document(
        keeper,
        document,
        1,
        title={"en": "What the first wrote"},
        item=item,
        distribution="restricted",
    )
    client = signed_in(keeper)
    conflict = client.post(address(document, "edit/"), NEW | {"version": "1"})
    again = client.post(address(document, "edit/"), NEW | {"version": "2"})
    document.refresh_from_db()
    assert conflict.status_code == 409
    words = ("What the first wrote", "Restricted", "Where the first put it")
    assert [f"<dd>{word}</dd>" in text_of(conflict) for word in words] == [True] * 3
    assert f'value="{NEW["title_en"]}"' in text_of(conflict)
    assert 'name="version" value="2"' in text_of(conflict)
    assert (again.status_code, document.title["en"]) == (302, NEW["title_en"])


# ── versions, files, derestriction ──────────────────────────────────────────────────────────────────────────


def test_a_version_is_issued(keeper: Person, meeting: Meeting) -> None:
    document = DocumentFactory(meeting=meeting, symbol="WGOIG/2014/3")
    client = signed_in(keeper)
    response = client.post(address(document, "issue/"), {"kind": "corrigendum"})
    page = text_of(client.get(response.url))
    refused = client.post(address(document, "issue/"), {"kind": "original"})
    assert response.url == address(document)
    assert "WGOIG/2014/3/Corr.1 was issued." in page
    assert (refused.status_code, list(refused.context["issue_form"].errors)) == (422, ["kind"])
    assert document.versions.count() == 2


def test_a_file_is_added_and_handed_out_as_it_was_received(keeper: Person, meeting: Meeting) -> None:
    document = DocumentFactory(meeting=meeting)
    client = signed_in(keeper)
    sent = {"issue": document.versions.get().pk, "language": "ar", "upload": upload()}
    response = client.post(address(document, "files/"), sent)
    file = DocumentFile.objects.get()
    received = Client().get(f"/en/meetings/files/{file.key}/")
    assert (response.status_code, response.url) == (302, address(document))
    assert (file.language, file.version) == ("ar", document.versions.get())
    assert (received.status_code, b"".join(received)) == (200, PDF)
    assert received["Content-Disposition"] == 'attachment; filename="baseline.pdf"'
    assert received["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert received["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("table.exe", PDF), "is of a kind that is not accepted"),
        (("table.pdf", PDF.replace(b"<< >>", b"<< /JavaScript >>", 1)), "holds something that could run"),
        (("table.pdf", b""), "The submitted file is empty."),
    ],
    ids=["kind", "active", "empty"],
)
def test_what_may_not_be_kept_is_refused_at_its_field(
    keeper: Person, meeting: Meeting, file: tuple[str, bytes], sentence: str
) -> None:
    document = DocumentFactory(meeting=meeting)
    sent = {"issue": document.versions.get().pk, "language": "en", "upload": upload(file[1], file[0])}
    response = signed_in(keeper).post(address(document, "files/"), sent)
    assert (response.status_code, DocumentFile.objects.count()) == (422, 0)
    assert sentence in response.context["file_form"].errors["upload"][0]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_file_that_lies_about_its_type_is_refused_at_its_field(
    keeper: Person, meeting: Meeting, language: str
) -> None:
    document = DocumentFactory(meeting=meeting)
    sent = {
        "issue": document.versions.get().pk,
        "language": "en",
        "upload": upload(b"MZ\x90\x00 a programme"),
    }
    response = signed_in(keeper).post(address(document, "files/", language), sent)
    form = response.context["file_form"]
    assert (response.status_code, DocumentFile.objects.count()) == (422, 0)
    assert list(form.errors) == ["upload"]
    assert form.errors["upload"][0] in text_of(response)


def test_a_second_file_in_a_language_and_format_is_refused(keeper: Person, meeting: Meeting) -> None:
    document = DocumentFactory(meeting=meeting)
    with_file(keeper, document)
    sent = {"issue": document.versions.get().pk, "language": "en", "upload": upload(PDF + b"\n")}
    response = signed_in(keeper).post(address(document, "files/"), sent)
    assert (response.status_code, DocumentFile.objects.count()) == (422, 1)
    assert "This version has a file in this language and format already." in text_of(response)


def test_a_file_goes_to_a_version_of_its_own_document(keeper: Person, meeting: Meeting) -> None:
    document, other = DocumentFactory(meeting=meeting), DocumentFactory(meeting=meeting)
    sent = {"issue": other.versions.get().pk, "language": "en", "upload": upload()}
    response = signed_in(keeper).post(address(document, "files/"), sent)
    assert (response.status_code, list(response.context["file_form"].errors)) == (422, ["issue"])
    assert DocumentFile.objects.count() == 0


def test_a_document_is_opened_to_all_from_a_time_then_now_then_no_more(
    keeper: Person, meeting: Meeting
) -> None:
    document = DocumentFactory(meeting=meeting, distribution="restricted")
    client, year = signed_in(keeper), timezone.now().year + 1
    before = Client().get(address(document)).status_code
    client.post(address(document, "derestrict/"), {"version": "1", "at": f"{year}-03-01T10:00"})
    planned = Document.objects.get().derestricted_at
    client.post(address(document, "derestrict/"), {"version": "2", "at": ""})
    after = Client().get(address(document)).status_code
    again = client.post(address(document, "derestrict/"), {"version": "3", "at": ""})
    assert planned == datetime(year, 3, 1, 6, 0, tzinfo=UTC)
    assert (before, after, again.status_code) == (404, 200, 409)
    assert "This has been done already." in text_of(again)


def test_who_opens_what_was_changed_meanwhile_is_told(keeper: Person, meeting: Meeting) -> None:
    document = DocumentFactory(meeting=meeting, version=4)
    response = signed_in(keeper).post(address(document, "derestrict/"), {"version": "3", "at": ""})
    assert (response.status_code, Document.objects.get().derestricted_at) == (409, None)
    assert "Somebody else saved a change meanwhile." in text_of(response)


# ── what leaves no trace ────────────────────────────────────────────────────────────────────────────────────


def hidden(meeting: Meeting, why: str) -> Document:
    values: dict[str, dict[str, object]] = {
        "embargoed": {"embargo_until": timezone.now() + timedelta(days=1)},
        "restricted": {"distribution": "restricted"},
        "closed item": {"item": ItemFactory(session__meeting=meeting, access="closed")},
        "closed session": {"session": SessionFactory(meeting=meeting, access="closed")},
        "closed": {"access": "closed"},
    }
    return DocumentFactory(meeting=meeting, title={"en": "A secret", "ar": "سر"}, **values[why])


@pytest.mark.parametrize("why", ["embargoed", "restricted", "closed item", "closed session", "closed"])
def test_what_a_reader_may_not_see_is_not_found_and_leaves_no_trace(
    keeper: Person, meeting: Meeting, why: str
) -> None:
    document = hidden(meeting, why)
    file = with_file(keeper, document)
    readers: dict[str, Person | AnonymousUser] = {
        "visitor": AnonymousUser(),
        "of another group": coordinator(MeetingFactory(access="public").series.group),
        "delegate of another meeting": delegate(MeetingFactory(access="public"), country="TUN"),
    }
    if why != "restricted":
        readers["delegate not admitted"] = delegate(meeting)
    for name, reader in readers.items():
        client = signed_in(reader)
        for path in (
            address(document),
            address(document, language="ar"),
            address(document, "edit/"),
            f"/en/meetings/files/{file.key}/",
            new_address(meeting),
        ):
            response = client.get(path)
            assert (name, path, response.status_code) == (name, path, 404)
            assert [word in text_of(response) for word in ("A secret", "سر", document.symbol)] == [False] * 3
        assert document_lines(reader, meeting) == ()
    for path in (address(document), f"/en/meetings/files/{file.key}/"):
        assert signed_in(keeper).get(path).status_code == 200


def test_who_reads_a_document_cannot_change_it(keeper: Person, meeting: Meeting) -> None:
    document = DocumentFactory(meeting=meeting)
    client = signed_in(delegate(meeting))
    sent = {"issue": document.versions.get().pk, "language": "en", "upload": upload()}
    statuses = [
        client.post(address(document, "edit/"), NEW | {"version": "1"}).status_code,
        client.post(address(document, "issue/"), {"kind": "revision"}).status_code,
        client.post(address(document, "files/"), sent).status_code,
        client.post(address(document, "derestrict/"), {"version": "1"}).status_code,
        client.post(new_address(meeting), NEW).status_code,
    ]
    document.refresh_from_db()
    assert (client.get(address(document)).status_code, statuses) == (200, [404] * 5)
    assert (Document.objects.count(), document.version, DocumentFile.objects.count()) == (1, 1, 0)


def test_who_is_admitted_reads_what_is_closed_and_its_file(keeper: Person, meeting: Meeting) -> None:
    person = delegate(meeting)
    item = ItemFactory(session__meeting=meeting, access="closed")
    item.admitted.set(meeting.delegations.all())
    document = DocumentFactory(meeting=meeting, item=item, distribution="restricted")
    file = with_file(keeper, document)
    client = signed_in(person)
    found = [client.get(path).status_code for path in (address(document), f"/en/meetings/files/{file.key}/")]
    assert found == [200, 200]
