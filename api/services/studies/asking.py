"""From what somebody wants to know to what the job is asked; everything wrong with it is told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from api.context import Context
from api.db.models import ScenarioRecord
from api.errors import Unprocessable
from api.security.actor import Actor
from api.services.datasets.standing import decisions_of
from api.services.scenarios.checking import plain_edits
from api.services.scenarios.ground import chosen_policy
from api.services.scenarios.keeping import found_scenario
from api.work.studying.asking import Coming, ScenarioAsk, StudyAsk, StudyKind
from assigner.i18n import Translator
from assigner.policy import Policy
from scenarios.scenario import BASE_NAME, Effort

Document = dict[str, Any]

SECONDS = {"scenarios": 60.0, "frontier": 20.0, "sensitivity": 20.0, "onboarding": 60.0}
"""Time limit of one solve, of a whole onboarding, where nobody says how hard to try."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioChoice:
    """One side of a comparison: a kept scenario by its id, or one written out under a name."""

    scenario_id: str | None = None
    name: str | None = None
    edits: Sequence[Document] | None = None
    catalogue: str | None = None
    settings: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyWish:
    """What somebody wants to know; fields of other kinds than `kind` are left alone.

    Without `policy` and `policy_id` it is that of the first kept scenario, else the default policy. `effort`
    holds for each solve, for an onboarding as a whole; shares and the loss cap are fractions.
    """

    kind: StudyKind
    name: str
    dataset_id: str
    policy: Document | None = None
    policy_id: str | None = None
    effort: Effort = field(default_factory=Effort)
    scenarios: Sequence[ScenarioChoice] = ()
    points: int = 8
    knobs: Sequence[str] = ()
    newcomers: Sequence[Coming] = ()
    leaver: str | None = None
    ramp: Sequence[float] | None = None
    loss_cap: float | None = None
    take_active: bool = False


def asked(ctx: Context, session: Session, actor: Actor, wish: StudyWish) -> StudyAsk:
    """What the job is asked. Raises Unprocessable and InputError naming what is wrong, NotFound for ids."""
    tr = actor.tr
    rows = {
        one.scenario_id: found_scenario(session, one.scenario_id, tr)
        for one in wish.scenarios
        if one.scenario_id is not None
    }
    _refuse(_problems(ctx, wish, rows, tr), tr)
    policy = _policy(session, wish, rows, tr)
    return StudyAsk(
        kind=wish.kind,
        dataset_id=wish.dataset_id,
        policy=policy,
        decisions=tuple(decisions_of(session, wish.dataset_id)),
        effort=_effort(ctx, wish),
        scenarios=tuple(_side(one, rows, policy, tr) for one in wish.scenarios),
        points=wish.points,
        knobs=tuple(wish.knobs),
        newcomers=tuple(wish.newcomers),
        leaver=wish.leaver,
        ramp=None if wish.ramp is None else tuple(wish.ramp),
        loss_cap=wish.loss_cap,
        take_active=wish.take_active,
        store_mb=ctx.settings.keep_answers_mb,
    )


def _policy(
    session: Session, wish: StudyWish, rows: Mapping[str, ScenarioRecord], tr: Translator
) -> Document:
    given = chosen_policy(session, wish.policy, wish.policy_id, tr)
    first = next((row.policy for row in rows.values()), None)
    return given or first or Policy().model_dump(mode="json")


def _effort(ctx: Context, wish: StudyWish) -> Effort:
    seconds = min(SECONDS[wish.kind], ctx.settings.max_time_limit)
    return wish.effort.or_else(Effort(time_limit=seconds))


def _side(
    one: ScenarioChoice, rows: Mapping[str, ScenarioRecord], policy: Document, tr: Translator
) -> ScenarioAsk:
    if one.scenario_id is None:
        edits = plain_edits(one.edits, one.catalogue, one.settings, tr)
        return ScenarioAsk(name=str(one.name), edits=tuple(edits))
    row = rows[one.scenario_id]
    own = None if row.policy == policy else row.policy
    return ScenarioAsk(name=one.name or row.name, edits=tuple(row.edits), policy=own)


Place = tuple[str, object, str]
"""Where it is, what stands there, what is wrong."""


def _refuse(places: Iterator[Place], tr: Translator) -> None:
    found = [{"where": where, "value": value, "message": message} for where, value, message in places]
    if found:
        raise Unprocessable(tr.gettext("The study can't be made as it is asked for."), errors=found)


def _problems(
    ctx: Context, wish: StudyWish, rows: Mapping[str, ScenarioRecord], tr: Translator
) -> Iterator[Place]:
    most = ctx.settings.max_time_limit
    for key in ("time_limit", "work_limit"):
        value = getattr(wish.effort, key)
        if value is not None and value > most:
            message = tr.gettext("one solve may take at most {n}", n=tr.number(most))
            yield f"effort.{key}", value, message
    if wish.kind == "scenarios":
        yield from _of_scenarios(wish, rows, tr)
    if wish.kind == "onboarding":
        yield from _of_people(wish, tr)


def _of_scenarios(wish: StudyWish, rows: Mapping[str, ScenarioRecord], tr: Translator) -> Iterator[Place]:
    if not wish.scenarios:
        yield "scenarios", None, tr.gettext("name at least one scenario")
    seen: set[str] = set()
    for n, one in enumerate(wish.scenarios):
        row = None if one.scenario_id is None else rows[one.scenario_id]
        name = one.name or (row.name if row is not None else "")
        if not name:
            yield f"scenarios.{n}.name", None, tr.gettext("give the scenario a name")
        elif name.casefold() == BASE_NAME:
            message = tr.gettext("this is what the unchanged base is called")
            yield f"scenarios.{n}.name", name, message
        elif name.casefold() in seen:
            yield f"scenarios.{n}.name", name, tr.gettext("two scenarios have this name")
        if row is not None and row.dataset_id != wish.dataset_id:
            message = tr.gettext("the scenario is about another dataset")
            yield f"scenarios.{n}.scenario_id", row.id, message
        seen.add(name.casefold())


def _of_people(wish: StudyWish, tr: Translator) -> Iterator[Place]:
    if wish.newcomers and wish.leaver is not None:
        yield "leaver", wish.leaver, tr.gettext("newcomers and a leaver are two plans")
    if not wish.newcomers and wish.leaver is None:
        yield "newcomers", None, tr.gettext("nobody comes and nobody leaves")
    ids = [one.manager_id for one in wish.newcomers]
    for n, one in enumerate(wish.newcomers):
        if one.manager_id in ids[:n]:
            message = tr.gettext("two newcomers have the same id")
            yield f"newcomers.{n}.manager_id", one.manager_id, message
        if one.returns and (one.name or one.eligible):
            message = tr.gettext("one who returns keeps his name and segments")
            yield f"newcomers.{n}", one.manager_id, message
    ramp = list(wish.ramp or (1.0,))
    if ramp != sorted(ramp) or not ramp[-1] > 0:
        yield "ramp", str(ramp), tr.gettext("a ramp is a rising list of shares from 0 to 1")
