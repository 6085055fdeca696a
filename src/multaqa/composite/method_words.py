"""Each choice of method as a sentence, or as several, beginning in small letters and ending in a full stop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from multaqa.composite.methods import (
    Aggregation,
    BenefitOfTheDoubt,
    BenefitWeights,
    BoxCox,
    BudgetWeights,
    Categorical,
    DataNoise,
    Denominator,
    DirichletNoise,
    DropBelow,
    Edition,
    FactorWeights,
    Formula,
    FractionOfMaximum,
    Goalposts,
    HierarchyWeights,
    Imputation,
    LatestImputation,
    Log,
    MazziottaPareto,
    MeanImputation,
    MedianImputation,
    MinMax,
    Missing,
    NearestImputation,
    Normalisation,
    OptimisedWeights,
    PcaWeights,
    Power,
    RegressionImputation,
    RelativeNoise,
    SiblingImputation,
    Treatment,
    TreatmentStep,
    Weighting,
    WeightNoise,
    WeightSets,
    Winsorise,
    ZScore,
)
from multaqa.composite.wording import Wording

_FULL_BOUNDS = (0.0, 1.0)


class MethodWords(Wording):
    """Sentences about the typed choices of `multaqa.composite.methods`."""

    def denominator(self, method: Denominator) -> str:
        """What values are divided by."""
        table = "" if method.table is None else self.say("denominate:table", table=method.table)
        key = "denominate:by" if method.scale == 1 else "denominate:per"
        return self.say(key, column=method.column, scale=self.number(method.scale), table=table)

    def imputation(self, methods: Sequence[Imputation]) -> str:
        """What stands for a missing value, in the order in which the methods are tried."""
        parts = [self._estimate(method) for method in methods if method.kind != "none"]
        if not parts:
            return self.say("impute:none")
        return self.say("impute", parts=self.say("impute:next").join(parts))

    def _estimate(self, method: Imputation) -> str:
        key = f"impute:{method.kind}"
        match method:
            case MeanImputation(by=str(column)) | MedianImputation(by=str(column)):
                return self.say(f"{key}:by", by=column)
            case SiblingImputation():
                return self.say(f"{key}:{method.statistic}", within=self.say(f"within:{method.within}"))
            case RegressionImputation() if method.on:
                return self.say(f"{key}:on", names=self.names(method.on))
            case NearestImputation():
                return self.say(key, neighbours=self.number(method.neighbours))
            case LatestImputation(longest=int(years)):
                return self.say(f"{key}:longest", longest=self.count(years, "years"))
            case _:
                return self.say(key, within=self.say(f"within:{getattr(method, 'within', 'all')}"))

    def treatment(self, method: Treatment | None) -> str:
        """What is done about outliers."""
        if method is None:
            return self.say("treat:none")
        over = self.say(f"treat:over:{method.over}")
        between = self.say("treat:then" if method.always else "treat:next")
        steps = between.join(self._step(step) for step in method.steps)
        limits = {"skewness": self.number(method.skewness), "kurtosis": self.number(method.kurtosis)}
        told = self.say("treat:always" if method.always else "treat", steps=steps, over=over, **limits)
        if len(method.steps) == 1:
            return told
        from_last = method.cumulative or method.always
        return f"{told} {self.say('treat:cumulative' if from_last else 'treat:original')}"

    def _step(self, step: TreatmentStep) -> str:
        match step:
            case Winsorise():
                return self.say("treat:winsorise", most=self.number(step.most))
            case Log():
                oriented = self.say("treat:oriented") if step.oriented else ""
                return self.say(f"treat:log:{step.form}", oriented=oriented)
            case BoxCox():
                shift = self.say("treat:shift") if step.shift else ""
                if step.power is None:
                    return self.say("treat:box_cox", shift=shift)
                return self.say("treat:box_cox:power", power=self.number(step.power), shift=shift)

    def normalisation(self, method: Normalisation, each: str = "indicators") -> str:
        """How indicators (or, for `each` ``score``, the scores of a pillar) are brought to one scale."""
        words = {"each": self.say(f"each:{each}"), "over": self._over(method)}
        start, end = getattr(method, "range", (0.0, 0.0))
        words |= {"start": self.number(start), "end": self.number(end)}
        for key in ("low", "high", "target", "scale"):
            if (stated := getattr(method, key, None)) is not None:
                words[key] = self.number(stated)
        if (ties := getattr(method, "ties", None)) is not None:
            words["tied"] = self.say(f"tied:{ties}")
            words["over"] = self.say(f"among:{getattr(method, 'over', 'time')}")
        key = f"normalise:{method.kind}"
        match method:
            case MinMax():
                ends = {(False, True): ":high", (True, False): ":low", (True, True): ":both"}
                return self.say(
                    key + ends.get((method.low is not None, method.high is not None), ""), **words
                )
            case ZScore():
                return self._zscore(method, words)
            case Goalposts():
                how = self.say("goalposts:log" if method.log else "goalposts:linear")
                return self.say(key, how=how, cap=self.say(f"goalposts:cap:{method.cap}"), **words)
            case Categorical():
                return self.say(key, parts=self.list(list(self._classes(method))), **words)
            case FractionOfMaximum():
                return self.say(key, **words)
            case _:
                cap = self.say("distance:cap") if getattr(method, "cap", False) else ""
                return self.say(key, cap=cap, **words, **self._reference(method))

    def _reference(self, method: Normalisation) -> dict[str, str]:
        """The unit that distances are measured to, where the method names one."""
        return {"unit": unit} if (unit := getattr(method, "unit", None)) is not None else {}

    def _over(self, method: object) -> str:
        over = getattr(method, "over", "time")
        if isinstance(over, Edition):
            return self.say("over:edition", edition=over.edition)
        return self.say(f"over:{over}")

    def _zscore(self, method: ZScore, words: dict[str, str]) -> str:
        centre = self.say("zscore:centre", over=words["over"])
        if method.mean is not None:
            centre = self.say("zscore:centre:stated", mean=self.number(method.mean))
        steps = self.say("zscore:steps")
        if method.deviation is not None:
            steps = self.say("zscore:steps:stated", deviation=self.number(method.deviation))
        told = self.say("normalise:zscore", centre=centre, steps=steps, **words)
        mean, deviation = method.to
        if (mean, deviation) == (0.0, 1.0):
            return told
        to = self.say("zscore:to", mean=self.number(mean), deviation=self.number(deviation))
        return f"{told} {to}"

    def _classes(self, method: Categorical) -> Iterator[str]:
        over = self._over(method)
        limits = [
            self.say(f"class:{method.of}", value=self.number(limit), over=over) for limit in method.thresholds
        ]
        points = [self.number(number) for number in method.points]
        yield self.say("class:below", points=points[0], limit=limits[0])
        for earned, limit in zip(points[1:], limits, strict=True):
            yield self.say("class:from", points=earned, limit=limit)

    def weighting(self, method: Weighting) -> str:
        """Where the weights of a pillar's children come from."""
        key = f"weights:{method.kind}"
        match method:
            case PcaWeights():
                return self.say(f"{key}:{method.form}", eigenvalue=self.number(method.eigenvalue))
            case FactorWeights():
                return self.say(key, eigenvalue=self.number(method.eigenvalue))
            case BenefitWeights():
                return self.say(key, bounds=self._bounds(method.bounds))
            case HierarchyWeights():
                parts = [
                    self.say(
                        "weights:judgement",
                        more=self.names((one.more,)),
                        less=self.names((one.less,)),
                        times=self.number(one.times),
                    )
                    for one in method.judgements
                ]
                limit = self.number(method.consistency)
                return self.say(key, consistency=limit, parts=self.list(parts))
            case BudgetWeights():
                return self.say(key, count=self.count(len(method.allocations), "experts"))
            case OptimisedWeights(importance=dict(importance)):
                total = sum(importance.values())
                parts = [
                    self.say(
                        "part:weighted",
                        name=self.names((child,)),
                        share=self.percent(importance[child] / total),
                    )
                    for child in importance
                ]
                return self.say(f"{key}:importance", parts=self.list(parts))
            case _:
                return self.say(key)

    def _bounds(self, bounds: tuple[float, float]) -> str:
        if bounds == _FULL_BOUNDS:
            return ""
        return self.say("bounds:stated", low=self.percent(bounds[0]), high=self.percent(bounds[1]))

    def aggregation(self, method: Aggregation) -> str:
        """How a pillar's children become its score."""
        key = f"aggregate:{method.kind}"
        match method:
            case Power():
                return self.say(key, exponent=self.number(method.exponent))
            case MazziottaPareto():
                kind = "as_is" if method.as_is else "adjusted" if method.adjusted else "own"
                standard = self.say(f"mazziotta_pareto:{kind}")
                return self.say(
                    key, standard=standard, penalty=self.say(f"mazziotta_pareto:{method.penalty}")
                )
            case BenefitOfTheDoubt():
                return self.say(key, bounds=self._bounds(method.bounds))
            case Formula():
                return self.say(key, formula=method.formula)
            case _:
                return self.say(key)

    def missing(self, rule: Missing) -> str:
        """What a missing child does."""
        if isinstance(rule, DropBelow):
            return self.say("missing:drop_below", share=self.percent(rule.drop_below))
        return self.say(f"missing:{rule}")

    def weight_noise(self, noise: WeightNoise) -> str:
        """How weights are drawn."""
        if isinstance(noise, WeightSets):
            return self.say("uncertainty:sets", count=self.count(len(noise.sets), "sets"))
        at = "" if noise.at is None else self.say("uncertainty:at", names=self.names(noise.at))
        match noise:
            case RelativeNoise():
                key = f"uncertainty:relative:{noise.distribution}"
                return self.say(key, at=at, share=self.percent(noise.share))
            case DirichletNoise():
                return self.say(
                    "uncertainty:dirichlet", at=at, concentration=self.number(noise.concentration)
                )
            case _:
                return self.say("uncertainty:free", at=at)

    def data_noise(self, noise: DataNoise) -> str:
        """The error of measurement that values carry."""
        of = self.say(f"uncertainty:of:{noise.of}")
        return self.say(f"uncertainty:data:{noise.distribution}", share=self.percent(noise.share), of=of)
