"""The framework document: everything that defines one edition of an index."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, PrivateAttr, StringConstraints, ValidationError

from multaqa.composite.answers.checks import check_questionnaire
from multaqa.composite.answers.questionnaire import AnswerColumns, Derived, Question, Questionnaire, Roster
from multaqa.composite.answers.rosters import read_rosters
from multaqa.composite.checks import check
from multaqa.composite.document import Document, read_document
from multaqa.composite.faults import faults
from multaqa.composite.methods import (
    Aggregation,
    AggregationChoice,
    Arithmetic,
    Assumptions,
    Decimals,
    DenominatorChoice,
    Direction,
    GivenWeights,
    Goalposts,
    ImputationChoice,
    Label,
    MeanImputation,
    MedianImputation,
    MinMax,
    Missing,
    Name,
    NoImputation,
    NoNormalisation,
    Normalisation,
    NormalisationChoice,
    Number,
    Percentile,
    Range,
    Ranking,
    Round,
    Scaled,
    Screening,
    Strict,
    Treatment,
    TreatmentChoice,
    Weighting,
    WeightingChoice,
    ZScore,
)
from multaqa.composite.problems import FrameworkError, Problem

ID_PATTERN = r"^[^\W\d_][\w.\-]*$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"

Id = Annotated[str, StringConstraints(strict=True, pattern=ID_PATTERN, max_length=100)]
Words = Name
"""Text that says something: not only space."""
Language = Annotated[str, StringConstraints(strict=True, pattern=LANGUAGE_PATTERN)]
MultilingualText = Annotated[dict[Language, Words], Field(min_length=1)]


class Publisher(Strict):
    """Who publishes the index."""

    name: MultilingualText
    url: Words | None = None


class Source(Strict):
    """Where the figures or the method were taken from."""

    title: MultilingualText
    url: Words | None = None
    accessed: Words | None = None


class Columns(Strict):
    """The names of the data's columns. Data with both ``indicator`` and ``value`` are read as long."""

    unit: Words = "unit"
    time: Words = "time"
    indicator: Words = "indicator"
    value: Words = "value"
    status: Words = "status"


NodeKey = Literal[
    "name",
    "weight",
    "children",
    "denominator",
    "impute",
    "treat",
    "normalise",
    "direction",
    "weights",
    "aggregate",
    "missing",
    "rescale",
    "round",
]


class Node(Strict):
    """A place in the tree: an indicator (a column of the data) or, where it has children, a pillar.

    A pillar's ``normalise`` is applied to what its children give. ``rescale`` is for publication only: the score is
    shown on that scale, and the level above uses it unscaled. ``weights`` says where its children's weights come from.
    ``inferred`` lists the keys that the publisher never stated and that were deduced from its figures.
    """

    id: Id
    name: MultilingualText | None = None
    description: MultilingualText | None = None
    weight: Annotated[Number, Field(ge=0)] = 1.0
    children: Annotated[tuple[Node, ...], Field(min_length=1)] | None = None
    denominator: DenominatorChoice | None = None
    impute: ImputationChoice | None = None
    treat: TreatmentChoice | None = None
    normalise: NormalisationChoice | None = None
    direction: Direction = "positive"
    weights: WeightingChoice | None = None
    aggregate: AggregationChoice | None = None
    missing: Missing | None = None
    rescale: NormalisationChoice | None = None
    round: Round | None = None
    unit_of_measure: MultilingualText | None = None
    inferred: tuple[NodeKey, ...] = ()


class Method(Strict):
    """What holds wherever a node does not say otherwise; ``normalise`` and ``treat`` at indicators only."""

    impute: ImputationChoice = (NoImputation(kind="none"),)
    screen: Screening | None = None
    treat: TreatmentChoice = "none"
    normalise: NormalisationChoice = NoNormalisation(kind="none")
    weights: WeightingChoice = GivenWeights(kind="given")
    aggregate: AggregationChoice = Arithmetic(kind="arithmetic")
    missing: Missing = "renormalise"
    round: Round = Round()
    rank: Ranking = Ranking()


class Band(Strict):
    """A named range of scores; ``above`` leaves its boundary to the band below, ``from`` includes it."""

    id: Id
    name: MultilingualText | None = None
    above: Number | None = None
    from_: Number | None = Field(default=None, alias="from")

    @property
    def start(self) -> float | None:
        """The boundary, whichever way it is stated; None for the last band."""
        return self.from_ if self.above is None else self.above


class Published(Strict):
    """Where the data carry the publisher's own results, and how closely ours must agree.

    ``world_rank`` is the publisher's rank among all units, of which the data may hold a part: shown, never compared.
    Without ``tolerance`` it is half a unit of the last of ``decimals``.
    """

    score: Words | None = None
    rank: Words | None = None
    world_rank: Words | None = None
    decimals: Decimals = 2
    tolerance: Annotated[Number, Field(gt=0)] | None = None

    @property
    def allowed(self) -> float:
        """The largest difference that still counts as equal, in units of the score."""
        return 0.5 * 10.0**-self.decimals if self.tolerance is None else self.tolerance


class Break(Strict):
    """Between this edition and those up to ``since`` the index changed in ways that its method does not show."""

    since: Label
    note: MultilingualText


class Framework(Strict):
    """One edition of an index, complete. Made by `load_framework` or `parse_framework`.

    ``rosters``, ``questions`` and ``indicators`` are the questionnaire, where answers are collected; an indicator of
    the tree that they do not name is a column of the data. ``answers`` names the columns of the answers.
    ``coverage`` says which units' figures are known where the publisher scored more than the data hold: then nobody
    may conclude from the data who leads.
    """

    id: Id
    edition: Label
    name: MultilingualText
    tree: Node
    publisher: Publisher | None = None
    description: MultilingualText | None = None
    sources: tuple[Source, ...] = ()
    units: Words = "countries"
    columns: Columns = Columns()
    rosters: dict[Id, Roster] = {}
    questions: tuple[Question, ...] = ()
    derived: tuple[Derived, ...] = Field(default=(), alias="indicators")
    answers: AnswerColumns = AnswerColumns()
    stated_scale: Range | None = Field(default=None, alias="scale")
    method: Method = Method()
    uncertainty: Assumptions | None = None
    bands: tuple[Band, ...] = ()
    published: Published = Published()
    breaks: tuple[Break, ...] = ()
    coverage: MultilingualText | None = None
    inferred: MultilingualText | None = None

    _file: str = PrivateAttr(default="")
    _lines: dict[str, int] = PrivateAttr(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of what the document says: its layout, comments and stated defaults do not matter."""
        document = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node in the order of the tree, the root first."""
        return tuple(_walk(self.tree))

    @cached_property
    def indicators(self) -> tuple[Node, ...]:
        """The nodes that data reach: those without children."""
        return tuple(node for node in self.nodes if node.children is None)

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """What is asked, and what the answers are worth."""
        return Questionnaire(rosters=self.rosters, questions=self.questions, indicators=self.derived)

    @cached_property
    def answered(self) -> frozenset[str]:
        """The indicators of the tree that are computed from answers."""
        named = {derived.id for derived in self.derived}
        return frozenset(node.id for node in self.indicators if node.id in named)

    @property
    def answer_columns(self) -> AnswerColumns:
        """The names of the columns of the answers; units and times stand where the data have them, unless stated."""
        shared = {"unit": self.columns.unit, "time": self.columns.time}
        unstated = shared.keys() - self.answers.model_fields_set
        return self.answers.model_copy(update={name: shared[name] for name in unstated})

    def with_columns_only(self) -> Framework:
        """The same framework for data in which every indicator is a column, those of answers worked out before."""
        copy = self.model_copy(update={"derived": ()})
        for cached in ("answered", "questionnaire"):
            copy.__dict__.pop(cached, None)
        return copy

    @property
    def scale(self) -> tuple[float, float]:
        """Ends of the scale that scores live on, for drawing: as stated, or as the normalisation makes it."""
        if self.stated_scale is not None:
            return self.stated_scale
        last = self.tree.rescale or self.tree.normalise
        methods = [last] if last else [self.normalisation_of(node) for node in self.indicators]
        ranges = {method.range if isinstance(method, _RANGED) else None for method in methods}
        if len(ranges) == 1 and (common := ranges.pop()) is not None:
            return common
        return (-3.0, 3.0) if all(isinstance(method, ZScore) for method in methods) else (0.0, 100.0)

    @property
    def decimals(self) -> int:
        """Decimals to show a score with: as published, or enough to see differences where nothing is said."""
        stated = self.round_of(self.tree).decimals
        if stated is not None:
            return stated
        low, high = self.scale
        return 4 if high - low <= 10 else 2

    def with_method(self, **choices: Any) -> Framework:
        """The same framework with other choices under ``method``, as the document writes them.

        Raises FrameworkError for a choice that cannot be read or contradicts the rest.
        """
        document = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        document["method"] = {**document.get("method", {}), **choices}
        return parse_framework(
            yaml.safe_dump(document, allow_unicode=True, sort_keys=False), f"{self.file} (changed)"
        )

    def node(self, node: str) -> Node:
        """The node with this id. Raises KeyError."""
        return self._by_id[node]

    def normalisation_of(self, node: Node) -> Normalisation:
        """The normalisation in force at a node: a pillar has none but its own."""
        inherited = self.method.normalise if node.children is None else NoNormalisation(kind="none")
        return node.normalise or inherited

    def treatment_of(self, node: Node) -> Treatment | None:
        """The treatment of outliers in force at an indicator."""
        choice = self.method.treat if node.treat is None else node.treat
        return None if choice == "none" else choice

    def weighting_of(self, node: Node) -> Weighting:
        """Where the weights of a pillar's children come from."""
        return node.weights or self.method.weights

    def aggregation_of(self, node: Node) -> Aggregation:
        """The aggregation in force at a pillar."""
        return node.aggregate or self.method.aggregate

    def missing_of(self, node: Node) -> Missing:
        """What a missing child does at a pillar."""
        return node.missing or self.method.missing

    @cached_property
    def group_columns(self) -> tuple[tuple[Node | None, str], ...]:
        """Columns of the data by which imputation groups units, each with the node that asks (None: the method)."""
        choices = [(None, self.method.impute), *((node, node.impute or ()) for node in self.nodes)]
        assumed = () if self.uncertainty is None else self.uncertainty.impute
        choices += [(None, choice) for choice in assumed]
        return tuple(
            (node, method.by)
            for node, choice in choices
            for method in choice
            if isinstance(method, MeanImputation | MedianImputation) and method.by is not None
        )

    def round_of(self, node: Node) -> Round:
        """The rounding in force at a node."""
        return node.round or self.method.round

    def line_of(self, node: str) -> int | None:
        """The line of the document on which a node begins, where it was read from text."""
        return self._lines.get(node)

    @property
    def file(self) -> str:
        """The name under which the document was read."""
        return self._file

    @cached_property
    def _by_id(self) -> dict[str, Node]:
        return {node.id: node for node in self.nodes}


_RANGED = MinMax | Goalposts | Percentile | Scaled
"""Normalisations that end on a stated range."""


def load_framework(path: str | Path) -> Framework:
    """Read a framework document (YAML, UTF-8), and the rosters that it keeps in files beside it.

    Raises FrameworkError; OSError where it cannot be opened.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FrameworkError([Problem("not-text", str(path))]) from None
    return parse_framework(text, str(path), Path(path).parent)


def parse_framework(text: str, name: str = "framework.yaml", folder: Path | None = None) -> Framework:
    """Read a framework from YAML text. Raises FrameworkError with every problem found; `name` stands in them.

    Rosters in files of their own are looked for in `folder`, and refused without one.
    """
    document = read_document(text, name)
    try:
        framework = Framework.model_validate(document.value)
    except ValidationError as error:
        raise FrameworkError(
            _in_order([*document.duplicates, *faults(error, document, name, Framework)])
        ) from None
    framework = _with_rosters(framework, document, name, folder)
    framework._file = name
    framework._lines = _node_lines(framework.tree, document, ("tree",))
    problems = [*document.duplicates, *check(framework, document, name)]
    problems += check_questionnaire(framework.questionnaire, document, name)
    problems += [
        Problem(
            "derived-with-children",
            name,
            document.lines[("indicators", place)],
            derived.id,
            params={"id": derived.id},
        )
        for place, derived in enumerate(framework.derived)
        if any(node.id == derived.id and node.children for node in framework.nodes)
    ]
    if problems:
        raise FrameworkError(_in_order(problems))
    return framework


def _with_rosters(framework: Framework, document: Document, name: str, folder: Path | None) -> Framework:
    """The framework with the items of every roster in it. Raises FrameworkError, each problem at its roster."""
    try:
        rosters = read_rosters(Questionnaire(rosters=framework.rosters), folder, name).rosters
    except FrameworkError as error:
        raise FrameworkError(
            replace(problem, line=document.lines.get(("rosters", problem.params.get("id", ""))))
            if problem.line is None and problem.file == name
            else problem
            for problem in error.problems
        ) from None
    return framework.model_copy(update={"rosters": rosters})


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the framework document, for editors and validators."""
    schema = Framework.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _walk(node: Node) -> list[Node]:
    return [node, *(below for child in node.children or () for below in _walk(child))]


def _node_lines(node: Node, document: Document, path: tuple[str | int, ...]) -> dict[str, int]:
    """Lines by id; of two nodes with one id the first keeps its line."""
    lines = {node.id: document.lines[path]}
    for position, child in enumerate(node.children or ()):
        lines = _node_lines(child, document, (*path, "children", position)) | lines
    return lines


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.line or 0)
