from __future__ import annotations

from jsonschema import Draft202012Validator

from assigner.report.inspection.document import document, schema
from assigner.report.inspection.view import inspection_view
from tests.report.inspection import cases


def test_document_keeps_to_the_published_schema() -> None:
    validator = Draft202012Validator(schema())
    Draft202012Validator.check_schema(schema())
    for found in (cases.tiny(), cases.random_inspection()):
        assert list(validator.iter_errors(document(inspection_view(found)))) == []
