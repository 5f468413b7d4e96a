"""From facts and policy to the numbers that the optimiser sees."""

from assigner.problem.build import build_problem
from assigner.problem.model import Problem

__all__ = ["Problem", "build_problem"]
