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
