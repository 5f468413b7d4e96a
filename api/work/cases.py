"""The case that jobs work on: an uploaded base with its decisions, under a policy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from api.files import Files
from api.work.bases import Decision, UploadedBase, sources_of
from api.work.facts import facts_key, load_facts, save_facts
from assigner.duplicates.merge import merge_cards
from assigner.engine import Case, weigh_case
from assigner.errors import InputError
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import Portfolio
from assigner.tabular import Sources, read_portfolio, verify_again
from assigner.tabular.sources import input_sha256

CASES = "cases"
"""Kind of folder that holds what reading made of an upload."""

READ, DECIDED = "facts.pickle", "decided.pickle"
"""Facts of the tables alone, and of the tables with the latest decisions."""

DAY = "day.json"
"""The day of the evidence, as the first reading found it."""


def case_of(
    files: Files,
    dataset_id: str,
    policy: Policy | None = None,
    decisions: Sequence[Decision] = (),
    *,
    tr: Translator | None = None,
) -> Case:
    """Facts and evidence of a dataset that was read, with these decisions, under this policy.

    The same dataset, decisions (in any order) and policy give the same case, with the same hash of its input;
    so does `load_case` on `sources_of` the same. The day of the evidence is the one of the first reading.
    Raises InputError where the decisions contradict each other or the tables.
    """
    with sources_of(files, dataset_id, decisions) as (base, sources):
        path = files.folder(CASES, dataset_id) / (DECIDED if decisions else READ)
        return read_case(base, sources, path, policy=policy, as_of=_first_day(path.with_name(DAY)), tr=tr)


def read_case(
    base: UploadedBase,
    sources: Sources,
    keep: Path,
    *,
    policy: Policy | None = None,
    as_of: date | None = None,
    tr: Translator | None = None,
) -> Case:
    """The case of these tables; `keep` is where facts are taken from if they are the same, and kept else."""
    policy = policy or Policy()
    try:
        facts = _facts(base, sources, keep, policy, tr)
        merged = verify_again(merge_cards(facts, policy, tr=tr), time_zone=policy.evidence.time_zone)
        return weigh_case(merged, policy, as_of=base.as_of or as_of)
    except InputError as error:
        raise base.told(error) from None


def _facts(
    base: UploadedBase, sources: Sources, keep: Path, policy: Policy, tr: Translator | None
) -> Portfolio:
    """The tables read and checked, from `keep` where they were read just so before."""
    rule, zone = policy.rules.keep, policy.evidence.time_zone
    key = facts_key(input_sha256(sources), zone)
    found = load_facts(keep, key)
    if found is None:
        read = read_portfolio(
            sources, tolerant=base.tolerant, time_zone=zone, tr=tr, pins_hold=rule.enabled and rule.pins
        )
        found = base.named(read)
        if keep.parent.is_dir():
            save_facts(keep, key, found)
    return found


def write_day(path: Path, day: date) -> None:
    """Keep the day of the evidence."""
    path.write_text(json.dumps({"as_of": day.isoformat()}), "utf-8")


def _first_day(path: Path) -> date | None:
    return date.fromisoformat(json.loads(path.read_text("utf-8"))["as_of"]) if path.exists() else None
