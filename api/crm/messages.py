"""What is said of moves that a program can't make and of web hooks that can't be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """What is wrong, and how to mend it."""

    message: str
    remedy: str


MOVES: Mapping[str, Words] = {
    "blank-client": Words("The move names no client", "Write the id of the client into the row."),
    "client-twice": Words(
        "The client stands in {count} rows; none of them is written", "Keep one row for each client."
    ),
    "not-a-number": Words(
        "{system} knows companies and users by whole numbers; this is none",
        "Export the id with the list, or say which user of {system} the manager is.",
    ),
    "not-an-account": Words(
        "This is no id of an account of {system}: 15 or 18 letters and digits that begin with 001",
        "Export the account's id; reports show it as Account ID.",
    ),
    "not-a-user": Words(
        "This is no id of a user of {system}: 15 or 18 letters and digits that begin with 005",
        "Export the users with their ids, or say which user of {system} the manager is.",
    ),
    "id-damaged": Words(
        "The last three letters don't fit the id: capital letters were changed on the way",
        "Export the id anew and don't let a spreadsheet look it up.",
    ),
    "nobody": Words(
        "A company of {system} always has an owner; this one is to have none",
        "Name the user who holds free companies, or change the row by hand.",
    ),
    "not-in-the-csv": Words(
        "A spreadsheet would run this code as a formula, or the encoding lacks a letter of it; only the "
        "workbook has the row",
        "Load the workbook.",
    ),
    "letters-lost": Words(
        "The encoding {encoding} has not all letters of this name; a question mark stands for each of them",
        "Load the workbook, or take UTF-8.",
    ),
    "no-email": Words(
        "The import of {system} knows owners by e-mail, and this one's is not known; only the requests have "
        "the row",
        "Give the managers' e-mails, or send the requests.",
    ),
}

HOOKS: Mapping[str, Words] = {
    "too-long": Words(
        "The message has {count} bytes; {limit} are allowed", "Let the CRM send fewer cards at once."
    ),
    "not-text": Words("The message is not UTF-8", "Let the CRM send a form in UTF-8."),
    "too-many-fields": Words(
        "The message has more than {limit} fields", "Let the CRM send fewer cards at once."
    ),
    "long-field": Words("A field is longer than {limit} characters", "Shorten it in the CRM."),
    "deep-field": Words(
        "The name of a field has more than {limit} pairs of brackets", "Send the form that docs/crm.md shows."
    ),
    "mixed-field": Words(
        "The field has a value of its own and parts in brackets", "Send the form that docs/crm.md shows."
    ),
    "too-many-clients": Words(
        "The message names {count} cards; {limit} are allowed", "Let the CRM send fewer cards at once."
    ),
    "no-event": Words(
        "The message names neither an event nor a card", "Send the form that docs/crm.md shows."
    ),
    "bad-id": Words("The id of a card is not a whole number", "Send the form that docs/crm.md shows."),
    "bad-amount": Words(
        "This is not a number of at least 0", "Write it in digits, with a point or a comma before decimals."
    ),
    "fetch": Words(
        "{system} sent the id of a card and nothing else",
        "Read the card by its id and route it, or let a robot send the fields (docs/crm.md).",
    ),
}
