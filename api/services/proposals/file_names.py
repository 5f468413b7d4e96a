"""What files of a plan are called: by the plan and the day it was made, so that two plans are told apart."""

from __future__ import annotations

import re
from datetime import date

LONGEST = 60
"""Letters of a plan's name in the name of a file: file systems take 255 bytes, a letter may need four."""

_GAPS = re.compile(r"[\W_]+")


def file_name(plan: str, made: date, name: str, language: str = "") -> str:
    """spring-2026-03-01-moves-ru.csv for moves.csv in Russian; no language where a file has no words."""
    stem, _, suffix = name.rpartition(".")
    parts = [_plain(plan)[:LONGEST].strip("-") or "plan", made.isoformat(), stem, language]
    return f"{'-'.join(part for part in parts if part)}.{suffix}"


def ascii_name(name: str) -> str:
    """The same for programs that know no other letters: those that ASCII lacks are left out."""
    stem, _, suffix = name.rpartition(".")
    plain = _plain(stem.encode("ascii", "ignore").decode())
    return f"{plain if plain[:1].isalpha() else f'plan-{plain}'}.{suffix}"


def _plain(text: str) -> str:
    return _GAPS.sub("-", text.casefold()).strip("-")
