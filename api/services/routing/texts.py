"""What a manager is told of why a client is theirs, where the whole reason would name colleagues."""

from __future__ import annotations

OWN_SHORTFALL = "New: of {n} managers who may have it you were furthest behind."
