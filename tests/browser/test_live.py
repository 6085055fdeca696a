"""What changes without a reload says the same as the page does after one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

PARTS = ".lede, dl.facts, .drop a, #switches a"


@pytest.fixture
def page(browser: Browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()


def parts(page) -> list[tuple[str, str]]:
    return page.eval_on_selector_all(
        PARTS, "all => all.map(e => [e.textContent.trim(), e.getAttribute('href')])"
    )


def test_a_filtered_ranking_is_the_page_that_its_address_gives(page, site: str):
    page.goto(f"{site}/en/indices/egdi/2024/")
    page.select_option("#group", "oecd")
    expect(page.locator(".ranking tbody tr").first).to_contain_text("Denmark")
    assert "group=oecd" in page.url
    live = parts(page)
    page.reload()
    assert parts(page) == live


def test_a_slider_moves_the_ranking_and_the_address(page, site: str):
    page.goto(f"{site}/en/indices/egdi/2024/what-if/")
    page.locator('input[name="w.osi"]').fill("0")
    expect(page.locator("#whatif")).to_contain_text("comes first")
    page.wait_for_url("**w.osi=0**")
    shown = page.inner_text("#whatif tbody")
    page.reload()
    assert page.inner_text("#whatif tbody") == shown


def test_the_ranges_follow_the_slider(page, site: str):
    page.goto(f"{site}/en/indices/egdi/2024/what-if/")
    before = page.inner_text("#whatif caption"), page.locator("#whatif .ranks-range").count()
    ranges = page.eval_on_selector_all("#whatif .between", "all => all.map(e => e.textContent)")
    page.locator('input[name="w.hci"]').fill("95")
    page.wait_for_url("**w.hci=95**")
    expect(page.locator("#whatif .between").first).to_be_attached()
    moved = page.eval_on_selector_all("#whatif .between", "all => all.map(e => e.textContent)")
    assert moved != ranges
    assert (page.inner_text("#whatif caption"), page.locator("#whatif .ranks-range").count()) == before
