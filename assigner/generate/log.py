"""The activities table: touches put into words, dates and money."""

from __future__ import annotations

import numpy as np
import pandas as pd

from assigner.generate.base import Base
from assigner.generate.cards import Cards
from assigner.generate.naming import pick, text_column
from assigner.generate.spec import CompanySpec
from assigner.generate.team import Team
from assigner.generate.touches import CONTRACT, KINDS, YESTERDAY, Style, Touches
from assigner.generate.vocabulary import Vocabulary
from assigner.portfolio import BoolArray, DateArray, FloatArray, StrArray

REVENUE_DAYS = 365
"""Days that revenue_12m covers (model §2)."""


def touch_dates(spec: CompanySpec, touches: Touches) -> DateArray:
    """Calendar day of every touch (datetime64[D])."""
    as_of = np.datetime64(spec.as_of, "D")
    days = np.busday_offset(as_of, -np.maximum(touches.day, 1), roll="forward")
    return np.where(touches.day == YESTERDAY, as_of - np.timedelta64(1, "D"), days)


def sale_amounts(rng: np.random.Generator, spec: CompanySpec, base: Base, touches: Touches) -> FloatArray:
    """Money of every touch, 0 where nothing was sold; a client spends 3 to 65 % of its potential a year."""
    sold = touches.sale > 0
    recent = sold & in_revenue_window(spec, touch_dates(spec, touches))
    per_year = np.bincount(touches.client[recent], minlength=len(base)).clip(min=1)
    yearly = base.potential * np.clip(rng.lognormal(np.log(0.3), 0.5, len(base)), 0.03, 0.65)
    amount = yearly[touches.client] * touches.sale / per_year[touches.client]
    return np.where(sold, np.maximum(np.round(amount, 2), 1.0), 0.0)


def in_revenue_window(spec: CompanySpec, day: DateArray) -> BoolArray:
    """Whether a day lies within the 365 days before `as_of`."""
    age = (np.datetime64(spec.as_of, "D") - day).astype(np.int64)
    return (age >= 0) & (age <= REVENUE_DAYS)


def revenue_12m(spec: CompanySpec, touches: Touches, amount: FloatArray, num_clients: int) -> FloatArray:
    """Sum of each client's sales in the last 365 days, to the cent, with whichever manager."""
    recent = in_revenue_window(spec, touch_dates(spec, touches))
    return np.round(np.bincount(touches.client, weights=amount * recent, minlength=num_clients), 2)


def activity_table(
    rng: np.random.Generator,
    spec: CompanySpec,
    words: Vocabulary,
    *,
    touches: Touches,
    amount: FloatArray,
    team: Team,
    cards: Cards,
) -> pd.DataFrame:
    """The log in order of time, with the canonical columns of an activities table."""
    moment = touch_dates(spec, touches).astype("datetime64[s]") + touches.second.astype("timedelta64[s]")
    order = np.lexsort((touches.client, moment))
    touches, amount, moment = touches.take(order), amount[order], moment[order]
    count, sold = len(touches), touches.kind <= CONTRACT
    person = _blank(sold, cards.contact_name[touches.contact, touches.client])
    return pd.DataFrame(
        {
            "activity_id": text_column([f"A{n:07d}" for n in range(1, count + 1)]),
            "client_id": text_column(cards.client_id)[touches.client],
            "manager_id": text_column(team.manager_id)[touches.manager],
            "occurred_at": text_column(np.datetime_as_string(moment, unit="s").tolist()),
            "kind": np.array(KINDS, dtype=object)[touches.kind],
            "amount": np.where(sold, amount, np.nan),
            "contact_name": _blank(touches.style == Style.NO_NAME, person),
            "contact_role": _roles(touches, sold, cards),
            "contact_phone": _phones(touches, sold, cards),
            "contact_email": _emails(rng, touches, sold, cards),
            "summary": _summaries(rng, words, touches, terse=team.terse),
            "outcome": np.where(sold, words.won, pick(rng, words.outcomes, count)),
        }
    )


def _blank(where: BoolArray, texts: StrArray) -> StrArray:
    """The texts, blank at some places."""
    blanked = texts.copy()
    blanked[where] = ""
    return blanked


def _roles(touches: Touches, sold: BoolArray, cards: Cards) -> StrArray:
    hidden = sold | (touches.style == Style.NO_ROLE)
    return _blank(hidden, cards.contact_role[touches.contact, touches.client])


def _phones(touches: Touches, sold: BoolArray, cards: Cards) -> StrArray:
    phone = _blank(
        sold | (touches.style == Style.NO_ADDRESS), cards.contact_phone[touches.contact, touches.client]
    )
    shared = touches.style == Style.ONE_PHONE
    phone[shared] = cards.stock_phone[touches.manager[shared]]
    return phone


def _emails(rng: np.random.Generator, touches: Touches, sold: BoolArray, cards: Cards) -> StrArray:
    """Half of the records give an e-mail beside the phone."""
    hidden = sold | (touches.style == Style.NO_ADDRESS) | (rng.random(len(touches)) < 0.5)
    return _blank(hidden, cards.contact_email[touches.contact, touches.client])


def _summaries(rng: np.random.Generator, words: Vocabulary, touches: Touches, *, terse: int) -> StrArray:
    """What was said. A reference number makes every honest summary one of its kind."""
    templates = np.empty(len(touches), dtype=object)
    for code, kind in enumerate(KINDS):
        here = touches.kind == code
        templates[here] = pick(rng, words.talk[kind], int(here.sum()))
    templates[(touches.manager == terse) & (touches.kind > CONTRACT)] = words.terse
    product = pick(rng, words.products, len(touches))
    reference = (10_001 + np.arange(len(touches))).tolist()
    texts = [
        template.replace("{product}", name).replace("{ref}", str(ref))
        for template, name, ref in zip(templates.tolist(), product.tolist(), reference, strict=True)
    ]
    summary = text_column(texts)
    hollow = touches.style == Style.HOLLOW
    summary[hollow] = pick(rng, words.hollow, int(hollow.sum()))
    summary[touches.style == Style.COPIED] = words.copied
    return summary
