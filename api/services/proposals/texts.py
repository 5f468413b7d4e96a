"""Words for states, and why a client stays, goes or comes, for the manager it is about.

The reasons name no colleague and no figure.
"""

STATE_WORDS = {
    "draft": "being solved",
    "proposed": "proposed",
    "approved": "approved",
    "live": "live",
    "superseded": "superseded",
    "failed": "failed",
}

OWN_REASONS = {
    "excluded": "It is excluded: nobody serves it.",
    "kept_pinned": "It was decided by name who has it.",
    "kept_proven": "The relationship is proven, and the keep rule holds it.",
    "kept_active": "It is being worked now, and a fair share of the potential leaves it here.",
    "kept_open_deal": "An open deal holds it.",
    "kept_scope": "It was outside what this plan may change.",
    "kept_holding": "It stays with its holding.",
    "kept_only_choice": "Nobody else may serve it.",
    "kept_disputed": "Two managers have contacts to show; until the head decides it stays.",
    "kept_dormant": "It is dormant, but a fair share of the potential needs it here.",
    "kept_claimed": "Whoever has it shows no work on it, but a fair share of the potential needs it here.",
    "moved_pin": "It was decided by name who gets it.",
    "moved_leaver": "Whoever had it leaves.",
    "moved_ban": "It was decided by name who must not have it.",
    "moved_ineligible": "It is outside the segments of whoever had it.",
    "moved_holding": "It goes with its holding.",
    "moved_dispute": "Somebody else can show work on it, and no rule keeps it; the balance decided.",
    "moved_apart": "Two clients must not have the same manager.",
    "moved_proven": "The balance of potential needs it, although the relationship was proven.",
    "moved_active": "The balance of potential needs it, although it is being worked.",
    "moved_dormant": "The balance of potential needs it, and it is dormant.",
    "moved_claimed": "The balance of potential needs it, and whoever had it shows no evidence of work.",
    "assigned_pin": "Nobody had it; it was decided by name who gets it.",
    "assigned_holding": "Nobody had it; it goes with its holding.",
    "assigned_only_choice": "Nobody had it, and nobody else may serve it.",
    "assigned_worked": "Nobody had it, and it was worked by whoever gets it.",
    "assigned_free": "Nobody had it; the balance of potential needs it here.",
}
"""By reason code (docs/reasons.md)."""
