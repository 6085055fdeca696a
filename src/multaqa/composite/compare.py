"""What changed in the method from one edition to another, so that a change of rank is not mistaken for progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from multaqa.composite.framework import Framework, Node
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
    "scale": ("The scale changed from {before} to {after}.", "تغيّر السلم من {before} إلى {after}."),
    "bands": ("The bands or their boundaries changed.", "تغيّرت الفئات أو حدودها."),
}

_WORDS: dict[str, tuple[str, str]] = {
    "none": ("none", "بلا تطبيع"),
    "minmax": ("min–max", "الحد الأدنى–الحد الأقصى"),
    "zscore": ("z-scores", "الدرجات المعيارية"),
    "goalposts": ("goalposts", "الحدود الثابتة"),
    "rank": ("ranks", "المراتب"),
    "positive": ("positive", "موجب"),
    "negative": ("negative", "سالب"),
    "arithmetic": ("the arithmetic mean", "المتوسط الحسابي"),
    "geometric": ("the geometric mean", "المتوسط الهندسي"),
    "renormalise": ("renormalising", "إعادة توزيع الأوزان"),
    "zero": ("zero", "صفر"),
    "drop_below": ("a required share of", "نسبة مطلوبة قدرها"),
    "exact": ("exact scores", "القيم غير المقرّبة"),
    "published": ("published scores", "القيم المنشورة"),
    "data_precision": ("the precision of the data", "دقة البيانات"),
    "publication": ("at publication", "عند النشر"),
    "every_level": ("at every level", "في كل مستوى"),
    "min": ("ties share the better rank", "للتساوي المرتبة الأفضل"),
    "max": ("ties share the lower rank", "للتساوي المرتبة الأدنى"),
    "dense": ("ties leave no gap", "لا مراتب شاغرة بعد التساوي"),
    "average": ("ties share the mean rank", "للتساوي متوسط المراتب"),
    "all": ("all decimals", "جميع المنازل"),
}


@dataclass(frozen=True)
class Change:
    """One difference between two methods.

    ``code`` is stable; ``before`` and ``after`` are words of the document, space-separated; ``note`` is the text of a
    declared break.
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
            before=_spoken(self.before, is_arabic),
            after=_spoken(self.after, is_arabic),
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
        if abs(shares_a[node.id] - shares_b[node.id]) > 1e-9:
            yield _change("weight", node, _percent(shares_a[node.id]), _percent(shares_b[node.id]))
        then, now = _rules(a, a.node(node.id)), _rules(b, node)
        for code in then.keys() & now.keys():
            if then[code] != now[code]:
                yield _change(code, node, then[code], now[code])


def _framework_changes(a: Framework, b: Framework) -> Iterator[Change]:
    rules: dict[str, Callable[[Framework], str]] = {
        "rank": lambda f: f"{f.method.rank.on} {f.method.rank.ties}",
        "scale": lambda f: f"{f.scale[0]:g}–{f.scale[1]:g}",
        "bands": lambda f: " ".join(_band_rules(f)),
    }
    for code, rule in rules.items():
        before, after = rule(a), rule(b)
        if before != after:
            yield Change(code, before=before, after=after)


def _rules(framework: Framework, node: Node) -> dict[str, str]:
    """The rules in force at a node, in words of the document."""
    method, rounding = framework.method, framework.round_of(node)
    decimals = "all" if rounding.decimals is None else f"10^-{rounding.decimals}"
    rules = {"round": f"{decimals} {rounding.at}"}
    if node.children is None:
        normalise = framework.normalisation_of(node)
        ends = [*(getattr(normalise, key, None) for key in ("low", "high")), *getattr(normalise, "range", ())]
        numbers = [f"{number:g}" for number in ends if number is not None]
        return rules | {"normalise": " ".join([normalise.kind, *numbers]), "direction": node.direction}
    missing = node.missing or method.missing
    rule = missing if isinstance(missing, str) else f"drop_below {_percent(missing.drop_below)}"
    return rules | {"aggregate": node.aggregate or method.aggregate, "missing": rule}


def _band_rules(framework: Framework) -> Iterator[str]:
    for band in framework.bands:
        if band.start is not None:
            yield f"{band.id}{'>' if band.above is not None else '≥'}{band.start:g}"


def _parents(framework: Framework) -> dict[str, str]:
    parents = {child.id: node.id for node in framework.nodes for child in node.children or ()}
    return {framework.tree.id: ""} | parents


def _shares(framework: Framework) -> dict[str, float]:
    shares = {framework.tree.id: 1.0}
    for node in framework.nodes:
        total = sum(child.weight for child in node.children or ())
        shares |= {child.id: child.weight / total for child in node.children or ()}
    return shares


def _percent(share: float) -> str:
    return f"{share * 100:.4g}%"


def _change(code: str, node: Node, before: str, after: str) -> Change:
    return Change(code, node.id, before, after, name=node.name or {})


def _spoken(words: str, is_arabic: bool) -> str:
    return " ".join(_WORDS[word][is_arabic] if word in _WORDS else word for word in words.split(" "))
