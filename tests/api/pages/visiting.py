"""Asking for pages as one of the people of a running service."""

from __future__ import annotations

from fastapi.testclient import TestClient


class Visiting:
    """What worlds of pages share: a client, and the session of each of their people."""

    __slots__ = ()
    client: TestClient
    tokens: dict[str, str]

    def page(self, who: str, path: str, language: str = "en") -> str:
        """The page as `who` gets it: the HTML holds all its texts."""
        self.client.cookies.clear()
        cookies = f"assigner={self.tokens[who]}; assigner_language={language}"
        answer = self.client.get(path, headers={"Cookie": cookies})
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text
