"""An onboarding or an inheritance on the screen."""

from __future__ import annotations

from pathlib import Path

from assigner.cli.screen import Screen
from scenarios.onboarding.estate import Estate
from scenarios.onboarding.estate_words import bequest_words, checked_words, estate_headline, heir_rows
from scenarios.onboarding.model import Donor, Onboarding, Standing
from scenarios.onboarding.words import (
    donor_words,
    headline,
    month_word,
    newcomer_words,
    ramp_words,
    standing_words,
    step_words,
)

SHOWN = 5
"""So many of the leaver's clients are explained on the screen; the files hold all."""


def tell_onboarding(screen: Screen, found: Onboarding, page: Path | None) -> None:
    """What happens, month by month for each newcomer, and what each donor loses."""
    tr = screen.tr
    screen.section(tr.gettext("Books for newcomers, month by month"))
    screen.line(headline(tr, found), "bold")
    screen.line(ramp_words(tr, found))
    for one in found.newcomers:
        screen.section(one.name)
        screen.line(newcomer_words(tr, found, one))
        months = [month for month in found.of(one.manager_id) if month.received or month.gap > 0]
        screen.table(_month_heads(screen), [_month_row(screen, found, month) for month in months], texts=2)
    screen.section(tr.gettext("Who gives, and what it costs him"))
    screen.line(donor_words(tr, found))
    if found.donors:
        screen.table(_donor_heads(screen), [_donor_row(screen, one) for one in found.donors])
    screen.section(tr.gettext("Days on which clients change hands"))
    for step in found.steps:
        screen.line(step_words(tr, step))
    if page is not None:
        screen.line(str(page))


def _month_heads(screen: Screen) -> list[str]:
    tr = screen.tr
    return [
        tr.gettext("Month"),
        tr.gettext("How it stands"),
        tr.gettext("Target"),
        tr.gettext("Reached"),
        tr.gettext("Clients"),
        tr.gettext("Received"),
    ]


def _month_row(screen: Screen, found: Onboarding, one: Standing) -> list[str]:
    tr = screen.tr
    return [
        month_word(one.month),
        standing_words(tr, one, found.terms.tolerance),
        tr.number(one.target),
        tr.number(one.reached),
        tr.number(one.clients),
        tr.number(one.received),
    ]


def _donor_heads(screen: Screen) -> list[str]:
    tr = screen.tr
    return [
        tr.gettext("Donor"),
        tr.gettext("Clients"),
        tr.gettext("Potential"),
        tr.gettext("Part of the book"),
        tr.gettext("Commission"),
        tr.gettext("Part of the commission"),
        tr.gettext("Part of all surplus"),
        tr.gettext("Part of all given"),
    ]


def _donor_row(screen: Screen, one: Donor) -> list[str]:
    tr = screen.tr
    return [
        one.name,
        tr.number(one.clients),
        tr.number(one.potential),
        tr.percent(one.book_share, 1),
        tr.number(one.commission),
        tr.percent(one.commission_share, 1),
        tr.percent(one.surplus_share),
        tr.percent(one.given_share),
    ]


def tell_estate(screen: Screen, found: Estate, page: Path | None) -> None:
    """Who inherits how much, and why the first of the leaver's clients go where they go."""
    tr, heirs = screen.tr, {one.manager_id: one for one in found.heirs}
    screen.section(tr.gettext("Who inherits the clients of {name}", name=found.leaver_name))
    screen.line(estate_headline(tr, found), "bold")
    heads = [
        tr.gettext("Heir"),
        tr.gettext("Clients"),
        tr.gettext("Worked clients"),
        tr.gettext("Potential"),
        tr.gettext("Book before, of a fair share"),
        tr.gettext("Book after, of a fair share"),
        tr.gettext("Similarity to the worked ones"),
    ]
    screen.table(heads, list(heir_rows(tr, found)))
    screen.section(tr.gettext("Each client, and why it goes there"))
    for one in found.bequests[:SHOWN]:
        screen.line(f"{one.client_name} ({one.client_id}): {bequest_words(tr, one, heirs[one.to_id])}")
    screen.line(checked_words(tr, found))
    if page is not None:
        screen.line(str(page))
