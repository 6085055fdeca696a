"""Published indices recomputed from their sources, and sources that are not what they should be."""

from __future__ import annotations

import gzip
import hashlib
import http.server
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from typer.testing import CliRunner

from multaqa.cli import app
from multaqa.composite import FileError
from multaqa.presets import sources as sources_module
from multaqa.presets.printed import name_lines, outcome_lines
from multaqa.presets.reproduction import Outcome, load_reproduction, reproduce, reproduction_names
from multaqa.presets.sources import Source, fetch

NAMES = ("asem", "dgi-2023", "egdi-2014", "egdi-2018", "gems", "odb-2014")


@pytest.fixture
def golden(shared: Path) -> Path:
    return shared / "golden"


def counts(outcomes: tuple[Outcome, ...]) -> list[tuple[int, int]]:
    return [(outcome.compared, outcome.equal) for outcome in outcomes]


def test_these_can_be_reproduced() -> None:
    assert reproduction_names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_reproduction_is_complete_in_three_languages(name: str) -> None:
    document = load_reproduction(name)
    texts = [document.name, *(source.obtain for source in document.sources.values() if source.obtain)]
    texts += [comparison.name for run in document.runs for comparison in run.compare]
    texts += [known.note for run in document.runs for comparison in run.compare for known in comparison.known]
    assert all(set(text) == {"en", "ar", "fr"} for text in texts)
    assert all(source.url or source.obtain for source in document.sources.values())


def test_the_open_data_barometer_comes_out_of_its_raw_answers(golden: Path) -> None:
    found = reproduce("odb-2014", golden)
    datasets, components, scaled, parts, ranks = found.outcomes
    assert counts((datasets, components, scaled, parts, ranks)) == [
        (1290, 1290),
        (1118, 1118),
        (86, 86),
        (774, 774),
        (86, 86),
    ]
    assert datasets.largest == 0
    assert components.largest < 1e-9
    assert found.succeeded
    assert all(fetched.verified for fetched in found.fetched)


def test_every_stage_of_asem_is_reproduced_within_a_trillionth(golden: Path) -> None:
    found = reproduce("asem", golden)
    assert counts(found.outcomes) == [(2434, 2434), *[(2499, 2499)] * 4, (3060, 3060), (561, 561)]
    assert max(outcome.largest for outcome in found.outcomes) < 1e-12


@pytest.mark.parametrize("year", [2014, 2018])
def test_the_index_and_the_world_rank_of_193_countries_are_reproduced(golden: Path, year: int) -> None:
    found = reproduce(f"egdi-{year}", golden)
    assert counts(found.outcomes) == [(193, 193), (193, 193)]


def test_the_digital_government_index_is_reproduced_with_the_statistics_of_its_paper(golden: Path) -> None:
    found = reproduce("dgi-2023", golden)
    assert counts(found.outcomes) == [(38, 38), (9, 9)]


def test_a_difference_of_the_published_table_itself_is_named_and_is_no_failure(golden: Path) -> None:
    found = reproduce("gems", golden)
    assert counts(found.outcomes) == [(1, 1), (1, 1), (2, 2), (2, 1)]
    assert found.succeeded
    (difference,) = found.outcomes[-1].differences
    assert (difference.unit, difference.ours, difference.theirs) == ("OMN", 73, 72)
    lines = list(outcome_lines(found, "en"))
    assert "in the published table itself" in lines[3]
    assert lines[-1] == "in all: compared 6, equal 5, differing 1, 1 of them in the published table itself"


def test_the_command_prints_figure_by_figure_and_succeeds(golden: Path) -> None:
    done = CliRunner().invoke(app, ["reproduce", "egdi-2014", "--sources", str(golden / "egdi")])
    assert done.exit_code == 0
    assert done.output.splitlines()[1:] == [
        "Index: compared 193, equal 193, largest difference 0.000023333333",
        "World rank: compared 193, equal 193, largest difference 0",
        "in all: compared 386, equal 386, differing 0",
    ]


def test_the_command_fails_where_a_figure_is_not_ours(golden: Path, tmp_path: Path) -> None:
    text = (golden / "egdi/egdi-2014.csv").read_text("utf-8")
    (tmp_path / "egdi-2014.csv").write_text(text.replace("0.94623,1", "0.95623,1"), "utf-8")
    done = CliRunner().invoke(app, ["reproduce", "egdi-2014", "--sources", str(tmp_path), "-l", "ar"])
    assert done.exit_code == 1
    assert "المؤشر، KOR، egdi: المحسوب 0.946233333333، والمنشور 0.95623" in done.output.replace(
        "\u200e", ""
    ).replace("\u200f", "")


def test_the_command_lists_what_there_is_in_either_language() -> None:
    done = CliRunner().invoke(app, ["reproduce", "list", "-l", "ar"])
    assert done.output.splitlines() == list(name_lines("ar"))
    assert len(done.output.splitlines()) == len(NAMES)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nothing"], "There is nothing called “nothing” to reproduce"),
        (["egdi-2014", "--sources", "."], "The source “table” is not in the folder"),
        (["dgi-2023"], "cannot be downloaded"),
    ],
)
def test_what_cannot_be_reproduced_is_said(
    arguments: list[str], code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["reproduce", *arguments])
    assert done.exit_code == 5
    assert code in done.stderr


def codes_of(source: Source, folder: Path | None) -> list[str]:
    with pytest.raises(FileError) as caught:
        fetch("index-2024", "table", source, folder)
    return [problem.code for problem in caught.value.problems]


def test_a_source_is_known_by_the_hash_of_its_contents_packed_or_not(tmp_path: Path) -> None:
    content = b"unit,value\nA,1\n"
    digest = hashlib.sha256(content).hexdigest()
    source = Source(file="table.csv", sha256=(digest,))
    (tmp_path / "table.csv").write_bytes(content)
    plain = fetch("index-2024", "table", source, tmp_path)
    (tmp_path / "table.csv").write_bytes(gzip.compress(content))
    packed = fetch("index-2024", "table", source, tmp_path)
    assert plain.content == packed.content == content
    assert plain.verified
    assert packed.rows == [{"unit": "A", "value": "1"}]


def test_a_source_that_changed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_bytes(b"other")
    assert codes_of(Source(file="table.csv", sha256=("0" * 64,)), tmp_path) == ["source-changed"]


@pytest.mark.parametrize(
    "content", [b"\x1f\x8bnot gzip", gzip.compress(b"x" * 100)[:-9]], ids=["no archive", "cut short"]
)
def test_a_source_that_cannot_be_unpacked_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_bytes(content)
    assert codes_of(Source(file="table.csv"), tmp_path) == ["cannot-read"]


def test_a_source_is_not_unpacked_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources_module, "SIZE_LIMIT_BYTES", 1000)
    (tmp_path / "table.csv").write_bytes(gzip.compress(b"0" * 1_000_000))
    assert codes_of(Source(file="table.csv"), tmp_path) == ["source-too-large"]


def test_a_source_is_found_below_the_name_of_its_index(tmp_path: Path) -> None:
    folder = tmp_path / "index" / "raw"
    folder.mkdir(parents=True)
    (folder / "table.csv").write_bytes(b"a\n1\n")
    assert fetch("index-2024", "table", Source(file="raw/table.csv"), tmp_path).rows == [{"a": "1"}]


class _Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/table.csv":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"unit,value\nA,1\n")
        elif self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/table.csv")
            self.end_headers()
        elif self.path == "/astray":
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_address[1]}/table.csv")
            self.end_headers()
        else:
            self.send_error(404)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server on this machine with a certificate that this test alone trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "certificate.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.mark.parametrize("path", ["/table.csv", "/moved"])
def test_a_source_is_downloaded_from_its_address(address: str, path: str) -> None:
    found = fetch("index-2024", "table", Source(file="table.csv", url=f"{address}{path}"), None)
    assert found.rows == [{"unit": "A", "value": "1"}]
    assert not found.verified


@pytest.mark.parametrize("path", ["/nothing", "/astray"])
def test_an_address_that_does_not_answer_or_leads_astray_is_refused(address: str, path: str) -> None:
    assert codes_of(Source(file="table.csv", url=f"{address}{path}"), None) == ["source-not-reached"]


def test_a_server_without_a_trusted_certificate_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert codes_of(Source(file="table.csv", url=f"{address}/table.csv"), None) == ["source-not-reached"]


def test_an_address_without_encryption_cannot_be_recorded() -> None:
    with pytest.raises(ValueError, match="pattern"):
        Source(file="table.csv", url="http://example.org/table.csv")
