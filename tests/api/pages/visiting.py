"""A running service with its pages, and asking for them as one of its people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi.testclient import TestClient

from api.app import create_app
from api.context import Context
from api.security.actor import Actor, Role
from api.security.sessions import start_session, user_actor
from api.settings import Settings
from tests.api.security.people import make_user


@dataclass(frozen=True, slots=True)
class World:
    """The service, and who has entered: by name their sessions and who they are to services."""

    client: TestClient
    ctx: Context
    tokens: dict[str, str]
    actors: dict[str, Actor]

    def enter(self, name: str, role: Role, manager_id: str | None = None) -> Actor:
        """Make an account and sign in."""
        user = make_user(self.ctx, f"{name}@example.com", role, manager_id)
        with self.ctx.db.write() as session:
            self.tokens[name] = start_session(self.ctx, session, user)
        self.actors[name] = user_actor(self.ctx, user)
        return self.actors[name]

    def page(self, who: str, path: str, language: str = "en") -> str:
        """The page as `who` gets it: the HTML holds all its texts."""
        self.client.cookies.clear()
        cookies = f"assigner={self.tokens[who]}; assigner_language={language}"
        answer = self.client.get(path, headers={"Cookie": cookies})
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text


@contextmanager
def running(folder: Path) -> Iterator[World]:
    """A service with pages on an empty data folder; jobs are run by the tests."""
    settings = Settings(data_dir=folder, jobs=False, rate_limit=100_000)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield World(client, client.app.state.ctx, {}, {})  # type: ignore[attr-defined]
