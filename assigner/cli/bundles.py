"""Options that many commands share, asked for by one argument."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import wraps
from typing import Any, get_type_hints


def bundled(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose arguments that are dataclasses are given as one option for each of their fields.

    The fields are annotated as arguments of a command are: `seed: Annotated[int, typer.Option(...)] = 0`.
    """
    parameters = inspect.signature(command, eval_str=True).parameters.values()
    bundles = {one.name: one.annotation for one in parameters if is_dataclass(one.annotation)}
    options = [option for one in parameters for option in _options(one)]

    @wraps(command)
    def spread(**given: Any) -> None:
        parts = {name: _bundle(kind, given) for name, kind in bundles.items()}
        command(**given, **parts)

    spread.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined]
    spread.__annotations__ = {option.name: option.annotation for option in options}
    return spread


def _options(one: inspect.Parameter) -> list[inspect.Parameter]:
    """The parameter itself, or one for each field of its dataclass; by keyword, so that any order will do."""
    if not is_dataclass(one.annotation):
        return [one.replace(kind=inspect.Parameter.KEYWORD_ONLY)]
    kinds = get_type_hints(one.annotation, include_extras=True)
    return [
        inspect.Parameter(
            part.name, inspect.Parameter.KEYWORD_ONLY, default=_default(part), annotation=kinds[part.name]
        )
        for part in fields(one.annotation)
    ]


def _default(part: Field[Any]) -> Any:
    return inspect.Parameter.empty if part.default is MISSING else part.default


def _bundle(kind: Any, given: dict[str, Any]) -> Any:
    """The dataclass, made of its options, which are taken out of `given`."""
    return kind(**{part.name: given.pop(part.name) for part in fields(kind)})
