"""Which roles may do which operation. What is not listed, nobody may: a new endpoint needs a line here.

The name of an operation is the `operation_id` of its route and the name given to `@operation` at its service
function. Lines are sorted by resource; a test holds the table against the OpenAPI document. Managers see
their own book only: that is the services' work, marked OWN.
"""

from __future__ import annotations

from api.security.actor import Role

HEAD, HR, MANAGER, CRM, ADMIN = Role.HEAD, Role.HR, Role.MANAGER, Role.CRM, Role.ADMIN

PLANNERS = frozenset({HEAD, ADMIN})
"""Decide about the plan."""
STAFF = frozenset({HEAD, HR, ADMIN})
"""See the whole plan."""
MACHINES = frozenset({HEAD, CRM, ADMIN})
"""Bring bases, fetch plans, route."""
READERS = frozenset({HEAD, HR, CRM, ADMIN})
"""See everything but accounts."""
EVERYBODY = frozenset(Role)
"""Every role; a manager only what is his own (OWN)."""
PEOPLE = frozenset({HEAD, HR, MANAGER, ADMIN})
"""Everybody but programs; a manager only what is his own (OWN)."""
ADMINS = frozenset({ADMIN})

PUBLIC = frozenset({"get_health", "get_readiness", "sign_in"})
"""Operations without a sign-in."""

RULES: dict[str, frozenset[Role]] = {
    # access
    "sign_out": EVERYBODY,
    "get_me": EVERYBODY,
    "change_password": EVERYBODY,
    "list_users": ADMINS,
    "create_user": ADMINS,
    "get_user": ADMINS,
    "replace_user": ADMINS,
    "delete_user": ADMINS,
    "list_managers": ADMINS,
    "list_keys": ADMINS,
    "create_key": ADMINS,
    "get_key": ADMINS,
    "revoke_key": ADMINS,
    "list_webhooks": ADMINS,
    "create_webhook": ADMINS,
    "get_webhook": ADMINS,
    "replace_webhook": ADMINS,
    "delete_webhook": ADMINS,
    "test_webhook": ADMINS,
    "list_deliveries": ADMINS,
    "list_audit": PLANNERS,
    "verify_audit": PLANNERS,
    # datasets
    "list_datasets": EVERYBODY,  # OWN: managers see names and days only
    "create_dataset": MACHINES,
    "create_dataset_from_rows": MACHINES,
    "create_demo_dataset": MACHINES,
    "get_dataset": EVERYBODY,  # OWN
    "delete_dataset": MACHINES,
    "replace_dataset_mapping": MACHINES,
    "get_dataset_columns": READERS,
    "get_dataset_quality": READERS,
    "list_dataset_findings": READERS,
    "get_dataset_evidence": READERS,
    "get_dataset_balance": EVERYBODY,  # names no client
    "get_dataset_capacity": READERS,
    "list_dataset_clients": EVERYBODY,  # OWN
    "get_dataset_client": EVERYBODY,  # OWN
    "list_dataset_disputes": READERS,
    "list_dataset_duplicates": READERS,
    "list_dataset_decisions": READERS,
    "decide_dataset": PLANNERS,
    "delete_dataset_decision": PLANNERS,
    "draw_dataset_audit": PLANNERS,
    "get_dataset_audit_sheet": STAFF,
    "read_dataset_audit": PLANNERS,
    "get_dataset_audit": STAFF,
    # jobs
    "list_jobs": READERS,
    "get_job": READERS,
    "follow_job": READERS,
    "cancel_job": READERS,  # OWN where the role decides nothing
    # operations
    "get_metrics": ADMINS,
    # policies
    "list_policies": STAFF,
    "create_policy": PLANNERS,
    "get_policy": STAFF,
    "replace_policy": PLANNERS,
    "delete_policy": PLANNERS,
    "get_default_policy": READERS,
    # proposals
    "list_proposals": EVERYBODY,  # OWN: what was shared or approved, without figures
    "get_live_proposal": EVERYBODY,  # OWN
    "create_proposal": MACHINES,
    "preflight_proposal": MACHINES,
    "get_proposal": READERS,
    "delete_proposal": PLANNERS,
    "relax_proposal": PLANNERS,
    "resolve_proposal": PLANNERS,
    "share_proposal": PLANNERS,
    "approve_proposal": PLANNERS,
    "activate_proposal": PLANNERS,
    "get_proposal_document": READERS,
    "list_proposal_managers": READERS,
    "get_proposal_flows": READERS,
    "get_proposal_changes": READERS,
    "list_moves": READERS,
    "explain_client": READERS,
    "why_not_manager": READERS,
    "list_decisions": READERS,
    "put_decisions": PLANNERS,
    "decide_where": PLANNERS,
    "delete_decisions": PLANNERS,
    "list_exports": READERS,
    "export_proposal": READERS,
    "export_to_crm": MACHINES,
    "get_my_book": PEOPLE,  # OWN
    "create_objection": frozenset({HEAD, MANAGER, ADMIN}),  # OWN
    "list_objections": PEOPLE,  # OWN
    "get_objection": PEOPLE,  # OWN
    "decide_objection": PLANNERS,
    # routing
    "route_client": MACHINES,
    "list_routes": EVERYBODY,  # OWN
    "get_route": EVERYBODY,  # OWN
    "receive_cards": MACHINES,
    "list_routing_managers": READERS,
    "list_closed_managers": READERS,
    "close_manager": PLANNERS,
    "open_manager": PLANNERS,
    "get_inbound_token": ADMINS,
    # scenarios
    "list_edits": READERS,
    "list_catalogue": READERS,
    "list_scenarios": READERS,
    "create_scenario": STAFF,
    "get_scenario": READERS,
    "replace_scenario": STAFF,
    "delete_scenario": STAFF,
    # studies
    "list_studies": READERS,
    "create_study": STAFF,  # HR: scenarios and onboarding
    "get_study": READERS,
    "get_study_document": READERS,
    "get_study_page": READERS,
    "adopt_study": STAFF,  # HR: onboarding, for the head to approve
    "delete_study": STAFF,
}


def allowed(role: Role, operation: str) -> bool:
    """Whether the role may do the operation; False for an operation that nobody listed."""
    return operation in PUBLIC or role in RULES.get(operation, frozenset())
