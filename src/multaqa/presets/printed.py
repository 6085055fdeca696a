"""A reproduction as a terminal shows it: figure by figure, in English or Arabic."""

from __future__ import annotations

from collections.abc import Iterator

from multaqa.language.numbers import format_number
from multaqa.language.text import in_language
from multaqa.presets.reproduction import (
    Difference,
    Outcome,
    Reproduced,
    load_reproduction,
    reproduction_names,
)
from multaqa.presets.sources import Fetched

_DECIMALS = 12


def name_lines(language: str) -> Iterator[str]:
    """What can be reproduced: the name to give, and what it is."""
    names = reproduction_names()
    width = max(map(len, names))
    for name in names:
        yield f"{name.ljust(width)}  {in_language(load_reproduction(name).name, language)}"


def source_lines(reproduced: Reproduced, language: str) -> Iterator[str]:
    """Each source with where it was read, and whether its hash is the one recorded."""
    for fetched in reproduced.fetched:
        yield _source(fetched, language)


def outcome_lines(reproduced: Reproduced, language: str) -> Iterator[str]:
    """Each difference named, then for each comparison: compared, equal, largest difference; last a line for all."""
    for outcome in reproduced.outcomes:
        for difference in outcome.differences:
            yield _difference(outcome, difference, language)
        yield _outcome(outcome, language)
    compared = sum(outcome.compared for outcome in reproduced.outcomes)
    equal = sum(outcome.equal for outcome in reproduced.outcomes)
    noted = sum(len(outcome.differences) - len(outcome.unexplained) for outcome in reproduced.outcomes)
    if language == "ar":
        tail = f" (ما يعود منها إلى الجدول المنشور نفسه: {noted})" if noted else ""
        yield f"المجموع: الأرقام المقارنة {compared}، المتطابقة {equal}، المختلفة {compared - equal}{tail}"
    else:
        tail = f", {noted} of them in the published table itself" if noted else ""
        yield f"in all: compared {compared}, equal {equal}, differing {compared - equal}{tail}"


def _source(fetched: Fetched, language: str) -> str:
    short = fetched.digest[:12]
    if language == "ar":
        state = "البصمة مطابقة" if fetched.verified else f"البصمة غير مسجلة (SHA-256 {short})"
        # an Arabic word first, so that the line runs from right to left
        return f"{state}: {fetched.where}"
    state = "hash as recorded" if fetched.verified else f"no hash on record, SHA-256 {short}"
    return f"{fetched.where}: {state}"


def _outcome(outcome: Outcome, language: str) -> str:
    name, largest = in_language(outcome.name, language), _number(outcome.largest, language)
    if language == "ar":
        return f"{name}: الأرقام المقارنة {outcome.compared}، المتطابقة {outcome.equal}، أكبر فرق {largest}"
    return f"{name}: compared {outcome.compared}, equal {outcome.equal}, largest difference {largest}"


def _difference(outcome: Outcome, difference: Difference, language: str) -> str:
    name = in_language(outcome.name, language)
    theirs = _number(difference.theirs, language)
    note = in_language(difference.note, language) if difference.note else ""
    if difference.ours is None:
        ours = "لا قيمة" if language == "ar" else "nothing"
    else:
        ours = _number(difference.ours, language)
    if language == "ar":
        tail = f" (في الجدول المنشور نفسه: {note})" if note else ""
        return f"{name}، {difference.unit}، {difference.node}: المحسوب {ours}، والمنشور {theirs}{tail}"
    tail = f" (in the published table itself: {note})" if note else ""
    return f"{name}, {difference.unit}, {difference.node}: {ours} computed, {theirs} published{tail}"


def _number(value: float, language: str) -> str:
    """With as many decimals as it needs; what is smaller than a trace in scientific notation."""
    if value != 0 and abs(value) < 1e-6:
        return f"{value:.1e}"
    decimals = len(f"{value:.{_DECIMALS}f}".rstrip("0").partition(".")[2])
    return format_number(value, min(decimals, _DECIMALS), language)
