"""Everything that changes commitments: drafted from a decision, published, reported on, assessed, closed or carried on.

Bad values raise Django's ValidationError, whose codes are stable; refusals raise `Denied` or one of
`commitments.errors`. Whoever edits names the version from which they started; a stale one raises `Conflict`.
"""

from multaqa.commitments.actions.commitments import (
    TEXTS,
    carry_forward,
    close_commitment,
    draft_commitments,
    edit_commitment,
    publish_commitment,
)
from multaqa.commitments.actions.parts import (
    add_milestone,
    complete_milestone,
    edit_milestone,
    link_indicator,
    remove_milestone,
    unlink_indicator,
)
from multaqa.commitments.actions.reporting import adopt_assessment_method, assess, report_progress

__all__ = [
    "TEXTS",
    "add_milestone",
    "adopt_assessment_method",
    "assess",
    "carry_forward",
    "close_commitment",
    "complete_milestone",
    "draft_commitments",
    "edit_commitment",
    "edit_milestone",
    "link_indicator",
    "publish_commitment",
    "remove_milestone",
    "report_progress",
    "unlink_indicator",
]
