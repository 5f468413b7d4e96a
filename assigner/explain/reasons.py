"""Why every client is where it is: reason codes, sentences and pain of a whole proposal."""

from __future__ import annotations

import numpy as np

from assigner.explain.codes import reason_codes
from assigner.explain.grounds import Grounds, lay_grounds
from assigner.explain.model import Reasons
from assigner.explain.sentences import SentenceWriter
from assigner.portfolio import NOBODY, FloatArray
from assigner.proposal import Proposal


def explain_clients(proposal: Proposal, language: str = "en") -> Reasons:
    """Code, sentence and p(i, x(i)) of every client; the pain of an excluded one is 0 (model §5)."""
    return explain_on(proposal, lay_grounds(proposal), language)


def explain_on(proposal: Proposal, grounds: Grounds, language: str, *, only: int | None = None) -> Reasons:
    """The same on grounds laid before; with `only`, the other clients are left blank."""
    codes = reason_codes(grounds, proposal.evidence)
    if only is not None:
        codes = np.where(np.arange(len(codes)) == only, codes, "")
    text = SentenceWriter(proposal, grounds, language).write(codes)
    return Reasons(code=codes, text=text, pain=_pain_now(grounds))


def _pain_now(grounds: Grounds) -> FloatArray:
    """p(i, x(i)) in money, (num_clients,)."""
    served = np.flatnonzero(grounds.facts.serviceable & (grounds.manager != NOBODY))
    pain = np.zeros(len(grounds.manager))
    pain[served] = grounds.scale.costs.pain(served, grounds.manager[served]).total
    return pain
