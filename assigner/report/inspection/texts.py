"""The English names of what an inspection lists; they are the message ids of the catalogue inspection.po."""

from __future__ import annotations

from assigner.duplicates.model import Match
from assigner.portfolio import How

TABLES: dict[str, str] = {
    "clients": "table of clients",
    "managers": "table of managers",
    "activities": "log of touches",
    "rules": "table of rules",
    "decisions": "table of decisions",
    "audit": "call sheet",
}

HOWS: dict[How, str] = {
    How.MAPPED: "the mapping file says so",
    How.EXACT: "its own name",
    How.SYNONYM: "a known word for it",
    How.PROFILE: "a header of this program",
    How.FUZZY: "similar to a known word",
    How.SEGMENT: "unknown word, looks like a segment",
    How.IGNORED: "not used",
}

MATCHES: dict[Match, str] = {
    Match.SAME_TAX_ID: "same tax id",
    Match.SIMILAR_TAX_ID: "similar tax id",
    Match.SAME_PHONE: "same phone",
    Match.SAME_EMAIL: "same e-mail",
    Match.SAME_DOMAIN: "same mail domain",
    Match.SAME_NAME: "same name",
    Match.SIMILAR_NAME: "similar name",
    Match.SAME_GROUP: "but one holding",
    Match.OTHER_SEGMENT: "but other segments",
}

MEANINGS: dict[str, str] = {
    "client_id": "id of the client",
    "name": "name",
    "manager_id": "manager",
    "manager_email": "e-mail address of the manager",
    "first_name": "first name",
    "last_name": "last name",
    "potential": "potential",
    "revenue_12m": "revenue of 12 months",
    "workload": "hours a month",
    "group_id": "holding",
    "excluded": "excluded",
    "excluded_reason": "reason of the exclusion",
    "lat": "latitude",
    "lon": "longitude",
    "tax_id": "tax id",
    "phone": "phone",
    "email": "e-mail address",
    "contact_name": "contact person",
    "open_deal_amount": "amount of the open deal",
    "open_deal_close": "expected close of the open deal",
    "pinned_manager_id": "manager it is pinned to",
    "region": "region",
    "industry": "industry",
    "tier": "tier",
    "channel": "channel",
    "fte": "part of a full position",
    "start_date": "start of work",
    "leaving": "leaves",
    "commission_rate": "commission rate",
    "max_clients": "most clients",
    "max_workload": "most hours a month",
    "activity_id": "id of the touch",
    "occurred_at": "day of the touch",
    "kind": "kind",
    "amount": "amount",
    "contact_role": "role of the contact",
    "contact_phone": "phone of the contact",
    "contact_email": "e-mail address of the contact",
    "summary": "what was talked about",
    "outcome": "outcome",
    "verified": "checked by an audit",
    "a": "first client",
    "b": "client or manager",
    "reason": "reason",
    "decision": "decision",
    "answer": "answer of the client",
    "until": "claims until",
    "note": "note",
}
