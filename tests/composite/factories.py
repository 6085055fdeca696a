"""Frameworks and data for tests: small, complete, and changed one thing at a time."""

from multaqa.composite import Framework, parse_framework

DOCUMENT = """\
id: index
edition: "2024"
name: {en: The index, ar: المؤشر}
tree:
  id: index
  children:
    - {id: first}
    - {id: second}
"""

DATA = {"unit": ["A", "B", "C"], "first": [1.0, 2.0, 3.0], "second": [3.0, 2.0, 4.0]}


def framework(more: str = "", *, children: str = "[{id: first}, {id: second}]", root: str = "") -> Framework:
    """The two-indicator framework with other children, other keys at the root node, or other keys at the top."""
    return parse_framework(document(more, children=children, root=root))


def document(more: str = "", *, children: str = "[{id: first}, {id: second}]", root: str = "") -> str:
    """The text that `framework` parses; `children` stands on line 6, `root` on line 7, `more` from line 8."""
    return (
        'id: index\nedition: "2024"\nname: {en: The index, ar: المؤشر}\n'
        f"tree:\n  id: index\n  children: {children}\n  {root}\n{more}\n"
    )
