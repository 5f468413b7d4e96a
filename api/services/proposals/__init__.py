"""Proposals: asked for, solved, looked at, decided on, approved, live. Routes and pages call these."""

from api.services.proposals.creating import create_proposal, relax_proposal
from api.services.proposals.deciding import decide_where, delete_decisions, list_decisions, put_decisions
from api.services.proposals.explaining import explain_move, why_not_manager
from api.services.proposals.exporting import Download, export_proposal, export_to_crm, list_exports
from api.services.proposals.filters import Filter
from api.services.proposals.lifecycle import (
    activate_proposal,
    approve_proposal,
    delete_proposal,
    share_proposal,
)
from api.services.proposals.moves import list_moves
from api.services.proposals.my_book import Part, get_my_book
from api.services.proposals.naming import free_name
from api.services.proposals.objections import (
    create_objection,
    decide_objection,
    get_objection,
    list_objections,
)
from api.services.proposals.preflight import preflight_proposal
from api.services.proposals.reading import (
    get_live_proposal,
    get_proposal,
    get_proposal_changes,
    get_proposal_document,
    get_proposal_flows,
    list_proposal_managers,
    list_proposals,
)
from api.services.proposals.resolving import resolve_proposal
from api.services.proposals.rows import state_word

__all__ = [
    "Download",
    "Filter",
    "Part",
    "activate_proposal",
    "approve_proposal",
    "create_objection",
    "create_proposal",
    "decide_objection",
    "decide_where",
    "delete_decisions",
    "delete_proposal",
    "explain_move",
    "export_proposal",
    "export_to_crm",
    "free_name",
    "get_live_proposal",
    "get_my_book",
    "get_objection",
    "get_proposal",
    "get_proposal_changes",
    "get_proposal_document",
    "get_proposal_flows",
    "list_decisions",
    "list_exports",
    "list_moves",
    "list_objections",
    "list_proposal_managers",
    "list_proposals",
    "preflight_proposal",
    "put_decisions",
    "relax_proposal",
    "resolve_proposal",
    "share_proposal",
    "state_word",
    "why_not_manager",
]
