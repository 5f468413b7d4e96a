"""A case on the disk from which one client can be taken without loading the others.

Every column is a file that is mapped into memory; touches and pairs lie sorted by client. Taking one client
gives a whole small case, so that the engine's own functions tell of it.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from assigner.engine import Case
from assigner.evidence import Evidence
from assigner.portfolio import NOBODY, Activities, Clients, Dimension, IntArray, MergedCard, Portfolio

FOLDER = "slices"
_PAIRS = ("pair_",)


def write_slices(case: Case, folder: Path) -> None:
    """Write the case into `folder`, which must not exist."""
    folder.mkdir()
    facts, evidence = case.portfolio, case.evidence
    log = facts.activities
    by_client = None if log is None else np.argsort(log.client_idx, kind="stable")
    _write(folder / "clients", facts.clients, None)
    for number, dimension in enumerate(facts.clients.dimensions.values()):
        np.save(folder / f"clients.dimension{number}.npy", dimension.codes)
    np.save(folder / "pairs.start.npy", evidence.pair_start)
    _write(folder / "evidence", replace(evidence, touch_discard=_sorted(evidence.touch_discard, by_client)))
    if log is not None:
        _write(folder / "touches", log, by_client)
        np.save(folder / "touches.start.npy", _starts(log.client_idx, len(facts.clients)))
    (folder / "rest.pickle").write_bytes(pickle.dumps(_rest(case)))


def one_client(folder: Path, number: int) -> Case:
    """The case of the client at this position alone, with all managers."""
    rest: _Rest = pickle.loads((folder / "rest.pickle").read_bytes())  # noqa: S301 - our own, see facts.py
    here = slice(number, number + 1)
    clients = replace(rest.clients, **_read(folder / "clients", rest.clients, here))
    dimensions = {
        name: Dimension(
            name, labels, np.load(folder / f"clients.dimension{n}.npy", mmap_mode="r")[here].copy()
        )
        for n, (name, labels) in enumerate(rest.dimensions.items())
    }
    alone = replace(clients, dimensions=dimensions, group_idx=np.full(1, NOBODY))
    log, touches = _log(folder, rest, number)
    merged = tuple(replace(card, into_idx=0) for card in rest.merged.get(number, ()))
    facts = replace(rest.portfolio, clients=alone, activities=log, merged=merged)
    return Case(facts, _evidence(folder, rest, number, touches), rest.policy)


@dataclass(frozen=True, slots=True, eq=False)
class _Rest:
    """What is small enough to be read whole: the frames of the tables without their columns."""

    portfolio: Portfolio
    clients: Clients
    dimensions: dict[str, tuple[str, ...]]
    log: Activities | None
    evidence: Evidence
    merged: dict[int, list[MergedCard]]
    policy: Any


def _rest(case: Case) -> _Rest:
    facts = case.portfolio
    clients = replace(_emptied(facts.clients), dimensions={}, group_ids=())
    merged: dict[int, list[MergedCard]] = {}
    for card in (*facts.main_cards, *facts.merged):
        merged.setdefault(card.into_idx, []).append(card)
    bare = replace(
        facts, clients=clients, activities=None, rules=(), issues=(), answers=None, merged=(), main_cards=()
    )
    log = None if facts.activities is None else _emptied(facts.activities)
    labels = {name: dimension.labels for name, dimension in facts.clients.dimensions.items()}
    bare = replace(bare, distinct=())
    return _Rest(bare, clients, labels, log, _emptied(case.evidence), merged, case.policy)


def _emptied(table: Any) -> Any:
    return replace(table, **{name: values[:0] for name, values in _columns(table)})


def _columns(table: Any) -> Iterator[tuple[str, np.ndarray[Any, Any]]]:
    for spec in fields(table):
        value = getattr(table, spec.name)
        if isinstance(value, np.ndarray):
            yield spec.name, value


def _sorted(values: Any, order: IntArray | None) -> Any:
    return values if order is None else values[order]


def _starts(client_idx: IntArray, num_clients: int) -> IntArray:
    return np.concatenate([[0], np.cumsum(np.bincount(client_idx, minlength=num_clients))])


def _write(prefix: Path, table: Any, order: IntArray | None = None) -> None:
    """Every column as a file; texts as one file of bytes and one of the places where each begins."""
    for name, column in _columns(table):
        values = _sorted(column, order)
        path = prefix.with_name(f"{prefix.name}.{name}")
        if values.dtype != object:
            np.save(f"{path}.npy", values)
            continue
        texts = [str(text).encode("utf-8", "surrogatepass") for text in values.tolist()]
        np.save(f"{path}.npy", np.cumsum([0, *map(len, texts)]))
        Path(f"{path}.txt").write_bytes(b"".join(texts))


def _read(prefix: Path, frame: Any, here: slice, only: tuple[str, ...] = ("",)) -> dict[str, Any]:
    """The entries `here` of every column that the frame has."""
    return {
        name: _part(prefix.with_name(f"{prefix.name}.{name}"), empty.dtype == object, here)
        for name, empty in _columns(frame)
        if name.startswith(only)
    }


def _part(path: Path, is_text: bool, here: slice) -> np.ndarray[Any, Any]:
    if not is_text:
        return np.array(np.load(f"{path}.npy", mmap_mode="r")[here])
    bounds = np.load(f"{path}.npy", mmap_mode="r")[here.start : here.stop + 1].tolist()
    with Path(f"{path}.txt").open("rb") as stream:
        stream.seek(bounds[0])
        data = stream.read(bounds[-1] - bounds[0])
    cut = [data[a - bounds[0] : b - bounds[0]] for a, b in pairwise(bounds)]
    return np.array([text.decode("utf-8", "surrogatepass") for text in cut], dtype=object)


def _log(folder: Path, rest: _Rest, number: int) -> tuple[Activities | None, slice]:
    if rest.log is None:
        return None, slice(0, 0)
    first, last = np.load(folder / "touches.start.npy", mmap_mode="r")[number : number + 2].tolist()
    log = replace(rest.log, **_read(folder / "touches", rest.log, slice(first, last)))
    return replace(log, client_idx=np.zeros(last - first, dtype=np.int32)), slice(first, last)


def _evidence(folder: Path, rest: _Rest, number: int, touches: slice) -> Evidence:
    first, last = np.load(folder / "pairs.start.npy", mmap_mode="r")[number : number + 2].tolist()
    pairs = _read(folder / "evidence", rest.evidence, slice(first, last), _PAIRS)
    pairs["pair_client"] = np.zeros(last - first, dtype=np.int32)
    whole = _read(folder / "evidence", rest.evidence, slice(number, number + 1), _of_client(rest.evidence))
    fates = _part(folder / "evidence.touch_discard", False, touches)
    return replace(rest.evidence, **(whole | pairs | {"touch_discard": fates}))


def _of_client(evidence: Evidence) -> tuple[str, ...]:
    """Names of the columns with one entry for each client."""
    names = (name for name, _ in _columns(evidence))
    return tuple(name for name in names if not name.startswith("pair_") and name != "touch_discard")
