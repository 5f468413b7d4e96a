"""Ready-made scenarios, one file each: they fit any base once their placeholders are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assigner.i18n import Translator
from scenarios.files import Parameter, outline

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Entry:
    """One ready-made scenario: what it asks, and which placeholders it has."""

    name: str
    titles: Mapping[str, str]
    about: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    path: Path

    def text(self) -> str:
        """The file, comments and all."""
        return self.path.read_text("utf-8")


def catalogue(tr: Translator | None = None) -> tuple[Entry, ...]:
    """All ready-made scenarios by name."""
    return tuple(_entry(path, tr or Translator()) for path in sorted(FOLDER.glob("*.yaml")))


def find(name: str) -> Path | None:
    """The file of a ready-made scenario, None where there is none of that name."""
    path = FOLDER / f"{name}.yaml"
    return path if path.parent == FOLDER and path.is_file() else None


def _entry(path: Path, tr: Translator) -> Entry:
    found = outline(path, tr)
    return Entry(path.stem, found.titles, found.about, found.parameters, path)
