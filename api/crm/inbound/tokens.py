"""Whether a message brings the secret that was agreed on."""

from __future__ import annotations

from hashlib import sha256
from hmac import compare_digest


def token_matches(given: str, expected: str) -> bool:
    """Compare without telling by the time it takes how much was right; a blank secret fits nothing."""
    pair = [sha256(text.encode("utf-8", "surrogatepass")).digest() for text in (given, expected)]
    return compare_digest(*pair) and bool(expected)
