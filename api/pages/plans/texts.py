"""Words for origins, verdicts and parts of proposals."""

from api.services.proposals.texts import STATE_WORDS

STATES = STATE_WORDS

ORIGINS = {
    "propose": "asked for",
    "resolve": "solved again under decisions",
    "relax": "asked again with a loosened rule",
    "scenario": "from a what-if",
    "onboarding": "from an onboarding",
}

WAITS = {
    "draft": "is being solved",
    "proposed": "is to be reviewed and approved",
    "approved": "is approved and can be made live",
}
"""What a proposal waits for, by its state; in other states it waits for nothing."""

STOPS = {
    "time limit": "The search used up its {limit} s.",
    "work limit": "The search used up its work limit.",
    "cancel": "The search was stopped early.",
}
"""Why a search ended before it had proved its answer."""

VERDICTS = {
    "accept": "accepted",
    "reject": "rejected",
    "pin": "pinned",
    "ban": "banned",
    "none": "not decided",
}

OBJECTION_STATES = {"open": "waits for the head", "upheld": "upheld", "declined": "declined"}

REMEDIES = {
    "reject": "The client stays: the move is rejected.",
    "ban": "The client must not go to this manager.",
    "owner": "The owner was changed in the base.",
}

CLIENT_STATES = {
    "proven": "proven",
    "active": "active",
    "dormant": "dormant",
    "claimed": "claimed",
    "free": "free",
}

KEEP = {
    "proven": "somebody bought from this manager, and lately enough",
    "active": "worked now",
    "dormant": "proven once, not worked now",
    "claimed": "owned on paper only",
}

PARTS = {"goes": "Goes", "comes": "Comes", "left_out": "Left out of the plan", "stays": "Stays"}

WHYS = {
    "decided": "it was decided",
    "holding": "its holding was decided on",
    "rules": "the rules leave nobody else",
    "balance": "the balance is better by more than the change costs",
}

FILES = {
    "proposal.xlsx": "Workbook: the whole proposal on sheets",
    "report.html": "Report: one page to read and to print",
    "moves.csv": "Moves: who gives which client to whom, and why",
    "assignment.csv": "Assignment: every client with its manager",
    "merged.csv": "Merged cards: what became of second cards",
    "proposal.json": "The whole answer for programs",
}
