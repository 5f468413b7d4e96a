"""Titles of pages, and words for states."""

TITLES = {
    "home": "Start",
    "data": "Bases",
    "columns": "Columns",
    "quality": "Quality",
    "duplicates": "Duplicates",
    "evidence": "Evidence",
    "disputes": "Disputes",
    "clients": "Clients",
    "client": "Client",
    "balance": "Today's balance",
    "calls": "Audit by phone",
    "proposals": "Proposals",
    "asking": "Ask for a proposal",
    "proposal": "Proposal",
    "moves": "Moves",
    "map": "Map",
    "history": "History",
    "export": "Files",
    "my-book": "My book",
    "new-clients": "New clients",
    "objections": "Objections",
    "what-if": "What if",
    "scenario": "Scenario",
    "study": "What was found",
    "onboarding": "Onboarding",
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

PHASES = {
    "reading": "reading the base",
    "solving": "solving",
    "searching": "looking for who gives and who gets",
    "open": "opening the answer",
    "routing plan": "preparing the plan for new clients",
}
"""Phases of jobs around a search; those of the search itself are `phase_word`'s."""

SEARCHED = {
    "nobody": "clients that nobody has",
    "claimed": "clients held on paper only",
    "dormant": "dormant clients",
    "active": "clients that are worked",
    "all": "what is still missing, large clients too",
    "worked": "heirs of the clients that are worked",
    "rest": "heirs of all other clients",
}
"""What a search of an onboarding is about."""

DATASET_STATES = {
    "reading": "being read ...",
    "ready": "ready",
    "refused": "refused",
}

TABLES = {
    "clients": "Clients",
    "managers": "Managers",
    "activities": "Activities",
    "rules": "Rules",
    "decisions": "Decisions",
    "audit": "Call sheet",
    "mapping": "Meanings of columns (YAML)",
}

DIMENSIONS = {
    "total": "The whole base",
    "region": "Region",
    "industry": "Industry",
    "tier": "Tier",
    "channel": "Channel",
}

MEASURES = {
    "potential": "potential",
    "revenue": "revenue",
    "workload": "workload",
    "count": "number of clients",
}
