"""The English texts of reasons; they are the message ids of the Russian catalogue explain.po.

Names stand alone, never after a preposition that would inflect them in Russian. Parts in braces are filled by
`assigner.explain.sentences`.
"""

from __future__ import annotations

from assigner.explain.model import Reason

SENTENCES: dict[Reason, str] = {
    Reason.EXCLUDED: "Excluded from the division{excluded}.",
    Reason.KEPT_PINNED: "Stays with {owner}: pinned by a decision{pin}.",
    Reason.KEPT_PROVEN: "Stays with {owner}: proven by {proof}, {contacts}.",
    Reason.KEPT_ACTIVE: "Stays with {owner}: worked now ({contacts}), and the policy keeps such clients.",
    Reason.KEPT_OPEN_DEAL: "Stays with {owner}: an open deal of {deal} is due to close by {close}.",
    Reason.KEPT_SCOPE: "Stays with {owner}: the scope of this plan leaves it where it is.",
    Reason.KEPT_HOLDING: "Stays with {owner} together with {leader}: one manager for a holding.",
    Reason.KEPT_ONLY_CHOICE: "Stays with {owner}: no other manager may serve it.",
    Reason.KEPT_DISPUTED: "Stays with {owner}, disputed by {rival} ({rival_evidence}): {need}.",
    Reason.KEPT_DORMANT: (
        "Stays with {owner}: dormant (proven by {proof}, {contacts}), and the policy keeps such clients."
    ),
    Reason.KEPT_CLAIMED: "Stays with {owner}: claimed only ({contacts}), and the policy keeps such clients.",
    Reason.MOVED_PIN: "Moves from {owner} to {manager}: pinned by a decision{pin}.",
    Reason.MOVED_LEAVER: "Moves from {owner} to {manager}: {owner} does not stay; {balance}.",
    Reason.MOVED_BAN: "Moves from {owner} to {manager}: {owner} is banned from it{ban}; {balance}.",
    Reason.MOVED_INELIGIBLE: (
        "Moves from {owner} to {manager}: it lies outside the segments of {owner}; {balance}."
    ),
    Reason.MOVED_HOLDING: (
        "Moves from {owner} to {manager} together with {leader}: one manager for a holding."
    ),
    Reason.MOVED_DISPUTE: (
        "Moves from {owner} to {manager}: disputed by {rival} ({rival_evidence}); {balance}."
    ),
    Reason.MOVED_APART: (
        "Moves from {owner} to {manager}: must be apart from {competitor}, who stays with {owner}; {balance}."
    ),
    Reason.MOVED_PROVEN: (
        "Moves from {owner} to {manager}: proven by {proof}, but the policy does not keep it; {balance}."
    ),
    Reason.MOVED_ACTIVE: (
        "Moves from {owner} to {manager}: worked now, not yet proven ({contacts}); {balance}."
    ),
    Reason.MOVED_DORMANT: (
        "Moves from {owner} to {manager}: dormant (proven by {proof}, {contacts}); {balance}."
    ),
    Reason.MOVED_CLAIMED: "Moves from {owner} to {manager}: claimed only, {contacts}; {balance}.",
    Reason.ASSIGNED_PIN: "Was free; goes to {manager}: pinned by a decision{pin}.",
    Reason.ASSIGNED_HOLDING: "Was free; goes to {manager} together with {leader}: one manager for a holding.",
    Reason.ASSIGNED_ONLY_CHOICE: "Was free; goes to {manager}: no other manager may serve it.",
    Reason.ASSIGNED_WORKED: "Was free; goes to {manager}, who works it ({manager_evidence}); {balance}.",
    Reason.ASSIGNED_FREE: "Was free; goes to {manager}: {balance}.",
}

UNLOCKED: dict[Reason, str] = {
    Reason.KEPT_PROVEN: "Stays with {owner}: proven by {proof}, {contacts}; {need}.",
    Reason.KEPT_ACTIVE: "Stays with {owner}: worked now ({contacts}); {need}.",
    Reason.KEPT_DORMANT: "Stays with {owner}: dormant (proven by {proof}, {contacts}), but {need}.",
    Reason.KEPT_CLAIMED: "Stays with {owner}: claimed only ({contacts}), but {need}.",
}
"""The same codes for clients that no rule keeps."""

DISPUTE_OPEN = " Disputed by {rival} ({rival_evidence}): the head decides."
DISPUTE_PASSED_OVER = " Disputed by {rival} ({rival_evidence}), who does not get it either: a dispute gives nobody a right to it."
DISPUTE_BARRED = " Disputed by {rival} ({rival_evidence}), who may not have it."
RIVAL_PASSED_OVER = " {rival} does not get it either: the balance decides among all who may have it."
RIVAL_BARRED = " {rival} may not have it."

PROVEN_GOES: dict[Reason, str] = {
    Reason.MOVED_PIN: " It was proven by {proof}, but a decision by name beats the keep rule.",
    Reason.MOVED_LEAVER: " It was proven by {proof}, but the keep rule holds only for managers who stay.",
    Reason.MOVED_BAN: " It was proven by {proof}, but a ban beats the keep rule.",
    Reason.MOVED_INELIGIBLE: " It was proven by {proof}, but the keep rule does not hold it.",
    Reason.MOVED_HOLDING: " It was proven by {proof}, but the keep rule does not hold it.",
    Reason.MOVED_APART: " It was proven by {proof}, but the keep rule does not hold it.",
    Reason.MOVED_DISPUTE: " It was proven by {proof}, but the keep rule does not hold it.",
}
"""Why a client moves though it is proven, where the sentence itself does not say so."""

PROOF_ON_BOTH_SIDES = (
    " It was proven by {proof}, but a rival has proof too, so that the keep rule holds it for neither."
)
BETTER_KNOWN = " {manager} has the stronger evidence ({strength_after} against {strength_before})."

MADE_OF = " Made of {cards}."
MADE_OF_CLAIMED = " Made of {cards}; claimed by {claimants}."
CARDS = ("{n} card: {ids}", "{n} cards: {ids}")

PROOF_TRANSACTION = "a transaction of {date}"
PROOF_REVENUE = "revenue of {amount} in {period}"

CONTACTS = ("{n} credible contact in {period}", "{n} credible contacts in {period}")
LAST_CONTACT = "no credible contact in {period}, the last on {date}"
NO_CONTACT = "no credible contact"
TRUST_REVENUE = "taken on trust without an activity log"
TRUST_DEAL = "an open deal"
TRUST_NOTHING = "neither revenue nor an open deal"

WHOLE_BASE = "the whole base"
UNKNOWN_VALUE = "{dimension} unknown"
NAMED_VALUE = "{dimension} {value}"
PLACE_OF_MEASURE = "{place} ({measure})"
MEASURES = {"potential": "potential", "revenue": "revenue", "workload": "workload", "count": "clients"}
TRAVEL = "workload incl. travel"

SHORT_AND_OVER = "today {receiver} is {short} short of {place} and {giver} {over} over"
SHORT_ONLY = "today {receiver} is {short} short of {place}"
OVER_ONLY = "today {giver} is {over} over in {place}"
MAKES_ROOM = "part of a chain of moves that evens out the books"
FREE_CHAIN = "best for the division as a whole"

NEED = "without it {manager} would be {short} short of {place}"
NO_BETTER = "no better place for it was found"

NOBODY = "nobody"
SAME_MANAGER = "{manager} has this client in the proposal already."
SCORE_WORSE = "{manager} instead of {owner} would make the score {delta} worse ({before} -> {after})"
SCORE_BETTER = "{manager} instead of {owner} would make the score {delta} better ({before} -> {after})"
SCORE_SAME = "{manager} instead of {owner} would not change the score ({before})"
CELL_RISES = "{place} of {manager} would rise from {before} to {after} of target"
CELL_FALLS = "{place} of {manager} would fall from {before} to {after} of target"
RISK_MORE = "{amount} more revenue at risk"
RISK_LESS = "{amount} less revenue at risk"
STAKE_MORE = "{amount} more commission at stake"
STAKE_LESS = "{amount} less commission at stake"
WOULD_BREAK = "It would break these rules: {rules}."

BOUND_EXCLUDED = "It is excluded: nobody serves it, and it counts nowhere."
BOUND_PIN = "Locked: a decision pins it to its manager."
BOUND_KEEP = "Locked by the keep rule: the relationship is {state}."
BOUND_DEAL = "Locked by an open deal."
BOUND_SCOPE = "The scope of this plan leaves it where it is."
BOUND_LEADER = "Locked: it follows {leader}, which is locked and of the same holding."
BOUND_ONLY = "Only one manager may serve it."
BOUND_TOGETHER = "Moves only together with its holding."
BOUND_NOTHING = "No hard rule holds it: the balance of the whole decides."

LEVER_EXCLUDED = "Take the mark 'excluded' away in the clients table."
LEVER_PIN = "Take the pin away."
LEVER_ONLY = "Let more managers serve its segments, or lift a ban."
LEVER_DEAL = "Free again after {close}, or as soon as the deal is closed."
LEVER_SCOPE = "Name its owner among the givers in rules.scope, and one who may have it among the receivers."
LEVER_LEADER = "Unlock {leader}, or take the client out of the holding."
LEVER_TRANSACTION = (
    "Without a new transaction by {date} or credible contact within {period} it goes dormant, unlocked."
)
LEVER_REVENUE = "Without a transaction or credible contact for {period} it goes dormant, unlocked."
LEVER_RIVAL = "A rival with {ratio} of the points, strength {strength} and a transaction within {period}."
LEVER_IDLE = "No credible contact for {active_period}."
LEVER_BAN = "A ban of the owner, or a pin to somebody else."
LEVER_RULE_OFF = "The keep rule off in the policy."
LEVER_PROVE = "A new transaction by {owner} would lock it."
LEVER_WORK = "Credible contact by {owner} on {touches} within {period}, or a new transaction, would lock it."
LEVER_OUTDO = "The lock holds again once {rival} has less than {ratio} of the points of {owner}."
LEVER_RULE_ON = "The keep rule on in the policy."
LEVER_PIN_BACK = "A pin to {owner} would keep it."
LEVER_PIN_ELSEWHERE = "A pin to another manager, or a ban of this one."

LINE_STATE = "State: {state}"
LINE_DISPUTE = "disputed by {rival}"
LINE_PAIN = "Pain of this decision: {amount}"
HEAD_EVIDENCE = "Evidence:"
LINE_HOLDER = "{name}: strength {strength}, {touches}, last contact {last}, last transaction {deal}"
TOUCHES = ("{n} credible touch", "{n} credible touches")
HEAD_LEVERS = "What would change it:"
HEAD_OPTIONS = "Other managers, exact effect of this single change:"
MORE_OPTIONS = ("and {n} more manager", "and {n} more managers")
MORE_BREAKS = ("and {n} more broken rule", "and {n} more broken rules")
LINE_OPTION = "{manager}: score {before} -> {after} ({delta})"
LINE_BREAKS = "would break {rules}"
LINE_SCORE = "Score: {before} -> {after} ({delta})"
LEVEL_IMBALANCE = "imbalance, %"
LEVEL_DISRUPTION = "disruption, %"
LEVEL_FIT = "unfit, %"
LINE_PAIN_CHANGE = "pain, money: {before} -> {after}"
LINE_CELL = "{manager}, {place}: {before} -> {after} of target"
LINE_TOGETHER = "These clients move together: {clients}."
HEAD_ALONE = "This client alone:"
