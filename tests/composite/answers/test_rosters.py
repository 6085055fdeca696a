"""Rosters in files of their own."""

from pathlib import Path

import pytest

from multaqa.composite.answers.questionnaire import Questionnaire
from multaqa.composite.answers.rosters import read_rosters
from multaqa.composite.problems import FrameworkError

YAML = "- {id: 1, name: {en: Passports}, cluster: people}\n- {id: 2, users: 10}\n"
CSV = "id,name.en,name.ar,cluster,users\n1,Passports,جوازات السفر,people,\n2,,,firms,10\n"


def naming(file: str) -> Questionnaire:
    return Questionnaire.model_validate({"rosters": {"services": {"from": file}}})


def codes_of(file: str, folder: Path | None) -> list[str]:
    with pytest.raises(FrameworkError) as refused:
        read_rosters(naming(file), folder, "framework.yaml")
    return [problem.code for problem in refused.value.problems]


def test_a_roster_is_read_from_yaml(tmp_path: Path) -> None:
    (tmp_path / "services.yaml").write_text(YAML, "utf-8")
    items = read_rosters(naming("services.yaml"), tmp_path).items("services")
    assert [(item.id, item.name, dict(item.attributes)) for item in items] == [
        ("1", {"en": "Passports"}, {"cluster": "people"}),
        ("2", None, {"users": 10.0}),
    ]


def test_a_roster_is_read_from_csv(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists/services.csv").write_text(CSV, "utf-8")
    items = read_rosters(naming("lists/services.csv"), tmp_path).items("services")
    assert [(item.id, item.name, dict(item.attributes)) for item in items] == [
        ("1", {"en": "Passports", "ar": "جوازات السفر"}, {"cluster": "people"}),
        ("2", None, {"cluster": "firms", "users": 10.0}),
    ]


@pytest.mark.parametrize(
    "name", ["../services.yaml", "/etc/passwd", "link.yaml", "folder/../../services.yaml"]
)
def test_a_roster_outside_the_folder_of_the_framework_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "frameworks"
    folder.mkdir()
    (tmp_path / "services.yaml").write_text(YAML, "utf-8")
    (folder / "link.yaml").symlink_to(tmp_path / "services.yaml")
    assert codes_of(name, folder) == ["roster-file-outside"]


def test_a_framework_without_a_folder_has_no_files(tmp_path: Path) -> None:
    assert codes_of("services.yaml", None) == ["roster-file-outside"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("services.yaml", None, "roster-file-not-found"),
        ("services\x00.yaml", None, "roster-file-not-found"),
        ("services.json", "[]", "roster-file-kind"),
        ("services.yaml", "id: 1", "roster-file-kind"),
        ("services.csv", "name,users\na,1\n", "roster-file-kind"),
        ("services.yaml", "- {name: {en: Passports}}", "missing-key"),
        ("services.yaml", "- {id: 1, cluster: [a]}", "wrong-type"),
        ("services.yaml", "- {id: 1, id: 2}", "duplicate-key"),
        ("services.yaml", "- " + "x" * 1_000_001, "too-large"),
    ],
)
def test_a_roster_that_cannot_be_used_says_why(
    tmp_path: Path, name: str, content: str | None, code: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, "utf-8")
    assert codes_of(name, tmp_path) == [code]


@pytest.mark.parametrize("roster", [{}, {"from": "a.yaml", "items": [{"id": "1"}]}])
def test_a_roster_has_its_items_in_one_place(tmp_path: Path, roster: dict[str, object]) -> None:
    questionnaire = Questionnaire.model_validate({"rosters": {"services": roster}})
    with pytest.raises(FrameworkError) as refused:
        read_rosters(questionnaire, tmp_path)
    assert [problem.code for problem in refused.value.problems] == ["roster-items-or-file"]
