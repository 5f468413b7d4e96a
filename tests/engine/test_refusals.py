"""What the engine refuses: a wrong score, conflicts, folders that are not its own or were changed."""

from __future__ import annotations

import contextlib
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assigner import engine, optimize
from assigner.engine import Case, load_proposal, propose, save_proposal
from assigner.errors import InputError, InternalError, NoAnswer, RulesConflict
from assigner.portfolio import Rule, RuleKind
from assigner.solution import Solution
from tests import builders
from tests.checker.support import PROVEN, case, rules
from tests.engine.conftest import CONFIG, Run, write_tables


def tampered(monkeypatch: pytest.MonkeyPatch, change: Callable[[Solution], Solution]) -> None:
    """Let the optimiser's answer be changed on its way to the checker."""
    honest = optimize.solve

    def dishonest(*args: Any, **kwargs: Any) -> Solution:
        return change(honest(*args, **kwargs))

    monkeypatch.setattr(engine, "solve", dishonest)


def test_another_score_than_the_checkers_fails_the_run(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    tampered(monkeypatch, lambda found: replace(found, score=found.score * (1 + 1e-5) + 1e-5))
    with pytest.raises(InternalError, match="score"):
        propose(run.case, CONFIG)


def test_noise_in_the_last_digits_is_no_disagreement(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    tampered(monkeypatch, lambda found: replace(found, score=found.score * (1 + 1e-9)))
    assert propose(run.case, CONFIG).verdict.ok


def test_an_answer_that_breaks_a_rule_fails_the_run(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A serviceable client without a manager breaks one-owner."""

    def forget_one(found: Solution) -> Solution:
        assignment = found.assignment.copy()
        assignment[int(np.flatnonzero(assignment >= 0)[0])] = -1
        return replace(found, assignment=assignment)

    tampered(monkeypatch, forget_one)
    with pytest.raises(InternalError, match="rules"):
        propose(run.case, CONFIG)


def hand_made(of: Any) -> Case:
    """A case of the engine."""
    return Case(of.portfolio, of.evidence, of.policy)


def test_a_conflict_is_told_with_names() -> None:
    """Six clients, two managers, limit two each: found before the optimiser; with 25 of 60 by it."""
    base = builders.clients([0] * 6, potential=[10] * 6)
    for limit in ({"count": 2}, {"potential": 25}):
        of = case(base, builders.managers(2), policy=rules(max_load=limit))
        with pytest.raises(RulesConflict) as caught:
            propose(hand_made(of), CONFIG)
        assert all(reason.startswith("max-load") for reason in caught.value.reasons)
        assert "#" not in str(caught.value)
        assert str(caught.value)


def test_a_conflict_of_whole_clients_is_told_too() -> None:
    rows = [Rule(RuleKind.APART, a, b) for a, b in ((0, 1), (0, 2), (1, 2))]
    of = case(builders.clients([0, 0, 0]), builders.managers(2), rows=rows)
    with pytest.raises(RulesConflict, match="apart"):
        propose(hand_made(of), CONFIG)


def test_impossible_input_is_refused_before_the_search() -> None:
    of = case(builders.clients([0]), builders.managers(1, leaving=[True]), state=[PROVEN])
    with pytest.raises(InputError):
        propose(hand_made(of), CONFIG)


def test_stopping_at_once_answers_lawfully_or_says_that_there_is_none(run: Run) -> None:
    with contextlib.suppress(NoAnswer):
        assert propose(run.case, CONFIG, should_stop=lambda: True).verdict.ok


Damage = Callable[[Path], object]


def _document(change: Callable[[dict[str, Any]], object]) -> Damage:
    def damage(out: Path) -> None:
        path = out / "proposal.json"
        document = json.loads(path.read_text("utf-8"))
        change(document)
        path.write_text(json.dumps(document), "utf-8")

    return damage


def _flip_bytes(out: Path) -> None:
    content = bytearray((out / "inputs.zip").read_bytes())
    middle = len(content) // 2
    content[middle : middle + 64] = bytes(255 - b for b in content[middle : middle + 64])
    (out / "inputs.zip").write_bytes(content)


def _rewrite(out: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    with zipfile.ZipFile(out / "inputs.zip") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(out / "inputs.zip", "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def _move_somebody(out: Path) -> None:
    """Give the first client to the manager of another one."""
    path = out / "assignment.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    at = lines[0].split(",").index("manager_id")
    rows = [line.split(",") for line in lines[1:]]
    other = next(row[at] for row in rows if row[at] not in ("", rows[0][at]))
    rows[0][at] = other
    path.write_text("\n".join([lines[0], *(",".join(row) for row in rows)]) + "\n", "utf-8")


DAMAGE: dict[str, Damage] = {
    "no document": lambda out: (out / "proposal.json").unlink(),
    "a document that is no JSON": lambda out: (out / "proposal.json").write_text("{", "utf-8"),
    "a document that is a list": lambda out: (out / "proposal.json").write_text("[]", "utf-8"),
    "a document that is a number": lambda out: (out / "proposal.json").write_text("1", "utf-8"),
    "binary in place of the document": lambda out: (out / "proposal.json").write_bytes(b"\xff\xfe\x00"),
    "no certificate": _document(lambda document: document.pop("certificate")),
    "an empty certificate": _document(lambda document: document["certificate"].clear()),
    "a certificate with a part missing": _document(lambda document: document["certificate"].pop("phases")),
    "a date that is none": _document(lambda document: document["certificate"].update(as_of="soon")),
    "no bound": _document(lambda document: document.pop("bound")),
    "no archive": lambda out: (out / "inputs.zip").unlink(),
    "an archive that is none": lambda out: (out / "inputs.zip").write_text("not a zip", "utf-8"),
    "an archive with flipped bytes": _flip_bytes,
    "an archive cut short": lambda out: (out / "inputs.zip").write_bytes(
        (out / "inputs.zip").read_bytes()[:2000]
    ),
    "no manifest": lambda out: _rewrite(out, lambda members: members.pop("manifest.json")),
    "an empty manifest": lambda out: _rewrite(out, lambda members: members.update({"manifest.json": b"{}"})),
    "no policy": lambda out: _rewrite(out, lambda members: members.pop("policy.yaml")),
    "no clients": lambda out: _rewrite(out, lambda members: members.pop("0-clients.csv")),
    "other clients": lambda out: _rewrite(
        out, lambda members: members.update({"0-clients.csv": b"client_id,name\nx,y\n"})
    ),
    "no assignment": lambda out: (out / "assignment.csv").unlink(),
    "an assignment changed by hand": _move_somebody,
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_folder_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    shutil.copytree(run.out, out)
    DAMAGE[name](out)
    with pytest.raises(InputError) as caught:
        load_proposal(out)
    assert caught.value.issues


@pytest.mark.parametrize("where", ["nowhere", "empty"])
def test_a_folder_that_is_none_of_ours_is_refused(tmp_path: Path, where: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError) as caught:
        load_proposal(tmp_path / where)
    assert "propose" in caught.value.issues[0].remedy


def test_an_archive_can_not_write_outside(run: Run, tmp_path: Path) -> None:
    """A member named ../outside stays inside the temporary folder."""
    out = tmp_path / "out"
    shutil.copytree(run.out, out)
    with zipfile.ZipFile(out / "inputs.zip", "a") as archive:
        archive.writestr("../outside.txt", "x")
        archive.writestr(str(tmp_path / "absolute.txt"), "x")
    assert np.array_equal(load_proposal(out).assignment, run.proposal.assignment)
    assert not (tmp_path / "absolute.txt").exists()
    assert not (tmp_path.parent / "outside.txt").exists()


def test_existing_results_are_not_overwritten_without_force(run: Run, tmp_path: Path) -> None:
    save_proposal(run.proposal, tmp_path / "out", sources=run.sources)
    with pytest.raises(InputError):
        save_proposal(run.proposal, tmp_path / "out", sources=run.sources)
    save_proposal(run.proposal, tmp_path / "out", sources=run.sources, force=True)


def test_input_that_changed_before_saving_is_refused(run: Run, tmp_path: Path) -> None:
    """The copy would not be what the answer was found for: its hash is another than the certificate's."""
    sources = write_tables(tmp_path / "tables")
    text = sources.clients.read_text("utf-8")
    sources.clients.write_text(text.replace("\n", " \n", 1), "utf-8")
    with pytest.raises(InputError):
        save_proposal(run.proposal, tmp_path / "out", sources=sources)
    assert not (tmp_path / "out").exists()
