"""Changes of policy and tables in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assigner.i18n import Translator
from assigner.policy import Measure
from assigner.portfolio import NOBODY, Portfolio
from assigner.problem import texts
from assigner.problem.changes import LIMITS, Change

SHOWN = 6
"""So many changes of one way out are named."""


def describe_changes(portfolio: Portfolio, changes: Sequence[Change], tr: Translator) -> str:
    """All changes of one way out as one sentence, at most so many of them named."""
    named = "; ".join(describe_change(portfolio, change, tr) for change in changes[:SHOWN])
    more = len(changes) - SHOWN
    return tr.gettext(texts.AND_MORE, names=named, n=more) if more > 0 else named


def describe_change(portfolio: Portfolio, change: Change, tr: Translator) -> str:
    """One change, with its rule first."""
    values = _limit_values if change.rule in LIMITS else _named_values
    return f"{change.rule}: {tr.gettext(_text(change), **values(portfolio, change, tr))}"


def _text(change: Change) -> str:
    if change.rule == "max-load":
        return texts.RAISE_OWN if change.manager != NOBODY else texts.RAISE_ALL
    return texts.CHANGES[change.rule]


def _limit_values(portfolio: Portfolio, change: Change, tr: Translator) -> Mapping[str, object]:
    shares = change.rule in ("loss-cap", "move-budget")
    say: Callable[[float], str] = (lambda x: _share(x, tr)) if shares else (lambda x: amount(x, tr))
    return {
        "who": _manager(portfolio, change.manager),
        "measure": tr.gettext(texts.MEASURES[change.measure]),
        "asked": say(change.asked),
        "to": say(change.to),
        "total": amount(_budget_of(portfolio, change) * change.to, tr),
    }


def _named_values(portfolio: Portfolio, change: Change, tr: Translator) -> Mapping[str, object]:
    return {
        "who": _manager(portfolio, change.manager),
        "client": _client(portfolio, change.client),
        "other": _client(portfolio, change.other),
        "dimension": change.dimension,
        "value": change.value,
    }


def amount(value: float, tr: Translator) -> str:
    """A number with as many decimals as it has, at most six."""
    digits = next(
        n for n in range(7) if n == 6 or abs(round(value, n) - value) <= 1e-9 * max(1.0, abs(value))
    )
    return tr.number(value, digits)


def _share(value: float, tr: Translator) -> str:
    """A share with as many decimals of a per cent as it has, at most two."""
    digits = next(n for n in range(3) if n == 2 or abs(round(100 * value, n) - 100 * value) <= 1e-7)
    return tr.percent(value, digits)


def _budget_of(portfolio: Portfolio, change: Change) -> float:
    """What the move budget is a share of."""
    clients = portfolio.clients
    owned = ~clients.excluded & (clients.owner_idx != NOBODY)
    return float(owned.sum() if change.measure == Measure.COUNT.value else clients.revenue_12m[owned].sum())


def _manager(portfolio: Portfolio, manager: int) -> str:
    if manager == NOBODY:
        return ""
    return f"{portfolio.managers.name[manager]} ({portfolio.managers.manager_id[manager]})"


def _client(portfolio: Portfolio, client: int) -> str:
    if client == NOBODY:
        return ""
    return f"{portfolio.clients.name[client]} ({portfolio.clients.client_id[client]})"
