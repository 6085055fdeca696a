"""The derivation of a country's score, as steps that a reader can follow with a pencil."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from multaqa.composite import Explanation, Framework
from multaqa.indices import pages
from multaqa.indices.models import Release
from multaqa.indices.readings import aggregation_words, reading_words
from multaqa.indices.results import result_of

# a sum of decimals leaves such traces; they are no rounding worth telling
TRACE = 1e-9


@dataclass(frozen=True)
class Line:
    name: str
    score: float | None
    reason: str
    weight: str
    used: str
    contribution: float | None


@dataclass(frozen=True)
class Step:
    """One element of the tree: its score, how it came about, and the parts that went in."""

    name: str
    score: float | None
    decimals: int
    sentence: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...]


def derivation(release: Release, code: str) -> Explanation:
    """The whole derivation of a country's score in a release; 404 for a country that the release does not hold."""
    result = result_of(release)
    if code not in result.units:
        raise Http404
    return result.explain(code, time=result.framework.edition)


def steps(found: Explanation, framework: Framework, language: str) -> list[Step]:
    """The derivation from the root downwards, in words of ``language``."""
    return list(_walk(found, framework, language))


def _walk(found: Explanation, framework: Framework, language: str) -> Iterator[Step]:
    names = pages.pillar_names(framework, language)
    decimals = max(framework.decimals, 2)
    yield Step(
        name=names[found.node],
        score=found.published,
        decimals=decimals,
        sentence=reading_words(found, decimals, language) if found.reading else aggregation_words(found),
        lines=tuple(
            Line(
                name=names[part.node],
                score=part.score,
                reason=pages.reason(part.missing or ""),
                weight=pages.weight_words(part.weight, language),
                used=f"{pages.printed(100 * part.share, 1, language)}%",
                contribution=part.contribution,
            )
            for part in found.parts
        ),
        notes=tuple(_notes(found, framework, decimals, language)),
    )
    for child in found.children:
        yield from _walk(child, framework, language)


def _notes(found: Explanation, framework: Framework, decimals: int, language: str) -> Iterator[str]:
    if found.published is not None and found.score is not None and abs(found.published - found.score) > TRACE:
        exact = pages.printed(found.score, min(decimals + 4, 12), language)
        yield _("Before rounding: %(exact)s.") % {"exact": exact}
    if found.rank is not None and not framework.coverage:
        place, of = (pages.printed(number, 0, language) for number in (found.rank, found.ranked))
        yield _("Rank %(rank)s of %(of)s countries in the release.") % {"rank": place, "of": of}
    if found.inferred:
        yield _(
            "What is marked as inferred was not stated by the publisher; it was deduced from its figures."
        )
