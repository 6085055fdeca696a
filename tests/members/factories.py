"""People and groups for the tests. Countries and reference groups are there already: every migration loads them."""

from __future__ import annotations

import factory
from allauth.account.models import EmailAddress

from multaqa.members.models import Country, Group, Organisation, Person, Role, RoleKind

PASSWORD = "sand and petrol and saffron"


class GroupFactory(factory.django.DjangoModelFactory):
    """A group that meets."""

    class Meta:
        model = Group

    slug = factory.Sequence(lambda number: f"group-{number}")
    access = Group.Access.PUBLIC
    name = factory.LazyAttribute(lambda group: {"en": f"Group {group.slug}", "ar": f"المجموعة {group.slug}"})


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A ministry."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda number: {"en": f"Ministry {number}", "ar": f"الوزارة {number}"})


class PersonFactory(factory.django.DjangoModelFactory):
    """Somebody who can sign in with PASSWORD."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person-{number}@example.org")
    name = factory.Sequence(lambda number: f"Person Number {number}")

    @factory.post_generation
    def account(self, create: bool, extracted: object, **_: object) -> None:
        self.set_password(PASSWORD)
        self.save()
        EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


def administrator(**values: object) -> Person:
    """Somebody who looks after the platform."""
    return with_role(RoleKind.ADMINISTRATOR, **values)


def secretariat(group: Group, **values: object) -> Person:
    """Somebody who serves a group."""
    return with_role(RoleKind.SECRETARIAT, group, **values)


def coordinator(group: Group, country: str = "JOR", **values: object) -> Person:
    """Somebody who answers for a country in a group."""
    return with_role(RoleKind.COORDINATOR, group, country, **values)


def with_role(
    kind: RoleKind, group: Group | None = None, country: str | None = None, **values: object
) -> Person:
    """A new person holding one role."""
    person = PersonFactory(**values)
    Role.objects.create(person=person, kind=kind, group=group, country_id=country)
    return person


def country(code: str) -> Country:
    """A country by its alpha-3 code."""
    return Country.objects.get(pk=code)
