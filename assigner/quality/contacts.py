"""Phones and e-mails nobody can be reached by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assigner.identity.model import Validity
from assigner.portfolio import BoolArray
from assigner.quality.facts import Facts
from assigner.quality.model import Check, Finding


def check_contacts(facts: Facts, junk: Mapping[str, BoolArray]) -> Iterator[Finding]:
    """Phones against the numbering plan, e-mails against their form; not where the cell is junk."""
    clients, identity = facts.clients, facts.identity
    bad_phone = (identity.phone_validity == Validity.INVALID) & ~junk["phone"]
    yield facts.client_finding(Check.INVALID_PHONE, "phone", bad_phone, clients.phone)
    bad_email = (identity.email_validity == Validity.INVALID) & ~junk["email"]
    yield facts.client_finding(Check.INVALID_EMAIL, "email", bad_email, clients.email)
