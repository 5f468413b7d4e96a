"""Ids of the service's own things: sortable by the moment they were made, unguessable, safe in addresses."""

from __future__ import annotations

import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no i, l, o, u
ID_PATTERN = "^[a-z]{2,5}_[0-9a-hjkmnp-tv-z]{26}$"


def new_id(prefix: str) -> str:
    """`prefix_` and 26 characters: 48 bits of milliseconds, 80 random bits."""
    number = (int(time.time() * 1000) << 80) | secrets.randbits(80)
    return f"{prefix}_" + "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))
