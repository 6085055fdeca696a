"""Who sees commitments, and who may do what with them, as `permissions.md` says.

A commitment is seen by those who see the decision that it comes from, in the states in which the matrix names them.
"""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q

from multaqa.commitments.models import (
    Assessment,
    AssessmentMethod,
    Commitment,
    IndicatorLink,
    Milestone,
    ProgressReport,
)
from multaqa.core.access import NOTHING, SYSTEM, both, either, visibility, visible_to
from multaqa.core.permissions import table
from multaqa.meetings.access import OWNERS, decisions, has_role, roles_in
from multaqa.meetings.models import Decision
from multaqa.members.access import groups as visible_groups
from multaqa.members.access import roles_held
from multaqa.members.models import Country, Person, RoleKind

SEES: Final = "Commitments: who sees"
DOES: Final = "Commitments: who does"


def may(actor: Any, action: str, commitment: Commitment) -> bool:
    """Whether the actor may do the action with the commitment in the state that it is in."""
    return actor is SYSTEM or bool(held_by(actor, commitment) & table(DOES).allowed(action, commitment.state))


def allowed_actions(actor: Any, commitment: Commitment) -> frozenset[str]:
    """Everything that the actor may do with the commitment now."""
    held = held_by(actor, commitment) if actor is not SYSTEM else frozenset("A")
    return frozenset(action for action, states in table(DOES).rows.items() if held & states[commitment.state])


def may_draft(actor: Any, decision: Decision, country: Country | None) -> bool:
    """Whether the actor may enter a draft that follows a decision, for a country or (None) for the whole group."""
    if actor is SYSTEM:
        return True
    new = Commitment(decision=decision, country=country)
    seen = visible_to(actor, Decision).filter(pk=decision.pk).exists()
    return seen and bool(_roles_towards(actor, new) & table(DOES).allowed("commitment.edit", new.state))


def countries_owned(actor: Any, decision: Decision) -> frozenset[str]:
    """Codes of the countries whose commitments the actor owns in the group of the decision."""
    group = decision.item.session.meeting.series.group_id
    return frozenset(of for kind, at, of in roles_held(actor) if at == group and kind in OWNERS and of)


def held_by(actor: Any, commitment: Commitment) -> frozenset[str]:
    """The letters of the roles that the actor has towards a commitment that they see."""
    if not visible_to(actor, Commitment).filter(pk=commitment.pk).exists():
        return frozenset()
    return _roles_towards(actor, commitment)


def _roles_towards(actor: Any, commitment: Commitment) -> frozenset[str]:
    meeting = commitment.decision.item.session.meeting
    held = set(roles_in(actor, meeting)) - {"O", "R"}
    if commitment.country_id in countries_owned(actor, commitment.decision):
        held.add("O")
    mine = {kind for kind, group, _of in roles_held(actor) if group == meeting.series.group_id}
    if RoleKind.REVIEWER in mine and not _is_of(actor, commitment.country_id):
        held.add("R")
    return frozenset(held)


def _is_of(person: Person, country: str | None) -> bool:
    """Whether a person belongs to a country or holds any role for it: they cannot assess it."""
    served = {of for _kind, _group, of in roles_held(person)}
    return country is not None and country in {person.country_id, *served}


def register() -> None:
    """Register the visibility of every model of the room; called once, when the room is ready."""
    visibility(Commitment)(commitments)
    for part in (Milestone, IndicatorLink, ProgressReport, Assessment):
        visibility(part)(lambda actor: commitments(actor, "commitment__"))
    visibility(AssessmentMethod)(lambda actor: visible_groups(actor, "group__"))


def commitments(actor: Any, path: str = "") -> Q:
    """Commitments whose decision the actor sees, in a state in which the matrix names one of their roles."""
    meeting = f"{path}decision__item__session__meeting__"
    shown = (
        both(
            Q(**{f"{path}state": state}),
            either(
                (
                    has_role(actor, roles - {"O"}, meeting),
                    _owns(actor, path, meeting) if "O" in roles else NOTHING,
                )
            ),
        )
        for state, roles in table(SEES).rows["commitment"].items()
    )
    return both(either(shown), decisions(actor, f"{path}decision__"))


def _owns(actor: Any, path: str, meeting: str) -> Q:
    """The actor coordinates for the country of the commitment in its group, or is the country's delegate there."""
    return either(
        Q(**{f"{path}country": country, f"{meeting}series__group": group})
        for kind, group, country in roles_held(actor)
        if kind in OWNERS and country
    )
