"""What is called alike, told apart: by the moment it was made, and by a number where that is not enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from api.pages.moments import moment
from assigner.i18n import Translator


def labels(tr: Translator, items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """By id, what to call each of a list of documents (id, name, created_at) so that no two are called alike.

    A name that only one has stays as it is.
    """
    plain = {str(one["id"]): str(one["name"] or one["id"]) for one in items}
    made = {str(one["id"]): str(one["created_at"]) for one in items}
    alike = Counter(plain.values())
    dated = {
        key: f"{name} · {moment(tr, made[key])}" if alike[name] > 1 else name for key, name in plain.items()
    }
    return _numbered(dated, sorted(dated, key=lambda key: (made[key], key)))


def _numbered(names: Mapping[str, str], oldest_first: Sequence[str]) -> dict[str, str]:
    """Those that are still alike get numbers, the oldest the first."""
    alike, seen = Counter(names.values()), Counter[str]()
    found = dict(names)
    for key in oldest_first:
        name = names[key]
        seen[name] += 1
        if alike[name] > 1:
            found[key] = f"{name} ({seen[name]})"
    return found
