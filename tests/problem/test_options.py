"""Sparse rows of managers: finding one, and going through all of them in blocks."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assigner.portfolio import NOBODY
from assigner.problem.model import starts
from assigner.problem.options import Options

ROWS = st.lists(st.frozensets(st.integers(0, 9)), max_size=12)


def options(rows: list[frozenset[int]]) -> Options:
    managers = [j for row in rows for j in sorted(row)]
    return Options(starts([len(row) for row in rows]), np.array(managers, dtype=np.int32))


@given(ROWS)
def test_every_manager_is_found_where_he_stands_and_nowhere_else(rows: list[frozenset[int]]) -> None:
    made = options(rows)
    row, manager = (
        part.ravel().astype(np.int32) for part in np.meshgrid(np.arange(len(rows)), np.arange(NOBODY, 11))
    )
    spots = made.find(row, manager)
    for i, j, spot in zip(row.tolist(), manager.tolist(), spots.tolist(), strict=True):
        assert (spot != NOBODY) == (j in rows[i])
        assert spot == NOBODY or (made.manager[spot] == j and made.row[spot] == i)


@given(ROWS, st.integers(1, 20))
def test_blocks_cover_everything_once_in_order(rows: list[frozenset[int]], most: int) -> None:
    made = options(rows)
    blocks = list(made.blocks(most))
    assert [i for block in blocks for i in range(*block.rows.indices(len(rows)))] == list(range(len(rows)))
    assert [j for block in blocks for j in block.manager.tolist()] == made.manager.tolist()
    assert [i for block in blocks for i in block.row.tolist()] == made.row.tolist()
    assert all(len(block.row) <= most or block.rows.stop - block.rows.start == 1 for block in blocks)
