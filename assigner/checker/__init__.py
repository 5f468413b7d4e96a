"""The independent re-computation: rules, levels, score and figures from facts and an assignment, no solver.

Written from docs/model.md alone. It must never import `assigner.problem` or `assigner.optimize`: that it
shares no code with them is its whole worth.
"""

from assigner.checker.ground import eligibility, locks
from assigner.checker.locks import Locks
from assigner.checker.verify import check, compare

__all__ = ["Locks", "check", "compare", "eligibility", "locks"]
