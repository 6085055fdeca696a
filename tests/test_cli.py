"""The `multaqa` command: what it prints, what it writes, and how it fails."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from multaqa.cli import app
from multaqa.composite.files import read_data


def run(*arguments: object, **environment: str) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env=environment)


def test_score_prints_the_ranking_and_that_all_is_equal() -> None:
    shown = run("score", "presets/egdi/2014.yaml", "egdi/2014")
    assert shown.exit_code == 0
    assert "KOR" in shown.stdout
    assert shown.stdout.splitlines()[-1] == "compared 33, equal 33, largest difference 0.000020"


@pytest.mark.parametrize("year", [2014, 2018])
def test_score_reproduces_the_egdi_of_every_country(shared: Path, year: int) -> None:
    shown = run("score", "presets/egdi/2014.yaml", shared / f"golden/egdi/egdi-{year}.csv")
    assert shown.stdout.splitlines()[-1].startswith("compared 193, equal 193, largest difference 0.0000")


def test_score_names_each_figure_that_differs() -> None:
    shown = run("score", "gems/2024", "gems/2024")
    assert shown.stdout.splitlines()[-2:] == [
        "OMN 2024: score 72.8 computed, 72.0 published, difference 0.8",
        "compared 2, equal 1, largest difference 0.8",
    ]


def test_score_names_a_rank_that_differs(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text("country,osi,tii,hci,rank\nA,1,1,1,2\nB,0,0,0,\n")
    assert run("score", "egdi/2014", data).stdout.splitlines()[-2:] == [
        "A 2014: rank 1 computed, 2 published",
        "compared 1, equal 0, largest difference 0.000000",
    ]
    assert "المرتبة المحسوبة 1، والمنشورة 2" in run("score", "egdi/2014", data, "-l", "ar").stdout


def test_score_speaks_arabic_when_asked() -> None:
    by_option = run("score", "gems/2024", "gems/2024", "-l", "ar").stdout
    by_environment = run("score", "gems/2024", "gems/2024", MULTAQA_LANGUAGE="ar").stdout
    assert by_option == by_environment
    assert by_option.splitlines()[-2:] == [
        "الوحدة OMN، 2024: القيمة المحسوبة 72.8، والمنشورة 72.0، والفرق 0.8",
        "الأرقام المقارنة: 2، المتطابقة: 1، أكبر فرق: 0.8",
    ]


def test_a_unit_without_a_score_shows_the_reason(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text("country,osi,tii,hci\nA,1,1,1\nB,غير مشارك,غير مشارك,غير مشارك\n")
    assert "not participating" in run("score", "egdi/2014", data).stdout


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx", "parquet"])
def test_score_writes_long_form_by_suffix(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out.{suffix}"
    assert run("score", "egdi/2014", "egdi/2014", "-o", path).exit_code == 0
    written = read_data(path)
    assert list(written.cells) == ["unit", "time", "node", "score", "rank", "band", "status"]
    first = [str(column[0]) for column in written.cells.values()]
    assert (first[:3], float(first[3]), float(first[4]), first[5:]) == (
        ["DZA", "2014", "egdi"],
        0.31063,
        27.0,
        ["middle", "observed"],
    )


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["egdi/1999", "egdi/2014"], 5, "There is no such file or preset."),
        (["egdi/2014", "nowhere.csv"], 5, "There is no such file or preset."),
        (["egdi/2014", "data.doc"], 5, "The suffix “.doc” is not known."),
        (["egdi/2014", "gems/2024"], 4, "No data reach the indicator “osi”."),
        (["egdi/2014", "egdi/2014", "-o", "/no/such/out.csv"], 5, "The file cannot be written."),
        (["egdi/2014", "egdi/2014", "-o", "out.doc"], 5, "The suffix “.doc” is not known."),
    ],
)
def test_a_failure_has_its_exit_code_and_its_sentence(arguments: list[str], code: int, sentence: str) -> None:
    failed = run("score", *arguments)
    assert (failed.exit_code, failed.stdout) == (code, "")
    assert sentence in failed.stderr


def test_a_wrong_framework_names_file_line_and_node(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(
        "id: a\nedition: 1\nname: {en: A}\ntree:\n  id: a\n  children:\n    - {id: b, wieght: 2}\n"
    )
    failed = run("score", path, "egdi/2014")
    assert failed.exit_code == 3
    assert failed.stderr == f"{path}:7: The key “wieght” is not known here. Did you mean “weight”? (b)\n"
    arabic = run("score", path, "egdi/2014", "-l", "ar").stderr
    assert arabic == f"{path}:7: المفتاح «wieght» غير معروف هنا؛ لعل المقصود «weight»؟ (b)\n"


def test_a_framework_that_cannot_be_opened_is_a_file_error(tmp_path: Path) -> None:
    assert run("score", tmp_path, "egdi/2014").exit_code == 5


def test_usage_mistakes_exit_with_2() -> None:
    assert run("score").exit_code == 2
    assert run("score", "egdi/2014", "egdi/2014", "-l", "klingon").exit_code == 2


def test_schema_prints_the_json_schema() -> None:
    assert json.loads(run("schema").stdout)["title"] == "Framework"


def test_the_command_line_does_not_import_django() -> None:
    program = "import sys, multaqa.cli; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


SEVERAL = """\
id: index
edition: "2024"
name: {en: The index, ar: المؤشر}
tree: {id: index, children: [{id: first}, {id: second}]}
uncertainty: {draws: 100, weights: free, aggregate: [arithmetic, geometric]}
"""


@pytest.fixture
def several(tmp_path: Path) -> tuple[Path, Path]:
    """A framework with two uncertain choices, and its data."""
    document, data = tmp_path / "index.yaml", tmp_path / "data.csv"
    document.write_text(SEVERAL, encoding="utf-8")
    data.write_text("unit,first,second\nA,1,9\nB,5,4\nC,7,2\nD,3,3\n")
    return document, data


def test_robustness_prints_intervals_and_what_was_assumed() -> None:
    shown = run("robustness", "egdi/2014", "egdi/2014", "--draws", 100)
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert "Rank interval" in shown.stdout
    assert shown.stdout.splitlines()[-4:] == [
        "The framework states no assumptions of uncertainty; every weight was varied by up to 25% more or less, independently and uniformly.",
        "The draws number 100 and start from the seed 0, so that the same figures come out again.",
        "Each interval holds 90% of the draws.",
        "A single input was varied, the weights; it explains all of the uncertainty.",
    ]


def test_robustness_tells_which_choice_matters(several: tuple[Path, Path]) -> None:
    shown = run("robustness", *several, "--base", 32)
    assert "Sensitivity of the ranking to each choice" in shown.stdout
    assert "the aggregation" in shown.stdout
    assert "Sensitivity" not in run("robustness", *several, "--no-sensitivity").stdout
    arabic = run("robustness", *several, "--base", 32, "-l", "ar").stdout
    assert "حساسية الترتيب لكل خيار" in arabic


@pytest.mark.parametrize(
    ("suffix", "magic"),
    [
        ("csv", b"unit,time,rank,"),
        ("json", b"{\n"),
        ("xlsx", b"PK"),
        ("parquet", b"PAR1"),
        ("svg", b"<svg "),
        ("png", b"\x89PNG"),
        ("pdf", b"%PDF-"),
        ("html", b"<!doctype html>"),
    ],
)
def test_robustness_writes_by_suffix(
    several: tuple[Path, Path], tmp_path: Path, suffix: str, magic: bytes
) -> None:
    once, twice = tmp_path / f"once.{suffix}", tmp_path / f"twice.{suffix}"
    options = ("--base", 32, "--seed", 3)
    assert run("robustness", *several, *options, "-o", once, "-o", twice).exit_code == 0
    assert once.read_bytes().startswith(magic)
    if suffix != "pdf":
        assert run("robustness", *several, *options, "-o", twice).exit_code == 0
        assert once.read_bytes() == twice.read_bytes()


def test_another_seed_gives_other_draws(several: tuple[Path, Path], tmp_path: Path) -> None:
    for seed in (1, 2):
        run("robustness", *several, "--no-sensitivity", "--seed", seed, "-o", tmp_path / f"{seed}.csv")
    assert (tmp_path / "1.csv").read_bytes() != (tmp_path / "2.csv").read_bytes()


def test_a_picture_of_the_sensitivity_needs_several_choices(
    several: tuple[Path, Path], tmp_path: Path
) -> None:
    path = tmp_path / "out.svg"
    assert run("robustness", *several, "--base", 32, "--plot", "sensitivity", "-o", path).exit_code == 0
    assert "the aggregation" in path.read_text("utf-8")
    failed = run("robustness", "egdi/2014", "egdi/2014", "--draws", 100, "--plot", "sensitivity", "-o", path)
    assert failed.exit_code == 2
    assert "more than one varied choice" in failed.stderr


def test_audit_prints_its_findings_in_either_language() -> None:
    english, arabic = (run("audit", "egdi/2014", "egdi/2014", "-l", language) for language in ("en", "ar"))
    assert (english.exit_code, arabic.exit_code, english.stderr) == (0, 0, "")
    assert "Speaks for the index" in english.stdout
    assert "يُحسب للمؤشر" in arabic.stdout


def test_audit_writes_report_and_data(tmp_path: Path) -> None:
    paths = [tmp_path / f"audit.{suffix}" for suffix in ("html", "json", "xlsx")]
    outputs = [part for path in paths for part in ("-o", path)]
    assert run("audit", "egdi/2014", "egdi/2014", "-l", "ar", *outputs).exit_code == 0
    assert '<html lang="ar" dir="rtl">' in paths[0].read_text("utf-8")
    assert json.loads(paths[1].read_text("utf-8"))["framework"]["id"] == "egdi"
    assert paths[2].read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["audit", "egdi/1999", "egdi/2014"], 5, "There is no such file or preset."),
        (["audit", "egdi/2014", "gems/2024"], 4, "No data reach the indicator “osi”."),
        (["audit", "egdi/2014", "egdi/2014", "-o", "out.pdf"], 5, "Use one of: .html, .json, .xlsx."),
        (["robustness", "egdi/2014", "egdi/2014", "-o", "out.doc"], 5, "The suffix “.doc” is not known."),
        (["robustness", "egdi/2014", "egdi/2014", "--draws", "1"], 2, "--draws"),
        (
            ["robustness", "egdi/2014", "egdi/2014", "-o", "/no/such/out.csv"],
            5,
            "The file cannot be written.",
        ),
    ],
)
def test_failures_of_audit_and_robustness(arguments: list[str], code: int, sentence: str) -> None:
    failed = run(*arguments)
    assert (failed.exit_code, failed.stdout) == (code, "")
    assert sentence in failed.stderr


def test_without_the_extra_a_report_says_what_to_install(tmp_path: Path) -> None:
    """A program of its own, in which the libraries of the extra cannot be found."""
    program = (
        "import sys; sys.modules.update({'altair': None, 'jinja2': None, 'vl_convert': None});"
        "from multaqa.cli import app; app(sys.argv[1:])"
    )
    outcome = {}
    for path in (tmp_path / "out.html", tmp_path / "out.json"):
        command = [sys.executable, "-c", program, "audit", "egdi/2014", "egdi/2014", "-o", str(path)]
        outcome[path.suffix] = subprocess.run(command, check=False, capture_output=True, text=True)
    assert outcome[".html"].returncode == 2
    assert outcome[".html"].stderr == "Reports and charts are not installed: pip install 'multaqa[report]'\n"
    assert outcome[".json"].returncode == 0


PUBLISHED = "المدينة;العدد;النسبة\nالقاهرة;١٬٢٣٤;٥٪\nعمّان;غير متوفر;٧٪\nتونس;٥٦٧;٩٪\n"


def test_convert_writes_the_table_and_its_report_and_tells_what_was_found(tmp_path: Path) -> None:
    source, table, report = tmp_path / "in.csv", tmp_path / "out.parquet", tmp_path / "report.json"
    source.write_text(PUBLISHED, "utf-8")
    shown = run("convert", source, "-o", table, "--report", report)
    assert shown.exit_code == 0
    assert shown.stdout.splitlines()[-1] == str(table)
    assert "غير متوفر×1" in shown.stdout
    said = json.loads(report.read_text("utf-8"))
    assert [(column["name"], column["type"], column["nulls"]) for column in said["columns"]] == [
        ("المدينة", "string", 0), ("العدد", "integer", 1), ("النسبة", "percent", 0),
    ]  # fmt: skip


def test_convert_names_the_table_by_its_content_in_a_folder(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(PUBLISHED, "cp1256", errors="ignore")
    shown = run("convert", source, "-o", tmp_path, "-l", "ar")
    path = Path(shown.stdout.splitlines()[-1])
    assert (path.parent, len(path.stem), path.suffix) == (tmp_path, 64, ".parquet")
    assert "الترميز: cp1256" in shown.stdout


def test_query_asks_a_table_or_the_file_that_it_came_from(tmp_path: Path) -> None:
    source, table, answer = tmp_path / "in.csv", tmp_path / "out.parquet", tmp_path / "answer.csv"
    source.write_text(PUBLISHED, "utf-8")
    run("convert", source, "-o", table)
    asked = 'SELECT count(*) AS rows, sum("العدد") AS total FROM data'
    assert [run("query", file, asked).stdout.split() for file in (source, table)] == [
        ["rows", "total", "3", "1801"]
    ] * 2
    run("query", table, asked, "-o", answer)
    assert answer.read_text("utf-8") == "rows,total\n3,1801\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answer.csv", "in.csv", "out.parquet"]


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        (("convert", "nothing.csv"), 5, "There is no file “nothing.csv”"),
        (("convert", "nothing.csv", "-l", "ar"), 5, "لا يوجد ملف باسم «nothing.csv»"),
        (
            ("query", "src/multaqa/presets/egdi/2014.csv", "DROP TABLE data"),
            6,
            "Only SELECT can be asked here",
        ),
        (("query", "src/multaqa/presets/egdi/2014.csv", "SELECT 1", "-o", "x.pdf"), 5, ".pdf"),
    ],
)
def test_what_cannot_be_read_or_asked_is_refused_with_its_sentence(
    arguments: tuple[str, ...], exit_code: int, sentence: str
) -> None:
    refused = run(*arguments)
    assert refused.exit_code == exit_code
    assert sentence in refused.stderr
