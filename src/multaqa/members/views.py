"""Pages of people and groups: what they show comes from `queries`, what they change goes through `actions`."""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from multaqa.core.access import visible_to
from multaqa.core.editing import EditForm, attempt
from multaqa.core.errors import MultaqaError
from multaqa.members import actions, queries
from multaqa.members.access import groups_managed_by, is_administrator, may_manage
from multaqa.members.forms import (
    AcceptForm,
    AccountForm,
    GroupForm,
    InvitationForm,
    MemberForm,
    OfficeForm,
)
from multaqa.members.invitations import find_pending
from multaqa.members.models import Group, Invitation, Person, Role, holds, is_open

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """A group: its members, who chairs it, its terms; those who keep it change them here."""
    return _group_page(request, slug)


@never_cache
@login_required
def new_group(request: HttpRequest) -> HttpResponse:
    """Found a group. For everybody but administrators there is no such page."""
    if not is_administrator(request.user):
        raise Http404
    form = GroupForm(request.POST or None)
    if form.is_valid():
        founded = attempt(form, actions.create_group, request.user, **form.cleaned_data)
        if founded:
            messages.success(request, _("The group was founded. Add its member countries."))
            return redirect(founded)
    status = 422 if form.is_bound else 200
    return render(request, "members/group_form.html", {"form": form}, status=status)


@never_cache
@require_POST
@login_required
def add_member(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a country into a group that the reader keeps."""
    row = _kept(request, slug)
    form = MemberForm(request.POST, auto_id="member_%s")
    if form.is_valid():
        values = form.cleaned_data
        if attempt(form, actions.add_member, request.user, row, **values):
            messages.success(request, _("%(country)s is a member now.") % {"country": values["country"]})
            return redirect(row)
    return _group_page(request, slug, member_form=form)


@never_cache
@require_POST
@login_required
def appoint(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a term as chair or co-chair of a group that the reader keeps."""
    row = _kept(request, slug)
    form = OfficeForm(request.POST, auto_id="office_%s")
    if form.is_valid():
        values = form.cleaned_data
        if attempt(form, actions.appoint, request.user, row, **values):
            messages.success(
                request, _("The term was entered: %(country)s.") % {"country": values["country"]}
            )
            return redirect(row)
    return _group_page(request, slug, office_form=form)


def _kept(request: HttpRequest, slug: str) -> Group:
    """A group that the reader keeps. Raises Http404 for everybody else."""
    row = get_object_or_404(visible_to(request.user, Group), slug=slug)
    if not may_manage(request.user, row):
        raise Http404
    return row


def _group_page(request: HttpRequest, slug: str, **forms: EditForm) -> HttpResponse:
    try:
        page = queries.group_page(request.user, slug)
    except Group.DoesNotExist as missing:
        raise Http404 from missing
    context: dict[str, Any] = {"page": page}
    if page.group.kind == Group.Kind.BODY and may_manage(request.user, page.group):
        context |= {
            "member_form": MemberForm(auto_id="member_%s"),
            "office_form": OfficeForm(auto_id="office_%s"),
        }
    status = 422 if forms else 200
    return render(request, "members/group.html", context | forms, status=status)


@never_cache
@login_required
def people(request: HttpRequest) -> HttpResponse:
    """The people of the groups that the reader keeps; inviting more. For everybody else there is no such page."""
    groups = queries.people_by_group(request.user)
    if not groups:
        raise Http404
    form = InvitationForm(request.user, request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid() and _invite(request, form):
        return redirect("members:people")
    status = 422 if form.is_bound else 200
    context = {"groups": groups, "form": form, "founds": is_administrator(request.user)}
    return render(request, "members/people.html", context, status=status)


@require_POST
@login_required
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role that the reader sees, today."""
    role = get_object_or_404(visible_to(request.user, Role).filter(holds()).select_related("group"), pk=pk)
    actions.end_role(request.user, role)
    messages.success(request, _("The role has ended."))
    return redirect("members:me" if role.person_id == request.user.pk else "members:people")


@require_POST
@login_required
def withdraw_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an open invitation unusable."""
    invitation = get_object_or_404(
        visible_to(request.user, Invitation).filter(is_open()).select_related("group"), pk=pk
    )
    actions.withdraw_invitation(request.user, invitation)
    messages.success(request, _("The invitation was withdrawn."))
    return redirect("members:people")


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take up an invitation. An unknown, used, withdrawn or expired one gets the same page, without a name."""
    offer = find_pending(token)
    if offer is None:
        return render(request, "members/invitation_unusable.html", status=404)
    account = Person.objects.filter(email=offer.email).first()
    if account is not None:
        return _accept_as(account, request, token, offer)
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            person = actions.accept_invitation(token, name=values["name"], password=values["password"])
        except ValidationError as error:
            # The form has checked the name; what is left is the password.
            form.add_error("password", error)
        else:
            login(request, person, backend=BACKEND)
            return _welcome(request, person, offer)
    context = {"offer": offer, "form": form}
    return render(request, "members/invitation.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """One's own account: name, language, roles, and the way to password and second factor."""
    person = request.user
    assert isinstance(person, Person)
    # A copy, so that a refused name does not show in the header.
    form = AccountForm(request.POST or None, instance=Person.objects.get(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        person = actions.update_account(person, **form.cleaned_data)
        with override(person.language):
            messages.success(request, _("Your account was saved."))
            return redirect("members:me")
    context = {
        "form": form,
        "roles": queries.roles_held_by(person),
        "second_factor": is_mfa_enabled(person),
        "keeps_groups": groups_managed_by(person).exists(),
        "founds_groups": is_administrator(person),
    }
    return render(request, "members/me.html", context, status=422 if form.is_bound else 200)


def _invite(request: HttpRequest, form: InvitationForm) -> bool:
    """Send the invitation of a valid form; a refusal is shown on the form."""
    values = form.cleaned_data
    try:
        sent = actions.invite_person(request.user, site=request.build_absolute_uri("/").rstrip("/"), **values)
    except MultaqaError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("An invitation was sent to %(email)s.") % {"email": sent.email})
    return True


def _accept_as(account: Person, request: HttpRequest, token: str, offer: Invitation) -> HttpResponse:
    """The invited address has an account: its owner, signed in, accepts with one button; nobody else can."""
    if request.user.pk != account.pk:
        context = {"sign_in": f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"}
        return render(request, "members/invitation_sign_in.html", context)
    if request.method == "POST":
        actions.accept_invitation(token, actor=request.user)
        return _welcome(request, account, offer)
    return render(request, "members/invitation.html", {"offer": offer, "form": None})


def _welcome(request: HttpRequest, person: Person, offer: Invitation) -> HttpResponse:
    onward = request.GET.get("next", "")
    with override(person.language):
        messages.success(request, _("Welcome to %(group)s.") % {"group": offer.group.name})
        own = url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()})
        return redirect(onward if own else reverse("members:me"))
