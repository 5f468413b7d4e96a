"""Sentences about rules that can't hold together."""

MEASURES = {"count": "clients", "workload": "workload", "potential": "potential", "revenue": "revenue"}

PROOFS = {
    "max-load": "max-load: clients that only {who} can have are {percent} of the limit ({needed} against "
    "{asked}, {measure})",
    "min-load": "min-load: all that {who} could ever get is {percent} of the minimum ({needed} against {asked}, "
    "{measure})",
    "loss-cap": "loss-cap: {who} can keep at most {needed} of the revenue of today's own clients, the cap asks for "
    "{asked}",
    "absorption": "absorption: {who} must take at least {needed} new clients (pins, and clients nobody else may "
    "have), the limit is {asked}",
    "move-budget": "move-budget: {needed} must move whatever is decided (clients of leavers, pins, bans; "
    "{measure}), the budget is {asked}",
}

NEEDED = {
    "max-load": "max-load: the limit of {who} ({measure} {asked}) does not fit with the other rules; alone it "
    "would have to be {needed}",
    "min-load": "min-load: the minimum of {who} ({measure} {asked}) does not fit with the other rules; alone it "
    "would have to be {needed}",
    "loss-cap": "loss-cap: {who} can't keep {asked} of the revenue of today's own clients under the other rules, "
    "but {needed}",
    "absorption": "absorption: the limit of {who} ({asked} new clients) does not fit with the other rules; alone it "
    "would have to be {needed}",
    "move-budget": "move-budget: the budget ({measure} {asked}) does not fit with the other rules; alone it would "
    "have to be {needed}",
}

WHOLE_CLIENTS = "the rules {rules} can't all hold together"

RAISE_OWN = "raise the limit of {who} from {asked} to {to} ({measure})"

RAISE_ALL = "raise the limit from {asked} to {to} ({measure}, for everybody)"

CHANGES = {
    "min-load": "lower the minimum from {asked} to {to} ({measure}, for everybody)",
    "loss-cap": "raise the cap from {asked} to {to} of today's commission",
    "move-budget": "raise the budget from {asked} to {to} ({measure}: {total})",
    "absorption": "raise the limit from {asked} to {to} new clients per manager",
    "keep": "pin {client} to {who}",
    "eligible": "let {who} serve {dimension} {value}",
    "banned": "lift the ban of {client} for {who}",
    "together": "take {client} out of its holding",
    "apart": "let {client} and {other} have one manager",
    "scope": "let clients change hands between all managers (rules.scope off)",
}

TOO_LITTLE_ROOM = "{rule}: {size} ({measure}) must be placed, all managers together have room for {room}: too little by {more}"

NO_COMMON_MANAGER = "together: no manager is eligible for all of {clients}"

APART_IN_HOLDING = "apart: clients {a} and {b} must be apart, but belong to one holding (together)"

APART_LOCKED = "apart: clients {a} and {b} must be apart, but both are locked to {manager}"

APART_NOBODY_LEFT = (
    "apart: every manager eligible for {clients} already has a client that must be apart from it"
)

AND_MORE = "{names} and {n} more"

TOO_MANY_APART = "apart: the {n} clients {clients} must all be apart, but only {m} managers can have them"
