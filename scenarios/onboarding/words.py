"""What is said of an onboarding: one sentence for each thing that matters, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assigner.i18n import Translator
from scenarios.onboarding.model import Donor, Newcomer, Onboarding, Pool, Shortfall, Standing, Step

SHOWN = 5


def pool_word(tr: Translator, pool: Pool) -> str:
    """Where a client came from."""
    words = {
        Pool.NOBODY: tr.gettext("nobody's"),
        Pool.CLAIMED: tr.gettext("claimed"),
        Pool.DORMANT: tr.gettext("dormant"),
        Pool.ACTIVE: tr.gettext("active"),
    }
    return words[pool]


def month_word(month: date) -> str:
    """A month as 2026-07."""
    return f"{month:%Y-%m}"


def headline(tr: Translator, found: Onboarding) -> str:
    """Who comes, what that takes, and what it costs whom."""
    names = ", ".join(one.name for one in found.newcomers)
    worst = max(found.donors, key=lambda one: one.commission_share, default=None)
    moved = tr.ngettext("{n} client changes hands", "{n} clients change hands", len(found.moves))
    return " ".join(
        [
            tr.gettext(
                "{names}: {moved} from {first} to {last}.", names=names, moved=moved, **_period(found)
            ),
            _proven(tr, found),
            _worst(tr, worst, found.terms.loss_cap),
        ]
    )


def _period(found: Onboarding) -> dict[str, str]:
    return {"first": month_word(found.steps[0].day), "last": month_word(found.steps[-1].day)}


def _proven(tr: Translator, found: Onboarding) -> str:
    if found.proven_moved:
        return tr.ngettext("{n} proven client moves.", "{n} proven clients move.", found.proven_moved)
    return tr.gettext("None of the {n} proven clients moves.", n=tr.number(found.proven_total))


def _worst(tr: Translator, donor: Donor | None, cap: float) -> str:
    if donor is None or donor.commission_share <= 0:
        return tr.gettext("No donor loses any commission (cap {cap}).", cap=tr.percent(cap))
    return tr.gettext(
        "The most that anybody loses is {share} of the commission ({name}, cap {cap}).",
        share=tr.percent(donor.commission_share, 1),
        name=donor.name,
        cap=tr.percent(cap),
    )


def standing_words(tr: Translator, one: Standing, tolerance: float) -> str:
    """Where a newcomer stands in a month: on target, ahead, not here yet, or short and why."""
    if one.shortfall is Shortfall.NONE and one.target > 0:
        ahead = one.reached > one.target * (1 + tolerance)
        return tr.gettext("ahead: nothing is taken back") if ahead else tr.gettext("on target")
    return shortfall_word(tr, one.shortfall)


def shortfall_word(tr: Translator, reason: Shortfall) -> str:
    """Why less than the target was reached."""
    words = {
        Shortfall.NOT_HERE: tr.gettext("not started yet"),
        Shortfall.NONE: "",
        Shortfall.LOSS_CAP: tr.gettext("short: donors have reached the loss cap"),
        Shortfall.SURPLUS: tr.gettext("short: nobody has more than a fair share any more"),
        Shortfall.USED_UP: tr.gettext(
            "short: what donors have above a fair share is worked, decided on, or not open to the newcomer"
        ),
        Shortfall.EFFORT: tr.gettext(
            "short: clients are too large, or no better choice was found in this time"
        ),
    }
    return words[reason]


def newcomer_words(tr: Translator, found: Onboarding, one: Newcomer) -> str:
    """What a newcomer has in the end, and from where."""
    last, mine = found.of(one.manager_id)[-1], [move for move in found.moves if move.to_id == one.manager_id]
    counts = {pool: sum(move.pool is pool for move in mine) for pool in Pool}
    parts = ", ".join(f"{pool_word(tr, pool)} {tr.number(n)}" for pool, n in counts.items() if n)
    sentence = tr.gettext(
        "{name} has {clients} at the end, a potential of {reached} against a target of {target} ({share}): "
        "{parts}.",
        name=one.name,
        clients=tr.ngettext("{n} client", "{n} clients", last.clients),
        reached=tr.number(last.reached),
        target=tr.number(last.target),
        share=tr.percent(last.reached / last.target if last.target > 0 else 0.0),
        parts=parts or "-",
    )
    known = sum(move.known for move in mine)
    if not known:
        return sentence
    worked = tr.ngettext("{n} of them is known from own work.", "{n} of them are known from own work.", known)
    return f"{sentence} {worked}"


def step_words(tr: Translator, step: Step) -> str:
    """What happens on one day, and whether the checker agrees."""
    moved = tr.ngettext("{n} client", "{n} clients", step.moved)
    text = tr.gettext(
        "{day}: {moved}, potential {potential}",
        day=tr.date(step.day),
        moved=moved,
        potential=tr.number(step.potential),
    )
    if not step.broken:
        return tr.gettext("{text}; checked: every rule holds.", text=text)
    return tr.gettext("{text}; rules broken: {rules}.", text=text, rules="; ".join(step.broken[:SHOWN]))


def donor_words(tr: Translator, found: Onboarding) -> str:
    """How donors give."""
    if not found.donors:
        return tr.gettext("Nobody gives anything: what is nobody's is enough.")
    return tr.gettext(
        "Donors give in proportion to what they have above a fair share, as near as whole clients allow."
    )


def ramp_words(tr: Translator, found: Onboarding) -> str:
    """The ramp in words; who returns from leave has none."""
    if all(one.returns for one in found.newcomers):
        return tr.gettext("No ramp: the whole share is due on the day of the return.")
    steps = " / ".join(tr.percent(share) for share in found.ramp)
    return tr.ngettext(
        "Ramp: {steps} of a fair share, {n} month each.",
        "Ramp: {steps} of a fair share, {n} months each.",
        found.ramp_step_months,
        steps=steps,
    )


def notes(tr: Translator, found: Onboarding) -> Iterator[str]:
    """What one must know to read the figures."""
    yield ramp_words(tr, found)
    yield tr.gettext(
        "A target is the fair share of the whole base on the last day of the month, for the team of that day."
    )
    yield tr.gettext(
        "Nobody's clients go first (free ones, and what leavers leave unworked), then claimed and dormant "
        "ones; proven clients, open deals and pins never."
    )
    yield tr.gettext(
        "Least loads, budgets of moves and limits of absorption are made for one division of all and don't "
        "count here."
    )
