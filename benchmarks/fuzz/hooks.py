"""What keeps a fuzzing run alive: the keys it uses stay, and made-up companies stay small."""

from __future__ import annotations

import os
from typing import Any

import schemathesis

SPARED = frozenset(filter(None, os.environ.get("FUZZ_SPARE", "").split(",")))
LARGEST = {"clients": 200, "managers": 10}


@schemathesis.hook
def filter_case(context: schemathesis.HookContext, case: schemathesis.Case[Any]) -> bool:
    """No request revokes a key that the run needs."""
    return (case.path_parameters or {}).get("key_id") not in SPARED or case.method != "DELETE"


@schemathesis.hook
def before_call(
    context: schemathesis.HookContext, case: schemathesis.Case[Any], kwargs: dict[str, Any]
) -> None:
    """Cut the size of made-up companies; sizes that are refused stay as they are."""
    body: Any = case.body
    if case.operation.path != "/v1/datasets/demo" or not isinstance(body, dict):
        return
    for name, most in LARGEST.items():
        if type(body.get(name)) is int and body[name] <= 100_000:
            body[name] = min(body[name], most)
