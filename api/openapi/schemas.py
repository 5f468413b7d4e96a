"""JSON schemas in a few words."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]


def resolved(document: Document, told: Document) -> Document:
    """What a reference means; anything else as it is."""
    while "$ref" in told:
        found: Any = document
        for name in told["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        told = found
    return told


def type_of(document: Document, schema: Document) -> str:
    """What a schema takes: `integer 1..500`, `list of string`, `Place`, `"a" | "b"`."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " | ".join(dict.fromkeys(type_of(document, one) for one in schema[several]))
    if "enum" in schema or "const" in schema:
        return " | ".join(f'"{one}"' for one in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {type_of(document, schema.get('items', {}))}"
    return f"{schema.get('format') or schema.get('type', 'anything')}{_limits(schema)}"


def _limits(schema: Document) -> str:
    for least, most in (("minimum", "maximum"), ("exclusiveMinimum", "exclusiveMaximum")):
        if least in schema or most in schema:
            return f" {schema.get(least, '')}..{schema.get(most, '')}"
    return f", up to {schema['maxLength']} characters" if "maxLength" in schema else ""
