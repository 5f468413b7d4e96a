"""Completes FastAPI's document: words, who may, one shape of errors, examples, headers, links."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.errors import MEDIA_TYPE
from api.openapi.examples import EXAMPLES
from api.openapi.links import add_links
from api.openapi.texts import ABOUT, IDEMPOTENCY, TAGS
from api.routes.access import CHANGED, PROBLEMS
from api.security.actor import Role
from api.security.rules import PUBLIC, RULES

Document = dict[str, Any]


def describe(app: FastAPI) -> None:
    """Let the app tell the complete document. It is made when it is first asked for."""

    def openapi() -> Document:
        if app.openapi_schema is None:
            app.openapi_schema = complete(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def complete(app: FastAPI) -> Document:
    """The whole document."""
    made = get_openapi(title=app.title, version=app.version, description=ABOUT, routes=app.routes, tags=TAGS)
    versioned = _versioned(made)
    for method, operation in operations(made):
        _tell(operation)
        _one_shape(operation)
        _show(operation)
        _take_keys(method, operation)
        _name_headers(method, operation, versioned)
    made["components"]["responses"] = _problems(made)
    for name in ("HTTPValidationError", "ValidationError"):
        made["components"]["schemas"].pop(name, None)
    add_links(made)
    return made


def operations(document: Document) -> Iterator[tuple[str, Document]]:
    """Method in small letters and operation, in the order of the document."""
    for methods in document["paths"].values():
        yield from methods.items()


def roles_of(operation_id: str) -> list[str]:
    """Which roles may, in the order of `Role`; empty where everybody may, without a sign-in."""
    if operation_id in PUBLIC:
        return []
    return [str(role) for role in Role if role in RULES.get(operation_id, ())]


def _tell(operation: Document) -> None:
    """A summary of a few words from the operation's name, and who may call it."""
    operation["summary"] = operation["operationId"].replace("_", " ").capitalize()
    roles = ", ".join(roles_of(operation["operationId"])) or "everybody, without a sign-in"
    operation["description"] = f"{operation.get('description', '')}\n\nWho may: {roles}.".strip()
    if operation["operationId"] in PUBLIC:
        operation.pop("security", None)
    else:
        operation.setdefault("security", [{"APIKeyHeader": []}, {"HTTPBearer": []}])


def _one_shape(operation: Document) -> None:
    """Each problem by reference: one media type, one shape."""
    for status, answer in operation["responses"].items():
        if status.startswith(("4", "5")) and MEDIA_TYPE in answer.get("content", {}):
            operation["responses"][status] = {"$ref": f"#/components/responses/{_name(status)}"}
        elif status[0] == "2" and answer["description"] == "Successful Response":
            answer["description"] = HTTPStatus(int(status)).phrase


def _problems(document: Document) -> Document:
    schema = {"$ref": "#/components/schemas/Problem"}
    document["components"]["schemas"]["Problem"]["description"] = (
        "An error (RFC 9457). `type` is stable, `errors` names every place that is wrong."
    )
    return {
        _name(str(status)): {
            "description": answer["description"],
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for status, answer in (PROBLEMS | CHANGED).items()
    }


def _name(status: str) -> str:
    return HTTPStatus(int(status)).phrase.replace(" ", "").replace("-", "")


def _show(operation: Document) -> None:
    """An example for the body."""
    example = EXAMPLES.get(operation["operationId"])
    if example is not None:
        for content in operation["requestBody"]["content"].values():
            content["example"] = example


def _take_keys(method: str, operation: Document) -> None:
    """Every POST of somebody who signed in takes an Idempotency-Key."""
    if method == "post" and operation["operationId"] not in PUBLIC:
        operation.setdefault("parameters", []).append(IDEMPOTENCY)


def _name_headers(method: str, operation: Document, versioned: set[str]) -> None:
    """Location of what was made, ETag of what has versions."""
    for status, answer in operation["responses"].items():
        headers = {}
        if status in ("201", "202") and method == "post":
            headers["Location"] = _header("where it is, or where it can be followed")
        schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
        if schema.get("$ref", "").rpartition("/")[2] in versioned:
            headers["ETag"] = _header("its version, for If-Match")
        if headers:
            answer["headers"] = headers


def _versioned(document: Document) -> set[str]:
    """Names of the shapes that tell a version."""
    schemas = document["components"]["schemas"].items()
    return {name for name, schema in schemas if "etag" in schema.get("properties", {})}


def _header(about: str) -> Document:
    return {"description": about, "schema": {"type": "string"}}
