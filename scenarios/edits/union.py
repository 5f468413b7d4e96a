"""Every kind of edit, as one union told apart by `kind`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, get_args

from pydantic import Field

from scenarios.edits.balance import ChangeTolerance, ChangeWeight, SetGoals
from scenarios.edits.base import EditBase
from scenarios.edits.books import ReleaseDeadSouls, SplitBook
from scenarios.edits.caps import Budget, Caps
from scenarios.edits.disputes import DecideDisputes
from scenarios.edits.eligibility import ChangeEligibility, MergeTeams
from scenarios.edits.facts import Exclude, Grow, Resegment
from scenarios.edits.hiring import Hire
from scenarios.edits.knobs import EvidenceRules, Keep, Mode, Ramp, SetValue
from scenarios.edits.ruling import Ban, Lift, Pin
from scenarios.edits.scope import Scope
from scenarios.edits.team import ChangeShare, Leave, ManagerLimits, ReturnFromLeave
from scenarios.edits.ties import Apart, Together

Edit = Annotated[
    Hire
    | Leave
    | ReturnFromLeave
    | ChangeShare
    | Ramp
    | ManagerLimits
    | ChangeEligibility
    | MergeTeams
    | SplitBook
    | ReleaseDeadSouls
    | DecideDisputes
    | Pin
    | Ban
    | Together
    | Apart
    | Lift
    | Exclude
    | Grow
    | Resegment
    | SetGoals
    | ChangeTolerance
    | ChangeWeight
    | Mode
    | Keep
    | EvidenceRules
    | Caps
    | Budget
    | Scope
    | SetValue,
    Field(discriminator="kind"),
]
"""One edit of a scenario; `kind` says which."""

_ORDER: tuple[type[EditBase], ...] = get_args(get_args(Edit)[0])

KINDS: Mapping[str, type[EditBase]] = MappingProxyType(
    {str(model.model_fields["kind"].default): model for model in _ORDER}
)
"""The model of every kind, in the order in which they are told."""
