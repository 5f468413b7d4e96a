"""The templates' surroundings: escaping, words, numbers and plural forms of one language."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assigner.i18n import Translator
from assigner.report.page.patterns import patterns
from assigner.report.page.plurals import plurals
from assigner.report.words import goal_word, phase_word, place_word, segment_word, short_number

TEMPLATES = Path(__file__).parent / "templates"


def environment(tr: Translator, *folders: Path) -> Environment:
    """An environment that looks for templates in `folders` first, then among the shared ones."""
    made = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(gettext=tr.gettext, patterns=patterns)
    made.filters.update(
        number=tr.number,
        percent=tr.percent,
        short=partial(short_number, tr),
        goal=partial(goal_word, tr),
        segment=partial(segment_word, tr),
        phase=partial(phase_word, tr),
        place=partial(place_word, tr),
        **plurals(tr),
    )
    return made


def style() -> Markup:
    """The style sheet of all pages."""
    return Markup((TEMPLATES / "report.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
