"""Cells filled to be filled: made-up names, phones and mailboxes, one contact on many cards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pandas as pd

from assigner.portfolio import NOBODY, Activities, BoolArray, IntArray, StrArray
from assigner.quality.facts import Facts, blanks
from assigner.quality.junk_words import (
    is_junk_contact,
    is_junk_email,
    is_junk_phone,
    is_junk_tax_id,
    is_junk_text,
    is_junk_word,
)
from assigner.quality.model import Check, Finding

_JUDGES: Mapping[str, Callable[[str], bool]] = {
    "name": is_junk_text,
    "tax_id": is_junk_tax_id,
    "phone": is_junk_phone,
    "email": is_junk_email,
    "contact_name": is_junk_contact,
}
_LOGGED: Mapping[str, Callable[[str], bool]] = {
    "contact_name": is_junk_contact,
    "contact_phone": is_junk_phone,
    "contact_email": is_junk_email,
}


def junk_cells(facts: Facts) -> dict[str, BoolArray]:
    """By column of clients: which cells are junk by what stands in them.

    A name is also junk when a junk word is all but its legal form; one that repeats the id was blank.
    """
    clients = facts.clients
    junk = {column: _where(getattr(clients, column), judge) for column, judge in _JUDGES.items()}
    named = junk["name"] | _where(facts.identity.name_key, is_junk_word)
    return junk | {"name": named & np.asarray(clients.name != clients.client_id, dtype=bool)}


def _where(texts: StrArray, judge: Callable[[str], bool]) -> BoolArray:
    """The verdict on every cell, each different text judged once; blank cells are no junk."""
    codes, uniques = pd.factorize(texts)
    verdicts = np.array([text != "" and judge(str(text)) for text in uniques], dtype=bool)
    return verdicts[codes] if len(verdicts) else np.zeros(len(texts), dtype=bool)


def check_junk(facts: Facts, junk: Mapping[str, BoolArray]) -> Iterator[Finding]:
    """Junk cells of clients and of the log. A repeated contact has the detail "repeated" and how often."""
    clients = facts.clients
    for column, bad in junk.items():
        if column != "contact_name":
            yield facts.client_finding(Check.JUNK_VALUE, column, bad, getattr(clients, column))
    repeated = repeated_contacts(facts)
    details = np.where(junk["contact_name"], "", repeated).astype(object)
    bad = junk["contact_name"] | np.asarray(repeated != "", dtype=bool)
    yield facts.client_finding(Check.JUNK_VALUE, "contact_name", bad, clients.contact_name, details)
    if facts.portfolio.activities is not None:
        yield from _check_log(facts, facts.portfolio.activities)


def _check_log(facts: Facts, log: Activities) -> Iterator[Finding]:
    for column, judge in _LOGGED.items():
        texts: StrArray | None = getattr(log, column)
        if texts is not None:
            yield facts.activity_finding(Check.JUNK_VALUE, column, _where(texts, judge), texts, log)


def repeated_contacts(facts: Facts) -> StrArray:
    """Per card "repeated n" where its owner has the same contact name and phone on n > limit cards, else "".

    The limit is that of phones in the log (`max_clients_per_phone`); cards of one holding count once.
    """
    clients = facts.clients
    given = (clients.contact_name != "") & (facts.identity.phone != "") & (clients.owner_idx != NOBODY)
    at = np.flatnonzero(given)
    table = pd.DataFrame(
        {
            "owner": clients.owner_idx[at],
            "name": [" ".join(name.casefold().split()) for name in clients.contact_name[at]],
            "phone": facts.identity.phone[at],
            "client": _holding_or_client(clients.group_idx)[at],
        }
    )
    counts = table.groupby(["owner", "name", "phone"])["client"].transform("nunique").to_numpy()
    told = blanks(len(clients))
    many = counts > facts.policy.evidence.max_clients_per_phone
    told[at[many]] = [f"repeated {count}" for count in counts[many].tolist()]
    return told


def _holding_or_client(group_idx: IntArray) -> IntArray:
    """One number per holding, and one per client outside of holdings."""
    alone = len(group_idx) + np.arange(len(group_idx))
    return np.where(group_idx >= 0, group_idx, alone)
