"""Everything that changes meetings: each use case checks permission and leaves its audit entry.

Bad values raise Django's ValidationError (a form shows it beside its field); refusals raise `Denied`, `Conflict` or one
of `meetings.errors`.
"""

from multaqa.meetings.actions.agenda import (
    add_item,
    add_session,
    edit_item,
    edit_session,
    move_item,
    release_agenda,
    withdraw_item,
    withdraw_session,
)
from multaqa.meetings.actions.calendars import make_feed, revoke_feed
from multaqa.meetings.actions.decisions import (
    adopt_decision,
    adopt_minutes,
    comment_on_minutes,
    draft_decision,
    edit_decision,
    open_minutes_to_comments,
    write_minutes,
)
from multaqa.meetings.actions.delegations import (
    accredit,
    answer_invitation,
    ask_for_the_floor,
    call_speaker,
    invite_delegation,
    make_audience,
    record_presence,
    register_participant,
    remind_delegation,
    withdraw_participant,
)
from multaqa.meetings.actions.documents import (
    add_document,
    add_file,
    derestrict,
    edit_document,
    issue_version,
)
from multaqa.meetings.actions.meetings import (
    announce,
    cancel,
    conclude,
    create_series,
    edit_meeting,
    open_meeting,
    plan_meeting,
)

__all__ = [
    "accredit",
    "add_document",
    "add_file",
    "add_item",
    "add_session",
    "adopt_decision",
    "adopt_minutes",
    "announce",
    "answer_invitation",
    "ask_for_the_floor",
    "call_speaker",
    "cancel",
    "comment_on_minutes",
    "conclude",
    "create_series",
    "derestrict",
    "draft_decision",
    "edit_decision",
    "edit_document",
    "edit_item",
    "edit_meeting",
    "edit_session",
    "invite_delegation",
    "issue_version",
    "make_audience",
    "make_feed",
    "move_item",
    "open_meeting",
    "open_minutes_to_comments",
    "plan_meeting",
    "record_presence",
    "register_participant",
    "release_agenda",
    "remind_delegation",
    "revoke_feed",
    "withdraw_item",
    "withdraw_participant",
    "withdraw_session",
    "write_minutes",
]
