"""What an upload may be, how it is kept, and how it is handed out."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import zipfile
import zlib
from pathlib import Path
from urllib.parse import unquote

import pytest
import xlsxwriter
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, InMemoryStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse, HttpRequest
from django.urls import path

from multaqa.core.errors import Invalid
from multaqa.core.uploads import (
    KINDS,
    ActiveContent,
    EmptyFile,
    Encrypted,
    PackedTooTightly,
    Received,
    TooLarge,
    UnknownKind,
    UnsafeName,
    WrongContent,
    keep,
    limits,
    receive,
    serve,
)

MAIN_TYPES = {
    "docx": "wordprocessingml.document",
    "xlsx": "spreadsheetml.sheet",
    "pptx": "presentationml.presentation",
}
OOXML = "application/vnd.openxmlformats-officedocument."
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


# ── documents to send ────────────────────────────────────────────────────────────────────────────────────────────


def archive(parts: dict[str, bytes | str], stored: tuple[str, ...] = ("mimetype",)) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return file.getvalue()


def relations(*rows: tuple[str, str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="r{n}" Type="{kind}" Target="{target}" TargetMode="{mode}"/>'
        for n, (kind, target, mode) in enumerate(rows)
    )
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{listed}</Relationships>"
    )


def ooxml(
    suffix: str,
    more: dict[str, bytes | str] | None = None,
    *,
    main: str = "",
    types: str = "",
    doctype: str = "",
) -> bytes:
    content_type = main or f"{OOXML}{MAIN_TYPES[suffix]}.main+xml"
    listing = (
        f'<?xml version="1.0"?>{doctype}'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/main/document.xml" ContentType="{content_type}"/>{types}</Types>'
    )
    return archive(
        {
            "[Content_Types].xml": listing,
            "_rels/.rels": relations((f"{RELATIONS}/officeDocument", "main/document.xml", "Internal")),
            "main/document.xml": "<document>مرحبا</document>",
            **(more or {}),
        }
    )


def odf(suffix: str, more: dict[str, bytes | str] | None = None, *, entry: str = "") -> bytes:
    content_type = KINDS[suffix].content_type
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{content_type}"/>'
        f"{entry}</manifest:manifest>"
    )
    return archive(
        {
            "mimetype": content_type,
            "content.xml": "<office/>",
            "META-INF/manifest.xml": manifest,
            **(more or {}),
        }
    )


def workbook() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("الدول")
        sheet.write_row(0, 0, ["OMN", 0.858])
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "='الدول'!$B$1:$B$1"})
        sheet.insert_chart("D2", chart)
    return file.getvalue()


def pdf(objects: bytes = b"1 0 obj\n<< /Type /Catalog >>\nendobj\n") -> bytes:
    return b"%PDF-1.7\n" + objects + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"


def object_stream(objects: bytes, entry: bytes = b"/Type /ObjStm") -> bytes:
    packed = zlib.compress(objects)
    return b"5 0 obj\n<< %s /Filter /FlateDecode /Length %d >>\nstream\r\n%s\nendstream\nendobj\n" % (
        entry,
        len(packed),
        packed,
    )


def without_checksum(stream: bytes) -> bytes:
    """The stream with a checksum that is wrong, which readers of PDF forgive."""
    before, end, after = stream.rpartition(b"\nendstream")
    return before[:-4] + bytes(4) + end + after


def png() -> bytes:
    def chunk(tag: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(b"\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xda\0\x08\1\1\0\0\x3f\0\x7f\xff\xd9"
GENUINE = {
    "pdf": pdf(),
    "docx": ooxml("docx"),
    "xlsx": workbook(),
    "pptx": ooxml("pptx"),
    "odt": odf("odt"),
    "ods": odf("ods"),
    "odp": odf("odp"),
    "csv": "country,score\nعُمان,0.858\n".encode(),
    "txt": "محضر الجلسة\n".encode(),
    "png": png(),
    "jpg": JPEG,
}


def received(content: bytes, name: str) -> Received:
    return receive(SimpleUploadedFile(name, content))


def named(name: str, content: bytes = GENUINE["txt"]) -> Received:
    """What becomes of a name as another program may send it, without the cleaning of Django's own parser."""
    upload = SimpleUploadedFile("upload.txt", content)
    upload._name = name
    return receive(upload)


# ── kinds ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_eleven_kinds_are_accepted() -> None:
    assert list(KINDS) == list(GENUINE)
    assert [kind.suffix for kind in KINDS.values()] == list(KINDS)
    assert len({kind.content_type for kind in KINDS.values()}) == len(KINDS)


@pytest.mark.parametrize("suffix", GENUINE)
def test_a_genuine_document_is_received_as_it_is(suffix: str) -> None:
    content = GENUINE[suffix]
    assert received(content, f"Report.{suffix.upper()}") == Received(
        f"Report.{suffix}", KINDS[suffix], len(content), hashlib.sha256(content).hexdigest(), content
    )


@pytest.mark.parametrize("suffix", GENUINE)
@pytest.mark.parametrize("held", GENUINE)
def test_no_kind_passes_for_another(suffix: str, held: str) -> None:
    text = {"csv", "txt"}
    if suffix == held or {suffix, held} == text:
        assert received(GENUINE[held], f"a.{suffix}").kind == KINDS[suffix]
    else:
        with pytest.raises(WrongContent):
            received(GENUINE[held], f"a.{suffix}")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", GENUINE["docx"], "The file a.xlsx is named .xlsx but holds Word document."),
        (
            "a.pdf",
            b"<!DOCTYPE html><p>",
            "The file a.pdf is named .pdf but holds a web page or other markup.",
        ),
        (
            "a.png",
            b'<svg xmlns="http://www.w3.org/2000/svg"/>',
            "The file a.png is named .png but holds a web page or other markup.",
        ),
        ("a.pdf", b"MZ\x90\0" + bytes(80), "The file a.pdf is named .pdf but holds Windows Executable."),
        ("a.pdf", archive({"a": "b"}), "The file a.pdf is named .pdf but holds a ZIP archive."),
        ("a.docx", archive({"a": "b"}), "The file a.docx is named .docx but holds a damaged document."),
        ("a.txt", pdf(), "The file a.txt is named .txt but holds Adobe Portable Document Format file."),
        ("a.csv", b"a,b\n1,\0\n", "The file a.csv is named .csv but holds bytes that are no text."),
    ],
)
def test_a_refusal_says_what_the_file_holds(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(WrongContent) as refused:
        received(content, name)
    assert (refused.value.code, refused.value.status) == ("wrong-content", 400)
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"GIF89a" + pdf()),
        ("a.pdf", pdf() + archive({"run.class": "x"})),
        ("a.pdf", pdf()[:-20]),
        ("a.png", png() + b"<script>"),
        ("a.png", png()[:-12]),
        ("a.png", png()[:8]),
        ("a.jpg", JPEG[:-2]),
        ("a.jpg", JPEG + archive({"run.class": "x"})),
        ("a.docx", b"MZ" + ooxml("docx")),
        ("a.docx", ooxml("docx") + b"\0"),
        ("a.docx", ooxml("docx")[:-40]),
        ("a.docx", b"#!/bin/sh\n" + ooxml("docx")),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ],
    ids=range(13),
)
def test_what_is_damaged_or_also_something_else_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(WrongContent):
        received(content, name)


def test_a_photograph_may_carry_the_data_of_its_camera_after_the_picture() -> None:
    assert received(JPEG + b"SEFT\0\1", "photo.jpeg").name == "photo.jpg"


def test_the_type_that_the_browser_announces_counts_for_nothing() -> None:
    upload = SimpleUploadedFile("a.pdf", GENUINE["pdf"], content_type="text/html")
    assert receive(upload).kind == KINDS["pdf"]


# ── size ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_of_just_the_limit_is_the_largest(settings) -> None:
    settings.UPLOAD_LIMIT_BYTES = 2_500_000
    assert received(b"a" * 2_500_000, "a.txt").size == 2_500_000
    with pytest.raises(TooLarge) as refused:
        received(b"a" * 2_500_001, "a.txt")
    assert (refused.value.code, str(refused.value)) == (
        "too-large",
        "The file a.txt is larger than the 2.5 MB that are accepted. Make it smaller or split it.",
    )


def test_a_size_that_lies_is_found_out(settings) -> None:
    settings.UPLOAD_LIMIT_BYTES = 10
    upload = SimpleUploadedFile("a.txt", b"a" * 11)
    upload.size = 5
    with pytest.raises(TooLarge):
        receive(upload)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(EmptyFile) as refused:
        received(b"", "a.txt")
    assert (refused.value.code, str(refused.value)) == (
        "empty-file",
        "The file a.txt is empty. Save it again and send it again.",
    )


def test_a_file_that_was_read_before_is_read_from_its_beginning() -> None:
    upload = SimpleUploadedFile("a.txt", b"minutes")
    upload.read()
    assert receive(upload).content == b"minutes"


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("تقرير الجلسة الأولى.txt", "تقرير الجلسة الأولى.txt"),
        ("C:\\Users\\sara\\minutes.txt", "minutes.txt"),
        ("../../etc/minutes.txt", "minutes.txt"),
        (" ..minutes  of the\u00a0meeting .TXT. ", "minutes of the meeting.txt"),
        ("re\u0301sume\u0301.txt", "r\u00e9sum\u00e9.txt"),
        ("\u200fمحضر\u200f.txt", "محضر.txt"),
        ("می\u200cخواهم.txt", "می\u200cخواهم.txt"),
        ("minutes\u200b\ufeff\u00ad.txt", "minutes.txt"),
        ("report.exe.txt", "report.exe.txt"),
        ("a" * 200 + ".txt", "a" * 146 + ".txt"),
        ("a" * 145 + " b.txt", "a" * 145 + ".txt"),
    ],
)
def test_a_name_is_cleaned(sent: str, kept: str) -> None:
    assert named(sent).name == kept


@pytest.mark.parametrize(
    "sent",
    [
        *(f"annex{chr(sign)}fdp.txt" for sign in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))),
        "a\nb.txt",
        "a\0.txt",
        "a\x85.txt",
        "a\u2028b.txt",
        "\ud800.txt",
        "",
        "..",
        "\u200f",
        "folder/",
    ],
)
def test_a_name_that_hides_something_or_is_none_is_refused(sent: str) -> None:
    with pytest.raises(UnsafeName) as refused:
        named(sent)
    assert refused.value.code == "unsafe-name"
    assert not any(sign in str(refused.value) for sign in "\0\n\x85\u202a\u202e\u2028\u2066\u2069\ud800")


@pytest.mark.parametrize(
    "sent",
    ["report.pdf.exe", "page.html", "drawing.svg", "minutes.doc", "book.xlsm", ".pdf", "minutes", "a.pdf/b"],
)
def test_a_kind_that_is_not_accepted_is_refused_with_those_that_are(sent: str) -> None:
    with pytest.raises(UnknownKind) as refused:
        named(sent)
    assert refused.value.code == "unknown-kind"
    assert str(refused.value).endswith(
        "These are: .pdf, .docx, .xlsx, .pptx, .odt, .ods, .odp, .csv, .txt, .png, .jpg."
    )


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffالدولة;القيمة\r\n".encode(),
        "الدولة\tالقيمة\r\n".encode("utf-16"),
        "\ufeffالدولة".encode("utf-16-be"),
        "الدولة;القيمة؛ «عُمان»\r\n".encode("cp1256"),
        "année;métropole\n".encode("cp1252"),
        b"PKR,From,Article\n",
        b"<ahmed@example.org> wrote\f",
        b"a,b\n1,<b>2</b>\n",
    ],
)
def test_text_is_accepted_in_the_encodings_of_the_region(content: bytes) -> None:
    assert received(content, "a.csv").content == content


@pytest.mark.parametrize(
    "content",
    [
        "الدولة".encode("utf-16-le"),
        b"\xff\xfea",
        "الدولة".encode("utf-32"),
        b"a,b\n1,\x1b[31m\n",
        b"\x93\x94\x95\x96\x97\xab\xbb\xb1",
        b" \n<script>alert(1)</script>",
        b"<html>",
        b"\xef\xbb\xbf<?xml version='1.0'?>",
        "<!-- -->".encode("utf-16"),
        b"note\n<HTML><body>",
        b"{\\rtf1 }",
        b"#!/bin/sh\n",
        b"%!PS-Adobe\n",
    ],
)
@pytest.mark.parametrize("suffix", ["csv", "txt"])
def test_what_is_no_plain_text_is_refused(content: bytes, suffix: str) -> None:
    with pytest.raises(WrongContent):
        received(content, f"a.{suffix}")


# ── active content ───────────────────────────────────────────────────────────────────────────────────────────────


def part_type(part: str, content_type: str) -> str:
    return f'<Override PartName="/{part}" ContentType="{content_type}"/>'


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (ooxml("docx", {"word/vbaProject.bin": b"\0"}), "docx"),
        (ooxml("docx", {"word/VBAPROJECT.BIN": b"\0"}), "docx"),
        (
            ooxml(
                "docx",
                {"word/other": b"\0"},
                types=part_type("word/other", "application/vnd.ms-office.vbaProject"),
            ),
            "docx",
        ),
        (ooxml("docx", main="application/vnd.ms-word.document.macroEnabled.main+xml"), "docx"),
        (ooxml("xlsx", {"xl/macrosheets/sheet1.xml": "<a/>"}), "xlsx"),
        (ooxml("xlsx", {"xl/activeX/activeX1.xml": "<a/>"}), "xlsx"),
        (ooxml("pptx", {"ppt/embeddings/oleObject1.bin": b"\0"}), "pptx"),
        (
            ooxml(
                "pptx",
                {"ppt/embeddings/book.xlsm": b"\0"},
                types=part_type("ppt/embeddings/book.xlsm", "application/vnd.ms-excel.sheet.macroEnabled.12"),
            ),
            "pptx",
        ),
        (
            ooxml(
                "docx",
                {
                    "word/_rels/settings.xml.rels": relations(
                        (f"{RELATIONS}/attachedTemplate", "https://example.org/t.dotm", "External")
                    )
                },
            ),
            "docx",
        ),
        (odf("odt", {"Basic/Standard/Module1.xml": "<a/>"}), "odt"),
        (odf("ods", {"Scripts/python/run.py": "pass"}), "ods"),
        (
            odf(
                "odp",
                entry='<manifest:file-entry manifest:full-path="o" '
                'manifest:media-type="application/vnd.sun.star.oleobject"/>',
            ),
            "odp",
        ),
        (pdf(b"1 0 obj\n<< /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>\nendobj\n"), "pdf"),
        (pdf(b"1 0 obj\n<</S/J#61v#61Script/JS(1)>>\nendobj\n"), "pdf"),
        (pdf(b"1 0 obj\n<</S/#4C#61unch/F(calc.exe)>>\nendobj\n"), "pdf"),
        (pdf(object_stream(b"1 0 << /S /JavaScript >>")), "pdf"),
        (pdf(object_stream(b"1 0 << /S /JavaScript >>").replace(b"\nendstream", b"\0\nendstream")), "pdf"),
        (pdf(without_checksum(object_stream(b"1 0 << /S /JavaScript >>"))), "pdf"),
        (pdf(object_stream(b"1 0 << /S /Launch", b"/Type/Obj#53tm")), "pdf"),
    ],
    ids=range(19),
)
def test_a_document_that_could_run_something_is_refused(content: bytes, suffix: str) -> None:
    with pytest.raises(ActiveContent) as refused:
        received(content, f"a.{suffix}")
    assert refused.value.code == "active-content"
    assert "Save it without macros, scripts and embedded objects" in str(refused.value)


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (ooxml("docx", {"word/embeddings/Microsoft_Excel_Sheet.xlsx": GENUINE["xlsx"]}), "docx"),
        (ooxml("xlsx", {"xl/printerSettings/printerSettings1.bin": b"\0"}), "xlsx"),
        (
            ooxml(
                "docx",
                {
                    "word/_rels/document.xml.rels": relations(
                        (f"{RELATIONS}/hyperlink", "https://example.org/", "External")
                    )
                },
            ),
            "docx",
        ),
        (odf("odt", {"Basic/script-lc.xml": "<a/>", "Basic/Standard/script-lb.xml": "<a/>"}), "odt"),
        (pdf(b"1 0 obj\n<< /OpenAction [3 0 R /Fit] /LaunchPad 1 /JS 2 >>\nendobj\n"), "pdf"),
        (pdf(object_stream(b"1 0 << /Type /Pages >>")), "pdf"),
        (pdf(b"5 0 obj\n<< /Type /ObjStm >>\nstream\nnot packed\nendstream\nendobj\n"), "pdf"),
    ],
    ids=range(7),
)
def test_what_ordinary_documents_hold_is_accepted(content: bytes, suffix: str) -> None:
    assert received(content, f"a.{suffix}").content == content


# ── packing ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_document_that_unpacks_to_a_hundred_times_its_size_is_refused() -> None:
    with pytest.raises(PackedTooTightly) as refused:
        received(ooxml("docx", {"word/media/image.bmp": bytes(5_000_000)}), "a.docx")
    assert (refused.value.code, str(refused.value)) == (
        "packed-too-tightly",
        "The file a.docx unpacks to far more than its size. Make it smaller or send it as PDF.",
    )


@pytest.mark.parametrize(
    ("limit", "value"),
    [("UNPACKED_LIMIT_BYTES", 100), ("ENTRY_LIMIT", 3), ("ENTRY_LIMIT", 8), ("RATIO_LIMIT", 0)],
)
def test_each_limit_of_packing_holds(monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    assert received(GENUINE["xlsx"], "a.xlsx").size == len(GENUINE["xlsx"])
    monkeypatch.setattr(limits, limit, value)
    with pytest.raises(PackedTooTightly):
        received(GENUINE["xlsx"], "a.xlsx")


def test_object_streams_of_a_pdf_are_not_unpacked_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    content = pdf(object_stream(bytes(60_000)) + object_stream(bytes(60_000)))
    assert received(content, "a.pdf").content == content
    monkeypatch.setattr(limits, "OBJECTS_LIMIT_BYTES", 100_000)
    with pytest.raises(PackedTooTightly):
        received(content, "a.pdf")


def test_a_part_that_holds_more_than_it_announces_is_refused() -> None:
    """Of two announcements of its size, the one in the directory is what a reader is told before unpacking."""
    content = bytearray(ooxml("docx", {"word/a.xml": bytes(3_000)}))
    entry = content.rindex(b"word/a.xml") - 46
    content[entry + 24 : entry + 28] = struct.pack("<I", 30)
    with pytest.raises(WrongContent):
        received(bytes(content), "a.docx")


@pytest.mark.parametrize(
    "content",
    [
        ooxml("docx", {"../evil.txt": "x"}),
        ooxml("docx", {"/evil.txt": "x"}),
        ooxml("docx", {"MAIN/document.xml": "<other/>"}),
        ooxml("docx", doctype='<!DOCTYPE a [<!ENTITY b "c">]>'),
        ooxml("docx", {"_rels/.rels": "<not closed>"}),
        ooxml("docx", {"[Content_Types].xml": os.urandom(limits.PART_LIMIT_BYTES + 1)}),
        archive({}),
        archive({"mimetype": KINDS["odt"].content_type}),
        archive({"mimetype": KINDS["odt"].content_type}, stored=()),
    ],
    ids=range(9),
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_that_can_be_read_in_two_ways_or_in_none_is_refused(content: bytes) -> None:
    for suffix in ("docx", "odt"):
        with pytest.raises(WrongContent):
            received(content, f"a.{suffix}")


def outcome(content: bytes, name: str) -> str:
    """The kind of an upload, or the sentence of its refusal."""
    try:
        return str(received(content, name).kind.label)
    except Invalid as refused:
        return str(refused)


@pytest.mark.parametrize("suffix", ["docx", "odt", "pdf", "png"])
def test_a_document_with_any_byte_changed_is_accepted_or_refused_in_words(suffix: str) -> None:
    label, changed = str(KINDS[suffix].label), bytearray(GENUINE[suffix])
    outcomes = set()
    for at in range(len(changed)):
        changed[at] ^= 0xFF
        outcomes.add(outcome(bytes(changed), f"a.{suffix}"))
        changed[at] ^= 0xFF
    refusals = {text for text in outcomes if text.startswith(f"The file a.{suffix} ")}
    assert refusals
    assert outcomes - refusals <= {label}


# ── passwords ────────────────────────────────────────────────────────────────────────────────────────────────────


def locked_archive() -> bytes:
    """A document whose parts are marked as locked, as ZIP itself marks them."""
    content = bytearray(ooxml("docx"))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(signature, at + 1)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + bytes(600)
            + "EncryptedPackage".encode("utf-16-le")
            + bytes(64),
            "xlsx",
        ),
        (
            odf(
                "odt",
                entry='<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
                "<manifest:encryption-data/></manifest:file-entry>",
            ),
            "odt",
        ),
        (locked_archive(), "docx"),
    ],
    ids=["ooxml", "odf", "zip"],
)
def test_a_document_under_a_password_is_refused(content: bytes, suffix: str) -> None:
    with pytest.raises(Encrypted) as refused:
        received(content, f"a.{suffix}")
    assert (refused.value.code, str(refused.value)) == (
        "encrypted",
        f"The file a.{suffix} is locked by a password. Save it without the password and send it again.",
    )


# ── keeping ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    return tmp_path


@pytest.fixture
def objects(settings) -> None:
    """A storage that, like object storage, has no files on a disk."""
    backend = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"default": backend}


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_file_is_kept_once_by_its_checksum_whatever_its_name(folder: Path) -> None:
    first, second = received(b"minutes", "a.txt"), received(b"minutes", "b.csv")
    stored = keep(first)
    before = (folder / stored).stat()
    assert stored == f"documents/{first.sha256[:2]}/{first.sha256}"
    assert keep(second) == stored
    assert files(folder) == {stored: b"minutes"}
    assert ((folder / stored).stat().st_ino, (folder / stored).stat().st_mtime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
    )


def test_receiving_stores_nothing(folder: Path) -> None:
    received(b"minutes", "a.txt")
    with pytest.raises(WrongContent):
        received(b"minutes", "a.pdf")
    assert files(folder) == {}


class Interrupted(BaseException):
    """The process is told to end."""


def test_a_write_that_is_cut_off_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(file: File, chunk_size: int | None = None):
        yield b"min"
        assert len(files(folder)) == 1
        raise Interrupted

    document = received(b"minutes", "a.txt")
    with monkeypatch.context() as patched:
        patched.setattr(ContentFile, "chunks", half)
        with pytest.raises(Interrupted):
            keep(document)
    assert files(folder) == {}
    stored = keep(document)
    assert files(folder) == {stored: b"minutes"}


def test_a_file_has_its_name_only_when_all_of_it_is_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    save = FileSystemStorage._save

    def watched(storage: FileSystemStorage, name: str, content: File) -> str:
        seen.append(default_storage.exists(stored))
        saved = save(storage, name, content)
        seen.append(default_storage.exists(stored))
        return saved

    document = received(b"minutes", "a.txt")
    stored = f"documents/{document.sha256[:2]}/{document.sha256}"
    monkeypatch.setattr(FileSystemStorage, "_save", watched)
    assert (keep(document), seen, list(files(folder))) == (stored, [False, False], [stored])


def test_object_storage_keeps_the_same_names(objects: None) -> None:
    document = received(b"minutes", "a.txt")
    stored = keep(document)
    assert keep(document) == stored == f"documents/{document.sha256[:2]}/{document.sha256}"
    assert default_storage.listdir(f"documents/{document.sha256[:2]}") == ([], [document.sha256])
    with default_storage.open(stored) as kept:
        assert kept.read() == b"minutes"


def test_of_two_that_keep_the_same_bytes_at_once_one_copy_stays(
    objects: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = received(b"minutes", "a.txt")
    stored = keep(document)
    exists, asked = InMemoryStorage.exists, []

    def late(storage: InMemoryStorage, name: str) -> bool:
        asked.append(name)
        return len(asked) > 1 and exists(storage, name)

    monkeypatch.setattr(InMemoryStorage, "exists", late)
    assert keep(document) == stored
    assert default_storage.listdir(f"documents/{document.sha256[:2]}") == ([], [document.sha256])


# ── handing out ──────────────────────────────────────────────────────────────────────────────────────────────────


def answer(suffix: str, name: str = "", *, inline: bool = False) -> FileResponse:
    document = received(GENUINE[suffix], f"a.{suffix}")
    return serve(keep(document), name or document.name, document.kind, inline=inline)


@pytest.mark.parametrize("suffix", GENUINE)
def test_a_file_is_handed_out_whole_and_never_run(folder: Path, suffix: str) -> None:
    response = answer(suffix)
    checksum = hashlib.sha256(GENUINE[suffix]).hexdigest()
    assert response.getvalue() == GENUINE[suffix]
    assert dict(response.headers) == {
        "Content-Type": KINDS[suffix].content_type,
        "Content-Length": str(len(GENUINE[suffix])),
        "Content-Disposition": f'attachment; filename="a.{suffix}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "ETag": f'"{checksum}"',
    }


@pytest.mark.parametrize("suffix", GENUINE)
def test_a_browser_shows_pdf_and_pictures_only(folder: Path, suffix: str) -> None:
    disposition = answer(suffix, inline=True)["Content-Disposition"].partition(";")[0]
    assert disposition == ("inline" if suffix in ("pdf", "png", "jpg") else "attachment")


def test_an_arabic_name_arrives_as_it_is(folder: Path) -> None:
    header = answer("pdf", "محضر الجلسة 1.pdf")["Content-Disposition"]
    disposition, name = header.split("; filename*=utf-8''")
    assert (disposition, unquote(name), header.isascii()) == ("attachment", "محضر الجلسة 1.pdf", True)


@pytest.mark.parametrize("name", ['a"; filename="b.html', "a\r\nSet-Cookie: b=c"])
def test_a_name_adds_nothing_to_the_header(folder: Path, name: str) -> None:
    response = answer("pdf", name)
    assert response["Content-Disposition"] in (
        'attachment; filename="a\\"; filename=\\"b.html"',
        "attachment; filename*=utf-8''a%0D%0ASet-Cookie%3A%20b%3Dc",
    )
    assert "Set-Cookie" not in response.headers


def test_a_file_that_the_storage_lost_is_an_error_of_the_platform(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        serve("documents/00/00", "a.pdf", KINDS["pdf"])


def shown(request: HttpRequest) -> FileResponse:
    return answer("pdf", inline=True)


urlpatterns = [path("file", shown)]


def test_the_policy_of_the_file_arrives_through_the_whole_site(folder: Path, settings, client) -> None:
    settings.ROOT_URLCONF = __name__
    response = client.get("/file")
    assert (response.status_code, response.getvalue()) == (200, GENUINE["pdf"])
    assert {
        name: response.headers[name]
        for name in (
            "Content-Type",
            "Content-Security-Policy",
            "Cross-Origin-Resource-Policy",
            "X-Content-Type-Options",
            "Cache-Control",
        )
    } == {
        "Content-Type": "application/pdf",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }


def test_a_program_that_has_the_file_is_told_that_it_is_the_same(folder: Path, settings, client) -> None:
    settings.ROOT_URLCONF = __name__
    tag = client.get("/file")["ETag"]
    again = client.get("/file", headers={"if-none-match": tag})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-store")
