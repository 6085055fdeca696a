"""Who may see what. Closed by default: a model without a rule shows nothing to anybody.

Each room registers a rule per model in its ``access.py``::

    @visibility(Edition)
    def editions(actor):
        return Q(...)

and every page, API route and task lists through ``visible_to(actor, Edition)``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import reduce
from operator import and_, or_
from typing import Any, Final, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
T = TypeVar("T")
Rule = Callable[[Any], Q]

_RULES: dict[type[Model], Rule] = {}
NOTHING: Final = Q(pk__in=())
EVERYTHING: Final = Q()
ALWAYS: Final = Q(pk__isnull=False)
"""Holds for every row. Unlike an empty ``Q``, which Django drops, it survives being joined with another."""


def either(conditions: Iterable[Q]) -> Q:
    """One of the conditions holds; those that never do are left out, which keeps the statement short."""
    able = [condition for condition in conditions if condition != NOTHING]
    if ALWAYS in able:
        return ALWAYS
    return reduce(or_, able) if able else NOTHING


def both(*conditions: Q) -> Q:
    """All of the conditions hold; those that always do are left out."""
    if NOTHING in conditions:
        return NOTHING
    telling = [condition for condition in conditions if condition != ALWAYS]
    return reduce(and_, telling) if telling else ALWAYS


class System:
    """The platform itself, acting through its command line: it may do everything, and the audit log says so."""

    pk = None
    is_authenticated = True
    is_active = True

    def __str__(self) -> str:
        return "system"


SYSTEM: Final = System()


def visibility(model: type[Model]) -> Callable[[Rule], Rule]:
    """Register the rule (actor → ``Q``) that says which rows of ``model`` an actor may see."""

    def register(rule: Rule) -> Rule:
        _RULES[model] = rule
        return rule

    return register


def visible_to(actor: Any, model: type[M]) -> QuerySet[M]:
    """The rows of ``model`` that ``actor`` may see; none where no rule is registered."""
    rows: QuerySet[M] = model._default_manager.all()
    if actor is SYSTEM:
        return rows
    rule = _RULES.get(model)
    if rule is None:
        return rows.none()
    with reading():
        return rows.filter(rule(actor))


_READ: ContextVar[dict[Any, Any] | None] = ContextVar("multaqa_read", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """While nothing changes (a request that only reads, one rule), what is known of an actor is asked once."""
    if _READ.get() is not None:
        yield
        return
    before = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(before)


def once(key: Any, ask: Callable[[], T]) -> T:
    """What ``ask`` answers; inside ``reading()``, what it answered the first time for this key."""
    known = _READ.get()
    if known is None:
        return ask()
    if key not in known:
        known[key] = ask()
    answer: T = known[key]
    return answer


def rules() -> dict[type[Model], Rule]:
    """The registered rules, for the test that holds every listed model to one."""
    return dict(_RULES)
