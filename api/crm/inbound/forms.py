"""Forms whose fields have parts in brackets, `contacts[add][0][name]=...`, into nested tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias
from urllib.parse import parse_qsl

from api.crm.inbound.model import Limits
from api.crm.inbound.problems import HookProblems

Tree: TypeAlias = "dict[str, Tree | str]"

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f]+")


def parse_form(body: bytes, limits: Limits, problems: HookProblems) -> Tree:
    """The fields of an encoded form as nested tables of text. Raises `InputError`.

    Parts in brackets are keys, whether numbers or not; an empty pair is the next number. Of a field that
    stands twice the last counts. A name whose brackets don't fit is taken as it stands.
    """
    if len(body) > limits.num_bytes:
        raise problems.refused("too-long", count=len(body), limit=limits.num_bytes)
    tree: Tree = {}
    for name, value in _pairs(body, limits, problems):
        if max(len(name), len(value)) > limits.letters:
            raise problems.refused("long-field", name, limit=limits.letters)
        keys = _keys(name)
        if len(keys) - 1 > limits.depth:
            raise problems.refused("deep-field", name, limit=limits.depth)
        _put(tree, keys, _UNSEEN.sub(" ", value).strip(), name, problems)
    return tree


def _pairs(body: bytes, limits: Limits, problems: HookProblems) -> Iterable[tuple[str, str]]:
    try:
        text = body.decode("utf-8")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=limits.fields)
    except UnicodeDecodeError:
        raise problems.refused("not-text") from None
    except ValueError:  # parse_qsl has no other way to say it
        raise problems.refused("too-many-fields", limit=limits.fields) from None


def _keys(name: str) -> list[str]:
    found = _NAME.fullmatch(name)
    if found is None:
        return [name]
    return [found[1], *found[2][1:-1].split("][")] if found[2] else [name]


def _put(tree: Tree, keys: list[str], value: str, name: str, problems: HookProblems) -> None:
    """Set a value; a field may not be a text and a table at once."""
    for key in keys[:-1]:
        inner = tree.setdefault(key or str(len(tree)), {})
        if isinstance(inner, str):
            raise problems.refused("mixed-field", name)
        tree = inner
    last = keys[-1] or (str(len(tree)) if len(keys) > 1 else "")
    if isinstance(tree.get(last), dict):
        raise problems.refused("mixed-field", name)
    tree[last] = value


def table(tree: Tree, *keys: str) -> Tree:
    """The table behind these keys, empty where there is none."""
    for key in keys:
        inner = tree.get(key, {})
        tree = inner if isinstance(inner, dict) else {}
    return tree


def first_text(found: Tree | str | None) -> str:
    """A text, or the first of several: those of a telephone stand in a table of tables."""
    while isinstance(found, dict):
        named = (found[key] for key in ("VALUE", "value") if key in found)
        found = next(named, next(iter(found.values()), None))
    return found or ""
