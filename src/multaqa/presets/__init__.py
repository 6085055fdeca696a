"""Ready frameworks, with the figures that belong to them: `egdi/2014`, `gems/2024` …"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

_KINDS = (".yaml", ".csv")


def preset_names() -> tuple[str, ...]:
    """The names of all presets, in alphabetical order."""
    root = _root()
    return tuple(sorted(path.relative_to(root).with_suffix("").as_posix() for path in root.glob("*/*.yaml")))


def find_preset(name: str, suffix: str = ".yaml") -> Path | None:
    """The file of a preset, or None where there is none of that name.

    `name` is `egdi/2014` or, as in the documentation, `presets/egdi/2014.yaml`; `suffix` tells the framework
    (`.yaml`) from its figures (`.csv`) where the name does not.
    """
    bare = name.removeprefix("presets/")
    ending = next((kind for kind in _KINDS if bare.endswith(kind)), suffix)
    bare = bare.removesuffix(ending)
    return _root() / f"{bare}{ending}" if bare in preset_names() else None


def _root() -> Path:
    return Path(str(files(__name__)))
