"""Live routing: whose a new client is, given an approved plan and what was routed since (model §12).

    plan = routing_plan(proposal, proposal.assignment)     once, at approval; to_bytes(plan) is stored
    ledger = Ledger(plan, journal)                         in every process
    decision = decide(plan, ledger, client)                changes nothing
    ledger.apply(Routed(client=client, decision=decision)) books it

No database, no web, no clock: who calls makes sure that decisions are booked one after the other.
"""

from __future__ import annotations

from assigner.routing.build import routing_plan
from assigner.routing.decide import decide
from assigner.routing.describe import describe
from assigner.routing.ledger import Ledger
from assigner.routing.model import Bar, CellShortfall, Code, Decision, Key, Match, NewClient, Routed
from assigner.routing.packing import from_bytes, to_bytes
from assigner.routing.plan import RoutingPlan

__all__ = [
    "Bar",
    "CellShortfall",
    "Code",
    "Decision",
    "Key",
    "Ledger",
    "Match",
    "NewClient",
    "Routed",
    "RoutingPlan",
    "decide",
    "describe",
    "from_bytes",
    "routing_plan",
    "to_bytes",
]
