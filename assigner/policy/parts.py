"""What all parts of the policy are made of: their base, measures and kinds of numbers."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NonNegative = Annotated[float, Field(ge=0)]


class Measure(StrEnum):
    """What can be balanced or limited (model §1)."""

    POTENTIAL = "potential"
    REVENUE = "revenue"
    WORKLOAD = "workload"
    COUNT = "count"


class Part(BaseModel):
    """Base of all parts of the policy."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
