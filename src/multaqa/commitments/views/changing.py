"""Forms that change commitments: new ones from a decision, edits, milestones, elements, publishing, carrying, import."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from multaqa.commitments import actions
from multaqa.commitments.access import allowed_actions
from multaqa.commitments.exchange import import_commitments
from multaqa.commitments.forms import (
    CarryForm,
    DoneForm,
    DraftForm,
    EditCommitmentForm,
    ElementForm,
    ImportForm,
    MilestoneForm,
    countries_for,
)
from multaqa.commitments.models import Commitment, IndicatorLink, Milestone
from multaqa.commitments.views.reading import is_keeper_or_owner, page_or_404, show
from multaqa.core.access import visible_to
from multaqa.core.editing import EditForm, attempt
from multaqa.core.errors import Denied, MultaqaError
from multaqa.core.printing import page_language
from multaqa.meetings.models import Decision

T = TypeVar("T")
RELATED = "decision__item__session__meeting__series__group"


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None where the page is only opened."""
    return request.POST if request.method == "POST" else None


def answer(request: HttpRequest, form: EditForm, title: str, save: str, **context: Any) -> HttpResponse:
    """A page with a form: 409 where somebody saved meanwhile, 422 with other errors at their fields."""
    context = {"form": form, "title": title, "save": save, **context}
    return render(request, "commitments/form.html", context, status=form.http_status)


def saved(
    request: HttpRequest, form: EditForm, action: Callable[..., T], subject: Any, said: str
) -> T | None:
    """Run the action of a valid form and say that it was done; None where the form is not valid or it was refused."""
    result = None
    if form.is_valid():
        result = attempt(form, action, request.user, subject, **form.cleaned_data)
    if result is not None:
        messages.success(request, said)
    return result


def allowed(request: HttpRequest, key: str, action: str) -> Commitment:
    """The commitment with the key; 404 where the reader does not see it or may not do the action with it now."""
    row = get_object_or_404(visible_to(request.user, Commitment).select_related(RELATED, "country"), key=key)
    if action not in allowed_actions(request.user, row):
        raise Http404
    return row


@never_cache
def new(request: HttpRequest, key: str) -> HttpResponse:
    """Drafts from a decision: one of the whole group, or one for each of several countries."""
    decision = get_object_or_404(
        visible_to(request.user, Decision).select_related("item__session__meeting__series__group"), key=key
    )
    form = DraftForm(request.user, decision, sent(request))
    if decision.adopted_at is None or (
        "scope" not in form.fields and not countries_for(request.user, decision)
    ):
        raise Http404
    if form.is_valid():
        drafts = attempt(form, actions.draft_commitments, request.user, decision, **form.cleaned_data)
        if drafts:
            text = ngettext("%(n)s draft was saved.", "%(n)s drafts were saved.", len(drafts))
            messages.success(request, text % {"n": len(drafts)})
            return redirect(drafts[0] if len(drafts) == 1 else "commitments:commitment-list")
    return answer(request, form, _("New commitments"), _("Save the drafts"), decision=decision)


@never_cache
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change what a commitment says."""
    row = allowed(request, key, "commitment.edit")
    form = EditCommitmentForm(sent(request), initial=EditCommitmentForm.initial_of(row))
    if saved(request, form, actions.edit_commitment, row, _("The commitment was saved.")):
        return redirect(row)
    return answer(request, form, _("Edit the commitment"), _("Save"), commitment=row)


@require_POST
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Show a draft to everybody who sees its decision; where something is missing, the page says what."""
    row = allowed(request, key, "commitment.publish")
    return _done_or_said(request, row, actions.publish_commitment, _("The commitment was published."))


@require_POST
def close(request: HttpRequest, key: str) -> HttpResponse:
    """End the work on a commitment."""
    row = allowed(request, key, "commitment.close")
    return _done_or_said(request, row, actions.close_commitment, _("The commitment was closed."))


@never_cache
def carry(request: HttpRequest, key: str) -> HttpResponse:
    """Go on with a commitment under a decision of a later meeting."""
    row = allowed(request, key, "commitment.carry")
    form = CarryForm(request.user, row, sent(request))
    said = _("The commitment was carried forward. Read the draft and publish it.")
    if carried := saved(request, form, actions.carry_forward, row, said):
        return redirect(carried)
    return answer(request, form, _("Carry forward"), _("Carry forward"), commitment=row)


# ── milestones and elements ─────────────────────────────────────────────────────────────────────────────────────────


@never_cache
def new_milestone(request: HttpRequest, key: str) -> HttpResponse:
    """Add a step."""
    row = allowed(request, key, "commitment.edit")
    form = MilestoneForm(sent(request))
    if saved(request, form, actions.add_milestone, row, _("The milestone was added.")):
        return redirect(row)
    return answer(request, form, _("New milestone"), _("Save"), commitment=row)


@never_cache
def edit_milestone(request: HttpRequest, key: str) -> HttpResponse:
    """Change a step."""
    step, row = _step(request, key, "commitment.edit")
    initial = {"title": step.title, "indicator": step.indicator, "due_on": step.due_on}
    form = MilestoneForm(sent(request), initial=initial)
    if saved(request, form, actions.edit_milestone, step, _("The milestone was saved.")):
        return redirect(row)
    return answer(request, form, _("Edit the milestone"), _("Save"), commitment=row)


@never_cache
def complete_milestone(request: HttpRequest, key: str) -> HttpResponse:
    """Say when a step was done, or that it was not."""
    step, row = _step(request, key, "commitment.report")
    form = DoneForm(sent(request), initial={"done_on": step.done_on})
    if saved(request, form, actions.complete_milestone, step, _("The milestone was saved.")):
        return redirect(row)
    return answer(request, form, str(step.title), _("Save"), commitment=row)


@require_POST
def remove_milestone(request: HttpRequest, key: str) -> HttpResponse:
    """Take a step away."""
    step, row = _step(request, key, "commitment.edit")
    return _done_or_said(
        request,
        row,
        lambda actor, _row: actions.remove_milestone(actor, step),
        _("The milestone was removed."),
    )


@never_cache
def link_element(request: HttpRequest, key: str) -> HttpResponse:
    """Name an element of an index that the commitment is meant to move."""
    row = allowed(request, key, "commitment.edit")
    form = ElementForm(request.user, page_language(), sent(request))
    if saved(request, form, actions.link_indicator, row, _("The element was linked.")):
        return redirect(row)
    return answer(request, form, _("Link an element of an index"), _("Link"), commitment=row)


@require_POST
def unlink_element(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take an element of an index away."""
    row = allowed(request, key, "commitment.edit")
    link = get_object_or_404(visible_to(request.user, IndicatorLink), pk=pk, commitment=row)
    return _done_or_said(
        request,
        row,
        lambda actor, _row: actions.unlink_indicator(actor, link),
        _("The element was taken away."),
    )


# ── a whole table ───────────────────────────────────────────────────────────────────────────────────────────────────


@never_cache
def import_table(request: HttpRequest) -> HttpResponse:
    """Drafts from a spreadsheet: all rows or, where anything is wrong, none and every mistake with its place."""
    if not is_keeper_or_owner(request.user):
        raise Http404
    form = ImportForm(sent(request), request.FILES if request.method == "POST" else None)
    mistakes: tuple[Any, ...] = ()
    if form.is_valid():
        done = import_commitments(request.user, form.cleaned_data["file"].file)
        mistakes = done.mistakes
        if not mistakes:
            text = _("Rows added: %(created)s. Changed: %(changed)s. As before: %(unchanged)s.")
            messages.success(request, text % vars(done))
            return redirect("commitments:commitment-list")
        form.add_error("file", ValidationError(_("Nothing was stored. Correct what is listed and send the file again."), code="mistakes"))  # fmt: skip
    context = {"form": form, "mistakes": mistakes}
    return render(request, "commitments/import.html", context, status=form.http_status)


def _step(request: HttpRequest, key: str, action: str) -> tuple[Milestone, Commitment]:
    step = get_object_or_404(visible_to(request.user, Milestone).select_related("commitment"), key=key)
    return step, allowed(request, step.commitment.key, action)


def _done_or_said(request: HttpRequest, row: Commitment, action: Any, said: str) -> HttpResponse:
    """Do what one button asks for; where it is refused, the page of the commitment says why."""
    try:
        action(request.user, row)
    except Denied as denied:
        raise Http404 from denied
    except MultaqaError as refusal:
        return show(request, page_or_404(request, row.key), refusal)
    messages.success(request, said)
    return redirect(row)
