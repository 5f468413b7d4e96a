"""ABC classes: the few clients that make most of a group, the middle, and the rest (model §11)."""

from __future__ import annotations

from typing import Any

import numpy as np

from assigner.capacity.groups import amounts, group_names, groups_of
from assigner.capacity.model import CLASS_LETTERS, UNCLASSED, AbcClasses, AbcTable, ClassArray
from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from assigner.policy import Measure
from assigner.policy.model import CapacityPolicy
from assigner.portfolio import Clients, FloatArray, IntArray, StrArray

ROUNDING = 1e-9
"""A sum this close to a limit, as a share of the group, has reached it: sums of money are not exact."""


def classify(clients: Clients, policy: CapacityPolicy, tr: Translator | None = None) -> AbcClasses:
    """Class of every client by descending measure inside its group (model §11).

    A while the sum before the client is below `abc_a` of the group's, B below `abc_b`, C the rest and all
    zeros; of equal clients the first in the table goes first. InputError, in the language of `tr`, where
    the table lacks the policy's dimension or measure.
    """
    _refuse_unknown(clients, policy, tr or Translator())
    group = groups_of(clients, policy.abc_dimension).codes
    amount = np.where(clients.excluded, 0.0, amounts(clients, policy.abc_measure))
    before = share_before(amount, group)
    codes = np.where(before < policy.abc_a - ROUNDING, 0, np.where(before < policy.abc_b - ROUNDING, 1, 2))
    codes = np.where(amount > 0, codes, 2)
    return AbcClasses(
        dimension=policy.abc_dimension,
        measure=policy.abc_measure.value,
        codes=np.where(clients.excluded, UNCLASSED, codes).astype(np.int8),
    )


def share_before(amount: FloatArray, group: IntArray) -> FloatArray:
    """Share 0..1 of its group's sum that the larger clients before each client have; 0 in an empty group."""
    if not len(amount):
        return np.zeros(0)
    total = np.bincount(group, weights=amount)[group]
    share = np.divide(amount, total, out=np.zeros(len(amount)), where=total > 0)
    order = np.lexsort((-share, group))
    running = np.concatenate(([0.0], np.cumsum(share[order])[:-1]))
    first = np.searchsorted(group[order], group[order])
    before = np.empty(len(amount))
    before[order] = running - running[first]
    return before


def class_letters(codes: ClassArray) -> StrArray:
    """The letters A, B, C of class codes, "" for excluded clients."""
    letters: StrArray = np.array([*CLASS_LETTERS, ""], dtype=object)[codes]  # UNCLASSED is the last one
    return letters


def abc_table(clients: Clients, classes: AbcClasses) -> AbcTable:
    """Number of clients and sum of the measure by group and class."""
    groups = groups_of(clients, classes.dimension)
    rows = np.flatnonzero(classes.codes != UNCLASSED)
    cell = groups.codes[rows].astype(np.int64) * len(CLASS_LETTERS) + classes.codes[rows]
    amount = amounts(clients, Measure(classes.measure))[rows]
    shape = (len(groups.labels), len(CLASS_LETTERS))

    def table(weights: FloatArray | None) -> np.ndarray[Any, Any]:
        return np.bincount(cell, weights=weights, minlength=shape[0] * shape[1]).reshape(shape)

    return AbcTable(groups.labels, table(None).astype(np.int32), table(amount).astype(np.float64))


def _refuse_unknown(clients: Clients, policy: CapacityPolicy, tr: Translator) -> None:
    """Raise where the classes ask for something that the clients table does not have."""
    if policy.abc_dimension not in group_names(clients):
        message = tr.gettext("ABC classes are asked for inside a segment column that the clients do not have")
        raise _unknown("abc_dimension", policy.abc_dimension, message, group_names(clients), tr)
    if policy.abc_measure is Measure.WORKLOAD and clients.workload is None:
        message = tr.gettext("ABC classes are asked for by workload, which the clients do not have")
        others = tuple(measure.value for measure in Measure if measure is not Measure.WORKLOAD)
        raise _unknown("abc_measure", policy.abc_measure.value, message, others, tr)


def _unknown(key: str, value: str, message: str, known: tuple[str, ...], tr: Translator) -> InputError:
    """The error about one key of the policy, with what could stand there instead."""
    remedy = tr.gettext("Use one of: {known}.", known=", ".join(known))
    issue = Issue(
        Severity.ERROR,
        f"unknown-{key.replace('_', '-')}",
        message,
        remedy,
        file="policy",
        column=f"capacity.{key}",
        value=value,
    )
    return InputError([issue])
