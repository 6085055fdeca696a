"""What pages that change something share: a refusal is shown at its place, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Manager, Model
from django.http import Http404, QueryDict
from django.utils.formats import date_format
from django.utils.functional import Promise

from multaqa.core.errors import Conflict, Denied, MultaqaError, Overtaken
from multaqa.core.forms import MultilingualFormField
from multaqa.core.printing import moment, page_language
from multaqa.language.lists import join_list

T = TypeVar("T")


class EditForm(forms.Form):
    """A form that knows at which of its fields a refusal belongs."""

    places: ClassVar[Mapping[str, str]] = {}
    """Code of a refusal → name of the field at which it is shown."""

    conflict: tuple[tuple[str | Promise, Any], ...] = ()
    """After a conflict: label and stored value, in words, of each field that differs from what was sent.

    A text in several languages stays one, and the page shows each language of it.
    """

    overtaken: bool = False
    """Whether it was refused because somebody saved meanwhile, or what it asks for is done or over."""

    @property
    def http_status(self) -> int:
        """The status of a page with the form: 409 where it was overtaken, 422 for other errors, else 200."""
        return Overtaken.status if self.overtaken else 422 if self.is_bound else 200

    def show_conflict(self, stored: Model) -> None:
        """Show what stands now beside what was sent; sending once more replaces it."""
        self.conflict = tuple(
            (field.label or name, _in_words(stored, name))
            for name, field in self.fields.items()
            if name != "version"
            and hasattr(stored, name)
            and _differs(field, getattr(stored, name), self.cleaned_data.get(name))
        )


class VersionedForm(EditForm):
    """A form of something that another editor may change meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def show_conflict(self, stored: Model) -> None:
        super().show_conflict(stored)
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("version")] = str(stored.version)  # type: ignore[attr-defined]
        self.data = data


class OneOfSeveral(EditForm):
    """A form that stands on one page with others: the ids of its fields begin with its own name."""

    name: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{self.name}_%s"
        super().__init__(*args, **kwargs)


def attempt(form: EditForm, action: Callable[..., T], *arguments: Any, **values: Any) -> T | None:
    """Run an action for a valid form; None where it was refused, the form then holding why, at its place.

    Raises Http404 where the actor may not: for them there is no such page.
    """
    try:
        return action(*arguments, **values)
    except Denied as denied:
        raise Http404 from denied
    except Conflict as conflict:
        form.overtaken = True
        form.add_error(None, ValidationError(str(conflict), code=conflict.code))
        form.show_conflict(conflict.stored)
    except ValidationError as error:
        _place(form, error)
    except MultaqaError as refusal:
        form.overtaken = isinstance(refusal, Overtaken)
        place = form.places.get(refusal.code)
        form.add_error(place, ValidationError(str(refusal), code=refusal.code))
    return None


def _differs(field: forms.Field, stored: Any, sent: Any) -> bool:
    """Whether what stands is not what was sent. A text is compared in the languages that its field asks for."""
    if isinstance(stored, Manager):
        return set(stored.all()) != set(sent or ())
    if isinstance(field, MultilingualFormField):
        return any(stored.get(code, "") != (sent or {}).get(code, "") for code in field.languages)
    return bool(stored != sent)


def _in_words(stored: Model, name: str) -> Any:
    """A stored value as a reader says it: the word of a code, the names of many things, a moment by the clock."""
    value = getattr(stored, name)
    if isinstance(value, Manager):
        return join_list([str(one) for one in value.all()], page_language()) or None
    if isinstance(value, datetime):
        return moment(value, page_language())
    if isinstance(value, date):
        return date_format(value, "j F Y", use_l10n=False)
    said = getattr(stored, f"get_{name}_display", None)
    return said() if said else None if value in ("", {}) else value


def _place(form: EditForm, error: ValidationError) -> None:
    """Show errors of a model at the fields of the same name, the rest above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        known = name != NON_FIELD_ERRORS and name in form.fields
        for one in errors:
            form.add_error(name if known else None, one)
