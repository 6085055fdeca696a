"""Who may see what. Closed by default: a model without a rule shows nothing to anybody.

Each room registers a rule per model in its ``access.py``::

    @visibility(Edition)
    def editions(actor):
        return Q(...)

and every page, API route and task lists through ``visible_to(actor, Edition)``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
Rule = Callable[[Any], Q]

_RULES: dict[type[Model], Rule] = {}
NOTHING: Final = Q(pk__in=())
EVERYTHING: Final = Q()


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
    return rows.filter(rule(actor)) if rule else rows.none()


def rules() -> dict[type[Model], Rule]:
    """The registered rules, for the test that holds every listed model to one."""
    return dict(_RULES)
