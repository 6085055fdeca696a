"""A page that no test opens fails the run: every address of the platform, and every template, is opened once.

Each process of the run gathers what its tests opened. Where the whole suite ran and passed, the first process
compares that with what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import Template
from django.test.signals import template_rendered
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils.translation import get_language

SOURCE = Path(__file__).resolve().parent.parent.parent / "src/multaqa"
FOREIGN_VIEWS = ("allauth.",)
LANGUAGE = "<language>/"

opened_addresses: set[str] = set()
opened_templates: set[str] = set()


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Ratchet(config), "multaqa-ratchet")
    template_rendered.connect(record_the_template)


def record_the_template(template: Template, **_: object) -> None:
    opened_templates.add(template.origin.name)


class RecordTheAddress:
    """Middleware, the last in the tests' settings: notes the pattern of an address that a view answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> None:
        if request.resolver_match is not None:
            route, prefix = request.resolver_match.route, f"{get_language()}/"
            opened_addresses.add(LANGUAGE + route.removeprefix(prefix) if route.startswith(prefix) else route)


class Ratchet:
    """Hands over what a worker of pytest-xdist saw; in the first process, gathers, judges and reports."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.never_opened: list[str] = []

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node) -> None:
        output = getattr(node, "workeroutput", {})
        opened_addresses.update(output.get("opened_addresses", ()))
        opened_templates.update(output.get("opened_templates", ()))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["opened_addresses"] = sorted(opened_addresses)
            self.config.workeroutput["opened_templates"] = sorted(opened_templates)
        elif the_whole_suite_passed(session):
            self.never_opened = [
                *(f"address   /{route}" for route in sorted(set(addresses()) - opened_addresses)),
                *(f"template  {path}" for path in sorted(set(templates()) - opened_templates)),
            ]
            if self.never_opened:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.never_opened:
            terminalreporter.section("opened by no test", red=True)
            terminalreporter.write_line("\n".join(self.never_opened))


def the_whole_suite_passed(session: pytest.Session) -> bool:
    """Whether nothing was chosen on the command line, and nothing failed: a part proves nothing about the rest."""
    option = session.config.option
    chosen = (
        session.config.args_source is not pytest.Config.ArgsSource.TESTPATHS
        or option.keyword
        or option.markexpr != "not bench"
        or option.collectonly
        or getattr(option, "lf", False)
        or option.deselect
        or option.ignore
    )
    return not chosen and session.exitstatus == pytest.ExitCode.OK


def addresses() -> Iterator[str]:
    """The patterns of all addresses that the platform itself answers, the language as ``<language>/``."""
    return walk(get_resolver().url_patterns, "")


def walk(patterns: Iterable[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for entry in patterns:
        own = LANGUAGE if isinstance(entry.pattern, LocalePrefixPattern) else str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, before + own)
        elif not entry.callback.__module__.startswith(FOREIGN_VIEWS):
            yield before + own


def templates() -> Iterator[str]:
    return (str(path) for path in SOURCE.glob("**/templates/**/*") if path.is_file())
