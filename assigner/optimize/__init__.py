"""The optimiser: a good division and a proof of how good it is."""

from assigner.optimize.diagnose_case import WayOut, ways_out
from assigner.optimize.params import SearchParams
from assigner.optimize.solve import solve

__all__ = ["SearchParams", "WayOut", "solve", "ways_out"]
