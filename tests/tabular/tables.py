"""Tables for tests: text in, a portfolio or the list of problems out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from assigner.errors import InputError, Issue
from assigner.portfolio import Portfolio
from assigner.tabular import Sources, read_portfolio

CLIENTS = "client_id,name,manager_id,potential\nc1,Alpha,m1,10\nc2,Beta,m2,20\nc3,Gamma,,30\n"
MANAGERS = "manager_id,name\nm1,Ann\nm2,Bob\n"


def write(folder: Path, **tables: str | bytes) -> Sources:
    """Write each table to `<name>.csv` and name them as sources."""
    paths: dict[str, Any] = {}
    for name, text in tables.items():
        paths[name] = folder / f"{name}.{'yaml' if name == 'mapping' else 'csv'}"
        paths[name].write_bytes(text if isinstance(text, bytes) else text.encode())
    return Sources(**paths)


def read(folder: Path, *, tolerant: bool = False, **tables: str | bytes) -> Portfolio:
    """The portfolio of the tables; clients default to three, managers to two."""
    return read_portfolio(write(folder, **{"clients": CLIENTS, **tables}), tolerant=tolerant)


def problems(folder: Path, *, tolerant: bool = False, **tables: str | bytes) -> list[Issue]:
    """The issues of tables that can't be used."""
    with pytest.raises(InputError) as caught:
        read(folder, tolerant=tolerant, **tables)
    return list(caught.value.issues)


def codes(issues: Iterable[Issue]) -> list[str]:
    """The codes of issues, in order."""
    return [issue.code for issue in issues]


def only(issues: Iterable[Issue], code: str) -> Issue:
    """The one issue with a code."""
    listed = list(issues)
    found = [issue for issue in listed if issue.code == code]
    assert len(found) == 1, codes(listed)
    return found[0]
