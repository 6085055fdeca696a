"""The Open Data Barometer of 2014, from the raw answers: the published score of every dataset and country."""

import pytest

from multaqa.composite.answers.evaluation import Evaluated, evaluate_answers
from multaqa.composite.answers.reading import read_answers
from multaqa.composite.answers.tracing import trace
from tests.composite import odb

pytestmark = odb.here

# The survey's question behind each variable, as the publisher's analysis has it.
VARIABLES = {
    "C.DPL": "WI.2014.P5",
    "C.RTI": "WI.2014.P6",
    "C.INIT": "ODB.2013.C1",
    "C.CSOC": "ODB.2013.C4",
    "C.CITY": "ODB.2013.C5",
    "C.SUPIN": "ODB.2013.C6",
    "C.TRAIN": "ODB.2013.C7",
    "I.GOV": "ODB.2013.I1",
    "I.ACCOUNT": "ODB.2013.I2",
    "I.ENV": "ODB.2013.I3",
    "I.INC": "ODB.2013.I4",
    "I.ECON": "ODB.2013.I5",
    "I.ENTR": "ODB.2013.I6",
}


@pytest.fixture(scope="module")
def barometer() -> Evaluated:
    framework = odb.framework()
    read = read_answers(framework.questionnaire, odb.answers(), framework.edition, framework.answers)
    return evaluate_answers(framework.questionnaire, read)


def test_the_published_score_of_every_dataset_is_reproduced(barometer: Evaluated) -> None:
    by_item = barometer.items["dataset_score"]
    computed = {
        (unit, item): by_item.values[0, u, i]
        for u, unit in enumerate(barometer.units)
        for i, item in enumerate(by_item.items)
    }
    published = {
        (row["Country"].strip(), row["Variable"].rpartition(".")[2]): float(row["CalculatedScore"])
        for row in odb.rows("expected/datasets-scored.csv")
    }
    assert len(published) == 1290
    assert computed == published


@pytest.mark.parametrize(
    ("indicator", "column"),
    [
        ("datasets_innovation", "Datasets_Innovation"),
        ("datasets_social", "Datasets_Social_Policy"),
        ("datasets_accountability", "Datasets_Accountability"),
        ("DATASETS", "Datasets_Average"),
    ],
)
def test_the_published_means_of_the_clusters_are_reproduced(
    barometer: Evaluated, indicator: str, column: str
) -> None:
    published = {
        country: pytest.approx(float(row[column]), rel=0, abs=1e-9)
        for country, row in odb.published().items()
    }
    values = barometer.values[0, :, barometer.indicators.index(indicator)]
    assert len(published) == 86
    assert dict(zip(barometer.units, values.tolist(), strict=True)) == published


def test_the_survey_gives_every_variable(barometer: Evaluated) -> None:
    raw = {
        (row["Country"].strip(), row["Question ID"]): float(row["Response"])
        for row in odb.rows("raw/survey.csv.gz")
    }
    expected = {(unit, name): raw[unit, code] for name, code in VARIABLES.items() for unit in barometer.units}
    computed = {
        (unit, name): barometer.values[0, u, barometer.indicators.index(name)]
        for name in VARIABLES
        for u, unit in enumerate(barometer.units)
    }
    assert computed == expected


def test_a_score_leads_to_the_answers_and_their_evidence(barometer: Evaluated) -> None:
    found = trace(barometer, "Argentina", "2014", "datasets_innovation")
    assert (found.value, found.uses, len(found.items), len(found.answers)) == (
        42.0,
        ("dataset_score",),
        15,
        50,
    )
    assert [item.item for item in found.items if item.counted] == ["D1", "D9", "D10", "D13", "D16"]
    assert {answer.item for answer in found.answers} == {"D1", "D9", "D10", "D13", "D16"}
    licence = next(answer for answer in found.answers if (answer.question, answer.item) == ("licence", "D1"))
    assert (licence.answer, licence.points, licence.gated) == ("0", 0.0, False)
    assert any(link for answer in found.answers for link in answer.evidence)
