"""The English voice."""

from __future__ import annotations

from collections.abc import Sequence

from multaqa.indices.voices.names import Named
from multaqa.language.lists import join_list
from multaqa.language.numbers import ordinal

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# countries whose name takes the article inside a sentence
WITH_ARTICLE = frozenset(
    [
        "ARE",
        "USA",
        "GBR",
        "NLD",
        "PHL",
        "BHS",
        "GMB",
        "MDV",
        "SYC",
        "MHL",
        "SLB",
        "COM",
        "DOM",
        "CAF",
        "COD",
        "COG",
    ]
)


def number(n: int) -> str:
    return WORDS[n] if 0 <= n < len(WORDS) else str(n)


def called(country: Named) -> str:
    return f"the {country.name}" if country.code in WITH_ARTICLE else country.name


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def places(n: int) -> str:
    return f"{number(n)} place" if n == 1 else f"{number(n)} places"


SHARES = {0.5: "a half", 0.25: "a quarter", 0.2: "a fifth", 0.1: "a tenth"}


class English:
    def among(self, group: str | None, count: int) -> str:
        return f"the {group}" if group else f"the {count} countries covered here"

    def leads(self, first: Sequence[Named], next_ones: Sequence[Named], among: str, score: str) -> str:
        names = join_list([called(c) for c in first], "en")
        if len(first) > 1:
            return sentence(f"{names} share the first place among {among} at {score}.")
        ahead = f", ahead of {join_list([called(c) for c in next_ones], 'en')}" if next_ones else ""
        return sentence(f"{names} leads {among} at {score}{ahead}.")

    def climbed(self, names: Sequence[Named], places_gained: int, since: str) -> str:
        each = " each" if len(names) > 1 else ""
        have = "have" if len(names) > 1 else "has"
        return f"Since {since} {join_list([called(c) for c in names], 'en')} {have} climbed furthest, by {places(places_gained)}{each}."

    def below(self, names: Sequence[Named], limit: str) -> str:
        verb = "stand" if len(names) > 1 else "stands"
        return sentence(f"{join_list([called(c) for c in names], 'en')} {verb} below {limit}.")

    def ranks(self, country: Named, rank: int, of: int, among: str, score: str) -> str:
        return sentence(f"{called(country)} ranks {ordinal(rank, 'en')} of {of} among {among}, with {score}.")

    def moved(self, country: Named, then: int, now: int, since: str) -> str:
        if then == now:
            return f"It held the same place in {since}."
        return f"In {since} it was {ordinal(then, 'en')}: {places(abs(then - now))} {'gained' if now < then else 'lost'}."

    def world(self, country: Named, rank: int, publisher: str) -> str:
        return f"Among all countries, {publisher} ranks it {ordinal(rank, 'en')}."

    def from_to(self, then: int, now: int) -> str:
        return f"{ordinal(then, 'en')} to {ordinal(now, 'en')}"

    def against_median(self, element: str, score: str, gap: str, above: bool, rank: int, of: int) -> str:
        return f"{element}: {score}, {gap} {'above' if above else 'below'} the median; {ordinal(rank, 'en')} of {of}."

    def whatif(
        self,
        first: Sequence[Named],
        stays: bool,
        moved: int,
        of: int,
        furthest: Named | None,
        places_gained: int,
    ) -> str:
        names = sentence(join_list([called(c) for c in first], "en"))
        verb = ("stay" if stays else "come") if len(first) > 1 else ("stays" if stays else "comes")
        opening = f"{names} {verb} first."
        if not moved:
            return f"{opening} No country changes place."
        noun = "country changes" if moved == 1 else "countries change"
        change = f" {sentence(number(moved))} of {of} {noun} place."
        gain = f" {sentence(called(furthest))} gains most, {places(places_gained)}." if furthest else ""
        return opening + change + gain

    def varied(
        self, share: float | None, per_cent: str, things: Sequence[str], draws: int, times: str
    ) -> str:
        if share is not None:
            return f"when every weight is made up to {SHARES.get(share, per_cent)} larger or smaller, {times} times"
        return f"under {times} draws of {join_list(list(things), 'en')}, as the framework states"

    def range_note(self, varied: str) -> str:
        return (
            f"The range in brackets holds the rank, and the fine line under a bar the score, in nine of ten cases {varied}. "
            "A rank without brackets stays the same."
        )

    def ranges_hold(self, varied: str) -> str:
        return f"Ranges hold in nine of ten cases {varied}."

    def range_method(self, varied: str, reweighted: bool, live: str) -> list[str]:
        why = (
            "Experts weigh the same components differently, so"
            if reweighted
            else "The choices of a method could have been made otherwise, so"
        )
        drawn = (
            f"{why} a rank is only as firm as it is under other choices. The whole index is computed anew {varied}; "
            "the range of a rank or a score leaves out the lowest and the highest twentieth of what comes out."
        )
        reading = (
            "Ranks are taken among the countries shown, so a range belongs to that group. The draws are fixed by a seed: "
            "the same release and group always give the same ranges. Where the ranges of two countries overlap, which of "
            f"them is ahead may depend on these choices. With your own weights, {live} draws are made around them."
        )
        return [drawn, reading]

    def held(self, country: Named, low: int, high: int, reweighted: bool) -> str:
        cases = "re-weightings" if reweighted else "recomputations"
        if low == high:
            return f"In nine of ten {cases} {called(country)} stays {ordinal(low, 'en')}."
        return f"In nine of ten {cases} {called(country)} ranks between {ordinal(low, 'en')} and {ordinal(high, 'en')}."

    def missing(self, element: str, reason: str) -> str:
        return f"{element}: {reason}."
