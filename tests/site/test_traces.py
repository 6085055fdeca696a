"""What a person may not see leaves no trace: every address of the platform, opened by everybody, in both languages.

Each closed thing of `closed_world` says an unmistakable word. The walk opens every address that the platform answers,
fills it with the key of everything there is, and reads whatever comes back: pages, papers, tables, calendars, answers
of the API, refusals, headers. An address of something closed answers like an address of nothing.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest
from django.http import HttpResponse
from django.test import Client

from multaqa.core.keys import ALPHABET, LENGTH
from multaqa.meetings import access
from multaqa.meetings.views import papers
from multaqa.site import briefs
from tests.plugins.ratchet import LANGUAGE, addresses
from tests.site.closed_world import ACTORS, EVERYBODY, WORD, Seers, World, closed_world

pytestmark = pytest.mark.django_db
READERS = (
    ("visitor", "en"),
    ("visitor", "ar"),
    ("outsider", "en"),
    ("delegate", "ar"),
    ("admitted", "ar"),
    ("secretariat", "en"),
)
VARYING = ("ETag", "Content-Length", "Expires")
"""Headers that say when, or how much, was answered."""
ELSEWHERE_PROVED = re.compile(r"/indices/.|/trend/|/card\.png")
"""Indices know nothing of meetings; who sees them is proved in their own tests."""
A_WORD = re.compile(WORD.lower() + "([a-z]+)")
A_KEY = re.compile(f"(?<![A-Za-z0-9])[{ALPHABET}]{{{LENGTH}}}(?![A-Za-z0-9])")
A_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
A_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+')
CHANGING = ("meetings/", "commitments/")
NOTHING = "nothing-of-that-name"

FILLED_BY_PLACE = {
    "documents/<key>": "documents",
    "commitments/new/<key>": "decisions",
    "commitments/timeline/<key>": "meetings",
    "commitments/methods/<slug>": "groups",
    "people/roles/<pk>": "roles",
    "people/invitations/<pk>": "people-invitations",
}
"""The end of an address up to a parameter → the kind of thing that fills it, where the word before does not say it."""

FILLED_BY_NAME = {
    "edition": ("2024",),
    "country": ("OMN",),
    "code": ("TUN",),
    "chart": ("distribution",),
    "number": ("1", "2"),
    "suffix": ("csv", "xlsx", "json", "parquet"),
    "token": (NOTHING,),
}
NARROWINGS = {
    "meetings/": {"group": "groups"},
    "commitments/": {"group": "groups", "meeting": "meetings", "decision": "decisions"},
    "commitments/table.csv": {"group": "groups", "meeting": "meetings", "decision": "decisions"},
    "api/v1/meetings": {"group": "groups"},
    "api/v1/commitments": {"group": "groups", "meeting": "meetings", "decision": "decisions"},
    "api/v1/countries": {"group": "groups"},
}
"""Lists that are narrowed by the name of something."""


@dataclass(frozen=True)
class Address:
    """An address filled with keys, who may see all of what it names, and the same address of nothing."""

    route: str
    path: str
    may: Seers
    of_nothing: str
    never: str
    """The key that nothing bears, which stands in `of_nothing`."""
    key: str
    """The key in its place in `path`."""


@dataclass(frozen=True)
class Answer:
    """What came back, all of it as text."""

    status: int
    headers: str
    body: str

    def without(self, key: str) -> Answer:
        return Answer(self.status, self.headers.replace(key, "KEY"), self.body.replace(key, "KEY"))


@pytest.fixture
def world(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    # letters in a PDF are numbers of glyphs: what is printed is read from the paper before it is set
    for module in (papers, briefs):
        monkeypatch.setattr(module, "to_pdf", lambda paper: repr(paper).encode())
    return closed_world()


@pytest.mark.parametrize(("actor", "language"), READERS)
def test_what_is_closed_leaves_no_trace(actor: str, language: str, world: World) -> None:
    walk = Walk(world, language)
    assert list(walk.traces(actor)) == []
    assert walk.unread(actor) == []


def test_the_walk_finds_what_a_broken_rule_shows(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_narrow", lambda *_, **__: access.ALWAYS)
    walk = Walk(world, "en", only=r"/en/meetings/[^/]+/")
    told = {word for trace in walk.traces("visitor") for word in A_WORD.findall(trace.lower())}
    assert {"sessionclosed", "itemnamed", "itemofdelegates", "decisionclosed", "paperclosed"} <= told


@pytest.mark.parametrize("actor", ACTORS)
def test_no_number_is_missing_and_every_count_is_of_what_is_seen(actor: str, world: World) -> None:
    client = signed_in(world, actor)

    def fetched(path: str) -> Any:
        return client.get(f"/api/v1{path}").json()

    shown = [key for key, may in world.keys["meetings"].items() if actor in may]
    assert {one["key"] for one in fetched("/meetings")["items"]} == set(shown)
    for key in shown:
        numbers = [
            item["number"] for session in fetched(f"/meetings/{key}")["agenda"] for item in session["items"]
        ]
        opened = [number for number in numbers if not number.startswith("C")]
        closed = [number for number in numbers if number.startswith("C")]
        assert opened == [str(place) for place in range(1, len(opened) + 1)]
        assert closed == [f"C{place}" for place in range(1, len(closed) + 1)]
        decided = [one["number"] for one in fetched(f"/meetings/{key}/decisions")["items"]]
        opened = [int(number) for number in decided if number.isdecimal()]
        assert sorted(opened) == list(range(1, len(opened) + 1))
        for part, kind in (("documents", "documents"), ("decisions", "decisions")):
            answer = fetched(f"/meetings/{key}/{part}")
            assert (answer["count"], {one["key"] for one in answer["items"]} - seen(world, kind, actor)) == (
                len(answer["items"]),
                set(),
            )
    promised = fetched("/commitments")
    assert {one["key"] for one in promised["items"]} == seen(world, "commitments", actor)
    assert promised["count"] == len(promised["items"]) == sum(promised["by_status"].values())


def seen(world: World, kind: str, actor: str) -> set[str]:
    """The keys of a kind that an actor may see."""
    return {key for key, may in world.keys[kind].items() if actor in may}


def signed_in(world: World, actor: str) -> Client:
    client = Client()
    if actor != "visitor":
        client.force_login(world.actors[actor])
    return client


# ── the walk ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Walk:
    """Opens addresses as one actor after the other and tells what they should not have found."""

    def __init__(self, world: World, language: str, only: str = ".*") -> None:
        self.world = world
        self.all_keys = {
            key: may for kind, keys in world.keys.items() for key, may in keys.items() if A_KEY.fullmatch(key)
        }
        self.read: dict[str, set[str]] = defaultdict(set)
        """Actor → words that they found."""
        self.addresses = [
            one
            for one in filled(world, language)
            if re.fullmatch(only, one.path.partition("?")[0]) and not ELSEWHERE_PROVED.search(one.path)
        ]

    def traces(self, actor: str) -> Iterator[str]:
        client = signed_in(self.world, actor)

        @cache
        def fetched(method: str, path: str) -> Answer:
            # what an earlier page had to say of itself is no part of this one
            client.cookies.pop("messages", None)
            return answer_of(client.get(path) if method == "GET" else client.post(path))

        refusing: set[tuple[str, str]] = set()
        for address in self.addresses:
            methods = ("GET", "POST") if address.path[4:].startswith(CHANGING) else ("GET",)
            closed = actor not in address.may
            for method in methods if closed else ("GET",):
                if (method, address.route) in refusing:
                    continue
                answer = fetched(method, address.path)
                if answer.status == 405:
                    # said before anything is looked up, so once is enough
                    refusing.add((method, address.route))
                yield from self._told(actor, f"{method} {address.path}", answer, address)
                if closed:
                    nothing = fetched(method, address.of_nothing)
                    yield from differences(method, address, answer, nothing)

    def unread(self, actor: str) -> list[str]:
        """What an actor may see and did not find: elsewhere the walk would not have noticed it either."""
        return [
            word for word, who in self.world.must.items() if actor in who and word not in self.read[actor]
        ]

    def _told(self, actor: str, request: str, answer: Answer, address: Address) -> Iterator[str]:
        # one's own calendar is one's own, whoever opens it
        reader = next((who for who, secret in self.world.feeds.items() if secret in address.path), actor)
        text = f"{answer.headers}\n{answer.body}"
        if address.key and not address.key.isdecimal():
            text = text.replace(address.key, "")
        words = set(A_WORD.findall(text.lower())) if WORD.lower() in text.lower() else set()
        self.read[reader] |= words
        for word in words:
            if reader not in self.world.may[word]:
                yield f"{actor}, {request}: {WORD}{word}"
        for key in set(A_KEY.findall(text)) & self.all_keys.keys():
            if reader not in self.all_keys[key]:
                yield f"{actor}, {request}: the key {key}, {self._kind(key)}"

    def _kind(self, key: str) -> str:
        return next(kind for kind, keys in self.world.keys.items() if key in keys)


def differences(method: str, address: Address, answer: Answer, nothing: Answer) -> Iterator[str]:
    """How the answer for something closed differs from the answer for what never was."""
    got, expected = answer.without(address.key), nothing.without(address.never)
    if answer.status not in (404, 405) and "/accounts/login/" not in answer.headers:
        yield f"{method} {address.path}: status {answer.status}"
    elif A_KEY.fullmatch(address.key) and got != expected:
        yield f"{method} {address.path}: {got.status} {got.headers} unlike {expected.status} {expected.headers}"


def answer_of(response: HttpResponse) -> Answer:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            body = "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    elif content.startswith(b"PAR1"):
        table = parquet.read_table(io.BytesIO(content))
        body = f"{table.schema}{table.schema.metadata}{table.to_pylist()}"
    elif kind.startswith("image/png"):
        body = ""
    else:
        # folded lines of a calendar are put together again
        body = content.decode(errors="replace").replace("\r\n ", "")
    headers = {name: value for name, value in response.headers.items() if name not in VARYING}
    cookies = sorted(response.cookies)
    return Answer(response.status_code, f"{headers} {cookies}", A_TOKEN.sub(r"\1", body))


# ── addresses ───────────────────────────────────────────────────────────────────────────────────────────────────────


def filled(world: World, language: str) -> Iterator[Address]:
    """Every address of the platform in a language, filled with everything that there is."""
    for route in addresses():
        yield from fill(world, route.replace(LANGUAGE, f"{language}/"))
    for route, parameters in NARROWINGS.items():
        for parameter, kind in parameters.items():
            path = f"/{route}" if route.startswith("api/") else f"/{language}/{route}"
            for key in world.keys[kind]:
                # a list narrowed to what one does not see is an empty list, the same as for what never was
                yield Address(route, f"{path}?{parameter}={key}", EVERYBODY, "", "", key)


def fill(world: World, route: str) -> Iterator[Address]:
    names = A_PARAMETER.findall(route)
    if not names:
        yield Address(route, f"/{route}", EVERYBODY, "", "", "")
        return
    plain = A_PARAMETER.sub(r"<\1>", route)
    choices = [values_of(world, plain[: plain.index(f"<{name}>")], name) for name in names]
    for values in product(*choices):
        path = nothing = f"/{plain}"
        may, never, closed = EVERYBODY, "", ""
        for name, (value, who) in zip(names, values, strict=True):
            path = path.replace(f"<{name}>", value)
            if who != EVERYBODY and not closed:
                never = nothing_like(value)
                closed = value
                may = who
                nothing = nothing.replace(f"<{name}>", never)
            else:
                nothing = nothing.replace(f"<{name}>", value)
        yield Address(route, path, may, nothing if closed else "", never, closed)


def values_of(world: World, before: str, name: str) -> list[tuple[str, Seers]]:
    """What fills a parameter after the beginning of an address; a new one that nothing fills fails the walk."""
    if name == "secret":
        return [(secret, EVERYBODY) for secret in world.feeds.values()]
    if name in FILLED_BY_NAME:
        return [(value, EVERYBODY) for value in FILLED_BY_NAME[name]]
    place = f"{before}<{name}>"
    kind = next((kind for end, kind in FILLED_BY_PLACE.items() if place.endswith(end)), None)
    kind = kind or ("indices" if name == "index" else before.rstrip("/").rpartition("/")[2])
    return list(world.keys[kind].items()) if kind in world.keys else pytest.fail(f"nothing fills /{place}")


def nothing_like(value: str) -> str:
    """A name of the same make and length that nothing bears."""
    if value.isdecimal():
        return str(10 ** len(value) * 9)[: len(value) + 1]
    return "x" * LENGTH if A_KEY.fullmatch(value) else "n" * len(value)
