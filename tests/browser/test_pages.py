"""Every page, in both languages and three widths, as it looks and works in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.inspection import faults, opened
from tests.browser.pages import LANGUAGES, PAGES, WIDTHS, Page

PICTURES = Path(__file__).resolve().parents[2] / "var/screenshots"

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
every_language = pytest.mark.parametrize("language", LANGUAGES)
every_width = pytest.mark.parametrize("width", WIDTHS)


@every_page
@every_language
@every_width
def test_a_page_has_no_fault_that_a_browser_can_see(
    page: Page, language: str, width: int, site: str, browser: Browser, axe: str
) -> None:
    address = page.address(site, language)
    with opened(browser, address, width=width, height=WIDTHS[width], language=language) as (tab, complaints):
        status = tab.evaluate("performance.getEntriesByType('navigation')[0].responseStatus")
        tab.evaluate("checks.seeAll()")
        PICTURES.mkdir(parents=True, exist_ok=True)
        tab.screenshot(path=PICTURES / f"{language}-{width}-{page.name}.png", full_page=True)
        assert (status, faults(tab, language, axe) + complaints) == (page.status, [])


@every_page
@every_language
def test_a_page_can_be_read_with_scripts_off(page: Page, language: str, site: str, browser: Browser) -> None:
    with opened(browser, page.address(site, language), language=language, scripts=False) as (
        tab,
        complaints,
    ):
        assert tab.locator("main h1").is_visible()
        assert (
            tab.locator("figure[data-chart] img:visible").count() == tab.locator("figure[data-chart]").count()
        )
        assert complaints == []
