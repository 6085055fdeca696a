"""Live charts under the content policy, on a page of their own that is served with exactly that policy."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.inspection import opened

SCRIPT = Path(__file__).resolve().parents[2] / "src/multaqa/site/static/vendor/charts.js"
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'"
PAGE = """<!doctype html><html lang="en"><title>Chart</title><script src="charts.js" defer></script>
<main><h1>Chart</h1>
<figure data-chart="chart.json"><img src="chart.svg" alt="Two bars" width="400" height="200"></figure>
<figure data-chart="missing.json"><img src="chart.svg" alt="Two bars" width="400" height="200"></figure></main>"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><rect width="2" height="1"/></svg>'
CHART = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "description": "Scores of two countries",
    "width": "container",
    "data": {"values": [{"country": "OMN", "score": 0.63}, {"country": "ARE", "score": 0.71}]},
    "transform": [{"calculate": "format(datum.score * 100, '.0f') + ' %'", "as": "shown"}],
    "params": [{"name": "pointed", "select": {"type": "point", "on": "pointerover"}}],
    "mark": {"type": "bar", "cursor": "pointer", "tooltip": True},
    "encoding": {
        "y": {"field": "country", "type": "nominal"},
        "x": {"field": "score", "type": "quantitative", "axis": {"labelExpr": "datum.label + '!'"}},
        "opacity": {"condition": {"param": "pointed", "value": 1}, "value": 0.6},
        "tooltip": {"field": "shown"},
    },
}


class Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing on the test's screen."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    if not SCRIPT.exists():
        pytest.skip("the browser assets are missing; run `make assets`")
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "chart.svg").write_text(PICTURE, encoding="utf-8")
    (tmp_path / "chart.json").write_text(json.dumps(CHART), encoding="utf-8")
    (tmp_path / "favicon.ico").touch()
    (tmp_path / "charts.js").symlink_to(SCRIPT)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()
    server.server_close()


def test_a_chart_comes_alive_without_breaking_the_content_policy(address: str, browser: Browser) -> None:
    with opened(browser, address) as (page, complaints):
        live = page.locator("figure[data-chart='chart.json']")
        live.locator("svg path[aria-roledescription=bar]").first.hover()
        page.locator("#vg-tooltip-element.visible").wait_for()
        assert page.locator("#vg-tooltip-element").inner_text() == "63 %"
        assert live.locator("img").is_hidden()
        assert [line for line in complaints if "missing.json" not in line and "404" not in line] == []


def test_a_chart_that_cannot_be_fetched_leaves_its_picture(address: str, browser: Browser) -> None:
    with opened(browser, address) as (page, complaints):
        page.wait_for_load_state("networkidle")
        lost = page.locator("figure[data-chart='missing.json']")
        assert lost.locator("img").is_visible()
        assert lost.locator("div").count() == 0
        assert [line for line in complaints if "stays" in line] == [
            "console warning: The picture of missing.json stays: 404 File not found"
        ]


def test_paper_gets_the_picture(address: str, browser: Browser) -> None:
    with opened(browser, address) as (page, _):
        live = page.locator("figure[data-chart='chart.json']")
        live.locator("svg").wait_for()
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert live.locator("img").is_visible()
        assert live.locator("svg").is_hidden()
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert live.locator("img").is_hidden()
