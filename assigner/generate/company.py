"""A whole made-up company from one seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from assigner.generate.base import make_base
from assigner.generate.cards import make_cards
from assigner.generate.deals import make_deals
from assigner.generate.disputes import make_disputes
from assigner.generate.extending import Firms, with_planted
from assigner.generate.log import activity_table, revenue_12m, sale_amounts
from assigner.generate.noise import noise
from assigner.generate.ruling import make_rules, rule_table
from assigner.generate.spec import CompanySpec
from assigner.generate.tables import client_table, manager_table
from assigner.generate.team import Team, make_team
from assigner.generate.territories import make_territories
from assigner.generate.touches import join
from assigner.generate.truth import Truth, make_truth
from assigner.generate.vocabulary import Vocabulary, vocabulary
from assigner.generate.work import honest_work, rival_work


@dataclass(frozen=True, slots=True, eq=False)
class Company:
    """The tables as the contract names them, and what was planted. Dates are ISO text, a blank is "" or NaN.

    `activities` is None where the spec asks for no log.
    """

    clients: pd.DataFrame
    managers: pd.DataFrame
    activities: pd.DataFrame | None
    rules: pd.DataFrame
    truth: Truth

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables that exist, by name."""
        log = {} if self.activities is None else {"activities": self.activities}
        return {"clients": self.clients, "managers": self.managers, **log, "rules": self.rules}


def generate_company(spec: CompanySpec) -> Company:
    """Make up a company. The same spec gives the same company, byte for byte.

    Today's owners could keep everything with revenue, so under the default policy an answer always exists.
    """
    rng = np.random.Generator(np.random.PCG64(spec.seed))
    words = vocabulary(spec.language)
    team = make_team(rng, spec, words)
    base = make_base(rng, spec, words, team)
    disputes = make_disputes(rng, spec, base, team)
    work = honest_work(rng, base, disputes)
    touches = join([work, rival_work(rng, base, disputes, work), noise(rng, base, team, disputes)])
    amount = sale_amounts(rng, spec, base, touches)
    cards = make_cards(rng, words, base, team)
    rules = make_rules(rng, base, team, disputes)
    firms = Firms(base=base, cards=cards, touches=touches, amount=amount)
    whole = with_planted(spec, words, firms, team)
    revenue = revenue_12m(spec, whole.touches, whole.amount, len(whole.base))
    territories = make_territories(spec, whole.base, team, rules)
    log = _log(rng, spec, words, team, whole)
    return Company(
        clients=client_table(
            rng,
            words,
            base=whole.base,
            cards=whole.cards,
            deals=make_deals(rng, spec, words, whole.base),
            team=team,
            revenue=revenue,
            territories=territories,
        ),
        managers=manager_table(words, team=team, base=whole.base, territories=territories),
        activities=log,
        rules=rule_table(words, rules, cards.client_id, team.manager_id),
        truth=make_truth(
            spec,
            base=whole.base,
            team=team,
            disputes=disputes,
            client_id=whole.cards.client_id,
            planted=whole.planted,
            rules=rules,
            num_activities=len(whole.touches) if spec.activities else 0,
        ),
    )


def _log(
    rng: np.random.Generator, spec: CompanySpec, words: Vocabulary, team: Team, firms: Firms
) -> pd.DataFrame | None:
    """The log, None where the spec asks for none. The clients are the same with and without it.

    What is drawn for the log goes before the clients' table in the stream of numbers, so it is drawn in any
    case; with territories, which large companies have, the log has a stream of its own and can be left out.
    """
    if spec.eligible_each is not None:
        if not spec.activities:
            return None
        rng = np.random.Generator(np.random.PCG64([spec.seed, 6]))
    log = activity_table(
        rng, spec, words, touches=firms.touches, amount=firms.amount, team=team, cards=firms.cards
    )
    return log if spec.activities else None
