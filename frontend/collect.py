"""Third-party browser code and fonts, from the npm registry into ``src/multaqa/site/static/vendor``.

Run by ``make assets``. What the pages load from there: ``htmx.min.js``, ``charts.js`` (Vega with our entry file),
``fonts.css`` with ``fonts/``. The server draws charts with ``ttf/``. Nothing of it is committed: ``package.json``
names each package at one version, ``package-lock.json`` holds the checksums.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
PACKAGES = HERE / "node_modules"
VENDOR = HERE.parent / "src/multaqa/site/static/vendor"
OLDEST_NODE = 18

WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}
DRAWN_WEIGHTS = ("Regular", "SemiBold")


@dataclass(frozen=True)
class Face:
    """One font file of a family: what it is called there, and which characters a page takes from it."""

    family: str
    pattern: str
    """Path of the file in ``node_modules``, with ``{weight}`` in it."""
    only: tuple[tuple[int, int], ...] = ((0, 0x10FFFF),)
    """The ranges of code points, both ends included, that this file answers for."""


ARABIC = ((0x0600, 0x06FF), (0x0750, 0x077F), (0x0870, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
LATIN = "@ibm/plex-sans/fonts/split/woff2/IBMPlexSans-{weight}-"
FACES = (
    Face("IBM Plex Sans", LATIN + "Latin1.woff2"),
    Face("IBM Plex Sans", LATIN + "Latin2.woff2"),
    Face("IBM Plex Sans", LATIN + "Pi.woff2", only=((0x2010, 0x2BFF),)),
    Face(
        "IBM Plex Sans Arabic",
        "@ibm/plex-sans-arabic/fonts/complete/woff2/IBMPlexSansArabic-{weight}.woff2",
        ARABIC,
    ),
)
DRAWN = (
    "@ibm/plex-sans/fonts/complete/woff2/IBMPlexSans-{weight}.woff2",
    "@ibm/plex-sans-arabic/fonts/complete/woff2/IBMPlexSansArabic-{weight}.woff2",
)
LICENCES = {
    "htmx": "htmx.org/LICENSE",
    "ibm-plex-sans": "@ibm/plex-sans/LICENSE.txt",
    "ibm-plex-sans-arabic": "@ibm/plex-sans-arabic/LICENSE.txt",
    "vega": "vega/LICENSE",
    "vega-embed": "vega-embed/LICENSE",
    "vega-lite": "vega-lite/LICENSE",
}


def main() -> None:
    """Install the packages, then build the vendor folder anew; a failure leaves the old folder in place."""
    environment = with_node(os.environ)
    run(["npm", "ci", "--ignore-scripts", "--loglevel=error"], environment)
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    bundle(fresh, environment)
    shutil.copy(PACKAGES / "htmx.org/dist/htmx.min.js", fresh)
    (fresh / "fonts.css").write_text("\n".join(page_fonts(fresh / "fonts")), encoding="utf-8")
    drawing_fonts(fresh / "ttf")
    licences(fresh / "licences")
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


def with_node(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment with npm on its PATH: the machine's own where it will do, else the one beside this Python."""
    found = dict(environment)
    ours = str(Path(sys.executable).parent)
    theirs = found.get("PATH", os.defpath)
    found["PATH"] = os.pathsep.join([theirs, ours] if node_will_do(theirs) else [ours, theirs])
    return found


def node_will_do(path: str) -> bool:
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if node is None or npm is None:
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    major = version.strip().lstrip("v").partition(".")[0]
    return major.isdecimal() and int(major) >= OLDEST_NODE


def run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, cwd=HERE, env=environment, check=True)


def bundle(vendor: Path, environment: dict[str, str]) -> None:
    """``charts.js`` and all it imports, as one script that runs under the content policy."""
    run(
        [
            str(PACKAGES / ".bin/esbuild"),
            "charts.js",
            "--bundle",
            "--minify",
            "--format=iife",
            "--target=es2022",
            "--legal-comments=none",
            "--log-level=warning",
            f"--outfile={vendor / 'charts.js'}",
        ],
        environment,
    )


def page_fonts(folder: Path) -> Iterable[str]:
    """Copy the web fonts to ``folder``; yield an ``@font-face`` rule for each."""
    folder.mkdir()
    for weight, number in WEIGHTS.items():
        for face in FACES:
            source = PACKAGES / face.pattern.format(weight=weight)
            shutil.copy(source, folder)
            yield (
                "@font-face {\n"
                f'  font-family: "{face.family}";\n'
                f"  font-weight: {number};\n"
                "  font-style: normal;\n"
                "  font-display: swap;\n"
                f'  src: url("fonts/{source.name}") format("woff2");\n'
                f"  unicode-range: {unicode_range(characters(source, face.only))};\n"
                "}"
            )


def characters(font: Path, only: tuple[tuple[int, int], ...]) -> list[int]:
    """The code points that the font draws within the ranges, in order."""
    drawn = TTFont(font, lazy=True).getBestCmap()
    return sorted(code for code in drawn if any(first <= code <= last for first, last in only))


def unicode_range(codes: list[int]) -> str:
    """CSS's notation for sorted code points.

    >>> unicode_range([0x20, 0x21, 0x22, 0xA0])
    'U+20-22, U+A0'
    """
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


def drawing_fonts(folder: Path) -> None:
    """The fonts as TrueType, which is what the server's drawing library reads."""
    folder.mkdir()
    for pattern in DRAWN:
        for weight in DRAWN_WEIGHTS:
            source = PACKAGES / pattern.format(weight=weight)
            font = TTFont(source, recalcTimestamp=False)
            font.flavor = None
            font.save(folder / f"{source.stem}.ttf")


def licences(folder: Path) -> None:
    """The licences travel with what they license."""
    folder.mkdir()
    for name, path in LICENCES.items():
        shutil.copy(PACKAGES / path, folder / f"{name}.txt")


if __name__ == "__main__":
    main()
