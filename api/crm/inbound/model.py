"""What a web hook says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Entity(StrEnum):
    """What a card is; programs number each kind by itself."""

    COMPANY = "company"
    LEAD = "lead"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundClient:
    """A new card with fields; cells as a person typed them, "" where blank, a number None where not given.

    Money is a year's, workload in hours a month; `segments` maps dimensions to labels.
    """

    entity: Entity
    card_id: str
    name: str = ""
    tax_id: str = ""
    phone: str = ""
    email: str = ""
    potential: float | None = None
    revenue: float | None = None
    workload: float | None = None
    segments: Mapping[str, str] = field(default_factory=dict)

    @property
    def external_id(self) -> str:
        """The card's name that no other card of the program has: "lead:11"; "" without a number."""
        return f"{self.entity}:{self.card_id}" if self.card_id else ""

    def routing_fields(self) -> dict[str, Any]:
        """The fields of `assigner.routing.NewClient`; a base lists companies, so only they have ids there."""
        return {
            "client_id": self.card_id if self.entity is Entity.COMPANY else "",
            "name": self.name,
            "tax_id": self.tax_id,
            "phone": self.phone,
            "email": self.email,
            "potential": self.potential,
            "revenue": self.revenue,
            "workload": self.workload,
            "segments": dict(self.segments),
        }


@dataclass(frozen=True, slots=True)
class Pending:
    """A new card of which only the number was sent: `method` reads the rest, `advice` says so to a person."""

    entity: Entity
    card_id: str
    method: str
    advice: str


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message: the new clients, the cards to be read first, and how many other things it told.

    `token` is the secret it brought along, "" without one; see `tokens.token_matches`.
    """

    clients: tuple[InboundClient, ...]
    pending: tuple[Pending, ...] = ()
    num_ignored: int = 0
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one message may hold: bytes, fields, letters of a name or a value, brackets, cards."""

    num_bytes: int = 512 * 1024
    fields: int = 5_000
    letters: int = 4_000
    depth: int = 10
    cards: int = 250
