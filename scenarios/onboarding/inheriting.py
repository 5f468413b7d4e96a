"""Who inherits a leaver's clients: worked ones by similarity first, the rest by what makes books fair.

Two searches of the engine under the rule scope, in which the leaver alone gives. In the first, clients that
are proven or active go to managers who have worked such clients and are below a fair share, if there are
any; in the second all others go to anybody. What is nobody's stays so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from assigner.checker import check, locks
from assigner.engine import Case, propose
from assigner.errors import RulesConflict
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.policy.model import LevelWeights, ScopeRule
from assigner.portfolio import NOBODY, BoolArray, IntArray
from assigner.proposal import Proposal
from assigner.solution import OnProgress, ShouldStop, SolverConfig, ignore_progress, never_stop
from scenarios.base import Base
from scenarios.edits.changing import with_clients, with_pins
from scenarios.onboarding.bequeathing import told
from scenarios.onboarding.estate import Estate
from scenarios.onboarding.following import OnSearch, Searching, begun, ignore_search
from scenarios.onboarding.schedule import share_of
from scenarios.onboarding.will import Will, read_will

SIMILARITY_FIRST = LevelWeights(imbalance=1.0, disruption=1.0, fit=10.0)
"""How worked clients are divided: fit weighs most; balance decides among managers who suit alike."""

SEARCHES = 2


@dataclass(frozen=True, slots=True)
class How:
    """How each of the searches is done, and who hears of it."""

    config: SolverConfig
    should_stop: ShouldStop
    tr: Translator
    on_progress: OnProgress = ignore_progress

    def propose(self, case: Case) -> Proposal:
        """The engine's answer to a case. Raises as `propose` does."""
        return propose(
            case, self.config, on_progress=self.on_progress, should_stop=self.should_stop, tr=self.tr
        )


def divide_estate(
    base: Base,
    leaver_id: str,
    config: SolverConfig | None = None,
    *,
    on_search: OnSearch = ignore_search,
    should_stop: ShouldStop = never_stop,
    tr: Translator | None = None,
) -> Estate:
    """The inheritance of one manager; `on_search` hears of the two searches.

    Raises InputError, RulesConflict and NoAnswer as `propose` does.
    """
    config, tr = config or SolverConfig(), tr or Translator()
    will = read_will(base, leaver_id, tr)
    how = How(share_of(config, SEARCHES), should_stop, tr)
    tell = begun(on_search, Searching(0, SEARCHES, "worked"))
    first = _by_similarity(will, replace(how, on_progress=tell))
    tell = begun(on_search, Searching(1, SEARCHES, "rest"))
    heir = _by_fairness(will, first, replace(how, on_progress=tell))
    return told(will, heir, _broken(will, heir, tr), seed=config.seed)


def _by_similarity(will: Will, how: How) -> IntArray:
    """Heirs of the worked clients, NOBODY for the rest."""
    nobody = np.full(len(will.estate), NOBODY, dtype=np.int32)
    if not will.worked.any():
        return nobody
    plain = will.case.policy
    objective = plain.objective.model_copy(
        update={"mode": "weighted", "worst_off_first": False, "weights": SIMILARITY_FIRST}
    )
    out = will.estate & ~_with_holdings(will, will.worked)
    for receivers in (_suited(will), None):
        policy = _within(will, plain.model_copy(update={"objective": objective}), receivers)
        case = _case(will, policy, will.free | out, nobody)
        try:
            found = how.propose(case)
        except RulesConflict:
            if receivers is None:
                raise
        else:
            return np.where(will.estate & ~out, found.assignment, NOBODY).astype(np.int32)
    raise AssertionError("the last list of receivers is everybody")


def _with_holdings(will: Will, chosen: BoolArray) -> BoolArray:
    """The chosen clients and all members of their holdings: these go as one."""
    case = will.case
    group = locks(case.portfolio, case.evidence, case.policy).group
    inside = np.isin(group, group[chosen & (group != NOBODY)]) & (group != NOBODY)
    return np.asarray(chosen | (inside & will.estate), dtype=bool)


def _suited(will: Will) -> tuple[str, ...] | None:
    """Managers who have worked clients of their own and are below a fair share; None: all."""
    owner = np.where(will.estate, NOBODY, will.case.portfolio.clients.owner_idx)
    room = will.books(owner) < will.fair
    suited = (will.weight > 0) & (will.costs.fit.norm > 0) & room
    ids = will.case.portfolio.managers.manager_id
    return tuple(str(ids[j]) for j in np.flatnonzero(suited)) or None


def _by_fairness(will: Will, first: IntArray, how: How) -> IntArray:
    """Heir of every client of the leaver, the worked ones as found; NOBODY for everybody else's."""
    policy = _within(will, will.case.policy, None)
    case = _case(will, policy, will.free, first)
    found = how.propose(case)
    return np.where(will.estate, found.assignment, NOBODY).astype(np.int32)


def _case(will: Will, policy: Policy, out: BoolArray, pinned: IntArray) -> Case:
    """The case without some clients, and with some heirs known."""
    base = Base(will.case.portfolio, policy, will.case.evidence.as_of)
    base = with_clients(base, excluded=base.portfolio.clients.excluded | out)
    known = np.flatnonzero(pinned != NOBODY).astype(np.int32)
    base = with_pins(base, known, pinned[known]) if len(known) else base
    return Case(base.portfolio, will.case.evidence, policy)


def _within(will: Will, policy: Policy, receivers: tuple[str, ...] | None) -> Policy:
    """The policy in which the leaver alone gives; least loads and budgets of moves are not for this."""
    rules = policy.rules
    off = {
        name: getattr(rules, name).model_copy(update={"enabled": False})
        for name in ("min_load", "move_budget")
    }
    giver = str(will.case.portfolio.managers.manager_id[will.leaver])
    scope = {"scope": ScopeRule(givers=(giver,), receivers=receivers)}
    return policy.model_copy(update={"rules": rules.model_copy(update=off | scope)})


def _broken(will: Will, heir: IntArray, tr: Translator) -> tuple[str, ...]:
    """Rules that the books break after the inheritance, by the checker, and today's books do not."""
    case = _case(will, _within(will, will.case.policy, None), will.free, np.full(len(heir), NOBODY))
    out, owner = case.portfolio.clients.excluded, case.portfolio.clients.owner_idx
    known, found = (
        check(case.portfolio, case.evidence, case.policy, np.where(out, NOBODY, plan), tr=tr).breaks
        for plan in (owner, np.where(will.estate, heir, owner))
    )
    before = set(map(str, known))
    return tuple(str(one) for one in found if str(one) not in before)
