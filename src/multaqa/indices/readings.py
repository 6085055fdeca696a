"""What became of an indicator's value on its way to the tree, and how the parts of a pillar are put together, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from multaqa.composite import Explanation
from multaqa.composite.explain import Reading
from multaqa.indices import pages
from multaqa.language.lists import join_list


def reading_words(found: Explanation, decimals: int, language: str) -> str:
    """From the figure in the data to the normalised value, a sentence a step."""
    reading = found.reading
    if reading is None or (reading.value is None and reading.imputed is None):
        return _("No value in the data: %(reason)s.") % {"reason": pages.reason(found.status)}
    return " ".join(_steps(reading, decimals, language))


def _steps(reading: Reading, decimals: int, language: str) -> Iterator[str]:
    def number(value: float | None) -> str:
        return pages.printed(value or 0.0, decimals, language)

    if reading.imputed is not None:
        yield _("The data hold no value; %(value)s was estimated in its place.") % {
            "value": number(reading.imputed)
        }
        if reading.spread is not None:
            yield _("The error of the estimate has a standard deviation of %(spread)s.") % {
                "spread": number(reading.spread)
            }
    elif reading.normalise == "none" and _is_plain(reading):
        yield _("Taken from the data as it is: %(value)s.") % {"value": number(reading.value)}
        return
    else:
        from_answers = reading.answers is not None
        sentence = _("The answers give %(value)s.") if from_answers else _("The data say %(value)s.")
        yield sentence % {"value": number(reading.value)}
        if reading.denominator is not None:
            yield _("It is divided by %(denominator)s.") % {"denominator": number(reading.denominator)}
    if reading.treated is not None:
        yield _("The treatment of outliers makes it %(treated)s.") % {"treated": number(reading.treated)}
    yield _normalised(reading, decimals, language)
    if reading.direction == "negative" and reading.normalise != "none":
        yield _("A low value is good here, so the scale is turned round.")


def _is_plain(reading: Reading) -> bool:
    return reading.denominator is None and reading.treated is None and reading.answers is None


def _normalised(reading: Reading, decimals: int, language: str) -> str:
    if reading.normalise == "none":
        return _("It is used without normalisation.")
    words = _parameter_words()
    parameters = [
        f"{_parameter(name, words)} {pages.printed(number, decimals, language)}"
        for name, number in reading.parameters.items()
        if number is not None
    ]
    method = _methods()[reading.normalise]
    if not parameters:
        return _("It is normalised by %(method)s.") % {"method": method}
    return _("It is normalised by %(method)s (%(parameters)s).") % {
        "method": method,
        "parameters": join_list(parameters, language),
    }


def _parameter(name: str, words: dict[str, str]) -> str:
    return words["threshold"] if name.startswith("threshold_") else words[name]


def _parameter_words() -> dict[str, str]:
    return {
        "low": _("lower bound"),
        "high": _("upper bound"),
        "mean": _("mean"),
        "deviation": _("standard deviation"),
        "range_start": _("start of the scale"),
        "range_end": _("end of the scale"),
        "count": _("countries ranked"),
        "weakest": _("weakest value"),
        "target": _("target"),
        "threshold": _("threshold"),
    }


def _methods() -> dict[str, str]:
    return {
        "minmax": _("the range of the countries"),
        "zscore": _("distance from the mean"),
        "goalposts": _("fixed goalposts"),
        "rank": _("rank among the countries"),
        "borda": _("the number of weaker countries"),
        "percentile": _("the share of weaker countries"),
        "fraction_of_maximum": _("its share of the best value"),
        "distance_to_target": _("the way covered to a target"),
        "distance_to_reference": _("the way covered to a country of reference"),
        "distance_to_maximum": _("nearness to the best country"),
        "scaled": _("a fixed scale"),
        "categorical": _("points by class"),
    }


def aggregation_words(found: Explanation) -> str:
    """How the parts of a pillar become its score, or why there is none."""
    if found.score is None:
        return _("No score: %(reason)s.") % {"reason": pages.reason(found.status)}
    return {
        "arithmetic": _("Weighted arithmetic mean: each element times its weight, all added up."),
        "geometric": _(
            "Weighted geometric mean: each element raised to its weight, all multiplied together."
        ),
        "harmonic": _(
            "Weighted harmonic mean: one divided by the weighted mean of one divided by each element."
        ),
        "power": _(
            "Weighted power mean: the elements are raised to a power, averaged, and the root is taken."
        ),
        "median": _("Weighted median: half of the weight lies below it and half above."),
        "minimum": _("The weakest element alone decides."),
        "maximum": _("The strongest element alone decides."),
        "sum": _("Weighted sum: each element times its weight as given, all added up."),
        "mazziotta_pareto": _(
            "Mazziotta–Pareto: the mean of the elements, corrected by how uneven they are."
        ),
        "copeland": _(
            "Copeland: how many countries it beats in more than half of the weight, less those that beat it."
        ),
        "outranking": _("Outranking: the mean share of the weight in which it leads each other country."),
        "benefit_of_the_doubt": _(
            "Benefit of the doubt: its score under the weights that favour it most, 1 for the best."
        ),
        "formula": _("Computed from the elements by the formula of the framework document."),
    }[found.aggregate or "arithmetic"]
