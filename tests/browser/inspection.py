"""A page in the browser, opened and judged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page

CHECKS = Path(__file__).with_name("checks.js").read_text(encoding="utf-8")
OUR_FONTS = "IBM Plex Sans"


@contextmanager
def opened(
    browser: Browser,
    address: str,
    *,
    width: int = 1440,
    height: int = 900,
    language: str = "en",
    scripts: bool = True,
) -> Iterator[tuple[Page, list[str]]]:
    """The page at an address, in a fresh context, and the list to which the browser's complaints are added."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=language,
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    page = context.new_page()
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        itself_an_error = message.location["url"] == address and message.text.startswith("Failed to load")
        if message.type in {"error", "warning"} and not itself_an_error:
            complaints.append(f"console {message.type}: {message.text}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    page.goto(address, wait_until="load")
    if scripts:
        page.evaluate(CHECKS)
    yield page, complaints
    context.close()


def faults(page: Page, language: str, axe: str) -> list[str]:
    """Everything that is wrong with the page to the eye, the ear and the browser: one sentence each."""
    page.evaluate(axe)
    found: list[str] = []
    for check in ("overflow", "clipped", "fields", "pictures", "charts", "accessibility"):
        found += page.evaluate(f"() => checks.{check}()")
    for check in ("language", "fonts"):
        found += page.evaluate(f"language => checks.{check}(language)", language)
    return found + foreign_fonts(page)


def foreign_fonts(page: Page) -> list[str]:
    """Texts that the browser drew in a font other than ours, because ours was missing or lacks the letter.

    Code is set in whatever fixed-width font the reader's machine has.
    """
    page.evaluate("checks.markTexts()")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    holders = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": "[data-holds-text]"})[
        "nodeIds"
    ]
    found: dict[str, str] = {}
    for holder in holders:
        for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": holder})["fonts"]:
            family = font["familyName"]
            if not family.startswith(OUR_FONTS) and "Mono" not in family and family not in found:
                found[family] = session.send("DOM.getOuterHTML", {"nodeId": holder})["outerHTML"][:160]
    return [f"drawn in {family}: {text}" for family, text in found.items()]
