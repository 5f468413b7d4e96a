"""Facts that were read once, kept so that the next job need not read the tables again.

They are pickled: the files lie in our own data folder, which nobody else may write to, and never come from
outside. Each carries a key of everything it depends on; with another key the tables are read again.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import platform
import secrets
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path

import numpy as np

from assigner.evidence import Evidence
from assigner.portfolio import (
    Activities,
    Answers,
    Clients,
    ColumnMeaning,
    Managers,
    MergedCard,
    Portfolio,
    Rule,
)

FORMAT = 1
_SHAPES = (Portfolio, Clients, Managers, Activities, Answers, Rule, MergedCard, ColumnMeaning, Evidence)


def facts_key(input_sha256: str, time_zone: str) -> str:
    """Names everything that facts depend on: the bytes of the input, how times are read, and the engine."""
    engine = [FORMAT, version("assigner"), platform.python_version(), np.__version__]
    shapes = [[shape.__name__, *(spec.name for spec in fields(shape))] for shape in _SHAPES]
    return hashlib.sha256(json.dumps([input_sha256, time_zone, engine, shapes]).encode()).hexdigest()


def load_facts(path: Path, key: str) -> Portfolio | None:
    """The facts in this file, cards not merged yet; None where there are none of this key."""
    try:
        with path.open("rb") as stream:
            if stream.readline().strip() != key.encode():
                return None
            found = pickle.load(stream)  # noqa: S301 - written by ourselves, see above
    except (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError):
        return None
    return found if isinstance(found, Portfolio) else None


def save_facts(path: Path, key: str, facts: Portfolio) -> None:
    """Keep the facts; whoever reads sees the old file or the new one, never half of it."""
    new = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with new.open("wb") as stream:
            stream.write(key.encode() + b"\n")
            pickle.dump(facts, stream, protocol=pickle.HIGHEST_PROTOCOL)
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)
