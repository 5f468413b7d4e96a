"""Cursors that nobody got from us are refused, whatever they hold."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.errors import Unprocessable
from api.services.paging import read_cursor, write_cursor

BY_NUMBER = ("/v1/audit", "/v1/routes")
BY_TEXT = ("/v1/proposals", "/v1/datasets", "/v1/jobs", "/v1/policies")


def handmade(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


NUMBERS: list[Any] = [10**30, 2**63, -(2**63) - 1, True, 1.5, "1"]
TEXTS: list[Any] = ["\ud800", "a\udfff", "a\0b", 1, None]


def test_handmade_cursors_are_refused(head: TestClient) -> None:
    wrong = [(path, value) for path in BY_NUMBER for value in NUMBERS]
    wrong += [(path, value) for path in BY_TEXT for value in TEXTS]
    for path, value in wrong:
        answer = head.get(path, params={"cursor": write_cursor(value)})
        assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, "cursor"), (path, value)


def test_numbers_that_fit_are_only_numbers(head: TestClient) -> None:
    for path in BY_NUMBER:
        for value in (2**63 - 1, -(2**63), 0):
            assert head.get(path, params={"cursor": write_cursor(value)}).status_code == 200, (path, value)


@pytest.mark.parametrize("text", ["[" * 100_000, "1", "null", "[]", '["a"', '{"a": 1, "b": 2}', "\xff"])
def test_what_is_no_list_of_values_is_refused(text: str) -> None:
    with pytest.raises(Unprocessable):
        read_cursor(handmade(text), str)


def test_ours_are_read_as_they_were_written() -> None:
    assert json.dumps(read_cursor(write_cursor("Ж", 7, 0.5), str, int, float)) == json.dumps(["Ж", 7, 0.5])
