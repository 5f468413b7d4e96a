"""Labels joined by ties: which things belong together, transitively."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from assigner.portfolio import IntArray


def join_labels(labels: IntArray, ties: Iterable[tuple[int, int]]) -> IntArray:
    """Labels after every tied pair of labels became one (union-find)."""
    parent: dict[int, int] = {}
    for a, b in ties:
        parent[_root(parent, int(a))] = _root(parent, int(b))
    if not parent:
        return labels.copy()
    old = np.array(sorted(parent))
    new = np.array([_root(parent, label) for label in old.tolist()])
    spot = np.minimum(np.searchsorted(old, labels), len(old) - 1)
    return np.where(old[spot] == labels, new[spot], labels).astype(labels.dtype)


def _root(parent: dict[int, int], label: int) -> int:
    parent.setdefault(label, label)
    while parent[label] != label:
        parent[label] = parent[parent[label]]
        label = parent[label]
    return label
