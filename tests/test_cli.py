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
        "OMN 2024: القيمة المحسوبة 72.8، والمنشورة 72.0، والفرق 0.8",
        "قورنت: 2، تطابقت: 1، أكبر فرق: 0.8",
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
