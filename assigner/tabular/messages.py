"""What the reader can say: one text per stable code, with the remedy and what `--tolerant` does instead.

The English texts are message ids; the values in braces are filled in when the problem is reported.
"""

from __future__ import annotations

from collections.abc import Mapping

from assigner.tabular.texts import FILE_TEXTS, ROW_DROPPED, Text

_READ_AS_BLANK = "It is read as blank."
_TREATED_AS_LEAVER = "The owner is treated as a leaver."
_FIX_CELL = "Correct the cell."

ROW_TEXTS: Mapping[str, Text] = {
    "blank-id": Text("The id is blank", "Give every row an id.", ROW_DROPPED),
    "duplicate-id": Text(
        "The id stands in row {first} already", "Keep one of the two rows.", "The later row is dropped."
    ),
    "blank-name": Text("Blank names: {count}; the id is shown instead"),
    "bad-number": Text("This is not a number", _FIX_CELL, _READ_AS_BLANK),
    "negative-number": Text("The number may not be negative", _FIX_CELL, _READ_AS_BLANK),
    "number-too-large": Text("The number is larger than {limit}", _FIX_CELL, _READ_AS_BLANK),
    "number-range": Text("The number must lie between {low} and {high}", _FIX_CELL, _READ_AS_BLANK),
    "separator-guessed": Text(
        "It is not certain whether the separator marks decimals or thousands; {value} is read as {read}",
        "Write numbers without separators of thousands.",
    ),
    "header-unit": Text(
        "The header names the unit; {value} is read as {read}",
        "Take the unit out of the header if the numbers are whole.",
    ),
    "bad-date": Text("This is not a date between 1900 and 2200", "Write it as YYYY-MM-DD.", _READ_AS_BLANK),
    "date-order-guessed": Text(
        "It is not certain which number is the day; read as day/month/year", "Write YYYY-MM-DD."
    ),
    "date-orders-mixed": Text(
        "Some dates have the day first ({first}), others the month ({second}); dates that could be either "
        "are read as most of the sure ones",
        "Write YYYY-MM-DD.",
    ),
    "bad-flag": Text("This is neither yes nor no", "Write yes or no.", _READ_AS_BLANK),
    "bad-answer": Text(
        "This is no answer of a client", "Write confirmed, refuted or unreached.", _READ_AS_BLANK
    ),
    "half-coordinate": Text(
        "Latitude and longitude must both be given", "Add the other one.", "Both are read as blank."
    ),
    "large-fte": Text(
        "An fte above 2 counts as so many full shares (rows: {count})", "Write 1 or 100% for full time."
    ),
    "rate-as-percent": Text(
        "A commission rate above 1 is read as per cent (rows: {count})", "Write 0.05 for 5 %."
    ),
    "blank-segment": Text("Clients without a value: {count}; they form the segment unknown"),
    "merged-values": Text("Values that differ only in case or spaces are one: {names}"),
    "no-potential": Text("There is no potential column; {source} is used instead"),
    "blank-potential": Text("Blank potentials: {count}; they count as 0"),
    "unlisted-owner": Text(
        "The owner is not among the managers and is treated as a leaver (clients: {count}, rows: {rows})",
        "Add the manager to the managers table.",
    ),
    "owner-name-twice": Text(
        "The owner may be any of the managers {names} (clients: {count}, rows: {rows})",
        "Write the manager's id.",
        _TREATED_AS_LEAVER,
    ),
    "no-owner-listed": Text(
        "No owner is among the managers (owners: {count})",
        "Write the owners as in the managers table; list those who leave there, with leaving: yes.",
        "All owners are treated as leavers.",
    ),
    "manager-by-name": Text(
        "Rows with a manager's name in place of the id: {count}; read as that manager",
        "Export the id, or check that the names are those of the managers table.",
    ),
    "manager-by-email": Text(
        "Rows with a manager's e-mail in place of the id: {count}; read as that manager"
    ),
    "manager-id-alike": Text(
        "Rows with a manager's id in other case or with other leading zeros: {count}; read as that manager: "
        "{names}",
        "Write the ids alike in all tables; format their columns as text.",
    ),
    "client-by-name": Text(
        "Rows with a client's name in place of the id: {count}; read as that client: {names}",
        "Export the id, or check that these are the clients meant.",
    ),
    "client-name-twice": Text(
        "The name fits {clients} clients and is read as none of them; rows with such names: {count}: {names}",
        "Write the id, or merge the cards if they are one client.",
    ),
    "client-id-zeros": Text(
        "Rows with a client's id with other leading zeros: {count}; read as that client: {names}",
        "Write the ids alike in all tables; format their columns as text.",
    ),
    "no-managers": Text("There is no manager: no managers table and no owner", "Give the managers table."),
    "unknown-pin": Text(
        "The client is pinned to an unknown manager", "Add the manager or clear the cell.", _READ_AS_BLANK
    ),
    "eligible-unknown-dimension": Text(
        "The clients table has no column {name}, which this list of eligible values needs",
        "Add the column to clients or remove this one.",
    ),
    "eligible-unknown-value": Text("No client has these values: {names}", "Check the spelling."),
    "unknown-activity-client": Text("Activities of unknown clients are dropped: {count} (rows: {rows})"),
    "unknown-activity-manager": Text("Activities of unknown managers are dropped: {count} (rows: {rows})"),
    "no-activity-left": Text(
        "No activity is of a known client and manager with a date that can be read (activities: {count})",
        "Write ids as in clients and managers, or leave the table out to go by revenue and open deals.",
    ),
    "activity-without-date": Text(
        "The activity has no date that can be read", "Write it as YYYY-MM-DD.", ROW_DROPPED
    ),
    "unknown-kind": Text("Kinds that are not known count as other: {names}"),
    "kind-by-title": Text(
        "There is no column kind; all rows ({count}) count as {kind}, as the file or the sheet is called",
        "Add a column that says the kind of every row.",
    ),
    "all-future": Text(
        "All activities lie after today, {today}; none of them counts (activities: {count}, rows: {rows})",
        "Check the years, and the order of day and month.",
    ),
    "big-sheet": Text("Every row is a touch; read from the one sheet: clients {clients}, touches {touches}"),
    "client-rows-differ": Text(
        "Rows of one client differ in this column; the first value counts (clients: {count}, rows: {rows})",
        "Write one value for each client.",
    ),
    "decisions-open": Text("Blank decisions, of which nothing follows: {count}", "Write yes or no."),
    "denied-unknown": Text(
        "Answers of no about clients that are not in the table count for nothing: {names} ({count})",
        "Correct the ids if these clients are still there.",
    ),
    "audit-without-activities": Text(
        "There are no activities that the answers could be about",
        "Give the activities table that the calls were drawn from.",
    ),
    "audit-unknown-client": Text("The answer is about an unknown client", "Correct the id.", ROW_DROPPED),
    "audit-unknown-manager": Text("The answer is about an unknown manager", "Correct the id.", ROW_DROPPED),
    "audit-contradiction": Text(
        "Row {first} has another answer about the same client and manager", "Keep one of the two answers."
    ),
    "audit-without-touches": Text(
        "Answers about a client and a manager without contacts up to that day: {count} (rows: {rows})"
    ),
    "unknown-rule": Text(
        "The kind of rule is not known", "Use together, apart, ban, pin or merge.", ROW_DROPPED
    ),
    "unknown-rule-client": Text("The rule names an unknown client", "Correct the id.", ROW_DROPPED),
    "unknown-rule-manager": Text("The rule names an unknown manager", "Correct the id.", ROW_DROPPED),
    "rule-without-client": Text("The rule names no client", "Write the client's id.", ROW_DROPPED),
    "rule-without-manager": Text(
        "The rule names no manager", "Write the manager's id; a decision left open says no.", ROW_DROPPED
    ),
    "self-rule": Text("The rule ties a client to itself", "Name two different clients.", ROW_DROPPED),
    "pin-and-ban": Text(
        "The client is pinned to and banned from the same manager {manager}", "Remove one of the two."
    ),
    "pin-to-leaver": Text(
        "The client is pinned to {manager}, who leaves or is not among the managers",
        "Remove the pin, or let the manager stay.",
    ),
    "two-pins": Text("The client is pinned to two managers: {first} and {second}", "Remove one of the two."),
    "together-and-apart": Text(
        "Clients {a} and {b} must be apart, yet rules or a holding tie them together",
        "Remove one of the rules.",
    ),
    "assignment-unknown-client": Text("The assignment names an unknown client", "Correct the id."),
    "assignment-duplicate-client": Text(
        "The client stands in row {first} already", "Keep one of the two rows."
    ),
    "assignment-unknown-manager": Text("The assignment names an unknown manager", "Correct the id."),
    "assignment-blank-manager": Text("The client has no manager", "Name a manager or exclude the client."),
    "assignment-cards-differ": Text(
        "The card is part of client {client}, which has another manager in row {first}",
        "Give all cards of a client the same manager.",
    ),
    "assignment-missing-client": Text(
        "The assignment has no row for this client",
        "Add the client; if its card was merged, give the same --decisions, --rules and --merge-exact "
        "as then.",
    ),
    "and-more": Text("More problems of the kind {code}, not listed one by one: {count}"),
}

TEXTS: Mapping[str, Text] = {**FILE_TEXTS, **ROW_TEXTS}


def is_treated(code: str) -> bool:
    """Whether a problem of this code is an error unless `--tolerant` reads past it."""
    return code in TEXTS and bool(TEXTS[code].treatment)
