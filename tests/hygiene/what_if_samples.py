"""The tables of what-ifs, written from a base in which no word can be trusted."""

from __future__ import annotations

from pathlib import Path

from assigner.i18n import Translator
from assigner.portfolio import Portfolio
from scenarios.answers.folder import _write_assignment
from scenarios.compare.model import Column, Comparison, Mover, Moves
from scenarios.compare.moving_table import write_moves as write_movers
from scenarios.onboarding.estate import Bequest, Estate, Heir
from scenarios.onboarding.model import Move, Newcomer, Onboarding, Pool, Shortfall, Standing, Terms
from scenarios.onboarding.tables import write_bequests, write_heirs, write_moves, write_schedule
from tests import builders


def comparison_table(facts: Portfolio, folder: Path) -> Portfolio:
    """moves.csv of a comparison whose scenarios have risky names."""
    ids, team = _ids(facts)
    columns = tuple(Column(name, name) for name in facts.clients.name[:14])
    movers = tuple(
        Mover(one, team[n % len(team)], (team[(n + 1) % len(team)],) * len(columns))
        for n, one in enumerate(ids)
    )
    write_movers(Comparison(columns, (), (), (), Moves(movers, (), 0, ())), folder / "moves.csv")
    return facts


def answer_table(facts: Portfolio, folder: Path) -> Portfolio:
    """assignment.csv of a scenario."""
    ids, team = _ids(facts)
    _write_assignment(
        [(one, "", team[n % len(team)]) for n, one in enumerate(ids)], folder / "assignment.csv"
    )
    return facts


def onboarding_tables(facts: Portfolio, folder: Path) -> Portfolio:
    """What newcomers get month by month, and what a leaver's heirs get."""
    tr = Translator("ru")
    write_schedule(_onboarding(facts), tr, folder / "schedule.csv")
    write_moves(_onboarding(facts), folder / "moves.csv")
    write_heirs(_estate(facts), folder / "heirs.csv")
    write_bequests(_estate(facts), tr, folder / "bequests.csv")
    return facts


def _ids(facts: Portfolio) -> tuple[list[str], list[str]]:
    return facts.clients.client_id.tolist(), facts.managers.manager_id.tolist()


def _onboarding(facts: Portfolio) -> Onboarding:
    """Every client goes to a newcomer; every manager is one."""
    (ids, team), names, day = _ids(facts), facts.clients.name, builders.AS_OF
    newcomers = tuple(Newcomer(one, facts.managers.name[n], day, 1.0) for n, one in enumerate(team))
    standings = tuple(Standing(day, one, 1.0, 2.0, 1.5, 3, 3, Shortfall.USED_UP) for one in team)
    moves = tuple(
        Move(day, one, names[n], "", "", team[n % len(team)], "claimed", Pool.CLAIMED, 1.0, -2.0, False)
        for n, one in enumerate(ids)
    )
    return Onboarding(
        as_of=day,
        input_sha256="",
        policy_sha256="",
        seed=0,
        terms=Terms(),
        ramp=(1.0,),
        ramp_step_months=3,
        newcomers=newcomers,
        standings=standings,
        steps=(),
        moves=moves,
        donors=(),
        slices=(),
        proven_total=0,
        proven_moved=0,
    )


def _estate(facts: Portfolio) -> Estate:
    """Every client is inherited; every manager is an heir."""
    ids, team = _ids(facts)
    heirs = tuple(
        Heir(one, facts.managers.name[n], 1, 1, 1.0, 1.0, 1.0, 1.0, 1.0, 0.5) for n, one in enumerate(team)
    )
    bequests = tuple(
        Bequest(
            client_id=one,
            client_name=facts.clients.name[n],
            state="proven",
            to_id=team[n % len(team)],
            potential=1.0,
            revenue=-0.0,
            similarity=0.5,
            best_similarity=0.5,
            mean_similarity=0.5,
            rank=1,
            choices=2,
            experienced=bool(n % 2),
            known=False,
            holding=False,
            pinned=n % 3 == 0,
        )
        for n, one in enumerate(ids)
    )
    return Estate(builders.AS_OF, "", "", 0, team[0], facts.managers.name[0], bequests, heirs, 0, ())
