"""/docs: every operation, nothing from elsewhere, nothing that runs."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from fastapi.testclient import TestClient

from api.openapi.document import operations


class Tags(HTMLParser):
    """Collects tags, ids and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        told = dict(attrs)
        self.ids += [told["id"] or ""] if "id" in told else []
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta", "link", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_shows_every_operation_and_needs_nothing(
    browser: TestClient, document: dict[str, Any]
) -> None:
    answer = browser.get("/docs")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    found = Tags()
    found.feed(answer.text)
    assert not found.open
    assert found.tags & {"script", "link", "iframe", "img", "form"} == set()
    listed = {one["operationId"] for _, one in operations(document)}
    assert listed <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))
    assert {address for address in found.addresses if not address.startswith("#")} == {"/openapi.json"}
    assert re.search(r"url\(|@import", answer.text) is None


def test_an_operation_is_shown_whole(browser: TestClient) -> None:
    page = browser.get("/docs").text
    section = page.partition('<section id="create_policy">')[2].partition("</section>")[0]
    for words in (
        "POST",
        "/v1/policies",
        "Keep a policy under a name.",
        "Who may: head, admin",
        "Idempotency-Key",
        "Calm year",
        "PolicyAnswer",
        "409",
        "curl -s \\\n  -X POST \\\n  &#34;$URL/v1/policies&#34; \\\n  -H &#34;X-API-Key: $KEY&#34;",
    ):
        assert words in section, words


def test_scripts_from_elsewhere_are_nowhere(browser: TestClient) -> None:
    assert browser.get("/redoc").status_code == 404
    assert "cdn" not in browser.get("/docs").text
