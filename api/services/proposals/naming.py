"""Names that tell proposals apart."""

from __future__ import annotations

import re
from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.db.models import ProposalRecord

LONGEST = 200
"""Characters of a name."""

_NUMBERED = re.compile(r"^(.*\S) \(\d{1,6}\)$", re.DOTALL)


def free_name(wanted: str, taken: Collection[str]) -> str:
    """`wanted` if it is not taken, else with the first number from 2 on that is free: Spring, Spring (2)."""
    if wanted not in taken:
        return wanted
    found, number = wanted, 1
    while found in taken:
        number += 1
        ending = f" ({number})"
        found = stem(wanted)[: LONGEST - len(ending)] + ending
    return found


def stem(name: str) -> str:
    """A name without the number that told it apart."""
    found = _NUMBERED.match(name)
    return found[1] if found else name


def next_name(session: Session, name: str) -> str:
    """A free name for a proposal that is made from one of this name."""
    first = stem(name)[: LONGEST - len(" (100000)")]
    alike = or_(ProposalRecord.name == name, ProposalRecord.name.startswith(first, autoescape=True))
    return free_name(name, set(session.scalars(select(ProposalRecord.name).where(alike))))
