"""Titles of pages, and words for states."""

TITLES = {
    "home": "Start",
    "accounts": "Accounts",
    "keys": "Keys of programs",
    "audit": "Audit trail",
}

ROLES = {
    "head": "head of sales",
    "hr": "HR",
    "manager": "manager",
    "crm": "program (CRM)",
    "admin": "admin",
}

JOB_STATES = {
    "queued": "Waiting for its turn ...",
    "running": "At work ...",
    "succeeded": "Done.",
    "failed": "It failed.",
    "cancelled": "Stopped.",
}
