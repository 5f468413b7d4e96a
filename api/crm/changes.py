"""Moves of the plan into changes in a program's own ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from api.crm.ids import BadId
from api.crm.model import Change, Move, User
from api.crm.problems import Problems
from api.crm.shape import Shape

FIRST_ROW = 2
"""The row of the first move in moves.csv."""

_UNKNOWN = User()


def changes_of(
    moves: Sequence[Move], shape: Shape, users: Mapping[str, User], nobody: str, problems: Problems
) -> list[Change]:
    """The moves that the program can make, in their order; all others are told in `problems`.

    `users` says how it knows the managers, by their ids; who is not among them is known by that id.
    `nobody` is the user who holds companies without an owner.
    """
    known = {manager_id: user.user_id or manager_id for manager_id, user in users.items()}
    counts = Counter(move.client_id for move in moves)
    found = []
    for row, move in enumerate(moves, FIRST_ROW):
        client_id = _client(row, move, counts[move.client_id], shape, problems)
        user_id = _user(row, move, known, nobody, shape, problems)
        if row not in problems.rows:
            email = users.get(move.manager_id, _UNKNOWN).email
            found.append(Change(row, client_id, user_id, email, move.client_name, move.manager))
    return found


def _client(row: int, move: Move, count: int, shape: Shape, problems: Problems) -> str:
    if not move.client_id:
        problems.error("blank-client", row, "client_id", "")
        return ""
    if count > 1:
        problems.error("client-twice", row, "client_id", move.client_id, count=count)
    return _checked(shape.client_id, row, "client_id", move.client_id, problems)


def _user(
    row: int, move: Move, known: Mapping[str, str], nobody: str, shape: Shape, problems: Problems
) -> str:
    wanted = known.get(move.manager_id, move.manager_id) if move.manager_id else nobody
    if wanted:
        return _checked(shape.user_id, row, "manager_id", wanted, problems)
    if not shape.may_be_free:
        problems.error("nobody", row, "manager_id", "")
    return ""


def _checked(check: Callable[[str], str], row: int, column: str, text: str, problems: Problems) -> str:
    try:
        return check(text)
    except BadId as bad:
        problems.error(bad.code, row, column, text)
        return ""
