"""Tables of methods against each other: peers, the best peer on each instance, one phase off at a time."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.solving.figures import (
    GAPS,
    best_bounds,
    duels,
    first_answer,
    groups,
    middle,
    own_share,
    seconds_to,
    share_to,
)
from benchmarks.solving.instances import size_of
from benchmarks.solving.markdown import number, percent, seconds, table
from benchmarks.solving.methods import ABLATIONS, OURS, PEERS
from benchmarks.solving.records import FAILED, KILLED, Record


def comparison(records: Sequence[Record]) -> str:
    """All methods, medians over seeds; gaps are each method's own and to the best of our bounds."""
    header = (
        *("clients x managers", "limit s", "method", "runs", "kept all rules", "score", "its own gap"),
        *("gap to our bound", "first answer s", "within 5 % of our bound s", "peak MiB", "broken off"),
    )
    bounds = best_bounds(records)
    timed = [r for r in records if r.task.target_gap > 0 and r.task.method in (OURS, *PEERS)]
    with_peers = {(size_of(r.task.instance), r.task.seconds) for r in timed if r.task.method in PEERS}
    rows = (
        [size, f"{limit:g}", name, *_method_cells(runs, bounds)]
        for size, limit, name, runs in groups(timed)
        if (size, limit) in with_peers
    )
    return table(header, rows)


def _method_cells(runs: Sequence[Record], bounds: dict[str, float]) -> list[str]:
    return [
        str(len(runs)),
        str(sum(r.good for r in runs)),
        number(middle(r.score if r.good else None for r in runs)),
        percent(middle(own_share(r) for r in runs)),
        percent(middle(share_to(r, bounds) for r in runs)),
        seconds(middle(first_answer(r) for r in runs)),
        seconds(middle(seconds_to(r, GAPS[0], bounds.get(r.task.instance, -1e18)) for r in runs)),
        number(max((r.peak_mib for r in runs if r.peak_mib), default=None), 0),
        str(sum(r.status in (KILLED, FAILED) for r in runs)),
    ]


def against_peers(records: Sequence[Record]) -> str:
    """Ours and the best peer on every instance, and a line that counts the losses."""
    header = ("instance", "seconds", "ours", "best peer", "its score", "its score / ours", "never worse")
    found = duels(r for r in records if r.task.target_gap > 0)
    rows = [
        [
            duel.instance,
            f"{duel.seconds:g}",
            number(duel.ours),
            duel.peer or "none kept all rules",
            number(duel.theirs),
            number(duel.theirs / duel.ours if duel.ours and duel.theirs else None, 2),
            "NO" if duel.lost else "yes",
        ]
        for duel in found
    ]
    return (
        f"{table(header, rows)}\nWorse than the best peer on {sum(d.lost for d in found)} of {len(found)}.\n"
    )


def ablation(records: Sequence[Record]) -> str:
    """Ours with one phase off at a time, run by run against ours."""
    ablated = [r for r in records if r.task.method in ABLATIONS]
    places = {(r.task.instance, r.task.seconds) for r in ablated}
    whole = [r for r in records if r.task.method == OURS and (r.task.instance, r.task.seconds) in places]
    bounds = best_bounds(records)
    header = ("instance", "seconds", "variant", "score", "bound", "gap", "gap of its score to our best bound")
    order = sorted([*whole, *ablated], key=lambda r: (r.task.instance, r.task.seconds, _variant(r)))
    return table(header, (_ablation_row(r, bounds) for r in order))


def _variant(record: Record) -> int:
    return (OURS, *ABLATIONS).index(record.task.method)


def _ablation_row(record: Record, bounds: dict[str, float]) -> list[str]:
    return [
        record.task.instance,
        f"{record.task.seconds:g}",
        "everything on" if record.task.method == OURS else record.task.method,
        number(record.score if record.good else None),
        number(record.bound),
        percent(own_share(record)),
        percent(share_to(record, bounds)),
    ]
