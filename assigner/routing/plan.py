"""What routing needs of an approved answer: arrays, built once, read-only, the same in every process.

M managers with weight, C balanced cells, N clients of the plan, L labels of all dimensions one after the
other. Leavers and others without weight are not in it at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assigner.policy import TOTAL, Measure
from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.routing.keys import MOST, hashed
from assigner.routing.model import Key
from assigner.tabular.words import fold_spaces

HashArray = NDArray[np.uint64]
MEASURES = tuple(Measure)

COMPARED = ("region", "industry")
"""Segments that speak against two cards of one name being one client, as in the duplicate finder."""


class _Frozen:
    """A part of the plan: its arrays are made read-only."""

    def __post_init__(self) -> None:
        for spec in fields(self):  # type: ignore[arg-type]
            value: Any = getattr(self, spec.name)
            if isinstance(value, np.ndarray):
                value.flags.writeable = False


@dataclass(frozen=True)
class GoalLine:
    """One goal of the policy; the spare one, of weight 0, stands in for a client without any cell."""

    measure: Measure
    dimension: str
    weight: float


@dataclass(frozen=True)
class Words:
    """Everything of the plan that is text, and single numbers.

    `labels` are those of the base by dimension, in the order of their codes; `lists` the managers' lists of
    allowed labels (None: all), for the dimensions that have any and while the rule is on. `typical` is the
    median of the positive amounts of each measure, 0 where there are none.
    """

    manager_ids: tuple[str, ...]
    manager_names: tuple[str, ...]
    goals: tuple[GoalLine, ...]
    labels: dict[str, tuple[str, ...]]
    lists: dict[str, tuple[frozenset[str] | None, ...]]
    typical: dict[Measure, float]
    potential_source: str
    country: str


@dataclass(frozen=True, eq=False)
class Team(_Frozen):
    """The managers who can receive clients; (M,), by measure in the order of `MEASURES` (4, M)."""

    weight: FloatArray
    receives: BoolArray  # by the rule scope
    limit: FloatArray  # (4, M), NaN: none
    held: FloatArray  # (4, M), raw amounts of the plan
    profile: FloatArray  # (L, M), value of proven clients (model §5 sim)
    norm: FloatArray


@dataclass(frozen=True, eq=False)
class Cells(_Frozen):
    """The balanced cells, the spare one last: goal, label code, and by manager T, fixed and counted load."""

    goal: IntArray  # (C,)
    code: IntArray  # (C,)
    share: FloatArray  # (C,), what a client counts at most
    target: FloatArray  # (C, M)
    fixed: FloatArray  # (C, M)
    load: FloatArray  # (C, M)


@dataclass(frozen=True, eq=False)
class Book(_Frozen):
    """The clients of the plan (N,), whose they are, and the keys that find them (K,), sorted.

    `manager` is whose a client is, with its `strength`: the manager of the plan or, where only others have
    evidence enough, the strongest of them (`by_evidence`); -1 for an excluded client. `crowded` are keys
    that too many clients with different managers share. `ids` are the client ids in UTF-8, id i in
    `ids[id_end[i - 1]:id_end[i]]`.
    """

    manager: IntArray
    by_evidence: BoolArray
    strength: FloatArray
    plan_manager: IntArray
    state: NDArray[np.int8]
    tax: HashArray
    phone: HashArray
    domain: HashArray
    kin: IntArray
    kins: NDArray[np.str_]
    segment: IntArray  # (2, N): region and industry, -1 where unknown
    key: HashArray
    key_client: IntArray
    crowded: HashArray
    ids: NDArray[np.uint8]
    id_end: IntArray

    def __len__(self) -> int:
        return len(self.manager)

    def holders(self, key: int) -> list[int]:
        """Clients with this key, in the order of the table."""
        wanted = np.uint64(key)
        first = int(self.key.searchsorted(wanted, "left"))
        if first == len(self.key) or self.key[first] != wanted:
            return []
        found: list[int] = self.key_client[first : int(self.key.searchsorted(wanted, "right"))].tolist()
        return found

    def is_crowded(self, key: int) -> bool:
        """Whether a key tells nothing."""
        return key in self._crowded

    @cached_property
    def _crowded(self) -> frozenset[int]:
        return frozenset(self.crowded.tolist())

    def client_id(self, client: int) -> str:
        """The id of a client."""
        begin = int(self.id_end[client - 1]) if client else 0
        return self.ids[begin : int(self.id_end[client])].tobytes().decode("utf-8", "surrogatepass")


@dataclass(frozen=True, eq=False)
class RoutingPlan:
    """An approved answer, ready for routing. It can be pickled; `packing` makes bytes of it for storage."""

    words: Words
    team: Team
    cells: Cells
    book: Book

    @property
    def num_managers(self) -> int:
        """M."""
        return len(self.words.manager_ids)

    def client_idx(self, client_id: str) -> int:
        """Position of a client of the plan. Raises `KeyError` where the plan has none with this id."""
        for client in self.book.holders(hashed(Key.CLIENT_ID, client_id.strip())):
            if self.book.client_id(client) == client_id:
                return client
        raise KeyError(client_id)

    @cached_property
    def id_rank(self) -> IntArray:
        """Place of each manager in the order of ids, (M,)."""
        order = sorted(range(self.num_managers), key=lambda j: self.words.manager_ids[j])
        rank = np.empty(self.num_managers, dtype=np.int64)
        rank[order] = np.arange(self.num_managers)
        return rank

    @cached_property
    def manager_idx(self) -> Mapping[str, int]:
        """Position of each manager id."""
        return {name: j for j, name in enumerate(self.words.manager_ids)}

    @cached_property
    def codes(self) -> Mapping[str, Mapping[str, int]]:
        """Code of every folded label by dimension."""
        return {
            name: {fold_spaces(label): code for code, label in enumerate(labels)}
            for name, labels in self.words.labels.items()
        }

    @cached_property
    def offsets(self) -> Mapping[str, int]:
        """Where the labels of each dimension begin in `Team.profile`."""
        widths = [len(labels) for labels in self.words.labels.values()]
        starts = np.cumsum([0, *widths])[: len(widths)]
        return dict(zip(self.words.labels, starts.tolist(), strict=True))

    @cached_property
    def rows(self) -> Mapping[tuple[int, int], int]:
        """Row of each cell by goal and code; the spare cell is not in it."""
        pairs = zip(self.cells.goal.tolist()[:-1], self.cells.code.tolist()[:-1], strict=True)
        return {pair: row for row, pair in enumerate(pairs)}

    @cached_property
    def allowed(self) -> Mapping[str, Mapping[str, BoolArray]]:
        """By dimension with lists: managers whose list names a folded label; "" for labels in no list."""
        return {name: _allowed(lists) for name, lists in self.words.lists.items()}


def _allowed(lists: tuple[frozenset[str] | None, ...]) -> dict[str, BoolArray]:
    anything = np.array([allowed is None for allowed in lists], dtype=bool)
    folded = [frozenset(map(fold_spaces, allowed or ())) for allowed in lists]
    table = {
        label: anything | np.array([label in one for one in folded], dtype=bool)
        for label in sorted(frozenset().union(*folded))
    }
    return table | {"": anything}


def label_of(plan: RoutingPlan, goal: GoalLine, code: int) -> str:
    """The segment value of a cell, "" for the total."""
    return "" if goal.dimension == TOTAL else plan.words.labels[goal.dimension][code]


def most(key: Key) -> float:
    """How many clients may share a key that still tells something."""
    return MOST.get(key, float("inf"))
