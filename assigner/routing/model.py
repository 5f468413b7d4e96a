"""The nouns of routing: a new client, and the decision whose it is (model §12).

Money is a year's, workload in hours a month, shares are fractions. Every noun has a plain form for storage:
`document()` gives values that JSON keeps exactly, `from_document` reads them back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from assigner.errors import InputError, Issue, Severity

Document = dict[str, Any]

AMOUNTS = ("potential", "revenue", "workload")
"""What a new client may bring along, in numbers."""


class Key(StrEnum):
    """What a known client is found by, the surest first."""

    CLIENT_ID = "client_id"
    TAX_ID = "tax_id"
    EMAIL = "email"  # the whole address
    PHONE = "phone"
    DOMAIN = "domain"  # of an e-mail address, where it is the firm's own
    NAME = "name"  # where nothing speaks against it


class Code(StrEnum):
    """Why a client goes where it goes."""

    EVIDENCE = "evidence"  # a known client: somebody works it
    PLAN = "plan"  # a known client that nobody works: the plan says whose it is
    ROUTED_BEFORE = "routed_before"
    ONLY_CHOICE = "only_choice"
    SHORTFALL = "shortfall"
    EXCLUDED = "excluded"  # a known client that the division leaves out: nobody's
    CLOSED = "closed"  # a known client whose manager takes nobody any more: nobody's
    NOBODY = "nobody"  # no manager may have it


class Bar(StrEnum):
    """The rule that keeps a manager from a new client, by its id of model §3."""

    ELIGIBLE = "eligible"
    SCOPE = "scope"
    CLOSED = "closed"  # no rule of the model: the head says so between two plans
    MAX_LOAD = "max-load"


class _Plain:
    """A noun with a plain form."""

    __slots__ = ()

    def document(self) -> Document:
        """Plain values that JSON keeps exactly."""
        plain: Document = _adapter(type(self)).dump_python(self, mode="json")
        return plain

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """From the plain form. Raises `InputError` with everything that is wrong with it."""
        try:
            read: Self = _adapter(cls).validate_python(document)
        except ValidationError as error:
            raise InputError(_issues(error)) from None
        return read


_ADAPTERS: dict[str, TypeAdapter[Any]] = {}


def _adapter(noun: type) -> TypeAdapter[Any]:
    """What turns a noun into plain values and back, made at its first use."""
    if noun.__name__ not in _ADAPTERS:
        _ADAPTERS[noun.__name__] = TypeAdapter(noun)
    return _ADAPTERS[noun.__name__]


def _issues(error: ValidationError) -> list[Issue]:
    return [
        Issue(
            Severity.ERROR,
            "routing_document",
            problem["msg"],
            "Pass the document on as it was written.",
            column=".".join(map(str, problem["loc"])),
        )
        for problem in error.errors(include_url=False)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClient(_Plain):
    """What the CRM says of a client to be routed; cells as a person typed them, "" where blank.

    `segments` maps dimensions to labels. A number is None where nothing is known. `client_id` is an id of the
    base's own numbering: it finds a client that the plan has. Raises `InputError` for numbers that are
    negative or not finite.
    """

    name: str = ""
    tax_id: str = ""
    phone: str = ""
    email: str = ""
    potential: float | None = None
    revenue: float | None = None
    workload: float | None = None
    segments: Mapping[str, str] = field(default_factory=dict)
    client_id: str = ""

    def __post_init__(self) -> None:
        given = {name: getattr(self, name) for name in AMOUNTS}
        bad = {name: value for name, value in given.items() if value is not None and not _is_amount(value)}
        if bad:
            raise InputError(_bad_amount(name, value) for name, value in bad.items())


def _is_amount(value: float) -> bool:
    return isfinite(value) and value >= 0


def _bad_amount(name: str, value: float) -> Issue:
    text = "must be a number that is not negative"
    remedy = "Leave it out where it is not known."
    return Issue(Severity.ERROR, "routing_amount", f"{name} {text}", remedy, column=name, value=str(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(_Plain):
    """A known client that a key leads to, and whose it is.

    `client_id` is its id in the plan, or the one it was routed with ("" without one); `routed` is its place
    among the clients routed since approval, None for a client of the plan. `manager_id` is None where the
    client is excluded. `strength` is the evidence of that manager, 0..1. `plan_manager_id` is whom the plan
    gives it to, where that is somebody else.
    """

    key: Key
    client_id: str
    routed: int | None = None
    manager_id: str | None = None
    strength: float = 0.0
    state: str = ""
    by_evidence: bool = False
    plan_manager_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellShortfall(_Plain):
    """One cell of the new client: how far its manager is behind before and after, and the runner-up.

    In units of the measure, negative for who is ahead; targets are those with the client in the base, so the
    runner-up's shortfall is the same before and after. `counted` is what the client counts here (model §4),
    `share` the mean target of a manager of the cell, by which shortfalls are divided to be compared.
    """

    measure: str
    dimension: str
    value: str  # "" for the total
    weight: float
    counted: float
    share: float
    before: float
    after: float
    runner_up: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(_Plain):
    """Whose a new client is, and why; `manager_id` is None for nobody's (codes excluded, closed, nobody).

    For a known client `match` says which, `others` what else its keys lead to that belongs to somebody else.
    For a new one: `shortfall` of the manager and of the runner-up as weighted means of shares, their `cells`,
    `candidates` who could have had it, `tied` where fit or id decided, `assumed` the amounts that count in
    place of blanks, `new_labels` the segment values that the plan does not have. `barred` counts the
    managers that each rule keeps away.
    """

    manager_id: str | None
    code: Code
    match: Match | None = None
    others: tuple[Match, ...] = ()
    shortfall: float | None = None
    runner_up_id: str | None = None
    runner_up_shortfall: float | None = None
    cells: tuple[CellShortfall, ...] = ()
    candidates: int = 0
    tied: bool = False
    barred: Mapping[Bar, int] = field(default_factory=dict)
    assumed: Mapping[str, float] = field(default_factory=dict)
    new_labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed(_Plain):
    """A client with its decision: one entry of the journal that a ledger is replayed from."""

    client: NewClient
    decision: Decision
