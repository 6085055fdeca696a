"""What holds for the repository as a whole: the documentation keeps up, and nothing foreign gets in."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import typer

REPOSITORY = Path(__file__).resolve().parent.parent
REFERENCE = REPOSITORY / "docs/reference"
THIS_FILE = Path(__file__).resolve()
LOCK_FILES = {"uv.lock", "package-lock.json"}

UNWANTED_ANYWHERE = ("/work/", "/root/", "pragma: no cover", "TODO", "FIXME", "../shared/look")
REGISTRIES = (
    "pypi.org",
    "pythonhosted.org",
    "npmjs.org",
    "npmjs.com",
    "deb.debian.org",
    "unpkg.com",
    "jsdelivr",
)

HANDLERS = (
    "blur|change|click|error|focus|input|key\\w+|load|mouse\\w+|pointer\\w+|scroll|submit|toggle|touch\\w+"
)
FORBIDDEN_BY_THE_CONTENT_POLICY = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script in the page": re.compile(
        r"<script\b(?![^>]*\ssrc=)(?!\s+type=\"application/ld\+json\"\s*>)", re.IGNORECASE
    ),
    "an event handler": re.compile(rf"\s(on({HANDLERS})|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}


def files_of_the_repository() -> list[Path]:
    """What is committed, or would be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is not a git checkout, or git is missing")
    return [path for name in listed.split("\0") if name and (path := REPOSITORY / name).is_file()]


def text_files_of_the_repository() -> dict[str, str]:
    texts = {}
    for path in files_of_the_repository():
        content = path.read_bytes()
        if path != THIS_FILE and b"\0" not in content:
            texts[path.relative_to(REPOSITORY).as_posix()] = content.decode("utf-8")
    return texts


def templates() -> dict[str, str]:
    return {
        path.relative_to(REPOSITORY).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((REPOSITORY / "src/multaqa").glob("**/templates/**/*.html"))
    }


def test_every_setting_is_in_the_reference_and_nothing_else_is() -> None:
    from multaqa.site.environment import SETTINGS

    reference = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`(MULTAQA_[A-Z_]+|DATABASE_URL)`", reference))
    assert documented == {setting.name for setting in SETTINGS}


def test_every_subcommand_is_in_the_reference() -> None:
    from multaqa.cli import app

    reference = (REFERENCE / "command.md").read_text(encoding="utf-8")
    commands = typer.main.get_group(app).commands
    assert [name for name in commands if f"multaqa {name}" not in reference] == []


@pytest.mark.parametrize("command", ["demo", "test"])
def test_the_commands_of_the_readme_exist(command: str) -> None:
    assert f"make {command}" in (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^{command}:", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_no_file_holds_a_path_of_somebodys_machine_or_unfinished_work() -> None:
    found = [
        f"{name}: {unwanted}"
        for name, text in text_files_of_the_repository().items()
        for unwanted in UNWANTED_ANYWHERE
        if unwanted in text and Path(name).name not in LOCK_FILES
    ]
    assert found == []


def test_only_lock_files_name_a_registry() -> None:
    found = [
        f"{name}: {registry}"
        for name, text in text_files_of_the_repository().items()
        for registry in REGISTRIES
        if registry in text and Path(name).name not in LOCK_FILES
    ]
    assert found == []


def test_nothing_that_is_built_is_committed() -> None:
    built = re.compile(r"\.(mo|woff2?|ttf|otf|min\.js)$|/node_modules/|/static/vendor/")
    names = [path.relative_to(REPOSITORY).as_posix() for path in files_of_the_repository()]
    assert [name for name in names if built.search(name)] == []


@pytest.mark.parametrize("what", FORBIDDEN_BY_THE_CONTENT_POLICY)
def test_no_template_holds_what_the_content_policy_forbids(what: str) -> None:
    pattern = FORBIDDEN_BY_THE_CONTENT_POLICY[what]
    found = [
        f"{name}: {match.group()}" for name, text in templates().items() if (match := pattern.search(text))
    ]
    assert found == []
