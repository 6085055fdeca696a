"""What changed in the method from one edition to another, so that a change of rank is not mistaken for progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from multaqa.composite.change_words import CHANGE_WORDS, PARAMETER_WORDS
from multaqa.composite.framework import Framework, Node
from multaqa.composite.methods import Edition, Judgement
from multaqa.language.text import in_language

_SENTENCES: dict[str, tuple[str, str]] = {
    "break": ("{note}", "{note}"),
    "node-added": ("“{node}” was added.", "أُضيف «{node}»."),
    "node-removed": ("“{node}” was removed.", "حُذف «{node}»."),
    "node-moved": (
        "“{node}” moved from “{before}” to “{after}”.",
        "نُقل «{node}» من «{before}» إلى «{after}».",
    ),
    "weight": (
        "The weight of “{node}” among its siblings changed from {before} to {after}.",
        "تغيّر وزن «{node}» بين نظرائه من {before} إلى {after}.",
    ),
    "denominator": (
        "What “{node}” is divided by changed from {before} to {after}.",
        "تغيّر ما تُقسم عليه قيمة «{node}» من {before} إلى {after}.",
    ),
    "impute": (
        "How missing values of “{node}” are estimated changed from {before} to {after}.",
        "تغيّرت طريقة تقدير القيم الغائبة في «{node}» من {before} إلى {after}.",
    ),
    "treat": (
        "How outliers of “{node}” are treated changed from {before} to {after}.",
        "تغيّرت طريقة معالجة القيم المتطرفة في «{node}» من {before} إلى {after}.",
    ),
    "weights": (
        "Where the weights of the parts of “{node}” come from changed from {before} to {after}.",
        "تغيّرت طريقة تحديد أوزان عناصر «{node}» من {before} إلى {after}.",
    ),
    "rescale": (
        "The scale on which “{node}” is published changed from {before} to {after}.",
        "تغيّر سلم نشر «{node}» من {before} إلى {after}.",
    ),
    "normalise": (
        "The normalisation of “{node}” changed from {before} to {after}.",
        "تغيّرت طريقة تطبيع «{node}» من {before} إلى {after}.",
    ),
    "direction": (
        "The direction of “{node}” changed from {before} to {after}.",
        "تغيّر اتجاه «{node}» من {before} إلى {after}.",
    ),
    "aggregate": (
        "The aggregation of “{node}” changed from {before} to {after}.",
        "تغيّرت طريقة تجميع «{node}» من {before} إلى {after}.",
    ),
    "missing": (
        "How “{node}” treats missing values changed from {before} to {after}.",
        "تغيّرت معاملة القيم الغائبة في «{node}» من {before} إلى {after}.",
    ),
    "round": (
        "The rounding of “{node}” changed from {before} to {after}.",
        "تغيّر تقريب «{node}» من {before} إلى {after}.",
    ),
    "rank": (
        "The ranking rule changed from {before} to {after}.",
        "تغيّرت قاعدة تحديد المراتب من {before} إلى {after}.",
    ),
    "screen": (
        "The data that a unit needs changed from {before} to {after}.",
        "تغيّرت شروط البيانات المطلوبة من كل وحدة من {before} إلى {after}.",
    ),
    "uncertainty": (
        "The assumptions of the uncertainty analysis changed.",
        "تغيّرت افتراضات تحليل عدم اليقين.",
    ),
    "scale": ("The scale changed from {before} to {after}.", "تغيّر السلم من {before} إلى {after}."),
    "bands": ("The bands or their boundaries changed.", "تغيّرت الفئات أو حدودها."),
}


@dataclass(frozen=True)
class Change:
    """One difference between two methods.

    ``code`` is stable; ``before`` and ``after`` are words of the document, space-separated, parameters as ``key=value``
    (spaces inside are no-break spaces); ``note`` is the text of a declared break.
    """

    code: str
    node: str | None = None
    before: str = ""
    after: str = ""
    note: Mapping[str, str] = field(default_factory=dict)
    name: Mapping[str, str] = field(default_factory=dict)

    def message(self, language: str = "en") -> str:
        """The difference as a sentence in English or Arabic."""
        is_arabic = language.partition("-")[0] == "ar"
        return _SENTENCES[self.code][is_arabic].format(
            node=in_language(self.name, language) or self.node,
            before=_spoken(self.before, self.code, is_arabic),
            after=_spoken(self.after, self.code, is_arabic),
            note=in_language(self.note, language),
        )


def method_changes(a: Framework, b: Framework) -> list[Change]:
    """What differs in the method from edition `a` to edition `b`, declared breaks first; empty where nothing does.

    Names, descriptions and sources are no part of a method. A break that the later edition declares `since` a given
    edition lies between every edition up to that one and itself.
    """
    return [*_breaks(a, b), *_tree_changes(a, b), *_node_changes(a, b), *_framework_changes(a, b)]


def _breaks(a: Framework, b: Framework) -> Iterator[Change]:
    earlier, later = sorted((a, b), key=lambda framework: framework.edition)
    for known in later.breaks:
        if earlier.edition <= known.since and earlier.edition != later.edition:
            yield Change("break", before=earlier.edition, after=later.edition, note=known.note)


def _tree_changes(a: Framework, b: Framework) -> Iterator[Change]:
    before, after = _parents(a), _parents(b)
    for node in a.nodes:
        if node.id not in after:
            yield _change("node-removed", node, "", "")
    for node in b.nodes:
        if node.id not in before:
            yield _change("node-added", node, "", "")
        elif before[node.id] != after[node.id]:
            yield _change("node-moved", node, before[node.id], after[node.id])


def _node_changes(a: Framework, b: Framework) -> Iterator[Change]:
    known = {node.id for node in a.nodes}
    shares_a, shares_b = _shares(a), _shares(b)
    for node in b.nodes:
        if node.id not in known:
            continue
        before, after = shares_a[node.id], shares_b[node.id]
        if before is not None and after is not None and abs(before - after) > 1e-9:
            yield _change("weight", node, _percent(before), _percent(after))
        then, now = _rules(a, a.node(node.id)), _rules(b, node)
        for code, rule in now.items():
            if code in then and then[code] != rule:
                yield _change(code, node, then[code], rule)


def _framework_changes(a: Framework, b: Framework) -> Iterator[Change]:
    rules: dict[str, Callable[[Framework], str]] = {
        "screen": lambda f: _words("screened", f.method.screen) if f.method.screen else "none",
        "rank": _ranking,
        "scale": lambda f: f"{f.scale[0]:g}–{f.scale[1]:g}",
        "bands": lambda f: " ".join(_band_rules(f)),
    }
    for code, rule in rules.items():
        before, after = rule(a), rule(b)
        if before != after:
            yield Change(code, before=before, after=after)
    if _assumed(a) != _assumed(b):
        yield Change("uncertainty")


def _ranking(framework: Framework) -> str:
    rank = framework.method.rank
    decimals = "" if rank.decimals is None else f" decimals={rank.decimals}"
    return f"{rank.on} {rank.ties}{decimals}"


def _assumed(framework: Framework) -> object:
    """The assumptions of uncertainty; how many draws and which seed are no part of a method."""
    assumed = framework.uncertainty
    return None if assumed is None else assumed.model_copy(update={"draws": 10, "seed": 0})


def _rules(framework: Framework, node: Node) -> dict[str, str]:
    """The rules in force at a node, in words of the document."""
    rounding, normalise = framework.round_of(node), framework.normalisation_of(node)
    decimals = "all" if rounding.decimals is None else f"10^-{rounding.decimals}"
    rules = {
        "round": f"{decimals} {rounding.at}",
        "normalise": _words(normalise.kind, normalise),
        "direction": node.direction,
        "rescale": "none" if node.rescale is None else _words(node.rescale.kind, node.rescale),
    }
    if node.children is None:
        chain = node.impute or framework.method.impute
        treatment = framework.treatment_of(node)
        return rules | {
            "denominator": "none" if node.denominator is None else _words("divided", node.denominator),
            "impute": " then ".join(_words(method.kind, method) for method in chain),
            "treat": "none" if treatment is None else _words("treated", treatment),
        }
    weighting, aggregate = framework.weighting_of(node), framework.aggregation_of(node)
    missing = framework.missing_of(node)
    rule = missing if isinstance(missing, str) else f"drop_below {_percent(missing.drop_below)}"
    return rules | {
        "weights": _words(weighting.kind, weighting),
        "aggregate": _words(aggregate.kind, aggregate),
        "missing": rule,
    }


def _words(head: str, choice: BaseModel) -> str:
    """A choice in words: `head`, then what it states; a scale always, other parameters where they are not the default."""
    words = [head]
    for key, stated in type(choice).model_fields.items():
        value = getattr(choice, key)
        if key == "kind" or (value == stated.default and key != "range"):
            continue
        words.append(f"{key}={_value(value)}")
        if key == "steps":
            words += [word for step in value for word in _words("", step).split(" ") if word]
    return " ".join(words)


def _value(value: Any) -> str:
    """A parameter without spaces: members of a list apart by ``|``, the ends of a pair of numbers by a dash."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return f"{value:g}"
        case Edition(edition=edition):
            return _value(edition)
        case (int() | float() as low, int() | float() as high):
            return f"{low:g}–{high:g}"
        case tuple():
            return "|".join(_value(member) for member in value)
        case dict():
            return "|".join(f"{_value(key)}:{_value(number)}" for key, number in value.items())
        case Judgement(more=more, less=less, times=times):
            return f"{_value(more)}/{_value(less)}:{times:g}"
        case BaseModel():
            return str(getattr(value, "kind", ""))
        case _:
            return str(value).replace(" ", "\u00a0")


def _band_rules(framework: Framework) -> Iterator[str]:
    for band in framework.bands:
        if band.start is not None:
            yield f"{band.id}{'>' if band.above is not None else '≥'}{band.start:g}"


def _parents(framework: Framework) -> dict[str, str]:
    parents = {child.id: node.id for node in framework.nodes for child in node.children or ()}
    return {framework.tree.id: ""} | parents


def _shares(framework: Framework) -> dict[str, float | None]:
    """Each node's share among its siblings; None where it is not given but computed."""
    shares: dict[str, float | None] = {framework.tree.id: 1.0}
    for node in framework.nodes:
        children = node.children or ()
        total = sum(child.weight for child in children)
        match framework.weighting_of(node).kind:
            case "given":
                shares |= {child.id: child.weight / total for child in children}
            case "equal":
                shares |= {child.id: 1 / len(children) for child in children}
            case _:
                shares |= dict.fromkeys((child.id for child in children), None)
    return shares


def _percent(share: float) -> str:
    return f"{share * 100:.4g}%"


def _change(code: str, node: Node, before: str, after: str) -> Change:
    return Change(code, node.id, before, after, name=node.name or {})


def _spoken(words: str, code: str, is_arabic: bool) -> str:
    """Words of the document in a language, a method's parameters in brackets behind it."""
    heads: list[str] = []
    parameters: list[str] = []
    for word in words.split(" "):
        key, stated, value = word.partition("=")
        if stated and key in PARAMETER_WORDS:
            comma, colon = ("، ", ":") if is_arabic else (", ", "")
            members = comma.join(_parameter(member, key, is_arabic) for member in value.split("|"))
            parameters.append(f"{PARAMETER_WORDS[key][is_arabic]}{colon} {members}")
            continue
        heads += _bracketed(parameters, is_arabic)
        parameters = []
        heads.append(_named(word, code, is_arabic))
    return " ".join([*heads, *_bracketed(parameters, is_arabic)])


def _bracketed(parameters: list[str], is_arabic: bool) -> list[str]:
    return [f"({('، ' if is_arabic else ', ').join(parameters)})"] if parameters else []


def _parameter(value: str, key: str, is_arabic: bool) -> str:
    """A parameter's value: a word of ours where the key has words, else as the document has it."""
    if key == "steps" or f"{key}:{value}" in CHANGE_WORDS or value in ("true", "false"):
        return _named(value, key, is_arabic)
    return value


def _named(word: str, key: str, is_arabic: bool) -> str:
    """The short name of a word under a key; a word without one stands for itself."""
    pair = CHANGE_WORDS.get(f"{key}:{word}") or CHANGE_WORDS.get(word)
    return pair[is_arabic] if pair else word
