"""onboarding.html: the schedule, or the inheritance, on one page that needs nothing beside itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assigner.i18n import Translator
from assigner.report.page.environment import environment, style
from scenarios.onboarding.charts import donor_chart, heir_chart, ramp_chart
from scenarios.onboarding.estate import Bequest, Estate, Heir
from scenarios.onboarding.estate_words import (
    bequest_words,
    checked_words,
    estate_headline,
    estate_notes,
    heir_rows,
)
from scenarios.onboarding.model import Donor, Move, Newcomer, Onboarding, Slice, Standing
from scenarios.onboarding.words import (
    donor_words,
    headline,
    month_word,
    newcomer_words,
    notes,
    pool_word,
    standing_words,
    step_words,
)

TEMPLATES = Path(__file__).parent / "templates"
MAX_ROWS = 300


def render_onboarding(found: Onboarding, tr: Translator) -> str:
    """The page of newcomers."""
    names = {one.manager_id: one.name for one in found.newcomers}
    context = _common(tr, headline(tr, found), list(notes(tr, found)), _tiles(tr, found))
    context |= {
        "day": tr.date(found.as_of),
        "newcomers": [_newcomer(tr, found, one) for one in found.newcomers],
        "steps": [step_words(tr, step) for step in found.steps],
        "donor_words": donor_words(tr, found),
        "donor_chart": donor_chart(tr, found) if found.donors else "",
        "donors": [_donor_row(tr, one) for one in found.donors],
        "moves": [_move_row(tr, one, names) for one in found.moves[:MAX_ROWS]],
        "num_moves": len(found.moves),
    }
    return environment(tr, TEMPLATES).get_template("onboarding.html.j2").render(context)


def _common(tr: Translator, head: str, said: list[str], tiles: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "language": tr.language,
        "style": style(),
        "headline": head,
        "notes": said,
        "tiles": tiles,
        "max_rows": MAX_ROWS,
    }


def _tile(title: str, value: str, remark: str = "") -> dict[str, str]:
    return {"title": title, "today": "", "value": value, "remark": remark}


def _tiles(tr: Translator, found: Onboarding) -> list[dict[str, str]]:
    worst = max((one.commission_share for one in found.donors), default=0.0)
    on_target = sum(_due(found, one) for one in found.standings)
    months = sum(one.weight > 0 for one in found.standings)
    checked = (
        tr.gettext("checked: every rule holds")
        if not _broken(found)
        else tr.gettext("rules broken, see below")
    )
    return [
        _tile(tr.gettext("Clients that change hands"), tr.number(len(found.moves)), checked),
        _tile(
            tr.gettext("Months on target or ahead"),
            tr.gettext("{n} of {all}", n=tr.number(on_target), all=tr.number(months)),
            tr.gettext("within {tolerance} of a fair share", tolerance=tr.percent(found.terms.tolerance)),
        ),
        _tile(
            tr.gettext("Largest loss of commission"),
            tr.percent(worst, 1),
            tr.gettext("the cap is {cap}", cap=tr.percent(found.terms.loss_cap)),
        ),
    ]


def _broken(found: Onboarding) -> bool:
    return any(step.broken for step in found.steps)


def _due(found: Onboarding, one: Standing) -> bool:
    return one.weight > 0 and one.gap <= found.terms.tolerance * one.target


def _newcomer(tr: Translator, found: Onboarding, one: Newcomer) -> dict[str, Any]:
    mine = [part for part in found.slices if part.manager_id == one.manager_id]
    return {
        "name": one.name,
        "words": newcomer_words(tr, found, one),
        "chart": ramp_chart(tr, found, one.manager_id, one.name),
        "months": [_month_row(tr, found, month) for month in found.of(one.manager_id)],
        "slices": [_slice_row(tr, part) for part in mine if part.clients or part.base_share > 0],
    }


def _month_row(tr: Translator, found: Onboarding, one: Standing) -> list[str]:
    return [
        month_word(one.month),
        tr.number(one.weight, 2),
        tr.number(one.target),
        tr.number(one.reached),
        tr.number(one.gap),
        tr.number(one.clients),
        tr.number(one.received),
        standing_words(tr, one, found.terms.tolerance),
    ]


def _slice_row(tr: Translator, one: Slice) -> list[str]:
    return [
        f"{one.dimension}: {one.value}",
        tr.number(one.clients),
        tr.number(one.potential),
        tr.percent(one.share),
        tr.percent(one.base_share),
    ]


def _donor_row(tr: Translator, one: Donor) -> list[str]:
    return [
        one.name,
        tr.number(one.clients),
        tr.number(one.potential),
        tr.percent(one.book_share, 1),
        tr.number(one.revenue),
        tr.number(one.commission),
        tr.percent(one.commission_share, 1),
        tr.percent(one.surplus_share),
        tr.percent(one.given_share),
    ]


def _move_row(tr: Translator, one: Move, names: dict[str, str]) -> list[str]:
    return [
        month_word(one.day),
        f"{one.client_name} ({one.client_id})",
        one.from_name or "–",
        names.get(one.to_id, one.to_id),
        pool_word(tr, one.pool),
        tr.number(one.potential),
        tr.number(one.revenue),
    ]


def render_estate(found: Estate, tr: Translator) -> str:
    """The page of an inheritance."""
    heirs = {one.manager_id: one for one in found.heirs}
    context = _common(tr, estate_headline(tr, found), list(estate_notes(tr, found)), _estate_tiles(tr, found))
    context |= {
        "day": tr.date(found.as_of),
        "name": found.leaver_name,
        "chart": heir_chart(tr, found),
        "heirs": list(heir_rows(tr, found)),
        "bequests": [_bequest_row(tr, one, heirs[one.to_id]) for one in found.bequests[:MAX_ROWS]],
        "num_bequests": len(found.bequests),
    }
    return environment(tr, TEMPLATES).get_template("estate.html.j2").render(context)


def _estate_tiles(tr: Translator, found: Estate) -> list[dict[str, str]]:
    worked = sum(one.worked for one in found.bequests)
    return [
        _tile(tr.gettext("Clients inherited"), tr.number(len(found.bequests)), checked_words(tr, found)),
        _tile(
            tr.gettext("Similarity of heirs of proven clients"),
            tr.number(found.mean("similarity"), 2),
            tr.gettext("best possible {best}, any choice {mean}", **_around(tr, found)),
        ),
        _tile(tr.gettext("Worked clients"), tr.number(worked), tr.gettext("proven or active")),
    ]


def _around(tr: Translator, found: Estate) -> dict[str, str]:
    return {
        "best": tr.number(found.mean("best_similarity"), 2),
        "mean": tr.number(found.mean("mean_similarity"), 2),
    }


def _bequest_row(tr: Translator, one: Bequest, heir: Heir) -> dict[str, str]:
    return {
        "name": f"{one.client_name} ({one.client_id})",
        "state": one.state,
        "state_word": tr.gettext(one.state),
        "potential": tr.number(one.potential),
        "revenue": tr.number(one.revenue),
        "why": bequest_words(tr, one, heir),
    }
