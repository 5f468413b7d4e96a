"""Another number or rule in the policy, judged as a policy file is, and told as from-to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from assigner.errors import InputError
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.policy.comments import scalar
from assigner.policy.yaml_io import parse_policy
from scenarios.base import Base
from scenarios.edits.base import EditRefused, refused
from scenarios.edits.words import Words


def changed_policy(base: Base, changes: Mapping[str, Any], tr: Translator) -> Base:
    """The base with these values at these dotted paths of its policy (`rules.loss_cap.cap`).

    The whole policy is read again as strictly as a file. Raises EditRefused with every problem.
    """
    data = base.policy.model_dump(mode="json")
    for path, value in changes.items():
        _put(data, path, value, tr)
    try:
        policy = parse_policy(data, tr=tr)
    except InputError as error:
        raise EditRefused(replace(issue, code="edit") for issue in error.issues) from None
    return replace(base, policy=policy)


def policy_differences(before: Policy, after: Policy) -> dict[str, tuple[Any, Any]]:
    """Old and new value by dotted path, only where they differ; a list is one value."""
    old, new = (dict(_flat(one.model_dump(mode="json"))) for one in (before, after))
    return {path: (old.get(path), new.get(path)) for path in old | new if old.get(path) != new.get(path)}


def policy_sentence(before: Base, after: Base, tr: Translator) -> str:
    """What changed in the policy, from what to what."""
    changes = [
        tr.gettext(
            "{path} from {before} to {after}", path=path, before=_shown(old, tr), after=_shown(new, tr)
        )
        for path, (old, new) in policy_differences(before.policy, after.policy).items()
    ]
    if not changes:
        return tr.gettext("The policy says so already.")
    return tr.gettext("Policy: {changes}.", changes=Words(after, tr).changes(changes))


def _put(data: dict[str, Any], path: str, value: Any, tr: Translator) -> None:
    """Set one value in nested data; a part that is not there is refused."""
    *above, last = path.split(".")
    place: Any = data
    for name in above:
        place = _inside(place, name)
    if isinstance(place, list) and _inside(place, last) is not None:
        place[int(last)] = value
    elif isinstance(place, dict):
        place[last] = value
    else:
        message = tr.gettext("the policy has no such place")
        remedy = tr.gettext("`assigner policy --write` prints all of it; own goals are set with `goals`")
        raise refused(tr, ("path", path, message, remedy))


def _inside(place: Any, name: str) -> Any:
    """The part of a mapping or list with this name or number, None where there is none."""
    if isinstance(place, dict):
        return place.get(name)
    if isinstance(place, list) and name.isdecimal() and int(name) < len(place):
        return place[int(name)]
    return None


def _flat(data: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield above + key, value


def _shown(value: Any, tr: Translator) -> str:
    """A value as a policy file has it."""
    if isinstance(value, list):
        return scalar(tuple(value))
    return tr.gettext("not set") if value is None else scalar(value)
