"""What each kind of finding is called, what it means, and what to do about it."""

WORDS = {
    "missing_segment": "Segment is blank",
    "contradictory_segment": "Segment contradicts itself",
    "similar_segment": "Segment may be misspelled",
    "implausible_potential": "Implausible potential",
    "invalid_tax_id": "Invalid tax id",
    "padded_tax_id": "Tax id lost its leading zeros",
    "invalid_phone": "Invalid phone",
    "invalid_email": "Invalid e-mail",
    "shared_tax_id": "One tax id on several cards",
    "unknown_owner": "Unknown owner",
    "incomplete_card": "Half of the card is blank",
    "excluded_but_alive": "Excluded, yet alive",
    "future_activity": "Activity in the future",
    "junk_value": "Filled in only to be filled",
}

MEANINGS = {
    "missing_segment": ("{n} card has no value here", "{n} cards have no value here"),
    "contradictory_segment": (
        "{n} cell names two values, or another one than a card with the same tax id",
        "{n} cells name two values, or other ones than cards with the same tax id",
    ),
    "similar_segment": (
        "{n} card has a value that looks like another spelling of a frequent one",
        "{n} cards have a value that looks like another spelling of a frequent one",
    ),
    "implausible_potential": (
        "{n} potential is far from what is usual in its segment, or below the revenue of 12 months",
        "{n} potentials are far from what is usual in their segment, or below the revenue of 12 months",
    ),
    "invalid_tax_id": (
        "{n} tax id can't be right: its check digits don't fit",
        "{n} tax ids can't be right: their check digits don't fit",
    ),
    "padded_tax_id": (
        "{n} tax id lost its leading zeros in a spreadsheet; they are put back",
        "{n} tax ids lost their leading zeros in a spreadsheet; they are put back",
    ),
    "invalid_phone": ("{n} phone can't be a number in use", "{n} phones can't be numbers in use"),
    "invalid_email": ("{n} e-mail address can't be right", "{n} e-mail addresses can't be right"),
    "shared_tax_id": (
        "{n} card has the tax id of another card",
        "{n} cards have the tax id of another card",
    ),
    "unknown_owner": (
        "{n} card belongs to somebody whom the managers table does not list",
        "{n} cards belong to somebody whom the managers table does not list",
    ),
    "incomplete_card": ("{n} card is blank by half or more", "{n} cards are blank by half or more"),
    "excluded_but_alive": (
        "{n} client is excluded, yet has revenue, an open deal or a manager who works it",
        "{n} clients are excluded, yet have revenue, an open deal or a manager who works them",
    ),
    "future_activity": (
        "{n} activity lies after the day of the evaluation and does not count",
        "{n} activities lie after the day of the evaluation and do not count",
    ),
    "junk_value": (
        "{n} cell was filled in only to be filled, or with one contact again and again",
        "{n} cells were filled in only to be filled, or with one contact again and again",
    ),
}

REMEDIES = {
    "missing_segment": "Fill it in: until then these clients are shared out as a segment of their own.",
    "contradictory_segment": "Decide which value is right; branches of one firm may well differ in region.",
    "similar_segment": "Correct the spelling, or leave it if the two are really different.",
    "implausible_potential": "Ask the manager for the figure in money a year, or take it from comparable clients.",
    "invalid_tax_id": "Look it up in the contract or the public register.",
    "padded_tax_id": "Format the column as text before the next export.",
    "invalid_phone": "Correct it or clear the cell; nobody can ring this number.",
    "invalid_email": "Correct it or clear the cell.",
    "shared_tax_id": "See the duplicates: merge the cards, or mark them as one holding if they are branches.",
    "unknown_owner": "Add the manager to the managers table, or give the clients an owner.",
    "incomplete_card": "Let the owner fill in the card, or ask whether the client is real.",
    "excluded_but_alive": "Clear the mark, or tell why a living client is left out.",
    "future_activity": "Correct the date; plans belong into tasks, not into the log.",
    "junk_value": "Clear the cell or fill it properly, and ask who typed it.",
}

DETAILS = {
    "above": "above the usual; median of the segment {number}",
    "below": "below the usual; median of the segment {number}",
    "revenue": "below the revenue of 12 months, {number}",
    "repeated": "the same contact on {number} cards of this manager",
}

ALIVE = {
    "revenue": "has revenue",
    "deal": "has an open deal",
    "worked": "is being worked",
}

IN_COLUMN = "{column}: {meaning}. {remedy}"
NO_COLUMN = "{meaning}. {remedy}"
