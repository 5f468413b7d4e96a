"""Sentences about rules that can't hold together."""

MEASURES = {"count": "clients", "workload": "workload", "potential": "potential", "revenue": "revenue"}

PROOFS = {
    "max-load": "max-load: clients that only {who} can have are {percent} of the limit ({needed} against "
    "{asked}, {measure}); raise the limit to {needed}, or lift locks by pins",
    "min-load": "min-load: all that {who} could ever get is {percent} of the minimum ({needed} against {asked}, "
    "{measure}); lower the minimum to {needed}, or widen the manager's segments",
    "loss-cap": "loss-cap: {who} can keep at most {needed} of the revenue of today's own clients, the cap asks for "
    "{asked}; raise the cap, or lift bans and segment limits",
    "absorption": "absorption: {who} must take at least {needed} new clients (pins, and clients nobody else may "
    "have), the limit is {asked}; raise it to {needed}",
    "move-budget": "move-budget: {needed} must move whatever is decided (clients of leavers, pins, bans; "
    "{measure}), the budget is {asked}; raise it to at least {needed}",
}

NEEDED = {
    "max-load": "max-load: the limit of {who} ({measure} {asked}) does not fit with the other rules; raise it to "
    "{needed}",
    "min-load": "min-load: the minimum of {who} ({measure} {asked}) does not fit with the other rules; lower it to "
    "{needed}",
    "loss-cap": "loss-cap: {who} can't keep {asked} of the revenue of today's own clients under the other rules; "
    "raise the cap so that {needed} is enough",
    "absorption": "absorption: the limit of {who} ({asked} new clients) does not fit with the other rules; raise it "
    "to {needed}",
    "move-budget": "move-budget: the budget ({measure} {asked}) does not fit with the other rules; raise it to "
    "{needed}",
}

WHOLE_CLIENTS = (
    "the rules {rules} can't all hold with whole clients, though they might with fractions of clients; loosen one "
    "of them a little"
)

TOO_LITTLE_ROOM = (
    "{rule}: {size} ({measure}) must be placed, all managers together have room for {room}; raise the limits by "
    "{more} in all, or exclude clients"
)

NO_COMMON_MANAGER = (
    "together: no manager is eligible for all of {clients}; widen an eligible_<dimension> list, lift a ban, or take "
    "a client out of the holding"
)

APART_IN_HOLDING = "apart: clients {a} and {b} must be apart, but belong to one holding (together)"

APART_LOCKED = (
    "apart: clients {a} and {b} must be apart, but both are locked to {manager}; lift one lock by a pin or ban, or "
    "drop the apart rule"
)

APART_NOBODY_LEFT = (
    "apart: every manager eligible for {clients} already has a client that must be apart from it"
)

AND_MORE = "{names} and {n} more"

TOO_MANY_APART = (
    "apart: the {n} clients {clients} must all be apart, but only {m} managers can have them; drop apart rules, or "
    "make more managers eligible"
)
