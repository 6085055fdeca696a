"""Ready frameworks, with the figures that belong to them: `egdi/2014`, `gems/2024` …"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

_KINDS = (".yaml", ".csv")
# A preset is named by its index and the year of its edition; documents of other kinds have folders of their own.
_DOCUMENTS = "*/[0-9][0-9][0-9][0-9].yaml"


def preset_names() -> tuple[str, ...]:
    """The names of all presets, in alphabetical order."""
    root = _root()
    return tuple(sorted(path.relative_to(root).with_suffix("").as_posix() for path in root.glob(_DOCUMENTS)))


def find_preset(name: str, suffix: str = ".yaml") -> Path | None:
    """The file of a preset, or None where there is none of that name, or none with figures.

    `name` is `egdi/2014` or, as in the documentation, `presets/egdi/2014.yaml`; `suffix` tells the framework
    (`.yaml`) from its figures (`.csv`) where the name does not. Not every framework comes with figures.
    """
    bare = name.removeprefix("presets/")
    ending = next((kind for kind in _KINDS if bare.endswith(kind)), suffix)
    bare = bare.removesuffix(ending)
    if bare not in preset_names():
        return None
    path = _root() / f"{bare}{ending}"
    return path if path.is_file() else None


def _root() -> Path:
    return Path(str(files(__name__)))
