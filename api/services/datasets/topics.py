"""What a decision is about: of two decisions about the same thing the later one stands."""

from __future__ import annotations

import hashlib
import json


def topic_of(kind: str, a: str, b: str) -> str:
    """The thing as a hash: a pair of cards, the owner of a client, its exclusion, an answer of an audit."""
    if kind in ("merge", "distinct"):
        thing = ["pair", *sorted((a, b))]
    elif kind == "audit":
        thing = [kind, a, b]
    else:
        thing = [kind, a]
    return hashlib.sha256(json.dumps(thing).encode()).hexdigest()
