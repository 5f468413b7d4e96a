"""Words and sentences that the workbook and the page share, in the reader's language."""

from __future__ import annotations

import math

from assigner.errors import Issue
from assigner.evidence.model import Discard, State
from assigner.i18n import Translator
from assigner.portfolio import UNKNOWN, Kind
from assigner.proposal import Proposal


def state_words(tr: Translator) -> dict[State, str]:
    """What a state of a relationship is called, for one client."""
    return {
        State.PROVEN: tr.gettext("proven"),
        State.ACTIVE: tr.gettext("active"),
        State.DORMANT: tr.gettext("dormant"),
        State.CLAIMED: tr.gettext("claimed"),
        State.FREE: tr.gettext("free"),
        State.EXCLUDED: tr.gettext("excluded"),
    }


def kind_words(tr: Translator) -> dict[Kind, str]:
    """What a touch was, in a word or two."""
    return {
        Kind.TRANSACTION: tr.gettext("transaction"),
        Kind.MEETING: tr.gettext("meeting"),
        Kind.CALL: tr.gettext("call"),
        Kind.EMAIL: tr.gettext("e-mail"),
        Kind.PROPOSAL: tr.gettext("proposal sent"),
        Kind.OTHER: tr.gettext("other contact"),
    }


def discard_words(tr: Translator) -> dict[str, str]:
    """Why a logged touch does not count."""
    return {
        Discard.FUTURE: tr.gettext("dated in the future"),
        Discard.REFUTED: tr.gettext("refuted by the audit"),
        Discard.NO_CONTACT_NAME: tr.gettext("no contact name"),
        Discard.NO_CONTACT_ROLE: tr.gettext("no contact role"),
        Discard.NO_PHONE_OR_EMAIL: tr.gettext("no phone or e-mail"),
        Discard.SHORT_SUMMARY: tr.gettext("summary too short"),
        Discard.COPIED_SUMMARY: tr.gettext("summary copied to many clients"),
        Discard.SHARED_PHONE: tr.gettext("one phone for many clients"),
        Discard.BURST: tr.gettext("too many touches in one hour"),
        Discard.SAME_DAY: tr.gettext("a better touch on the same day"),
        "unknown_client": tr.gettext("client not in the table"),
        "unknown_manager": tr.gettext("manager not in the table"),
        "no_date": tr.gettext("no date that can be read"),
    }


def place_word(tr: Translator, issue: Issue) -> str:
    """File, row and column of a problem, without the parts that are unknown."""
    parts = [
        issue.file,
        tr.gettext("row {row}", row=issue.row) if issue.row is not None else "",
        tr.gettext("column {column}", column=issue.column) if issue.column else "",
    ]
    return ", ".join(part for part in parts if part)


def measure_word(tr: Translator, measure: str) -> str:
    """What a measure is called."""
    words = {
        "potential": tr.gettext("potential"),
        "revenue": tr.gettext("revenue"),
        "workload": tr.gettext("workload"),
        "count": tr.gettext("number of clients"),
    }
    return words.get(measure, measure)


def dimension_word(tr: Translator, dimension: str) -> str:
    """What a segment dimension is called; the user's own ones keep their names."""
    words = {
        "total": tr.gettext("in total"),
        "region": tr.gettext("region"),
        "industry": tr.gettext("industry"),
        "tier": tr.gettext("tier"),
        "channel": tr.gettext("channel"),
    }
    return words.get(dimension, dimension)


def goal_word(tr: Translator, goal: str) -> str:
    """A goal's key in words: potential/region -> potential · region."""
    measure, _, dimension = goal.partition("/")
    return f"{measure_word(tr, measure)} · {dimension_word(tr, dimension)}"


def segment_word(tr: Translator, value: str) -> str:
    """A segment value; blanks are called unknown."""
    return tr.gettext("unknown") if value == UNKNOWN else value


def short_number(tr: Translator, value: float) -> str:
    """Money or another large number in three digits or so: 12.4 m, 1.25 bn."""
    size = abs(value)
    if size >= 999_500_000:
        return tr.gettext("{n} bn", n=_three_digits(tr, value / 1e9))
    if size >= 999_500:
        return tr.gettext("{n} m", n=_three_digits(tr, value / 1e6))
    return tr.number(value, 0 if size >= 100 or value == round(value) else 1)


def _three_digits(tr: Translator, value: float) -> str:
    size = abs(value)
    return tr.number(value, 2 if size < 9.995 else 1 if size < 99.95 else 0)


def bound_number(tr: Translator, bound: float) -> str:
    """The bound, rounded down so that it never claims more than is proven."""
    return tr.number(math.floor(bound * 100 + 1e-9) / 100, 2)


def gap_percent(tr: Translator, gap: float) -> str:
    """The gap in per cent, rounded up so that it never looks better than proven (model §7)."""
    return tr.percent(math.ceil(gap * 1000 - 1e-9) / 1000, 1)


def certificate_sentence(tr: Translator, proposal: Proposal) -> str:
    """How good the plan is, proved, in one plain sentence."""
    score, bound = tr.number(proposal.score, 2), bound_number(tr, proposal.bound)
    if proposal.status == "optimal":
        return tr.gettext("Proved: no plan that keeps the rules scores better than {score}.", score=score)
    if proposal.bound <= 0 or proposal.gap > 1:
        return tr.gettext(
            "This plan scores {score}; that no plan scores better than {bound} is proved.",
            score=score,
            bound=bound,
        )
    return tr.gettext(
        "Proved: no plan can score better than {bound}; this one scores {score}, {gap} away.",
        score=score,
        bound=bound,
        gap=gap_percent(tr, proposal.gap),
    )


def certificate_words(tr: Translator, proposal: Proposal) -> str:
    """How good the plan is, beginning with what worst-off first reached."""
    return f"{worst_off_sentence(tr, proposal)} {certificate_sentence(tr, proposal)}".strip()


def worst_off_sentence(tr: Translator, proposal: Proposal) -> str:
    """What worst-off first reached and promises; "" where the option is off."""
    if not proposal.policy.objective.worst_off_first:
        return ""
    level = next((one for one in proposal.certificate.levels if one.level == "worst_off"), None)
    if level is None:
        return tr.gettext("Worst-off first has no effect: no measure is balanced over the whole base.")
    return tr.gettext(
        "Worst-off first: the manager who is worst off gets at least {share} of a fair share; "
        "no plan gives him more than {most}.",
        share=tr.percent((100 - level.value - proposal.policy.objective.slack.worst_off) / 100, 1),
        most=tr.percent((100 - level.bound) / 100, 1),
    )


def stop_word(tr: Translator, stopped_by: str) -> str:
    """Why the solve ended."""
    words = {
        "proof": tr.gettext("proof of the best plan"),
        "target gap": tr.gettext("the gap asked for was reached"),
        "time limit": tr.gettext("time limit"),
        "work limit": tr.gettext("work limit"),
        "cancel": tr.gettext("cancelled by the user"),
    }
    return words.get(stopped_by, stopped_by)


def phase_word(tr: Translator, name: str) -> str:
    """What a phase of the solve is called."""
    return phase_words(tr).get(name, name)


def phase_words(tr: Translator) -> dict[str, str]:
    """What each phase that the search can tell of is called."""
    return {
        "first answer": tr.gettext("first answer"),
        "bound": tr.gettext("proven bound"),
        "search": tr.gettext("search"),
        "search again": tr.gettext("search again"),
        "repair": tr.gettext("repair of today's books"),
        "polish": tr.gettext("exact search in neighbourhoods"),
        "prove": tr.gettext("proof"),
        "bound refused": tr.gettext("a bound was refused"),
        "leximin": tr.gettext("best shares of all, smallest first"),
        "not searched": tr.gettext("no time left"),
        "warm": tr.gettext("search from an earlier answer"),
        "ladder": tr.gettext("what no plan can avoid"),
        "placement": tr.gettext("places for the largest clients"),
        "branch": tr.gettext("exact search through all that is left"),
        "level out": tr.gettext("the worst imbalance alone"),
        "ejection": tr.gettext("chains of exchanges"),
        "exchange": tr.gettext("exact exchanges among a few managers"),
        "dive": tr.gettext("filling one book after the other"),
        "regroup": tr.gettext("filling groups of books anew"),
    }


def status_word(tr: Translator, proposal: Proposal) -> str:
    """The status of the answer in words."""
    optimal = proposal.status == "optimal"
    return tr.gettext("proved to be the best") if optimal else tr.gettext("within the proven gap of the best")
