"""Forms for what is said of a commitment: progress reports, assessments, and the method of assessment of a group."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from multaqa.commitments import actions
from multaqa.commitments.errors import NoMethod
from multaqa.commitments.forms import AssessmentForm, MethodForm, ReportForm, half_year_before
from multaqa.commitments.models import AssessmentMethod
from multaqa.commitments.views.changing import allowed, answer, saved, sent
from multaqa.core.access import visible_to
from multaqa.members.access import may_manage
from multaqa.members.models import Group


@never_cache
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Say how far a commitment came in a period; of the last half year unless said otherwise."""
    row = allowed(request, key, "commitment.report")
    starts, ends = half_year_before(timezone.localdate())
    form = ReportForm(sent(request), initial={"period_starts": starts, "period_ends": ends})
    if saved(request, form, actions.report_progress, row, _("The report was saved.")):
        return redirect(row)
    return answer(request, form, _("Report progress"), _("Save the report"), commitment=row)


@never_cache
def assess(request: HttpRequest, key: str) -> HttpResponse:
    """Find how far a commitment came in a period, under the latest version of the method."""
    row = allowed(request, key, "commitment.assess")
    group = row.decision.item.session.meeting.series.group
    method = visible_to(request.user, AssessmentMethod).filter(group=group).first()
    starts, ends = half_year_before(timezone.localdate())
    form = AssessmentForm(sent(request), initial={"period_starts": starts, "period_ends": ends})
    if saved(request, form, actions.assess, row, _("The assessment was saved.")):
        return redirect(row)
    context = {"commitment": row, "method": method, "note": None if method else NoMethod.message}
    return answer(request, form, _("Assess"), _("Save the assessment"), **context)


@never_cache
def method(request: HttpRequest, slug: str) -> HttpResponse:
    """The versions of a group's method of assessment; those who keep the group adopt the next one here."""
    group = get_object_or_404(visible_to(request.user, Group), slug=slug)
    versions = visible_to(request.user, AssessmentMethod).filter(group=group)
    keeps = may_manage(request.user, group)
    if request.method == "POST" and not keeps:
        raise Http404
    latest = versions.first()
    form = MethodForm(sent(request), initial={"text": latest.text if latest else {}}) if keeps else None
    said = _("The method was adopted.")
    adopted = saved(request, form, actions.adopt_assessment_method, group, said) if form else None
    if adopted:
        return redirect("commitments:method", slug=group.slug)
    status = 422 if form is not None and form.is_bound else 200
    context = {"group": group, "versions": versions, "form": form}
    return render(request, "commitments/method.html", context, status=status)
