"""Bodies and answers of /v1/datasets."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from api.routes.schemas import Answer, Body, Day, Problem

UserId = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""An id of the user's own: of a client or a manager."""

State = Literal["proven", "active", "dormant", "claimed", "free", "excluded"]
Sort = Literal["number", "name", "-name", "potential", "-potential", "revenue", "-revenue"]


class DatasetAnswer(Answer):
    """A base. What a manager may not see is left out.

    `num_decisions` stands in the answer about one base: so many were taken about it. Its figures, evidence
    and balance are as it was read; the next proposal counts the decisions.
    """

    id: str
    name: str
    state: Literal["reading", "ready", "refused"]
    as_of: str | None
    created_at: str
    etag: str
    job_id: str | None = None
    tables: dict[str, str] | None = None
    tolerant: bool | None = None
    sha256: str | None = None
    num_clients: int | None = None
    num_managers: int | None = None
    num_activities: int | None = None
    figures: dict[str, Any] | None = None
    problem: dict[str, Any] | None = None
    created_by: str | None = None
    num_decisions: int | None = None


class DatasetPage(Answer):
    """One page of bases."""

    items: list[DatasetAnswer]
    next: str | None


class DemoBody(Body):
    """Sizes of a made-up company."""

    name: str = Field("Demo", min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$")
    clients: int = Field(1200, ge=20, le=100_000)
    managers: int = Field(8, ge=2, le=200)
    seed: int = Field(1, ge=0, le=2**31 - 1)


class MappingBody(Body):
    """Table -> column of the contract -> header in the user's table."""

    mapping: dict[Literal["clients", "managers", "activities", "rules"], dict[UserId, UserId]] = Field(
        examples=[{"clients": {"potential": "Budget 2026"}}]
    )


class DatasetDecisionBody(Body):
    """One decision. Card b goes into a for merge; b is a manager for owner and audit, blank for exclude."""

    kind: Literal["merge", "distinct", "owner", "exclude", "audit"]
    a: UserId = Field(examples=["C00012"])
    b: UserId = Field("", examples=["C00345"])
    reason: str = Field("", max_length=1000, pattern=r"^[^\x00]*$")
    answer: Literal["confirmed", "refuted", "unreached"] | None = None
    until: Day | None = None


class DecisionsBody(Body):
    """Decisions that are taken together, or not at all."""

    decisions: list[DatasetDecisionBody] = Field(min_length=1, max_length=1000)


class DatasetDecisionAnswer(Answer):
    """A decision that stands."""

    id: str
    kind: str
    a: str
    b: str
    reason: str
    answer: str | None
    until: str | None
    created_at: str
    created_by: str


class DecisionsAnswer(Answer):
    """Decisions that were taken."""

    items: list[DatasetDecisionAnswer]


class DatasetDecisionPage(DecisionsAnswer):
    """One page of decisions."""

    next: str | None


class Missing(Answer):
    """Evidence that is missing: a code for programs, words for people."""

    code: str
    text: str


class ClientAnswer(Answer):
    """A client as lists tell it."""

    number: int
    client_id: str
    name: str
    manager_id: str | None
    state: State
    disputed: bool
    strength: float
    potential: float
    revenue: float
    segments: dict[str, str]
    missing: list[Missing]
    filled: float
    lat: float | None
    lon: float | None


class ClientPage(Answer):
    """One page of clients; `total` is how many there were when the first page was asked for."""

    items: list[ClientAnswer]
    next: str | None
    total: int


class EntryPage(Answer):
    """One page of findings, disputes or duplicates."""

    items: list[dict[str, Any]]
    next: str | None


class AuditBody(Body):
    """How large a sample: the interval of each manager's share of false claims."""

    confidence: float = Field(0.95, ge=0.5, le=0.9999)
    margin: float = Field(0.1, ge=0.001, lt=0.5)
    seed: int = Field(0, ge=0, le=2**31 - 1)
    max_calls: int | None = Field(None, ge=1, le=10_000)


class AuditJob(Answer):
    """The job that draws or reads a call sheet."""

    dataset_id: str
    job_id: str


UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["clients"],
                    "additionalProperties": False,
                    "properties": {
                        name: {"type": "string", "format": "binary"}
                        for name in ("clients", "managers", "activities", "rules", "mapping")
                    }
                    | {
                        "name": {"type": "string", "maxLength": 200},
                        "tolerant": {"type": "string", "enum": ["true", "false"]},
                        "as_of": {"type": "string", "format": "date"},
                    },
                },
            }
        },
    }
}
"""The body of an upload, for the OpenAPI document."""

_ROWS = {"type": "array", "items": {"type": "object"}}
ROWS = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["clients"],
                    "properties": dict.fromkeys(("clients", "managers", "activities", "rules"), _ROWS),
                },
                "example": {
                    "clients": [{"client_id": "C1", "name": "Alpha", "manager_id": "M1", "potential": 1000}],
                    "managers": [{"manager_id": "M1", "name": "Ann"}],
                },
            }
        },
    }
}
"""The body of rows, for the OpenAPI document."""

SHEET = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["sheet"],
                    "properties": {"sheet": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}
"""A filled call sheet, for the OpenAPI document."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKBOOK: dict[int | str, dict[str, Any]] = {
    200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}, "description": "a workbook"},
    404: {"model": Problem, "content": {"application/problem+json": {}}},
}
