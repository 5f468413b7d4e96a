"""/docs: every operation on one printable page that loads nothing and runs nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from api.openapi.curl import curl
from api.openapi.document import roles_of
from api.openapi.schemas import resolved, type_of

router = APIRouter(include_in_schema=False)

Document = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Line:
    """A parameter, a header or a field: name, what it takes, what it means."""

    name: str
    takes: str
    about: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    about: str
    roles: list[str]
    parameters: list[Line]
    body: str
    fields: list[Line]
    example: str
    answers: list[Line]
    curl: str


@router.get("/openapi.json")
def openapi(request: Request) -> JSONResponse:
    """The OpenAPI document, for programs."""
    return JSONResponse(request.app.openapi())


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """The page. Whoever may reach the service may read it, as the OpenAPI document."""
    return HTMLResponse(page(json.dumps(request.app.openapi())))


@cache
def page(document: str) -> str:
    """The page of an OpenAPI document, given as JSON."""
    told: Document = json.loads(document)
    groups = [(tag["name"], tag["description"], _of_tag(told, tag["name"])) for tag in told["tags"]]
    environment = Environment(
        loader=PackageLoader("api.openapi", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("docs.html.j2")
    return template.render(info=told["info"], groups=[group for group in groups if group[2]])


def _of_tag(document: Document, tag: str) -> list[Shown]:
    return [
        _shown(document, path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS and tag in operation["tags"]
    ]


def _shown(document: Document, path: str, method: str, operation: Document) -> Shown:
    media, content = _body(operation)
    example = content.get("example")
    return Shown(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        about=operation["description"].partition("\n\nWho may:")[0],
        roles=roles_of(operation["operationId"]),
        parameters=[_parameter(document, one) for one in operation.get("parameters", ())],
        body=media,
        fields=_fields(document, content.get("schema", {})),
        example="" if example is None else json.dumps(example, indent=2, ensure_ascii=False),
        answers=[_answer(document, *one) for one in sorted(operation["responses"].items())],
        curl=curl(path, method, operation),
    )


def _body(operation: Document) -> tuple[str, Document]:
    contents: dict[str, Document] = operation.get("requestBody", {}).get("content", {})
    return next(iter(contents.items()), ("", {}))


def _parameter(document: Document, one: Document) -> Line:
    takes = f"{one['in']}: {type_of(document, one['schema'])}"
    return Line(one["name"], takes, one.get("description", ""), one.get("required", False))


def _fields(document: Document, schema: Document) -> list[Line]:
    """The fields of a body; of one that comes in several kinds, those of each kind."""
    whole = resolved(document, schema)
    kinds = whole.get("oneOf") or whole.get("anyOf")
    if kinds:
        return [line for kind in kinds for line in _fields(document, kind)]
    needed = whole.get("required", ())
    return [
        Line(name, type_of(document, one), one.get("description", ""), name in needed)
        for name, one in whole.get("properties", {}).items()
    ]


def _answer(document: Document, status: str, answer: Document) -> Line:
    answer = resolved(document, answer)
    content = answer.get("content", {})
    shapes = {
        f"{media} {type_of(document, told['schema'])}".strip() if "schema" in told else media
        for media, told in content.items()
    }
    return Line(status, ", ".join(sorted(shapes)), answer["description"])
