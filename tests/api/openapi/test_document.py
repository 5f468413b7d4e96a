"""The OpenAPI document: words, examples, one shape of errors, links that lead somewhere."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from api.openapi.document import operations, roles_of
from api.openapi.examples import EXAMPLES
from api.openapi.links import MADE, READ
from api.openapi.schemas import resolved, type_of
from api.security.rules import PUBLIC

Document = dict[str, Any]


def each(document: Document) -> list[Document]:
    return [operation for _, operation in operations(document)]


def test_every_operation_says_what_it_does_and_who_may(document: Document) -> None:
    tags = {tag["name"] for tag in document["tags"]}
    for one in each(document):
        words, _, who = one["description"].partition("\n\nWho may: ")
        assert len(words) > 5, one["operationId"]
        assert one["summary"]
        assert who == f"{', '.join(roles_of(one['operationId'])) or 'everybody, without a sign-in'}."
        assert set(one["tags"]) <= tags, one["operationId"]


def test_only_public_operations_need_no_key(document: Document) -> None:
    assert {one["operationId"] for one in each(document) if not one.get("security")} == PUBLIC


def test_every_error_is_one_problem_document(document: Document) -> None:
    shape = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for one in each(document):
        for status, answer in one["responses"].items():
            if status >= "400" and (one["operationId"], status) != ("get_readiness", "503"):
                assert resolved(document, answer)["content"] == shape, (one["operationId"], status)
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_every_body_has_an_example_that_fits_its_schema(document: Document) -> None:
    for one in each(document):
        for media, content in one.get("requestBody", {}).get("content", {}).items():
            shown = [content["example"]] if "example" in content else []
            shown += [example["value"] for example in content.get("examples", {}).values()]
            assert shown, one["operationId"]
            schema = {**content["schema"], "components": document["components"]}
            for example in shown:
                if not media.startswith("multipart/"):  # its parts are bytes
                    jsonschema.validate(example, schema)


def test_shapes_have_names_that_programs_can_use(document: Document) -> None:
    # Two classes of one name would come with their modules: generated clients lose them.
    assert [name for name in document["components"]["schemas"] if not name.isalnum()] == []


def test_examples_are_of_operations_that_exist(document: Document) -> None:
    assert set(EXAMPLES) - {one["operationId"] for one in each(document)} == set()


def test_answers_of_json_have_a_shape(document: Document) -> None:
    for one in each(document):
        for status, answer in one["responses"].items():
            content = resolved(document, answer).get("content", {})
            if "application/json" in content:
                assert content["application/json"].get("schema"), (one["operationId"], status)


def test_links_lead_to_operations_and_fill_their_path(document: Document) -> None:
    by_id = {
        one["operationId"]: (path, one) for path, ones in document["paths"].items() for one in ones.values()
    }
    found = 0
    for one in each(document):
        for answer in one["responses"].values():
            for link in answer.get("links", {}).values():
                path, target = by_id[link["operationId"]]
                names = {
                    name.removeprefix("path.") for name in link["parameters"] if name.startswith("path.")
                }
                assert names == {name for name in names if f"{{{name}}}" in path}
                assert path.count("{") == len(names) == 1
                takes = {two["name"] for two in target.get("parameters", ())}
                assert ("header.If-Match" in link["parameters"]) <= ("If-Match" in takes)
                found += 1
    assert found > 100
    assert {name for name in (*MADE, *READ) if name not in by_id} == set()


def test_what_has_versions_tells_them_in_a_header(document: Document) -> None:
    one = document["paths"]["/v1/policies/{policy_id}"]["get"]
    assert set(one["responses"]["200"]["headers"]) == {"ETag"}
    made = document["paths"]["/v1/policies"]["post"]["responses"]["201"]["headers"]
    assert set(made) == {"ETag", "Location"}


def test_posts_of_people_who_signed_in_take_a_key(document: Document) -> None:
    for method, one in operations(document):
        takes = "Idempotency-Key" in {two["name"] for two in one.get("parameters", ())}
        assert takes == (method == "post" and one["operationId"] not in PUBLIC), one["operationId"]


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 500}, "integer 1..500"),
        ({"type": "number", "exclusiveMinimum": 0}, "number 0.."),
        ({"type": "array", "items": {"type": "string"}}, "list of string"),
        (
            {"anyOf": [{"type": "string", "maxLength": 9}, {"type": "null"}]},
            "string, up to 9 characters | null",
        ),
        ({"enum": ["a", "b"]}, '"a" | "b"'),
        ({"const": "all"}, '"all"'),
        ({"$ref": "#/components/schemas/Place"}, "Place"),
        ({"type": "string", "format": "date"}, "date"),
        ({}, "anything"),
    ],
)
def test_schemas_in_words(schema: Document, words: str) -> None:
    assert type_of({}, schema) == words
