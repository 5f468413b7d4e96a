"""What a study can be asked, one body for each kind."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from api.routes.scenarios import HIRE, Edits
from api.routes.schemas import Body, Day, ItemId, Name
from api.services.studies import Coming, ScenarioChoice, StudyWish
from scenarios.scenario import Effort

Fraction = Annotated[float, Field(ge=0, le=1)]
Ref = Annotated[str, Field(min_length=1, max_length=200)]


class EffortBody(Body):
    """How hard each solve is tried (an onboarding as a whole): seconds, or work units for equal answers."""

    time_limit: Annotated[float, Field(gt=0)] | None = None
    work_limit: Annotated[float, Field(gt=0)] | None = None
    seed: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    seeds: Annotated[int, Field(ge=1, le=20)] | None = Field(None, description="solves, to know the noise")


class _Common(Body):
    name: Name
    dataset_id: ItemId
    policy: dict[str, Any] | None = None
    policy_id: ItemId | None = None
    effort: EffortBody = EffortBody()


class SideBody(Body):
    """A kept scenario by its id, or one written out under a name."""

    scenario_id: ItemId | None = None
    name: Name | None = None
    edits: Edits | None = Field(None, examples=[[HIRE]])
    catalogue: Name | None = None
    settings: dict[str, Any] | None = None


class ScenariosBody(_Common):
    """Scenarios solved beside today's base, and compared."""

    kind: Literal["scenarios"]
    scenarios: list[SideBody] = Field(min_length=1, max_length=30)


class FrontierBody(_Common):
    """The curve between the least disruption and the least imbalance."""

    kind: Literal["frontier"]
    points: int = Field(8, ge=2, le=60, description="solves at most")


class SensitivityBody(_Common):
    """Which number of the policy the plan hangs on most."""

    kind: Literal["sensitivity"]
    knobs: list[Ref] = Field([], max_length=40, description="paths of the policy; all by default")


class ComingBody(Body):
    """A hire, or with `returns` somebody who comes back from leave; `eligible` by segment column."""

    manager_id: Ref = Field(examples=["N1"])
    name: Annotated[str, Field(max_length=200)] = ""
    start: Day | None = Field(None, examples=["2026-07-01"])
    share: Annotated[float, Field(gt=0, le=10)] = 1.0
    eligible: dict[Ref, Annotated[list[Ref], Field(min_length=1)]] = Field({})
    returns: bool = False


class OnboardingBody(_Common):
    """Books for newcomers month by month, or the heirs of a leaver."""

    kind: Literal["onboarding"]
    newcomers: list[ComingBody] = Field([], max_length=100)
    leaver: Ref | None = None
    ramp: Annotated[list[Fraction], Field(min_length=1, max_length=60)] | None = Field(
        None, description="share of a fair share, step by step; by default the policy's"
    )
    loss_cap: Fraction | None = Field(None, description="most of a commission that anybody may lose")
    take_active: bool = False


StudyBody = Annotated[
    ScenariosBody | FrontierBody | SensitivityBody | OnboardingBody, Field(discriminator="kind")
]
"""One study."""


def wish_of(body: ScenariosBody | FrontierBody | SensitivityBody | OnboardingBody) -> StudyWish:
    """The body as the service takes it."""
    given: dict[str, Any] = dict(body)
    given["effort"] = Effort(**body.effort.model_dump())
    if isinstance(body, ScenariosBody):
        given["scenarios"] = tuple(ScenarioChoice(**dict(one)) for one in body.scenarios)
    if isinstance(body, OnboardingBody):
        given["newcomers"] = tuple(Coming(**one.model_dump()) for one in body.newcomers)
    return StudyWish(**given)
