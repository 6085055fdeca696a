"""Printed papers say what they were given, letter by letter, in the direction of their language, and nothing else."""

from __future__ import annotations

import re
import tempfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from multaqa.core.pdf import (
    Agenda,
    AgendaEntry,
    Block,
    Fact,
    Heading,
    List,
    Note,
    Paper,
    Paragraph,
    Table,
    to_pdf,
)
from multaqa.core.pdf.texts import BREAK, clean, plain, prepare, shorten

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
PAGE_WIDTH = 595.2756

HOSTILE = [
    '#read("/etc/passwd")',
    '#{panic("x")}',
    "$x$",
    "*bold* _lean_ `code`",
    "\\ \\u{41} \\n",
    "\"quotes\" 'single'",
    "= no heading",
    "- no list",
    "<label> @reference",
    "// no comment",
    "/* no comment */",
    "a --- b ...",
]


class TestTexts:
    @pytest.mark.parametrize("text", HOSTILE)
    @pytest.mark.parametrize("language", ["en", "ar"])
    def test_signs_that_typst_would_obey_are_printed_as_they_stand(self, text: str, language: str) -> None:
        everywhere = (
            Paragraph(text),
            Heading(text),
            Table([text], [[text]]),
            Agenda([AgendaEntry(text, text, text, [text])]),
            List([text]),
            Note(text),
        )
        pdf = read(Paper(language, text, text, text, (Fact(text, text, text),), everywhere, text))

        # title, kicker, subtitle, the fact's three, paragraph, heading, head, cell, the entry's four, list, note, footer
        assert pdf.words().count(without_spaces(text)) == 17
        assert pdf.title == text

    def test_a_symbol_a_time_and_an_address_keep_their_order_in_arabic(self) -> None:
        pdf = read(
            Paper(
                "ar", "عنوان", blocks=[Paragraph("الوثيقة WGOIG/2014/3/Rev.1 من 15:00–17:00 إلى a.b@x.org.")]
            )
        )
        printed = [run.text.strip() for run in pdf.runs]

        assert [text for text in printed if re.search("[a-z0-9]", text)] == [
            "WGOIG/2014/3/Rev.1",
            "15:00–17:00",
            "a.b@x.org",
            "1",  # the page, and how many
            "1",
        ]

    def test_an_address_too_long_for_its_line_is_whole_when_it_is_copied(self) -> None:
        address = "mohammed.alnuaimi.of.the.secretariat@government.example.org"
        pdf = read(
            Paper("en", "Participants", blocks=[Table(["E-mail", "Name"], [[address, "x"]], widths=[1, 3])])
        )
        parts = [run for run in pdf.runs if run.text and run.text in address]

        assert len({run.y for run in parts}) > 1
        assert address in "".join(run.text for run in pdf.runs)

    def test_line_breaks_stay_and_an_empty_line_parts_paragraphs(self) -> None:
        pdf = read(Paper("en", "Title", blocks=[Paragraph("one\ntwo\r\n\r\nthree")]))
        heights = [run.y for run in pdf.runs if run.text in ("one", "two", "three")]

        assert len(heights) == 3
        assert heights[0] - heights[1] < heights[1] - heights[2]
        assert pdf.count("/S/P/") == 3 + read(Paper("en", "Title")).count("/S/P/") - 1

    @pytest.mark.parametrize("word", ["a" * 10_000, "ب" * 10_000])
    @pytest.mark.parametrize("language", ["en", "ar"])
    def test_a_word_of_ten_thousand_letters_goes_on_in_the_next_line(self, word: str, language: str) -> None:
        pdf = read(
            Paper(language, "Title", blocks=[Paragraph(word), Table(["x", "y"], [[word, "1"]])], footer=word)
        )

        assert sum(run.text.count(word[0]) for run in pdf.runs) >= 20_000
        assert all(0 < run.x < PAGE_WIDTH and run.y > 0 for run in pdf.runs)

    @pytest.mark.parametrize(
        "text", ["\x00\x07\x1b", "\ud800", "漢字 😀", "\ufdd0\ue000", "\u202eevil\u2066", "\u200b", ""]
    )
    def test_a_text_that_no_font_can_show_does_not_stop_the_paper(self, text: str) -> None:
        blocks = (
            Heading(text),
            Paragraph(text),
            Table([text], [[text]]),
            List([text], numbered=True),
            Note(text),
        )
        pdf = read(
            Paper("en", "Title", text, text, (Fact(text, text, text),), (*blocks, Paragraph("the end")), text)
        )

        assert "theend" in pdf.words()


class TestPage:
    @pytest.mark.parametrize(("language", "direction"), [("en", "L2R"), ("ar", "R2L")])
    def test_the_file_says_its_title_language_and_direction_and_follows_pdf_ua(
        self, language: str, direction: str
    ) -> None:
        pdf = read(Paper(language, "Agenda of\nthe \u2067اجتماع\u2069", blocks=every_block()))

        assert pdf.title == "Agenda of the اجتماع"
        assert pdf.count(f"/Lang({language})") == 1
        assert direction == "L2R" or pdf.count("/Direction/R2L") == 1
        assert pdf.count("<pdfuaid:part>1</pdfuaid:part>") == 1
        assert pdf.count("/Marked true") == 1
        assert pdf.count("CreationDate") == pdf.count("xmp:CreateDate") == 0

    def test_a_screen_reader_finds_headings_a_table_with_its_head_and_lists(self) -> None:
        pdf = read(Paper("en", "Title", blocks=every_block()))
        structure = {
            name: pdf.count(f"/S/{name}/")
            for name in ("H1", "H2", "H3", "Table", "TH", "TR", "TD", "L", "LI")
        }

        assert structure == {
            "H1": 1,
            "H2": 1,
            "H3": 1,
            "Table": 1,
            "TH": 2,
            "TR": 3,
            "TD": 4,
            "L": 2,
            "LI": 4,
        }

    def test_no_level_of_headings_is_left_out(self) -> None:
        pdf = read(
            Paper("en", "Title", blocks=[Heading("a", 4), Heading("b", 6), Heading("c", 1), Heading("d", 9)])
        )

        assert [pdf.count(f"/S/H{level}/") for level in range(1, 7)] == [1, 2, 2, 0, 0, 0]

    def test_pages_are_numbered_in_the_words_and_digits_of_the_language(self) -> None:
        long = [Paragraph("\n".join(["."] * 120)), List(["."] * 10, numbered=True)]
        with override_settings(ARABIC_DIGITS="arab"):
            arabic = read(Paper("ar", "عنوان", blocks=long, footer="ملتقى"))
        english = read(Paper("en", "Title", blocks=long, footer="Multaqa"))

        pages = [f"Page{number}of{english.pages}" for number in range(1, english.pages + 1)]
        assert english.pages > 2
        assert [page for page in pages if page in english.words()] == pages
        assert english.words().count("Multaqa") == english.pages
        assert "صفحة" in arabic.words()
        assert {"٢", "٣", "١٠"} <= {run.text.strip() for run in arabic.runs}
        assert not any(re.search("[0-9]", run.text) for run in arabic.runs)

    def test_the_title_stands_on_the_following_pages_too_and_a_long_one_is_cut_there(self) -> None:
        pdf = read(Paper("en", "First title " * 30, blocks=[Paragraph("\n".join(["."] * 120))]))

        assert pdf.words().count("Firsttitle") == 30 + 13 * (pdf.pages - 1)

    def test_an_arabic_paper_mirrors_its_columns(self) -> None:
        blocks = [
            Table(["A", "B", "C"], [["x", "y", "1"]], numeric=frozenset({2})),
            Agenda([AgendaEntry("09:00", "Opening")]),
        ]
        english, arabic = (read(Paper(language, "Title", blocks=blocks)) for language in ("en", "ar"))

        for texts in (["x", "y", "1"], ["09:00", "Opening"]):
            assert sorted(texts, key=english.place) == texts
            assert sorted(texts, key=arabic.place) == texts[::-1]

    @pytest.mark.parametrize("language", ["en", "ar"])
    def test_figures_stand_with_their_units_one_below_the_other(self, language: str) -> None:
        rows = [["x", "7"], ["y", "37"], ["z", "12,037"]]
        pdf = read(
            Paper(language, "Title", blocks=[Table(["Country", "Points"], rows, numeric=frozenset({1}))])
        )
        one, two, five = pdf.place("7"), pdf.place("37"), pdf.place("12,037")

        assert one > two > five
        assert one - two == pytest.approx((two - five) / 3.5, rel=0.15)  # three figures more, and the comma

    def test_the_head_of_a_table_stands_on_each_page(self) -> None:
        pdf = read(
            Paper("en", "Title", blocks=[Table(["Surname", "Points"], [[f"n{i}", "1"] for i in range(120)])])
        )

        assert pdf.pages > 2
        assert pdf.words().count("Surname") == pdf.pages
        assert pdf.count("/S/TH/") == 2

    def test_a_table_of_many_columns_is_set_smaller_and_stays_on_the_page(self) -> None:
        row = ["Internationalisation", "a.very.long.name@government.example.org", "12,000.50"] * 4
        pdf = read(Paper("en", "Title", blocks=[Table([f"Column {i}" for i in range(12)], [row])]))
        words = [run for run in pdf.runs if run.text == "Internationalisation"]

        assert [run.x for run in words] == sorted({run.x for run in words})
        assert [run.size < 7 for run in words] == [True] * 4
        assert max(run.x for run in pdf.runs) < PAGE_WIDTH - 56

    def test_only_closed_items_stand_on_a_ground_of_their_own_with_a_bar_at_the_start_side(self) -> None:
        def grounds(language: str) -> list[float]:
            entries = [AgendaEntry("09:00", "x"), AgendaEntry("10:00", "y", "Closed", closed=True)]
            pdf = read(Paper(language, "Title", blocks=[Agenda([*entries, AgendaEntry("11:00", "z")])]))
            assert len(pdf.fills("0.95686275 0.93333334 0.8901961")) == 1
            return pdf.fills("0.05490196 0.33333334 0.38431373")

        assert [x < PAGE_WIDTH / 2 for x in grounds("en")] == [True]
        assert [x > PAGE_WIDTH / 2 for x in grounds("ar")] == [True]

    @pytest.mark.skipif(not settings.FONT_FOLDER.is_dir(), reason="the fonts are built by `make assets`")
    def test_it_is_set_in_plex_with_the_arabic_cut_for_arabic(self) -> None:
        assert read(Paper("en", "Title", blocks=[Paragraph("Text")])).fonts == {
            "IBMPlexSans",
            "IBMPlexSans-SmBld",
        }
        assert read(Paper("ar", "عنوان", blocks=[Paragraph("نص 2014 Rev.1")])).fonts == {
            "IBMPlexSansArabic",
            "IBMPlexSansArabic-SmBld",
        }
        assert read(Paper("en", "Title", blocks=[Paragraph("نص")])).fonts == {
            "IBMPlexSans",
            "IBMPlexSans-SmBld",
            "IBMPlexSansArabic",
        }

    def test_without_our_fonts_it_is_printed_all_the_same(self, tmp_path: Path) -> None:
        paper = Paper("en", "Title", blocks=[Paragraph("Text")])
        for missing in (None, tmp_path / "missing"):
            with override_settings(FONT_FOLDER=missing):
                pdf = read(paper)
            assert "Text" in pdf.words()
            assert not any("Plex" in font for font in pdf.fonts)


class TestPress:
    @pytest.mark.parametrize("language", ["en", "ar"])
    def test_the_same_paper_gives_the_same_bytes_from_any_thread(self, language: str) -> None:
        paper = Paper(
            language, "Title", "Kicker", "Subtitle", (Fact("a", "b", "c"),), every_block(), "Footer"
        )
        with ThreadPoolExecutor(4) as threads:
            printed = set(threads.map(to_pdf, [paper] * 12))

        assert len(printed) == 1

    def test_nothing_of_a_paper_is_left_on_the_disk(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        to_pdf(Paper("en", "Closed session", blocks=[Paragraph("漢字")]))

        assert list(tmp_path.iterdir()) == []

    def test_a_long_agenda_and_a_long_list_of_participants_are_printed_whole(self) -> None:
        entries = [
            AgendaEntry("09:00", f"Item{i}.", "For decision", ["Document"], i % 3 == 0) for i in range(300)
        ]
        rows = [[f"Name{i}.", "a.b@x.org"] for i in range(1000)]
        words = read(Paper("ar", "Title", blocks=[Agenda(entries), Table(["Name", "E-mail"], rows)])).words()

        assert [i for i in range(300) if f"Item{i}." not in words] == []
        assert [i for i in range(1000) if f"Name{i}." not in words] == []

    @pytest.mark.parametrize(
        ("table", "sentence"),
        [
            ({"head": [], "rows": []}, "at least one column"),
            ({"head": ["a", "b"], "rows": [["1", "2"], ["3"]]}, "has 2 cells"),
            ({"head": ["a"], "rows": [], "widths": [1, 2]}, "has 1 columns"),
            ({"head": ["a"], "rows": [], "widths": [0]}, "above zero"),
            ({"head": ["a"], "rows": [], "numeric": frozenset({1})}, "from 0 to 0"),
        ],
    )
    def test_a_table_that_does_not_fit_together_is_refused(self, table: dict, sentence: str) -> None:
        with pytest.raises(ValueError, match=sentence):
            Table(**table)


class TestIsolates:
    """What is written `‹…›` below is enclosed in isolates of the direction opposite to the page."""

    @pytest.mark.parametrize(
        "text",
        [
            "الوثيقة ‹WGOIG/2014/3/Rev.1›.",
            "من ‹15:00–17:00›، ثم",
            "من ‹15:00 – 17:00›",
            "الهاتف: ‹+971 4 123 4567›.",
            "البريد (‹3rd.person@x.org›)",
            "موقع ‹https://x.org/ar/8/› في",
            "(انظر ‹Annex II, p. 14›.)",
            "منتدى ‹UN DESA (2014)› الأول",
            "شراكة «‹Open Government Partnership›»",
            "‹-3.5%› و‹2014› ثم ‹OECD›",
            "‹Review of good practice (draft).›",
            "من ١٥:٠٠–١٧:٠٠",
            "نص بلا شيء",
            "",
        ],
    )
    def test_in_an_arabic_page(self, text: str) -> None:
        assert prepare(re.sub("[‹›]", "", text), rtl=True) == text.replace("‹", LRI).replace("›", PDI)

    @pytest.mark.parametrize(
        "text",
        [
            "By ‹محمد عبد الله (دبي)›, 15 persons",
            "At ‹ملتقى 2014›: opening",
            "At ‹ملتقى 2014، الرباط› too",
            "‹ملتقى 2014، الرباط.›",
            "Nothing here (2014).",
            "15:00–17:00",
        ],
    )
    def test_in_an_english_page(self, text: str) -> None:
        assert prepare(re.sub("[‹›]", "", text), rtl=False) == text.replace("‹", RLI).replace("›", PDI)

    def test_each_line_has_its_own(self) -> None:
        assert prepare("Rev.1\nنص 9–11", rtl=True) == f"{LRI}Rev.1{PDI}\nنص {LRI}9–11{PDI}"

    def test_isolates_that_a_text_brings_stay_and_what_would_turn_the_rest_goes(self) -> None:
        assert (
            prepare(f"نص {FSI}2014 OECD{PDI} \u202eabc{RLI}", rtl=True)
            == f"نص {FSI}2014 OECD{PDI} {LRI}abc{PDI}"
        )

    def test_a_long_word_breaks_after_its_signs_and_only_a_very_long_part_inside(self) -> None:
        address = "a.long.name@government.example.org"
        assert prepare(address, rtl=False).replace(BREAK, "|") == "a.|long.|name@|government.|example.|org"
        assert prepare("x" * 30, rtl=False).split(BREAK) == ["x" * 12, "x" * 12, "x" * 6]
        assert prepare("internationalisation a.b@x.org", rtl=False) == "internationalisation a.b@x.org"

    def test_signs_without_a_picture_are_left_out(self) -> None:
        assert clean("a\x00b\tc\r\nd\u2028e\ud800e\u0301") == "ab c\nd\neé"
        assert shorten(f" one\n\n{LRI}two{PDI} three", 9) == f"one {LRI}two…"
        assert plain(f" one\n\n{LRI}two{PDI} ") == "one two"


@dataclass(frozen=True)
class Run:
    """Letters set in one go: where they start, in points from the lower left corner of their page, and their size."""

    x: float
    y: float
    size: float
    text: str


class Pdf:
    """As much of a reader as these tests need, for the plain files that Typst writes."""

    def __init__(self, content: bytes) -> None:
        self.objects = {
            int(number): (head, stream)
            for number, head, stream in re.findall(
                rb"\n(\d+) 0 obj\n(.*?)(?:\nstream\n(.*?)\nendstream)?\nendobj(?=\n)", content, re.DOTALL
            )
        }
        self.source = content.decode("latin-1")

    def count(self, words: str) -> int:
        return self.source.count(words)

    @property
    def pages(self) -> int:
        return self.count("/Type/Page/")

    @property
    def title(self) -> str:
        found = re.search(r"<dc:title><rdf:Alt><rdf:li[^>]*>(.*?)</rdf:li>", self.source, re.DOTALL)
        assert found
        said = found[1].encode("latin-1").decode()
        for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
            said = said.replace(entity, sign)
        return said

    @property
    def fonts(self) -> set[str]:
        return set(re.findall(r"/BaseFont/[A-Z]{6}\+([\w-]+)/Encoding", self.source))

    @cached_property
    def runs(self) -> list[Run]:
        return [run for page in self._contents() for run in self._runs(*page)]

    def words(self) -> str:
        """Everything printed, in the order of the file, without spaces: they may fall where lines end."""
        return without_spaces("".join(run.text for run in self.runs))

    def place(self, text: str) -> float:
        (x,) = [run.x for run in self.runs if run.text.strip() == text and run.y > 60]  # above the foot
        return x

    def fills(self, colour: str) -> list[float]:
        """Where the shapes of a colour start that are more than lines: taller than 10 points."""
        shapes = re.compile(rf"{colour} scn ([\d.]+) [\d.]+ m ((?:[\d. -]+ [lc] ?)+)")
        found = []
        for _, content in self._contents():
            for origin, x, path in re.findall(
                rf"1 0 0 -1 ([\d.]+) [\d.]+ cm(?:(?!cm|BT).)*?{shapes.pattern}",
                content.decode("latin-1"),
                re.DOTALL,
            ):
                heights = [float(y) for y in re.findall(r"[\d.-]+ ([\d.-]+) l", path)]
                if max(heights) - min(heights) > 10:
                    found.append(float(origin) + float(x))
        return found

    def _contents(self) -> Iterator[tuple[dict[bytes, dict[int, str]], bytes]]:
        for head, _ in self.objects.values():
            if b"/Type/Page/" in head:
                resources, content = (self._reference(head, key) for key in (b"Resources", b"Contents"))
                fonts = re.findall(rb"/(f\d+) (\d+) 0 R", self.objects[resources][0])
                letters = {name: self._letters(self.objects[int(number)][0]) for name, number in fonts}
                yield letters, zlib.decompress(self.objects[content][1])

    def _letters(self, font: bytes) -> dict[int, str]:
        table = zlib.decompress(self.objects[self._reference(font, b"ToUnicode")][1])
        pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", table.partition(b"endcodespacerange")[2])
        return {int(code, 16): bytes.fromhex(said.decode()).decode("utf-16-be") for code, said in pairs}

    def _reference(self, head: bytes, key: bytes) -> int:
        found = re.search(rb"/%s (\d+) 0 R" % key, head)
        assert found
        return int(found[1])

    def _runs(self, fonts: dict[bytes, dict[int, str]], content: bytes) -> Iterator[Run]:
        origin, offset, size, backwards = (0.0, 0.0), 0.0, 0.0, False
        letters: dict[int, str] = {}
        for found in OPERATORS.finditer(content):
            if found["x"]:
                origin = float(found["x"]), float(found["y"])
            elif found["font"]:
                letters, size, offset = fonts[found["font"]], float(found["size"]), float(found["offset"])
            elif found["shown"]:
                codes = b"".join(map(bytes_of, STRINGS.findall(found["shown"])))
                said = [letters.get(int.from_bytes(codes[at : at + 2]), "") for at in range(0, len(codes), 2)]
                yield Run(origin[0] + offset, origin[1], size, "".join(reversed(said) if backwards else said))
            else:
                backwards = bool(found["backwards"])


STRINGS = re.compile(rb"\((?:\\.|[^\\()]|\([^()]*\))*\)|<[0-9A-F]*>", re.DOTALL)
OPERATORS = re.compile(
    rb"1 0 0 -1 (?P<x>[\d.-]+) (?P<y>[\d.-]+) cm"
    rb"|/(?P<font>f\d+) (?P<size>[\d.]+) Tf 1 0 0 -1 (?P<offset>[\d.-]+) [\d.-]+ Tm"
    rb"|(?P<shown>(?:\[(?:\((?:\\.|[^\\()]|\([^()]*\))*\)|[^\]()])*\]|\((?:\\.|[^\\()]|\([^()]*\))*\)|<[0-9A-F]*>)T[jJ])"
    rb"|(?P<backwards>/ReversedChars BMC)|EMC",
    re.DOTALL,
)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def bytes_of(string: bytes) -> bytes:
    if string.startswith(b"<"):
        return bytes.fromhex(string[1:-1].decode())
    return re.sub(
        rb"\\([0-7]{3}|.)",
        lambda found: bytes([int(found[1], 8)]) if len(found[1]) == 3 else ESCAPES.get(found[1], found[1]),
        string[1:-1],
        flags=re.DOTALL,
    )


def read(paper: Paper) -> Pdf:
    return Pdf(to_pdf(paper))


def without_spaces(text: str) -> str:
    return re.sub(r"[\s\u200b\u2066-\u2069]", "", text)


def every_block() -> tuple[Block, ...]:
    return (
        Heading("Part"),
        Heading("Section", level=3),
        Paragraph("Text", soft=True),
        Table(["Head", "Points"], [["Cell", "1"], ["Cell", "2"]], numeric=frozenset({1})),
        Agenda([AgendaEntry("09:00–10:00", "Opening", "Closed", ["Chair"], closed=True)]),
        List(["one", "two"], numbered=True),
        List(["one", "two"]),
        Note("Note"),
    )
