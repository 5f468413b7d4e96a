"""Records as a harness would have written them."""

from __future__ import annotations

from typing import Any

from benchmarks.solving.records import ANSWERED, Event, Record, Task


def planted(method: str = "ours", instance: str = "600x8s1", **values: Any) -> Record:
    """A run that ended at 10 s with score 100 and bound 99, the last of three events."""
    of_task: dict[str, Any] = {k: values.pop(k) for k in ("seconds", "seed", "target_gap") if k in values}
    task = Task(instance=instance, method=method, **{"seconds": 10.0} | of_task)
    events = (Event(0.5, 200.0, None), Event(2.0, 103.0, 99.0), Event(8.0, 100.0, 99.0))
    usual: dict[str, Any] = {
        "status": ANSWERED,
        "score": 100.0,
        "bound": 99.0,
        "broken": 0,
        "took": 10.0,
        "peak_mib": 300.0,
        "events": events,
        "machine": {"cores": 2, "processor": "P", "memory_gib": 24.0, "python": "3.11", "load": 0.5},
    }
    return Record(task=task, **usual | values)
