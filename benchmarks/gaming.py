"""Padded logs of generated companies: what is caught, and who is punished: `python -m benchmarks.gaming`.

Companies in both languages, ten seeds each. Ground truth is truth.json of the generator:

- *false*: every touch of a manager who pads the log with a dead soul of his own, but transactions;
- *hollow*: the same of managers who don't: records without a contact, an address or a text;
- *honest*: everything else that is no transaction, rivals and colleagues included. *terse* are those of the
  honest manager who writes short notes.

*Discarded* leaves out "same day": of two touches with one client on one day the better one counts, which
blames nobody. *Lost* are clients planted as proven or active that the evidence takes for less.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from assigner.evidence import Discard, Evidence, State, weigh_evidence
from assigner.generate import CompanySpec, generate_company, write_company
from assigner.generate.truth import Truth
from assigner.policy.model import Policy
from assigner.portfolio import Activities, BoolArray, Kind, Portfolio, StrArray
from assigner.tabular import Sources, read_portfolio

SEEDS = 10
CLIENTS, MANAGERS = 1200, 12

MIN_RECALL = 0.99
"""The generator plays tricks that model §2 describes, each often enough to show: all but all are seen."""

MAX_FALSE_POSITIVES = 0.002
"""Of 500 honest touches one may be taken for padding by chance: a lost touch costs points, never a client."""

MAX_LOST = 0.0
"""No client that is worked may lose its state: that is what a rule against padding must never do."""

NOTE_LENGTHS = (10, 15, 16, 17, 20, 25)
"""Least characters of a summary that are tried; 15 is the default."""


@dataclass(frozen=True, slots=True, eq=False)
class Company:
    """A generated company as the engine reads it, its truth, and its kinds of touches."""

    name: str
    facts: Portfolio
    log: Activities
    truth: Truth
    false: BoolArray
    hollow: BoolArray
    honest: BoolArray
    terse: BoolArray


@dataclass(frozen=True, slots=True)
class Score:
    """What became of the touches of one company or of several."""

    false: int = 0
    caught: int = 0
    hollow: int = 0
    emptied: int = 0
    honest: int = 0
    punished: int = 0
    terse: int = 0
    terse_punished: int = 0
    worked: int = 0
    lost: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Score) -> Score:
        counts = [name for name in Score.__dataclass_fields__ if name != "reasons"]
        sums = {name: getattr(self, name) + getattr(other, name) for name in counts}
        return Score(**sums, reasons=self.reasons + other.reasons)


def make_company(seed: int, language: str) -> Company:
    """Generate a company, write its tables and read them back."""
    spec = CompanySpec.for_size(CLIENTS, MANAGERS, seed, language)  # type: ignore[arg-type]
    company = generate_company(spec)
    with tempfile.TemporaryDirectory() as folder:
        write_company(company, Path(folder) / "company")
        tables = (Path(folder) / "company" / f"{name}.csv" for name in ("clients", "managers", "activities"))
        facts = read_portfolio(Sources(*tables))
    return sort_touches(f"{language} {seed}", facts, company.truth)


def sort_touches(name: str, facts: Portfolio, truth: Truth) -> Company:
    """Tell false, hollow and honest touches apart by the truth."""
    log = facts.activities
    if log is None:
        raise ValueError("a generated company has a log")
    dead = np.isin(facts.clients.client_id, truth["dead_souls"])
    gamer = np.isin(facts.managers.manager_id, truth["gamers"])
    terse = np.isin(facts.managers.manager_id, truth["terse_but_honest"])
    talk = log.kind != Kind.TRANSACTION
    own_dead = talk & dead[log.client_idx] & (facts.clients.owner_idx[log.client_idx] == log.manager_idx)
    return Company(
        name=name,
        facts=facts,
        log=log,
        truth=truth,
        false=own_dead & gamer[log.manager_idx],
        hollow=own_dead & ~gamer[log.manager_idx],
        honest=talk & ~own_dead,
        terse=talk & ~own_dead & terse[log.manager_idx],
    )


def judge(company: Company, policy: Policy) -> Score:
    """Weigh the evidence of a company and compare it with the truth."""
    evidence = weigh_evidence(company.facts, policy)
    same_day = tuple(Discard).index(Discard.SAME_DAY)
    blamed = (evidence.touch_discard >= 0) & (evidence.touch_discard != same_day)
    worked, lost = _states(company, evidence)
    reasons = Counter(tuple(Discard)[code].value for code in evidence.touch_discard[company.honest & blamed])
    return Score(
        false=int(company.false.sum()),
        caught=int((company.false & blamed).sum()),
        hollow=int(company.hollow.sum()),
        emptied=int((company.hollow & blamed).sum()),
        honest=int(company.honest.sum()),
        punished=int((company.honest & blamed).sum()),
        terse=int(company.terse.sum()),
        terse_punished=int((company.terse & blamed).sum()),
        worked=worked,
        lost=lost,
        reasons=reasons,
    )


def _states(company: Company, evidence: Evidence) -> tuple[int, int]:
    """How many clients are planted as proven or active, and how many of them are taken for less."""
    state = dict(zip(company.facts.clients.client_id.tolist(), evidence.state.tolist(), strict=True))
    proven = [state[entry["client"]] == State.PROVEN for entry in company.truth["proven"]]
    active = [state[entry["client"]] in (State.PROVEN, State.ACTIVE) for entry in company.truth["active"]]
    return len(proven) + len(active), proven.count(False) + active.count(False)


HEADS = ("company", "false", "caught", "recall", "hollow", "discarded", "honest", "discarded", "rate",
         "terse", "discarded", "rate", "worked", "lost")  # fmt: skip


def line(name: str, score: Score) -> str:
    """One row of the table."""
    cells = (
        name,
        score.false,
        score.caught,
        share(score.caught, score.false),
        score.hollow,
        score.emptied,
        score.honest,
        score.punished,
        share(score.punished, score.honest),
        score.terse,
        score.terse_punished,
        share(score.terse_punished, score.terse),
        score.worked,
        score.lost,
    )
    return row(cells)


def share(part: int, whole: int) -> str:
    """A share in per cent."""
    return f"{100 * part / max(whole, 1):.2f} %"


def row(cells: Iterable[object]) -> str:
    """A row of a Markdown table."""
    return "| " + " | ".join(map(str, cells)) + " |"


def note_lengths(companies: Sequence[Company]) -> Iterator[str]:
    """What other limits for the length of a summary would do."""
    yield row(("least characters", "terse notes discarded", "honest discarded", "hollow discarded", "lost"))
    yield "|" + "---|" * 5
    for least in NOTE_LENGTHS:
        policy = Policy.model_validate({"evidence": {"min_summary_chars": least}})
        score = sum((judge(company, policy) for company in companies), Score())
        yield row(
            (
                least,
                share(score.terse_punished, score.terse),
                share(score.punished, score.honest),
                share(score.emptied, score.hollow),
                f"{score.lost} of {score.worked}",
            )
        )


def brief(log: Activities, rows: BoolArray) -> Activities:
    """Notes one character too short."""
    notes = np.array(
        [text[: Policy().evidence.min_summary_chars - 1] for text in summaries(log)], dtype=object
    )
    return replace(log, summary=np.where(rows, notes, summaries(log)))


def stock(log: Activities, rows: BoolArray) -> Activities:
    """One true sentence for everything."""
    return replace(log, summary=np.where(rows, "sent our price list as agreed", summaries(log)))


def nameless(log: Activities, rows: BoolArray) -> Activities:
    """The role of the contact never filled in."""
    if log.contact_role is None:
        raise ValueError("a generated log has roles")
    return replace(log, contact_role=np.where(rows, "", log.contact_role))


def summaries(log: Activities) -> StrArray:
    """The column of summaries, which a generated log has."""
    if log.summary is None:
        raise ValueError("a generated log has summaries")
    return log.summary


HABITS = {
    "notes of 14 characters": brief,
    "one true sentence for every client": stock,
    "no role of the contact": nameless,
}


def habits(companies: Sequence[Company]) -> Iterator[str]:
    """What the terse manager would lose by habits that look like padding, and what an audit restores."""
    yield row(
        ("habit of the terse manager", "discarded", "rule", "lost", "discarded once audited", "lost then")
    )
    yield "|" + "---|" * 6
    for name, habit in HABITS.items():
        spoilt = [changed(company, habit(company.log, company.terse)) for company in companies]
        audited = [changed(one, confirmed(one.log, one.terse)) for one in spoilt]
        found, healed = (sum((judge(one, Policy()) for one in part), Score()) for part in (spoilt, audited))
        yield row(
            (
                name,
                share(found.terse_punished, found.terse),
                ", ".join(found.reasons),
                f"{found.lost} of {found.worked}",
                share(healed.terse_punished, healed.terse),
                healed.lost,
            )
        )


def changed(company: Company, log: Activities) -> Company:
    """The company with another log of the same touches."""
    return replace(company, log=log, facts=replace(company.facts, activities=log))


def confirmed(log: Activities, rows: BoolArray) -> Activities:
    """The log after an audit in which every client of these rows said yes."""
    return replace(log, verified=np.where(rows, 1, log.verified).astype(np.int8))


def failures(score: Score) -> Iterator[str]:
    """Which limits the figures break."""
    if score.caught < MIN_RECALL * score.false:
        yield f"recall is below {MIN_RECALL:.0%}"
    if score.punished > MAX_FALSE_POSITIVES * score.honest:
        yield f"more than {MAX_FALSE_POSITIVES:.1%} of the honest touches were discarded"
    if score.terse_punished > MAX_FALSE_POSITIVES * score.terse:
        yield f"more than {MAX_FALSE_POSITIVES:.1%} of the terse manager's touches were discarded"
    if score.lost > MAX_LOST * score.worked:
        yield "clients that are worked lost their state"


def main() -> None:
    """Print the tables; fail where a limit is broken."""
    parser = argparse.ArgumentParser(prog="benchmarks.gaming", description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=SEEDS)
    seeds = range(1, parser.parse_args().seeds + 1)
    companies = [make_company(seed, language) for language in ("en", "ru") for seed in seeds]
    print(row(HEADS), "|" + "---|" * len(HEADS), sep="\n", flush=True)
    total = Score()
    for company in companies:
        score = judge(company, Policy())
        total = total + score
        print(line(company.name, score), flush=True)
    print(line("all", total))
    print(f"\nWhy honest touches were discarded: {dict(total.reasons) or 'none was'}\n")
    print("\n".join(note_lengths(companies)), end="\n\n")
    print("\n".join(habits(companies)))
    broken = list(failures(total))
    if broken:
        raise SystemExit("; ".join(broken))


if __name__ == "__main__":
    main()
