"""What a proposal was made of beside its tables: the policy asked for, edits, and decisions on moves.

A folder of the engine keeps tables and the policy in the end. Where edits or decisions changed the facts in
between, an `Origin` kept beside them tells the way, so that the folder explains itself all the same.
"""

from scenarios.origin.model import Origin
from scenarios.origin.steps import RELAX, make_steps, parse_steps

__all__ = ["RELAX", "Origin", "make_steps", "parse_steps"]
