"""Runs in processes of their own: whatever happens there is a line about it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks.solving import runner
from benchmarks.solving.records import ANSWERED, FAILED, KILLED, Task, read
from benchmarks.solving.runner import Heard, in_short, run_all, run_task

TASK = Task(instance="60x3s1", method="today", seconds=0.2)

TALK = """
import json, sys, time
def say(**line): print(json.dumps(line), flush=True)
say(ready=100.0)
say(event=[0.1, 50.0, 40.0, 120.0])
"""


def saying(more: str) -> list[str]:
    """A process that is ready, reports once, and goes on."""
    return [sys.executable, "-c", TALK + more]


def test_a_process_that_never_comes_back_is_killed_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "GRACE", 0.3)
    record = run_task(TASK, saying("time.sleep(100)"))
    assert (record.status, record.score, record.peak_mib) == (KILLED, None, 120.0)
    assert record.notes == {"claimed_score": 50.0}
    assert [tuple(event) for event in record.events] == [(0.1, 50.0, 40.0)]
    assert not record.good


def test_a_process_that_fails_leaves_its_last_words() -> None:
    record = run_task(TASK, saying("raise MemoryError('no more')"))
    assert record.status == FAILED
    assert "no more" in record.error
    assert len(record.events) == 1
    assert "failed" in in_short(record)


def test_a_process_that_dies_silently_is_a_record_too() -> None:
    record = run_task(TASK, saying("import os; os._exit(7)"))
    assert (record.status, record.error) == (FAILED, "exit code 7")


def test_judging_has_time_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "GRACE", 0.2)
    words = "say(answered=0.1); time.sleep(1); say(result=dict(status='answered', score=1.0, broken=0))"
    assert run_task(TASK, saying(words)).status == ANSWERED


def test_lines_that_are_not_ours_are_ignored() -> None:
    heard = Heard()
    for line in ("starting solve\n", "[1, 2]\n", "17\n", "{}\n", json.dumps({"ready": 5.0})):
        heard.hear(line)
    assert (heard.ready, heard.before) == (True, 5.0)


def test_a_run_is_judged_by_the_checker_and_not_made_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "GRACE", 250.0)  # kernels may have to be compiled
    told: list[str] = []
    task, out = (
        Task(instance="60x3s1", method="ours", seconds=1.0, workers=1),
        tmp_path / "out" / "runs.jsonl",
    )
    for _ in range(2):
        run_all([task], tmp_path / "cache", out, told.append)
    assert (told[0], told[2:]) == (f"0 of 1 runs are in {out} already", [f"1 of 1 runs are in {out} already"])
    (ours,) = read([out])
    assert ours.good, ours.error
    assert ours.notes["checked_broken"] == 0
    assert ours.notes["checked_score"] == pytest.approx(ours.score, abs=1e-6)
    assert ours.bound is not None
    assert ours.score is not None
    assert ours.bound <= ours.score
    assert ours.events[-1].score == ours.score
    assert ours.peak_mib is not None


def test_an_instance_that_cannot_be_made_is_a_record(tmp_path: Path) -> None:
    out = tmp_path / "runs.jsonl"
    run_all([Task(instance="0x3s1", method="ours", seconds=1.0)], tmp_path, out, lambda text: None)
    (record,) = read([out])
    assert record.status == FAILED
    assert "clients" in record.error
