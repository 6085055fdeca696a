"""How long the server takes for the main pages, with the demonstration loaded: medians and ratios to a page without figures.

Run with `make bench`. The database is a temporary one; the requests go through the whole stack but the network.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

ROUNDS = 40
REFERENCE = "/en/about/"
PAGES = (
    REFERENCE,
    "/en/",
    "/ar/",
    "/en/indices/egdi/2024/",
    "/en/indices/egdi/2024/?group=all",
    "/en/indices/egdi/2024/what-if/?w.osi=90",
    "/en/countries/OMN/",
    "/ar/countries/OMN/",
    "/en/compare/?edition=egdi/2024&country=OMN&country=ARE",
    "/api/v1/indices/egdi/editions/2024/results?limit=1000",
)


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "MULTAQA_HOME": home,
            "MULTAQA_PLAIN_HTTP": "yes",
            "DJANGO_SETTINGS_MODULE": "multaqa.site.settings",
        }
        import django

        django.setup()
        from django.test import Client

        from multaqa.site import start

        start.prepare()
        start.load_demonstration()
        client = Client(headers={"host": "127.0.0.1"})
        medians = {path: measure(client, path) for path in PAGES}
    sys.stdout.write(f"{'page':58} {'median':>9} {'ratio':>7}\n")
    for path, median in medians.items():
        sys.stdout.write(f"{path:58} {median:6.1f} ms {median / medians[REFERENCE]:7.1f}\n")


def measure(client: Client, path: str) -> float:
    """The median time of a request in milliseconds, after three to warm up."""
    times = []
    for _ in range(ROUNDS + 3):
        began = time.perf_counter()
        response = client.get(path)
        times.append(1000 * (time.perf_counter() - began))
        if response.status_code != 200:
            raise SystemExit(f"{path} answered {response.status_code}")
    return statistics.median(times[3:])


if __name__ == "__main__":
    main()
