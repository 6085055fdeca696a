"""The tutorials and the explanations: every cell is run, and prints what the page shows.

Where output has changed for a reason, `python -m tests.docs.cells PAGE` writes it into the page.
"""

import re
from pathlib import Path

import pytest

from tests.docs.cells import blocks_of, rerun

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    *sorted(ROOT.glob("docs/tutorial/*.md")),
    *sorted(ROOT.glob("docs/explanation/*.md")),
]
INDICES = [page for page in PAGES if page.name == "README.md" and page.parent != ROOT]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_a_page_shows_what_its_cells_print(page: Path, tmp_path: Path) -> None:
    text = page.read_text("utf-8")
    assert rerun(text, tmp_path) == text


@pytest.mark.parametrize("page", [page for page in PAGES if page not in INDICES], ids=lambda page: page.name)
def test_a_page_has_cells(page: Path) -> None:
    assert {block.language for block in blocks_of(page.read_text("utf-8"))} & {"python", "console"}


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_fence_of_a_page_belongs_to_a_block(page: Path) -> None:
    prose = [block.body for block in blocks_of(page.read_text("utf-8")) if block.language is None]
    assert [body for body in prose if "```" in body or "~~~" in body] == []


@pytest.mark.parametrize("page", [*PAGES, ROOT / "docs/README.md"], ids=[*NAMES, "docs/README.md"])
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    prose = "".join(block.body for block in blocks_of(page.read_text("utf-8")) if block.language is None)
    targets = [target for target in re.findall(r"\]\(([^)]+)\)", prose) if "://" not in target]
    assert [target for target in targets if not leads_somewhere(page, target)] == []


def leads_somewhere(page: Path, target: str) -> bool:
    """Whether the file is there and, where a part of it is named, a heading of that name in it."""
    name, _, part = target.partition("#")
    path = page.parent / name
    if not part:
        return path.exists()
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return part in {heading.lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("index", INDICES, ids=lambda index: index.parent.name)
def test_an_index_names_every_page_beside_it(index: Path) -> None:
    linked = set(re.findall(r"\]\(([\w-]+\.md)\)", index.read_text("utf-8")))
    assert linked == {page.name for page in index.parent.glob("*.md")} - {"README.md"}


def test_the_first_index_is_built_in_twenty_lines() -> None:
    blocks = blocks_of((ROOT / "docs/tutorial/first-index.md").read_text("utf-8"))
    first = next(block for block in blocks if block.language == "python")
    assert len(first.body.splitlines()) <= 20


def test_a_page_with_other_output_is_noticed(tmp_path: Path) -> None:
    page = "A sum.\n\n```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n"
    assert rerun(page, tmp_path) == page.replace("3", "2")


def test_output_that_a_page_leaves_out_is_noticed(tmp_path: Path) -> None:
    page = "```python\nprint(1)\n```\n\nMore.\n"
    assert rerun(page, tmp_path) == "```python\nprint(1)\n```\n\n```text\n1\n```\n\nMore.\n"


def test_a_text_block_that_no_cell_printed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="text"):
        rerun("Look:\n\n```text\n1\n```\n", tmp_path)
