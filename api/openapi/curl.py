"""How an operation is called with curl."""

from __future__ import annotations

import json
import shlex
from typing import Any

Document = dict[str, Any]
FILES = ("clients", "managers", "activities", "rules", "mapping", "sheet")
"""Parts of multipart bodies that are files."""


def curl(path: str, method: str, operation: Document) -> str:
    """The command; `$URL`, `$KEY` and what stands in braces are the reader's."""
    words = ["curl -s"]
    if method != "get":
        words.append(f"-X {method.upper()}")
    words.append(f'"$URL{path}"')
    if operation.get("security"):
        words.append('-H "X-API-Key: $KEY"')
    if any(one["name"] == "If-Match" for one in operation.get("parameters", ())):
        words.append('-H "If-Match: $ETAG"')
    return " \\\n  ".join(words + _body(operation))


def _body(operation: Document) -> list[str]:
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        example = content.get("example", {})
        if media.startswith("multipart/"):
            return [_part(name, value) for name, value in example.items()]
        return [f"-H 'Content-Type: {media}'", f"-d {shlex.quote(json.dumps(example, ensure_ascii=False))}"]
    return []


def _part(name: str, value: str) -> str:
    return f"-F {name}=@{name}.csv" if name in FILES else f"-F {name}={shlex.quote(value)}"
