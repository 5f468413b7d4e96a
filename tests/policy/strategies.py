"""Random policies, drawn from the limits that the models themselves state."""

from __future__ import annotations

from enum import Enum
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin

from annotated_types import Ge, Gt, Le, MinLen
from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from assigner.policy.model import Goal, Policy

_Part = TypeVar("_Part", bound=BaseModel)

LARGEST = 1e9

NAMED: dict[str, st.SearchStrategy[Any]] = {
    "order": st.permutations(["imbalance", "disruption", "fit"]).map(tuple),
    "time_zone": st.sampled_from(["UTC", "Europe/Moscow", "America/Port-au-Prince", "Etc/GMT+5"]),
    "country": st.sampled_from(["RU", "KZ", "US", "DE"]),
    "goals": st.none()
    | st.lists(st.deferred(lambda: parts(Goal)), max_size=4, unique_by=lambda goal: goal.key).map(tuple),
}
"""Fields whose validators ask for more than their types say."""


def _limit(metadata: list[Any], kind: type, name: str) -> float | None:
    return next((getattr(item, name) for item in metadata if isinstance(item, kind)), None)


def _numbers(annotation: type, metadata: list[Any]) -> st.SearchStrategy[Any]:
    low, above = _limit(metadata, Ge, "ge"), _limit(metadata, Gt, "gt")
    high = _limit(metadata, Le, "le")
    if annotation is int:
        return st.integers(int(low or 0), int(high or LARGEST))
    floor = low if low is not None else above
    return st.floats(floor or 0.0, LARGEST if high is None else high, exclude_min=above is not None)


def _of_type(annotation: Any, metadata: list[Any]) -> st.SearchStrategy[Any]:
    """Values of one annotation within its limits."""
    origin, args = get_origin(annotation), get_args(annotation)
    if hasattr(annotation, "__metadata__"):  # Annotated[float, Field(ge=0)]
        return _of_type(args[0], list(FieldInfo.from_annotation(annotation).metadata))
    if origin is Literal:
        return st.sampled_from(args)
    if origin is tuple:
        smallest = int(_limit(metadata, MinLen, "min_length") or 0)
        return st.lists(_of_type(args[0], []), min_size=smallest, max_size=4).map(tuple)
    if NoneType in args:
        inner = next(arg for arg in args if arg is not NoneType)
        return st.none() | _of_type(inner, metadata)
    if annotation in (int, float):
        return _numbers(annotation, metadata)
    return _plain(annotation)


def _plain(annotation: Any) -> st.SearchStrategy[Any]:
    if issubclass(annotation, BaseModel):
        return parts(annotation)
    if issubclass(annotation, Enum):
        return st.sampled_from(annotation)
    return st.booleans() if annotation is bool else st.text(max_size=12)


def _field(name: str, spec: FieldInfo) -> st.SearchStrategy[Any]:
    return NAMED[name] if name in NAMED else _of_type(spec.annotation, list(spec.metadata))


def parts(kind: type[_Part]) -> st.SearchStrategy[_Part]:
    """Random parts of one kind."""
    fields = st.fixed_dictionaries({name: _field(name, spec) for name, spec in kind.model_fields.items()})
    return fields.map(lambda values: kind(**_agreed(values)))


def _agreed(values: dict[str, Any]) -> dict[str, Any]:
    """The values with fields in order where a validator compares them: abc_a is at most abc_b."""
    if "abc_a" in values:
        values["abc_a"], values["abc_b"] = sorted((values["abc_a"], values["abc_b"]))
    return values


policies = parts(Policy)
