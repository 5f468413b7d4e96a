"""Pages of a base as they are sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.context import Context
from api.security.actor import Role
from api.security.sessions import start_session, user_actor
from api.services.datasets.decisions import decide_dataset
from api.services.datasets.lists import list_dataset_disputes
from api.services.datasets.uploads import create_demo_dataset
from api.settings import Settings
from tests.api.running import run_job
from tests.api.security.people import make_user


@pytest.mark.timeout(120)
def test_pages_tell_of_decisions_that_their_figures_do_not_know(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", jobs=False, rate_limit=100_000)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        ctx: Context = client.app.state.ctx  # type: ignore[attr-defined]
        user = make_user(ctx, "head@example.com", Role.HEAD)
        with ctx.db.write() as session:
            token = start_session(ctx, session, user)
        head = user_actor(ctx, user)

        def page(path: str) -> str:
            answer = client.get(path, headers={"Cookie": f"assigner={token}"})
            assert answer.status_code == 200, path
            return answer.text

        made = create_demo_dataset(ctx, head, name="Demo", clients=120, managers=4, seed=1)
        assert "Stop reading" in page(f"/data/{made['id']}")
        run_job(ctx, made["job_id"])
        parts = ("evidence", "balance", "clients")
        told = "1 decision was taken about this base"
        assert not [part for part in parts if told in page(f"/data/{made['id']}/{part}")]
        dispute = list_dataset_disputes(ctx, head, made["id"])["items"][0]
        rival = dispute["rival"]["manager_id"]
        wish = {"kind": "owner", "a": dispute["client_id"], "b": rival, "reason": "signed"}
        decide_dataset(ctx, head, made["id"], decisions=[wish])
        assert [part for part in parts if told not in page(f"/data/{made['id']}/{part}")] == []
        html = page(f"/data/{made['id']}/disputes")
        assert f"Decided: {dispute['rival']['line'].partition(':')[0]} (" in html
        assert "Name of head@example.com" in html
        assert f"Decided: {rival}" not in html
