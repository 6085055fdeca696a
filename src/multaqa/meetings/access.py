"""Who sees what of a meeting, and who may do what with it, as `permissions.md` says.

What is known of an actor (`facts`) gives the groups and meetings in which they hold each role; a level of access admits
the roles that the matrix names for it in the meeting's state. What stands below a meeting is seen by those who see
everything above it: the conditions are joined by AND along the way up, so that a child can narrow and never widen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.utils import timezone

from multaqa.core.access import ALWAYS, NOTHING, SYSTEM, both, either, once, reading, visibility, visible_to
from multaqa.core.permissions import table
from multaqa.meetings.models import (
    OPEN,
    Access,
    AgendaRelease,
    Audience,
    CalendarFeed,
    Decision,
    Delegation,
    Document,
    DocumentFile,
    DocumentVersion,
    Item,
    Meeting,
    Minutes,
    MinutesComment,
    Narrowed,
    Participant,
    Presence,
    Reservation,
    Series,
    Session,
    SpeechRequest,
)
from multaqa.members.access import groups as visible_groups
from multaqa.members.access import roles_held
from multaqa.members.models import Person, RoleKind

SEES: Final = "Meetings: who sees"
DOES: Final = "Meetings: who does"
DOCUMENTS: Final = "Documents: who sees"
RECORDS: Final = "Records: who sees"
OWNERS: Final = (RoleKind.COORDINATOR, RoleKind.DELEGATE)
"""Whoever holds one of these for a country owns its commitments."""
FOR_ONES_OWN: Final = frozenset({"delegation.answer", "delegation.register"})
"""What a focal point does for its own delegation only."""


# ── who may do ──────────────────────────────────────────────────────────────────────────────────────────────────────


def may(actor: Any, action: str, meeting: Meeting) -> bool:
    """Whether the actor may do the action with the meeting in the state that it is stored in.

    Nobody may do anything with a meeting that they do not see.
    """
    return action in allowed_actions(actor, meeting)


def allowed_actions(actor: Any, meeting: Meeting) -> frozenset[str]:
    """Everything that the actor may do with the meeting now, in one query."""
    state, held = _standing(actor, meeting)
    if state is None:
        return frozenset()
    rows = table(DOES).rows
    return frozenset(action for action, states in rows.items() if held & states[state])


def roles_in(actor: Any, meeting: Meeting) -> frozenset[str]:
    """The letters of the roles that the actor has in a meeting that they see; none in one that they do not."""
    return _standing(actor, meeting)[1]


def _standing(actor: Any, meeting: Meeting) -> tuple[str | None, frozenset[str]]:
    """The stored state of a meeting that the actor sees, and the letters of their roles in it."""
    if actor is SYSTEM:
        return Meeting.objects.values_list("state", flat=True).get(pk=meeting.pk), frozenset("A")
    with reading():
        seen = visible_to(actor, Meeting).filter(pk=meeting.pk).values("state", "series__group").first()
        if seen is None:
            return None, frozenset()
        known = facts(actor)
    held = {
        letter
        for letter, (of, ids) in _held(known).items()
        if (meeting.pk if of == "meeting" else seen["series__group"]) in ids
    }
    return seen["state"], frozenset(held | ({"A"} if known.is_administrator else set()) | {"V"})


def delegations_of(actor: Any) -> QuerySet[Delegation]:
    """The delegations for which the actor answers and registers."""
    return Delegation.objects.filter(focal_email__in=addresses_of(actor))


def allowed_on(actor: Any, delegation: Delegation) -> frozenset[str]:
    """What the actor may do now with a delegation that they see; a focal point answers for its own only."""
    allowed = allowed_actions(actor, delegation.meeting)
    if "delegation.invite" in allowed or delegations_of(actor).filter(pk=delegation.pk).exists():
        return allowed
    return allowed - FOR_ONES_OWN


def delegations_spoken_for(actor: Any) -> QuerySet[Delegation]:
    """The delegations for which the actor speaks: as their focal point, or registered in them."""
    return delegations_of(actor) | Delegation.objects.filter(pk__in=facts(actor).delegations)


# ── who sees ────────────────────────────────────────────────────────────────────────────────────────────────────────


def register() -> None:
    """Register the visibility of every model of the room; called once, when the room is ready."""
    visibility(Series)(series)
    visibility(Meeting)(meetings)
    visibility(Session)(sessions)
    visibility(Item)(items)
    visibility(AgendaRelease)(lambda actor: meetings(actor, "meeting__"))
    visibility(Document)(documents)
    visibility(DocumentVersion)(lambda actor: documents(actor, "document__"))
    visibility(DocumentFile)(lambda actor: documents(actor, "version__document__"))
    visibility(Audience)(lambda actor: _keeps(actor, "meeting__"))
    visibility(Delegation)(delegations)
    visibility(Participant)(lambda actor: delegations(actor, "delegation__") & Q(is_withdrawn=False))
    visibility(Presence)(
        lambda actor: sessions(actor, "session__") & delegations(actor, "participant__delegation__")
    )
    visibility(SpeechRequest)(lambda actor: items(actor, "item__") & delegations(actor, "delegation__"))
    visibility(Decision)(decisions)
    visibility(Reservation)(lambda actor: decisions(actor, "decision__"))
    visibility(Minutes)(minutes)
    visibility(MinutesComment)(comments)
    visibility(CalendarFeed)(lambda actor: Q(person=actor.pk) if _is_person(actor) else NOTHING)


def series(actor: Any, path: str = "") -> Q:
    """The series of the groups that the actor finds, where they find a meeting of it or belong to the group."""
    known = facts(actor)
    if known.is_administrator:
        return ALWAYS
    met = Q(**{f"{path}pk__in": Meeting.objects.filter(meetings(actor)).values("series")})
    own = known.groups_as()
    return either((Q(**{f"{path}group__in": own}) if own else NOTHING, met))


def meetings(actor: Any, path: str = "") -> Q:
    """Meetings whose level and state admit one of the actor's roles, in groups that they find or are invited by."""
    levels = (Access.PUBLIC, Access.GROUP, Access.DELEGATES)
    admitted = (
        both(Q(**{f"{path}access": level.value}), _in_states(actor, SEES, level.value, path))
        for level in levels
    )
    found = either((visible_groups(actor, f"{path}series__group__"), has_role(actor, "FD", path)))
    return both(found, either(admitted))


def sessions(actor: Any, path: str = "", *, withdrawn: bool = False) -> Q:
    """Sessions of visible meetings which admit the actor; unreleased ones for those who run the meeting.

    Those that stand, or those that were taken off the agenda after it had shown them (`withdrawn`).
    """
    part = _part(actor, path, f"{path}meeting__", Session, withdrawn=withdrawn)
    return both(part, meetings(actor, f"{path}meeting__"))


def items(actor: Any, path: str = "") -> Q:
    return both(_part(actor, path, f"{path}session__meeting__", Item), sessions(actor, f"{path}session__"))


def documents(actor: Any, path: str = "") -> Q:
    """Documents of what the actor sees, whose distribution admits them at this hour."""
    now = timezone.now()
    kept_back = Q(**{f"{path}embargo_until__gt": now})
    opened = Q(**{f"{path}derestricted_at__lte": now})
    states = {"embargoed": kept_back, "derestricted": ~kept_back & opened}
    states["issued"] = ~kept_back & (
        Q(**{f"{path}derestricted_at__isnull": True}) | Q(**{f"{path}derestricted_at__gt": now})
    )
    circle = either(
        both(
            Q(**{f"{path}distribution": distribution}),
            condition,
            has_role(actor, table(DOCUMENTS).allowed(distribution, state), f"{path}meeting__"),
        )
        for distribution in Document.Distribution.values
        for state, condition in states.items()
    )
    return both(
        circle,
        _narrow(actor, path, f"{path}meeting__", Document),
        meetings(actor, f"{path}meeting__"),
        Q(**{f"{path}session__isnull": True}) | sessions(actor, f"{path}session__"),
        Q(**{f"{path}item__isnull": True}) | items(actor, f"{path}item__"),
    )


def delegations(actor: Any, path: str = "") -> Q:
    """Delegations of the meetings in which the actor takes part or which they run, and one's own."""
    meeting = f"{path}meeting__"
    return both(_in_states(actor, DOES, "delegation.see", meeting), meetings(actor, meeting))


def comments(actor: Any) -> Q:
    """Comments on minutes that the actor sees: all of them for those who run the meeting, else one's own."""
    if not _is_person(actor):
        return NOTHING
    own = Q(delegation__in=delegations_spoken_for(actor)) | Q(author=actor.pk)
    circle = either((_keeps(actor, "minutes__session__meeting__"), own))
    return both(circle, minutes(actor, "minutes__"))


def decisions(actor: Any, path: str = "") -> Q:
    adopted = Q(**{f"{path}adopted_at__isnull": False})
    states = {"draft": ~adopted, "adopted": adopted}
    record = _record(actor, "decision", f"{path}item__session__meeting__", states)
    return both(record, items(actor, f"{path}item__"))


def minutes(actor: Any, path: str = "") -> Q:
    phases = {phase: Q(**{f"{path}phase": phase}) for phase in Minutes.Phase.values}
    record = _record(actor, "minutes", f"{path}session__meeting__", phases)
    return both(record, sessions(actor, f"{path}session__"))


# ── conditions ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _part(actor: Any, path: str, meeting: str, model: type[Narrowed], *, withdrawn: bool = False) -> Q:
    """A session or an item that admits the actor, and was released unless the actor runs the meeting."""
    stands = Q(**{f"{path}is_withdrawn": withdrawn})
    released = Q(**{f"{path}is_released": True})
    shown = released if withdrawn else either((released, _keeps(actor, meeting)))
    return both(stands, _narrow(actor, path, meeting, model), shown)


def _narrow(actor: Any, path: str, meeting: str, model: type[Narrowed]) -> Q:
    """The condition of a part's own level; `meeting` is the path to its meeting."""
    if facts(actor).is_administrator:
        return ALWAYS
    narrowed = (
        both(
            Q(**{f"{path}access": level.value}),
            either((_in_states(actor, SEES, level.value, meeting), _admitted_in(actor, level, path, model))),
        )
        for level in (Access.DELEGATES, Access.NAMED, Access.CLOSED)
    )
    return either((Q(**{f"{path}access": OPEN}), *narrowed))


def _admitted_in(actor: Any, level: Access, path: str, model: type[Narrowed]) -> Q:
    """Where the matrix names N, those who are named for the part, or whose delegation is admitted to it."""
    if level is Access.DELEGATES or "N" not in table(SEES).allowed(level.value, "open"):
        return NOTHING
    known = facts(actor)
    if level is Access.NAMED:
        mine, through, column = known.audiences, model.audiences.through, "audience__in"
    else:
        mine, through, column = known.delegations, model.admitted.through, "delegation__in"
    if not mine:
        return NOTHING
    named = through._default_manager.filter(**{column: mine})
    return Q(**{f"{path}pk__in": named.values(model._meta.model_name or "")})


def _in_states(actor: Any, heading: str, row: str, meeting: str) -> Q:
    """The meeting is in a state in which the row names one of the actor's roles."""
    states: dict[frozenset[str], list[str]] = {}
    for state, roles in table(heading).rows[row].items():
        states.setdefault(roles, []).append(state)
    return either(
        both(Q(**{f"{meeting}state__in": together}), has_role(actor, roles, meeting))
        for roles, together in states.items()
    )


def _record(actor: Any, row: str, meeting: str, states: Mapping[str, Q]) -> Q:
    return either(
        both(condition, has_role(actor, table(RECORDS).allowed(row, state), meeting))
        for state, condition in states.items()
    )


def has_role(actor: Any, roles: Iterable[str], meeting: str) -> Q:
    """The actor has one of the roles (letters of the matrix) in the meeting at the path."""
    known = facts(actor)
    if "V" in roles or ("A" in roles and known.is_administrator):
        return ALWAYS
    ids: dict[str, frozenset[int]] = {}
    for letter, (of, held) in _held(known).items():
        if letter in roles:
            ids[of] = ids.get(of, frozenset()) | held
    paths = {"meeting": f"{meeting}pk__in", "group": f"{meeting}series__group__in"}
    return either(Q(**{paths[of]: held}) for of, held in ids.items() if held)


def _keeps(actor: Any, meeting: str) -> Q:
    """The actor runs the meeting: administrators, the secretariat, the chair."""
    return has_role(actor, table(DOES).allowed("meeting.run", "open"), meeting)


# ── who the actor is ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Facts:
    """What is known of an actor: their roles in groups, and their part in meetings, by primary key."""

    is_administrator: bool = False
    groups: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Kind of role → groups in which the actor holds it."""
    focal: frozenset[int] = frozenset()
    headed: frozenset[int] = frozenset()
    attended: frozenset[int] = frozenset()
    """Meetings for whose delegation the actor answers; which they head; to which they are registered."""
    delegations: frozenset[int] = frozenset()
    audiences: frozenset[int] = frozenset()

    def groups_as(self, *kinds: str) -> frozenset[int]:
        """The groups in which the actor holds one of the kinds of role; any kind where none is named."""
        return frozenset().union(*(self.groups.get(kind, ()) for kind in kinds or self.groups))


def facts(actor: Any) -> Facts:
    """What is known of the actor now, in at most four queries; nothing of a visitor."""
    return once((facts, actor.pk), lambda: _facts(actor)) if _is_person(actor) else Facts()


def _facts(person: Person) -> Facts:
    held = roles_held(person)
    groups: dict[str, frozenset[int]] = {}
    for kind, group, _country in held:
        if group is not None:
            groups[kind] = groups.get(kind, frozenset()) | {group}
    addresses = list(addresses_of(person))
    focal = Delegation.objects.filter(focal_email__in=addresses).values_list("meeting", flat=True)
    mine = list(
        Participant.objects.filter(email__in=addresses, is_withdrawn=False).values_list(
            "pk", "role", "delegation", "delegation__meeting"
        )
    )
    named = Audience.objects.filter(participants__in=[row[0] for row in mine]).values_list("pk", flat=True)
    return Facts(
        is_administrator=any(kind == RoleKind.ADMINISTRATOR for kind, _group, _country in held),
        groups=groups,
        focal=frozenset(focal),
        headed=frozenset(meeting for _pk, role, _one, meeting in mine if role == Participant.Role.HEAD),
        attended=frozenset(meeting for _pk, _role, _one, meeting in mine),
        delegations=frozenset(delegation for _pk, _role, delegation, _meeting in mine),
        audiences=frozenset(named) if mine else frozenset(),
    )


def addresses_of(actor: Any) -> QuerySet[Any]:
    """The addresses that are shown to be the actor's own."""
    own = EmailAddress.objects.filter(user=actor.pk if _is_person(actor) else None, verified=True)
    return own.values_list("email", flat=True)


def _is_person(actor: Any) -> bool:
    return isinstance(actor, Person) and actor.is_active and actor.pk is not None


def _held(known: Facts) -> Mapping[str, tuple[Literal["group", "meeting"], frozenset[int]]]:
    """Letter of a role → the groups or the meetings in which the actor holds it.

    A is no matter of group or meeting, V is everybody, and to which part N is admitted `_admitted_in` says.
    """
    return {
        "S": ("group", known.groups_as(RoleKind.SECRETARIAT)),
        "C": ("group", known.groups_as(RoleKind.CHAIR)),
        "O": ("group", known.groups_as(*OWNERS)),
        "R": ("group", known.groups_as(RoleKind.REVIEWER)),
        "M": ("group", known.groups_as()),
        "F": ("meeting", known.focal),
        "H": ("meeting", known.headed),
        "D": ("meeting", known.attended),
    }
