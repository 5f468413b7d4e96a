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


def entry_topic(kind: str, a: str, b: str) -> str:
    """What is to be decided about an entry of a base: a dispute, or a possible duplicate."""
    return topic_of("owner", a, "") if kind == "dispute" else topic_of("merge", a, b)
