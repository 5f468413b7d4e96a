"""Whatever bytes a web hook sends, the answer is clients or one typed error."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.crm import System
from api.crm.inbound import Inbound, Limits, parse_hook
from assigner.errors import InputError

SYSTEMS = st.sampled_from([System.BITRIX24, System.AMOCRM])
_GROUPS = ("contacts", "companies", "leads", "data", "auth", "document_id", "segments", "add", "update")
_FIELDS = ("id", "ID", "name", "type", "custom_fields", "values", "value", "VALUE", "code", "event", "FIELDS")
_OTHERS = (
    "application_token",
    "region",
    "PHONE",
    "entity",
    "token",
    "potential",
    "Ё",
    "]",
    "[",
    "",
    "0",
    "1",
    "2",
)
WORDS = st.sampled_from([*_GROUPS, *_FIELDS, *_OTHERS])
VALUES = st.sampled_from(
    ["", "11", "company", "LEAD_5", "ONCRMLEADADD", "x", "PHONE", "-1", "1 000", "\x00"]
) | st.text(max_size=8)
NAMES = st.lists(WORDS, min_size=1, max_size=7).map(
    lambda parts: parts[0] + "".join(f"[{p}]" for p in parts[1:])
)
LIMITS = Limits(num_bytes=4_000, fields=60, letters=100, depth=5, cards=2)


def answered(system: System, body: bytes, query: str = "") -> Inbound | InputError:
    try:
        return parse_hook(system, body, query=query, limits=LIMITS, dimensions=("region", "industry"))
    except InputError as error:
        found = error
    assert found.issues
    assert all(issue.code and issue.message and issue.remedy for issue in found.issues)
    return found


@given(SYSTEMS, st.binary(max_size=300), st.text(max_size=50))
@example(System.AMOCRM, b"contacts[add]=1", "")
@example(System.AMOCRM, b"contacts[add][0]=1", "\ud800")
@example(System.BITRIX24, b"event[a]=ONCRMLEADADD&data=1", "")
@example(System.BITRIX24, b"[]=1&[][]=2&[=3&]=4", "a=1")
def test_any_bytes_are_answered(system: System, body: bytes, query: str) -> None:
    answered(system, body, query)


@given(SYSTEMS, st.lists(st.tuples(NAMES, VALUES), max_size=25))
def test_any_form_is_answered_and_clients_are_of_use(system: System, pairs: list[tuple[str, str]]) -> None:
    found = answered(system, urlencode(pairs, errors="replace").encode())
    if isinstance(found, InputError):
        return
    assert len(found.clients) <= LIMITS.cards
    for client in found.clients:
        assert client.name or client.phone or client.email or client.tax_id
        assert client.card_id == "" or client.card_id.isdecimal()
        assert set(client.segments) <= {"region", "industry"}
        assert all(
            amount is None or amount >= 0 for amount in (client.potential, client.revenue, client.workload)
        )


@given(st.dictionaries(st.sampled_from(["name", "phone", "email", "inn"]), st.text(min_size=1, max_size=20)))
def test_fields_arrive_as_they_were_typed(fields: dict[str, str]) -> None:
    # but for blanks at the ends and characters that nobody can type
    told = {
        name: " ".join(text.split()) for name, text in fields.items() if text.isprintable() and text.strip()
    }
    body = "&".join(f"{name}={quote(text)}" for name, text in told.items()).encode()
    if not told:
        with pytest.raises(InputError):
            parse_hook(System.BITRIX24, body)
        return
    client = parse_hook(System.BITRIX24, body).clients[0]
    names = {"name": client.name, "phone": client.phone, "email": client.email, "inn": client.tax_id}
    assert {name: " ".join(text.split()) for name, text in names.items() if text} == told
