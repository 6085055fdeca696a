"""The Arabic voice. Verbs agree with the gender of the country that follows or precedes them."""

from __future__ import annotations

from collections.abc import Sequence

from multaqa.indices.voices.names import Named
from multaqa.language.lists import join_list
from multaqa.language.numbers import ordinal

# with مراتب (feminine), the numerals from three to ten
COUNTS = {3: "ثلاث", 4: "أربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثماني", 9: "تسع", 10: "عشر"}


def places(n: int) -> str:
    """«مرتبة واحدة»، «مرتبتين»، «أربع مراتب»، «12 مرتبة»: after a preposition."""
    if n <= 2:
        return "مرتبة واحدة" if n == 1 else "مرتبتين"
    if n in COUNTS:
        return f"{COUNTS[n]} مراتب"
    return f"{n} مراتب" if 3 <= n % 100 <= 10 else f"{n} مرتبة"


def countries(n: int) -> str:
    """The number of countries as the subject of a sentence."""
    if n <= 2:
        return "دولة واحدة" if n == 1 else "دولتان"
    tail = n % 100
    if 3 <= tail <= 10:
        return f"{COUNTS[n]} دول" if n in COUNTS else f"{n} دول"
    return f"{n} دولة"


def the_rank(n: int) -> str:
    """«المرتبة الرابعة», and in figures beyond the twentieth: «المرتبة 41»."""
    return f"المرتبة {ordinal(n, 'ar', case='genitive')}" if n <= 20 else f"المرتبة {n}"


def joined(names: Sequence[Named]) -> str:
    return join_list([country.name for country in names], "ar")


SHARES = {0.5: "النصف", 0.25: "الربع", 0.2: "الخمس", 0.1: "العُشر"}


def times_over(n: int, shown: str) -> str:
    """The number of repetitions: «10 مرات»، «10,000 مرة»."""
    return f"{shown} {'مرات' if 3 <= n % 100 <= 10 else 'مرة'}"


class Arabic:
    def among(self, group: str | None, count: int) -> str:
        return group or f"الدول المشمولة هنا ({countries(count)})"

    def leads(self, first: Sequence[Named], next_ones: Sequence[Named], among: str, score: str) -> str:
        if len(first) > 1:
            return f"{'يتقاسم' if first[0].masculine else 'تتقاسم'} {joined(first)} المرتبة الأولى بين {among} بقيمة {score}."
        leader = first[0]
        text = f"{'يتصدر' if leader.masculine else 'تتصدر'} {leader.name} {among} بقيمة {score}"
        if next_ones:
            verb = ("ي" if next_ones[0].masculine else "ت") + "لي" + ("ه" if leader.masculine else "ها")
            text += f"، {verb} {joined(next_ones)}"
        return f"{text}."

    def climbed(self, names: Sequence[Named], places_gained: int, since: str) -> str:
        verb = "حقق" if names[0].masculine else "حققت"
        each = " لكل منها" if len(names) > 2 else " لكل منهما" if len(names) == 2 else ""
        return f"و{verb} {joined(names)} منذ عام {since} أكبر تقدم بمقدار {places(places_gained)}{each}."

    def below(self, names: Sequence[Named], limit: str) -> str:
        verb = "يقع" if names[0].masculine else "تقع"
        return f"و{verb} {joined(names)} دون {limit}."

    def ranks(self, country: Named, rank: int, of: int, among: str, score: str) -> str:
        verb = "يحتل" if country.masculine else "تحتل"
        return f"{verb} {country.name} {the_rank(rank)} من أصل {of} بين {among}، بقيمة {score}."

    def moved(self, country: Named, then: int, now: int, since: str) -> str:
        it = "كان" if country.masculine else "كانت"
        if then == now:
            return f"و{it} في المرتبة نفسها في عام {since}."
        verb = (
            ("تقدم" if country.masculine else "تقدمت")
            if now < then
            else ("تراجع" if country.masculine else "تراجعت")
        )
        return f"و{it} في {the_rank(then)} في عام {since}، أي أنها {verb} {places(abs(then - now))}.".replace(
            "أي أنها", "أي أنه" if country.masculine else "أي أنها"
        )

    def world(self, country: Named, rank: int, publisher: str) -> str:
        pronoun = "وهو" if country.masculine else "وهي"
        return f"{pronoun} في المرتبة {rank} بين جميع الدول، بحسب {publisher}."

    def from_to(self, then: int, now: int) -> str:
        return f"من {the_rank(then)} إلى {the_rank(now)}"

    def against_median(self, element: str, score: str, gap: str, above: bool, rank: int, of: int) -> str:
        return f"{element}: {score}، {'أعلى' if above else 'أدنى'} من الوسيط بمقدار {gap}، في {the_rank(rank)} من أصل {of}."

    def whatif(
        self,
        first: Sequence[Named],
        stays: bool,
        moved: int,
        of: int,
        furthest: Named | None,
        places_gained: int,
    ) -> str:
        if len(first) > 1:
            opening = f"{'يتقاسم' if first[0].masculine else 'تتقاسم'} {joined(first)} المرتبة الأولى."
        elif stays:
            opening = f"{'يحافظ' if first[0].masculine else 'تحافظ'} {first[0].name} على المرتبة الأولى."
        else:
            opening = f"{'ينتقل' if first[0].masculine else 'تنتقل'} {first[0].name} إلى المرتبة الأولى."
        if not moved:
            return f"{opening} ولا تتغير مرتبة أي دولة."
        change = f" وتتغير {'مرتبة' if moved == 1 else 'مراتب'} {_genitive_countries(moved)} من أصل {of}."
        gain = ""
        if furthest:
            gain = f" و{'يحقق' if furthest.masculine else 'تحقق'} {furthest.name} أكبر تقدم بمقدار {places(places_gained)}."
        return opening + change + gain

    def varied(
        self, share: float | None, per_cent: str, things: Sequence[str], draws: int, times: str
    ) -> str:
        repeated = f"وتكرار ذلك {times_over(draws, times)}"
        if share is not None:
            return f"عند زيادة كل وزن أو إنقاصه بما لا يتجاوز {SHARES.get(share, per_cent)} {repeated}"
        return f"عند تغيير {join_list(list(things), 'ar')} وفق ما ينص عليه إطار القياس {repeated}"

    def range_note(self, varied: str) -> str:
        return (
            "المدى المبيّن بين قوسين هو ما تقع فيه المرتبة، والخط الدقيق تحت الشريط هو ما تقع فيه القيمة، في تسع حالات من كل عشر "
            f"{varied}. وما لا قوسين بجانبه من المراتب لا يتغير."
        )

    def ranges_hold(self, varied: str) -> str:
        return f"يشمل المدى تسع حالات من كل عشر {varied}."

    def range_method(self, varied: str, reweighted: bool, live: str) -> list[str]:
        why = (
            "قد يختلف الخبراء في أوزان المكونات نفسها،"
            if reweighted
            else "كان من الممكن أن تُتخذ خيارات أخرى في المنهجية،"
        )
        drawn = (
            f"{why} ولذلك لا تكون المرتبة ثابتة إلا بقدر صمودها أمام خيارات أخرى. ويُعاد حساب المؤشر كاملاً {varied}، "
            "ثم يُستبعد من النتائج أدنى جزء من عشرين جزءاً وأعلاه، وما بقي هو مدى المرتبة أو القيمة."
        )
        reading = (
            "وتُحسب المراتب بين الدول المعروضة، فالمدى خاص بتلك المجموعة. ولعمليات السحب العشوائي بداية ثابتة، فيعطي "
            "الإصدار نفسه مع المجموعة نفسها المدى نفسه دائماً. وإذا تداخل مدى دولتين فقد يتوقف تقدّم إحداهما على الأخرى "
            f"على هذه الخيارات. وعند استخدام أوزان القارئ تُجرى {live} عملية سحب حولها."
        )
        return [drawn, reading]

    def held(self, country: Named, low: int, high: int, reweighted: bool) -> str:
        cases = "عمليات إعادة ترجيح" if reweighted else "عمليات إعادة حساب"
        if low == high:
            stays = "يبقى" if country.masculine else "تبقى"
            return f"وفي تسع من كل عشر {cases} {stays} {country.name} في {the_rank(low)}."
        return f"وفي تسع من كل عشر {cases} يتراوح ترتيب {country.name} بين {the_rank(low)} و{the_rank(high)}."

    def missing(self, element: str, reason: str) -> str:
        return f"{element}: {reason}."


def _genitive_countries(n: int) -> str:
    return "دولتين" if n == 2 else countries(n)
