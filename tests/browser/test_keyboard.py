"""The pages under the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.inspection import opened
from tests.browser.pages import LANGUAGES, PAGES, Page

# What the Tab key stops at. A group of radio buttons is one stop; what is folded away is none.
STOPS = """() => {
    const groups = new Set();
    return [...document.querySelectorAll(
        "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable]"
    )].filter((element) => {
        if (element.disabled || element.tabIndex < 0 || element.type === "hidden") return false;
        if (!element.checkVisibility({ visibilityProperty: true })) return false;
        if (element.type !== "radio") return true;
        const first = !groups.has(element.name);
        groups.add(element.name);
        return first;
    }).length;
}"""

FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const style = getComputedStyle(element);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    const box = element.getBoundingClientRect();
    element.dataset.visit ??= String(window.visits = (window.visits ?? 0) + 1);
    return {
        visit: element.dataset.visit,
        name: element.outerHTML.slice(0, 120),
        target: element.getAttribute("href"),
        marked: outlined || style.boxShadow !== "none",
        seen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight,
    };
}"""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tab_key_reaches_every_control_and_shows_where_it_is(
    page: Page, language: str, site: str, browser: Browser
) -> None:
    with opened(browser, page.address(site, language), language=language) as (tab, _):
        tab.evaluate("checks.seeAll()")
        stops = tab.evaluate(STOPS)
        visited: list[dict] = []
        for _ in range(stops + 1):
            tab.keyboard.press("Tab")
            focused = tab.evaluate(FOCUSED)
            if focused is None or any(focused["visit"] == earlier["visit"] for earlier in visited):
                break
            visited.append(focused)
        assert visited[0]["target"] == "#main", "the first stop is the link that skips to the content"
        assert [stop["name"] for stop in visited if not (stop["marked"] and stop["seen"])] == []
        assert len(visited) == stops


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_skip_link_leads_past_the_header_into_the_content(
    language: str, site: str, browser: Browser
) -> None:
    with opened(browser, f"{site}/{language}/", language=language) as (tab, _):
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.closest('main, footer') !== null")
