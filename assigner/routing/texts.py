"""The English texts of routing; they are the message ids of the Russian catalogue routing.po.

Names stand alone, never after a preposition that would inflect them in Russian.
"""

from __future__ import annotations

from assigner.policy import Measure
from assigner.routing.model import Bar, Code, Key

SENTENCES: dict[Code, str] = {
    Code.EVIDENCE: "Known as {client} by {key}; owner by evidence: {manager} (strength {strength}).",
    Code.PLAN: "Known as {client} by {key}; owner in the approved plan: {manager}. Nobody has evidence enough.",
    Code.ROUTED_BEFORE: "Routed before, known by {key}; owner: {manager}.",
    Code.ONLY_CHOICE: "New; nobody else may have it: {manager}.",
    Code.SHORTFALL: "New; furthest behind of {n} managers who may have it: {manager} ({cells}). Next: {next}.",
    Code.EXCLUDED: "Known as {client} by {key}, which is excluded from the division: it goes to nobody.",
    Code.CLOSED: "Known as {client} by {key}; its owner takes nobody any more: {owner}. The head decides.",
    Code.NOBODY: "No manager may have it: {bars}.",
}

KEYS: dict[Key, str] = {
    Key.CLIENT_ID: "its id",
    Key.TAX_ID: "the tax id",
    Key.EMAIL: "the e-mail address",
    Key.PHONE: "the phone",
    Key.DOMAIN: "the e-mail domain",
    Key.NAME: "the name",
}

BARS: dict[Bar, tuple[str, str]] = {
    Bar.ELIGIBLE: ("{n} manager by segments", "{n} managers by segments"),
    Bar.SCOPE: ("{n} manager by the scope of the plan", "{n} managers by the scope of the plan"),
    Bar.CLOSED: ("{n} manager who takes nobody any more", "{n} managers who take nobody any more"),
    Bar.MAX_LOAD: ("{n} manager at the limit", "{n} managers at the limit"),
}

BEHIND: dict[Measure, str] = {
    Measure.POTENTIAL: "{place}: potential short by {amount}",
    Measure.REVENUE: "{place}: revenue short by {amount}",
    Measure.WORKLOAD: "{place}: workload short by {amount} hours a month",
    Measure.COUNT: "{place}: number of clients short by {amount}",
}

AHEAD: dict[Measure, str] = {
    Measure.POTENTIAL: "{place}: potential over by {amount}",
    Measure.REVENUE: "{place}: revenue over by {amount}",
    Measure.WORKLOAD: "{place}: workload over by {amount} hours a month",
    Measure.COUNT: "{place}: number of clients over by {amount}",
}

ASSUMED: dict[Measure, str] = {
    Measure.POTENTIAL: "No potential is given: {amount} counts, the median of the base.",
    Measure.REVENUE: "No revenue is given: {amount} counts, the median of the base.",
    Measure.WORKLOAD: "No workload is given: {amount} hours a month count, the median of the base.",
}

REVENUE_STANDS = (
    "Revenue stands for potential here, and none is given: {amount} counts, the median of the base."
)
TIED = "Several were equally far behind: fit decided, then the id."
PLANNED = "In the approved plan its owner is {manager}, without evidence enough."
OTHERS = "Other keys of it lead to: {clients}."
OTHER = "{client} ({manager}, by {key})"
NEW_LABEL = "{dimension} {label} is not in the plan: it counts in the totals only."
NOT_OWNED = "excluded"
WITHOUT_ID = "a client without an id"
WHOLE_BASE = "the whole base"
