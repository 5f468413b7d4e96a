"""Every phase that the search can tell of has a plain text in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import assigner.optimize
from assigner.i18n import Translator
from assigner.report.words import phase_word, phase_words

ROOM = Path(assigner.optimize.__file__).parent
NAME_AT = {"log": 0, "report": 0, "walk": 1, "Phase": 0}
"""Calls that name a phase, and which of their arguments it is."""


def told(source: str) -> Iterator[str]:
    """Phases that a module names."""
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        at = NAME_AT.get(name, len(call.args))
        if at < len(call.args):
            argument = call.args[at]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def test_phases_are_found_in_the_code() -> None:
    # The test below is worth what this search is worth.
    code = 'search.log("a", began)\nwalk(search, "b", start)\nPhase("c", 1.0)\ns.report("d", 1)\nnp.log(2)'
    assert set(told(code)) == {"a", "b", "c", "d"}


def test_every_phase_of_the_search_has_words_in_both_languages() -> None:
    phases = {name for path in ROOM.rglob("*.py") for name in told(path.read_text("utf-8"))}
    assert {"first answer", "bound", "ladder", "branch"} <= phases
    english, russian = (phase_words(Translator(language)) for language in ("en", "ru"))
    assert phases == set(english)  # none without words, and no words of a phase that is gone
    assert [name for name in phases if russian[name] == english[name]] == []
    assert phase_word(Translator("ru"), "ladder") == "чего не избежать ни в одном плане"
