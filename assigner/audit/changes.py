"""What an audit changed: states, disputes and strengths before and after (model §2, §10)."""

from __future__ import annotations

from collections.abc import Iterator

from assigner.audit.estimates import Answers
from assigner.audit.model import Answer, StateChange
from assigner.evidence.model import Evidence, State


def state_changes(before: Evidence, after: Evidence, answers: Answers) -> tuple[StateChange, ...]:
    """The answered clients whose state, dispute or strength with the audited manager differs.

    `before` and `after` are the evidence of one base on one day, without and with the answers. In the order
    of managers, then clients; a client audited with two managers is listed for both.
    """
    if before.as_of != after.as_of:
        raise ValueError("before and after must be weighed as of the same day")
    pairs = sorted(
        ((manager, client) for (client, manager), answer in answers.items() if answer != Answer.UNREACHED)
    )
    rows = (_change(before, after, client, manager, answers[client, manager]) for manager, client in pairs)
    return tuple(row for row in rows if _differs(row))


def _change(before: Evidence, after: Evidence, client: int, manager: int, answer: Answer) -> StateChange:
    return StateChange(
        client_idx=client,
        manager_idx=manager,
        answer=answer,
        state_before=_state(before, client),
        state_after=_state(after, client),
        strength_before=before.strength(client, manager),
        strength_after=after.strength(client, manager),
        disputed_before=bool(before.disputed[client]),
        disputed_after=bool(after.disputed[client]),
    )


def _state(evidence: Evidence, client: int) -> str:
    return State(int(evidence.state[client])).label


def _differs(row: StateChange) -> bool:
    return any(old != new for old, new in _sides(row))


def _sides(row: StateChange) -> Iterator[tuple[object, object]]:
    yield row.state_before, row.state_after
    yield row.disputed_before, row.disputed_after
    yield row.strength_before, row.strength_after
