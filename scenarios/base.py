"""What every what-if starts from: facts, policy and the day of the evidence, with one hash of all three."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

import numpy as np

from assigner.engine import Case, weigh_case
from assigner.policy import Policy
from assigner.policy.yaml_io import policy_sha256
from assigner.portfolio import Portfolio

NOT_FACTS = frozenset({"issues", "columns", "files", "row", "file", "rows", "input_sha256"})
"""Fields that tell where facts came from: the same facts from other files are the same base."""


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """Facts, rules and the day as of which the log is weighed. Edits turn one base into another."""

    portfolio: Portfolio
    policy: Policy
    as_of: date

    def case(self) -> Case:
        """The base with its evidence, ready to be solved."""
        return weigh_case(self.portfolio, self.policy, as_of=self.as_of)


def base_of(case: Case) -> Base:
    """The base that a case stands on."""
    return Base(case.portfolio, case.policy, case.evidence.as_of)


def base_sha256(base: Base) -> str:
    """64 hex digits: equal facts, policy and day give the same hash, from whatever files they came."""
    digest = hashlib.sha256()
    digest.update(policy_sha256(base.policy).encode())
    digest.update(base.as_of.isoformat().encode())
    _add(digest, base.portfolio)
    return digest.hexdigest()


def _add(digest: Any, value: object) -> None:
    """Feed a value with its kind and length, so that no two different ones look the same."""
    if is_dataclass(value) and not isinstance(value, type):
        for spec in fields(value):
            if spec.name not in NOT_FACTS:
                _word(digest, spec.name)
                _add(digest, getattr(value, spec.name))
    elif isinstance(value, np.ndarray):
        _word(digest, f"array {value.shape}")
        if value.dtype == object:
            _word(digest, "\x1f".join(map(str, value.tolist())))
        else:
            digest.update(_plain(value).tobytes())
    elif isinstance(value, Mapping):
        _add(digest, sorted(value.items()))
    elif isinstance(value, frozenset):
        _add(digest, sorted(value))
    elif isinstance(value, tuple | list):
        _word(digest, f"list {len(value)}")
        for one in value:
            _add(digest, one)
    else:
        _word(digest, repr(value))


def _plain(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The array in one width per kind: an index is the same in 32 and in 64 bits."""
    if array.dtype.kind == "M":
        return np.ascontiguousarray(array.astype("datetime64[s]").astype(np.int64))
    return np.ascontiguousarray(array.astype(np.float64 if array.dtype.kind == "f" else np.int64))


def _word(digest: Any, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    digest.update(len(data).to_bytes(8, "big") + data)
